/* SPDX-License-Identifier: MIT
 *
 * Running the C compiler: a few commands at the same time, their output kept
 * for when they fail, and an interrupt that lets us clean up.
 */
#ifndef DASHC_LINK_PROCESS_H
#define DASHC_LINK_PROCESS_H

#include <sys/types.h>

#include "source/memory.h"

typedef struct Command {
    Vec(const char *) argv; /* the program is looked up in PATH */
    const char *log;        /* absolute path of the file that takes its output */
    const char *doing;      /* "compiling": for the progress line */
    /* filled by commands_run: */
    pid_t pid;
    int start_error; /* errno of a program that could not be started, or 0 */
    int status;      /* exit status; 128 + number for a signal */
} Command;

/* Appends arguments; the last one is NULL. */
void command_add(Arena *arena, Command *command, ...) __attribute__((sentinel));
/* Appends the words of a text like "ccache gcc" (no quoting). */
void command_add_words(Arena *arena, Command *command, const char *words);

/* Runs all of them in `folder` at the same time and waits for all. True when
 * every one ended with 0. Shows what is going on when it takes more than a
 * second and standard error is a terminal. */
bool commands_run(Arena *arena, Command *commands, int count, const char *folder, bool verbose);

/* Between these two an interrupt (SIGINT, SIGTERM, SIGHUP) is remembered, not
 * obeyed; process_release obeys it. */
void process_guard(void);
bool process_interrupted(void);
void process_release(void);

#endif
