// SPDX-License-Identifier: MIT
//
// What a callback knows of its request: what triggered it, the outputs that are
// wanted, where the user is, cookies and headers.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { invocation, post, request, start } from "../protocol/server.mjs";

const source = `app "ctx"
fn where() -> text { "{ctx.path} {ctx.query.region as text? ?? "-"} {ctx.cookie("theme") ?? "none"}" }
fn number(value: json) -> text { let n = value as int?; if n == null { "?" } else { "{n}" } }
fn me() -> id? { ctx.triggered_id }
layout {
  html.P("At {where()}")
  html.Button("a", id=#a)
  html.Button("b", id=#b)
  html.Div(#out)
  html.Div(#log)
  dcc.Input(#name, value="")
  html.Div(#page)
  html.Div(#cookie)
}
callback who(a: int? = #a.n_clicks, b: int? = #b.n_clicks) -> (first = #out.children, all = #log.children) {
  let id = me()
  if id == null { return ("nobody", "") }
  let which = if id == #a { "A" } else if id in [#b] { "B" } else { "other" }
  ("{which} {id}", "{[t.prop_id + "/" + t.prop + "=" + number(t.value) for t in ctx.triggered].join(",")} {["{o.id}.{o.prop}" for o in ctx.outputs].join(",")}")
}
callback page(name = #name.value) -> #page.children {
  "{where()} {ctx.header("X-Thing") ?? "-"} {ctx.header(name) ?? "-"}"
}
@prevent_initial_call
callback cookie(name = #name.value) -> #cookie.children {
  ctx.set_cookie("theme", name, max_age=2h)
  ctx.set_cookie("old", "", max_age=0s, httponly=false, samesite="strict", secure=true, path="/x", domain="example.com")
  ctx.set_cookie(if name == "bad" { "a b" } else { "fine" }, "1")
  if name == "stop" { prevent_update }
  ctx.cookie(if name == "" { "theme" } else { name }) ?? "none"
}
`;

let folder, server;

before(async () => {
    folder = mkdtempSync(join(tmpdir(), "ctx-"));
    writeFileSync(join(folder, "app.dash"), source);
    execFileSync(process.env.DASHC ?? "build/compiler/dashc", ["build", join(folder, "app.dash"), "-o", join(folder, "app")], { stdio: "pipe" });
    server = await start([], {}, join(folder, "app"));
});

after(async () => {
    assert.equal(await server.stop(), 0);
    rmSync(folder, { recursive: true });
});

const who = async (changedPropIds, outputs) => {
    const body = { ...invocation("..out.children...log.children..", [["a", "n_clicks", 1], ["b", "n_clicks", 7]]), changedPropIds };
    if (outputs) body.outputs = outputs;
    const reply = await post(server, body);
    assert.equal(reply.status, 200);
    const { out, log } = JSON.parse(reply.body).response;
    return [out.children, log.children];
};

test("what triggered the callback", async () => {
    assert.deepEqual(await who([]), ["nobody", ""]);
    assert.deepEqual(await who(["a.n_clicks"]), ["A a", "a.n_clicks/n_clicks=1 "]);
    assert.deepEqual(await who(["b.n_clicks", "a.n_clicks"]), ["B b", "b.n_clicks/n_clicks=7,a.n_clicks/n_clicks=1 "]);
});

test("what is no input is no trigger", async () => {
    assert.deepEqual(await who(["c.n_clicks", "b.value", "b", "", 3, "{bad.n_clicks", '{"a":1}.n_clicks', "b.n_clicks"]), ["B b", "b.n_clicks/n_clicks=7 "]);
    assert.deepEqual(await who("b.n_clicks"), ["nobody", ""]);
});

test("too many triggers fail the request", async () => {
    const body = { ...invocation("..out.children...log.children..", [["a", "n_clicks", 1], ["b", "n_clicks", 7]]), changedPropIds: Array(10001).fill("a.n_clicks") };
    assert.equal((await post(server, body)).status, 500);
    await server.logged(/10001 triggers are too many/);
});

