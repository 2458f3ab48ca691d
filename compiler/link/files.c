/* SPDX-License-Identifier: MIT
 *
 * The files of one build.
 */
#include "link/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *files_make_folder(Arena *arena, Diags *diags)
{
    const char *root = getenv("TMPDIR");
    if (!root || *root != '/')
        root = "/tmp";
    char *folder = arena_printf(arena, "%s/dashc-XXXXXX", root);
    if (mkdtemp(folder))
        return folder;
    Diag *d = diag_error(diags, E0805, (Span){0}, "cannot make a temporary folder in %s: %s", root,
                         strerror(errno));
    diag_help(d, "set TMPDIR to a folder with room in it");
    return NULL;
}

void files_remove_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));)
        unlinkat(dirfd(dir), entry->d_name, 0); /* "." and ".." refuse */
    closedir(dir);
    rmdir(folder);
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t done = write(fd, bytes, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        bytes += done;
        len -= (size_t)done;
    }
    return true;
}

/* Fills the file at `path`; `shown` names it in the error. */
static bool fill(Diags *diags, const char *path, const char *shown, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool fine = fd >= 0 && write_all(fd, bytes, len);
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && fine) {
        fine = false;
        error = errno;
    }
    if (!fine)
        diag_error(diags, E0803, (Span){0}, "cannot write %s: %s", shown, strerror(error));
    return fine;
}

bool files_write(Diags *diags, const char *folder, const char *name, const char *bytes, size_t len)
{
    const char *path = arena_printf(diags->arena, "%s/%s", folder, name);
    return fill(diags, path, path, bytes, len);
}

static const char *folder_of(Arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

const char *files_claim_output(Arena *arena, Diags *diags, const char *output)
{
    struct stat info;
    if (stat(output, &info) == 0 && !S_ISREG(info.st_mode)) {
        Diag *d = diag_error(diags, E0803, (Span){0}, "cannot write %s: it is %s", output,
                             S_ISDIR(info.st_mode) ? "a directory" : "not an ordinary file");
        diag_help(d, "name another output with -o");
        return NULL;
    }
    char *claimed = arena_printf(arena, "%s/.dashc-XXXXXX", folder_of(arena, output));
    int fd = mkstemp(claimed);
    if (fd < 0) {
        diag_error(diags, E0803, (Span){0}, "cannot write %s: %s", output, strerror(errno));
        return NULL;
    }
    close(fd);
    return claimed;
}

bool files_publish(Diags *diags, const char *claimed, const char *output, mode_t mode)
{
    mode_t mask = umask(0);
    umask(mask);
    if (chmod(claimed, mode & ~mask) == 0 && rename(claimed, output) == 0)
        return true;
    diag_error(diags, E0803, (Span){0}, "cannot write %s: %s", output, strerror(errno));
    return false;
}

bool files_replace(Diags *diags, const char *output, const char *bytes, size_t len)
{
    const char *claimed = files_claim_output(diags->arena, diags, output);
    if (!claimed)
        return false;
    if (fill(diags, claimed, output, bytes, len) && files_publish(diags, claimed, output, 0666))
        return true;
    unlink(claimed);
    return false;
}

bool files_rewrite(Diags *diags, const char *path, const char *bytes, size_t len)
{
    struct stat info;
    char *target = realpath(path, NULL);
    const char *claimed = target ? files_claim_output(diags->arena, diags, target) : NULL;
    bool fine = claimed && fill(diags, claimed, path, bytes, len) && stat(target, &info) == 0 &&
                chmod(claimed, info.st_mode & 07777) == 0 && rename(claimed, target) == 0;
    if (!fine && diags->error_count == 0)
        diag_error(diags, E0803, (Span){0}, "cannot write %s: %s", path, strerror(errno));
    if (!fine && claimed)
        unlink(claimed);
    free(target);
    return fine;
}
