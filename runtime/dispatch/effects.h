/* SPDX-License-Identifier: MIT
 *
 * What callbacks do besides their outputs, on its way to the answer.
 */
#ifndef DASH_DISPATCH_EFFECTS_H
#define DASH_DISPATCH_EFFECTS_H

#include "core/json_writer.h"
#include "dispatch/call.h"

/* Writes `"sideUpdate":{…},` when there is something to write. */
void effects_write(JsonWriter *w, const DashCall *call);

#endif
