/* SPDX-License-Identifier: MIT
 *
 * The server behind http.h: civetweb, a thread a connection. Everything happens
 * in its begin_request hook, so that none of its own ideas (files, CORS,
 * passwords) ever run; every reply leaves in one write.
 */
#include <arpa/inet.h>
#include <civetweb.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "core/log.h"
#include "core/utf8.h"
#include "http/gzip.h"
#include "http/head.h"

enum {
    THREADS_A_CORE = 16,
    MIN_THREADS = 16,
    MAX_THREADS = 256,
    CONNECTION_TURN = 50, /* requests a connection may make while every thread is taken */
    BODY_SECONDS = 20,    /* a client may take to send a body */
    READ_STEP = 16 * 1024,
    WRITE_STEP = 64 * 1024,
    SEND_SECONDS = 120,      /* a client may take to receive a reply */
    COPIED_BODY = 16 * 1024, /* up to here head and body are joined by a copy */
    KEPT_BODY = 256 * 1024,  /* a larger buffer for bodies is given back */
    DRAIN_MS = 5000,
    LONGEST_PATH = 2048,
};

struct HttpServer {
    HttpOptions options;
    struct mg_context *context;
    int threads, port;
    atomic_int connections; /* that hold a thread */
    atomic_int in_flight;   /* requests being answered */
    atomic_bool draining;
};

/* One request on its way through. */
typedef struct Exchange {
    HttpServer *server;
    HttpWorker *worker;
    struct mg_connection *connection;
    const struct mg_request_info *info;
    HttpRequest request;
    HttpReply reply;
    bool close; /* the connection ends with this reply */
    char *path; /* room for LONGEST_PATH bytes */
} Exchange;

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- workers ------------------------------------------------------------ */

static void *worker_create(const struct mg_context *context, int thread_type)
{
    const HttpServer *server = mg_get_user_data(context);
    if (thread_type != 1)
        return NULL;
    HttpWorker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    json_writer_init(&worker->writer);
    worker->cx = dash_cx_create(server->options.max_memory);
    if (!worker->cx) {
        free(worker);
        return NULL;
    }
    worker->cx->time_limit = (int64_t)server->options.max_seconds * 1000;
    return worker;
}

static void worker_destroy(const struct mg_context *context, int thread_type, void *pointer)
{
    (void)context, (void)thread_type;
    HttpWorker *worker = pointer;
    if (!worker)
        return;
    dash_cx_destroy(worker->cx);
    json_writer_finish(&worker->writer);
    gzip_finish(worker);
    free(worker->body);
    free(worker);
}

static void worker_reset(HttpWorker *worker)
{
    dash_cx_reset(worker->cx);
    json_writer_reset(&worker->writer);
    if (worker->body_capacity > KEPT_BODY) {
        free(worker->body);
        worker->body = NULL;
        worker->body_capacity = 0;
    }
}

void http_begin_body(HttpWorker *worker)
{
    json_writer_reset(&worker->writer);
    if (json_reserve(&worker->writer, HTTP_HEAD_MAX)) {
        memset(worker->writer.ptr, ' ', HTTP_HEAD_MAX);
        worker->writer.len = HTTP_HEAD_MAX;
    }
}

void http_take_body(HttpWorker *worker, HttpReply *reply, const char *content_type)
{
    if (worker->writer.failed) {
        dash_log("error: out of memory for an answer");
        *reply = (HttpReply){.status = 500};
        return;
    }
    reply->content_type = content_type;
    reply->body = worker->writer.ptr + HTTP_HEAD_MAX;
    reply->body_len = worker->writer.len - HTTP_HEAD_MAX;
    reply->in_writer = true;
}

/* ---- requests ----------------------------------------------------------- */

const char *http_header(const HttpRequest *request, const char *name)
{
    return mg_get_header(request->connection, name);
}

static HttpMethod method_of(const char *name)
{
    if (strcmp(name, "GET") == 0)
        return HTTP_GET;
    if (strcmp(name, "HEAD") == 0)
        return HTTP_HEAD;
    return strcmp(name, "POST") == 0 ? HTTP_POST : HTTP_OTHER;
}

/* Whether a segment of the path is "." or "..": such a path asks for something
 * that is not ours. */
static bool has_dot_segment(const char *path)
{
    for (const char *at = path; *at;) {
        size_t len = strcspn(at, "/\\");
        if ((len == 1 && at[0] == '.') || (len == 2 && at[0] == '.' && at[1] == '.'))
            return true;
        at += len + (at[len] != '\0');
    }
    return false;
}

/* Decodes the path of the request's target into `path`. false when it is too
 * long, escapes anything odd, or tries to climb. */
