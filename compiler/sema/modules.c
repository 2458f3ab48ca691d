/* SPDX-License-Identifier: MIT
 *
 * Programs of several files. Every file is a module with names of its own; it
 * is read once, however many files import it. `import "w.dash"` brings the
 * names that w.dash declares into the importing file, `… as w` leaves them
 * behind the alias. What a file has from its own imports it does not hand on.
 *
 * Modules stand in order of dependency, the main file last.
 */
#include "sema/check.h"

#include <dirent.h>
#include <stdlib.h>

#include "source/load.h"
#include "syntax/parse.h"

/* ---- paths ---------------------------------------------------------------- */

/* Drops the last folder of "a/b/": false when there is none to drop. */
static bool drop_folder(const char *path, size_t *len)
{
    size_t end = *len ? *len - 1 : 0, start = end;
    while (start > 0 && path[start - 1] != '/')
        start--;
    bool parent = end - start == 2 && memcmp(path + start, "..", 2) == 0;
    if (end == start || parent)
        return false;
    *len = start;
    return true;
}

const char *path_beside(Arena *arena, const Source *source, Str written)
{
    const char *slash = strrchr(source->path, '/');
    size_t folder = slash && written.ptr[0] != '/' ? (size_t)(slash - source->path) + 1 : 0;
    const char *rest = written.ptr, *end = rest + written.len;
    while (end - rest > 2 && rest[0] == '.') {
        if (rest[1] == '/')
            rest += 2;
        else if (end - rest > 3 && memcmp(rest, "../", 3) == 0 &&
                 drop_folder(source->path, &folder))
            rest += 3;
        else
            break;
    }
    return arena_printf(arena, "%.*s%.*s", (int)folder, source->path, (int)(end - rest), rest);
}

/* Files of the folder of `path` that are called nearly so. */
void suggest_file(Diag *d, Arena *arena, const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_strndup(arena, path, (size_t)(slash - path) + 1) : "./";
    Suggest suggest = suggest_for(slash ? slash + 1 : path);
    DIR *dir = opendir(folder);
    for (const struct dirent *entry; dir && (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name), tail = strlen(ending);
        if (len > tail && strcmp(entry->d_name + len - tail, ending) == 0)
            suggest_consider(&suggest, arena_strndup(arena, entry->d_name, len));
    }
    if (dir)
        closedir(dir);
    diag_suggest(d, &suggest);
}

const char *file_name(const Source *source)
{
    const char *slash = strrchr(source->path, '/');
    return slash ? slash + 1 : source->path;
}

/* ---- reading -------------------------------------------------------------- */

/* The modules that are being read, the main file first. */
typedef struct Loading {
    const struct Loading *outer;
    Module *module;
    const Import *import; /* of the outer one, by which this one came in */
} Loading;

static Module *load_module(Checker *c, const File *file, const char *identity, const Loading *outer,
                           const Import *import);

static void complain_circle(Checker *c, const Decl *decl, const Module *target,
                            const Loading *loading)
{
    Buf chain = {.arena = c->arena};
    const Loading *start = loading;
    buf_puts(&chain, file_name(target->file->source));
    while (start->module != target)
        start = start->outer;
    /* from the target down to the file with this import */
    Vec(const Loading *) steps = {0};
    for (const Loading *l = loading; l != start; l = l->outer)
        vec_push(c->arena, &steps, l);
    for (int i = steps.count - 1; i >= 0; i--)
        buf_printf(&chain, " → %s", file_name(steps.at[i]->module->file->source));
    buf_printf(&chain, " → %s", file_name(target->file->source));
    Diag *d =
        diag_error(c->diags, E0205, decl->path->span, "the files import each other: %s", chain.ptr);
    for (int i = steps.count - 1; i >= 0; i--)
        diag_note_at(d, steps.at[i]->import->decl->path->span, "%s is imported here",
                     file_name(steps.at[i]->module->file->source));
    diag_help(d, "move what both need into a file of its own, and import that in both");
}

