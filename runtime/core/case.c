/* SPDX-License-Identifier: MIT
 *
 * upper() and lower() for all of Unicode, from the table in case.def. ASCII,
 * nearly always all there is, takes neither the table nor decoding.
 */
#include <string.h>

#include "core/cx.h"
#include "core/utf8.h"
#include "dash/text.h"

typedef struct CaseRun {
    uint32_t first, last, step;
    int32_t delta;
} CaseRun;

typedef struct CaseSpecial {
    uint32_t code;
    char to[12];
} CaseSpecial;

#define COUNT(array)                  (sizeof(array) / sizeof *(array))
#define RUN(first, last, step, delta) {first, last, step, delta},
#define SPECIAL(code, to)             {code, to},

static const CaseRun UPPER[] = {
#define UPPER_RUNS
#include "case.def"
#undef UPPER_RUNS
};
static const CaseSpecial UPPER_SPECIAL[] = {
#define UPPER_SPECIALS
#include "case.def"
#undef UPPER_SPECIALS
};
static const CaseRun LOWER[] = {
#define LOWER_RUNS
#include "case.def"
#undef LOWER_RUNS
};
static const CaseSpecial LOWER_SPECIAL[] = {
#define LOWER_SPECIALS
#include "case.def"
#undef LOWER_SPECIALS
};

typedef struct CaseMap {
    char first, last; /* ASCII letters that change, by flipping bit 5 */
    const CaseRun *runs;
    size_t run_count;
    const CaseSpecial *specials;
    size_t special_count;
} CaseMap;

static const CaseMap TO_UPPER = {'a',          'z',           UPPER,
                                 COUNT(UPPER), UPPER_SPECIAL, COUNT(UPPER_SPECIAL)};
static const CaseMap TO_LOWER = {'A',          'Z',           LOWER,
                                 COUNT(LOWER), LOWER_SPECIAL, COUNT(LOWER_SPECIAL)};

/* Decodes the code point at `at`; false for bytes that are not UTF-8. */
static bool decode(DashText text, size_t at, uint32_t *code, size_t *size)
{
    unsigned char first = (unsigned char)text.ptr[at];
    *size = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (*size == 1 || text.len - at < *size)
        return false;
    uint32_t value = first & (0xFFu >> (*size + 1));
    for (size_t i = 1; i < *size; i++)
        value = value << 6 | ((unsigned char)text.ptr[at + i] & 0x3Fu);
    *code = value;
    return true;
}

static const CaseSpecial *find_special(const CaseMap *map, uint32_t code)
{
    size_t low = 0, high = map->special_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (map->specials[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < map->special_count && map->specials[low].code == code ? &map->specials[low] : NULL;
}

static uint32_t map_code(const CaseMap *map, uint32_t code)
{
    size_t low = 0, high = map->run_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (map->runs[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == map->run_count)
        return code;
    const CaseRun *run = &map->runs[low];
    bool inside = run->first <= code && (code - run->first) % run->step == 0;
    return inside ? (uint32_t)((int64_t)code + run->delta) : code;
}

static void put_mapped(DashBuilder *b, const CaseMap *map, DashText point, uint32_t code)
{
    const CaseSpecial *special = find_special(map, code);
    if (special) {
        dash_put(b, dash_text_of(special->to));
        return;
    }
    uint32_t mapped = map_code(map, code);
    char bytes[4];
    dash_put(b, mapped == code ? point : (DashText){bytes, utf8_encode(bytes, mapped)});
}

static DashText change(DashCx *cx, const CaseMap *map, DashText text)
{
    DashBuilder b = dash_builder(cx);
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && (unsigned char)text.ptr[at] < 0x80)
            at++;
        char *ascii = dash_alloc(cx, at - start);
        for (size_t i = start; i < at; i++) {
            char c = text.ptr[i];
            ascii[i - start] = c >= map->first && c <= map->last ? (char)(c ^ 0x20) : c;
        }
        dash_put(&b, (DashText){ascii, at - start});
        if (at == text.len)
            break;
        uint32_t code = 0;
        size_t size;
        bool valid = decode(text, at, &code, &size);
        DashText point = {text.ptr + at, valid ? size : 1};
        if (valid)
            put_mapped(&b, map, point, code);
        else
            dash_put(&b, point);
        at += point.len;
    }
    return dash_builder_text(&b);
}

DashText dash_upper(DashCx *cx, DashText text)
{
    return change(cx, &TO_UPPER, text);
}

DashText dash_lower(DashCx *cx, DashText text)
{
    return change(cx, &TO_LOWER, text);
}
