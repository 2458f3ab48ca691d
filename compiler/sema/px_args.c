/* SPDX-License-Identifier: MIT
 *
 * Values of a chart's arguments. Columns become indices into the chart's plan,
 * which gets one more column for an expression; all other values travel as json,
 * after their types have been looked at.
 */
#include "sema/px.h"

static void misfit(Chart *chart, const PxArg *arg, Span span, const char *wanted)
{
    diag_error(chart->c->diags, E0702, span, "`%s` of %s takes %s", arg->name, chart->shown,
               wanted);
    chart->failed = true;
}

static void add(Chart *chart, HirPxArg arg)
{
    vec_push(chart->c->arena, &chart->hir->px.args, arg);
}

/* ---- columns -------------------------------------------------------------- */

/* `.price * .pieces`: one more column, named as the argument. */
static int computed_column(Chart *chart, const PxArg *arg, const Expr *e)
{
    if (find_column(chart->plan, arg->name) >= 0) {
        Diag *d = diag_error(chart->c->diags, E0702, e->span,
                             "the table has a column `%s` already: what is computed for `%s` "
                             "needs a name of its own",
                             arg->name, arg->name);
        diag_help(d, "make a column of it first: `derive(new = %s)`", span_text(chart->c, e->span));
        return -1;
    }
    Plan *plan = derive_column(chart->c, chart->plan, arg->name, e);
    if (!plan)
        return -1;
    chart->plan = plan;
    return plan->columns.count - 1;
}

static bool speaks_of_row(const Expr *e)
{
    switch (e->kind) {
    case EXPR_COLUMN:
        return true;
    case EXPR_BINARY:
        return speaks_of_row(e->binary.left) || speaks_of_row(e->binary.right);
    case EXPR_UNARY:
        return speaks_of_row(e->unary.operand);
    case EXPR_COMPARE:
    case EXPR_IF:
    case EXPR_CALL:
    case EXPR_PIPE:
    case EXPR_MATCH:
        return true;
    case EXPR_MEMBER:
        return speaks_of_row(e->member.object);
    default:
        return false;
    }
}

/* The index of the column that `.x`, "x" or an expression names, or -1 after a complaint. */
static int chart_column(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Str text = literal_text(e);
    const char *name = text.ptr ? text.ptr : e->kind == EXPR_COLUMN ? e->column.name : NULL;
    if (name) {
        int index = find_column(chart->plan, name);
        return index >= 0 ? index : complain_column(c, chart->plan, name, e->span);
    }
    if (speaks_of_row(e))
        return computed_column(chart, arg, e);
    if (e->kind == EXPR_LIST || e->kind == EXPR_COMPREHENSION)
        diag_help(diag_unsupported(c->diags, e->span, "a list for `%s` beside a table", arg->name),
                  "make a column of it first, or give lists alone: `%s(x=xs, y=ys)`", chart->shown);
    else
        misfit(chart, arg, e->span, "a column: `.name`");
    return -1;
}

static HirPxArg columns_of(Chart *chart, const PxArg *arg, const Expr *e, const char *name)
{
    HirPxArg out = {.name = name, .column = -1};
    bool list = e->kind == EXPR_LIST;
    for (int i = 0; i < (list ? e->list.items.count : 1); i++) {
        int index = chart_column(chart, arg, list ? e->list.items.at[i] : e);
        chart->failed |= index < 0;
        vec_push(chart->c->arena, &out.columns, index);
    }
    return out;
}

/* hover_data={tip: ":.2f", size: false} */
static void put_hover_record(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    HirPxArg columns = {.name = arg->name, .column = -1};
    HirPxArg formats = {.name = "hover_formats", .column = -1};
    for (int i = 0; i < e->record.fields.count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        int index = field->name.text ? find_column(chart->plan, field->name.text) : -1;
        if (index < 0) {
            if (field->name.text)
                complain_column(c, chart->plan, field->name.text, field->name.span);
            else
                misfit(chart, arg, e->span, "a record with plain names");
            chart->failed = true;
            continue;
        }
        Hir *value = infer(c, field->value);
        if (!is_kind(value, TY_BOOL) && !is_kind(value, TY_TEXT) && !is_error(value))
            misfit(chart, arg, value->span, "true, false or a format for each column");
        vec_push(c->arena, &columns.columns, index);
        vec_push(c->arena, &formats.keys, field->name.text);
        vec_push(c->arena, &formats.values, hir_convert(c, value, simple(c, TY_JSON)));
        chart->failed |= is_error(value);
    }
    add(chart, columns);
    add(chart, formats);
}

