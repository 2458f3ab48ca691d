/* SPDX-License-Identifier: MIT
 *
 * Ids in requests against the ids that callbacks name. What a request says of
 * MATCH is kept in the call; where ALL stands, the request lists the components.
 */
#ifndef DASH_DISPATCH_IDS_H
#define DASH_DISPATCH_IDS_H

#include <cJSON.h>

#include "dispatch/call.h"

/* Has a wildcard; has ALL or ALLSMALLER, so that it stands for a list. */
bool ids_is_wild(const DashDependency *dependency);
bool ids_is_many(const DashDependency *dependency);

/* May some component be meant by both? The properties are not looked at. */
bool ids_overlap(const DashDependency *a, const DashDependency *b);

/* Whether `id` is one that the dependency stands for. */
bool ids_fits(DashCx *cx, const DashDependency *dependency, const cJSON *id);

/* As ids_fits, and what MATCH stands for is what it stood for before in the call. */
bool ids_accept(DashCx *cx, DashCall *call, const DashDependency *dependency, const cJSON *id);

/* The id as a text: itself, or the canonical form of a dict id that fits
 * `dependency` (NULL: of any dict id). */
DashText ids_text(DashCx *cx, const cJSON *id);

#endif
