/* SPDX-License-Identifier: MIT
 *
 * px.colors.qualitative.Bold and the like: lists of texts, known at build.
 */
#include <ctype.h>

#include "sema/px.h"

static bool same_name(const char *wanted, size_t len, const char *name)
{
    size_t i = 0;
    while (i < len && tolower((unsigned char)wanted[i]) == tolower((unsigned char)name[i]))
        i++;
    return i == len && !name[i];
}

static size_t bare_length(const char *name)
{
    size_t len = strlen(name);
    return len > 2 && strcmp(name + len - 2, "_r") == 0 ? len - 2 : len;
}

static const char *const *turned(Checker *c, const PxColors *list)
{
    const char **colors = arena_array(c->arena, const char *, list->count + 1);
    for (int i = 0; i < list->count; i++)
        colors[i] = list->colors[list->count - 1 - i];
    return colors;
}

const char *const *px_scale(Checker *c, const char *name, int *count, Suggest *suggest)
{
    size_t len = bare_length(name);
    for (int i = 0; i < px_color_count; i++) {
        suggest_consider(suggest, px_colors[i].name);
        if (!same_name(name, len, px_colors[i].name))
            continue;
        *count = px_colors[i].count;
        return name[len] ? turned(c, &px_colors[i]) : px_colors[i].colors;
    }
    return NULL;
}

static bool is_group(const char *name)
{
    for (int i = 0; i < px_color_count; i++)
        if (strcmp(px_colors[i].group, name) == 0)
            return true;
    return false;
}

static Hir *color_list(Checker *c, const PxColors *list, bool backwards, Span span)
{
    const Type *type = type_of(c->types, TY_LIST, simple(c, TY_TEXT));
    Hir *hir = hir_new(c, HIR_LIST, type, span);
    const char *const *colors = backwards ? turned(c, list) : list->colors;
    for (int i = 0; i < list->count; i++) {
        vec_push(c->arena, &hir->list.items, hir_text(c, colors[i], span));
        vec_push(c->arena, &hir->list.spliced, false);
    }
    return hir;
}

/* `px.colors.GROUP.NAME`; NULL: `e` is something else. */
Hir *check_px_colors(Checker *c, const Expr *e)
{
    const Expr *group = e->member.object;
    if (group->kind != EXPR_MEMBER || group->member.object->kind != EXPR_MEMBER)
        return NULL;
    const Expr *colors = group->member.object;
    if (colors->member.object->kind != EXPR_NAME ||
        strcmp(colors->member.object->name, "px") != 0 ||
        strcmp(colors->member.name.text, "colors") != 0)
        return NULL;
    const char *name = e->member.name.text, *where = group->member.name.text;
    Suggest suggest = suggest_for(is_group(where) ? name : where);
    for (int i = 0; i < px_color_count; i++) {
        bool here = strcmp(px_colors[i].group, where) == 0;
        if (here && strlen(px_colors[i].name) == bare_length(name) &&
            strncmp(px_colors[i].name, name, bare_length(name)) == 0)
            return color_list(c, &px_colors[i], name[bare_length(name)] != '\0', e->span);
        suggest_consider(&suggest, here ? px_colors[i].name : px_colors[i].group);
    }
    diag_suggest(
        diag_error(c->diags, E0703, e->span, "there are no colours `px.colors.%s.%s`", where, name),
        &suggest);
    return hir_error(c, e->span);
}
