/* SPDX-License-Identifier: MIT
 *
 * Which front-end files a program embeds.
 */
#ifndef DASHC_LINK_BUNDLE_H
#define DASHC_LINK_BUNDLE_H

#include "link/assets.h"
#include "link/bundles.h"
#include "sema/hir.h"
#include "source/diag.h"

typedef struct BundleFile {
    const LinkFile *file;
    size_t brotli_size, gzip_size; /* bytes; filled by bundle_measure */
} BundleFile;

typedef struct Bundle {
    Vec(BundleFile) files;  /* in order of loading */
    const LinkFile *plotly; /* one of them, or NULL */
    Assets assets;          /* the program's own */
} Bundle;

/* `c_source` tells which props the program names. */
void bundle_choose(Bundle *bundle, Arena *arena, const Program *program, Str c_source);

/* Looks at both compressed forms of each file in the folder `web`. false and an
 * error when one is missing. */
bool bundle_measure(Bundle *bundle, Diags *diags, const char *web);

/* Where a file is served: "_dash-component-suites/<version>/dash/dcc/…". */
const char *bundle_url(Arena *arena, const LinkFile *file);

/* The renderer's config.children_props for the libraries in use, as JSON. */
void bundle_children_props(Buf *out, const Program *program);

/* Name, version, licence and notice of everything in the binary. */
void bundle_licenses(Buf *out, const Bundle *bundle);

#endif
