/* SPDX-License-Identifier: MIT
 *
 * Reading files: opened without blocking on pipes that nobody writes to, refused
 * when they are folders, devices or too large, read until the end because a
 * file may grow or shrink meanwhile.
 */
#include "source/load.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/utf8.h"

static const char too_large[] = "it is too large";

/* Reads to the end, at most max bytes. */
static bool read_all(int fd, Buf *buf, size_t max, const char **why)
{
    char chunk[1 << 16];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            *why = strerror(errno);
            return false;
        }
        buf_put(buf, chunk, (size_t)got);
        if (buf->len > max) {
            *why = too_large;
            return false;
        }
    }
}

static int open_regular(const char *path, size_t *size, const char **why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
        *why = strerror(errno);
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *size = S_ISREG(info.st_mode) ? (size_t)info.st_size : 0;
    if (S_ISREG(info.st_mode))
        return fd;
    close(fd);
    *why = S_ISDIR(info.st_mode) ? "it is a directory" : "it is not an ordinary file";
    return -1;
}

char *load_bytes(Arena *arena, const char *path, size_t max, size_t *len, const char **why)
{
    bool standard_input = strcmp(path, "-") == 0;
    size_t size = 0; /* a guess: the file may grow while it is read */
    int fd = standard_input ? STDIN_FILENO : open_regular(path, &size, why);
    if (fd < 0)
        return NULL;
    Buf buf = {.arena = arena};
    buf_reserve(&buf, size < max ? size : 0);
    buf_put(&buf, "", 0);
    bool fine = read_all(fd, &buf, max, why);
    if (!standard_input)
        close(fd);
    *len = buf.len;
    return fine ? buf.ptr : NULL;
}

static void report_not_utf8(Diags *diags, const char *path, Span at, const char *text, size_t bad)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < bad; i++) {
        column = text[i] == '\n' ? 1 : column + (((unsigned char)text[i] & 0xC0) != 0x80);
        line += text[i] == '\n';
    }
    Diag *d = diag_error(diags, E0002, at, "%s is not UTF-8: byte 0x%02X at line %zu, column %zu",
                         path, (unsigned char)text[bad], line, column);
    diag_help(d, "save the file with the encoding UTF-8");
}

Source *load_source(Sources *sources, Diags *diags, const char *path, Span at)
{
    size_t len;
    const char *why;
    char *text = load_bytes(sources->arena, path, SOURCE_MAX, &len, &why);
    if (!text) {
        diag_error(diags, why == too_large ? E0003 : E0001, at, "cannot read %s: %s", path, why);
        return NULL;
    }
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        len -= 3;
    }
    size_t bad = utf8_check(text, len);
    if (bad < len) {
        report_not_utf8(diags, path, at, text, bad);
        return NULL;
    }
    return sources_adopt(sources, strcmp(path, "-") == 0 ? "<stdin>" : path, text, len);
}
