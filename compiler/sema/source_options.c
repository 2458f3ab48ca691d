/* SPDX-License-Identifier: MIT
 *
 * The named arguments of sources: `csv("f.csv", separator=";", decimal=",")`. Each is
 * a row of a table: its name, what it takes, which files have it, and the function
 * that puts the value, which has to be known when compiling, into the source.
 */
#include "sema/source_options.h"

#include "dash/date.h"

/* The argument at hand. */
typedef struct Option {
    Checker *c;
    const char *source; /* "csv" */
    const char *name;
    const Expr *value;
    HirSource *out;
} Option;

/* ---- values --------------------------------------------------------------- */

static Hir *constant(Checker *c, const Expr *e)
{
    return fold_constant(c, infer(c, e));
}

/* A text; false when it is none. */
static bool take_text(Checker *c, const Expr *e, Str *out)
{
    Hir *value = constant(c, e);
    *out = value->kind == HIR_TEXT ? value->text : (Str){"", 0};
    return value->kind == HIR_TEXT;
}

static bool take_bool(const Option *o, bool *out)
{
    Hir *value = constant(o->c, o->value);
    *out = value->kind == HIR_BOOL && value->boolean;
    return value->kind == HIR_BOOL;
}

/* A number of `least` or more. */
static bool take_number(const Option *o, int64_t least, size_t *out)
{
    Hir *value = constant(o->c, o->value);
    bool fits = value->kind == HIR_INT && is_kind(value, TY_INT) && value->integer >= least;
    *out = fits ? (size_t)value->integer : 0;
    return fits;
}

/* One byte that can part cells or stand in them: no line end, no digit … */
static bool take_byte(const Option *o, const char * not, char *out)
{
    Str text;
    if (!take_text(o->c, o->value, &text) || text.len != 1)
        return false;
    *out = *text.ptr;
    return *out > 0 && *out != '\n' && *out != '\r' && !strchr(not, *out);
}

/* A list of texts. */
static bool take_texts(const Option *o, const DashText **out, size_t *count)
{
    const Expr *e = o->value;
    if (e->kind != EXPR_LIST)
        return false;
    DashText *texts = arena_array(o->c->arena, DashText, e->list.items.count + 1);
    for (int i = 0; i < e->list.items.count; i++) {
        Str text;
        if (!take_text(o->c, e->list.items.at[i], &text))
            return false;
        texts[i] = (DashText){text.ptr, text.len};
    }
    *out = texts;
    *count = (size_t)e->list.items.count;
    return true;
}

static bool take_names(const Option *o, DashNames *out)
{
    const DashText *texts;
    size_t count;
    if (!take_texts(o, &texts, &count) || count == 0)
        return false;
    const char **names = arena_array(o->c->arena, const char *, (int)count);
    for (size_t i = 0; i < count; i++)
        names[i] = arena_strndup(o->c->arena, texts[i].ptr, texts[i].len);
    *out = (DashNames){names, (uint32_t)count};
    return true;
}

/* One of `words`; -1 when it is none. */
static int take_word(const Option *o, const char *const *words, int count)
{
    Str text;
    if (!take_text(o->c, o->value, &text))
        return -1;
    for (int i = 0; i < count; i++)
        if (strlen(words[i]) == text.len && memcmp(words[i], text.ptr, text.len) == 0)
            return i;
    return -1;
}

/* ---- options -------------------------------------------------------------- */

#define NUMBERS "0123456789-+eE\"'"

static bool put_separator(Option *o)
{
    return take_byte(o, "\"", &o->out->file.delimiter);
}

static bool put_decimal(Option *o)
{
    return take_byte(o, NUMBERS, &o->out->file.decimal);
}

static bool put_thousands(Option *o)
{
    return take_byte(o, "0123456789-+eE\"", &o->out->file.thousands);
}

static bool put_comment(Option *o)
{
    return take_byte(o, "\"", &o->out->file.comment);
}

static bool put_quote(Option *o)
{
    Str text;
    if (take_text(o->c, o->value, &text) && text.len == 0)
        return o->out->file.no_quotes = true;
    return take_byte(o, "", &o->out->file.quote);
}

static bool put_header(Option *o)
{
    bool header;
    o->out->file.no_header = true;
    if (o->value->kind == EXPR_LIST)
        return take_names(o, &o->out->file.names);
    if (!take_bool(o, &header))
        return false;
    o->out->file.no_header = !header;
    return true;
}

static bool put_skip(Option *o)
{
    return take_number(o, 0, &o->out->file.skip);
}

static bool put_max_bytes(Option *o)
{
    return take_number(o, 1, &o->out->file.max_bytes);
}

static bool put_columns(Option *o)
{
    return take_names(o, &o->out->file.columns);
}

static bool put_ignore(Option *o)
{
    return take_names(o, &o->out->file.ignore);
}

static bool put_null(Option *o)
{
    Str text;
    if (o->value->kind == EXPR_LIST)
        return take_texts(o, &o->out->file.nulls, &o->out->file.null_count);
    if (!take_text(o->c, o->value, &text))
        return false;
    DashText *one = arena_new(o->c->arena, DashText);
    *one = (DashText){text.ptr, text.len};
    o->out->file.nulls = one;
    o->out->file.null_count = 1;
    return true;
}

