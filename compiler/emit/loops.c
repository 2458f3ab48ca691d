/* SPDX-License-Identifier: MIT
 *
 * Plans as loops. A plan is cut where rows must stand in memory (sort, group);
 * between the cuts one loop does everything: the source binds the columns, each
 * operator adds its lines and hands the row on, the sink ends it. A `continue`
 * drops a row, a `break` ends the pipeline.
 */
#include "emit/join.h"
#include "emit/kernels.h"
#include "emit/lanes.h"

void pipeline_comment(Writer *w, const Plan *plan, const char *text)
{
    Emit *e = w->e;
    comment(w, text);
    if (!e->options.plans)
        return;
    while (plan->input)
        plan = plan->input;
    Place place = sources_place(e->sources, plan->span.start);
    if (place.source)
        buf_printf(e->options.plans, "%s:%u:%u\n", path_of(e, place.source), place.line,
                   place.column);
    buf_printf(e->options.plans, "%s\n", text);
}

void plan_comment(Writer *w, const Plan *plan)
{
    Buf out = {.arena = w->e->arena};
    if (!plan->input) /* the code says as much */
        return;
    plan_print(&out, plan);
    pipeline_comment(w, plan, out.ptr);
}

/* ---- sources ------------------------------------------------------------ */

Relation *new_relation(Emit *e, const Plan *plan)
{
    Relation *rel = arena_new(e->arena, Relation);
    rel->column_count = plan->columns.count;
    rel->columns = arena_array(e->arena, RowColumn, plan->columns.count + 1);
    for (int i = 0; i < plan->columns.count; i++)
        rel->columns[i].meta = &plan->columns.at[i];
    return rel;
}

/* Pointers with the right type to the columns of a DashTable that C sees only
 * at run time. */
static void point_to_columns(Writer *w, const Plan *plan, Relation *rel, const char *table,
                             const char *stem)
{
    Emit *e = w->e;
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = &plan->columns.at[i];
        if (plan->read && !plan->read[i])
            continue;
        const char *name = name_unique(&w->names, cf(e, "%s_%s", stem, meta->name));
        stmt_lazy(w, name, "const %s *const %s = %s.columns[%d].data;",
                  element_type(meta->encoding), name, table, i);
        rel->columns[i].array = name;
        if (base_type(meta->type)->kind == TY_TEXT) {
            const char *dict = dict_symbol(e, meta);
            rel->columns[i].dict = dict ? dict : cf(e, "(*%s.columns[%d].dict)", table, i);
        }
        if (!is_optional(meta->type))
            continue;
        const char *valid = name_unique(&w->names, cf(e, "%s_%s_valid", stem, meta->name));
        stmt_lazy(w, valid, "const uint64_t *const %s = %s.columns[%d].valid;", valid, table, i);
        rel->columns[i].valid_array = valid;
    }
    rel->rows = cf(e, "%s.rows", table);
    rel->table = table;
    rel->table_columns = cf(e, "%s.columns", table);
}

static Relation *scan_relation(Writer *w, Plan *plan)
{
    Relation *rel = new_relation(w->e, plan);
    const TableSymbols *symbols = table_symbols(w->e, plan->table);
    if (!plan->table->data) {
        point_to_columns(w, plan, rel, symbols->name, plan->table->name);
        rel->padded = plan->table->source != NULL;
        for (int i = 0; i < rel->column_count; i++)
            rel->columns[i].padded = rel->padded;
        return rel;
    }
    for (int i = 0; i < rel->column_count; i++) {
        const ColumnSymbols *column = &symbols->columns[i];
        rel->columns[i].array = column->data;
        rel->columns[i].valid_array = column->valid;
        rel->columns[i].dict = column->dict;
        rel->columns[i].global = rel->columns[i].padded = true;
        rel->columns[i].source = &plan->table->data->columns[i];
        rel->columns[i].table = plan->table;
    }
    rel->rows = symbols->rows;
    rel->constant = rel->padded = true;
    rel->known_rows = (int)plan->table->data->rows;
    rel->table = symbols->name;
    rel->table_columns = symbols->columns_name;
    if (w->kernel && w->kernel->scan == plan) {
        rel->first = w->kernel->first;
        rel->rows = w->kernel->end;
    }
    return rel;
}

static Relation *value_relation(Writer *w, Plan *plan)
{
    Hir *value = plan->value;
    const VarInfo *info = value->kind == HIR_VAR ? map_get(&w->vars, value->var) : NULL;
    if (info && info->rows) {
        Relation *rel = arena_new(w->e->arena, Relation);
        *rel = *info->rows;
        rel->owned = false;
        return rel;
    }
    if (value->kind == HIR_TABLE || value->kind == HIR_COLUMN) {
        plan_prune(w->e->arena, value->plan, plan->read);
        return relation_of(w, value->plan, "rows");
    }
    const char *table = emit_named(w, value, "table");
    Relation *rel = new_relation(w->e, plan);
    point_to_columns(w, plan, rel, table, table);
    return rel;
}

