/* SPDX-License-Identifier: MIT
 *
 * Dates, datetimes and durations as numbers: their parts, their making and their
 * arithmetic. The calendar itself is in date.c.
 */
#include <math.h>
#include <time.h>

#include "core/cx.h"
#include "core/date.h"
#include "dash/date.h"
#include "dash/list.h"
#include "dash/number.h"

#define DAY    DATE_MS_A_DAY
#define HOUR   INT64_C(3600000)
#define MINUTE INT64_C(60000)
#define SECOND INT64_C(1000)

enum {
    FIRST_DAY = -719162, /* 0001-01-01 */
    LAST_DAY = 2932896,  /* 9999-12-31 */
    FIRST_MONDAY = 4     /* 1970-01-05 */
};

static int64_t floor_to(int64_t value, int64_t unit)
{
    int64_t rest = value % unit;
    return value - rest - (rest < 0 ? unit : 0);
}

static int64_t day_of(int64_t milliseconds)
{
    return floor_to(milliseconds, DAY) / DAY;
}

static int64_t checked_day(DashCx *cx, int64_t days, const char *where)
{
    if (days < FIRST_DAY || days > LAST_DAY)
        dash_fail(cx, where, "a date before the year 1 or after 9999");
    return days;
}

static int64_t checked_time(DashCx *cx, int64_t milliseconds, const char *where)
{
    if (milliseconds < FIRST_DAY * DAY || milliseconds >= (LAST_DAY + INT64_C(1)) * DAY)
        dash_fail(cx, where, "a date before the year 1 or after 9999");
    return milliseconds;
}

/* ---- parts ----------------------------------------------------------------- */

int64_t dash_date_year(int64_t days)
{
    return date_of_days(days).year;
}

int64_t dash_date_quarter(int64_t days)
{
    return (date_of_days(days).month + 2) / 3;
}

int64_t dash_date_month(int64_t days)
{
    return date_of_days(days).month;
}

int64_t dash_date_day(int64_t days)
{
    return date_of_days(days).day;
}

int64_t dash_date_weekday(int64_t days)
{
    return days - FIRST_MONDAY - floor_to(days - FIRST_MONDAY, 7);
}

int64_t dash_date_dayofyear(int64_t days)
{
    return days - date_days(date_of_days(days).year, 1, 1) + 1;
}

/* A week belongs to the year that its Thursday is in. */
int64_t dash_date_week(int64_t days)
{
    int64_t thursday = days - dash_date_weekday(days) + 3;
    return (dash_date_dayofyear(thursday) + 6) / 7;
}

int64_t dash_datetime_date(int64_t milliseconds)
{
    return day_of(milliseconds);
}

#define PART(name)                                                                                 \
    int64_t dash_datetime_##name(int64_t milliseconds)                                             \
    {                                                                                              \
        return dash_date_##name(day_of(milliseconds));                                             \
    }
PART(year)
PART(quarter)
PART(month)
PART(week)
PART(day)
PART(weekday)
PART(dayofyear)

int64_t dash_datetime_hour(int64_t milliseconds)
{
    return (milliseconds - floor_to(milliseconds, DAY)) / HOUR;
}

int64_t dash_datetime_minute(int64_t milliseconds)
{
    return (milliseconds - floor_to(milliseconds, HOUR)) / MINUTE;
}

int64_t dash_datetime_second(int64_t milliseconds)
{
    return (milliseconds - floor_to(milliseconds, MINUTE)) / SECOND;
}

/* ---- making ---------------------------------------------------------------- */

int64_t dash_make_date(DashCx *cx, int64_t year, int64_t month, int64_t day, const char *where)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > date_month_days(year, month))
        dash_fail(cx, where, "there is no date %lld-%02lld-%02lld", (long long)year,
                  (long long)month, (long long)day);
    return date_days(year, month, day);
}

int64_t dash_make_datetime(DashCx *cx, int64_t year, int64_t month, int64_t day, int64_t hour,
                           int64_t minute, int64_t second, const char *where)
{
    int64_t days = dash_make_date(cx, year, month, day, where);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        dash_fail(cx, where, "there is no time %02lld:%02lld:%02lld", (long long)hour,
                  (long long)minute, (long long)second);
    return days * DAY + hour * HOUR + minute * MINUTE + second * SECOND;
}

int64_t dash_date_midnight(int64_t days)
{
    return days * DAY;
}

