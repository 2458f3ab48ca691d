/* SPDX-License-Identifier: MIT
 *
 * Evaluating calls of the standard library. The runtime's function of a row of
 * builtins.def is called itself, whenever its type in C is one of those below; what
 * the emitter writes for each type of items (FORM_MADE) is written out here. All
 * others are left to the start of the program.
 */
#include <math.h>
#include <stdlib.h>

#include "dash/dash.h"
#include "dash/test.h"
#include "sema/evaluate.h"

/* ---- values in C ---------------------------------------------------------- */

/* A list as an array of C; null items do not come here. */
#define TO_LIST(name, List, type, field)                                                           \
    static List name(Evaluator *f, Value value)                                                    \
    {                                                                                              \
        type *items = dash_alloc_array(f->cx, (size_t)value.items->count + 1, sizeof *items);      \
        for (int i = 0; i < value.items->count; i++)                                               \
            items[i] = value.items->at[i].field;                                                   \
        spend(f, value.items->count / 8);                                                          \
        return (List){items, (size_t)value.items->count};                                          \
    }
TO_LIST(bools_of, DashBools, bool, boolean)
TO_LIST(ints_of, DashInts, int64_t, integer)
TO_LIST(floats_of, DashFloats, double, number)
TO_LIST(texts_of, DashTexts, DashText, text)

#define FROM_LIST(name, List, field)                                                               \
    static Value name(Evaluator *f, List list)                                                     \
    {                                                                                              \
        Items *items = new_items(f, list.len > INT32_MAX / 2 ? INT32_MAX / 2 : (int)list.len);     \
        for (size_t i = 0; i < list.len; i++)                                                      \
            put_item(f, items, (Value){.field = list.items[i]});                                   \
        return (Value){.items = items};                                                            \
    }
FROM_LIST(from_ints, DashInts, integer)
FROM_LIST(from_floats, DashFloats, number)
FROM_LIST(list_of_texts, DashTexts, text)

/* Of [text]? no items are null. */
static Value from_texts(Evaluator *f, DashTexts list)
{
    Value out = list_of_texts(f, list);
    out.null = !list.items;
    return out;
}

static Value from_bool(Evaluator *f, bool value)
{
    (void)f;
    return (Value){.boolean = value};
}
static Value from_int(Evaluator *f, int64_t value)
{
    (void)f;
    return (Value){.integer = value};
}
static Value from_float(Evaluator *f, double value)
{
    (void)f;
    return (Value){.number = value};
}
static Value from_text(Evaluator *f, DashText value)
{
    spend(f, (long)(value.len / 16));
    return (Value){.null = !value.ptr, .text = value};
}
static Value from_opt_int(Evaluator *f, DashOptInt value)
{
    (void)f;
    return (Value){.null = !value.has, .integer = value.value};
}
static Value from_opt_float(Evaluator *f, DashOptFloat value)
{
    (void)f;
    return (Value){.null = !value.has, .number = value.value};
}

/* ---- the runtime's functions ------------------------------------------------ */

/* How argument i of a call is read. */
#define B(i)  args[i].boolean
#define I(i)  args[i].integer
#define N(i)  args[i].number
#define T(i)  args[i].text
#define LB(i) bools_of(f, args[i])
#define LI(i) ints_of(f, args[i])
#define LN(i) floats_of(f, args[i])
#define LT(i) texts_of(f, args[i])

typedef const char *Where;
/* S(A, name, what it gives, how that is taken, arguments in C, arguments of the call);
 * A is for who reads the table. */
