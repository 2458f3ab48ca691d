/* SPDX-License-Identifier: MIT
 *
 * What generated loops call: dictionaries, sorts, gathering, hash groups, each
 * against the plainest way to do the same.
 */
#include "dash/keys.h" /* before there is a global `cx` */

#include "with_cx.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "dash/table.h"
#include "dash/text.h"
#include "table/dict.h"

static const DashDict *dict_of(const char *const *texts, size_t count)
{
    DictBuilder builder = {0};
    for (size_t i = 0; i < count; i++) {
        uint32_t code;
        assert_true(dict_builder_add(&builder, dash_text_of(texts[i]), &code));
    }
    const DashDict *dict = dict_builder_finish(&builder, cx->arena);
    assert_non_null(dict);
    dict_builder_free(&builder);
    return dict;
}

static void dictionaries(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"pear", "apple", "", "pear", "éclair", "app", "apple"};
    const DashDict *dict = dict_of(TEXTS, 7);
    assert_int_equal(dict->count, 5);
    assert_int_equal(dash_dict_find(dict, DASH_TEXT("pear")), 0);
    assert_int_equal(dash_dict_find(dict, DASH_TEXT("apple")), 1);
    assert_int_equal(dash_dict_find(dict, DASH_TEXT("")), 2);
    assert_int_equal(dash_dict_find(dict, DASH_TEXT("app")), 4);
    assert_int_equal(dash_dict_find(dict, DASH_TEXT("appl")), -1);
    assert_int_equal(dash_dict_find(dict, DASH_NO_TEXT), -1);
    const uint32_t *rank = dash_dict_rank(cx, dict);
    static const uint32_t RANKS[] = {3, 2, 0, 4, 1}; /* "", app, apple, pear, éclair */
    assert_memory_equal(rank, RANKS, sizeof(RANKS));
    const DashDict *none = dict_of(NULL, 0);
    assert_int_equal(none->count, 0);
    assert_int_equal(none->offsets[0], 0);
    assert_int_equal(dash_dict_find(none, DASH_TEXT("")), -1);
}

static void many_texts_keep_their_codes(void **state)
{
    (void)state;
    enum { COUNT = 50000 };
    DictBuilder builder = {0};
    char text[32];
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t code;
            snprintf(text, sizeof(text), "text number %u", i * 7919);
            assert_true(dict_builder_add(&builder, dash_text_of(text), &code));
            assert_int_equal(code, i);
        }
    }
    const DashDict *dict = dict_builder_finish(&builder, cx->arena);
    dict_builder_free(&builder);
    assert_int_equal(dict->count, COUNT);
    for (uint32_t i = 0; i < COUNT; i += 97) {
        snprintf(text, sizeof(text), "text number %u", i * 7919);
        assert_true(dash_text_eq(dash_dict_text(dict, i), dash_text_of(text)));
    }
}

/* ---- sorting -------------------------------------------------------------------- */

static size_t comparisons;

static int by_key(const void *state, uint32_t a, uint32_t b)
{
    const uint8_t *keys = state;
    comparisons++;
    return (keys[a] > keys[b]) - (keys[a] < keys[b]);
}

static void assert_sorted_stably(const uint32_t *order, const uint8_t *keys, size_t rows)
{
    uint8_t *seen = calloc(rows + 1, 1);
    for (size_t i = 0; i < rows; i++) {
        assert_in_range(order[i], 0, rows - 1);
        assert_false(seen[order[i]]++);
        if (i && (keys[order[i - 1]] > keys[order[i]] ||
                  (keys[order[i - 1]] == keys[order[i]] && order[i - 1] > order[i]))) {
            fail_msg("%zu of %zu rows is out of order", i, rows);
        }
    }
    free(seen);
}

static void sorts_are_stable(void **state)
{
    (void)state;
    static uint8_t keys[3000];
    static const size_t SIZES[] = {0, 1, 2, 15, 16, 17, 31, 32, 33, 48, 64, 65, 100, 1000, 3000};
    for (size_t s = 0; s < sizeof(SIZES) / sizeof(SIZES[0]); s++) {
        for (uint32_t distinct = 1; distinct <= 256; distinct *= 4) {
            for (size_t i = 0; i < SIZES[s]; i++) {
                keys[i] = (uint8_t)random_below(distinct);
            }
            uint32_t *order = dash_row_order(cx, SIZES[s]);
            dash_sort_rows(cx, order, SIZES[s], by_key, keys);
            assert_sorted_stably(order, keys, SIZES[s]);
        }
    }
    for (size_t i = 0; i < sizeof(keys); i++) { /* in order already */
        keys[i] = (uint8_t)(i * 255 / sizeof(keys));
    }
    uint32_t *order = dash_row_order(cx, sizeof(keys));
    comparisons = 0;
    dash_sort_rows(cx, order, sizeof(keys), by_key, keys);
    assert_sorted_stably(order, keys, sizeof(keys));
    assert_in_range(comparisons, 1, 2 * sizeof(keys));
}

/* ---- gathering ------------------------------------------------------------------- */

