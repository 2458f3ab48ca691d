/* SPDX-License-Identifier: MIT
 *
 * Reading files for a compilation.
 */
#ifndef DASHC_SOURCE_LOAD_H
#define DASHC_SOURCE_LOAD_H

#include "source/diag.h"

/* The whole file at `path` in the arena, NUL-terminated; an ordinary file of at
 * most `max` bytes. NULL when it cannot be had; then *why says so in the words
 * of the system ("No such file or directory") or ours ("it is a directory"). */
char *load_bytes(Arena *arena, const char *path, size_t max, size_t *len, const char **why);

/* Reads a source file ("-" is standard input), checks that it is UTF-8, skips a
 * byte order mark and adds it to `sources`. NULL and an error in `diags` when
 * that fails. `at` is where the program asks for the file; {0, 0} for a file
 * named on the command line. */
Source *load_source(Sources *sources, Diags *diags, const char *path, Span at);

#endif
