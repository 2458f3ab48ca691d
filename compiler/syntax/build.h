/* SPDX-License-Identifier: MIT
 *
 * The constructors of tree nodes: what the grammar's actions call. They compute
 * spans, check the shapes that the grammar leaves open (what may be assigned to,
 * paths of `patch`, paths of pages) and keep count of the depth of the tree.
 * A part that could not be read is EXPR_ERROR, a NULL type or a NULL declaration;
 * nobody complains about those again.
 */
#ifndef DASHC_SYNTAX_BUILD_H
#define DASHC_SYNTAX_BUILD_H

#include "syntax/ast.h"
#include "syntax/tokens.h"

typedef struct Syntax {
    Arena *arena;
    Interner *interner;
    Diags *diags;
    const Source *source;
    File *file;
    Lexer lexer;
    Layout layout;
    int next_doc;  /* the first `///` line that no declaration took */
    bool too_deep; /* said so: the driver stops */
} Syntax;

/* X(list type, prefix of its function, item type): each list grows by
 * PREFIX_add(s, list or NULL, item), which returns the list. */
#define SYNTAX_LISTS(X)                                                                            \
    X(AnnotationList, annotations, Annotation)                                                     \
    X(ArgList, args, Arg)                                                                          \
    X(ParamList, params, Param)                                                                    \
    X(CallbackParamList, callback_params, CallbackParam)                                           \
    X(TypeFieldList, type_fields, TypeField)                                                       \
    X(StmtList, stmts, Stmt *)                                                                     \
    X(ExprList, exprs, Expr *)                                                                     \
    X(FieldList, fields, RecordField)                                                              \
    X(ClauseList, clauses, ForClause)                                                              \
    X(ArmList, arms, MatchArm)                                                                     \
    X(EntryList, entries, PatchEntry)                                                              \
    X(LineList, lines, RowsLine)                                                                   \
    X(PartList, parts, TextPart)                                                                   \
    X(IdKeyList, id_keys, IdKey)                                                                   \
    X(PatternList, patterns, Pattern *)                                                            \
    X(PatternFieldList, pattern_fields, PatternField)

#define X(List, prefix, Item)                                                                      \
    typedef struct List {                                                                          \
        Vec(Item) items;                                                                           \
    } List;                                                                                        \
    List *prefix##_add(Syntax *s, List *list, Item item);
SYNTAX_LISTS(X)
#undef X

/* A list that also says whether it was written in parentheses. */
typedef struct CallbackOutputList {
    Vec(CallbackOutput) items;
    bool tuple;
} CallbackOutputList;
CallbackOutputList *outputs_add(Syntax *s, CallbackOutputList *list, CallbackOutput item);

/* Moves a list (or none) into a Vec of the tree. */
#define TAKE(vec, list)                                                                            \
    do {                                                                                           \
        if (list) {                                                                                \
            (vec).at = (list)->items.at;                                                           \
            (vec).count = (list)->items.count;                                                     \
            (vec).capacity = (list)->items.capacity;                                               \
        }                                                                                          \
    } while (0)

/* ---- names, literals, texts (literal.c, text.c) ------------------------------ */

Name name_of(Syntax *s, Token token); /* of a word or of a text without holes */
Str token_text(const Syntax *s, Token token);
Expr *build_int(Syntax *s, Token token);
Expr *build_float(Syntax *s, Token token);
Expr *build_duration(Syntax *s, Token token);
Expr *build_date(Syntax *s, ExprKind kind, Token token);
Expr *build_bool(Syntax *s, Token token, bool value);
Expr *build_null(Syntax *s, Token token);
Expr *build_text(Syntax *s, Token token);
TextPart build_hole(Syntax *s, Expr *expr, const Token *format);
PartList *build_text_part(Syntax *s, PartList *parts, Token before, TextPart hole);
Expr *build_text_end(Syntax *s, PartList *parts, Token tail);

/* ---- expressions (build.c) --------------------------------------------------- */

