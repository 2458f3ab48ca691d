/* SPDX-License-Identifier: MIT
 *
 * What every unit test includes: cmocka with the headers that it wants before it.
 */
#ifndef DASHC_TESTS_UNIT_H
#define DASHC_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
