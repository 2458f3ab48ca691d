/* SPDX-License-Identifier: MIT
 *
 * The .dash files of a folder.
 */
#include "fmt.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

static bool is_source(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".dash") == 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder in order; none when it cannot be read. */
static Paths list_folder(Arena *arena, const char *folder)
{
    Paths names = {0};
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "node_modules") != 0)
            vec_push(arena, &names, arena_strndup(arena, entry->d_name, strlen(entry->d_name)));
    if (dir)
        closedir(dir);
    if (names.count > 0)
        qsort(names.at, (size_t)names.count, sizeof *names.at, compare_names);
    return names;
}

static void find_below(Arena *arena, Paths *paths, const char *folder)
{
    Paths names = list_folder(arena, folder);
    for (int i = 0; i < names.count; i++) {
        const char *path = arena_printf(arena, "%s/%s", folder, names.at[i]);
        struct stat info;
        if (lstat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            find_below(arena, paths, path);
        else if (S_ISREG(info.st_mode) && is_source(path))
            vec_push(arena, paths, path);
    }
}

void fmt_find(Arena *arena, Paths *paths, const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        vec_push(arena, paths, path);
        return;
    }
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    find_below(arena, paths, arena_strndup(arena, path, len));
}
