/* SPDX-License-Identifier: MIT
 *
 * The routes of Dash's protocol, one function each, found through a table. What
 * is not in the table is the index page (the app's own routes live in the
 * browser), except below the two folders of files.
 */
#include "http/site.h"

#include <string.h>
#include <strings.h>

#include "dispatch/client.h"
#include "http/edition.h"
#include "http/favicon.h"
#include "http/gzip.h"
#include "http/head.h"
#include "http/page.h"

static const char JSON_TYPE[] = "application/json";
static const char HTML_TYPE[] = "text/html; charset=utf-8";

enum {
    WORTH_GZIP = 8 * 1024, /* a smaller answer is not compressed for a far client */
};

/* ---- encodings ---------------------------------------------------------- */

static bool accepts(const HttpRequest *request, const char *coding)
{
    return head_accepts(http_header(request, "Accept-Encoding"), coding);
}

/* Compresses a long answer for a client that is not on this machine. */
static void maybe_compress(HttpWorker *worker, const HttpRequest *request, HttpReply *reply)
{
    reply->vary = true;
    if (reply->body_len < WORTH_GZIP || request->local || !accepts(request, "gzip"))
        return;
    size_t len;
    const char *compressed = gzip_fast(worker, reply->body, reply->body_len, &len);
    if (!compressed)
        return;
    reply->encoding = "gzip";
    reply->body = compressed;
    reply->body_len = len;
    reply->in_writer = false;
}

/* 304 when the client has it already. */
static bool is_unchanged(const HttpRequest *request, HttpReply *reply)
{
    if (!head_matches(http_header(request, "If-None-Match"), reply->etag))
        return false;
    reply->status = 304;
    return true;
}

/* ---- routes ------------------------------------------------------------- */

typedef void Route(const Edition *edition, HttpWorker *worker, const HttpRequest *request,
                   HttpReply *reply);

static void serve_index(const Edition *edition, HttpWorker *worker, const HttpRequest *request,
                        HttpReply *reply)
{
    if (!edition->page) {
        http_begin_body(worker);
        if (!page_write(&edition->dispatcher, worker->cx, &worker->writer))
            return;
        reply->status = 200;
        reply->cache_control = "no-store";
        http_take_body(worker, reply, HTML_TYPE);
        maybe_compress(worker, request, reply);
        return;
    }
    *reply = (HttpReply){
        .status = 200,
        .cache_control = "no-cache",
        .etag = edition->page_etag,
        .vary = true,
    };
    if (is_unchanged(request, reply))
        return;
    bool gzip = edition->page_gzip && accepts(request, "gzip");
    reply->content_type = HTML_TYPE;
    reply->encoding = gzip ? "gzip" : NULL;
    reply->body = gzip ? edition->page_gzip : edition->page;
    reply->body_len = gzip ? edition->page_gzip_len : edition->page_len;
}

static void serve_layout(const Edition *edition, HttpWorker *worker, const HttpRequest *request,
                         HttpReply *reply)
{
    http_begin_body(worker);
    if (!dispatch_layout(&edition->dispatcher, worker->cx, &worker->writer))
        return;
    reply->status = 200;
    reply->cache_control = "no-store";
    http_take_body(worker, reply, JSON_TYPE);
    maybe_compress(worker, request, reply);
}

static void serve_dependencies(const Edition *edition, HttpWorker *worker,
                               const HttpRequest *request, HttpReply *reply)
{
    http_begin_body(worker);
    if (!dispatch_dependencies(&edition->dispatcher, worker->cx, &worker->writer))
        return;
    reply->status = 200;
    reply->cache_control = "no-store";
    http_take_body(worker, reply, JSON_TYPE);
    maybe_compress(worker, request, reply);
}

static void serve_update(const Edition *edition, HttpWorker *worker, const HttpRequest *request,
                         HttpReply *reply)
{
    const char *type = http_header(request, "Content-Type");
    size_t wanted = sizeof JSON_TYPE - 1;
    if (!type || strncasecmp(type, JSON_TYPE, wanted) != 0 ||
        (type[wanted] && !strchr("; \t", type[wanted]))) {
        reply->status = 415;
        return;
    }
    http_begin_body(worker);
    reply->status = dispatch_update(&edition->dispatcher, worker->cx, &worker->writer,
                                    request->body, request->body_len);
    if (reply->status != 200)
        return;
    http_take_body(worker, reply, JSON_TYPE);
    maybe_compress(worker, request, reply);
}

/* The program never changes while it runs: nothing to reload. */
static void serve_reload_hash(const Edition *edition, HttpWorker *worker,
                              const HttpRequest *request, HttpReply *reply)
{
    static const char BODY[] = "{\"reloadHash\":null,\"hard\":false,\"packages\":[],\"files\":[]}";
    (void)edition, (void)worker, (void)request;
    *reply = (HttpReply){
        .status = 200,
        .content_type = JSON_TYPE,
        .body = BODY,
        .body_len = sizeof BODY - 1,
    };
}

