/* SPDX-License-Identifier: MIT
 *
 * The main program of every app: its command line, its life from start to a
 * signal.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_reader.h"
#include "dash/kernel.h"
#include "http/edition.h"
#include "http/http.h"
#include "http/site.h"

enum { EXIT_FINE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

enum { DEFAULT_PORT = 8050 };
static const size_t DEFAULT_MAX_BODY = (size_t)16 << 20;
static const size_t DEFAULT_CACHE = (size_t)8 << 20;
static const size_t MAX_SIZE = (size_t)1 << 31, MAX_MEMORY = (size_t)1 << 40;
enum { DEFAULT_SECONDS = 30 };
static const size_t DEFAULT_MEMORY = (size_t)1 << 30; /* of one request */

enum { MOST_DATA = 64 };

typedef struct Settings {
    const char *host;
    int port;
    size_t max_body, max_memory, cache;
    int max_seconds, threads;
    bool verbose;
    DataPath data[MOST_DATA];
    size_t data_count;
    const char *data_cache;
} Settings;

/* ---- command line ------------------------------------------------------- */

static const char USAGE[] = "\
Usage: %s [options]\n\
\n\
Serves \"%s\".\n\
\n\
  --port N        the port to listen on (default 8050, or $PORT); 0 takes any\n\
  --host ADDRESS  the address to listen on (default 127.0.0.1, or $HOST);\n\
                  0.0.0.0 is every address of this machine\n\
  --max-body N    the largest request in bytes, or with K or M (default 16M)\n\
  --max-memory N  the most memory that answering one request may take\n\
                  (default 1024M)\n\
  --cache N       memory for answers that can be given again (default 8M);\n\
                  0 computes each anew\n\
  --max-seconds N how long a callback may run (default 30); 0 has no end\n\
  --data T=FILE   read the open table T from FILE (or $DATA_T)\n\
  --data-cache D  keep what was read of large files in the folder D; off: nowhere\n\
                  (default: FILE.dashcache beside each)\n\
  --threads N     how many threads may work on a large table (default 0: one\n\
                  for each processor)\n\
  --verbose       log every request\n\
  --licenses      print the licences of the software inside, and exit\n\
  --version       print what this program was made from, and exit\n\
  --help          print this, and exit\n";

static bool parse_number(const char *text, int *number)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || value > 65535)
        return false;
    *number = (int)value;
    return true;
}

static bool parse_size(const char *text, size_t most, size_t *size)
{
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : 0;
    if (*text < '0' || *text > '9' || value > most >> shift)
        return false;
    if (end[shift > 0] != '\0')
        return false;
    *size = (size_t)value << shift;
    return true;
}

static int wrong(const DashApp *app, const char *what, const char *text)
{
    fprintf(stderr, "%s: %s%s (see %s --help)\n", app->name, what, text, app->name);
    return EXIT_USAGE;
}

static void print_help(const DashApp *app)
{
    printf(USAGE, app->name, app->title);
    if (!app->data)
        return;
    printf("\nThe tables of --data and their schemas; FILE has the format that the program names\n"
           "(CSV, JSON …), and may be packed with gzip or zstd:\n\n");
    app->data->calls->print(app->data, stdout);
}

static int print_about(const DashApp *app, const char *option)
{
    if (strcmp(option, "--help") == 0)
        print_help(app);
    else if (strcmp(option, "--version") == 0)
        printf("%s, compiled from %s by %s\n", app->name, app->source, app->compiler);
    else
        fputs(app->bundle->licenses ? app->bundle->licenses : "", stdout);
    return fflush(stdout) == 0 ? EXIT_FINE : EXIT_FAILED;
}

static bool is_about(const char *option)
{
    return strcmp(option, "--help") == 0 || strcmp(option, "--version") == 0 ||
           strcmp(option, "--licenses") == 0;
}

static const DashOpenTable *find_open_table(const DashApp *app, const char *name, size_t len)
{
    for (size_t i = 0; app->data && i < app->data->table_count; i++)
        if (strlen(app->data->tables[i].name) == len &&
            strncmp(app->data->tables[i].name, name, len) == 0)
            return &app->data->tables[i];
    return NULL;
}

