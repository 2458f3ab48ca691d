/* SPDX-License-Identifier: MIT
 *
 * Where pipelines end: a table, one number, a list, a record, a DashValue.
 */
#include "emit/group.h"
#include "emit/kernels.h"
#include "emit/lanes.h"
#include "plan/shape.h"

Hir *row_column_ref(Emit *e, const Row *row, int column)
{
    Hir *ref = arena_new(e->arena, Hir);
    ref->kind = HIR_COLREF;
    ref->type = row->columns[column].meta->type;
    ref->column = column;
    return ref;
}

const char *row_record(Writer *w, const Row *row, const Type *type)
{
    Emit *e = w->e;
    Texts members = {0};
    for (int i = 0; i < row->column_count; i++)
        vec_push(e->arena, &members,
                 cf(e, ".%s = %s", c_member(e, type, i), emit_expr(w, row_column_ref(e, row, i))));
    return cf(e, "(%s)%s", c_type(e, type), braced(e, &members));
}

static bool *columns_wanted(Writer *w, const Plan *plan)
{
    return arena_array(w->e->arena, bool, plan->columns.count + 1);
}

/* The expressions after a plan do not belong to the row round it. */
typedef struct Outside {
    const Row *row;
} Outside;

static Outside leave_row(Writer *w)
{
    Outside outside = {w->row};
    w->row = NULL;
    return outside;
}

/* ---- tables ------------------------------------------------------------- */

const char *column_type_of(const Type *type)
{
    switch (base_type(type)->kind) {
    case TY_BOOL:
        return "DASH_COLUMN_BOOL";
    case TY_INT:
    case TY_DURATION: /* milliseconds, as everywhere outside */
        return "DASH_COLUMN_INT";
    case TY_FLOAT:
        return "DASH_COLUMN_FLOAT";
    case TY_DATE:
        return "DASH_COLUMN_DATE";
    case TY_DATETIME:
        return "DASH_COLUMN_DATETIME";
    default:
        return "DASH_COLUMN_TEXT";
    }
}

/* The codes of an ordinal column are the row numbers, in the column's width. */
static const char *ordinal_data(Writer *w, const Relation *rel, const RowColumn *column)
{
    const char *name = name_unique(&w->names, column->meta->name);
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", element_type(column->meta->encoding),
         name, rel->rows, name);
    stmt(w, "for (uint32_t i = 0; i < %s; i++)\n    %s[i] = (%s)%s;", rel->rows, name,
         element_type(column->meta->encoding), rel->index ? cf(w->e, "%s[i]", rel->index) : "i");
    return name;
}

const char *column_data(Writer *w, const Relation *rel, const RowColumn *column)
{
    if (column->ordinal)
        return ordinal_data(w, rel, column);
    if (!rel->index)
        return column->array;
    return callf(w->e, "dash_gather", 5, "cx", column->array, encoding_name(column->meta->encoding),
                 rel->index, rel->rows);
}

const char *column_literal(Writer *w, const Relation *rel, const RowColumn *column)
{
    Emit *e = w->e;
    const char *encoding = encoding_name(column->meta->encoding);
    const char *valid = column->valid_array ? column->valid_array : "NULL";
    const char *data = column_data(w, rel, column);
    if (column->valid_array && rel->index)
        valid = callf(e, "dash_gather_valid", 4, "cx", valid, rel->index, rel->rows);
    const char *dict = "NULL";
    if (column->dict)
        dict = c_address(e, column->dict);
    Texts fields = {0};
    vec_push(e->arena, &fields, c_string(e, column->meta->name, strlen(column->meta->name)));
    vec_push(e->arena, &fields, column_type_of(column->meta->type));
    vec_push(e->arena, &fields, encoding);
    vec_push(e->arena, &fields, data);
    vec_push(e->arena, &fields, valid);
    vec_push(e->arena, &fields, dict);
    return braced(e, &fields);
}

