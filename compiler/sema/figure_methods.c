/* SPDX-License-Identifier: MIT
 *
 * What plotly's Figure can do to itself: fig.update_layout(…), fig | add_hline(…).
 * Each gives a new figure. Attributes are checked as in go.*; what else a method
 * takes travels beside them in one record.
 */
#include "sema/go.h"

typedef enum Target {
    TARGET_LAYOUT,
    TARGET_TRACES,
    TARGET_PLOTS, /* a subplot of the layout: xaxis, geo … */
    TARGET_ITEMS, /* a list of the layout: shapes … */
    TARGET_ITEM,  /* one more of such a list */
    TARGET_LINE,  /* hline and the like */
    TARGET_TRACE,
    TARGET_TRACE_LIST,
} Target;

typedef struct Method {
    const char *name;
    Target target;
    const char *key;  /* in the layout */
    const char *item; /* of a list: what one is called */
    const char *function;
    const char *options; /* arguments that are no attributes */
} Method;

static const Method methods[] = {
    {"update_layout", TARGET_LAYOUT, NULL, NULL, "dash_figure_update_layout", "overwrite"},
    {"update_traces", TARGET_TRACES, NULL, NULL, "dash_figure_update_traces",
     "selector row col secondary_y overwrite"},
    {"update_xaxes", TARGET_PLOTS, "xaxis", NULL, "dash_figure_update_plots",
     "selector row col overwrite"},
    {"update_yaxes", TARGET_PLOTS, "yaxis", NULL, "dash_figure_update_plots",
     "selector row col secondary_y overwrite"},
    {"update_coloraxes", TARGET_PLOTS, "coloraxis", NULL, "dash_figure_update_plots",
     "selector overwrite"},
    {"update_polars", TARGET_PLOTS, "polar", NULL, "dash_figure_update_plots",
     "selector row col overwrite"},
    {"update_geos", TARGET_PLOTS, "geo", NULL, "dash_figure_update_plots",
     "selector row col overwrite"},
    {"update_scenes", TARGET_PLOTS, "scene", NULL, "dash_figure_update_plots",
     "selector row col overwrite"},
    {"update_maps", TARGET_PLOTS, "map", NULL, "dash_figure_update_plots",
     "selector row col overwrite"},
    {"update_ternaries", TARGET_PLOTS, "ternary", NULL, "dash_figure_update_plots",
     "selector row col overwrite"},
    {"update_legends", TARGET_PLOTS, "legend", NULL, "dash_figure_update_plots",
     "selector overwrite"},
    {"update_annotations", TARGET_ITEMS, "annotations", "annotation", "dash_figure_update_items",
     "selector row col secondary_y"},
    {"update_shapes", TARGET_ITEMS, "shapes", "shape", "dash_figure_update_items",
     "selector row col secondary_y"},
    {"update_layout_images", TARGET_ITEMS, "images", "image", "dash_figure_update_items",
     "selector row col secondary_y"},
    {"add_annotation", TARGET_ITEM, "annotations", "annotation", "dash_figure_add_item",
     "row col secondary_y"},
    {"add_shape", TARGET_ITEM, "shapes", "shape", "dash_figure_add_item", "row col secondary_y"},
    {"add_layout_image", TARGET_ITEM, "images", "image", "dash_figure_add_item",
     "row col secondary_y"},
    {"add_hline", TARGET_LINE, "shapes", "shape", "dash_figure_add_line",
     "y row col annotation annotation_position"},
    {"add_vline", TARGET_LINE, "shapes", "shape", "dash_figure_add_line",
     "x row col annotation annotation_position"},
    {"add_hrect", TARGET_LINE, "shapes", "shape", "dash_figure_add_line",
     "y0 y1 row col annotation annotation_position"},
    {"add_vrect", TARGET_LINE, "shapes", "shape", "dash_figure_add_line",
     "x0 x1 row col annotation annotation_position"},
    {"add_trace", TARGET_TRACE, NULL, NULL, "dash_figure_add_traces", "row col secondary_y"},
    {"add_traces", TARGET_TRACE_LIST, NULL, NULL, "dash_figure_add_traces",
     "rows cols secondary_ys"},
};
enum { METHOD_COUNT = sizeof methods / sizeof *methods };

static const char later[] = "select_traces select_xaxes select_yaxes set_subplots batch_update "
                            "to_json to_dict to_html write_html write_image to_image full_figure";

static const Method *find_method(const char *name)
{
    for (int i = 0; i < METHOD_COUNT; i++)
        if (strcmp(methods[i].name, name) == 0)
            return &methods[i];
    return NULL;
}

/* ---- arguments ------------------------------------------------------------ */

