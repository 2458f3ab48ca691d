/* SPDX-License-Identifier: MIT
 *
 * Loops over large tables as functions: see kernels.h.
 */
#include "emit/kernels.h"

#include <stdlib.h>

#define PART_ROWS   65536 /* of a part at least: less is not worth a thread */
#define ROWS_A_CELL 32 /* so many rows for each group of its state: merging is little work then */

/* ---- which plans -------------------------------------------------------- */

static bool look_for_more(Hir *hir, void *data)
{
    switch (hir->kind) {
    case HIR_NULL:
    case HIR_BOOL:
    case HIR_INT:
    case HIR_FLOAT:
    case HIR_TEXT:
    case HIR_VAR:
    case HIR_CONST:
    case HIR_COLREF:
    case HIR_CONCAT:
    case HIR_CONVERT:
    case HIR_NEG:
    case HIR_NOT:
    case HIR_ARITH:
    case HIR_AND:
    case HIR_OR:
    case HIR_COMPARE:
    case HIR_IS_NULL:
    case HIR_IN:
    case HIR_COALESCE:
    case HIR_IF:
    case HIR_LIST:
    case HIR_FIELD:
        return true;
    case HIR_BUILTIN:
        *(bool *)data |= !hir->builtin.builtin->pure;
        return true;
    default:
        *(bool *)data = true;
        return false;
    }
}

bool kernel_computes(const Hir *expr)
{
    bool more = false;
    hir_walk((Hir *)(uintptr_t)expr, look_for_more, &more);
    return !more;
}

static uint32_t part_rows(const Emit *e)
{
    return e->options.part_rows ? e->options.part_rows : PART_ROWS;
}

static bool computes_numbers(const Plan *project)
{
    for (int i = 0; i < project->exprs.count; i++) {
        const Hir *expr = project->exprs.at[i];
        if ((project->read && !project->read[i]) || expr->kind == HIR_COLREF)
            continue;
        if (base_type(expr->type)->kind == TY_TEXT || !kernel_computes(expr))
            return false;
    }
    return true;
}

bool kernel_fits(Writer *w, const Plan *plan)
{
    if (w->kernel || w->loop || w->row)
        return false;
    for (; plan->op == PLAN_FILTER || plan->op == PLAN_PROJECT; plan = plan->input)
        if (plan->op == PLAN_FILTER ? !kernel_computes(plan->predicate) : !computes_numbers(plan))
            return false;
    return plan->op == PLAN_SCAN && plan->table->data &&
           plan->table->data->rows >= 2 * (size_t)part_rows(w->e);
}

const DashColumn *plan_source(const Plan *plan, int column, const HirTable **table)
{
    for (;; plan = plan->input) {
        if (plan->op == PLAN_PROJECT) {
            const Hir *expr = row_bare(plan->exprs.at[column]);
            if (expr->kind != HIR_COLREF)
                return NULL;
            column = expr->column;
        } else if (plan->op != PLAN_FILTER) {
            break;
        }
    }
    if (plan->op != PLAN_SCAN || !plan->table->data)
        return NULL;
    *table = plan->table;
    return &plan->table->data->columns[column];
}

/* ---- the function ------------------------------------------------------- */

void kernel_begin(Writer *w, Kernel *k, Plan *plan, const char *wanted)
{
    Emit *e = w->e;
    *k = (Kernel){.outer = w->body, .indent = w->indent, .row = w->row, .loop = w->loop};
    for (k->scan = plan; k->scan->input; k->scan = k->scan->input)
        ;
    k->name = name_unique(&e->names, cf(e, "%s_%s", w->fn_name, wanted));
    k->state_type = cf(e, "struct %s_state", k->name);
    k->state = name_unique(&w->names, "part");
    k->first = name_unique(&w->names, "first");
    k->end = name_unique(&w->names, "end");
    k->captured = name_unique(&w->names, "captured");
    k->in = name_unique(&w->names, "in");
    k->any_state = name_unique(&w->names, "state");
    k->any_later = name_unique(&w->names, "more");
    w->body = (Buf){.arena = e->arena};
    w->indent = 1;
    w->kernel = k;
}

