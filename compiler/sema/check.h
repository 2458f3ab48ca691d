/* SPDX-License-Identifier: MIT
 *
 * What the files of the checker share. One Checker lives for one compilation;
 * each file has one subject:
 *
 *     app.c         the options of the app
 *     check.c       order of the work, declarations of the top level
 *     modules.c     programs of several files: import
 *     externs.c     functions written in C
 *     tests.c       tests in the language
 *     purity.c      what reads or changes more than its arguments
 *     names.c       scopes, look-up, names that other languages use
 *     typeexprs.c   types as written
 *     convert.c     which type goes where, implicit conversions, joins
 *     exprs.c       expressions; ops.c operators; literals.c lists and records;
 *                   indexing.c indexing and slices; maps.c maps and `...`
 *     instances.c   functions that take tables
 *     calls.c       calls of functions; builtin_calls.c of the standard library, whose
 *                   rows are in builtins.c and whose types signature.c reads
 *     texts.c       interpolation; narrow.c what is known not to be null
 *     stmts.c       blocks and statements; places.c assignment
 *     patterns.c    patterns and match; coverage.c, taken.c what a match
 *                   leaves out
 *     components.c  components and their arguments; props.c values of props;
 *                   table_forms.c tables in props
 *     ids.c         where components with ids stand; known.c, idshape.c what is
 *                   known of them; idvalues.c ids as values
 *     callbacks.c   callbacks; depend.c what they name; uses.c who writes and
 *                   reads it; graph.c what they do to each other; paramtypes.c
 *                   what they are sent
 *     annotations.c what `@name(…)` makes of a callback
 *     patch.c       patches; effects.c what callbacks do besides their outputs
 *     ctx.c         what is known of the request
 *     tables.c      tables; sources.c files; source_options.c what is said of them; inline_rows.c
 *                   `rows`; columns.c methods of columns;
 *                   verbs.c pipelines; groups.c aggregates; joins.c, windows.c,
 *                   reshape.c, buckets.c other verbs; choose.c columns by their names;
 *                   split.c tables by a key
 *     px.c          charts; px_args.c their arguments; figures.c what is in figures;
 *                   go.c, go_attributes.c, figure_methods.c plotly's own objects
 *     nodes.c       making nodes of HIR; fold.c, evaluate*.c, lets.c constants
 *     warn.c        warnings
 *
 * An expression is checked by check(), top down with what is wanted of it where
 * something is known, and gives a node of HIR that already has the wanted type.
 * After a complaint a node has TY_ERROR, which fits everything, so that one
 * mistake gives one message.
 */
#ifndef DASHC_SEMA_CHECK_H
#define DASHC_SEMA_CHECK_H

#include "plan/shape.h"
#include "sema/idshape.h"
#include "sema/sema.h"
#include "source/map.h"

/* ---- names ---------------------------------------------------------------- */

typedef enum SymbolKind {
    SYM_TABLE,
    SYM_CONST,
    SYM_FN,
    SYM_CALLBACK,
    SYM_TYPE,
    SYM_LIBRARY,
    SYM_CHARTS, /* px and go */
    SYM_MODULE, /* import "w.dash" as w */
    SYM_VAR,
} SymbolKind;

typedef enum SymbolState { SYMBOL_FRESH, SYMBOL_CHECKING, SYMBOL_DONE } SymbolState;

typedef struct Scope Scope;
typedef struct Module Module;
typedef struct FnInstance FnInstance;

/* One `import` of a file. */
typedef struct Import {
    const Decl *decl; /* its name is the alias */
    Module *module;
    bool used;
} Import;

/* A file of the program. */
struct Module {
    const File *file;
    PtrMap tests;         /* their names, interned → HirTest */
    PtrMap import_of;     /* Module → Import without an alias */
    const char *identity; /* the path without links; NULL: not a file */
    Scope *globals;       /* its own names and what it imports */
    Vec(Import *) imports;
};

typedef struct Symbol {
    SymbolKind kind;
    SymbolState state;
    const char *name;
    Span span;
    const Decl *decl; /* of the top level */
    bool used;
    bool warn_unused, is_param;
    bool probed, makes_no_ids, walked; /* of a function: see ids.c */
    uint32_t last_use;                 /* where its value was read last */
    HirTable *table;
    HirConst *constant;
    HirFn *fn;
    FnInstance *instances; /* of a function that takes tables: see instances.c */
    const Type *type;
    const CatLibrary *library;
    HirVar *var;
    HirCallback *callback;
    Import *import;
    Module *module; /* that declares it */
} Symbol;

