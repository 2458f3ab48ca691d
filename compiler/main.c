/* SPDX-License-Identifier: MIT
 *
 * The program dashc: reads the command line, drives the stages, prints what
 * they have to say.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "emit/emit.h"
#include "fmt.h"
#include "link/config.h"
#include "link/files.h"
#include "link/link.h"
#include "link/pack.h"
#include "sema/sema.h"
#include "source/explain.h"
#include "source/load.h"
#include "source/render.h"
#include "syntax/format.h"
#include "syntax/parse.h"

extern char **environ;

/* One run of the compiler. */
typedef struct Session {
    Arena *arena;
    Cli cli;
    Sources sources;
    Diags diags;
    struct {
        const char *name;
        double ended;
    } phases[8]; /* for --time */
    int phase_count;
    double started;
    Buf tables; /* what is said of embedded tables */
} Session;

/* ---- messages ----------------------------------------------------------------- */

static bool wants_color(const Cli *cli, int fd)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (strcmp(cli->color, "auto") != 0)
        return strcmp(cli->color, "always") == 0;
    return isatty(fd) && !(no_color && *no_color) && !(term && !strcmp(term, "dumb"));
}

static RenderStyle style_of(const Cli *cli, int fd)
{
    struct winsize size = {0};
    if (isatty(fd))
        ioctl(fd, TIOCGWINSZ, &size);
    return (RenderStyle){.color = wants_color(cli, fd), .width = size.ws_col};
}

static RenderStyle message_style(const Cli *cli)
{
    return style_of(cli, STDERR_FILENO);
}

/* Whether messages are for people, not for programs. */
static bool is_text(const Session *session)
{
    return strcmp(session->cli.diagnostics, "text") == 0;
}

static void print_diags(Session *session)
{
    Buf buf = {.arena = session->arena};
    RenderStyle style = message_style(&session->cli);
    if (is_text(session))
        render_text(&buf, &session->diags, &style);
    else if (strcmp(session->cli.diagnostics, "sarif") == 0)
        render_sarif(&buf, &session->diags, DASHC_VERSION);
    else
        render_json(&buf, &session->diags);
    if (buf.len)
        fwrite(buf.ptr, 1, buf.len, stderr);
}

/* A failure of the system, not of the app: one line. Gives the exit status. */
static int fail(Session *session, int status, const char *message)
{
    Buf buf = {.arena = session->arena};
    RenderStyle style = message_style(&session->cli);
    render_plain(&buf, &style, message);
    fwrite(buf.ptr, 1, buf.len, stderr);
    return status;
}

/* ---- time ---------------------------------------------------------------------- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void end_phase(Session *session, const char *name)
{
    session->phases[session->phase_count].name = name;
    session->phases[session->phase_count++].ended = seconds();
}

/* The most memory that was in use, in MB; 0 when the system does not tell. (What
 * getrusage says includes the process that started this one.) */
static double peak_memory(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kilobytes = 0;
    while (status && fgets(line, sizeof line, status))
        if (sscanf(line, "VmHWM: %ld kB", &kilobytes) == 1)
            break;
    if (status)
        fclose(status);
    return (double)kilobytes * 1024 / 1e6;
}

static void print_times(const Session *session)
{
    double last = session->started;
    for (int i = 0; session->cli.time && i < session->phase_count; i++) {
        double ended = session->phases[i].ended;
        fprintf(stderr, "%-8s %9.2f ms\n", session->phases[i].name, (ended - last) * 1e3);
        last = ended;
    }
    double most = session->cli.time && session->phase_count ? peak_memory() : 0;
    if (most > 0)
        fprintf(stderr, "%-8s %9.2f MB\n", "memory", most);
}

/* ---- stages -------------------------------------------------------------------- */

/* NULL with the exit status when the file cannot be used. */
static const Source *load(Session *session, int *status)
{
    const Source *source =
        load_source(&session->sources, &session->diags, session->cli.file, (Span){0});
    if (source)
        return source;
    const Diag *d = session->diags.all.at[0];
    *status = d->code == E0001 ? EXIT_USAGE : EXIT_ERRORS;
    if (d->code == E0001 && is_text(session))
        fail(session, EXIT_USAGE, d->message);
    else
        print_diags(session);
    return NULL;
}

/* The checked program; NULL with the exit status. Diagnostics are not printed
 * yet unless the file cannot be read. */
