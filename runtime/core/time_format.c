/* SPDX-License-Identifier: MIT
 *
 * Dates and durations by patterns, after Python's strftime and strptime. One
 * table tells which code stands for what and where it may be used; names are
 * English, whatever the machine's locale is.
 */
#include <string.h>
#include <strings.h>

#include "core/cx.h"
#include "core/date.h"
#include "dash/date.h"
#include "dash/number.h"

static const char *const DAYS[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};
static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

enum { WRITES = 1, READS = 2, LASTS = 4, NUMBER = 8 };

/* X(letter, uses): LASTS is for durations, a NUMBER takes "-". */
#define CODES(X)                                                                                   \
    X('a', WRITES | READS)                                                                         \
    X('A', WRITES | READS)                                                                         \
    X('b', WRITES | READS)                                                                         \
    X('B', WRITES | READS)                                                                         \
    X('c', WRITES)                                                                                 \
    X('C', WRITES | NUMBER)                                                                        \
    X('d', WRITES | READS | LASTS | NUMBER)                                                        \
    X('D', WRITES)                                                                                 \
    X('e', WRITES)                                                                                 \
    X('f', WRITES | READS | LASTS)                                                                 \
    X('F', WRITES)                                                                                 \
    X('g', WRITES | NUMBER)                                                                        \
    X('G', WRITES)                                                                                 \
    X('h', WRITES)                                                                                 \
    X('H', WRITES | READS | LASTS | NUMBER)                                                        \
    X('I', WRITES | READS | NUMBER)                                                                \
    X('j', WRITES | READS | NUMBER)                                                                \
    X('k', WRITES)                                                                                 \
    X('l', WRITES)                                                                                 \
    X('m', WRITES | READS | NUMBER)                                                                \
    X('M', WRITES | READS | LASTS | NUMBER)                                                        \
    X('n', WRITES)                                                                                 \
    X('p', WRITES | READS)                                                                         \
    X('P', WRITES)                                                                                 \
    X('r', WRITES)                                                                                 \
    X('R', WRITES)                                                                                 \
    X('s', WRITES)                                                                                 \
    X('S', WRITES | READS | LASTS | NUMBER)                                                        \
    X('t', WRITES)                                                                                 \
    X('T', WRITES)                                                                                 \
    X('u', WRITES)                                                                                 \
    X('U', WRITES | NUMBER)                                                                        \
    X('V', WRITES | NUMBER)                                                                        \
    X('w', WRITES)                                                                                 \
    X('W', WRITES | NUMBER)                                                                        \
    X('x', WRITES)                                                                                 \
    X('X', WRITES)                                                                                 \
    X('y', WRITES | READS | NUMBER)                                                                \
    X('Y', WRITES | READS)                                                                         \
    X('z', WRITES | READS)                                                                         \
    X('Z', WRITES)                                                                                 \
    X('%', WRITES | READS | LASTS)

static int uses_of(char code)
{
    switch (code) {
#define X(letter, uses)                                                                            \
    case letter:                                                                                   \
        return uses;
        CODES(X)
#undef X
    default:
        return 0;
    }
}

/* One code of a pattern, or a literal byte. */
typedef struct Piece {
    char code; /* 0: the byte `literal` */
    char literal;
    bool bare; /* "%-d": without zeros in front */
} Piece;

/* Steps over one piece; false at the end. A pattern that ends in the middle of a
 * code gives the code '\0'. */
static bool next_piece(DashText pattern, size_t *at, Piece *piece)
{
    if (*at >= pattern.len)
        return false;
    *piece = (Piece){.literal = pattern.ptr[(*at)++]};
    if (piece->literal != '%')
        return true;
    piece->bare = *at < pattern.len && pattern.ptr[*at] == '-';
    *at += piece->bare;
    piece->literal = '\0';
    piece->code = *at < pattern.len ? pattern.ptr[(*at)++] : '?';
    return true;
}