struct Scope {
    Scope *parent;
    Vec(Symbol *) symbols;
    PtrMap by_name; /* once there are many */
};

/* "This is not null here": a name, or a field path under it ("month"). */
typedef struct Fact {
    const Symbol *symbol; /* NULL: no longer true */
    const char *path;
} Fact;
typedef Vec(Fact) Facts;

/* ---- ids ------------------------------------------------------------------ */

/* A part of the program of which at most one alternative is on the page. */
typedef struct Region {
    const struct Region *parent;
} Region;

/* A place that creates a component with an id. */
typedef struct IdSite {
    const IdShape *shape;
    Span span;
    Span via; /* the call of the function that it stands in, when it was walked into */
    const CatLibrary *library;
    const CatComponent *component; /* NULL: there is none of that name */
    const Expr *call;
    const Decl *decl; /* of the top level: on whose behalf it is created */
    const Region *region;
    bool repeats; /* in a loop whose turns are not known */
    Hir *hir;     /* once it is checked */
    bool failed;  /* there are mistakes in it */
    struct IdSite *next_of_call, *next_of_id;
} IdSite;
typedef Vec(const IdSite *) IdSites;

/* ---- what is wanted of an expression -------------------------------------- */

/* What a table becomes where a prop takes it. */
typedef enum TableForm {
    TABLE_AS_RECORDS,
    TABLE_AS_COLUMNS,  /* of a DataTable */
    TABLE_AS_OPTIONS,  /* one column, or records with `value` and `label` */
    TABLE_AS_MARKS,    /* of a Slider */
    TABLE_AS_CHILDREN, /* of html.Table */
} TableForm;

typedef struct Want {
    const Type *type;     /* NULL: not known */
    const CatType *prop;  /* the value of a prop; type is then how it travels */
    HirCallback *outputs; /* the values of all (several) outputs; type is their tuple */
    bool output;          /* no_update may stand here */
    bool each;            /* … and for each item of the list */
    HirGiven *given;      /* takes the types of what is given, and patches; or NULL */
    bool patch;           /* a patch may stand here: prop is what it changes */
    bool unit;            /* a statement: the value is not wanted */
    TableForm table;      /* what the prop makes of a table */
    const char *subject;  /* "prop `value` of dcc.Dropdown", for messages; may be NULL */
} Want;

/* ---- the checker ---------------------------------------------------------- */

/* The function or callback that is being checked. */
typedef struct Body {
    struct Body *outer;
    const char *name;
    Want result;          /* of `return`; type NULL: to be inferred */
    const Type *returned; /* join of the types of `return`s so far, when inferred */
    bool is_callback;
    bool is_test;
    bool is_value;              /* not a function at all: layout, constant, table */
    HirPurity *purity;          /* what mark_impure and note_call find out */
    const char *needs_request;  /* what in it needs a request to answer; NULL: nothing */
    const char *needs_callback; /* what in it can run only for a callback; NULL: nothing */
    int loops;
} Body;

/* A prop that is set by set_props. */
typedef struct SideWrite {
    const IdShape *shape;
    const char *property;
    const Expr *call;   /* of set_props */
    const Decl *decl;   /* of the top level: where it happens */
    const Type *type;   /* of the value, once it is checked */
    const Hir *patched; /* the patch that it is; NULL: it is none */
} SideWrite;

/* The item of a list that an argument `by=` speaks of. */
typedef struct KeyedItem {
    HirVar *var;
    bool used;
} KeyedItem;

typedef struct Signature Signature;
/* A callback whose inputs and outputs are known. */
typedef struct Wired {
    HirCallback *callback;
    const Decl *decl;
    Module *module;
    SymbolState state; /* of its block */
} Wired;

/* One place of an output or Input of a callback. */
typedef struct PlaceUse {
    int callback;
    const HirOutput *output; /* NULL: an Input */
    const HirPlace *place;
    struct PlaceUse *next; /* with the same id */
} PlaceUse;
typedef Vec(const PlaceUse *) PlaceUses;

