/* SPDX-License-Identifier: MIT
 *
 * The index page: the document that Dash's renderer expects (an entry point, a
 * block of configuration, the scripts in order), with everything it would ask
 * for first in one more JSON block, and the start script that hands it out.
 *
 * The JSON blocks are read by JSON.parse, so only "<" has to be escaped in them.
 */
#include "http/page.h"

#include <string.h>

#include "core/json_reader.h"
#include "core/log.h"
#include "dash/figure.h"
#include "dash/text.h"
#include "dispatch/initial.h"
#include "web/boot.h"

static void put(JsonWriter *w, const char *text)
{
    json_raw(w, text, strlen(text));
}

/* Text between tags or inside a double-quoted attribute. */
static void put_html(JsonWriter *w, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            json_literal(w, "&amp;");
            break;
        case '<':
            json_literal(w, "&lt;");
            break;
        case '>':
            json_literal(w, "&gt;");
            break;
        case '"':
            json_literal(w, "&quot;");
            break;
        default:
            json_raw(w, text, 1);
        }
    }
}

static void put_scripts(JsonWriter *w, const DashBundle *bundle, DashScriptKind kind,
                        const char *before, const char *after)
{
    for (size_t i = 0; i < bundle->script_count; i++) {
        if (bundle->scripts[i].kind != kind)
            continue;
        put(w, before);
        put_html(w, bundle->scripts[i].path);
        put(w, after);
    }
}

/* <element name="value" …>, a script with its end. */
static void put_tag(JsonWriter *w, const DashTag *tag)
{
    put(w, "<");
    put(w, tag->element);
    for (size_t i = 0; i < tag->attribute_count; i++) {
        put(w, " ");
        put(w, tag->attributes[i].name);
        if (!tag->attributes[i].value)
            continue;
        put(w, "=\"");
        put_html(w, tag->attributes[i].value);
        put(w, "\"");
    }
    put(w, strcmp(tag->element, "script") == 0 ? "></script>\n" : ">\n");
}

static void put_tags(JsonWriter *w, const DashApp *app, const char *element)
{
    for (size_t i = 0; i < app->tag_count; i++)
        if (strcmp(app->tags[i].element, element) == 0)
            put_tag(w, &app->tags[i]);
}

/* Whether the program has a meta element of that name itself. */
static bool has_meta(const DashApp *app, const char *name)
{
    for (size_t i = 0; i < app->tag_count; i++)
        for (size_t k = 0; k < app->tags[i].attribute_count; k++) {
            const DashAttribute *attribute = &app->tags[i].attributes[k];
            if (strcmp(app->tags[i].element, "meta") == 0 && attribute->value &&
                strcmp(attribute->name, "name") == 0 && strcmp(attribute->value, name) == 0)
                return true;
        }
    return false;
}

static const char *favicon(const DashBundle *bundle)
{
    for (size_t i = 0; i < bundle->script_count; i++)
        if (bundle->scripts[i].kind == DASH_FAVICON)
            return bundle->scripts[i].path;
    return "_favicon.ico";
}

/* Modules among the others: the order counts. */
static void put_all_scripts(JsonWriter *w, const DashBundle *bundle)
{
    for (size_t i = 0; i < bundle->script_count; i++) {
        DashScriptKind kind = bundle->scripts[i].kind;
        if (kind != DASH_SCRIPT && kind != DASH_SCRIPT_MODULE)
            continue;
        put(w, kind == DASH_SCRIPT ? "<script src=\"/" : "<script type=\"module\" src=\"/");
        put_html(w, bundle->scripts[i].path);
        put(w, "\"></script>\n");
    }
}

