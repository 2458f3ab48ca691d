/* SPDX-License-Identifier: MIT
 *
 * Constants that can be computed now: scalars and texts made of literals, other
 * constants, operators and the functions of the table below. The runtime's own
 * functions compute them, so that the result is that of a running program; what
 * would fail there is an error here.
 */
#include <math.h>

#include "dash/compute.h"
#include "dash/date.h"
#include "dash/list.h"
#include "dash/number.h"
#include "sema/check.h"
#include "sema/fold.h"

/* A value while it is computed: of the kind of the node's type. */
typedef struct Known {
    bool boolean;
    int64_t integer; /* also of dates and durations */
    double number;
    DashText text;
} Known;

typedef struct Folder {
    Arena *arena;
    DashCx *cx;
    Hir *constant, *result;
    Span at; /* of what is computed: where a failure is */
} Folder;

static bool evaluate(Folder *f, const Hir *hir, Known *out);

/* ---- operators ------------------------------------------------------------- */

static int64_t int_arith(Folder *f, int op, int64_t a, int64_t b)
{
    switch (op) {
    case BINARY_ADD:
        return dash_int_add(f->cx, a, b, "");
    case BINARY_SUB:
        return dash_int_sub(f->cx, a, b, "");
    case BINARY_MUL:
        return dash_int_mul(f->cx, a, b, "");
    default:
        return dash_int_mod(f->cx, a, b, "");
    }
}

static double float_arith(int op, double a, double b)
{
    switch (op) {
    case BINARY_ADD:
        return a + b;
    case BINARY_SUB:
        return a - b;
    case BINARY_MUL:
        return a * b;
    case BINARY_DIV:
        return a / b;
    case BINARY_MOD:
        return dash_float_mod(a, b);
    default:
        return pow(a, b);
    }
}

static bool evaluate_arith(Folder *f, const Hir *hir, Known *out)
{
    Known a, b;
    if (!evaluate(f, hir->binary.left, &a) || !evaluate(f, hir->binary.right, &b))
        return false;
    f->at = hir->span;
    if (hir->type->kind == TY_INT)
        out->integer = int_arith(f, hir->binary.op, a.integer, b.integer);
    else
        out->number = float_arith(hir->binary.op, a.number, b.number);
    return true;
}

static bool evaluate_compare(Folder *f, const Hir *hir, Known *out)
{
    const Type *type = hir->binary.left->type;
    Known a, b;
    if (!type_is_scalar(type) || !evaluate(f, hir->binary.left, &a) ||
        !evaluate(f, hir->binary.right, &b))
        return false;
    bool less, more;
    if (type->kind == TY_FLOAT) {
        less = a.number < b.number;
        more = a.number > b.number;
        if (isnan(a.number) || isnan(b.number))
            return false;
    } else if (type->kind == TY_TEXT) {
        less = dash_text_cmp(a.text, b.text) < 0;
        more = dash_text_cmp(a.text, b.text) > 0;
    } else {
        int64_t x = type->kind == TY_BOOL ? a.boolean : a.integer;
        int64_t y = type->kind == TY_BOOL ? b.boolean : b.integer;
        less = x < y;
        more = x > y;
    }
    const bool holds[] = {
        [COMPARE_EQ] = !less && !more, [COMPARE_NE] = less || more, [COMPARE_LT] = less,
        [COMPARE_LE] = !more,          [COMPARE_GT] = more,         [COMPARE_GE] = !less,
    };
    out->boolean = holds[hir->binary.op];
    return true;
}

static bool evaluate_logic(Folder *f, const Hir *hir, Known *out)
{
    bool decides = hir->kind == HIR_OR; /* the left side alone, when it is this */
    if (!evaluate(f, hir->binary.left, out))
        return false;
    return out->boolean == decides || evaluate(f, hir->binary.right, out);
}

static bool evaluate_negation(Folder *f, const Hir *hir, Known *out)
{
    if (!evaluate(f, hir->unary.operand, out))
        return false;
    f->at = hir->span;
    if (hir->type->kind == TY_INT)
        out->integer = dash_int_neg(f->cx, out->integer, "");
    out->number = -out->number;
    return true;
}

static bool evaluate_convert(Folder *f, const Hir *hir, Known *out)
{
    const Type *from = hir->unary.operand->type;
    if (!evaluate(f, hir->unary.operand, out))
        return false;
    if (from->kind == TY_INT && hir->type->kind == TY_FLOAT)
        out->number = (double)out->integer;
    return from == hir->type || hir->type->kind == TY_FLOAT;
}

/* ---- texts ----------------------------------------------------------------- */

