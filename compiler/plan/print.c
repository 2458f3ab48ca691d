/* SPDX-License-Identifier: MIT
 *
 * Plans as text, one operator a line, in the language's own words, and behind them
 * what the optimiser did:
 *
 *     sales (month, region, revenue)  -- 3 of 7 columns
 *       | filter(.region == region)  -- earlier than written
 *       | group(.month, total = sum(.revenue))
 */
#include "plan/plan.h"

#include <ctype.h>

#include "dash/date.h"
#include "sema/hir.h"
#include "syntax/ast.h"

typedef struct Printer {
    Buf *out;
    const Plan *input; /* whose columns HIR_COLREF means; NULL: none */
} Printer;

static void print(const Printer *p, const Hir *hir);

static void print_list(const Printer *p, Hir *const *items, int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0)
            buf_puts(p->out, ", ");
        print(p, items[i]);
    }
}

static void print_binary(const Printer *p, const Hir *hir, const char *op)
{
    bool parens[2];
    const Hir *side[2] = {hir->binary.left, hir->binary.right};
    for (int i = 0; i < 2; i++) {
        HirKind kind = side[i]->kind;
        parens[i] = kind == HIR_AND || kind == HIR_OR || kind == HIR_ARITH || kind == HIR_COMPARE ||
                    kind == HIR_COALESCE || kind == HIR_IN;
        if (kind == hir->kind && (kind == HIR_AND || kind == HIR_OR))
            parens[i] = false;
        if ((hir->kind == HIR_AND || hir->kind == HIR_OR) && kind == HIR_COMPARE)
            parens[i] = false;
        if (i == 1)
            buf_printf(p->out, " %s ", op);
        buf_puts(p->out, parens[i] ? "(" : "");
        print(p, side[i]);
        buf_puts(p->out, parens[i] ? ")" : "");
    }
}

static void print_text(const Printer *p, Str text)
{
    buf_putc(p->out, '"');
    for (size_t i = 0; i < text.len && i < 40; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        buf_putc(p->out, c < 32 ? ' ' : (char)c);
    }
    buf_puts(p->out, text.len > 40 ? "…\"" : "\"");
}

static void print_concat(const Printer *p, const Hir *hir)
{
    buf_putc(p->out, '"');
    for (int i = 0; i < hir->concat.parts.count; i++) {
        const HirPart *part = &hir->concat.parts.at[i];
        if (!part->value) {
            buf_put(p->out, part->literal.ptr, part->literal.len);
            continue;
        }
        buf_putc(p->out, '{');
        print(p, part->value);
        buf_putc(p->out, '}');
    }
    buf_putc(p->out, '"');
}

static void print_column(const Printer *p, int column)
{
    if (p->input && column < p->input->columns.count)
        buf_printf(p->out, ".%s", p->input->columns.at[column].name);
    else
        buf_printf(p->out, ".%d", column);
}

static const char *const arith_ops[] = {
    [BINARY_ADD] = "+", [BINARY_SUB] = "-", [BINARY_MUL] = "*",
    [BINARY_DIV] = "/", [BINARY_MOD] = "%", [BINARY_POW] = "**",
};
static const char *const compare_ops[] = {
    [COMPARE_EQ] = "==", [COMPARE_NE] = "!=", [COMPARE_LT] = "<",
    [COMPARE_LE] = "<=", [COMPARE_GT] = ">",  [COMPARE_GE] = ">=",
};

static void print_day(Buf *out, int64_t day)
{
    buf_printf(out, "%04d-%02d-%02d", (int)dash_date_year(day), (int)dash_date_month(day),
               (int)dash_date_day(day));
}

/* In the largest unit that fits. */
static void print_duration(Buf *out, int64_t milliseconds)
{
    static const struct {
        int64_t size;
        const char *name;
    } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}, {1, "ms"}};
    int i = 0;
    while (milliseconds % units[i].size != 0)
        i++;
    buf_printf(out, "%lld%s", (long long)(milliseconds / units[i].size), units[i].name);
}

/* An int, or a date or duration as it is written. */
static void print_whole(Buf *out, const Hir *hir)
{
    int64_t value = hir->integer;
    /* numbers that the planner makes have no type */
    switch (hir->type ? hir->type->kind : TY_INT) {
    case TY_DATE:
        buf_puts(out, "date\"");
        print_day(out, value);
        buf_putc(out, '"');
        break;
    case TY_DATETIME:
        buf_puts(out, "datetime\"");
        print_day(out, dash_datetime_date(value));
        buf_printf(out, "T%02d:%02d:%02d\"", (int)dash_datetime_hour(value),
                   (int)dash_datetime_minute(value), (int)dash_datetime_second(value));
        break;
    case TY_DURATION:
        print_duration(out, value);
        break;
    default:
        buf_printf(out, "%lld", (long long)value);
        break;
    }
}

