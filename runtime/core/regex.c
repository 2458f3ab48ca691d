/* SPDX-License-Identifier: MIT
 *
 * Regular expressions through PCRE2. A thread keeps the patterns that it has
 * compiled lately; a search has its memory from the request and a bound on its
 * steps, so that no pattern holds the server up.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "dash/regex.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/cx.h"
#include "dash/text.h"

enum {
    KEPT = 32,              /* compiled patterns a thread */
    LONGEST = 10000,        /* bytes of a pattern */
    MOST_STEPS = 1000000,   /* of one search: some 20 ms */
    MOST_MEMORY_KIB = 4096, /* of one search */
    MOST_TIME_MS = 1000     /* of all searches in one text */
};

/* ---- compiling ------------------------------------------------------------- */

static pcre2_code *compile(DashText pattern, int *error, size_t *at)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        return NULL;
    pcre2_set_max_pattern_length(context, LONGEST);
    const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, options, error, at, context);
    pcre2_compile_context_free(context);
    return code;
}

static const char *error_text(int error)
{
    static _Thread_local char text[128];
    pcre2_get_error_message(error, (PCRE2_UCHAR *)text, sizeof text);
    return text;
}

const char *dash_check_regex(DashText pattern, size_t *at)
{
    int error = 0;
    *at = 0;
    pcre2_code *code = compile(pattern, &error, at);
    pcre2_code_free(code);
    return code ? NULL : error_text(error);
}

/* ---- the thread's patterns ------------------------------------------------- */

typedef struct Kept {
    char *pattern;
    size_t len;
    pcre2_code *code;
} Kept;

typedef struct Cache {
    Kept kept[KEPT];
    unsigned next; /* to be replaced */
} Cache;

static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void free_cache(void *data)
{
    Cache *cache = data;
    for (int i = 0; i < KEPT; i++) {
        free(cache->kept[i].pattern);
        pcre2_code_free(cache->kept[i].code);
    }
    free(cache);
}

static void make_key(void)
{
    pthread_key_create(&cache_key, free_cache);
}

/* NULL when memory is out. */
static Cache *thread_cache(void)
{
    pthread_once(&cache_once, make_key);
    Cache *cache = pthread_getspecific(cache_key);
    if (!cache) {
        cache = calloc(1, sizeof *cache);
        pthread_setspecific(cache_key, cache);
    }
    return cache;
}

static const pcre2_code *find_code(const Cache *cache, DashText pattern)
{
    for (int i = 0; i < KEPT; i++) {
        const Kept *kept = &cache->kept[i];
        if (kept->code && kept->len == pattern.len &&
            memcmp(kept->pattern, pattern.ptr, pattern.len) == 0)
            return kept->code;
    }
    return NULL;
}

DASH_NORETURN static void no_memory(DashCx *cx, const char *where)
{
    dash_fail(cx, where, "out of memory for a regular expression");
}

static const pcre2_code *code_of(DashCx *cx, DashText pattern, const char *where)
{
    Cache *cache = thread_cache();
    if (!cache)
        no_memory(cx, where);
    const pcre2_code *known = find_code(cache, pattern);
    if (known)
        return known;
    int error = 0;
    size_t at = 0;
    pcre2_code *code = compile(pattern, &error, &at);
    if (!code)
        dash_fail(cx, where, "the regular expression is wrong at byte %zu: %s", at,
                  error_text(error));
    char *copy = malloc(pattern.len + 1);
    if (!copy) {
        pcre2_code_free(code);
        no_memory(cx, where);
    }
    memcpy(copy, pattern.ptr, pattern.len);
    Kept *slot = &cache->kept[cache->next++ % KEPT];
    free(slot->pattern);
    pcre2_code_free(slot->code);
    *slot = (Kept){copy, pattern.len, code};
    return code;
}

/* ---- searching ------------------------------------------------------------- */

/* Memory of the request: given back with it. */
static void *take(size_t size, void *cx)
{
    return dash_arena_alloc(((DashCx *)cx)->arena, size);
}

static void drop(void *piece, void *cx)
{
    (void)piece;
    (void)cx;
}

