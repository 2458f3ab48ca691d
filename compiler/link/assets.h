/* SPDX-License-Identifier: MIT
 *
 * The files of the folder `assets` beside the program's main file: served below
 * /assets/, the stylesheets and scripts among them part of the page.
 */
#ifndef DASHC_LINK_ASSETS_H
#define DASHC_LINK_ASSETS_H

#include "source/diag.h"

typedef enum AssetRole {
    ASSET_FILE, /* only served */
    ASSET_STYLESHEET,
    ASSET_SCRIPT,
    ASSET_MODULE, /* a script with `import` in it */
    ASSET_FAVICON,
} AssetRole;

typedef struct Asset {
    const char *path; /* below the folder: "img/logo.png" */
    AssetRole role;
    const char *content_type;
    const char *hash; /* of the bytes: 16 hex digits */
    const char *bytes, *gzip;
    size_t size, gzip_size; /* gzip_size 0: not worth it */
} Asset;

typedef Vec(Asset) Assets;

/* Reads all of them, in the order in which Dash includes them: folder by folder,
 * each by name. Names that begin with a point are left out. No folder, no files.
 * false and an error when one cannot be had. */
bool assets_read(Assets *out, Diags *diags, const char *main_file);

/* How the page names it: "assets/a%20b.css?m=<hash>". */
const char *asset_url(Arena *arena, const Asset *asset);

#endif
