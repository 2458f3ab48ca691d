/* SPDX-License-Identifier: MIT
 *
 * The files of one build: a temporary folder that always goes away, and an
 * output that appears whole or not at all.
 */
#ifndef DASHC_LINK_FILES_H
#define DASHC_LINK_FILES_H

#include <sys/types.h>

#include "source/diag.h"

/* A new folder under $TMPDIR or /tmp. NULL and an error when that fails. */
const char *files_make_folder(Arena *arena, Diags *diags);
/* Removes the folder and the files in it (there are no folders in it). */
void files_remove_folder(const char *folder);

/* Writes folder/name. false and an error when it cannot be written whole. */
bool files_write(Diags *diags, const char *folder, const char *name, const char *bytes, size_t len);

/* A new empty file in the folder of `output`, so that renaming it to `output`
 * is one step. NULL and an error when `output` cannot be written. */
const char *files_claim_output(Arena *arena, Diags *diags, const char *output);
/* Gives the claimed file its mode (as far as the umask allows) and its name.
 * false and an error when that fails. */
bool files_publish(Diags *diags, const char *claimed, const char *output, mode_t mode);

/* Writes a text file that appears whole or not at all. */
bool files_replace(Diags *diags, const char *output, const char *bytes, size_t len);
/* The same for a file that is there: it keeps its mode, and links to it stay. */
bool files_rewrite(Diags *diags, const char *path, const char *bytes, size_t len);

#endif
