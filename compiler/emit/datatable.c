/* SPDX-License-Identifier: MIT
 *
 * What a DataTable asks for: the rows stand in memory, the runtime gives the numbers
 * of those that are to be shown.
 */
#include "emit/internal.h"

/* Whether the plan's memory is the same from one request to the next. */
static bool stays(Emit *e, const Plan *plan)
{
    while (plan->op == PLAN_PROJECT) {
        for (int i = 0; i < plan->exprs.count; i++)
            if (plan->exprs.at[i]->kind != HIR_COLREF)
                return false;
        plan = plan->input;
    }
    return plan->op == PLAN_SCAN && !is_late_table(e, plan->table);
}

/* The relation's columns as they stand, whatever the order of its rows. */
static const char *standing_table(Writer *w, const Relation *rel)
{
    Relation standing = *rel;
    standing.index = NULL;
    if (rel->table && !rel->index)
        return rel->table;
    /* an ordinal column's rows are the first ones; an index chooses among them */
    for (int i = 0; rel->index && i < rel->column_count; i++)
        if (rel->columns[i].ordinal)
            standing.rows = cf(w->e, "%u", dict_count(rel->columns[i].meta));
    return relation_table(w, &standing, NULL, "standing", NULL, NULL);
}

static void put_field(Writer *w, Texts *fields, const char *name, Hir *value)
{
    if (value)
        vec_push(w->e->arena, fields, cf(w->e, ".%s = %s", name, emit_expr(w, value)));
}

/* Shown rows are a choice among the input's: only the row numbers are new. */
Relation *datatable_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    Relation *rel = relation_of(w, plan->input, name);
    Texts fields = {0};
    put_field(w, &fields, "page_current", plan->asked.at[DATATABLE_PAGE]);
    put_field(w, &fields, "page_size", plan->asked.at[DATATABLE_SIZE]);
    put_field(w, &fields, "sort_by", plan->asked.at[DATATABLE_SORT]);
    put_field(w, &fields, "filter_query", plan->asked.at[DATATABLE_FILTER]);
    const char *asked = name_unique(&w->names, "asked");
    stmt(w, "const DashDatatable %s = %s;", asked, braced(e, &fields));
    const char *table = standing_table(w, rel), *shown = name_unique(&w->names, "shown");
    stmt(w, "const DashRows %s = %s;", shown,
         callf(e, "dash_datatable", 5, "cx", cf(e, "&%s", table),
               cf(e, "(DashRows){%s, %s}", rel->index ? rel->index : "NULL", rel->rows),
               cf(e, "&%s", asked), stays(e, plan->input) ? "true" : "false"));
    Relation *out = arena_new(e->arena, Relation);
    *out = *rel;
    out->columns = arena_array(e->arena, RowColumn, rel->column_count + 1);
    for (int i = 0; i < rel->column_count; i++)
        out->columns[i] = rel->columns[i];
    out->index = cf(e, "%s.items", shown);
    out->rows = cf(e, "%s.count", shown);
    out->owned = out->constant = false;
    out->table = out->table_columns = NULL;
    return out;
}