/* A list in the place of a column, where there is no table. */
static void put_list(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    if (e->kind == EXPR_COLUMN || literal_text(e).ptr) {
        if (!chart->failed) { /* once a call */
            Diag *d = diag_error(c->diags, E0702, e->span, "%s has no table to take `%s` from",
                                 chart->shown, span_text(c, e->span));
            diag_help(d, "write `table | %s(…)`, or give lists: `%s=[1, 2]`", chart->shown,
                      arg->name);
        }
        chart->failed = true;
        return;
    }
    Hir *list = infer(c, e);
    if (is_error(list)) {
        chart->failed = true;
        return;
    }
    if (!is_kind(list, TY_LIST) && !is_kind(list, TY_COLUMN) && !is_kind(list, TY_JSON)) {
        misfit(chart, arg, e->span, "a column or a list");
        return;
    }
    add(chart, (HirPxArg){.name = arg->name,
                          .column = -1,
                          .is_list = true,
                          .value = coerce_type(c, list, simple(c, TY_JSON), NULL)});
}

/* Roles that are counted with, and those that are moments. */
static void check_role(Chart *chart, const PxArg *arg, int index, Span span)
{
    static const char numbers[] =
        " size lat lon error_x error_x_minus error_y error_y_minus error_z"
        " error_z_minus ";
    const PlanColumn *column = &chart->plan->columns.at[index];
    TypeKind kind = type_without_null(column->type)->kind;
    const char *word = arena_printf(chart->c->arena, " %s ", arg->name);
    bool number = strstr(numbers, word) != NULL, moment = strstr(" x_start x_end ", word) != NULL;
    bool fits = number   ? kind == TY_INT || kind == TY_FLOAT
                : moment ? kind == TY_DATE || kind == TY_DATETIME
                         : true;
    if (fits)
        return;
    diag_error(chart->c->diags, E0702, span, "`%s` of %s takes a column of %s, but `%s` holds `%s`",
               arg->name, chart->shown, number ? "numbers" : "dates", column->name,
               shown(chart->c, column->type));
    chart->failed = true;
}

/* `.[name]`: any column, found when the chart is made. */
static void put_chosen(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Hir *name = coerce_type(c, no_row_any(c, e->column.computed), simple(c, TY_TEXT),
                            "the name of a column");
    chart->failed |= is_error(name);
    add(chart, (HirPxArg){.name = arg->name, .column = -1, .is_chosen = true, .value = name});
}

static void put_column(Chart *chart, const PxArg *arg, const Expr *e)
{
    bool axis = strcmp(arg->name, "x") == 0 || strcmp(arg->name, "y") == 0;
    if (axis && e->kind == EXPR_LIST) {
        add(chart, columns_of(chart, arg, e, arg->name[0] == 'x' ? "wide_x" : "wide_y"));
        return;
    }
    if (e->kind == EXPR_COLUMN && e->column.computed) {
        put_chosen(chart, arg, e);
        return;
    }
    int index = chart_column(chart, arg, e);
    chart->failed |= index < 0;
    if (index >= 0)
        check_role(chart, arg, index, e->span);
    add(chart, (HirPxArg){.name = arg->name, .column = index});
}

/* ---- values --------------------------------------------------------------- */

static bool is_list_of_texts(const Type *type)
{
    return type->kind == TY_LIST && type_without_null(type->item)->kind == TY_TEXT;
}

static bool is_list_of_numbers(const Type *type)
{
    return type->kind == TY_LIST && type_is_number(type_without_null(type->item));
}

/* {name: T} as a record or a map whose values are all fine. */
static bool is_map(const Type *type, bool (*fits)(const Type *))
{
    if (type->kind == TY_MAP)
        return fits(type->item);
    for (int i = 0; type->kind == TY_RECORD && i < type->field_count; i++)
        if (!fits(type->fields[i].type))
            return false;
    return type->kind == TY_RECORD;
}

static bool is_text(const Type *type)
{
    return type->kind == TY_TEXT;
}

static bool is_list(const Type *type)
{
    return type->kind == TY_LIST;
}

/* Rows of numbers, rows of pixels, or deeper. */
static bool is_list_of_lists(const Type *type)
{
    const Type *item = type->kind == TY_LIST ? type_without_null(type->item) : type;
    return item != type && (is_list_of_numbers(item) || is_list_of_lists(item));
}

static bool is_range(const Type *type)
{
    TypeKind item = type->kind == TY_LIST ? type_without_null(type->item)->kind : TY_ERROR;
    return item == TY_INT || item == TY_FLOAT || item == TY_TEXT || item == TY_DATE ||
           item == TY_DATETIME;
}

