/* SPDX-License-Identifier: MIT
 *
 * Tables where components take something made of them. A table travels as a list
 * of records, which is what `data` and `rowData` are. The columns of a DataTable,
 * options, marks and the children of html.Table are written out here as the
 * records, comprehensions and components that they stand for.
 */
#include "sema/check.h"

static const struct {
    const char *package, *component, *prop;
    TableForm form;
} forms[] = {
    {"dash-table", "DataTable", "columns", TABLE_AS_COLUMNS},
    {"dash-core-components", "Dropdown", "options", TABLE_AS_OPTIONS},
    {"dash-core-components", "RadioItems", "options", TABLE_AS_OPTIONS},
    {"dash-core-components", "Checklist", "options", TABLE_AS_OPTIONS},
    {"dash-core-components", "Slider", "marks", TABLE_AS_MARKS},
    {"dash-core-components", "RangeSlider", "marks", TABLE_AS_MARKS},
    {"dash-html-components", "Table", "children", TABLE_AS_CHILDREN},
    {"dash-bootstrap-components", "Select", "options", TABLE_AS_OPTIONS},
    {"dash-bootstrap-components", "RadioItems", "options", TABLE_AS_OPTIONS},
    {"dash-bootstrap-components", "Checklist", "options", TABLE_AS_OPTIONS},
    {"dash-bootstrap-components", "Table", "children", TABLE_AS_CHILDREN},
};

TableForm table_form(const CatLibrary *library, const CatComponent *component, const char *prop)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].prop, prop) == 0 && strcmp(forms[i].component, component->name) == 0 &&
            strcmp(forms[i].package, library->package) == 0)
            return forms[i].form;
    return TABLE_AS_RECORDS;
}

TableForm place_table_form(Checker *c, const IdShape *shape, const char *prop)
{
    IdSites sites = id_is_free(shape) ? (IdSites){0} : sites_of(c, shape);
    for (int i = 0; i < sites.count; i++)
        if (sites.at[i]->component)
            return table_form(sites.at[i]->library, sites.at[i]->component, prop);
    return TABLE_AS_RECORDS;
}

/* ---- pieces ------------------------------------------------------------------- */

/* [ITEM for row in table], where the caller puts the item. */
static Hir *rows_loop(Checker *c, Hir *table, HirVar **row)
{
    const Type *record =
        type_fields(c->types, TY_RECORD, table->type->fields, table->type->field_count);
    Hir *loop = hir_new(c, HIR_LIST_COMP, NULL, table->span);
    *row = loop->comprehension.var = hir_var_new(c, "row", record, table->span);
    loop->comprehension.source = table;
    loop->comprehension.unpack = hir_new(c, HIR_BLOCK, simple(c, TY_UNIT), table->span);
    return loop;
}

static Hir *row_field(Checker *c, HirVar *row, int index, Span span)
{
    return hir_unary(c, HIR_FIELD, row->type->fields[index].type, hir_var(c, row, span), index);
}

static int field_index(const Type *table, const char *name)
{
    for (int i = 0; i < table->field_count; i++)
        if (strcmp(table->fields[i].name, name) == 0)
            return i;
    return -1;
}

/* ---- DataTable's columns ---------------------------------------------------------- */

/* DataTable's word for what a column holds; it has none for bools. */
static const char *column_word(const Type *type)
{
    switch (type_without_null(type)->kind) {
    case TY_INT:
    case TY_FLOAT:
        return "numeric";
    case TY_DATE:
    case TY_DATETIME:
        return "datetime";
    case TY_TEXT:
        return "text";
    default:
        return "any";
    }
}

/* [{id, name, type}]: known now, nothing of the table is read. */
static Hir *as_columns(Checker *c, const Type *table, Span span)
{
    static const char *const names[] = {"id", "name", "type"};
    Field fields[3];
    for (int i = 0; i < 3; i++)
        fields[i] = (Field){intern(c->interner, names[i], strlen(names[i])), simple(c, TY_TEXT)};
    const Type *record = type_fields(c->types, TY_RECORD, fields, 3);
    Hir *list = hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, record), span);
    for (int i = 0; i < table->field_count; i++) {
        Hir *column = hir_new(c, HIR_RECORD, record, span);
        const char *name = table->fields[i].name;
        vec_push(c->arena, &column->list.items, hir_text(c, name, span));
        vec_push(c->arena, &column->list.items, hir_text(c, name, span));
        vec_push(c->arena, &column->list.items,
                 hir_text(c, column_word(table->fields[i].type), span));
        vec_push(c->arena, &list->list.items, column);
        vec_push(c->arena, &list->list.spliced, false);
    }
    return list;
}

Hir *columns_of_data(Checker *c, const Hir *data)
{
    while (data->kind == HIR_CONVERT)
        data = data->unary.operand;
    return is_kind(data, TY_TABLE)
               ? hir_convert(c, as_columns(c, data->type, data->span), simple(c, TY_JSON))
               : NULL;
}

/* ---- options ------------------------------------------------------------------------- */

