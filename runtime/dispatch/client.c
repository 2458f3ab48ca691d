/* SPDX-License-Identifier: MIT
 *
 * Path, query, cookies and headers for user code. All of it comes from outside:
 * what is not UTF-8 after decoding is as if it were not there.
 */
#include "dispatch/client.h"

#include <string.h>
#include <strings.h>

#include "core/cx.h"
#include "core/utf8.h"
#include "dash/ctx.h"

static DashText text_between(const char *start, const char *end)
{
    return (DashText){start, (size_t)(end - start)};
}

/* ---- percent signs ------------------------------------------------------ */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes %XX, and "+" as a space in forms. Null when it is no text. */
static DashText decode(DashCx *cx, DashText text, bool form)
{
    char *out = dash_alloc(cx, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        int high = -1, low = -1;
        if (c == '%' && text.len - i > 2) {
            high = hex_digit(text.ptr[i + 1]);
            low = hex_digit(text.ptr[i + 2]);
        }
        if (high >= 0 && low >= 0) {
            c = (char)(high * 16 + low);
            i += 2;
        } else if (form && c == '+') {
            c = ' ';
        }
        if (c == '\0')
            return DASH_NO_TEXT;
        out[len++] = c;
    }
    return utf8_valid(out, len) ? (DashText){out, len} : DASH_NO_TEXT;
}

/* ---- where the user is -------------------------------------------------- */

static const DashClient *client_of(DashCx *cx)
{
    static const DashClient NOBODY = {.path = "", .query = ""};
    return cx->client ? cx->client : &NOBODY;
}

static const char *header_of(DashCx *cx, const char *name)
{
    const DashClient *client = client_of(cx);
    return client->header ? client->header(client->request, name) : NULL;
}

/* Path and query of a URL "http://host/path?query#part"; false: it is none. */
static bool split_url(const char *url, DashText *path, DashText *query)
{
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host)
        return false;
    const char *start = host + 3 + strcspn(host + 3, "/?#");
    const char *end = start + strcspn(start, "?#");
    *path = text_between(start, end);
    const char *rest = *end == '?' ? end + 1 : end;
    *query = text_between(rest, rest + strcspn(rest, "#"));
    return true;
}

DashText dash_ctx_path(DashCx *cx)
{
    const DashClient *client = client_of(cx);
    DashText path, query;
    if (client->path) {
        DashBuilder b = dash_builder(cx);
        dash_put(&b, DASH_TEXT("/"));
        dash_put(&b, dash_text_of(client->path));
        return dash_builder_text(&b);
    }
    if (!split_url(header_of(cx, "Referer"), &path, &query) || path.len == 0)
        return DASH_TEXT("/");
    path = decode(cx, path, false);
    return path.ptr ? path : DASH_TEXT("/");
}

static DashText raw_query(DashCx *cx)
{
    const DashClient *client = client_of(cx);
    DashText path, query;
    if (client->path)
        return client->query ? dash_text_of(client->query) : DASH_TEXT("");
    return split_url(header_of(cx, "Referer"), &path, &query) ? query : DASH_TEXT("");
}

enum { MOST_PARAMETERS = 1000 };

typedef struct Parameters {
    DashField fields[MOST_PARAMETERS];
    size_t count;
} Parameters;

/* One value more of a name: the second makes a list of it. */
static void add_parameter(DashCx *cx, Parameters *all, DashText name, DashText value)
{
    for (size_t i = 0; i < all->count; i++) {
        if (!dash_text_eq(all->fields[i].name, name))
            continue;
        DashItems items = dash_items(cx);
        dash_push(&items, all->fields[i].value);
        dash_push(&items, dash_string(value));
        all->fields[i].value = dash_items_value(&items);
        return;
    }
    if (all->count < MOST_PARAMETERS)
        all->fields[all->count++] = (DashField){name, dash_string(value)};
}

DashValue dash_ctx_query(DashCx *cx)
{
    DashText query = raw_query(cx);
    Parameters *all = dash_alloc(cx, sizeof *all);
    const char *at = query.ptr, *end = query.ptr + query.len;
    while (at < end) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        stop = stop ? stop : end;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        DashText name = decode(cx, text_between(at, equals ? equals : stop), true);
        DashText value = equals ? decode(cx, text_between(equals + 1, stop), true) : DASH_TEXT("");
        if (name.ptr && name.len && value.ptr)
            add_parameter(cx, all, name, value);
        at = stop + 1;
    }
    return dash_object(cx, all->fields, all->count);
}

