/* SPDX-License-Identifier: MIT
 *
 * The rows of a pipeline into memory. Where all columns stand in the memory of
 * the source, only row numbers are stored, without a branch on the outcome of
 * the tests, and columns are gathered when somebody wants them; computed columns
 * are stored with copies of the others. A large table is asked twice: first for
 * the count, so that memory goes with the result.
 */
#include "emit/kernels.h"
#include "emit/lanes.h"

typedef struct Store {
    Plan *plan;     /* whose columns are stored */
    Hir *predicate; /* asked without a branch; NULL: none */
    const char *name, *count;
    Relation *out;
    bool *read;
    bool counted; /* the array exists, just large enough */
} Store;

static bool is_cheap(const char *condition)
{
    return !strpbrk(condition, "?|!") && !strstr(condition, "dash_") && !strstr(condition, "__");
}

static void each_test(Writer *w, Hir *predicate, Texts *tests)
{
    if (predicate->kind != HIR_AND) {
        vec_push(w->e->arena, tests, row_truth(w, predicate, true));
        return;
    }
    each_test(w, predicate->binary.left, tests);
    each_test(w, predicate->binary.right, tests);
}

/* The predicate; cheap tests are joined by & so that the loop has no branch. */
static const char *plain_condition(Writer *w, Hir *predicate)
{
    Emit *e = w->e;
    Texts tests = {0};
    Buf out = {.arena = e->arena};
    each_test(w, predicate, &tests);
    for (int i = 0; i < tests.count; i++) {
        if (!is_cheap(tests.at[i]))
            return row_truth(w, predicate, true);
        buf_printf(&out, "%s%s", i > 0 ? " & " : "",
                   tests.count > 1 ? parens(e, tests.at[i]) : tests.at[i]);
    }
    return out.ptr;
}

/* The row numbers of the base that pass: columns are gathered when needed. */
static void select_row(Writer *w, const Row *row, Store *store)
{
    if (!store->counted) {
        Hoist hoist = hoist_begin(w);
        stmt(w, "uint32_t *%s = dash_alloc_array(cx, %s, sizeof *%s);", store->name, row->bound,
             store->name);
        stmt(w, "size_t %s = 0;", store->count);
        hoist_end(w, &hoist);
    }
    if (store->predicate) {
        w->row = row;
        const char *condition = plain_condition(w, store->predicate);
        stmt(w, "%s[%s] = %s;", store->name, store->count, row->position);
        stmt(w, "%s += %s;", store->count, condition);
    } else {
        stmt(w, "%s[%s++] = %s;", store->name, store->count, row->position);
    }
    for (int i = 0; i < row->column_count; i++) {
        const PlanColumn *meta = store->out->columns[i].meta;
        store->out->columns[i] = row->columns[i];
        store->out->columns[i].meta = meta;
    }
    store->out->index = store->name;
    store->out->owned = true;
}

static void copy_column(Writer *w, const Row *row, Store *store, int i)
{
    Emit *e = w->e;
    const RowColumn *from = &row->columns[i];
    RowColumn *to = &store->out->columns[i];
    bool coded = from->dict != NULL;
    const char *type = coded || base_type(to->meta->type)->kind != TY_TEXT
                           ? element_type(to->meta->encoding)
                           : "DashText";
    const char *name = name_unique(&w->names, cf(e, "%s_%s", store->name, to->meta->name));
    Hoist hoist = hoist_begin(w);
    stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);", type, name, row->bound, name);
    to->array = name;
    to->dict = from->dict;
    if (from->valid) {
        to->valid_array = name_unique(&w->names, cf(e, "%s_valid", name));
        stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63) / 64, sizeof *%s);", to->valid_array,
             row->bound, to->valid_array);
    }
    hoist_end(w, &hoist);
    const char *value = cf(e, "%s[%s] = %s;", name, store->count, from->raw);
    if (!from->valid) {
        stmt(w, "%s", value);
        return;
    }
    open_block(w, "if (%s)", from->valid);
    stmt(w, "%s", value);
    stmt(w, "%s[%s / 64] |= UINT64_C(1) << %s %% 64;", to->valid_array, store->count, store->count);
    close_block(w);
}

static void copy_row(Writer *w, const Row *row, Store *store)
{
    Hoist hoist = hoist_begin(w);
    stmt(w, "size_t %s = 0;", store->count);
    hoist_end(w, &hoist);
    if (store->predicate) {
        w->row = row;
        skip_unless(w, store->predicate);
    }
    for (int i = 0; i < row->column_count; i++)
        if (!store->read || store->read[i])
            copy_column(w, row, store, i);
    stmt(w, "%s++;", store->count);
}

static void store_row(Writer *w, const Row *row, void *data)
{
    Store *store = data;
    bool stands = true;
    for (int i = 0; i < row->column_count; i++)
        if (!store->read || store->read[i])
            stands &= row->columns[i].array != NULL || row->columns[i].ordinal;
    if (stands)
        select_row(w, row, store);
    else
        copy_row(w, row, store);
}

/* ---- counting first ----------------------------------------------------- */

#define COUNT_MIN 16384 /* rows; below, an array for all of them is cheap enough */

