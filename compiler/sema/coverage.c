/* SPDX-License-Identifier: MIT
 *
 * Do the arms of a `match` cover every value, and can each be reached? A row of
 * patterns is useful after others when some value fits it and none of them:
 * the first column is split by what its type can be (null or not, true or false,
 * the fields of a tuple or record, one literal or any other value), and the
 * question goes on for the rest of the columns. An arm that is not useful is
 * never reached; the row of wildcards is useful when a value is missing, and
 * then the way there spells it.
 */
#include "sema/taken.h"

typedef struct Cells {
    const Pattern **at; /* NULL: anything */
    int count;
} Cells;

typedef Vec(Cells) Rows;
typedef Vec(const Type *) Types;

/* What is known of the missing value, column by column. */
typedef Vec(const char *) Witness;

static bool is_any(const Pattern *pattern)
{
    return !pattern || pattern->kind == PATTERN_NAME;
}

/* `head` patterns in place of the first cell. */
static Cells with_head(Checker *c, Cells row, const Pattern **head, int count)
{
    Cells made = {arena_array(c->arena, const Pattern *, row.count + count), row.count - 1 + count};
    for (int i = 0; i < count; i++)
        made.at[i] = head[i];
    for (int i = 1; i < row.count; i++)
        made.at[count + i - 1] = row.at[i];
    return made;
}

static Types with_types(Checker *c, const Types *types, const Type **head, int count)
{
    Types made = {0};
    for (int i = 0; i < count; i++)
        vec_push(c->arena, &made, head[i]);
    for (int i = 1; i < types->count; i++)
        vec_push(c->arena, &made, types->at[i]);
    return made;
}

static bool useful(Checker *c, const Rows *rows, Cells row, const Types *types, Witness *missing);

/* The witness's first `count` entries become one. */
static void fold_witness(Checker *c, Witness *missing, int count, const char *text)
{
    if (!missing)
        return;
    Witness made = {0};
    vec_push(c->arena, &made, text);
    for (int i = count; i < missing->count; i++)
        vec_push(c->arena, &made, missing->at[i]);
    *missing = made;
}

/* ---- null or not ---------------------------------------------------------- */

typedef bool Takes(const Pattern *pattern);

static bool takes_null(const Pattern *pattern)
{
    return is_any(pattern) || pattern->kind == PATTERN_NULL;
}
static bool takes_value(const Pattern *pattern)
{
    return is_any(pattern) || pattern->kind != PATTERN_NULL;
}
static bool takes_true(const Pattern *pattern)
{
    return is_any(pattern) || pattern->low->boolean;
}
static bool takes_false(const Pattern *pattern)
{
    return is_any(pattern) || !pattern->low->boolean;
}

/* The rows whose first cell takes this case; `keep`: the cell stays, of `type`. */
static bool useful_case(Checker *c, const Rows *rows, Cells row, const Types *types, Takes *takes,
                        const Type *type, const char *text, Witness *missing)
{
    if (!takes(row.at[0]))
        return false;
    Rows kept = {0};
    int head = type ? 1 : 0;
    for (int i = 0; i < rows->count; i++)
        if (takes(rows->at[i].at[0]))
            vec_push(c->arena, &kept, with_head(c, rows->at[i], rows->at[i].at, head));
    Types rest = with_types(c, types, &type, head);
    if (!useful(c, &kept, with_head(c, row, row.at, head), &rest, missing))
        return false;
    if (!type)
        fold_witness(c, missing, 0, text);
    return true;
}

/* ---- tuples and records --------------------------------------------------- */

static const Pattern *field_pattern(const Pattern *pattern, const Type *type, int index)
{
    static const Pattern any = {.kind = PATTERN_NAME};
    if (is_any(pattern))
        return NULL;
    if (type->kind == TY_TUPLE)
        return pattern->items.at[index];
    for (int i = 0; i < pattern->fields.count; i++)
        if (strcmp(pattern->fields.at[i].name.text, type->fields[index].name) == 0)
            return pattern->fields.at[i].pattern ? pattern->fields.at[i].pattern : &any;
    return NULL;
}

static Cells spread(Checker *c, Cells row, const Type *type)
{
    const Pattern **head = arena_array(c->arena, const Pattern *, type->field_count + 1);
    for (int i = 0; i < type->field_count; i++)
        head[i] = field_pattern(row.at[0], type, i);
    return with_head(c, row, head, type->field_count);
}

static const char *shape_text(Checker *c, const Type *type, const Witness *parts)
{
    Buf out = {.arena = c->arena};
    bool tuple = type->kind == TY_TUPLE, empty = true;
    buf_putc(&out, tuple ? '(' : '{');
    for (int i = 0; i < type->field_count; i++) {
        if (!tuple && strcmp(parts->at[i], "_") == 0)
            continue;
        buf_printf(&out, "%s%s%s%s", empty ? "" : ", ", tuple ? "" : type->fields[i].name,
                   tuple ? "" : ": ", parts->at[i]);
        empty = false;
    }
    buf_putc(&out, tuple ? ')' : '}');
    return empty ? "_" : out.ptr;
}

static bool useful_fields(Checker *c, const Rows *rows, Cells row, const Types *types,
                          Witness *missing)
{
    const Type *type = types->at[0];
    Rows wide = {0};
    const Type **fields = arena_array(c->arena, const Type *, type->field_count + 1);
    for (int i = 0; i < type->field_count; i++)
        fields[i] = type->fields[i].type;
    for (int i = 0; i < rows->count; i++)
        vec_push(c->arena, &wide, spread(c, rows->at[i], type));
    Types all = with_types(c, types, fields, type->field_count);
    if (!useful(c, &wide, spread(c, row, type), &all, missing))
        return false;
    if (missing)
        fold_witness(c, missing, type->field_count, shape_text(c, type, missing));
    return true;
}

