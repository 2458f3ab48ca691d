/* SPDX-License-Identifier: MIT
 *
 * Running commands. Each child inherits the writing end of a pipe that nobody
 * writes to: its reading end sees the end of file when the last child is gone,
 * so that one poll() with a time-out waits for all of them.
 */
#include "link/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 1000

extern char **environ;

static const int guarded[] = {SIGINT, SIGTERM, SIGHUP};
#define GUARDED_COUNT (sizeof guarded / sizeof *guarded)
static struct sigaction saved[GUARDED_COUNT];
static volatile sig_atomic_t interrupted_by;

static void remember(int number)
{
    interrupted_by = number;
}

void process_guard(void)
{
    struct sigaction action = {.sa_handler = remember};
    sigemptyset(&action.sa_mask);
    interrupted_by = 0;
    for (size_t i = 0; i < GUARDED_COUNT; i++) {
        sigaction(guarded[i], NULL, &saved[i]);
        if (saved[i].sa_handler != SIG_IGN)
            sigaction(guarded[i], &action, NULL);
    }
}

bool process_interrupted(void)
{
    return interrupted_by != 0;
}

void process_release(void)
{
    for (size_t i = 0; i < GUARDED_COUNT; i++)
        sigaction(guarded[i], &saved[i], NULL);
    if (interrupted_by)
        raise(interrupted_by);
}

void command_add(Arena *arena, Command *command, ...)
{
    va_list args;
    va_start(args, command);
    for (const char *arg; (arg = va_arg(args, const char *));)
        vec_push(arena, &command->argv, arg);
    va_end(args);
}

void command_add_words(Arena *arena, Command *command, const char *words)
{
    while (*words) {
        size_t blanks = strspn(words, " \t");
        size_t len = strcspn(words + blanks, " \t");
        if (len)
            vec_push(arena, &command->argv, arena_strndup(arena, words + blanks, len));
        words += blanks + len;
    }
}

/* The command as one line for people. */
static const char *command_text(Arena *arena, const Command *command)
{
    Buf buf = {.arena = arena};
    for (int i = 0; i < command->argv.count; i++) {
        const char *arg = command->argv.at[i];
        bool quote = !*arg || strpbrk(arg, " \t\"'\\$&;()<>|*?`");
        buf_printf(&buf, quote ? "%s'%s'" : "%s%s", i ? " " : "", arg);
    }
    return buf.ptr ? buf.ptr : "";
}

/* In the child: `folder` is current, input empty, output in the log. */
static int start(Arena *arena, Command *command, const char *folder)
{
    vec_push(arena, &command->argv, NULL); /* posix_spawn's end mark */
    command->argv.count--;
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    posix_spawn_file_actions_addchdir_np(&actions, folder);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, command->log,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    int error = posix_spawnp(&command->pid, command->argv.at[0], &actions, NULL,
                             (char *const *)command->argv.at, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static void wait_for_end(int fd, const char *doing)
{
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    bool terminal = isatty(STDERR_FILENO);
    bool shown = false;
    for (;;) {
        int got = poll(&wanted, 1, shown || !terminal ? -1 : PATIENCE_MS);
        if (got > 0 || (got < 0 && errno != EINTR))
            break;
        if (got == 0) {
            shown = true;
            fprintf(stderr, "%s …", doing);
        }
    }
    if (shown)
        fputs("\r\033[K", stderr);
}

static int wait_for(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return 127;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool commands_run(Arena *arena, Command *commands, int count, const char *folder, bool verbose)
{
    int ends[2];
    bool have_pipe = pipe2(ends, O_CLOEXEC) == 0;
    if (have_pipe)
        fcntl(ends[1], F_SETFD, 0);
    bool fine = true;
    for (int i = 0; i < count; i++) {
        if (verbose)
            fprintf(stderr, "+ %s\n", command_text(arena, &commands[i]));
        commands[i].start_error = start(arena, &commands[i], folder);
    }
    if (have_pipe) {
        close(ends[1]);
        wait_for_end(ends[0], commands[0].doing);
        close(ends[0]);
    }
    for (int i = 0; i < count; i++) {
        Command *command = &commands[i];
        command->status = command->start_error ? 127 : wait_for(command->pid);
        fine = fine && command->status == 0;
    }
    return fine;
}
