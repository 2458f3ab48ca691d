/* SPDX-License-Identifier: MIT
 *
 * A chunk: a run of whole rows of a file, read by one thread into columns of its own.
 * Each column is read as the first type that its cells so far fit; when one comes that
 * does not, the type is widened and the column is stale: it is read again once all chunks
 * have told what they know.
 */
#ifndef DASH_TABLE_CSV_CHUNK_H
#define DASH_TABLE_CSV_CHUNK_H

#include "table/builder.h"
#include "table/csv_block.h"

/* A column of the file. */
typedef struct CsvColumn {
    const char *name;
    bool wanted;
    bool read;             /* in this pass */
    bool fixed;            /* the program tells the type: a cell that does not fit is bad */
    bool optional;         /* … and it has nulls, whatever the file has */
    bool required;         /* … and a null is bad */
    uint32_t result;       /* its place in the table */
    DashText pattern;      /* of its dates; or a null text */
    CsvTypes types;        /* that all cells of the chunks read so far fit */
    bool any;              /* some cell so far has a value … */
    bool stale;            /* … but they are not all in the builder */
    ColumnBuilder builder; /* of the chunks so far */
} CsvColumn;

typedef struct CsvFile {
    CsvShape shape;
    CsvColumn *columns; /* shape.columns of them */
} CsvFile;

/* A column of a chunk. */
typedef struct ChunkColumn {
    CsvTypes types; /* it is read as the first of them, which all its cells fit */
    bool any;       /* some cell has a value */
    bool stale;     /* the builder does not hold the rows as builder.type */
    bool wanted;    /* in this reading */
    ColumnBuilder builder;
} ChunkColumn;

typedef struct CsvChunk {
    const char *from, *to; /* the rows that begin in [from, to) */
    const char *end;       /* behind the last of them */
    size_t rows;
    ChunkColumn *columns; /* malloc'ed */
    CsvBad bad;
    bool failed;
    CsvFault fault;
} CsvChunk;

/* Reads the rows of a chunk whose `from` and `to` are set: the columns of this pass, as
 * the file's types tell so far. What went wrong is in chunk->failed and chunk->fault.
 * Of a chunk that was read before, nothing stays. */
void csv_chunk_read(const CsvFile *file, CsvChunk *chunk);

void csv_chunk_free(const CsvFile *file, CsvChunk *chunk);

#endif
