// SPDX-License-Identifier: MIT
//
// Every type of trace that px draws, in a real browser: the page has a bundle of
// plotly.js that knows it, and not a larger one than that. (A bundle that does
// not know a type draws nothing and says nothing.)

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { root, start_app } from "../bench/servers.mjs";
import { dash_call } from "../figures/compare.mjs";
import { launch, open_app } from "./browser.mjs";

const build = resolve(process.env.DASHC_BUILD ?? join(root, "build"));
const folder = join(build, "charts");

// The calls of a program are recorded ones, by name; the types that they draw.
const programs = [
    { bundle: "plotly-basic", calls: ["scatter-facets", "line-dash", "area-pattern", "bar-animation", "pie-facets", "timeline-color"] },
    { bundle: "plotly-finance", calls: ["histogram-color", "funnel-color", "funnel-area"] },
    { bundle: "plotly-geo", calls: ["choropleth-discrete", "scatter-geo", "line-geo-facet"] },
    { bundle: "plotly-cartesian", calls: ["box-color", "violin-color", "strip-color", "scatter-marginals-rug", "density-heatmap-z", "density-contour-color", "imshow-labels", "imshow-animation-facets", "imshow-rgba", "imshow-png-facets", "trend-lowess", "trend-rolling-center", "scatter-ternary"] },
    { bundle: "plotly-gl2d", calls: ["scatter-webgl", "scatter-matrix", "parallel-coordinates"] },
    { bundle: "plotly-gl3d", calls: ["scatter-3d", "line-3d"] },
    { bundle: "plotly", calls: ["treemap-path", "sunburst-path", "icicle-path", "line-polar", "bar-polar", "parallel-categories-color", "scatter-polar"] },
    { bundle: "plotly", calls: ["go-sankey", "go-indicator", "go-candlestick", "go-frames"] },
];

// A world without land: base maps come from the network.
const names = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
const world = { type: "Topology", arcs: [], objects: Object.fromEntries(names.map((name) => [name, { type: "GeometryCollection", geometries: [] }])) };

// What plotly.js says of its own doings, of a machine without a graphics card, and
// of marginals' axes, which plotly.express lets follow themselves.
const noise = /WebGL|GPU|GL Driver|Canvas2D|ignored [xy]axis\d+\.matches/;

let browser;
before(async () => { browser = await launch(); });
after(() => browser?.close());

const recorded = (name) => JSON.parse(readFileSync(join(root, "tests/figures", `${name}.json`), "utf8"));

function compile(calls, number) {
    const cases = calls.map((name) => recorded(name).case);
    const tables = [...new Set(cases.map((one) => one.table).filter(Boolean))];
    mkdirSync(folder, { recursive: true });
    for (const table of tables) copyFileSync(join(root, "tests/figures/data", `${table}.csv`), join(folder, `${table}.csv`));
    writeFileSync(join(folder, `charts${number}.dash`), [
        'app "Charts"', ...tables.map((table) => `table ${table} = csv("${table}.csv")`),
        "layout {", ...cases.map((one) => `    dcc.Graph(#${one.name}, figure=${one.dash ?? dash_call(one)})`), "}", "",
    ].join("\n"));
    const binary = join(folder, `charts${number}`);
    execFileSync(join(build, "compiler/dashc"), ["build", `${binary}.dash`, "-o", binary], { stdio: ["ignore", "ignore", "inherit"] });
    return binary;
}

// What plotly.js made of the traces: [type, visible].
const drawn = (page, id) => page.evaluate((graph) => {
    const plot = document.querySelector(`#${graph} .js-plotly-plot`);
    return plot?._fullData?.map((trace) => [trace.type, trace.visible]) ?? [];
}, id);

programs.forEach(({ bundle, calls }, number) => {
    test(`${bundle}: ${calls.join(" ")}`, { timeout: 120_000 }, async () => {
        const server = await start_app(compile(calls, number));
        const app = await open_app(browser, "about:blank");
        try {
            const scripts = [];
            app.page.on("request", (request) => scripts.push(request.url()));
            await app.page.route("https://cdn.plot.ly/**", (route) => route.fulfill({ json: world, headers: { "access-control-allow-origin": "*" } }));
            await app.page.goto(server.url("/"));
            for (const name of calls) {
                const wanted = recorded(name).figure.data.map((trace) => [trace.type, true]);
                await app.page.waitForFunction(([id, count]) => document.querySelector(`#${id} .js-plotly-plot`)?._fullData?.length === count, [name, wanted.length], { timeout: 60_000 });
                assert.deepEqual(await drawn(app.page, name), wanted, name);
            }
            const loaded = scripts.filter((url) => /plotly[a-z0-9-]*\.min\.js/.test(url)).map((url) => url.match(/plotly[a-z0-9-]*(?=\.min)/)[0]);
            assert.deepEqual([...new Set(loaded)], [bundle]);
            assert.deepEqual(app.console.filter((line) => !noise.test(line)), []);
        } finally {
            await app.close();
            await server.stop();
        }
    });
});