static bool is_plain_project(const Plan *plan)
{
    for (int i = 0; i < plan->exprs.count; i++)
        if ((!plan->read || plan->read[i]) && plan->exprs.at[i]->kind != HIR_COLREF)
            return false;
    return true;
}

/* Texts that are computed get codes of a dictionary that is complete only behind
 * the loop: such rows are stored. */
static bool computes_texts(const Plan *plan)
{
    for (int i = 0; i < plan->exprs.count; i++)
        if ((!plan->read || plan->read[i]) && plan->exprs.at[i]->kind != HIR_COLREF &&
            base_type(plan->exprs.at[i]->type)->kind == TY_TEXT)
            return true;
    return false;
}

bool plan_is_relation(const Plan *plan)
{
    switch (plan->op) {
    case PLAN_SCAN:
    case PLAN_VALUE:
    case PLAN_SORT:
    case PLAN_TOP:
    case PLAN_GROUP:
    case PLAN_WINDOW:
    case PLAN_UNION:
    case PLAN_SAMPLE:
    case PLAN_DATATABLE:
    case PLAN_FILL:
        return true;
    case PLAN_TAKE:
        return plan_is_relation(plan->input);
    case PLAN_PROJECT:
        return computes_texts(plan) || (is_plain_project(plan) && plan_is_relation(plan->input));
    case PLAN_DISTINCT:
        return plan_is_dictionary(plan);
    case PLAN_FILTER:
    case PLAN_SKIP:
    case PLAN_JOIN:
        return false;
    }
    return false;
}

static Relation *project_relation(Writer *w, Plan *plan, const char *name)
{
    Relation *input = relation_of(w, plan->input, name);
    Relation *rel = new_relation(w->e, plan);
    RowColumn *columns = rel->columns;
    int count = rel->column_count;
    *rel = *input;
    rel->columns = columns;
    rel->column_count = count;
    rel->table = rel->table_columns = NULL;
    for (int i = 0; i < count; i++) {
        const PlanColumn *meta = columns[i].meta;
        if (plan->exprs.at[i]->kind == HIR_COLREF)
            columns[i] = input->columns[plan->exprs.at[i]->column];
        columns[i].meta = meta;
    }
    return rel;
}

/* The count of a take as C of type size_t or a literal; negative is none. */
static const char *take_limit(Writer *w, Hir *count)
{
    if (count->kind == HIR_INT)
        return c_int(w->e, count->integer < 0 ? 0 : count->integer);
    const char *wanted = emit_named(w, count, "wanted");
    const char *limit = name_unique(&w->names, "limit");
    stmt(w, "const size_t %s = %s > 0 ? (size_t)%s : 0;", limit, wanted, wanted);
    return limit;
}

static Relation *take_relation(Writer *w, Plan *plan, const char *name)
{
    Relation *rel = relation_of(w, plan->input, name);
    const char *limit = take_limit(w, plan->count);
    bool literal = plan->count->kind == HIR_INT;
    rel->table = rel->table_columns = NULL;
    if (literal && (rel->constant || plan->count->integer <= 0)) {
        int64_t wanted = plan->count->integer < 0 ? 0 : plan->count->integer;
        if (!rel->constant && is_name(rel->rows))
            stmt(w, "(void)%s;", rel->rows);
        if (!rel->constant || wanted < rel->known_rows) {
            rel->known_rows = (int)wanted;
            rel->rows = limit;
        }
        rel->constant = true;
        return rel;
    }
    const char *rows = name_unique(&w->names, cf(w->e, "%s_count", name));
    stmt(w, "const size_t %s = %s < %s ? %s : %s;", rows, rel->rows, limit, rel->rows, limit);
    rel->rows = rows;
    rel->constant = false;
    return rel;
}

static Relation *dictionary_relation(Writer *w, Plan *plan)
{
    Relation *rel = new_relation(w->e, plan);
    int column = plan->exprs.at[0]->column;
    const PlanColumn *meta = &plan->columns.at[column];
    rel->columns[column].ordinal = true;
    rel->columns[column].dict = dict_symbol(w->e, meta);
    if (meta->dict_table->source) {
        rel->rows = cf(w->e, "%s.count", rel->columns[column].dict);
        return rel;
    }
    rel->known_rows = (int)dict_count(meta);
    rel->rows = cf(w->e, "%d", rel->known_rows);
    rel->constant = true;
    return rel;
}

/* ---- one loop ----------------------------------------------------------- */

