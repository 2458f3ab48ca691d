/* SPDX-License-Identifier: MIT
 *
 * The checked program: every name resolved, every type known, every implicit
 * conversion a node of its own, table pipelines turned into plans. Sema makes
 * it from the syntax tree, the planner improves its plans, the emitters write
 * it out. Nothing here can be wrong any more: emitters report no user errors.
 */
#ifndef DASHC_SEMA_HIR_H
#define DASHC_SEMA_HIR_H

#include "catalogue/catalogue.h"
#include "dash/effects.h"
#include "dash/source.h"
#include "dash/table.h"
#include "dash/text.h"
#include "plan/plan.h"
#include "sema/builtins.h"
#include "sema/idshape.h"
#include "sema/type.h"
#include "source/source.h"

typedef struct Hir Hir;
typedef struct HirStmt HirStmt;
typedef struct HirVar HirVar;
typedef struct HirFn HirFn;
typedef struct HirTable HirTable;
typedef struct HirConst HirConst;
typedef struct HirCallback HirCallback;

/* A name that holds a value inside a function or callback. */
struct HirVar {
    const char *name; /* as in the source; emitters make it unique */
    const Type *type;
    Span span;
    bool is_mutable;
    const Plan *shape; /* of a table: a plan with its columns (plan/shape.h); NULL: plain */
};

typedef enum HirKind {
    HIR_NULL, /* of type T?, json, component … */
    HIR_BOOL,
    HIR_INT, /* also of TY_DATE (days), TY_DATETIME and TY_DURATION (milliseconds) */
    HIR_FLOAT,
    HIR_TEXT,    /* literal text */
    HIR_VAR,     /* var */
    HIR_CONST,   /* constant: a `let` of the top level */
    HIR_TABLE,   /* plan: a table value */
    HIR_CONCAT,  /* parts: an interpolated text */
    HIR_CONVERT, /* operand, to this node's type; see below */
    HIR_CAST,    /* operand: json, checked to be of this node's type; of T? null when it is not */
    HIR_NEG,     /* operand: int or float */
    HIR_NOT,
    HIR_ARITH, /* op, left, right: both of this node's type (int or float) */
    HIR_AND,   /* left, right: bool */
    HIR_OR,
    HIR_COMPARE,   /* op EQ NE LT LE GT GE, left, right: both of one type; see below for null;
                      lists and tuples are ordered by their first items that differ */
    HIR_IS_NULL,   /* operand: T? → bool */
    HIR_IN,        /* left in right: [T] of left's T */
    HIR_COALESCE,  /* left: T?, right: T, T? or of type never */
    HIR_IF,        /* condition, then, otherwise (may be NULL when of unit type) */
    HIR_BLOCK,     /* statements, then value (NULL for unit or never) */
    HIR_LIST,      /* items of the item type; spliced[i]: item is itself a list */
    HIR_MAP,       /* map: entries in order; of a key twice the last value stays */
    HIR_RECORD,    /* fields, in the order of the type's fields */
    HIR_TUPLE,     /* items */
    HIR_FIELD,     /* operand.fields[index] of a record or tuple; optional access is written out
                      as HIR_IF by sema */
    HIR_INDEX,     /* list[index] or map[key]; fails at run time when there is none */
    HIR_SLICE,     /* slice: object[start:end] of a list */
    HIR_LIST_COMP, /* comprehension: item for var in source if conditions */
    HIR_CALL,      /* fn, args in order of parameters */
    HIR_BUILTIN,   /* builtin, args */
    HIR_CALLBACK,  /* in tests: callback, args as json in order of parameters */
    HIR_FAILURE,   /* in tests: operand; the message that it fails with, else null */
    HIR_COMPONENT, /* component */
    HIR_CHILDREN,  /* block of children with for, if or let: statements; HIR_STMT_PUSH appends to
                      the innermost; its value is the list (TY_COMPONENT) */
    HIR_FIGURE,    /* px */
    HIR_REDUCE,    /* aggregate over a plan's rows: sales.revenue.sum(), sales | len */
    HIR_COLUMN,    /* a plan's single column as a value (list-like); children of options= … */
    HIR_ROW,       /* row: one row of a plan as a record; T?, null when there is none */
    HIR_NO_UPDATE, /* of the type of the output that it stands for */
    HIR_PREVENT_UPDATE, /* of type never */
    HIR_PATCH,          /* patch: of the type of the output or prop that it stands for */
    HIR_SET_PROPS,      /* set_props; of unit type */
    HIR_RETURN,         /* operand or NULL; of type never */
    /* only inside the expressions of plans: */
    HIR_COLREF, /* column of the plan's input row, by index */
} HirKind;