static void serve_favicon(const Edition *edition, HttpWorker *worker, const HttpRequest *request,
                          HttpReply *reply)
{
    (void)edition, (void)worker, (void)request;
    *reply = (HttpReply){
        .status = 200,
        .content_type = "image/x-icon",
        .cache_control = "public, max-age=86400",
        .body = (const char *)FAVICON,
        .body_len = sizeof FAVICON,
    };
}

/* The plain bytes, for the rare client that takes no compression. */
static void inflate(HttpWorker *worker, const DashAsset *asset, HttpReply *reply)
{
    const char *type = reply->content_type;
    http_begin_body(worker);
    char *out = json_reserve(&worker->writer, asset->plain_len);
    if (out && gzip_inflate(asset->gzip, asset->gzip_len, out, asset->plain_len))
        worker->writer.len += asset->plain_len;
    else
        worker->writer.failed = true;
    http_take_body(worker, reply, type);
}

static const DashAsset *find_asset(const Edition *edition, const char *path)
{
    const DashBundle *bundle = edition->app->bundle;
    for (size_t i = 0; i < bundle->asset_count; i++)
        if (strcmp(bundle->assets[i].path, path) == 0)
            return &bundle->assets[i];
    return NULL;
}

static void serve_asset(const Edition *edition, HttpWorker *worker, const HttpRequest *request,
                        HttpReply *reply)
{
    const DashAsset *asset = find_asset(edition, request->path);
    if (!asset) {
        reply->status = 404;
        return;
    }
    *reply = (HttpReply){
        .status = 200,
        .cache_control = asset->immutable ? "public, max-age=31536000, immutable" : "no-cache",
        .etag = asset->etag,
        .vary = true,
    };
    if (is_unchanged(request, reply))
        return;
    reply->content_type = asset->content_type;
    if (asset->brotli && accepts(request, "br")) {
        reply->encoding = "br";
        reply->body = (const char *)asset->brotli;
        reply->body_len = asset->brotli_len;
    } else if (asset->gzip && accepts(request, "gzip")) {
        reply->encoding = "gzip";
        reply->body = (const char *)asset->gzip;
        reply->body_len = asset->gzip_len;
    } else if (asset->plain) {
        reply->body = (const char *)asset->plain;
        reply->body_len = asset->plain_len;
    } else {
        inflate(worker, asset, reply);
    }
}

/* ---- choosing a route --------------------------------------------------- */

typedef struct RouteEntry {
    const char *path;  /* the whole path, or a folder when it ends in "/" */
    Route *get, *post; /* NULL: 405 */
} RouteEntry;

static const RouteEntry ROUTES[] = {
    {"_dash-update-component", serve_index, serve_update},
    {"_dash-layout", serve_layout, NULL},
    {"_dash-dependencies", serve_dependencies, NULL},
    {"_dash-component-suites/", serve_asset, NULL},
    {"assets/", serve_asset, NULL},
    {"_favicon.ico", serve_favicon, NULL},
    {"_reload-hash", serve_reload_hash, NULL},
};
static const RouteEntry ANY_OTHER = {"", serve_index, NULL};

static const RouteEntry *find_route(const char *path)
{
    for (size_t i = 0; i < sizeof ROUTES / sizeof *ROUTES; i++) {
        size_t len = strlen(ROUTES[i].path);
        bool folder = ROUTES[i].path[len - 1] == '/';
        if (folder ? strncmp(path, ROUTES[i].path, len) == 0 : strcmp(path, ROUTES[i].path) == 0)
            return &ROUTES[i];
    }
    return &ANY_OTHER;
}

static const char *request_header(const void *request, const char *name)
{
    return http_header(request, name);
}

/* Lets user code see who asks, and sends the cookies that it sets. */
static void answer_client(Route *route, const Edition *edition, HttpWorker *worker,
                          const HttpRequest *request, HttpReply *reply)
{
    DashClient client = {.header = request_header, .request = request};
    if (route == serve_index) {
        client.path = request->path;
        client.query = request->query;
    }
    worker->cx->client = &client;
    route(edition, worker, request, reply);
    worker->cx->client = NULL;
    if (reply->status < 400) {
        reply->lines = client.cookies.ptr;
        reply->lines_len = client.cookies.len;
    }
}

void site_answer(void *state, HttpWorker *worker, const HttpRequest *request, HttpReply *reply)
{
    const RouteEntry *entry = find_route(request->path);
    Route *route = NULL;
    if (request->method == HTTP_GET || request->method == HTTP_HEAD)
        route = entry->get;
    else if (request->method == HTTP_POST)
        route = entry->post;
    if (!route) {
        *reply = (HttpReply){
            .status = 405,
            .allow = entry->post ? "GET, HEAD, POST" : "GET, HEAD",
        };
        return;
    }
    Edition *edition = edition_take(state);
    worker->held = edition;
    worker->cx->data = edition->snapshot ? edition->snapshot->block : NULL;
    answer_client(route, edition, worker, request, reply);
}

void site_answered(void *state, HttpWorker *worker)
{
    edition_give_back(state, worker->held);
}