typedef struct PlaceIndex {
    PtrMap first, last; /* by the wire form of ids without wildcards */
    Vec(PlaceUse *) all;
    Vec(PlaceUse *) wild;
} PlaceIndex;

/* A parameter that reads what the callback itself, or one that waits for it,
 * writes: whether that fits is seen at the end. */
typedef struct LateCheck {
    const HirParam *param;
    const HirOutput *output;
    const Type *item; /* of the parameter, for one component */
} LateCheck;

typedef struct Checker {
    Arena *arena;
    Interner *interner;
    Sources *sources;
    Diags *diags;
    Module *module;   /* the file that is being checked … */
    const File *file; /* … its tree, its names */
    TypePool *types;
    Program *program;
    Scope *globals, *scope;
    Module *main;
    PtrMap loaded;         /* by identity, interned */
    Vec(Module *) modules; /* in order of dependency, the main file last */
    Body *body;
    Plan *row;       /* whose columns `.name` means; NULL outside row expressions */
    KeyedItem *item; /* whose fields `.name` means, in `by=`; NULL outside of it */
    Facts facts;
    Vec(IdSite *) ids;
    Vec(IdSite *) open_ids; /* those that are known in part only */
    PtrMap ids_by_wire, ids_by_call;
    int known_depth; /* of constants made of constants, in known.c */
    Vec(SideWrite) side_writes;
    Vec(Symbol *) unused;
    const Decl *table_decl; /* whose value is being checked: sources may stand in it */
    Vec(Wired) wired;       /* as program->callbacks */
    PtrMap wired_by_decl;   /* to the index + 1 */
    PlaceIndex writers, readers;
    Vec(LateCheck) late;
    const Signature **signatures; /* of the rows of builtins.def, as far as read */
    long steps_left;              /* that constants may still take while they are computed */
    bool foreign_ids;     /* ids that no component has are fine: of an `@optional` callback */
    bool has_unknown_ids; /* some component's id could not be read: unknown ids are not errors */
} Checker;

/* ---- making nodes (exprs.c) ----------------------------------------------- */

const Type *simple(Checker *c, TypeKind kind);
Hir *hir_new(Checker *c, HirKind kind, const Type *type, Span span);
Hir *hir_error(Checker *c, Span span);
Hir *hir_int(Checker *c, int64_t value, Span span);
Hir *hir_text(Checker *c, const char *text, Span span);
Hir *hir_convert(Checker *c, Hir *operand, const Type *type);
Hir *hir_unary(Checker *c, HirKind kind, const Type *type, Hir *operand, int index);
Hir *hir_binary(Checker *c, HirKind kind, int op, const Type *type, Hir *left, Hir *right);
Hir *hir_if(Checker *c, const Type *type, Span span, Hir *condition, Hir *then, Hir *otherwise);
Hir *hir_var(Checker *c, HirVar *var, Span span);
HirVar *hir_var_new(Checker *c, const char *name, const Type *type, Span span);
HirStmt *stmt_new(Checker *c, HirStmtKind kind, HirVar *var, Hir *value, Span span);
/* A block that holds `value` in a fresh variable; its block.value is to be set by hir_finish. */
Hir *hir_with(Checker *c, const char *name, Hir *value, HirVar **var);
Hir *hir_finish(Hir *block, Hir *value);
const Hir *hir_unconverted(const Hir *hir); /* without the conversions around it */
bool is_simple(const Hir *hir);             /* cheap and without effect: may be written twice */
Hir *hir_and(Checker *c, Hir *left, Hir *right);
bool is_error(const Hir *hir);
bool is_kind(const Hir *hir, TypeKind kind);
const char *shown(Checker *c, const Type *type); /* type_name */

/* ---- expressions ---------------------------------------------------------- */

