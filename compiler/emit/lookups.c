/* SPDX-License-Identifier: MIT
 *
 * Functions of days as tables: see lookups.h.
 *
 *     extern const uint8_t sales_date_trunc_month[];         day - low → digit
 *     extern const int64_t sales_date_trunc_month_values[];  digit → value
 *
 * Digits count up in the order of the days, so a group by them is an array.
 */
#include "emit/lookups.h"

#include "dash/compute.h"
#include "dash/date.h"

enum {
    DAYS_MAX = 40000, /* more than a century */
    ROWS_A_DAY = 4,   /* fewer do not pay for the table */
    DAY_MS = 86400000,
};

/* ---- ranges --------------------------------------------------------------- */

static void widen(Range *range, int64_t value)
{
    range->low = !range->any || value < range->low ? value : range->low;
    range->high = !range->any || value > range->high ? value : range->high;
    range->any = true;
}

const Range *range_of(Emit *e, const DashColumn *column, size_t rows)
{
    Range *range = map_get(&e->ranges, column);
    if (range)
        return range;
    range = arena_new(e->arena, Range);
    map_set(e->arena, &e->ranges, column, range);
    if (column->type == DASH_COLUMN_FLOAT || column->type == DASH_COLUMN_TEXT)
        return range;
    for (size_t row = 0; row < rows; row++)
        if (dash_is_valid(column->valid, row))
            widen(range, dash_column_int(column, row));
    return range;
}

/* ---- what functions there are --------------------------------------------- */

typedef int64_t (*DayFunction)(int64_t day);

static int64_t same_day(int64_t day)
{
    return day;
}

/* X(name, function): of dates dash_date_NAME, of datetimes dash_datetime_NAME. */
#define DAY_FUNCTIONS(X)                                                                           \
    X("year", dash_date_year)                                                                      \
    X("quarter", dash_date_quarter)                                                                \
    X("month", dash_date_month)                                                                    \
    X("week", dash_date_week)                                                                      \
    X("day", dash_date_day)                                                                        \
    X("weekday", dash_date_weekday)                                                                \
    X("dayofyear", dash_date_dayofyear)                                                            \
    X("date", same_day)

static const struct {
    const char *name;
    DayFunction of;
} day_functions[] = {
#define X(name, function) {name, function},
    DAY_FUNCTIONS(X)
#undef X
};

static const char *const units[] = {"year", "quarter", "month", "week", "day"};

/* What follows "dash_date_" or "dash_datetime_", or NULL. */
static const char *name_of(const char *function, bool datetime)
{
    const char *prefix = datetime ? "dash_datetime_" : "dash_date_";
    size_t len = strlen(prefix);
    return strncmp(function, prefix, len) == 0 ? function + len : NULL;
}

static DayFunction find_function(const char *name)
{
    for (size_t i = 0; i < sizeof day_functions / sizeof *day_functions; i++)
        if (strcmp(day_functions[i].name, name) == 0)
            return day_functions[i].of;
    return NULL;
}

static const char *find_unit(const Hir *function)
{
    const Hir *unit =
        function->builtin.args.count == 2 ? row_bare(function->builtin.args.at[1]) : NULL;
    for (size_t i = 0; unit && unit->kind == HIR_TEXT && i < sizeof units / sizeof *units; i++)
        if (str_eq(unit->text, (Str){units[i], strlen(units[i])}))
            return units[i];
    return NULL;
}

/* ---- making one ----------------------------------------------------------- */

typedef struct Making {
    Lookup *lookup;
    DayFunction of; /* NULL: trunc */
    int64_t first;  /* day */
    int64_t *values;
} Making;

static void compute_values(DashCx *cx, void *state)
{
    const Making *m = state;
    const char *unit = m->lookup->unit;
    for (size_t i = 0; i < m->lookup->days; i++) {
        int64_t day = m->first + (int64_t)i;
        m->values[i] = m->of ? m->of(day)
                             : dash_date_trunc(cx, day, (DashText){unit, strlen(unit)}, "") *
                                   (m->lookup->step == DAY_MS ? DAY_MS : 1);
    }
}

static int digit_of(Lookup *l, int64_t value)
{
    for (int digit = l->count; digit-- > 0;)
        if (l->value_items[digit] == value)
            return digit;
    l->value_items[l->count] = value;
    return l->count++;
}

static void number_values(Emit *e, Lookup *l, const int64_t *values)
{
    l->value_items = arena_array(e->arena, int64_t, l->days);
    uint16_t *wide = arena_array(e->arena, uint16_t, l->days);
    for (size_t i = 0; i < l->days; i++)
        wide[i] = (uint16_t)digit_of(l, values[i]);
    l->digit_type = l->count <= UINT8_MAX + 1 ? "uint8_t" : "uint16_t";
    l->digit_bytes = wide;
    if (l->count > UINT8_MAX + 1)
        return;
    uint8_t *narrow = arena_array(e->arena, uint8_t, l->days);
    for (size_t i = 0; i < l->days; i++)
        narrow[i] = (uint8_t)wide[i];
    l->digit_bytes = narrow;
}

