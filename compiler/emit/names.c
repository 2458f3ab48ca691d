/* SPDX-License-Identifier: MIT
 *
 * C names after the source's: kept where C allows, else with a suffix that
 * counts up.
 */
#include "emit/internal.h"

#include <ctype.h>

/* ---- names -------------------------------------------------------------- */

/* Words that no generated name may be: the language's, and those that the
 * runtime's headers and the emitter itself use. */
static const char *const reserved[] = {
    "asm",         "auto",      "bool",      "break",   "case",     "char",      "const",
    "continue",    "default",   "do",        "double",  "else",     "enum",      "extern",
    "false",       "float",     "for",       "goto",    "if",       "inline",    "int",
    "long",        "register",  "restrict",  "return",  "short",    "signed",    "sizeof",
    "static",      "struct",    "switch",    "true",    "typedef",  "typeof",    "union",
    "unsigned",    "void",      "volatile",  "while",   "linux",    "unix",      "i386",
    "NULL",        "cx",        "call",      "main",    "app",      "argc",      "argv",
    "size_t",      "int8_t",    "int16_t",   "int32_t", "int64_t",  "uint8_t",   "uint16_t",
    "uint32_t",    "uint64_t",  "ptrdiff_t", "wchar_t", "intptr_t", "uintptr_t", "offsetof",
    "max_align_t", "callbacks", "layout",    "start",   "intmax_t", "uintmax_t",
};

/* Functions that the C compiler knows: a static of that name with another type
 * is a warning. */
static const char *const library[] = {
    "abort",   "abs",         "acos",      "alloca",    "asin",     "atan",     "atan2",
    "bcmp",    "bcopy",       "bzero",     "cabs",      "calloc",   "cbrt",     "ceil",
    "cos",     "cosh",        "creal",     "dcgettext", "erf",      "exit",     "exp",
    "exp2",    "expm1",       "fabs",      "fdim",      "ffs",      "floor",    "fma",
    "fmax",    "fmin",        "fmod",      "fork",      "free",     "frexp",    "fprintf",
    "fputc",   "fputs",       "fscanf",    "fwrite",    "gamma",    "gettext",  "hypot",
    "index",   "isalnum",     "isalpha",   "isdigit",   "isinf",    "islower",  "isnan",
    "isspace", "isupper",     "j0",        "j1",        "jn",       "labs",     "ldexp",
    "lgamma",  "log",         "log10",     "log1p",     "log2",     "logb",     "lrint",
    "lround",  "malloc",      "memchr",    "memcmp",    "memcpy",   "memmove",  "memset",
    "modf",    "nan",         "nearbyint", "pow",       "printf",   "putchar",  "puts",
    "realloc", "remquo",      "rindex",    "rint",      "round",    "scalb",    "scanf",
    "signbit", "significand", "sin",       "sinh",      "snprintf", "sprintf",  "sqrt",
    "sscanf",  "stpcpy",      "strcat",    "strchr",    "strcmp",   "strcpy",   "strdup",
    "strlen",  "strncat",     "strncmp",   "strncpy",   "strpbrk",  "strrchr",  "strspn",
    "strstr",  "tan",         "tanh",      "tgamma",    "tolower",  "toupper",  "trunc",
    "vprintf", "y0",          "y1",        "yn",        "exec",     "pow10",    "drem",
    "sincos",  "clog",        "cexp",      "csin",      "ccos",     "cpow",     "carg",
    "conj",    "cimag",       "cproj",     "ilogb",     "strftime", "popcount", "parity",
    "toascii",
};

static bool listed(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

/* The runtime's own names, and the macros of the C library. */
static bool has_reserved_prefix(const char *name)
{
    static const char *const prefixes[] = {"dash_", "Dash", "DASH_", "INT", "UINT", "SIZE_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

static bool is_reserved(const char *name)
{
    return has_reserved_prefix(name) || listed(name, reserved, sizeof reserved / sizeof *reserved);
}

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
    return is_reserved(name);
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
}

/* The identifier nearest to a text: "Unit Price" is Unit_Price. */
static const char *identifier(Arena *arena, const char *text)
{
    Buf out = {.arena = arena};
    if (!text[0] || isdigit((unsigned char)text[0]) || text[0] == '_')
        buf_putc(&out, 'x');
    for (const char *p = text; *p && out.len < 48; p++) {
        bool fits = isalnum((unsigned char)*p) || *p == '_';
        if (fits || (out.len > 0 && out.ptr[out.len - 1] != '_'))
            buf_putc(&out, fits ? *p : '_');
    }
    while (out.len > 1 && out.ptr[out.len - 1] == '_')
        out.ptr[--out.len] = '\0';
    return out.ptr;
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

const char *name_unique(Names *names, const char *wanted)
{
    const char *base = identifier(names->arena, wanted), *name = base;
    const char *released = take_released(names, name);
    if (released)
        return released;
    if (has_reserved_prefix(name))
        name = base = arena_printf(names->arena, "my_%s", base);
    else if (is_reserved(name))
        name = arena_printf(names->arena, "%s_", base);
    for (int i = 2; name_taken(names, name); i++)
        name = arena_printf(names->arena, "%s_%d", base, i);
    name_take(names, name);
    return name;
}

const char *name_global(Names *names, const char *wanted)
{
    if (listed(wanted, library, sizeof library / sizeof *library))
        wanted = arena_printf(names->arena, "%s_of", wanted);
    return name_unique(names, wanted);
}