/* ---- literals ------------------------------------------------------------- */

static bool covers(const Pattern *wide, const Pattern *narrow)
{
    if (is_any(wide))
        return true;
    if (is_any(narrow) || wide->kind == PATTERN_NULL || narrow->kind == PATTERN_NULL)
        return !is_any(narrow) && wide->kind == narrow->kind;
    if (wide->kind == PATTERN_ID && narrow->kind == PATTERN_ID)
        return wide->id->kind == ID_PLAIN && narrow->id->kind == ID_PLAIN &&
               wide->id->name.text == narrow->id->name.text;
    if (!wide->low || !narrow->low)
        return false;
    const Expr *low = wide->low, *high = wide->kind == PATTERN_RANGE ? wide->high : wide->low;
    const Expr *from = narrow->low;
    const Expr *to = narrow->kind == PATTERN_RANGE ? narrow->high : narrow->low;
    int below = literal_order(low, from), above = literal_order(to, high);
    return below <= 0 && above <= 0;
}

/* A type with more values than anybody writes down. */
static bool useful_open(Checker *c, const Rows *rows, Cells row, const Types *types,
                        Witness *missing)
{
    Rows kept = {0};
    for (int i = 0; i < rows->count; i++)
        if (covers(rows->at[i].at[0], row.at[0]))
            vec_push(c->arena, &kept, with_head(c, rows->at[i], NULL, 0));
    Types rest = with_types(c, types, NULL, 0);
    if (!useful(c, &kept, with_head(c, row, NULL, 0), &rest, missing))
        return false;
    fold_witness(c, missing, 0, "_");
    return true;
}

static bool useful(Checker *c, const Rows *rows, Cells row, const Types *types, Witness *missing)
{
    if (types->count == 0)
        return rows->count == 0;
    const Type *type = types->at[0];
    switch (type->kind) {
    case TY_OPTIONAL:
        return useful_case(c, rows, row, types, takes_null, NULL, "null", missing) ||
               useful_case(c, rows, row, types, takes_value, type->item, NULL, missing);
    case TY_BOOL:
        return useful_case(c, rows, row, types, takes_true, NULL, "true", missing) ||
               useful_case(c, rows, row, types, takes_false, NULL, "false", missing);
    case TY_TUPLE:
    case TY_RECORD:
        return useful_fields(c, rows, row, types, missing);
    default:
        return useful_open(c, rows, row, types, missing);
    }
}

/* ---- the question --------------------------------------------------------- */

static Cells row_of(Checker *c, const Pattern *pattern)
{
    Cells row = {arena_array(c->arena, const Pattern *, 1), 1};
    row.at[0] = pattern;
    return row;
}

static bool is_empty_range(const Pattern *pattern)
{
    return pattern->kind == PATTERN_RANGE && literal_order(pattern->low, pattern->high) == 1;
}

static void warn_not_reached(Checker *c, const Pattern *pattern, const MatchArm *arm)
{
    const char *what = arm->patterns.count > 1 ? "pattern" : "arm";
    Diag *d = diag_warning(c->diags, W1012, pattern->span, "this %s is never reached", what);
    if (is_empty_range(pattern))
        diag_help(d, "the range is empty: write the smaller end first");
    else
        diag_help(d, "the arms before it take every value that it fits");
}

/* What the arms have taken so far. */
typedef struct Covered {
    Rows rows;
    Types types;
    bool any;    /* a pattern that takes everything */
    bool simple; /* the subject is a scalar … */
    Taken taken; /* … whose literals and ranges stand here, too */
} Covered;

static bool is_literal(const Pattern *pattern)
{
    return pattern->kind == PATTERN_LITERAL || pattern->kind == PATTERN_RANGE;
}

static void cover(Checker *c, Covered *covered, const Pattern *pattern, const MatchArm *arm)
{
    Cells row = row_of(c, pattern);
    bool literal = covered->simple && is_literal(pattern);
    bool fresh = literal ? !covered->any && !taken_has(c, &covered->taken, pattern)
                         : useful(c, &covered->rows, row, &covered->types, NULL);
    if (is_empty_range(pattern) || !fresh)
        warn_not_reached(c, pattern, arm);
    else if (literal)
        taken_put(c, &covered->taken, pattern);
    covered->any |= is_any(pattern);
    vec_push(c->arena, &covered->rows, row);
}

bool check_coverage(Checker *c, const Expr *e, const Type *type)
{
    Covered covered = {.taken = {.type = type_without_null(type)}};
    covered.simple = taken_can(covered.taken.type);
    vec_push(c->arena, &covered.types, type);
    for (int i = 0; i < e->match.arms.count; i++) {
        const MatchArm *arm = &e->match.arms.at[i];
        for (int k = 0; k < arm->patterns.count; k++)
            cover(c, &covered, arm->patterns.at[k], arm);
    }
    Witness missing = {0};
    if (!useful(c, &covered.rows, row_of(c, NULL), &covered.types, &missing))
        return true;
    const char *value = missing.at[0];
    bool open = strcmp(value, "_") == 0;
    Diag *d = open ? diag_error(c->diags, E0314, e->span, "this `match` does not cover every value")
                   : diag_error(c->diags, E0314, e->span,
                                "this `match` does not cover every value: `%s` is missing", value);
    diag_help(d, open ? "add a last line `%s => …`" : "add a line `%s => …`", value);
    return false;
}
