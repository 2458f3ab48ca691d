/* SPDX-License-Identifier: MIT
 *
 * The ceiling that the app's server is compared with: civetweb, with the
 * settings the runtime uses, answering every POST with one constant body.
 *
 *     bare PORT THREADS FILE      serves FILE's bytes as application/json
 */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "civetweb.h"

static char *reply;
static size_t reply_len;

static int on_request(struct mg_connection *conn)
{
    char body[16384];
    const struct mg_request_info *info = mg_get_request_info(conn);
    for (long long left = info->content_length; left > 0;) {
        int got = mg_read(conn, body, sizeof body);
        if (got <= 0)
            break;
        left -= got;
    }
    mg_write(conn, reply, reply_len);
    return 200;
}

static bool make_reply(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    static char body[1 << 20];
    size_t len = fread(body, 1, sizeof body, file);
    fclose(file);
    reply = malloc(len + 256);
    if (!reply)
        return false;
    int head = snprintf(reply, 256,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        "Content-Length: %zu\r\nConnection: keep-alive\r\n\r\n",
                        len);
    memcpy(reply + head, body, len);
    reply_len = (size_t)head + len;
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 4 || !make_reply(argv[3])) {
        fprintf(stderr, "usage: bare PORT THREADS FILE\n");
        return 2;
    }
    const char *options[] = {"listening_ports",
                             argv[1],
                             "num_threads",
                             argv[2],
                             "enable_keep_alive",
                             "yes",
                             "tcp_nodelay",
                             "1",
                             "keep_alive_timeout_ms",
                             "5000",
                             "request_timeout_ms",
                             "10000",
                             "connection_queue",
                             "1000",
                             "listen_backlog",
                             "4096",
                             NULL};
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    struct mg_callbacks callbacks = {.begin_request = on_request};
    struct mg_context *server = mg_start(&callbacks, NULL, options);
    if (!server)
        return 1;
    int signal_number;
    sigwait(&stop, &signal_number);
    mg_stop(server);
    return 0;
}