void kernel_reads(Writer *w, const char *type, const char *name)
{
    vec_push(w->e->arena, &w->kernel->hoisted, ((Captured){type, name}));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const Captured *)a)->name, ((const Captured *)b)->name);
}

typedef Vec(Captured) CapturedList;

/* The variables that one of the two bodies reads. */
static CapturedList captured_by(Writer *w, const Kernel *k, const char *run, const char *merge)
{
    Emit *e = w->e;
    CapturedList list = {0};
    for (int i = 0; i < k->hoisted.count; i++)
        if (mentions(run, k->hoisted.at[i].name) || mentions(merge, k->hoisted.at[i].name))
            vec_push(e->arena, &list, k->hoisted.at[i]);
    for (int i = 0; i < w->vars.capacity; i++) {
        const HirVar *var = w->vars.keys[i];
        const VarInfo *info = var ? w->vars.values[i] : NULL;
        if (info && info->name && !info->rows && mentions(run, info->name))
            vec_push(e->arena, &list, ((Captured){cf(e, "%s ", c_type(e, var->type)), info->name}));
    }
    if (list.count) /* the map is ordered by addresses */
        qsort(list.at, (size_t)list.count, sizeof *list.at, by_name);
    return list;
}

static void write_struct(Writer *w, const Kernel *k, const CapturedList *list)
{
    if (list->count == 0)
        return;
    buf_printf(&w->before, "/* What %s reads of the function round it. */\nstruct %s_in {\n",
               k->name, k->name);
    for (int i = 0; i < list->count; i++)
        buf_printf(&w->before, "    %s%s;\n", list->at[i].type, list->at[i].name);
    buf_puts(&w->before, "};\n\n");
}

/* Variables of what was captured, as far as `body` reads them. */
static void unpack(const Kernel *k, const CapturedList *list, const char *body, Buf *out)
{
    bool any = false;
    for (int i = 0; i < list->count; i++) {
        const char *type = list->at[i].type, *name = list->at[i].name;
        bool pointer = type[strlen(type) - 1] == '*';
        if (!mentions(body, name))
            continue;
        if (!any)
            buf_printf(out, "    const struct %s_in *const %s = %s;\n", k->name, k->in,
                       k->captured);
        any = true;
        buf_printf(out, "    %s%s%s%s = %s->%s;\n", pointer ? "" : "const ", type,
                   pointer ? "const " : "", name, k->in, name);
    }
}

static void write_function(Writer *w, const Kernel *k, const char *head, const Buf *lines,
                           const Buf *body)
{
    Emit *e = w->e;
    Writer inner = *w;
    Texts params = {0};
    inner.before = (Buf){.arena = e->arena};
    inner.body = *lines;
    buf_put(&inner.body, body->ptr, body->len);
    vec_push(e->arena, &params, "cx");
    vec_push(e->arena, &params, k->captured);
    vec_push(e->arena, &params, k->any_state);
    finish_function(&inner, &w->before, head, &params);
}

static void write_run(Writer *w, const Kernel *k, const Plan *plan, const CapturedList *list,
                      const Buf *body)
{
    Emit *e = w->e;
    Buf text = {.arena = e->arena}, head = {.arena = e->arena}, lines = {.arena = e->arena};
    plan_print(&text, plan);
    buf_puts(&text, k->about ? k->about : "");
    buf_puts(&head, "/* ");
    for (const char *p = comment_safe(e, text.ptr, text.len); *p; p++)
        buf_printf(&head, *p == '\n' ? "\n * " : "%c", *p);
    buf_printf(&head,
               "for the rows from `%s` to before `%s` */\n"
               "static DASH_KERNEL void %s(DashCx *cx, const void *%s, void *%s,\n"
               "    uint32_t %s, uint32_t %s)",
               k->first, k->end, k->name, k->captured, k->any_state, k->first, k->end);
    unpack(k, list, body->ptr, &lines);
    if (mentions(body->ptr, k->state))
        buf_printf(&lines, "    %s *const %s = %s;\n", k->state_type, k->state, k->any_state);
    write_function(w, k, head.ptr, &lines, body);
}