int64_t dash_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t dash_today(void)
{
    return day_of(dash_now());
}

double dash_timestamp(int64_t milliseconds)
{
    return (double)milliseconds / 1000;
}

/* ---- beginnings ------------------------------------------------------------ */

typedef enum Unit {
    UNIT_YEAR,
    UNIT_QUARTER,
    UNIT_MONTH,
    UNIT_WEEK,
    UNIT_DAY,
    UNIT_HOUR,
    UNIT_MINUTE,
    UNIT_SECOND,
    UNIT_NONE
} Unit;

static Unit unit_of(DashText text)
{
    static const char *const words[] = {
        [UNIT_YEAR] = "year",     [UNIT_QUARTER] = "quarter", [UNIT_MONTH] = "month",
        [UNIT_WEEK] = "week",     [UNIT_DAY] = "day",         [UNIT_HOUR] = "hour",
        [UNIT_MINUTE] = "minute", [UNIT_SECOND] = "second",
    };
    for (int i = 0; i < UNIT_NONE; i++)
        if (dash_text_eq(text, dash_text_of(words[i])))
            return (Unit)i;
    return UNIT_NONE;
}

static int64_t trunc_day(DashCx *cx, int64_t days, Unit unit, DashText word, const char *where)
{
    DateFields date = date_of_days(days);
    switch (unit) {
    case UNIT_YEAR:
        return date_days(date.year, 1, 1);
    case UNIT_QUARTER:
        return date_days(date.year, (date.month - 1) / 3 * 3 + 1, 1);
    case UNIT_MONTH:
        return date_days(date.year, date.month, 1);
    case UNIT_WEEK:
        return checked_day(cx, days - dash_date_weekday(days), where);
    case UNIT_DAY:
        return days;
    default:
        dash_fail(cx, where, "trunc to \"%.*s\"", (int)word.len, word.ptr);
    }
}

int64_t dash_date_trunc(DashCx *cx, int64_t days, DashText unit, const char *where)
{
    return trunc_day(cx, days, unit_of(unit), unit, where);
}

int64_t dash_datetime_trunc(DashCx *cx, int64_t milliseconds, DashText unit, const char *where)
{
    switch (unit_of(unit)) {
    case UNIT_HOUR:
        return floor_to(milliseconds, HOUR);
    case UNIT_MINUTE:
        return floor_to(milliseconds, MINUTE);
    case UNIT_SECOND:
        return floor_to(milliseconds, SECOND);
    default:
        return trunc_day(cx, day_of(milliseconds), unit_of(unit), unit, where) * DAY;
    }
}

/* Whole weeks start on Mondays, everything else where 1970 does. */
int64_t dash_datetime_trunc_to(DashCx *cx, int64_t milliseconds, int64_t width, const char *where)
{
    if (width <= 0)
        dash_fail(cx, where, "trunc to a duration that is not positive");
    int64_t origin = width % (7 * DAY) == 0 ? FIRST_MONDAY * DAY : 0;
    return checked_time(cx, floor_to(milliseconds - origin, width) + origin, where);
}

int64_t dash_date_trunc_to(DashCx *cx, int64_t days, int64_t width, const char *where)
{
    if (width % DAY != 0)
        dash_fail(cx, where,
                  "dates are cut into whole days: make a datetime of it with datetime()");
    return day_of(dash_datetime_trunc_to(cx, days * DAY, width, where));
}

/* ---- arithmetic ------------------------------------------------------------ */

static int64_t whole_days(DashCx *cx, int64_t duration, const char *where)
{
    if (duration % DAY != 0)
        dash_fail(cx, where, "a date moves by whole days: make a datetime of it with datetime()");
    return duration / DAY;
}

int64_t dash_date_add(DashCx *cx, int64_t days, int64_t duration, const char *where)
{
    return checked_day(cx, days + whole_days(cx, duration, where), where);
}

int64_t dash_date_sub(DashCx *cx, int64_t days, int64_t duration, const char *where)
{
    return checked_day(cx, days - whole_days(cx, duration, where), where);
}

int64_t dash_date_diff(int64_t a, int64_t b)
{
    return (a - b) * DAY;
}

int64_t dash_datetime_add(DashCx *cx, int64_t milliseconds, int64_t duration, const char *where)
{
    return checked_time(cx, dash_int_add(cx, milliseconds, duration, where), where);
}

