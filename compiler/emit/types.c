/* SPDX-License-Identifier: MIT
 *
 * The language's types in C. Scalars are C's own, lists of them the runtime's;
 * for records, tuples, other lists and their optional forms a struct is made
 * when first met, named after its fields. With each come, when needed, small
 * functions that compare two and that make a DashValue of one.
 */
#include "emit/internal.h"

#include <ctype.h>

bool is_optional(const Type *type)
{
    return type->kind == TY_OPTIONAL;
}

const Type *base_type(const Type *type)
{
    return is_optional(type) ? type->item : type;
}

bool is_nothing(const Type *type)
{
    return type->kind == TY_UNIT || type->kind == TY_NEVER;
}

bool is_value(const Type *type)
{
    switch (type->kind) {
    case TY_JSON:
    case TY_COMPONENT:
    case TY_FIGURE:
    case TY_ID:
    case TY_NULL:
    case TY_NO_UPDATE:
    case TY_ERROR:
        return true;
    case TY_OPTIONAL:
    case TY_LIST:
        return is_value(type->item);
    default:
        return false;
    }
}

Absence absence_of(const Type *type)
{
    if (is_value(type))
        return ABSENT_KIND;
    if (!is_optional(type))
        return ABSENT_NEVER;
    if (type->item->kind == TY_TEXT)
        return ABSENT_PTR;
    return type->item->kind == TY_LIST ? ABSENT_ITEMS : ABSENT_HAS;
}

/* ---- names of structs --------------------------------------------------- */

static void put_camel(Buf *out, const char *name)
{
    bool upper = true;
    for (; *name; name++) {
        if (!isalnum((unsigned char)*name)) {
            upper = true;
            continue;
        }
        buf_putc(out, upper ? (char)toupper((unsigned char)*name) : *name);
        upper = false;
    }
}

static const char *kind_word(const Type *type)
{
    static const char *const words[TY_KIND_COUNT] = {
        [TY_BOOL] = "Bool",     [TY_INT] = "Int",
        [TY_FLOAT] = "Float",   [TY_TEXT] = "Text",
        [TY_DATE] = "Date",     [TY_DATETIME] = "Datetime",
        [TY_JSON] = "Json",     [TY_COMPONENT] = "Component",
        [TY_FIGURE] = "Figure", [TY_TABLE] = "Table",
    };
    return words[type->kind] ? words[type->kind] : "Thing";
}

static bool is_known_word(const Type *type)
{
    return strcmp(kind_word(type), "Thing") != 0;
}

const char *type_stem(Emit *e, const Type *type)
{
    const char *name = c_type(e, type);
    return strncmp(name, "Dash", 4) == 0 ? name + 4 : name;
}

static const char *struct_name(Emit *e, const Type *type)
{
    Buf out = {.arena = e->arena};
    switch (type->kind) {
    case TY_LIST:
        buf_printf(&out, "%sList", type_stem(e, type->item));
        break;
    case TY_OPTIONAL:
        buf_printf(&out, "Opt%s", type_stem(e, type->item));
        break;
    case TY_MAP:
        put_camel(&out,
                  is_known_word(type->item) ? kind_word(type->item) : type_stem(e, type->item));
        buf_puts(&out, has_text_keys(type) ? "Map" : "ByInt");
        break;
    default:
        for (int i = 0; i < e->program->type_names.count; i++)
            if (e->program->type_names.at[i].type == type)
                return name_unique(&e->names, e->program->type_names.at[i].name);
        for (int i = 0; i < type->field_count && i < 4; i++) {
            const Field *field = &type->fields[i];
            put_camel(&out, field->name ? field->name : kind_word(base_type(field->type)));
        }
        buf_puts(&out, type->kind == TY_TUPLE ? "Tuple" : "");
        break;
    }
    const char *name = out.len ? out.ptr : "Empty";
    if (strncmp(name, "Dash", 4) == 0)
        name = cf(e, "App%s", name);
    return name_unique(&e->names, name);
}

const char *c_member(Emit *e, const Type *type, int index)
{
    const char **members = map_get(&e->members, type);
    if (members)
        return members[index];
    Names names = {.arena = e->arena};
    members = arena_array(e->arena, const char *, type->field_count);
    for (int i = 0; i < type->field_count; i++) {
        const char *name = type->fields[i].name;
        members[i] = name ? name_unique(&names, name) : cf(e, "item%d", i + 1);
    }
    map_set(e->arena, &e->members, type, members);
    return members[index];
}

static const char *make_struct(Emit *e, const Type *type)
{
    Buf out = {.arena = e->arena};
    if (type->kind == TY_LIST) {
        buf_printf(&out, "    const %s *items;\n    size_t len;\n", c_type(e, type->item));
    } else if (type->kind == TY_MAP) {
        buf_puts(&out, map_fields(e, type));
    } else if (type->kind == TY_OPTIONAL) {
        buf_printf(&out, "    bool has;\n    %s value;\n", c_type(e, type->item));
    } else {
        for (int i = 0; i < type->field_count; i++)
            buf_printf(&out, "    %s %s;\n", c_type(e, type->fields[i].type), c_member(e, type, i));
        if (type->field_count == 0)
            buf_puts(&out, "    char nothing;\n");
    }
    const char *name = struct_name(e, type);
    buf_printf(&e->types, "/* %s */\ntypedef struct %s {\n%s} %s;\n\n", type_name(e->arena, type),
               name, out.ptr, name);
    return name;
}

