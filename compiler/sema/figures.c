/* SPDX-License-Identifier: MIT
 *
 * Which plotly traces and templates the program's figures can hold: what the
 * page's plotly.js must be able to draw.
 */
#include "sema/check.h"

void note_trace(Checker *c, const char *type)
{
    Program *program = c->program;
    for (int i = 0; i < program->traces.count; i++)
        if (strcmp(program->traces.at[i], type) == 0)
            return;
    vec_push(c->arena, &program->traces, type);
}

static const Expr *field_of(const Expr *record, const char *name)
{
    for (int i = 0; record->kind == EXPR_RECORD && i < record->record.fields.count; i++) {
        const RecordField *field = &record->record.fields.at[i];
        if (field->name.text && strcmp(field->name.text, name) == 0)
            return field->value;
    }
    return NULL;
}

bool note_trace_record(Checker *c, const Expr *trace)
{
    if (trace->kind != EXPR_RECORD)
        return false;
    const Expr *type = field_of(trace, "type");
    Str text = type ? literal_text(type) : STR("scatter");
    if (text.ptr)
        note_trace(c, arena_strndup(c->arena, text.ptr, text.len));
    return text.ptr != NULL;
}

void note_figure_record(Checker *c, const Expr *record)
{
    const Expr *data = field_of(record, "data");
    bool known = !data || data->kind == EXPR_LIST || data->kind == EXPR_COMPREHENSION;
    if (data && data->kind == EXPR_COMPREHENSION)
        known = note_trace_record(c, data->comprehension.value);
    for (int i = 0; data && data->kind == EXPR_LIST && i < data->list.items.count; i++)
        known &= note_trace_record(c, data->list.items.at[i]);
    if (!known)
        c->program->traces_open = true;
}

void note_figure_value(Checker *c, const Hir *hir, const Type *type)
{
    if (type->kind == TY_FIGURE && hir->kind != HIR_NULL &&
        type_without_null(hir->type)->kind != TY_FIGURE)
        c->program->traces_open = true;
}

void note_template(Checker *c, const char *name)
{
    Program *program = c->program;
    for (int i = 0; i < program->templates.count; i++)
        if (strcmp(program->templates.at[i], name) == 0)
            return;
    vec_push(c->arena, &program->templates, name);
}
