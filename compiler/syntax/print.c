/* SPDX-License-Identifier: MIT
 *
 * The tree as text: one line a statement, expressions in prefix form, so that
 * precedence and structure show. Depth is bounded by the parser, so it recurses.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "syntax/parse.h"

typedef struct Printer {
    Buf *out;
    int indent;
} Printer;

static void print_expr(Printer *p, const Expr *expr);
static void print_block(Printer *p, const Block *block);
static void print_type(Printer *p, const TypeExpr *type);
static void print_pattern(Printer *p, const Pattern *pattern);

static void put(Printer *p, const char *text)
{
    buf_puts(p->out, text);
}

static void new_line(Printer *p)
{
    buf_putc(p->out, '\n');
    for (int i = 0; i < p->indent; i++)
        put(p, "  ");
}

static void print_quoted(Printer *p, Str text)
{
    buf_putc(p->out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\' || c == '{')
            buf_printf(p->out, "\\%c", c);
        else if (c == '\n')
            put(p, "\\n");
        else if (c < ' ' || c == 0x7f)
            buf_printf(p->out, "\\x%02x", c);
        else
            buf_putc(p->out, (char)c);
    }
    buf_putc(p->out, '"');
}

static bool is_plain_name(const char *name)
{
    for (const char *c = name; *c; c++)
        if (!((*c | 32) >= 'a' && (*c | 32) <= 'z') && !(*c >= '0' && *c <= '9') && *c != '_')
            return false;
    return *name != '\0';
}

static void print_name(Printer *p, const char *name)
{
    if (is_plain_name(name))
        put(p, name);
    else
        print_quoted(p, (Str){name, strlen(name)});
}

/* ---- types and patterns --------------------------------------------------------- */

static void print_type_fields(Printer *p, const TypeExpr *type, const char *open, const char *close)
{
    put(p, open);
    for (int i = 0; i < type->fields.count; i++) {
        if (i > 0)
            put(p, ", ");
        if (type->fields.at[i].name.text) {
            print_name(p, type->fields.at[i].name.text);
            put(p, ": ");
        }
        print_type(p, type->fields.at[i].type);
    }
    if (type->more)
        put(p, ", ...");
    put(p, close);
}

static void print_type(Printer *p, const TypeExpr *type)
{
    switch (type->kind) {
    case TYPE_NAME:
        put(p, type->name);
        break;
    case TYPE_LIST:
        put(p, "[");
        print_type(p, type->item);
        put(p, "]");
        break;
    case TYPE_TUPLE:
        print_type_fields(p, type, "(", ")");
        break;
    case TYPE_RECORD:
        print_type_fields(p, type, "{", "}");
        break;
    case TYPE_MAP:
        buf_printf(p->out, "map{%s: ", type->key->name);
        print_type(p, type->item);
        put(p, "}");
        break;
    case TYPE_TABLE:
        print_type_fields(p, type, "table{", "}");
        break;
    case TYPE_OPTIONAL:
        print_type(p, type->item);
        put(p, "?");
        break;
    case TYPE_NOTHING:
        put(p, "()");
        break;
    }
}

static void print_id_value(Printer *p, const IdKey *key)
{
    static const char *const wildcards[] = {"", "MATCH", "ALL", "ALLSMALLER"};
    if (key->wildcard == WILD_NONE)
        print_expr(p, key->value);
    else
        put(p, wildcards[key->wildcard]);
    if (key->binder.text)
        buf_printf(p->out, " %s", key->binder.text);
}

static void print_id(Printer *p, const IdExpr *id)
{
    put(p, "#");
    switch (id->kind) {
    case ID_PLAIN:
        put(p, id->name.text);
        break;
    case ID_INDEXED:
        buf_printf(p->out, "%s[", id->name.text);
        print_id_value(p, &id->keys.at[0]);
        put(p, "]");
        break;
    case ID_RECORD:
        put(p, "{");
        for (int i = 0; i < id->keys.count; i++) {
            put(p, i > 0 ? ", " : "");
            print_name(p, id->keys.at[i].name.text);
            put(p, ": ");
            print_id_value(p, &id->keys.at[i]);
        }
        put(p, "}");
        break;
    case ID_COMPUTED:
        print_expr(p, id->text);
        break;
    }
}

