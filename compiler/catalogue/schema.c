/* SPDX-License-Identifier: MIT
 *
 * Look-ups in plotly's schema; names of subplots may have a number behind them.
 */
#include "catalogue/schema.h"

#include <ctype.h>
#include <string.h>

/* Does `name` say the attribute? "xaxis2" says the subplot xaxis. */
static bool says(const SchemaAttribute *attribute, const char *name, int len)
{
    int own = (int)strlen(attribute->name);
    if (len < own || strncmp(name, attribute->name, (size_t)own) != 0)
        return false;
    for (int i = own; i < len; i++)
        if (!attribute->subplot || !isdigit((unsigned char)name[i]))
            return false;
    return true;
}

const SchemaAttribute *schema_attribute(const SchemaObject *object, const char *name, int len)
{
    for (int i = 0; i < object->count; i++)
        if (says(&object->attributes[i], name, len))
            return &object->attributes[i];
    return NULL;
}
