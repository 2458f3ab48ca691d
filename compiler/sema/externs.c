/* SPDX-License-Identifier: MIT
 *
 * Functions that the user writes in C: `extern fn f(x: float) -> float from
 * "model.c"`. Here only the declaration is looked at; that the C fits it is
 * seen by the C compiler, which gets the prototypes in a header.
 */
#include "sema/check.h"
#include "source/c_names.h"
#include "source/load.h"

static bool ends_with(Str text, const char *ending)
{
    size_t len = strlen(ending);
    return text.len > len && memcmp(text.ptr + text.len - len, ending, len) == 0;
}

static HirCFile *find_file(Checker *c, const char *path)
{
    for (int i = 0; i < c->program->c_files.count; i++)
        if (strcmp(c->program->c_files.at[i]->source->path, path) == 0)
            return c->program->c_files.at[i];
    return NULL;
}

/* The file after `from`, read once; NULL after a complaint. */
static HirCFile *c_file(Checker *c, const Expr *written)
{
    Str text = literal_text(written);
    if (!text.ptr || !ends_with(text, ".c")) {
        Diag *d = diag_error(c->diags, E0301, written->span, "`from` names a file of C");
        diag_help(d, "write `from \"model.c\"`");
        return NULL;
    }
    const char *path = path_beside(c->arena, c->file->source, text);
    HirCFile *file = find_file(c, path);
    if (file)
        return file;
    const Source *source = load_source(c->sources, c->diags, path, written->span);
    if (!source) {
        suggest_file(c->diags->all.at[c->diags->all.count - 1], c->arena, path, ".c");
        return NULL;
    }
    file = arena_new(c->arena, HirCFile);
    *file = (HirCFile){source, written->span};
    vec_push(c->arena, &c->program->c_files, file);
    return file;
}

static void check_name_in_c(Checker *c, const Symbol *symbol)
{
    if (!c_reserved(symbol->name) && !c_knows(symbol->name))
        return;
    Diag *d =
        diag_error(c->diags, E0206, symbol->span, "`%s` means something else in C", symbol->name);
    diag_help(d, "give the function another name: `my_%s`", symbol->name);
}

/* What C can take: NULL, or what in the type it cannot. */
static const Type *misfit(const Type *type)
{
    switch (type->kind) {
    case TY_LIST:
    case TY_OPTIONAL:
        return misfit(type->item);
    case TY_TUPLE:
    case TY_RECORD:
        for (int i = 0; i < type->field_count; i++)
            if (misfit(type->fields[i].type))
                return misfit(type->fields[i].type);
        return NULL;
    case TY_TABLE:
    case TY_COLUMN:
    case TY_MAP:
    case TY_ID:
        return type;
    default:
        return NULL;
    }
}

static void check_c_type(Checker *c, const Type *type, Span span)
{
    const Type *bad = misfit(type);
    if (!bad)
        return;
    Diag *d = diag_error(c->diags, E0312, span, "a `%s` cannot go to C", shown(c, bad));
    diag_help(d, bad->kind == TY_TABLE ? "hand over the columns that it needs, as `[float]`"
                                       : "hand over lists and records");
}

void check_extern(Checker *c, Symbol *symbol)
{
    const Decl *decl = symbol->decl;
    HirFn *fn = symbol->fn;
    check_name_in_c(c, symbol);
    for (int i = 0; i < fn->params.count; i++)
        check_c_type(c, fn->params.at[i]->type, fn->params.at[i]->span);
    if (!fn->result)
        fn->result = simple(c, TY_UNIT);
    if (decl->type)
        check_c_type(c, fn->result, decl->type->span);
    fn->c_file = c_file(c, decl->path);
    fn->purity = (HirPurity){.impure = true, .span = symbol->span, .what = "it is written in C"};
}
