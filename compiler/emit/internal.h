/* SPDX-License-Identifier: MIT
 *
 * What the files of the C emitter share.
 *
 * An Emit is one translation unit; a Writer is one C function in it. An
 * expression is written as a text of C; what cannot be an expression goes as
 * statements before it into the writer's body. Table pipelines are written by
 * pushing: rows_each() writes the loop that gives the rows of a plan and calls
 * back for what happens with each.
 *
 *     emit.c        order of the unit; analysis.c what is known before
 *     program.c     functions, layout, callbacks; wiring.c what the runtime reads of
 *                   callbacks; tests.c programs of tests; externs.c the user's C
 *     writer.c      lines, calls, literals; names.c names
 *     types.c       types in C; values.c anything as a DashValue; casts.c json as a type;
 *                   compare.c equality and order
 *     statements.c  statements and control flow; edits.c parts of variables
 *     exprs.c       expressions; lists.c, maps.c, parts.c, comprehensions.c, texts.c,
 *                   components.c, effects.c, px.c kinds of them; generic.c the
 *                   standard library
 *     static.c      constants that are known
 *     tables.c      declared tables; snapshot.c, source.c those that are read at start;
 *                   loops.c plans
 *                   as loops; rows.c expressions over a row; lanes.c filters; kernels.c
 *                   loops over large tables as functions; keys.c, packed.c,
 *                   hashes.c, group.c, kernel_groups.c, distinct.c, join.c, union.c,
 *                   sort.c, top.c, sample.c, window.c, fill.c, datatable.c, store.c, aggregate.c operators; sinks.c where pipelines
 *                   end
 */
#ifndef DASHC_EMIT_INTERNAL_H
#define DASHC_EMIT_INTERNAL_H

#include "emit/emit.h"
#include "plan/walk.h"
#include "source/map.h"
#include "syntax/ast.h"

/* ---- names (names.c) ---------------------------------------------------- */

/* The C names in use in one scope; a function's scope stands in the unit's. */
typedef struct Names {
    Arena *arena;
    struct Names *outer;
    struct Names *locals; /* of the unit: every name inside a function, for what comes later */
    const char **slots;
    int count, capacity;
    const char *released[16]; /* names of ended loops, free again */
    int released_count;
} Names;
/* A name like `wanted` that is free here, a C identifier and no keyword; it is
 * taken from now on. */
const char *name_unique(Names *names, const char *wanted);
/* The scope of a variable has ended: the next one may have its name. */
void name_release(Names *names, const char *name);
bool name_taken(const Names *names, const char *name);
/* For functions and statics, which must not clash with what C knows itself. */
const char *name_global(Names *names, const char *wanted);

/* ---- the unit ----------------------------------------------------------- */

/* C symbols of a table; the texts are NULL where there is no such thing. Which
 * of them a program needs is seen from the C that was written. */
typedef struct ColumnSymbols {
    const char *data, *valid, *dict, *offsets, *bytes;
} ColumnSymbols;
typedef struct TableSymbols {
    const char *name, *rows, *columns_name;
    const char *embedded; /* the DashTable of the embedded rows; mostly the same as `name` */
    ColumnSymbols *columns;
} TableSymbols;

typedef struct FnInfo {
    const char *name;
    const char *head;          /* "static int f(DashCx *cx)" */
    bool used, defined, early; /* early: called before its definition */
} FnInfo;

/* A function of the standard library that was made for some types (generic.c). */
typedef struct MadeFunction {
    const Builtin *builtin;
    const Type *result, *types[8];
    const char *name;
    bool takes_cx, takes_where;
} MadeFunction;

