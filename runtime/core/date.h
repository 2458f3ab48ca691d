/* SPDX-License-Identifier: MIT
 *
 * ISO 8601 dates and times: between text and the numbers that columns hold.
 */
#ifndef DASH_CORE_DATE_H
#define DASH_CORE_DATE_H

#include "dash/base.h"

/* The longest that the writers make: "-5877641-06-23T00:00:00.000". */
#define DATE_TEXT_MAX 40

#define DATE_MS_A_DAY INT64_C(86400000)

typedef struct DateFields {
    int64_t year, month, day; /* month and day from 1 */
} DateFields;

/* Between days since 1970-01-01 and the calendar. */
DateFields date_of_days(int64_t days);
int64_t date_days(int64_t year, int64_t month, int64_t day);
int64_t date_month_days(int64_t year, int64_t month);

/* Days since 1970-01-01 as "2024-01-31", milliseconds as "2024-01-31T23:59:59"
 * with ".123" when they are not whole seconds. No NUL; gives the length. */
size_t date_write_day(char out[DATE_TEXT_MAX], int64_t days);
size_t date_write_time(char out[DATE_TEXT_MAX], int64_t milliseconds);

/* "2024-01-31" (years 0001 to 9999) as days; false when it is anything else or
 * no day of the calendar. */
bool date_parse_day(const char *text, size_t len, int64_t *days);

/* "2024-01-31T23:59", a space for the T, optional seconds, optional fraction
 * (digits past the millisecond are dropped), optional "Z" or "+01:00". A plain
 * day is midnight. */
bool date_parse_time(const char *text, size_t len, int64_t *milliseconds);

/* A time by a pattern that dash_check_pattern finds fit for reading; a zone is
 * turned to UTC. false when the text does not fit. */
bool time_read(DashText text, DashText pattern, int64_t *milliseconds);
/* Whether the pattern has a time of day. */
bool time_has_clock(DashText pattern);

#endif
