/* SPDX-License-Identifier: MIT
 *
 * The files beside the program's C: assembler that includes the table data and
 * front-end files as they are, and the C table that lists the latter.
 */
#ifndef DASHC_LINK_EMBED_H
#define DASHC_LINK_EMBED_H

#include "emit/emit.h"
#include "link/bundle.h"

#define EMBED_ALIGN 64

/* All symbols' bytes one after the other, each at a multiple of EMBED_ALIGN. */
void embed_blob(Buf *out, const EmitData *data);

/* The assembler text. It includes "data.bin" (embed_blob's bytes), "licenses.txt"
 * and, below "web/", both compressed forms of each file; of the program's own
 * assets "asset_0", "asset_1" … and, where they are, "asset_0.gz" … */
void embed_assembler(Buf *out, const EmitData *data, const Bundle *bundle);

/* The C text that defines dash_bundle. */
void embed_table(Buf *out, const EmitData *data, const Bundle *bundle, const Program *program);

#endif
