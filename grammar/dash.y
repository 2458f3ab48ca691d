/* SPDX-License-Identifier: MIT
 *
 * The syntax of .dash. Newlines, the meaning of each `{` and words that are only
 * names are settled before (compiler/syntax/layout.c), so the grammar reads:
 *   SEP      a line end or `;` that separates
 *   LBODY    the `{` of if, match, for, while, else and of a callback
 *   LRECORD  the `{` of a record, a record type or a record pattern
 *   LBRACE   any other `{`: a block
 * Every action is one call of build.h. BROKEN is what the driver (parse.c) puts in
 * the place of text that it could not read; there is no error symbol. The driver
 * asks dash_parse_accepts before it gives a token, so the parser never sees one
 * that does not fit.
 */
%include {
#include <assert.h>
#include <stdlib.h>

#include "syntax/build.h"
#include "syntax/parser.h"

#define YYNOERRORRECOVERY 1
}

%name DashParse
%token_prefix TK_
%token_type {Token}
%extra_context {Syntax *s}
%start_symbol file
%stack_size 0

%syntax_error {
    /* The driver never gives a token that is not accepted. */
    (void)yymajor;
    assert(!"a token that the parser does not accept");
}
%stack_overflow {
    die_out_of_memory();
}

/* ---- precedence, loose to tight -------------------------------------------- */

%left PIPE.
%left OR.
%left AND.
%right NOT.
%left EQ NE LT LE GT GE IN NOT_IN.
%left COALESCE.
%left AS.
%left PLUS MINUS.
%left STAR SLASH PERCENT.
%right UNARY.
%right POW.

/* Words of declarations are names wherever such a form cannot stand. */
%fallback NAME APP USE IMPORT TYPE TABLE LET FN EXTERN JS LAYOUT PAGE NOT_FOUND CALLBACK TEST STATE
    OPTIONAL ALLOW_DUPLICATE FROM ROWS PATCH AS WILD_MATCH WILD_ALL WILD_ALLSMALLER.

%token_class field_end COMMA|SEP.
%token_class assign PLUS_ASSIGN|MINUS_ASSIGN|STAR_ASSIGN|SLASH_ASSIGN.

/* ---- the file -------------------------------------------------------------- */

file ::= .
file ::= decls.
decls ::= decl.
decls ::= decls SEP decl.

decl ::= annotations(L) core(D). { build_decl(s, L, D); }

%type annotations {AnnotationList *}
annotations(A) ::= . { A = NULL; }
annotations(A) ::= annotations(L) annotation(N). { A = annotations_add(s, L, N); }
%type annotation {Annotation}
annotation(A) ::= AT(T) NAME(N) SEP. { A = build_annotation(s, T, N, NULL, N); }
annotation(A) ::= AT(T) NAME(N) LPAREN args(L) RPAREN(R) SEP. { A = build_annotation(s, T, N, L, R); }

/* ---- declarations ---------------------------------------------------------- */