typedef struct Emit {
    Arena *arena;
    const Sources *sources;
    const Program *program;
    EmitOptions options;
    Names names;
    Buf types;   /* structs of records, lists, outputs */
    Buf helpers; /* small functions that several places share */
    Buf prototypes;
    Buf functions; /* the program's own, in order */
    Buf tables;    /* what the runtime reads about callbacks */
    Buf tests;
    bool has_start;
    const char *refresh;   /* the function that fills a snapshot, or NULL */
    const char *data_name; /* of the snapshot's struct and of the pointer to it; or NULL */
    Names data_members;
    Buf data_fields;
    PtrMap late; /* tables and constants: is it not known before the program runs? */
    PtrMap type_info, table_symbols, fns;
    PtrMap members;   /* Type → const char *[]: the names of its fields in C */
    PtrMap constants; /* HirConst → C name */
    PtrMap id_keys;   /* ids of callbacks → arrays of their keys */
    PtrMap decimals;  /* embedded columns of floats → what distinct.c knows of them */
    PtrMap ranges;    /* embedded columns → what ints they hold (lookups.c) */
    Vec(struct Lookup *) lookups;
    PtrMap reached; /* tables and constants that the program reads */
    /* functions made for a type */
    PtrMap equal_functions, order_functions, value_functions, have_functions, readers, casts,
        copies, map_slots, map_values;
    PtrMap sort_functions; /* by the type of the items */
    Vec(MadeFunction) made;
    const char *source_name; /* for messages and #line: no folders */
} Emit;

#define cf(e, ...) arena_printf((e)->arena, __VA_ARGS__)

/* Ends dashc with a message: the checker let something through that it must
 * not. Names the kind, the place and what to do. */
__attribute__((noreturn, format(printf, 3, 4))) void emit_bug(const Emit *e, Span span,
                                                              const char *format, ...);

/* "app.dash:12:3" as a C literal, for failures at run time. */
const char *where_of(Emit *e, Span span);
/* The source's path as generated C may say it. */
const char *path_of(const Emit *e, const Source *source);
/* "app.dash:12" */
const char *line_of(Emit *e, Span span);

/* ---- types (types.c) ---------------------------------------------------- */

/* How a type that may be absent says so. */
typedef enum Absence {
    ABSENT_NEVER,
    ABSENT_HAS,   /* struct {bool has; … value;} */
    ABSENT_PTR,   /* text: ptr == NULL */
    ABSENT_ITEMS, /* lists: items == NULL */
    ABSENT_KIND,  /* DashValue: kind == DASH_NULL */
} Absence;

bool is_value(const Type *type); /* travels as a DashValue */
bool is_optional(const Type *type);
const Type *base_type(const Type *type); /* without the `?` */
bool is_nothing(const Type *type);       /* unit or never: no C value */
Absence absence_of(const Type *type);
const char *c_type(Emit *e, const Type *type);
/* Its name without the runtime's prefix, for names of functions. */
const char *type_stem(Emit *e, const Type *type);
const char *c_null(Emit *e, const Type *type);
const char *c_zero(Emit *e, const Type *type); /* some value, for what is never looked at */
/* C conditions and values of a T? whose text is `value`. */
const char *c_is_null(Emit *e, const Type *type, const char *value);
const char *c_is_there(Emit *e, const Type *type, const char *value);
const char *c_unwrap(Emit *e, const Type *type, const char *value);
const char *c_wrap(Emit *e, const Type *type, const char *value);
/* Name of the struct member of a record's or tuple's field. */
const char *c_member(Emit *e, const Type *type, int index);
/* A C expression that is true when two values of the type are equal. */
const char *c_equal(Emit *e, const Type *type, const char *a, const char *b);
/* A C expression that is below, at or above 0 as `a` is before, with or after `b`. */
const char *c_order(Emit *e, const Type *type, const char *a, const char *b);
/* The value as a DashValue. */
const char *c_to_value(Emit *e, const Type *type, const char *value);
const char *element_type(DashEncoding encoding);  /* "uint8_t" */
const char *encoding_name(DashEncoding encoding); /* "DASH_U8" */

/* ---- writer (writer.c) -------------------------------------------------- */

typedef Vec(const char *) Texts;