static Program *check(Session *session, int *status)
{
    const Source *source = load(session, status);
    if (!source)
        return NULL;
    end_phase(session, "read");
    *status = EXIT_ERRORS;
    Interner *interner = interner_create(session->arena);
    const File *file = parse_file(session->arena, interner, &session->diags, source);
    end_phase(session, "parse");
    if (session->cli.ast) {
        Buf tree = {.arena = session->arena};
        ast_print(&tree, file);
        fwrite(tree.ptr, 1, tree.len, stdout);
    }
    Program *program = NULL;
    if (file->whole) /* mistakes in the syntax do not hide others */
        program = sema_check(session->arena, interner, &session->sources, &session->diags, file);
    end_phase(session, "check");
    const Cli *cli = &session->cli;
    bool serves = cli->command != CLI_CHECK && cli->command != CLI_TEST && !cli->tests;
    if (program && serves)
        sema_need_layout(&session->diags, program);
    if (!program || session->diags.error_count) {
        print_diags(session);
        return NULL;
    }
    return program;
}

static Str emit(Session *session, Program *program, EmitData *data, bool line_directives)
{
    Buf out = {.arena = session->arena};
    const Cli *cli = &session->cli;
    EmitOptions options = {.line_directives = line_directives,
                           .tests = cli->command == CLI_TEST || cli->tests,
                           .part_rows = cli->part_rows ? (uint32_t)atoi(cli->part_rows) : 0};
    emit_program(&out, data, session->arena, &session->sources, program, &options);
    end_phase(session, "emit");
    return (Str){out.ptr, out.len};
}

/* What becomes of the pipelines. */
static Str plans_of(Session *session, Program *program)
{
    Buf plans = {.arena = session->arena}, unit = {.arena = session->arena};
    buf_puts(&plans, "");
    EmitOptions options = {.tests = session->cli.tests, .plans = &plans};
    emit_program(&unit, NULL, session->arena, &session->sources, program, &options);
    end_phase(session, "emit");
    return (Str){plans.ptr, plans.len};
}

/* The header for the program's own C. */
static Str header_of(Session *session, Program *program)
{
    Buf out = {.arena = session->arena};
    buf_puts(&out, "");
    emit_header(&out, session->arena, &session->sources, program);
    return (Str){out.ptr, out.len};
}

static bool build(Session *session, Program *program, const char *output)
{
    const Cli *cli = &session->cli;
    EmitData data = {0};
    Str c_source = emit(session, program, &data, true);
    LinkOptions options = {
        .output = output,
        .cc = cli->cc,
        .keep = cli->keep,
        .verbose = cli->verbose,
        .optimise = cli->optimise              ? atoi(cli->optimise)
                    : cli->command == CLI_TEST ? 0
                                               : -1,
        .tests = cli->command == CLI_TEST,
        .header = header_of(session, program),
    };
    if (cli->command == CLI_BUILD) {
        pack_symbols(session->arena, &data);
        session->tables.arena = session->arena;
        pack_report(&session->tables, &data);
        end_phase(session, "pack");
    }
    bool fine = link_program(session->arena, &session->diags, program, c_source, &data, &options);
    end_phase(session, "cc");
    print_diags(session);
    return fine;
}

/* ---- commands ------------------------------------------------------------------- */

static int run_check(Session *session)
{
    int status;
    Program *program = check(session, &status);
    if (!program)
        return status;
    if (session->cli.explain_purity) {
        Buf out = {.arena = session->arena};
        buf_puts(&out, "");
        purity_print(&out, &session->sources, program);
        fwrite(out.ptr, 1, out.len, stdout);
    }
    print_diags(session);
    if (fflush(stdout) != 0)
        return fail(session, EXIT_ERRORS, "cannot write to standard output");
    return EXIT_FINE;
}

static int run_emit(Session *session)
{
    const char *output = session->cli.output;
    int status;
    Program *program = check(session, &status);
    if (!program)
        return status;
    const Cli *cli = &session->cli;
    Str text = cli->header ? header_of(session, program)
               : cli->plan ? plans_of(session, program)
                           : emit(session, program, NULL, !cli->no_line);
    bool fine;
    if (output && strcmp(output, "-") != 0) {
        fine = files_replace(&session->diags, output, text.ptr, text.len);
    } else {
        fine = fwrite(text.ptr, 1, text.len, stdout) == text.len && fflush(stdout) == 0;
        if (!fine)
            diag_error(&session->diags, E0803, (Span){0}, "cannot write to standard output: %s",
                       strerror(errno));
    }
    print_diags(session);
    return fine ? EXIT_FINE : EXIT_ERRORS;
}

