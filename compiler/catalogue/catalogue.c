/* SPDX-License-Identifier: MIT
 *
 * Look-ups in the catalogue's constant tables. Components are sorted by name;
 * props keep Dash's order, so they are searched one by one (28 at most for most
 * components, 76 for DataTable).
 */
#include "catalogue/catalogue.h"

#include <stdlib.h>
#include <string.h>

const CatLibrary *catalogue_library_by_alias(const char *alias)
{
    for (int i = 0; i < catalogue_library_count; i++)
        if (strcmp(catalogue_libraries[i].alias, alias) == 0)
            return &catalogue_libraries[i];
    return NULL;
}

const CatLibrary *catalogue_library_by_package(const char *package)
{
    for (int i = 0; i < catalogue_library_count; i++)
        if (strcmp(catalogue_libraries[i].package, package) == 0)
            return &catalogue_libraries[i];
    return NULL;
}

static int compare_name(const void *name, const void *component)
{
    return strcmp(name, ((const CatComponent *)component)->name);
}

const CatComponent *catalogue_component(const CatLibrary *library, const char *name)
{
    return bsearch(name, library->components, (size_t)library->component_count,
                   sizeof(CatComponent), compare_name);
}

/* What data-x and aria-x stand for. */
static const CatProp *wildcard_prop(const CatComponent *component, const char *name)
{
    static const CatType any = {.kind = CAT_ANY};
    static const CatProp data = {"data-*", &any, false, false};
    static const CatProp aria = {"aria-*", &any, false, false};
    if (component->wildcard_data && strncmp(name, "data-", 5) == 0 && name[5])
        return &data;
    if (component->wildcard_aria && strncmp(name, "aria-", 5) == 0 && name[5])
        return &aria;
    return NULL;
}

const CatProp *catalogue_prop(const CatComponent *component, const char *name)
{
    for (int i = 0; i < component->prop_count; i++)
        if (strcmp(component->props[i].name, name) == 0)
            return &component->props[i];
    return wildcard_prop(component, name);
}