static void print_pattern_fields(Printer *p, const Pattern *pattern)
{
    put(p, "{");
    for (int i = 0; i < pattern->fields.count; i++) {
        const PatternField *field = &pattern->fields.at[i];
        put(p, i > 0 ? ", " : "");
        print_name(p, field->name.text);
        if (field->pattern) {
            put(p, ": ");
            print_pattern(p, field->pattern);
        }
    }
    put(p, "}");
}

static void print_pattern(Printer *p, const Pattern *pattern)
{
    switch (pattern->kind) {
    case PATTERN_NAME:
        put(p, pattern->name.text);
        break;
    case PATTERN_LITERAL:
        print_expr(p, pattern->low);
        break;
    case PATTERN_NULL:
        put(p, "null");
        break;
    case PATTERN_RANGE:
        print_expr(p, pattern->low);
        put(p, "..");
        print_expr(p, pattern->high);
        break;
    case PATTERN_TUPLE:
        put(p, "(");
        for (int i = 0; i < pattern->items.count; i++) {
            put(p, i > 0 ? ", " : "");
            print_pattern(p, pattern->items.at[i]);
        }
        put(p, ")");
        break;
    case PATTERN_RECORD:
        print_pattern_fields(p, pattern);
        break;
    case PATTERN_ID:
        print_id(p, pattern->id);
        break;
    }
}

/* ---- expressions ------------------------------------------------------------------ */

static void print_exprs(Printer *p, Expr *const *items, int count)
{
    for (int i = 0; i < count; i++) {
        put(p, " ");
        print_expr(p, items[i]);
    }
}

static void print_arg(Printer *p, const Arg *arg)
{
    if (arg->name.text) {
        print_name(p, arg->name.text);
        put(p, "=");
    }
    print_expr(p, arg->value);
}

static void print_args(Printer *p, const Arg *args, int count)
{
    for (int i = 0; i < count; i++) {
        put(p, " ");
        print_arg(p, &args[i]);
    }
}

static void print_text(Printer *p, const Expr *expr)
{
    const TextPart *parts = expr->text.parts.at;
    int count = expr->text.parts.count;
    if (expr->text.raw)
        put(p, "r");
    if (count == 0 || (count == 1 && !parts[0].expr)) {
        print_quoted(p, count ? parts[0].literal : STR(""));
        return;
    }
    put(p, "(text");
    for (int i = 0; i < count; i++) {
        put(p, " ");
        if (!parts[i].expr) {
            print_quoted(p, parts[i].literal);
            continue;
        }
        put(p, "{");
        print_expr(p, parts[i].expr);
        if (parts[i].format.ptr)
            buf_printf(p->out, " : %s", parts[i].format.ptr);
        put(p, "}");
    }
    put(p, ")");
}

static void print_record(Printer *p, const Expr *expr)
{
    put(p, "(record");
    for (int i = 0; i < expr->record.fields.count; i++) {
        const RecordField *field = &expr->record.fields.at[i];
        put(p, " ");
        if (field->key) {
            put(p, "[");
            print_expr(p, field->key);
            put(p, "]: ");
        } else if (field->name.text) {
            print_name(p, field->name.text);
            put(p, ": ");
        } else {
            put(p, "...");
        }
        print_expr(p, field->value);
    }
    put(p, ")");
}

static void print_comprehension(Printer *p, const Expr *expr)
{
    put(p, "(each ");
    if (expr->comprehension.key) {
        print_expr(p, expr->comprehension.key);
        put(p, ": ");
    }
    print_expr(p, expr->comprehension.value);
    for (int i = 0; i < expr->comprehension.clauses.count; i++) {
        const ForClause *clause = &expr->comprehension.clauses.at[i];
        put(p, " for ");
        print_pattern(p, clause->target);
        put(p, " in ");
        print_expr(p, clause->source);
        for (int k = 0; k < clause->conditions.count; k++) {
            put(p, " if ");
            print_expr(p, clause->conditions.at[k]);
        }
    }
    put(p, ")");
}

