/* SPDX-License-Identifier: MIT
 *
 * Calls of the standard library. The arguments are placed by order and by name
 * into each row of the name, the letters of its signature are bound to their
 * types, and the row that fits best is taken.
 */
#include <stdlib.h>

#include "dash/regex.h"
#include "sema/signature.h"
#include "source/load.h"
#include "source/utf8.h"

/* The arguments of a call, each checked once. */
typedef struct Given {
    const char *name; /* or NULL */
    Span name_span;
    Hir *value;
} Given;

typedef struct Request {
    const Call *call;
    Given *args;
    int count;
} Request;

/* ---- one row --------------------------------------------------------------- */

typedef enum Fit { FIT_NONE, FIT_CONVERTED, FIT_EXACT } Fit;

typedef struct Match {
    const Builtin *builtin;
    const Signature *signature;
    Fit fit;
    Binding binding;
    Hir *args[MAX_PARAMS]; /* NULL: left out */
    bool lifted;           /* in a row: an argument may be null, and then the result is */
} Match;

static int param_named(const Signature *signature, const char *name)
{
    for (int i = 0; i < signature->count; i++)
        if (signature->params[i].name && strcmp(signature->params[i].name, name) == 0)
            return i;
    return -1;
}

/* Puts each argument at its parameter; false when one has none. */
static bool place(const Signature *signature, const Request *request, Hir **args)
{
    int next = 0;
    for (int i = 0; i < request->count; i++) {
        const Given *given = &request->args[i];
        int at = given->name ? param_named(signature, given->name) : next++;
        if (at < 0 || at >= signature->count || args[at])
            return false;
        args[at] = given->value;
    }
    for (int i = 0; i < signature->count; i++)
        if (!args[i] && !signature->params[i].fallback)
            return false;
    return true;
}

/* The type that the parameter sees: what is skipped or lifted is not null. */
static const Type *seen_type(Checker *c, const SigParam *param, const Hir *arg, bool lift)
{
    const Type *type = arg->type;
    if (param->skips_null && type->kind == TY_LIST && type->item->kind == TY_OPTIONAL)
        return type_of(c->types, TY_LIST, type->item->item);
    return lift ? type_without_null(type) : type;
}

static const Type *wanted_type(Checker *c, const Match *match, int index)
{
    return signature_apply(c, &match->binding, match->signature->params[index].type);
}

static Fit bind_args(Checker *c, Match *match, bool lift)
{
    const Signature *signature = match->signature;
    for (int i = 0; i < signature->count; i++)
        if (match->args[i] &&
            !signature_bind(c, &match->binding, signature->params[i].type,
                            seen_type(c, &signature->params[i], match->args[i], lift)))
            return FIT_NONE;
    Fit fit = FIT_EXACT;
    for (int i = 0; i < signature->count; i++) {
        if (!match->args[i])
            continue;
        const Type *wanted = wanted_type(c, match, i);
        const Type *seen = seen_type(c, &signature->params[i], match->args[i], lift);
        if (seen == wanted)
            continue;
        if (!assignable(seen, wanted))
            return FIT_NONE;
        fit = FIT_CONVERTED;
    }
    return fit;
}

static Match try_row(Checker *c, const Builtin *builtin, const Request *request, bool lift)
{
    Match match = {.builtin = builtin, .signature = signature_of(c, builtin), .lifted = lift};
    if (!match.signature->constant && place(match.signature, request, match.args))
        match.fit = bind_args(c, &match, lift);
    return match;
}

static Match best_row(Checker *c, const Request *request, bool lift)
{
    Match best = {0};
    for (const Builtin *row = builtin_first(request->call->name); row; row = builtin_next(row)) {
        Match match = try_row(c, row, request, lift);
        if (match.fit > best.fit)
            best = match;
    }
    return best;
}

/* In a row a value that may be null is rather left out than made json. */
static Match best_row_here(Checker *c, const Request *request)
{
    Match match = best_row(c, request, false);
    if (match.fit == FIT_EXACT || !c->row)
        return match;
    Match lifted = best_row(c, request, true);
    for (int i = 0; i < request->count; i++)
        if (is_kind(request->args[i].value, TY_OPTIONAL) && lifted.fit >= match.fit)
            return lifted;
    return match;
}

