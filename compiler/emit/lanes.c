/* SPDX-License-Identifier: MIT
 *
 * Filters over the columns of sources, DASH_LANES rows at a time. The predicate fills
 * an array of bools without a branch, which C compilers turn into vector
 * compares; the array becomes a word with a bit a row, nulls are masked out a
 * word at a time, and the loop goes from set bit to set bit. Nothing is
 * mispredicted however the rows alternate.
 *
 *     for (size_t from = 0; from < sales_rows; from += DASH_LANES) {
 *         bool keep[DASH_LANES];
 *         for (size_t i = 0; i < DASH_LANES; i++)
 *             keep[i] = sales_region_codes[from + i] == region_code;
 *         for (uint64_t chosen = dash_chosen(keep, from, sales_rows); chosen != 0;
 *              chosen &= chosen - 1) {
 *             const uint32_t row = (uint32_t)from + dash_lowest(chosen);
 *
 * Columns are read up to the next multiple of DASH_LANES: those of sources are
 * padded so. Only predicates without calls and without failures may be computed
 * for rows that do not count.
 */
#include "emit/lanes.h"

/* ---- which predicates --------------------------------------------------- */

static const RowColumn *lane_column(const Relation *rel, const Hir *hir)
{
    const RowColumn *column = &rel->columns[hir->column];
    return column->padded && column->array && !column->ordinal ? column : NULL;
}

static bool is_lane_value(Writer *w, const Relation *rel, Hir *hir)
{
    hir = row_bare(hir);
    switch (hir->kind) {
    case HIR_COLREF:
        return lane_column(rel, hir) != NULL;
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
        return true;
    case HIR_VAR:
    case HIR_CONST:
        return !is_optional(hir->type) && !is_value(hir->type) && !row_moves(w, hir);
    case HIR_CONVERT:
        return base_type(hir->type)->kind == TY_FLOAT &&
               base_type(hir->unary.operand->type)->kind == TY_INT &&
               is_lane_value(w, rel, hir->unary.operand);
    default:
        return false;
    }
}

/* A text column against a text that is the same for all rows: codes. */
static bool is_lane_text(Writer *w, const Relation *rel, Hir *column, Hir *text)
{
    const RowColumn *codes = column->kind == HIR_COLREF ? lane_column(rel, column) : NULL;
    return codes && codes->dict && !row_moves(w, text);
}

static bool is_lane_compare(Writer *w, const Relation *rel, const Hir *hir)
{
    Hir *left = row_bare(hir->binary.left), *right = row_bare(hir->binary.right);
    switch (base_type(hir->binary.left->type)->kind) {
    case TY_TEXT:
        return (hir->binary.op == COMPARE_EQ || hir->binary.op == COMPARE_NE) &&
               (is_lane_text(w, rel, left, right) || is_lane_text(w, rel, right, left));
    case TY_BOOL:
    case TY_INT:
    case TY_FLOAT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_DURATION:
        return is_lane_value(w, rel, left) && is_lane_value(w, rel, right);
    default:
        return false;
    }
}

static bool is_lane_predicate(Writer *w, const Relation *rel, Hir *hir)
{
    hir = row_bare(hir);
    switch (hir->kind) {
    case HIR_AND:
    case HIR_OR:
        return is_lane_predicate(w, rel, hir->binary.left) &&
               is_lane_predicate(w, rel, hir->binary.right);
    case HIR_NOT:
        return is_lane_predicate(w, rel, hir->unary.operand);
    case HIR_COMPARE:
        return is_lane_compare(w, rel, hir);
    case HIR_IN:
        return base_type(hir->binary.left->type)->kind == TY_TEXT &&
               is_lane_text(w, rel, row_bare(hir->binary.left), hir->binary.right);
    case HIR_IS_NULL:
        return hir->unary.operand->kind == HIR_COLREF && lane_column(rel, hir->unary.operand);
    case HIR_COLREF:
        return lane_column(rel, hir) != NULL;
    default:
        return false;
    }
}

bool lanes_fit(Writer *w, const Relation *rel, Hir *predicate)
{
    return !rel->index && rel->padded && !(rel->constant && rel->known_rows == 0) &&
           is_lane_predicate(w, rel, predicate);
}

/* ---- nulls -------------------------------------------------------------- */