/* A node of depth 1; `contain` makes it deeper than a child (which may be NULL). */
Expr *new_expr(Syntax *s, ExprKind kind, Span span);
void contain(Syntax *s, Expr *expr, const Expr *child);

Expr *build_error(Syntax *s, Token token);
Expr *build_name(Syntax *s, Token token);
Expr *build_column(Syntax *s, Token dot, Token name);
Expr *build_computed_column(Syntax *s, Token dot, Expr *name, Token close);
Expr *build_parenthesised(Syntax *s, Token open, Expr *expr, Token close);
Expr *build_tuple(Syntax *s, Token open, Expr *first, ExprList *rest, Token close);
Expr *build_list(Syntax *s, Token open, ExprList *items, Token close);
Expr *build_spread(Syntax *s, Token dots, Expr *expr);
Expr *build_record(Syntax *s, Token open, FieldList *fields, Token close);
RecordField build_field(Syntax *s, Expr *key, Expr *value);
RecordField build_spread_field(Expr *value);
Expr *build_comprehension(Syntax *s, Token open, Expr *key, Expr *value, ClauseList *clauses,
                          Token close);
ForClause build_clause(Pattern *target, Expr *source);
ForClause build_condition(Syntax *s, ForClause clause, Expr *condition);
Expr *build_member(Syntax *s, Expr *object, Token name, bool optional);
Expr *build_quoted_member(Syntax *s, Expr *object, Token name);
Expr *build_call(Syntax *s, Expr *callee, Token open, ArgList *args, Token close);
Expr *build_call_block(Syntax *s, Expr *callee, Block *block);
Expr *build_index(Syntax *s, Expr *object, Expr *index, Token close);
Expr *build_slice(Syntax *s, Expr *object, Expr *start, Expr *end, Token close);
Arg build_arg(Expr *value);
Arg build_named_arg(Syntax *s, Token name, Expr *value);
Expr *build_unary(Syntax *s, UnaryOp op, Token token, Expr *operand);
Expr *build_binary(Syntax *s, Expr *left, Token op, Expr *right);
Expr *build_compare(Syntax *s, Expr *left, Token op, Expr *right);
Expr *build_as(Syntax *s, Expr *operand, TypeExpr *type);
Expr *build_pipe(Syntax *s, Expr *left, Expr *right);
Expr *build_if(Syntax *s, Token token, Expr *condition, Block *then, Expr *otherwise);
Expr *build_match(Syntax *s, Token token, Expr *subject, ArmList *arms, Token close);
MatchArm build_arm(Syntax *s, PatternList *patterns, Stmt *value);
Expr *build_block_expr(Syntax *s, Block *block);
Expr *build_patch(Syntax *s, Token token, EntryList *entries, Token close);
PatchEntry build_entry(Syntax *s, Expr *path, Token op, Expr *value);
PatchEntry build_entry_call(Syntax *s, Expr *call);
Expr *build_rows(Syntax *s, Token token, LineList *lines, Token close);
RowsLine build_line(ExprList *cells);
Expr *build_id_expr(Syntax *s, IdExpr *id);
IdExpr *build_id(Syntax *s, Token token);
IdExpr *build_id_indexed(Syntax *s, Token token, IdKey value, Token close);
IdExpr *build_id_record(Syntax *s, Token open, IdKeyList *keys, Token close);
IdExpr *build_id_computed(Syntax *s, Token hash, Expr *text);
IdKey build_id_key(Syntax *s, Token name, IdKey value);
IdKey build_id_value(Expr *value);
IdKey build_wildcard(Syntax *s, Wildcard wildcard, const Token *binder);

/* ---- statements, patterns, types (build_stmt.c) ------------------------------- */

Block *build_block(Syntax *s, Token open, StmtList *statements, Token close);
Stmt *build_expr_stmt(Syntax *s, Expr *value);
Stmt *build_let(Syntax *s, StmtKind kind, Token token, Pattern *target, TypeExpr *type,
                Expr *value);
