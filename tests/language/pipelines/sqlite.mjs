// SPDX-License-Identifier: MIT
//
// What SQLite gives for queries of a random table: Python's own module runs them, which
// is wherever meson is.

import { spawnSync } from "node:child_process";

const script = `
import json, sqlite3, sys
given = json.load(sys.stdin)
db = sqlite3.connect(":memory:")
names = ", ".join('"' + name + '"' for name in given["names"])
db.execute(f"create table t ({names}, _o integer)")
db.executemany(f"insert into t values ({', '.join('?' * (len(given['names']) + 1))})", ([*row, i] for i, row in enumerate(given["rows"])))
json.dump([db.execute(query).fetchall() for query in given["queries"]], sys.stdout)
`;

// The rows of each query, {sql, columns}, as objects.
export function from_sqlite(queries, { columns, data }) {
    const names = columns.map(({ name }) => name);
    const input = JSON.stringify({ names, rows: data.map((row) => names.map((name) => row[name])), queries: queries.map(({ sql }) => sql) });
    const done = spawnSync("python3", ["-c", script], { input, encoding: "utf8", maxBuffer: 1 << 30 });
    if (done.status !== 0) throw new Error(done.stderr);
    return JSON.parse(done.stdout).map((rows, i) => rows.map((row) => Object.fromEntries(row.map((value, k) => {
        const { name, type } = queries[i].columns[k];
        return [name, type === "bool" && value !== null ? value !== 0 : value];
    }))));
}