Hir *check(Checker *c, const Expr *e, const Want *want);
Hir *infer(Checker *c, const Expr *e);
Hir *check_condition(Checker *c, const Expr *e);
Hir *check_binary(Checker *c, const Expr *e);
/* The arithmetic of `e` on operands that are checked already. */
Hir *hir_operate(Checker *c, const Expr *e, Hir *left, Hir *right);
Hir *check_compare(Checker *c, const Expr *e);
Hir *check_unary(Checker *c, const Expr *e);
Hir *check_index(Checker *c, const Expr *e);
Hir *index_map(Checker *c, Hir *map, Hir *key, Span span); /* map[key] */
Hir *check_slice(Checker *c, const Expr *e);
Hir *member_of(Checker *c, Hir *object, Name name, Span span); /* object.name */
Hir *check_list(Checker *c, const Expr *e, const Want *want);
Hir *check_tuple(Checker *c, const Expr *e, const Want *want);
Hir *check_record(Checker *c, const Expr *e, const Want *want);
/* The literal, with its parts, as what is wanted of it. */
Hir *finish_literal(Checker *c, Hir *literal, const Want *want);
/* Maps and `...` (maps.c). */
bool spreads_another(const Expr *e);
bool is_map_literal(Checker *c, const Expr *e, const Want *want);
Hir *check_map(Checker *c, const Expr *e, const Want *want);
Hir *check_spread_record(Checker *c, const Expr *e, const Want *want);
/* The value of {k: v for …}; gives the comprehension its key and type. */
Hir *map_item(Checker *c, const Expr *e, Hir *comprehension, const Want *want);
/* What is wanted of a field of a record. */
Want field_want(Checker *c, const Want *want, const RecordField *field);
Hir *check_comprehension(Checker *c, const Expr *e, const Want *want);
Hir *check_text(Checker *c, const Expr *e);
/* A text for DataTable's `filter_query`, whose braces are its own: an interpolation in
 * it is complained about, and gives true. */
bool complain_query(Checker *c, const char *name, const Expr *e);
/* object.name */
Hir *member_of(Checker *c, Hir *object, Name name, Span span);
Hir *check_match(Checker *c, const Expr *e, const Want *want);
/* Complains when the arms leave a value out, warns of those never reached. */
bool check_coverage(Checker *c, const Expr *match, const Type *type);
Hir *check_if(Checker *c, const Expr *e, const Want *want);
/* A text without holes, or ptr NULL. */
Str literal_text(const Expr *e);
bool literal_bool(const Expr *e, bool value);
/* The value of `text(x)` and of interpolation: a text of the parts. */
Hir *text_of_value(Checker *c, Hir *value);
/* Of a literal text: without the quotes, unless there are escapes. */
Span inside_quotes(Checker *c, const Hir *text);
/* Of parse(): the codes of a literal text; false after a complaint. */
bool check_time_pattern(Checker *c, const Hir *text);
/* `{value:spec}` */
Hir *formatted(Checker *c, Hir *value, Str spec, Span span);

/* ---- types ---------------------------------------------------------------- */

const Type *resolve_type(Checker *c, const TypeExpr *type);
/* The same of a file's schema, which may end with `...`. */
const Type *resolve_schema(Checker *c, const TypeExpr *type);
const Type *type_word(Checker *c, const char *name); /* "int" …; NULL: not a word for a type */
/* Gives `hir` the wanted type or complains. */
Hir *coerce(Checker *c, Hir *hir, const Want *want);
Hir *coerce_type(Checker *c, Hir *hir, const Type *type, const char *subject);
bool assignable(const Type *from, const Type *to);
bool has_columns(const Type *table, const Type *wanted); /* those of a table type */
bool all_fields(const Type *type, bool (*test)(const Type *));
bool castable(const Type *type);   /* json can be taken as it */
bool json_able(const Type *type);  /* anything that can travel, no component in it */
bool child_able(const Type *type); /* what component takes */
bool has_order(const Type *type);  /* may be sorted */
bool has_equality(const Type *type);
/* The type that both fit; NULL when there is none. */
const Type *join_types(Checker *c, const Type *a, const Type *b);
Diag *complain_null(Checker *c, Span span, const Type *type);

/* ---- modules -------------------------------------------------------------- */

/* Reads the files that the program imports; c->module is then the main one. */
void load_modules(Checker *c, const File *main);
/* What is checked from now on stands in that file. */
typedef struct ModuleMark {
    Module *module;
    Scope *scope;
} ModuleMark;
ModuleMark enter_module(Checker *c, Module *module);
void leave_module(Checker *c, ModuleMark mark);
/* The names that the current module has from others; once all have their own. */
void declare_imports(Checker *c);
void note_import(Checker *c, const Symbol *symbol); /* it is used here */
void warn_imports(Checker *c);
/* `w` of `w.name`; NULL: not an alias. */
Import *import_of(Checker *c, const Expr *object);
Symbol *import_member(Checker *c, Import *import, const char *name, Span span); /* or NULL */
/* A path that a source names, as seen from there. */
const char *path_beside(Arena *arena, const Source *source, Str written);
const char *file_name(const Source *source); /* without folders */
void suggest_file(Diag *d, Arena *arena, const char *path, const char *ending);