static void put_head(JsonWriter *w, const DashApp *app)
{
    put(w, "<!DOCTYPE html>\n<html lang=\"");
    put_html(w, app->lang ? app->lang : "en");
    put(w, "\">\n<head>\n<meta charset=\"utf-8\">\n");
    if (!has_meta(app, "viewport"))
        put(w, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put_tags(w, app, "meta");
    put(w, "<title>");
    put_html(w, app->title);
    put(w, "</title>\n<link rel=\"icon\" type=\"image/x-icon\" href=\"/");
    put_html(w, favicon(app->bundle));
    put(w, "\">\n");
    put_scripts(w, app->bundle, DASH_SCRIPT_PRELOAD, "<link rel=\"preload\" as=\"script\" href=\"/",
                "\">\n");
    put_tags(w, app, "link");
    put_scripts(w, app->bundle, DASH_STYLESHEET, "<link rel=\"stylesheet\" href=\"/", "\">\n");
    put(w, "</head>\n");
}

static void put_config(JsonWriter *w, const DashApp *app)
{
    const DashBundle *bundle = app->bundle;
    put(w, "<script id=\"_dash-config\" type=\"application/json\">");
    w->html_safe = true;
    json_literal(w, "{\"requests_pathname_prefix\":\"/\",\"ui\":false,\"props_check\":false,"
                    "\"suppress_callback_exceptions\":true,"
                    "\"validate_callbacks\":false,\"serve_locally\":false");
    json_key(w, DASH_TEXT("show_undo_redo"));
    json_bool(w, app->show_undo_redo);
    json_key(w, DASH_TEXT("update_title"));
    json_string(w, dash_text_of(app->update_title));
    if (bundle->plotly_path) {
        json_literal(w, ",\"plotlyjs_url\":\"/");
        put(w, bundle->plotly_path);
        json_literal(w, "\"");
    }
    if (bundle->children_props) {
        DashValue props = dash_raw_json(dash_text_of(bundle->children_props));
        json_key(w, DASH_TEXT("children_props"));
        json_value(w, &props);
    }
    json_literal(w, "}");
    w->html_safe = false;
    put(w, "</script>\n");
}

/* Is `name` one of the words? */
static bool names_template(const char *words, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = words; (at = strstr(at, name)) != NULL; at += len)
        if (at[-1] == ' ' && at[len] == ' ')
            return true;
    return false;
}

/* The templates that the program's figures name, "plotly" in any case. */
static void put_templates(const DashApp *app, JsonWriter *w)
{
    json_literal(w, ",\"templates\":{");
    for (size_t i = 0; i < dash_template_count; i++) {
        const DashTemplate *template = &dash_templates[i];
        if (i > 0 && !(app->templates && names_template(app->templates, template->name)))
            continue;
        json_key(w, dash_text_of(template->name));
        DashValue json = dash_raw_json((DashText){template->json, template->len});
        json_value(w, &json);
    }
    json_literal(w, "}");
}

/* What the renderer would ask for first. false when the layout fails. */
static bool put_inline(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w)
{
    put(w, "<script id=\"_dashc-inline\" type=\"application/json\">");
    w->html_safe = true;
    json_literal(w, "{\"layout\":");
    size_t start = w->len;
    if (!dispatch_layout(dispatcher, cx, w) || w->failed)
        return false;
    const cJSON *layout;
    JsonFault fault = json_read(cx, w->ptr + start, w->len - start, &layout);
    json_literal(w, ",\"dependencies\":");
    if (!dispatch_dependencies(dispatcher, cx, w))
        return false;
    if (fault == JSON_FINE && !dispatcher->app->plain_dispatch) {
        json_literal(w, ",\"results\":");
        initial_write(dispatcher, cx, layout, w);
    }
    if (dispatcher->app->bundle->plotly_path) {
        put_templates(dispatcher->app, w);
    }
    json_literal(w, "}");
    w->html_safe = false;
    put(w, "</script>\n");
    return true;
}

typedef struct Page {
    const Dispatcher *dispatcher;
    JsonWriter *w;
    bool fine;
} Page;

static void write_page(DashCx *cx, void *state)
{
    Page *page = state;
    const DashApp *app = page->dispatcher->app;
    JsonWriter *w = page->w;
    put_head(w, app);
    put(w, "<body>\n<div id=\"react-entry-point\"><div class=\"_dash-loading\">Loading...</div>"
           "</div>\n<footer>\n");
    put_config(w, app);
    put_tags(w, app, "script");
    put_all_scripts(w, app->bundle);
    if (!put_inline(page->dispatcher, cx, w))
        return;
    put(w, "<script id=\"_dash-renderer\" type=\"application/javascript\">");
    json_raw(w, dash_boot_js, dash_boot_js_len);
    put(w, "</script>\n</footer>\n</body>\n</html>\n");
    page->fine = !w->failed;
}

bool page_write(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w)
{
    Page page = {dispatcher, w, false};
    DashExit exit = dash_cx_run(cx, write_page, &page);
    if (exit == DASH_EXIT_FAILED)
        dash_log("error: the page: %s", cx->message);
    return exit == DASH_EXIT_DONE && page.fine;
}
