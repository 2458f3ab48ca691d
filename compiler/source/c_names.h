/* SPDX-License-Identifier: MIT
 *
 * Names that mean something in the C that dashc writes: no function of the user
 * and nothing generated may be called so.
 */
#ifndef DASHC_SOURCE_C_NAMES_H
#define DASHC_SOURCE_C_NAMES_H

#include <stdbool.h>

/* A word of the language, a name of the runtime's headers or of the emitter. */
bool c_reserved(const char *name);
/* It begins as the runtime's own names do. */
bool c_reserved_prefix(const char *name);
/* A function of the C library that the compiler knows by its name. */
bool c_knows(const char *name);

#endif