/* Operators on dates and durations are functions called " +". */
static void print_builtin(const Printer *p, const Hir *hir)
{
    const char *name = hir->builtin.builtin->name;
    if (name[0] == ' ' && !isalpha((unsigned char)name[1]) && hir->builtin.args.count == 2) {
        print(p, hir->builtin.args.at[0]);
        buf_printf(p->out, "%s ", name);
        print(p, hir->builtin.args.at[1]);
        return;
    }
    buf_printf(p->out, "%s(", name + (name[0] == ' '));
    print_list(p, hir->builtin.args.at, hir->builtin.args.count);
    buf_putc(p->out, ')');
}

static void print_field(const Printer *p, const Hir *hir)
{
    const Type *type = hir->unary.operand->type;
    if (type->kind == TY_OPTIONAL)
        type = type->item;
    print(p, hir->unary.operand);
    if (hir->unary.index < type->field_count)
        buf_printf(p->out, ".%s", type->fields[hir->unary.index].name);
}

static void print(const Printer *p, const Hir *hir)
{
    if (!hir)
        return;
    switch (hir->kind) {
    case HIR_NULL:
        buf_puts(p->out, "null");
        break;
    case HIR_BOOL:
        buf_puts(p->out, hir->boolean ? "true" : "false");
        break;
    case HIR_INT:
        print_whole(p->out, hir);
        break;
    case HIR_FLOAT:
        buf_printf(p->out, "%g", hir->number);
        break;
    case HIR_TEXT:
        print_text(p, hir->text);
        break;
    case HIR_VAR:
        buf_puts(p->out, hir->var->name);
        break;
    case HIR_CONST:
        buf_puts(p->out, hir->constant->name);
        break;
    case HIR_CONCAT:
        print_concat(p, hir);
        break;
    case HIR_CONVERT: /* silent in the source */
        print(p, hir->unary.operand);
        break;
    case HIR_NEG:
    case HIR_NOT:
        buf_puts(p->out, hir->kind == HIR_NEG ? "-(" : "not (");
        print(p, hir->unary.operand);
        buf_putc(p->out, ')');
        break;
    case HIR_IS_NULL:
        print(p, hir->unary.operand);
        buf_puts(p->out, " == null");
        break;
    case HIR_ARITH:
        print_binary(p, hir, arith_ops[hir->binary.op]);
        break;
    case HIR_COMPARE:
        print_binary(p, hir, compare_ops[hir->binary.op]);
        break;
    case HIR_AND:
        print_binary(p, hir, "and");
        break;
    case HIR_OR:
        print_binary(p, hir, "or");
        break;
    case HIR_IN:
        print_binary(p, hir, "in");
        break;
    case HIR_COALESCE:
        print_binary(p, hir, "??");
        break;
    case HIR_IF:
        buf_puts(p->out, "if ");
        print(p, hir->if_.condition);
        buf_puts(p->out, " { ");
        print(p, hir->if_.then);
        buf_puts(p->out, " } else { ");
        print(p, hir->if_.otherwise);
        buf_puts(p->out, " }");
        break;
    case HIR_FIELD:
        print_field(p, hir);
        break;
    case HIR_INDEX:
        print(p, hir->binary.left);
        buf_putc(p->out, '[');
        print(p, hir->binary.right);
        buf_putc(p->out, ']');
        break;
    case HIR_SLICE:
        print(p, hir->slice.object);
        buf_putc(p->out, '[');
        print(p, hir->slice.start);
        buf_putc(p->out, ':');
        print(p, hir->slice.end);
        buf_putc(p->out, ']');
        break;
    case HIR_LIST:
        buf_putc(p->out, '[');
        print_list(p, hir->list.items.at, hir->list.items.count);
        buf_putc(p->out, ']');
        break;
    case HIR_CALL:
        buf_printf(p->out, "%s(", hir->call.fn->name);
        print_list(p, hir->call.args.at, hir->call.args.count);
        buf_putc(p->out, ')');
        break;
    case HIR_BUILTIN:
        print_builtin(p, hir);
        break;
    case HIR_COLREF:
        print_column(p, hir->column);
        break;
    default:
        buf_puts(p->out, "…");
        break;
    }
}

static void print_columns(const Printer *p, const Plan *plan)
{
    const char *separator = " (";
    bool all = true;
    for (int i = 0; i < plan->columns.count; i++) {
        if (plan->read && !plan->read[i]) {
            all = false;
            continue;
        }
        buf_printf(p->out, "%s%s", separator, plan->columns.at[i].name);
        separator = ", ";
    }
    if (separator[0] == ',')
        buf_putc(p->out, ')');
    else if (!all)
        buf_puts(p->out, " (no column)");
}