/* ---- complaints ------------------------------------------------------------ */

/* Rows that only are faster ones of the row after them are left out. */
static void list_signatures(Diag *d, const char *name)
{
    enum { MOST = 6 };
    int shown_rows = 0;
    for (const Builtin *row = builtin_first(name), *next; row && shown_rows < MOST; row = next) {
        next = builtin_next(row);
        if (next && strcmp(next->doc, row->doc) == 0 && next->form == FORM_MADE)
            continue; /* the same, for more types */
        diag_help(d, "`%s%s`: %s", name, row->signature, row->doc);
        shown_rows++;
    }
}

/* One argument that only its null keeps from fitting. */
static const Hir *null_culprit(Checker *c, const Request *request)
{
    for (int i = 0; i < request->count; i++) {
        Given *given = &request->args[i];
        if (!is_kind(given->value, TY_OPTIONAL))
            continue;
        Hir *nullable = given->value, there = *nullable;
        there.type = nullable->type->item;
        given->value = &there;
        bool fits = best_row(c, request, false).fit != FIT_NONE;
        given->value = nullable;
        if (fits)
            return nullable;
    }
    return NULL;
}

/* What Python and pandas call the arguments. */
static const char *const foreign_names[][2] = {
    {"key", "by"},        {"reverse", "desc"}, {"ascending", "desc"},
    {"fillchar", "fill"}, {"num", "n"},        {"sep", "separator"},
};

/* A name that no row of the builtin has; false when all are known. */
static bool complain_name(Checker *c, const Request *request)
{
    for (int i = 0; i < request->count; i++) {
        const Given *given = &request->args[i];
        bool known = !given->name;
        Suggest suggest = suggest_for(given->name ? given->name : "");
        const char *ours = NULL;
        for (const Builtin *row = builtin_first(request->call->name); row && !known;
             row = builtin_next(row)) {
            const Signature *signature = signature_of(c, row);
            known = param_named(signature, given->name) >= 0;
            const char *here = word_here(foreign_names, given->name);
            if (here && param_named(signature, here) >= 0)
                ours = here;
            for (int k = 0; k < signature->count; k++)
                if (signature->params[k].name)
                    suggest_consider(&suggest, signature->params[k].name);
        }
        if (known)
            continue;
        Diag *d = diag_error(c->diags, E0305, given->name_span, "`%s` has no argument `%s`",
                             request->call->name, given->name);
        if (ours)
            diag_help(d, "it is called `%s` here", ours);
        else if (suggest_best(&suggest))
            diag_suggest(d, &suggest);
        else
            list_signatures(d, request->call->name);
        return true;
    }
    return false;
}

static Hir *complain_call(Checker *c, const Request *request)
{
    const Call *call = request->call;
    if (builtin_first(call->name)->form == FORM_CONSTANT) {
        Diag *d =
            diag_error(c->diags, E0203, call->name_span, "`%s` is not a function", call->name);
        diag_help(d, "it is a number: write `%s`", call->name);
        return hir_error(c, call->expr->span);
    }
    const Hir *culprit = null_culprit(c, request);
    if (culprit) {
        complain_null(c, culprit->span, culprit->type);
        return hir_error(c, call->expr->span);
    }
    if (complain_name(c, request))
        return hir_error(c, call->expr->span);
    Buf given = {.arena = c->arena};
    buf_putc(&given, '(');
    for (int i = 0; i < request->count; i++) {
        const Given *arg = &request->args[i];
        buf_printf(&given, "%s%s%s%s", i ? ", " : "", arg->name ? arg->name : "",
                   arg->name ? ": " : "", shown(c, arg->value->type));
    }
    buf_putc(&given, ')');
    Diag *d = diag_error(c->diags, E0305, call->name_span, "`%s` does not take `%s`", call->name,
                         given.ptr);
    list_signatures(d, call->name);
    for (int i = 0; i < request->count; i++)
        if (is_kind(request->args[i].value, TY_JSON)) {
            diag_help(d, "json can be anything: say what it is, as in `x as text`");
            break;
        }
    return hir_error(c, call->expr->span);
}

