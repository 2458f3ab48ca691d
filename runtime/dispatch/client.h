/* SPDX-License-Identifier: MIT
 *
 * Who asked: what user code may learn of the HTTP request behind a run, and the
 * headers that it adds to the reply. The server fills one in before it has the
 * layout made or a callback run.
 */
#ifndef DASH_DISPATCH_CLIENT_H
#define DASH_DISPATCH_CLIENT_H

#include "dash/text.h"

typedef struct DashClient {
    /* The value of a request's header, or NULL. */
    const char *(*header)(const void *request, const char *name);
    const void *request;
    const char *path;    /* of the page, without the first slash; NULL: the Referer's */
    const char *query;   /* as it came, of the page; may be NULL */
    DashBuilder cookies; /* whole lines, "Set-Cookie: …\r\n", for the reply */
} DashClient;

#endif
