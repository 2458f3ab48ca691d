/* SPDX-License-Identifier: MIT
 *
 * Declared tables: the C symbols of embedded columns (their bytes are linked in
 * beside the C), the tables and constants that are computed once at start.
 */
#include "emit/internal.h"

#include <ctype.h>

/* ---- names ------------------------------------------------------------------------ */

static void name_column(Emit *e, const char *table, const DashColumn *column,
                        ColumnSymbols *symbols)
{
    const char *stem = cf(e, "%s_%s", table, column->name);
    symbols->data = name_global(&e->names, column->dict ? cf(e, "%s_codes", stem) : stem);
    if (column->valid)
        symbols->valid = name_global(&e->names, cf(e, "%s_valid", stem));
    if (!column->dict)
        return;
    symbols->dict = name_global(&e->names, cf(e, "%s_dict", stem));
    symbols->offsets = name_global(&e->names, cf(e, "%s_offsets", stem));
    symbols->bytes = name_global(&e->names, cf(e, "%s_bytes", stem));
}

static void name_table(Emit *e, const HirTable *table)
{
    TableSymbols *symbols = arena_new(e->arena, TableSymbols);
    map_set(e->arena, &e->table_symbols, table, symbols);
    symbols->name = name_global(&e->names, table->name);
    if (!table->data)
        return;
    symbols->rows = cf(e, "%zu", table->data->rows);
    symbols->columns_name = name_global(&e->names, cf(e, "%s_columns", symbols->name));
    symbols->columns = arena_array(e->arena, ColumnSymbols, table->data->column_count + 1);
    for (uint32_t i = 0; i < table->data->column_count; i++)
        name_column(e, symbols->name, &table->data->columns[i], &symbols->columns[i]);
}

void name_tables(Emit *e)
{
    for (int i = 0; i < e->program->tables.count; i++)
        name_table(e, e->program->tables.at[i]);
}

TableSymbols *table_symbols(Emit *e, const HirTable *table)
{
    return map_get(&e->table_symbols, table);
}

const DashColumn *dict_source(const PlanColumn *column)
{
    const HirTable *table = column->dict_table;
    return table && table->data ? &table->data->columns[column->dict_column] : NULL;
}

uint32_t dict_count(const PlanColumn *column)
{
    const DashColumn *source = dict_source(column);
    return source && source->dict ? source->dict->count : 0;
}

const char *dict_symbol(Emit *e, const PlanColumn *column)
{
    if (!dict_source(column))
        return NULL;
    return table_symbols(e, column->dict_table)->columns[column->dict_column].dict;
}

/* ---- which of them the C speaks of ------------------------------------------------ */

void collect_names(Names *names, const char *code)
{
    for (const char *p = code; p && *p;) {
        if (!isalpha((unsigned char)*p) && *p != '_') {
            p++;
            continue;
        }
        size_t len = 1;
        while (isalnum((unsigned char)p[len]) || p[len] == '_')
            len++;
        const char *name = arena_strndup(names->arena, p, len);
        if (!name_listed(names, name))
            name_take(names, name);
        p += len;
    }
}

static bool is_used(const Names *used, const char *name)
{
    return name && name_listed(used, name);
}

static bool whole_table(const TableSymbols *symbols, const Names *used)
{
    return is_used(used, symbols->name) || is_used(used, symbols->columns_name);
}

/* ---- embedded columns --------------------------------------------------------------- */

static void write_column(Emit *e, Buf *out, const DashColumn *column, const ColumnSymbols *symbols,
                         const Names *used, bool all)
{
    (void)e;
    if (all || is_used(used, symbols->data))
        buf_printf(out, "extern const %s %s[];\n", element_type(column->encoding), symbols->data);
    if (symbols->valid && (all || is_used(used, symbols->valid)))
        buf_printf(out, "extern const uint64_t %s[];\n", symbols->valid);
    if (!symbols->dict || !(all || is_used(used, symbols->dict)))
        return;
    buf_printf(out, "extern const uint32_t %s[];\nextern const char %s[];\n", symbols->offsets,
               symbols->bytes);
    buf_printf(out, "static const DashDict %s = {%s, %s, %u};\n", symbols->dict, symbols->offsets,
               symbols->bytes, column->dict->count);
}

static const char *column_type_name(DashColumnType type)
{
    static const char *const names[] = {
        [DASH_COLUMN_BOOL] = "DASH_COLUMN_BOOL",   [DASH_COLUMN_INT] = "DASH_COLUMN_INT",
        [DASH_COLUMN_FLOAT] = "DASH_COLUMN_FLOAT", [DASH_COLUMN_TEXT] = "DASH_COLUMN_TEXT",
        [DASH_COLUMN_DATE] = "DASH_COLUMN_DATE",   [DASH_COLUMN_DATETIME] = "DASH_COLUMN_DATETIME",
    };
    return names[type];
}