static Module *read_module(Checker *c, const Import *import, const char *path, const char *identity,
                           const Loading *loading)
{
    const Source *source = load_source(c->sources, c->diags, path, import->decl->path->span);
    if (!source)
        return NULL;
    const File *file = parse_file(c->arena, c->interner, c->diags, source);
    return load_module(c, file, identity, loading, import);
}

static bool is_loading(const Module *module, const Loading *loading)
{
    for (; loading; loading = loading->outer)
        if (loading->module == module)
            return true;
    return false;
}

static void load_import(Checker *c, const Decl *decl, const Loading *loading)
{
    Str written = decl->path ? literal_text(decl->path) : (Str){NULL, 0};
    if (!written.ptr || !written.len) {
        if (decl->path && decl->path->kind != EXPR_ERROR)
            diag_error(c->diags, E0301, decl->path->span, "`import` takes the path of a file");
        return;
    }
    Module *importing = loading->module;
    const char *path = path_beside(c->arena, importing->file->source, written);
    char *found = realpath(path, NULL);
    if (!found) {
        Diag *d = diag_error(c->diags, E0001, decl->path->span, "there is no file %s", path);
        suggest_file(d, c->arena, path, ".dash");
        return;
    }
    const char *identity = intern(c->interner, found, strlen(found));
    free(found);
    Import *import = arena_new(c->arena, Import);
    *import = (Import){.decl = decl, .module = map_get(&c->loaded, identity)};
    if (import->module && is_loading(import->module, loading)) {
        complain_circle(c, decl, import->module, loading);
        return;
    }
    if (!import->module)
        import->module = read_module(c, import, path, identity, loading);
    if (import->module)
        vec_push(c->arena, &importing->imports, import);
}

static Module *load_module(Checker *c, const File *file, const char *identity, const Loading *outer,
                           const Import *import)
{
    Module *module = arena_new(c->arena, Module);
    module->file = file;
    module->identity = identity;
    module->globals = arena_new(c->arena, Scope);
    if (identity)
        map_set(c->arena, &c->loaded, identity, module);
    Loading loading = {outer, module, import};
    for (int i = 0; i < file->decls.count; i++)
        if (file->decls.at[i]->kind == DECL_IMPORT)
            load_import(c, file->decls.at[i], &loading);
    vec_push(c->arena, &c->modules, module);
    return module;
}

void load_modules(Checker *c, const File *main)
{
    char *found = realpath(main->source->path, NULL);
    const char *identity = found ? intern(c->interner, found, strlen(found)) : NULL;
    free(found);
    c->main = load_module(c, main, identity, NULL, NULL);
    enter_module(c, c->main);
}

/* ---- inside a module ------------------------------------------------------- */

ModuleMark enter_module(Checker *c, Module *module)
{
    ModuleMark mark = {c->module, c->scope};
    c->module = module;
    c->file = module->file;
    c->globals = c->scope = module->globals;
    return mark;
}

void leave_module(Checker *c, ModuleMark mark)
{
    c->module = mark.module;
    c->file = mark.module->file;
    c->globals = mark.module->globals;
    c->scope = mark.scope;
}

/* ---- names ----------------------------------------------------------------- */

static void complain_clash(Checker *c, const Import *import, const Symbol *old,
                           const Symbol *imported)
{
    const char *theirs = file_name(import->module->file->source);
    const char *ours =
        old->module == c->module ? "this file" : file_name(old->module->file->source);
    Diag *d = diag_error(c->diags, E0202, import->decl->path->span,
                         "`%s` is declared in %s and in %s", old->name, ours, theirs);
    diag_note_at(d, old->span, "it is declared here");
    diag_note_at(d, imported->span, "and here");
    const char *point = strrchr(theirs, '.');
    diag_help(d, "import one under a name: `import %s as %.*s`",
              span_text(c, import->decl->path->span),
              (int)(point ? point - theirs : (long)strlen(theirs)), theirs);
}

