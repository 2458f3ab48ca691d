/* SPDX-License-Identifier: MIT
 *
 * The front-end files that a binary may embed, and when it needs each. The facts
 * stand in runtime/web/bundles.json; the build checks and compresses the files
 * of the npm packages and writes these tables from it (bundles.c).
 *
 * A file is embedded when any of `libraries` is used (NULL: in every program)
 * and any of `components` of such a library is used (NULL: with the library) and
 * the program names `prop` (NULL: whatever it names). Scripts and stylesheets
 * load in the order of the table.
 *
 * All files are served below one directory whose name changes with any byte of
 * any file: "_dash-component-suites/" link_version "/" url. Chunks find each
 * other there, and browsers may keep all of them for ever.
 */
#ifndef DASHC_LINK_BUNDLES_H
#define DASHC_LINK_BUNDLES_H

#include <stdbool.h>
#include <stddef.h>

typedef enum LinkRole {
    LINK_SCRIPT,     /* <script src> */
    LINK_STYLESHEET, /* <link rel=stylesheet> */
    LINK_PRELOAD,    /* fetched by a script, and certainly: <link rel=preload as=script> */
    LINK_ASSET,      /* served, but not named in the page */
    LINK_PLOTLY,     /* a plotly.js bundle: chosen through link_plotly, then preloaded */
} LinkRole;

typedef struct LinkPackage {
    const char *name;    /* npm's: "react-dom" */
    const char *version; /* "18.3.1" */
    const char *license; /* SPDX: "MIT" */
    const char *notice;  /* the package's licence text, or NULL when it has none */
} LinkPackage;

typedef struct LinkFile {
    const char *file;         /* below the web folder; file ".br" and file ".gz" are there too */
    const char *url;          /* below the versioned directory: "dash/dcc/async-graph.js" */
    const char *content_type; /* "text/javascript; charset=utf-8" */
    LinkRole role;
    const LinkPackage *package;
    const char *hash;              /* of the plain bytes: 16 hex digits of SHA-256 */
    size_t plain_size;             /* bytes */
    const char *const *libraries;  /* namespaces, NULL-terminated, or NULL */
    const char *const *components; /* names, NULL-terminated, or NULL */
    const char *prop;              /* "mathjax", or NULL */
} LinkFile;

/* The plotly.js bundles, smallest first; the last one holds every trace type. */
typedef struct LinkPlotly {
    const LinkFile *file;
    const char *const *traces; /* NULL-terminated; NULL: all */
} LinkPlotly;

extern const char link_version[];   /* 16 hex digits over all files' hashes */
extern const LinkFile link_files[]; /* in order of loading */
extern const int link_file_count;
extern const LinkPlotly link_plotly[];
extern const int link_plotly_count;

#endif
