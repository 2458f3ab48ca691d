/* SPDX-License-Identifier: MIT
 *
 * A line is put together on the stack and leaves in one write, so that lines of
 * different threads do not mix and nothing has to be locked.
 */
#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "core/date.h"

void dash_log(const char *format, ...)
{
    char line[2048];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    size_t len = date_write_time(line, (int64_t)now.tv_sec * 1000);
    line[len++] = 'Z';
    line[len++] = ' ';

    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(line + len, sizeof line - len, format, args);
    va_end(args);
    size_t end = wanted < 0 ? len : len + (size_t)wanted;
    if (end > sizeof line - 1)
        end = sizeof line - 1;
    for (size_t i = len; i < end; i++)
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = '?';
    line[end++] = '\n';
    /* A log that cannot be written is no reason to stop serving. */
    ssize_t written = write(STDERR_FILENO, line, end);
    (void)written;
}
