/* SPDX-License-Identifier: MIT
 *
 * Reading the command line: the command first, then options and the file in any
 * order, then `--` and what belongs to the app. Whatever is wrong is one line
 * that names it, and a likely cure.
 */
#include "cli.h"

#include <stdlib.h>
#include <unistd.h>

#include "source/diag.h"

const CliCommandInfo cli_commands[] = {
#define X(symbol, name, summary, arguments, text, examples)                                        \
    {name, summary, arguments, text, examples},
    CLI_COMMANDS(X)
#undef X
};

#define BUILD (1u << CLI_BUILD)
#define RUN   (1u << CLI_RUN)
#define CHECK (1u << CLI_CHECK)
#define EMIT  (1u << CLI_EMIT)
#define TEST  (1u << CLI_TEST)
#define MAKES (BUILD | RUN | TEST)                /* what calls the C compiler */
#define APPS  (BUILD | RUN | CHECK | EMIT | TEST) /* what reads an app */
#define FMT   (1u << CLI_FMT)
#define ALL   (APPS | FMT | 1u << CLI_EXPLAIN)

#define AT(field) offsetof(Cli, field)

const CliOption cli_options[] = {
    {"output", 'o', "FILE", NULL, BUILD, AT(output), "the binary (the name of the app)"},
    {"output", 'o', "FILE", NULL, EMIT, AT(output), "the C file (-, which is standard output)"},
    {"optimise", 'O', "LEVEL", "0|1|2|3", MAKES, AT(optimise), "how hard the C compiler works (2)"},
    {"part-rows", 0, "ROWS", "64|4096|65536|1048576", BUILD | RUN | EMIT, AT(part_rows),
     "the fewest rows of a table that are a thread's work (65536)"},
    {"filter", 0, "TEXT", NULL, TEST, AT(filter), "only the tests with this in their name"},
    {"junit", 0, "FILE", NULL, TEST, AT(junit), "write a report as JUnit XML"},
    {"cc", 0, "COMMAND", NULL, MAKES, AT(cc), "the C compiler ($CC, else cc)"},
    {"keep", 0, NULL, NULL, MAKES, AT(keep), "keep the intermediate files, and say where"},
    {"header", 0, NULL, NULL, EMIT, AT(header), "the prototypes of its `extern fn`s instead"},
    {"plan", 0, NULL, NULL, EMIT, AT(plan), "what becomes of each pipeline over a table, instead"},
    {"tests", 0, NULL, NULL, EMIT, AT(tests), "the program that `dashc test` runs instead"},
    {"no-line", 0, NULL, NULL, EMIT, AT(no_line), "leave out the #line marks"},
    {"explain-purity", 0, NULL, NULL, CHECK, AT(explain_purity),
     "say what is pure, and of the rest why not"},
    {"ast", 0, NULL, NULL, CHECK, AT(ast), "print the syntax tree"},
    {"check", 0, NULL, NULL, FMT, AT(check), "change nothing, name what is not formatted"},
    {"diff", 0, NULL, NULL, FMT, AT(diff), "change nothing, print what would change"},
    {"warn", 'W', "NAME", NULL, APPS, LEVELS_FIELD,
     "switch a warning on; NAME may be `unused` or `warnings`"},
    {"allow", 'A', "NAME", NULL, APPS, LEVELS_FIELD, "switch a warning off"},
    {"deny", 'D', "NAME", NULL, APPS, LEVELS_FIELD, "make a warning an error"},
    {"time", 0, NULL, NULL, APPS, AT(time), "print how long each phase took"},
    {"diagnostics", 0, "FORM", "text|json|sarif", APPS | FMT, AT(diagnostics),
     "how mistakes are reported; json: one object a line"},
    {"color", 0, "WHEN", "auto|always|never", ALL, AT(color),
     "colours in messages; auto: on a terminal without NO_COLOR"},
    {"verbose", 'v', NULL, NULL, MAKES, AT(verbose), "print the commands that are run"},
    {"help", 'h', NULL, NULL, ALL, 0, "this help"},
};
const int cli_option_count = sizeof cli_options / sizeof *cli_options;

/* ---- what is wrong ----------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static bool wrong(int *status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("dashc: error: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    *status = EXIT_USAGE;
    return false;
}

static bool done(int *status)
{
    *status = fflush(stdout) == 0 ? EXIT_FINE : EXIT_ERRORS;
    return false;
}

static bool wrong_command(Arena *arena, const char *word, int *status)
{
    size_t len = strlen(word);
    if (*word == '-')
        return wrong(status, "options come after the command, like `dashc build app.dash %s`",
                     word);
    if (len > 5 && strcmp(word + len - 5, ".dash") == 0)
        return wrong(status, "a command is missing: did you mean `dashc run %s`?", word);
    Suggest suggest = suggest_for(word);
    for (int i = 0; i < CLI_COMMAND_COUNT; i++)
        suggest_consider(&suggest, cli_commands[i].name);
    const char *best = suggest_best(&suggest);
    return wrong(status, "there is no command `%s`%s; see `dashc --help`", word,
                 best ? arena_printf(arena, ", did you mean `%s`?", best) : "");
}

static bool wrong_option(Arena *arena, const Cli *cli, const char *word, int *status)
{
    const char *command = cli_commands[cli->command].name;
    Suggest suggest = suggest_for(arena_strndup(arena, word, strcspn(word, "=")));
    for (int i = 0; i < cli_option_count; i++)
        if (cli_options[i].commands >> cli->command & 1)
            suggest_consider(&suggest, arena_printf(arena, "--%s", cli_options[i].name));
    const char *best = suggest_best(&suggest);
    return wrong(status, "`dashc %s` has no option %s%s; see `dashc %s --help`", command, word,
                 best ? arena_printf(arena, ", did you mean %s?", best) : "", command);
}

/* ---- options ------------------------------------------------------------------ */