const char *dash_check_pattern(DashText pattern, DashPatternUse use, size_t *at)
{
    static const int wanted[] = {WRITES, LASTS, READS};
    bool any = false;
    Piece piece;
    size_t next = 0;
    for (*at = 0; next_piece(pattern, &next, &piece); *at = next) {
        if (!piece.code)
            continue;
        any = true;
        int uses = uses_of(piece.code);
        if (!uses)
            return "there is no such code";
        if (!(uses & wanted[use]))
            return use == DASH_PATTERN_DURATION ? "a duration has no such part"
                                                : "this code can be written, but not read";
        if (piece.bare && (!(uses & NUMBER) || use == DASH_PATTERN_READ))
            return "`-` does not go with this code";
    }
    *at = 0;
    return any ? NULL : "it has no code like `%Y`";
}

/* ---- writing --------------------------------------------------------------- */

/* At least `width` characters, `pad` in front. */
static void put_number(DashBuilder *b, int64_t value, int width, char pad)
{
    char digits[DASH_NUMBER_MAX];
    size_t len = dash_write_int(digits, value);
    for (size_t i = len; i < (size_t)width; i++)
        dash_put(b, (DashText){&pad, 1});
    dash_put(b, (DashText){digits, len});
}

static void put_name(DashBuilder *b, const char *name, size_t len)
{
    dash_put(b, (DashText){name, len});
}

/* The number of the week, the first one beginning with the year's first `first`
 * (0 Monday, 6 Sunday); 0 before it. */
static int64_t week_from(int64_t day, int64_t first)
{
    int64_t since = (dash_date_weekday(day) - first + 7) % 7;
    return (dash_date_dayofyear(day) - 1 - since + 7) / 7;
}

typedef struct Moment {
    int64_t time, day, hour, minute, second, part; /* part: milliseconds */
    DateFields date;
} Moment;

static Moment moment_of(int64_t milliseconds)
{
    int64_t day = dash_datetime_date(milliseconds), rest = milliseconds - day * DATE_MS_A_DAY;
    return (Moment){
        .time = milliseconds,
        .day = day,
        .hour = rest / 3600000,
        .minute = rest / 60000 % 60,
        .second = rest / 1000 % 60,
        .part = rest % 1000,
        .date = date_of_days(day),
    };
}

static void put_pattern(DashBuilder *b, const Moment *m, DashText pattern);

/* Numbers in two digits, or as many as there are. */
static bool put_number_code(DashBuilder *b, const Moment *m, Piece piece)
{
    int64_t value;
    int width = 2;
    switch (piece.code) {
    case 'd':
        value = m->date.day;
        break;
    case 'm':
        value = m->date.month;
        break;
    case 'y':
        value = m->date.year % 100;
        break;
    case 'C':
        value = m->date.year / 100;
        break;
    case 'g':
        value = dash_date_year(m->day - dash_date_weekday(m->day) + 3) % 100;
        break;
    case 'H':
        value = m->hour;
        break;
    case 'I':
        value = (m->hour + 11) % 12 + 1;
        break;
    case 'M':
        value = m->minute;
        break;
    case 'S':
        value = m->second;
        break;
    case 'j':
        value = dash_date_dayofyear(m->day);
        width = 3;
        break;
    case 'U':
        value = week_from(m->day, 6);
        break;
    case 'W':
        value = week_from(m->day, 0);
        break;
    case 'V':
        value = dash_date_week(m->day);
        break;
    default:
        return false;
    }
    put_number(b, value, piece.bare ? 1 : width, '0');
    return true;
}