/* Brings the names that the module declares itself into the current scope. */
static void bring_in(Checker *c, const Import *import)
{
    const Scope *theirs = import->module->globals;
    for (int i = 0; i < theirs->symbols.count; i++) {
        Symbol *symbol = theirs->symbols.at[i];
        if (symbol->module != import->module || !symbol->decl)
            continue;
        const Symbol *old = find_in(c->globals, symbol->name);
        if (old == symbol)
            continue;
        if (!old)
            add_symbol(c, c->globals, symbol);
        else if (symbol->kind != SYM_CALLBACK && old->kind != SYM_CALLBACK)
            complain_clash(c, import, old, symbol);
    }
}

static void complain_twice(Checker *c, const Import *late, const Import *early)
{
    Diag *d = diag_error(c->diags, E0202, late->decl->path->span, "%s is imported twice",
                         file_name(late->module->file->source));
    diag_note_at(d, early->decl->path->span, "it is imported here first");
}

void declare_imports(Checker *c)
{
    for (int i = 0; i < c->module->imports.count; i++) {
        Import *import = c->module->imports.at[i];
        if (import->decl->name.text) {
            Symbol *symbol = declare(c, SYM_MODULE, import->decl->name);
            symbol->import = import;
            continue;
        }
        const Import *early = map_get(&c->module->import_of, import->module);
        if (early)
            complain_twice(c, import, early);
        else
            map_set(c->arena, &c->module->import_of, import->module, import);
        bring_in(c, import);
    }
}

void note_import(Checker *c, const Symbol *symbol)
{
    Import *import = map_get(&c->module->import_of, symbol->module);
    if (import)
        import->used = true;
}

/* A file without names of its own is there for its callbacks. */
static bool has_names(const Module *module)
{
    for (int i = 0; i < module->globals->symbols.count; i++) {
        const Symbol *symbol = module->globals->symbols.at[i];
        if (symbol->module == module && symbol->decl && symbol->kind != SYM_CALLBACK)
            return true;
    }
    return false;
}

static bool has_effect(const Module *module)
{
    for (int i = 0; i < module->file->decls.count; i++) {
        DeclKind kind = module->file->decls.at[i]->kind;
        if (kind == DECL_CALLBACK || kind == DECL_PAGE || kind == DECL_TEST)
            return true;
    }
    return !has_names(module) && module->imports.count > 0;
}

void warn_imports(Checker *c)
{
    for (int i = 0; i < c->module->imports.count; i++) {
        const Import *import = c->module->imports.at[i];
        if (import->used || has_effect(import->module))
            continue;
        Diag *d = diag_warning(c->diags, W1006, import->decl->path->span, "nothing of %s is used",
                               file_name(import->module->file->source));
        diag_help(d, "remove the `import`");
    }
}

/* ---- w.name ----------------------------------------------------------------- */

Import *import_of(Checker *c, const Expr *object)
{
    if (object->kind != EXPR_NAME)
        return NULL;
    const Symbol *symbol = lookup(c, object->name);
    return symbol && symbol->kind == SYM_MODULE ? symbol->import : NULL;
}

Symbol *import_member(Checker *c, Import *import, const char *name, Span span)
{
    const Scope *scope = import->module->globals;
    Symbol *symbol = find_in(scope, name);
    import->used = true;
    if (symbol && symbol->module == import->module && symbol->decl) {
        symbol->used = true;
        return symbol;
    }
    const char *file = file_name(import->module->file->source);
    Diag *d = diag_error(c->diags, E0201, span, "%s declares nothing called `%s`", file, name);
    Suggest suggest = suggest_for(name);
    for (int i = 0; i < scope->symbols.count; i++)
        if (scope->symbols.at[i]->module == import->module && scope->symbols.at[i]->decl)
            suggest_consider(&suggest, scope->symbols.at[i]->name);
    if (symbol && symbol->decl)
        diag_note_at(d, symbol->span, "%s imports it from here: import that file too", file);
    else
        diag_suggest(d, &suggest);
    return NULL;
}
