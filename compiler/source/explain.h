/* SPDX-License-Identifier: MIT
 *
 * The long explanations of the codes: what `dashc explain E0301` prints. Each is
 * a file of compiler/source/errors/, embedded at build time: Markdown with
 * paragraphs, `code`, and blocks fenced by ``` whose first line says what they
 * are: "dash bad" and "dash good" the example and how it is mended, "sh bad" and
 * "sh good" what is run, otherwise the name of a file beside it.
 */
#ifndef DASHC_SOURCE_EXPLAIN_H
#define DASHC_SOURCE_EXPLAIN_H

#include "source/render.h"

/* By code; NULL where nothing is written. */
extern const char *const explain_texts[DIAG_CODE_COUNT];

/* The code that `word` means: `E0301`, `e301`, `301`, or the name of a warning. */
bool explain_find(const char *word, DiagCode *code);
/* The explanation of one code, wrapped to the width of `style`. */
void explain_code(Buf *out, const RenderStyle *style, DiagCode code);
/* All codes with their titles, one a line. */
void explain_list(Buf *out, const RenderStyle *style);

#endif
