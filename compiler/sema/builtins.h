/* SPDX-License-Identifier: MIT
 *
 * The standard library as one table (builtins.def): name, signatures, purity,
 * one line of documentation and the C function. The checker, the emitters and
 * the docs read the same rows.
 */
#ifndef DASHC_SEMA_BUILTINS_H
#define DASHC_SEMA_BUILTINS_H

#include <stdbool.h>

/* A signature is text in the language's own type syntax: "(text, text) -> bool".
 * `T` stands for any one type. */
typedef struct Builtin {
    const char *name;
    const char *signature;
    bool pure;
    bool takes_cx;      /* the C function wants the context first */
    bool takes_where;   /* … and the place in the source last: it can fail */
    const char *c_name; /* "dash_upper" */
    const char *doc;
} Builtin;

extern const Builtin builtin_table[];
extern const int builtin_count;

#endif
