/* SPDX-License-Identifier: MIT
 *
 * The lists.
 */
#include "source/c_names.h"

#include <stddef.h>
#include <string.h>

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
        if (list[i][0] == name[0] && strcmp(list[i], name) == 0)
            return true;
    return false;
}

/* The runtime's own names, and the macros of the C library. */
bool c_reserved_prefix(const char *name)
{
    static const char *const prefixes[] = {"dash_", "Dash", "DASH_", "INT", "UINT", "SIZE_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

bool c_reserved(const char *name)
{
    return c_reserved_prefix(name) || listed(name, reserved, sizeof reserved / sizeof *reserved);
}

bool c_knows(const char *name)
{
    return listed(name, library, sizeof library / sizeof *library);
}
