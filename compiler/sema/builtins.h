/* SPDX-License-Identifier: MIT
 *
 * The standard library as one table (builtins.def): name, signature, purity,
 * how and which C is called, what JavaScript would call it, one line of documentation. The checker,
 * the emitters and the docs read the same rows.
 */
#ifndef DASHC_SEMA_BUILTINS_H
#define DASHC_SEMA_BUILTINS_H

#include <stdbool.h>

/* How C gets at a builtin. */
typedef enum BuiltinForm {
    FORM_CONSTANT, /* c_name is its value */
    FORM_PLAIN,    /* f(args) */
    FORM_CX,       /* f(cx, args): makes something in the request's memory */
    FORM_FAILS,    /* f(cx, args, where): may fail the request */
    FORM_MADE,     /* a function that the emitter makes for the types at hand: generic.def */
} BuiltinForm;

typedef struct Builtin {
    const char *name;
    const char *signature; /* see signature.h */
    bool pure;
    BuiltinForm form;
    const char *c_name;  /* "dash_upper", "sqrt" */
    const char *js_name; /* "dash.upper", "Math.sqrt"; "": only on the server */
    const char *doc;
} Builtin;

extern const Builtin builtin_table[];
extern const int builtin_count;

/* The rows of one name follow each other: the first, or NULL. */
const Builtin *builtin_first(const char *name);
/* The next row of the same name, or NULL. */
const Builtin *builtin_next(const Builtin *builtin);

#endif
