/* SPDX-License-Identifier: MIT
 *
 * C names after the source's: kept where C allows, else with a suffix that
 * counts up.
 */
#include "emit/internal.h"

#include <ctype.h>

#include "source/c_names.h"

/* ---- names -------------------------------------------------------------- */

static int name_slot(const Names *names, const char *name)
{
    uint32_t hash = 2166136261u;
    for (const char *p = name; *p; p++)
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    unsigned mask = (unsigned)names->capacity - 1, slot = hash & mask;
    while (names->slots[slot] && strcmp(names->slots[slot], name) != 0)
        slot = (slot + 1) & mask;
    return (int)slot;
}

bool name_listed(const Names *names, const char *name)
{
    return names->capacity && names->slots[name_slot(names, name)];
}

bool name_taken(const Names *names, const char *name)
{
    for (; names; names = names->outer)
        if (name_listed(names, name))
            return true;
    return c_reserved(name);
}

void name_take(Names *names, const char *name)
{
    if (names->count * 2 >= names->capacity) {
        Names old = *names;
        names->capacity = old.capacity ? old.capacity * 2 : 32;
        names->slots = arena_array(names->arena, const char *, names->capacity);
        for (int i = 0; i < old.capacity; i++)
            if (old.slots[i])
                names->slots[name_slot(names, old.slots[i])] = old.slots[i];
    }
    names->slots[name_slot(names, name)] = name;
    names->count++;
    if (names->outer && names->outer->locals && !name_listed(names->outer->locals, name))
        name_take(names->outer->locals, name);
}

/* Would a variable of a function hide it there? */
static bool name_hidden(const Names *names, const char *name)
{
    return names->locals && name_listed(names->locals, name);
}

/* The identifier nearest to a text: "Unit Price" is Unit_Price. */
static const char *identifier(Arena *arena, const char *text)
{
    Buf out = {.arena = arena};
    for (const char *p = text; *p && out.len < 48; p++) {
        bool fits = isalnum((unsigned char)*p) || *p == '_';
        if (out.len == 0 && fits && !isalpha((unsigned char)*p))
            buf_putc(&out, 'x');
        if (fits || (out.len > 0 && out.ptr[out.len - 1] != '_'))
            buf_putc(&out, fits ? *p : '_');
    }
    while (out.len > 1 && out.ptr[out.len - 1] == '_')
        out.ptr[--out.len] = '\0';
    return out.len ? out.ptr : "x";
}

void name_release(Names *names, const char *name)
{
    if (names->released_count < (int)(sizeof names->released / sizeof *names->released))
        names->released[names->released_count++] = name;
}

static const char *take_released(Names *names, const char *name)
{
    for (int i = 0; i < names->released_count; i++) {
        const char *released = names->released[i];
        if (strcmp(released, name) != 0)
            continue;
        names->released[i] = names->released[--names->released_count];
        return released;
    }
    return NULL;
}

static const char *free_name(Names *names, const char *wanted, bool may_hide)
{
    const char *base = identifier(names->arena, wanted), *name = base;
    const char *released = take_released(names, name);
    if (released)
        return released;
    if (c_reserved_prefix(name))
        name = base = arena_printf(names->arena, "my_%s", base);
    else if (c_reserved(name))
        name = arena_printf(names->arena, "%s_", base);
    for (int i = 2; name_taken(names, name) || (!may_hide && name_hidden(names, name)); i++)
        name = arena_printf(names->arena, "%s_%d", base, i);
    name_take(names, name);
    return name;
}

/* Structs and helpers are made while a function is written: they keep clear of the
 * variables that it has. */
const char *name_unique(Names *names, const char *wanted)
{
    return free_name(names, wanted, false);
}

const char *name_global(Names *names, const char *wanted)
{
    if (c_knows(wanted))
        wanted = arena_printf(names->arena, "%s_of", wanted);
    return free_name(names, wanted, true);
}
