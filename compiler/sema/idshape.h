/* SPDX-License-Identifier: MIT
 *
 * What is known of an id before anything runs. A component's id may be known
 * whole (#a, #done[1]) or in part (#done[k], #"input-{i}"); an id of a callback
 * may have wildcards. Dash writes a dict id as JSON with its keys sorted; a
 * wildcard is a list with its name: {"index":["ALL"],"type":"done"}.
 */
#ifndef DASHC_SEMA_IDSHAPE_H
#define DASHC_SEMA_IDSHAPE_H

#include "source/memory.h"

typedef enum IdPart {
    ID_PART_CONSTANT,
    ID_PART_UNKNOWN, /* known only at run time */
    ID_PART_MATCH,
    ID_PART_ALL,
    ID_PART_ALLSMALLER,
} IdPart;

typedef struct IdShapeKey {
    const char *name; /* interned */
    IdPart part;
    const char *json; /* CONSTANT: interned: "\"x\"", "3", "true" */
    Str text;         /* of a CONSTANT that is a text; ptr NULL: it is none */
} IdShapeKey;

typedef struct IdShape {
    const char *wire;         /* interned; NULL when a part is UNKNOWN */
    Vec(IdShapeKey) keys;     /* of a dict id, sorted by name; none: a text */
    Vec(const char *) pieces; /* of a text with UNKNOWN parts: what stands around each */
} IdShape;

static inline bool id_is_dict(const IdShape *shape)
{
    return shape->keys.count > 0;
}

bool id_has_part(const IdShape *shape, IdPart part);
/* With ALL or ALLSMALLER: stands for any number of components. */
bool id_is_many(const IdShape *shape);
/* A text of which nothing is known. */
bool id_is_free(const IdShape *shape);
/* May there be an id that both stand for? */
bool id_overlaps(const IdShape *a, const IdShape *b);
/* As the user writes it: "#done[ALL]", "#{a: 1, b: …}", "#\"input-{…}\"". */
const char *id_shown(Arena *arena, const IdShape *shape);
/* `text` as JSON, between quotes, as JavaScript writes it. */
void put_json_text(Buf *out, Str text);

#endif
