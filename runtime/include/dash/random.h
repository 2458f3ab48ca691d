/* SPDX-License-Identifier: MIT
 *
 * Random numbers: the generator of Python's `random` (MT19937), seeded and read
 * as Python does, so that a seed gives the same numbers there and here.
 */
#ifndef DASH_RANDOM_H
#define DASH_RANDOM_H

#include "dash/base.h"

/* Changed by every call; belongs to one run of user code. */
typedef struct DashRngState *DashRng;

DashRng dash_rng(DashCx *cx, int64_t seed);
/* Seeded by the system. */
DashRng dash_rng_any(DashCx *cx);

/* From 0 to below 1; of no generator in particular. */
double dash_random(DashCx *cx);

double dash_rng_random(DashRng rng);
double dash_rng_uniform(DashRng rng, double low, double high);
double dash_rng_normal(DashRng rng, double mean, double deviation);
/* Both ends included; fails when low > high. */
int64_t dash_rng_int(DashCx *cx, DashRng rng, int64_t low, int64_t high, const char *where);

DashFloats dash_rng_uniforms(DashCx *cx, DashRng rng, double low, double high, int64_t count,
                             const char *where);
DashFloats dash_rng_normals(DashCx *cx, DashRng rng, double mean, double deviation, int64_t count,
                            const char *where);
DashInts dash_rng_ints(DashCx *cx, DashRng rng, int64_t low, int64_t high, int64_t count,
                       const char *where);

/* For lists of any type: a place among `len` items (there must be one); all
 * places in random order; `count` different places. */
size_t dash_rng_place(DashCx *cx, DashRng rng, size_t len, const char *where);
size_t *dash_rng_order(DashCx *cx, DashRng rng, size_t len);
size_t *dash_rng_sample(DashCx *cx, DashRng rng, size_t len, int64_t count, const char *where);

#endif
