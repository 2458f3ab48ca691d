/* SPDX-License-Identifier: MIT
 *
 * For tests of the readers of data files: a table read from memory, and its cells.
 */
#ifndef DASHC_TESTS_READ_TABLE_H
#define DASHC_TESTS_READ_TABLE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dash/source.h"
#include "unit.h"

static DashArena *arena;
static DashTable table;
static DashSourceReport report;

static int set_up(void **state)
{
    (void)state;
    arena = dash_arena_create(0);
    return arena ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dash_arena_destroy(arena);
    return 0;
}

/* Parses from memory of exactly that size, so that ASan sees reads past it. */
static bool parse_with(const char *bytes, size_t len, const DashSource *options)
{
    char *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    bool good = dash_source_parse(arena, copy, len, options, &table, &report);
    free(copy);
    return good;
}

static bool is_null(uint32_t column, size_t row)
{
    return !dash_is_valid(table.columns[column].valid, row);
}

static void assert_text(uint32_t column, size_t row, const char *wanted)
{
    const DashColumn *c = &table.columns[column];
    assert_int_equal(c->type, DASH_COLUMN_TEXT);
    assert_false(is_null(column, row));
    DashText text = dash_dict_text(c->dict, (uint32_t)dash_column_int(c, row));
    assert_int_equal(text.len, strlen(wanted));
    assert_memory_equal(text.ptr, wanted, text.len);
}

#endif
