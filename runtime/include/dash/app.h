/* SPDX-License-Identifier: MIT
 *
 * What a generated program tells the runtime about itself: its layout, its
 * callbacks and how to run them, its embedded files. All of it is constant.
 */
#ifndef DASH_APP_H
#define DASH_APP_H

#include "dash/base.h"
#include "dash/data.h"
#include "dash/value.h"

typedef enum DashIdPart { DASH_ID_IS, DASH_ID_MATCH, DASH_ID_ALL, DASH_ID_ALLSMALLER } DashIdPart;

/* One key of a dict id as a callback names it. */
typedef struct DashIdKey {
    const char *name;
    DashIdPart part;
    DashValue value; /* of DASH_ID_IS: a text, number or bool */
} DashIdKey;

/* One id and property, as the wire names them: a dict id is its canonical
 * string, a wildcard in it a list: {"index":["ALL"],"type":"done"}. */
typedef struct DashDependency {
    const char *id;
    const char *property;
    bool allow_optional;   /* the component may be missing */
    size_t group;          /* from here on so many make one list; 0: it stands alone */
    const DashIdKey *keys; /* of a dict id, sorted by name */
    size_t key_count;
} DashDependency;

/* One step of a path below a property: a name or an index. */
typedef struct DashPathStep {
    const char *name; /* NULL: index */
    int64_t index;
} DashPathStep;

/* A running callback: its decoded request and the values it hands back. */
typedef struct DashCall DashCall;

/* Arguments count Inputs first, then State, each in order of declaration. A
 * value that does not fit the type fails the request; the log names the
 * callback, parameter, type and value. Absent and null are the same. */
bool dash_arg_bool(DashCx *cx, const DashCall *call, size_t index);
int64_t dash_arg_int(DashCx *cx, const DashCall *call, size_t index);
double dash_arg_float(DashCx *cx, const DashCall *call, size_t index);
DashText dash_arg_text(DashCx *cx, const DashCall *call, size_t index);
DashOptBool dash_arg_opt_bool(DashCx *cx, const DashCall *call, size_t index);
DashOptInt dash_arg_opt_int(DashCx *cx, const DashCall *call, size_t index);
DashOptFloat dash_arg_opt_float(DashCx *cx, const DashCall *call, size_t index);
DashText dash_arg_opt_text(DashCx *cx, const DashCall *call, size_t index);
DashBools dash_arg_bools(DashCx *cx, const DashCall *call, size_t index);
DashInts dash_arg_ints(DashCx *cx, const DashCall *call, size_t index);
DashFloats dash_arg_floats(DashCx *cx, const DashCall *call, size_t index);
DashTexts dash_arg_texts(DashCx *cx, const DashCall *call, size_t index);
/* Texts in ISO's form. */
int64_t dash_arg_date(DashCx *cx, const DashCall *call, size_t index);
int64_t dash_arg_datetime(DashCx *cx, const DashCall *call, size_t index);
DashOptInt dash_arg_opt_date(DashCx *cx, const DashCall *call, size_t index);
DashOptInt dash_arg_opt_datetime(DashCx *cx, const DashCall *call, size_t index);
DashInts dash_arg_dates(DashCx *cx, const DashCall *call, size_t index);
DashInts dash_arg_datetimes(DashCx *cx, const DashCall *call, size_t index);
DashInts dash_arg_opt_dates(DashCx *cx, const DashCall *call, size_t index);
DashInts dash_arg_opt_datetimes(DashCx *cx, const DashCall *call, size_t index);
/* As dash_arg_texts and friends, but null gives items == NULL. */
DashBools dash_arg_opt_bools(DashCx *cx, const DashCall *call, size_t index);
DashTexts dash_arg_opt_texts(DashCx *cx, const DashCall *call, size_t index);
DashInts dash_arg_opt_ints(DashCx *cx, const DashCall *call, size_t index);
DashFloats dash_arg_opt_floats(DashCx *cx, const DashCall *call, size_t index);
DashValue dash_arg_json(DashCx *cx, const DashCall *call, size_t index);
/* For types that the program reads itself: argument `index` does not fit. */
DASH_NORETURN void dash_arg_misfit(DashCx *cx, const DashCall *call, size_t index);

/* What MATCH stands for on a key of the ids. */
bool dash_match_bool(DashCx *cx, const DashCall *call, const char *key);
int64_t dash_match_int(DashCx *cx, const DashCall *call, const char *key);
double dash_match_float(DashCx *cx, const DashCall *call, const char *key);
DashText dash_match_text(DashCx *cx, const DashCall *call, const char *key);
DashValue dash_match_json(DashCx *cx, const DashCall *call, const char *key);

/* Output `index` becomes `value`; for an output with ALL, or the first of a
 * list of outputs, `value` is a list with one item for each. An output that is never set, or set to
 * DASH_NO_UPDATE, is not updated. */
