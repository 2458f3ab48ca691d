/* SPDX-License-Identifier: MIT
 *
 * Editions of a site: everything that is made from one snapshot of the tables, the
 * page with its first results and the answers that may be given again. A program
 * whose tables are all embedded has one, for ever; when a live file changes a new
 * one takes its place, and the old one goes with its last request.
 */
#ifndef DASH_HTTP_EDITION_H
#define DASH_HTTP_EDITION_H

#include "dispatch/data.h"
#include "dispatch/dispatcher.h"

typedef struct Edition {
    const DashApp *app;
    Dispatcher dispatcher; /* the graph is the site's, the answers are its own */
    Snapshot *snapshot;    /* or NULL */
    size_t users;          /* requests, and the site while it is the latest one */
    /* The index page when it is the same for everybody, else page NULL. */
    char *page, *page_gzip;
    size_t page_len, page_gzip_len;
    char page_etag[20];
} Edition;

typedef struct Editions Editions;

/* The first edition; `cache` bytes are for the answers of each. Files that are live
 * are followed from now on. `data` (NULL: none) stays the caller's, and is used by
 * the thread that follows until editions_destroy(). NULL when memory is out or the
 * layout fails (logged). */
Editions *editions_create(const DashApp *app, Data *data, size_t cache);
void editions_destroy(Editions *editions);

/* The latest edition, until it is given back. */
Edition *edition_take(Editions *editions);
void edition_give_back(Editions *editions, Edition *edition);

#endif
