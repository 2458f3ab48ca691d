/* SPDX-License-Identifier: MIT
 *
 * The language's types. Types are made through a TypePool that keeps one of
 * each, so that equal types are the same pointer and compare by ==.
 */
#ifndef DASHC_SEMA_TYPE_H
#define DASHC_SEMA_TYPE_H

#include "source/memory.h"

typedef enum TypeKind {
    TY_ERROR,     /* of an expression that has been complained about: fits everything */
    TY_NEVER,     /* of what does not come back: return, prevent_update */
    TY_UNIT,      /* of what gives no value */
    TY_NULL,      /* of `null` alone */
    TY_NO_UPDATE, /* of `no_update` alone */
    TY_BOOL,
    TY_INT,
    TY_FLOAT,
    TY_TEXT,
    TY_DATE,
    TY_DATETIME,
    TY_DURATION,
    TY_JSON,
    TY_COMPONENT,
    TY_FIGURE,
    TY_ID,
    TY_RNG,      /* a generator of random numbers; changes, so it is kept in functions */
    TY_OPTIONAL, /* item */
    TY_LIST,     /* item */
    TY_TUPLE,    /* fields without names */
    TY_RECORD,   /* fields in order of first writing */
    TY_MAP,      /* key, item */
    TY_TABLE,    /* fields are the columns */
    TY_COLUMN,   /* item: of a table's column as a value */
    TY_VARIABLE, /* a letter in a signature of the standard library: fields[0].name */
    TY_KIND_COUNT
} TypeKind;

typedef struct Type Type;

typedef struct Field {
    const char *name; /* interned; NULL in tuples */
    const Type *type;
} Field;

struct Type {
    TypeKind kind;
    int field_count;
    const Type *item, *key;
    const Field *fields;
};

typedef struct TypePool TypePool;
TypePool *type_pool_create(Arena *arena);
const Type *type_simple(TypePool *pool, TypeKind kind);
const Type *type_of(TypePool *pool, TypeKind kind, const Type *item); /* optional, list, column */
const Type *type_map(TypePool *pool, const Type *key, const Type *item);
const Type *type_fields(TypePool *pool, TypeKind kind, const Field *fields, int count);

/* T? of T; T? of T? is T?; json? is json (json has null already). */
const Type *type_optional(TypePool *pool, const Type *type);
const Type *type_without_null(const Type *type);
const Field *type_field(const Type *type, const char *name); /* or NULL */
bool type_is_number(const Type *type);                       /* int, float */
bool type_is_whole(const Type *type);  /* an int in C: int, date, datetime, duration */
bool type_is_scalar(const Type *type); /* these, bool, text */

/* As the user writes it: "[text?]", "table{month: text, revenue: float}". */
const char *type_name(Arena *arena, const Type *type);

#endif