int64_t dash_datetime_sub(DashCx *cx, int64_t milliseconds, int64_t duration, const char *where)
{
    return checked_time(cx, dash_int_sub(cx, milliseconds, duration, where), where);
}

int64_t dash_date_add_months(DashCx *cx, int64_t days, int64_t months, const char *where)
{
    DateFields date = date_of_days(days);
    if (months < -120000 || months > 120000)
        dash_fail(cx, where, "a date before the year 1 or after 9999");
    int64_t month = date.year * 12 + date.month - 1 + months, year = month / 12;
    if (month < 12 || year > 9999)
        dash_fail(cx, where, "a date before the year 1 or after 9999");
    int64_t last = date_month_days(year, month % 12 + 1);
    return date_days(year, month % 12 + 1, date.day < last ? date.day : last);
}

int64_t dash_datetime_add_months(DashCx *cx, int64_t milliseconds, int64_t months,
                                 const char *where)
{
    int64_t days = day_of(milliseconds);
    return dash_date_add_months(cx, days, months, where) * DAY + (milliseconds - days * DAY);
}

int64_t dash_duration_times(DashCx *cx, int64_t duration, double factor, const char *where)
{
    return dash_round_to_int(cx, (double)duration * factor, where);
}

int64_t dash_duration_over(DashCx *cx, int64_t duration, double divisor, const char *where)
{
    return dash_round_to_int(cx, (double)duration / divisor, where);
}

double dash_duration_ratio(int64_t a, int64_t b)
{
    return (double)a / (double)b;
}

double dash_duration_seconds(int64_t duration)
{
    return (double)duration / (double)SECOND;
}

double dash_duration_minutes(int64_t duration)
{
    return (double)duration / (double)MINUTE;
}

double dash_duration_hours(int64_t duration)
{
    return (double)duration / (double)HOUR;
}

double dash_duration_days(int64_t duration)
{
    return (double)duration / (double)DAY;
}

DashInts dash_date_range(DashCx *cx, int64_t start, int64_t stop, int64_t step, const char *where)
{
    return dash_range_step(cx, start, stop, whole_days(cx, step, where), where);
}

DashInts dash_datetime_range(DashCx *cx, int64_t start, int64_t stop, int64_t step,
                             const char *where)
{
    return dash_range_step(cx, start, stop, step, where);
}

/* ---- values ---------------------------------------------------------------- */

static DashText kept(DashCx *cx, const char *text, size_t len)
{
    DashBuilder b = dash_builder(cx);
    dash_put(&b, (DashText){text, len});
    return dash_builder_text(&b);
}

DashValue dash_date(DashCx *cx, int64_t days)
{
    char text[DATE_TEXT_MAX];
    return dash_string(kept(cx, text, date_write_day(text, days)));
}

DashValue dash_datetime(DashCx *cx, int64_t milliseconds)
{
    char text[DATE_TEXT_MAX];
    return dash_string(kept(cx, text, date_write_time(text, milliseconds)));
}

bool dash_iso_date(DashText text, int64_t *days)
{
    return text.ptr && date_parse_day(text.ptr, text.len, days);
}

bool dash_iso_datetime(DashText text, int64_t *milliseconds)
{
    return text.ptr && date_parse_time(text.ptr, text.len, milliseconds) &&
           *milliseconds >= FIRST_DAY * DAY && *milliseconds < (LAST_DAY + INT64_C(1)) * DAY;
}

DashOptInt dash_parse_date(DashText text)
{
    DashOptInt result = {0};
    result.has = text.ptr && dash_iso_date(dash_strip(text), &result.value);
    return result.has ? result : (DashOptInt){0};
}

DashOptInt dash_parse_datetime(DashText text)
{
    DashOptInt result = {0};
    result.has = text.ptr && dash_iso_datetime(dash_strip(text), &result.value);
    return result.has ? result : (DashOptInt){0};
}

void dash_put_date(DashBuilder *b, int64_t days)
{
    char text[DATE_TEXT_MAX];
    dash_put(b, (DashText){text, date_write_day(text, days)});
}

void dash_put_datetime(DashBuilder *b, int64_t milliseconds)
{
    char text[DATE_TEXT_MAX];
    size_t len = date_write_time(text, milliseconds);
    for (size_t i = 0; i < len; i++)
        if (text[i] == 'T')
            text[i] = ' ';
    dash_put(b, (DashText){text, len});
}