typedef struct Search {
    DashCx *cx;
    const char *where;
    const pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *data;
    const size_t *places; /* pairs of start and end: all, then the groups */
    uint32_t groups;      /* with the whole */
    DashText text;
} Search;

static Search search_in(DashCx *cx, DashText text, DashText pattern, const char *where)
{
    Search s = {.cx = cx, .where = where, .text = text, .code = code_of(cx, pattern, where)};
    pcre2_general_context *memory = pcre2_general_context_create(take, drop, cx);
    s.limits = memory ? pcre2_match_context_create(memory) : NULL;
    s.data = memory ? pcre2_match_data_create_from_pattern(s.code, memory) : NULL;
    if (!s.limits || !s.data)
        no_memory(cx, where);
    pcre2_set_match_limit(s.limits, MOST_STEPS);
    pcre2_set_heap_limit(s.limits, MOST_MEMORY_KIB);
    s.places = pcre2_get_ovector_pointer(s.data);
    s.groups = pcre2_get_ovector_count(s.data);
    return s;
}

DASH_NORETURN static void too_long(const Search *s)
{
    dash_fail(s->cx, s->where, "the regular expression takes too long on this text");
}

/* The next place at `from` or later. */
static bool find_next(Search *s, size_t from, uint32_t options)
{
    int found = pcre2_match(s->code, (PCRE2_SPTR)s->text.ptr, s->text.len, from, options, s->data,
                            s->limits);
    if (found == PCRE2_ERROR_NOMATCH)
        return false;
    if (found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_HEAPLIMIT ||
        found == PCRE2_ERROR_DEPTHLIMIT)
        too_long(s);
    if (found < 0)
        dash_fail(s->cx, s->where, "the regular expression: %s", error_text(found));
    return true;
}

static DashText group(const Search *s, uint32_t index)
{
    size_t start = s->places[2 * index], end = s->places[2 * index + 1];
    if (start == PCRE2_UNSET || end < start)
        return DASH_TEXT("");
    return (DashText){s->text.ptr + start, end - start};
}

/* All places one after the other. After an empty one the search goes on behind
 * the next character, unless something that is not empty begins at once. */
typedef struct Walk {
    Search search;
    size_t next;
    bool after_empty, ended;
    unsigned searches;
    int64_t until; /* of the thread's time, when there are many */
} Walk;

static int64_t thread_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* One search is bounded by its steps, many by the time that they take. */
static void check_time(Walk *w)
{
    if (w->searches++ % 16 != 0)
        return;
    if (w->until == 0)
        w->until = thread_time() + MOST_TIME_MS;
    else if (thread_time() > w->until)
        too_long(&w->search);
}

