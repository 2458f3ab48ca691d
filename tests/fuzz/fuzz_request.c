/* SPDX-License-Identifier: MIT
 *
 * The body of a request, as anybody may send it: read, checked against the
 * callback that it names, answered. Whatever the status, the answer must be
 * JSON that the reader takes back.
 */
#include <stdlib.h>

#include "core/json_reader.h"
#include "dispatch/dispatcher.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void run_copy(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, dash_arg_json(cx, call, 0));
}

static void run_lists(DashCx *cx, DashCall *call)
{
    dash_set_output(call, 0, dash_list_of_texts(cx, dash_arg_texts(cx, call, 0)));
    dash_set_output(call, 1, dash_list_of_floats(cx, dash_arg_floats(cx, call, 1)));
    dash_set_output(call, 2, dash_opt_int(dash_arg_opt_int(cx, call, 2)));
}

/* "j" is any JSON; "l" takes lists and an optional int. */
static const DashCallback CALLBACKS[] = {
    {
        .name = "copy",
        .where = "fuzz:1",
        .output = "j.p",
        .outputs = (const DashDependency[]){{.id = "j", .property = "p"}},
        .output_count = 1,
        .inputs =
            (const DashParameter[]){
                {.name = "x", .type = "json", .from = {.id = "i", .property = "p"}}},
        .input_count = 1,
        .run = run_copy,
    },
    {
        .name = "lists",
        .where = "fuzz:2",
        .output = "..l.p...l.q...m.p..",
        .outputs = (const DashDependency[]){{.id = "l", .property = "p"},
                                            {.id = "l", .property = "q"},
                                            {.id = "m", .property = "p"}},
        .output_count = 3,
        .inputs =
            (const DashParameter[]){
                {.name = "x", .type = "[text]", .from = {.id = "i", .property = "p"}},
                {.name = "y", .type = "[float]", .from = {.id = "i", .property = "q"}}},
        .input_count = 2,
        .state =
            (const DashParameter[]){
                {.name = "z", .type = "int?", .from = {.id = "i", .property = "r"}}},
        .state_count = 1,
        .run = run_lists,
    },
};
static const DashApp APP = {.callbacks = CALLBACKS, .callback_count = 2};

static Dispatcher dispatcher;
static DashCx *cx;
static JsonWriter writer;

static void set_up(void)
{
    enum { REQUEST_MEMORY = 64 << 20 };
    json_reader_install();
    json_writer_init(&writer);
    cx = dash_cx_create(REQUEST_MEMORY);
    if (!cx || !dispatcher_init(&dispatcher, &APP))
        abort();
    dispatcher.answers = answers_create(1 << 20);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (!cx)
        set_up();
    dash_cx_reset(cx);
    json_writer_reset(&writer);
    int status = dispatch_update(&dispatcher, cx, &writer, (const char *)data, size);
    if (status != 200)
        return 0;
    const cJSON *answer;
    if (json_read(cx, writer.ptr, writer.len, &answer) != JSON_FINE || !cJSON_IsObject(answer))
        abort();
    return 0;
}