static void put_code(DashBuilder *b, const Moment *m, char code)
{
    int64_t weekday = dash_date_weekday(m->day);
    const char *name = DAYS[weekday], *month = MONTHS[m->date.month - 1];
    switch (code) {
    case 'a':
        put_name(b, name, 3);
        break;
    case 'A':
        put_name(b, name, strlen(name));
        break;
    case 'b':
    case 'h':
        put_name(b, month, 3);
        break;
    case 'B':
        put_name(b, month, strlen(month));
        break;
    case 'e':
        put_number(b, m->date.day, 2, ' ');
        break;
    case 'f':
        put_number(b, m->part * 1000, 6, '0');
        break;
    case 'G':
        put_number(b, dash_date_year(m->day - weekday + 3), 4, '0');
        break;
    case 'k':
        put_number(b, m->hour, 2, ' ');
        break;
    case 'l':
        put_number(b, (m->hour + 11) % 12 + 1, 2, ' ');
        break;
    case 'p':
        dash_put(b, m->hour < 12 ? DASH_TEXT("AM") : DASH_TEXT("PM"));
        break;
    case 'P':
        dash_put(b, m->hour < 12 ? DASH_TEXT("am") : DASH_TEXT("pm"));
        break;
    case 's':
        dash_put_int(b, (m->time - m->part) / 1000);
        break;
    case 'u':
        dash_put_int(b, weekday + 1);
        break;
    case 'w':
        dash_put_int(b, (weekday + 1) % 7);
        break;
    case 'Y':
        put_number(b, m->date.year, 4, '0');
        break;
    case 'z':
        dash_put(b, DASH_TEXT("+0000"));
        break;
    case 'Z':
        dash_put(b, DASH_TEXT("UTC"));
        break;
    case 'n':
        dash_put(b, DASH_TEXT("\n"));
        break;
    case 't':
        dash_put(b, DASH_TEXT("\t"));
        break;
    default:
        dash_put(b, DASH_TEXT("%"));
        break;
    }
}

/* Codes that stand for several; "" for the others. */
static DashText whole_pattern(char code)
{
    switch (code) {
    case 'c':
        return DASH_TEXT("%a %b %e %H:%M:%S %Y");
    case 'D':
    case 'x':
        return DASH_TEXT("%m/%d/%y");
    case 'F':
        return DASH_TEXT("%Y-%m-%d");
    case 'r':
        return DASH_TEXT("%I:%M:%S %p");
    case 'R':
        return DASH_TEXT("%H:%M");
    case 'T':
    case 'X':
        return DASH_TEXT("%H:%M:%S");
    default:
        return DASH_TEXT("");
    }
}

static void put_pattern(DashBuilder *b, const Moment *m, DashText pattern)
{
    Piece piece;
    for (size_t at = 0; next_piece(pattern, &at, &piece);) {
        DashText several = whole_pattern(piece.code);
        if (!piece.code)
            dash_put(b, (DashText){&piece.literal, 1});
        else if (several.len > 0)
            put_pattern(b, m, several);
        else if (!put_number_code(b, m, piece))
            put_code(b, m, piece.code);
    }
}

void dash_format_datetime(DashBuilder *b, int64_t milliseconds, DashText pattern)
{
    Moment moment = moment_of(milliseconds);
    put_pattern(b, &moment, pattern);
}

void dash_format_date(DashBuilder *b, int64_t days, DashText pattern)
{
    dash_format_datetime(b, days * DATE_MS_A_DAY, pattern);
}

/* ---- durations ------------------------------------------------------------- */

void dash_put_duration(DashBuilder *b, int64_t milliseconds)
{
    uint64_t rest = milliseconds < 0 ? -(uint64_t)milliseconds : (uint64_t)milliseconds;
    int64_t days = (int64_t)(rest / DATE_MS_A_DAY);
    if (milliseconds < 0)
        dash_put(b, DASH_TEXT("-"));
    if (days > 0) {
        dash_put_int(b, days);
        dash_put(b, days == 1 ? DASH_TEXT(" day, ") : DASH_TEXT(" days, "));
    }
    rest %= DATE_MS_A_DAY;
    put_number(b, (int64_t)(rest / 3600000), 1, '0');
    dash_put(b, DASH_TEXT(":"));
    put_number(b, (int64_t)(rest / 60000 % 60), 2, '0');
    dash_put(b, DASH_TEXT(":"));
    put_number(b, (int64_t)(rest / 1000 % 60), 2, '0');
    if (rest % 1000 > 0) {
        dash_put(b, DASH_TEXT("."));
        put_number(b, (int64_t)(rest % 1000), 3, '0');
    }
}

/* The codes of durations from the largest, and their milliseconds. */
static const struct {
    char code;
    int64_t size;
    int width;
} SPANS[] = {
    {'d', DATE_MS_A_DAY, 1}, {'H', 3600000, 2}, {'M', 60000, 2}, {'S', 1000, 2}, {'f', 1, 6}};
enum { SPAN_COUNT = sizeof SPANS / sizeof *SPANS };

static int span_of(char code)
{
    for (int i = 0; i < SPAN_COUNT; i++)
        if (SPANS[i].code == code)
            return i;
    return -1;
}

