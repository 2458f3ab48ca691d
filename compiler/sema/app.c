/* SPDX-License-Identifier: MIT
 *
 * `app "Title" { option = value … }`: the options of dash.Dash() that make sense
 * in a compiled program. Their values are known at build: texts, lists and
 * records of them, constants of the program.
 */
#include "sema/check.h"

typedef struct Option {
    const char *name;
    void (*apply)(Checker *c, const Arg *option); /* NULL: for a later version */
} Option;

/* The text of a literal or of a constant that is one; ptr NULL: it is none. */
static Str known_text(Checker *c, const Expr *e)
{
    if (e->kind != EXPR_NAME)
        return literal_text(e);
    Symbol *symbol = lookup(c, e->name);
    if (!symbol || symbol->kind != SYM_CONST)
        return (Str){NULL, 0};
    ensure_const(c, symbol);
    const Hir *value = symbol->constant ? symbol->constant->value : NULL;
    return value && value->kind == HIR_TEXT ? value->text : (Str){NULL, 0};
}

static const char *copied(Checker *c, Str text)
{
    return arena_strndup(c->arena, text.ptr, text.len);
}

static void complain(Checker *c, const Arg *option, Span span, const char *takes)
{
    diag_error(c->diags, E0301, span, "`%s` takes %s", option->name.text, takes);
}

/* ---- texts and flags ------------------------------------------------------ */

static const char *text_option(Checker *c, const Arg *option)
{
    Str text = known_text(c, option->value);
    if (text.ptr)
        return copied(c, text);
    complain(c, option, option->value->span, "a plain text");
    return NULL;
}

static void apply_update_title(Checker *c, const Arg *option)
{
    c->program->update_title = option->value->kind == EXPR_NULL ? NULL : text_option(c, option);
    if (c->program->update_title && !*c->program->update_title)
        c->program->update_title = NULL;
}

static void apply_lang(Checker *c, const Arg *option)
{
    c->program->lang = text_option(c, option);
}

static void apply_description(Checker *c, const Arg *option)
{
    const char *text = text_option(c, option);
    if (!text)
        return;
    HirTag tag = {.element = "meta"};
    vec_push(c->arena, &tag.attributes, ((HirAttribute){"name", "description"}));
    vec_push(c->arena, &tag.attributes, ((HirAttribute){"content", text}));
    vec_push(c->arena, &c->program->tags, tag);
}

static void apply_prevent_initial_callbacks(Checker *c, const Arg *option)
{
    if (!initial_call(option->value, &c->program->prevent_initial_callbacks,
                      &c->program->initial_duplicates))
        complain(c, option, option->value->span, "`true`, `false` or \"initial_duplicate\"");
}

static void apply_dispatch(Checker *c, const Arg *option)
{
    Str text = known_text(c, option->value);
    c->program->plain_dispatch = text.ptr && str_eq(text, STR("plain"));
    if (!c->program->plain_dispatch)
        complain(c, option, option->value->span,
                 "\"plain\": every run of a callback is a request of its own");
}

static void apply_show_undo_redo(Checker *c, const Arg *option)
{
    c->program->show_undo_redo = literal_bool(option->value, true);
    if (option->value->kind != EXPR_BOOL)
        complain(c, option, option->value->span, "`true` or `false`");
}

static void apply_title(Checker *c, const Arg *option)
{
    diag_help(diag_error(c->diags, E0201, option->span, "the title is not an option"),
              "it stands after `app`: `app \"Title\" { … }`");
}

/* ---- tags of the page ----------------------------------------------------- */

static bool is_attribute_name(const char *name)
{
    return *name &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-")] == 0;
}

/* One `name: value` of a tag's record; false after a complaint. */
static bool put_attribute(Checker *c, const Arg *option, const RecordField *field, HirTag *tag)
{
    if (!field->name.text || !is_attribute_name(field->name.text)) {
        complain(c, option, field->name.text ? field->name.span : option->value->span,
                 "records whose names are those of HTML attributes");
        return false;
    }
    for (int i = 0; i < tag->attributes.count; i++) {
        if (strcmp(tag->attributes.at[i].name, field->name.text) != 0)
            continue;
        diag_error(c->diags, E0202, field->name.span, "`%s` is given twice", field->name.text);
        return false;
    }
    Str text = known_text(c, field->value);
    bool none = field->value->kind == EXPR_NULL || literal_bool(field->value, false);
    if (!text.ptr && !none && !literal_bool(field->value, true)) {
        complain(c, option, field->value->span, "plain texts as the values of attributes");
        return false;
    }
    if (!none)
        vec_push(c->arena, &tag->attributes,
                 ((HirAttribute){field->name.text, text.ptr ? copied(c, text) : NULL}));
    return true;
}

static bool has_attribute(const HirTag *tag, const char *name)
{
    for (int i = 0; i < tag->attributes.count; i++)
        if (strcmp(tag->attributes.at[i].name, name) == 0)
            return true;
    return false;
}

