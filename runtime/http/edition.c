/* SPDX-License-Identifier: MIT
 *
 * Requests take the latest edition under a lock and count as its users; one thread
 * looks at the files and makes the next edition beside them. Without live files
 * there is neither: the edition is not counted.
 */
#include "http/edition.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/log.h"
#include "http/gzip.h"
#include "http/page.h"

enum { LOOK_MS = 250 }; /* between two looks at the files */

struct Editions {
    const DashApp *app;
    Data *data; /* NULL: none */
    size_t cache;
    Dispatcher base; /* owns the graph */
    Edition *latest;
    bool live; /* there is a thread that follows */
    pthread_t thread;
    pthread_mutex_t lock; /* of latest, users, stopping */
    pthread_cond_t stop;
    bool stopping;
};

/* ---- one edition ------------------------------------------------------------- */

/* FNV-1a: tells two versions of the page apart, nothing more. */
static uint64_t hash_of(const char *bytes, size_t len)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* Writes the page once, for everybody. */
static bool keep_page(Edition *edition)
{
    DashCx *cx = dash_cx_create(0);
    JsonWriter w;
    json_writer_init(&w);
    if (cx && edition->snapshot)
        cx->data = edition->snapshot->block;
    bool fine = cx && page_write(&edition->dispatcher, cx, &w);
    dash_cx_destroy(cx);
    if (!fine) {
        json_writer_finish(&w);
        return false;
    }
    edition->page = w.ptr;
    edition->page_len = w.len;
    w.ptr = NULL;
    json_writer_finish(&w);
    edition->page_gzip = gzip_small(edition->page, edition->page_len, &edition->page_gzip_len);
    snprintf(edition->page_etag, sizeof edition->page_etag, "\"%016" PRIx64 "\"",
             hash_of(edition->page, edition->page_len));
    return true;
}

static void edition_destroy(Edition *edition)
{
    if (!edition)
        return;
    answers_destroy(edition->dispatcher.answers);
    if (edition->snapshot)
        edition->app->data->calls->destroy(edition->snapshot);
    free(edition->page);
    free(edition->page_gzip);
    free(edition);
}

static Edition *edition_create(const Editions *editions)
{
    Edition *edition = calloc(1, sizeof *edition);
    char error[1024] = "out of memory";
    if (!edition)
        return NULL;
    edition->app = editions->app;
    edition->dispatcher = editions->base;
    edition->users = 1;
    if (editions->data)
        edition->snapshot =
            editions->app->data->calls->snapshot(editions->data, error, sizeof error);
    if (editions->data && !edition->snapshot) {
        dash_log("error: %s", error);
        edition_destroy(edition);
        return NULL;
    }
    edition->dispatcher.answers = answers_create(editions->cache);
    if (!editions->app->layout_is_pure || keep_page(edition))
        return edition;
    edition_destroy(edition);
    return NULL;
}

/* ---- all of them ------------------------------------------------------------- */

Edition *edition_take(Editions *editions)
{
    if (!editions->live)
        return editions->latest;
    pthread_mutex_lock(&editions->lock);
    Edition *edition = editions->latest;
    edition->users++;
    pthread_mutex_unlock(&editions->lock);
    return edition;
}

void edition_give_back(Editions *editions, Edition *edition)
{
    if (!editions->live)
        return;
    pthread_mutex_lock(&editions->lock);
    bool last = --edition->users == 0;
    pthread_mutex_unlock(&editions->lock);
    if (last)
        edition_destroy(edition);
}

/* The next edition takes the place of the latest; when it cannot be made (logged),
 * that one stays. */
static void make_next(Editions *editions)
{
    Edition *next = edition_create(editions);
    if (!next) {
        dash_log("error: the program stays with the rows that it had");
        return;
    }
    pthread_mutex_lock(&editions->lock);
    Edition *old = editions->latest;
    editions->latest = next;
    pthread_mutex_unlock(&editions->lock);
    edition_give_back(editions, old);
    editions->app->data->calls->announce(editions->data);
}

/* Sleeps until the next look; false when it is time to stop. */
static bool wait_for_look(Editions *editions)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_MS * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&editions->lock);
    if (!editions->stopping)
        pthread_cond_timedwait(&editions->stop, &editions->lock, &until);
    bool go_on = !editions->stopping;
    pthread_mutex_unlock(&editions->lock);
    return go_on;
}

static void *follow(void *state)
{
    Editions *editions = state;
    while (wait_for_look(editions))
        if (editions->app->data->calls->poll(editions->data))
            make_next(editions);
    return NULL;
}

/* The thread gets no signals: they are for the one that waits for them. */
static void start_following(Editions *editions)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    editions->live = true; /* the thread reads it */
    if (pthread_create(&editions->thread, NULL, follow, editions) != 0) {
        editions->live = false;
        dash_log("error: no thread can be started: changes of files are not followed");
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

Editions *editions_create(const DashApp *app, Data *data, size_t cache)
{
    Editions *editions = calloc(1, sizeof *editions);
    if (!editions)
        return NULL;
    if (!dispatcher_init(&editions->base, app)) {
        free(editions);
        return NULL;
    }
    editions->app = app;
    editions->data = data;
    editions->cache = cache;
    pthread_mutex_init(&editions->lock, NULL);
    pthread_cond_init(&editions->stop, NULL);
    editions->latest = edition_create(editions);
    if (!editions->latest) {
        editions_destroy(editions);
        return NULL;
    }
    if (data && app->data->calls->is_live(data))
        start_following(editions);
    return editions;
}

void editions_destroy(Editions *editions)
{
    if (!editions)
        return;
    if (editions->live) {
        pthread_mutex_lock(&editions->lock);
        editions->stopping = true;
        pthread_cond_signal(&editions->stop);
        pthread_mutex_unlock(&editions->lock);
        pthread_join(editions->thread, NULL);
    }
    edition_destroy(editions->latest);
    dispatcher_finish(&editions->base);
    pthread_cond_destroy(&editions->stop);
    pthread_mutex_destroy(&editions->lock);
    free(editions);
}
