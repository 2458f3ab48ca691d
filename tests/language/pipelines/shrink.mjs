// SPDX-License-Identifier: MIT
//
// The smallest case that still fails: steps and rows are left out as long as it does.

// The shortest list, in order, that some of `items` make and that fails still; in pieces,
// large ones first. `fails(list)` may be asynchronous.
export async function fewer(items, fails) {
    for (let size = Math.ceil(items.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
        for (let from = 0; from < items.length;) {
            const rest = [...items.slice(0, from), ...items.slice(from + size)];
            if (await fails(rest)) items = rest;
            else from += size;
        }
    }
    return items;
}

// `wrong(pipeline, table)` says whether it fails. A pipeline without a step that a later one
// needs does not compile, which is no failure of the kind.
export async function shrunk(pipeline, table, wrong) {
    const steps = await fewer(pipeline.steps, (some) => wrong({ ...pipeline, steps: some }, table));
    const smaller = { ...pipeline, steps };
    const data = await fewer(table.data, (some) => some.length > 0 && wrong(smaller, { ...table, data: some }));
    return { pipeline: smaller, table: { ...table, data } };
}