static bool fits(PxKind kind, const Type *type)
{
    switch (kind) {
    case PX_BOOL:
        return type->kind == TY_BOOL;
    case PX_INT:
        return type->kind == TY_INT;
    case PX_FLOAT:
        return type_is_number(type);
    case PX_TEXT:
        return type->kind == TY_TEXT;
    case PX_AUTO:
    case PX_POINTS:
        return type->kind == TY_TEXT || type->kind == TY_BOOL;
    case PX_TEXTS:
    case PX_COLORS:
        return is_list_of_texts(type);
    case PX_SCALE:
        return type->kind == TY_TEXT || is_list_of_texts(type);
    case PX_FLOATS:
        return is_list_of_numbers(type);
    case PX_RANGE:
        return is_range(type);
    case PX_MAP:
        return is_map(type, is_text);
    case PX_STYLES:
        return type->kind == TY_TEXT || is_map(type, is_text);
    case PX_ORDERS:
        return is_map(type, is_list);
    case PX_ROWS:
        return is_list_of_lists(type);
    default:
        return true;
    }
}

static const char *wanted(const PxArg *arg)
{
    static const char *const wanted[] = {
        [PX_BOOL] = "true or false",
        [PX_INT] = "an int",
        [PX_FLOAT] = "a number",
        [PX_TEXT] = "a text",
        [PX_AUTO] = "true or a format",
        [PX_POINTS] = "a text or false",
        [PX_TEXTS] = "a list of texts",
        [PX_COLORS] = "a list of colours",
        [PX_FLOATS] = "a list of two numbers",
        [PX_RANGE] = "a list of two numbers, texts or dates",
        [PX_SCALE] = "the name of a colour scale or a list of colours",
        [PX_MAP] = "a record of texts: `{name: \"Text\"}`",
        [PX_STYLES] = "a record of texts: `{name: \"Text\"}`, or \"identity\"",
        [PX_ORDERS] = "a record of lists: `{name: [\"a\"]}`",
        [PX_ROWS] = "a list of lists of numbers",
    };
    return wanted[arg->kind];
}

/* "|a|b|" as " `a`, `b`". */
static const char *listed(Checker *c, const char *values)
{
    Buf out = {.arena = c->arena};
    for (const char *at = values + 1; *at; at++) {
        size_t len = strcspn(at, "|");
        buf_printf(&out, "%s `%.*s`", out.len ? "," : "", (int)len, at);
        at += len;
    }
    return out.ptr;
}

static void check_choice(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Str text = literal_text(e);
    if (!text.ptr)
        return;
    if (arg->kind == PX_SCALE) {
        const char *name = arena_strndup(c->arena, text.ptr, text.len);
        Suggest suggest = suggest_for(name);
        int count;
        if (!px_scale(c, name, &count, &suggest)) {
            diag_suggest(
                diag_error(c->diags, E0702, e->span, "there is no colour scale `%s`", name),
                &suggest);
            chart->failed = true;
        }
        return;
    }
    const char *word = arena_printf(c->arena, "|%.*s|", (int)text.len, text.ptr);
    if (!arg->values || strstr(arg->values, word))
        return;
    Diag *d = diag_error(c->diags, E0702, e->span, "`%s` is not a value of `%s` of %s", text.ptr,
                         arg->name, chart->shown);
    diag_help(d, "it takes one of%s", listed(c, arg->values));
    chart->failed = true;
}

/* Names of columns in category_orders. */
static void check_orders(Chart *chart, const Type *type, Span span)
{
    for (int i = 0; chart->plan && type->kind == TY_RECORD && i < type->field_count; i++)
        if (find_column(chart->plan, type->fields[i].name) < 0) {
            complain_column(chart->c, chart->plan, type->fields[i].name, span);
            chart->failed = true;
        }
}

/* What the page has to be able to draw and to name. */
static void note_needs(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    Str text = literal_text(e);
    if (strcmp(arg->name, "template") == 0) {
        const char *at = arg->values + 1;
        for (; !text.ptr && *at; at += strcspn(at, "|") + 1)
            note_template(c, arena_strndup(c->arena, at, strcspn(at, "|")));
        if (text.ptr)
            note_template(c, arena_strndup(c->arena, text.ptr, text.len));
    } else if (strcmp(arg->name, "render_mode") == 0 &&
               (!text.ptr || strcmp(text.ptr, "webgl") == 0)) {
        note_trace(c, arena_printf(c->arena, "%sgl", chart->type));
    } else if (strncmp(arg->name, "marginal", 8) == 0) {
        bool bars = !text.ptr || strcmp(text.ptr, "histogram") == 0;
        bool violins = !text.ptr || strcmp(text.ptr, "violin") == 0;
        if (bars)
            note_trace(c, "histogram");
        if (violins)
            note_trace(c, "violin");
        if (!text.ptr || (!bars && !violins))
            note_trace(c, "box");
    } else if (strcmp(arg->name, "trendline") == 0) {
        note_trace(c, "scatter");
    } else if (strcmp(arg->name, "binary_string") == 0) {
        note_trace(c, "image");
    }
}

