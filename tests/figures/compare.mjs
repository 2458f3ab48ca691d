// SPDX-License-Identifier: MIT
//
// Recorded figures and ours, made alike: typed arrays decoded, moments as
// numbers, what says nothing left out. README.md tells what may differ and why.

import { inflateSync } from "node:zlib";

const readers = {
    i1: ["getInt8", 1], u1: ["getUint8", 1], i2: ["getInt16", 2], u2: ["getUint16", 2],
    i4: ["getInt32", 4], u4: ["getUint32", 4], f4: ["getFloat32", 4], f8: ["getFloat64", 8],
};

function decode({ dtype, bdata, shape }) {
    const bytes = Buffer.from(bdata, "base64");
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [read, size] = readers[dtype];
    const items = Array.from({ length: bytes.length / size }, (_, i) => view[read](i * size, true));
    const values = items.map((item) => (Number.isNaN(item) ? null : item));
    const sizes = shape?.includes(",") ? shape.split(",").map(Number) : [];
    return sizes.slice(1).reduceRight((list, width) =>
        Array.from({ length: list.length / width }, (_, i) => list.slice(i * width, (i + 1) * width)), values);
}

const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?)?$/;

function plain(value) {
    if (value === "NaT") return null;
    if (typeof value === "string" && value.startsWith("data:image/png;")) return pixels(value);
    if (typeof value === "string" && moment.test(value)) return { moment: Date.parse(value.length > 10 ? `${value.slice(0, 23)}Z` : value) };
    if (value === null || typeof value !== "object") return value;
    if (value.bdata !== undefined) return decode(value);
    if (Array.isArray(value)) return value.map(plain);
    const fields = Object.entries(value).map(([key, item]) => [key, plain(item)]);
    return Object.fromEntries(fields.filter(([, item]) => !is_empty(item)));
}

// The pixels of a PNG of 8 bits a channel, however it was packed.
function pixels(uri) {
    const png = Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64");
    const parts = [];
    let width, height, channels;
    for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
        const [name, body] = [png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at))];
        if (name === "IHDR") [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), { 0: 1, 2: 3, 6: 4 }[body[9]]];
        if (name === "IDAT") parts.push(body);
    }
    const bytes = inflateSync(Buffer.concat(parts));
    const line = width * channels;
    const rows = Array.from({ length: height }, () => new Array(line).fill(0));
    for (let y = 0; y < height; y++) {
        for (let i = 0; i < line; i++) {
            const [left, up] = [i < channels ? 0 : rows[y][i - channels], y ? rows[y - 1][i] : 0];
            const corner = y && i >= channels ? rows[y - 1][i - channels] : 0;
            const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value));
            const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
            const guess = [0, left, up, (left + up) >> 1, paeth][bytes[y * (line + 1)]];
            rows[y][i] = (bytes[y * (line + 1) + 1 + i] + guess) & 255;
        }
    }
    return { width, channels, rows };
}

const is_empty = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0;

// The nodes of a tree by their ids.
function sort_nodes(trace) {
    if (!trace?.ids || !trace.parents) return;
    const order = trace.ids.map((_, i) => i).sort((a, b) => (trace.ids[a] < trace.ids[b] ? -1 : 1));
    const visit = (object) => {
        for (const [key, value] of Object.entries(object)) {
            if (Array.isArray(value) && value.length === order.length) object[key] = order.map((i) => value[i]);
            else if (value && typeof value === "object" && !Array.isArray(value)) visit(value);
        }
    };
    visit(trace);
}

export function normal(figure) {
    const result = plain(figure);
    const { layout } = result;
    if (layout?.map) delete layout.mapbox;
    if (layout && typeof layout.template === "object") layout.template = "none";
    (result.data ?? []).forEach(sort_nodes);
    for (const frame of result.frames ?? []) if (frame.layout?.coloraxis || frame.data[0].type === "image") delete frame.layout;
    return result;
}

// Paths and values that differ.
export function differences(wanted, got, path = "", found = []) {
    if (typeof wanted === "number" && typeof got === "number") {
        if (Math.abs(wanted - got) > 1e-9 * Math.max(1, Math.abs(wanted))) found.push([path, wanted, got]);
    } else if (wanted && got && typeof wanted === "object" && typeof got === "object" && Array.isArray(wanted) === Array.isArray(got)) {
        if (Array.isArray(wanted) && wanted.length !== got.length) found.push([path, wanted, got]);
        else for (const key of new Set([...Object.keys(wanted), ...Object.keys(got)])) differences(wanted[key], got[key], `${path}.${key}`, found);
    } else if (wanted !== got) {
        found.push([path, wanted, got]);
    }
    return found;
}

// A value of a case as .dash.
export function dash_value(value) {
    if (typeof value === "string") return JSON.stringify(value).replaceAll("{", "\\{");
    if (Array.isArray(value)) return `[${value.map(dash_value).join(", ")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return `{${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${dash_value(item)}`).join(", ")}}`;
}

// The call of a case as an expression of .dash.
export function dash_call({ function: name, table, args }) {
    const call = `px.${name}(${Object.entries(args).map(([key, value]) => `${key}=${dash_value(value)}`).join(", ")})`;
    return table ? `${table} | ${call}` : call;
}