void relation_row(Writer *w, const Relation *rel, const char *position, Row *row)
{
    Emit *e = w->e;
    *row = (Row){
        .column_count = rel->column_count, .position = position, .base = rel, .bound = rel->rows};
    row->columns = arena_array(e->arena, RowColumn, rel->column_count + 1);
    for (int i = 0; i < rel->column_count; i++) {
        RowColumn *column = &row->columns[i];
        *column = rel->columns[i];
        if (column->ordinal)
            column->raw = position;
        else if (column->array)
            column->raw = cf(e, "%s[%s]", column->array, position);
        column->valid = column->valid_array
                            ? cf(e, "dash_is_valid(%s, %s)", column->valid_array, position)
                            : NULL;
    }
}

const char *rows_head(Emit *e, const Relation *rel, const char *i)
{
    const char *less = rel->constant && rel->known_rows == 0 ? "!=" : "<"; /* for -Wtype-limits */
    return cf(e, "for (uint32_t %s = %s; %s %s %s; %s++)", i, rel->first ? rel->first : "0", i,
              less, rel->rows, i);
}

void relation_each(Writer *w, const Relation *rel, const char *name, RowSink sink, void *data)
{
    Emit *e = w->e;
    Loop loop;
    Row row;
    const char *position = name_unique(&w->names, name);
    const char *i = rel->index ? name_unique(&w->names, "i") : position;
    loop_begin(w, &loop);
    if (rel->index)
        stmt_lazy(w, position, "const uint32_t %s = %s[%s];", position, rel->index, i);
    relation_row(w, rel, position, &row);
    sink(w, &row, data);
    loop_end(w, &loop, rows_head(e, rel, i));
    name_release(&w->names, position);
    if (rel->index)
        name_release(&w->names, i);
}

typedef struct Stage {
    Plan *plan;
    RowSink next;
    void *data;
    const char *counter, *limit;
} Stage;

void skip_unless(Writer *w, Hir *predicate)
{
    const char *skip = row_can_be_null(predicate)
                           ? cf(w->e, "!%s", parens(w->e, row_truth(w, predicate, true)))
                           : row_truth(w, predicate, false);
    if (strcmp(skip, "false") != 0)
        stmt(w, "if (%s)\n    continue;", skip);
}

static void filter_stage(Writer *w, const Row *row, void *data)
{
    Stage *stage = data;
    w->row = row;
    skip_unless(w, stage->plan->predicate);
    stage->next(w, row, stage->data);
}

static void take_stage(Writer *w, const Row *row, void *data)
{
    Stage *stage = data;
    open_block(w, "if (%s++ == %s)", stage->counter, stage->limit);
    loop_leave(w);
    close_block(w);
    stage->next(w, row, stage->data);
}

/* A dictionary for the texts that the loop computes. */
static const char *new_dictionary(Writer *w, const char *column)
{
    Hoist hoist = hoist_begin(w);
    const char *name = name_unique(&w->names, cf(w->e, "%s_dict", column));
    stmt_lazy(w, name, "DashDict *const %s = dash_dict_new(cx);", name);
    hoist_end(w, &hoist);
    return cf(w->e, "(*%s)", name);
}

static const char *code_of_text(Emit *e, const char *dict, RowValue text)
{
    const char *code = callf(e, "dash_dict_code", 3, "cx", c_address(e, dict), text.value);
    return text.valid ? ternary(e, text.valid, code, "0") : code;
}

/* A computed column: its value is stored in a variable of the loop. */
static RowColumn compute_column(Writer *w, const PlanColumn *meta, Hir *expr)
{
    Emit *e = w->e;
    RowColumn column = {.meta = meta, .expr = expr, .of = w->row};
    RowValue value = row_value(w, expr);
    const char *type = c_type(e, base_type(meta->type));
    column.raw = name_unique(&w->names, meta->name);
    column.valid = value.valid;
    column.computed = true;
    if (base_type(meta->type)->kind == TY_TEXT) {
        column.dict = new_dictionary(w, meta->name);
        type = element_type(meta->encoding);
        value.value = code_of_text(e, column.dict, value);
    }
    stmt_lazy(w, column.raw, "const %s %s = %s;", type, column.raw, value.value);
    if (!value.valid || is_name(value.valid))
        return column;
    column.valid = name_unique(&w->names, cf(e, "%s_valid", meta->name));
    stmt_lazy(w, column.valid, "const bool %s = %s;", column.valid, value.valid);
    return column;
}

