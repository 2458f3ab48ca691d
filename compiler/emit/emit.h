/* SPDX-License-Identifier: MIT
 *
 * From the checked program to C that a person could have written.
 */
#ifndef DASHC_EMIT_EMIT_H
#define DASHC_EMIT_EMIT_H

#include "sema/hir.h"

typedef struct EmitOptions {
    bool line_directives; /* #line for debuggers and C compiler messages */
} EmitOptions;

/* Appends the whole translation unit. It includes only <dash/dash.h> and reads
 * the table data through the symbols that emit_data names. Byte-stable. */
void emit_c(Buf *out, Arena *arena, const Sources *sources, const Program *program,
            const EmitOptions *options);

/* The bytes of embedded tables: one blob, and for each symbol its offset. The
 * linker stage writes them beside the C (an .incbin), 64-byte aligned. */
typedef struct EmitSymbol {
    const char *name; /* C symbol: "sales_region_codes" */
    const void *bytes;
    size_t size;
} EmitSymbol;
typedef struct EmitData {
    Vec(EmitSymbol) symbols;
} EmitData;
void emit_data(EmitData *out, Arena *arena, const Sources *sources, const Program *program);

#endif
