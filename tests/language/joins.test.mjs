// SPDX-License-Identifier: MIT
//
// Values of different types that become one: the items of lists, the values of maps and
// the branches of a choice, at any depth, in a running program.

import { run_cases } from "./cases.mjs";

await run_cases("joins", `
fn n() -> int { 2 }
fn flag(b: bool) -> bool { b }
`, [
    ["let x = [[{a: n(), b: \"x\"}, {b: \"y\", c: true}]]\nx", [[{ a: 2, b: "x", c: null }, { a: null, b: "y", c: true }]]],
    ["let x = [[{a: n()}], [{b: n()}]]\nx", [[{ a: 2, b: null }], [{ a: null, b: 2 }]]],
    ["let x = [[{a: n()}, null], [{a: 1.5}]]\nx", [[{ a: 2 }, null], [{ a: 1.5 }]]],
    ["let x = [[{b: n()}], [{a: \"x\", b: 1.5}], []]\nx", [[{ a: null, b: 2 }], [{ a: "x", b: 1.5 }], []]],
    ["let x = [{a: [{x: n()}]}, {b: [{y: n()}]}]\nx", [{ a: [{ x: 2 }], b: null }, { a: null, b: [{ y: 2 }] }]],
    ["let x = [{a: [{x: n()}]}, {a: [{y: n()}]}]\nx", [{ a: [{ x: 2, y: null }] }, { a: [{ x: null, y: 2 }] }]],
    ["let x = [{a: null}, {a: {y: n()}}]\nx", [{ a: null }, { a: { y: 2 } }]],
    ["let x = [{a: []}, {a: [{y: n()}]}]\nx", [{ a: [] }, { a: [{ y: 2 }] }]],
    ["let x = [[[]], [[n()]]]\nx", [[[]], [[2]]]],
    ["let x = [[null], [n()], []]\nx", [[null], [2], []]],
    ["let x = [[[null]], [[{a: n()}]]]\nx", [[[null]], [[{ a: 2 }]]]],
    ["let x = [{}, {a: n()}]\nx", [{ a: null }, { a: 2 }]],
    ["let x = [(n(), {a: 1}), (1.5, {b: n()})]\nx", [[2, { a: 1, b: null }], [1.5, { a: null, b: 2 }]]],
    ["let x = [(n(), null), (1, [n()])]\nx", [[2, null], [1, [2]]]],
    ["let x = {\"k\": [{a: n(), b: \"x\"}, {c: true}], \"l\": []}\nx", { k: [{ a: 2, b: "x", c: null }, { a: null, b: null, c: true }], l: [] }],
    ["let x = [{k: {a: n()} for k in [\"k\"]}, {k: {b: n()} for k in [\"l\"]}]\nx", [{ k: { a: 2, b: null } }, { l: { a: null, b: 2 } }]],
    ["let x = if flag(true) { [{a: n()}] } else { [{b: 1}] }\nx", [{ a: 2, b: null }]],
    ["let x = if flag(false) { {k: {a: n()} for k in [1]} } else { {k: {b: n()} for k in [2]} }\nx", { 2: { a: null, b: 2 } }],
    ["let x = if flag(false) { {\"k\": {a: 1}} } else { {\"z\": {b: n()}} }\nx", { k: null, z: { b: 2 } }],
    ["let x = match n() { 1 => [{a: n()}], 2 => [{b: [n()]}], _ => [] }\nx", [{ a: null, b: [2] }]],
    ["let x = [...[{a: n()}], {b: n()}]\nx", [{ a: 2, b: null }, { a: null, b: 2 }]],
    ["let x = [[{a: i}] for i in range(n())] + [[{b: 1}]]\nx", [[{ a: 0, b: null }], [{ a: 1, b: null }], [{ a: null, b: 1 }]]],
    ["let x = [null, {a: n()}][0] ?? {b: n()}\nx", { a: null, b: 2 }],
    ["let x = [{z: n(), a: n() + 1}, {a: n()}]\n[r.a for r in x]", [3, 2]],
    ["let x = {\"k\": [], \"l\": [n()]}\nx[\"k\"] + x[\"l\"]", [2]],
    ["let x = {\"k\": {}, \"l\": {}}\n\"{x}\"", "{\"k\":{},\"l\":{}}"],
]);
