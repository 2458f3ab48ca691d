/* SPDX-License-Identifier: MIT
 *
 * Ids that are known whole or in part: which may be the same, and how they read.
 */
#include "sema/idshape.h"

#include <ctype.h>

bool id_has_part(const IdShape *shape, IdPart part)
{
    for (int i = 0; i < shape->keys.count; i++)
        if (shape->keys.at[i].part == part)
            return true;
    return false;
}

bool id_is_many(const IdShape *shape)
{
    return id_has_part(shape, ID_PART_ALL) || id_has_part(shape, ID_PART_ALLSMALLER);
}

bool id_is_free(const IdShape *shape)
{
    for (int i = 0; i < shape->pieces.count; i++)
        if (*shape->pieces.at[i])
            return false;
    return shape->pieces.count > 0;
}

/* ---- comparing ------------------------------------------------------------ */

/* Can `text` be pieces[0] + anything + pieces[1] + …? */
static bool text_fits(const char *text, const IdShape *shape)
{
    int last = shape->pieces.count - 1;
    size_t len = strlen(text), head = strlen(shape->pieces.at[0]);
    size_t tail = strlen(shape->pieces.at[last]);
    if (len < head + tail || strncmp(text, shape->pieces.at[0], head) != 0 ||
        strcmp(text + len - tail, shape->pieces.at[last]) != 0)
        return false;
    const char *at = text + head;
    for (int i = 1; i < last; i++) {
        at = strstr(at, shape->pieces.at[i]);
        if (!at)
            return false;
        at += strlen(shape->pieces.at[i]);
    }
    return at <= text + len - tail;
}

static bool texts_overlap(const IdShape *a, const IdShape *b)
{
    if (a->wire && b->wire)
        return a->wire == b->wire;
    if (a->wire)
        return text_fits(a->wire, b);
    if (b->wire)
        return text_fits(b->wire, a);
    size_t heads[] = {strlen(a->pieces.at[0]), strlen(b->pieces.at[0])};
    size_t common = heads[0] < heads[1] ? heads[0] : heads[1];
    return strncmp(a->pieces.at[0], b->pieces.at[0], common) == 0;
}

bool id_overlaps(const IdShape *a, const IdShape *b)
{
    if (a->keys.count != b->keys.count)
        return false;
    if (a->keys.count == 0)
        return texts_overlap(a, b);
    for (int i = 0; i < a->keys.count; i++) {
        const IdShapeKey *left = &a->keys.at[i], *right = &b->keys.at[i];
        bool constants = left->part == ID_PART_CONSTANT && right->part == ID_PART_CONSTANT;
        if (left->name != right->name || (constants && left->json != right->json))
            return false;
    }
    return true;
}

/* ---- words ---------------------------------------------------------------- */

static const char *const part_words[] = {
    [ID_PART_UNKNOWN] = "…",
    [ID_PART_MATCH] = "MATCH",
    [ID_PART_ALL] = "ALL",
    [ID_PART_ALLSMALLER] = "ALLSMALLER",
};

static const char *key_word(const IdShapeKey *key)
{
    return key->part == ID_PART_CONSTANT ? key->json : part_words[key->part];
}

/* The name in "\"name\"" when it can stand after a `#`; else length 0. */
static Str id_name_of(const IdShapeKey *key)
{
    if (key->part != ID_PART_CONSTANT || key->json[0] != '"' || !isalpha((uint8_t)key->json[1]))
        return (Str){NULL, 0};
    size_t len = strlen(key->json) - 2;
    for (size_t i = 1; i <= len; i++) {
        char c = key->json[i];
        if (!isalnum((uint8_t)c) && c != '-' && c != '_')
            return (Str){NULL, 0};
    }
    return (Str){key->json + 1, len};
}

static void put_dict(Buf *out, const IdShape *shape)
{
    const IdShapeKey *keys = shape->keys.at;
    bool indexed = shape->keys.count == 2 && strcmp(keys[0].name, "index") == 0 &&
                   strcmp(keys[1].name, "type") == 0;
    Str name = indexed ? id_name_of(&keys[1]) : (Str){NULL, 0};
    if (name.len) {
        buf_putc(out, '#');
        buf_put(out, name.ptr, name.len);
        buf_printf(out, "[%s]", key_word(&keys[0]));
        return;
    }
    for (int i = 0; i < shape->keys.count; i++)
        buf_printf(out, "%s%s: %s", i ? ", " : "#{", keys[i].name, key_word(&keys[i]));
    buf_putc(out, '}');
}

const char *id_shown(Arena *arena, const IdShape *shape)
{
    Buf out = {.arena = arena};
    if (id_is_dict(shape)) {
        put_dict(&out, shape);
    } else if (shape->wire) {
        buf_printf(&out, "#%s", shape->wire);
    } else {
        for (int i = 0; i < shape->pieces.count; i++)
            buf_printf(&out, "%s%s", i ? "{…}" : "#\"", shape->pieces.at[i]);
        buf_putc(&out, '"');
    }
    return out.ptr;
}

void put_json_text(Buf *out, Str text)
{
    static const char controls[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
    buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        const char *control = c ? strchr(controls, c) : NULL;
        if (control)
            buf_printf(out, "\\%c", letters[control - controls]);
        else if ((uint8_t)c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_putc(out, c);
    }
    buf_putc(out, '"');
}
