// SPDX-License-Identifier: MIT
//
// What values do in pipelines, written as plainly as can be: comparisons with null,
// aggregates, window functions. nan is behind every number and one key.

export const lift = (f) => (...values) => (values.includes(null) ? null : f(...values));

const code_points = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
export function order(a, b) {
    if (typeof a === "string") return code_points(a, b);
    return a < b ? -1 : a > b ? 1 : 0;
}
// nan and then nulls last either way.
const behind = (x) => (x === null ? 2 : Number.isNaN(x) ? 1 : 0);
export function compare_values(x, y, down) {
    if (behind(x) || behind(y)) return behind(x) - behind(y);
    return down ? -order(x, y) : order(x, y);
}
// By `<` of texts and numbers: nan is neither.
const ordered = (test) => lift((a, b) => (Number.isNaN(a) || Number.isNaN(b) ? false : test(order(a, b))));
export const comparisons = {
    "==": lift((a, b) => a === b), "!=": lift((a, b) => a !== b),
    "<": ordered((sign) => sign < 0), "<=": ordered((sign) => sign <= 0),
    ">": ordered((sign) => sign > 0), ">=": ordered((sign) => sign >= 0),
};
export const kleene = {
    and: (a, b) => (a === false || b === false ? false : a === null || b === null ? null : true),
    or: (a, b) => (a === true || b === true ? true : a === null || b === null ? null : false),
    not: (a) => (a === null ? null : !a),
};

// Equal for values that are one key: of group, distinct, partitions.
export const key_of = (values) => JSON.stringify(values.map((value) => (typeof value === "number" && !Number.isFinite(value) ? `number ${value}` : value)));
export function groups_of(rows, names) {
    const groups = new Map();
    for (const row of rows) {
        const key = key_of(names.map((name) => row[name]));
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(row);
    }
    return [...groups.values()];
}

// ---- aggregates: of the values that are there ------------------------------------

const quantile = (values, q) => {
    if (values.length === 0) return null;
    const sorted = [...values].sort((a, b) => a - b);
    const place = q * (sorted.length - 1), low = Math.floor(place);
    return place === low ? sorted[low] : sorted[low] + (sorted[low + 1] - sorted[low]) * (place - low);
};
const variance = (values) => {
    if (values.length < 2) return null;
    let mean = 0, spread = 0; // Welford: what is sorted by it later must agree to the last bit
    for (const [i, x] of values.entries()) {
        const delta = x - mean;
        mean += delta / (i + 1);
        spread += delta * (x - mean);
    }
    return spread / (values.length - 1);
};
function most_frequent(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...counts].find(([, count]) => count === most)?.[0] ?? null;
}
const extreme = (better) => (values) => (values.length ? values.reduce((a, b) => (Number.isNaN(a) || better(order(b, a)) ? b : a)) : null);
export const folds = {
    count: (values) => values.length,
    first: (values) => values[0] ?? null,
    last: (values) => values.at(-1) ?? null,
    nunique: (values) => new Set(values).size,
    mode: most_frequent,
    median: (values) => quantile(values, 0.5),
    quantile,
    var: variance,
    std: (values) => (values.length < 2 ? null : Math.sqrt(variance(values))),
    sum: (values) => values.reduce((a, b) => a + b, 0),
    mean: (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null),
    min: extreme((sign) => sign < 0),
    max: extreme((sign) => sign > 0),
};

// ---- windows -----------------------------------------------------------------------

// The values of a partition in order, the place, the size; is_peer(a, b) says whether two
// places are equal in the order.
const full = (fold) => (xs, i, size) => {
    const window = xs.slice(Math.max(0, i + 1 - size), i + 1);
    return window.length < size || window.includes(null) ? null : fold(window);
};
const so_far = (fold) => (xs, i) => (xs[i] === null ? null : fold(xs.slice(0, i + 1).filter((x) => x !== null)));
const total = (xs) => xs.reduce((a, b) => a + b, 0);
export const windows = {
    rolling_mean: full((xs) => total(xs) / xs.length),
    rolling_sum: full(total),
    rolling_min: full((xs) => Math.min(...xs)),
    rolling_max: full((xs) => Math.max(...xs)),
    rolling_std: full((xs) => (xs.length < 2 ? null : Math.sqrt(total(xs.map((x) => (x - total(xs) / xs.length) ** 2)) / (xs.length - 1)))),
    cumsum: so_far(total),
    cummin: so_far((xs) => Math.min(...xs)),
    cummax: so_far((xs) => Math.max(...xs)),
    diff: (xs, i, n) => (i < n || xs[i] === null || xs[i - n] === null ? null : xs[i] - xs[i - n]),
    lag: (xs, i, n) => xs[i - n] ?? null,
    lead: (xs, i, n) => xs[i + n] ?? null,
    rank: (xs, i, n, is_peer) => xs.findIndex((_, j) => is_peer(j, i)) + 1,
    dense_rank: (xs, i, n, is_peer) => xs.slice(0, i + 1).filter((_, j) => j === 0 || !is_peer(j - 1, j)).length,
    row_number: (xs, i) => i + 1,
};

// ---- parts of time -----------------------------------------------------------------

const milliseconds = (text) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}Z`);
const text_of = (value, like) => new Date(value).toISOString().slice(0, like.length);
const steps = { week: 604800000, day: 86400000, hour: 3600000, "1d": 86400000, "1w": 604800000, "36d": 36 * 86400000 };
const monday = 4 * 86400000;

// The beginning of the part that a time lies in, and that of the next one.
export function trunc(text, unit) {
    const date = new Date(milliseconds(text)), months = { year: 12, quarter: 3, month: 1 }[unit];
    if (months) return text_of(Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / months) * months), text);
    const origin = steps[unit] % steps.week === 0 ? monday : 0;
    return text_of(Math.floor((date - origin) / steps[unit]) * steps[unit] + origin, text);
}
export function next_part(text, unit) {
    const date = new Date(milliseconds(text)), months = { year: 12, quarter: 3, month: 1 }[unit];
    if (months) return text_of(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months), text);
    return text_of(Number(date) + steps[unit], text);
}
export const later = (text, days) => text_of(milliseconds(text) + days * 86400000, text);

// ---- buckets -----------------------------------------------------------------------

export function bins(values, count) {
    const finite = values.filter((value) => value !== null && Number.isFinite(value));
    const low = finite.length ? Math.min(...finite) : 0, high = finite.length ? Math.max(...finite) : 0;
    const width = (high - low) / count;
    return lift((value) => {
        if (Number.isNaN(value)) return value;
        if (!(width > 0)) return low;
        return low + Math.min(Math.max(Math.floor((value - low) / width), 0), count - 1) * width;
    });
}