void dash_set_output(DashCall *call, size_t index, DashValue value);

typedef struct DashParameter {
    const char *name; /* in the source */
    const char *type; /* in the language's words, for messages: "text", "int?" */
    DashDependency from;
    const DashPathStep *path; /* of the part of the property that is wanted */
    size_t path_count;
} DashParameter;

typedef struct DashCallback {
    const char *name;
    const char *where;  /* "app.dash:8" */
    const char *output; /* the wire's output string: "a.b", "..a.b...c.d.." */
    const DashDependency *outputs;
    size_t output_count;
    const DashParameter *inputs;
    size_t input_count;
    const DashParameter *state;
    size_t state_count;
    bool prevent_initial_call;
    bool optional; /* the components of its ids may be missing */
    bool hidden;   /* not in the graph of the developer tools */
    bool pure;     /* same arguments, same result: may be answered ahead or from a cache */
    void (*run)(DashCx *cx, DashCall *call);
    DashValue (*running)(DashCx *cx); /* made by dash_running, or NULL */
    /* Runs when `run` has failed, which was logged; what it sets with set_props
     * is the answer. NULL: the request fails. */
    void (*on_error)(DashCx *cx, DashText message);
} DashCallback;

/* A file in the binary. Those of the front end have both compressed forms, and the
 * plain one is inflated for the rare client that takes neither; those of the
 * program's folder `assets` are there as they are, and with gzip where it pays. */
typedef struct DashAsset {
    const char *path; /* below the app's prefix: "_dash-component-suites/…" */
    const char *content_type;
    const char *etag;                   /* quoted */
    const unsigned char *brotli, *gzip; /* NULL: not there */
    size_t brotli_len, gzip_len, plain_len;
    bool immutable;             /* its path has a fingerprint */
    const unsigned char *plain; /* NULL: not there */
} DashAsset;

typedef enum DashScriptKind {
    DASH_SCRIPT,         /* <script src> in this order */
    DASH_SCRIPT_PRELOAD, /* <link rel=preload as=script>: fetched later by a bundle */
    DASH_SCRIPT_MODULE,  /* <script type=module src> */
    DASH_STYLESHEET,     /* <link rel=stylesheet> */
    DASH_FAVICON,        /* <link rel=icon>, in place of ours */
} DashScriptKind;

typedef struct DashScript {
    DashScriptKind kind;
    const char *path;
} DashScript;

/* A piece of embedded rows that is compressed with zstd; `to` is its place in memory,
 * which nobody reads before. */
typedef struct DashPacked {
    void *to;
    const unsigned char *from;
    size_t to_len, from_len;
} DashPacked;

typedef struct DashBundle DashBundle;
struct DashBundle {
    const DashAsset *assets;
    size_t asset_count;
    const DashScript *scripts;
    size_t script_count;
    const char *plotly_path;    /* of the plotly.js bundle in assets, or NULL */
    const char *children_props; /* JSON for the renderer's config */
    const char *licenses;       /* text that --licenses prints */
    const DashPacked *packed;
    size_t packed_count;
    bool (*unpack)(const DashBundle *bundle); /* dash_unpack, or NULL: nothing is packed */
};

/* Fills the memory of all packed pieces. false when one is damaged or memory is out. */
bool dash_unpack(const DashBundle *bundle);

/* An element that the page has besides its own: "meta" and "link" go into the
 * head, "script" before those of the front end. */
typedef struct DashAttribute {
    const char *name;
    const char *value; /* NULL: the name alone, as in <script defer> */
} DashAttribute;

typedef struct DashTag {
    const char *element;
    const DashAttribute *attributes;
    size_t attribute_count;
} DashTag;

typedef struct DashApp {
    uint32_t abi;             /* DASH_ABI of the compiler */
    const char *name;         /* of the program: "sales" */
    const char *title;        /* of the page */
    const char *source;       /* "app.dash" */
    const char *compiler;     /* "dashc 0.1.0" */
    const char *update_title; /* or NULL: the title never changes */
    const char *lang;         /* of <html>; NULL: "en" */
    const DashTag *tags;
    size_t tag_count;
    bool show_undo_redo; /* buttons for the users' changes */
    bool prevent_initial_callbacks;
    bool plain_dispatch; /* no answers go with the page: each run is a request */
    bool layout_is_pure; /* evaluated once */
    const DashCallback *callbacks;
    size_t callback_count;
    void (*start)(DashCx *cx); /* computes constants and derived tables once, or NULL */
    const DashData *data;      /* tables that are read at start, or NULL */
    DashValue (*layout)(DashCx *cx);
    const DashBundle *bundle;
    const char *templates; /* " plotly_dark ggplot2 ": of figures; "plotly" need not be there */
} DashApp;

/* The whole program: reads the command line and environment, serves, stops on
 * SIGTERM or SIGINT. Gives the exit status. */
int dash_main(const DashApp *app, int argc, char **argv);

#endif
