/* SPDX-License-Identifier: MIT
 *
 * Embedded columns that are kept compressed in the binary, where that pays: the
 * program unpacks them into memory when it starts. Small ones and those that hardly
 * shrink stay as they are and are read in place.
 */
#ifndef DASHC_LINK_PACK_H
#define DASHC_LINK_PACK_H

#include "emit/emit.h"

/* Packs what pays among the symbols of `data`. */
void pack_symbols(Arena *arena, EmitData *data);

/* The bytes of a symbol as they are stored. */
const void *pack_stored(const EmitSymbol *symbol, size_t *size);

/* A line a table of the program: rows, columns, bytes, and how many are stored. */
void pack_report(Buf *out, const EmitData *data);

#endif