static bool put_part(Folder *f, DashBuilder *b, const HirPart *part)
{
    Known value;
    if (!part->value) {
        dash_put(b, (DashText){part->literal.ptr, part->literal.len});
        return true;
    }
    if (!type_is_scalar(part->value->type) || !evaluate(f, part->value, &value))
        return false;
    f->at = part->value->span;
    DashText pattern = {part->pattern.ptr, part->pattern.len};
    switch (part->value->type->kind) {
    case TY_BOOL:
        dash_put_bool(b, value.boolean);
        break;
    case TY_INT:
        part->has_format ? dash_format_int(b, value.integer, &part->format)
                         : dash_put_int(b, value.integer);
        break;
    case TY_FLOAT:
        part->has_format ? dash_format_float(b, value.number, &part->format)
                         : dash_put_float(b, value.number);
        break;
    case TY_DATE:
        pattern.ptr ? dash_format_date(b, value.integer, pattern) : dash_put_date(b, value.integer);
        break;
    case TY_DATETIME:
        pattern.ptr ? dash_format_datetime(b, value.integer, pattern)
                    : dash_put_datetime(b, value.integer);
        break;
    case TY_DURATION:
        pattern.ptr ? dash_format_duration(b, value.integer, pattern)
                    : dash_put_duration(b, value.integer);
        break;
    default:
        part->has_format ? dash_format_text(b, value.text, &part->format) : dash_put(b, value.text);
        break;
    }
    return true;
}

static bool evaluate_concat(Folder *f, const Hir *hir, Known *out)
{
    DashBuilder b = dash_builder(f->cx);
    for (int i = 0; i < hir->concat.parts.count; i++)
        if (!put_part(f, &b, &hir->concat.parts.at[i]))
            return false;
    out->text = dash_builder_text(&b);
    return true;
}

/* ---- functions ------------------------------------------------------------- */

/* X(function): those of one float, of two, those of a text that make one, and
 * those of two ints that may fail, by how they are called. */
/* clang-format off */
#define OF_FLOAT(X) \
    X(sqrt) X(cbrt) X(exp) X(expm1) X(log) X(log2) X(log10) X(log1p) X(sin) X(cos) X(tan) X(asin) \
    X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(fabs) X(dash_radians) \
    X(dash_degrees)
#define OF_FLOATS(X) X(atan2) X(hypot) X(pow) X(dash_log_base) X(dash_float_min) X(dash_float_max)
#define TO_INT(X) X(dash_float_to_int) X(dash_round_to_int) X(dash_floor) X(dash_ceil)
#define OF_TEXT(X) X(dash_upper) X(dash_lower) X(dash_hash) X(dash_base64) X(dash_capitalize)
#define OF_INTS(X) \
    X(dash_int_add) X(dash_int_sub) X(dash_int_mul) X(dash_int_div) X(dash_date_add) \
    X(dash_date_sub) X(dash_datetime_add) X(dash_datetime_sub)
/* clang-format on */

typedef struct FloatFunction {
    const char *name;
    double (*call)(double);
} FloatFunction;
typedef struct FloatsFunction {
    const char *name;
    double (*call)(double, double);
} FloatsFunction;
typedef struct ToIntFunction {
    const char *name;
    int64_t (*call)(DashCx *, double, const char *);
} ToIntFunction;
typedef struct TextFunction {
    const char *name;
    DashText (*call)(DashCx *, DashText);
} TextFunction;
typedef struct IntsFunction {
    const char *name;
    int64_t (*call)(DashCx *, int64_t, int64_t, const char *);
} IntsFunction;

#define X(function) {#function, function},
static const FloatFunction of_float[] = {OF_FLOAT(X)};
static const FloatsFunction of_floats[] = {OF_FLOATS(X)};
static const ToIntFunction to_int[] = {TO_INT(X)};
static const TextFunction of_text[] = {OF_TEXT(X)};
static const IntsFunction of_ints[] = {OF_INTS(X)};
#undef X

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_called(const char *name, const Builtin *builtin)
{
    return strcmp(name, builtin->c_name) == 0;
}

static bool call_on(Folder *f, const Builtin *builtin, const Known *args, Known *out)
{
    for (size_t i = 0; i < COUNT(of_float); i++)
        if (is_called(of_float[i].name, builtin)) {
            out->number = of_float[i].call(args[0].number);
            return true;
        }
    for (size_t i = 0; i < COUNT(of_floats); i++)
        if (is_called(of_floats[i].name, builtin)) {
            out->number = of_floats[i].call(args[0].number, args[1].number);
            return true;
        }
    for (size_t i = 0; i < COUNT(to_int); i++)
        if (is_called(to_int[i].name, builtin)) {
            out->integer = to_int[i].call(f->cx, args[0].number, "");
            return true;
        }
    for (size_t i = 0; i < COUNT(of_text); i++)
        if (is_called(of_text[i].name, builtin)) {
            out->text = of_text[i].call(f->cx, args[0].text);
            return true;
        }
    for (size_t i = 0; i < COUNT(of_ints); i++)
        if (is_called(of_ints[i].name, builtin)) {
            out->integer = of_ints[i].call(f->cx, args[0].integer, args[1].integer, "");
            return true;
        }
    return false;
}