static void mark_compared(const Hir *hir, bool *strict)
{
    hir = row_bare((Hir *)(uintptr_t)hir);
    if (hir->kind == HIR_CONVERT)
        mark_compared(hir->unary.operand, strict);
    else if (hir->kind == HIR_COLREF)
        strict[hir->column] = true;
}

/* Columns that must have a value wherever the predicate is true. */
static void mark_strict(const Hir *hir, bool *strict)
{
    hir = row_bare((Hir *)(uintptr_t)hir);
    if (hir->kind == HIR_AND) {
        mark_strict(hir->binary.left, strict);
        mark_strict(hir->binary.right, strict);
    } else if (hir->kind == HIR_COMPARE) {
        mark_compared(hir->binary.left, strict);
        mark_compared(hir->binary.right, strict);
    } else if (hir->kind == HIR_IN) {
        mark_compared(hir->binary.left, strict);
    } else if (hir->kind == HIR_COLREF) {
        strict[hir->column] = true;
    }
}

static bool *strict_columns(Writer *w, const Relation *rel, const Hir *predicate)
{
    bool *strict = arena_array(w->e->arena, bool, rel->column_count + 1);
    mark_strict(predicate, strict);
    return strict;
}

static void drop_validity(Row *row, const bool *strict)
{
    for (int i = 0; i < row->column_count; i++)
        if (strict[i])
            row->columns[i].valid = NULL;
}

/* The word of rows: kept, there, and not null where a null cannot pass. */
static const char *chosen_word(Writer *w, const Relation *rel, const bool *strict, const char *keep,
                               const char *from)
{
    Emit *e = w->e;
    const char *word = callf(e, "dash_chosen", 3, keep, from, rel->rows);
    for (int i = 0; i < rel->column_count; i++)
        if (strict[i] && rel->columns[i].valid_array)
            word = cf(e, "%s & %s[%s / DASH_LANES]", word, rel->columns[i].valid_array, from);
    return word;
}

/* ---- the loop ----------------------------------------------------------- */

static const char *fill_keep(Writer *w, const Relation *rel, Hir *predicate, const bool *strict,
                             const char *from)
{
    Emit *e = w->e;
    Row row;
    const char *keep = name_unique(&w->names, "keep"), *i = name_unique(&w->names, "i");
    relation_row(w, rel, cf(e, "%s + %s", from, i), &row);
    row.lanes = true;
    drop_validity(&row, strict);
    w->row = &row;
    const char *truth = row_truth(w, predicate, true);
    stmt(w, "bool %s[DASH_LANES];", keep);
    stmt(w, "for (size_t %s = 0; %s < DASH_LANES; %s++)\n    %s[%s] = %s;", i, i, i, keep, i,
         truth);
    name_release(&w->names, i);
    return keep;
}

static void bit_loop(Writer *w, const Lanes *lanes, RowSink sink, void *data)
{
    Row row;
    const char *chosen = name_unique(&w->names, "chosen"), *at = name_unique(&w->names, "row");
    open_block(w, "for (uint64_t %s = %s; %s != 0; %s &= %s - 1)", chosen, lanes->word, chosen,
               chosen, chosen);
    stmt_lazy(w, at, "const uint32_t %s = (uint32_t)%s + dash_lowest(%s);", at, lanes->from,
              chosen);
    relation_row(w, lanes->rel, at, &row);
    drop_validity(&row, lanes->strict);
    w->row = &row;
    sink(w, &row, data);
    close_block(w);
    name_release(&w->names, chosen);
    name_release(&w->names, at);
}

void lanes_words(Writer *w, const Relation *rel, Hir *predicate, LanesSink sink, void *data)
{
    Emit *e = w->e;
    Loop loop;
    const char *keep = NULL, *from = name_unique(&w->names, "from");
    bool *strict = predicate ? strict_columns(w, rel, predicate)
                             : arena_array(e->arena, bool, rel->column_count + 1);
    loop_begin(w, &loop);
    if (predicate)
        keep = fill_keep(w, rel, predicate, strict, from);
    sink(w,
         &(Lanes){.rel = rel,
                  .from = from,
                  .word = keep ? chosen_word(w, rel, strict, keep, from)
                               : callf(e, "dash_lanes", 2, from, rel->rows),
                  .strict = strict,
                  .all = !predicate},
         data);
    loop_end(w, &loop,
             cf(e, "for (size_t %s = %s; %s < %s; %s += DASH_LANES)", from,
                rel->first ? rel->first : "0", from, rel->rows, from));
    name_release(&w->names, from);
    if (keep)
        name_release(&w->names, keep);
}