static const char *binary_name(BinaryOp op)
{
    static const char *const names[] = {
        [BINARY_ADD] = "+", [BINARY_SUB] = "-",       [BINARY_MUL] = "*",
        [BINARY_DIV] = "/", [BINARY_MOD] = "%",       [BINARY_POW] = "**",
        [BINARY_OR] = "or", [BINARY_COALESCE] = "??", [BINARY_AND] = "and",
    };
    return names[op];
}

static void print_compare(Printer *p, const Expr *expr)
{
    static const char *const names[] = {"==", "!=", "<", "<=", ">", ">=", "in", "not in"};
    put(p, "(compare ");
    print_expr(p, expr->compare.first);
    for (int i = 0; i < expr->compare.links.count; i++) {
        buf_printf(p->out, " %s ", names[expr->compare.links.at[i].op]);
        print_expr(p, expr->compare.links.at[i].right);
    }
    put(p, ")");
}

static void print_if(Printer *p, const Expr *expr)
{
    put(p, "(if ");
    print_expr(p, expr->if_.condition);
    put(p, " ");
    print_expr(p, expr->if_.then);
    if (expr->if_.otherwise) {
        put(p, " else ");
        print_expr(p, expr->if_.otherwise);
    }
    put(p, ")");
}

static void print_match(Printer *p, const Expr *expr)
{
    put(p, "(match ");
    print_expr(p, expr->match.subject);
    p->indent++;
    for (int i = 0; i < expr->match.arms.count; i++) {
        const MatchArm *arm = &expr->match.arms.at[i];
        new_line(p);
        for (int k = 0; k < arm->patterns.count; k++) {
            put(p, k > 0 ? ", " : "");
            print_pattern(p, arm->patterns.at[k]);
        }
        put(p, " => ");
        print_expr(p, arm->value);
    }
    p->indent--;
    put(p, ")");
}

static void print_entry(Printer *p, const PatchEntry *entry)
{
    static const char *const ops[] = {"=", "+=", "-=", "*=", "/="};
    if (entry->path.count == 0)
        put(p, "_");
    for (int i = 0; i < entry->path.count; i++) {
        const PatchStep *step = &entry->path.at[i];
        if (step->name.text) {
            put(p, i > 0 ? "." : "");
            print_name(p, step->name.text);
        } else {
            put(p, "[");
            print_expr(p, step->key);
            put(p, "]");
        }
    }
    if (entry->op == PATCH_CALL) {
        buf_printf(p->out, " %s", entry->method.text);
        print_args(p, entry->args.at, entry->args.count);
        return;
    }
    buf_printf(p->out, " %s ", ops[entry->op]);
    print_expr(p, entry->value);
}

static void print_patch(Printer *p, const Expr *expr)
{
    put(p, "(patch");
    p->indent++;
    for (int i = 0; i < expr->patch.entries.count; i++) {
        new_line(p);
        print_entry(p, &expr->patch.entries.at[i]);
    }
    p->indent--;
    put(p, ")");
}

static void print_rows(Printer *p, const Expr *expr)
{
    put(p, "(rows");
    for (int i = 0; i < expr->rows.names.count; i++) {
        put(p, " ");
        print_name(p, expr->rows.names.at[i].text);
    }
    p->indent++;
    for (int i = 0; i < expr->rows.lines.count; i++) {
        new_line(p);
        put(p, "-");
        print_exprs(p, expr->rows.lines.at[i].cells.at, expr->rows.lines.at[i].cells.count);
    }
    p->indent--;
    put(p, ")");
}

static void print_call(Printer *p, const Expr *expr)
{
    put(p, "(call ");
    print_expr(p, expr->call.callee);
    print_args(p, expr->call.args.at, expr->call.args.count);
    if (expr->call.block) {
        put(p, " ");
        print_block(p, expr->call.block);
    }
    put(p, ")");
}

/* (word child child …); children that are NULL show as `-`. */
static void print_node(Printer *p, const char *word, const Expr *const *children, int count)
{
    buf_printf(p->out, "(%s", word);
    for (int i = 0; i < count; i++) {
        put(p, " ");
        if (children[i])
            print_expr(p, children[i]);
        else
            put(p, "-");
    }
    put(p, ")");
}