/* ---- making the call ------------------------------------------------------- */

static Hir *fallback_value(Checker *c, const SigParam *param, const Type *type, Span span)
{
    const char *text = param->fallback;
    Hir *hir;
    if (*text == '\'')
        return hir_text(c, arena_strndup(c->arena, text + 1, strlen(text) - 2), span);
    if (strcmp(text, "null") == 0)
        return hir_new(c, HIR_NULL, type, span);
    if (type->kind == TY_BOOL) {
        hir = hir_new(c, HIR_BOOL, type, span);
        hir->boolean = strcmp(text, "true") == 0;
    } else if (type->kind == TY_FLOAT) {
        hir = hir_new(c, HIR_FLOAT, type, span);
        hir->number = strtod(text, NULL);
    } else {
        hir = hir_new(c, HIR_INT, type, span);
        hir->integer = strtoll(text, NULL, 10);
    }
    return hir;
}

/* 'a'|'b' as its texts, one at a time; NULL at the end. */
static const char *next_choice(Checker *c, const char **at)
{
    if (**at != '\'')
        return NULL;
    const char *start = *at + 1, *end = strchr(start, '\'');
    *at = end[1] == '|' ? end + 2 : end + 1;
    return arena_strndup(c->arena, start, (size_t)(end - start));
}

/* A literal text must be one of the choices. */
static bool check_choice(Checker *c, const SigParam *param, const Hir *arg)
{
    if (!param->choices || arg->kind != HIR_TEXT)
        return true;
    const char *given = arena_strndup(c->arena, arg->text.ptr, arg->text.len);
    Suggest suggest = suggest_for(given);
    const char *at = param->choices;
    for (const char *choice; (choice = next_choice(c, &at));) {
        if (strcmp(choice, given) == 0)
            return true;
        suggest_consider(&suggest, choice);
    }
    Diag *d = diag_error(c->diags, E0404, arg->span, "this must be one of %s", param->choices);
    diag_suggest(d, &suggest);
    return false;
}

/* Without the nulls of a list. */
static Hir *present(Checker *c, Hir *list)
{
    Hir *hir =
        hir_new(c, HIR_BUILTIN, type_of(c->types, TY_LIST, list->type->item->item), list->span);
    hir->builtin.builtin = builtin_first(" present");
    vec_push(c->arena, &hir->builtin.args, list);
    return hir;
}

static Hir *final_arg(Checker *c, const Match *match, int index)
{
    const SigParam *param = &match->signature->params[index];
    Hir *arg = match->args[index];
    const Type *type = wanted_type(c, match, index);
    if (!arg)
        return fallback_value(c, param, type, (Span){0});
    if (param->skips_null && is_kind(arg, TY_LIST) && arg->type->item->kind == TY_OPTIONAL)
        arg = present(c, arg);
    if (match->lifted && is_kind(arg, TY_OPTIONAL))
        type = type_optional(c->types, type);
    return hir_convert(c, arg, type);
}

static bool check_regex(Checker *c, const Hir *pattern)
{
    size_t at;
    if (pattern->kind != HIR_TEXT)
        return true;
    const char *wrong = dash_check_regex((DashText){pattern->text.ptr, pattern->text.len}, &at);
    if (!wrong)
        return true;
    Span span = inside_quotes(c, pattern);
    if (span.end - span.start == pattern->text.len && at > 0)
        span.start += (uint32_t)at - 1;
    else
        span = pattern->span;
    diag_error(c->diags, E0320, span, "this is no regular expression: %s", wrong);
    return false;
}