static bool is_option_field(const char *name)
{
    static const char *const names[] = {"label", "value", "disabled", "title", "search"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static bool is_option_record(const Type *table)
{
    for (int i = 0; i < table->field_count; i++)
        if (!is_option_field(table->fields[i].name))
            return false;
    return field_index(table, "label") >= 0 && field_index(table, "value") >= 0;
}

static Hir *complain_columns(Checker *c, const Hir *table, const Want *want, const char *what)
{
    const Type *type = table->type;
    Diag *d = diag_error(c->diags, E0403, table->span,
                         "%s takes a table with one column, or with the columns `value` and "
                         "`label`",
                         want->subject ? want->subject : what);
    diag_help(d, "choose them: `| select(value=.%s, label=.%s)`", type->fields[0].name,
              type->fields[type->field_count > 1].name);
    return hir_error(c, table->span);
}

static Hir *as_options(Checker *c, Hir *table, const Want *want)
{
    if (table->type->field_count == 1)
        return column_list(c, column_value(c, plan_of(c, table), 0, table->span));
    return is_option_record(table->type) ? table : complain_columns(c, table, want, "`options`");
}

/* ---- marks --------------------------------------------------------------------------- */

/* {"{row.value}": "{row.label}" for row in table} */
static Hir *as_marks(Checker *c, Hir *table, const Want *want)
{
    bool one = table->type->field_count == 1;
    int value = one ? 0 : field_index(table->type, "value");
    int label = one ? 0 : field_index(table->type, "label");
    if (value < 0 || label < 0 || table->type->field_count > 2)
        return complain_columns(c, table, want, "`marks`");
    const Type *number = type_without_null(table->type->fields[value].type);
    if (number->kind != TY_INT && number->kind != TY_FLOAT) {
        diag_error(c->diags, E0403, table->span, "marks stand at numbers, but `%s` is `%s`",
                   table->type->fields[value].name, shown(c, number));
        return hir_error(c, table->span);
    }
    HirVar *row;
    Hir *loop = rows_loop(c, table, &row);
    Hir *key = row_field(c, row, value, table->span), *text = row_field(c, row, label, table->span);
    if (is_kind(key, TY_OPTIONAL)) {
        Hir *null = hir_unary(c, HIR_IS_NULL, simple(c, TY_BOOL), key, 0);
        vec_push(c->arena, &loop->comprehension.conditions,
                 hir_unary(c, HIR_NOT, simple(c, TY_BOOL), null, 0));
        key = hir_convert(c, row_field(c, row, value, table->span), number);
    }
    if (is_kind(text, TY_OPTIONAL))
        text = one ? key
                   : hir_binary(c, HIR_COALESCE, 0, text->type->item, text,
                                hir_text(c, "", table->span));
    loop->comprehension.key = text_of_value(c, key);
    loop->comprehension.item = text_of_value(c, text);
    if (is_error(loop->comprehension.item))
        return loop->comprehension.item;
    loop->type = type_map(c->types, simple(c, TY_TEXT), simple(c, TY_TEXT));
    return loop;
}

/* ---- html.Table ------------------------------------------------------------------------ */

static Hir *html_element(Checker *c, const char *name, Hir *children)
{
    const CatLibrary *library = catalogue_library_by_package("dash-html-components");
    const CatComponent *component = catalogue_component(library, name);
    Hir *hir = hir_new(c, HIR_COMPONENT, simple(c, TY_COMPONENT), children->span);
    use_component(c, library, component);
    hir->component.library = library;
    hir->component.component = component;
    vec_push(c->arena, &hir->component.props,
             ((HirProp){"children", hir_convert(c, children, simple(c, TY_COMPONENT))}));
    return hir;
}

static Hir *component_list(Checker *c, Span span)
{
    return hir_new(c, HIR_LIST, type_of(c->types, TY_LIST, simple(c, TY_COMPONENT)), span);
}

static void put_item(Checker *c, Hir *list, Hir *item)
{
    vec_push(c->arena, &list->list.items, item);
    vec_push(c->arena, &list->list.spliced, false);
}

/* React shows nothing for a bool. */
static Hir *cell_child(Checker *c, Hir *value)
{
    return is_kind(value, TY_BOOL) ? text_of_value(c, value) : value;
}

static Hir *as_children(Checker *c, Hir *table)
{
    Span span = table->span;
    HirVar *row;
    Hir *heads = component_list(c, span), *cells = component_list(c, span);
    Hir *loop = rows_loop(c, table, &row);
    for (int i = 0; i < table->type->field_count; i++) {
        Hir *value = cell_child(c, row_field(c, row, i, span));
        put_item(c, heads, html_element(c, "Th", hir_text(c, table->type->fields[i].name, span)));
        put_item(c, cells, html_element(c, "Td", value));
    }
    loop->comprehension.item = html_element(c, "Tr", cells);
    loop->type = heads->type;
    Hir *parts = component_list(c, span);
    put_item(c, parts, html_element(c, "Thead", html_element(c, "Tr", heads)));
    put_item(c, parts, html_element(c, "Tbody", loop));
    return parts;
}

/* ---- all --------------------------------------------------------------------------------- */

/* `t.distinct(.x)` where one column is wanted: it is the one that is distinct. */
static Hir *distinct_column(Checker *c, Hir *table)
{
    const Plan *plan = table->kind == HIR_TABLE ? table->plan : NULL;
    if (!plan || plan->op != PLAN_DISTINCT || plan->exprs.count != 1)
        return table;
    return hir_table(c, column_value(c, table->plan, plan->exprs.at[0]->column, table->span)->plan);
}

Hir *shape_table(Checker *c, Hir *table, const Want *want)
{
    if (is_kind(table, TY_COLUMN) && want->table == TABLE_AS_MARKS)
        table = hir_table(c, plan_of(c, table));
    if (!is_kind(table, TY_TABLE))
        return table;
    if (want->table == TABLE_AS_OPTIONS || want->table == TABLE_AS_MARKS)
        table = distinct_column(c, table);
    switch (want->table) {
    case TABLE_AS_COLUMNS:
        return as_columns(c, table->type, table->span);
    case TABLE_AS_OPTIONS:
        return as_options(c, table, want);
    case TABLE_AS_MARKS:
        return as_marks(c, table, want);
    case TABLE_AS_CHILDREN:
        return as_children(c, table);
    case TABLE_AS_RECORDS:
        break;
    }
    return table;
}
