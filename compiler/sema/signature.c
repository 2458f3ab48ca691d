/* SPDX-License-Identifier: MIT
 *
 * Reading signatures, and finding out what their letters stand for.
 */
#include "sema/signature.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- reading -------------------------------------------------------------- */

typedef struct SigReader {
    Checker *c;
    const Builtin *builtin;
    const char *at;
    bool skips_null;
} SigReader;

__attribute__((noreturn)) static void bad_signature(const SigReader *r)
{
    fprintf(stderr, "dashc: builtins.def: the signature of `%s` is wrong at `%s`\n",
            r->builtin->name, r->at);
    abort();
}

static bool take(SigReader *r, const char *text)
{
    size_t len = strlen(text);
    if (strncmp(r->at, text, len) != 0)
        return false;
    r->at += len;
    return true;
}

static void need(SigReader *r, const char *text)
{
    if (!take(r, text))
        bad_signature(r);
}

static size_t word_length(const char *at)
{
    size_t len = 0;
    while (isalnum((unsigned char)at[len]) || at[len] == '_')
        len++;
    return len;
}

static const Type *read_type(SigReader *r);

static const Type *read_word(SigReader *r)
{
    size_t len = word_length(r->at);
    if (len == 0)
        bad_signature(r);
    const char *word = intern(r->c->interner, r->at, len);
    r->at += len;
    if (len == 1 && isupper((unsigned char)*word)) {
        Field letter = {.name = word};
        return type_fields(r->c->types, TY_VARIABLE, &letter, 1);
    }
    const Type *type = type_word(r->c, word);
    if (!type)
        bad_signature(r);
    return type;
}

/* `(T, U)` or `{a: T}`, after the opening bracket. */
static const Type *read_fields(SigReader *r, TypeKind kind, const char *close)
{
    Vec(Field) fields = {0};
    do {
        Field field = {0};
        if (kind == TY_RECORD) {
            size_t len = word_length(r->at);
            field.name = intern(r->c->interner, r->at, len);
            r->at += len;
            need(r, ": ");
        }
        field.type = read_type(r);
        vec_push(r->c->arena, &fields, field);
    } while (take(r, ", "));
    need(r, close);
    return type_fields(r->c->types, kind, fields.at, fields.count);
}

/* `{K: V}` has a type before the colon, `{a: T}` a name. */
static const Type *read_braces(SigReader *r)
{
    bool map = isupper((unsigned char)*r->at) || strncmp(r->at, "text: ", 6) == 0 ||
               strncmp(r->at, "int: ", 5) == 0;
    if (!map)
        return read_fields(r, TY_RECORD, "}");
    const Type *key = read_type(r);
    need(r, ": ");
    const Type *item = read_type(r);
    need(r, "}");
    return type_map(r->c->types, key, item);
}

static const Type *read_type(SigReader *r)
{
    const Type *type;
    if (take(r, "[")) {
        const Type *item = read_type(r);
        r->skips_null |= take(r, "*");
        need(r, "]");
        type = type_of(r->c->types, TY_LIST, item);
    } else if (take(r, "()")) {
        type = simple(r->c, TY_UNIT);
    } else if (take(r, "(")) {
        type = read_fields(r, TY_TUPLE, ")");
    } else if (take(r, "{")) {
        type = read_braces(r);
    } else {
        type = read_word(r);
    }
    return take(r, "?") ? type_optional(r->c->types, type) : type;
}

/* 'a'|'b'|'c' */
static const char *read_choices(SigReader *r)
{
    const char *start = r->at;
    do {
        need(r, "'");
        while (*r->at && *r->at != '\'')
            r->at++;
        need(r, "'");
    } while (take(r, "|"));
    return arena_strndup(r->c->arena, start, (size_t)(r->at - start));
}

/* Up to the comma or bracket that ends the parameter; texts are in single quotes. */
static const char *read_fallback(SigReader *r)
{
    const char *start = r->at;
    for (bool quoted = false; *r->at && (quoted || !strchr(",)", *r->at)); r->at++)
        quoted ^= *r->at == '\'';
    return arena_strndup(r->c->arena, start, (size_t)(r->at - start));
}

static SigParam read_param(SigReader *r)
{
    SigParam param = {0};
    size_t len = word_length(r->at);
    if (len && strncmp(r->at + len, ": ", 2) == 0) {
        param.name = arena_strndup(r->c->arena, r->at, len);
        r->at += len + 2;
    }
    r->skips_null = false;
    if (*r->at == '\'') {
        param.choices = read_choices(r);
        param.type = simple(r->c, TY_TEXT);
    } else {
        param.type = read_type(r);
    }
    param.skips_null = r->skips_null;
    if (take(r, " = "))
        param.fallback = read_fallback(r);
    return param;
}