/* What is wrong whatever the other arguments are is an error of the program. */
static bool check_constants(Checker *c, const Hir *call)
{
    static const char *const regexes[] = {"matches", "regex", "findall", "sub", "resplit"};
    const char *name = call->builtin.builtin->name;
    if (strcmp(name, "parse") == 0)
        return check_time_pattern(c, call->builtin.args.at[1]);
    for (size_t i = 0; i < sizeof regexes / sizeof *regexes; i++)
        if (strcmp(name, regexes[i]) == 0)
            return check_regex(c, call->builtin.args.at[1]);
    return true;
}

static Hir *make_call(Checker *c, const Call *call, const Match *match)
{
    if (!match->builtin->pure)
        mark_impure(c, call->name_span, arena_printf(c->arena, "it calls `%s`", call->name));
    const Type *type = signature_apply(c, &match->binding, match->signature->result);
    if (match->lifted)
        type = type_optional(c->types, type);
    Hir *hir = hir_new(c, HIR_BUILTIN, type, call->expr->span);
    hir->builtin.builtin = match->builtin;
    hir->builtin.lifted = match->lifted;
    bool good = true;
    for (int i = 0; i < match->signature->count; i++) {
        Hir *arg = final_arg(c, match, i);
        good &= check_choice(c, &match->signature->params[i], arg);
        vec_push(c->arena, &hir->builtin.args, arg);
    }
    good = good && check_constants(c, hir);
    return good ? hir : hir_error(c, call->expr->span);
}

static Hir *choose(Checker *c, const Request *request)
{
    Match match = best_row_here(c, request);
    return match.fit == FIT_NONE ? complain_call(c, request) : make_call(c, request->call, &match);
}

/* ---- calls with code of their own ------------------------------------------ */

/* format(x, "…") is checked as `{x:…}` is. */
static Hir *format_call(Checker *c, const Request *request)
{
    bool constant = strcmp(request->call->name, "format") == 0 && request->count == 2 &&
                    request->args[1].value->kind == HIR_TEXT && !request->args[1].name;
    if (!constant || is_kind(request->args[0].value, TY_OPTIONAL))
        return NULL;
    const Hir *spec = request->args[1].value;
    return formatted(c, request->args[0].value, spec->text, inside_quotes(c, spec));
}

/* text(x) is interpolation; a conversion to the own type is nothing, and int to
 * float is a conversion. NULL: an ordinary row. */
static Hir *conversion_call(Checker *c, const Request *request)
{
    const char *name = request->call->name;
    if (request->count != 1 || request->args[0].name)
        return NULL;
    Hir *value = request->args[0].value;
    if (strcmp(name, "text") == 0)
        return text_of_value(c, value);
    TypeKind kind = c->row ? type_without_null(value->type)->kind : value->type->kind;
    if (strcmp(name, "float") == 0 && kind == TY_INT) {
        const Type *type = simple(c, TY_FLOAT);
        return hir_convert(c, value,
                           is_kind(value, TY_OPTIONAL) ? type_optional(c->types, type) : type);
    }
    bool same = (strcmp(name, "int") == 0 && kind == TY_INT) ||
                (strcmp(name, "float") == 0 && kind == TY_FLOAT);
    return same ? value : NULL;
}

/* min(a, b, c) is min(min(a, b), c). */
static Hir *fold_extremes(Checker *c, const Request *request)
{
    bool extreme =
        strcmp(request->call->name, "min") == 0 || strcmp(request->call->name, "max") == 0;
    if (!extreme || request->count < 3)
        return NULL;
    for (int i = 0; i < request->count; i++)
        if (request->args[i].name)
            return NULL;
    Hir *value = request->args[0].value;
    for (int i = 1; i < request->count && !is_error(value); i++) {
        Given pair[] = {{.value = value}, request->args[i]};
        value = choose(c, &(Request){.call = request->call, .args = pair, .count = 2});
    }
    return value;
}

/* bin(x, count) */
static Hir *bin_call(Checker *c, const Request *request)
{
    const Call *call = request->call;
    bool fits = request->count == 2 && !request->args[0].name && !request->args[1].name;
    if (!fits) {
        diag_help(diag_error(c->diags, E0605, call->name_span,
                             "`bin` takes a column and a number of buckets"),
                  "write `bin(.x, 20)`");
        return hir_error(c, call->expr->span);
    }
    Hir *count = coerce_type(c, request->args[1].value, simple(c, TY_INT), "the number of buckets");
    return is_error(count) ? count : make_bin(c, call, request->args[0].value, count);
}

