/* SPDX-License-Identifier: MIT
 *
 * The bytes are little-endian, as is every machine that this runs on.
 */
#include "dispatch/typed_array.h"

#include <string.h>

#include "core/base64.h"

typedef struct Dtype {
    const char *name;
    size_t size;
    char kind; /* 'f', 'i', 'u' */
} Dtype;

static const Dtype dtypes[] = {{"f8", 8, 'f'}, {"f4", 4, 'f'}, {"i4", 4, 'i'}, {"u4", 4, 'u'},
                               {"i2", 2, 'i'}, {"u2", 2, 'u'}, {"i1", 1, 'i'}, {"u1", 1, 'u'}};

static const Dtype *find_dtype(DashValue name)
{
    if (name.kind != DASH_STRING)
        return NULL;
    for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; i++)
        if (strlen(dtypes[i].name) == name.text.len &&
            memcmp(dtypes[i].name, name.text.ptr, name.text.len) == 0)
            return &dtypes[i];
    return NULL;
}

static DashValue number_at(const Dtype *dtype, const unsigned char *bytes)
{
    uint64_t bits = 0;
    for (size_t i = dtype->size; i > 0; i--)
        bits = bits << 8 | bytes[i - 1];
    if (dtype->kind == 'u')
        return dash_int((int64_t)bits);
    if (dtype->kind == 'i') {
        unsigned unused = 64 - (unsigned)dtype->size * 8;
        return dash_int((int64_t)(bits << unused) >> unused);
    }
    double wide;
    float narrow;
    uint32_t low = (uint32_t)bits;
    memcpy(&wide, &bits, sizeof wide);
    memcpy(&narrow, &low, sizeof narrow);
    double value = dtype->size == 8 ? wide : (double)narrow;
    return value == value ? dash_float(value) : DASH_NULL_VALUE; /* NaN is a gap */
}

DashValue typed_array_list(DashCx *cx, DashValue value)
{
    const Dtype *dtype =
        value.kind == DASH_OBJECT ? find_dtype(dash_get(value, DASH_TEXT("dtype"))) : NULL;
    DashValue text = dtype ? dash_get(value, DASH_TEXT("bdata")) : DASH_NULL_VALUE;
    if (text.kind != DASH_STRING)
        return value;
    unsigned char *bytes = dash_alloc(cx, text.text.len + 1);
    size_t len;
    if (!base64_decode(bytes, &len, text.text.ptr, text.text.len) || len % dtype->size)
        return value;
    uint32_t count = (uint32_t)(len / dtype->size);
    DashValue *items = dash_alloc_array(cx, count, sizeof *items);
    for (uint32_t i = 0; i < count; i++)
        items[i] = number_at(dtype, bytes + i * dtype->size);
    return (DashValue){.kind = DASH_LIST, .count = count, .items = items};
}
