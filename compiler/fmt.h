/* SPDX-License-Identifier: MIT
 *
 * What `dashc fmt` needs besides the formatter: finding files, showing changes.
 */
#ifndef DASHC_FMT_H
#define DASHC_FMT_H

#include "source/memory.h"

typedef Vec(const char *) Paths;

/* Appends `path`, or, when it is a folder, the .dash files in it and below, in order
 * of their names; folders called node_modules or with a leading dot are left out. */
void fmt_find(Arena *arena, Paths *paths, const char *path);

/* Appends the change from `before` to `after` as a unified diff with three lines of
 * context; nothing when they are equal. */
void fmt_diff(Buf *out, const char *path, Str before, Str after);

#endif
