/* SPDX-License-Identifier: MIT
 *
 * Joins. The rows of the other table are put into a lookup by the hash of their
 * keys; then the input's loop finds those of each of its rows, in their order.
 * Codes of texts mean something in one dictionary only, so those of the other
 * table are translated into the input's, once a dictionary.
 */
#include "emit/join.h"
#include "emit/keys.h"

typedef struct Join {
    Plan *plan;
    RowSink next;
    void *data;
    Relation *other;
    const char *lookup;  /* C of the DashLookup */
    const char *joined;  /* C: so many rows come out at most */
    const Row *left_row; /* of the input */
    Key *left;           /* its keys */
    const char **codes;  /* a key: array that translates the other's codes; NULL: none */
} Join;

/* ---- keys --------------------------------------------------------------- */

/* The other table's key as it compares with the input's. */
static Key other_key(Writer *w, const Join *join, const Row *row, int i)
{
    const RowColumn *column = &row->columns[join->plan->on.at[i].right];
    Key key = join->left[i];
    key.value = (RowValue){column->raw, column->valid};
    if (join->codes[i])
        key.value.value = cf(w->e, "%s[%s]", join->codes[i], column->raw);
    return key;
}

static Key *other_keys(Writer *w, const Join *join, const Row *row)
{
    int count = join->plan->on.count;
    Key *keys = arena_array(w->e->arena, Key, count + 1);
    for (int i = 0; i < count; i++)
        keys[i] = other_key(w, join, row, i);
    return keys;
}

/* The condition that no key is null; NULL: none can be. */
static const char *all_there(Emit *e, const Key *keys, int count)
{
    const char *there = NULL;
    for (int i = 0; i < count; i++) {
        const char *valid = keys[i].value.valid;
        if (valid && there)
            there = cf(e, "%s && %s", there, logic_parens(e, valid, true));
        else if (valid)
            there = logic_parens(e, valid, true);
    }
    return there;
}

/* Whether C would compare the two as unsigned though one is not. */
static bool needs_cast(const Join *join, int i)
{
    const PlanColumn *a = join->left_row->columns[join->plan->on.at[i].left].meta;
    const PlanColumn *b = join->other->columns[join->plan->on.at[i].right].meta;
    return !join->left[i].dict && a->encoding != b->encoding;
}

/* Other keys `keys` are those of the input's row. */
static const char *same_keys(Emit *e, const Join *join, const Key *keys, int count)
{
    const char *same = NULL;
    for (int i = 0; i < count; i++) {
        const char *equal =
            cf(e, "%s%s == %s", needs_cast(join, i) ? "(int64_t)" : "",
               parens(e, keys[i].value.value), parens(e, join->left[i].value.value));
        same = same ? cf(e, "%s && %s", same, equal) : equal;
    }
    return same;
}

static Hir **left_refs(Emit *e, const Plan *plan, const Row *row)
{
    Hir **refs = arena_array(e->arena, Hir *, plan->on.count + 1);
    for (int i = 0; i < plan->on.count; i++)
        refs[i] = row_column_ref(e, row, plan->on.at[i].left);
    return refs;
}

static Key *left_keys(Writer *w, const Plan *plan, const Row *row)
{
    w->row = row;
    return keys_read(w, left_refs(w->e, plan, row), plan->on.count);
}

/* ---- the lookup --------------------------------------------------------- */

static void translate_keys(Writer *w, Join *join)
{
    Emit *e = w->e;
    for (int i = 0; i < join->plan->on.count; i++) {
        const char *to = join->left[i].dict;
        const char *from = join->other->columns[join->plan->on.at[i].right].dict;
        if (!to || !from || strcmp(to, from) == 0)
            continue;
        join->codes[i] = name_unique(&w->names, cf(e, "%s_codes", join->left[i].name));
        stmt(w, "const uint32_t *const %s = %s;", join->codes[i],
             callf(e, "dash_dict_translate", 3, "cx", c_address(e, from), c_address(e, to)));
    }
}