/* An object that has the attribute: of a trace that the program holds, else of any. */
static const SchemaObject *trace_with(Checker *c, const char *name)
{
    for (int i = 0; i < c->program->traces.count; i++) {
        const SchemaObject *object = go_trace_object(c->program->traces.at[i]);
        if (object && go_has(object, name))
            return object;
    }
    for (int i = 0; i < schema_trace_count; i++)
        if (go_has(schema_traces[i].object, name))
            return schema_traces[i].object;
    const SchemaObject *scatter = go_trace_object("scatter");
    return scatter;
}

static const SchemaObject *object_of(Checker *c, const Method *method, const char *name)
{
    if (method->target == TARGET_TRACES)
        return trace_with(c, name ? name : "name");
    if (method->target == TARGET_LAYOUT)
        return schema_layout;
    return schema_attribute(schema_layout, method->key, (int)strlen(method->key))->object;
}

/* `annotation_text="…"` of add_hline belongs to the text at its end. */
static bool is_annotation(const Method *method, const char *name)
{
    return method->target == TARGET_LINE && strncmp(name, "annotation_", 11) == 0 &&
           strcmp(name, "annotation_position") != 0;
}

static void put_argument(Go *go, const Method *method, const Arg *arg, GoAttributes *options,
                         GoAttributes *patch, GoAttributes *note)
{
    const char *name = arg->name.text;
    if (!name) {
        const SchemaObject *object = object_of(go->c, method, NULL);
        if (!go_record(go, object, arg->value, patch)) {
            diag_error(go->c->diags, E0702, arg->span, "%s takes attributes by name", go->shown);
            go->failed = true;
        }
        return;
    }
    if (word_listed(method->options, name)) {
        if (strcmp(name, "overwrite") == 0) {
            if (arg->value->kind != EXPR_BOOL) {
                diag_unsupported(go->c->diags, arg->span, "`overwrite` that is not written out");
                go->failed = true;
            }
        } else if (arg->value->kind != EXPR_NULL) {
            go_put(go, options, name, go_json(go, arg->value));
        }
    } else if (is_annotation(method, name)) {
        Name bare = {.text = name + 11, .span = arg->name.span};
        const SchemaObject *annotation = schema_attribute(schema_layout, "annotations", 11)->object;
        go_argument(go, annotation, bare, arg->value, note);
    } else {
        go_argument(go, object_of(go->c, method, name), arg->name, arg->value, patch);
    }
}

static void put_text(Go *go, GoAttributes *options, const char *name, const char *text, Span span)
{
    if (text)
        go_put(go, options, name,
               hir_convert(go->c, hir_text(go->c, text, span), simple(go->c, TY_JSON)));
}

static void put_path(Go *go, const Method *method, const char *name, Span span, Hir *paths)
{
    const char *path = name ? go_path(go, object_of(go->c, method, name), name) : NULL;
    if (!path)
        return;
    const Type *json = simple(go->c, TY_JSON);
    vec_push(go->c->arena, &paths->list.items,
             hir_convert(go->c, hir_text(go->c, path, span), json));
    vec_push(go->c->arena, &paths->list.spliced, false);
}

/* overwrite=true: what is named is taken away first. */
static void put_overwrite(Go *go, const Method *method, const Call *call, GoAttributes *options)
{
    Checker *c = go->c;
    const Type *json = simple(c, TY_JSON);
    Hir *paths = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, json), call->expr->span);
    bool overwrite = false;
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        const Expr *e = arg->value;
        if (arg->name.text && strcmp(arg->name.text, "overwrite") == 0)
            overwrite = literal_bool(e, true);
        else if (arg->name.text && !word_listed(method->options, arg->name.text))
            put_path(go, method, arg->name.text, arg->span, paths);
        for (int k = 0; !arg->name.text && e->kind == EXPR_RECORD && k < e->record.fields.count;
             k++)
            put_path(go, method, e->record.fields.at[k].name.text, arg->span, paths);
    }
    if (overwrite)
        go_put(go, options, "overwrite", hir_convert(c, paths, json));
}

static void put_patch(Go *go, const Method *method, const Call *call, GoAttributes *options)
{
    GoAttributes patch = {0}, note = {0};
    for (int i = 0; i < call->arg_count; i++)
        put_argument(go, method, &call->args[i], options, &patch, &note);
    go_put(go, options, "patch", go_value(go, &patch, call->expr->span));
    put_overwrite(go, method, call, options);
    if (note.fields.count)
        go_put(go, options, "note", go_value(go, &note, call->expr->span));
    put_text(go, options, "key", method->key, call->expr->span);
    if (method->target == TARGET_LINE)
        put_text(go, options, "line", method->name + strlen("add_"), call->expr->span);
}

/* ---- traces --------------------------------------------------------------- */