static bool put_on_error(Option *o)
{
    static const char *const words[] = {
#define X(what, name) [what] = name,
        DASH_ON_ERROR(X)
#undef X
    };
    int found = take_word(o, words, DASH_ON_ERROR_COUNT);
    o->out->file.on_error = (DashOnError)(found < 0 ? 0 : found);
    return found >= 0;
}

static bool put_encoding(Option *o)
{
    static const char *const words[] = {"utf-8",        "utf8",   "latin-1", "latin1", "iso-8859-1",
                                        "windows-1252", "cp1252", "utf-16",  "utf16"};
    static const DashCharset charsets[] = {DASH_UTF8,         DASH_UTF8,         DASH_WINDOWS_1252,
                                           DASH_WINDOWS_1252, DASH_WINDOWS_1252, DASH_WINDOWS_1252,
                                           DASH_WINDOWS_1252, DASH_UTF16,        DASH_UTF16};
    int found = take_word(o, words, sizeof words / sizeof *words);
    o->out->file.charset = charsets[found < 0 ? 0 : found];
    return found >= 0;
}

/* Adds the format of a column, of all when `column` is NULL. */
static bool add_format(Option *o, DashDateFormat *formats, const char *column, const Expr *e)
{
    Hir *pattern = constant(o->c, e);
    if (pattern->kind != HIR_TEXT)
        return false;
    if (!check_time_pattern(o->c, pattern))
        return true; /* that has been said */
    formats[o->out->file.date_format_count++] =
        (DashDateFormat){column, {pattern->text.ptr, pattern->text.len}};
    return true;
}

static bool put_date_format(Option *o)
{
    const Expr *e = o->value;
    int count = e->kind == EXPR_RECORD ? e->record.fields.count : 1;
    DashDateFormat *formats = arena_array(o->c->arena, DashDateFormat, count + 1);
    o->out->file.date_formats = formats;
    if (e->kind != EXPR_RECORD)
        return add_format(o, formats, NULL, e);
    for (int i = 0; i < count; i++) {
        const RecordField *field = &e->record.fields.at[i];
        if (!field->name.text || !add_format(o, formats, field->name.text, field->value))
            return false;
    }
    return true;
}

static bool put_live(Option *o)
{
    return take_bool(o, &o->out->live);
}

static bool put_open(Option *o)
{
    return take_bool(o, &o->out->open);
}

typedef enum OptionUse { OF_ALL, OF_CELLS, OF_CSV } OptionUse;

static const struct {
    const char *name;
    OptionUse use;
    bool (*put)(Option *o);
    const char *takes;
} options[] = {
    {"separator", OF_CSV, put_separator, "one ASCII character, as in \";\""},
    {"header", OF_CELLS, put_header,
     "true, false, or a list of the columns' names, for a file whose first line holds none"},
    {"quote", OF_CELLS, put_quote, "one ASCII character, or \"\" for none"},
    {"comment", OF_CELLS, put_comment, "the character that such lines begin with, as in \"#\""},
    {"skip", OF_CELLS, put_skip, "the number of lines before the header"},
    {"decimal", OF_CELLS, put_decimal, "one character between the digits, as in \",\""},
    {"thousands", OF_CELLS, put_thousands, "one character between groups of digits, as in \".\""},
    {"date_format", OF_CELLS, put_date_format,
     "codes as in \"%d.%m.%Y\", or a record of them by column"},
    {"null", OF_CELLS, put_null, "a text that stands for null, or a list of such texts"},
    {"columns", OF_CELLS, put_columns, "a list of names of columns"},
    {"ignore", OF_CELLS, put_ignore, "a list of names of columns"},
    {"on_error", OF_CELLS, put_on_error, "\"fail\", \"null\" or \"skip\""},
    {"encoding", OF_CELLS, put_encoding, "\"utf-8\", \"latin-1\", \"windows-1252\" or \"utf-16\""},
    {"max_bytes", OF_ALL, put_max_bytes, "the most bytes that a packed file may hold"},
    {"live", OF_ALL, put_live, "true or false"},
    {"open", OF_ALL, put_open, "true or false"},
};
enum { OPTION_COUNT = sizeof options / sizeof *options };