static size_t next_character(DashText text, size_t at)
{
    at++;
    while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static bool walk(Walk *w)
{
    while (!w->ended) {
        check_time(w);
        uint32_t options = w->after_empty ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0;
        if (find_next(&w->search, w->next, options)) {
            size_t start = w->search.places[0], end = w->search.places[1];
            w->after_empty = start == end;
            w->next = end > w->next ? end : w->next;
            return true;
        }
        if (!w->after_empty || w->next >= w->search.text.len) {
            w->ended = true;
            break;
        }
        w->next = next_character(w->search.text, w->next);
        w->after_empty = false;
    }
    return false;
}

/* ---- the standard library -------------------------------------------------- */

bool dash_matches(DashCx *cx, DashText text, DashText pattern, const char *where)
{
    Search s = search_in(cx, text, pattern, where);
    return find_next(&s, 0, 0);
}

DashTexts dash_regex(DashCx *cx, DashText text, DashText pattern, const char *where)
{
    Search s = search_in(cx, text, pattern, where);
    if (!find_next(&s, 0, 0))
        return (DashTexts){NULL, 0};
    DashText *items = dash_alloc_array(cx, s.groups, sizeof *items);
    for (uint32_t i = 0; i < s.groups; i++)
        items[i] = group(&s, i);
    return (DashTexts){items, s.groups};
}

typedef struct Pieces {
    DashCx *cx;
    DashText *items;
    size_t len, capacity;
} Pieces;

static void add_piece(Pieces *pieces, DashText text)
{
    if (pieces->len == pieces->capacity) {
        size_t wanted = pieces->capacity ? pieces->capacity * 2 : 8;
        pieces->items = dash_grow(pieces->cx, pieces->items, pieces->capacity * sizeof(DashText),
                                  wanted * sizeof(DashText));
        pieces->capacity = wanted;
    }
    pieces->items[pieces->len++] = text;
}

DashTexts dash_find_all(DashCx *cx, DashText text, DashText pattern, const char *where)
{
    Walk w = {.search = search_in(cx, text, pattern, where)};
    Pieces pieces = {.cx = cx};
    while (walk(&w))
        add_piece(&pieces, group(&w.search, 0));
    return (DashTexts){pieces.items ? pieces.items : dash_alloc(cx, 1), pieces.len};
}

DashTexts dash_regex_split(DashCx *cx, DashText text, DashText pattern, const char *where)
{
    Walk w = {.search = search_in(cx, text, pattern, where)};
    Pieces pieces = {.cx = cx};
    size_t from = 0;
    while (walk(&w)) {
        add_piece(&pieces, (DashText){text.ptr + from, w.search.places[0] - from});
        from = w.search.places[1];
    }
    add_piece(&pieces, (DashText){text.ptr + from, text.len - from});
    return (DashTexts){pieces.items, pieces.len};
}

/* The group that the replacement names after a backslash at `at`; gives the bytes
 * that it took, 0 when it is none. */
static size_t named_group(const Search *s, DashText replacement, size_t at, uint32_t *index)
{
    size_t end = at;
    if (at < replacement.len && replacement.ptr[at] >= '0' && replacement.ptr[at] <= '9') {
        *index = 0;
        while (end < replacement.len && end < at + 2 && replacement.ptr[end] >= '0' &&
               replacement.ptr[end] <= '9')
            *index = *index * 10 + (uint32_t)(replacement.ptr[end++] - '0');
        return end - at;
    }
    char name[64];
    const char *close = replacement.len - at > 2 && memcmp(replacement.ptr + at, "g<", 2) == 0
                            ? memchr(replacement.ptr + at, '>', replacement.len - at)
                            : NULL;
    size_t len = close ? (size_t)(close - replacement.ptr) - at - 2 : sizeof name;
    if (len == 0 || len >= sizeof name)
        return 0;
    memcpy(name, replacement.ptr + at + 2, len);
    name[len] = '\0';
    char *rest;
    long number = strtol(name, &rest, 10);
    if (*rest)
        number = pcre2_substring_number_from_name(s->code, (PCRE2_SPTR)name);
    *index = number >= 0 ? (uint32_t)number : UINT32_MAX;
    return len + 3;
}

static void put_replacement(DashBuilder *b, const Search *s, DashText replacement)
{
    for (size_t at = 0; at < replacement.len;) {
        if (replacement.ptr[at] != '\\') {
            dash_put(b, (DashText){replacement.ptr + at++, 1});
            continue;
        }
        uint32_t index;
        size_t taken = named_group(s, replacement, at + 1, &index);
        if (taken == 0) { /* "\\" is one backslash */
            bool twice = at + 1 < replacement.len && replacement.ptr[at + 1] == '\\';
            dash_put(b, DASH_TEXT("\\"));
            at += 1 + (size_t)twice;
            continue;
        }
        if (index >= s->groups)
            dash_fail(s->cx, s->where, "the replacement names a group that the pattern has not");
        dash_put(b, group(s, index));
        at += 1 + taken;
    }
}

DashText dash_regex_replace(DashCx *cx, DashText text, DashText pattern, DashText replacement,
                            const char *where)
{
    Walk w = {.search = search_in(cx, text, pattern, where)};
    DashBuilder b = dash_builder(cx);
    size_t from = 0;
    while (walk(&w)) {
        dash_put(&b, (DashText){text.ptr + from, w.search.places[0] - from});
        put_replacement(&b, &w.search, replacement);
        from = w.search.places[1];
    }
    dash_put(&b, (DashText){text.ptr + from, text.len - from});
    return dash_builder_text(&b);
}