/* A record of attributes, or (where `address` names one) a text for that one. */
static bool read_tag(Checker *c, const Arg *option, const Expr *e, const char *address, HirTag *tag)
{
    Str text = known_text(c, e);
    if (address && text.ptr && text.len) {
        vec_push(c->arena, &tag->attributes, ((HirAttribute){address, copied(c, text)}));
        return true;
    }
    if (e->kind != EXPR_RECORD) {
        complain(c, option, e->span,
                 address ? "a list of addresses, or of records of attributes"
                         : "a list of records: `[{name: \"…\", content: \"…\"}]`");
        return false;
    }
    bool good = true;
    for (int i = 0; i < e->record.fields.count; i++)
        good &= put_attribute(c, option, &e->record.fields.at[i], tag);
    if (good && address && !has_attribute(tag, address)) {
        diag_error(c->diags, E0405, e->span, "`%s` is missing", address);
        return false;
    }
    return good;
}

static void read_tags(Checker *c, const Arg *option, const char *element, const char *address)
{
    if (option->value->kind != EXPR_LIST) {
        complain(c, option, option->value->span, "a list");
        return;
    }
    for (int i = 0; i < option->value->list.items.count; i++) {
        HirTag tag = {.element = element};
        if (!read_tag(c, option, option->value->list.items.at[i], address, &tag))
            continue;
        if (strcmp(element, "link") == 0 && !has_attribute(&tag, "rel"))
            vec_push(c->arena, &tag.attributes, ((HirAttribute){"rel", "stylesheet"}));
        vec_push(c->arena, &c->program->tags, tag);
    }
}

static void apply_stylesheets(Checker *c, const Arg *option)
{
    read_tags(c, option, "link", "href");
}

static void apply_scripts(Checker *c, const Arg *option)
{
    read_tags(c, option, "script", "src");
}

static void apply_metas(Checker *c, const Arg *option)
{
    read_tags(c, option, "meta", NULL);
}

/* ---- all of them ---------------------------------------------------------- */

static const Option options[] = {
    {"update_title", apply_update_title},
    {"lang", apply_lang},
    {"description", apply_description},
    {"prevent_initial_callbacks", apply_prevent_initial_callbacks},
    {"external_stylesheets", apply_stylesheets},
    {"external_scripts", apply_scripts},
    {"meta_tags", apply_metas},
    {"dispatch", apply_dispatch},
    {"show_undo_redo", apply_show_undo_redo},
    {"title", apply_title},
    {"theme", NULL},
    {"auth", NULL},
    {"assets", NULL},
    {"url_base_pathname", NULL},
    {"requests_pathname_prefix", NULL},
    {"routes_pathname_prefix", NULL},
    {"index_string", NULL},
};

/* Options of dash.Dash() that have no place here, and why. */
static const char *const needless[][2] = {
    {"suppress_callback_exceptions", "ids and props are checked when the program is built"},
    {"validation_layout", "ids and props are checked when the program is built"},
    {"serve_locally", "everything is in the binary"},
    {"compress", "everything is compressed"},
    {"eager_loading", "what the page needs is loaded at once"},
    {"use_pages", "write `page \"/path\" { … }`"},
    {"pages_folder", "write `page \"/path\" { … }`"},
    {"name", "the program is called after its file"},
    {"charset", "the page is UTF-8"},
    {"assets_folder", "the folder is `assets` beside the program's file"},
    {"assets_url_path", "files of `assets` are served below `/assets/`"},
    {"include_assets_files", "CSS and JavaScript of `assets` are part of the page"},
    {"background_callback_manager", "write `@background` above a callback"},
    {"long_callback_manager", "write `@background` above a callback"},
    {"on_error", "write `@on_error(f)` above a callback"},
    {"server", "the program is its own server"},
    {"debug", "the log tells what failed, and where in the source"},
};

static void unknown_option(Checker *c, const Arg *option, Suggest *suggest)
{
    const char *name = option->name.text ? option->name.text : "";
    Span span = option->name.text ? option->name.span : option->span;
    Diag *d = diag_error(c->diags, E0201, span, "the app has no option `%s`", name);
    const char *why = word_here(needless, name);
    if (why)
        diag_help(d, "it is not needed: %s", why);
    else
        diag_suggest(d, suggest);
}

static void check_option(Checker *c, const Arg *option)
{
    Suggest suggest = suggest_for(option->name.text ? option->name.text : "");
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (options[i].apply)
            suggest_consider(&suggest, options[i].name);
        if (!option->name.text || strcmp(options[i].name, option->name.text) != 0)
            continue;
        if (options[i].apply)
            options[i].apply(c, option);
        else
            diag_unsupported(c->diags, option->span, "the option `%s` of the app",
                             option->name.text);
        return;
    }
    unknown_option(c, option, &suggest);
}

void check_app(Checker *c, const Decl *decl)
{
    Str title = decl->title ? known_text(c, decl->title) : (Str){NULL, 0};
    if (title.ptr)
        c->program->title = title;
    else if (decl->title)
        diag_error(c->diags, E0301, decl->title->span, "the title of the app is a plain text");
    for (int i = 0; i < decl->options.count; i++) {
        const Arg *option = &decl->options.at[i];
        check_option(c, option);
        for (int k = 0; k < i && option->name.text; k++)
            if (decl->options.at[k].name.text == option->name.text)
                diag_note_at(diag_error(c->diags, E0202, option->name.span, "`%s` is given twice",
                                        option->name.text),
                             decl->options.at[k].name.span, "it is given here first");
    }
}