%type core {Decl *}
core(A) ::= APP(T) text(X). { A = build_app(s, T, X, NULL, NULL); }
core(A) ::= APP(T) text(X) LBRACE options(L) RBRACE(R). { A = build_app(s, T, X, L, &R); }
core(A) ::= USE(T) NAME(N) FROM text(X). { A = build_use(s, T, N, X); }
core(A) ::= IMPORT(T) text(X). { A = build_import(s, T, X, NULL); }
core(A) ::= IMPORT(T) text(X) AS NAME(N). { A = build_import(s, T, X, &N); }
core(A) ::= TYPE(T) NAME(N) ASSIGN type(Y). { A = build_type_decl(s, T, N, Y); }
core(A) ::= TABLE(T) NAME(N) type_opt(Y) ASSIGN expr(E). { A = build_value_decl(s, DECL_TABLE, T, N, Y, E); }
core(A) ::= LET(T) pattern(P) type_opt(Y) ASSIGN expr(E). { A = build_let_decl(s, T, P, Y, E); }
core(A) ::= signature(F) block(B). { A = build_fn_body(s, F, B, NULL); }
core(A) ::= signature(F) ASSIGN expr(E). { A = build_fn_body(s, F, NULL, E); }
core(A) ::= EXTERN(T) signature(F) FROM text(X). { A = build_extern(s, DECL_EXTERN_FN, T, F, X, NULL); }
core(A) ::= EXTERN(T) JS signature(F) FROM text(X). { A = build_extern(s, DECL_EXTERN_JS, T, F, X, NULL); }
core(A) ::= EXTERN(T) JS signature(F) ASSIGN text(X). { A = build_extern(s, DECL_EXTERN_JS, T, F, NULL, X); }
core(A) ::= EXTERN(T) JS callback(F) FROM text(X). { A = build_extern(s, DECL_EXTERN_JS, T, F, X, NULL); }
core(A) ::= EXTERN(T) JS callback(F) ASSIGN text(X). { A = build_extern(s, DECL_EXTERN_JS, T, F, NULL, X); }
core(A) ::= LAYOUT(T) block(B). { A = build_layout(s, T, B, NULL); }
core(A) ::= LAYOUT(T) ASSIGN expr(E). { A = build_layout(s, T, NULL, E); }
core(A) ::= PAGE(T) text(X) page_options(L) block(B). { A = build_page(s, T, X, L, B); }
core(A) ::= PAGE(T) NOT_FOUND page_options(L) block(B). { A = build_page(s, T, NULL, L, B); }
core(A) ::= callback(F) body(B). { A = build_fn_body(s, F, B, NULL); }
core(A) ::= TEST(T) text(X) block(B). { A = build_test(s, T, X, B); }
core(A) ::= expr(E). { A = build_stray(s, E); }
core(A) ::= expr(E) ASSIGN expr(V). { A = build_stray_assignment(s, E, V); }

%type options {ArgList *}
options(A) ::= . { A = NULL; }
options(A) ::= option_list(L). { A = L; }
options(A) ::= option_list(L) field_end. { A = L; }
%type option_list {ArgList *}
option_list(A) ::= option(O). { A = args_add(s, NULL, O); }
option_list(A) ::= option_list(L) field_end option(O). { A = args_add(s, L, O); }
%type option {Arg}
option(A) ::= NAME(N) ASSIGN expr(E). { A = build_named_arg(s, N, E); }

%type page_options {ArgList *}
page_options(A) ::= . { A = NULL; }
page_options(A) ::= LPAREN args(L) RPAREN. { A = L; }

/* ---- functions ------------------------------------------------------------- */

%type signature {Decl *}
signature(A) ::= FN(T) NAME(N) LPAREN params(L) RPAREN(R). { A = build_signature(s, T, N, L, NULL, R); }
signature(A) ::= FN(T) NAME(N) LPAREN params(L) RPAREN(R) ARROW type(Y). { A = build_signature(s, T, N, L, Y, R); }

%type params {ParamList *}
params(A) ::= . { A = NULL; }
params(A) ::= param_list(L). { A = L; }
params(A) ::= param_list(L) COMMA. { A = L; }
%type param_list {ParamList *}
param_list(A) ::= param(P). { A = params_add(s, NULL, P); }
param_list(A) ::= param_list(L) COMMA param(P). { A = params_add(s, L, P); }
%type param {Param}
param(A) ::= NAME(N) type_opt(Y). { A = build_param(s, N, Y, NULL); }
param(A) ::= NAME(N) type_opt(Y) ASSIGN expr(E). { A = build_param(s, N, Y, E); }
param(A) ::= BROKEN(T). { A = build_param(s, T, NULL, NULL); }

/* ---- callbacks ------------------------------------------------------------- */

%type callback {Decl *}
callback(A) ::= CALLBACK(T) NAME(N) LPAREN cparams(L) RPAREN(R). { A = build_callback(s, T, N, L, NULL, R); }
callback(A) ::= CALLBACK(T) NAME(N) LPAREN cparams(L) RPAREN(R) ARROW outputs(O). { A = build_callback(s, T, N, L, O, R); }

