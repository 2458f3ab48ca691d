/* SPDX-License-Identifier: MIT
 *
 * Declared tables: the C symbols of embedded columns (their bytes are linked in
 * beside the C), the tables and constants that are computed once at start.
 */
#include "emit/lookups.h"

#include <ctype.h>

/* ---- names -------------------------------------------------------------- */

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

const DashTable *embedded_rows(const HirTable *table)
{
    return table->source ? table->source->rows : table->data;
}

static void name_table(Emit *e, const HirTable *table)
{
    const DashTable *data = embedded_rows(table);
    TableSymbols *symbols = arena_new(e->arena, TableSymbols);
    map_set(e->arena, &e->table_symbols, table, symbols);
    symbols->name = symbols->embedded = name_global(&e->names, table->name);
    if (!data)
        return;
    symbols->rows = name_global(&e->names, cf(e, "%s_rows", symbols->name));
    symbols->columns_name = name_global(&e->names, cf(e, "%s_columns", symbols->name));
    symbols->columns = arena_array(e->arena, ColumnSymbols, data->column_count + 1);
    for (uint32_t i = 0; i < data->column_count; i++)
        name_column(e, symbols->name, &data->columns[i], &symbols->columns[i]);
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
    if (column->dict_table && column->dict_table->source)
        return cf(e, "(*%s.columns[%d].dict)", table_symbols(e, column->dict_table)->name,
                  column->dict_column);
    if (!dict_source(column))
        return NULL;
    return table_symbols(e, column->dict_table)->columns[column->dict_column].dict;
}

/* ---- which of them the C speaks of -------------------------------------- */

/* What is no code: a comment, a literal, a #line. 0 when `p` is none. */
static size_t skip_len(const char *p)
{
    size_t len = 0;
    if (p[0] == '/' && p[1] == '*') {
        const char *end = strstr(p, "*/");
        return end ? (size_t)(end - p) + 2 : strlen(p);
    }
    if (*p == '#')
        return strcspn(p, "\n");
    if (*p != '"' && *p != '\'')
        return 0;
    for (len = 1; p[len] && p[len] != *p; len++)
        len += p[len] == '\\';
    return len + 1;
}

