// SPDX-License-Identifier: MIT
//
// _dash-update-component: what callbacks take and give back, and what is not a
// request at all.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { invocation, post, request, start } from "./server.mjs";

let server;
before(async () => (server = await start()));
after(async () => assert.equal(await server.stop(), 0));

const json = (response) => JSON.parse(response.body);
const GENERIC = "Internal server error\n";

test("a callback with state", async () => {
    const response = await post(server, invocation("a.children", [["in", "value", "é\"\n"]], [["st", "value", "S"]]));
    assert.equal(response.status, 200);
    assert.equal(response.headers["content-type"], "application/json");
    assert.equal(response.body.toString(), '{"multi":true,"response":{"a":{"children":"é\\"\\nS"}}}');
});

test("several outputs, those of one id together", async () => {
    const response = await post(server, invocation("..b.children...c.children...b.title..", [["a", "children", "A"]]));
    assert.deepEqual(json(response), { multi: true, response: { b: { children: "A!", title: "t" }, c: { children: "c" } } });
});

test("an output without update is left out", async () => {
    const some = await post(server, invocation("..d.children...d.title..", [["in", "value", "日本"]]));
    assert.deepEqual(json(some), { multi: true, response: { d: { children: 2 } } });
    const none = await post(server, invocation("none.children", [["in", "n_submit", 1]]));
    assert.equal(none.status, 200);
    assert.deepEqual(json(none), { multi: true, response: {} });
});

test("a prevented update has no content", async () => {
    const response = await post(server, invocation("prevented.children", [["in", "value", ""]]));
    assert.equal(response.status, 204);
    assert.equal(response.body.length, 0);
    assert.equal(response.headers["content-length"], undefined);
});

test("the hash of a duplicate output is not part of its name", async () => {
    const response = await post(server, invocation("echo.children@1", [["in", "any", 1]]));
    assert.deepEqual(json(response), { multi: true, response: { echo: { children: 1 } } });
});

test("any JSON goes through unchanged", async () => {
    const values = [null, true, 0, -1, 1.5, 1e21, 1e-7, 9007199254740993, 123456789012345680000, "", "\u2028</script>",
        [], {}, [[1, [2, { a: null }]]], { "": 0, "a.b": [false], "ключ": "😀" }, 5e-324, 1.7976931348623157e308];
    for (const value of values) {
        const response = await post(server, invocation("echo.children@1", [["in", "any", value]]));
        assert.equal(JSON.stringify(json(response).response.echo.children), JSON.stringify(value));
    }
});

// ---- types of arguments

const TYPED = {
    bool: true, int: -3, float: 1.5, text: "t", obool: null, oint: null, ofloat: null, otext: null,
    bools: [true, false], ints: [1, 2], floats: [0.5, 2], texts: ["a", "b"],
};
const TYPED_STATE = { otexts: null, oints: null, ofloats: null, json: { a: [1] } };
const pairs = (object) => Object.entries(object).map(([property, value]) => ["t", property, value]);
const typed = (changes = {}, state = {}) => {
    const pick = (all) => Object.fromEntries(Object.entries(all).map(([k, v]) => [k, k in changes ? changes[k] : v]));
    return post(server, invocation("..typed.children...typed.data-json..", pairs(pick(TYPED)),
        pairs({ ...pick(TYPED_STATE), ...state })));
};

test("every type of argument arrives", async () => {
    const plain = json(await typed()).response.typed;
    assert.equal(plain.children, "true -3 1.5 t - - - - 2 5.5 a+b - - -");
    assert.deepEqual(plain["data-json"], { a: [1] });
    const full = json(await typed({ obool: false, oint: 0, ofloat: 0, otext: "", otexts: [], oints: [], ofloats: [] }));
    assert.equal(full.response.typed.children, "true -3 1.5 t bool int float text 2 5.5 a+b texts ints floats");
});

test("whole numbers fit ints and floats alike", async () => {
    const response = json(await typed({ int: 9007199254740991, float: 2, floats: [1, 2.5] }));
    assert.equal(response.response.typed.children, "true 9007199254740991 2 t - - - - 2 6.5 a+b - - -");
});

test("a missing value is null", async () => {
    const response = json(await typed({ otext: undefined, oint: undefined }, { json: undefined }));
    assert.equal(response.response.typed.children, "true -3 1.5 t - - - - 2 5.5 a+b - - -");
    assert.equal(response.response.typed["data-json"], null);
});

