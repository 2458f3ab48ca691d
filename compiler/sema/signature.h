/* SPDX-License-Identifier: MIT
 *
 * Signatures of the standard library, in the language's own type syntax:
 *
 *     (text, width: int, fill: text = ' ') -> text
 *     ([T], by: [O], desc: bool = false) -> [T]
 *     float                                            a constant
 *
 * A capital letter is any type, the same one wherever it stands: `N` an int or
 * a float, `W` what C holds as an int (int, date, datetime, duration), `D` a
 * date or datetime, `O` anything that has an order, `Q` the same or null, `E` what
 * can be compared, others whatever there is.
 * `[N*]` is a list whose nulls are left out. A parameter with `= value` may be
 * left out; 'a'|'b' is a text that is one of these; a name before the colon can
 * be written in the call.
 */
#ifndef DASHC_SEMA_SIGNATURE_H
#define DASHC_SEMA_SIGNATURE_H

#include "sema/builtins.h"
#include "sema/check.h"

#define MAX_PARAMS 8

typedef struct SigParam {
    const char *name;     /* NULL: only by its place */
    const Type *type;     /* may hold TY_VARIABLE */
    const char *choices;  /* "'a'|'b'", or NULL */
    const char *fallback; /* the text of its default, or NULL */
    bool skips_null;
} SigParam;

struct Signature {
    SigParam params[MAX_PARAMS];
    int count;
    const Type *result;
    bool constant;
};

/* The row's signature; read once a compilation. */
const Signature *signature_of(Checker *c, const Builtin *builtin);

/* What the capital letters stand for in one call. */
typedef struct Binding {
    const Type *types[26];
} Binding;

/* Whether a value of `type` can be given for `pattern`; extends the binding. */
bool signature_bind(Checker *c, Binding *binding, const Type *pattern, const Type *type);
/* The pattern with its letters replaced. */
const Type *signature_apply(Checker *c, const Binding *binding, const Type *pattern);

#endif