static const Signature *read_signature(Checker *c, const Builtin *builtin)
{
    SigReader r = {.c = c, .builtin = builtin, .at = builtin->signature};
    Signature *signature = arena_new(c->arena, Signature);
    signature->constant = builtin->form == FORM_CONSTANT;
    if (signature->constant) {
        signature->result = read_type(&r);
        return signature;
    }
    need(&r, "(");
    while (!take(&r, ")")) {
        if (signature->count == MAX_PARAMS)
            bad_signature(&r);
        signature->params[signature->count++] = read_param(&r);
        if (*r.at != ')')
            need(&r, ", ");
    }
    need(&r, " -> ");
    signature->result = read_type(&r);
    if (*r.at)
        bad_signature(&r);
    return signature;
}

const Signature *signature_of(Checker *c, const Builtin *builtin)
{
    if (!c->signatures)
        c->signatures = arena_array(c->arena, const Signature *, builtin_count);
    const Signature **slot = &c->signatures[builtin - builtin_table];
    if (!*slot)
        *slot = read_signature(c, builtin);
    return *slot;
}

/* ---- letters -------------------------------------------------------------- */

/* What a letter may stand for. */
static bool letter_takes(char letter, const Type *type)
{
    switch (type->kind) {
    case TY_UNIT:
    case TY_NO_UPDATE:
    case TY_COLUMN:
    case TY_NULL:
    case TY_RNG: /* belongs to one function, not into lists */
        return false;
    case TY_NEVER: /* of an empty list */
    case TY_ERROR:
        return true;
    default:
        break;
    }
    switch (letter) {
    case 'N':
        return type_is_number(type);
    case 'W':
        return type_is_whole(type);
    case 'D':
        return type->kind == TY_DATE || type->kind == TY_DATETIME;
    case 'O':
        return has_order(type);
    case 'Q':
        return has_order(type_without_null(type));
    case 'E':
        return has_equality(type);
    default:
        return true;
    }
}

static bool bind_letter(Checker *c, Binding *binding, char letter, const Type *type)
{
    const Type **slot = &binding->types[letter - 'A'];
    const Type *bound = *slot ? join_types(c, *slot, type) : type;
    if (!bound || !letter_takes(letter, bound))
        return false;
    *slot = bound;
    return true;
}

static bool bind_fields(Checker *c, Binding *binding, const Type *pattern, const Type *type)
{
    if (type->kind != pattern->kind || type->field_count != pattern->field_count)
        return false;
    for (int i = 0; i < type->field_count; i++)
        if (!signature_bind(c, binding, pattern->fields[i].type, type->fields[i].type))
            return false;
    return true;
}

static bool has_letter(const Type *pattern)
{
    switch (pattern->kind) {
    case TY_VARIABLE:
        return true;
    case TY_OPTIONAL:
    case TY_LIST:
        return has_letter(pattern->item);
    case TY_MAP:
        return has_letter(pattern->key) || has_letter(pattern->item);
    case TY_TUPLE:
    case TY_RECORD:
        for (int i = 0; i < pattern->field_count; i++)
            if (has_letter(pattern->fields[i].type))
                return true;
        return false;
    default:
        return false;
    }
}

bool signature_bind(Checker *c, Binding *binding, const Type *pattern, const Type *type)
{
    if (!has_letter(pattern))
        return assignable(type, pattern);
    switch (pattern->kind) {
    case TY_VARIABLE:
        return bind_letter(c, binding, *pattern->fields[0].name, type);
    case TY_OPTIONAL:
        return type->kind == TY_NULL ||
               signature_bind(c, binding, pattern->item, type_without_null(type));
    case TY_LIST:
        if (type->kind == TY_COLUMN)
            return signature_bind(c, binding, pattern->item, type_without_null(type->item));
        return type->kind == TY_LIST && signature_bind(c, binding, pattern->item, type->item);
    case TY_MAP:
        return type->kind == TY_MAP && signature_bind(c, binding, pattern->key, type->key) &&
               signature_bind(c, binding, pattern->item, type->item);
    default:
        return bind_fields(c, binding, pattern, type);
    }
}

const Type *signature_apply(Checker *c, const Binding *binding, const Type *pattern)
{
    if (!has_letter(pattern))
        return pattern;
    switch (pattern->kind) {
    case TY_VARIABLE: {
        const Type *type = binding->types[*pattern->fields[0].name - 'A'];
        /* of an empty list nothing is known, and nothing depends on it */
        return type && type->kind != TY_NEVER ? type : simple(c, TY_INT);
    }
    case TY_OPTIONAL:
        return type_optional(c->types, signature_apply(c, binding, pattern->item));
    case TY_LIST:
        return type_of(c->types, TY_LIST, signature_apply(c, binding, pattern->item));
    case TY_MAP:
        return type_map(c->types, signature_apply(c, binding, pattern->key),
                        signature_apply(c, binding, pattern->item));
    default: {
        Field *fields = arena_array(c->arena, Field, pattern->field_count);
        for (int i = 0; i < pattern->field_count; i++)
            fields[i] = (Field){pattern->fields[i].name,
                                signature_apply(c, binding, pattern->fields[i].type)};
        return type_fields(c->types, pattern->kind, fields, pattern->field_count);
    }
    }
}