static bool decode_path(Exchange *x)
{
    const char *target = x->info->request_uri;
    size_t len = strcspn(target, "?");
    if (len == 0 || target[0] != '/' || len >= LONGEST_PATH)
        return false;
    int decoded = mg_url_decode(target + 1, (int)len - 1, x->path, LONGEST_PATH, 0);
    if (decoded < 0 || strlen(x->path) != (size_t)decoded)
        return false;
    for (const char *at = x->path; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            return false;
    return utf8_valid(x->path, (size_t)decoded) && !has_dot_segment(x->path);
}

/* Looks at the headers that say how long the body is: they must agree, or one
 * server in front of us may see another request than we do. */
static bool has_honest_length(const struct mg_request_info *info)
{
    int lengths = 0, encodings = 0;
    for (int i = 0; i < info->num_headers; i++) {
        const char *value = info->http_headers[i].value;
        if (strcasecmp(info->http_headers[i].name, "Content-Length") == 0) {
            lengths++;
            if (*value == '\0' || value[strspn(value, "0123456789")] != '\0')
                return false;
        } else if (strcasecmp(info->http_headers[i].name, "Transfer-Encoding") == 0) {
            encodings++;
            if (strcasecmp(value, "chunked") != 0)
                return false;
        }
    }
    return lengths + encodings <= 1;
}

static bool grow_body(HttpWorker *worker, size_t wanted)
{
    if (wanted <= worker->body_capacity)
        return true;
    size_t capacity = worker->body_capacity ? worker->body_capacity * 2 : READ_STEP;
    if (capacity < wanted)
        capacity = wanted;
    char *body = realloc(worker->body, capacity);
    if (!body)
        return false;
    worker->body = body;
    worker->body_capacity = capacity;
    return true;
}

/* Reads the whole body, `wanted` bytes or (-1) until the last chunk. Gives 0 or
 * the status to refuse the request with. */
static int read_body(Exchange *x, long long wanted)
{
    size_t limit = x->server->options.max_body, len = 0;
    int64_t deadline = now_ms() + BODY_SECONDS * 1000;
    while (wanted < 0 || len < (size_t)wanted) {
        size_t step = wanted < 0 ? READ_STEP : (size_t)wanted - len;
        if (step > READ_STEP)
            step = READ_STEP;
        if (!grow_body(x->worker, len + step))
            return 413;
        int got = mg_read(x->connection, x->worker->body + len, step);
        if (got <= 0)
            break;
        len += (size_t)got;
        if (len > limit)
            return 413;
        if (now_ms() > deadline)
            return 408;
    }
    if (wanted >= 0 && len < (size_t)wanted)
        return 408;
    x->request.body = x->worker->body ? x->worker->body : "";
    x->request.body_len = len;
    return 0;
}

/* Takes the body of a POST; one that comes with another method is not read, the
 * connection ends instead. */
static int take_body(Exchange *x)
{
    long long length = x->info->content_length;
    bool chunked = mg_get_header(x->connection, "Transfer-Encoding") != NULL;
    if (x->request.method != HTTP_POST) {
        x->close |= length > 0 || chunked;
        return 0;
    }
    if (!chunked && length > 0 && (unsigned long long)length > x->server->options.max_body)
        return 413;
    const char *expect = mg_get_header(x->connection, "Expect");
    if (expect && strcasecmp(expect, "100-continue") == 0)
        mg_write(x->connection, "HTTP/1.1 100 Continue\r\n\r\n", 25);
    return read_body(x, chunked ? -1 : length > 0 ? length : 0);
}

/* ---- replies ------------------------------------------------------------ */

/* What the client wants; civetweb comes to the same answer afterwards. */
static bool client_keeps(const Exchange *x)
{
    const char *header = mg_get_header(x->connection, "Connection");
    if (header)
        return strcasestr(header, "keep-alive") != NULL;
    return x->info->http_version && strcmp(x->info->http_version, "1.1") == 0;
}

/* A busy connection gives its thread up after a while when others may wait. */
static bool turn_is_over(Exchange *x)
{
    uintptr_t served = (uintptr_t)mg_get_user_connection_data(x->connection) + 1;
    mg_set_user_connection_data(x->connection, (void *)served);
    return served >= CONNECTION_TURN &&
           atomic_load_explicit(&x->server->connections, memory_order_relaxed) >=
               x->server->threads;
}

/* Sends all bytes, or false when the client is gone or too slow. */
static bool send_bytes(Exchange *x, const char *bytes, size_t len)
{
    int64_t deadline = now_ms() + SEND_SECONDS * 1000;
    while (len > 0) {
        size_t step = len < WRITE_STEP ? len : WRITE_STEP;
        int sent = mg_write(x->connection, bytes, step);
        if (sent <= 0)
            return false;
        bytes += sent;
        len -= (size_t)sent;
        if (len > 0 && now_ms() > deadline)
            return false;
    }
    return true;
}

static bool send_joined(Exchange *x, const char *head, size_t head_len, size_t body_len)
{
    char both[HTTP_HEAD_MAX + COPIED_BODY];
    memcpy(both, head, head_len);
    if (body_len > 0)
        memcpy(both + head_len, x->reply.body, body_len);
    return send_bytes(x, both, head_len + body_len);
}

/* The lines go before the empty one that ends the head. */
static bool send_with_lines(Exchange *x, const char *head, size_t head_len, size_t body_len)
{
    return send_bytes(x, head, head_len - 2) && send_bytes(x, x->reply.lines, x->reply.lines_len) &&
           send_bytes(x, "\r\n", 2) && send_bytes(x, x->reply.body, body_len);
}

static void send_reply(Exchange *x)
{
    HttpReply *reply = &x->reply;
    bool keep = !x->close && !turn_is_over(x) && client_keeps(x) &&
                !atomic_load_explicit(&x->server->draining, memory_order_relaxed);
    char head[HTTP_HEAD_MAX];
    size_t head_len = head_write(head, x->worker, reply, keep);
    size_t body_len = x->request.method == HTTP_HEAD ? 0 : reply->body_len;
    bool sent;
    if (head_len == 0) {
        sent = false;
    } else if (reply->lines_len > 0) {
        sent = send_with_lines(x, head, head_len, body_len);
    } else if (reply->in_writer && body_len > 0) {
        /* The writer left room in front of the body. */
        char *start = x->worker->writer.ptr + HTTP_HEAD_MAX - head_len;
        memcpy(start, head, head_len);
        sent = send_bytes(x, start, head_len + body_len);
    } else if (body_len <= COPIED_BODY) {
        sent = send_joined(x, head, head_len, body_len);
    } else {
        sent = send_bytes(x, head, head_len) && send_bytes(x, reply->body, body_len);
    }
    if (!keep || !sent)
        mg_disable_connection_keep_alive(x->connection);
}

static const char *reason(int status)
{
    switch (status) {
    case 400:
        return "Bad request\n";
    case 404:
        return "Not found\n";
    case 405:
        return "Method not allowed\n";
    case 408:
        return "Request timeout\n";
    case 413:
        return "Request too large\n";
    case 415:
        return "Unsupported media type\n";
    case 503:
        return "Stopping\n";
    default:
        return "Internal server error\n";
    }
}

/* An error without a body gets a short one that tells nothing. */
static void complete_reply(HttpReply *reply)
{
    if (reply->status < 400 || reply->body)
        return;
    reply->content_type = "text/plain; charset=utf-8";
    reply->body = reason(reply->status);
    reply->body_len = strlen(reply->body);
}

static void refuse(Exchange *x, int status)
{
    x->reply = (HttpReply){.status = status};
    x->close = true;
}

/* Gives the request to the handler unless it is not fit for it. */
static void answer(Exchange *x)
{
    HttpServer *server = x->server;
    x->request.method = method_of(x->info->request_method);
    x->request.connection = x->connection;
    x->request.path = x->path;
    x->request.query = x->info->query_string;
    x->request.local =
        strcmp(x->info->remote_addr, "127.0.0.1") == 0 || strcmp(x->info->remote_addr, "::1") == 0;
    if (atomic_load(&server->draining)) {
        refuse(x, 503);
        return;
    }
    if (!has_honest_length(x->info)) {
        refuse(x, 400);
        return;
    }
    if (!decode_path(x)) {
        refuse(x, 404);
        return;
    }
    int refused = take_body(x);
    if (refused) {
        refuse(x, refused);
        return;
    }
    server->options.handler(server->options.state, x->worker, &x->request, &x->reply);
}

static int on_request(struct mg_connection *connection)
{
    int64_t start = now_ms();
    char path[LONGEST_PATH];
    Exchange x = {
        .path = path,
        .connection = connection,
        .info = mg_get_request_info(connection),
        .worker = mg_get_thread_pointer(connection),
        .reply = {.status = 500},
    };
    x.server = mg_get_user_data(mg_get_context(connection));
    if (!x.worker) {
        mg_disable_connection_keep_alive(connection);
        return 500;
    }
    atomic_fetch_add(&x.server->in_flight, 1);
    answer(&x);
    complete_reply(&x.reply);
    send_reply(&x);
    if (x.worker->held)
        x.server->options.done(x.server->options.state, x.worker);
    x.worker->held = NULL;
    atomic_fetch_sub(&x.server->in_flight, 1);
    if (x.server->options.verbose)
        dash_log("%s %s %d %zu %lldms", x.info->request_method, x.info->request_uri, x.reply.status,
                 x.reply.body_len, (long long)(now_ms() - start));
    worker_reset(x.worker); /* now, and not with its next request: other workers want the memory */
    return x.reply.status;
}

/* ---- life --------------------------------------------------------------- */

static int on_connect(const struct mg_connection *connection, void **data)
{
    HttpServer *server = mg_get_user_data(mg_get_context(connection));
    *data = NULL;
    atomic_fetch_add(&server->connections, 1);
    return 0;
}

static void on_disconnect(const struct mg_connection *connection)
{
    HttpServer *server = mg_get_user_data(mg_get_context(connection));
    atomic_fetch_sub(&server->connections, 1);
}

/* Its complaints are about clients, or said better by listen_problem(). */
static int on_message(const struct mg_connection *connection, const char *message)
{
    (void)connection, (void)message;
    return 1;
}

static int thread_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    long threads = (cores < 1 ? 1 : cores) * THREADS_A_CORE;
    if (threads < MIN_THREADS)
        threads = MIN_THREADS;
    return (int)(threads > MAX_THREADS ? MAX_THREADS : threads);
}

