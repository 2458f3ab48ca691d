/* SPDX-License-Identifier: MIT
 *
 * The standard library: the rows of builtins.def, their signatures read as
 * types, and the choice among rows of one name by the types of the arguments.
 */
#include "sema/builtins.h"

#include "sema/check.h"

#define YES true
#define NO  false
const Builtin builtin_table[] = {
#define X(name, signature, pure, takes_cx, takes_where, c_name, doc)                               \
    {name, signature, pure, takes_cx, takes_where, c_name, doc},
#include "sema/builtins.def"
#undef X
};
const int builtin_count = (int)(sizeof builtin_table / sizeof *builtin_table);

/* Of the language, but for a later version. */
static const char *const later_builtins[] = {
    "find",   "pad",      "matches",    "regex",   "median", "std",           "zip",
    "arange", "linspace", "enumerate",  "index",   "argmin", "argmax",        "histogram",
    "values", "items",    "today",      "now",     "year",   "month",         "day",
    "hour",   "minute",   "second",     "weekday", "trunc",  "parse",         "format",
    "rng",    "hash",     "base64",     "file",    "random", "query",         "exec",
    "sqlite", "postgres", "clickhouse", "env",     "table",  "make_subplots",
};

static bool is_later(const char *name)
{
    for (size_t i = 0; i < sizeof later_builtins / sizeof *later_builtins; i++)
        if (strcmp(later_builtins[i], name) == 0)
            return true;
    return false;
}

/* Conversions and aggregates that have their own code below. */
static bool is_special(const char *name)
{
    return strcmp(name, "text") == 0 || strcmp(name, "float") == 0;
}

bool is_builtin(const char *name)
{
    for (int i = 0; i < builtin_count; i++)
        if (strcmp(builtin_table[i].name, name) == 0)
            return true;
    return is_special(name) || is_later(name);
}

void builtins_suggest(Suggest *suggest)
{
    for (int i = 0; i < builtin_count; i++)
        if (builtin_table[i].name[0] != ' ')
            suggest_consider(suggest, builtin_table[i].name);
}

/* ---- signatures ----------------------------------------------------------- */

#define MAX_PARAMS 4

typedef struct Signature {
    const Type *params[MAX_PARAMS];
    int count;
    const Type *result;
} Signature;

static const Type *read_type(Checker *c, const char **at)
{
    static const struct {
        const char *word;
        TypeKind kind;
    } words[] = {{"bool", TY_BOOL},
                 {"int", TY_INT},
                 {"float", TY_FLOAT},
                 {"text", TY_TEXT},
                 {"json", TY_JSON}};
    const Type *type = simple(c, TY_ERROR);
    if (**at == '[') {
        ++*at;
        type = type_of(c->types, TY_LIST, read_type(c, at));
        ++*at; /* ] */
    } else {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            size_t len = strlen(words[i].word);
            if (strncmp(*at, words[i].word, len) == 0) {
                type = simple(c, words[i].kind);
                *at += len;
                break;
            }
        }
    }
    if (**at == '?') {
        ++*at;
        type = type_optional(c->types, type);
    }
    return type;
}

/* "(text, [int]) -> bool?" */
static Signature read_signature(Checker *c, const char *text)
{
    Signature signature = {0};
    const char *at = text + 1;
    while (*at != ')' && signature.count < MAX_PARAMS) {
        signature.params[signature.count++] = read_type(c, &at);
        while (*at == ',' || *at == ' ')
            at++;
    }
    at += strlen(") -> ");
    signature.result = read_type(c, &at);
    return signature;
}

/* ---- choosing ------------------------------------------------------------- */

typedef enum Fit { FIT_NONE, FIT_CONVERTED, FIT_EXACT } Fit;

static Fit fit(const Signature *signature, Hir *const *args, int count)
{
    if (signature->count != count)
        return FIT_NONE;
    Fit fit = FIT_EXACT;
    for (int i = 0; i < count; i++) {
        if (args[i]->type == signature->params[i])
            continue;
        if (!assignable(args[i]->type, signature->params[i]))
            return FIT_NONE;
        fit = FIT_CONVERTED;
    }
    return fit;
}

static void list_signatures(Diag *d, const char *name)
{
    for (int i = 0; i < builtin_count; i++)
        if (strcmp(builtin_table[i].name, name) == 0)
            diag_help(d, "`%s%s`: %s", name, builtin_table[i].signature, builtin_table[i].doc);
}

