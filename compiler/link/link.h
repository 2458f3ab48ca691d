/* SPDX-License-Identifier: MIT
 *
 * From C to one static binary: chooses the front-end bundles the program needs,
 * embeds them and the data, calls the C compiler for this and the user's C.
 */
#ifndef DASHC_LINK_LINK_H
#define DASHC_LINK_LINK_H

#include "emit/emit.h"
#include "source/diag.h"

typedef struct LinkOptions {
    const char *output; /* path of the binary */
    const char *cc;     /* C compiler; NULL: $CC, then cc */
    bool keep;          /* keep the intermediate folder and print its path */
    bool verbose;       /* print the commands */
    int optimise;       /* 0..3; -1: the default (2) */
    bool tests;         /* a program of tests: no front end in it */
    Str header;         /* for the program's own C (emit_header) */
} LinkOptions;

/* Builds the binary. Problems (no compiler, disk full, runtime not found) are
 * diagnostics without a place. false when it failed; then no output is left. */
bool link_program(Arena *arena, Diags *diags, const Program *program, Str c_source,
                  const EmitData *data, const LinkOptions *options);

#endif
