/* SPDX-License-Identifier: MIT
 *
 * Work over the parts of a table, and the threads that help with it.
 *
 * The helpers start with the first large piece of work and stay. One request at a
 * time has them: whoever finds them taken does all of its parts itself, so nobody
 * ever waits for another request. Parts are taken one by one from a counter; the
 * request's own thread takes some, too, and goes on when the last helper is out.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "core/cx.h"
#include "dash/kernel.h"
#include "dash/table.h"

enum {
    THREADS_MAX = 64,
    PARTS_WORTH_IT = 4,                /* fewer do not pay for waking somebody */
    HELPER_MEMORY = 256 * 1024 * 1024, /* what kernels make on the side */
};

typedef struct Job {
    const DashWork *work;
    unsigned char *states;
    uint32_t parts, part_rows;
    int64_t time_limit, deadline; /* of the request, as it began */
    void *data;                   /* its tables */
    atomic_uint next;             /* part that nobody has taken */
    atomic_uint failed;           /* the first part that failed; those behind it are left out */
    pthread_mutex_t failing;
    DashExit exit; /* of part `failed`, with its message */
    const char *where;
    char message[sizeof((DashCx *)0)->message];
} Job;

static struct {
    pthread_mutex_t taken; /* held by the request that has the helpers */
    pthread_mutex_t lock;  /* of what follows */
    pthread_cond_t wake, left;
    Job *job; /* NULL: nothing to do */
    unsigned turn;
    int inside; /* helpers that look at the job */
    int helpers;
    int threads; /* that may work at once; 0: not yet known */
    bool started;
} pool = {
    .taken = PTHREAD_MUTEX_INITIALIZER,
    .lock = PTHREAD_MUTEX_INITIALIZER,
    .wake = PTHREAD_COND_INITIALIZER,
    .left = PTHREAD_COND_INITIALIZER,
};

/* ---- parts ---------------------------------------------------------------- */

static void *state_of(const Job *job, uint32_t part)
{
    return job->states + (size_t)part * job->work->state_size;
}

static void run_part(DashCx *cx, const Job *job, uint32_t part)
{
    const DashWork *work = job->work;
    size_t first = (size_t)part * job->part_rows, end = first + job->part_rows;
    if (end > work->rows)
        end = work->rows;
    dash_check_time(cx, work->where);
    work->run(cx, work->captured, state_of(job, part), (uint32_t)first, (uint32_t)end);
}

typedef struct PartRun {
    const Job *job;
    uint32_t part;
} PartRun;

static void run_caught(DashCx *cx, void *state)
{
    const PartRun *run = state;
    run_part(cx, run->job, run->part);
}

static void note_failure(Job *job, uint32_t part, const DashCx *cx, DashExit exit)
{
    pthread_mutex_lock(&job->failing);
    if (part < atomic_load(&job->failed)) {
        atomic_store(&job->failed, part);
        job->exit = exit;
        job->where = cx->where;
        memcpy(job->message, cx->message, sizeof job->message);
    }
    pthread_mutex_unlock(&job->failing);
}

/* Takes parts until there are none. */
static void take_parts(DashCx *cx, Job *job)
{
    for (;;) {
        uint32_t part = atomic_fetch_add(&job->next, 1);
        if (part >= job->parts || part > atomic_load(&job->failed))
            return;
        DashExit exit = dash_cx_run(cx, run_caught, &(PartRun){job, part});
        if (exit != DASH_EXIT_DONE)
            note_failure(job, part, cx, exit);
    }
}

/* ---- helpers -------------------------------------------------------------- */

static void help(DashCx *cx, Job *job)
{
    cx->time_limit = job->time_limit;
    cx->deadline = job->deadline;
    cx->data = job->data;
    take_parts(cx, job);
    dash_cx_reset(cx);
}