/* ---- row by row ----------------------------------------------------------- */

typedef struct Each {
    RowSink sink;
    void *data;
} Each;

static void each_row(Writer *w, const Lanes *lanes, void *data)
{
    const Each *each = data;
    w->loop->nested = true;
    bit_loop(w, lanes, each->sink, each->data);
}

void lanes_each(Writer *w, const Relation *rel, Hir *predicate, RowSink sink, void *data)
{
    Each each = {sink, data};
    lanes_words(w, rel, predicate, each_row, &each);
}

static void count_word(Writer *w, const Lanes *lanes, void *data)
{
    stmt(w, "%s += dash_bits(%s);", (const char *)data, lanes->word);
}

const char *lanes_count(Writer *w, const Relation *rel, Hir *predicate)
{
    const char *count = temp_name(w, "count");
    stmt(w, "int64_t %s = 0;", count);
    lanes_words(w, rel, predicate, count_word, (void *)(uintptr_t)count);
    return count;
}

/* ---- numbers -------------------------------------------------------------- */

bool lanes_compute(Writer *w, const Relation *rel, Hir *value)
{
    value = row_bare(value);
    if (value->kind == HIR_ARITH && base_type(value->type)->kind == TY_FLOAT)
        return value->binary.op <= BINARY_DIV && lanes_compute(w, rel, value->binary.left) &&
               lanes_compute(w, rel, value->binary.right);
    if (value->kind == HIR_NEG && base_type(value->type)->kind == TY_FLOAT)
        return lanes_compute(w, rel, value->unary.operand);
    if (value->kind == HIR_CONVERT)
        return base_type(value->type)->kind == TY_FLOAT &&
               lanes_compute(w, rel, value->unary.operand);
    return is_lane_value(w, rel, value);
}

static bool mark_columns(Hir *hir, void *data)
{
    if (hir->kind == HIR_COLREF)
        ((bool *)data)[hir->column] = true;
    return true;
}

/* A column itself, as it stands or as a float. */
static const Hir *plain_column(const Hir *value)
{
    while (value->kind == HIR_CONVERT)
        value = value->unary.operand;
    return value->kind == HIR_COLREF ? value : NULL;
}

const char *lanes_values(Writer *w, const Lanes *lanes, Hir *value, const char *wanted,
                         const char **word)
{
    Emit *e = w->e;
    Row row;
    const Relation *rel = lanes->rel;
    bool *read = arena_array(e->arena, bool, rel->column_count + 1);
    const Hir *plain = plain_column(value);
    hir_walk(value, mark_columns, read);
    *word = lanes->word;
    for (int i = 0; i < rel->column_count; i++)
        if (read[i] && !lanes->strict[i] && rel->columns[i].valid_array)
            *word =
                cf(e, "%s & %s[%s / DASH_LANES]", *word, rel->columns[i].valid_array, lanes->from);
    const RowColumn *column = plain ? &rel->columns[plain->column] : NULL;
    if (lanes->all && column && base_type(plain->type)->kind == TY_FLOAT)
        return cf(e, "&%s[%s]", column->array, lanes->from);
    const char *name = name_unique(&w->names, wanted), *i = name_unique(&w->names, "i");
    relation_row(w, rel, cf(e, "%s + %s", lanes->from, i), &row);
    row.lanes = true;
    drop_validity(&row, read);
    w->row = &row;
    const char *text = row_value(w, value).value;
    if (!lanes->all || !plain) { /* else what does not count is 0 */
        const char *there = name_unique(&w->names, cf(e, "%s_there", wanted));
        stmt(w, "const uint64_t %s = %s;", there, *word);
        *word = there;
        text = ternary(e, cf(e, "(%s >> %s & 1)", there, i), text, "0");
    }
    stmt(w, "double %s[DASH_LANES];", name);
    stmt(w, "for (size_t %s = 0; %s < DASH_LANES; %s++)\n    %s[%s] = %s;", i, i, i, name, i, text);
    name_release(&w->names, i);
    return name;
}
