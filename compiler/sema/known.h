/* SPDX-License-Identifier: MIT
 *
 * Values in ids that are known before anything is checked: literals, constants
 * of the top level, variables of loops over ranges and lists of them, arguments
 * of functions.
 */
#ifndef DASHC_SEMA_KNOWN_H
#define DASHC_SEMA_KNOWN_H

#include "sema/check.h"

typedef struct Binding Binding;

typedef enum KnownKind {
    KNOWN_NOTHING,
    KNOWN_TEXT,
    KNOWN_INT,
    KNOWN_FLOAT,
    KNOWN_BOOL,
    KNOWN_ID,   /* an id as a value */
    KNOWN_TREE, /* a list or record whose parts may be known */
} KnownKind;

typedef struct Known {
    KnownKind kind;
    union {
        Str text;
        int64_t integer;
        double number;
        bool boolean;
        const IdShape *id;
        struct {
            const Expr *expr;
            const Binding *bindings; /* that hold inside it … */
            Module *module;          /* … and the file that it stands in */
        } tree;
    };
} Known;

/* A name of the program's inner scopes; nearer ones come first. */
struct Binding {
    const char *name;
    Known value;
    const Binding *outer;
};

typedef Vec(Known) KnownList;

/* The nearest one of that name, or NULL. */
const Binding *find_binding(const Binding *bindings, const char *name);

Known known_value(Checker *c, const Binding *bindings, const Expr *e);
/* The items of a list or range, one by one; false when their number is not known. */
bool known_items(Checker *c, const Binding *bindings, const Expr *source, KnownList *out);
const IdShape *id_shape(Checker *c, const Binding *bindings, const IdExpr *id);
const IdShape *id_of_text(Checker *c, Str text);
/* The id of a text that is known in parts. */
const IdShape *id_of_text_expr(Checker *c, const Binding *bindings, const Expr *text);
/* Notes the props that a call of set_props in the program writes. */
void note_set_props(Checker *c, const Binding *bindings, const Expr *call, const Decl *decl);

#endif