/* Row number `at` of the other table, in its order. */
static void other_row(Writer *w, const Join *join, const char *at, Row *row)
{
    const char *index = join->other->index;
    relation_row(w, join->other, index ? cf(w->e, "%s[%s]", index, at) : at, row);
}

static void put_row(Writer *w, const Join *join, const Row *row, const char *at)
{
    Emit *e = w->e;
    int count = join->plan->on.count;
    Key *keys = other_keys(w, join, row);
    const char *there = all_there(e, keys, count);
    const char *put = callf(e, "dash_lookup_put", 4, "cx", cf(e, "&%s", join->lookup),
                            keys_hash(e, keys, count), at);
    if (there)
        stmt(w, "if (%s)\n    %s;", there, put);
    else
        stmt(w, "%s;", put);
}

/* Counts what every row that is scanned matches, by the hashes alone. */
static void count_matches(Writer *w, const Join *join)
{
    Emit *e = w->e;
    const Row *row = join->left_row, *outer = w->row;
    int count = join->plan->on.count;
    const char *i = name_unique(&w->names, "i");
    open_block(w, "%s", rows_head(e, row->base, i));
    Key *keys = left_keys(w, join->plan, row_at(e, row, i));
    const char *there = all_there(e, keys, count);
    const char *matches =
        callf(e, "dash_lookup_count", 2, cf(e, "&%s", join->lookup), keys_hash(e, keys, count));
    if (there)
        matches = parens(e, ternary(e, there, matches, "0"));
    stmt(w, "%s += %s%s;", join->joined, matches, join->plan->join == JOIN_LEFT ? " + 1" : "");
    close_block(w);
    name_release(&w->names, i);
    w->row = outer;
}

/* How many rows can come out. When that may be many more than there are, they are
 * counted first, so that no more memory is asked for than the result takes. */
static void bound_rows(Writer *w, Join *join)
{
    Emit *e = w->e;
    const Row *row = join->left_row;
    join->joined = name_unique(&w->names, "joined");
    stmt(w, "size_t %s = %s;", join->joined,
         callf(e, "dash_joined_most", 2, row->bound, cf(e, "&%s", join->lookup)));
    if (row_stands(row, left_refs(e, join->plan, row), join->plan->on.count)) {
        open_block(w, "if (%s > DASH_JOINED_FEW)", join->joined);
        stmt(w, "%s = 0;", join->joined);
        count_matches(w, join);
        close_block(w);
    }
    stmt(w, "%s;",
         callf(e, "dash_joined_check", 3, "cx", join->joined, where_of(e, join->plan->span)));
}

/* Everything that stands before the input's loop. */
static void build_lookup(Writer *w, Join *join)
{
    Hoist hoist = hoist_begin(w);
    join->other = relation_of(w, join->plan->other, "other");
    join->codes = arena_array(w->e->arena, const char *, join->plan->on.count + 1);
    translate_keys(w, join);
    join->lookup = name_unique(&w->names, "lookup");
    stmt(w, "DashLookup %s = dash_lookup(cx, %s);", join->lookup, join->other->rows);
    Loop loop;
    Row row;
    const char *i = name_unique(&w->names, "i");
    loop_begin(w, &loop);
    other_row(w, join, i, &row);
    put_row(w, join, &row, i);
    loop_end(w, &loop, rows_head(w->e, join->other, i));
    name_release(&w->names, i);
    if (join->plan->join != JOIN_ANTI)
        bound_rows(w, join);
    hoist_end(w, &hoist);
}

/* ---- matches ------------------------------------------------------------ */

