// SPDX-License-Identifier: MIT
//
// Parameters of callbacks that are records, maps, tuples and lists of them: what
// arrives is checked as deep as the type goes.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, test } from "node:test";
import { build_cases } from "./cases.mjs";
import { post, start } from "../protocol/server.mjs";

const { folder, program } = build_cases("parameters", `app "parameters"
type Order = {id: text, price: float, tags: [text], note: text?}
layout { dcc.Store(#orders) ; dcc.Store(#counts) ; dcc.Store(#out) }
callback show(orders: [Order]? = #orders.data, state counts: {text: int}? = #counts.data) -> #out.data {
  if orders == null or counts == null { return {none: true} }
  {total: sum([o.price * counts.get(o.id, 1) for o in orders]), notes: [o.note ?? "-" for o in orders]}
}
`);
const server = await start([], {}, program);
after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});

const ask = (orders, counts) => post(server, JSON.stringify({
    output: "out.data", outputs: { id: "out", property: "data" },
    inputs: [{ id: "orders", property: "data", value: orders }],
    state: [{ id: "counts", property: "data", value: counts }], changedPropIds: ["orders.data"],
}));

test("what fits arrives", async () => {
    const order = { id: "a", price: 2, tags: ["x"], more: [1] };
    const reply = await ask([order, { ...order, id: "b", note: "n" }], { a: 3 });
    assert.deepEqual(JSON.parse(reply.body).response.out.data, { total: 8, notes: ["-", "n"] });
    assert.deepEqual(JSON.parse((await ask(null, {})).body).response.out.data, { none: true });
});

for (const [orders, counts] of [[[{ id: "a", price: "2", tags: [] }], {}], [[{ id: "a", price: 2 }], {}], [{}, {}], [[], { a: 1.5 }]])
    test(`what does not fit is refused: ${JSON.stringify([orders, counts])}`, async () => {
        assert.equal((await ask(orders, counts)).status, 500);
        await server.logged(/callback show: parameter (orders|counts) \((orders|counts)\.data\) takes (\[\{id: text|\{text: int\}\?)/);
    });