/* ---- functions written in C ------------------------------------------------ */

/* Of an `extern fn` whose parameters are known: the rest. */
void check_extern(Checker *c, Symbol *symbol);

/* ---- functions of tables --------------------------------------------------- */

bool is_open_table(const TypeExpr *type); /* `table` without columns */
bool takes_tables(const HirFn *fn);
bool takes_any_table(const Decl *decl); /* has a parameter `t: table` */
/* The argument of a parameter that is a table, with the columns it names. */
Hir *fit_argument(Checker *c, const Symbol *symbol, int index, Hir *value);
/* The function as it is for tables of these shapes; NULL after a complaint. */
HirFn *fn_for_tables(Checker *c, Symbol *symbol, Hir *const *args, Span call);
/* The pipeline that the function is, over these arguments; NULL: it is none. */
Hir *inlined_call(Checker *c, const HirFn *fn, Hir *const *args, Span span);
/* A function of any table that nobody calls: its names at least. */
void check_uncalled(Checker *c, Symbol *symbol);

/* ---- purity --------------------------------------------------------------- */

/* The body that is being checked reads or changes something besides what it is
 * given: "it reads the clock". */
void mark_impure(Checker *c, Span span, const char *what);
/* It calls `fn`, whose purity is known only when all are checked. */
void note_call(Checker *c, const HirFn *fn, Span span);
/* Decides for every function and callback, once all are checked. */
void infer_purity(Checker *c);

/* ---- names ---------------------------------------------------------------- */

void push_scope(Checker *c);
void pop_scope(Checker *c); /* notes what was not used */
Symbol *declare(Checker *c, SymbolKind kind, Name name);
Symbol *declare_var(Checker *c, Name name, HirVar *var);
Symbol *lookup(Checker *c, const char *name);
Symbol *find_in(const Scope *scope, const char *name); /* or NULL */
void add_symbol(Checker *c, Scope *scope, Symbol *symbol);
Hir *symbol_value(Checker *c, const Expr *e, Symbol *symbol, const char *name);
Hir *check_name(Checker *c, const Expr *e, const Want *want);
void libraries_suggest(Suggest *suggest); /* packages */
void complain_unknown_library(Checker *c, const char *name, Span span);
void complain_unknown_name(Checker *c, const char *name, Span span, bool called);
const char *foreign_help(const char *name); /* what a word of another language is here, or NULL */
const char *span_text(Checker *c, Span span);

/* ---- null ----------------------------------------------------------------- */

void facts_from(Checker *c, const Expr *condition, bool when);
int facts_mark(const Checker *c);
void facts_release(Checker *c, int mark);
void facts_there(Checker *c, const Expr *path); /* a name or field path is not null */
void facts_forget(Checker *c, const Symbol *symbol);
void facts_forget_mutable(Checker *c);
void facts_add(Checker *c, const Symbol *symbol, const char *path);
/* `hir` without null when it is known to be there. */
Hir *narrowed(Checker *c, const Expr *e, Hir *hir);

/* ---- warnings ------------------------------------------------------------- */

void warn_unused(Checker *c);
/* Ids that no callback names, callbacks that nothing starts. */
void warn_idle(Checker *c);
/* Before `name` is declared in the current scope. */
void warn_shadowing(Checker *c, Name name);
/* After statement `at` of a block that became `out`: says when the next is never
 * reached. Gives whether that has been said; `ended`: it was before. */
bool warn_unreachable(Checker *c, const Block *block, int at, const Hir *out, bool ended);
void warn_comparison(Checker *c, Span span, const Hir *left, const Hir *right);
/* `hir` of a type without null is compared with null: the comparison gives `result`. */
void warn_null_comparison(Checker *c, Span span, const Hir *hir, bool result);

/* ---- statements ----------------------------------------------------------- */