static void print_project(const Printer *p, const Plan *plan)
{
    const char *separator = "";
    buf_puts(p->out, "select(");
    for (int i = 0; i < plan->exprs.count; i++) {
        const Hir *expr = plan->exprs.at[i];
        const char *name = plan->columns.at[i].name;
        if (plan->read && !plan->read[i])
            continue;
        buf_puts(p->out, separator);
        separator = ", ";
        if (expr->kind != HIR_COLREF ||
            strcmp(plan->input->columns.at[expr->column].name, name) != 0)
            buf_printf(p->out, "%s = ", name);
        print(p, expr);
    }
    buf_putc(p->out, ')');
}

void plan_print_aggregate(Buf *out, const PlanAggregate *aggregate, const Plan *input)
{
    buf_printf(out, "%s(", aggregate_facts[aggregate->kind].function);
    print(&(Printer){out, input}, aggregate->argument);
    if (aggregate->parameter) {
        buf_puts(out, ", ");
        print(&(Printer){out, NULL}, aggregate->parameter);
    }
    buf_putc(out, ')');
}

static void print_group(const Printer *p, const Plan *plan)
{
    int keys = plan->exprs.count;
    buf_puts(p->out, keys > 0 ? "group(" : "aggregate(");
    print_list(p, plan->exprs.at, keys);
    for (int i = 0; i < plan->aggregates.count; i++) {
        const PlanAggregate *aggregate = &plan->aggregates.at[i];
        if (plan->read && !plan->read[keys + i])
            continue;
        buf_printf(p->out, "%s%s = ", keys + i > 0 ? ", " : "", plan->columns.at[keys + i].name);
        plan_print_aggregate(p->out, aggregate, p->input);
    }
    buf_putc(p->out, ')');
}

static void print_keys(const Printer *p, const Plan *plan)
{
    buf_puts(p->out, "sort(");
    for (int i = 0; i < plan->keys.count; i++) {
        buf_puts(p->out, i > 0 ? ", " : "");
        buf_puts(p->out, plan->keys.at[i].descending ? "desc(" : "");
        print(p, plan->keys.at[i].expr);
        buf_puts(p->out, plan->keys.at[i].descending ? ")" : "");
    }
    buf_putc(p->out, ')');
}

static const char *const window_functions[] = {
#define X(kind, function, needs, numbers, gives_float) [kind] = function,
    DASH_WINDOWS(X)
#undef X
};

static void print_window(const Printer *p, const Plan *plan)
{
    const char *separator = "";
    buf_puts(p->out, "window(");
    for (int i = 0; i < plan->keys.count; i++) {
        const PlanKey *key = &plan->keys.at[i];
        buf_printf(p->out, "%s%s", separator, i < plan->by ? "by=" : "order=");
        buf_puts(p->out, key->descending ? "desc(" : "");
        print(p, key->expr);
        buf_puts(p->out, key->descending ? ")" : "");
        separator = ", ";
    }
    for (int i = 0; i < plan->windows.count; i++) {
        const PlanWindow *window = &plan->windows.at[i];
        if (plan->read && !plan->read[plan->input->columns.count + i])
            continue;
        buf_printf(p->out, "%s%s = %s(", separator,
                   plan->columns.at[plan->input->columns.count + i].name,
                   window_functions[window->kind]);
        if (window->column >= 0)
            print_column(p, window->column);
        if (window->size)
            buf_puts(p->out, ", ");
        print(&(Printer){p->out, NULL}, window->size);
        buf_putc(p->out, ')');
        separator = ", ";
    }
    buf_putc(p->out, ')');
}

static void print_operator(const Printer *p, const Plan *plan);

/* A whole plan on one line. */
static void print_inline(const Printer *p, const Plan *plan)
{
    if (plan->input) {
        print_inline(p, plan->input);
        buf_puts(p->out, " | ");
    }
    print_operator(&(Printer){p->out, plan->input}, plan);
}

static void print_join(const Printer *p, const Plan *plan)
{
    static const char *const verbs[] = {
        [JOIN_INNER] = "join(", [JOIN_LEFT] = "left_join(", [JOIN_ANTI] = "anti_join("};
    buf_puts(p->out, verbs[plan->join]);
    print_inline(p, plan->other);
    buf_puts(p->out, plan->on.count > 1 ? ", on=[" : ", on=");
    for (int i = 0; i < plan->on.count; i++) {
        buf_puts(p->out, i > 0 ? ", " : "");
        print_column(p, plan->on.at[i].left);
    }
    buf_puts(p->out, plan->on.count > 1 ? "])" : ")");
}

