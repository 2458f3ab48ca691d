/* SPDX-License-Identifier: MIT
 *
 * The C files of the user that a program is made of: the command that compiles
 * each, and what the C compiler says as diagnostics of dashc.
 */
#ifndef DASHC_LINK_C_FILES_H
#define DASHC_LINK_C_FILES_H

#include "link/process.h"
#include "sema/hir.h"
#include "source/diag.h"

/* "model.dash.h" for "src/model.c": what its prototypes are called. */
const char *c_file_header(Arena *arena, const HirCFile *file);
/* Adds the arguments for the file number `index` to a command that has the
 * compiler and the common flags; gives the object's name. */
const char *c_file_arguments(Arena *arena, Command *command, const HirCFile *file, int index);

/* Turns the words of the C compiler into diagnostics, errors of E0806 and
 * warnings of W1020. False when there is no error among them. */
bool c_file_report(Diags *diags, const Program *program, const HirCFile *file, const char *log);
/* Looks through the linker's words for functions of the program that nobody
 * defines; `header` has the prototypes. False when there is none. */
bool c_file_missing(Diags *diags, const Program *program, const char *log, Str header);

#endif
