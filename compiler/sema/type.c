/* SPDX-License-Identifier: MIT
 *
 * The pool of types. Every composite type is looked up among those made before,
 * by structure, so that equal types are one pointer: a hash table of them, half
 * full at most.
 */
#include "sema/type.h"

struct TypePool {
    Arena *arena;
    Type simple[TY_KIND_COUNT];
    Type **slots; /* of the composite types */
    uint32_t count, capacity;
};

TypePool *type_pool_create(Arena *arena)
{
    TypePool *pool = arena_new(arena, TypePool);
    pool->arena = arena;
    for (int kind = 0; kind < TY_KIND_COUNT; kind++)
        pool->simple[kind].kind = (TypeKind)kind;
    return pool;
}

const Type *type_simple(TypePool *pool, TypeKind kind)
{
    return &pool->simple[kind];
}

static bool same_fields(const Type *a, const Type *b)
{
    for (int i = 0; i < a->field_count; i++) {
        if (a->fields[i].type != b->fields[i].type)
            return false;
        const char *x = a->fields[i].name, *y = b->fields[i].name;
        if (x != y && (!x || !y || strcmp(x, y) != 0))
            return false;
    }
    return true;
}

static bool same_type(const Type *a, const Type *b)
{
    return a->kind == b->kind && a->item == b->item && a->key == b->key &&
           a->field_count == b->field_count && same_fields(a, b);
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * 0x9E3779B97F4A7C15u;
}

static uint64_t hash_of(const Type *type)
{
    uint64_t hash = mix(type->kind, (uintptr_t)type->item);
    hash = mix(hash, (uintptr_t)type->key);
    for (int i = 0; i < type->field_count; i++) {
        hash = mix(hash, (uintptr_t)type->fields[i].type);
        for (const char *p = type->fields[i].name; p && *p; p++)
            hash = mix(hash, (unsigned char)*p);
    }
    return hash ^ hash >> 32;
}

static Type **slot_of(const TypePool *pool, const Type *wanted)
{
    uint32_t slot = (uint32_t)hash_of(wanted) & (pool->capacity - 1);
    while (pool->slots[slot] && !same_type(pool->slots[slot], wanted))
        slot = (slot + 1) & (pool->capacity - 1);
    return &pool->slots[slot];
}

static void make_room(TypePool *pool)
{
    if (pool->count * 2 < pool->capacity)
        return;
    TypePool old = *pool;
    pool->capacity = old.capacity ? old.capacity * 2 : 64;
    pool->slots = arena_array(pool->arena, Type *, pool->capacity);
    for (uint32_t i = 0; i < old.capacity; i++)
        if (old.slots[i])
            *slot_of(pool, old.slots[i]) = old.slots[i];
}

/* The one type equal to `wanted`, whose fields are copied when it is new. */
static const Type *find_or_add(TypePool *pool, const Type *wanted)
{
    make_room(pool);
    Type **slot = slot_of(pool, wanted);
    if (*slot)
        return *slot;
    Type *made = arena_new(pool->arena, Type);
    *made = *wanted;
    if (wanted->field_count) {
        Field *fields = arena_array(pool->arena, Field, wanted->field_count);
        memcpy(fields, wanted->fields, sizeof(Field) * (size_t)wanted->field_count);
        made->fields = fields;
    }
    *slot = made;
    pool->count++;
    return made;
}

const Type *type_of(TypePool *pool, TypeKind kind, const Type *item)
{
    return find_or_add(pool, &(Type){.kind = kind, .item = item});
}

const Type *type_map(TypePool *pool, const Type *key, const Type *item)
{
    return find_or_add(pool, &(Type){.kind = TY_MAP, .key = key, .item = item});
}

const Type *type_fields(TypePool *pool, TypeKind kind, const Field *fields, int count)
{
    return find_or_add(pool, &(Type){.kind = kind, .fields = fields, .field_count = count});
}

const Type *type_optional(TypePool *pool, const Type *type)
{
    switch (type->kind) {
    case TY_ERROR:
    case TY_NULL:
    case TY_JSON:
    case TY_COMPONENT:
    case TY_OPTIONAL:
        return type;
    default:
        return type_of(pool, TY_OPTIONAL, type);
    }
}

const Type *type_without_null(const Type *type)
{
    return type->kind == TY_OPTIONAL ? type->item : type;
}

const Field *type_field(const Type *type, const char *name)
{
    for (int i = 0; i < type->field_count; i++)
        if (type->fields[i].name && strcmp(type->fields[i].name, name) == 0)
            return &type->fields[i];
    return NULL;
}

static const char *const simple_names[TY_KIND_COUNT] = {
    [TY_ERROR] = "unknown",
    [TY_NEVER] = "nothing",
    [TY_UNIT] = "no value",
    [TY_NULL] = "null",
    [TY_NO_UPDATE] = "no_update",
    [TY_BOOL] = "bool",
    [TY_INT] = "int",
    [TY_FLOAT] = "float",
    [TY_TEXT] = "text",
    [TY_DATE] = "date",
    [TY_DATETIME] = "datetime",
    [TY_DURATION] = "duration",
    [TY_JSON] = "json",
    [TY_COMPONENT] = "component",
    [TY_FIGURE] = "figure",
    [TY_ID] = "id",
    [TY_RNG] = "rng",
};

static void put_type(Buf *out, const Type *type);

static void put_fields(Buf *out, const Type *type, const char *open, const char *close)
{
    buf_puts(out, open);
    for (int i = 0; i < type->field_count; i++) {
        if (i)
            buf_puts(out, ", ");
        if (type->fields[i].name)
            buf_printf(out, "%s: ", type->fields[i].name);
        put_type(out, type->fields[i].type);
    }
    buf_puts(out, close);
}

static void put_type(Buf *out, const Type *type)
{
    switch (type->kind) {
    case TY_OPTIONAL:
        put_type(out, type->item);
        buf_putc(out, '?');
        return;
    case TY_LIST:
        buf_putc(out, '[');
        if (type->item->kind != TY_NEVER)
            put_type(out, type->item);
        buf_putc(out, ']');
        return;
    case TY_COLUMN:
        buf_puts(out, "column of ");
        put_type(out, type->item);
        return;
    case TY_MAP:
        buf_putc(out, '{');
        put_type(out, type->key);
        buf_puts(out, ": ");
        put_type(out, type->item);
        buf_putc(out, '}');
        return;
    case TY_VARIABLE:
        buf_puts(out, type->fields[0].name);
        return;
    case TY_TUPLE:
        put_fields(out, type, "(", ")");
        return;
    case TY_RECORD:
        put_fields(out, type, "{", "}");
        return;
    case TY_TABLE:
        put_fields(out, type, "table{", "}");
        return;
    default:
        buf_puts(out, simple_names[type->kind]);
    }
}

const char *type_name(Arena *arena, const Type *type)
{
    Buf out = {.arena = arena};
    put_type(&out, type);
    return out.ptr;
}

bool type_is_number(const Type *type)
{
    return type->kind == TY_INT || type->kind == TY_FLOAT;
}

bool type_is_whole(const Type *type)
{
    return type->kind == TY_INT || type->kind == TY_DATE || type->kind == TY_DATETIME ||
           type->kind == TY_DURATION;
}

bool type_is_scalar(const Type *type)
{
    return type_is_whole(type) || type->kind == TY_FLOAT || type->kind == TY_TEXT ||
           type->kind == TY_BOOL;
}