/* A column of the current row, as C. */
typedef struct RowColumn {
    const PlanColumn *meta;
    const char *raw;   /* the element, or the computed value; a code when `dict` is set */
    const char *valid; /* condition; NULL: never null */
    const char *dict;  /* C of a DashDict, or NULL */
    const char *array, *valid_array; /* where the row stands in memory, or NULL */
    const DashColumn *source;        /* of an embedded table: the values, known now */
    const HirTable *table;           /* which one */
    const Hir *expr;                 /* a computed column's, … */
    const struct Row *of;            /* … over this row */
    bool global;                     /* the arrays are statics of the unit */
    bool padded;   /* the arrays may be read up to the next multiple of DASH_LANES */
    bool computed; /* `raw` is a variable of the language's type, not an element of an array */
    bool ordinal;  /* the value is the row's number itself (all texts of a dictionary) */
} RowColumn;

/* Materialised rows: arrays that are read at one index. */
typedef struct Relation {
    const char *rows;  /* C of their number */
    const char *index; /* array of row numbers that gives order and choice; NULL: 0, 1, 2 … */
    bool owned;        /* the index array is nobody else's: may be sorted in place */
    bool constant;     /* the number of rows is known to the compiler */
    int known_rows;    /* when constant */
    bool padded;       /* a table's rows: their columns are padded */
    const char *first; /* C of the row that loops begin with, up to `rows`; NULL: 0 */
    const char *table, *table_columns; /* C of a DashTable with exactly this, or NULL */
    RowColumn *columns;                /* array and meta are set, raw when `array` is NULL */
    int column_count;
} Relation;

typedef struct Row {
    RowColumn *columns;
    int column_count;
    const char *position; /* C variable with the row number in `base` */
    const Relation *base; /* what is scanned */
    const char *bound;    /* C: at most so many rows come */
    bool lanes;           /* no branches: `&` and `|` join conditions */
} Row;

typedef struct VarInfo {
    const char *name;
    int reads;
    bool raw;          /* used as a whole table */
    bool *needs;       /* of a table: columns that are read */
    Relation *rows;    /* of a table variable that is not a DashTable */
    struct Loop *loop; /* that it was declared in */
    bool edited;       /* its parts are changed in place: see edits.c */
    const char *own;   /* of such a one: the C flag that its memory is its own */
    bool owned;        /* in a loop that keeps it so: no need to ask */
} VarInfo;

typedef struct Writer {
    Emit *e;
    Buf body, before; /* before: whole functions that must precede this one */
    int indent;
    int line; /* last source line that a #line named */
    Names names;
    PtrMap vars;
    const char *fn_name;
    const HirCallback *callback; /* or NULL */
    const char *outputs;         /* struct of a callback with several outputs */
    const char *items;           /* the innermost DashItems */
    bool many_items;             /* of which there are many: see emit_scoped_value */
    const char *hint;            /* what the value being written is for: names temporaries */
    bool borrow;                 /* the next expression is only looked at */
    const Row *row;              /* inside the expressions of a plan */
    struct Loop *loop;           /* the innermost loop over rows */
    struct Kernel *kernel;       /* the loop goes into a function of its own: kernels.c */
    PtrMap carried, ended;       /* hoisted names: for the next loop, of the last one */
    bool heap_tables;            /* tables must outlive the C block */
    bool fills_data;             /* the function makes the snapshot */
} Writer;

/* A loop under construction: what must stand before it can still be added. */
typedef struct Loop {
    Buf outer;
    int indent;
    const Row *row;
    struct Loop *parent;
    PtrMap hoisted;
    bool nested;       /* rows come from a loop inside: leaving takes a goto */
    const char *label; /* behind the loop, once something jumps there */
} Loop;