test("the outputs that are wanted, those in lists too", async () => {
    const outputs = [{ id: "out", property: "children" }, [{ id: { i: 1, type: "x" }, property: "value@1" }, { id: "z", property: "y" }]];
    assert.deepEqual(await who(["a.n_clicks"], outputs), ["A a", 'a.n_clicks/n_clicks=1 out.children,{"i":1,"type":"x"}.value,z.y']);
    assert.deepEqual(await who(["a.n_clicks"], { id: "out" }), ["A a", "a.n_clicks/n_clicks=1 out."]);
});

const page = async (headers, name = "") => {
    const reply = await post(server, invocation("page.children", [["name", "value", name]]), { headers });
    return JSON.parse(reply.body).response.page.children;
};

test("path and query are those of the page", async () => {
    assert.equal(await page({}), "/ - none - -");
    assert.equal(await page({ Referer: "https://h:1/p%20q/%C3%A9?x=1&region=N%2BE+W&=3&y#region=z" }), "/p q/é N+E W none - -");
    for (const bad of ["", "nonsense", "https://host", "https://host?region", "https://host/%00", "https://host/%FF?region=%FF"])
        assert.equal(await page({ Referer: bad }), `/ ${bad.endsWith("?region") ? "" : "-"} none - -`, bad);
});

test("a name that comes twice in the query is a list", async () => {
    const reply = await post(server, invocation("page.children", [["name", "value", ""]]), { headers: { Referer: "http://h/?region=a&region=b" } });
    assert.equal(reply.status, 200);
    assert.match(reply.body.toString(), /\/ - none/);
});

test("cookies and headers", async () => {
    assert.equal(await page({ Cookie: 'x=theme=y; theme=l%C3%A9 ; theme=second', "x-thing": "é".normalize() === "é" ? "1" : "" }), "/ - lé 1 -");
    assert.equal(await page({ Cookie: 'theme="quoted"' }), "/ - quoted - -");
    assert.equal(await page({ Cookie: "theme=%FF;;=; theme" }), "/ - none - -");
    assert.equal(await page({ Accept: "text/x" }, "accept"), "/ - none - text/x");
    assert.equal(await page({}, "bad name:"), "/ - none - -");
});

const cookie = (name, headers = {}) => post(server, invocation("cookie.children", [["name", "value", name]]), { headers });

test("cookies go with the answer, also with none", async () => {
    const reply = await cookie("a b;é%");
    assert.deepEqual(reply.headers["set-cookie"], [
        "theme=a%20b%3B%C3%A9%25; Max-Age=7200; Path=/; SameSite=Lax; HttpOnly",
        "old=; Max-Age=0; Path=/x; Domain=example.com; SameSite=Strict; Secure",
        "fine=1; Path=/; SameSite=Lax; HttpOnly",
    ]);
    assert.equal(JSON.parse(reply.body).response.cookie.children, "none");
    const back = await cookie("", { Cookie: reply.headers["set-cookie"][0].split(";")[0] });
    assert.equal(JSON.parse(back.body).response.cookie.children, "a b;é%");
    const stopped = await cookie("stop");
    assert.equal(stopped.status, 204);
    assert.equal(stopped.headers["set-cookie"].length, 3);
});

test("a cookie that cannot be sent fails the request, without any", async () => {
    const reply = await cookie("bad");
    assert.equal(reply.status, 500);
    assert.equal(reply.headers["set-cookie"], undefined);
    await server.logged(/app\.dash:\d+:\d+: this cannot be sent as a cookie: "a b"/);
    assert.equal((await cookie("x".repeat(17000))).status, 500);
    await server.logged(/longer than 16 KB/);
});

test("the layout is made for whom it is", async () => {
    const at = async (path, headers) => (await request(server, path, { headers })).body.toString().match(/"At ([^"]*)"/)[1];
    assert.equal(await at("/"), "/ - none");
    assert.equal(await at("/a%20b/c?region=W", { Cookie: "theme=dark" }), "/a b/c W dark");
    assert.equal(await at("/_dash-layout", { Referer: "http://h/x?region=E" }), "/x E none");
});

test("nothing of it goes with the page", async () => {
    const text = (await request(server, "/")).body.toString();
    const inline = JSON.parse(text.match(/id="_dashc-inline" type="application\/json">(.*?)<\/script>/s)[1]);
    assert.deepEqual(inline.results, []);
});