static void print_column(Printer *p, const Expr *expr)
{
    put(p, ".");
    if (expr->column.computed) {
        put(p, "[");
        print_expr(p, expr->column.computed);
        put(p, "]");
    } else {
        print_name(p, expr->column.name);
    }
}

static void print_member(Printer *p, const Expr *expr)
{
    print_expr(p, expr->member.object);
    put(p, expr->member.optional ? "?." : ".");
    if (expr->member.quoted)
        print_quoted(p, (Str){expr->member.name.text, strlen(expr->member.name.text)});
    else
        put(p, expr->member.name.text);
}

#define PRINT_NODE(word, ...)                                                                      \
    print_node(p, word, (const Expr *const[]){__VA_ARGS__},                                        \
               (int)(sizeof((const Expr *const[]){__VA_ARGS__}) / sizeof(Expr *)))

static void print_operator(Printer *p, const Expr *expr)
{
    switch (expr->kind) {
    case EXPR_UNARY:
        PRINT_NODE(expr->unary.op == UNARY_NEG ? "-" : "not", expr->unary.operand);
        break;
    case EXPR_BINARY:
        PRINT_NODE(binary_name(expr->binary.op), expr->binary.left, expr->binary.right);
        break;
    case EXPR_COMPARE:
        print_compare(p, expr);
        break;
    case EXPR_AS:
        put(p, "(as ");
        print_expr(p, expr->as.operand);
        put(p, " ");
        print_type(p, expr->as.type);
        put(p, ")");
        break;
    case EXPR_PIPE:
        PRINT_NODE("|", expr->pipe.left, expr->pipe.right);
        break;
    case EXPR_INDEX:
        PRINT_NODE("index", expr->index.object, expr->index.index);
        break;
    case EXPR_SLICE:
        PRINT_NODE("slice", expr->slice.object, expr->slice.start, expr->slice.end);
        break;
    default:
        PRINT_NODE("...", expr->unary.operand);
        break;
    }
}

/* The shortest digits that read back. */
static void print_float(Printer *p, double number)
{
    char digits[32];
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    buf_printf(p->out, "%sf", digits);
}

static void print_literal(Printer *p, const Expr *expr)
{
    switch (expr->kind) {
    case EXPR_ERROR:
        put(p, "<error>");
        break;
    case EXPR_NULL:
        put(p, "null");
        break;
    case EXPR_BOOL:
        put(p, expr->boolean ? "true" : "false");
        break;
    case EXPR_INT:
        buf_printf(p->out, "%" PRId64, expr->integer);
        break;
    case EXPR_FLOAT:
        print_float(p, expr->number);
        break;
    case EXPR_DURATION:
        buf_printf(p->out, "%" PRId64 "ms", expr->milliseconds);
        break;
    default:
        buf_printf(p->out, "%s\"%s\"", expr->kind == EXPR_DATE ? "date" : "datetime",
                   expr->date.text.ptr);
        break;
    }
}

static void print_list(Printer *p, const Expr *expr)
{
    put(p, expr->kind == EXPR_LIST ? "(list" : "(tuple");
    print_exprs(p, expr->list.items.at, expr->list.items.count);
    put(p, ")");
}

static void print_expr(Printer *p, const Expr *expr)
{
    switch (expr->kind) {
    case EXPR_ERROR:
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_INT:
    case EXPR_FLOAT:
    case EXPR_DURATION:
    case EXPR_DATE:
    case EXPR_DATETIME:
        print_literal(p, expr);
        break;
    case EXPR_TEXT:
        print_text(p, expr);
        break;
    case EXPR_NAME:
        put(p, expr->name);
        break;
    case EXPR_COLUMN:
        print_column(p, expr);
        break;
    case EXPR_ID:
        print_id(p, expr->id);
        break;
    case EXPR_LIST:
    case EXPR_TUPLE:
        print_list(p, expr);
        break;
    case EXPR_RECORD:
        print_record(p, expr);
        break;
    case EXPR_COMPREHENSION:
        print_comprehension(p, expr);
        break;
    case EXPR_CALL:
        print_call(p, expr);
        break;
    case EXPR_MEMBER:
        print_member(p, expr);
        break;
    case EXPR_UNARY:
    case EXPR_BINARY:
    case EXPR_COMPARE:
    case EXPR_AS:
    case EXPR_PIPE:
    case EXPR_INDEX:
    case EXPR_SLICE:
    case EXPR_SPREAD:
        print_operator(p, expr);
        break;
    case EXPR_IF:
        print_if(p, expr);
        break;
    case EXPR_MATCH:
        print_match(p, expr);
        break;
    case EXPR_BLOCK:
        print_block(p, expr->block);
        break;
    case EXPR_PATCH:
        print_patch(p, expr);
        break;
    case EXPR_ROWS:
        print_rows(p, expr);
        break;
    }
}

