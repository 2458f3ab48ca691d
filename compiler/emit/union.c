/* SPDX-License-Identifier: MIT
 *
 * Unions: both tables' rows copied into one, the texts of both coded anew unless
 * they have one dictionary.
 */
#include "emit/internal.h"

typedef struct Part {
    const Relation *rel;
    const int *columns; /* which of its columns; NULL: the same */
    const char *offset; /* C of where its rows start; NULL: 0 */
} Part;

static const RowColumn *part_column(const Part *part, const RowColumn *columns, int i)
{
    return &columns[part->columns ? part->columns[i] : i];
}

/* Arrays for the output columns that are read. */
static void declare_columns(Writer *w, const Plan *plan, Relation *out)
{
    Emit *e = w->e;
    for (int i = 0; i < plan->columns.count; i++) {
        RowColumn *column = &out->columns[i];
        if (plan->read && !plan->read[i])
            continue;
        column->array = name_unique(&w->names, column->meta->name);
        stmt(w, "%s *%s = dash_alloc_array(cx, %s, sizeof *%s);",
             element_type(column->meta->encoding), column->array, out->rows, column->array);
        if (!is_optional(column->meta->type))
            continue;
        column->valid_array = name_unique(&w->names, cf(e, "%s_valid", column->array));
        stmt(w, "uint64_t *%s = dash_alloc_array(cx, (%s + 63) / 64, sizeof *%s);",
             column->valid_array, out->rows, column->valid_array);
    }
}

/* A dictionary of both parts' texts, and arrays that translate their codes. */
static void unite_texts(Writer *w, RowColumn *out, const Part *parts, int i, const char **codes)
{
    Emit *e = w->e;
    const char *first = part_column(&parts[0], parts[0].rel->columns, i)->dict;
    const char *second = part_column(&parts[1], parts[1].rel->columns, i)->dict;
    out->dict = first;
    if (strcmp(first, second) == 0)
        return;
    const char *dict = name_unique(&w->names, cf(e, "%s_dict", out->meta->name));
    stmt(w, "DashDict *const %s = dash_dict_new(cx);", dict);
    out->dict = cf(e, "(*%s)", dict);
    for (int p = 0; p < 2; p++) {
        codes[p] = name_unique(&w->names, cf(e, "%s_codes", out->meta->name));
        stmt(w, "const uint32_t *const %s = %s;", codes[p],
             callf(e, "dash_dict_merge", 3, "cx", dict, c_address(e, p ? second : first)));
    }
}

static void copy_value(Writer *w, const RowColumn *out, const RowColumn *from, const char *codes,
                       const char *at)
{
    const char *value = codes ? cf(w->e, "%s[%s]", codes, from->raw) : from->raw;
    if (from->valid)
        open_block(w, "if (%s)", from->valid);
    stmt(w, "%s[%s] = %s;", out->array, at, value);
    if (out->valid_array)
        stmt(w, "%s[%s / 64] |= UINT64_C(1) << %s %% 64;", out->valid_array, at, at);
    if (from->valid)
        close_block(w);
}

static void copy_part(Writer *w, const Plan *plan, const Relation *out, const Part *part,
                      const char *const (*codes)[2], int p)
{
    Loop loop;
    Row row;
    const char *i = name_unique(&w->names, "i");
    const char *index = part->rel->index;
    loop_begin(w, &loop);
    relation_row(w, part->rel, index ? cf(w->e, "%s[%s]", index, i) : i, &row);
    const char *at = part->offset ? cf(w->e, "(%s + %s)", part->offset, i) : i;
    for (int k = 0; k < plan->columns.count; k++)
        if (!plan->read || plan->read[k])
            copy_value(w, &out->columns[k], part_column(part, row.columns, k), codes[k][p], at);
    loop_end(w, &loop, rows_head(w->e, part->rel, i));
    name_release(&w->names, i);
}

Relation *union_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    Part parts[] = {
        {relation_of(w, plan->input, name), NULL, NULL},
        {relation_of(w, plan->other, "other"), plan->others.at, NULL},
    };
    Relation *out = new_relation(e, plan);
    const char *(*codes)[2] =
        arena_alloc(e->arena, sizeof *codes * (size_t)(plan->columns.count + 1));
    memset(codes, 0, sizeof *codes * (size_t)(plan->columns.count + 1));
    const char *rows = name_unique(&w->names, "united_rows");
    parts[1].offset = parts[0].rel->rows;
    stmt(w, "const size_t %s = (size_t)%s + (size_t)%s;", rows, parts[0].rel->rows,
         parts[1].rel->rows);
    out->rows = rows;
    declare_columns(w, plan, out);
    for (int i = 0; i < plan->columns.count; i++)
        if (out->columns[i].array && base_type(out->columns[i].meta->type)->kind == TY_TEXT)
            unite_texts(w, &out->columns[i], parts, i, codes[i]);
    for (int p = 0; p < 2; p++)
        copy_part(w, plan, out, &parts[p], (const char *const(*)[2])codes, p);
    return out;
}