%type cparams {CallbackParamList *}
cparams(A) ::= . { A = NULL; }
cparams(A) ::= cparam_list(L). { A = L; }
cparams(A) ::= cparam_list(L) COMMA. { A = L; }
%type cparam_list {CallbackParamList *}
cparam_list(A) ::= cparam(P). { A = callback_params_add(s, NULL, P); }
cparam_list(A) ::= cparam_list(L) COMMA cparam(P). { A = callback_params_add(s, L, P); }
%type cparam {CallbackParam}
cparam(A) ::= source(P). { A = P; }
cparam(A) ::= STATE(T) source(P). { A = build_param_kind(P, T, PARAM_STATE, false); }
cparam(A) ::= OPTIONAL(T) source(P). { A = build_param_kind(P, T, PARAM_INPUT, true); }
cparam(A) ::= STATE(T) OPTIONAL source(P). { A = build_param_kind(P, T, PARAM_STATE, true); }
cparam(A) ::= OPTIONAL(T) STATE source(P). { A = build_param_kind(P, T, PARAM_STATE, true); }
cparam(A) ::= BROKEN(T). { A = build_source(s, T, NULL, NULL); }
%type source {CallbackParam}
source(A) ::= NAME(N) type_opt(Y) ASSIGN expr(E). { A = build_source(s, N, Y, E); }

%type outputs {CallbackOutputList *}
outputs(A) ::= output(O). { A = outputs_add(s, NULL, O); }
outputs(A) ::= LPAREN output_list(L) RPAREN. { A = build_output_tuple(L); }
outputs(A) ::= LPAREN output_list(L) COMMA RPAREN. { A = build_output_tuple(L); }
%type output_list {CallbackOutputList *}
output_list(A) ::= aliased(O). { A = outputs_add(s, NULL, O); }
output_list(A) ::= output_list(L) COMMA aliased(O). { A = outputs_add(s, L, O); }
%type aliased {CallbackOutput}
aliased(A) ::= output(O). { A = O; }
aliased(A) ::= NAME(N) ASSIGN output(O). { A = build_alias(s, N, O); }
%type output {CallbackOutput}
output(A) ::= target(E). { A = build_output(E, NULL); }
output(A) ::= ALLOW_DUPLICATE(T) target(E). { A = build_output(E, &T); }
%type target {Expr *}
target(A) ::= prop(E). { A = E; }
target(A) ::= LBRACKET(T) expr(E) clauses(L) RBRACKET(R). { A = build_comprehension(s, T, NULL, E, L, R); }
target(A) ::= BROKEN(T). { A = build_error(s, T); }
%type prop {Expr *}
prop(A) ::= id(I). { A = build_id_expr(s, I); }
prop(A) ::= prop(E) DOT NAME(N). { A = build_member(s, E, N, false); }
prop(A) ::= prop(E) DOT TEXT(N). { A = build_quoted_member(s, E, N); }
prop(A) ::= prop(E) LBRACKET expr(I) RBRACKET(R). { A = build_index(s, E, I, R); }

/* ---- types ----------------------------------------------------------------- */

%type type_opt {TypeExpr *}
type_opt(A) ::= . { A = NULL; }
type_opt(A) ::= COLON type(Y). { A = Y; }

%type type {TypeExpr *}
type(A) ::= NAME(N). { A = build_type_name(s, N, N); }
type(A) ::= NAME(N) DOT NAME(M). { A = build_type_name(s, N, M); }
type(A) ::= LBRACKET(T) type(Y) RBRACKET(R). { A = build_type_list(s, T, Y, R); }
type(A) ::= LPAREN(T) types(L) RPAREN(R). { A = build_type_tuple(s, T, L, R); }
type(A) ::= LPAREN(T) types(L) COMMA RPAREN(R). { A = build_type_tuple(s, T, L, R); }
type(A) ::= LPAREN(T) RPAREN(R). { A = build_type_tuple(s, T, NULL, R); }
type(A) ::= LRECORD(T) type_fields(L) RBRACE(R). { A = build_type_record(s, T, L, R); }
type(A) ::= LRECORD(T) type_field_list(L) field_end SPREAD RBRACE(R). { A = build_type_more(s, T, L, R); }
type(A) ::= LRECORD(T) type_field_list(L) field_end SPREAD field_end RBRACE(R). { A = build_type_more(s, T, L, R); }
type(A) ::= LSCHEMA(T) type_fields(L) RBRACE(R). { A = build_type_table(s, T, L, R); }
type(A) ::= type(Y) QUESTION(R). { A = build_type_optional(s, Y, R); }
type(A) ::= BROKEN. { A = NULL; }