static const char *scalar_type(const Type *type)
{
    switch (type->kind) {
    case TY_BOOL:
        return "bool";
    case TY_INT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_DURATION:
        return "int64_t";
    case TY_FLOAT:
        return "double";
    case TY_TEXT:
        return "DashText";
    case TY_RNG:
        return "DashRng";
    case TY_TABLE:
    case TY_COLUMN:
        return "DashTable";
    case TY_UNIT:
    case TY_NEVER:
        return "void";
    default:
        return NULL;
    }
}

static const char *optional_type(const Type *type)
{
    switch (type->item->kind) {
    case TY_BOOL:
        return "DashOptBool";
    case TY_INT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_DURATION:
        return "DashOptInt";
    case TY_FLOAT:
        return "DashOptFloat";
    case TY_TEXT:
        return "DashText";
    default:
        return NULL;
    }
}

static const char *list_type(const Type *type)
{
    switch (type->item->kind) {
    case TY_BOOL:
        return "DashBools";
    case TY_INT:
    case TY_DATE:
    case TY_DATETIME:
    case TY_DURATION:
        return "DashInts";
    case TY_FLOAT:
        return "DashFloats";
    case TY_TEXT:
        return "DashTexts";
    case TY_TABLE:
        return "DashTables";
    case TY_OPTIONAL:
        return type->item->item->kind == TY_TEXT ? "DashTexts" : NULL;
    default:
        return NULL;
    }
}

const char *c_type(Emit *e, const Type *type)
{
    if (is_value(type))
        return "DashValue";
    const char *known = type->kind == TY_OPTIONAL ? optional_type(type)
                        : type->kind == TY_LIST   ? list_type(type)
                                                  : scalar_type(type);
    if (known)
        return known;
    if (type->kind == TY_OPTIONAL && type->item->kind == TY_LIST)
        return c_type(e, type->item);
    const char *name = map_get(&e->type_info, type);
    if (!name) {
        name = make_struct(e, type);
        map_set(e->arena, &e->type_info, type, (void *)(uintptr_t)name);
    }
    return name;
}

const char *element_type(DashEncoding encoding)
{
    static const char *const types[] = {
#define X(name, type, bytes) [name] = #type,
        DASH_ENCODINGS(X)
#undef X
    };
    return types[encoding];
}

const char *encoding_name(DashEncoding encoding)
{
    static const char *const names[] = {
#define X(name, type, bytes) [name] = #name,
        DASH_ENCODINGS(X)
#undef X
    };
    return names[encoding];
}

/* ---- absent and present ------------------------------------------------- */

const char *c_null(Emit *e, const Type *type)
{
    switch (absence_of(type)) {
    case ABSENT_KIND:
        return "DASH_NULL_VALUE";
    case ABSENT_PTR:
        return "DASH_NO_TEXT";
    default:
        return cf(e, "(%s){0}", c_type(e, type));
    }
}

const char *c_zero(Emit *e, const Type *type)
{
    if (type->kind == TY_TEXT)
        return "DASH_TEXT(\"\")";
    const char *c = c_type(e, type);
    bool number = strcmp(c, "int64_t") == 0 || strcmp(c, "double") == 0 || strcmp(c, "bool") == 0;
    return number ? "0" : cf(e, "(%s){0}", c);
}

const char *c_is_null(Emit *e, const Type *type, const char *value)
{
    switch (absence_of(type)) {
    case ABSENT_KIND:
        return cf(e, "%s.kind == DASH_NULL", parens(e, value));
    case ABSENT_PTR:
        return cf(e, "!%s.ptr", parens(e, value));
    case ABSENT_ITEMS:
        return cf(e, "!%s.items", parens(e, value));
    case ABSENT_HAS:
        return cf(e, "!%s.has", parens(e, value));
    case ABSENT_NEVER:
        break;
    }
    return "false";
}

const char *c_is_there(Emit *e, const Type *type, const char *value)
{
    switch (absence_of(type)) {
    case ABSENT_KIND:
        return cf(e, "%s.kind != DASH_NULL", parens(e, value));
    case ABSENT_PTR:
        return cf(e, "%s.ptr != NULL", parens(e, value));
    case ABSENT_ITEMS:
        return cf(e, "%s.items != NULL", parens(e, value));
    case ABSENT_HAS:
        return cf(e, "%s.has", parens(e, value));
    case ABSENT_NEVER:
        break;
    }
    return "true";
}

const char *c_unwrap(Emit *e, const Type *type, const char *value)
{
    return absence_of(type) == ABSENT_HAS ? cf(e, "%s.value", parens(e, value)) : value;
}

const char *c_wrap(Emit *e, const Type *type, const char *value)
{
    return absence_of(type) == ABSENT_HAS ? cf(e, "(%s){true, %s}", c_type(e, type), value) : value;
}
