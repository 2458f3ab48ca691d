/* SPDX-License-Identifier: MIT
 *
 * Did you mean.
 */
#include "unit.h"

#include "source/diag.h"

static const char *best_of(const char *wanted, const char *const *candidates)
{
    Suggest suggest = suggest_for(wanted);
    for (; *candidates; candidates++)
        suggest_consider(&suggest, *candidates);
    return suggest_best(&suggest);
}

static void near_names_are_found(void **state)
{
    (void)state;
    static const char *const props[] = {"value",    "options", "n_clicks", "children",
                                        "disabled", "id",      "x",        NULL};
    static const struct {
        const char *wanted, *best;
    } rows[] = {
        {"vlaue", "value"},
        {"valu", "value"},
        {"optoins", "options"},
        {"nClicks", "n_clicks"},
        {"N_CLICKS", "n_clicks"},
        {"childern", "children"},
        {"dsiabeld", "disabled"},
        {"di", "id"},
        {"zz", NULL},
        {"y", NULL},
        {"figure", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *best = best_of(rows[i].wanted, props);
        if (rows[i].best)
            assert_string_equal(best, rows[i].best);
        else
            assert_null(best);
    }
}

static void the_nearest_wins(void **state)
{
    (void)state;
    static const char *const names[] = {"revenues", "revenue", "avenue", NULL};
    assert_string_equal(best_of("revenu", names), "revenue");
    assert_null(best_of("anything", (const char *const[]){NULL}));
}

static void long_names_may_differ_more(void **state)
{
    (void)state;
    static const char *const names[] = {"persistence_type_of", NULL};
    assert_string_equal(best_of("persistance_typo_if", names), "persistence_type_of");
    char huge[200];
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    assert_null(best_of(huge, names));
    assert_null(best_of("persistence", (const char *const[]){huge, NULL}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_names_are_found),
        cmocka_unit_test(the_nearest_wins),
        cmocka_unit_test(long_names_may_differ_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