/* clang-format off */
#define SHAPES(S, A) \
    S(A, N_N, double, from_float, (double), (N(0))) \
    S(A, N_NN, double, from_float, (double, double), (N(0), N(1))) \
    S(A, N_NNN, double, from_float, (double, double, double), (N(0), N(1), N(2))) \
    S(A, N_NI, double, from_float, (double, int64_t), (N(0), I(1))) \
    S(A, N_I, double, from_float, (int64_t), (I(0))) \
    S(A, N_II, double, from_float, (int64_t, int64_t), (I(0), I(1))) \
    S(A, B_N, bool, from_bool, (double), (N(0))) \
    S(A, I_B, int64_t, from_int, (bool), (B(0))) \
    S(A, I_I, int64_t, from_int, (int64_t), (I(0))) \
    S(A, I_II, int64_t, from_int, (int64_t, int64_t), (I(0), I(1))) \
    S(A, I_III, int64_t, from_int, (int64_t, int64_t, int64_t), (I(0), I(1), I(2))) \
    S(A, I_cNw, int64_t, from_int, (DashCx *, double, Where), (f->cx, N(0), "")) \
    S(A, I_cIw, int64_t, from_int, (DashCx *, int64_t, Where), (f->cx, I(0), "")) \
    S(A, I_cIIw, int64_t, from_int, (DashCx *, int64_t, int64_t, Where), (f->cx, I(0), I(1), "")) \
    S(A, I_cINw, int64_t, from_int, (DashCx *, int64_t, double, Where), (f->cx, I(0), N(1), "")) \
    S(A, I_cITw, int64_t, from_int, (DashCx *, int64_t, DashText, Where), (f->cx, I(0), T(1), "")) \
    S(A, I_cIIIw, int64_t, from_int, (DashCx *, int64_t, int64_t, int64_t, Where), \
      (f->cx, I(0), I(1), I(2), "")) \
    S(A, I_cI6w, int64_t, from_int, \
      (DashCx *, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, Where), \
      (f->cx, I(0), I(1), I(2), I(3), I(4), I(5), "")) \
    S(A, I_T, int64_t, from_int, (DashText), (T(0))) \
    S(A, I_TT, int64_t, from_int, (DashText, DashText), (T(0), T(1))) \
    S(A, T_T, DashText, from_text, (DashText), (T(0))) \
    S(A, T_TT, DashText, from_text, (DashText, DashText), (T(0), T(1))) \
    S(A, T_cT, DashText, from_text, (DashCx *, DashText), (f->cx, T(0))) \
    S(A, T_cTTT, DashText, from_text, (DashCx *, DashText, DashText, DashText), \
      (f->cx, T(0), T(1), T(2))) \
    S(A, T_cTIw, DashText, from_text, (DashCx *, DashText, int64_t, Where), (f->cx, T(0), I(1), "")) \
    S(A, T_cTITTw, DashText, from_text, (DashCx *, DashText, int64_t, DashText, DashText, Where), \
      (f->cx, T(0), I(1), T(2), T(3), "")) \
    S(A, T_cTTw, DashText, from_text, (DashCx *, DashText, DashText, Where), (f->cx, T(0), T(1), "")) \
    S(A, T_cITw, DashText, from_text, (DashCx *, int64_t, DashText, Where), (f->cx, I(0), T(1), "")) \
    S(A, T_cNTw, DashText, from_text, (DashCx *, double, DashText, Where), (f->cx, N(0), T(1), "")) \
    S(A, T_cLTT, DashText, from_text, (DashCx *, DashTexts, DashText), (f->cx, LT(0), T(1))) \
    S(A, B_TT, bool, from_bool, (DashText, DashText), (T(0), T(1))) \
    S(A, B_LB, bool, from_bool, (DashBools), (LB(0))) \
    S(A, oI_T, DashOptInt, from_opt_int, (DashText), (T(0))) \
    S(A, oI_TT, DashOptInt, from_opt_int, (DashText, DashText), (T(0), T(1))) \
    S(A, oI_cTTw, DashOptInt, from_opt_int, (DashCx *, DashText, DashText, Where), \
      (f->cx, T(0), T(1), "")) \
    S(A, oN_T, DashOptFloat, from_opt_float, (DashText), (T(0))) \
    S(A, LT_cT, DashTexts, from_texts, (DashCx *, DashText), (f->cx, T(0))) \
    S(A, LT_cTT, DashTexts, from_texts, (DashCx *, DashText, DashText), (f->cx, T(0), T(1))) \
    S(A, LT_cTTw, DashTexts, from_texts, (DashCx *, DashText, DashText, Where), \
      (f->cx, T(0), T(1), "")) \
    S(A, I_LB, int64_t, from_int, (DashBools), (LB(0))) \
    S(A, I_cLIw, int64_t, from_int, (DashCx *, DashInts, Where), (f->cx, LI(0), "")) \
    S(A, I_LII, int64_t, from_int, (DashInts, int64_t), (LI(0), I(1))) \
    S(A, N_LN, double, from_float, (DashFloats), (LN(0))) \
    S(A, N_cLNw, double, from_float, (DashCx *, DashFloats, Where), (f->cx, LN(0), "")) \
    S(A, N_LNN, double, from_float, (DashFloats, double), (LN(0), N(1))) \
    S(A, T_cLTw, DashText, from_text, (DashCx *, DashTexts, Where), (f->cx, LT(0), "")) \
    S(A, T_LTT, DashText, from_text, (DashTexts, DashText), (LT(0), T(1))) \
    S(A, oN_LN, DashOptFloat, from_opt_float, (DashFloats), (LN(0))) \
    S(A, oN_cLN, DashOptFloat, from_opt_float, (DashCx *, DashFloats), (f->cx, LN(0))) \
    S(A, oN_cLNNw, DashOptFloat, from_opt_float, (DashCx *, DashFloats, double, Where), \
      (f->cx, LN(0), N(1), "")) \
    S(A, LI_cLIw, DashInts, from_ints, (DashCx *, DashInts, Where), (f->cx, LI(0), "")) \
    S(A, LI_cLI, DashInts, from_ints, (DashCx *, DashInts), (f->cx, LI(0))) \
    S(A, LI_cLIB, DashInts, from_ints, (DashCx *, DashInts, bool), (f->cx, LI(0), B(1))) \
    S(A, LN_cLN, DashFloats, from_floats, (DashCx *, DashFloats), (f->cx, LN(0))) \
    S(A, LN_cLNB, DashFloats, from_floats, (DashCx *, DashFloats, bool), (f->cx, LN(0), B(1))) \
    S(A, LT_cLT, DashTexts, from_texts, (DashCx *, DashTexts), (f->cx, LT(0))) \
    S(A, LT_cLTB, DashTexts, from_texts, (DashCx *, DashTexts, bool), (f->cx, LT(0), B(1))) \
    S(A, LI_cIw, DashInts, from_ints, (DashCx *, int64_t, Where), (f->cx, I(0), "")) \
    S(A, LI_cIIw, DashInts, from_ints, (DashCx *, int64_t, int64_t, Where), (f->cx, I(0), I(1), "")) \
    S(A, LI_cIIIw, DashInts, from_ints, (DashCx *, int64_t, int64_t, int64_t, Where), \
      (f->cx, I(0), I(1), I(2), "")) \
    S(A, LN_cNNNw, DashFloats, from_floats, (DashCx *, double, double, double, Where), \
      (f->cx, N(0), N(1), N(2), "")) \
    S(A, LN_cNNIw, DashFloats, from_floats, (DashCx *, double, double, int64_t, Where), \
      (f->cx, N(0), N(1), I(2), ""))
