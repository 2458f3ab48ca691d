/* SPDX-License-Identifier: MIT
 *
 * Work that is not about rows of a table, shared with the threads that help with those
 * (dash_work).
 */
#ifndef DASH_TABLE_SHARE_H
#define DASH_TABLE_SHARE_H

#include <stddef.h>

/* Calls run(state, i) for every i below `count`, several at a time when it is worth it
 * and there are threads. `run` tells of failures by what it leaves in `state`. */
void share_work(size_t count, void (*run)(void *state, size_t i), void *state);

#endif