/* "table=file". Gives -1 to go on, or the exit status. */
static int read_data(const DashApp *app, Settings *settings, const char *value)
{
    const char *equals = strchr(value, '=');
    if (!equals || equals == value || !equals[1])
        return wrong(app, "--data takes a table and a file, `table=file.csv`, not ", value);
    const DashOpenTable *table = find_open_table(app, value, (size_t)(equals - value));
    if (!table)
        return wrong(app, "--data takes tables whose source says `open=true` or `live=true`, not ",
                     value);
    if (settings->data_count == MOST_DATA)
        return wrong(app, "--data stands here too often", "");
    settings->data[settings->data_count++] = (DataPath){table->name, equals + 1};
    return -1;
}

/* The value of "--name value" or "--name=value"; NULL when `argv[*i]` is another
 * option. A missing value gives "". */
static const char *value_of(const char *name, int argc, char **argv, int *i)
{
    size_t len = strlen(name);
    if (strncmp(argv[*i], name, len) != 0)
        return NULL;
    if (argv[*i][len] == '=')
        return argv[*i] + len + 1;
    if (argv[*i][len] != '\0')
        return NULL;
    return *i + 1 < argc ? argv[++*i] : "";
}

/* Gives -1 to go on, or the exit status. */
static int read_option(const DashApp *app, Settings *settings, int argc, char **argv, int *i)
{
    const char *value;
    if (is_about(argv[*i]))
        return print_about(app, argv[*i]);
    if (strcmp(argv[*i], "--verbose") == 0) {
        settings->verbose = true;
    } else if ((value = value_of("--port", argc, argv, i))) {
        if (!parse_number(value, &settings->port))
            return wrong(app, "--port takes a number from 0 to 65535, not ", value);
    } else if ((value = value_of("--host", argc, argv, i))) {
        if (*value == '\0')
            return wrong(app, "--host takes an address", "");
        settings->host = value;
    } else if ((value = value_of("--max-body", argc, argv, i))) {
        if (!parse_size(value, MAX_SIZE, &settings->max_body) || settings->max_body == 0)
            return wrong(app, "--max-body takes a size up to 2048M, not ", value);
    } else if ((value = value_of("--max-memory", argc, argv, i))) {
        if (!parse_size(value, MAX_MEMORY, &settings->max_memory) || settings->max_memory == 0)
            return wrong(app, "--max-memory takes a size up to 1048576M, not ", value);
    } else if ((value = value_of("--cache", argc, argv, i))) {
        if (!parse_size(value, MAX_SIZE, &settings->cache))
            return wrong(app, "--cache takes a size up to 2048M, not ", value);
    } else if ((value = value_of("--data", argc, argv, i))) {
        return read_data(app, settings, value);
    } else if ((value = value_of("--data-cache", argc, argv, i))) {
        if (*value == '\0')
            return wrong(app, "--data-cache takes a folder, or off", "");
        settings->data_cache = value;
    } else if ((value = value_of("--max-seconds", argc, argv, i))) {
        if (!parse_number(value, &settings->max_seconds))
            return wrong(app, "--max-seconds takes a number from 0 to 65535, not ", value);
    } else if ((value = value_of("--threads", argc, argv, i))) {
        if (!parse_number(value, &settings->threads))
            return wrong(app, "--threads takes a number from 0 to 65535, not ", value);
    } else {
        return wrong(app, "unknown argument ", argv[*i]);
    }
    return -1;
}

