/* SPDX-License-Identifier: MIT
 *
 * Any body of a POST to _dash-update-component, against the callbacks of the
 * program of the protocol tests.
 */
#define main probe_main
int probe_main(int argc, char **argv);
#include "../protocol/app.c"
#undef main

#include <stdlib.h>

#include "dispatch/dispatcher.h"
#include "dispatch/json_reader.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Dispatcher dispatcher;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    json_reader_install();
    if (!dispatcher_init(&dispatcher, &APP))
        abort();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DashCx *cx = dash_cx_create(64u << 20);
    JsonWriter writer;
    if (!cx)
        abort();
    json_writer_init(&writer);
    int status = dispatch_update(&dispatcher, cx, &writer, (const char *)data, size);
    if (status == 200 ? writer.len == 0 : writer.len != 0)
        abort(); /* a body goes with 200 and with nothing else */
    json_writer_finish(&writer);
    dash_cx_destroy(cx);
    return 0;
}