/* clang-format on */

typedef enum Shape {
    SHAPE_NONE,
#define S(A, name, type, take, params, call) SHAPE_##name,
    SHAPES(S, )
#undef S
} Shape;

typedef void (*Function)(void);
typedef struct Callable {
    Shape shape;
    Function function;
} Callable;

/* Only functions of a type above are mentioned for real, so no others are linked. */
/* clang-format off */
#define SHAPE_OF(A, name, type, take, params, call)    type(*) params: SHAPE_##name,
#define FUNCTION_OF(A, name, type, take, params, call) type(*) params: (Function)(A),
#define CALLABLE(fn) \
    {_Generic((fn), SHAPES(SHAPE_OF, ) default: SHAPE_NONE), \
     _Generic((fn), SHAPES(FUNCTION_OF, fn) default: (Function)NULL)}
#define NOT_CALLABLE {SHAPE_NONE, NULL}
/* clang-format on */

#define ROW_PURE_PLAIN(c)    CALLABLE(c)
#define ROW_PURE_CX(c)       CALLABLE(c)
#define ROW_PURE_FAILS(c)    CALLABLE(c)
#define ROW_PURE_CONSTANT(c) NOT_CALLABLE
#define ROW_PURE_MADE(c)     NOT_CALLABLE
#define ROW_IMPURE_PLAIN(c)  NOT_CALLABLE
#define ROW_IMPURE_CX(c)     NOT_CALLABLE
#define ROW_IMPURE_FAILS(c)  NOT_CALLABLE