/* Why nothing could listen there, in words: tries it once more by hand. */
static const char *listen_problem(const char *host, int port)
{
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    bool is_six = strchr(host, ':') != NULL;
    if (inet_pton(is_six ? AF_INET6 : AF_INET, host,
                  is_six ? (void *)&six.sin6_addr : (void *)&four.sin_addr) != 1)
        return "not an address: give a number like 127.0.0.1 or ::1, or localhost";
    int fd = socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return strerror(errno);
    int one = 1, result;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    result = is_six ? bind(fd, (const struct sockaddr *)&six, sizeof six)
                    : bind(fd, (const struct sockaddr *)&four, sizeof four);
    if (result == 0)
        result = listen(fd, 1);
    int problem = result == 0 ? 0 : errno;
    close(fd);
    if (problem == EADDRINUSE)
        return "the port is in use; choose another with --port";
    if (problem == EACCES)
        return "ports below 1024 need more rights; choose another with --port";
    return problem ? strerror(problem) : NULL;
}

static bool start_civetweb(HttpServer *server, const char *host, const char *threads)
{
    char address[128];
    bool is_six = strchr(host, ':') != NULL;
    snprintf(address, sizeof address, is_six ? "[%s]:%d" : "%s:%d", host, server->options.port);
    /* clang-format off */
    const char *options[] = {
        "listening_ports", address,
        "num_threads", threads,
        "enable_keep_alive", "yes",
        "keep_alive_timeout_ms", "1000",
        "request_timeout_ms", "10000",
        "tcp_nodelay", "1",
        "connection_queue", "1000",
        "listen_backlog", "4096",
        "max_request_size", "16384",
        "decode_url", "no", /* decode_path() does, from the target as it came */
        "access_control_allow_origin", "",
        "access_control_allow_methods", "",
        "access_control_allow_headers", "",
        NULL,
    };
    /* clang-format on */
    struct mg_callbacks callbacks = {
        .begin_request = on_request,
        .log_message = on_message,
        .init_thread = worker_create,
        .exit_thread = worker_destroy,
        .init_connection = on_connect,
        .connection_closed = on_disconnect,
    };
    server->context = mg_start(&callbacks, server, options);
    return server->context != NULL;
}

HttpServer *http_start(const HttpOptions *options, char *error, size_t size)
{
    HttpServer *server = calloc(1, sizeof *server);
    if (!server) {
        snprintf(error, size, "out of memory");
        return NULL;
    }
    server->options = *options;
    server->threads = thread_count();
    const char *host = strcmp(options->host, "localhost") == 0 ? "127.0.0.1" : options->host;
    char threads[16];
    snprintf(threads, sizeof threads, "%d", server->threads);
    if (!start_civetweb(server, host, threads)) {
        const char *problem = listen_problem(host, options->port);
        snprintf(error, size, "cannot serve on %s port %d: %s", options->host, options->port,
                 problem ? problem : "the threads do not start");
        free(server);
        return NULL;
    }
    struct mg_server_port ports[1];
    if (mg_get_server_ports(server->context, 1, ports) == 1)
        server->port = ports[0].port;
    return server;
}

int http_port(const HttpServer *server)
{
    return server->port;
}

void http_stop(HttpServer *server)
{
    atomic_store(&server->draining, true);
    int64_t deadline = now_ms() + DRAIN_MS;
    while (atomic_load(&server->in_flight) > 0 && now_ms() < deadline)
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    mg_stop(server->context);
    free(server);
}
