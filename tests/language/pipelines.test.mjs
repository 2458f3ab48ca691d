// SPDX-License-Identifier: MIT
//
// Compiled pipelines against a naive evaluator, and both against SQLite where it has words
// for them: random tables, random verbs one after the other, random ends. A program holds
// a batch; the C of every program must compile without a warning. What fails is made
// smaller before it is shown.
//
// Every third batch has its tables cut into parts of 64 rows, which several threads do: the
// way of large tables.
//
// PIPELINE_SEED starts other batches, PIPELINE_BATCHES makes more, PIPELINE_ONLY takes one
// of them, PIPELINE_KEEP leaves the programs where they are.

import assert from "node:assert/strict";
import test from "node:test";

import { generator } from "./chance.mjs";
import { as_json, close, compiled } from "./pipelines/run.mjs";
import { fewer, shrunk } from "./pipelines/shrink.mjs";
import { from_sqlite } from "./pipelines/sqlite.mjs";
import { csv, random_table } from "./pipelines/tables.mjs";
import { query_of, random_pipeline, rows_of, text_of, value_of } from "./pipelines/verbs.mjs";

const seed = Number(process.env.PIPELINE_SEED ?? 1);
const sanitized = Boolean(process.env.ASAN_OPTIONS); // compiling takes ten times as long
const batches = Number(process.env.PIPELINE_BATCHES ?? (sanitized ? 2 : 21));
const per_batch = sanitized ? 20 : 50;
const large = 17000; // rows: large tables are filtered in another way; the last batch has one

class Chance {
    constructor(state) {
        this.next = generator(state);
    }
    int(low, high) {
        return low + Math.floor(this.next() * (high - low + 1));
    }
    pick(items) {
        return items[this.int(0, items.length - 1)];
    }
    of(probability) {
        return this.next() < probability;
    }
}

// A message when the answer is not the value, else undefined.
function difference(pipeline, table, answer) {
    const wanted = value_of(pipeline, table);
    if (JSON.stringify(answer) === JSON.stringify(wanted) || close(answer, as_json(wanted))) return undefined;
    return `${text_of(pipeline)}\n  gives ${JSON.stringify(answer)}\n  not   ${JSON.stringify(wanted)}`;
}

async function wrong_alone(pipeline, table, part_rows) {
    try {
        return difference(pipeline, table, (await compiled([pipeline], table, 0, part_rows))[0]);
    } catch {
        return undefined; // it does not compile
    }
}

async function complain(pipeline, table, message, part_rows) {
    const alone = (one, rows) => wrong_alone(one, rows, part_rows);
    if (!await alone(pipeline, table)) assert.fail(message);
    const { pipeline: least, table: rows } = await shrunk(pipeline, table, alone);
    assert.fail(`${await alone(least, rows)}\nof the table\n${csv(rows)}`);
}

function against_sqlite(pipelines, table) {
    const queries = pipelines.map((pipeline) => query_of(pipeline, table));
    const known = pipelines.map((_, i) => i).filter((i) => queries[i]);
    from_sqlite(known.map((i) => queries[i]), table).forEach((rows, k) => {
        const { columns, sql } = queries[known[k]];
        const wanted = rows_of(pipelines[known[k]], table).map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name]])));
        assert.ok(close(rows, as_json(wanted)), `${text_of(pipelines[known[k]])}\nis in SQLite\n${sql}\n  ${JSON.stringify(rows)}\nand not\n  ${JSON.stringify(wanted)}`);
    });
    return known.length;
}

let in_sql = 0;
for (let batch = 0; batch < batches; batch++) {
    const skip = process.env.PIPELINE_ONLY !== undefined && batch !== Number(process.env.PIPELINE_ONLY);
    test(`pipelines, batch ${seed}.${batch}`, { skip }, async () => {
        const c = new Chance(seed * 1000 + batch), last = batch === batches - 1;
        c.in_parts = batch % 3 === 1;
        const part_rows = c.in_parts ? 64 : 65536;
        const table = random_table(c, last ? large : c.in_parts ? c.pick([128, 300, 1000, 3000]) : undefined);
        const pipelines = Array.from({ length: last ? per_batch / 2 : per_batch }, () => random_pipeline(c, table));
        in_sql += against_sqlite(pipelines, table);
        const answers = await compiled(pipelines, table, batch % 4 === 0 ? 2 : 0, part_rows);
        for (const [i, answer] of answers.entries()) {
            const message = difference(pipelines[i], table, answer);
            if (message) await complain(pipelines[i], table, message, part_rows);
        }
    });
}

test("SQLite knows many of them", { skip: process.env.PIPELINE_ONLY !== undefined }, () => assert.ok(in_sql > batches * per_batch / 4, `${in_sql}`));

test("what fails is made smaller", async () => {
    assert.deepEqual(await fewer([1, 2, 3, 4, 5, 6, 7], (some) => some.includes(3) && some.includes(6)), [3, 6]);
    assert.deepEqual(await fewer([], () => true), []);
    const c = new Chance(5), table = random_table(c, 40), pipeline = random_pipeline(c, table);
    const { pipeline: least, table: rows } = await shrunk(pipeline, table, async (_, { data }) => data.some(({ small_n }) => small_n === null));
    assert.deepEqual([least.steps.length, rows.data.length, rows.data[0].small_n], [0, 1, null]);
});
