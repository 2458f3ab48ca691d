/* SPDX-License-Identifier: MIT
 *
 * The buckets of a resample: its groups stand in memory, the runtime says which of them
 * each bucket is, and the columns are copied into their places.
 */
#include "emit/internal.h"

static void fill_column(Writer *w, const Relation *rel, const char *fill, RowColumn *out,
                        const RowColumn *from, bool missing)
{
    Emit *e = w->e;
    const char *name = name_unique(&w->names, out->meta->name), *valid = NULL;
    if (is_optional(out->meta->type)) {
        valid = name_unique(&w->names, cf(e, "%s_valid", name));
        stmt(w, "uint64_t *%s;", valid);
    }
    const char *column = cf(e, "&(DashColumn)%s", column_literal(w, rel, from));
    stmt(w, "const %s *const %s = %s;", element_type(out->meta->encoding), name,
         callf(e, "dash_fill_column", 5, "cx", column, cf(e, "&%s", fill),
               missing ? "true" : "false", valid ? cf(e, "&%s", valid) : "NULL"));
    stmt_if_unread(w, name);
    out->array = name;
    out->valid_array = valid;
    out->dict = from->dict;
}

Relation *fill_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    const Relation *rel = relation_of(w, plan->input, name);
    Relation *out = new_relation(e, plan);
    bool word = plan->step->type->kind == TY_TEXT;
    const char *fill = name_unique(&w->names, "buckets");
    stmt(w, "const DashFill %s = %s;", fill,
         callf(e, word ? "dash_fill" : "dash_fill_by", 5, "cx",
               cf(e, "&(DashColumn)%s", column_literal(w, rel, &rel->columns[0])), rel->rows,
               emit_expr(w, plan->step), where_of(e, plan->span)));
    out->rows = cf(e, "%s.rows", fill);
    if (!plan->read || plan->read[0]) {
        out->columns[0].array = name_unique(&w->names, out->columns[0].meta->name);
        stmt(w, "const %s *const %s = %s.starts;", element_type(out->columns[0].meta->encoding),
             out->columns[0].array, fill);
        stmt_if_unread(w, out->columns[0].array);
    }
    for (int i = 1; i < plan->columns.count; i++) {
        const PlanAggregate *aggregate = &plan->aggregates.at[i - 1];
        if (!plan->read || plan->read[i])
            fill_column(w, rel, fill, &out->columns[i], &rel->columns[i],
                        aggregate->kind == AGG_ALL);
    }
    return out;
}
