/* SPDX-License-Identifier: MIT
 *
 * Dates, datetimes and durations. A date is the number of days since 1970-01-01,
 * a datetime the milliseconds since its midnight in UTC, a duration milliseconds.
 * Dates lie in the years 0001 to 9999: what would leave them fails the request.
 */
#ifndef DASH_DATE_H
#define DASH_DATE_H

#include "dash/text.h"
#include "dash/value.h"

/* ---- from and to text ------------------------------------------------------ */

/* ISO 8601: "2024-01-31"; "2024-01-31T23:59" with a space for the T, optional
 * seconds, fraction and "Z" or "+01:00", a plain day being midnight. False for
 * anything else and for no day of the calendar. */
bool dash_iso_date(DashText text, int64_t *days);
bool dash_iso_datetime(DashText text, int64_t *milliseconds);
/* The same, null when it is none. */
DashOptInt dash_parse_date(DashText text);
DashOptInt dash_parse_datetime(DashText text);

/* "2024-01-31"; "2024-01-31 23:59:59", ".123" after it when they are not whole
 * seconds; "1 day, 2:03:04", "-0:00:01.500". */
void dash_put_date(DashBuilder *b, int64_t days);
void dash_put_datetime(DashBuilder *b, int64_t milliseconds);
void dash_put_duration(DashBuilder *b, int64_t milliseconds);

/* ISO texts, as JSON has them. */
DashValue dash_date(DashCx *cx, int64_t days);
DashValue dash_datetime(DashCx *cx, int64_t milliseconds);

/* ---- parts ----------------------------------------------------------------- */

/* year quarter (1 to 4) month (1 to 12) week (ISO, 1 to 53) day (1 to 31)
 * weekday (Monday 0) dayofyear (from 1) hour minute second */
int64_t dash_date_year(int64_t days);
int64_t dash_date_quarter(int64_t days);
int64_t dash_date_month(int64_t days);
int64_t dash_date_week(int64_t days);
int64_t dash_date_day(int64_t days);
int64_t dash_date_weekday(int64_t days);
int64_t dash_date_dayofyear(int64_t days);
int64_t dash_datetime_date(int64_t milliseconds);
int64_t dash_datetime_year(int64_t milliseconds);
int64_t dash_datetime_quarter(int64_t milliseconds);
int64_t dash_datetime_month(int64_t milliseconds);
int64_t dash_datetime_week(int64_t milliseconds);
int64_t dash_datetime_day(int64_t milliseconds);
int64_t dash_datetime_weekday(int64_t milliseconds);
int64_t dash_datetime_dayofyear(int64_t milliseconds);
int64_t dash_datetime_hour(int64_t milliseconds);
int64_t dash_datetime_minute(int64_t milliseconds);
int64_t dash_datetime_second(int64_t milliseconds);

/* ---- making ---------------------------------------------------------------- */

int64_t dash_make_date(DashCx *cx, int64_t year, int64_t month, int64_t day, const char *where);
int64_t dash_make_datetime(DashCx *cx, int64_t year, int64_t month, int64_t day, int64_t hour,
                           int64_t minute, int64_t second, const char *where);
int64_t dash_date_midnight(int64_t days);
int64_t dash_today(void);
int64_t dash_now(void);
double dash_timestamp(int64_t milliseconds);

/* The beginning of the year, quarter, month, week (its Monday), day, hour,
 * minute or second; of the span of `width` milliseconds since 1970. */
int64_t dash_date_trunc(DashCx *cx, int64_t days, DashText unit, const char *where);
int64_t dash_datetime_trunc(DashCx *cx, int64_t milliseconds, DashText unit, const char *where);
int64_t dash_date_trunc_to(DashCx *cx, int64_t days, int64_t width, const char *where);
int64_t dash_datetime_trunc_to(DashCx *cx, int64_t milliseconds, int64_t width, const char *where);

/* ---- arithmetic ------------------------------------------------------------ */

/* A date moves by whole days only. */
int64_t dash_date_add(DashCx *cx, int64_t days, int64_t duration, const char *where);
int64_t dash_date_sub(DashCx *cx, int64_t days, int64_t duration, const char *where);
int64_t dash_date_diff(int64_t a, int64_t b);
int64_t dash_datetime_add(DashCx *cx, int64_t milliseconds, int64_t duration, const char *where);
int64_t dash_datetime_sub(DashCx *cx, int64_t milliseconds, int64_t duration, const char *where);
/* So many months later, on the same day or the last of its month. */
int64_t dash_date_add_months(DashCx *cx, int64_t days, int64_t months, const char *where);
int64_t dash_datetime_add_months(DashCx *cx, int64_t milliseconds, int64_t months,
                                 const char *where);
int64_t dash_duration_times(DashCx *cx, int64_t duration, double factor, const char *where);
int64_t dash_duration_over(DashCx *cx, int64_t duration, double divisor, const char *where);
double dash_duration_ratio(int64_t a, int64_t b);
double dash_duration_seconds(int64_t duration);
double dash_duration_minutes(int64_t duration);
double dash_duration_hours(int64_t duration);
double dash_duration_days(int64_t duration);

/* From `start`, before `stop`, by `step` (whole days between dates). */
DashInts dash_date_range(DashCx *cx, int64_t start, int64_t stop, int64_t step, const char *where);
DashInts dash_datetime_range(DashCx *cx, int64_t start, int64_t stop, int64_t step,
                             const char *where);

/* ---- patterns -------------------------------------------------------------- */

/* What a pattern of strftime's codes is for. */
typedef enum DashPatternUse {
    DASH_PATTERN_TIME,     /* to write a date or datetime */
    DASH_PATTERN_DURATION, /* to write a duration: %d %H %M %S %f */
    DASH_PATTERN_READ,     /* to read a datetime */
} DashPatternUse;

/* NULL when the pattern is fine, else what is wrong; *at is then the place. */
const char *dash_check_pattern(DashText pattern, DashPatternUse use, size_t *at);

/* Python's strftime with English names. Numbers take a `-` against zeros in
 * front, as in "%-d". A duration's largest unit takes all that is above it:
 * 26 hours are "26:00" by "%H:%M" and "1 02:00" by "%d %H:%M". */
void dash_format_date(DashBuilder *b, int64_t days, DashText pattern);
void dash_format_datetime(DashBuilder *b, int64_t milliseconds, DashText pattern);
void dash_format_duration(DashBuilder *b, int64_t milliseconds, DashText pattern);

/* Python's strptime: null when the text does not fit; a zone is turned to UTC.
 * A bad pattern fails. */
DashOptInt dash_parse_time(DashCx *cx, DashText text, DashText pattern, const char *where);

#endif
