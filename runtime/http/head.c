/* SPDX-License-Identifier: MIT
 *
 * Writing heads and reading the two headers that need more than a comparison.
 * A head is appended piece by piece, without printf: it is written for every
 * request.
 */
#include "http/head.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include "dash/number.h"

/* ---- Date --------------------------------------------------------------- */

static char *two_digits(char *out, int64_t value)
{
    out[0] = (char)('0' + value / 10 % 10);
    out[1] = (char)('0' + value % 10);
    return out + 2;
}

/* Year, month 1–12 and day of a day since 1970, by the 400-year cycle of
 * 146097 days counted from a March. */
static void civil(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    int64_t since = days + 719468, era = since / 146097, of_era = since % 146097;
    int64_t of_cycle = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * of_cycle + of_cycle / 4 - of_cycle / 100);
    int64_t from_march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = of_cycle + era * 400 + (*month <= 2);
}

/* The date of this second; written again only when the second has changed. */
static const char *date_now(HttpWorker *worker)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t second = now.tv_sec;
    if (worker->date[0] && worker->date_second == second)
        return worker->date;
    int64_t days = second / 86400, rest = second % 86400, year, month, day;
    civil(days, &year, &month, &day);
    char *out = worker->date;
    memcpy(out, &"ThuFriSatSunMonTueWed"[days % 7 * 3], 3);
    memcpy(out + 3, ", ", 2);
    out = two_digits(out + 5, day);
    *out++ = ' ';
    memcpy(out, &"JanFebMarAprMayJunJulAugSepOctNovDec"[(month - 1) * 3], 3);
    out[3] = ' ';
    out = two_digits(two_digits(out + 4, year / 100), year);
    *out++ = ' ';
    out = two_digits(out, rest / 3600);
    *out++ = ':';
    out = two_digits(out, rest / 60 % 60);
    *out++ = ':';
    out = two_digits(out, rest % 60);
    memcpy(out, " GMT", 5);
    worker->date_second = second;
    return worker->date;
}

/* ---- the head ----------------------------------------------------------- */

static const char *status_line(int status)
{
    switch (status) {
    case 200:
        return "HTTP/1.1 200 OK\r\n";
    case 204:
        return "HTTP/1.1 204 No Content\r\n";
    case 304:
        return "HTTP/1.1 304 Not Modified\r\n";
    case 400:
        return "HTTP/1.1 400 Bad Request\r\n";
    case 404:
        return "HTTP/1.1 404 Not Found\r\n";
    case 405:
        return "HTTP/1.1 405 Method Not Allowed\r\n";
    case 408:
        return "HTTP/1.1 408 Request Timeout\r\n";
    case 413:
        return "HTTP/1.1 413 Content Too Large\r\n";
    case 415:
        return "HTTP/1.1 415 Unsupported Media Type\r\n";
    case 501:
        return "HTTP/1.1 501 Not Implemented\r\n";
    case 503:
        return "HTTP/1.1 503 Service Unavailable\r\n";
    default:
        return "HTTP/1.1 500 Internal Server Error\r\n";
    }
}

typedef struct Head {
    char *out;
    size_t len;
    bool full;
} Head;

static void put(Head *head, const char *text)
{
    size_t len = strlen(text);
    if (len > HTTP_HEAD_MAX - head->len) {
        head->full = true;
        return;
    }
    memcpy(head->out + head->len, text, len);
    head->len += len;
}

static void put_header(Head *head, const char *name, const char *value)
{
    if (!value)
        return;
    put(head, name);
    put(head, ": ");
    put(head, value);
    put(head, "\r\n");
}

size_t head_write(char out[HTTP_HEAD_MAX], HttpWorker *worker, const HttpReply *reply,
                  bool keep_alive)
{
    Head head = {.out = out};
    put(&head, status_line(reply->status));
    put_header(&head, "Date", date_now(worker));
    put_header(&head, "Content-Type", reply->content_type);
    if (reply->status != 204 && reply->status != 304) {
        char length[DASH_NUMBER_MAX + 1];
        length[dash_write_int(length, (int64_t)reply->body_len)] = '\0';
        put_header(&head, "Content-Length", length);
    }
    put_header(&head, "Content-Encoding", reply->encoding);
    put_header(&head, "Vary", reply->vary ? "Accept-Encoding" : NULL);
    put_header(&head, "Cache-Control", reply->cache_control);
    if (reply->etag) {
        /* Weak: one tag stands for all encodings of the same text. */
        put(&head, "ETag: W/");
        put(&head, reply->etag);
        put(&head, "\r\n");
    }
    put_header(&head, "Allow", reply->allow);
    put_header(&head, "X-Content-Type-Options", "nosniff");
    put_header(&head, "Connection", keep_alive ? "keep-alive" : "close");
    put(&head, "\r\n");
    return head.full ? 0 : head.len;
}

/* ---- headers of requests ------------------------------------------------ */

/* Whether the parameters of a coding (";q=0.5") have a weight of zero. */
static bool is_refused(const char *parameters, size_t len)
{
    const char *end = parameters + len, *q = parameters;
    while (q < end && *q != 'q' && *q != 'Q')
        q++;
    if (end - q < 3 || q[1] != '=')
        return false;
    for (q += 2; q < end && strchr("0. \t", *q); q++)
        ;
    return q == end;
}

bool head_accepts(const char *header, const char *coding)
{
    size_t wanted = strlen(coding);
    for (const char *at = header; at && *at;) {
        at += strspn(at, ", \t");
        size_t item = strcspn(at, ","), name = strcspn(at, ",; \t");
        if (name == wanted && strncasecmp(at, coding, name) == 0)
            return !is_refused(at + name, item - name);
        at += item;
    }
    return false;
}

bool head_matches(const char *header, const char *etag)
{
    if (!header || !etag)
        return false;
    return strcmp(header, "*") == 0 || strstr(header, etag) != NULL;
}
