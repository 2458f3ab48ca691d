// SPDX-License-Identifier: MIT
//
// Numbers from 0 to 1 that look random and follow from a seed: mulberry32, small,
// and the same everywhere.

export function generator(state) {
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
}
