/* SPDX-License-Identifier: MIT
 *
 * `t | datatable(page_current, page_size, sort_by, filter_query)`: the rows that a
 * DataTable asks the server for. The arguments are its props of these names, in
 * this order or by name; each may be left out.
 */
#include "sema/verbs.h"

static const char *const names[DATATABLE_ARGS] = {
    [DATATABLE_PAGE] = "page_current",
    [DATATABLE_SIZE] = "page_size",
    [DATATABLE_SORT] = "sort_by",
    [DATATABLE_FILTER] = "filter_query",
};

static const char example[] = "datatable(page_current, page_size, sort_by, filter_query)";

/* Which argument it is; -1 after a complaint. */
static int argument_of(Checker *c, const Arg *arg, int position)
{
    if (!arg->name.text && position < DATATABLE_ARGS)
        return position;
    for (int i = 0; arg->name.text && i < DATATABLE_ARGS; i++)
        if (strcmp(names[i], arg->name.text) == 0)
            return i;
    Diag *d = arg->name.text ? diag_error(c->diags, E0605, arg->name.span,
                                          "`datatable` takes no argument `%s`", arg->name.text)
                             : diag_error(c->diags, E0605, arg->span,
                                          "`datatable` takes no more than four arguments");
    Suggest suggest = suggest_for(arg->name.text ? arg->name.text : "");
    for (int i = 0; i < DATATABLE_ARGS; i++)
        suggest_consider(&suggest, names[i]);
    diag_suggest(d, &suggest);
    diag_help(d, "write `%s`", example);
    return -1;
}

static const Type *type_of_argument(Checker *c, int argument)
{
    if (argument == DATATABLE_SORT)
        return simple(c, TY_JSON);
    return type_optional(c->types, simple(c, argument == DATATABLE_FILTER ? TY_TEXT : TY_INT));
}

Hir *verb_datatable(Checker *c, const Call *call, Plan *input)
{
    if (!verb_some_arguments(c, call, example))
        return verb_failed(c, call);
    Plan *plan = keep_columns(c, plan_new(c, PLAN_DATATABLE, input, call->expr->span));
    for (int i = 0; i < DATATABLE_ARGS; i++)
        vec_push(c->arena, &plan->asked, NULL);
    for (int i = 0; i < call->arg_count; i++) {
        const Arg *arg = &call->args[i];
        int argument = argument_of(c, arg, i);
        if (argument < 0)
            return verb_failed(c, call);
        if (plan->asked.at[argument]) {
            diag_error(c->diags, E0605, arg->span, "`%s` is given twice", names[argument]);
            return verb_failed(c, call);
        }
        if (complain_query(c, names[argument], arg->value))
            return verb_failed(c, call);
        Hir *value = coerce_type(c, infer(c, arg->value), type_of_argument(c, argument),
                                 arena_printf(c->arena, "`%s` of `datatable`", names[argument]));
        if (is_error(value))
            return verb_failed(c, call);
        plan->asked.at[argument] = value;
    }
    return hir_table(c, plan);
}
