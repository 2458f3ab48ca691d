/* SPDX-License-Identifier: MIT
 *
 * Walks the folder, reads the files, compresses those that get smaller.
 */
#include "link/assets.h"

#include <dirent.h>
#include <errno.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "source/load.h"

enum {
    MOST_FILES = 10000,
    MOST_FOLDERS_DEEP = 16,
    WORTH_GZIP = 256, /* bytes */
};
static const size_t LARGEST = (size_t)256 << 20; /* of all files together */

typedef struct Kind {
    const char *ending, *content_type;
    AssetRole role;
} Kind;

/* As browsers want them; what is not here is application/octet-stream. */
static const Kind kinds[] = {
    {".css", "text/css; charset=utf-8", ASSET_STYLESHEET},
    {".js", "text/javascript; charset=utf-8", ASSET_SCRIPT},
    {".mjs", "text/javascript; charset=utf-8", ASSET_MODULE},
    {".html", "text/html; charset=utf-8", ASSET_FILE},
    {".txt", "text/plain; charset=utf-8", ASSET_FILE},
    {".md", "text/plain; charset=utf-8", ASSET_FILE},
    {".csv", "text/csv; charset=utf-8", ASSET_FILE},
    {".json", "application/json", ASSET_FILE},
    {".geojson", "application/json", ASSET_FILE},
    {".map", "application/json", ASSET_FILE},
    {".xml", "application/xml", ASSET_FILE},
    {".pdf", "application/pdf", ASSET_FILE},
    {".wasm", "application/wasm", ASSET_FILE},
    {".zip", "application/zip", ASSET_FILE},
    {".svg", "image/svg+xml", ASSET_FILE},
    {".png", "image/png", ASSET_FILE},
    {".apng", "image/apng", ASSET_FILE},
    {".jpg", "image/jpeg", ASSET_FILE},
    {".jpeg", "image/jpeg", ASSET_FILE},
    {".gif", "image/gif", ASSET_FILE},
    {".webp", "image/webp", ASSET_FILE},
    {".avif", "image/avif", ASSET_FILE},
    {".ico", "image/x-icon", ASSET_FILE},
    {".woff", "font/woff", ASSET_FILE},
    {".woff2", "font/woff2", ASSET_FILE},
    {".ttf", "font/ttf", ASSET_FILE},
    {".otf", "font/otf", ASSET_FILE},
    {".mp3", "audio/mpeg", ASSET_FILE},
    {".ogg", "audio/ogg", ASSET_FILE},
    {".wav", "audio/wav", ASSET_FILE},
    {".mp4", "video/mp4", ASSET_FILE},
    {".webm", "video/webm", ASSET_FILE},
};

static const Kind *kind_of(const char *path)
{
    static const Kind other = {"", "application/octet-stream", ASSET_FILE};
    const char *point = strrchr(path, '.');
    for (size_t i = 0; point && i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(kinds[i].ending, point) == 0)
            return &kinds[i];
    return &other;
}

typedef struct Walk {
    Arena *arena;
    Diags *diags;
    const char *folder; /* assets itself */
    Assets *out;
    size_t total;
} Walk;

static bool complain(const Walk *w, const char *path, const char *why)
{
    diag_error(w->diags, E0001, (Span){0}, "cannot read the asset %s/%s: %s", w->folder, path, why);
    return false;
}

/* ---- one file ------------------------------------------------------------- */

/* FNV-1a: tells two versions of a file apart. */
static const char *hash_of(Arena *arena, const char *bytes, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return arena_printf(arena, "%016llx", (unsigned long long)hash);
}

static void compress(Arena *arena, Asset *asset)
{
    if (asset->size < WORTH_GZIP)
        return;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(9);
    size_t room = asset->size - asset->size / 10;
    char *bytes = arena_alloc(arena, room);
    if (compressor)
        asset->gzip_size =
            libdeflate_gzip_compress(compressor, asset->bytes, asset->size, bytes, room);
    libdeflate_free_compressor(compressor);
    asset->gzip = bytes;
}

static bool is_fine_name(const char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7F || *name == '\\')
            return false;
    return true;
}

static bool read_asset(Walk *w, const char *path)
{
    const Kind *kind = kind_of(path);
    Asset asset = {.path = path, .role = kind->role, .content_type = kind->content_type};
    const char *why;
    if (w->out->count == MOST_FILES)
        return complain(w, path, "there are too many");
    asset.bytes = load_bytes(w->arena, arena_printf(w->arena, "%s/%s", w->folder, path),
                             LARGEST - w->total, &asset.size, &why);
    if (!asset.bytes)
        return complain(w, path, why);
    w->total += asset.size;
    if (strcmp(path, "favicon.ico") == 0)
        asset.role = ASSET_FAVICON;
    asset.hash = hash_of(w->arena, asset.bytes, asset.size);
    compress(w->arena, &asset);
    vec_push(w->arena, w->out, asset);
    return true;
}

/* ---- folders -------------------------------------------------------------- */

typedef Vec(const char *) Names;

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The folder's names in order. false: it cannot be read; *missing: there is none. */
static bool list_folder(Walk *w, const char *folder, Names *names, bool *missing)
{
    DIR *dir = opendir(folder);
    *missing = !dir && (errno == ENOENT || errno == ENOTDIR);
    if (!dir)
        return false;
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            vec_push(w->arena, names,
                     arena_strndup(w->arena, entry->d_name, strlen(entry->d_name)));
    closedir(dir);
    if (names->count)
        qsort(names->at, (size_t)names->count, sizeof *names->at, compare_names);
    return true;
}

/* The files of the folder `below` ("" or "img/"), then its folders. */
static bool read_folder(Walk *w, const char *below, int depth)
{
    Names names = {0}, folders = {0};
    bool missing;
    if (!list_folder(w, arena_printf(w->arena, "%s/%s", w->folder, below), &names, &missing))
        return (missing && depth == 0) || complain(w, below, strerror(errno));
    if (depth > MOST_FOLDERS_DEEP)
        return complain(w, below, "its folders are too deep");
    for (int i = 0; i < names.count; i++) {
        const char *path = arena_printf(w->arena, "%s%s", below, names.at[i]);
        struct stat info;
        if (!is_fine_name(names.at[i]))
            return complain(w, path, "such a name cannot stand in an address");
        if (stat(arena_printf(w->arena, "%s/%s", w->folder, path), &info) == 0 &&
            S_ISDIR(info.st_mode))
            vec_push(w->arena, &folders, path);
        else if (!read_asset(w, path))
            return false;
    }
    for (int i = 0; i < folders.count; i++)
        if (!read_folder(w, arena_printf(w->arena, "%s/", folders.at[i]), depth + 1))
            return false;
    return true;
}

bool assets_read(Assets *out, Diags *diags, const char *main_file)
{
    const char *slash = strrchr(main_file, '/');
    Walk w = {.arena = diags->arena, .diags = diags, .out = out};
    w.folder = slash ? arena_printf(w.arena, "%.*s/assets", (int)(slash - main_file), main_file)
                     : "assets";
    return read_folder(&w, "", 0);
}

const char *asset_url(Arena *arena, const Asset *asset)
{
    Buf out = {.arena = arena};
    buf_puts(&out, "assets/");
    for (const unsigned char *p = (const unsigned char *)asset->path; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9') || strchr("-._~/", *p);
        if (plain)
            buf_putc(&out, (char)*p);
        else
            buf_printf(&out, "%%%02X", *p);
    }
    buf_printf(&out, "?m=%s", asset->hash);
    return out.ptr;
}
