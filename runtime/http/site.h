/* SPDX-License-Identifier: MIT
 *
 * The app as a web site: its routes.
 */
#ifndef DASH_HTTP_SITE_H
#define DASH_HTTP_SITE_H

#include "http/http.h"

/* The HttpHandler; `state` is the Editions. */
void site_answer(void *state, HttpWorker *worker, const HttpRequest *request, HttpReply *reply);

/* The HttpDone: the reply is on its way. */
void site_answered(void *state, HttpWorker *worker);

#endif
