/* SPDX-License-Identifier: MIT
 *
 * What is not known before the program runs: tables that are read at start, and
 * every table and constant that is computed from one. They stand together in
 * `struct data`, of which there is a new one whenever a file has changed; a function
 * that speaks of them asks which one it works on.
 */
#include "emit/internal.h"
#include "link/config.h"

#include <inttypes.h>

/* ---- what depends on such a table ---------------------------------------- */

typedef struct Look {
    Emit *e;
    PtrMap seen; /* functions */
    bool late;
} Look;

static bool look_at(Hir *hir, void *data);

static void look_at_plan(Look *look, const Plan *plan)
{
    for (; plan && !look->late; plan = plan->input) {
        look_at_plan(look, plan->other);
        if (plan->op == PLAN_SCAN)
            look->late |= is_late_table(look->e, plan->table);
    }
}

static bool look_at(Hir *hir, void *data)
{
    Look *look = data;
    if (hir->kind == HIR_CONST)
        look->late |= is_late_constant(look->e, hir->constant);
    if (hir->kind == HIR_CALL && !map_get(&look->seen, hir->call.fn)) {
        map_set(look->e->arena, &look->seen, hir->call.fn, hir);
        hir_walk(hir->call.fn->body, look_at, look);
        for (int i = 0; i < hir->call.fn->defaults.count; i++)
            hir_walk(hir->call.fn->defaults.at[i], look_at, look);
    }
    if (hir_plan(hir))
        look_at_plan(look, *hir_plan(hir));
    return !look->late;
}

static const char LATE[] = "late", KNOWN[] = "known";

static bool remember(Emit *e, const void *key, bool late)
{
    map_set(e->arena, &e->late, key, (void *)(uintptr_t)(late ? LATE : KNOWN));
    return late;
}

bool is_late_table(Emit *e, const HirTable *table)
{
    const char *known = map_get(&e->late, table);
    Look look = {.e = e};
    if (known)
        return known == LATE;
    if (table->plan) {
        hir_walk_plan(table->plan, look_at, &look);
        look_at_plan(&look, table->plan);
    }
    return remember(e, table, table->source || look.late);
}

bool is_late_constant(Emit *e, const HirConst *constant)
{
    const char *known = map_get(&e->late, constant);
    Look look = {.e = e};
    if (known)
        return known == LATE;
    hir_walk(constant->value, look_at, &look);
    return remember(e, constant, look.late);
}

/* ---- names -------------------------------------------------------------- */

/* The C of a member of the snapshot; `type` is what it holds. */
static const char *member(Emit *e, const char *name, const char *type, const char *origin)
{
    if (!e->data_name)
        e->data_name = name_global(&e->names, "data");
    const char *field = name_unique(&e->data_members, name);
    buf_printf(&e->data_fields, "    %s %s;%s\n", type, field, origin);
    return cf(e, "%s->%s", e->data_name, field);
}

void name_late(Emit *e)
{
    for (int i = 0; i < e->program->tables.count; i++) {
        const HirTable *table = e->program->tables.at[i];
        if (!map_get(&e->reached, table) || !is_late_table(e, table))
            continue;
        TableSymbols *symbols = table_symbols(e, table);
        const char *from =
            table->path ? cf(e, " /* %s */", comment_safe(e, table->path, strlen(table->path)))
                        : "";
        symbols->name = member(e, table->name, "DashTable", from);
    }
    for (int i = 0; i < e->program->constants.count; i++) {
        const HirConst *constant = e->program->constants.at[i];
        if (!map_get(&e->reached, constant) || !is_late_constant(e, constant))
            continue;
        const char *name = member(e, constant->name, c_type(e, constant->type), "");
        map_set(e->arena, &e->constants, constant, (void *)(uintptr_t)name);
    }
}

const char *data_declaration(Emit *e, const char *body, bool fills)
{
    if (!e->data_name || !mentions(body, e->data_name))
        return "";
    return cf(e, "    %sstruct %s *const %s = dash_data(cx);\n", fills ? "" : "const ",
              e->data_name, e->data_name);
}

/* ---- what the runtime reads of it ----------------------------------------- */

void write_data_struct(Emit *e, Buf *out)
{
    if (!e->data_name)
        return;
    buf_printf(out,
               "/* What is read and computed anew when a file changes. */\n"
               "struct %s {\n%s};\n\n",
               e->data_name, e->data_fields.ptr);
}

static uint64_t hash_of(const char *text, size_t len, uint64_t hash)
{
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3) + 1;
    return hash;
}

static void write_source(Emit *e, Buf *schemas, Buf *out, const HirTable *table)
{
    const HirSource *source = table->source;
    const char *member = strchr(table_symbols(e, table)->name, '>') + 1;
    buf_printf(out, "    {.name = %s, .path = %s, .offset = offsetof(struct %s, %s)%s,\n",
               c_quoted(e, table->name), c_quoted(e, source->path), e->data_name, member,
               source->live ? ", .live = true" : "");
    size_t before = schemas->len;
    const char *text = write_file_source(e, schemas, table);
    uint64_t reading = hash_of(DASHC_VERSION, strlen(DASHC_VERSION), 0);
    reading = hash_of(schemas->ptr + before, schemas->len - before, reading);
    buf_printf(out, "     .reading = UINT64_C(0x%016" PRIx64 "),\n     .source = %s",
               hash_of(text, strlen(text), reading), text);
    if (source->rows)
        buf_printf(out, ",\n     .rows = &%s", table_symbols(e, table)->embedded);
    buf_puts(out, "},\n");
}

const char *write_data_sources(Emit *e, Buf *out)
{
    Buf sources = {.arena = e->arena};
    int count = 0;
    if (!e->data_name)
        return NULL;
    const char *array = name_global(&e->names, "open_tables");
    const char *name = name_global(&e->names, "data_sources");
    for (int i = 0; i < e->program->tables.count; i++) {
        const HirTable *table = e->program->tables.at[i];
        if (!table->source || !map_get(&e->reached, table))
            continue;
        write_source(e, out, &sources, table);
        count++;
    }
    buf_printf(out,
               "static const DashOpenTable %s[] = {\n%s};\n\n"
               "static const DashData %s = {\n    .calls = &dash_data_calls,\n    .tables = %s,\n  "
               "  .table_count = %d,\n"
               "    .size = sizeof(struct %s),\n",
               array, sources.ptr, name, array, count, e->data_name);
    if (e->refresh)
        buf_printf(out, "    .refresh = %s,\n", e->refresh);
    buf_puts(out, "};\n\n");
    return name;
}
