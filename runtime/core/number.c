/* SPDX-License-Identifier: MIT
 *
 * Numbers as text.
 */
#include "dash/number.h"

#include <stdio.h>

size_t dash_write_float(char out[DASH_NUMBER_MAX], double value)
{
    return (size_t)snprintf(out, DASH_NUMBER_MAX, "%.17g", value);
}

size_t dash_write_int(char out[DASH_NUMBER_MAX], int64_t value)
{
    return (size_t)snprintf(out, DASH_NUMBER_MAX, "%lld", (long long)value);
}