/* ---- statements -------------------------------------------------------------------- */

static void print_binding(Printer *p, const char *word, const Stmt *stmt)
{
    buf_printf(p->out, "%s ", word);
    print_pattern(p, stmt->target);
    if (stmt->type) {
        put(p, ": ");
        print_type(p, stmt->type);
    }
    put(p, " = ");
    print_expr(p, stmt->value);
}

static void print_stmt(Printer *p, const Stmt *stmt)
{
    static const char *const words[] = {
        [STMT_ERROR] = "<error>",     [STMT_EXPR] = "",
        [STMT_WHILE] = "while",       [STMT_BREAK] = "break",
        [STMT_CONTINUE] = "continue", [STMT_RETURN] = "return",
        [STMT_ASSERT] = "assert",
    };
    switch (stmt->kind) {
    case STMT_LET:
    case STMT_VAR:
        print_binding(p, stmt->kind == STMT_LET ? "let" : "var", stmt);
        return;
    case STMT_ASSIGN:
        print_expr(p, stmt->place);
        buf_printf(p->out, " %s= ", stmt->compound ? binary_name(stmt->op) : "");
        print_expr(p, stmt->value);
        return;
    case STMT_FOR:
        put(p, "for ");
        print_pattern(p, stmt->target);
        put(p, " in ");
        break;
    case STMT_ERROR:
        put(p, words[STMT_ERROR]);
        return;
    default:
        put(p, words[stmt->kind]);
        if (stmt->value && stmt->kind != STMT_EXPR)
            put(p, " ");
        break;
    }
    if (stmt->value)
        print_expr(p, stmt->value);
    if (stmt->body) {
        put(p, " ");
        print_block(p, stmt->body);
    }
}

static void print_block(Printer *p, const Block *block)
{
    put(p, "{");
    p->indent++;
    for (int i = 0; i < block->statements.count; i++) {
        new_line(p);
        print_stmt(p, block->statements.at[i]);
    }
    p->indent--;
    put(p, "}");
}

/* ---- declarations ------------------------------------------------------------------- */

static void print_params(Printer *p, const Decl *decl)
{
    put(p, "(");
    for (int i = 0; i < decl->params.count; i++) {
        const Param *param = &decl->params.at[i];
        buf_printf(p->out, "%s%s", i > 0 ? ", " : "", param->name.text);
        if (param->type) {
            put(p, ": ");
            print_type(p, param->type);
        }
        if (param->default_) {
            put(p, " = ");
            print_expr(p, param->default_);
        }
    }
    put(p, ")");
    if (decl->type) {
        put(p, " -> ");
        print_type(p, decl->type);
    }
}

static void print_callback_param(Printer *p, const CallbackParam *param)
{
    buf_printf(p->out, "%s %s%s", param->kind == PARAM_STATE ? "state" : "input",
               param->optional ? "optional " : "", param->name.text);
    if (param->type) {
        put(p, ": ");
        print_type(p, param->type);
    }
    put(p, " = ");
    print_expr(p, param->source);
}