static void *helper(void *state)
{
    DashCx *cx = state;
    unsigned seen = 0;
    pthread_mutex_lock(&pool.lock);
    for (;;) {
        while (!pool.job || pool.turn == seen)
            pthread_cond_wait(&pool.wake, &pool.lock);
        seen = pool.turn;
        Job *job = pool.job;
        pool.inside++;
        pthread_mutex_unlock(&pool.lock);
        help(cx, job);
        pthread_mutex_lock(&pool.lock);
        if (--pool.inside == 0)
            pthread_cond_signal(&pool.left);
    }
    return NULL;
}

static int processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

void dash_work_threads(int threads)
{
    pool.threads = threads > THREADS_MAX ? THREADS_MAX : threads;
}

static bool start_helper(void)
{
    pthread_t thread;
    DashCx *cx = dash_cx_create(HELPER_MEMORY);
    if (cx && pthread_create(&thread, NULL, helper, cx) == 0) {
        pthread_detach(thread);
        return true;
    }
    dash_cx_destroy(cx);
    return false;
}

/* Signals are for the other threads of the program. */
static void start_helpers(void)
{
    sigset_t all, before;
    pool.started = true;
    if (pool.threads <= 0)
        dash_work_threads(processors());
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (pool.helpers < pool.threads - 1 && start_helper())
        pool.helpers++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void show_job(Job *job)
{
    pthread_mutex_lock(&pool.lock);
    pool.job = job;
    pool.turn++;
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
}

static void hide_job(void)
{
    pthread_mutex_lock(&pool.lock);
    pool.job = NULL;
    while (pool.inside > 0)
        pthread_cond_wait(&pool.left, &pool.lock);
    pthread_mutex_unlock(&pool.lock);
}

/* Leaves as the first part that failed did. */
static void pass_failure_on(DashCx *cx, const Job *job)
{
    if (job->exit == DASH_EXIT_PREVENT)
        dash_prevent_update(cx);
    if (job->exit == DASH_EXIT_FAILED)
        dash_fail(cx, job->where, "%s", job->message);
}

/* With the helpers, unless somebody else has them: then false. */
static bool run_together(DashCx *cx, Job *job)
{
    if (job->parts < PARTS_WORTH_IT || pthread_mutex_trylock(&pool.taken) != 0)
        return false;
    if (!pool.started)
        start_helpers();
    bool together = pool.helpers > 0;
    if (together) {
        show_job(job);
        take_parts(cx, job);
        hide_job();
    }
    pthread_mutex_unlock(&pool.taken);
    if (together)
        pass_failure_on(cx, job);
    return together;
}

/* ---- the whole ------------------------------------------------------------ */

/* Neighbours first, then pairs of pairs: sums of floats lose little that way. */
static void *merge_states(DashCx *cx, const Job *job)
{
    for (uint32_t step = 1; job->work->merge && step < job->parts; step *= 2)
        for (uint32_t i = 0; i + step < job->parts; i += 2 * step)
            job->work->merge(cx, job->work->captured, state_of(job, i), state_of(job, i + step));
    return job->states;
}

/* Parts of one size, of whole words of bitmaps. */
static size_t rows_of_parts(const DashWork *work)
{
    size_t parts = work->rows / work->part_rows;
    parts = parts < 1 ? 1 : parts > DASH_PARTS_MAX ? DASH_PARTS_MAX : parts;
    size_t rows = (work->rows + parts - 1) / parts;
    return (rows + DASH_LANES - 1) / DASH_LANES * DASH_LANES;
}

void *dash_work(DashCx *cx, const DashWork *work)
{
    size_t part_rows = rows_of_parts(work);
    Job job = {
        .work = work,
        .parts = work->rows ? (uint32_t)((work->rows + part_rows - 1) / part_rows) : 1,
        .part_rows = (uint32_t)part_rows,
        .time_limit = cx->time_limit,
        .deadline = cx->deadline,
        .data = cx->data,
        .failed = UINT32_MAX,
        .failing = PTHREAD_MUTEX_INITIALIZER,
    };
    job.states = dash_alloc_array(cx, job.parts, work->state_size);
    if (!run_together(cx, &job))
        for (uint32_t part = 0; part < job.parts; part++)
            run_part(cx, &job, part);
    return merge_states(cx, &job);
}
