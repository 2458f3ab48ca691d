/* SPDX-License-Identifier: MIT
 *
 * Numbers that look random and are the same in every run: xorshift with 64 bits.
 */
#ifndef DASHC_TESTS_CHANCE_H
#define DASHC_TESTS_CHANCE_H

#include <stdint.h>

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static inline uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* From 0 to limit - 1. */
static inline uint32_t random_below(uint32_t limit)
{
    return (uint32_t)(random_bits() >> 33) % limit;
}

#endif