void dash_format_duration(DashBuilder *b, int64_t milliseconds, DashText pattern)
{
    uint64_t rest = milliseconds < 0 ? -(uint64_t)milliseconds : (uint64_t)milliseconds;
    int64_t values[SPAN_COUNT] = {0};
    bool used[SPAN_COUNT] = {false};
    Piece piece;
    for (size_t at = 0; next_piece(pattern, &at, &piece);)
        if (span_of(piece.code) >= 0)
            used[span_of(piece.code)] = true;
    for (int i = 0; i < SPAN_COUNT; i++) {
        if (!used[i])
            continue;
        values[i] = (int64_t)(rest / (uint64_t)SPANS[i].size);
        rest %= (uint64_t)SPANS[i].size;
    }
    if (milliseconds < 0)
        dash_put(b, DASH_TEXT("-"));
    for (size_t at = 0; next_piece(pattern, &at, &piece);) {
        int span = span_of(piece.code);
        if (span < 0)
            dash_put(b, piece.code ? DASH_TEXT("%") : (DashText){&piece.literal, 1});
        else
            put_number(b, piece.code == 'f' ? values[span] * 1000 : values[span],
                       piece.bare ? 1 : SPANS[span].width, '0');
    }
}

/* ---- reading --------------------------------------------------------------- */

/* What was found so far; -1 where nothing was. */
typedef struct Found {
    int64_t year, month, day, dayofyear, hour, minute, second, part, minutes_east;
    bool afternoon, of_half_day; /* the hour counts from 1 to 12 */
} Found;

typedef struct Reader {
    const char *at, *end;
} Reader;

static bool is_digit(const Reader *r)
{
    return r->at < r->end && *r->at >= '0' && *r->at <= '9';
}

/* One to `most` digits that make a number from `low` to `high`. */
static bool read_number(Reader *r, int most, int64_t low, int64_t high, int64_t *value)
{
    int count = 0;
    for (*value = 0; count < most && is_digit(r); count++)
        *value = *value * 10 + (*r->at++ - '0');
    return count > 0 && *value >= low && *value <= high;
}

/* Two digits. */
static bool read_pair(Reader *r, int64_t high, int64_t *value)
{
    const char *start = r->at;
    return read_number(r, 2, 0, high, value) && r->at - start == 2;
}

/* One of the names, whole or its first three letters, in any case; counts from 0. */
static bool read_name(Reader *r, const char *const *names, int count, bool whole, int64_t *value)
{
    for (int i = 0; i < count; i++) {
        size_t len = whole ? strlen(names[i]) : 3;
        if ((size_t)(r->end - r->at) >= len && strncasecmp(r->at, names[i], len) == 0) {
            r->at += len;
            *value = i;
            return true;
        }
    }
    return false;
}

static bool read_fraction(Reader *r, int64_t *part)
{
    int64_t unit = 100;
    int count = 0;
    for (*part = 0; count < 6 && is_digit(r); count++, unit /= 10)
        *part += unit * (*r->at++ - '0');
    return count > 0;
}

/* "Z", "+0100" or "+01:00" */
static bool read_zone(Reader *r, int64_t *minutes)
{
    int64_t hour, minute;
    *minutes = 0;
    if (r->at == r->end)
        return false;
    char sign = *r->at++;
    if (sign == 'Z')
        return true;
    if ((sign != '+' && sign != '-') || !read_pair(r, 23, &hour))
        return false;
    r->at += r->at < r->end && *r->at == ':';
    if (!read_pair(r, 59, &minute))
        return false;
    *minutes = (hour * 60 + minute) * (sign == '-' ? -1 : 1);
    return true;
}

static bool read_half(Reader *r, Found *found)
{
    if (r->end - r->at < 2 || (r->at[1] | 0x20) != 'm')
        return false;
    char letter = (char)(r->at[0] | 0x20);
    found->afternoon = letter == 'p';
    r->at += 2;
    return letter == 'a' || letter == 'p';
}

static bool read_short_year(Reader *r, int64_t *year)
{
    if (!read_pair(r, 99, year))
        return false;
    *year += *year < 69 ? 2000 : 1900;
    return true;
}