bool has_type(const Want *want); /* is something known of the value? */
void check_assign(Checker *c, const Stmt *stmt, Hir *block);
Hir *check_block(Checker *c, const Block *block, const Want *want);
/* Children of a component: one child, a list, or HIR_CHILDREN. */
Hir *check_children(Checker *c, const Block *block);
/* `let (a, b) = …` of the top level (lets.c); `declare` declares a let of one name. */
typedef void DeclareName(Checker *c, const Decl *decl);
void declare_lets(Checker *c, const Decl *decl, DeclareName *declare);
/* A pattern that does not fit every value stands where only names can. */
void complain_refutable(Checker *c, const Pattern *pattern);
void bind_pattern(Checker *c, const Pattern *pattern, Hir *value, bool is_mutable, Hir *block);
/* The loop variable of `for pattern in source`. */
HirVar *bind_loop(Checker *c, const Pattern *pattern, Hir **source, Hir *body);

/* ---- calls ---------------------------------------------------------------- */

Hir *check_call(Checker *c, const Expr *e, const Want *want);
Hir *check_pipe(Checker *c, const Expr *e, const Want *want);
typedef Vec(Arg) Args;
/* A call that is understood so far: x | f(a), x.f(a) and f(x, a) look alike. */
typedef struct Call {
    const Expr *expr; /* the whole */
    const char *name;
    Span name_span;
    Hir *first; /* x, or NULL */
    const Arg *args;
    int arg_count;
    const Block *block;
} Call;
Hir *call_fn(Checker *c, Symbol *symbol, const Call *call);
Hir *call_ctx(Checker *c, Name name, Call *call);
Hir *call_builtin(Checker *c, const Call *call);
bool is_builtin(const char *name);
bool is_later_builtin(const char *name);
/* An operator on dates and durations: " +" of builtins.def; right NULL: of one
 * operand. NULL when it does not take these. */
Hir *call_operator(Checker *c, const Expr *e, const char *name, Hir *left, Hir *right);
Hir *builtin_constant(Checker *c, const char *name, Span span); /* pi, inf …; NULL: none */
void builtins_suggest(Suggest *suggest);
/* The value of a declaration of the top level, outside every function. */
void check_app(Checker *c, const Decl *decl);
Hir *check_top_value(Checker *c, const Expr *e, const Want *want);
void ensure_fn(Checker *c, Symbol *symbol);
/* The body of `fn`, which is the symbol's function or one like it. */
void check_fn_body(Checker *c, const Symbol *symbol, HirFn *fn);
void ensure_const(Checker *c, Symbol *symbol);
/* The value as a literal when it can be computed now (fold.c), else as it is. */
Hir *fold_constant(Checker *c, Hir *value);
Hir *builtin_node(Checker *c, const char *c_name, const Type *type, Span span, Hir *a, Hir *b);

/* ---- tests ---------------------------------------------------------------- */

bool in_test(const Checker *c);
/* In a test a component or figure as json with lists and props; else as it is. */
Hir *looked_into(Checker *c, Hir *hir);
void check_assert(Checker *c, const Stmt *stmt, Hir *block);
Hir *call_callback(Checker *c, Symbol *symbol, const Call *call);
bool is_test_function(const Checker *c, const char *name);
Hir *call_failure(Checker *c, const Call *call);
void check_test(Checker *c, const Decl *decl);

/* ---- components ----------------------------------------------------------- */

Hir *check_component(Checker *c, const CatLibrary *library, Name name, const Call *call);
bool fits_prop(const Hir *hir, const Type *type, const CatType *prop);
const Type *carrier(Checker *c, const CatType *prop);
const char *prop_type_name(Checker *c, const CatType *prop);
/* What the items of a list, or a field of a record, can be; NULL: nothing is known. */
const CatType *prop_item(Checker *c, const CatType *prop);
const CatType *prop_field(Checker *c, const CatType *prop, const char *name, bool *known);
bool prop_takes(const CatType *prop, CatKind kind);
Hir *coerce_prop(Checker *c, Hir *hir, const Want *want);
/* Notes that the program needs the component's library. */
void use_component(Checker *c, const CatLibrary *library, const CatComponent *component);
/* What the prop makes of a table; of an id, by the first component that has it. */
TableForm table_form(const CatLibrary *library, const CatComponent *component, const char *prop);
TableForm place_table_form(Checker *c, const IdShape *shape, const char *prop);
/* A table or column as want->table says; other values as they are. */
Hir *shape_table(Checker *c, Hir *table, const Want *want);
/* [{id, name, type}] of a DataTable that is given `data` and no columns; NULL: the data
 * is no table. */
