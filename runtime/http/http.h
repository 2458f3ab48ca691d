/* SPDX-License-Identifier: MIT
 *
 * HTTP as the rest of the runtime sees it: requests come whole and checked, a
 * reply is one struct. Which server is behind it, only server.c knows.
 *
 * The server holds to limits of its own: the size of a body, how long a client
 * may take to send a request, how many requests a connection may make while
 * others wait. It answers itself what is not fit to reach the handler.
 */
#ifndef DASH_HTTP_HTTP_H
#define DASH_HTTP_HTTP_H

#include "core/cx.h"
#include "core/json_writer.h"

/* What a thread owns, reset before every request. */
typedef struct HttpWorker {
    DashCx *cx;
    JsonWriter writer; /* begun by http_begin_body() */
    char *body;        /* the request's body */
    size_t body_capacity;
    void *compressor; /* libdeflate's, made when first needed */
    char *compressed; /* the last thing it made */
    size_t compressed_capacity;
    int64_t date_second; /* of `date` */
    char date[40];       /* "Thu, 01 Jan 1970 00:00:00 GMT" */
    void *held;          /* the handler's, until its HttpDone; or NULL */
} HttpWorker;

typedef enum HttpMethod { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER } HttpMethod;

typedef struct HttpRequest {
    HttpMethod method;
    const char *path;  /* decoded, UTF-8, without the first slash, no "." or ".." in it */
    const char *query; /* as it came, without the "?"; or NULL */
    const char *body;  /* of a POST */
    size_t body_len;
    bool local; /* the client is this machine: bytes cost nothing */
    void *connection;
} HttpRequest;

/* The value of a header, or NULL. */
const char *http_header(const HttpRequest *request, const char *name);

typedef struct HttpReply {
    int status;
    const char *content_type;  /* NULL: no body */
    const char *cache_control; /* NULL: none */
    const char *etag;          /* quoted, or NULL */
    const char *encoding;      /* "br", "gzip" or NULL */
    const char *allow;         /* for 405 */
    bool vary;                 /* the encoding was chosen for this client */
    const char *body;          /* must live until the handler's caller is done */
    size_t body_len;
    const char *lines; /* more lines of the head, each with its end; or NULL */
    size_t lines_len;
    bool in_writer; /* the body is worker->writer's text: sent without a copy */
} HttpReply;

/* Room that http_begin_body() leaves in front of a body for the head. */
enum { HTTP_HEAD_MAX = 768 };

/* Empties the writer for a body; take it with http_take_body(). */
void http_begin_body(HttpWorker *worker);
/* The writer's text as the reply's body; a 500 when memory was out. */
void http_take_body(HttpWorker *worker, HttpReply *reply, const char *content_type);

typedef void HttpHandler(void *state, HttpWorker *worker, const HttpRequest *request,
                         HttpReply *reply);

/* The reply has been sent; only called when something is held. */
typedef void HttpDone(void *state, HttpWorker *worker);

typedef struct HttpOptions {
    const char *host;  /* numeric, or "localhost" */
    int port;          /* 0: any */
    size_t max_body;   /* bytes */
    int max_seconds;   /* of one request's callback; 0: no bound */
    size_t max_memory; /* of a request, bytes */
    bool verbose;      /* log every request */
    HttpHandler *handler;
    HttpDone *done;
    void *state; /* theirs */
} HttpOptions;

typedef struct HttpServer HttpServer;

/* Starts serving on threads of its own. NULL when it cannot; `error` (of `size`
 * bytes) then says why in one line. */
HttpServer *http_start(const HttpOptions *options, char *error, size_t size);

/* The port it listens on. */
int http_port(const HttpServer *server);

/* Lets the requests that are being answered end (at most 5 s), refuses new ones
 * with 503, then stops and frees everything. */
void http_stop(HttpServer *server);

#endif
