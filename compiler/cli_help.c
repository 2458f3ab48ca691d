/* SPDX-License-Identifier: MIT
 *
 * What `dashc --help` and `dashc COMMAND --help` say, from the tables of
 * commands and options.
 */
#include "cli.h"
#include "link/config.h"
#include "link/native.h"

static void put_examples(FILE *out, const char *examples)
{
    fputs("\nExamples:\n", out);
    for (const char *line = examples; *line;) {
        size_t len = strcspn(line, "\n");
        fprintf(out, "  %.*s\n", (int)len, line);
        line += len + (line[len] == '\n');
    }
}

static void put_option(FILE *out, const CliOption *option)
{
    char left[40];
    int len = option->letter ? snprintf(left, sizeof left, "-%c, ", option->letter)
                             : snprintf(left, sizeof left, "    ");
    snprintf(left + len, sizeof left - (size_t)len, "--%s%s%s", option->name,
             option->argument ? "=" : "", option->argument ? option->argument : "");
    fprintf(out, "  %-24s %s", left, option->help);
    if (option->choices)
        fprintf(out, " [%s]", option->choices);
    fputc('\n', out);
}

void cli_help(FILE *out)
{
    fputs("dashc compiles a .dash file (layout, callbacks and data of a web dashboard) into one\n"
          "static binary that serves it.\n"
          "\nUsage: dashc COMMAND APP.dash [OPTIONS]\n"
          "\nCommands:\n",
          out);
    for (int i = 0; i < CLI_COMMAND_COUNT; i++)
        fprintf(out, "  %-8s %s\n", cli_commands[i].name, cli_commands[i].summary);
    put_examples(out, "dashc run app.dash                   compile, serve on "
                      "http://127.0.0.1:8050/\n"
                      "dashc build app.dash -o server       make the binary to ship\n"
                      "dashc check app.dash                 only look for mistakes\n");
    fputs("\n`dashc COMMAND --help` tells more; `dashc --version` prints the version.\n"
          "Exit status: 0 fine, 1 errors in the app, 2 wrong use.\n",
          out);
}

void cli_help_command(FILE *out, CliCommand command)
{
    const CliCommandInfo *info = &cli_commands[command];
    fprintf(out, "Usage: dashc %s %s [OPTIONS]\n\n%s\n\nOptions:\n", info->name, info->arguments,
            info->text);
    for (int i = 0; i < cli_option_count; i++)
        if (cli_options[i].commands >> command & 1)
            put_option(out, &cli_options[i]);
    put_examples(out, info->examples);
}

void cli_version(FILE *out)
{
    fprintf(out, "dashc %s\n", DASHC_VERSION);
    for (int i = 0; i < native_package_count; i++)
        fprintf(out, "  %s %s (%s)\n", native_packages[i].name, native_packages[i].version,
                native_packages[i].license);
}
