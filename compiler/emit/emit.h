/* SPDX-License-Identifier: MIT
 *
 * From the checked program to C that a person could have written.
 */
#ifndef DASHC_EMIT_EMIT_H
#define DASHC_EMIT_EMIT_H

#include "sema/hir.h"

typedef struct EmitOptions {
    bool line_directives; /* #line for debuggers and C compiler messages */
    bool tests;           /* the program that runs the tests instead of the app */
    uint32_t part_rows;   /* large tables are cut into parts of so many rows at least; 0: 65536 */
    Buf *plans;           /* gets every pipeline with its place; NULL: not wanted */
} EmitOptions;

/* A part of an array that is compressed by itself. */
typedef struct EmitPiece {
    size_t at, size; /* in the array */
    size_t packed;
} EmitPiece;

/* One embedded array: the bytes of a column, of a bitmap, of a dictionary. */
typedef struct EmitSymbol {
    const char *name; /* C symbol: "sales_region_codes" */
    const void *bytes;
    size_t size;
    size_t reserved;       /* at least `size`: zeros follow up to here */
    const HirTable *table; /* whose rows these are, or NULL … */
    uint32_t column;       /* … and of which column */
    /* set by link/pack.h: the bytes are stored so, and unpacked when the program starts */
    const char *packed;
    size_t packed_size;
    Vec(EmitPiece) pieces;
} EmitSymbol;
typedef struct EmitData {
    Vec(EmitSymbol) symbols;
} EmitData;

/* Appends the whole translation unit to `out`. It includes only <dash/dash.h>
 * and reads embedded tables through symbols, which go to `data` with their
 * bytes (NULL: not wanted); the linker stage writes those beside the C. Byte-
 * stable. */
void emit_program(Buf *out, EmitData *data, Arena *arena, const Sources *sources,
                  const Program *program, const EmitOptions *options);

/* Appends the header for the program's own C: the prototype of every `extern fn`
 * and the types in them. Nothing when the program has none. */
void emit_header(Buf *out, Arena *arena, const Sources *sources, const Program *program);

#endif
