// SPDX-License-Identifier: MIT
//
// Prints the table that number.c multiplies with: for each k the power 10^k as
// the 128-bit number ceil(10^k * 2^(127 - floor(log2(10^k)))), high half first.

const FIRST = -292;
const LAST = 324;

function power(k) {
  const exact = 10n ** BigInt(Math.abs(k));
  const bits = BigInt(exact.toString(2).length);
  if (k >= 0) {
    const shift = bits - 128n;
    return shift > 0n ? (exact >> shift) + 1n : exact << -shift;
  }
  // 2^(bits + 127) / 10^|k| lies in (2^127, 2^128): 10^|k| is no power of two.
  return (1n << (bits + 127n)) / exact + 1n;
}

const hex = (value) => `0x${value.toString(16).padStart(16, '0')}u`;
for (let k = FIRST; k <= LAST; k++) {
  const value = power(k);
  console.log(`{${hex(value >> 64n)}, ${hex(value & ((1n << 64n) - 1n))}}, /* 1e${k} */`);
}
