/* SPDX-License-Identifier: MIT
 *
 * ISO 8601 dates and times. The calendar is the proleptic Gregorian one; the
 * conversion counts in years that begin on 1 March, so that the leap day is the
 * last of its year.
 */
#include "core/date.h"

#include <stdio.h>

enum {
    DAYS_A_ERA = 146097, /* 400 years */
    EPOCH_SHIFT = 719468 /* days from 0000-03-01 to 1970-01-01 */
};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t date_days(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = floor_div(year, 400), in_era = year - era * 400;
    int64_t in_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * DAYS_A_ERA + in_era * 365 + in_era / 4 - in_era / 100 + in_year - EPOCH_SHIFT;
}

DateFields date_of_days(int64_t days)
{
    days += EPOCH_SHIFT;
    int64_t era = floor_div(days, DAYS_A_ERA), in_era = days - era * DAYS_A_ERA;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t shifted = (5 * in_year + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return (DateFields){
        .year = year + era * 400 + (month <= 2),
        .month = month,
        .day = in_year - (153 * shifted + 2) / 5 + 1,
    };
}

int64_t date_month_days(int64_t year, int64_t month)
{
    static const char DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap);
}

size_t date_write_day(char out[DATE_TEXT_MAX], int64_t days)
{
    DateFields date = date_of_days(days);
    int len = snprintf(out, DATE_TEXT_MAX, "%04lld-%02d-%02d", (long long)date.year,
                       (int)date.month, (int)date.day);
    return (size_t)len;
}

size_t date_write_time(char out[DATE_TEXT_MAX], int64_t milliseconds)
{
    int64_t days = floor_div(milliseconds, DATE_MS_A_DAY);
    int rest = (int)(milliseconds - days * DATE_MS_A_DAY);
    size_t len = date_write_day(out, days);
    len += (size_t)snprintf(out + len, DATE_TEXT_MAX - len, "T%02d:%02d:%02d", rest / 3600000,
                            rest / 60000 % 60, rest / 1000 % 60);
    if (rest % 1000) {
        len += (size_t)snprintf(out + len, DATE_TEXT_MAX - len, ".%03d", rest % 1000);
    }
    return len;
}

/* Exactly `count` digits at text[*at]. */
static bool digits(const char *text, size_t len, size_t *at, int count, int64_t *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, ++*at) {
        if (*at >= len || text[*at] < '0' || text[*at] > '9') {
            return false;
        }
        *value = *value * 10 + (text[*at] - '0');
    }
    return true;
}

static bool byte_is(const char *text, size_t len, size_t *at, char wanted)
{
    if (*at < len && text[*at] == wanted) {
        ++*at;
        return true;
    }
    return false;
}

static bool day_at(const char *text, size_t len, size_t *at, int64_t *days)
{
    int64_t year, month, day;
    if (!digits(text, len, at, 4, &year) || !byte_is(text, len, at, '-') ||
        !digits(text, len, at, 2, &month) || !byte_is(text, len, at, '-') ||
        !digits(text, len, at, 2, &day)) {
        return false;
    }
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > date_month_days(year, month)) {
        return false;
    }
    *days = date_days(year, month, day);
    return true;
}

bool date_parse_day(const char *text, size_t len, int64_t *days)
{
    size_t at = 0;
    return len == 10 && day_at(text, len, &at, days);
}

/* ":59", ":59.1234" or nothing. */
static bool seconds_at(const char *text, size_t len, size_t *at, int64_t *milliseconds)
{
    int64_t second = 0;
    *milliseconds = 0;
    if (!byte_is(text, len, at, ':')) {
        return true;
    }
    if (!digits(text, len, at, 2, &second) || second > 59) {
        return false;
    }
    *milliseconds = second * 1000;
    if (!byte_is(text, len, at, '.')) {
        return true;
    }
    size_t first = *at;
    for (int64_t unit = 100; *at < len && text[*at] >= '0' && text[*at] <= '9'; ++*at) {
        *milliseconds += unit * (text[*at] - '0');
        unit /= 10;
    }
    return *at > first && *at - first <= 9;
}

/* "Z", "+01:00", "-0530" or nothing, as minutes east of Greenwich. */
static bool zone_at(const char *text, size_t len, size_t *at, int64_t *minutes)
{
    *minutes = 0;
    if (*at == len || byte_is(text, len, at, 'Z')) {
        return true;
    }
    int64_t sign = text[*at] == '-' ? -1 : 1, hour, minute;
    if (!byte_is(text, len, at, '+') && !byte_is(text, len, at, '-')) {
        return false;
    }
    if (!digits(text, len, at, 2, &hour)) {
        return false;
    }
    (void)byte_is(text, len, at, ':');
    if (!digits(text, len, at, 2, &minute) || hour > 23 || minute > 59) {
        return false;
    }
    *minutes = sign * (hour * 60 + minute);
    return true;
}

bool date_parse_time(const char *text, size_t len, int64_t *milliseconds)
{
    size_t at = 0;
    int64_t days, hour, minute, rest, zone;
    if (!day_at(text, len, &at, &days)) {
        return false;
    }
    if (at == len) {
        *milliseconds = days * DATE_MS_A_DAY;
        return true;
    }
    if ((!byte_is(text, len, &at, 'T') && !byte_is(text, len, &at, ' ')) ||
        !digits(text, len, &at, 2, &hour) || hour > 23 || !byte_is(text, len, &at, ':') ||
        !digits(text, len, &at, 2, &minute) || minute > 59 || !seconds_at(text, len, &at, &rest) ||
        !zone_at(text, len, &at, &zone) || at != len) {
        return false;
    }
    *milliseconds = days * DATE_MS_A_DAY + (hour * 60 + minute - zone) * 60000 + rest;
    return true;
}
