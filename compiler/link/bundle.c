/* SPDX-License-Identifier: MIT
 *
 * Choosing front-end files: the rules stand in the table (see bundles.h); here
 * they are only asked.
 */
#include "link/bundle.h"

#include <errno.h>
#include <sys/stat.h>

#include "link/native.h"

static bool is_listed(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

static bool uses_library(const Program *program, const LinkFile *file)
{
    if (!file->libraries)
        return true;
    for (int i = 0; i < program->libraries.count; i++)
        if (is_listed(file->libraries, program->libraries.at[i]->namespace_))
            return true;
    return false;
}

static const CatLibrary *library_of(const Program *program, const CatComponent *component)
{
    for (int i = 0; i < program->libraries.count; i++) {
        const CatLibrary *library = program->libraries.at[i];
        if (component >= library->components &&
            component < library->components + library->component_count)
            return library;
    }
    return NULL;
}

static bool uses_component(const Program *program, const LinkFile *file)
{
    if (!file->components)
        return true;
    for (int i = 0; i < program->components.count; i++) {
        const CatComponent *component = program->components.at[i];
        const CatLibrary *library = library_of(program, component);
        if (is_listed(file->components, component->name) && library &&
            (!file->libraries || is_listed(file->libraries, library->namespace_)))
            return true;
    }
    return false;
}

static bool names_prop(Str c_source, const LinkFile *file)
{
    return !file->prop || memmem(c_source.ptr, c_source.len, file->prop, strlen(file->prop));
}

static bool draws(const Program *program)
{
    for (int i = 0; i < program->components.count; i++)
        if (program->components.at[i]->plotly)
            return true;
    return false;
}

static bool holds_traces(const LinkPlotly *plotly, const Program *program)
{
    if (!plotly->traces)
        return true;
    for (int i = 0; i < program->traces.count; i++)
        if (!is_listed(plotly->traces, program->traces.at[i]))
            return false;
    return !program->traces_open;
}

static const LinkFile *choose_plotly(const Program *program)
{
    if (!draws(program))
        return NULL;
    for (int i = 0; i < link_plotly_count; i++)
        if (holds_traces(&link_plotly[i], program))
            return link_plotly[i].file;
    return NULL;
}

void bundle_choose(Bundle *bundle, Arena *arena, const Program *program, Str c_source)
{
    *bundle = (Bundle){.plotly = choose_plotly(program)};
    for (int i = 0; i < link_file_count; i++) {
        const LinkFile *file = &link_files[i];
        bool wanted = file->role == LINK_PLOTLY
                          ? file == bundle->plotly
                          : uses_library(program, file) && uses_component(program, file) &&
                                names_prop(c_source, file);
        if (wanted)
            vec_push(arena, &bundle->files, (BundleFile){.file = file});
    }
}

static bool measure(Diags *diags, const char *web, const char *file, const char *ending,
                    size_t *size)
{
    struct stat info;
    const char *path = arena_printf(diags->arena, "%s/%s%s", web, file, ending);
    if (stat(path, &info) == 0) {
        *size = (size_t)info.st_size;
        return true;
    }
    Diag *d = diag_error(diags, E0804, (Span){0}, "cannot read the front-end file %s: %s", path,
                         strerror(errno));
    diag_help(d, "build or install dashc again: `ninja -C build`, `meson install -C build`");
    return false;
}

bool bundle_measure(Bundle *bundle, Diags *diags, const char *web)
{
    for (int i = 0; i < bundle->files.count; i++) {
        BundleFile *file = &bundle->files.at[i];
        if (!measure(diags, web, file->file->file, ".br", &file->brotli_size) ||
            !measure(diags, web, file->file->file, ".gz", &file->gzip_size))
            return false;
    }
    return true;
}

const char *bundle_url(Arena *arena, const LinkFile *file)
{
    return arena_printf(arena, "_dash-component-suites/%s/%s", link_version, file->url);
}

/* "Tab":["label"]; names and paths are plain ASCII. */
static void put_component_paths(Buf *out, const CatComponent *component)
{
    buf_printf(out, "\"%s\":[", component->name);
    for (int i = 0; i < component->children_prop_count; i++)
        buf_printf(out, "%s\"%s\"", i ? "," : "", component->children_props[i]);
    buf_putc(out, ']');
}

static void put_library_paths(Buf *out, const CatLibrary *library, bool *first_library)
{
    bool first = true;
    for (int i = 0; i < library->component_count; i++) {
        if (library->components[i].children_prop_count == 0)
            continue;
        if (first)
            buf_printf(out, "%s\"%s\":{", *first_library ? "" : ",", library->namespace_);
        else
            buf_putc(out, ',');
        put_component_paths(out, &library->components[i]);
        first = *first_library = false;
    }
    if (!first)
        buf_putc(out, '}');
}

void bundle_children_props(Buf *out, const Program *program)
{
    bool first = true;
    buf_putc(out, '{');
    for (int i = 0; i < program->libraries.count; i++)
        put_library_paths(out, program->libraries.at[i], &first);
    buf_putc(out, '}');
}

static void put_license(Buf *out, const LinkPackage *package)
{
    buf_printf(out, "\n---- %s %s (%s)\n", package->name, package->version, package->license);
    if (package->notice)
        buf_printf(out, "\n%s\n", package->notice);
}

static bool listed_before(const Bundle *bundle, int index)
{
    for (int i = 0; i < index; i++)
        if (bundle->files.at[i].file->package == bundle->files.at[index].file->package)
            return true;
    return false;
}

void bundle_licenses(Buf *out, const Bundle *bundle)
{
    buf_puts(out, "This program contains the following software.\n");
    for (int i = 0; i < native_package_count; i++)
        put_license(out, &native_packages[i]);
    for (int i = 0; i < bundle->files.count; i++)
        if (!listed_before(bundle, i))
            put_license(out, bundle->files.at[i].file->package);
}