static void print_datatable(const Printer *p, const Plan *plan)
{
    static const char *const names[] = {
        [DATATABLE_PAGE] = "page_current",
        [DATATABLE_SIZE] = "page_size",
        [DATATABLE_SORT] = "sort_by",
        [DATATABLE_FILTER] = "filter_query",
    };
    const char *separator = "";
    buf_puts(p->out, "datatable(");
    for (int i = 0; i < plan->asked.count; i++) {
        if (!plan->asked.at[i])
            continue;
        buf_printf(p->out, "%s%s=", separator, names[i]);
        print(&(Printer){p->out, NULL}, plan->asked.at[i]);
        separator = ", ";
    }
    buf_putc(p->out, ')');
}

static void print_operator(const Printer *p, const Plan *plan)
{
    switch (plan->op) {
    case PLAN_SCAN:
        buf_puts(p->out, plan->table->name);
        print_columns(p, plan);
        break;
    case PLAN_VALUE:
        if (plan->value->kind == HIR_VAR)
            buf_puts(p->out, plan->value->var->name);
        else
            buf_puts(p->out, "a table");
        print_columns(p, plan);
        break;
    case PLAN_FILTER:
        buf_puts(p->out, "filter(");
        print(p, plan->predicate);
        buf_putc(p->out, ')');
        break;
    case PLAN_PROJECT:
        print_project(p, plan);
        break;
    case PLAN_SORT:
    case PLAN_TOP:
        print_keys(p, plan);
        if (plan->op == PLAN_SORT)
            break;
        buf_puts(p->out, " | ");
        __attribute__((fallthrough));
    case PLAN_TAKE:
    case PLAN_SKIP:
        buf_puts(p->out, plan->op == PLAN_SKIP ? "skip(" : "take(");
        print(&(Printer){p->out, NULL}, plan->count);
        buf_putc(p->out, ')');
        break;
    case PLAN_GROUP:
        print_group(p, plan);
        break;
    case PLAN_JOIN:
        print_join(p, plan);
        break;
    case PLAN_DATATABLE:
        print_datatable(p, plan);
        break;
    case PLAN_FILL:
        buf_puts(p->out, "fill(");
        print_column(p, 0);
        buf_puts(p->out, ", ");
        print(p, plan->step);
        buf_putc(p->out, ')');
        break;
    case PLAN_SAMPLE:
        buf_puts(p->out, "sample(");
        print(p, plan->count);
        buf_puts(p->out, ", seed=");
        print(p, plan->seed);
        buf_putc(p->out, ')');
        break;
    case PLAN_UNION:
        buf_puts(p->out, "union(");
        print_inline(p, plan->other);
        buf_putc(p->out, ')');
        break;
    case PLAN_WINDOW:
        print_window(p, plan);
        break;
    case PLAN_DISTINCT:
        buf_puts(p->out, "distinct(");
        print_list(p, plan->exprs.at, plan->exprs.count);
        buf_putc(p->out, ')');
        break;
    }
}

/* ---- what was done to it --------------------------------------------------------- */

static void note(Buf *out, int *notes, const char *text)
{
    buf_printf(out, "%s%s", (*notes)++ ? ", " : "  -- ", text);
}

static int count_read(const Plan *plan, int first)
{
    int count = 0;
    for (int i = first; i < plan->columns.count; i++)
        count += !plan->read || plan->read[i];
    return count;
}

static void print_notes(Buf *out, const Plan *plan)
{
    static const struct {
        PlanRule rule;
        const char *words;
    } rules[] = {
#define X(rule, bit, words) {rule, words},
        PLAN_RULES(X)
#undef X
    };
    int notes = 0, count = count_read(plan, plan->op == PLAN_GROUP ? plan->exprs.count : 0);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (plan->rules & rules[i].rule)
            note(out, &notes, rules[i].words);
    if ((plan->op == PLAN_SCAN || plan->op == PLAN_VALUE) && count < plan->columns.count)
        note(out, &notes, arena_printf(out->arena, "%d of %d columns", count, plan->columns.count));
    if (plan->op == PLAN_GROUP && count > 1)
        note(out, &notes, arena_printf(out->arena, "%d aggregates in one pass", count));
    if (plan->op == PLAN_DISTINCT && plan_is_dictionary(plan))
        note(out, &notes, "the column's dictionary: no row is read");
}

void plan_print(Buf *out, const Plan *plan)
{
    if (plan->input) {
        plan_print(out, plan->input);
        buf_puts(out, "  | ");
    }
    print_operator(&(Printer){out, plan->input}, plan);
    print_notes(out, plan);
    buf_putc(out, '\n');
}