void collect_names(Names *names, const char *code)
{
    for (const char *p = code; p && *p;) {
        size_t skipped = skip_len(p);
        if (skipped) {
            p += skipped;
            continue;
        }
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

/* An open table is read by the runtime. */
static bool whole_table(Emit *e, const HirTable *table, const Names *used)
{
    const TableSymbols *symbols = table_symbols(e, table);
    return (table->source && map_get(&e->reached, table)) || is_used(used, symbols->name) ||
           is_used(used, symbols->columns_name);
}

/* ---- embedded columns --------------------------------------------------- */

static void write_column(Buf *out, const DashColumn *column, const ColumnSymbols *symbols,
                         const Names *used, bool all)
{
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

static void write_columns(Emit *e, Buf *out, const DashTable *data, const TableSymbols *symbols)
{
    buf_printf(out, "static const DashColumn %s[] = {\n", symbols->columns_name);
    for (uint32_t i = 0; i < data->column_count; i++) {
        const DashColumn *column = &data->columns[i];
        const ColumnSymbols *names = &symbols->columns[i];
        buf_printf(out, "    {%s, %s, %s, %s, %s, %s%s},\n",
                   c_string(e, column->name, strlen(column->name)), column_type_name(column->type),
                   encoding_name(column->encoding), names->data,
                   names->valid ? names->valid : "NULL", names->dict ? "&" : "",
                   names->dict ? names->dict : "NULL");
    }
    buf_puts(out, "};\n");
}

static void write_embedded(Emit *e, Buf *out, const HirTable *table, const Names *used)
{
    const TableSymbols *symbols = table_symbols(e, table);
    const DashTable *data = embedded_rows(table);
    bool all = whole_table(e, table, used);
    const char *from = table->path ? table->path : e->source_name;
    buf_printf(out, "/* table %s: %s */\nenum { %s = %zu };\n", table->name,
               comment_safe(e, from, strlen(from)), symbols->rows, data->rows);
    for (uint32_t i = 0; i < data->column_count; i++)
        write_column(out, &data->columns[i], &symbols->columns[i], used, all);
    if (all)
        write_columns(e, out, data, symbols);
    if (table->source || is_used(used, symbols->name))
        buf_printf(out, "static const DashTable %s = {%s, %u, %s};\n", symbols->embedded,
                   symbols->rows, data->column_count, symbols->columns_name);
    buf_puts(out, "\n");
}

void write_table_data(Emit *e, Buf *out, const Names *used)
{
    write_lookups(e, out, used);
    for (int i = 0; i < e->program->tables.count; i++) {
        const HirTable *table = e->program->tables.at[i];
        if (!map_get(&e->reached, table) || (is_late_table(e, table) && !embedded_rows(table)))
            continue;
        if (embedded_rows(table))
            write_embedded(e, out, table, used);
        else
            buf_printf(out, "/* table %s: computed at start */\nstatic DashTable %s;\n\n",
                       table->name, table_symbols(e, table)->name);
    }
}

/* ---- their bytes -------------------------------------------------------- */

/* One array of a column; `size` bytes, and room for `reserved`. */
static void add_array(EmitData *out, Arena *arena, EmitSymbol of, const char *name,
                      const void *bytes, size_t size, size_t reserved)
{
    of.name = name;
    of.bytes = bytes;
    of.size = size;
    of.reserved = reserved;
    vec_push(arena, &out->symbols, of);
}

static void column_bytes(EmitData *out, Emit *e, const HirTable *table, uint32_t index,
                         const Names *used)
{
    const DashTable *data = embedded_rows(table);
    const DashColumn *column = &data->columns[index];
    const ColumnSymbols *names = &table_symbols(e, table)->columns[index];
    EmitSymbol of = {.table = table, .column = index};
    bool all = whole_table(e, table, used);
    size_t words = (data->rows + DASH_LANES - 1) / DASH_LANES;
    size_t item = dash_encoding_size(column->encoding);
    if (all || is_used(used, names->data))
        add_array(out, e->arena, of, names->data, column->data, data->rows * item,
                  words * DASH_LANES * item);
    if (names->valid && (all || is_used(used, names->valid)))
        add_array(out, e->arena, of, names->valid, column->valid, words * 8, words * 8);
    if (!names->dict || !(all || is_used(used, names->dict)))
        return;
    const DashDict *dict = column->dict;
    add_array(out, e->arena, of, names->offsets, dict->offsets, (dict->count + 1) * 4u, 0);
    add_array(out, e->arena, of, names->bytes, dict->bytes, dict->offsets[dict->count], 0);
}

void table_bytes(EmitData *out, Emit *e, const Names *used)
{
    lookup_bytes(out, e, used);
    for (int i = 0; i < e->program->tables.count; i++) {
        const DashTable *data = embedded_rows(e->program->tables.at[i]);
        for (uint32_t c = 0; data && c < data->column_count; c++)
            column_bytes(out, e, e->program->tables.at[i], c, used);
    }
}

/* ---- what is computed at start ------------------------------------------ */

typedef struct Start {
    Writer *w;
    PtrMap done;
} Start;

static void start_table(Start *start, const HirTable *table);
static void start_constant(Start *start, const HirConst *constant);

static bool start_needed(Hir *hir, void *data);

static void start_scans(Start *start, const Plan *plan)
{
    for (; plan; plan = plan->input) {
        start_scans(start, plan->other);
        if (plan->op == PLAN_SCAN)
            start_table(start, plan->table);
    }
}

static void start_plan(Start *start, Plan *plan)
{
    hir_walk_plan(plan, start_needed, start);
    start_scans(start, plan);
}

/* What a value reads is computed before it. */
static bool start_needed(Hir *hir, void *data)
{
    if (hir->kind == HIR_CONST)
        start_constant(data, hir->constant);
    if (hir->kind == HIR_CALL && !map_get(&((Start *)data)->done, hir->call.fn)) {
        map_set(((Start *)data)->w->e->arena, &((Start *)data)->done, hir->call.fn, hir);
        hir_walk(hir->call.fn->body, start_needed, data);
    }
    if (hir_plan(hir))
        start_plan(data, *hir_plan(hir));
    return true;
}

static void start_table(Start *start, const HirTable *table)
{
    Writer *w = start->w;
    Emit *e = w->e;
    if (table->data || table->source || map_get(&start->done, table) ||
        !map_get(&e->reached, table) || is_late_table(e, table) != start->w->fills_data)
        return;
    map_set(e->arena, &start->done, table, w);
    start_plan(start, table->plan);
    Hir *hir = arena_new(e->arena, Hir);
    *hir = (Hir){.kind = HIR_TABLE, .type = table->type, .span = table->span, .plan = table->plan};
    analyse(w, hir);
    stmt_line(w, table->span);
    w->hint = table->name;
    stmt(w, "%s = %s;", table_symbols(e, table)->name, emit_table(w, hir));
    w->hint = NULL;
}

static void start_constant(Start *start, const HirConst *constant)
{
    Writer *w = start->w;
    Emit *e = w->e;
    if (is_static_constant(constant) || map_get(&start->done, constant) ||
        !map_get(&e->reached, constant) || is_late_constant(e, constant) != start->w->fills_data)
        return;
    map_set(e->arena, &start->done, constant, w);
    hir_walk(constant->value, start_needed, start);
    analyse(w, constant->value);
    stmt_line(w, constant->span);
    w->hint = constant->name;
    emit_to(w, constant->value, (Dest){DEST_VAR, map_get(&e->constants, constant)});
    w->hint = NULL;
}

/* Writes the function; false when there is nothing to compute. */
static bool write_computed(Emit *e, bool open, const char *name, const char *what)
{
    Writer w;
    writer_init(&w, e, name);
    w.heap_tables = true;
    w.fills_data = open;
    Start start = {.w = &w};
    for (int i = 0; i < e->program->constants.count; i++)
        start_constant(&start, e->program->constants.at[i]);
    for (int i = 0; i < e->program->tables.count; i++)
        start_table(&start, e->program->tables.at[i]);
    if (!w.body.ptr)
        return false;
    Texts params = {0};
    vec_push(e->arena, &params, "cx");
    finish_function(&w, &e->functions, cf(e, "/* %s */\nstatic void %s(DashCx *cx)", what, name),
                    &params);
    return true;
}

void write_start(Emit *e)
{
    e->has_start =
        write_computed(e, false, "start", "Constants and tables that are computed once.");
    const char *refresh = e->data_name ? name_global(&e->names, "refresh") : NULL;
    if (refresh && write_computed(e, true, refresh, "What is computed for each snapshot."))
        e->refresh = refresh;
}
