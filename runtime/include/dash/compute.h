/* SPDX-License-Identifier: MIT
 *
 * The runtime's functions outside of a server: the compiler computes constants
 * with them.
 */
#ifndef DASH_COMPUTE_H
#define DASH_COMPUTE_H

#include "dash/base.h"

/* Runs `code` in a context of its own, whose memory is gone afterwards. False
 * when it failed; `message`, of `size` bytes, then says why. */
bool dash_compute(void (*code)(DashCx *cx, void *state), void *state, char *message, size_t size);

#endif