static const Callable callables[] = {
#define X(name, signature, purity, form, c_name, js_name, doc) ROW_##purity##_##form(c_name),
#include "sema/builtins.def"
#undef X
};

static Value call_runtime(Evaluator *f, const Callable *callable, const Value *args)
{
    switch (callable->shape) {
#define S(A, name, type, take, params, call)                                                       \
    case SHAPE_##name:                                                                             \
        return take(f, ((type(*) params)callable->function)call);
        SHAPES(S, )
#undef S
    case SHAPE_NONE:
        break;
    }
    give_up(f);
}

/* ---- what the emitter makes for types --------------------------------------- */

static Value make_reverse(Evaluator *f, const Hir *hir, const Value *args)
{
    (void)hir;
    Items *items = new_items(f, args[0].items->count);
    for (int i = args[0].items->count - 1; i >= 0; i--)
        put_item(f, items, args[0].items->at[i]);
    return (Value){.items = items};
}

static const Type *item_of(const Hir *hir, int arg)
{
    return hir->builtin.args.at[arg]->type->item;
}

static int place_in(Evaluator *f, const Type *type, const Items *items, Value item)
{
    int at = 0;
    while (at < items->count && !values_equal(f, type, items->at[at], item))
        at++;
    return at;
}

static Value make_unique(Evaluator *f, const Hir *hir, const Value *args)
{
    Items *items = new_items(f, 4);
    for (int i = 0; i < args[0].items->count; i++)
        if (place_in(f, item_of(hir, 0), items, args[0].items->at[i]) == items->count)
            put_item(f, items, args[0].items->at[i]);
    return (Value){.items = items};
}

static Value make_index(Evaluator *f, const Hir *hir, const Value *args)
{
    int at = place_in(f, item_of(hir, 0), args[0].items, args[1]);
    return (Value){.null = at == args[0].items->count, .integer = at};
}

static Value make_count(Evaluator *f, const Hir *hir, const Value *args)
{
    Value out = {0};
    for (int i = 0; i < args[0].items->count; i++)
        out.integer += values_equal(f, item_of(hir, 0), args[0].items->at[i], args[1]);
    return out;
}

static Value make_tuples(Evaluator *f, const Hir *hir, const Value *args)
{
    int width = hir->builtin.args.count, shortest = args[0].items->count;
    for (int k = 1; k < width; k++)
        if (args[k].items->count < shortest)
            shortest = args[k].items->count;
    Items *items = new_items(f, shortest);
    for (int i = 0; i < shortest; i++) {
        Items *tuple = new_items(f, width);
        for (int k = 0; k < width; k++)
            put_item(f, tuple, args[k].items->at[i]);
        put_item(f, items, (Value){.items = tuple});
    }
    return (Value){.items = items};
}

static Value make_pairs(Evaluator *f, const Hir *hir, const Value *args)
{
    Items *items = new_items(f, args[0].items->count);
    (void)hir;
    for (int i = 0; i < args[0].items->count; i++) {
        Items *pair = new_items(f, 2);
        put_item(f, pair, (Value){.integer = dash_int_add(f->cx, args[1].integer, i, "")});
        put_item(f, pair, args[0].items->at[i]);
        put_item(f, items, (Value){.items = pair});
    }
    return (Value){.items = items};
}

static Value make_keys(Evaluator *f, const Hir *hir, const Value *args)
{
    bool values = strcmp(hir->builtin.builtin->c_name, "map_values") == 0;
    Items *items = new_items(f, args[0].items->count / 2);
    for (int i = values; i < args[0].items->count; i += 2)
        put_item(f, items, args[0].items->at[i]);
    return (Value){.items = items};
}

static Value make_entries(Evaluator *f, const Hir *hir, const Value *args)
{
    (void)hir;
    Items *items = new_items(f, args[0].items->count / 2);
    for (int i = 0; i < args[0].items->count; i += 2) {
        Items *pair = new_items(f, 2);
        put_item(f, pair, args[0].items->at[i]);
        put_item(f, pair, args[0].items->at[i + 1]);
        put_item(f, items, (Value){.items = pair});
    }
    return (Value){.items = items};
}

