/* SPDX-License-Identifier: MIT
 *
 * What a test of functions that take a context includes instead of unit.h: one
 * context for all tests of the program, for cmocka's group set-up and tear-down.
 */
#ifndef DASHC_TESTS_WITH_CX_H
#define DASHC_TESTS_WITH_CX_H

#include "unit.h"

#include "core/cx.h"

static DashCx *cx;

static int set_up(void **state)
{
    (void)state;
    cx = dash_cx_create(0);
    return cx ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    dash_cx_destroy(cx);
    return 0;
}

#endif
