/* SPDX-License-Identifier: MIT
 *
 * The app as a web site: its routes and the page that is kept ready.
 */
#ifndef DASH_HTTP_SITE_H
#define DASH_HTTP_SITE_H

#include "dispatch/dispatcher.h"
#include "http/http.h"

typedef struct Site {
    const DashApp *app;
    Dispatcher dispatcher;
    /* The index page when it is the same for everybody, else page NULL. */
    char *page, *page_gzip;
    size_t page_len, page_gzip_len;
    char page_etag[20];
} Site;

/* Prepares everything that requests share; `cache` bytes are for answers that can
 * be given again. false when memory is out or the layout fails (logged). */
bool site_init(Site *site, const DashApp *app, size_t cache);
void site_finish(Site *site);

/* The HttpHandler; `state` is the Site. */
void site_answer(const void *state, HttpWorker *worker, const HttpRequest *request,
                 HttpReply *reply);

#endif