/* Where one scalar is wanted, the complaint is the usual one, with its remedies. */
static void complain_misfit(Chart *chart, const PxArg *arg, Hir *value, const char *subject)
{
    Checker *c = chart->c;
    static const TypeKind scalars[] = {
        [PX_BOOL] = TY_BOOL, [PX_INT] = TY_INT,  [PX_FLOAT] = TY_FLOAT,
        [PX_TEXT] = TY_TEXT, [PX_MAP] = TY_TEXT, [PX_STYLES] = TY_TEXT};
    bool map = arg->kind == PX_MAP || arg->kind == PX_STYLES;
    if (map && value->kind == HIR_RECORD) {
        for (int i = 0; i < value->list.items.count; i++)
            coerce_type(c, value->list.items.at[i], simple(c, TY_TEXT), subject);
    } else if (!map && arg->kind < sizeof scalars / sizeof *scalars && scalars[arg->kind]) {
        coerce_type(c, value, simple(c, scalars[arg->kind]), subject);
    } else {
        misfit(chart, arg, value->span, wanted(arg));
    }
    chart->failed = true;
}

static void put_value(Chart *chart, const PxArg *arg, const Expr *e)
{
    Checker *c = chart->c;
    bool mapping = (arg->kind == PX_MAP || arg->kind == PX_STYLES || arg->kind == PX_ORDERS);
    Hir *value = mapping && e->kind == EXPR_RECORD && e->record.fields.count == 0
                     ? hir_new(c, HIR_NULL, simple(c, TY_JSON), e->span)
                     : infer(c, e);
    if (is_error(value)) {
        chart->failed = true;
        return;
    }
    const char *subject = arena_printf(c->arena, "`%s` of %s", arg->name, chart->shown);
    const Type *type = type_without_null(value->type);
    if (type->kind != TY_JSON && !fits(arg->kind, type)) {
        complain_misfit(chart, arg, value, subject);
        return;
    }
    if (arg->kind == PX_ORDERS)
        check_orders(chart, type, e->span);
    check_choice(chart, arg, e);
    note_needs(chart, arg, e);
    if (arg->kind == PX_ROWS &&
        (type->kind == TY_JSON || is_list_of_lists(type_without_null(type->item))))
        note_trace(c, "image");
    add(chart, (HirPxArg){.name = arg->name,
                          .column = -1,
                          .value = coerce_type(c, value, simple(c, TY_JSON), subject)});
}

/* imshow's x and y name the places of a picture, what else is a column elsewhere an axis. */
static bool put_image_axis(Chart *chart, const PxArg *arg, const Expr *e)
{
    if (strcmp(chart->function, "imshow") != 0 || arg->kind != PX_COLUMN_ARG)
        return false;
    bool axis = strlen(arg->name) > 1; /* facet_col and the like are numbers of axes */
    PxArg place = {.name = arena_printf(chart->c->arena, "img_%s", arg->name),
                   .kind = axis ? PX_INT : PX_ANY};
    put_value(chart, &place, e);
    return true;
}

void px_argument(Chart *chart, const PxArg *arg, const Expr *e, Span span)
{
    (void)span;
    bool choice = strcmp(arg->name, "ecdfnorm") == 0;
    if (e->kind == EXPR_NULL) {
        if (choice) /* null is a choice there, and travels as the empty text */
            add(chart, (HirPxArg){.name = arg->name,
                                  .column = -1,
                                  .value = hir_convert(chart->c, hir_text(chart->c, "", e->span),
                                                       simple(chart->c, TY_JSON))});
        return;
    }
    if (put_image_axis(chart, arg, e))
        return;
    if (arg->kind == PX_COLUMN_ARG && chart->plan)
        put_column(chart, arg, e);
    else if (arg->kind == PX_COLUMN_ARG)
        put_list(chart, arg, e);
    else if (arg->kind == PX_COLUMNS_ARG && !chart->plan)
        misfit(chart, arg, e->span, "columns, so it needs a table");
    else if (arg->kind == PX_COLUMNS_ARG && e->kind == EXPR_RECORD)
        put_hover_record(chart, arg, e);
    else if (arg->kind == PX_COLUMNS_ARG)
        add(chart, columns_of(chart, arg, e, arg->name));
    else
        put_value(chart, arg, e);
}
