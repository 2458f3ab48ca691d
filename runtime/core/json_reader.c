/* SPDX-License-Identifier: MIT
 *
 * One pass over the bytes checks what cJSON does not (encoding, depth, number of
 * values, NUL), then cJSON parses.
 */
#include "core/json_reader.h"

#include <math.h>
#include <string.h>

#include "core/cx.h"
#include "core/utf8.h"
#include "dash/text.h"

static _Thread_local struct {
    DashArena *arena;
    bool failed;
} reader;

static void *reader_malloc(size_t size)
{
    void *piece = reader.arena ? dash_arena_grow(reader.arena, NULL, 0, size) : NULL;
    reader.failed |= !piece;
    return piece;
}

static void reader_free(void *piece)
{
    (void)piece; /* goes with the arena */
}

void json_reader_install(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = reader_malloc, .free_fn = reader_free});
}

/* The index of the closing quote of the string that opens at `at`, or `len`. */
static size_t string_end(const char *text, size_t len, size_t at, bool *has_nul)
{
    for (at++; at < len && text[at] != '"'; at++) {
        if (text[at] != '\\')
            continue;
        if (len - at >= 6 && memcmp(text + at, "\\u0000", 6) == 0)
            *has_nul = true;
        at++;
    }
    return at < len ? at : len;
}

static JsonFault check(const char *text, size_t len)
{
    size_t depth = 0, values = 1;
    bool has_nul = false;
    for (size_t at = 0; at < len; at++) {
        switch (text[at]) {
        case '"':
            at = string_end(text, len, at, &has_nul);
            break;
        case '[':
        case '{':
            if (++depth > JSON_DEPTH)
                return JSON_TOO_DEEP;
            values++;
            break;
        case ']':
        case '}':
            depth -= depth > 0;
            break;
        case ',':
            values++;
            break;
        case '\0':
            return JSON_MALFORMED;
        default:
            break;
        }
    }
    if (has_nul)
        return JSON_HAS_NUL;
    if (values > JSON_VALUES)
        return JSON_TOO_MANY;
    return utf8_valid(text, len) ? JSON_FINE : JSON_NOT_UTF8;
}

JsonFault json_read(DashCx *cx, const char *text, size_t len, const cJSON **root)
{
    *root = NULL;
    JsonFault fault = check(text, len);
    if (fault != JSON_FINE)
        return fault;
    reader.arena = cx->arena;
    reader.failed = false;
    const char *end = NULL;
    cJSON *tree = cJSON_ParseWithLengthOpts(text, len, &end, false);
    reader.arena = NULL;
    if (!tree)
        return reader.failed ? JSON_NO_MEMORY : JSON_MALFORMED;
    for (; end < text + len; end++)
        if (!strchr(" \t\r\n", *end))
            return JSON_MALFORMED;
    *root = tree;
    return JSON_FINE;
}

const char *json_fault_text(JsonFault fault)
{
    static const char *const TEXTS[] = {
        [JSON_FINE] = "fine",
        [JSON_MALFORMED] = "malformed JSON",
        [JSON_NOT_UTF8] = "JSON that is not UTF-8",
        [JSON_HAS_NUL] = "JSON with a NUL character",
        [JSON_TOO_DEEP] = "JSON that is nested too deep",
        [JSON_TOO_MANY] = "JSON with too many values",
        [JSON_NO_MEMORY] = "JSON that takes too much memory",
    };
    return TEXTS[fault];
}

static DashValue number_value(double number)
{
    bool whole = fabs(number) <= 0x1p53 && number == floor(number);
    return whole ? dash_int((int64_t)number) : dash_float(number);
}

static uint32_t child_count(const cJSON *item)
{
    uint32_t count = 0;
    for (const cJSON *child = item->child; child; child = child->next)
        count++;
    return count;
}

static DashValue list_value(DashCx *cx, const cJSON *item)
{
    uint32_t count = child_count(item), i = 0;
    DashValue *items = dash_alloc_array(cx, count, sizeof *items);
    for (const cJSON *child = item->child; child; child = child->next)
        items[i++] = json_to_value(cx, child);
    return (DashValue){.kind = DASH_LIST, .count = count, .items = items};
}

static DashValue object_value(DashCx *cx, const cJSON *item)
{
    uint32_t count = child_count(item), i = 0;
    DashField *fields = dash_alloc_array(cx, count, sizeof *fields);
    for (const cJSON *child = item->child; child; child = child->next)
        fields[i++] = (DashField){dash_text_of(child->string), json_to_value(cx, child)};
    return (DashValue){.kind = DASH_OBJECT, .count = count, .fields = fields};
}

DashValue json_to_value(DashCx *cx, const cJSON *item)
{
    if (!item)
        return DASH_NULL_VALUE;
    switch (item->type & 0xFF) {
    case cJSON_False:
    case cJSON_True:
        return dash_bool(cJSON_IsTrue(item));
    case cJSON_Number:
        return number_value(item->valuedouble);
    case cJSON_String:
        return dash_string(dash_text_of(item->valuestring));
    case cJSON_Array:
        return list_value(cx, item);
    case cJSON_Object:
        return object_value(cx, item);
    default:
        return DASH_NULL_VALUE;
    }
}
