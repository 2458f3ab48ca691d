/* SPDX-License-Identifier: MIT
 *
 * Types: equal ones are one pointer, and print as the user writes them.
 */
#include "unit.h"

#include "sema/type.h"

typedef struct Fixture {
    Arena *arena;
    TypePool *pool;
} Fixture;

static int setup(void **state)
{
    static Fixture fixture;
    fixture.arena = arena_create();
    fixture.pool = type_pool_create(fixture.arena);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    dash_arena_destroy(((Fixture *)*state)->arena);
    return 0;
}

static const Type *record(TypePool *pool, const char *a, const Type *x, const char *b,
                          const Type *y)
{
    Field fields[] = {{a, x}, {b, y}};
    return type_fields(pool, TY_RECORD, fields, 2);
}

static void equal_types_are_one(void **state)
{
    TypePool *pool = ((Fixture *)*state)->pool;
    const Type *text = type_simple(pool, TY_TEXT), *number = type_simple(pool, TY_INT);
    assert_ptr_equal(type_of(pool, TY_LIST, text), type_of(pool, TY_LIST, text));
    assert_ptr_not_equal(type_of(pool, TY_LIST, text), type_of(pool, TY_LIST, number));
    assert_ptr_not_equal(type_of(pool, TY_LIST, text), type_of(pool, TY_COLUMN, text));
    assert_ptr_equal(type_map(pool, text, number), type_map(pool, text, number));
    assert_ptr_equal(record(pool, "a", text, "b", number), record(pool, "a", text, "b", number));
    assert_ptr_not_equal(record(pool, "a", text, "b", number),
                         record(pool, "a", text, "c", number));
    assert_ptr_not_equal(record(pool, "a", text, "b", number),
                         record(pool, "b", number, "a", text));
}

static void optional_is_flat(void **state)
{
    TypePool *pool = ((Fixture *)*state)->pool;
    const Type *text = type_simple(pool, TY_TEXT), *json = type_simple(pool, TY_JSON);
    const Type *maybe = type_optional(pool, text);
    assert_int_equal(maybe->kind, TY_OPTIONAL);
    assert_ptr_equal(type_optional(pool, maybe), maybe);
    assert_ptr_equal(type_without_null(maybe), text);
    assert_ptr_equal(type_without_null(text), text);
    assert_ptr_equal(type_optional(pool, json), json);
}

static void fields_are_found(void **state)
{
    TypePool *pool = ((Fixture *)*state)->pool;
    const Type *text = type_simple(pool, TY_TEXT), *number = type_simple(pool, TY_INT);
    const Type *pair = record(pool, "a", text, "b", number);
    assert_ptr_equal(type_field(pair, "b")->type, number);
    assert_null(type_field(pair, "c"));
}

static void types_print(void **state)
{
    Fixture *f = *state;
    const Type *text = type_simple(f->pool, TY_TEXT), *number = type_simple(f->pool, TY_FLOAT);
    const Type *list = type_of(f->pool, TY_LIST, type_optional(f->pool, text));
    assert_string_equal(type_name(f->arena, list), "[text?]");
    assert_string_equal(type_name(f->arena, type_map(f->pool, text, list)), "{text: [text?]}");
    Field columns[] = {{"month", text}, {"revenue", number}};
    const Type *table = type_fields(f->pool, TY_TABLE, columns, 2);
    assert_string_equal(type_name(f->arena, table), "table{month: text, revenue: float}");
    Field items[] = {{NULL, text}, {NULL, number}};
    const Type *tuple = type_fields(f->pool, TY_TUPLE, items, 2);
    assert_string_equal(type_name(f->arena, tuple), "(text, float)");
    assert_string_equal(type_name(f->arena, type_of(f->pool, TY_COLUMN, text)), "column of text");
    assert_string_equal(type_name(f->arena, record(f->pool, "a", text, "b", tuple)),
                        "{a: text, b: (text, float)}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_types_are_one),
        cmocka_unit_test(optional_is_flat),
        cmocka_unit_test(fields_are_found),
        cmocka_unit_test(types_print),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