/* HIR_CONVERT, from the operand's type to the node's:
 *   int → float          T → T?           column of T? or T → [T] (nulls skipped)
 *   T? → T: the checker knows that it is there (narrowing); nothing to check.
 *   int? → float?; [T] → [U] element by element where T → U is one of these.
 *   anything → json, component, figure: becomes a DashValue. Lists and records
 *   element by element, T? null when absent, a table as a list of records, a
 *   column as a list (nulls kept), json/component/figure among each other as is.
 *   A table → the same type: into the plain shape (plan/shape.h).
 *
 * Null in expressions. Outside plans EQ and NE may compare T? with T? (null
 * equals null only) and give bool; every other operator has operands without
 * null. Inside the row expressions of a plan SQL's rules hold: COMPARE, IN and
 * ARITH may have operands of T?, and then are of type bool? (or T?): null when
 * an operand is null. AND, OR, NOT of bool? follow Kleene (false and null is
 * false, true or null is true). A predicate that is null counts as false.
 * IS_NULL is always bool. CONVERT T → T? makes both sides one type.
 *
 * Loops (LIST_COMP, HIR_STMT_FOR) run over [T] (var: T), a table (var: the
 * record of a row) or json (var: json; not a list: no turns).
 */

/* One piece of an interpolated text. */
typedef struct HirPart {
    Str literal; /* when value is NULL */
    Hir *value;  /* a scalar, or what is written as JSON; T? has been written out */
    bool has_format;
    DashFormat format; /* of int, float and text */
    Str pattern;       /* of date, datetime and duration; ptr NULL: none */
} HirPart;

typedef struct HirProp {
    const char *name;
    Hir *value; /* converted to TY_JSON, TY_COMPONENT or TY_FIGURE: all travel as DashValue */
} HirProp;

typedef struct HirPxArg {
    const char *name; /* a member of DashPx: "x", "color", "title" */
    Hir *value;       /* json: of an argument that is no column, or a list in its place */
    bool is_list;
    bool is_chosen;    /* value: the name of a column */
    int column;        /* of a column argument: index into the plan's columns, else -1 */
    Vec(int) columns;  /* of a list of columns */
    Vec(Hir *) values; /* json: of a record by `keys` */
    Vec(const char *) keys;
} HirPxArg;

typedef struct HirPatchOp {
    DashPatchKind kind;
    Hir *location; /* a list of json: texts and ints */
    Hir *value;    /* travels; NULL where the operation has none */
    Hir *index;    /* int, of insert; else NULL */
} HirPatchOp;

struct Hir {
    HirKind kind;
    const Type *type;
    Span span;
    union {
        bool boolean;
        int64_t integer;
        double number;
        Str text;
        HirVar *var;
        HirConst *constant;
        Plan *plan; /* TABLE, COLUMN */
        struct {
            Vec(HirPart) parts;
        } concat;
        struct {
            Hir *operand;
            int index;
        } unary; /* also CONVERT, FIELD, RETURN, IS_NULL, FAILURE */
        struct {
            int op;
            Hir *left, *right;
        } binary; /* op: BinaryOp of ARITH, CompareOp of COMPARE */
        struct {
            Hir *condition, *then, *otherwise;
        } if_;
        struct {
            Vec(HirStmt *) statements;
            Hir *value;
        } block; /* also CHILDREN */
        struct {
            Vec(Hir *) items;
            Vec(bool) spliced;
        } list; /* also TUPLE, RECORD */
        struct {
            HirVar *var;
            Hir *source;
            Hir *unpack; /* statements at the start of a turn: the names of a pattern */
            Vec(Hir *) conditions;
            Hir *key; /* of a map's entry, else NULL */
            Hir *item;
            bool flat; /* item is a comprehension whose items go into this one's list */
        } comprehension;
        struct {
            Vec(Hir *) keys; /* NULL: the value is a map, all of whose entries are taken */
            Vec(Hir *) values;
        } map;
        struct {
            Hir *object, *start, *end; /* start, end: ints, or NULL */
        } slice;
        struct {
            HirFn *fn;
            Vec(Hir *) args;
        } call;
        struct {
            const Builtin *builtin;
            Vec(Hir *) args;
            bool lifted; /* in a row: args may be T?, and null gives null */
        } builtin;
        struct {
            const HirCallback *callback;
            Vec(Hir *) args;
        } callback;
        struct {
            const CatLibrary *library;
            const CatComponent *component;
            Vec(HirProp) props;
        } component;
        struct {
            const char *function;
            Plan *plan; /* NULL: lists in the place of columns */
            Vec(HirPxArg) args;
            bool webgl; /* so many points that WebGL may be chosen */
        } px;
        struct {
            Vec(HirPatchOp) ops;
        } patch;
        struct {
            Hir *id; /* text: as on the wire */
            Vec(HirProp) props;
        } set_props;
        struct {
            PlanAggregate aggregate;
            Plan *plan;
        } reduce; /* argument speaks of plan's columns */
        struct {
            Plan *plan;
            Hir *index;
        } row;      /* index NULL: the first; negative: from the end */
        int column; /* COLREF */
    };
};

