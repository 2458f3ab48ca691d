/* SPDX-License-Identifier: MIT
 *
 * Diagnostics as a SARIF 2.1.0 log: what code hosts and editors show beside the
 * lines. Rules are the codes that occur; notes are related locations, helps go
 * with the message, replacements are fixes.
 */
#include "source/explain.h"
#include "source/render.h"

#include <ctype.h>

/* {"text":"…"} as the value of `name`. */
static void put_message(Buf *out, const char *name, const char *text)
{
    buf_printf(out, "\"%s\":{\"text\":", name);
    put_json_string(out, text);
    buf_putc(out, '}');
}

/* A path as a URI: absolute ones with their scheme, others relative. */
static void put_uri(Buf *out, const char *path)
{
    buf_puts(out, *path == '/' ? "\"file://" : "\"");
    for (const char *c = path; *c; c++) {
        if (isalnum((unsigned char)*c) || strchr("/-._~", *c))
            buf_putc(out, *c);
        else
            buf_printf(out, "%%%02X", (unsigned char)*c);
    }
    buf_putc(out, '"');
}

static void put_region(Buf *out, const char *name, Place start, Place end)
{
    buf_printf(out, "\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}",
               name, start.line, start.column, end.line, end.column);
}

static void put_location(Buf *out, const Sources *sources, Span span)
{
    Place start = sources_place(sources, span.start);
    buf_puts(out, "\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    put_uri(out, start.source->path);
    buf_puts(out, "},");
    put_region(out, "region", start, sources_place(sources, span.end));
    buf_putc(out, '}');
}

static bool has_place(const Sources *sources, Span span)
{
    return sources_place(sources, span.start).source != NULL;
}

/* ---- rules ------------------------------------------------------------------- */

/* The index of each code that occurs; -1: it does not. */
static void put_rules(Buf *out, const Diags *diags, int indices[DIAG_CODE_COUNT])
{
    int count = 0;
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        bool occurs = false;
        for (int i = 0; i < diags->all.count && !occurs; i++)
            occurs = diags->all.at[i]->code == (DiagCode)code;
        indices[code] = occurs ? count : -1;
        if (!occurs)
            continue;
        const char *warning = diag_warning_name((DiagCode)code);
        buf_printf(out, "%s{\"id\":\"%s\",", count++ ? "," : "", diag_code_name((DiagCode)code));
        if (warning)
            buf_printf(out, "\"name\":\"%s\",", warning);
        put_message(out, "shortDescription", diag_code_title((DiagCode)code));
        if (explain_texts[code]) {
            buf_puts(out, ",\"help\":{\"text\":");
            put_json_string(out, explain_texts[code]);
            buf_puts(out, ",\"markdown\":");
            put_json_string(out, explain_texts[code]);
            buf_putc(out, '}');
        }
        buf_printf(out, ",\"defaultConfiguration\":{\"level\":\"%s\"}}",
                   warning ? "warning" : "error");
    }
}

/* ---- results ------------------------------------------------------------------ */

static const char *text_with_helps(const Diag *d)
{
    Buf text = {.arena = d->arena};
    buf_puts(&text, d->message);
    for (int i = 0; i < d->helps.count; i++)
        buf_printf(&text, "\nhelp: %s", d->helps.at[i]);
    return text.ptr;
}

static void put_notes(Buf *out, const Sources *sources, const Diag *d)
{
    int count = 0;
    for (int i = 0; i < d->notes.count; i++) {
        const DiagLabel *note = &d->notes.at[i];
        if (!has_place(sources, note->span))
            continue;
        buf_printf(out, "%s{\"id\":%d,", count ? "," : ",\"relatedLocations\":[", count);
        count++;
        put_location(out, sources, note->span);
        buf_putc(out, ',');
        put_message(out, "message", note->text);
        buf_putc(out, '}');
    }
    buf_puts(out, count ? "]" : "");
}

static void put_fix(Buf *out, const Sources *sources, const Diag *d)
{
    Place start = sources_place(sources, d->fix_span.start);
    buf_puts(out, ",\"fixes\":[{\"artifactChanges\":[{\"artifactLocation\":{\"uri\":");
    put_uri(out, start.source->path);
    buf_puts(out, "},\"replacements\":[{");
    put_region(out, "deletedRegion", start, sources_place(sources, d->fix_span.end));
    buf_putc(out, ',');
    put_message(out, "insertedContent", d->fix_text);
    buf_puts(out, "}]}]}]");
}

static void put_result(Buf *out, const Sources *sources, const Diag *d, int rule)
{
    buf_printf(out, "{\"ruleId\":\"%s\",\"ruleIndex\":%d,\"level\":\"%s\",",
               diag_code_name(d->code), rule, d->severity == SEVERITY_ERROR ? "error" : "warning");
    put_message(out, "message", text_with_helps(d));
    buf_puts(out, ",\"locations\":[");
    if (has_place(sources, d->span)) {
        buf_putc(out, '{');
        put_location(out, sources, d->span);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    put_notes(out, sources, d);
    if (d->fix_text && has_place(sources, d->fix_span))
        put_fix(out, sources, d);
    buf_putc(out, '}');
}

void render_sarif(Buf *out, const Diags *diags, const char *version)
{
    int rules[DIAG_CODE_COUNT];
    buf_puts(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
                  "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"dashc\",");
    buf_printf(out, "\"version\":\"%s\",\"rules\":[", version);
    put_rules(out, diags, rules);
    buf_puts(out, "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
    Diag **sorted = render_order(diags);
    for (int i = 0; i < diags->all.count; i++) {
        buf_puts(out, i ? ",\n" : "\n");
        put_result(out, diags->sources, sorted[i], rules[sorted[i]->code]);
    }
    buf_puts(out, "]}]}\n");
}