%type types {TypeFieldList *}
types(A) ::= type(Y). { A = type_fields_add(s, NULL, build_type_item(Y)); }
types(A) ::= types(L) COMMA type(Y). { A = type_fields_add(s, L, build_type_item(Y)); }

%type type_fields {TypeFieldList *}
type_fields(A) ::= . { A = NULL; }
type_fields(A) ::= type_field_list(L). { A = L; }
type_fields(A) ::= type_field_list(L) field_end. { A = L; }
%type type_field_list {TypeFieldList *}
type_field_list(A) ::= type_field(F). { A = type_fields_add(s, NULL, F); }
type_field_list(A) ::= type_field_list(L) field_end type_field(F). { A = type_fields_add(s, L, F); }
%type type_field {TypeField}
type_field(A) ::= NAME(N) COLON type(Y). { A = build_type_field(s, N, Y); }
type_field(A) ::= TEXT(N) COLON type(Y). { A = build_type_field(s, N, Y); }

/* ---- blocks and statements ------------------------------------------------- */

%type block {Block *}
block(A) ::= LBRACE(T) stmts(B) RBRACE(R). { A = build_block(s, T, B, R); }
%type body {Block *}
body(A) ::= LBODY(T) stmts(B) RBRACE(R). { A = build_block(s, T, B, R); }
%type stmts {StmtList *}
stmts(A) ::= . { A = NULL; }
stmts(A) ::= stmt_list(L). { A = L; }
%type stmt_list {StmtList *}
stmt_list(A) ::= stmt(S). { A = stmts_add(s, NULL, S); }
stmt_list(A) ::= stmt_list(L) SEP stmt(S). { A = stmts_add(s, L, S); }

%type stmt {Stmt *}
stmt(A) ::= LET(T) pattern(P) type_opt(Y) ASSIGN expr(E). { A = build_let(s, STMT_LET, T, P, Y, E); }
stmt(A) ::= simple(S). { A = S; }
stmt(A) ::= VAR(T) pattern(P) type_opt(Y) ASSIGN expr(E). { A = build_let(s, STMT_VAR, T, P, Y, E); }
stmt(A) ::= FOR(T) pattern(P) IN expr(E) body(B). { A = build_loop(s, STMT_FOR, T, P, E, B); }
stmt(A) ::= WHILE(T) expr(E) body(B). { A = build_loop(s, STMT_WHILE, T, NULL, E, B); }

/* Statements that may also stand after the => of a match. */
%type simple {Stmt *}
simple(A) ::= expr(E). { A = build_expr_stmt(s, E); }
simple(A) ::= expr(E) ASSIGN(O) expr(V). { A = build_assign(s, E, O, V); }
simple(A) ::= expr(E) assign(O) expr(V). { A = build_assign(s, E, O, V); }
simple(A) ::= BREAK(T). { A = build_word_stmt(s, STMT_BREAK, T, NULL); }
simple(A) ::= CONTINUE(T). { A = build_word_stmt(s, STMT_CONTINUE, T, NULL); }
simple(A) ::= RETURN(T). { A = build_word_stmt(s, STMT_RETURN, T, NULL); }
simple(A) ::= RETURN(T) expr(E). { A = build_word_stmt(s, STMT_RETURN, T, E); }
simple(A) ::= ASSERT(T) expr(E). { A = build_word_stmt(s, STMT_ASSERT, T, E); }

/* ---- expressions: operators ------------------------------------------------ */

