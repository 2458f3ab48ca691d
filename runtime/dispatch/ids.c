/* SPDX-License-Identifier: MIT
 *
 * Dict ids have few keys, so that searching them one by one is the fastest way.
 */
#include "dispatch/ids.h"

#include <stdlib.h>
#include <string.h>

#include "core/json_reader.h"
#include "dash/id.h"
#include "dash/text.h"

enum { MAX_KEYS = 64 };

bool ids_is_wild(const DashDependency *dependency)
{
    for (size_t i = 0; i < dependency->key_count; i++)
        if (dependency->keys[i].part != DASH_ID_IS)
            return true;
    return false;
}

bool ids_is_many(const DashDependency *dependency)
{
    for (size_t i = 0; i < dependency->key_count; i++)
        if (dependency->keys[i].part == DASH_ID_ALL ||
            dependency->keys[i].part == DASH_ID_ALLSMALLER)
            return true;
    return false;
}

bool ids_overlap(const DashDependency *a, const DashDependency *b)
{
    if (a->key_count != b->key_count)
        return false;
    if (a->key_count == 0)
        return strcmp(a->id, b->id) == 0;
    for (size_t i = 0; i < a->key_count; i++) {
        const DashIdKey *left = &a->keys[i], *right = &b->keys[i];
        if (strcmp(left->name, right->name) != 0)
            return false;
        if (left->part == DASH_ID_IS && right->part == DASH_ID_IS &&
            !dash_value_eq(left->value, right->value))
            return false;
    }
    return true;
}

/* ---- ids of requests ---------------------------------------------------- */

static size_t child_count(const cJSON *object)
{
    size_t count = 0;
    for (const cJSON *child = object->child; child; child = child->next)
        count++;
    return count;
}

static bool is_key_value(const cJSON *value)
{
    return cJSON_IsString(value) || cJSON_IsNumber(value) || cJSON_IsBool(value);
}

static const cJSON *key_of(const cJSON *id, const char *name)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(id, name);
    return is_key_value(value) ? value : NULL;
}

bool ids_fits(DashCx *cx, const DashDependency *dependency, const cJSON *id)
{
    if (dependency->key_count == 0)
        return cJSON_IsString(id) && strcmp(id->valuestring, dependency->id) == 0;
    if (!cJSON_IsObject(id) || child_count(id) != dependency->key_count)
        return false;
    for (size_t i = 0; i < dependency->key_count; i++) {
        const DashIdKey *key = &dependency->keys[i];
        const cJSON *value = key_of(id, key->name);
        if (!value)
            return false;
        if (key->part == DASH_ID_IS && !dash_value_eq(json_to_value(cx, value), key->value))
            return false;
    }
    return true;
}

/* The value that MATCH on the key has in this call; sets it the first time. */
static bool accept_match(DashCx *cx, DashCall *call, const char *key, const cJSON *value)
{
    DashValue match = json_to_value(cx, value);
    for (size_t i = 0; i < call->match_count; i++)
        if (strcmp(call->matches[i].name.ptr, key) == 0)
            return dash_value_eq(call->matches[i].value, match);
    call->matches = dash_grow(cx, call->matches, call->match_count * sizeof *call->matches,
                              (call->match_count + 1) * sizeof *call->matches);
    call->matches[call->match_count++] = (DashField){dash_text_of(key), match};
    return true;
}

bool ids_accept(DashCx *cx, DashCall *call, const DashDependency *dependency, const cJSON *id)
{
    if (!ids_fits(cx, dependency, id))
        return false;
    for (size_t i = 0; i < dependency->key_count; i++) {
        const DashIdKey *key = &dependency->keys[i];
        if (key->part == DASH_ID_MATCH && !accept_match(cx, call, key->name, key_of(id, key->name)))
            return false;
    }
    return true;
}

static int compare_fields(const void *a, const void *b)
{
    return strcmp(((const DashField *)a)->name.ptr, ((const DashField *)b)->name.ptr);
}

DashText ids_text(DashCx *cx, const cJSON *id)
{
    if (cJSON_IsString(id))
        return dash_text_of(id->valuestring);
    DashField fields[MAX_KEYS];
    size_t count = 0;
    for (const cJSON *key = id->child; key && count < MAX_KEYS; key = key->next)
        fields[count++] = (DashField){dash_text_of(key->string), json_to_value(cx, key)};
    qsort(fields, count, sizeof *fields, compare_fields);
    return dash_id_text(cx, dash_object(cx, fields, count));
}