Stmt *build_assign(Syntax *s, Expr *place, Token op, Expr *value);
Stmt *build_loop(Syntax *s, StmtKind kind, Token token, Pattern *target, Expr *value, Block *body);
Stmt *build_word_stmt(Syntax *s, StmtKind kind, Token token, Expr *value);
Pattern *build_pattern_name(Syntax *s, Token token);
Pattern *build_pattern_broken(Syntax *s, Token token);
Pattern *build_pattern_null(Syntax *s, Token token);
Pattern *build_pattern_literal(Syntax *s, Expr *literal);
Pattern *build_pattern_range(Syntax *s, Expr *low, Expr *high);
Pattern *build_pattern_tuple(Syntax *s, Token open, PatternList *items, Token close);
Pattern *build_pattern_record(Syntax *s, Token open, PatternFieldList *fields, Token close);
PatternField build_pattern_field(Syntax *s, Token name, Pattern *pattern);
Pattern *build_pattern_id(Syntax *s, IdExpr *id);
TypeExpr *build_type_name(Syntax *s, Token first, Token last);
TypeExpr *build_type_list(Syntax *s, Token open, TypeExpr *item, Token close);
TypeExpr *build_type_tuple(Syntax *s, Token open, TypeFieldList *items, Token close);
TypeExpr *build_type_record(Syntax *s, Token open, TypeFieldList *fields, Token close);
/* `{a: T, ...}` */
TypeExpr *build_type_more(Syntax *s, Token open, TypeFieldList *fields, Token close);
TypeExpr *build_type_table(Syntax *s, Token open, TypeFieldList *fields, Token close);
TypeExpr *build_type_optional(Syntax *s, TypeExpr *item, Token mark);
TypeField build_type_field(Syntax *s, Token name, TypeExpr *type);
TypeField build_type_item(TypeExpr *type);

/* ---- declarations (build_decl.c) ---------------------------------------------- */

void build_decl(Syntax *s, AnnotationList *annotations, Decl *decl);
Annotation build_annotation(Syntax *s, Token at, Token name, ArgList *args, Token last);
Decl *build_app(Syntax *s, Token token, Expr *title, ArgList *options, const Token *close);
Decl *build_use(Syntax *s, Token token, Token name, Expr *path);
Decl *build_import(Syntax *s, Token token, Expr *path, const Token *alias);
Decl *build_type_decl(Syntax *s, Token token, Token name, TypeExpr *type);
Decl *build_value_decl(Syntax *s, DeclKind kind, Token token, Token name, TypeExpr *type,
                       Expr *value);
Decl *build_let_decl(Syntax *s, Token token, Pattern *target, TypeExpr *type, Expr *value);
Decl *build_signature(Syntax *s, Token token, Token name, ParamList *params, TypeExpr *result,
                      Token close);
Decl *build_callback(Syntax *s, Token token, Token name, CallbackParamList *params,
                     CallbackOutputList *outputs, Token close);
Decl *build_fn_body(Syntax *s, Decl *decl, Block *body, Expr *value);
Decl *build_extern(Syntax *s, DeclKind kind, Token token, Decl *decl, Expr *path, Expr *js);
Decl *build_layout(Syntax *s, Token token, Block *body, Expr *value);
Decl *build_page(Syntax *s, Token token, Expr *path, ArgList *options, Block *body);
Decl *build_test(Syntax *s, Token token, Expr *name, Block *body);
Decl *build_stray(Syntax *s, Expr *expr);
Decl *build_stray_assignment(Syntax *s, Expr *place, Expr *value);
Param build_param(Syntax *s, Token name, TypeExpr *type, Expr *value);
CallbackParam build_source(Syntax *s, Token name, TypeExpr *type, Expr *source);
CallbackParam build_param_kind(CallbackParam param, Token word, CallbackParamKind kind,
                               bool optional);
CallbackOutput build_output(Expr *target, const Token *allow_duplicate);
CallbackOutput build_alias(Syntax *s, Token name, CallbackOutput output);
CallbackOutputList *build_output_tuple(CallbackOutputList *list);

#endif