typedef enum HirStmtKind {
    HIR_STMT_EXPR,   /* value, for its effect */
    HIR_STMT_LET,    /* var = value */
    HIR_STMT_ASSIGN, /* place = value, or var = value when place is NULL */
    HIR_STMT_APPEND, /* the items of the list `value` go to the end of place */
    HIR_STMT_FOR,    /* for var in value { body } */
    HIR_STMT_WHILE,
    HIR_STMT_BREAK,
    HIR_STMT_CONTINUE,
    HIR_STMT_PUSH, /* children blocks: value is appended to the children of `items` */
} HirStmtKind;

struct HirStmt {
    HirStmtKind kind;
    Span span;
    HirVar *var;
    Hir *place; /* of ASSIGN, APPEND: var, or FIELD, INDEX of a place, or a narrowing CONVERT */
    Hir *value;
    Hir *body; /* a HIR_BLOCK of unit type */
};

/* Whether the same arguments always give the same result, and nothing else
 * happens. */
typedef struct HirPurity {
    bool impure;
    Span span;                  /* of the first thing that makes it so … */
    const char *what;           /* … in words, "it reads the clock"; NULL: … */
    const HirFn *callee;        /* … it is a call of this function */
    Vec(const HirFn *) callees; /* for the checker */
    Vec(Span) callee_spans;
} HirPurity;

/* A file of the user's C. */
typedef struct HirCFile {
    const Source *source;
    Span span; /* of the first `from` that names it */
} HirCFile;

struct HirFn {
    const char *name;
    Span span;
    Vec(HirVar *) params;
    Vec(Hir *) defaults; /* NULL: none */
    const Type *result;
    const Plan *shape;      /* of a result that is a table; NULL: the plain one */
    Hir *body;              /* NULL: written in C */
    const HirCFile *c_file; /* of an `extern fn`, else NULL */
    bool pure;
    HirPurity purity;
    const char *needs_request;  /* what in it needs a request to answer, or NULL */
    const char *needs_callback; /* what in it can run only for a callback, or NULL */
};

struct HirConst {
    const char *name;
    Span span;
    const Type *type;
    Hir *value;
};

/* A file that is read when the program starts. */
typedef struct HirSource {
    const char *path;  /* as written */
    const char *found; /* as the compiler finds it */
    DashSource file;
    const Type *schema;
    bool open;             /* may be replaced at start */
    bool live;             /* changes are followed */
    const DashTable *rows; /* those that are part of the program, when no file is given at
                              start; NULL: the file at `path` is read then */
} HirSource;

/* Either embedded, or open, or a pipeline: one of the three is not NULL. */
struct HirTable {
    const char *name;
    Span span;
    const Type *type;
    const char *path;        /* of the source file, for comments; NULL for a pipeline */
    const DashTable *data;   /* read at build, embedded */
    const HirSource *source; /* open: read at start */
    Plan *plan;              /* of a pipeline: computed once at start */
};

