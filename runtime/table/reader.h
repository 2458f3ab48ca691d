/* SPDX-License-Identifier: MIT
 *
 * What the readers of data files share: the form of a reader, and how it says
 * what is wrong.
 */
#ifndef DASH_TABLE_READER_H
#define DASH_TABLE_READER_H

#include "dash/source.h"

/* Reads unpacked bytes, as dash_source_parse says; one a DashFileKind. */
typedef bool TableReader(DashArena *arena, const char *bytes, size_t len, const DashSource *source,
                         DashTable *table, DashSourceReport *report);
TableReader csv_read_table, json_read_table, ndjson_read_table;

/* Fills the error, the message by printf's rules; always false. `value` is cut
 * to what an error shows; a null text for none. */
bool source_fail(DashArena *arena, DashSourceError *error, size_t line, size_t column,
                 DashText value, const char *format, ...) DASH_PRINTF(6, 7);

/* The language's name: "int". */
const char *column_type_name(DashColumnType type);

#endif
