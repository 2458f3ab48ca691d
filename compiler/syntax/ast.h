/* SPDX-License-Identifier: MIT
 *
 * The syntax tree: what the user wrote, in the user's order, nothing resolved.
 * Every node has the span of its whole text. Nodes live in the compilation's
 * arena; names are interned (compare with ==). The parser builds the nodes with
 * the functions of build.h; later stages only read them.
 */
#ifndef DASHC_SYNTAX_AST_H
#define DASHC_SYNTAX_AST_H

#include "source/source.h"

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct TypeExpr TypeExpr;
typedef struct Pattern Pattern;
typedef struct Block Block;

typedef struct Name {
    const char *text; /* interned */
    Span span;
} Name;

/* ---- types as written ---------------------------------------------------- */

typedef enum TypeExprKind {
    TYPE_NAME,     /* int, Order, go.Scatter (name "go.Scatter") */
    TYPE_LIST,     /* [T]            item */
    TYPE_TUPLE,    /* (T, U)         fields without names */
    TYPE_RECORD,   /* {a: T}         fields */
    TYPE_MAP,      /* {text: V}      key (TYPE_NAME text or int), item */
    TYPE_TABLE,    /* table{a: T}    fields; bare `table` is TYPE_NAME */
    TYPE_OPTIONAL, /* T?             item */
    TYPE_NOTHING,  /* () */
} TypeExprKind;

typedef struct TypeField {
    Name name; /* text NULL in tuples */
    TypeExpr *type;
} TypeField;

struct TypeExpr {
    TypeExprKind kind;
    Span span;
    const char *name;
    TypeExpr *key, *item;
    Vec(TypeField) fields;
    bool more; /* of a record: `...` at its end, for the columns that a file has besides */
};

/* ---- ids ------------------------------------------------------------------ */

typedef enum IdKind {
    ID_PLAIN,    /* #sales-chart       name */
    ID_INDEXED,  /* #type[index]       name and one key `index`; two keys: type, index */
    ID_RECORD,   /* #{a: x, b: "y"}    keys */
    ID_COMPUTED, /* #"input-{i}"       text */
} IdKind;

typedef enum Wildcard { WILD_NONE, WILD_MATCH, WILD_ALL, WILD_ALLSMALLER } Wildcard;

typedef struct IdKey {
    Name name; /* of the key */
    Wildcard wildcard;
    Name binder; /* `i` of `MATCH i`; text NULL: none */
    Expr *value; /* when not a wildcard */
} IdKey;

typedef struct IdExpr {
    IdKind kind;
    Span span;
    Name name;
    Vec(IdKey) keys;
    Expr *text; /* ID_COMPUTED: an EXPR_TEXT */
} IdExpr;

/* ---- expressions ---------------------------------------------------------- */

typedef enum ExprKind {
    EXPR_ERROR, /* after a syntax error; say nothing more about it */
    EXPR_NULL,
    EXPR_BOOL,
    EXPR_INT,
    EXPR_FLOAT,
    EXPR_DURATION, /* milliseconds */
    EXPR_DATE,     /* date"…": literal text, checked for shape by the lexer */
    EXPR_DATETIME,
    EXPR_TEXT,          /* text.parts */
    EXPR_NAME,          /* name; also no_update, prevent_update, ctx, _ … */
    EXPR_COLUMN,        /* .name  ."any text"  .[expr] */
    EXPR_ID,            /* id */
    EXPR_LIST,          /* items; EXPR_SPREAD allowed */
    EXPR_TUPLE,         /* items, at least two */
    EXPR_RECORD,        /* record.fields */
    EXPR_COMPREHENSION, /* comprehension */
    EXPR_CALL,          /* call */
    EXPR_MEMBER,        /* member: a.b  a?.b  #id.prop  #id."data-x" */
    EXPR_INDEX,         /* index: a[i] */
    EXPR_SLICE,         /* slice: a[i:j] */
    EXPR_UNARY,         /* unary */
    EXPR_BINARY,        /* binary; compare operators have their own node */
    EXPR_COMPARE,       /* compare: a < b <= c; also in, not in */
    EXPR_AS,            /* as: e as T */
    EXPR_PIPE,          /* pipe: left | call */
    EXPR_IF,            /* if_ */
    EXPR_MATCH,         /* match */
    EXPR_BLOCK,         /* block, where an expression was expected */
    EXPR_PATCH,         /* patch */
    EXPR_ROWS,          /* rows { a, b \n 1, 2 } */
    EXPR_SPREAD,        /* ...e in a list or a record; operand in unary.operand */
} ExprKind;

/* One piece of an interpolated text: literal bytes, or a hole. */
typedef struct TextPart {
    Str literal; /* escapes resolved; when expr is NULL */
    Expr *expr;
    Str format; /* after the colon; ptr NULL: none */
    Span format_span;
    Span span;
} TextPart;