static void put_traces(Go *go, const Method *method, const Call *call, GoAttributes *options)
{
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        const char *name = arg->name.text ? arg->name.text
                           : i == 0       ? "trace"
                           : i == 1       ? "row"
                                          : "col";
        bool traces = word_listed("trace data", name);
        if (!traces && !word_listed(method->options, name)) {
            diag_error(go->c->diags, E0701, arg->span, "%s has no argument `%s`", go->shown, name);
            go->failed = true;
        } else if (arg->value->kind != EXPR_NULL) {
            go_put(go, options, traces ? "data" : name,
                   traces ? go_traces(go, arg->value) : go_json(go, arg->value));
        }
    }
}

/* fig.add_scatter(…): a trace of the type. */
static bool put_new_trace(Go *go, const Call *call, GoAttributes *options)
{
    static const char places[] = "row col secondary_y";
    const char *type = strncmp(call->name, "add_", 4) == 0 ? go_trace_type(call->name + 4) : NULL;
    if (!type || strcmp(type, call->name + 4) != 0)
        return false;
    Checker *c = go->c;
    Hir *list =
        hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_JSON)), call->expr->span);
    vec_push(c->arena, &list->list.items,
             go_trace(go, type, call->args, call->arg_count, places, call->expr->span));
    vec_push(c->arena, &list->list.spliced, false);
    go_put(go, options, "data", hir_convert(c, list, simple(c, TY_JSON)));
    for (int i = 0; i < call->arg_count; i++)
        if (call->args[i].name.text && word_listed(places, call->args[i].name.text))
            go_put(go, options, call->args[i].name.text, go_json(go, call->args[i].value));
    return true;
}

/* ---- methods -------------------------------------------------------------- */

bool is_figure_method(const char *name)
{
    bool trace = strncmp(name, "add_", 4) == 0 && go_trace_type(name + 4);
    return find_method(name) || is_for_each(name) || word_listed(later, name) ||
           strcmp(name, "show") == 0 || trace;
}

static Hir *not_here(Checker *c, const Call *call)
{
    if (strcmp(call->name, "show") == 0) {
        Diag *d = diag_error(c->diags, E0203, call->name_span, "a figure is shown by a component");
        diag_help(d, "write `dcc.Graph(figure=…)`");
    } else {
        diag_unsupported(c->diags, call->name_span, "`%s` of a figure", call->name);
    }
    return hir_error(c, call->expr->span);
}

Hir *call_figure_method(Checker *c, const Call *call)
{
    if (is_for_each(call->name))
        return call_for_each(c, call);
    const Method *method = find_method(call->name);
    Go go = {.c = c, .shown = call->name};
    GoAttributes options = {0};
    const char *function = method ? method->function : "dash_figure_add_traces";
    if (!method && !put_new_trace(&go, call, &options))
        return not_here(c, call);
    bool traces = method && method->target >= TARGET_TRACE;
    if (traces)
        put_traces(&go, method, call, &options);
    else if (method)
        put_patch(&go, method, call, &options);
    Hir *value = go_value(&go, &options, call->expr->span);
    if (go.failed)
        return hir_error(c, call->expr->span);
    return builtin_node(c, function, simple(c, TY_FIGURE), call->expr->span, call->first, value);
}

/* ---- make_subplots -------------------------------------------------------- */

Hir *check_make_subplots(Checker *c, const Call *call)
{
    static const char *const positions[] = {"rows", "cols"};
    static const char options[] =
        "rows cols shared_xaxes shared_yaxes start_cell horizontal_spacing vertical_spacing "
        "subplot_titles column_widths row_heights specs column_titles row_titles x_title y_title "
        "print_grid";
    Go go = {.c = c, .shown = "make_subplots"};
    if (call->first) {
        Diag *d = diag_error(c->diags, E0701, call->name_span, "make_subplots makes a new figure");
        diag_help(d, "write `make_subplots(…)` and give it traces: `| add_trace(…, row=1, col=1)`");
        return hir_error(c, call->expr->span);
    }
    GoAttributes given = {0};
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        const char *name = arg->name.text ? arg->name.text : i < 2 ? positions[i] : "";
        if (word_listed("insets figure", name)) {
            diag_unsupported(c->diags, arg->span, "`%s` of make_subplots", name);
            go.failed = true;
        } else if (!*name || !word_listed(options, name)) {
            Diag *d = diag_error(c->diags, E0701, arg->span, "make_subplots has no argument `%s`",
                                 *name ? name : span_text(c, arg->span));
            Suggest suggest = suggest_for(*name ? name : "rows");
            suggest_consider(&suggest, "subplot_titles");
            suggest_consider(&suggest, "shared_xaxes");
            diag_suggest(d, &suggest);
            go.failed = true;
        } else if (arg->value->kind != EXPR_NULL) {
            go_put(&go, &given, name, go_json(&go, arg->value));
        }
    }
    Hir *value = go_value(&go, &given, call->expr->span);
    if (go.failed)
        return hir_error(c, call->expr->span);
    return builtin_node(c, "dash_make_subplots", simple(c, TY_FIGURE), call->expr->span, value,
                        NULL);
}
