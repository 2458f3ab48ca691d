/* SPDX-License-Identifier: MIT
 *
 * Growing objects: fields are kept in rooms of a multiple of STEP.
 */
#include <string.h>

#include "figure/tree.h"

enum { STEP = 8 };

static DashField *field_of(const DashValue *object, DashText name)
{
    /* The fields of a tree are its own, see tree.h. */
    DashField *fields = (DashField *)(uintptr_t)object->fields;
    for (uint32_t i = 0; object->kind == DASH_OBJECT && i < object->count; i++) {
        if (dash_text_eq(fields[i].name, name)) {
            return &fields[i];
        }
    }
    return NULL;
}

static DashField *add_field(DashCx *cx, DashValue *object, DashText name)
{
    DashField *fields = (DashField *)(uintptr_t)object->fields;
    if (object->count % STEP == 0) {
        fields = dash_alloc_array(cx, object->count + STEP, sizeof(*fields));
        if (object->count) {
            memcpy(fields, object->fields, object->count * sizeof(*fields));
        }
        object->fields = fields;
    }
    fields[object->count] = (DashField){.name = name};
    return &fields[object->count++];
}

static DashText first_segment(const char *path)
{
    return (DashText){path, strcspn(path, ".")};
}

void tree_put(DashCx *cx, DashValue *object, DashText name, DashValue value)
{
    if (value.kind == DASH_NULL) {
        return;
    }
    if (object->kind != DASH_OBJECT) {
        *object = TREE_EMPTY;
    }
    DashField *field = field_of(object, name);
    if (!field) {
        field = add_field(cx, object, name);
    }
    if (value.kind == DASH_OBJECT) {
        if (field->value.kind != DASH_OBJECT) {
            field->value = TREE_EMPTY;
        }
        tree_merge(cx, &field->value, value);
    } else {
        field->value = value;
    }
}

DashValue *tree_at(DashCx *cx, DashValue *object, DashText name)
{
    DashField *field = field_of(object, name);
    if (!field) {
        field = add_field(cx, object, name);
        field->value = TREE_EMPTY;
    }
    return &field->value;
}

static bool is_list_of_objects(DashValue value)
{
    bool objects = value.kind == DASH_LIST && value.count > 0;
    for (uint32_t i = 0; objects && i < value.count; i++) {
        objects = value.items[i].kind == DASH_OBJECT;
    }
    return objects;
}

/* Each item gets the one at its place of the patch, which starts again at its end; what the patch
 * has more is appended. */
static DashValue updated_list(DashCx *cx, DashValue list, DashValue patch)
{
    uint32_t count = list.count > patch.count ? list.count : patch.count;
    DashValue *items = dash_alloc_array(cx, count, sizeof(*items));
    for (uint32_t i = 0; i < count; i++) {
        items[i] = tree_copy(cx, i < list.count ? list.items[i] : patch.items[i]);
        if (i < list.count) {
            tree_update(cx, &items[i], patch.items[i % patch.count]);
        }
    }
    return dash_list(cx, items, count);
}

void tree_update(DashCx *cx, DashValue *object, DashValue patch)
{
    for (uint32_t i = 0; patch.kind == DASH_OBJECT && i < patch.count; i++) {
        DashText name = patch.fields[i].name;
        DashValue value = patch.fields[i].value;
        DashField *field = object->kind == DASH_OBJECT ? field_of(object, name) : NULL;
        if (field && field->value.kind == DASH_OBJECT && value.kind == DASH_OBJECT) {
            tree_update(cx, &field->value, value);
        } else if (field && is_list_of_objects(field->value) && value.kind == DASH_LIST &&
                   (value.count == 0 || is_list_of_objects(value))) {
            field->value = value.count ? updated_list(cx, field->value, value) : field->value;
        } else {
            tree_put(cx, object, name, value);
        }
    }
}

void tree_merge(DashCx *cx, DashValue *object, DashValue patch)
{
    for (uint32_t i = 0; patch.kind == DASH_OBJECT && i < patch.count; i++) {
        tree_put(cx, object, patch.fields[i].name, patch.fields[i].value);
    }
}

void tree_set(DashCx *cx, DashValue *object, const char *path, DashValue value)
{
    DashText name = first_segment(path);
    if (value.kind == DASH_NULL) {
        return;
    }
    if (!path[name.len]) {
        tree_put(cx, object, name, value);
        return;
    }
    DashField *field = field_of(object, name);
    if (!field) {
        field = add_field(cx, object, name);
        field->value = TREE_EMPTY;
    }
    tree_set(cx, &field->value, path + name.len + 1, value);
}

DashValue *tree_find(const DashValue *object, const char *path)
{
    DashText name = first_segment(path);
    DashField *field = field_of(object, name);
    if (!field || !path[name.len]) {
        return field ? &field->value : NULL;
    }
    return tree_find(&field->value, path + name.len + 1);
}

void tree_remove(DashCx *cx, DashValue *object, const char *path)
{
    const char *dot = strrchr(path, '.');
    DashText whole = dash_text_of(path);
    DashValue *parent = object;
    if (dot) {
        char *head = dash_alloc(cx, (size_t)(dot - path) + 1);
        memcpy(head, path, (size_t)(dot - path));
        parent = tree_find(object, head);
        whole = dash_text_of(dot + 1);
    }
    DashField *field = parent ? field_of(parent, whole) : NULL;
    if (field) {
        size_t at = (size_t)(field - parent->fields);
        memmove(field, field + 1, (parent->count - at - 1) * sizeof(*field));
        parent->count--;
    }
}

DashValue tree_copy(DashCx *cx, DashValue object)
{
    DashValue copy = TREE_EMPTY;
    tree_merge(cx, &copy, object);
    return copy;
}