/* ---- headers and cookies ------------------------------------------------ */

static bool is_token(DashText name)
{
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] <= ' ' || name.ptr[i] >= 0x7F || strchr("()<>@,;:\\\"/[]?={}", name.ptr[i]))
            return false;
    return name.len > 0;
}

static const char *c_string(DashCx *cx, DashText text)
{
    char *copy = dash_alloc(cx, text.len + 1);
    memcpy(copy, text.ptr, text.len);
    return copy;
}

DashText dash_ctx_header(DashCx *cx, DashText name)
{
    const char *value = is_token(name) ? header_of(cx, c_string(cx, name)) : NULL;
    if (!value || !utf8_valid(value, strlen(value)))
        return DASH_NO_TEXT;
    return dash_text_of(c_string(cx, dash_text_of(value)));
}

DashText dash_ctx_cookie(DashCx *cx, DashText name)
{
    const char *at = header_of(cx, "Cookie");
    while (at && *at) {
        at += strspn(at, "; \t");
        const char *end = at + strcspn(at, ";");
        const char *equals = memchr(at, '=', (size_t)(end - at));
        if (equals && dash_text_eq(text_between(at, equals), name)) {
            const char *stop = end;
            while (stop > equals + 1 && (stop[-1] == ' ' || stop[-1] == '\t'))
                stop--;
            equals++;
            bool quoted = stop - equals >= 2 && *equals == '"' && stop[-1] == '"';
            return decode(cx, text_between(equals + quoted, stop - quoted), false);
        }
        at = end;
    }
    return DASH_NO_TEXT;
}

/* What a cookie's value cannot hold goes as %XX. */
static void put_encoded(DashBuilder *b, DashText value)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c > ' ' && c < 0x7F && !strchr("\",;\\%", c)) {
            dash_put(b, (DashText){value.ptr + i, 1});
            continue;
        }
        char escape[3] = {'%', DIGITS[c >> 4], DIGITS[c & 15]};
        dash_put(b, (DashText){escape, 3});
    }
}

/* A path or domain goes as it is, so it must be one. */
static bool is_attribute(DashText text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] <= ' ' || text.ptr[i] >= 0x7F || strchr("\",;\\", text.ptr[i]))
            return false;
    return true;
}

/* As browsers write it; NULL: none of the three. */
static const char *samesite_word(DashText text)
{
    static const char *const WORDS[] = {"Lax", "Strict", "None"};
    for (size_t i = 0; i < 3; i++)
        if (text.len == strlen(WORDS[i]) && strncasecmp(text.ptr, WORDS[i], text.len) == 0)
            return WORDS[i];
    return NULL;
}

static void put_attribute(DashBuilder *b, DashText name, DashText value)
{
    dash_put(b, DASH_TEXT("; "));
    dash_put(b, name);
    dash_put(b, value);
}

void dash_ctx_set_cookie(DashCx *cx, DashText name, DashText value, DashOptInt max_age,
                         DashText path, DashText domain, bool secure, bool httponly,
                         DashText samesite, const char *where)
{
    enum { MOST_BYTES = 16 * 1024 };
    const char *same = samesite_word(samesite);
    if (!is_token(name) || !is_attribute(path) || !is_attribute(domain) || !same)
        dash_fail(cx, where, "this cannot be sent as a cookie: \"%.*s\"",
                  name.len < 80 ? (int)name.len : 80, name.ptr);
    if (!cx->client)
        return; /* nobody asked: the answer is made ahead */
    DashBuilder *b = &cx->client->cookies;
    if (!b->cx)
        *b = dash_builder(cx);
    dash_put(b, DASH_TEXT("Set-Cookie: "));
    dash_put(b, name);
    dash_put(b, DASH_TEXT("="));
    put_encoded(b, value);
    if (max_age.has) {
        put_attribute(b, DASH_TEXT("Max-Age="), DASH_TEXT(""));
        dash_put_int(b, max_age.value / 1000);
    }
    put_attribute(b, DASH_TEXT("Path="), path);
    if (domain.len)
        put_attribute(b, DASH_TEXT("Domain="), domain);
    put_attribute(b, DASH_TEXT("SameSite="), dash_text_of(same));
    if (secure)
        dash_put(b, DASH_TEXT("; Secure"));
    if (httponly)
        dash_put(b, DASH_TEXT("; HttpOnly"));
    dash_put(b, DASH_TEXT("\r\n"));
    if (b->len > MOST_BYTES)
        dash_fail(cx, where, "the cookies of one answer are longer than 16 KB");
}
