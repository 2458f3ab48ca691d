/* SPDX-License-Identifier: MIT
 *
 * One build: everything is written into a temporary folder, the program and
 * the embedded files are compiled at the same time, then linked into a new file
 * beside the output which takes the output's name last.
 */
#include "link/link.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "link/c_files.h"
#include "link/config.h"
#include "link/embed.h"
#include "link/files.h"
#include "link/layout.h"
#include "link/process.h"
#include "source/load.h"

#define LOG_LINES 20
#define LOG_MAX   (1u << 20)

typedef struct Job {
    Arena *arena;
    Diags *diags;
    const LinkOptions *options;
    const Program *program;
    Vec(const char *) objects; /* of the user's C */
    Layout layout;
    const char *folder;
    const char *cc;
} Job;

static const char *choose_cc(const LinkOptions *options)
{
    const char *env = getenv("CC");
    if (options->cc)
        return options->cc;
    return env && *env ? env : "cc";
}

/* ---- inputs ----------------------------------------------------------------- */

static bool write_text(const Job *job, const char *name, const Buf *text)
{
    return files_write(job->diags, job->folder, name, text->ptr ? text->ptr : "", text->len);
}

static bool write_headers(const Job *job, const Program *program)
{
    Str header = job->options->header;
    for (int i = 0; i < program->c_files.count; i++)
        if (!files_write(job->diags, job->folder, c_file_header(job->arena, program->c_files.at[i]),
                         header.ptr, header.len))
            return false;
    return true;
}

static bool write_assets(const Job *job, const Assets *assets)
{
    for (int i = 0; i < assets->count; i++) {
        const Asset *asset = &assets->at[i];
        const char *name = arena_printf(job->arena, "asset_%d", i);
        if (!files_write(job->diags, job->folder, name, asset->bytes, asset->size) ||
            (asset->gzip_size &&
             !files_write(job->diags, job->folder, arena_printf(job->arena, "%s.gz", name),
                          asset->gzip, asset->gzip_size)))
            return false;
    }
    return true;
}

static bool write_inputs(const Job *job, const Program *program, Str c_source, const EmitData *data)
{
    Bundle bundle = {0};
    if (!job->options->tests)
        bundle_choose(&bundle, job->arena, program, c_source);
    if (!bundle_measure(&bundle, job->diags, job->layout.web))
        return false;
    if (!assets_read(&bundle.assets, job->diags, program->source->path) ||
        !write_assets(job, &bundle.assets))
        return false;
    Buf blob = {.arena = job->arena}, assembler = blob, table = blob, licenses = blob;
    embed_blob(&blob, data);
    embed_assembler(&assembler, data, &bundle);
    embed_table(&table, data, &bundle, program);
    bundle_licenses(&licenses, &bundle);
    if (symlink(job->layout.web, arena_printf(job->arena, "%s/web", job->folder)) != 0) {
        diag_error(job->diags, E0805, (Span){0}, "cannot write to %s: %s", job->folder,
                   strerror(errno));
        return false;
    }
    return write_headers(job, program) &&
           files_write(job->diags, job->folder, "app.c", c_source.ptr, c_source.len) &&
           write_text(job, "data.bin", &blob) && write_text(job, "embed.s", &assembler) &&
           write_text(job, "bundle.c", &table) && write_text(job, "licenses.txt", &licenses);
}

/* ---- commands --------------------------------------------------------------- */

static Command new_command(const Job *job, const char *doing, const char *log)
{
    Command command = {.doing = doing, .log = arena_printf(job->arena, "%s/%s", job->folder, log)};
    command_add_words(job->arena, &command, job->cc);
    return command;
}

/* The compiler's words as notes, at most LOG_LINES of them. */
static void quote_log(Diag *d, const char *text)
{
    for (int lines = 0; *text && lines < LOG_LINES; lines++) {
        size_t line = strcspn(text, "\n");
        diag_note_at(d, (Span){0}, "%.*s", (int)line, text);
        text += line + (text[line] == '\n');
    }
}

static const char *read_log(Arena *arena, const Command *command)
{
    size_t len;
    const char *why;
    const char *text = load_bytes(arena, command->log, LOG_MAX, &len, &why);
    return text ? text : "";
}

/* Whose fault it is: the machine's, ours (`ours`), or not clear. */
static const char *advice(const char *log, bool ours)
{
    if (strstr(log, strerror(ENOSPC)))
        return "make room, or set TMPDIR to a folder that has some";
    if (ours)
        return "the C that dashc writes must always compile, so this is a mistake in dashc: please "
               "report it with the output of `dashc emit`";
    return "look at the commands with --verbose and at their files with --keep";
}

static void report(const Job *job, const Command *command, const char *what, bool ours)
{
    const char *program = command->argv.count ? command->argv.at[0] : "";
    if (command->start_error) {
        Diag *d = diag_error(job->diags, E0801, (Span){0}, "cannot run the C compiler `%s`: %s",
                             program, strerror(command->start_error));
        diag_help(d, "install one (`apt-get install gcc libc6-dev` on Debian), or name one "
                     "with --cc");
        return;
    }
    const char *log = read_log(job->arena, command);
    Diag *d = diag_error(job->diags, E0802, (Span){0}, "%s (`%s` ended with %d)", what, program,
                         command->status);
    quote_log(d, log);
    diag_help(d, "%s", advice(log, ours));
}