void writer_init(Writer *w, Emit *e, const char *fn_name);
void stmt(Writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A declaration of `name` that goes when nothing behind it reads it. */
void stmt_lazy(Writer *w, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `(void)name;` when nothing behind it reads the name. */
void stmt_if_unread(Writer *w, const char *name);
void stmt_line(Writer *w, Span span); /* a #line when the place is a new one */
void open_block(Writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void close_block(Writer *w);
void comment(Writer *w, const char *text); /* may have several lines */
void loop_begin(Writer *w, Loop *loop);
/* Writes what was hoisted, the head, the body and the brace. */
void loop_end(Writer *w, Loop *loop, const char *head);
void loop_leave(Writer *w); /* the statement that ends the innermost loop over rows */
/* Everything written until hoist_end goes before the innermost loop. */
typedef struct Hoist {
    Buf body;
    int indent;
    const Row *row;
    Loop *loop;
    struct Kernel *kernel;
} Hoist;
Hoist hoist_begin(Writer *w);
void hoist_end(Writer *w, const Hoist *hoist);
/* Says that the loop reads the variable `name`, which was hoisted. */
void hoisted(Writer *w, const char *type, const char *name);

const char *temp_name(Writer *w, const char *fallback);           /* after the hint */
const char *parens(Emit *e, const char *text);                    /* round operators */
const char *logic_parens(Emit *e, const char *text, bool of_and); /* an operand of && or || */
const char *logic_chain(Emit *e, const char *text, bool of_and);  /* the first one of several */
const char *ternary(Emit *e, const char *condition, const char *yes, const char *no);
/* `value` as it may stand after `type x = `: a literal without its type. */
const char *initialiser(const char *type, const char *value);
const char *c_address(Emit *e, const char *lvalue); /* &x; of (*p) it is p */
bool is_name(const char *text);                     /* an identifier, maybe with members */
const char *call_text(Emit *e, const char *head, const Texts *args);
const char *callf(Emit *e, const char *function, int count, ...);
const char *indented(Emit *e, const char *text); /* every line but the first, 4 spaces */
const char *braced(Emit *e, const Texts *items); /* {a, b} on one line or several */
const char *c_string(Emit *e, const char *text, size_t len); /* with quotes */
const char *c_text(Emit *e, Str text);                       /* DASH_TEXT("…") */
const char *c_float(Emit *e, double value);
const char *c_int(Emit *e, int64_t value);
const char *comment_safe(Emit *e, const char *text, size_t len);
bool mentions(const char *code, const char *name); /* as a C token */
/* Drops the lazy statements whose names nobody reads behind them. */
void drop_unread(Writer *w);
/* Adds a whole function: comment, head ("static int f(void)"), the writer's body. */
void finish_function(Writer *w, Buf *out, const char *head, const Texts *params);

/* ---- expressions and statements ----------------------------------------- */

/* C of the value; NULL for unit and never. */
const char *emit_expr(Writer *w, Hir *hir);
/* Same, of a value that is only looked at: nobody keeps it (see edits.c). */
const char *emit_borrowed(Writer *w, Hir *hir);
/* Same, stored in a variable when it is more than a name. */
const char *emit_named(Writer *w, Hir *hir, const char *name);
bool needs_statements(const Hir *hir);
bool ends_here(const Hir *hir); /* control never comes out of it */

typedef enum DestKind { DEST_RETURN, DEST_VAR, DEST_DISCARD } DestKind;
typedef struct Dest {
    DestKind kind;
    const char *name;
} Dest;
void emit_to(Writer *w, Hir *hir, Dest dest);
void emit_statements(Writer *w, Hir *block);
/* range(n), range(a, b): a loop over it counts. */
bool is_plain_range(const Hir *source);
void emit_for(Writer *w, HirVar *var, Hir *source, void (*body)(Writer *, void *), void *data);

const char *emit_as_value(Writer *w, Hir *operand);
/* The same with its statements in a block of C of their own, so that the parts of a
 * long page share their place on the stack. */
const char *emit_scoped_value(Writer *w, Hir *hir);
enum { MANY_PARTS = 8 }; /* from so many on that is worth it */
const char *emit_concat(Writer *w, Hir *hir);
const char *emit_list(Writer *w, Hir *hir);
bool any_spliced(const Hir *list); /* `[...xs]`: is an item a list? */
const char *emit_comprehension(Writer *w, Hir *hir);
const char *emit_index(Writer *w, Hir *hir);
const char *emit_slice(Writer *w, Hir *hir);
const char *emit_cast(Writer *w, Hir *hir);
/* A function (cx, DashValue, T *out) that is false when the value does not fit. */
const char *c_reader(Emit *e, const Type *type);
const char *c_len(Emit *e, const Type *type, const char *list);
const char *emit_in(Writer *w, Hir *hir);
const char *emit_builtin(Writer *w, Hir *hir);
/* The call with its arguments as C. */
const char *builtin_text(Emit *e, const Hir *hir, const Texts *values);
const char *emit_component(Writer *w, Hir *hir);
const char *emit_children(Writer *w, Hir *hir);
const char *emit_px(Writer *w, Hir *hir);
const char *emit_patch(Writer *w, Hir *hir);
void emit_set_props(Writer *w, Hir *hir);
/* A function for what `@running` says; its name. */
const char *write_running(Emit *e, const HirCallback *callback, const char *stem);
bool patch_needs_statements(const Hir *hir);
const char *compare_text(Emit *e, const Type *type, int op, const char *a, const char *b);
const char *arith_text(Writer *w, const Hir *hir, const char *a, const char *b);
const char *convert_text(Writer *w, const Type *from, const Type *to, const char *value, Span span);

VarInfo *var_info(Writer *w, const HirVar *var);
const char *var_name(Writer *w, const HirVar *var); /* declares it at the first call */

/* ---- maps (maps.c) ------------------------------------------------------ */

bool has_text_keys(const Type *map);
const char *key_word(const Type *map);
/* C of the place of a key, which is the length when it is not there. */
const char *c_find(Emit *e, const Type *map, const char *object, const char *key);
/* What can be assigned to: the value of a key, old or new, and one that is there. */
const char *c_map_slot(Emit *e, const Type *map, const char *object, const char *key);
const char *c_map_value(Emit *e, const Type *map, const char *object, const char *key,
                        const char *where);
const char *emit_map(Writer *w, Hir *hir);
/* The bodies of what other files make for every type. */
const char *map_fields(Emit *e, const Type *map);
const char *map_equal(Emit *e, const Type *map);
const char *map_copy(Emit *e, const Type *map);
const char *map_to_value(Emit *e, const Type *map);
const char *map_reader(Emit *e, const Type *map, const char *read_item);
const char *map_convert(Writer *w, const Type *from, const Type *to, const char *value, Span span);

/* ---- parts that change (edits.c) ---------------------------------------- */

bool is_flat(const Type *type); /* copying the C value copies everything */
/* The value with memory of its own, that may be changed. */
const char *c_copy(Emit *e, const Type *type, const char *value);
/* Marks the variables that the block's statements change in place. */
void look_at_edits(Writer *w, const Hir *block);
/* A part of such a variable, in memory that will change. */
bool is_part_of_edited(Writer *w, const Hir *hir);
/* A result of this type holds nothing of the arguments. */
bool gives_nothing_away(const Type *result);
/* A DashValue that is made of this type shares no list with it. */
bool is_copied_as_value(const Type *type);
/* A loop over this source that does not change it. */
bool only_reads(const Hir *source, Hir *body);
/* Makes what the loop changes its variables' own; gives them, for after it. */
Texts own_before_loop(Writer *w, Hir *body, Hir *head);
void own_after_loop(const Texts *owned);
void emit_edit(Writer *w, HirStmt *s);
void emit_append(Writer *w, HirStmt *s);

/* ---- analysis (analysis.c) ---------------------------------------------- */

/* Optimises the plans of a body and finds what its variables are read for. */
void analyse(Writer *w, Hir *body);
/* Marks the functions and constants that can be reached. */
void analyse_reach(Emit *e);

/* ---- tables (tables.c) -------------------------------------------------- */

TableSymbols *table_symbols(Emit *e, const HirTable *table);
const DashTable *embedded_rows(const HirTable *table); /* or NULL */
void name_tables(Emit *e);
void write_table_data(Emit *e, Buf *out, const Names *used);
void table_bytes(EmitData *out, Emit *e, const Names *used);
void write_start(Emit *e);                         /* and what is computed for each snapshot */
const char *column_type_of(const Type *type);      /* "DASH_COLUMN_INT" */
/* Every identifier of a piece of C. */
void collect_names(Names *names, const char *code);
bool name_listed(const Names *names, const char *name); /* here, not outside */
void name_take(Names *names, const char *name);
const char *dict_symbol(Emit *e, const PlanColumn *column); /* or NULL */
uint32_t dict_count(const PlanColumn *column);              /* 0: not known */
const DashColumn *dict_source(const PlanColumn *column);

/* ---- tables that are read at start (snapshot.c) --------------------------- */

/* How the runtime reads the table, as an initialiser; its schema goes to `schemas`. */
const char *write_file_source(Emit *e, Buf *schemas, const HirTable *table);

/* Whether it is read at start, or computed from something that is. */
bool is_late_table(Emit *e, const HirTable *table);
bool is_late_constant(Emit *e, const HirConst *constant);
void name_late(Emit *e); /* gives those that the program reads their places */
/* The line that a function with this body begins with: "" where it reads none. */
const char *data_declaration(Emit *e, const char *body, bool fills);
void write_data_struct(Emit *e, Buf *out);
/* Writes an array of the columns' names and types; gives its name. */
const char *schema_array(Emit *e, Buf *out, const char *stem, const Type *table);
/* The table of sources for the runtime; its name, or NULL when there is none. */
const char *write_data_sources(Emit *e, Buf *out);

/* ---- rows: plans as loops ----------------------------------------------- */

typedef void (*RowSink)(Writer *w, const Row *row, void *data);

/* Writes the loop over the plan's rows; `sink` writes the innermost part. Plans
 * must have been pruned. */
void rows_each(Writer *w, Plan *plan, RowSink sink, void *data);
/* The same for the operator itself, where rows_each would store its rows. */
void loop_each(Writer *w, Plan *plan, RowSink sink, void *data);
void relation_each(Writer *w, const Relation *relation, const char *name, RowSink sink, void *data);
/* "for (…)" that counts `i` through all rows. */
const char *rows_head(Emit *e, const Relation *relation, const char *i);
void relation_row(Writer *w, const Relation *relation, const char *position, Row *row);
bool plan_is_relation(const Plan *plan); /* its rows stand in memory without a loop */
Relation *relation_of(Writer *w, Plan *plan, const char *name);
Relation *new_relation(Emit *e, const Plan *plan); /* with the plan's columns, empty */
Relation *stored_relation(Writer *w, Plan *plan, const char *name);
void skip_unless(Writer *w, Hir *predicate); /* `continue` unless it is true */
Relation *union_relation(Writer *w, Plan *plan, const char *name);
Relation *window_relation(Writer *w, Plan *plan, const char *name);
/* A filter that keeps the first rows of every partition, and their relation. */
bool is_firsts(Writer *w, const Plan *filter);
Relation *firsts_relation(Writer *w, Plan *filter);
Relation *sort_relation(Writer *w, Plan *plan, const char *name);
Relation *sample_relation(Writer *w, Plan *plan, const char *name);
Relation *fill_relation(Writer *w, Plan *plan, const char *name);
Relation *top_relation(Writer *w, Plan *plan, const char *name);
Relation *datatable_relation(Writer *w, Plan *plan, const char *name);
Relation *group_relation(Writer *w, Plan *plan);
/* The name of a DashTable with the columns that `read` marks (all when NULL);
 * `slots[i]` becomes the place of column i. */
const char *relation_table(Writer *w, const Relation *relation, const bool *read, const char *name,
                           int *slots, const char **columns_name);
/* C of a column's elements in the relation's order, and of the whole DashColumn. */
const char *column_data(Writer *w, const Relation *rel, const RowColumn *column);
const char *column_literal(Writer *w, const Relation *rel, const RowColumn *column);
/* Writes the function that compares two rows by a plan's keys, whose columns stand
 * in memory. */
typedef struct Comparison {
    const char *function;
    const char *state; /* argument of the calls */
} Comparison;
Comparison make_comparison(Writer *w, const Plan *plan, const RowColumn *columns);
/* The name of an array with what dash_sort_by() has to know of a plan's keys, whose
 * columns stand in memory. */
const char *sort_keys(Writer *w, const Plan *plan, const RowColumn *columns);
/* A comment that says what the next loop does; `emit --plan` says the same. */
void plan_comment(Writer *w, const Plan *plan);
void pipeline_comment(Writer *w, const Plan *plan, const char *text);

/* A value of a row: what it is and when it is not null. */
typedef struct RowValue {
    const char *value; /* of the base type; meaningful only where valid */
    const char *valid; /* condition; NULL: always */
} RowValue;
RowValue row_value(Writer *w, Hir *hir);
/* As a dictionary code when it is a plain text column, and its dictionary. */
RowValue row_code(Writer *w, Hir *hir, const char **dict, const PlanColumn **meta);
/* C condition: the expression is certainly `wanted`. */
const char *row_truth(Writer *w, Hir *hir, bool wanted);
bool row_can_be_null(const Hir *hir);
/* What a conversion from T to T? converts; the value is the same. */
Hir *row_bare(Hir *hir);
/* Whether the value may depend on the row, or fail. */
bool row_moves(Writer *w, const Hir *hir);
/* A pipeline's value that is the same for all rows, and its name before the loop. */
bool row_can_hoist(Writer *w, const Hir *hir);
const char *row_hoisted(Writer *w, Hir *hir);
const char *row_wrap(Writer *w, const Type *type, RowValue value);

void emit_distinct(Writer *w, Plan *plan, const Row *row, RowSink sink, void *data);

const char *emit_table(Writer *w, Hir *hir);
const char *emit_reduce(Writer *w, Hir *hir);
const char *emit_column_list(Writer *w, Hir *hir, const Type *list);
const char *emit_column_value(Writer *w, Hir *hir);
const char *emit_row(Writer *w, Hir *hir);
const char *emit_condition(Writer *w, Hir *hir); /* of `if`: null counts as false */
/* The rows of any expression of a table or column type. */
Relation *relation_of_value(Writer *w, Hir *hir);
Relation *let_relation(Writer *w, Hir *value, const VarInfo *info, const char *name);
Hir *row_column_ref(Emit *e, const Row *row, int column);
/* The row as a record of `type`; w->row must be the row. */
const char *row_record(Writer *w, const Row *row, const Type *type);

/* ---- constants that are static data (static.c) ---------------------------- */

bool is_static_constant(const HirConst *constant); /* no work at start */
void write_constants(Emit *e, Buf *out);

/* ---- functions written in C (externs.c) ---------------------------------- */

void name_externs(Emit *e); /* theirs are the names of the source, taken before all others */
void write_externs(Emit *e, Buf *out); /* prototypes of those that the program calls */
void write_header(Emit *e, Buf *out);

/* ---- tests (tests.c) ----------------------------------------------------- */

const char *emit_callback_call(Writer *w, Hir *hir);
const char *emit_failure(Writer *w, Hir *hir);
void write_tests(Emit *e);
void write_tests_main(Emit *e, Buf *out);

/* ---- the program's parts ------------------------------------------------ */

void write_functions(Emit *e);
void write_layout(Emit *e);
void write_callbacks(Emit *e);
const char *c_quoted(Emit *e, const char *text); /* NULL gives "NULL" */
/* Writes what the runtime reads about a callback: arrays and its entry of `table`. */
void describe_callback(Emit *e, Buf *arrays, Buf *table, const HirCallback *callback,
                       const char *run);
void write_app(Emit *e, Buf *out);

#endif