/* An array of the columns that `read` marks; its name, or NULL when there is
 * none. `slots[i]` becomes the place of column i. */
static const char *relation_columns(Writer *w, const Relation *rel, const bool *read,
                                    const char *name, int *slots, int *count)
{
    Emit *e = w->e;
    Texts columns = {0};
    for (int i = 0; i < rel->column_count; i++) {
        const RowColumn *column = &rel->columns[i];
        if ((read && !read[i]) || (!column->array && !column->ordinal))
            continue;
        if (slots)
            slots[i] = columns.count;
        vec_push(e->arena, &columns, column_literal(w, rel, column));
    }
    *count = columns.count;
    if (columns.count == 0)
        return "NULL";
    const char *array = name_unique(&w->names, name);
    if (w->heap_tables) {
        stmt(w, "DashColumn *%s = dash_alloc_array(cx, %d, sizeof *%s);", array, columns.count,
             array);
        for (int i = 0; i < columns.count; i++)
            stmt(w, "%s[%d] = (DashColumn)%s;", array, i, columns.at[i]);
        return array;
    }
    Buf items = {.arena = e->arena};
    for (int i = 0; i < columns.count; i++)
        buf_printf(&items, "    %s,\n", indented(e, columns.at[i]));
    stmt(w, "const DashColumn %s[] = {\n%s};", array, items.ptr);
    return array;
}

const char *relation_table(Writer *w, const Relation *rel, const bool *read, const char *name,
                           int *slots, const char **columns_name)
{
    for (int i = 0; slots && i < rel->column_count; i++)
        slots[i] = i;
    if (rel->table) {
        if (columns_name)
            *columns_name = rel->table_columns;
        return rel->table;
    }
    int count;
    name = name_unique(&w->names, name);
    const char *array = relation_columns(w, rel, read, cf(w->e, "%s_columns", name), slots, &count);
    stmt(w, "const DashTable %s = {%s, %d, %s};", name, rel->rows, count, array);
    if (columns_name)
        *columns_name = array;
    return name;
}

const char *emit_table(Writer *w, Hir *hir)
{
    Outside outside = leave_row(w);
    plan_prune(w->e->arena, hir->plan, NULL);
    plan_comment(w, hir->plan);
    const Relation *rel = relation_of(w, hir->plan, "selected");
    const char *table = relation_table(w, rel, NULL, w->hint ? w->hint : "rows", NULL, NULL);
    w->row = outside.row;
    return table;
}

Relation *let_relation(Writer *w, Hir *value, const VarInfo *info, const char *name)
{
    plan_prune(w->e->arena, value->plan, info->needs);
    plan_comment(w, value->plan);
    return relation_of(w, value->plan, name);
}

/* A plan that reads a table or column given as a value. */
static Plan *plan_of_value(Writer *w, Hir *hir)
{
    Arena *arena = w->e->arena;
    if (hir->kind == HIR_TABLE || hir->kind == HIR_COLUMN)
        return hir->plan;
    Plan *plan = arena_new(arena, Plan);
    plan->op = PLAN_VALUE;
    plan->span = hir->span;
    plan->value = hir;
    const VarInfo *info = hir->kind == HIR_VAR ? map_get(&w->vars, hir->var) : NULL;
    const Plan *shape = hir->kind == HIR_VAR    ? hir->var->shape
                        : hir->kind == HIR_CALL ? hir->call.fn->shape
                                                : NULL;
    if (!shape && hir->type->kind == TY_TABLE)
        shape = plain_shape(arena, hir->type);
    if (info && info->rows)
        for (int i = 0; i < info->rows->column_count; i++)
            vec_push(arena, &plan->columns, *info->rows->columns[i].meta);
    else if (shape)
        for (int i = 0; i < shape->columns.count; i++)
            vec_push(arena, &plan->columns, shape->columns.at[i]);
    else
        emit_bug(w->e, hir->span, "a table of unknown shape");
    return plan;
}

