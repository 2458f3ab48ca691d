/* SPDX-License-Identifier: MIT
 *
 * Plotly's typed arrays, {"dtype":"f8","bdata":"<base64>"}: how figures carry
 * columns of numbers, and so how the browser sends parts of figures back.
 */
#ifndef DASH_DISPATCH_TYPED_ARRAY_H
#define DASH_DISPATCH_TYPED_ARRAY_H

#include "dash/value.h"

/* The list of numbers that a typed array is; any other value as it is, one with
 * broken bytes too. */
DashValue typed_array_list(DashCx *cx, DashValue value);

#endif