static Hir *call_with(Checker *c, const Request *request)
{
    if (strcmp(request->call->name, "bin") == 0)
        return bin_call(c, request);
    Hir *hir = conversion_call(c, request);
    if (!hir)
        hir = format_call(c, request);
    if (!hir)
        hir = fold_extremes(c, request);
    return hir ? hir : choose(c, request);
}

/* A function of one value, called with a column: the column of its results. NULL:
 * it takes the column as a list, or is called with none. */
static Hir *call_on_column(Checker *c, const Request *request)
{
    Hir *column = request->count > 0 ? request->args[0].value : NULL;
    bool lists = !column || column->kind != HIR_COLUMN || request->args[0].name ||
                 strcmp(request->call->name, "text") == 0 ||
                 best_row(c, request, false).fit != FIT_NONE;
    if (lists)
        return NULL;
    Given *args = arena_array(c->arena, Given, request->count);
    memcpy(args, request->args, sizeof *args * (size_t)request->count);
    args[0].value = column_ref(c, column->plan, 0, column->span);
    Plan *outer = c->row;
    c->row = column->plan;
    Hir *value = call_with(c, &(Request){request->call, args, request->count});
    c->row = outer;
    return is_error(value)
               ? value
               : column_of_values(c, column->plan, column->plan->columns.at[0].name, value);
}

/* ---- file() ----------------------------------------------------------------- */

static Hir *complain_file(Checker *c, const Arg *arg, const char *path, const char *why)
{
    Diag *d = diag_error(c->diags, E0001, arg->value->span, "%s: %s", path, why);
    suggest_file(d, c->arena, path, "");
    return hir_error(c, arg->span);
}

/* The text of a file beside the source, now. */
static Hir *file_call(Checker *c, const Call *call)
{
    enum { LARGEST = 16 << 20 };
    Str name = call->arg_count == 1 && !call->first ? literal_text(call->args[0].value) : (Str){0};
    if (!name.ptr) {
        Diag *d = diag_error(c->diags, E0305, call->expr->span,
                             "`file` takes the path of a file, written as a plain text");
        diag_help(d, "it is read when the program is built: `file(\"notes.md\")`");
        return hir_error(c, call->expr->span);
    }
    const Arg *arg = &call->args[0];
    const char *path = path_beside(c->arena, c->file->source, name), *why;
    size_t len;
    const char *text = load_bytes(c->arena, path, LARGEST, &len, &why);
    if (!text)
        return complain_file(c, arg, path, why);
    if (utf8_check(text, len) != len || memchr(text, '\0', len))
        return complain_file(c, arg, path, "it is no UTF-8 text");
    Hir *hir = hir_text(c, "", call->expr->span);
    hir->text = (Str){text, len};
    return hir;
}

/* ---- by= ------------------------------------------------------------------- */

/* The key of each item: `by=.price`, `by=len`, or a list of keys as it is. */
static Hir *check_by(Checker *c, const Arg *arg, Hir *list)
{
    if (is_kind(list, TY_COLUMN))
        list =
            hir_convert(c, list, type_of(c->types, TY_LIST, type_without_null(list->type->item)));
    if (!is_kind(list, TY_LIST))
        return infer(c, arg->value);
    KeyedItem item = {.var = hir_var_new(c, "item", list->type->item, arg->span)}, *outer = c->item;
    const Symbol *symbol = arg->value->kind == EXPR_NAME ? lookup(c, arg->value->name) : NULL;
    bool function = arg->value->kind == EXPR_NAME &&
                    (symbol ? symbol->kind == SYM_FN : is_builtin(arg->value->name));
    c->item = &item;
    Hir *key;
    if (function) {
        Call call = {.expr = arg->value, .name = arg->value->name, .name_span = arg->value->span};
        call.first = hir_var(c, item.var, arg->value->span);
        key = symbol ? call_fn(c, lookup(c, arg->value->name), &call) : call_builtin(c, &call);
    } else {
        key = infer(c, arg->value);
    }
    c->item = outer;
    if (is_error(key) || !(function || item.used))
        return key;
    Hir *keys = hir_new(c, HIR_LIST_COMP, type_of(c->types, TY_LIST, key->type), arg->span);
    keys->comprehension.var = item.var;
    keys->comprehension.source = list;
    keys->comprehension.unpack = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), arg->span);
    keys->comprehension.item = key;
    return keys;
}