static Value make_get(Evaluator *f, const Hir *hir, const Value *args)
{
    const Value *found = map_place(f, hir->builtin.args.at[0]->type, args[0].items, args[1]);
    bool otherwise = hir->builtin.args.count == 3;
    return found ? *found : otherwise ? args[2] : (Value){.null = true};
}

static Value make_has(Evaluator *f, const Hir *hir, const Value *args)
{
    return (Value){.boolean =
                       map_place(f, hir->builtin.args.at[0]->type, args[0].items, args[1]) != NULL};
}

static Value make_present(Evaluator *f, const Hir *hir, const Value *args)
{
    (void)hir;
    Items *items = new_items(f, args[0].items->count);
    for (int i = 0; i < args[0].items->count; i++)
        if (!args[0].items->at[i].null)
            put_item(f, items, args[0].items->at[i]);
    return (Value){.items = items};
}

static Value make_len(Evaluator *f, const Hir *hir, const Value *args)
{
    (void)f;
    int each = hir->builtin.args.at[0]->type->kind == TY_MAP ? 2 : 1;
    return (Value){.integer = args[0].items->count / each};
}

/* Stable; `keys` decide, `items` go along. */
static Value sorted(Evaluator *f, const Type *type, const Items *keys, const Items *items,
                    bool descending)
{
    Items *out = new_items(f, items->count), *by = new_items(f, items->count);
    for (int i = 0; i < items->count; i++) {
        Value key = keys->at[i];
        int at = i;
        for (; at > 0; at--) {
            Value before = by->at[at - 1];
            int order = compare_values(f, type, before, key);
            bool nulls = type->kind == TY_OPTIONAL && (before.null || key.null);
            if ((descending && !nulls ? -order : order) <= 0)
                break;
            by->at[at] = before;
            out->at[at] = out->at[at - 1];
        }
        by->at[at] = key;
        out->at[at] = items->at[i];
    }
    out->count = items->count;
    return (Value){.items = out};
}

static Value make_sort(Evaluator *f, const Hir *hir, const Value *args)
{
    return sorted(f, item_of(hir, 0), args[0].items, args[0].items, args[1].boolean);
}

static Value make_sort_by(Evaluator *f, const Hir *hir, const Value *args)
{
    return sorted(f, item_of(hir, 1), args[1].items, args[0].items, args[2].boolean);
}

/* The functions that the emitter makes, by their names; the others give up. */
static const struct {
    const char *name;
    Value (*make)(Evaluator *f, const Hir *hir, const Value *args);
} made[] = {
    {"len", make_len},         {"reverse", make_reverse},   {"unique", make_unique},
    {"index", make_index},     {"count", make_count},       {"zip", make_tuples},
    {"zip3", make_tuples},     {"enumerate", make_pairs},   {"map_keys", make_keys},
    {"map_values", make_keys}, {"map_items", make_entries}, {"map_get", make_get},
    {"map_get_or", make_get},  {"map_has", make_has},       {"present", make_present},
    {"sort", make_sort},       {"sort_by", make_sort_by},
};

/* ---- a call --------------------------------------------------------------- */

Value evaluate_builtin(Evaluator *f, const Hir *hir)
{
    enum { MOST = 6 };
    Value args[MOST] = {0};
    const Builtin *builtin = hir->builtin.builtin;
    int count = hir->builtin.args.count;
    if (!builtin->pure || count > MOST)
        give_up(f);
    for (int i = 0; i < count; i++) {
        args[i] = evaluate(f, hir->builtin.args.at[i]);
        if (args[i].null && hir->builtin.args.at[i]->type->kind == TY_NULL)
            give_up(f);
    }
    if (f->flow)
        return (Value){0};
    f->at = hir->span;
    for (size_t i = 0; builtin->form == FORM_MADE && i < sizeof made / sizeof *made; i++)
        if (strcmp(made[i].name, builtin->c_name) == 0)
            return made[i].make(f, hir, args);
    const Callable *callable = &callables[builtin - builtin_table];
    if (callable->shape == SHAPE_NONE)
        give_up(f);
    return call_runtime(f, callable, args);
}
