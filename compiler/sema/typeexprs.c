/* SPDX-License-Identifier: MIT
 *
 * Types as written, turned into types.
 */
#include "sema/check.h"

typedef struct TypeWord {
    const char *name;
    TypeKind kind;
} TypeWord;

static const TypeWord type_words[] = {
    {"bool", TY_BOOL},         {"int", TY_INT},   {"float", TY_FLOAT},
    {"text", TY_TEXT},         {"date", TY_DATE}, {"datetime", TY_DATETIME},
    {"duration", TY_DURATION}, {"json", TY_JSON}, {"component", TY_COMPONENT},
    {"figure", TY_FIGURE},     {"id", TY_ID},     {"rng", TY_RNG},
};

const Type *type_word(Checker *c, const char *name)
{
    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++)
        if (strcmp(type_words[i].name, name) == 0)
            return simple(c, type_words[i].kind);
    return NULL;
}

/* What other languages call them. */
static const char *const foreign_types[][2] = {
    {"str", "text"},        {"string", "text"},  {"String", "text"}, {"integer", "int"},
    {"number", "float"},    {"double", "float"}, {"real", "float"},  {"boolean", "bool"},
    {"Any", "json"},        {"any", "json"},     {"dict", "json"},   {"object", "json"},
    {"DataFrame", "table"},
};

static const Type *unknown_type(Checker *c, const TypeExpr *type)
{
    Diag *d = diag_error(c->diags, E0201, type->span, "there is no type called `%s`", type->name);
    const char *ours = word_here(foreign_types, type->name);
    if (ours) {
        diag_help(d, "write `%s`", ours);
        return simple(c, TY_ERROR);
    }
    Suggest suggest = suggest_for(type->name);
    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++)
        suggest_consider(&suggest, type_words[i].name);
    for (int i = 0; i < c->globals->symbols.count; i++)
        if (c->globals->symbols.at[i]->kind == SYM_TYPE)
            suggest_consider(&suggest, c->globals->symbols.at[i]->name);
    diag_suggest(d, &suggest);
    return simple(c, TY_ERROR);
}

static const Type *named_type_decl(Checker *c, Symbol *symbol, const TypeExpr *at)
{
    if (symbol->state == SYMBOL_CHECKING) {
        diag_error(c->diags, E0311, at->span, "the type `%s` contains itself", symbol->name);
        return simple(c, TY_ERROR);
    }
    if (symbol->state == SYMBOL_FRESH) {
        symbol->state = SYMBOL_CHECKING;
        ModuleMark mark = enter_module(c, symbol->module);
        symbol->type = resolve_type(c, symbol->decl->type);
        leave_module(c, mark);
        symbol->state = SYMBOL_DONE;
        vec_push(c->arena, &c->program->type_names, ((HirTypeName){symbol->name, symbol->type}));
    }
    return symbol->type;
}

/* w.Order of `import "orders.dash" as w`; NULL: `w` is no alias. */
static const Type *imported_type(Checker *c, const TypeExpr *type)
{
    const char *point = strchr(type->name, '.');
    if (!point)
        return NULL;
    size_t len = (size_t)(point - type->name);
    const Symbol *alias = lookup(c, intern(c->interner, type->name, len));
    if (!alias || alias->kind != SYM_MODULE)
        return NULL;
    Span span = {type->span.end - (uint32_t)strlen(point + 1), type->span.end};
    Symbol *symbol =
        import_member(c, alias->import, intern(c->interner, point + 1, strlen(point + 1)), span);
    if (symbol && symbol->kind == SYM_TYPE)
        return named_type_decl(c, symbol, type);
    if (symbol)
        diag_note_at(diag_error(c->diags, E0203, type->span, "`%s` is not a type", type->name),
                     symbol->span, "it is declared here");
    return simple(c, TY_ERROR);
}

static const Type *resolve_name(Checker *c, const TypeExpr *type)
{
    const Type *word = type_word(c, type->name);
    if (word)
        return word;
    Symbol *symbol = lookup(c, type->name);
    if (symbol && symbol->kind == SYM_TYPE)
        return named_type_decl(c, symbol, type);
    const Type *imported = imported_type(c, type);
    if (imported)
        return imported;
    if (is_open_table(type)) {
        Diag *d = diag_error(c->diags, E0203, type->span,
                             "`table` without columns is a type of parameters and results only");
        diag_help(d, "name its columns: `table{name: type, …}`");
        return simple(c, TY_ERROR);
    }
    if (strchr(type->name, '.')) {
        diag_unsupported(c->diags, type->span, "the type `%s`", type->name);
        return simple(c, TY_ERROR);
    }
    return unknown_type(c, type);
}

static const Type *resolve_fields(Checker *c, const TypeExpr *type, TypeKind kind)
{
    Field *fields = arena_array(c->arena, Field, type->fields.count + 1);
    for (int i = 0; i < type->fields.count; i++) {
        fields[i].name = type->fields.at[i].name.text;
        fields[i].type = resolve_type(c, type->fields.at[i].type);
        for (int j = 0; j < i && fields[i].name; j++)
            if (fields[j].name == fields[i].name)
                diag_error(c->diags, E0202, type->fields.at[i].name.span,
                           "the field `%s` is declared twice", fields[i].name);
    }
    return type_fields(c->types, kind, fields, type->fields.count);
}

static const Type *resolve_map(Checker *c, const TypeExpr *type)
{
    const Type *key = resolve_type(c, type->key), *item = resolve_type(c, type->item);
    if (key->kind == TY_ERROR || item->kind == TY_ERROR)
        return simple(c, TY_ERROR);
    if (key->kind == TY_TEXT || key->kind == TY_INT)
        return type_map(c->types, key, item);
    diag_error(c->diags, E0301, type->key->span, "a key of a map is `text` or `int`, not `%s`",
               shown(c, key));
    return simple(c, TY_ERROR);
}

const Type *resolve_schema(Checker *c, const TypeExpr *type)
{
    return type->kind == TYPE_RECORD ? resolve_fields(c, type, TY_RECORD) : resolve_type(c, type);
}

const Type *resolve_type(Checker *c, const TypeExpr *type)
{
    const Type *item;
    switch (type->kind) {
    case TYPE_NAME:
        return resolve_name(c, type);
    case TYPE_LIST:
        item = resolve_type(c, type->item);
        if (item->kind == TY_COMPONENT || item->kind == TY_ERROR)
            return item; /* component takes lists of components already */
        return type_of(c->types, TY_LIST, item);
    case TYPE_OPTIONAL:
        return type_optional(c->types, resolve_type(c, type->item));
    case TYPE_TUPLE:
        return resolve_fields(c, type, TY_TUPLE);
    case TYPE_RECORD:
        if (type->more)
            diag_help(diag_error(c->diags, E0203, type->span,
                                 "`...` stands in the schema of a file only"),
                      "name all fields");
        return resolve_fields(c, type, TY_RECORD);
    case TYPE_TABLE:
        return resolve_fields(c, type, TY_TABLE);
    case TYPE_MAP:
        return resolve_map(c, type);
    case TYPE_NOTHING:
        return simple(c, TY_UNIT);
    }
    return simple(c, TY_ERROR);
}
