/* SPDX-License-Identifier: MIT
 *
 * What the files of the test runner share.
 */
#ifndef DASH_TESTING_TESTING_H
#define DASH_TESTING_TESTING_H

#include <stdio.h>

#include "dash/test.h"

typedef enum Outcome { OUTCOME_PASSED, OUTCOME_FAILED, OUTCOME_BROKEN } Outcome;

/* How one test ended. The texts belong to the result. */
typedef struct Result {
    const DashTest *test;
    Outcome outcome; /* FAILED: an assertion; BROKEN: a failure at run time */
    double seconds;
    const char *where;  /* "app.dash:12:3" or "" */
    char *message;      /* "assert a == b", or why it broke */
    char *left, *right; /* of an assertion that compares, else NULL */
} Result;

/* JUnit's XML, as pipelines read it. */
void junit_write(FILE *out, const DashTests *tests, const Result *results, size_t count);

#endif
