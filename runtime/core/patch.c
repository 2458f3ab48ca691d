/* SPDX-License-Identifier: MIT
 *
 * Patches as Dash's renderer takes them: an object with a mark and the list of
 * operations. And the props that change while a callback runs.
 */
#include "dash/effects.h"
#include "dash/text.h"

typedef struct Kind {
    const char *word;
    bool has_value, has_index;
} Kind;

static const Kind KINDS[] = {
#define X(name, word, has_value, has_index) [name] = {word, has_value, has_index},
    DASH_PATCH_KINDS(X)
#undef X
};

static DashValue parameters(DashCx *cx, const Kind *kind, const DashPatch *operation)
{
    DashField fields[2];
    size_t count = 0;
    if (kind->has_value)
        fields[count++] = (DashField){DASH_TEXT("value"), operation->value};
    if (kind->has_index)
        fields[count++] = (DashField){DASH_TEXT("index"), dash_int(operation->index)};
    return dash_object(cx, fields, count);
}

DashValue dash_patch(DashCx *cx, const DashPatch *operations, size_t count)
{
    static const DashText MARK = {"__dash_patch_update", sizeof "__dash_patch_update" - 1};
    DashValue *list = dash_alloc_array(cx, count, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        const Kind *kind = &KINDS[operations[i].kind];
        const DashPath *path = &operations[i].path;
        list[i] = dash_object(cx,
                              (DashField[]){
                                  {DASH_TEXT("operation"), dash_string(dash_text_of(kind->word))},
                                  {DASH_TEXT("location"), dash_list(cx, path->steps, path->count)},
                                  {DASH_TEXT("params"), parameters(cx, kind, &operations[i])},
                              },
                              3);
    }
    return dash_object(cx,
                       (DashField[]){
                           {MARK, dash_string(MARK)},
                           {DASH_TEXT("operations"), dash_list(cx, list, count)},
                       },
                       2);
}

DashValue dash_running(DashCx *cx, const DashRunning *props, size_t count)
{
    DashField *on = dash_alloc_array(cx, count, sizeof *on);
    DashField *off = dash_alloc_array(cx, count, sizeof *off);
    for (size_t i = 0; i < count; i++) {
        on[i] = (DashField){props[i].prop, props[i].on};
        off[i] = (DashField){props[i].prop, props[i].off};
    }
    return dash_object(cx,
                       (DashField[]){
                           {DASH_TEXT("running"), dash_object(cx, on, count)},
                           {DASH_TEXT("runningOff"), dash_object(cx, off, count)},
                       },
                       2);
}