static bool evaluate_call(Folder *f, const Hir *hir, Known *out)
{
    enum { MOST = 2 };
    Known args[MOST] = {0};
    int count = hir->builtin.args.count;
    if (!hir->builtin.builtin->pure || count > MOST)
        return false;
    for (int i = 0; i < count; i++) {
        const Hir *arg = hir->builtin.args.at[i];
        if (!type_is_scalar(arg->type) || !evaluate(f, arg, &args[i]))
            return false;
    }
    f->at = hir->span;
    return call_on(f, hir->builtin.builtin, args, out);
}

/* ---- all ------------------------------------------------------------------- */

static bool evaluate(Folder *f, const Hir *hir, Known *out)
{
    *out = (Known){0};
    switch (hir->kind) {
    case HIR_BOOL:
        out->boolean = hir->boolean;
        return true;
    case HIR_INT:
        out->integer = hir->integer;
        return true;
    case HIR_FLOAT:
        out->number = hir->number;
        return true;
    case HIR_TEXT:
        out->text = (DashText){hir->text.ptr, hir->text.len};
        return true;
    case HIR_CONST:
        return hir->constant->value && hir->type == hir->constant->value->type &&
               type_is_scalar(hir->type) && evaluate(f, hir->constant->value, out);
    case HIR_CONCAT:
        return evaluate_concat(f, hir, out);
    case HIR_CONVERT:
        return type_is_scalar(hir->unary.operand->type) && evaluate_convert(f, hir, out);
    case HIR_NEG:
        return evaluate_negation(f, hir, out);
    case HIR_NOT:
        if (!evaluate(f, hir->unary.operand, out))
            return false;
        out->boolean = !out->boolean;
        return true;
    case HIR_ARITH:
        return evaluate_arith(f, hir, out);
    case HIR_AND:
    case HIR_OR:
        return evaluate_logic(f, hir, out);
    case HIR_COMPARE:
        return evaluate_compare(f, hir, out);
    case HIR_IF:
        if (!hir->if_.otherwise || !evaluate(f, hir->if_.condition, out))
            return false;
        return evaluate(f, out->boolean ? hir->if_.then : hir->if_.otherwise, out);
    case HIR_BUILTIN:
        return evaluate_call(f, hir, out);
    default:
        return false;
    }
}

static void fold(DashCx *cx, void *state)
{
    Folder *f = state;
    Known value;
    f->cx = cx;
    if (!evaluate(f, f->constant, &value))
        return;
    const Type *type = f->constant->type;
    HirKind kind = type->kind == TY_BOOL    ? HIR_BOOL
                   : type->kind == TY_FLOAT ? HIR_FLOAT
                   : type->kind == TY_TEXT  ? HIR_TEXT
                                            : HIR_INT;
    Hir *hir = arena_new(f->arena, Hir);
    hir->kind = kind;
    hir->type = type;
    hir->span = f->constant->span;
    if (kind == HIR_BOOL)
        hir->boolean = value.boolean;
    else if (kind == HIR_FLOAT)
        hir->number = value.number;
    else if (kind == HIR_INT)
        hir->integer = value.integer;
    else
        hir->text = (Str){arena_strndup(f->arena, value.text.ptr, value.text.len), value.text.len};
    f->result = hir;
}

/* False when computing fails, with the message. */
static bool fold_with(Folder *f, char *message, size_t size)
{
    return !type_is_scalar(f->constant->type) || dash_compute(fold, f, message, size);
}

Hir *fold_scalar(Arena *arena, Hir *value)
{
    char message[200];
    Folder f = {.arena = arena, .constant = value};
    return fold_with(&f, message, sizeof message) && f.result ? f.result : value;
}

Hir *fold_constant(Checker *c, Hir *value)
{
    char message[200];
    Folder f = {.arena = c->arena, .constant = value, .at = value->span};
    if (!fold_with(&f, message, sizeof message)) {
        diag_error(c->diags, E0321, f.at, "this cannot be computed: %s", message);
        return hir_error(c, value->span);
    }
    return f.result ? f.result : value;
}