/* The columns of both; nothing stands in memory at one row number any more. */
static Row *joined_row(Writer *w, const Join *join, const Row *row, const Row *other,
                       const char *match)
{
    Emit *e = w->e;
    const Plan *plan = join->plan;
    Row *out = arena_new(e->arena, Row);
    *out = *row;
    out->column_count = plan->columns.count;
    out->columns = arena_array(e->arena, RowColumn, plan->columns.count + 1);
    int left = plan->input->columns.count;
    for (int i = 0; i < plan->columns.count; i++) {
        RowColumn *column = &out->columns[i];
        *column = i < left ? row->columns[i] : other->columns[plan->others.at[i - left]];
        column->array = column->valid_array = NULL;
        column->ordinal = false;
        column->meta = &plan->columns.at[i];
        if (i < left || plan->join != JOIN_LEFT || !column->raw)
            continue;
        const char *found = cf(e, "%s != DASH_NO_ROW", match);
        column->raw = cf(e, "(%s ? %s : 0)", found, column->raw);
        column->valid = column->valid ? cf(e, "%s && %s", found, column->valid) : found;
    }
    return out;
}

/* The first row of the other table with the same hash, and the loop that goes on
 * to one with the same keys. */
static const char *first_match(Writer *w, const Join *join, int count)
{
    Emit *e = w->e;
    const char *there = all_there(e, join->left, count);
    const char *first = callf(e, "dash_lookup_first", 2, cf(e, "&%s", join->lookup),
                              keys_hash(e, join->left, count));
    return there ? ternary(e, there, first, "DASH_NO_ROW") : first;
}

static void to_same_keys(Writer *w, const Join *join, const char *match, int count)
{
    Row other;
    other_row(w, join, match, &other);
    Key *keys = other_keys(w, join, &other);
    stmt(w, "while (%s != DASH_NO_ROW && !(%s))\n    %s = dash_lookup_next(&%s, %s);", match,
         same_keys(w->e, join, keys, count), match, join->lookup, match);
}

static void anti_rows(Writer *w, Join *join, const Row *row, int count)
{
    const char *match = name_unique(&w->names, "match");
    stmt(w, "uint32_t %s = %s;", match, first_match(w, join, count));
    to_same_keys(w, join, match, count);
    stmt(w, "if (%s != DASH_NO_ROW)\n    continue;", match);
    join->next(w, row, join->data);
}

static void matched_rows(Writer *w, Join *join, const Row *row, int count)
{
    Row other;
    bool left = join->plan->join == JOIN_LEFT;
    const char *match = name_unique(&w->names, "match");
    const char *alone = left ? name_unique(&w->names, "alone") : NULL;
    if (left)
        stmt(w, "bool %s = true; /* no match so far */", alone);
    open_block(w, "for (uint32_t %s = %s;; %s = dash_lookup_next(&%s, %s))", match,
               first_match(w, join, count), match, join->lookup, match);
    to_same_keys(w, join, match, count);
    stmt(w,
         left ? "if (%s == DASH_NO_ROW && !%s)\n    break;" : "if (%s == DASH_NO_ROW)\n    break;",
         match, alone);
    if (left)
        stmt(w, "%s = false;", alone);
    other_row(w, join, match, &other);
    Row *out = joined_row(w, join, row, &other, match);
    out->bound = join->joined;
    bool nested = w->loop->nested;
    w->loop->nested = true;
    w->row = out;
    join->next(w, out, join->data);
    w->loop->nested = nested;
    close_block(w);
}

static void join_row(Writer *w, const Row *row, void *data)
{
    Join *join = data;
    int count = join->plan->on.count;
    join->left_row = row;
    join->left = left_keys(w, join->plan, row);
    build_lookup(w, join);
    w->row = row;
    keys_name(w, join->left, count);
    if (join->plan->join == JOIN_ANTI)
        anti_rows(w, join, row, count);
    else
        matched_rows(w, join, row, count);
}

void join_each(Writer *w, Plan *plan, RowSink sink, void *data)
{
    Join join = {.plan = plan, .next = sink, .data = data};
    rows_each(w, plan->input, join_row, &join);
}