test("a value of another type never reaches the callback; the log tells", async () => {
    const cases = [["bool", 1], ["bool", null], ["int", 1.5], ["int", "1"], ["int", 1e300], ["int", true], ["int", null],
        ["float", "x"], ["float", null], ["text", 1], ["text", null], ["text", undefined], ["obool", "x"], ["oint", 0.5],
        ["ofloat", []], ["otext", {}], ["bools", [1]], ["bools", null], ["ints", [1, 1.5]], ["ints", {}],
        ["floats", [null]], ["texts", ["a", null]], ["texts", "a"], ["otexts", [1]], ["oints", ["1"]], ["ofloats", 1]];
    for (const [name, value] of cases) {
        const response = await typed({ [name]: value });
        assert.equal(response.status, 500, `${name} ${value}`);
        assert.equal(response.body.toString(), GENERIC);
        await server.logged(new RegExp(`app\\.dash:10: callback typed: parameter p_${name} \\(t\\.${name}\\) takes `));
    }
    await typed({ text: [..."x".repeat(500)] });
    const line = await server.logged(/.*takes text, got list \["x","x".*\n/);
    assert.ok(line.length < 400, line);
});

// ---- failures

test("a failing callback answers 500 without details and the server goes on", async () => {
    const response = await post(server, invocation("boom.children", [["in", "n_submit", 7]]));
    assert.equal(response.status, 500);
    assert.equal(response.body.toString(), GENERIC);
    await server.logged(/error: app\.dash:30:5: 7 is divided by zero\n/);
    assert.equal((await request(server, "/")).status, 200);
});

test("a message cannot forge a line of the log", async () => {
    await post(server, invocation("big.children", [["in", "size", -1]]));
    await server.logged(/negative size -1\?with a second line\n$/);
    await post(server, { output: "x\n2026-01-01T00:00:00Z forged" });
    await server.logged(/the output "x\?2026-01-01T00:00:00Z forged"\n/);
});

test("memory without end fails the request only", async () => {
    const response = await post(server, invocation("big.children", [["in", "size", 2 ** 40]]));
    assert.equal(response.status, 500);
    await server.logged(/out of memory/);
});

test("long answers arrive whole", async () => {
    for (const size of [15000, 16384, 70000, 5000000]) {
        const response = await post(server, invocation("big.children", [["in", "size", size]]));
        assert.equal(json(response).response.big.children, "z".repeat(size));
    }
});

// ---- what is no request

test("requests that fit no callback", async () => {
    const inputs = [["in", "value", "x"]];
    const bad = [invocation("nothing.children", inputs), invocation("", inputs), { output: 5 }, {}, { inputs: [] },
        invocation("a.children", inputs), invocation("a.children", [], [["st", "value", "S"]]),
        invocation("a.children", [["in", "title", "x"]], [["st", "value", "S"]]),
        invocation("a.children", [...inputs, ...inputs], [["st", "value", "S"]]),
        invocation("a.children", inputs, [["st", "value", "S"], ["st", "value", "S"]]),
        { output: "a.children", inputs: "x" }, { output: "a.children", inputs: [1, null, "x"] },
        { output: "a.children", inputs: [{ id: { type: "in" }, property: "value" }] }];
    for (const body of bad) {
        const response = await post(server, body);
        assert.equal(response.status, 500, JSON.stringify(body));
        assert.equal(response.body.toString(), GENERIC);
    }
});

test("what is not JSON", async () => {
    const bad = ["", "{", "[]", "null", "7", '"x"', "{}x", '{"output":"a"', "{'output':1}", "\0", '{"a":"\\u0000"}',
        '{"output":"\\ud800"}', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), "NaN"];
    for (const body of bad) assert.equal((await post(server, body)).status, 400, String(body));
});

test("JSON that is too deep or has too many values", async () => {
    for (const body of ["[".repeat(100000), '{"a":'.repeat(5000), `[${"0,".repeat(1100000)}0]`, `${"[{},".repeat(50000)}`]) {
        const response = await post(server, body);
        assert.equal(response.status, 413, body.slice(0, 20));
    }
    const deep = invocation("echo.children@1", [["in", "any", null]]);
    deep.inputs[0].value = JSON.parse("[".repeat(120) + "]".repeat(120));
    assert.equal((await post(server, deep)).status, 200);
});

test("only JSON is taken", async () => {
    const body = JSON.stringify(invocation("echo.children@1", [["in", "any", 1]]));
    for (const type of ["text/plain", "application/jsonp", "application/x-www-form-urlencoded", "multipart/form-data", ""])
        assert.equal((await post(server, body, { headers: { "Content-Type": type } })).status, 415, type);
    for (const type of ["application/json; charset=utf-8", "Application/JSON", "application/json "])
        assert.equal((await post(server, body, { headers: { "Content-Type": type } })).status, 200, type);
});

test("many at once get their own answers", async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) =>
        post(server, invocation("echo.children@1", [["in", "any", `value ${i}`]]))));
    answers.forEach((answer, i) => assert.equal(json(answer).response.echo.children, `value ${i}`));
});
