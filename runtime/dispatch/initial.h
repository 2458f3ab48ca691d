/* SPDX-License-Identifier: MIT
 *
 * The answers to the requests that a browser will make as soon as it has the
 * page, worked out ahead so that the page can carry them.
 */
#ifndef DASH_DISPATCH_INITIAL_H
#define DASH_DISPATCH_INITIAL_H

#include <cJSON.h>

#include "dispatch/dispatcher.h"

/* Writes a JSON list with one {"request":{"output","inputs","state"},"status",
 * "response"} for each initial callback run that can be foreseen. `layout` is
 * the layout as the browser will see it. The page hands an answer only to a
 * request with the same values, so foreseeing too much costs bytes, never
 * correctness; and only pure callbacks are run. */
void initial_write(const Dispatcher *dispatcher, DashCx *cx, const cJSON *layout, JsonWriter *w);

#endif