/* One #id.prop of a callback. */
typedef struct HirPlace {
    const char *id; /* wire form; interned; NULL: complained about */
    const char *property;
    const IdShape *shape;
    Span span;
} HirPlace;

/* One step of the path below a prop: `.data` or `[0]`. */
typedef struct HirPathStep {
    const char *name; /* NULL: index */
    int64_t index;
} HirPathStep;

typedef struct HirParam { /* of a callback */
    HirVar *var;
    Vec(HirPlace) places; /* one; any number of a list */
    bool is_list;         /* [#"a-{i}".value for i in range(3)] */
    Vec(HirPathStep) path;
    bool is_state, optional;
    Span span;
} HirParam;

/* What a callback gives to an output, as far as it has been checked. */
typedef struct HirGiven {
    const Type *written; /* of the values, before they are converted; NULL: none yet */
    const Hir *patched;  /* a patch; NULL: none */
} HirGiven;

typedef struct HirOutput {
    const char *alias; /* or NULL */
    Vec(HirPlace) places;
    bool is_list;
    const Type *type; /* what is wanted: TY_TEXT, TY_COMPONENT, TY_FIGURE, TY_JSON … */
    HirGiven given;
    bool allow_duplicate;
    Span span;
} HirOutput;

/* A prop while the callback runs, and afterwards. */
typedef struct HirRunning {
    const char *id, *property;
    Hir *on, *off; /* travel */
    Span span;
} HirRunning;
/* `i` of `MATCH i`. */
typedef struct HirBinder {
    HirVar *var;
    const char *key; /* of the id */
} HirBinder;

struct HirCallback {
    const char *name;
    Span span, signature_span;
    Vec(HirParam) params; /* in order of the source */
    Vec(HirOutput) outputs;
    Vec(HirBinder) binders;
    /* The block. One output: its value, a DashValue type (TY_JSON, TY_COMPONENT,
     * TY_FIGURE) or no_update. Several: a HIR_TUPLE with one such item an
     * output, at every end of the control flow. None: unit. */
    Hir *body;
    bool prevent_initial_call, pure;
    bool initial_duplicate; /* runs when the page loads, though an output is a duplicate */
    bool optional;          /* its components may be missing */
    bool hidden;            /* not in the developer tools' graph */
    bool server;            /* each run is a request of its own */
    Vec(HirRunning) running;
    const HirFn *on_error; /* takes a text, gives nothing; or NULL */
    HirPurity purity;
};

/* `test "name" { … }`: not in the program that is built. */
typedef struct HirTest {
    Str name;
    Span span;
    const Source *file;
    Hir *body; /* a block of unit type */
} HirTest;

/* `type Order = …`: what the type is called. */
typedef struct HirTypeName {
    const char *name;
    const Type *type;
} HirTypeName;

/* An attribute of an HTML element; value NULL: the name alone. */
typedef struct HirAttribute {
    const char *name, *value;
} HirAttribute;

/* What the page has besides its own: "meta", "link" or "script". */
typedef struct HirTag {
    const char *element;
    Vec(HirAttribute) attributes;
} HirTag;

typedef struct Program {
    const char *name; /* of the main file without its ending: "sales" */
    const Source *source;
    Str title;
    const char *update_title; /* NULL: the title never changes */
    const char *lang;         /* NULL: "en" */
    bool prevent_initial_callbacks, initial_duplicates;
    bool show_undo_redo;
    Vec(HirTag) tags;          /* in order */
    bool plain_dispatch;       /* every run of a callback is a request of its own */
    Vec(HirTable *) tables;    /* in order of dependency */
    Vec(HirConst *) constants; /* in order of dependency */
    Vec(HirFn *) functions;
    Vec(HirTest *) tests;
    Vec(HirCFile *) c_files;
    Vec(HirTypeName) type_names;
    Hir *layout; /* TY_COMPONENT */
    bool layout_pure;
    HirPurity layout_purity;
    Vec(HirCallback *) callbacks;         /* in order of the source */
    Vec(const CatLibrary *) libraries;    /* those used, in order of first use */
    Vec(const CatComponent *) components; /* those used anywhere in the program */
    Vec(const char *) traces;    /* plotly trace types that figures can hold; see traces_open */
    Vec(const char *) templates; /* of figures, by name */
    bool traces_open;            /* a figure comes from where its traces are not known */
} Program;

#endif
