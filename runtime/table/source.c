/* SPDX-License-Identifier: MIT
 *
 * From a path to a table: the file is mapped, unpacked when it is packed, and
 * handed to the reader of its format.
 */
#include "dash/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/utf8.h"
#include "table/charset.h"
#include "table/reader.h"
#include "table/unpack.h"

enum {
    SHOWN_BYTES = 60, /* of a cell in an error */
    MESSAGE_MAX = 400,
};

/* ---- errors --------------------------------------------------------------- */

static const char *arena_text(DashArena *arena, const char *bytes, size_t len)
{
    char *copy = dash_arena_alloc(arena, len + 1);
    if (!copy) {
        return "memory is out";
    }
    memcpy(copy, bytes, len);
    return copy;
}

bool source_fail(DashArena *arena, DashSourceError *error, size_t line, size_t column,
                 DashText value, const char *format, ...)
{
    char message[MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    *error = (DashSourceError){.line = line, .column = column};
    error->message = arena_text(arena, message, strlen(message));
    if (value.ptr) {
        size_t shown = value.len < SHOWN_BYTES ? value.len : SHOWN_BYTES;
        error->value = arena_text(arena, value.ptr, utf8_valid_prefix(value.ptr, shown));
    }
    return false;
}

const char *column_type_name(DashColumnType type)
{
    static const char *const NAMES[] = {
        [DASH_COLUMN_BOOL] = "bool",   [DASH_COLUMN_INT] = "int",
        [DASH_COLUMN_FLOAT] = "float", [DASH_COLUMN_TEXT] = "text",
        [DASH_COLUMN_DATE] = "date",   [DASH_COLUMN_DATETIME] = "datetime",
    };
    return NAMES[type];
}

const char *dash_source_complaint(DashArena *arena, const char *path, const DashSourceError *error)
{
    char place[64] = "";
    if (error->line && error->column) {
        snprintf(place, sizeof(place), ":%zu:%zu", error->line, error->column);
    } else if (error->line) {
        snprintf(place, sizeof(place), ":%zu", error->line);
    }
    size_t within = error->within ? strlen(error->within) : 0;
    size_t size = strlen(path) + sizeof(place) + within + MESSAGE_MAX + SHOWN_BYTES;
    char *text = dash_arena_alloc(arena, size);
    if (!text) {
        return "memory is out";
    }
    int len = snprintf(text, size, "%s%s: %s%s", path, place, within ? error->within : "",
                       within ? ": " : "");
    size_t left = size - (size_t)len;
    if (error->expected && error->value) {
        snprintf(text + len, left, "`%s` is not of type `%s`", error->value, error->expected);
    } else if (error->expected) {
        snprintf(text + len, left, "%s, its type is `%s`", error->message, error->expected);
    } else {
        snprintf(text + len, left, "%s", error->message);
    }
    return text;
}

/* ---- bytes ---------------------------------------------------------------- */

/* `bytes` are UTF-8, or are made so here. */
static bool parse_unpacked(DashArena *arena, const char *bytes, size_t len,
                           const DashSource *source, DashTable *table, DashSourceReport *report)
{
    static TableReader *const READERS[] = {
#define X(kind, name, reader) [kind] = reader,
        DASH_FILE_KINDS(X)
#undef X
    };
    bool wide = len >= 2 && (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2));
    if (source->charset == DASH_UTF8 && !wide) {
        return READERS[source->kind](arena, bytes, len, source, table, report);
    }
    char *text = NULL;
    size_t text_len = 0;
    const char *wrong =
        charset_convert(wide ? DASH_UTF16 : source->charset, bytes, len, &text, &text_len);
    bool good = wrong ? source_fail(arena, &report->error, 0, 0, DASH_NO_TEXT, "%s", wrong)
                      : READERS[source->kind](arena, text, text_len, source, table, report);
    free(text);
    return good;
}

bool dash_source_parse(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                       DashTable *table, DashSourceReport *report)
{
    *report = (DashSourceReport){0};
    size_t max = source->max_bytes ? source->max_bytes : DASH_SOURCE_MAX_BYTES;
    Unpacked unpacked = {0};
    const char *kind = NULL;
#define fail(...) source_fail(arena, &report->error, 0, 0, DASH_NO_TEXT, __VA_ARGS__)
    switch (unpack(bytes, len, max, &unpacked, &kind)) {
    case UNPACK_PLAIN:
        return parse_unpacked(arena, bytes, len, source, table, report);
    case UNPACK_DONE: {
        bool good = parse_unpacked(arena, unpacked.bytes, unpacked.len, source, table, report);
        free(unpacked.bytes);
        return good;
    }
    case UNPACK_BROKEN:
        return fail("the %s file is damaged or cut off", kind);
    case UNPACK_TOO_LONG:
        return fail("the %s file holds more than max_bytes = %zu bytes", kind, max);
    case UNPACK_NO_MEMORY:
        return fail("memory is out");
    case UNPACK_FOREIGN:
        break;
    }
    return fail("this is a %s, not a text file", kind);
#undef fail
}

/* The bytes of an open regular file; false: errno tells why. */
static bool map_file(int file, size_t len, const char **bytes)
{
    void *mapped = MAP_FAILED;
    *bytes = "";
    if (len == 0) {
        return true;
    }
    mapped = mmap(NULL, len, PROT_READ, MAP_PRIVATE, file, 0);
    *bytes = mapped;
    return mapped != MAP_FAILED;
}

bool dash_source_read(DashArena *arena, const char *path, const DashSource *source,
                      DashTable *table, DashSourceReport *report)
{
    const char *bytes = NULL;
    struct stat status;
    int reason = 0, file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && fstat(file, &status) == 0;
    bool regular = good && S_ISREG(status.st_mode);
    size_t len = regular ? (size_t)status.st_size : 0;
    good = regular && map_file(file, len, &bytes);
    reason = errno;
    if (file >= 0) {
        close(file);
    }
    if (!good) {
        *report = (DashSourceReport){0};
        return source_fail(arena, &report->error, 0, 0, DASH_NO_TEXT, "%s",
                           file >= 0 && !regular ? "not a regular file" : strerror(reason));
    }
    good = dash_source_parse(arena, bytes, len, source, table, report);
    if (len > 0) {
        munmap((void *)(uintptr_t)bytes, len);
    }
    return good;
}