Relation *relation_of_value(Writer *w, Hir *hir)
{
    Plan *plan = plan_of_value(w, hir);
    plan_prune(w->e->arena, plan, NULL);
    if (plan->op != PLAN_VALUE && plan->op != PLAN_SCAN)
        plan_comment(w, plan);
    return relation_of(w, plan, "selected");
}

/* ---- one number --------------------------------------------------------- */

typedef struct Reduce {
    Hir *hir;
    Accumulator accumulator;
} Reduce;

static void reduce_row(Writer *w, const Row *row, void *data)
{
    Reduce *reduce = data;
    Accumulator *a = &reduce->accumulator;
    const char *type = collected_type(a->aggregate);
    if (type) {
        Hoist hoist = hoist_begin(w);
        stmt(w, "%s *%s = dash_alloc_unset(cx, %s, sizeof *%s);", type, a->collected, row->bound,
             a->collected);
        hoist_end(w, &hoist);
    }
    accumulate_prepare(w, a, row);
    w->row = row;
    accumulate(w, a, reduce->hir->span);
}

typedef struct Count {
    Hir *predicate;
    const char *name;
} Count;

static void count_row(Writer *w, const Row *row, void *data)
{
    Count *count = data;
    w->row = row;
    if (count->predicate)
        stmt(w, "%s += %s;", count->name, row_truth(w, count->predicate, true));
    else
        stmt(w, "%s++;", count->name);
}

static const char *counted_rows(Emit *e, const Relation *rel)
{
    return rel->constant ? rel->rows : cf(e, "(int64_t)%s", rel->rows);
}

/* How many rows; a filter is counted without a branch. */
static const char *count_rows(Writer *w, Plan *plan, const Hir *hir)
{
    Accumulator found;
    if (plan_is_relation(plan))
        return counted_rows(w->e, relation_of(w, plan, "rows"));
    if (kernel_reduce(w, plan, &hir->reduce.aggregate, &found, hir->span))
        return found.value;
    bool filtered = plan->op == PLAN_FILTER;
    const Relation *rel = NULL;
    if (filtered && plan_is_relation(plan->input))
        rel = relation_of(w, plan->input, "rows");
    if (rel && lanes_fit(w, rel, plan->predicate))
        return lanes_count(w, rel, plan->predicate);
    Count count = {filtered ? plan->predicate : NULL, temp_name(w, "count")};
    stmt(w, "int64_t %s = 0;", count.name);
    if (rel)
        relation_each(w, rel, "row", count_row, &count);
    else
        rows_each(w, filtered ? plan->input : plan, count_row, &count);
    return count.name;
}

/* Quantiles and modes, from the collected values. */
static const char *collected_result(Writer *w, const Accumulator *a)
{
    if (a->aggregate->kind == AGG_MODE)
        return mode_value(w->e, a, callf(w->e, "dash_mode", 3, "cx", a->collected, a->used));
    return callf(w->e, "dash_quantile", 3, a->collected, a->used, quantile_of(w, a->aggregate));
}

static const char *reduce_result(Writer *w, const Reduce *reduce)
{
    Emit *e = w->e;
    const Accumulator *a = &reduce->accumulator;
    const Type *type = reduce->hir->type;
    const char *value =
        collected_type(a->aggregate) ? collected_result(w, a) : aggregate_result(e, a);
    if (a->dict && aggregate_facts[a->aggregate->kind].gives == GIVES_ITEM)
        value = callf(e, "dash_dict_text", 2, c_address(e, a->dict), value);
    return is_optional(type) ? row_wrap(w, type, (RowValue){value, aggregate_there(e, a)}) : value;
}

