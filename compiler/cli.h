/* SPDX-License-Identifier: MIT
 *
 * The command line: which command, with which options. One table of commands
 * and one of options; the parser and the help read both.
 */
#ifndef DASHC_CLI_H
#define DASHC_CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "source/memory.h"

/* Exit statuses. */
enum { EXIT_FINE = 0, EXIT_ERRORS = 1, EXIT_USAGE = 2 };

/* X(symbol, name, summary, arguments, what it does, examples) */
#define CLI_COMMANDS(X)                                                                            \
    X(BUILD, "build", "compile an app into one binary", "APP.dash [-o FILE]",                      \
      "Compiles APP.dash into one static binary: the server, the front end and the data.\n"        \
      "It needs nothing else on the machine that it runs on.",                                     \
      "dashc build app.dash                 the binary is ./app\n"                                 \
      "dashc build app.dash -o server && ./server --port 80\n")                                    \
    X(RUN, "run", "compile an app and serve it", "APP.dash [-- ARGUMENTS]",                        \
      "Compiles APP.dash and starts it at once; no file is left behind.\n"                         \
      "What stands after -- goes to the app.",                                                     \
      "dashc run app.dash\n"                                                                       \
      "dashc run app.dash -- --port 8051\n")                                                       \
    X(CHECK, "check", "look for mistakes", "APP.dash",                                             \
      "Reads and checks APP.dash and the data files that it names; writes nothing.\n"              \
      "The exit status is 0 when there is no error, 1 when there is one.",                         \
      "dashc check app.dash\n"                                                                     \
      "dashc check app.dash --diagnostics=json | jq .message\n")                                   \
    X(EMIT, "emit", "show the C that an app becomes", "APP.dash [-o FILE.c]",                      \
      "Writes the C of APP.dash, the same bytes for the same app. It has #line marks that\n"       \
      "lead a debugger to APP.dash. With --plan: the pipelines over tables, each with its "        \
      "place,\n"                                                                                   \
      "an operator a line, and what was done to make them do less.",                               \
      "dashc emit app.dash | less\n"                                                               \
      "dashc emit app.dash -o app.c --no-line\n"                                                   \
      "dashc emit app.dash --header -o model.dash.h\n"                                             \
      "dashc emit app.dash --plan           how tables are read, filtered, grouped\n")             \
    X(FMT, "fmt", "put sources into the one style", "PATH...",                                     \
      "Formats .dash files in place; a folder stands for those in it and below, - for\n"           \
      "standard input, which goes to standard output. A file with syntax errors stays as it\n"     \
      "is. The result is read again and must mean the same.",                                      \
      "dashc fmt app.dash\n"                                                                       \
      "dashc fmt --check .                  which files are not formatted? 1: some\n"              \
      "dashc fmt --diff app.dash            show what would change\n")                             \
    X(TEST, "test", "run the tests of an app", "APP.dash [--filter TEXT]",                         \
      "Compiles the `test` declarations of APP.dash and of the files that it imports, with what\n" \
      "they use, and runs them. The exit status is 0 when all went well, 1 when one failed.",      \
      "dashc test app.dash\n"                                                                      \
      "dashc test app.dash --filter \"by region\" --junit report.xml\n")                           \
    X(EXPLAIN, "explain", "explain a code of an error or warning", "[CODE]",                       \
      "Says at length what a message means, with an example and how it is mended.\n"               \
      "CODE is what stands in brackets in the message, or the name of a warning; without it\n"     \
      "all codes are listed.",                                                                     \
      "dashc explain E0301\n"                                                                      \
      "dashc explain unused-let\n")

typedef enum CliCommand {
#define X(symbol, name, summary, arguments, text, examples) CLI_##symbol,
    CLI_COMMANDS(X)
#undef X
        CLI_COMMAND_COUNT
} CliCommand;

/* --warn, --allow or --deny of a warning or a group of them. */
typedef struct CliLevel {
    const char *option, *name;
} CliLevel;

typedef struct Cli {
    CliCommand command;
    const char *file;        /* or the code to explain: may be NULL */
    Vec(const char *) files; /* of fmt: all of them */
    const char *output, *cc;
    const char *diagnostics; /* "text", "json", "sarif" */
    const char *color;       /* "auto", "always", "never" */
    const char *filter, *junit;
    const char *optimise; /* "0" … "3", or NULL */
    const char *part_rows;
    bool verbose, keep, no_line, header, plan, tests, explain_purity, ast, time, check, diff;
    Vec(CliLevel) levels; /* in their order */
    char **app_args;      /* what stands after --, NULL-terminated */
} Cli;

/* Reads the arguments. False when there is nothing more to do: then *status is
 * the exit status, and help, version or what is wrong has been printed. */
bool cli_parse(Cli *cli, Arena *arena, char **argv, int *status);

/* The parser's and the help's common ground. */
typedef struct CliCommandInfo {
    const char *name, *summary, *arguments, *text, *examples;
} CliCommandInfo;
extern const CliCommandInfo cli_commands[];

typedef struct CliOption {
    const char *name;     /* without dashes */
    char letter;          /* or 0 */
    const char *argument; /* what help calls it; NULL: a flag */
    const char *choices;  /* "auto|always|never", or NULL */
    unsigned commands;    /* bits 1 << CliCommand */
    size_t field;         /* offset in Cli of a const char * or a bool; LEVELS_FIELD */
    const char *help;
} CliOption;
#define LEVELS_FIELD SIZE_MAX /* goes to `levels` */
extern const CliOption cli_options[];
extern const int cli_option_count;

void cli_help(FILE *out);
void cli_help_command(FILE *out, CliCommand command);
void cli_version(FILE *out);

#endif
