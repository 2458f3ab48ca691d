/* SPDX-License-Identifier: MIT
 *
 * sample: the rows stand in memory, the runtime chooses among their numbers.
 */
#include "emit/internal.h"

Relation *sample_relation(Writer *w, Plan *plan, const char *name)
{
    Emit *e = w->e;
    Relation *rel = relation_of(w, plan->input, name);
    const char *count = name_unique(&w->names, "sample_count");
    const char *order = name_unique(&w->names, "sample");
    stmt(w, "size_t %s;", count);
    stmt(w, "uint32_t *%s = %s;", order,
         callf(e, "dash_sample_rows", 5, "cx", rel->rows, emit_expr(w, plan->count),
               emit_expr(w, plan->seed), cf(e, "&%s", count)));
    stmt_if_unread(w, order);
    if (rel->index)
        stmt(w, "for (size_t i = 0; i < %s; i++)\n    %s[i] = %s[%s[i]];", count, order, rel->index,
             order);
    rel->index = order;
    rel->owned = true;
    rel->rows = count;
    rel->constant = false;
    rel->table = rel->table_columns = NULL;
    return rel;
}