%type expr {Expr *}
expr(A) ::= postfix(E). { A = E; }
expr(A) ::= expr(L) PIPE expr(R). { A = build_pipe(s, L, R); }
expr(A) ::= expr(L) OR(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= expr(L) AND(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= NOT(T) expr(E). { A = build_unary(s, UNARY_NOT, T, E); }
expr(A) ::= expr(L) EQ(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) NE(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) LT(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) LE(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) GT(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) GE(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) IN(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) NOT_IN(O) expr(R). { A = build_compare(s, L, O, R); }
expr(A) ::= expr(L) COALESCE(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= expr(L) AS type(Y). { A = build_as(s, L, Y); }
expr(A) ::= expr(L) PLUS(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= expr(L) MINUS(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= expr(L) STAR(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= expr(L) SLASH(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= expr(L) PERCENT(O) expr(R). { A = build_binary(s, L, O, R); }
expr(A) ::= MINUS(T) expr(E). [UNARY] { A = build_unary(s, UNARY_NEG, T, E); }
expr(A) ::= expr(L) POW(O) expr(R). { A = build_binary(s, L, O, R); }

/* ---- expressions: calls and members ---------------------------------------- */

%type postfix {Expr *}
postfix(A) ::= primary(E). { A = E; }
postfix(A) ::= postfix(E) DOT NAME(N). { A = build_member(s, E, N, false); }
postfix(A) ::= postfix(E) QUESTION_DOT NAME(N). { A = build_member(s, E, N, true); }
postfix(A) ::= postfix(E) DOT TEXT(N). { A = build_quoted_member(s, E, N); }
postfix(A) ::= postfix(E) LPAREN(T) args(L) RPAREN(R). { A = build_call(s, E, T, L, R); }
postfix(A) ::= postfix(E) block(B). { A = build_call_block(s, E, B); }
postfix(A) ::= postfix(E) LBRACKET expr(I) RBRACKET(R). { A = build_index(s, E, I, R); }
postfix(A) ::= postfix(E) LBRACKET expr_opt(I) COLON expr_opt(J) RBRACKET(R). { A = build_slice(s, E, I, J, R); }

%type expr_opt {Expr *}
expr_opt(A) ::= . { A = NULL; }
expr_opt(A) ::= expr(E). { A = E; }

%type args {ArgList *}
args(A) ::= . { A = NULL; }
args(A) ::= arg_list(L). { A = L; }
args(A) ::= arg_list(L) COMMA. { A = L; }
%type arg_list {ArgList *}
arg_list(A) ::= arg(E). { A = args_add(s, NULL, E); }
arg_list(A) ::= arg_list(L) COMMA arg(E). { A = args_add(s, L, E); }
%type arg {Arg}
arg(A) ::= expr(E). { A = build_arg(E); }
arg(A) ::= NAME(N) ASSIGN expr(E). { A = build_named_arg(s, N, E); }
arg(A) ::= TEXT(N) ASSIGN expr(E). { A = build_named_arg(s, N, E); }

/* ---- expressions: operands ------------------------------------------------- */

%type primary {Expr *}
primary(A) ::= NAME(T). { A = build_name(s, T); }
primary(A) ::= INT(T). { A = build_int(s, T); }
primary(A) ::= FLOAT(T). { A = build_float(s, T); }
primary(A) ::= DURATION(T). { A = build_duration(s, T); }
primary(A) ::= DATE(T). { A = build_date(s, EXPR_DATE, T); }
primary(A) ::= DATETIME(T). { A = build_date(s, EXPR_DATETIME, T); }
primary(A) ::= TRUE(T). { A = build_bool(s, T, true); }
primary(A) ::= FALSE(T). { A = build_bool(s, T, false); }
primary(A) ::= NULL(T). { A = build_null(s, T); }
primary(A) ::= BROKEN(T). { A = build_error(s, T); }
primary(A) ::= text(E). { A = E; }
primary(A) ::= id(I). { A = build_id_expr(s, I); }
primary(A) ::= DOT(T) NAME(N). { A = build_column(s, T, N); }
primary(A) ::= DOT(T) TEXT(N). { A = build_column(s, T, N); }
primary(A) ::= DOT(T) LBRACKET expr(E) RBRACKET(R). { A = build_computed_column(s, T, E, R); }
primary(A) ::= LPAREN(T) expr(E) RPAREN(R). { A = build_parenthesised(s, T, E, R); }
primary(A) ::= LPAREN(T) expr(E) COMMA exprs(L) RPAREN(R). { A = build_tuple(s, T, E, L, R); }
primary(A) ::= LPAREN(T) expr(E) COMMA exprs(L) COMMA RPAREN(R). { A = build_tuple(s, T, E, L, R); }
primary(A) ::= LBRACKET(T) RBRACKET(R). { A = build_list(s, T, NULL, R); }
primary(A) ::= LBRACKET(T) items(L) RBRACKET(R). { A = build_list(s, T, L, R); }
primary(A) ::= LBRACKET(T) items(L) COMMA RBRACKET(R). { A = build_list(s, T, L, R); }
primary(A) ::= LBRACKET(T) expr(E) clauses(L) RBRACKET(R). { A = build_comprehension(s, T, NULL, E, L, R); }
primary(A) ::= LRECORD(T) RBRACE(R). { A = build_record(s, T, NULL, R); }
primary(A) ::= LRECORD(T) fields(L) RBRACE(R). { A = build_record(s, T, L, R); }
primary(A) ::= LRECORD(T) fields(L) field_end RBRACE(R). { A = build_record(s, T, L, R); }
primary(A) ::= LRECORD(T) expr(K) COLON expr(E) clauses(L) RBRACE(R). { A = build_comprehension(s, T, K, E, L, R); }
primary(A) ::= block(B). { A = build_block_expr(s, B); }
primary(A) ::= if(E). { A = E; }
primary(A) ::= MATCH(T) expr(E) LBODY arms(L) RBRACE(R). { A = build_match(s, T, E, L, R); }
primary(A) ::= PATCH(T) LBRACE entries(L) RBRACE(R). { A = build_patch(s, T, L, R); }
primary(A) ::= ROWS(T) LBRACE lines(L) RBRACE(R). { A = build_rows(s, T, L, R); }

%type exprs {ExprList *}
exprs(A) ::= expr(E). { A = exprs_add(s, NULL, E); }
exprs(A) ::= exprs(L) COMMA expr(E). { A = exprs_add(s, L, E); }
%type items {ExprList *}
items(A) ::= item(E). { A = exprs_add(s, NULL, E); }
items(A) ::= items(L) COMMA item(E). { A = exprs_add(s, L, E); }
%type item {Expr *}
item(A) ::= expr(E). { A = E; }
item(A) ::= SPREAD(T) expr(E). { A = build_spread(s, T, E); }

%type fields {FieldList *}
fields(A) ::= field(F). { A = fields_add(s, NULL, F); }
fields(A) ::= fields(L) field_end field(F). { A = fields_add(s, L, F); }
%type field {RecordField}
field(A) ::= expr(K) COLON expr(E). { A = build_field(s, K, E); }
field(A) ::= SPREAD expr(E). { A = build_spread_field(E); }
field(A) ::= BROKEN(T). { A = build_spread_field(build_error(s, T)); }

%type clauses {ClauseList *}
clauses(A) ::= clause(C). { A = clauses_add(s, NULL, C); }
clauses(A) ::= clauses(L) clause(C). { A = clauses_add(s, L, C); }
%type clause {ForClause}
clause(A) ::= FOR pattern(P) IN expr(E). { A = build_clause(P, E); }
clause(A) ::= clause(C) IF expr(E). { A = build_condition(s, C, E); }

%type if {Expr *}
if(A) ::= IF(T) expr(E) body(B). { A = build_if(s, T, E, B, NULL); }
if(A) ::= IF(T) expr(E) body(B) ELSE body(C). { A = build_if(s, T, E, B, build_block_expr(s, C)); }
if(A) ::= IF(T) expr(E) body(B) ELSE if(C). { A = build_if(s, T, E, B, C); }

%type arms {ArmList *}
arms(A) ::= . { A = NULL; }
arms(A) ::= arm_list(L). { A = L; }
arms(A) ::= arm_list(L) field_end. { A = L; }
%type arm_list {ArmList *}
arm_list(A) ::= arm(M). { A = arms_add(s, NULL, M); }
arm_list(A) ::= arm_list(L) field_end arm(M). { A = arms_add(s, L, M); }
%type arm {MatchArm}
arm(A) ::= patterns(L) FAT_ARROW simple(S). { A = build_arm(s, L, S); }

%type entries {EntryList *}
entries(A) ::= . { A = NULL; }
entries(A) ::= entry_list(L). { A = L; }
entries(A) ::= entry_list(L) field_end. { A = L; }
%type entry_list {EntryList *}
entry_list(A) ::= entry(E). { A = entries_add(s, NULL, E); }
entry_list(A) ::= entry_list(L) field_end entry(E). { A = entries_add(s, L, E); }
%type entry {PatchEntry}
entry(A) ::= expr(E). { A = build_entry_call(s, E); }
entry(A) ::= expr(E) ASSIGN(O) expr(V). { A = build_entry(s, E, O, V); }
entry(A) ::= expr(E) assign(O) expr(V). { A = build_entry(s, E, O, V); }

%type lines {LineList *}
lines(A) ::= line(L). { A = lines_add(s, NULL, L); }
lines(A) ::= lines(B) SEP line(L). { A = lines_add(s, B, L); }
%type line {RowsLine}
line(A) ::= exprs(L). { A = build_line(L); }
line(A) ::= exprs(L) COMMA. { A = build_line(L); }

/* ---- texts ----------------------------------------------------------------- */

%type text {Expr *}
text(A) ::= TEXT(T). { A = build_text(s, T); }
text(A) ::= open_text(L) TEXT_TAIL(T). { A = build_text_end(s, L, T); }
%type open_text {PartList *}
open_text(A) ::= TEXT_HEAD(T) hole(H). { A = build_text_part(s, NULL, T, H); }
open_text(A) ::= open_text(L) TEXT_MIDDLE(T) hole(H). { A = build_text_part(s, L, T, H); }
%type hole {TextPart}
hole(A) ::= expr(E). { A = build_hole(s, E, NULL); }
hole(A) ::= expr(E) FORMAT(F). { A = build_hole(s, E, &F); }

/* ---- ids ------------------------------------------------------------------- */

%type id {IdExpr *}
id(A) ::= ID(T). { A = build_id(s, T); }
id(A) ::= ID_OPEN(T) id_value(V) RBRACKET(R). { A = build_id_indexed(s, T, V, R); }
id(A) ::= ID_BRACE(T) id_keys(L) RBRACE(R). { A = build_id_record(s, T, L, R); }
id(A) ::= HASH(T) text(X). { A = build_id_computed(s, T, X); }
%type id_keys {IdKeyList *}
id_keys(A) ::= id_key_list(L). { A = L; }
id_keys(A) ::= id_key_list(L) field_end. { A = L; }
%type id_key_list {IdKeyList *}
id_key_list(A) ::= id_key(K). { A = id_keys_add(s, NULL, K); }
id_key_list(A) ::= id_key_list(L) field_end id_key(K). { A = id_keys_add(s, L, K); }
%type id_key {IdKey}
id_key(A) ::= NAME(N) COLON id_value(V). { A = build_id_key(s, N, V); }
id_key(A) ::= TEXT(N) COLON id_value(V). { A = build_id_key(s, N, V); }
%type id_value {IdKey}
id_value(A) ::= expr(E). { A = build_id_value(E); }
id_value(A) ::= WILD_MATCH. { A = build_wildcard(s, WILD_MATCH, NULL); }
id_value(A) ::= WILD_MATCH NAME(N). { A = build_wildcard(s, WILD_MATCH, &N); }
id_value(A) ::= WILD_ALL. { A = build_wildcard(s, WILD_ALL, NULL); }
id_value(A) ::= WILD_ALLSMALLER. { A = build_wildcard(s, WILD_ALLSMALLER, NULL); }

/* ---- patterns -------------------------------------------------------------- */

%type patterns {PatternList *}
patterns(A) ::= pattern(P). { A = patterns_add(s, NULL, P); }
patterns(A) ::= patterns(L) COMMA pattern(P). { A = patterns_add(s, L, P); }

%type pattern {Pattern *}
pattern(A) ::= NAME(T). { A = build_pattern_name(s, T); }
pattern(A) ::= BROKEN(T). { A = build_pattern_broken(s, T); }
pattern(A) ::= NULL(T). { A = build_pattern_null(s, T); }
pattern(A) ::= literal(E). { A = build_pattern_literal(s, E); }
pattern(A) ::= literal(E) DOT_DOT literal(F). { A = build_pattern_range(s, E, F); }
pattern(A) ::= LPAREN(T) patterns(L) RPAREN(R). { A = build_pattern_tuple(s, T, L, R); }
pattern(A) ::= LPAREN(T) patterns(L) COMMA RPAREN(R). { A = build_pattern_tuple(s, T, L, R); }
pattern(A) ::= LRECORD(T) pattern_fields(L) RBRACE(R). { A = build_pattern_record(s, T, L, R); }
pattern(A) ::= LRECORD(T) pattern_fields(L) field_end RBRACE(R). { A = build_pattern_record(s, T, L, R); }
pattern(A) ::= id(I). { A = build_pattern_id(s, I); }

%type literal {Expr *}
literal(A) ::= number(E). { A = E; }
literal(A) ::= MINUS(T) number(E). { A = build_unary(s, UNARY_NEG, T, E); }
literal(A) ::= DURATION(T). { A = build_duration(s, T); }
literal(A) ::= DATE(T). { A = build_date(s, EXPR_DATE, T); }
literal(A) ::= DATETIME(T). { A = build_date(s, EXPR_DATETIME, T); }
literal(A) ::= TRUE(T). { A = build_bool(s, T, true); }
literal(A) ::= FALSE(T). { A = build_bool(s, T, false); }
literal(A) ::= TEXT(T). { A = build_text(s, T); }
%type number {Expr *}
number(A) ::= INT(T). { A = build_int(s, T); }
number(A) ::= FLOAT(T). { A = build_float(s, T); }

%type pattern_fields {PatternFieldList *}
pattern_fields(A) ::= pattern_field(F). { A = pattern_fields_add(s, NULL, F); }
pattern_fields(A) ::= pattern_fields(L) field_end pattern_field(F). { A = pattern_fields_add(s, L, F); }
%type pattern_field {PatternField}
pattern_field(A) ::= NAME(N). { A = build_pattern_field(s, N, NULL); }
pattern_field(A) ::= NAME(N) COLON pattern(P). { A = build_pattern_field(s, N, P); }

/* ---- questions of the driver ------------------------------------------------ */

%code {
/* The parser's stack without its topmost `popped` entries, and what is pushed on
 * it while actions are only tried out. */
typedef struct Trial {
    const yyParser *parser;
    const yyStackEntry *base;
    YYACTIONTYPE pushed[64];
    int count;
} Trial;

static YYACTIONTYPE trial_top(const Trial *trial)
{
    return trial->count > 0 ? trial->pushed[trial->count - 1] : trial->base->stateno;
}

static void trial_pop(Trial *trial, int count)
{
    int of_pushed = count < trial->count ? count : trial->count;
    trial->count -= of_pushed;
    trial->base -= count - of_pushed;
}

/* Whether the token would be shifted; the trial then stands after it. */
static bool trial_shift(Trial *trial, int token)
{
    for (;;) {
        YYACTIONTYPE act = yy_find_shift_action((YYCODETYPE)token, trial_top(trial));
        if (act == YY_ACCEPT_ACTION)
            return true;
        if (act == YY_ERROR_ACTION || trial->count == 64)
            return false;
        if (act < YY_MIN_REDUCE) {
            if (act > YY_MAX_SHIFT)
                act = (YYACTIONTYPE)(act + YY_MIN_REDUCE - YY_MIN_SHIFTREDUCE);
            trial->pushed[trial->count++] = act;
            return true;
        }
        int rule = act - YY_MIN_REDUCE;
        trial_pop(trial, -yyRuleInfoNRhs[rule]);
        act = yy_find_reduce_action(trial_top(trial), yyRuleInfoLhs[rule]);
        if (act == YY_ACCEPT_ACTION)
            return token == 0;
        trial->pushed[trial->count++] = act;
    }
}

bool dash_parse_accepts(const void *parser, int popped, const int *kinds, int count)
{
    Trial trial; /* `pushed` is filled as far as `count` */
    trial.parser = parser;
    trial.base = trial.parser->yytos - popped;
    trial.count = 0;
    for (int i = 0; i < count; i++)
        if (!trial_shift(&trial, kinds[i]))
            return false;
    return true;
}

int dash_parse_depth(const void *parser)
{
    const yyParser *p = parser;
    return (int)(p->yytos - p->yystack);
}

int dash_parse_symbol(const void *parser, int below_top)
{
    const yyParser *p = parser;
    const yyStackEntry *entry = p->yytos - below_top;
    return entry > p->yystack && entry->major < YYNTOKEN ? entry->major : 0;
}

void dash_parse_pop(void *parser, int count)
{
    while (count-- > 0)
        yy_pop_parser_stack(parser);
}
}
