/* SPDX-License-Identifier: MIT
 *
 * Answers that are kept: found again, bounded in size, used by many threads.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "dispatch/answers.h"
#include "unit.h"

enum { CAPACITY = 64 << 10, SHARD = CAPACITY / 16 };

static void keep(Answers *answers, const char *request, const char *answer)
{
    answers_keep(answers, request, strlen(request), answer, strlen(answer));
}

/* Whether the answer is there, and it is `wanted`. */
static bool finds(Answers *answers, const char *request, const char *wanted)
{
    JsonWriter w;
    json_writer_init(&w);
    json_literal(&w, "head");
    bool found = answers_find(answers, request, strlen(request), &w);
    if (found) {
        assert_int_equal(w.len, 4 + strlen(wanted));
        assert_memory_equal(w.ptr + 4, wanted, strlen(wanted));
    } else {
        assert_int_equal(w.len, 4);
    }
    json_writer_finish(&w);
    return found;
}

static void the_same_request_has_the_same_answer(void **state)
{
    (void)state;
    Answers *answers = answers_create(CAPACITY);
    keep(answers, "{\"a\":1}", "one");
    keep(answers, "{\"a\":2}", "two");
    keep(answers, "{\"a\":2}", "late"); /* what is there stays */
    keep(answers, "", "nothing");
    assert_true(finds(answers, "{\"a\":1}", "one"));
    assert_true(finds(answers, "{\"a\":2}", "two"));
    assert_true(finds(answers, "", "nothing"));
    assert_false(finds(answers, "{\"a\":3}", ""));
    assert_false(finds(answers, "{\"a\":1} ", ""));
    answers_destroy(answers);
}

static void without_capacity_nothing_is_kept(void **state)
{
    (void)state;
    Answers *answers = answers_create(0);
    assert_null(answers);
    keep(answers, "a", "b");
    assert_false(finds(answers, "a", "b"));
    answers_destroy(answers);
}

static void large_answers_are_not_kept(void **state)
{
    (void)state;
    static char large[SHARD / 8 + 1];
    memset(large, 'x', sizeof large - 1);
    Answers *answers = answers_create(CAPACITY);
    keep(answers, "large", large);
    assert_false(finds(answers, "large", large));
    large[SHARD / 8 - 200] = '\0';
    keep(answers, "smaller", large);
    assert_true(finds(answers, "smaller", large));
    answers_destroy(answers);
}

/* Far more than fits: new ones are there, the one in use survives, most old ones
 * did not. */
static void old_answers_leave_but_not_those_in_use(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    Answers *answers = answers_create(CAPACITY);
    char request[40], answer[140];
    keep(answers, "favourite", "!");
    for (int i = 0; i < COUNT; i++) {
        snprintf(request, sizeof request, "request %d", i);
        snprintf(answer, sizeof answer, "%0120d", i);
        keep(answers, request, answer);
        assert_true(i % 50 != 0 || finds(answers, request, answer));
        assert_true(finds(answers, "favourite", "!"));
    }
    int left = 0;
    for (int i = 0; i < COUNT; i++) {
        snprintf(request, sizeof request, "request %d", i);
        snprintf(answer, sizeof answer, "%0120d", i);
        left += finds(answers, request, answer);
    }
    assert_in_range(left, 100, CAPACITY / 120);
    answers_destroy(answers);
}

static void *ask_and_keep(void *state)
{
    Answers *answers = state;
    for (int i = 0; i < 20000; i++) {
        char request[40];
        snprintf(request, sizeof request, "%d", i % 700);
        if (!finds(answers, request, request))
            keep(answers, request, request);
    }
    return NULL;
}

static void threads_share_it(void **state)
{
    (void)state;
    Answers *answers = answers_create(CAPACITY);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_and_keep, answers), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    answers_destroy(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_request_has_the_same_answer),
        cmocka_unit_test(without_capacity_nothing_is_kept),
        cmocka_unit_test(large_answers_are_not_kept),
        cmocka_unit_test(old_answers_leave_but_not_those_in_use),
        cmocka_unit_test(threads_share_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
