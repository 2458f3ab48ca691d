/* SPDX-License-Identifier: MIT
 *
 * Diagnostics as JSON, one object a line: easy to read as a stream and to look
 * at with ordinary tools.
 */
#include "source/render.h"
#include "source/utf8.h"

void put_json_string(Buf *out, const char *text)
{
    size_t len = strlen(text), size;
    buf_putc(out, '"');
    for (size_t i = 0; i < len; i += size) {
        uint32_t c = utf8_decode(text + i, len - i, &size);
        if (c == UTF8_BAD)
            buf_puts(out, "\\ufffd");
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (int)c);
        else if (c == '\n')
            buf_puts(out, "\\n");
        else if (c < 0x20 || c == 0x7F)
            buf_printf(out, "\\u%04x", c);
        else
            buf_put(out, text + i, size);
    }
    buf_putc(out, '"');
}

static void put_member(Buf *out, const char *name, const char *value)
{
    buf_printf(out, ",\"%s\":", name);
    if (value)
        put_json_string(out, value);
    else
        buf_puts(out, "null");
}

static void put_span(Buf *out, const Sources *sources, Span span)
{
    Place start = sources_place(sources, span.start);
    Place end = sources_place(sources, span.end > span.start ? span.end : span.start);
    if (!start.source) {
        buf_puts(out, "\"file\":null,\"line\":null,\"column\":null,"
                      "\"end_line\":null,\"end_column\":null");
        return;
    }
    buf_puts(out, "\"file\":");
    put_json_string(out, start.source->path);
    buf_printf(out, ",\"line\":%u,\"column\":%u,\"end_line\":%u,\"end_column\":%u", start.line,
               start.column, end.line, end.column);
}

static void put_notes(Buf *out, const Sources *sources, const Diag *d)
{
    buf_puts(out, ",\"notes\":[");
    for (int i = 0; i < d->notes.count; i++) {
        buf_puts(out, i ? ",{" : "{");
        put_span(out, sources, d->notes.at[i].span);
        put_member(out, "message", d->notes.at[i].text);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void put_helps(Buf *out, const Diag *d)
{
    buf_puts(out, ",\"helps\":[");
    for (int i = 0; i < d->helps.count; i++) {
        buf_puts(out, i ? "," : "");
        put_json_string(out, d->helps.at[i]);
    }
    buf_putc(out, ']');
}

static void put_fix(Buf *out, const Sources *sources, const Diag *d)
{
    if (!d->fix_text) {
        buf_puts(out, ",\"fix\":null");
        return;
    }
    buf_puts(out, ",\"fix\":{");
    put_span(out, sources, d->fix_span);
    put_member(out, "text", d->fix_text);
    buf_putc(out, '}');
}

static void put_diag(Buf *out, const Sources *sources, const Diag *d)
{
    buf_puts(out, "{\"kind\":\"diagnostic\"");
    put_member(out, "code", diag_code_name(d->code));
    put_member(out, "severity", d->severity == SEVERITY_ERROR ? "error" : "warning");
    if (diag_warning_name(d->code))
        put_member(out, "warning", diag_warning_name(d->code));
    put_member(out, "message", d->message);
    buf_putc(out, ',');
    put_span(out, sources, d->span);
    put_member(out, "label", d->label);
    put_notes(out, sources, d);
    put_helps(out, d);
    put_fix(out, sources, d);
    buf_puts(out, "}\n");
}

void render_json(Buf *out, const Diags *diags)
{
    Diag **sorted = render_order(diags);
    for (int i = 0; i < diags->all.count; i++)
        put_diag(out, diags->sources, sorted[i]);
    buf_printf(out, "{\"kind\":\"summary\",\"errors\":%d,\"warnings\":%d,\"shown\":%d}\n",
               diags->error_count, diags->warning_count, diags->all.count);
}
