/* SPDX-License-Identifier: MIT
 *
 * What a program says of a file that is read at start, as the DashSource that the
 * runtime reads it by: the schema and all options that are not as usual.
 */
#include "emit/internal.h"

static const char *const kind_names[] = {
#define X(kind, name, reader) [kind] = #kind,
    DASH_FILE_KINDS(X)
#undef X
};

static const char *const charset_names[] = {
#define X(charset, name) [charset] = #charset,
    DASH_CHARSETS(X)
#undef X
};

static const char *const on_error_names[] = {
#define X(what, name) [what] = #what,
    DASH_ON_ERROR(X)
#undef X
};

const char *schema_array(Emit *e, Buf *out, const char *stem, const Type *table)
{
    const char *name = name_global(&e->names, cf(e, "%s_schema", stem));
    buf_printf(out, "static const DashSourceColumn %s[] = {\n", name);
    for (int i = 0; i < table->field_count; i++) {
        const Field *field = &table->fields[i];
        const Type *base = base_type(field->type);
        buf_printf(out, "    {%s, %s, %s},\n", c_quoted(e, field->name), column_type_of(base),
                   base == field->type ? "false" : "true");
    }
    buf_puts(out, "};\n");
    return name;
}

/* Texts that the reader takes by length. */
static void put_text(Emit *e, Buf *out, DashText text)
{
    buf_printf(out, "{%s, %zu}", c_quoted(e, arena_strndup(e->arena, text.ptr, text.len)),
               text.len);
}

static void put_nulls(Emit *e, Buf *out, const DashSource *file)
{
    buf_puts(out, ", .nulls = (const DashText[]){");
    for (size_t i = 0; i < file->null_count; i++) {
        buf_puts(out, i ? ", " : "");
        put_text(e, out, file->nulls[i]);
    }
    buf_printf(out, "}, .null_count = %zu", file->null_count);
}

static void put_date_formats(Emit *e, Buf *out, const DashSource *file)
{
    buf_puts(out, ", .date_formats = (const DashDateFormat[]){");
    for (uint32_t i = 0; i < file->date_format_count; i++) {
        buf_printf(out, "%s{%s, ", i ? ", " : "", c_quoted(e, file->date_formats[i].column));
        put_text(e, out, file->date_formats[i].pattern);
        buf_puts(out, "}");
    }
    buf_printf(out, "}, .date_format_count = %u", file->date_format_count);
}

static void put_names(Emit *e, Buf *out, const DashNames *names)
{
    buf_puts(out, ", .names = {(const char *const[]){");
    for (uint32_t i = 0; i < names->count; i++)
        buf_printf(out, "%s%s", i ? ", " : "", c_quoted(e, names->at[i]));
    buf_printf(out, "}, %u}", names->count);
}

static void put_byte(Buf *out, const char *option, char byte)
{
    if (byte)
        buf_printf(out, ", .%s = %d", option, byte);
}

static void put_number(Buf *out, const char *option, size_t value)
{
    if (value)
        buf_printf(out, ", .%s = %zu", option, value);
}

static void put_truth(Buf *out, const char *option, bool value)
{
    if (value)
        buf_printf(out, ", .%s = true", option);
}

/* What is not zero of the options; which columns are read, the schema tells. */
static void put_options(Emit *e, Buf *out, const DashSource *file)
{
    if (file->charset)
        buf_printf(out, ", .charset = %s", charset_names[file->charset]);
    if (file->on_error)
        buf_printf(out, ", .on_error = %s", on_error_names[file->on_error]);
    put_byte(out, "delimiter", file->delimiter);
    put_byte(out, "quote", file->quote);
    put_byte(out, "comment", file->comment);
    put_byte(out, "decimal", file->decimal);
    put_byte(out, "thousands", file->thousands);
    put_truth(out, "no_quotes", file->no_quotes);
    put_truth(out, "no_header", file->no_header);
    put_number(out, "skip", file->skip);
    put_number(out, "max_bytes", file->max_bytes);
    if (file->null_count)
        put_nulls(e, out, file);
    if (file->date_format_count)
        put_date_formats(e, out, file);
    if (file->names.count)
        put_names(e, out, &file->names);
}

const char *write_file_source(Emit *e, Buf *schemas, const HirTable *table)
{
    const DashSource *file = &table->source->file;
    Buf out = {.arena = e->arena};
    buf_printf(&out, "{.kind = %s, .schema = %s, .schema_count = %d", kind_names[file->kind],
               schema_array(e, schemas, table->name, table->type), table->type->field_count);
    put_options(e, &out, file);
    buf_puts(&out, "}");
    return out.ptr;
}