Hir *columns_of_data(Checker *c, const Hir *data);
void suggest_prop(Diag *d, const CatComponent *component, const char *name);

/* ---- ids and callbacks ---------------------------------------------------- */

void collect_ids(Checker *c);
void link_site(Checker *c, const Expr *call, Hir *component, bool failed);
/* The components whose id may be one that `shape` stands for. */
IdSites sites_of(Checker *c, const IdShape *shape);
void ensure_site(Checker *c, const IdSite *site); /* its component is checked, unless it waits */

/* Ids as values: of TY_ID. */
Hir *check_id(Checker *c, const IdExpr *id);
Hir *check_id_value(Checker *c, const Expr *e); /* also of a text */
Hir *id_as_text(Checker *c, Hir *id);           /* as the wire has it in a text */
Hir *id_member(Checker *c, Hir *id, Name key, Span span);
/* The same of a key whose type is known. */
Hir *id_key(Checker *c, Hir *id, const Type *type, Name key, Span span);
bool check_id_text(Checker *c, const char *text, Span span);
bool check_id_keys(Checker *c, const IdExpr *id);
/* What a key of these ids is; json when that is not known. */
const Type *id_key_type(Checker *c, const IdSites *sites, const char *key);

/* What stands for components in a callback, understood. */
typedef struct Dependency {
    Vec(HirPlace) places;
    Vec(HirPathStep) path;
    bool is_list;
    bool known; /* nothing was complained about */
} Dependency;
Dependency resolve_dependency(Checker *c, const Expr *e, bool optional);
void check_wildcards(Checker *c, HirCallback *callback);
/* The prop of the components that the id may be of; NULL: there is none. */
const CatProp *id_prop(Checker *c, const IdShape *shape, const char *property);
bool check_id_prop(Checker *c, const IdShape *shape, Span span, const Name *prop, bool optional);
void complain_unknown_id(Checker *c, Span span, const IdShape *shape);

const Type *param_type(Checker *c, HirParam *param, const CallbackParam *written);
/* The value of a prop where the component stands, without conversions; NULL: none is given. */
const Hir *given_prop(Checker *c, const IdSite *site, const char *prop);
void check_late(Checker *c);
void note_written(Checker *c, const Want *want, Hir *value);
/* Of a value that goes to the browser: its type before it was made ready for that. */
const Type *raw_type(Checker *c, const Hir *hir);
Want callback_output_want(Checker *c, HirCallback *callback, int index);
void wire_callback(Checker *c, const Decl *decl);
void ensure_callback(Checker *c, int index);
Hir *coerce_outputs(Checker *c, Hir *hir, const Want *want);
Hir *no_updates(Checker *c, const Want *want, Span span);
void check_graph(Checker *c);
void index_places(Checker *c, int callback);
/* The places that may be the prop of a component that `shape` stands for. */
PlaceUses uses_of(Checker *c, const PlaceIndex *index, const IdShape *shape, const char *property);
void ensure_decl(Checker *c, const Decl *decl); /* when it is a callback */

/* ---- effects -------------------------------------------------------------- */

Hir *check_patch(Checker *c, const Expr *e, const Want *want);
/* What is wanted of a value for `#id.prop`; its id is NULL after a complaint. */
Want target_want(Checker *c, const Expr *target, HirPlace *place);
void check_annotations(Checker *c, HirCallback *callback, const Decl *decl);
/* What prevent_initial_call says: NULL (nothing), a bool or "initial_duplicate"; false: neither. */
bool initial_call(const Expr *value, bool *prevent, bool *duplicate);
Hir *check_set_props(Checker *c, const Call *call);
/* Whether this is the name `ctx` of the language. */
bool is_ctx(Checker *c, const Expr *e);
Hir *check_ctx_member(Checker *c, const Expr *e);
Hir *id_text(Checker *c, Hir *id);
/* Complain when it stands where no callback runs, or where no request is answered. */
bool request_only(Checker *c, Span span, const char *what);
bool callback_only(Checker *c, Span span, const char *what);

/* ---- tables --------------------------------------------------------------- */