/* One argument that only its null keeps from fitting. */
static const Hir *null_culprit(Checker *c, const char *name, Hir *const *args, int count)
{
    for (int i = 0; i < builtin_count; i++) {
        if (strcmp(builtin_table[i].name, name) != 0)
            continue;
        Signature signature = read_signature(c, builtin_table[i].signature);
        const Hir *culprit = NULL;
        bool rest = signature.count == count;
        for (int k = 0; rest && k < count; k++) {
            if (assignable(args[k]->type, signature.params[k]))
                continue;
            rest = is_kind(args[k], TY_OPTIONAL) &&
                   assignable(args[k]->type->item, signature.params[k]);
            culprit = args[k];
        }
        if (rest && culprit)
            return culprit;
    }
    return NULL;
}

static Hir *complain_call(Checker *c, const Call *call, Hir *const *args, int count)
{
    const Hir *culprit = null_culprit(c, call->name, args, count);
    if (culprit) {
        complain_null(c, culprit->span, culprit->type);
        return hir_error(c, call->expr->span);
    }
    Buf given = {.arena = c->arena};
    buf_putc(&given, '(');
    for (int i = 0; i < count; i++)
        buf_printf(&given, "%s%s", i ? ", " : "", shown(c, args[i]->type));
    buf_putc(&given, ')');
    Diag *d = diag_error(c->diags, E0305, call->name_span, "`%s` does not take `%s`", call->name,
                         given.ptr);
    list_signatures(d, call->name);
    return hir_error(c, call->expr->span);
}

static Hir *best_overload(Checker *c, const Call *call, Hir **args, int count)
{
    const Builtin *best = NULL;
    Signature chosen = {0};
    Fit best_fit = FIT_NONE;
    for (int i = 0; i < builtin_count; i++) {
        if (strcmp(builtin_table[i].name, call->name) != 0)
            continue;
        Signature signature = read_signature(c, builtin_table[i].signature);
        Fit how = fit(&signature, args, count);
        if (how > best_fit) {
            best = &builtin_table[i];
            best_fit = how;
            chosen = signature;
        }
    }
    if (!best)
        return complain_call(c, call, args, count);
    if (!best->pure)
        mark_impure(c, call->name_span, arena_printf(c->arena, "it calls `%s`", call->name));
    Hir *hir = hir_new(c, HIR_BUILTIN, chosen.result, call->expr->span);
    hir->builtin.builtin = best;
    for (int i = 0; i < count; i++)
        vec_push(c->arena, &hir->builtin.args, hir_convert(c, args[i], chosen.params[i]));
    return hir;
}

/* text(x) is interpolation; float(int) is a conversion. NULL: an ordinary row. */
static Hir *special_call(Checker *c, const Call *call, Hir *const *args, int count)
{
    if (count != 1)
        return NULL;
    if (strcmp(call->name, "text") == 0)
        return text_of_value(c, args[0]);
    bool number = is_kind(args[0], TY_INT) || is_kind(args[0], TY_FLOAT);
    if (strcmp(call->name, "float") == 0 && number)
        return hir_convert(c, args[0], simple(c, TY_FLOAT));
    if (strcmp(call->name, "int") == 0 && is_kind(args[0], TY_INT))
        return args[0];
    return NULL;
}

Hir *call_builtin(Checker *c, const Call *call)
{
    if (is_later(call->name)) {
        diag_unsupported(c->diags, call->name_span, "`%s`", call->name);
        return hir_error(c, call->expr->span);
    }
    Hir **args = arena_array(c->arena, Hir *, call->arg_count + 1);
    int count = 0;
    bool good = true;
    if (call->first)
        args[count++] = call->first;
    for (int i = 0; i < call->arg_count; i++) {
        if (call->args[i].name.text) {
            diag_unsupported(c->diags, call->args[i].span, "the argument `%s` of `%s`",
                             call->args[i].name.text, call->name);
            good = false;
        }
        args[count] = infer(c, call->args[i].value);
        good = good && !is_error(args[count]);
        count++;
    }
    if (!good)
        return hir_error(c, call->expr->span);
    if (call->block) {
        diag_error(c->diags, E0407, call->block->span, "`%s` takes no block", call->name);
        return hir_error(c, call->expr->span);
    }
    Hir *hir = special_call(c, call, args, count);
    if (hir)
        hir->span = call->expr->span;
    return hir ? hir : best_overload(c, call, args, count);
}