static void add_cc_flags(const Job *job, Command *command)
{
    command_add_words(job->arena, command, "-std=gnu11 -c " DASHC_CC_FLAGS);
    command_add(job->arena, command, "-I", job->layout.include, NULL);
}

/* What the C compiler said about the user's files. True when that explains why
 * it failed. */
static bool report_user_files(const Job *job, const Command *commands)
{
    bool explained = false;
    for (int i = 0; i < job->program->c_files.count; i++)
        explained |= c_file_report(job->diags, job->program, job->program->c_files.at[i],
                                   read_log(job->arena, &commands[i]));
    return explained;
}

static void add_user_files(Job *job, Command *commands, const char *optimise)
{
    Arena *arena = job->arena;
    for (int i = 0; i < job->program->c_files.count; i++) {
        commands[i] = new_command(job, "compiling", arena_printf(arena, "user%d.log", i));
        add_cc_flags(job, &commands[i]);
        command_add(arena, &commands[i], optimise, NULL);
        vec_push(arena, &job->objects,
                 c_file_arguments(arena, &commands[i], job->program->c_files.at[i], i));
    }
}

static bool compile(Job *job)
{
    Arena *arena = job->arena;
    int optimise = job->options->optimise < 0 ? 2 : job->options->optimise;
    const char *level = arena_printf(arena, "-O%d", optimise);
    Command app = new_command(job, "compiling", "app.log");
    add_cc_flags(job, &app);
    command_add(arena, &app, level, "-ffunction-sections", "-fdata-sections", "app.c", NULL);
    Command embedded = new_command(job, "compiling", "embed.log");
    add_cc_flags(job, &embedded);
    command_add(arena, &embedded, "bundle.c", "embed.s", NULL);
    int count = 2 + job->program->c_files.count;
    Command *commands = arena_array(arena, Command, count);
    commands[0] = app;
    commands[1] = embedded;
    add_user_files(job, commands + 2, level);
    bool fine = commands_run(arena, commands, count, job->folder, job->options->verbose);
    if (process_interrupted())
        return false;
    bool explained = report_user_files(job, commands + 2);
    if (fine || explained)
        return fine;
    for (int i = 2; i < count; i++) {
        if (commands[i].status == 0)
            continue;
        report(job, &commands[i], "the C compiler does not take the program's own C", false);
        return false;
    }
    bool app_failed = commands[0].status != 0;
    report(job, &commands[app_failed ? 0 : 1],
           app_failed ? "the C compiler does not take the program"
                      : "the C compiler does not take the embedded files",
           true);
    return false;
}

static bool link_objects(const Job *job, const char *claimed)
{
    Command link = new_command(job, "linking", "link.log");
    command_add_words(job->arena, &link, DASHC_LINK_FLAGS);
    command_add(job->arena, &link, "-o", claimed, "app.o", "bundle.o", "embed.o", NULL);
    for (int i = 0; i < job->objects.count; i++)
        command_add(job->arena, &link, job->objects.at[i], NULL);
    command_add(job->arena, &link, job->layout.library, "-lm", "-pthread", NULL);
    if (commands_run(job->arena, &link, 1, job->folder, job->options->verbose))
        return true;
    if (!process_interrupted() &&
        !c_file_missing(job->diags, job->program, read_log(job->arena, &link),
                        job->options->header))
        report(job, &link, "the program cannot be linked", false);
    return false;
}

/* The linker runs in another folder. */
static const char *absolute(Arena *arena, const char *path)
{
    char here[4096];
    if (*path == '/' || !getcwd(here, sizeof here))
        return path;
    return arena_printf(arena, "%s/%s", here, path);
}

static bool build_output(Job *job)
{
    const char *output = job->options->output;
    const char *claimed = files_claim_output(job->arena, job->diags, output);
    if (!claimed)
        return false;
    if (compile(job) && link_objects(job, absolute(job->arena, claimed)) &&
        files_publish(job->diags, claimed, output, 0777))
        return true;
    unlink(claimed);
    return false;
}

bool link_program(Arena *arena, Diags *diags, const Program *program, Str c_source,
                  const EmitData *data, const LinkOptions *options)
{
    Job job = {.arena = arena,
               .diags = diags,
               .options = options,
               .program = program,
               .cc = choose_cc(options)};
    if (!layout_find(arena, diags, &job.layout))
        return false;
    process_guard();
    job.folder = files_make_folder(arena, diags);
    bool fine = job.folder && write_inputs(&job, program, c_source, data) && build_output(&job);
    if (job.folder && options->keep)
        fprintf(stderr, "kept %s\n", job.folder);
    else if (job.folder)
        files_remove_folder(job.folder);
    process_release();
    return fine;
}
