/* SPDX-License-Identifier: MIT
 *
 * What a program of tests (dashc test) uses and a built app does not: assertions,
 * calls of callbacks, looking into components, and the runner.
 */
#ifndef DASH_TEST_H
#define DASH_TEST_H

#include <setjmp.h>

#include "dash/app.h"
#include "dash/base.h"
#include "dash/value.h"

/* Ends the test when `holds` is false; `source` is the expression as written. */
void dash_assert(DashCx *cx, bool holds, DashText source, const char *where);
/* The same; the report shows both values. */
void dash_assert_that(DashCx *cx, bool holds, DashValue left, DashValue right, DashText source,
                      const char *where);

/* The value as the browser would get it, made of null, bools, numbers, texts,
 * lists and objects; a component is the object of its props, with `component` for
 * its type ("H1"). DASH_NO_UPDATE stays. */
DashValue dash_test_look(DashCx *cx, DashValue value);

/* Runs a callback as a request would: `arguments` are Inputs, then State, in order
 * of declaration. One output gives its value, several a list, or with `aliases`
 * (one an output) an object; none null. A callback that prevents the update
 * gives DASH_NO_UPDATE; one that fails fails the test. */
DashValue dash_test_callback(DashCx *cx, const DashCallback *callback, const DashValue *arguments,
                             const char *const *aliases);

/* Catches the failure of a piece of code:
 *
 *     DashTry attempt;
 *     if (_setjmp(*dash_try(cx, &attempt)) == 0) {
 *         …
 *         dash_try_done(&attempt);
 *     }
 *     DashText failure = dash_try_end(cx, &attempt);
 *
 * which is null when the code came to its end. */
typedef struct DashTry {
    jmp_buf here, *outer;
    bool done;
} DashTry;
jmp_buf *dash_try(DashCx *cx, DashTry *attempt);
static inline void dash_try_done(DashTry *attempt)
{
    attempt->done = true;
}
DashText dash_try_end(DashCx *cx, DashTry *attempt);

typedef struct DashTest {
    const char *name, *file; /* "app.dash" */
    int line;
    void (*run)(DashCx *cx);
} DashTest;

typedef struct DashTests {
    uint32_t abi; /* DASH_ABI of the compiler */
    const char *source;
    void (*start)(DashCx *cx); /* computes constants and derived tables, or NULL */
    const DashData *data;      /* tables that are read at start, or NULL */
    const DashTest *tests;
    size_t count;
} DashTests;

/* Runs the tests, in order: [--filter TEXT] [--junit FILE]. Gives the exit
 * status: 0 when all went well, 1 when one failed or none ran. */
int dash_test_main(const DashTests *tests, int argc, char **argv);

#endif