static void print_callback_signature(Printer *p, const Decl *decl)
{
    p->indent++;
    for (int i = 0; i < decl->callback_params.count; i++) {
        new_line(p);
        print_callback_param(p, &decl->callback_params.at[i]);
    }
    for (int i = 0; i < decl->outputs.count; i++) {
        const CallbackOutput *output = &decl->outputs.at[i];
        new_line(p);
        put(p, decl->outputs_are_tuple ? "outputs " : "output ");
        if (output->alias.text)
            buf_printf(p->out, "%s = ", output->alias.text);
        if (output->allow_duplicate)
            put(p, "allow_duplicate ");
        print_expr(p, output->target);
    }
    p->indent--;
}

static void print_page_path(Printer *p, const Decl *decl)
{
    if (decl->page_not_found)
        put(p, " not_found");
    for (int i = 0; i < decl->page_path.count; i++) {
        const PathPart *part = &decl->page_path.at[i];
        put(p, " ");
        if (!part->param.text) {
            print_quoted(p, part->literal);
            continue;
        }
        if (part->is_query)
            buf_printf(p->out, "?%s=", part->query_key);
        buf_printf(p->out, "{%s: ", part->param.text);
        print_type(p, part->type);
        put(p, "}");
    }
}

static void print_before(Printer *p, const Decl *decl)
{
    if (decl->doc.ptr) {
        put(p, "doc ");
        print_quoted(p, decl->doc);
        new_line(p);
    }
    for (int i = 0; i < decl->annotations.count; i++) {
        const Annotation *annotation = &decl->annotations.at[i];
        buf_printf(p->out, "@%s", annotation->name.text);
        if (annotation->has_args)
            put(p, " with");
        print_args(p, annotation->args.at, annotation->args.count);
        new_line(p);
    }
}

static void print_after(Printer *p, const Decl *decl)
{
    if (decl->options.count > 0) {
        put(p, " options");
        print_args(p, decl->options.at, decl->options.count);
    }
    if (decl->path && decl->kind != DECL_PAGE) {
        put(p, " from ");
        print_expr(p, decl->path);
    }
    if (decl->js_source) {
        put(p, " = ");
        print_expr(p, decl->js_source);
    }
    if (decl->value) {
        put(p, decl->kind == DECL_EXPR ? " " : " = ");
        print_expr(p, decl->value);
    }
    if (decl->body) {
        put(p, " ");
        print_block(p, decl->body);
    }
}

static void print_signature(Printer *p, const Decl *decl)
{
    switch (decl->kind) {
    case DECL_FN:
    case DECL_EXTERN_FN:
        print_params(p, decl);
        break;
    case DECL_EXTERN_JS:
        if (decl->is_js_callback)
            print_callback_signature(p, decl);
        else
            print_params(p, decl);
        break;
    case DECL_CALLBACK:
        print_callback_signature(p, decl);
        break;
    case DECL_PAGE:
        print_page_path(p, decl);
        break;
    default:
        if (decl->type) {
            put(p, ": ");
            print_type(p, decl->type);
        }
        break;
    }
}

static void print_decl(Printer *p, const Decl *decl)
{
    static const char *const words[] = {
        [DECL_APP] = "app",
        [DECL_USE] = "use",
        [DECL_IMPORT] = "import",
        [DECL_TYPE] = "type",
        [DECL_TABLE] = "table",
        [DECL_LET] = "let",
        [DECL_FN] = "fn",
        [DECL_EXTERN_FN] = "extern fn",
        [DECL_EXTERN_JS] = "extern js",
        [DECL_LAYOUT] = "layout",
        [DECL_PAGE] = "page",
        [DECL_CALLBACK] = "callback",
        [DECL_TEST] = "test",
        [DECL_EXPR] = "expression",
    };
    print_before(p, decl);
    put(p, words[decl->kind]);
    if (decl->name.text)
        buf_printf(p->out, " %s", decl->name.text);
    if (decl->target) {
        put(p, " ");
        print_pattern(p, decl->target);
    }
    if (decl->title) {
        put(p, " ");
        print_expr(p, decl->title);
    }
    print_signature(p, decl);
    print_after(p, decl);
    buf_putc(p->out, '\n');
}

void ast_print(Buf *out, const File *file)
{
    Printer printer = {.out = out};
    for (int i = 0; i < file->decls.count; i++)
        print_decl(&printer, file->decls.at[i]);
}