static void reduce_comment(Writer *w, const Hir *hir)
{
    const PlanAggregate *aggregate = &hir->reduce.aggregate;
    Buf out = {.arena = w->e->arena};
    if (!aggregate->argument && plan_is_relation(hir->reduce.plan)) {
        plan_comment(w, hir->reduce.plan);
        return;
    }
    plan_print(&out, hir->reduce.plan);
    buf_puts(&out, "  | ");
    plan_print_aggregate(&out, aggregate, hir->reduce.plan);
    if ((aggregate->kind == AGG_SUM || aggregate->kind == AGG_MEAN) &&
        base_type(aggregate->argument->type)->kind == TY_FLOAT)
        buf_puts(&out, kernel_fits(w, hir->reduce.plan) ? ", added part by part"
                                                        : ", added in the order of the rows");
    buf_putc(&out, '\n');
    pipeline_comment(w, hir->reduce.plan, out.ptr);
}

static void declare_accumulator(Writer *w, const Hir *hir, Accumulator *a)
{
    const PlanAggregate *aggregate = &hir->reduce.aggregate;
    const char *function = aggregate_facts[aggregate->kind].function;
    const Type *base = base_type(hir->type);
    a->aggregate = aggregate;
    if (collected_type(aggregate)) {
        a->collected = temp_name(w, "values");
        a->used = a->seen = name_unique(&w->names, cf(w->e, "%s_count", a->collected));
        stmt(w, "size_t %s = 0;", a->used);
        return;
    }
    const char *wanted = aggregate->kind == AGG_MIN   ? "lowest"
                         : aggregate->kind == AGG_MAX ? "highest"
                         : aggregate->kind == AGG_ALL ? "broken"
                                                      : function;
    a->value = temp_name(w, wanted);
    stmt(w, "%s %s = 0;", base->kind == TY_TEXT ? "uint32_t" : c_type(w->e, base), a->value);
    if (has_spread(aggregate)) {
        a->spread = name_unique(&w->names, cf(w->e, "%s_spread", a->value));
        stmt(w, "double %s = 0;", a->spread);
    }
    if (counts_values(aggregate)) {
        a->seen = name_unique(&w->names, "seen");
        stmt(w, "size_t %s = 0;", a->seen);
    }
}

const char *emit_reduce(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    const PlanAggregate *aggregate = &hir->reduce.aggregate;
    bool *wanted = columns_wanted(w, hir->reduce.plan);
    if (aggregate->argument)
        plan_columns_of(aggregate->argument, wanted);
    plan_prune(e->arena, hir->reduce.plan, wanted);
    Outside outside = leave_row(w);
    reduce_comment(w, hir);
    const char *result;
    if (aggregate->kind == AGG_NUNIQUE) {
        result = count_distinct(w, hir->reduce.plan, aggregate);
    } else if (aggregate->argument) {
        Reduce reduce = {.hir = hir};
        if (!kernel_reduce(w, hir->reduce.plan, aggregate, &reduce.accumulator, hir->span)) {
            declare_accumulator(w, hir, &reduce.accumulator);
            rows_each(w, hir->reduce.plan, reduce_row, &reduce);
        }
        result = reduce_result(w, &reduce);
    } else {
        result = count_rows(w, hir->reduce.plan, hir);
    }
    w->row = outside.row;
    return result;
}

/* ---- lists, columns, one row -------------------------------------------- */

typedef struct ListSink {
    const Type *list;
    const char *name, *count;
} ListSink;

static void list_row(Writer *w, const Row *row, void *data)
{
    Emit *e = w->e;
    ListSink *sink = data;
    Hoist hoist = hoist_begin(w);
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", c_type(e, sink->list->item),
         sink->name, row->bound, sink->name);
    stmt(w, "size_t %s = 0;", sink->count);
    hoist_end(w, &hoist);
    w->row = row;
    RowValue value = row_value(w, row_column_ref(e, row, 0));
    if (value.valid && !is_optional(sink->list->item))
        stmt(w, "if (%s)\n    %s[%s++] = %s;", value.valid, sink->name, sink->count, value.value);
    else
        stmt(w, "%s[%s++] = %s;", sink->name, sink->count, row_wrap(w, sink->list->item, value));
}