static void gathering_keeps_every_encoding(void **state)
{
    (void)state;
    enum { ROWS = 200, TAKEN = 500 };
    uint32_t order[TAKEN];
    for (size_t i = 0; i < TAKEN; i++) {
        order[i] = random_below(ROWS);
    }
#define X(name, type, bytes)                                                                       \
    {                                                                                              \
        type values[ROWS];                                                                         \
        for (size_t i = 0; i < ROWS; i++) {                                                        \
            values[i] = (type)(int8_t)(i * 31);                                                    \
        }                                                                                          \
        const type *taken = dash_gather(cx, values, name, order, TAKEN);                           \
        for (size_t i = 0; i < TAKEN; i++) {                                                       \
            assert_true(taken[i] == values[order[i]]);                                             \
        }                                                                                          \
        DashColumn column = {.encoding = name, .data = values};                                    \
        assert_true(dash_column_int(&column, 3) == (int64_t)values[3]);                            \
        assert_true(dash_column_float(&column, 5) == (double)values[5]);                           \
    }
    DASH_ENCODINGS(X)
#undef X
}

static void gathering_nulls(void **state)
{
    (void)state;
    const uint64_t valid[] = {0xF0F0F0F0F0F0F0F0u, 0x5};
    uint32_t order[130];
    for (uint32_t i = 0; i < 130; i++) {
        order[i] = random_below(67);
    }
    const uint64_t *taken = dash_gather_valid(cx, valid, order, 130);
    for (size_t i = 0; i < 130; i++) {
        assert_int_equal(dash_is_valid(taken, i), dash_is_valid(valid, order[i]));
    }
    assert_int_equal(taken[2] >> 2, 0);
    assert_null(dash_gather_valid(cx, NULL, order, 130));
}

/* ---- groups ----------------------------------------------------------------------- */

static uint32_t group_of(DashGroups *groups, uint64_t *keys, uint64_t key)
{
    uint64_t hash = dash_hash_mix(0, key);
    uint32_t slot = dash_groups_probe(cx, groups, hash);
    while (groups->numbers[slot]) {
        uint32_t number = groups->numbers[slot] - 1;
        if (groups->hashes[slot] == hash && keys[number] == key) {
            return number;
        }
        slot = (slot + 1) & groups->mask;
    }
    keys[groups->count] = key;
    groups->hashes[slot] = hash;
    groups->numbers[slot] = ++groups->count;
    return groups->count - 1;
}

static void groups_number_by_first_appearance(void **state)
{
    (void)state;
    enum { ROWS = 100000, KEYS = 20000 };
    static uint64_t keys[KEYS];
    static uint32_t wanted[KEYS];
    memset(wanted, 0xFF, sizeof(wanted));
    DashGroups groups = dash_groups(cx, 0);
    uint32_t next = 0;
    for (size_t row = 0; row < ROWS; row++) {
        uint32_t key = random_below(KEYS);
        if (wanted[key] == UINT32_MAX) {
            wanted[key] = next++;
        }
        assert_int_equal(group_of(&groups, keys, key), wanted[key]);
    }
    assert_int_equal(groups.count, next);
    assert_true(groups.count <= groups.mask / 2 + 1);
}

static void packed_keys_number_by_first_appearance(void **state)
{
    (void)state;
    enum { ROWS = 300000, KEYS = 60000 };
    static uint32_t wanted[KEYS];
    memset(wanted, 0, sizeof(wanted));
    DashKeys keys = dash_keys(cx);
    for (size_t row = 0; row < ROWS; row++) {
        uint32_t one = random_below(KEYS);
        uint64_t key = (uint64_t)(one % 256) << 56 | (uint64_t)(one / 256) << 17; /* 0, too */
        DashSlot *slot = dash_keys_slot(cx, &keys, key);
        dash_keys_fetch(&keys, key);
        assert_int_equal(slot->number, wanted[one]);
        if (slot->number == 0) {
            slot->key = key;
            slot->number = ++keys.count;
            wanted[one] = keys.count;
        }
        assert_true(slot->key == key);
    }
    assert_true(keys.count > KEYS / 2 && keys.count <= keys.most);
}

static void texts_of_a_column(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"a", "b"};
    static const uint8_t CODES[] = {1, 0, 0, 1};
    static const uint64_t VALID[] = {0xD};
    DashColumn column = {"t", DASH_COLUMN_TEXT, DASH_U8, CODES, VALID, dict_of(TEXTS, 2)};
    DashTexts texts = dash_column_texts(cx, &column, 4);
    assert_int_equal(texts.len, 3);
    assert_true(dash_text_eq(texts.items[0], DASH_TEXT("b")));
    assert_true(dash_text_eq(texts.items[1], DASH_TEXT("a")));
    assert_true(dash_text_eq(texts.items[2], DASH_TEXT("b")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dictionaries),      TEST(many_texts_keep_their_codes),
        TEST(sorts_are_stable),  TEST(gathering_keeps_every_encoding),
        TEST(gathering_nulls),   TEST(groups_number_by_first_appearance),
        TEST(texts_of_a_column), TEST(packed_keys_number_by_first_appearance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
