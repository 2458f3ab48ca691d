/* SPDX-License-Identifier: MIT
 *
 * The log: whole lines on standard error, from any thread.
 */
#ifndef DASH_CORE_LOG_H
#define DASH_CORE_LOG_H

#include "dash/base.h"

/* One line "2026-01-31T12:00:00Z <message>", written in one piece. Control
 * characters (a client may have chosen the text) become '?'. Cut at 2 KiB. */
void dash_log(const char *format, ...) DASH_PRINTF(1, 2);

#endif