/* Whether "name" or "name=…" is at `word`. */
static bool is_name(const char *word, const char *name)
{
    size_t len = strlen(name);
    return strncmp(word, name, len) == 0 && (word[len] == '\0' || word[len] == '=');
}

static const CliOption *find_option(const Cli *cli, const char *word)
{
    for (int i = 0; i < cli_option_count; i++) {
        const CliOption *option = &cli_options[i];
        bool fits = word[1] == '-' ? is_name(word + 2, option->name)
                                   : option->letter && word[1] == option->letter &&
                                         (option->argument || word[2] == '\0');
        if (fits && option->commands >> cli->command & 1)
            return option;
    }
    return NULL;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);
    for (;; choices++) {
        size_t size = strcspn(choices, "|");
        if (size == len && memcmp(choices, value, len) == 0)
            return true;
        choices += size;
        if (!*choices)
            return false;
    }
}

/* Takes the option at *word and its argument, and moves *word past them. */
static bool take_option(Cli *cli, Arena *arena, char ***word, int *status)
{
    const char *text = **word;
    const CliOption *option = find_option(cli, text);
    if (!option)
        return wrong_option(arena, cli, text, status);
    bool is_long = text[1] == '-';
    const char *value = is_long ? strchr(text, '=') : text[2] ? text + 1 : NULL;
    ++*word;
    if (!option->argument) {
        if (value)
            return wrong(status, "--%s takes no value", option->name);
        *(bool *)((char *)cli + option->field) = true;
        return true;
    }
    value = value ? value + 1 : **word ? *(*word)++ : NULL;
    if (!value || !*value)
        return wrong(status, "--%s needs a value: --%s=%s", option->name, option->name,
                     option->choices ? option->choices : option->argument);
    if (option->choices && !is_choice(option->choices, value))
        return wrong(status, "--%s is one of %s, not `%s`", option->name, option->choices, value);
    if (option->field == LEVELS_FIELD)
        vec_push(arena, &cli->levels, ((CliLevel){option->name, value}));
    else
        *(const char **)(void *)((char *)cli + option->field) = value;
    return true;
}

/* ---- the whole line ------------------------------------------------------------ */

static bool find_command(Cli *cli, const char *word)
{
    for (int i = 0; i < CLI_COMMAND_COUNT; i++) {
        if (strcmp(word, cli_commands[i].name) == 0) {
            cli->command = (CliCommand)i;
            return true;
        }
    }
    return false;
}

static bool wants_help(char **words)
{
    for (; *words && strcmp(*words, "--") != 0; words++)
        if (strcmp(*words, "--help") == 0 || strcmp(*words, "-h") == 0)
            return true;
    return false;
}

static bool take_words(Cli *cli, Arena *arena, char **word, int *status)
{
    const char *command = cli_commands[cli->command].name;
    while (*word && strcmp(*word, "--") != 0) {
        if (**word == '-' && (*word)[1]) {
            if (!take_option(cli, arena, &word, status))
                return false;
        } else if (cli->command == CLI_FMT) {
            cli->file = *word;
            vec_push(arena, &cli->files, *word++);
        } else if (cli->file) {
            return wrong(status, "`dashc %s` takes one %s, not `%s` and `%s`", command,
                         cli->command == CLI_EXPLAIN ? "code" : "file", cli->file, *word);
        } else {
            cli->file = *word++;
        }
    }
    if (*word && cli->command != CLI_RUN)
        return wrong(status, "only `dashc run` takes arguments after --");
    cli->app_args = *word ? word + 1 : word;
    if (!cli->file && cli->command != CLI_EXPLAIN)
        return wrong(status, "`dashc %s` needs a file, like `dashc %s app.dash`", command, command);
    if (cli->command == CLI_BUILD && strcmp(cli->file, "-") == 0 && !cli->output)
        return wrong(status, "an app from standard input has no name: name the binary with -o");
    return true;
}

bool cli_parse(Cli *cli, Arena *arena, char **argv, int *status)
{
    *cli = (Cli){.diagnostics = "text", .color = "auto"};
    char **word = argv + (*argv != NULL);
    if (!*word) {
        cli_help(stderr);
        *status = EXIT_USAGE;
        return false;
    }
    if (strcmp(*word, "--version") == 0 || strcmp(*word, "-V") == 0) {
        cli_version(stdout);
        return done(status);
    }
    bool asked =
        strcmp(*word, "help") == 0 || strcmp(*word, "--help") == 0 || strcmp(*word, "-h") == 0;
    if (asked && !word[1]) {
        cli_help(stdout);
        return done(status);
    }
    word += asked;
    if (!find_command(cli, *word))
        return wrong_command(arena, *word, status);
    if (asked || wants_help(word)) {
        cli_help_command(stdout, cli->command);
        return done(status);
    }
    return take_words(cli, arena, word + 1, status);
}