static int read_settings(const DashApp *app, Settings *settings, int argc, char **argv)
{
    *settings = (Settings){
        .host = "127.0.0.1",
        .port = DEFAULT_PORT,
        .max_body = DEFAULT_MAX_BODY,
        .max_memory = DEFAULT_MEMORY,
        .cache = DEFAULT_CACHE,
        .max_seconds = DEFAULT_SECONDS,
    };
    const char *host = getenv("HOST"), *port = getenv("PORT");
    if (host && *host)
        settings->host = host;
    if (port && *port && !parse_number(port, &settings->port))
        return wrong(app, "the environment's PORT is no port: ", port);
    for (int i = 1; i < argc; i++) {
        int status = read_option(app, settings, argc, argv, &i);
        if (status >= 0)
            return status;
    }
    return -1;
}

/* ---- life --------------------------------------------------------------- */

static void start_app(DashCx *cx, void *state)
{
    const DashApp *app = state;
    app->start(cx);
}

/* Computes the program's constants into `cx`, which lives as long as it. */
static bool prepare(const DashApp *app, DashCx *cx)
{
    if (!app->start || dash_cx_run(cx, start_app, (void *)app) == DASH_EXIT_DONE)
        return true;
    fprintf(stderr, "%s: %s%s%s\n", app->name, cx->where, *cx->where ? ": " : "", cx->message);
    return false;
}

/* Waits for a request to stop; a second one ends the program at once. */
static void wait_for_signal(const sigset_t *signals)
{
    int received;
    while (sigwait(signals, &received) != 0)
        ;
    pthread_sigmask(SIG_UNBLOCK, signals, NULL);
}

static int serve(const DashApp *app, Editions *editions, const Settings *settings)
{
    /* Blocked before there are threads, so that only sigwait sees them. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    HttpOptions options = {
        .host = settings->host,
        .port = settings->port,
        .max_body = settings->max_body,
        .max_memory = settings->max_memory,
        .max_seconds = settings->max_seconds,
        .verbose = settings->verbose,
        .handler = site_answer,
        .done = site_answered,
        .state = editions,
    };
    char error[512];
    HttpServer *server = http_start(&options, error, sizeof error);
    if (!server) {
        fprintf(stderr, "%s: %s\n", app->name, error);
        return EXIT_FAILED;
    }
    bool is_six = strchr(settings->host, ':') != NULL;
    printf(is_six ? "%s: http://[%s]:%d\n" : "%s: http://%s:%d\n", app->name, settings->host,
           http_port(server));
    fflush(stdout);
    wait_for_signal(&signals);
    http_stop(server);
    return EXIT_FINE;
}

/* Reads the tables, makes the page, serves. */
static int run(const DashApp *app, const Settings *settings)
{
    Data *data = NULL;
    DataOptions options = {settings->data, settings->data_count, settings->data_cache};
    char error[1024];
    if (app->data) {
        data = app->data->calls->open(app->data, &options, error, sizeof error);
        if (!data) {
            fprintf(stderr, "%s: %s\n", app->name, error);
            return EXIT_FAILED;
        }
    }
    int status = EXIT_FAILED;
    Editions *editions = editions_create(app, data, settings->cache);
    if (editions)
        status = serve(app, editions, settings);
    else
        fprintf(stderr, "%s: cannot make the page\n", app->name);
    editions_destroy(editions);
    if (data)
        app->data->calls->close(data);
    return status;
}

int dash_main(const DashApp *app, int argc, char **argv)
{
    Settings settings;
    if (app->abi != DASH_ABI) {
        fprintf(stderr, "%s: compiled for another version of the runtime: compile %s again\n",
                app->name, app->source);
        return EXIT_FAILED;
    }
    int status = read_settings(app, &settings, argc, argv);
    if (status >= 0)
        return status;
    if (app->bundle->unpack && !app->bundle->unpack(app->bundle)) {
        fprintf(stderr, "%s: the tables in this program are damaged, or memory is out\n",
                app->name);
        return EXIT_FAILED;
    }
    json_reader_install();
    dash_work_threads(settings.threads);
    DashCx *cx = dash_cx_create(0);
    if (!cx) {
        fprintf(stderr, "%s: out of memory\n", app->name);
        return EXIT_FAILED;
    }
    status = prepare(app, cx) ? run(app, &settings) : EXIT_FAILED;
    dash_cx_destroy(cx);
    return status;
}