/* In calls, lists of arguments. Positional arguments have name.text NULL. */
typedef struct Arg {
    Name name; /* also "data-x" for a quoted name */
    Expr *value;
    Span span;
} Arg;

typedef struct RecordField {
    Name name;   /* NULL for a spread */
    bool quoted; /* the name was written as a text */
    Expr *key;   /* computed key of a map literal or comprehension, else NULL */
    Expr *value; /* or what is spread */
} RecordField;

typedef struct ForClause {
    Pattern *target;
    Expr *source;
    Vec(Expr *) conditions; /* `if p`, in order */
} ForClause;

typedef enum UnaryOp { UNARY_NEG, UNARY_NOT } UnaryOp;

typedef enum BinaryOp {
    BINARY_ADD,
    BINARY_SUB,
    BINARY_MUL,
    BINARY_DIV,
    BINARY_MOD,
    BINARY_POW,
    BINARY_COALESCE,
    BINARY_AND,
    BINARY_OR,
} BinaryOp;

typedef enum CompareOp {
    COMPARE_EQ,
    COMPARE_NE,
    COMPARE_LT,
    COMPARE_LE,
    COMPARE_GT,
    COMPARE_GE,
    COMPARE_IN,
    COMPARE_NOT_IN,
} CompareOp;

typedef struct CompareLink {
    CompareOp op;
    Span op_span;
    Expr *right;
} CompareLink;

typedef struct MatchArm {
    Vec(Pattern *) patterns; /* any of them */
    Expr *value;
    Span span;
} MatchArm;

typedef enum PatchOp {
    PATCH_ASSIGN,
    PATCH_ADD,
    PATCH_SUB,
    PATCH_MUL,
    PATCH_DIV,  /* = += -= *= /= */
    PATCH_CALL, /* PATH.op(args) */
} PatchOp;

typedef struct PatchStep { /* one step of a path: a name, ["key"] or [index] */
    Name name;
    Expr *key;
} PatchStep;

typedef struct PatchEntry {
    Vec(PatchStep) path; /* empty: the value itself (`_`) */
    PatchOp op;
    Name method;   /* of PATCH_CALL */
    Vec(Arg) args; /* of PATCH_CALL */
    Expr *value;   /* of the others */
    Span span;
} PatchEntry;

typedef struct RowsLine {
    Vec(Expr *) cells;
    Span span;
} RowsLine;

struct Expr {
    ExprKind kind;
    Span span;
    bool parenthesised; /* for the formatter and for error texts */
    uint16_t depth;     /* nodes on the longest way down, itself included; bounded by the parser
                           (SYNTAX_MAX_NESTING), so that walks may recurse */
    union {
        bool boolean;
        int64_t integer;
        double number;
        int64_t milliseconds;
        struct {
            Str text;
        } date;
        struct {
            Vec(TextPart) parts;
            bool raw;
        } text;
        const char *name;
        struct {
            const char *name;
            Expr *computed;
        } column; /* one of the two */
        IdExpr *id;
        struct {
            Vec(Expr *) items;
        } list; /* and tuple */
        struct {
            Vec(RecordField) fields;
        } record;
        struct {
            Expr *key, *value;
            Vec(ForClause) clauses;
        } comprehension; /* key: of a map */
        struct {
            Expr *callee;
            Vec(Arg) args;
            Block *block;
            Span args_span;
        } call;
        struct {
            Expr *object;
            Name name;
            bool optional;
            bool quoted;
        } member;
        struct {
            Expr *object, *index;
        } index;
        struct {
            Expr *object, *start, *end;
        } slice; /* start, end may be NULL */
        struct {
            UnaryOp op;
            Expr *operand;
        } unary;
        struct {
            BinaryOp op;
            Expr *left, *right;
            Span op_span;
        } binary;
        struct {
            Expr *first;
            Vec(CompareLink) links;
        } compare;
        struct {
            Expr *operand;
            TypeExpr *type;
        } as;
        struct {
            Expr *left, *right;
        } pipe; /* right: a call or a name */
        struct {
            Expr *condition;
            Expr *then, *otherwise;
        } if_; /* blocks; otherwise may be NULL or an EXPR_IF */
        struct {
            Expr *subject;
            Vec(MatchArm) arms;
        } match;
        Block *block;
        struct {
            Vec(PatchEntry) entries;
        } patch;
        struct {
            Vec(Name) names;
            Vec(RowsLine) lines;
        } rows;
    };
};

/* ---- patterns ------------------------------------------------------------- */

typedef enum PatternKind {
    PATTERN_NAME,    /* n, _ */
    PATTERN_LITERAL, /* "a", 3, -1, true, date"…" */
    PATTERN_NULL,
    PATTERN_RANGE,  /* 3..9, both ends included */
    PATTERN_TUPLE,  /* (a, b) */
    PATTERN_RECORD, /* {a: p, b} */
    PATTERN_ID,     /* #add, #done[k]: names inside bind */
} PatternKind;