static void write_merge(Writer *w, const Kernel *k, const CapturedList *list, const Buf *body,
                        const char *into, const char *later)
{
    Emit *e = w->e;
    Buf lines = {.arena = e->arena};
    unpack(k, list, body->ptr, &lines);
    buf_printf(&lines, "    %s *const %s = %s;\n    const %s *const %s = %s;\n", k->state_type,
               into, k->any_state, k->state_type, later, k->any_later);
    write_function(w, k,
                   cf(e,
                      "/* Adds what a later part of the table gave. */\n"
                      "static void %s_merge(DashCx *cx, const void *%s, void *%s, const void *%s)",
                      k->name, k->captured, k->any_state, k->any_later),
                   &lines, body);
}

/* Back in the surrounding function: the call. */
static const char *call_work(Writer *w, const Kernel *k, const CapturedList *list, Span span,
                             bool merges)
{
    Emit *e = w->e;
    const char *captured = "NULL", *work = name_unique(&w->names, "work");
    if (list->count) {
        Texts members = {0};
        const char *name = name_unique(&w->names, "captured");
        for (int i = 0; i < list->count; i++)
            vec_push(e->arena, &members, list->at[i].name);
        stmt(w, "const struct %s_in %s = %s;", k->name, name, braced(e, &members));
        captured = cf(e, "&%s", name);
    }
    const TableSymbols *symbols = table_symbols(e, k->scan->table);
    Texts fields = {0};
    vec_push(e->arena, &fields, cf(e, ".run = %s", k->name));
    if (merges)
        vec_push(e->arena, &fields, cf(e, ".merge = %s_merge", k->name));
    vec_push(e->arena, &fields, cf(e, ".captured = %s", captured));
    if (merges)
        vec_push(e->arena, &fields, cf(e, ".state_size = sizeof(%s)", k->state_type));
    vec_push(e->arena, &fields, cf(e, ".rows = %s", symbols->rows));
    uint32_t least = part_rows(e);
    if (!e->options.part_rows && k->cells > least / ROWS_A_CELL)
        least = k->cells * ROWS_A_CELL;
    vec_push(e->arena, &fields, cf(e, ".part_rows = %u", least));
    vec_push(e->arena, &fields, cf(e, ".where = %s", where_of(e, span)));
    stmt(w, "const DashWork %s = %s;", work, braced(e, &fields));
    if (!merges) {
        stmt(w, "dash_work(cx, &%s);", work);
        return NULL;
    }
    const char *found = name_unique(&w->names, "found");
    stmt(w, "const %s *const %s = dash_work(cx, &%s);", k->state_type, found, work);
    return found;
}

const char *kernel_end(Writer *w, Kernel *k, const Plan *plan, Span span, KernelMerge merge,
                       void *data)
{
    Emit *e = w->e;
    const char *into = name_unique(&w->names, "into"), *later = name_unique(&w->names, "later");
    drop_unread(w);
    Buf run = w->body;
    w->body = (Buf){.arena = e->arena};
    if (merge)
        merge(w, into, later, data);
    Buf merging = w->body;
    w->kernel = NULL;
    w->body = k->outer;
    w->indent = k->indent;
    w->row = k->row;
    w->loop = k->loop;
    CapturedList list = captured_by(w, k, run.ptr, merging.ptr);
    write_struct(w, k, &list);
    write_run(w, k, plan, &list, &run);
    if (merge)
        write_merge(w, k, &list, &merging, into, later);
    const char *const locals[] = {k->state,     k->first,     k->end, k->captured, k->in,
                                  k->any_state, k->any_later, into,   later};
    for (size_t i = 0; i < sizeof locals / sizeof *locals; i++)
        name_release(&w->names, locals[i]);
    return call_work(w, k, &list, span, merge != NULL);
}
