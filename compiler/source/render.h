/* SPDX-License-Identifier: MIT
 *
 * Diagnostics as text for people and as JSON for editors and other programs.
 */
#ifndef DASHC_SOURCE_RENDER_H
#define DASHC_SOURCE_RENDER_H

#include "source/diag.h"

typedef struct RenderStyle {
    bool color;
    int width; /* columns; longer source lines are cut around the place; 0: 100 */
} RenderStyle;

/* In order of place. Each begins with `file:line:col: error[E0123]: message`,
 * (of a warning with its name: `warning[W1001 unused-let]`), then the source line
 * with the span underlined, notes and helps; at the end
 * how many there were. Nothing when there are none. */
void render_text(Buf *out, const Diags *diags, const RenderStyle *style);

/* In order of place, one JSON object a line:
 *   {"kind":"diagnostic","code":"E0302","severity":"error","message":…,
 *    "file":…,"line":1,"column":1,"end_line":1,"end_column":5,"label":…,
 *    "notes":[{"message":…,"file":…,…}],"helps":[…],
 *    "fix":{"file":…,"line":…,"column":…,"end_line":…,"end_column":…,"text":…}}
 * and a last one {"kind":"summary","errors":1,"warnings":0,"shown":1}. What a
 * diagnostic does not have (file and the rest of a place, label, fix) is null; a
 * warning also has its name: "warning":"unused-let".
 * Columns count code points from 1; the end is exclusive. */
void render_json(Buf *out, const Diags *diags);

/* The whole as one SARIF 2.1.0 log, for code scanning and the like; `version` is
 * of dashc. Columns count code points. */
void render_sarif(Buf *out, const Diags *diags, const char *version);

/* A JSON text of UTF-8 bytes, in quotes. */
void put_json_string(Buf *out, const char *text);

/* One line for a person who used the command wrongly: "dashc: error: …". */
void render_plain(Buf *out, const RenderStyle *style, const char *message);

/* All diagnostics sorted by place, those without one last; stable. */
Diag **render_order(const Diags *diags);

#endif
