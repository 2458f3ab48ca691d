/* SPDX-License-Identifier: MIT
 *
 * What the runtime reads about callbacks: which components and props they wait
 * for and write, and how to run them. All of it is constant data.
 */
#include "emit/internal.h"

enum { LINE = 96 };

const char *c_quoted(Emit *e, const char *text)
{
    return text ? c_string(e, text, strlen(text)) : "NULL";
}

/* ---- ids ---------------------------------------------------------------- */

/* {.kind = DASH_INT, .integer = 3} */
static const char *key_value(Emit *e, const IdShapeKey *key)
{
    const char *json = key->json;
    if (key->text.ptr)
        return cf(e, "{.kind = DASH_STRING, .text = {%s, %zu}}",
                  c_string(e, key->text.ptr, key->text.len), key->text.len);
    if (*json == 't' || *json == 'f')
        return cf(e, "{.kind = DASH_BOOL, .boolean = %s}", json);
    if (strpbrk(json, ".e"))
        return cf(e, "{.kind = DASH_FLOAT, .number = %s}", json);
    return cf(e, "{.kind = DASH_INT, .integer = INT64_C(%s)}", json);
}

/* The name of an array with the keys of a dict id; the same for the same id. */
static const char *key_array(Emit *e, Buf *out, const IdShape *shape)
{
    static const char *const parts[] = {[ID_PART_CONSTANT] = "DASH_ID_IS",
                                        [ID_PART_MATCH] = "DASH_ID_MATCH",
                                        [ID_PART_ALL] = "DASH_ID_ALL",
                                        [ID_PART_ALLSMALLER] = "DASH_ID_ALLSMALLER"};
    const char *name = map_get(&e->id_keys, shape->wire);
    if (name)
        return name;
    name = name_global(&e->names, "id_keys");
    map_set(e->arena, &e->id_keys, shape->wire, (void *)(uintptr_t)name);
    buf_printf(out, "static const DashIdKey %s[] = { /* %s */\n", name,
               comment_safe(e, id_shown(e->arena, shape), strlen(id_shown(e->arena, shape))));
    for (int i = 0; i < shape->keys.count; i++) {
        const IdShapeKey *key = &shape->keys.at[i];
        buf_printf(out, "    {.name = %s, .part = %s", c_quoted(e, key->name), parts[key->part]);
        if (key->part == ID_PART_CONSTANT)
            buf_printf(out, ", .value = %s", key_value(e, key));
        buf_puts(out, "},\n");
    }
    buf_puts(out, "};\n");
    return name;
}

/* "{.id = "a", .property = "children"}" */
static const char *dependency(Emit *e, Buf *arrays, const HirPlace *place, const char *suffix,
                              bool optional, int group)
{
    Buf out = {.arena = e->arena};
    buf_printf(&out, "{.id = %s, .property = %s", c_quoted(e, place->id),
               c_quoted(e, cf(e, "%s%s", place->property, suffix)));
    if (optional)
        buf_puts(&out, ", .allow_optional = true");
    if (group)
        buf_printf(&out, ", .group = %d", group);
    if (id_is_dict(place->shape))
        buf_printf(&out, ", .keys = %s, .key_count = %d", key_array(e, arrays, place->shape),
                   place->shape->keys.count);
    buf_putc(&out, '}');
    return out.ptr;
}

/* ---- parameters and outputs --------------------------------------------- */

static const char *path_array(Emit *e, Buf *arrays, const HirParam *param, const char *stem)
{
    const char *name = name_global(&e->names, cf(e, "%s_%s_path", stem, param->var->name));
    buf_printf(arrays, "static const DashPathStep %s[] = {", name);
    for (int i = 0; i < param->path.count; i++) {
        const HirPathStep *step = &param->path.at[i];
        if (step->name)
            buf_printf(arrays, "%s{.name = %s}", i ? ", " : "", c_quoted(e, step->name));
        else
            buf_printf(arrays, "%s{.index = %lld}", i ? ", " : "", (long long)step->index);
    }
    buf_puts(arrays, "};\n");
    return name;
}

static void put_parameter(Emit *e, Buf *arrays, Buf *out, const HirParam *param, const char *stem)
{
    const char *path = param->path.count ? path_array(e, arrays, param, stem) : NULL;
    for (int i = 0; i < param->places.count; i++) {
        int group = param->is_list && i == 0 ? param->places.count : 0;
        const char *name = c_quoted(e, param->var->name);
        const char *type = c_quoted(e, type_name(e->arena, param->var->type));
        const char *from = dependency(e, arrays, &param->places.at[i], "", param->optional, group);
        const char *entry = cf(e, "    {.name = %s, .type = %s, .from = %s", name, type, from);
        if (path || strlen(entry) > LINE)
            entry = cf(e, "    {.name = %s,\n     .type = %s,\n     .from = %s", name, type, from);
        if (path)
            entry = cf(e, "%s,\n     .path = %s,\n     .path_count = %d", entry, path,
                       param->path.count);
        buf_printf(out, "%s},\n", entry);
    }
}