/* ---- all ------------------------------------------------------------------- */

/* What an argument is converted to where it stands: json, where nothing else
 * will do. */
static const Want *json_want(Checker *c, const Call *call, int index, Want *want)
{
    const Builtin *row = builtin_first(call->name);
    if (!row || builtin_next(row) || index >= signature_of(c, row)->count ||
        signature_of(c, row)->params[index].type->kind != TY_JSON)
        return NULL;
    *want = (Want){.type = simple(c, TY_JSON)};
    return want;
}

/* Checks the arguments; `by=` needs the first. False after a complaint. A list
 * that is read twice is kept in a variable of `*block`. */
static bool check_args(Checker *c, Request *request, Hir **block)
{
    const Call *call = request->call;
    bool good = true;
    if (call->first)
        request->args[request->count++].value = looked_into(c, call->first);
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        Given *given = &request->args[request->count];
        given->name = arg->name.text;
        given->name_span = arg->name.span;
        bool by = request->count > 0 && given->name &&
                  (strcmp(given->name, "by") == 0 || strcmp(given->name, "key") == 0);
        if (by && !*block && !is_simple(request->args[0].value) &&
            !is_error(request->args[0].value)) {
            HirVar *var;
            *block = hir_with(c, "items", request->args[0].value, &var);
            request->args[0].value = hir_var(c, var, request->args[0].value->span);
        }
        Want want;
        const Want *json = json_want(c, call, request->count, &want);
        given->value = by ? check_by(c, arg, request->args[0].value)
                          : looked_into(c, check(c, arg->value, json));
        good = good && !is_error(given->value);
        request->count++;
    }
    return good;
}

Hir *call_builtin(Checker *c, const Call *call)
{
    if (!builtin_first(call->name) && is_later_builtin(call->name)) {
        diag_unsupported(c->diags, call->name_span, "`%s`", call->name);
        return hir_error(c, call->expr->span);
    }
    if (strcmp(call->name, "file") == 0)
        return file_call(c, call);
    Request request = {.call = call, .args = arena_array(c->arena, Given, call->arg_count + 1)};
    Hir *block = NULL;
    if (!check_args(c, &request, &block))
        return hir_error(c, call->expr->span);
    if (call->block) {
        diag_error(c->diags, E0407, call->block->span, "`%s` takes no block", call->name);
        return hir_error(c, call->expr->span);
    }
    Hir *hir = call_on_column(c, &request);
    if (!hir)
        hir = call_with(c, &request);
    if (block && !is_error(hir))
        return hir_finish(block, hir);
    hir->span = call->expr->span;
    return hir;
}

Hir *call_operator(Checker *c, const Expr *e, const char *name, Hir *left, Hir *right)
{
    Given args[] = {{.value = left}, {.value = right}};
    Call call = {.expr = e, .name = name, .name_span = e->span};
    Request request = {.call = &call, .args = args, .count = right ? 2 : 1};
    Match match = best_row_here(c, &request);
    return match.fit == FIT_NONE ? NULL : make_call(c, &call, &match);
}

Hir *builtin_constant(Checker *c, const char *name, Span span)
{
    const Builtin *builtin = builtin_first(name);
    if (!builtin || builtin->form != FORM_CONSTANT)
        return NULL;
    Hir *hir = hir_new(c, HIR_FLOAT, simple(c, TY_FLOAT), span);
    hir->number = strtod(builtin->c_name, NULL);
    return hir;
}
