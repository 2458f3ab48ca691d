/* SPDX-License-Identifier: MIT
 *
 * Answers that may be given again. The compiler proves a callback pure: the same
 * arguments give the same outputs. So the same request body has the same answer,
 * and what was computed for one browser serves all of them.
 *
 * Bounded: the oldest answers that nobody asked for again leave first.
 * All threads share it; nothing is promised to be kept.
 */
#ifndef DASH_DISPATCH_ANSWERS_H
#define DASH_DISPATCH_ANSWERS_H

#include "core/json_writer.h"

typedef struct Answers Answers;

/* Holds at most about `capacity` bytes, bookkeeping included. NULL when memory is
 * out or the capacity is 0: then nothing is kept, and the calls below do nothing. */
Answers *answers_create(size_t capacity);
void answers_destroy(Answers *answers);

/* Writes the answer kept for exactly this request; false when there is none. */
bool answers_find(Answers *answers, const char *request, size_t request_len, JsonWriter *w);

/* Keeps copies of both, unless they are so large that they would push out much. */
void answers_keep(Answers *answers, const char *request, size_t request_len, const char *answer,
                  size_t answer_len);

#endif
