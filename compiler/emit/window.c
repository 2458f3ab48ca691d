/* SPDX-License-Identifier: MIT
 *
 * Windows: the rows stand in memory, a frame gives them partitions and an order,
 * and each function gives an array beside the columns.
 */
#include "emit/internal.h"

static bool is_read(const Plan *plan, int column)
{
    return !plan->read || plan->read[column];
}

/* The relation with its rows in order and nothing between. */
static Relation *flat_relation(Writer *w, Relation *rel, const bool *read)
{
    Emit *e = w->e;
    if (!rel->index)
        return rel;
    for (int i = 0; i < rel->column_count; i++) {
        RowColumn *column = &rel->columns[i];
        if (read && !read[i])
            continue;
        const char *wanted = column->meta->name;
        const char *type = element_type(column->meta->encoding);
        const char *name = name_unique(&w->names, wanted);
        stmt_lazy(w, name, "const %s *const %s = %s;", type, name, column_data(w, rel, column));
        if (column->valid_array) {
            const char *valid = name_unique(&w->names, cf(e, "%s_valid", name));
            stmt(
                w, "const uint64_t *const %s = %s;", valid,
                callf(e, "dash_gather_valid", 4, "cx", column->valid_array, rel->index, rel->rows));
            column->valid_array = valid;
        }
        column->array = name;
        column->ordinal = column->global = column->padded = false;
        column->source = NULL;
    }
    rel->index = NULL;
    rel->table = rel->table_columns = NULL;
    return rel;
}

/* ---- the frame ---------------------------------------------------------- */

static const char *frame_of(Writer *w, const Plan *plan, const Relation *rel)
{
    Emit *e = w->e;
    const char *keys = plan->keys.count ? sort_keys(w, plan, rel->columns) : "NULL";
    const char *frame = name_unique(&w->names, "frame");
    stmt_lazy(w, frame, "const DashFrame %s = %s;", frame,
              callf(e, "dash_frame", 5, "cx", rel->rows, keys, cf(e, "%d", plan->keys.count),
                    cf(e, "%d", plan->by)));
    return frame;
}

/* ---- functions ---------------------------------------------------------- */

static const char *kind_name(DashWindowKind kind)
{
    static const char *const names[] = {
#define X(kind_, function, needs, numbers, gives_float) [kind_] = #kind_,
        DASH_WINDOWS(X)
#undef X
    };
    return names[kind];
}

static const char *function_call(Writer *w, const Plan *plan, const PlanWindow *window,
                                 const Relation *rel, const char *frame)
{
    Emit *e = w->e;
    const char *kind = kind_name(window->kind);
    frame = cf(e, "&%s", frame);
    if (window->column < 0)
        return callf(e, "dash_window_rank", 3, "cx", kind, frame);
    const char *size = window->size ? emit_expr(w, window->size) : "1";
    const char *column =
        cf(e, "&(DashColumn)%s", column_literal(w, rel, &rel->columns[window->column]));
    if (window->kind == DASH_LAG || window->kind == DASH_LEAD)
        return callf(e, "dash_window_shift", 5, "cx", kind, column, frame, size);
    bool whole = base_type(window->type)->kind == TY_INT;
    return callf(e, "dash_window_numbers", 7, "cx", kind, column, frame, size,
                 whole ? "true" : "false", where_of(e, plan->span));
}

static void put_function(Writer *w, const Plan *plan, int i, const Relation *rel, const char *frame,
                         RowColumn *out)
{
    Emit *e = w->e;
    const PlanWindow *window = &plan->windows.at[i];
    const char *call = function_call(w, plan, window, rel, frame);
    const char *name = name_unique(&w->names, out->meta->name);
    const char *result = name_unique(&w->names, cf(e, "%s_window", name));
    stmt_lazy(w, result, "const DashWindow %s = %s;", result, call);
    stmt_lazy(w, name, "const %s *const %s = %s.data;", element_type(out->meta->encoding), name,
              result);
    out->array = name;
    if (window->column >= 0)
        out->dict = rel->columns[window->column].dict;
    if (is_optional(out->meta->type))
        out->valid_array = cf(e, "%s.valid", result);
}

static bool any_read(const Plan *plan)
{
    for (int i = 0; i < plan->windows.count; i++)
        if (is_read(plan, plan->input->columns.count + i))
            return true;
    return false;
}

Relation *window_relation(Writer *w, Plan *plan, const char *name)
{
    Relation *rel = relation_of(w, plan->input, name);
    bool any = any_read(plan);
    if (any)
        rel = flat_relation(w, rel, plan->input->read);
    const char *frame = any ? frame_of(w, plan, rel) : NULL;
    RowColumn *columns = new_relation(w->e, plan)->columns;
    int count = plan->input->columns.count;
    for (int i = 0; i < plan->columns.count; i++) {
        const PlanColumn *meta = columns[i].meta;
        if (i < count)
            columns[i] = rel->columns[i];
        columns[i].meta = meta;
        if (i >= count && is_read(plan, i))
            put_function(w, plan, i - count, rel, frame, &columns[i]);
    }
    Relation *out = arena_new(w->e->arena, Relation);
    *out = *rel;
    out->columns = columns;
    out->column_count = plan->columns.count;
    out->table = out->table_columns = NULL;
    return out;
}

/* ---- the first rows of every partition ---------------------------------- */

/* `.place <= n` over a row number that nobody else reads: the window that numbers, and
 * how many rows a partition keeps. */
static Hir *firsts_wanted(Writer *w, const Plan *filter, bool *below)
{
    const Plan *window = filter->input;
    const Hir *test = row_bare(filter->predicate);
    if (window->op != PLAN_WINDOW || !window->by || window->windows.count != 1 ||
        window->windows.at[0].kind != DASH_ROW_NUMBER || test->kind != HIR_COMPARE)
        return NULL;
    int place = window->input->columns.count;
    const Hir *left = row_bare(test->binary.left);
    if (left->kind != HIR_COLREF || left->column != place || is_read(filter, place) ||
        is_optional(test->binary.right->type) || row_moves(w, test->binary.right))
        return NULL;
    *below = test->binary.op == COMPARE_LT;
    return *below || test->binary.op == COMPARE_LE ? test->binary.right : NULL;
}

bool is_firsts(Writer *w, const Plan *filter)
{
    bool below;
    return filter->op == PLAN_FILTER && firsts_wanted(w, filter, &below);
}

Relation *firsts_relation(Writer *w, Plan *filter)
{
    Emit *e = w->e;
    bool below;
    Plan *window = filter->input;
    Hir *wanted = firsts_wanted(w, filter, &below);
    Relation *rel = relation_of(w, window->input, "rows");
    rel = flat_relation(w, rel, window->input->read);
    const char *most = emit_named(w, wanted, "most");
    const char *firsts = name_unique(&w->names, "firsts");
    stmt(w, "const DashFirsts %s = %s;", firsts,
         callf(e, "dash_firsts", 6, "cx", rel->rows, sort_keys(w, window, rel->columns),
               cf(e, "%d", window->keys.count), cf(e, "%d", window->by),
               below ? cf(e, "%s > 0 ? %s - 1 : 0", most, most) : most));
    Relation *out = new_relation(e, filter);
    for (int i = 0; i < window->input->columns.count; i++) {
        const PlanColumn *meta = out->columns[i].meta;
        out->columns[i] = rel->columns[i];
        out->columns[i].meta = meta;
    }
    out->index = cf(e, "%s.rows", firsts);
    out->rows = cf(e, "%s.count", firsts);
    return out;
}