void ensure_table(Checker *c, Symbol *symbol);
HirTable *table_from(Checker *c, Name name, Hir *value); /* declares a table of the program */
bool is_source(const char *name);
Hir *check_source(Checker *c, const Call *call);
/* A table whose rows are part of the program; `path` is the file they come from, or
 * NULL. */
Hir *embedded_table(Checker *c, const char *name, const char *path, const DashTable *data,
                    Span span);
Hir *check_rows(Checker *c, const Expr *e);          /* `rows { … }` */
Hir *check_made_table(Checker *c, const Call *call); /* table(…) */
bool storable(const Type *type);                     /* in a column */
bool is_cell_table(const Type *type); /* a table whose columns hold what JSON can say */
Plan *scan_of(Checker *c, HirTable *table, Span span);
/* An aggregate over all rows; `parameter` is that of quantile, else NULL. */
Hir *reduce_plan(Checker *c, Plan *plan, AggregateKind kind, Hir *argument, const Expr *parameter,
                 Span span);
/* A list of the values; nulls are left out. */
Hir *column_list(Checker *c, Hir *column);
void verbs_suggest(Suggest *suggest);
Plan *plan_of(Checker *c, Hir *table); /* of a node of TY_TABLE */
Hir *hir_table(Checker *c, Plan *plan);
/* The table in the shape that its type alone gives (plan/shape.h). */
Hir *plain_table(Checker *c, Hir *table);
/* The columns that the table type names, of its types; all must be there. */
Hir *fit_table(Checker *c, Hir *table, const Type *type);
/* The plan with one more column at its end, or NULL after a complaint. */
Plan *derive_column(Checker *c, Plan *input, const char *name, const Expr *e);
Plan *plan_new(Checker *c, PlanOp op, Plan *input, Span span);
const Type *plan_type(Checker *c, const Plan *plan);
/* Of a value of a table type. */
const Plan *shape_of(Checker *c, const Hir *hir);
int find_column(const Plan *plan, const char *name);
int complain_column(Checker *c, const Plan *plan, const char *name, Span span);
Hir *column_ref(Checker *c, const Plan *plan, int index, Span span);
/* A column as a value: t.revenue */
Hir *column_value(Checker *c, Plan *plan, int index, Span span);
/* A value that does not speak of the row: the same for all. */
Hir *no_row_any(Checker *c, const Expr *e);
/* The value in the column that a text names, of any of the columns of `plan`. */
Hir *column_by_name(Checker *c, Plan *plan, Hir *name, Span span);
/* One row of a plan as a record, null when there is none: the first, or at `index`. */
Hir *plan_row(Checker *c, Plan *plan, Hir *index, Span span);
/* `bin(value, count)` over the rows of c->row. */
Hir *make_bin(Checker *c, const Call *call, Hir *value, Hir *count);
/* The column of what is computed for each row of a plan. */
Hir *column_of_values(Checker *c, Plan *plan, const char *name, Hir *value);
Hir *check_column(Checker *c, const Expr *e);
Hir *call_verb(Checker *c, const Call *call);
Hir *call_column_method(Checker *c, const Call *call);
Hir *check_table_member(Checker *c, Hir *table, Name name, Span span);
bool is_verb(const char *name);
const char *pandas_help(const char *name);
bool aggregate_kind(const char *name, AggregateKind *kind);

/* ---- charts --------------------------------------------------------------- */

Hir *check_px(Checker *c, Name function, const Call *call);
Hir *check_go(Checker *c, Name name, const Call *call);
Hir *check_go_part(Checker *c, const Expr *callee,
                   const Call *call); /* go.layout.XAxis(…) or NULL */
bool is_figure_method(const char *name);
Hir *call_figure_method(Checker *c, const Call *call); /* of its first argument */
Hir *check_make_subplots(Checker *c, const Call *call);
Hir *check_px_colors(Checker *c, const Expr *e); /* px.colors.…; NULL: something else */
void note_trace(Checker *c, const char *type);
void note_template(Checker *c, const char *name);
bool note_trace_record(Checker *c, const Expr *trace); /* false: its type is not seen */
void note_figure_record(Checker *c, const Expr *record);
/* A figure that is written as a record, checked as `go.Figure(…)` is, as a value of the type. */
Hir *check_figure_record(Checker *c, const Expr *e, const Type *type);
/* A value that becomes a figure where it is not seen which traces it holds. */
void note_figure_value(Checker *c, const Hir *hir, const Type *type);

#endif