static void print_summary(const Session *session, const char *output)
{
    struct stat info;
    if (stat(output, &info) == 0)
        fprintf(stderr, "%s  %.1f MB  in %.1f s\n%s", output, (double)info.st_size / 1e6,
                seconds() - session->started, session->tables.ptr ? session->tables.ptr : "");
}

static int run_build(Session *session)
{
    int status;
    Program *program = check(session, &status);
    if (!program)
        return status;
    const char *output = session->cli.output ? session->cli.output : program->name;
    if (!build(session, program, output))
        return EXIT_ERRORS;
    if (is_text(session))
        print_summary(session, output);
    return EXIT_FINE;
}

/* Becomes the program at `path`, which is removed first: the open file is all
 * that is needed. Comes back only when that fails. */
static int become(Session *session, const char *folder, const char *path, const char *name,
                  char *const *args)
{
    Vec(char *) argv = {0};
    vec_push(session->arena, &argv, arena_strndup(session->arena, name, strlen(name)));
    for (char *const *arg = args; *arg; arg++)
        vec_push(session->arena, &argv, *arg);
    vec_push(session->arena, &argv, NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (!session->cli.keep)
        files_remove_folder(folder);
    print_times(session);
    session->phase_count = 0;
    if (fd >= 0)
        fexecve(fd, argv.at, environ);
    return fail(session, EXIT_ERRORS,
                arena_printf(session->arena,
                             "cannot start %s: %s; TMPDIR must be a folder that programs may be "
                             "started from",
                             path, strerror(errno)));
}

/* Files that are read at start stand beside the source, wherever dashc runs. */
static void tell_paths(Session *session, const Program *program)
{
    for (int i = 0; i < program->tables.count; i++) {
        const HirTable *table = program->tables.at[i];
        if (table->source && !table->source->rows)
            setenv(arena_printf(session->arena, "DATA_%s", table->name), table->source->found, 0);
    }
}

/* Builds the program into a folder of its own and becomes it. */
static int build_and_become(Session *session, Program *program, char *const *args)
{
    const char *folder = files_make_folder(session->arena, &session->diags);
    if (!folder) {
        print_diags(session);
        return EXIT_ERRORS;
    }
    const char *path = arena_printf(session->arena, "%s/app", folder);
    if (!build(session, program, path)) {
        files_remove_folder(folder);
        return EXIT_ERRORS;
    }
    tell_paths(session, program);
    return become(session, folder, path, program->name, args);
}

static int run_run(Session *session)
{
    int status;
    Program *program = check(session, &status);
    return program ? build_and_become(session, program, session->cli.app_args) : status;
}

static int run_test(Session *session)
{
    const Cli *cli = &session->cli;
    int status, count = 0;
    Program *program = check(session, &status);
    if (!program)
        return status;
    if (program->tests.count == 0) {
        print_diags(session);
        return fail(session, EXIT_ERRORS,
                    arena_printf(session->arena, "there is no `test` in %s", cli->file));
    }
    const char *args[5] = {NULL};
    if (cli->filter) {
        args[count++] = "--filter";
        args[count++] = cli->filter;
    }
    if (cli->junit) {
        args[count++] = "--junit";
        args[count++] = cli->junit;
    }
    return build_and_become(session, program, (char *const *)(uintptr_t)args);
}

static int run_explain(Session *session)
{
    const char *word = session->cli.file;
    Buf out = {.arena = session->arena};
    RenderStyle style = style_of(&session->cli, STDOUT_FILENO);
    DiagCode code;
    if (!word)
        explain_list(&out, &style);
    else if (explain_find(word, &code))
        explain_code(&out, &style, code);
    else
        return fail(session, EXIT_USAGE,
                    arena_printf(session->arena,
                                 "there is no code `%s`; `dashc explain` lists them", word));
    bool fine = fwrite(out.ptr, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
    return fine ? EXIT_FINE : fail(session, EXIT_ERRORS, "cannot write to standard output");
}

/* What becomes of one source; gives the exit status. */
static int deliver_format(Session *session, const Source *source, Str text)
{
    const Cli *cli = &session->cli;
    bool same = str_eq((Str){source->text, source->len}, text);
    bool standard = strcmp(cli->file, "-") == 0;
    if (cli->diff) {
        Buf diff = {.arena = session->arena};
        fmt_diff(&diff, source->path, (Str){source->text, source->len}, text);
        if (diff.len > 0)
            fwrite(diff.ptr, 1, diff.len, stdout);
    } else if (cli->check) {
        if (!same)
            puts(source->path);
    } else if (standard) {
        fwrite(text.ptr, 1, text.len, stdout);
    } else if (!same && !files_rewrite(&session->diags, cli->file, text.ptr, text.len)) {
        print_diags(session);
        return EXIT_ERRORS;
    }
    return same || !(cli->check || cli->diff) ? EXIT_FINE : EXIT_ERRORS;
}

static int format_file(const Session *run, const char *path)
{
    Session session = *run;
    int status;
    session.arena = arena_create();
    session.cli.file = path;
    sources_init(&session.sources, session.arena);
    diags_init(&session.diags, session.arena, &session.sources);
    const Source *source = load(&session, &status);
    if (source) {
        Buf text = {.arena = session.arena};
        buf_puts(&text, "");
        FormatResult result = format_source(&text, session.arena, &session.diags, source);
        print_diags(&session);
        status = EXIT_ERRORS;
        if (result == FORMAT_FINE)
            status = deliver_format(&session, source, (Str){text.ptr, text.len});
        else if (result == FORMAT_UNSAFE)
            fail(&session, status,
                 arena_printf(session.arena,
                              "%s stays as it is: formatted, it would not mean the same. This is a "
                              "mistake in dashc: please report it",
                              path));
    }
    dash_arena_destroy(session.arena);
    return status;
}

static int run_fmt(Session *session)
{
    Paths paths = {0};
    int worst = EXIT_FINE;
    for (int i = 0; i < session->cli.files.count; i++)
        fmt_find(session->arena, &paths, session->cli.files.at[i]);
    for (int i = 0; i < paths.count; i++) {
        int status = format_file(session, paths.at[i]);
        worst = status > worst ? status : worst;
    }
    if (fflush(stdout) != 0)
        return fail(session, EXIT_ERRORS, "cannot write to standard output");
    return worst;
}

/* ---- the whole ------------------------------------------------------------------- */

/* What --warn, --allow and --deny say, in their order. */
static bool set_levels(Session *session, int *status)
{
    for (int i = 0; i < session->cli.levels.count; i++) {
        const CliLevel *wanted = &session->cli.levels.at[i];
        WarningLevel level = *wanted->option == 'a'   ? LEVEL_ALLOW
                             : *wanted->option == 'd' ? LEVEL_DENY
                                                      : LEVEL_WARN;
        if (diags_set_level(&session->diags, wanted->name, level))
            continue;
        Suggest suggest = suggest_for(wanted->name);
        for (int code = 0; code < DIAG_CODE_COUNT; code++)
            if (diag_warning_name((DiagCode)code))
                suggest_consider(&suggest, diag_warning_name((DiagCode)code));
        const char *best = suggest_best(&suggest);
        *status = fail(
            session, EXIT_USAGE,
            arena_printf(session->arena, "there is no warning `%s`%s; `dashc explain` lists them",
                         wanted->name,
                         best ? arena_printf(session->arena, ", did you mean `%s`?", best) : ""));
        return false;
    }
    return true;
}

static int (*const runners[])(Session *) = {
    [CLI_BUILD] = run_build, [CLI_RUN] = run_run,         [CLI_CHECK] = run_check,
    [CLI_EMIT] = run_emit,   [CLI_EXPLAIN] = run_explain, [CLI_FMT] = run_fmt,
    [CLI_TEST] = run_test,
};

int main(int argc, char **argv)
{
    (void)argc;
    static Session session; /* its memory goes with the process, which is faster than piecemeal */
    session = (Session){.arena = arena_create(), .started = seconds()};
    int status;
    if (cli_parse(&session.cli, session.arena, argv, &status)) {
        sources_init(&session.sources, session.arena);
        diags_init(&session.diags, session.arena, &session.sources);
        if (set_levels(&session, &status))
            status = runners[session.cli.command](&session);
        print_times(&session);
    }
    return status;
}
