/* SPDX-License-Identifier: MIT
 *
 * The table of the standard library: every signature can be read, rows of one
 * name stand together and are found, nothing is there twice.
 */
#include "unit.h"

#include <string.h>

#include "sema/signature.h"

static void rows_stand_together(void **state)
{
    (void)state;
    for (int i = 0; i < builtin_count; i++) {
        const Builtin *row = &builtin_table[i], *found = builtin_first(row->name);
        while (found && found != row)
            found = builtin_next(found);
        if (!found)
            print_error("the rows of `%s` are apart\n", row->name);
        assert_non_null(found);
        assert_true(row->doc[0] != '\0' && row->c_name[0] != '\0');
    }
    assert_null(builtin_first("nothing"));
}

static void signatures_are_read(void **state)
{
    (void)state;
    Arena *arena = arena_create();
    Checker c = {
        .arena = arena, .interner = interner_create(arena), .types = type_pool_create(arena)};
    for (int i = 0; i < builtin_count; i++) {
        const Builtin *row = &builtin_table[i];
        const Signature *signature = signature_of(&c, row);
        assert_non_null(signature->result);
        assert_true(signature->constant == (row->form == FORM_CONSTANT));
        bool named = row->name[0] != ' ';
        for (const Builtin *next = builtin_next(row); named && next; next = builtin_next(next))
            if (strcmp(next->signature, row->signature) == 0)
                fail_msg("`%s%s` is there twice", row->name, row->signature);
    }
    dash_arena_destroy(arena);
}

/* One name in JavaScript stands for one function in C; what reads the server's
 * state has none. */
static void names_in_javascript(void **state)
{
    (void)state;
    for (int i = 0; i < builtin_count; i++) {
        const Builtin *row = &builtin_table[i];
        bool time = strcmp(row->name, "now") == 0 || strcmp(row->name, "today") == 0;
        if (!row->pure && !time)
            assert_string_equal(row->js_name, "");
        for (int j = i + 1; j < builtin_count && row->js_name[0]; j++)
            if (strcmp(row->js_name, builtin_table[j].js_name) == 0)
                assert_string_equal(row->c_name, builtin_table[j].c_name);
    }
}

/* "(text, width: int, fill: text = ' ')" by its parts. */
static void parts_of_a_signature(void **state)
{
    (void)state;
    Arena *arena = arena_create();
    Checker c = {
        .arena = arena, .interner = interner_create(arena), .types = type_pool_create(arena)};
    const Signature *pad = signature_of(&c, builtin_first("pad"));
    assert_int_equal(pad->count, 4);
    assert_null(pad->params[0].name);
    assert_string_equal(pad->params[1].name, "width");
    assert_string_equal(pad->params[2].fallback, "' '");
    assert_string_equal(pad->params[3].choices, "'left'|'right'|'center'");
    assert_true(pad->result->kind == TY_TEXT);

    Binding binding = {0};
    const Type *ints = type_of(c.types, TY_LIST, type_simple(c.types, TY_INT));
    const Builtin *zip = builtin_first("zip");
    const Signature *pairs = signature_of(&c, zip);
    assert_true(signature_bind(&c, &binding, pairs->params[0].type, ints));
    assert_true(signature_bind(&c, &binding, pairs->params[1].type,
                               type_of(c.types, TY_LIST, type_simple(c.types, TY_TEXT))));
    assert_string_equal(type_name(arena, signature_apply(&c, &binding, pairs->result)),
                        "[(int, text)]");
    assert_false(signature_bind(&c, &binding, pairs->params[0].type, type_simple(c.types, TY_INT)));
    dash_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_together),
        cmocka_unit_test(signatures_are_read),
        cmocka_unit_test(names_in_javascript),
        cmocka_unit_test(parts_of_a_signature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
