/* SPDX-License-Identifier: MIT
 *
 * `let (a, b) = f()` of the top level: the whole is a constant without a name
 * that can be written, and each name a constant that takes its part of it, as
 *
 *     let a = match (a, b) { (a, _) => a }
 *
 * would.
 */
#include "sema/check.h"

static bool is_wildcard(const Pattern *pattern)
{
    return pattern->kind == PATTERN_NAME && strcmp(pattern->name.text, "_") == 0;
}

/* The pattern with `_` in place of every name but one. */
static Pattern *only_name(Checker *c, const Pattern *pattern, const char *name)
{
    Pattern *copy = arena_new(c->arena, Pattern);
    *copy = *pattern;
    copy->items.at = arena_array(c->arena, Pattern *, pattern->items.count + 1);
    copy->fields.at = arena_array(c->arena, PatternField, pattern->fields.count + 1);
    if (pattern->kind == PATTERN_NAME && pattern->name.text != name)
        copy->name.text = intern(c->interner, "_", 1);
    for (int i = 0; i < pattern->items.count; i++)
        copy->items.at[i] = only_name(c, pattern->items.at[i], name);
    for (int i = 0; i < pattern->fields.count; i++) {
        const PatternField *field = &pattern->fields.at[i];
        Pattern plain = {.kind = PATTERN_NAME, .span = field->name.span, .name = field->name};
        copy->fields.at[i].name = field->name;
        copy->fields.at[i].pattern = only_name(c, field->pattern ? field->pattern : &plain, name);
    }
    return copy;
}

static Expr *name_expr(Checker *c, const char *name, Span span)
{
    Expr *e = arena_new(c->arena, Expr);
    e->kind = EXPR_NAME;
    e->span = span;
    e->name = name;
    return e;
}

typedef struct Lets {
    const Decl *whole;
    const Pattern *pattern;
    DeclareName *declare;
} Lets;

static void declare_part(Checker *c, const Lets *lets, Name name)
{
    Decl *decl = arena_new(c->arena, Decl);
    Expr *match = arena_new(c->arena, Expr);
    MatchArm arm = {.value = name_expr(c, name.text, name.span), .span = name.span};
    vec_push(c->arena, &arm.patterns, only_name(c, lets->pattern, name.text));
    match->kind = EXPR_MATCH;
    match->span = name.span;
    match->match.subject = name_expr(c, lets->whole->name.text, lets->whole->value->span);
    vec_push(c->arena, &match->match.arms, arm);
    *decl = (Decl){.kind = DECL_LET, .span = lets->whole->span, .name = name, .value = match};
    lets->declare(c, decl);
}

static void declare_parts(Checker *c, const Lets *lets, const Pattern *pattern)
{
    switch (pattern->kind) {
    case PATTERN_NAME:
        if (!is_wildcard(pattern))
            declare_part(c, lets, pattern->name);
        break;
    case PATTERN_TUPLE:
        for (int i = 0; i < pattern->items.count; i++)
            declare_parts(c, lets, pattern->items.at[i]);
        break;
    case PATTERN_RECORD:
        for (int i = 0; i < pattern->fields.count; i++) {
            const PatternField *field = &pattern->fields.at[i];
            if (field->pattern)
                declare_parts(c, lets, field->pattern);
            else
                declare_part(c, lets, field->name);
        }
        break;
    default:
        complain_refutable(c, pattern);
        break;
    }
}

void declare_lets(Checker *c, const Decl *decl, DeclareName *declare_name)
{
    Decl *whole = arena_new(c->arena, Decl);
    *whole = *decl;
    whole->target = NULL;
    const char *shown_name = span_text(c, decl->target->span);
    whole->name = (Name){intern(c->interner, shown_name, strlen(shown_name)), decl->target->span};
    declare_name(c, whole);
    declare_parts(c, &(Lets){whole, decl->target, declare_name}, decl->target);
}