/* The Inputs, or the State; how many. */
static int write_parameters(Emit *e, Buf *arrays, const HirCallback *callback, bool state,
                            const char *name, const char *stem)
{
    Buf out = {.arena = e->arena};
    int count = 0;
    for (int i = 0; i < callback->params.count; i++) {
        const HirParam *param = &callback->params.at[i];
        if (param->is_state != state)
            continue;
        put_parameter(e, arrays, &out, param, stem);
        count += param->places.count;
    }
    if (count)
        buf_printf(arrays, "static const DashParameter %s[] = {\n%s};\n", name, out.ptr);
    return count;
}

/* What tells an output apart from the same one of another callback. */
static const char *output_suffix(Emit *e, const HirOutput *output, const char *stem)
{
    return output->allow_duplicate ? cf(e, "@%s", stem) : "";
}

static int write_outputs(Emit *e, Buf *arrays, const HirCallback *callback, const char *name,
                         const char *stem)
{
    Buf out = {.arena = e->arena};
    int count = 0;
    for (int i = 0; i < callback->outputs.count; i++) {
        const HirOutput *output = &callback->outputs.at[i];
        for (int k = 0; k < output->places.count; k++)
            buf_printf(&out, "    %s,\n",
                       dependency(e, arrays, &output->places.at[k], output_suffix(e, output, stem),
                                  false, output->is_list && k == 0 ? output->places.count : 0));
        count += output->places.count;
    }
    if (count)
        buf_printf(arrays, "static const DashDependency %s[] = {\n%s};\n", name, out.ptr);
    return count;
}

/* "a.b" or "..a.b...c.d..", as the wire names it. */
static const char *wire_output(Emit *e, const HirCallback *callback, const char *stem)
{
    Buf out = {.arena = e->arena};
    int count = 0;
    for (int i = 0; i < callback->outputs.count; i++) {
        const HirOutput *output = &callback->outputs.at[i];
        for (int k = 0; k < output->places.count; k++)
            buf_printf(&out, "%s%s.%s%s", count++ ? "..." : "", output->places.at[k].id,
                       output->places.at[k].property, output_suffix(e, output, stem));
    }
    bool multi = count > 1 || (count == 1 && callback->outputs.at[0].is_list);
    return count == 0 ? stem : multi ? cf(e, "..%s..", out.ptr) : out.ptr;
}

/* ---- callbacks ---------------------------------------------------------- */

void describe_callback(Emit *e, Buf *arrays, Buf *table, const HirCallback *callback,
                       const char *run)
{
    const char *stem = run + strlen("run_");
    const char *outputs = cf(e, "%s_output_ids", stem), *inputs = cf(e, "%s_inputs", stem);
    const char *state = cf(e, "%s_state", stem);
    int output_count = write_outputs(e, arrays, callback, outputs, stem);
    int input_count = write_parameters(e, arrays, callback, false, inputs, stem);
    int state_count = write_parameters(e, arrays, callback, true, state, stem);
    buf_printf(table, "    {\n        .name = %s,\n        .where = %s,\n        .output = %s,\n",
               c_quoted(e, callback->name), c_quoted(e, line_of(e, callback->span)),
               c_quoted(e, wire_output(e, callback, stem)));
    if (output_count)
        buf_printf(table, "        .outputs = %s,\n        .output_count = %d,\n", outputs,
                   output_count);
    if (input_count)
        buf_printf(table, "        .inputs = %s,\n        .input_count = %d,\n", inputs,
                   input_count);
    if (state_count)
        buf_printf(table, "        .state = %s,\n        .state_count = %d,\n", state, state_count);
    if (callback->prevent_initial_call)
        buf_puts(table, "        .prevent_initial_call = true,\n");
    if (callback->optional)
        buf_puts(table, "        .optional = true,\n");
    if (callback->hidden)
        buf_puts(table, "        .hidden = true,\n");
    buf_printf(table, "        .pure = %s,\n        .run = %s,\n",
               callback->pure && !callback->server ? "true" : "false", run);
    if (callback->running.count)
        buf_printf(table, "        .running = %s,\n", write_running(e, callback, stem));
    if (callback->on_error)
        buf_printf(table, "        .on_error = %s,\n",
                   ((const FnInfo *)map_get(&e->fns, callback->on_error))->name);
    buf_puts(table, "    },\n");
}