/* What other readers of tables call it. */
static const char *const foreign_options[][2] = {
    {"sep", "write `separator=\";\"`"},
    {"delimiter", "write `separator=\";\"`"},
    {"delim", "write `separator=\";\"`"},
    {"names", "write `header=[…]`: the names of the columns of a file without a header"},
    {"has_header", "write `header=false`"},
    {"skiprows", "write `skip=2`"},
    {"skip_rows", "write `skip=2`"},
    {"usecols", "write `columns=[…]`"},
    {"na_values", "write `null=[\"NA\", \"-\"]`"},
    {"null_values", "write `null=[\"NA\", \"-\"]`"},
    {"nullstr", "write `null=[\"NA\", \"-\"]`"},
    {"quotechar", "write `quote=\"'\"`"},
    {"quote_char", "write `quote=\"'\"`"},
    {"comment_prefix", "write `comment=\"#\"`"},
    {"decimal_comma", "write `decimal=\",\"`"},
    {"decimal_separator", "write `decimal=\",\"`"},
    {"dateformat", "write `date_format=\"%d.%m.%Y\"`"},
    {"timestampformat", "write `date_format=\"%d.%m.%Y %H:%M\"`"},
    {"parse_dates", "dates are seen by themselves; other forms: `date_format=\"%d.%m.%Y\"`"},
    {"try_parse_dates", "dates are seen by themselves; other forms: `date_format=\"%d.%m.%Y\"`"},
    {"dayfirst", "write `date_format=\"%d.%m.%Y\"`"},
    {"dtype", "write the types behind the name: `table t: {id: text, price: float} = …`"},
    {"dtypes", "write the types behind the name: `table t: {id: text, price: float} = …`"},
    {"schema", "write the types behind the name: `table t: {id: text, price: float} = …`"},
    {"types", "write the types behind the name: `table t: {id: text, price: float} = …`"},
    {"nrows", "write `csv(…) | take(100)`"},
    {"n_rows", "write `csv(…) | take(100)`"},
    {"index_col", "a table has no index: use the column by its name"},
    {"on_bad_lines", "write `on_error=\"skip\"`"},
    {"ignore_errors", "write `on_error=\"null\"` or `on_error=\"skip\"`"},
    {"compression", "leave it out: gzip and zstd are seen by the file's first bytes"},
    {"engine", "leave it out"},
    {"separator", "the cells of `tsv` are separated by tabs: write `csv`"},
    {"low_memory", "leave it out"},
};

/* ---- what goes together ---------------------------------------------------- */

static bool applies(const char *source, OptionUse use)
{
    bool csv = strcmp(source, "csv") == 0, cells = csv || strcmp(source, "tsv") == 0;
    return use == OF_ALL || (use == OF_CELLS && cells) || csv;
}

static void complain_unknown(Checker *c, const char *source, const Arg *arg)
{
    Diag *d =
        diag_error(c->diags, E0605, arg->span, "`%s` has no argument `%s`", source, arg->name.text);
    const char *here = word_here(foreign_options, arg->name.text);
    Suggest suggest = suggest_for(arg->name.text);
    for (int i = 0; i < OPTION_COUNT; i++)
        if (applies(source, options[i].use))
            suggest_consider(&suggest, options[i].name);
    if (here)
        diag_help(d, "%s", here);
    else
        diag_suggest(d, &suggest);
}

static void complain_value(Checker *c, const Arg *arg, const char *takes)
{
    Diag *d = diag_error(c->diags, E0605, arg->value->span, "`%s` takes %s", arg->name.text, takes);
    ExprKind kind = arg->value->kind;
    if (kind == EXPR_NAME || kind == EXPR_CALL || kind == EXPR_PIPE || kind == EXPR_MEMBER)
        diag_help(d, "the value has to be known when compiling");
}

bool check_source_option(Checker *c, const char *source, const Arg *arg, HirSource *out)
{
    if (!arg->name.text) {
        Diag *d = diag_error(c->diags, E0605, arg->span, "`%s` takes one path", source);
        diag_help(d, "the other arguments have names, as in `separator=\";\"`");
        return false;
    }
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(options[i].name, arg->name.text) != 0 || !applies(source, options[i].use))
            continue;
        Option o = {c, source, arg->name.text, arg->value, out};
        int before = c->diags->error_count;
        if (options[i].put(&o))
            return c->diags->error_count == before;
        if (c->diags->error_count == before)
            complain_value(c, arg, options[i].takes);
        return false;
    }
    complain_unknown(c, source, arg);
    return false;
}

/* Bytes that mean different things have to be different. */
static const char *same_bytes(const DashSource *file)
{
    char separator = file->delimiter ? file->delimiter : ',';
    char quote = file->no_quotes ? 0 : file->quote ? file->quote : '"';
    char decimal = file->decimal ? file->decimal : '.';
    if (quote == separator || file->comment == separator)
        return quote == separator ? "`separator` and `quote`" : "`separator` and `comment`";
    if (file->comment && file->comment == quote)
        return "`comment` and `quote`";
    return file->thousands == decimal ? "`decimal` and `thousands`" : NULL;
}

bool check_source_options(Checker *c, const HirSource *source, const TypeExpr *schema, Span span)
{
    const char *same = same_bytes(&source->file);
    if (same) {
        diag_error(c->diags, E0605, span, "%s are the same character", same);
        return false;
    }
    bool columns = source->file.columns.count > 0, ignore = source->file.ignore.count > 0;
    if ((columns && ignore) || (schema && (columns || (ignore && !schema->more)))) {
        Diag *d = diag_error(c->diags, E0605, span, "%s",
                             schema ? "the columns are told twice: by the schema and by an argument"
                                    : "`columns` and `ignore` do not go together");
        diag_help(d, schema ? "leave `columns` and `ignore` out: other columns are not read"
                            : "`columns` alone tells which are read");
        return false;
    }
    return true;
}
