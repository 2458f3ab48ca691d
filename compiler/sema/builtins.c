/* SPDX-License-Identifier: MIT
 *
 * The rows of builtins.def and how they are found by name.
 */
#include "sema/builtins.h"

#include "sema/check.h"

#define PURE   true
#define IMPURE false
const Builtin builtin_table[] = {
#define X(name, signature, pure, form, c_name, js_name, doc)                                       \
    {name, signature, pure, FORM_##form, #c_name, js_name, doc},
#include "sema/builtins.def"
#undef X
};
const int builtin_count = (int)(sizeof builtin_table / sizeof *builtin_table);

/* ---- by name --------------------------------------------------------------- */

/* A hash table of the first rows, filled once; a place holds the row's number
 * and one more, 0 is free. */
enum { SLOTS = 1024 };
_Static_assert(sizeof builtin_table / sizeof *builtin_table < SLOTS / 2, "the table is too full");
static short slots[SLOTS];

static unsigned hash_name(const char *name)
{
    unsigned hash = 2166136261u;
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}

static short *slot_of(const char *name)
{
    unsigned at = hash_name(name) % SLOTS;
    while (slots[at] && strcmp(builtin_table[slots[at] - 1].name, name) != 0)
        at = (at + 1) % SLOTS;
    return &slots[at];
}

static void fill_slots(void)
{
    for (int i = 0; i < builtin_count; i++) {
        short *slot = slot_of(builtin_table[i].name);
        if (!*slot)
            *slot = (short)(i + 1);
    }
}

const Builtin *builtin_first(const char *name)
{
    static bool filled;
    if (!filled)
        fill_slots();
    filled = true;
    short *slot = slot_of(name);
    return *slot ? &builtin_table[*slot - 1] : NULL;
}

const Builtin *builtin_next(const Builtin *builtin)
{
    const Builtin *next = builtin + 1;
    bool same = next < builtin_table + builtin_count && strcmp(next->name, builtin->name) == 0;
    return same ? next : NULL;
}

/* Of the language, but for a later version. */
static const char *const later_builtins[] = {
    "query", "exec", "sqlite", "postgres", "clickhouse",
};

bool is_later_builtin(const char *name)
{
    for (size_t i = 0; i < sizeof later_builtins / sizeof *later_builtins; i++)
        if (strcmp(later_builtins[i], name) == 0)
            return true;
    return false;
}

bool is_builtin(const char *name)
{
    return builtin_first(name) || strcmp(name, "text") == 0 || strcmp(name, "file") == 0 ||
           strcmp(name, "bin") == 0 || strcmp(name, "table") == 0 || strcmp(name, "make_subplots") == 0 || is_later_builtin(name);
}

void builtins_suggest(Suggest *suggest)
{
    for (int i = 0; i < builtin_count; i++)
        if (builtin_table[i].name[0] != ' ')
            suggest_consider(suggest, builtin_table[i].name);
}