static bool look_for_work(Hir *hir, void *data)
{
    switch (hir->kind) {
    case HIR_COMPARE: {
        bool text = base_type(hir->binary.left->type)->kind == TY_TEXT;
        bool equality = hir->binary.op == COMPARE_EQ || hir->binary.op == COMPARE_NE;
        *(bool *)data |= text && !equality;
        return true;
    }
    case HIR_AND:
    case HIR_OR:
    case HIR_NOT:
    case HIR_IS_NULL:
    case HIR_COLREF:
    case HIR_CONVERT:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_VAR:
    case HIR_CONST:
        return true;
    default:
        *(bool *)data = true;
        return false;
    }
}

/* Whether asking twice is cheaper than memory for every row: the test is a few
 * comparisons, the table is large or a file that is read at start, and row numbers are all that is
 * stored. */
static bool counts_first(const Store *store, const Plan *source, const Relation *rel)
{
    bool work = false;
    if (source->op != PLAN_SCAN || !rel->padded || (rel->constant && rel->known_rows < COUNT_MIN))
        return false;
    hir_walk(store->predicate, look_for_work, &work);
    return !work;
}

static void count_row(Writer *w, const Row *row, void *data)
{
    const Store *store = data;
    w->row = row;
    stmt(w, "%s += %s;", store->count, plain_condition(w, store->predicate));
}

static void count_then_select(Writer *w, const Relation *rel, Store *store)
{
    stmt(w, "size_t %s = 0;", store->count);
    relation_each(w, rel, "row", count_row, store);
    stmt(w, "uint32_t *%s = dash_alloc_array(cx, %s + 1, sizeof *%s);", store->name, store->count,
         store->name);
    stmt(w, "%s = 0;", store->count);
    store->counted = true;
    w->carried = w->ended; /* what stands before the first loop serves the second */
    relation_each(w, rel, "row", store_row, store);
}

/* ---- large tables ------------------------------------------------------------ */

/* A word of the bitmap, from lanes … */
static void choose_lanes(Writer *w, const Lanes *lanes, void *data)
{
    stmt(w, "%s[%s / DASH_LANES] = %s;", (const char *)data, lanes->from, lanes->word);
}

typedef struct Bit {
    Hir *predicate;
    const char *words;
} Bit;

/* … or row by row. */
static void choose_row(Writer *w, const Row *row, void *data)
{
    const Bit *bit = data;
    w->row = row;
    const char *truth = row_truth(w, bit->predicate, true);
    stmt(w, "%s[%s / 64] |= (uint64_t)%s << %s %% 64;", bit->words, row->position,
         parens(w->e, truth), row->position);
}

/* A kernel makes a bitmap of the rows that pass; the runtime lists them. */
static void choose_in_parts(Writer *w, Plan *plan, Store *store)
{
    Emit *e = w->e;
    Kernel k;
    Bit bit = {plan->predicate, name_unique(&w->names, cf(e, "%s_words", store->name))};
    const char *rows = table_symbols(e, plan->input->table)->rows;
    stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63) / 64, sizeof *%s);", bit.words, rows,
         bit.words);
    kernel_begin(w, &k, plan, "rows");
    kernel_reads(w, "uint64_t *", bit.words);
    Relation *rel = relation_of(w, plan->input, "rows");
    if (lanes_fit(w, rel, plan->predicate))
        lanes_words(w, rel, plan->predicate, choose_lanes, (void *)(uintptr_t)bit.words);
    else
        relation_each(w, rel, "row", choose_row, &bit);
    kernel_end(w, &k, plan, plan->span, NULL, NULL);
    stmt(w, "size_t %s;", store->count);
    stmt(w, "uint32_t *%s = %s;", store->name,
         callf(e, "dash_chosen_rows", 4, "cx", bit.words, rows, cf(e, "&%s", store->count)));
    Relation *scan = relation_of(w, plan->input, "rows");
    for (int i = 0; i < scan->column_count; i++) {
        const PlanColumn *meta = store->out->columns[i].meta;
        store->out->columns[i] = scan->columns[i];
        store->out->columns[i].meta = meta;
    }
    store->out->index = store->name;
    store->out->owned = true;
}

Relation *stored_relation(Writer *w, Plan *plan, const char *name)
{
    Store store = {.plan = plan, .out = new_relation(w->e, plan), .read = plan->read};
    store.name = name_taken(&w->names, name) ? name_unique(&w->names, "selected")
                                             : name_unique(&w->names, name);
    store.count = name_unique(&w->names, cf(w->e, "%s_count", store.name));
    store.out->rows = store.count;
    if (plan->op != PLAN_FILTER) {
        loop_each(w, plan, store_row, &store);
        return store.out;
    }
    store.predicate = plan->predicate;
    if (plan->input->op == PLAN_SCAN && kernel_fits(w, plan)) {
        choose_in_parts(w, plan, &store);
        return store.out;
    }
    const Relation *rel = plan_is_relation(plan->input) ? relation_of(w, plan->input, name) : NULL;
    if (!rel)
        rows_each(w, plan->input, store_row, &store);
    else if (counts_first(&store, plan->input, rel))
        count_then_select(w, rel, &store);
    else
        relation_each(w, rel, "row", store_row, &store);
    return store.out;
}
