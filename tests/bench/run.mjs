// SPDX-License-Identifier: MIT
//
// The speed of the sales sample beside its peers, as ratios within one run.
//
//     node tests/bench/run.mjs [--build DIR] [--quick]
//
// Prints a table and writes it to BUILD/bench.md. Peers that cannot be
// installed are reported as absent.

import { spawnSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measure_compile } from "./compile.mjs";
import { measure_page } from "./page.mjs";
import { install_peers, root, sleep, start_app, start_bare, start_gunicorn, start_uvicorn } from "./servers.mjs";
import { measure_start } from "./start.mjs";

const { values: options } = parseArgs({
    options: { build: { type: "string", default: join(root, "build") }, quick: { type: "boolean", default: false } },
});
const build = resolve(options.build);
const rounds = options.quick ? 2 : 5;
const seconds = options.quick ? 1 : 3;
const work = join(build, "bench");
mkdirSync(work, { recursive: true });

// What the browser sends when a person chooses one of the dropdown's regions.
const requests = ["International", "United States"].map((region) => ({
    output: "sales-chart.figure",
    outputs: { id: "sales-chart", property: "figure" },
    inputs: [{ id: "region-dropdown", property: "value", value: region }],
    changedPropIds: ["region-dropdown.value"],
    parsedChangedPropsIds: ["region-dropdown.value"],
}));
const body_file = join(work, "request.json");
const reply_file = join(work, "reply.json");
writeFileSync(body_file, requests.map((request) => JSON.stringify(request) + "\n").join(""));

const median = (xs) => xs.toSorted((a, b) => a - b)[Math.floor(xs.length / 2)];
const rows = [];
const report = (what, ours, theirs, ratio, aim) => rows.push([what, ours, theirs, ratio, aim]);

function compile() {
    const binary = join(work, "sales");
    const run = spawnSync(join(build, "compiler/dashc"), ["build", join(root, "samples/sales/app.dash"), "-o", binary],
        { stdio: ["ignore", "ignore", "inherit"] });
    if (run.status !== 0) throw new Error("the sales sample does not compile");
    return binary;
}

async function post(server) {
    const reply = await fetch(server.url("/_dash-update-component"), {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(requests[0]),
    });
    if (reply.status !== 200) throw new Error(`${server.name} answered ${reply.status}`);
    return Buffer.from(await reply.arrayBuffer());
}

// Requests a second, and microseconds of CPU a request, under load.
function load(server, connections) {
    const cpu = server.cpu_seconds();
    const run = spawnSync("wrk", ["-t1", `-c${connections}`, `-d${seconds}`, "-s",
        new URL("post.lua", import.meta.url).pathname, server.url("/_dash-update-component")],
        { env: { ...process.env, BODY: body_file }, encoding: "utf8" });
    if (run.status !== 0 || /Non-2xx/.test(run.stdout)) throw new Error(`wrk: ${run.stdout}${run.stderr}`);
    const requests = Number(/(\d+) requests in/.exec(run.stdout)[1]);
    return {
        rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(run.stdout)[1]),
        cpu: ((server.cpu_seconds() - cpu) / requests) * 1e6,
    };
}

// Interleaved rounds, each begun by another server, so that a busy moment of the
// machine, or what the one before left behind, hits all alike.
async function compare_callback(servers) {
    const results = new Map(servers.map((server) => [server, []]));
    for (let round = 0; round < rounds; round++)
        for (const server of [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)]) results.get(server).push(load(server, /^Dash/.test(server.name) ? 8 : 32));
    const rate = (server) => median(results.get(server).map((r) => r.rate));
    const cpu = (server) => median(results.get(server).map((r) => r.cpu));
    const [app, keeping, bare, ...peers] = servers;
    const shown = (server) => `${rate(server).toFixed(0)} /s, ${cpu(server).toFixed(0)} µs CPU`;
    report("callback: rate beside a bare civetweb handler", shown(keeping), shown(bare), rate(keeping) / rate(bare), "≥ 0.8");
    report("callback: the same, each answer computed anew", shown(app), shown(bare), rate(app) / rate(bare), "");
    for (const peer of peers)
        report(`callback: rate beside ${peer.name}`, shown(app), shown(peer), rate(app) / rate(peer), "≥ 100");
}

async function compare_page(app, dash) {
    const ours = await measure_page(app, rounds);
    const theirs = dash && (await measure_page(dash, rounds));
    const row = (what, key, unit, aim, digits = 0) =>
        report(what, `${ours[key].toFixed(digits)} ${unit}`, theirs ? `${theirs[key].toFixed(digits)} ${unit}` : "absent",
            theirs ? ours[key] / theirs[key] : NaN, aim);
    row("page: requests", "requests", "", "", 0);
    row("page: kilobytes on the wire", "kilobytes", "kB", "≤ 0.1");
    row("page: time to the first chart", "milliseconds", "ms", "≤ 0.5");
    row("page: callback requests before the first chart", "posts", "", "0");
}

function print_table() {
    const cells = rows.map(([what, ours, theirs, ratio, aim]) =>
        [what, ours, theirs, Number.isFinite(ratio) ? ratio.toPrecision(3) : "", aim]);
    const table = [["", "dashc", "beside", "ratio", "aim"], ["---", "---", "---", "---", "---"], ...cells]
        .map((row) => `| ${row.join(" | ")} |\n`).join("");
    process.stdout.write(table);
    writeFileSync(join(build, "bench.md"), table);
}

const binary = compile();
const start = await measure_start(binary, options.quick ? 5 : 20);
report("start: process to first byte of /", `${median(start.first_byte_ms).toFixed(1)} ms`, "", NaN, "< 20 ms");
report("memory: resident when idle, after a page", `${median(start.resident_mb).toFixed(1)} MB`, "", NaN, "< 12 MB");
report("binary: with bundles and data", `${(statSync(binary).size / 1e6).toFixed(2)} MB`, "", NaN, "< 3 MB");
for (const [what, value, aim] of measure_compile(build, options.quick)) report(what, value, "", NaN, aim);

const have_peers = install_peers();
const app = await start_app(binary, ["--cache", "0"]);
const keeping = await start_app(binary);
writeFileSync(reply_file, await post(app));
const bare = await start_bare(join(build, "tests/bench/bare"), 16 * 2, reply_file);
const dash = have_peers ? [await start_gunicorn(), await start_uvicorn()] : [];
try {
    for (const peer of dash) await post(peer);
    await sleep(200);
    if (dash[0]) report("memory: app beside Dash, gunicorn", `${app.memory_mb().toFixed(1)} MB`, `${dash[0].memory_mb().toFixed(0)} MB`,
        app.memory_mb() / dash[0].memory_mb(), "");
    await compare_callback([app, keeping, bare, ...dash]);
    await compare_page(app, dash[0]);
} finally {
    for (const server of [app, keeping, bare, ...dash]) await server.stop();
}
print_table();
