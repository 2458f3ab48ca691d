/* SPDX-License-Identifier: MIT
 *
 * Each symbol is cut into pieces that are compressed by themselves, so that the
 * program can unpack several at once.
 */
#include "link/pack.h"

#include <stdlib.h>

#include <zstd.h>

enum {
    WORTH = 128 * 1024,  /* bytes; what is smaller stays as it is */
    PIECE = 1024 * 1024, /* bytes of a piece, unpacked */
    LEVEL = 9,
    LEVEL_FAST = 3 /* of zstd, the latter for many bytes */
};
#define MANY_BYTES ((size_t)64 << 20)

/* Appends the piece; false when zstd fails, which only happens without memory. */
static bool pack_piece(Arena *arena, Buf *out, EmitSymbol *symbol, size_t at, int level)
{
    size_t size = symbol->size - at < PIECE ? symbol->size - at : PIECE;
    size_t bound = ZSTD_compressBound(size);
    char *room = malloc(bound);
    size_t packed =
        room ? ZSTD_compress(room, bound, (const char *)symbol->bytes + at, size, level) : 0;
    bool fine = room && !ZSTD_isError(packed);
    if (fine) {
        buf_put(out, room, packed);
        vec_push(arena, &symbol->pieces, ((EmitPiece){at, size, packed}));
    }
    free(room);
    return fine;
}

static void pack_symbol(Arena *arena, EmitSymbol *symbol, int level)
{
    Buf out = {.arena = arena};
    bool fine = true;
    for (size_t at = 0; fine && at < symbol->size; at += PIECE)
        fine = pack_piece(arena, &out, symbol, at, level);
    if (fine && out.len < symbol->size / 4 * 3)
        symbol->packed = out.ptr;
    else
        symbol->pieces.count = 0;
    symbol->packed_size = symbol->packed ? out.len : 0;
}

void pack_symbols(Arena *arena, EmitData *data)
{
    size_t total = 0;
    for (int i = 0; i < data->symbols.count; i++)
        total += data->symbols.at[i].size;
    for (int i = 0; i < data->symbols.count; i++)
        if (data->symbols.at[i].size >= WORTH)
            pack_symbol(arena, &data->symbols.at[i], total > MANY_BYTES ? LEVEL_FAST : LEVEL);
}

const void *pack_stored(const EmitSymbol *symbol, size_t *size)
{
    *size = symbol->packed ? symbol->packed_size : symbol->size;
    return symbol->packed ? symbol->packed : symbol->bytes;
}

/* ---- the report ----------------------------------------------------------- */

static void put_bytes(Buf *out, size_t bytes)
{
    if (bytes >= 1000 * 1000)
        buf_printf(out, "%.1f MB", (double)bytes / 1e6);
    else
        buf_printf(out, "%.1f kB", (double)bytes / 1e3);
}

static void report_table(Buf *out, const EmitData *data, const HirTable *table)
{
    const DashTable *rows = table->source ? table->source->rows : table->data;
    size_t raw = 0, stored = 0, size;
    int64_t last = -1;
    uint32_t columns = 0;
    for (int i = 0; i < data->symbols.count; i++) {
        const EmitSymbol *symbol = &data->symbols.at[i];
        if (symbol->table != table)
            continue;
        (void)pack_stored(symbol, &size);
        columns += symbol->column != last;
        last = symbol->column;
        raw += symbol->size;
        stored += size;
    }
    buf_printf(out, "  %s  %zu rows, ", table->name, rows->rows);
    if (columns < rows->column_count)
        buf_printf(out, "%u of ", columns);
    buf_printf(out, "%u columns, ", rows->column_count);
    put_bytes(out, raw);
    if (stored < raw) {
        buf_puts(out, ", packed to ");
        put_bytes(out, stored);
    }
    buf_putc(out, '\n');
}

/* The symbols of a table stand together. */
void pack_report(Buf *out, const EmitData *data)
{
    for (int i = 0; i < data->symbols.count; i++) {
        const HirTable *table = data->symbols.at[i].table;
        if (table && table->path && (i == 0 || data->symbols.at[i - 1].table != table))
            report_table(out, data, table);
    }
}