static bool read_month_name(Reader *r, bool whole, int64_t *month)
{
    bool found = read_name(r, MONTHS, 12, whole, month);
    ++*month;
    return found;
}

static bool read_code(Reader *r, char code, Found *found)
{
    int64_t weekday;
    switch (code) {
    case 'a':
    case 'A':
        return read_name(r, DAYS, 7, code == 'A', &weekday);
    case 'b':
    case 'B':
        return read_month_name(r, code == 'B', &found->month);
    case 'd': /* also " 4", as %e writes it */
        if (r->end - r->at > 1 && *r->at == ' ') {
            r->at++;
            return read_number(r, 1, 1, 9, &found->day);
        }
        return read_number(r, 2, 1, 31, &found->day);
    case 'f':
        return read_fraction(r, &found->part);
    case 'H':
        found->of_half_day = false;
        return read_number(r, 2, 0, 23, &found->hour);
    case 'I':
        found->of_half_day = true;
        return read_number(r, 2, 1, 12, &found->hour);
    case 'j':
        return read_number(r, 3, 1, 366, &found->dayofyear);
    case 'm':
        return read_number(r, 2, 1, 12, &found->month);
    case 'M':
        return read_number(r, 2, 0, 59, &found->minute);
    case 'p':
        return read_half(r, found);
    case 'S':
        return read_number(r, 2, 0, 59, &found->second);
    case 'y':
        return read_short_year(r, &found->year);
    case 'Y': {
        const char *start = r->at;
        return read_number(r, 4, 1, 9999, &found->year) && r->at - start == 4;
    }
    case 'z':
        return read_zone(r, &found->minutes_east);
    default: /* %% */
        return r->at < r->end && *r->at++ == '%';
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* White space in the pattern fits any, as in Python. */
static bool read_literal(Reader *r, char literal)
{
    if (!is_space(literal))
        return r->at < r->end && *r->at++ == literal;
    const char *start = r->at;
    while (r->at < r->end && is_space(*r->at))
        r->at++;
    return r->at > start;
}

/* What was found, as milliseconds; false when there is no such day. The day of the
 * year goes before month and day. */
static bool assemble(const Found *f, int64_t *milliseconds)
{
    if (f->dayofyear == 0 && f->day > date_month_days(f->year, f->month))
        return false;
    int64_t days = f->dayofyear > 0 ? date_days(f->year, 1, 1) + f->dayofyear - 1
                                    : date_days(f->year, f->month, f->day);
    int64_t hour = f->of_half_day ? f->hour % 12 + 12 * f->afternoon : f->hour;
    int64_t minutes = hour * 60 + f->minute - f->minutes_east;
    *milliseconds = days * DATE_MS_A_DAY + minutes * 60000 + f->second * 1000 + f->part;
    return true;
}

bool time_read(DashText text, DashText pattern, int64_t *milliseconds)
{
    Reader r = {text.ptr, text.ptr + text.len};
    Found found = {.year = 1900, .month = 1, .day = 1};
    Piece piece;
    for (size_t at = 0; next_piece(pattern, &at, &piece);) {
        bool blank = !piece.code && is_space(piece.literal);
        if (!(piece.code ? read_code(&r, piece.code, &found) : read_literal(&r, piece.literal)))
            return false;
        while (blank && at < pattern.len && is_space(pattern.ptr[at]))
            at++;
    }
    return r.at == r.end && assemble(&found, milliseconds);
}

bool time_has_clock(DashText pattern)
{
    Piece piece;
    for (size_t at = 0; next_piece(pattern, &at, &piece);)
        if (piece.code && strchr("fHIMpSz", piece.code))
            return true;
    return false;
}

DashOptInt dash_parse_time(DashCx *cx, DashText text, DashText pattern, const char *where)
{
    size_t place;
    const char *wrong = dash_check_pattern(pattern, DASH_PATTERN_READ, &place);
    if (wrong)
        dash_fail(cx, where, "the pattern \"%.*s\": %s", (int)pattern.len, pattern.ptr, wrong);
    DashOptInt result = {0};
    result.has = time_read(text, pattern, &result.value);
    return result.has ? result : (DashOptInt){0};
}
