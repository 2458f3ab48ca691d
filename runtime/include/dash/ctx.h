/* SPDX-License-Identifier: MIT
 *
 * What a callback can know of the request that it answers: what triggered it,
 * which outputs are wanted, where the user is, cookies and headers.
 */
#ifndef DASH_CTX_H
#define DASH_CTX_H

#include "dash/value.h"

/* The id of the first prop that changed, as a text or (a dict id) an object; null
 * at the first call. */
DashValue dash_ctx_triggered_id(DashCx *cx);

/* The props that changed, in order: how many, and of each the id, the name of the
 * prop, both as the wire writes them ("id.prop"), and the value. */
int64_t dash_ctx_triggered_count(DashCx *cx);
DashValue dash_ctx_triggered_at_id(DashCx *cx, int64_t index);
DashText dash_ctx_triggered_at_prop(DashCx *cx, int64_t index);
DashText dash_ctx_triggered_at_prop_id(DashCx *cx, int64_t index);
DashValue dash_ctx_triggered_at_value(DashCx *cx, int64_t index);

/* The outputs that the browser wants, those of an ALL output one by one. */
int64_t dash_ctx_output_count(DashCx *cx);
DashValue dash_ctx_output_at_id(DashCx *cx, int64_t index);
DashText dash_ctx_output_at_prop(DashCx *cx, int64_t index);

/* Path and query of the page that the user is on: "/" and an object of texts
 * (lists of texts where a name comes more than once). */
DashText dash_ctx_path(DashCx *cx);
DashValue dash_ctx_query(DashCx *cx);

/* A cookie's value, a header's; null when there is none. */
DashText dash_ctx_cookie(DashCx *cx, DashText name);
DashText dash_ctx_header(DashCx *cx, DashText name);

/* Sets a cookie with the answer. `max_age` is in milliseconds; 0 deletes it,
 * absent it ends with the browser's session. `domain` may be null, `samesite` is
 * "lax", "strict" or "none". Fails when one of them cannot be sent. */
void dash_ctx_set_cookie(DashCx *cx, DashText name, DashText value, DashOptInt max_age,
                         DashText path, DashText domain, bool secure, bool httponly,
                         DashText samesite, const char *where);

#endif