static bool make(Emit *e, Lookup *l, const HirTable *table, DayFunction of, const Range *range)
{
    char message[8];
    Making making = {.lookup = l, .of = of, .first = range->low};
    bool datetime = l->column->type == DASH_COLUMN_DATETIME;
    if (datetime)
        making.first = range->low / DAY_MS - (range->low % DAY_MS < 0);
    int64_t last = datetime ? range->high / DAY_MS - (range->high % DAY_MS < 0) : range->high;
    if (last - making.first >= DAYS_MAX ||
        (size_t)(last - making.first) * ROWS_A_DAY > table->data->rows)
        return false;
    l->step = datetime ? DAY_MS : 1;
    l->low = making.first * l->step;
    l->days = (size_t)(last - making.first) + 1;
    making.values = arena_array(e->arena, int64_t, l->days);
    if (!dash_compute(compute_values, &making, message, sizeof message))
        return false;
    number_values(e, l, making.values);
    return true;
}

static const char *about(Emit *e, const Lookup *l, const char *column, const char *name)
{
    Buf day = {.arena = e->arena};
    int64_t first = l->low / l->step;
    buf_printf(&day, "%04d-%02d-%02d", (int)dash_date_year(first), (int)dash_date_month(first),
               (int)dash_date_day(first));
    return *l->unit ? cf(e, "%s of %s by \"%s\", a digit for each day from %s", name, column,
                         l->unit, day.ptr)
                    : cf(e, "%s of %s, a digit for each day from %s", name, column, day.ptr);
}

const Lookup *lookup_of(Emit *e, const HirTable *table, const DashColumn *column,
                        const Hir *function)
{
    bool datetime = column->type == DASH_COLUMN_DATETIME;
    const char *c_name = function->builtin.builtin->c_name, *unit = find_unit(function);
    const char *name = c_name ? name_of(c_name, datetime) : NULL;
    bool truncates = name && strcmp(name, "trunc") == 0 && unit;
    DayFunction of = name && function->builtin.args.count == 1 ? find_function(name) : NULL;
    const Range *range = range_of(e, column, table->data->rows);
    if ((!datetime && column->type != DASH_COLUMN_DATE) || !(truncates || of) || !range->any)
        return NULL;
    unit = unit ? unit : "";
    for (int i = 0; i < e->lookups.count; i++) {
        Lookup *l = e->lookups.at[i];
        if (l->column == column && strcmp(l->function, c_name) == 0 && strcmp(l->unit, unit) == 0)
            return l;
    }
    Lookup *l = arena_new(e->arena, Lookup);
    *l = (Lookup){.column = column, .function = c_name, .unit = unit};
    if (!make(e, l, table, of, range))
        return NULL;
    l->about = about(e, l, cf(e, "%s.%s", table->name, column->name), name);
    l->digits = name_global(
        &e->names, cf(e, "%s_%s_%s%s%s", table->name, column->name, name, *unit ? "_" : "", unit));
    l->values = name_global(&e->names, cf(e, "%s_values", l->digits));
    vec_push(e->arena, &e->lookups, l);
    return l;
}

const char *lookup_digit(Emit *e, const Lookup *lookup, const char *element)
{
    const char *day =
        lookup->low ? cf(e, "%s - %s", element, parens(e, c_int(e, lookup->low))) : element;
    if (lookup->step > 1)
        day = cf(e, "(uint64_t)(%s) / %lld", day, (long long)lookup->step);
    return cf(e, "%s[%s]", lookup->digits, day);
}

/* ---- in the program ------------------------------------------------------- */

void write_lookups(Emit *e, Buf *out, const Names *used)
{
    for (int i = 0; i < e->lookups.count; i++) {
        const Lookup *l = e->lookups.at[i];
        if (!name_listed(used, l->digits))
            continue;
        buf_printf(out, "/* %s */\nextern const %s %s[];\n",
                   comment_safe(e, l->about, strlen(l->about)), l->digit_type, l->digits);
        if (name_listed(used, l->values))
            buf_printf(out, "extern const int64_t %s[];\n", l->values);
        buf_puts(out, "\n");
    }
}

static void add_bytes(EmitData *out, Emit *e, const char *name, const void *bytes, size_t size)
{
    vec_push(e->arena, &out->symbols,
             ((EmitSymbol){.name = name, .bytes = bytes, .size = size, .reserved = size}));
}

void lookup_bytes(EmitData *out, Emit *e, const Names *used)
{
    for (int i = 0; i < e->lookups.count; i++) {
        const Lookup *l = e->lookups.at[i];
        size_t width = strcmp(l->digit_type, "uint8_t") == 0 ? 1 : 2;
        if (name_listed(used, l->digits))
            add_bytes(out, e, l->digits, l->digit_bytes, l->days * width);
        if (name_listed(used, l->values))
            add_bytes(out, e, l->values, l->value_items, (size_t)l->count * sizeof(int64_t));
    }
}
