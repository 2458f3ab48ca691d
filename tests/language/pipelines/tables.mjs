// SPDX-License-Identifier: MIT
//
// Random tables: columns of every type, each plain and with nulls, with values that are
// often the same, on the edge of what fits, or no ASCII.

// Columns by kind: what a cell may be. "" is null in a file, so texts leave it out. Dates
// and times are their texts.
export const words = ["ash", "birch", "cedar", "Ēlm", "fir", "o'ak", "say \"pine\"", "yew, old", "木\n🌲"];
const largest = 2 ** 53 - 1;
const two = (number) => String(number).padStart(2, "0");
const day = (c) => `${c.int(1968, 2031)}-${two(c.int(1, 12))}-${two(c.int(1, 28))}`;
export const kinds = {
    few: { type: "text", cell: (c) => c.pick(words) },
    many: { type: "text", cell: (c) => `w${c.int(0, 400)}` },
    small: { type: "int", cell: (c) => c.int(-5, 40) },
    wide: { type: "int", cell: (c) => c.int(-40000, 40000) },
    huge: { type: "int", cell: (c) => c.of(0.1) ? c.pick([largest, -largest, 0]) : c.int(-(2 ** 45), 2 ** 45) },
    number: { type: "float", cell: (c) => c.int(-4000, 4000) / 8 + 0.0625 },
    yes: { type: "bool", cell: (c) => c.of(0.5) },
    day: { type: "date", cell: (c) => c.pick([day(c), "2024-02-29", "1969-12-31"]) },
    near: { type: "date", cell: (c) => `2024-${two(c.int(2, 3))}-${two(c.int(1, 28))}` },
    time: { type: "datetime", cell: (c) => `${day(c)}T${two(c.int(0, 23))}:${two(c.int(0, 59))}:${two(c.int(0, 59))}` },
};

export function random_table(c, rows = c.pick([1, 2, 7, 64, 65, 300, 1000])) {
    const columns = Object.entries(kinds).flatMap(([kind, { type }]) => [
        { name: kind, kind, type, nullable: false },
        { name: `${kind}_n`, kind, type, nullable: true },
    ]);
    const data = Array.from({ length: rows }, () => Object.fromEntries(columns.map((column) => {
        const absent = column.nullable && c.of(0.2);
        return [column.name, absent ? null : kinds[column.kind].cell(c)];
    })));
    return { columns, data };
}

// A file of the table, and its types: they are not found out where rows are few.
const cell_text = (value) => (value === null ? "" : typeof value === "string" ? `"${value.replaceAll("\"", "\"\"")}"` : String(value));
export const csv = ({ columns, data }) => [
    columns.map((column) => column.name).join(","),
    ...data.map((row) => columns.map((column) => cell_text(row[column.name])).join(",")),
].join("\n") + "\n";
export const schema = ({ columns }) => `table{${columns.map(({ name, type, nullable }) => `${name}: ${type}${nullable ? "?" : ""}`).join(", ")}}`;
