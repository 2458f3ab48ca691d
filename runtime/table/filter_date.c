/* SPDX-License-Identifier: MIT
 *
 * Dates in filters: what DataTable takes for one ("2024", "24-1-5", "2024-01-31T9:05Z")
 * and the form in which it compares them. Time zones are read and ignored.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/date.h"
#include "table/filter_value.h"

typedef struct Scan {
    DashText text;
    size_t at;
} Scan;

static char peek(const Scan *scan)
{
    return scan->at < scan->text.len ? scan->text.ptr[scan->at] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take(Scan *scan, char c)
{
    bool there = peek(scan) == c;
    scan->at += there;
    return there;
}

/* From `least` to `most` digits; -1 when there are fewer. */
static int take_digits(Scan *scan, int least, int most)
{
    int number = 0, count = 0;
    while (count < most && is_digit(peek(scan))) {
        number = number * 10 + (scan->text.ptr[scan->at++] - '0');
        count++;
    }
    return count >= least ? number : -1;
}

static bool is_line_end(DashText text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    if (c == '\n' || c == '\r') {
        return true;
    }
    return c == 0xE2 && text.len - at >= 3 && memcmp(text.ptr + at, "\xE2\x80", 2) == 0 &&
           ((unsigned char)text.ptr[at + 2] | 1) == 0xA9;
}

/* White space, and then the end of the text or of a line. */
static bool ends(Scan *scan)
{
    for (size_t space; scan->at < scan->text.len; scan->at += space) {
        if (is_line_end(scan->text, scan->at)) {
            return true;
        }
        space = filter_space_at(scan->text, scan->at);
        if (!space) {
            return false;
        }
    }
    return true;
}

typedef struct Parts {
    int year, month, day, hour, minute; /* -1: not given */
    bool negative;
    DashText second; /* digits, maybe with a fraction; len 0: not given */
} Parts;

/* 70 years back from now is the first that two digits can mean. */
static int year_of_two(int year)
{
    time_t now = time(NULL);
    struct tm utc;
    int first = (gmtime_r(&now, &utc) ? utc.tm_year + 1900 : 2000) - 70;
    return (year + 2000 - first) % 100 + first;
}

static bool scan_year(Scan *scan, Parts *parts)
{
    parts->negative = take(scan, '-');
    size_t start = scan->at;
    int year = take_digits(scan, 2, 4);
    size_t digits = scan->at - start;
    if (digits == 3) { /* the third digit is nobody's */
        return false;
    }
    parts->year = year >= 0 && digits == 2 ? year_of_two(year) : year;
    return year >= 0 && (digits == 4 || !parts->negative);
}

/* "Z", "+01:00", "-0130": read when it is there whole. */
static void scan_zone(Scan *scan)
{
    Scan zone = *scan;
    if (take(&zone, 'Z') || take(&zone, 'z')) {
        *scan = zone;
        return;
    }
    if (!take(&zone, '+') && !take(&zone, '-')) {
        return;
    }
    bool hours = take_digits(&zone, 2, 2) >= 0;
    take(&zone, ':');
    if (hours && take_digits(&zone, 2, 2) >= 0) {
        *scan = zone;
    }
}

static bool scan_second(Scan *scan, Parts *parts)
{
    size_t start = scan->at;
    int second = take_digits(scan, 2, 2);
    if (second < 0 || second > 59) {
        return false;
    }
    if (peek(scan) == '.' && scan->at + 1 < scan->text.len &&
        is_digit(scan->text.ptr[scan->at + 1])) {
        scan->at++;
        while (is_digit(peek(scan))) {
            scan->at++;
        }
    }
    parts->second = (DashText){scan->text.ptr + start, scan->at - start};
    return true;
}

static bool scan_time(Scan *scan, Parts *parts)
{
    parts->hour = take_digits(scan, 1, 2);
    if (parts->hour < 0 || parts->hour > 23) {
        return false;
    }
    if (!take(scan, ':')) {
        return true;
    }
    parts->minute = take_digits(scan, 2, 2);
    if (parts->minute < 0 || parts->minute > 59) {
        return false;
    }
    if (take(scan, ':') && !scan_second(scan, parts)) {
        return false;
    }
    scan_zone(scan);
    return true;
}

/* A date and nothing but white space round it, up to the end of the line. */
static bool scan_date(Scan *scan, Parts *parts)
{
    size_t space;
    while (scan->at < scan->text.len && (space = filter_space_at(scan->text, scan->at))) {
        scan->at += space;
    }
    if (!scan_year(scan, parts)) {
        return false;
    }
    if (take(scan, '-')) {
        parts->month = take_digits(scan, 1, 2);
        if (parts->month < 0) {
            return false;
        }
        if (take(scan, '-')) {
            parts->day = take_digits(scan, 1, 2);
            if (parts->day < 0) {
                return false;
            }
            Scan time = *scan;
            bool parted = take(&time, ' ') || take(&time, 'T') || take(&time, 't');
            if (parted && is_digit(peek(&time))) {
                *scan = time;
                if (!scan_time(scan, parts)) {
                    return false;
                }
            }
        }
    }
    return ends(scan);
}

static bool is_day(const Parts *parts)
{
    int64_t year = parts->negative ? -parts->year : parts->year;
    int64_t month = parts->month < 0 ? 1 : parts->month, day = parts->day < 0 ? 1 : parts->day;
    return month >= 1 && month <= 12 && day >= 1 && day <= date_month_days(year, month);
}

static size_t write_date(char out[FILTER_DATE_MAX], const Parts *parts)
{
    bool negative = parts->negative && parts->year > 0;
    int len = snprintf(out, FILTER_DATE_MAX, "%s%04d", negative ? "-" : "", parts->year);
    char *at = out + len;
    if (parts->month >= 0) {
        at += sprintf(at, "-%02d", parts->month);
    }
    if (parts->day >= 0) {
        at += sprintf(at, "-%02d", parts->day);
    }
    if (parts->hour >= 0) {
        at += sprintf(at, " %02d", parts->hour);
    }
    if (parts->minute >= 0) {
        at += sprintf(at, ":%02d", parts->minute);
    }
    if (parts->second.len > 0) { /* at most nine digits of the fraction */
        size_t digits = parts->second.len < 12 ? parts->second.len : 12;
        *at++ = ':';
        memcpy(at, parts->second.ptr, digits);
        at += digits;
    }
    return (size_t)(at - out);
}

size_t filter_date(char out[FILTER_DATE_MAX], DashText text)
{
    for (size_t line = 0; line <= text.len; line++) {
        if (line > 0 && !is_line_end(text, line - 1)) {
            continue;
        }
        Scan scan = {text, line};
        Parts parts = {.month = -1, .day = -1, .hour = -1, .minute = -1};
        if (scan_date(&scan, &parts)) {
            return is_day(&parts) ? write_date(out, &parts) : 0;
        }
    }
    return 0;
}
