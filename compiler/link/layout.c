/* SPDX-License-Identifier: MIT
 *
 * Where the compiler's own files are: a table of layouts, each relative to the
 * folder of the program. The first whose library is there is taken, so that a
 * moved tree or prefix goes on working.
 */
#include "link/layout.h"

#include <errno.h>
#include <unistd.h>

static const struct {
    const char *library, *include, *web;
} layouts[] = {
    {"/link/libdash.a", "/link/include", "/../runtime/web"},           /* build folder */
    {"/../lib/dashc/libdash.a", "/../include", "/../share/dashc/web"}, /* installed */
};
#define LAYOUT_COUNT (sizeof layouts / sizeof *layouts)

/* Folder of the running program, links resolved. NULL when /proc is missing. */
static const char *program_folder(Arena *arena)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len <= 0 || (size_t)len >= sizeof path)
        return NULL;
    while (len > 0 && path[len - 1] != '/')
        len--;
    return arena_strndup(arena, path, len > 1 ? (size_t)len - 1 : (size_t)len);
}

/* The path when it can be read, else NULL with an error. */
static const char *need(Diags *diags, const char *path, const char *what)
{
    if (access(path, R_OK) == 0)
        return path;
    Diag *d =
        diag_error(diags, E0804, (Span){0}, "cannot find %s: %s: %s", what, path, strerror(errno));
    diag_help(d, "build or install dashc again: `ninja -C build`, `meson install -C build`");
    return NULL;
}

bool layout_find(Arena *arena, Diags *diags, Layout *layout)
{
    const char *folder = program_folder(arena);
    if (!folder) {
        diag_error(diags, E0804, (Span){0}, "cannot tell where dashc is: /proc is not mounted");
        return false;
    }
    size_t i = 0;
    while (i + 1 < LAYOUT_COUNT &&
           access(arena_printf(arena, "%s%s", folder, layouts[i].library), R_OK) != 0)
        i++;
    layout->library =
        need(diags, arena_printf(arena, "%s%s", folder, layouts[i].library), "the runtime");
    layout->include = arena_printf(arena, "%s%s", folder, layouts[i].include);
    layout->web = arena_printf(arena, "%s%s", folder, layouts[i].web);
    return layout->library &&
           need(diags, arena_printf(arena, "%s/dash/dash.h", layout->include), "the headers") &&
           need(diags, layout->web, "the front-end files");
}
