/* SPDX-License-Identifier: MIT
 *
 * Which callbacks write and read a prop. Most ids are known whole, so they are
 * found by their wire form; only ids with wildcards are searched one by one.
 */
#include "sema/check.h"

static bool is_whole(const IdShape *shape)
{
    return shape->wire && !id_is_many(shape) && !id_has_part(shape, ID_PART_MATCH);
}

static void add_use(Checker *c, PlaceIndex *index, PlaceUse use)
{
    PlaceUse *kept = arena_new(c->arena, PlaceUse);
    *kept = use;
    vec_push(c->arena, &index->all, kept);
    if (!is_whole(use.place->shape)) {
        vec_push(c->arena, &index->wild, kept);
        return;
    }
    /* in order of the callbacks: the last of a chain is kept beside the first */
    PlaceUse *last = map_get(&index->last, use.place->shape->wire);
    map_set(c->arena, &index->last, use.place->shape->wire, kept);
    if (last)
        last->next = kept;
    else
        map_set(c->arena, &index->first, use.place->shape->wire, kept);
}

void index_places(Checker *c, int callback)
{
    const HirCallback *hir = c->program->callbacks.at[callback];
    for (int i = 0; i < hir->outputs.count; i++)
        for (int k = 0; k < hir->outputs.at[i].places.count; k++)
            add_use(c, &c->writers,
                    (PlaceUse){.callback = callback,
                               .output = &hir->outputs.at[i],
                               .place = &hir->outputs.at[i].places.at[k]});
    for (int i = 0; i < hir->params.count; i++)
        for (int k = 0; !hir->params.at[i].is_state && k < hir->params.at[i].places.count; k++)
            add_use(c, &c->readers,
                    (PlaceUse){.callback = callback, .place = &hir->params.at[i].places.at[k]});
}

static void take(Checker *c, const PlaceUse *use, const IdShape *shape, const char *property,
                 PlaceUses *out)
{
    if (strcmp(use->place->property, property) == 0 && id_overlaps(use->place->shape, shape))
        vec_push(c->arena, out, use);
}

PlaceUses uses_of(Checker *c, const PlaceIndex *index, const IdShape *shape, const char *property)
{
    PlaceUses out = {0};
    if (!is_whole(shape)) {
        for (int i = 0; i < index->all.count; i++)
            take(c, index->all.at[i], shape, property, &out);
        return out;
    }
    for (const PlaceUse *use = map_get(&index->first, shape->wire); use; use = use->next)
        take(c, use, shape, property, &out);
    for (int i = 0; i < index->wild.count; i++)
        take(c, index->wild.at[i], shape, property, &out);
    return out;
}