static void write_columns(Emit *e, Buf *out, const HirTable *table, const TableSymbols *symbols)
{
    buf_printf(out, "static const DashColumn %s[] = {\n", symbols->columns_name);
    for (uint32_t i = 0; i < table->data->column_count; i++) {
        const DashColumn *column = &table->data->columns[i];
        const ColumnSymbols *names = &symbols->columns[i];
        buf_printf(out, "    {%s, %s, %s, %s, %s, %s%s},\n",
                   c_string(e, column->name, strlen(column->name)), column_type_name(column->type),
                   encoding_name(column->encoding), names->data,
                   names->valid ? names->valid : "NULL", names->dict ? "&" : "",
                   names->dict ? names->dict : "NULL");
    }
    buf_printf(out, "};\nstatic const DashTable %s DASH_UNUSED = {%zu, %u, %s};\n", symbols->name,
               table->data->rows, table->data->column_count, symbols->columns_name);
}

void write_table_data(Emit *e, Buf *out, const Names *used)
{
    for (int i = 0; i < e->program->tables.count; i++) {
        const HirTable *table = e->program->tables.at[i];
        const TableSymbols *symbols = table_symbols(e, table);
        if (!table->data) {
            buf_printf(out, "static DashTable %s; /* computed at start */\n\n", symbols->name);
            continue;
        }
        bool all = whole_table(symbols, used);
        buf_printf(out, "/* table %s: %zu rows of %s */\n", table->name, table->data->rows,
                   table->path ? comment_safe(e, table->path, strlen(table->path)) : "the source");
        for (uint32_t c = 0; c < table->data->column_count; c++)
            write_column(e, out, &table->data->columns[c], &symbols->columns[c], used, all);
        if (all)
            write_columns(e, out, table, symbols);
        buf_puts(out, "\n");
    }
}

/* ---- their bytes ------------------------------------------------------------------------ */

static size_t encoding_size(DashEncoding encoding)
{
    static const size_t sizes[] = {
#define X(name, type, bytes) [name] = bytes,
        DASH_ENCODINGS(X)
#undef X
    };
    return sizes[encoding];
}

static void add_symbol(EmitData *out, Arena *arena, const char *name, const void *bytes,
                       size_t size)
{
    vec_push(arena, &out->symbols, ((EmitSymbol){name, bytes, size}));
}

void table_bytes(EmitData *out, Emit *e, const Names *used)
{
    for (int i = 0; i < e->program->tables.count; i++) {
        const HirTable *table = e->program->tables.at[i];
        const TableSymbols *symbols = table_symbols(e, table);
        for (uint32_t c = 0; table->data && c < table->data->column_count; c++) {
            const DashColumn *column = &table->data->columns[c];
            const ColumnSymbols *names = &symbols->columns[c];
            bool all = whole_table(symbols, used);
            size_t rows = table->data->rows;
            if (all || is_used(used, names->data))
                add_symbol(out, e->arena, names->data, column->data,
                           rows * encoding_size(column->encoding));
            if (names->valid && (all || is_used(used, names->valid)))
                add_symbol(out, e->arena, names->valid, column->valid, (rows + 63) / 64 * 8);
            if (!names->dict || !(all || is_used(used, names->dict)))
                continue;
            const DashDict *dict = column->dict;
            add_symbol(out, e->arena, names->offsets, dict->offsets, (dict->count + 1) * 4u);
            add_symbol(out, e->arena, names->bytes, dict->bytes, dict->offsets[dict->count]);
        }
    }
}

/* ---- what is computed at start --------------------------------------------------------- */

static void start_table(Writer *w, const HirTable *table)
{
    Emit *e = w->e;
    Hir *hir = arena_new(e->arena, Hir);
    *hir = (Hir){.kind = HIR_TABLE, .type = table->type, .span = table->span, .plan = table->plan};
    analyse(w, hir);
    stmt_line(w, table->span);
    stmt(w, "%s = %s;", table_symbols(e, table)->name, emit_table(w, hir));
}

static void start_constant(Writer *w, const HirConst *constant)
{
    if (!map_get(&w->e->reached, constant))
        return;
    analyse(w, constant->value);
    stmt_line(w, constant->span);
    emit_to(w, constant->value, (Dest){DEST_VAR, map_get(&w->e->constants, constant)});
}

void write_start(Emit *e)
{
    Writer w;
    writer_init(&w, e, "start");
    for (int i = 0; i < e->program->constants.count; i++)
        start_constant(&w, e->program->constants.at[i]);
    for (int i = 0; i < e->program->tables.count; i++)
        if (!e->program->tables.at[i]->data)
            start_table(&w, e->program->tables.at[i]);
    if (!w.body.ptr)
        return;
    Texts params = {0};
    vec_push(e->arena, &params, "cx");
    buf_puts(&e->functions, "/* Constants and tables that are computed once. */\n");
    finish_function(&w, &e->functions, "static void start(DashCx *cx)", &params);
    e->has_start = true;
}