const char *emit_column_list(Writer *w, Hir *hir, const Type *list)
{
    Emit *e = w->e;
    Outside outside = leave_row(w);
    Plan *plan = plan_of_value(w, hir);
    plan_prune(e->arena, plan, NULL);
    plan_comment(w, plan);
    ListSink sink = {.list = list};
    sink.name = temp_name(w, plan->columns.at[0].name);
    sink.count = name_unique(&w->names, cf(e, "%s_count", sink.name));
    rows_each(w, plan, list_row, &sink);
    w->row = outside.row;
    return cf(e, "(%s){%s, %s}", c_type(e, list), sink.name, sink.count);
}

const char *emit_column_value(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Outside outside = leave_row(w);
    plan_prune(e->arena, hir->plan, NULL);
    plan_comment(w, hir->plan);
    const Relation *rel = relation_of(w, hir->plan, "selected");
    const char *column;
    if (rel->table) {
        column = cf(e, "&%s[0]", rel->table_columns);
    } else if (w->heap_tables) {
        int count;
        column = relation_columns(w, rel, NULL, "column", NULL, &count);
    } else {
        column = name_unique(&w->names, "column");
        const char *literal = column_literal(w, rel, &rel->columns[0]);
        stmt(w, "const DashColumn %s = %s;", column, literal);
        column = cf(e, "&%s", column);
    }
    w->row = outside.row;
    return callf(e, "dash_column_value", 3, "cx", column, rel->rows);
}

typedef struct RowSinkData {
    const Type *type;
    const char *name;
} RowSinkData;

static void take_first(Writer *w, const Row *row, void *data)
{
    RowSinkData *sink = data;
    w->row = row;
    stmt(w, "%s = (%s){true, %s};", sink->name, c_type(w->e, sink->type),
         row_record(w, row, sink->type->item));
    loop_leave(w);
}

static void row_at(Writer *w, const Relation *rel, const char *at, const RowSinkData *sink)
{
    Emit *e = w->e;
    const char *position = at;
    if (rel->index) {
        position = name_unique(&w->names, "row");
        stmt(w, "const uint32_t %s = %s[%s];", position, rel->index, at);
    }
    Row row;
    relation_row(w, rel, position, &row);
    w->row = &row;
    stmt(w, "%s = (%s){true, %s};", sink->name, c_type(e, sink->type),
         row_record(w, &row, sink->type->item));
    w->row = NULL;
    if (rel->index)
        name_release(&w->names, position);
}

const char *emit_row(Writer *w, Hir *hir)
{
    Emit *e = w->e;
    Plan *plan = hir->row.plan;
    plan_prune(e->arena, plan, NULL);
    const char *index = hir->row.index ? emit_named(w, hir->row.index, "index") : NULL;
    Outside outside = leave_row(w);
    plan_comment(w, plan);
    RowSinkData sink = {hir->type, temp_name(w, index ? "row" : "first")};
    if (!index && !plan_is_relation(plan)) {
        stmt(w, "%s %s = {0};", c_type(e, hir->type), sink.name);
        rows_each(w, plan, take_first, &sink);
        w->row = outside.row;
        return sink.name;
    }
    const Relation *rel = relation_of(w, plan, "selected");
    stmt(w, "%s %s = {0};", c_type(e, hir->type), sink.name);
    const char *at = "0";
    if (index) {
        at = name_unique(&w->names, "at");
        stmt(w, "const int64_t %s = %s < 0 ? %s + (int64_t)%s : %s;", at, index, index, rel->rows,
             index);
        open_block(w, "if (%s >= 0 && %s < (int64_t)%s)", at, at, rel->rows);
    } else {
        open_block(w, "if (%s > 0)", rel->rows);
    }
    row_at(w, rel, at, &sink);
    close_block(w);
    w->row = outside.row;
    return sink.name;
}