typedef struct PatternField {
    Name name;
    Pattern *pattern; /* NULL: the name itself binds */
} PatternField;

struct Pattern {
    PatternKind kind;
    Span span;
    Name name;
    Expr *low, *high; /* literal: low */
    Vec(Pattern *) items;
    Vec(PatternField) fields;
    IdExpr *id;
};

/* ---- statements ----------------------------------------------------------- */

typedef enum StmtKind {
    STMT_ERROR,
    STMT_EXPR, /* expr; the last of a block is its value */
    STMT_LET,  /* let target: type = value */
    STMT_VAR,
    STMT_ASSIGN, /* place op value */
    STMT_FOR,    /* for target in source { body } */
    STMT_WHILE,
    STMT_BREAK,
    STMT_CONTINUE,
    STMT_RETURN, /* value may be NULL */
    STMT_ASSERT,
} StmtKind;

struct Stmt {
    StmtKind kind;
    Span span;
    Pattern *target;
    TypeExpr *type;
    Expr *place;   /* of ASSIGN */
    bool compound; /* of ASSIGN: op= */
    BinaryOp op;
    Expr *value; /* also the condition of WHILE, the source of FOR */
    Block *body;
    uint16_t depth; /* of the deepest expression inside */
};

struct Block {
    Span span;
    uint16_t depth; /* of the deepest expression inside */
    Vec(Stmt *) statements;
};

/* ---- declarations --------------------------------------------------------- */

typedef enum DeclKind {
    DECL_APP,
    DECL_USE,
    DECL_IMPORT,
    DECL_TYPE,
    DECL_TABLE,
    DECL_LET,
    DECL_FN,
    DECL_EXTERN_FN,
    DECL_EXTERN_JS,
    DECL_LAYOUT,
    DECL_PAGE,
    DECL_CALLBACK,
    DECL_TEST,
    DECL_EXPR, /* an expression that stands alone at the top: always an error of sema */
} DeclKind;

typedef struct Annotation {
    Name name; /* without the @ */
    Vec(Arg) args;
    bool has_args; /* parentheses were written */
    Span span;
} Annotation;

typedef struct Param {
    Name name;
    TypeExpr *type; /* or NULL */
    Expr *default_; /* or NULL */
    Span span;
} Param;

typedef enum CallbackParamKind { PARAM_INPUT, PARAM_STATE } CallbackParamKind;

/* `name: type = #id.prop`, `state …`, `optional …`, or a list of Inputs. */
typedef struct CallbackParam {
    CallbackParamKind kind;
    bool optional;
    Name name;
    TypeExpr *type;
    Expr *source; /* #id.prop (member of an id, maybe with a path on top), a list
                     comprehension of them, or a table's name */
    Span span;
} CallbackParam;

typedef struct CallbackOutput {
    Name alias; /* text NULL: none */
    bool allow_duplicate;
    Expr *target; /* #id.prop, or a comprehension of them */
    Span span;
} CallbackOutput;

typedef struct PathPart { /* of a page's path */
    Str literal;          /* when param.text is NULL */
    Name param;
    TypeExpr *type;
    bool is_query; /* stands after the ? ; `query_key` is its name in the URL */
    const char *query_key;
} PathPart;

typedef struct Decl {
    DeclKind kind;
    Span span;
    Name name; /* fn, table, let, type, callback, extern; alias of import and use */
    Str doc;   /* text of the /// lines before it, ptr NULL: none */
    Vec(Annotation) annotations;

    Expr *title;      /* app; name of a test (an EXPR_TEXT) */
    Vec(Arg) options; /* app { name = expr }, page (…) */
    Expr *path;       /* use, import, extern … from: an EXPR_TEXT */
    Expr *js_source;  /* extern js fn … = "…" */

    TypeExpr *type;    /* type's right side; declared type of let and table; result of fn */
    Vec(Param) params; /* fn, extern fn */
    Pattern *target;   /* of a let of several names, which has no name */
    Expr *value;       /* table, let; fn … = expr; layout = expr */
    Block *body;       /* fn, layout, page, callback, test */

    bool is_js_callback; /* extern js callback */
    Vec(CallbackParam) callback_params;
    Vec(CallbackOutput) outputs;
    bool outputs_are_tuple; /* written in parentheses */
    Span signature_span;

    Vec(PathPart) page_path;
    bool page_not_found;
} Decl;

typedef struct File {
    const Source *source;
    Vec(Decl *) decls;
    Vec(Span) comments; /* in order; the formatter puts them back */
    bool whole;         /* read to its end, maybe with EXPR_ERROR and STMT_ERROR in it */
} File;

#endif