static void project_stage(Writer *w, const Row *row, void *data)
{
    Stage *stage = data;
    Plan *plan = stage->plan;
    Row *out = arena_new(w->e->arena, Row);
    *out = *row;
    out->column_count = plan->columns.count;
    out->columns = arena_array(w->e->arena, RowColumn, plan->columns.count + 1);
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = &plan->columns.at[i];
        Hir *expr = plan->exprs.at[i];
        out->columns[i].meta = meta;
        if (plan->read && !plan->read[i])
            continue;
        w->row = row;
        if (expr->kind == HIR_COLREF)
            out->columns[i] = row->columns[expr->column];
        else
            out->columns[i] = compute_column(w, meta, expr);
        out->columns[i].meta = meta;
    }
    w->row = out;
    stage->next(w, out, stage->data);
}

static void distinct_stage(Writer *w, const Row *row, void *data)
{
    Stage *stage = data;
    w->row = row;
    emit_distinct(w, stage->plan, row, stage->next, stage->data);
}

static void filter_each(Writer *w, Plan *plan, RowSink sink, void *data)
{
    Stage stage = {plan, sink, data, NULL, NULL};
    if (!plan_is_relation(plan->input)) {
        rows_each(w, plan->input, filter_stage, &stage);
        return;
    }
    if (is_firsts(w, plan)) {
        relation_each(w, firsts_relation(w, plan), "row", sink, data);
        return;
    }
    const Relation *rel = relation_of(w, plan->input, "rows");
    if (lanes_fit(w, rel, plan->predicate))
        lanes_each(w, rel, plan->predicate, sink, data);
    else
        relation_each(w, rel, "row", filter_stage, &stage);
}

static void skip_stage(Writer *w, const Row *row, void *data)
{
    Stage *stage = data;
    stmt(w, "if (%s < %s) {\n    %s++;\n    continue;\n}", stage->counter, stage->limit,
         stage->counter);
    stage->next(w, row, stage->data);
}

static void counted_each(Writer *w, Plan *plan, RowSink sink, void *data, const char *counter,
                         RowSink each)
{
    Stage stage = {plan, sink, data, NULL, NULL};
    stage.limit = take_limit(w, plan->count);
    stage.counter = name_unique(&w->names, counter);
    stmt(w, "size_t %s = 0;", stage.counter);
    rows_each(w, plan->input, each, &stage);
}

static void skip_each(Writer *w, Plan *plan, RowSink sink, void *data)
{
    counted_each(w, plan, sink, data, "skipped", skip_stage);
}

static void take_each(Writer *w, Plan *plan, RowSink sink, void *data)
{
    counted_each(w, plan, sink, data, "taken", take_stage);
}

void rows_each(Writer *w, Plan *plan, RowSink sink, void *data)
{
    if (plan_is_relation(plan))
        relation_each(w, relation_of(w, plan, "rows"), "row", sink, data);
    else
        loop_each(w, plan, sink, data);
}

void loop_each(Writer *w, Plan *plan, RowSink sink, void *data)
{
    Stage stage = {plan, sink, data, NULL, NULL};
    switch (plan->op) {
    case PLAN_FILTER:
        filter_each(w, plan, sink, data);
        break;
    case PLAN_PROJECT:
        rows_each(w, plan->input, project_stage, &stage);
        break;
    case PLAN_TAKE:
        take_each(w, plan, sink, data);
        break;
    case PLAN_SKIP:
        skip_each(w, plan, sink, data);
        break;
    case PLAN_DISTINCT:
        rows_each(w, plan->input, distinct_stage, &stage);
        break;
    case PLAN_JOIN:
        join_each(w, plan, sink, data);
        break;
    default:
        emit_bug(w->e, plan->span, "operator %d is no loop", (int)plan->op);
    }
}

Relation *relation_of(Writer *w, Plan *plan, const char *name)
{
    if (!plan_is_relation(plan) || (plan->op == PLAN_PROJECT && computes_texts(plan)))
        return stored_relation(w, plan, name);
    switch (plan->op) {
    case PLAN_SCAN:
        return scan_relation(w, plan);
    case PLAN_VALUE:
        return value_relation(w, plan);
    case PLAN_PROJECT:
        return project_relation(w, plan, name);
    case PLAN_TAKE:
        return take_relation(w, plan, name);
    case PLAN_SORT:
        return sort_relation(w, plan, name);
    case PLAN_TOP:
        return top_relation(w, plan, name);
    case PLAN_UNION:
        return union_relation(w, plan, name);
    case PLAN_FILL:
        return fill_relation(w, plan, name);
    case PLAN_SAMPLE:
        return sample_relation(w, plan, name);
    case PLAN_WINDOW:
        return window_relation(w, plan, name);
    case PLAN_DATATABLE:
        return datatable_relation(w, plan, name);
    case PLAN_GROUP:
        return group_relation(w, plan);
    case PLAN_DISTINCT:
        return dictionary_relation(w, plan);
    default:
        emit_bug(w->e, plan->span, "operator %d gives no rows", (int)plan->op);
    }
}
