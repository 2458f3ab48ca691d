// SPDX-License-Identifier: MIT
//
// Samples, compiled by dashc, in a real browser (the options are those of samples.mjs):
//
//     node tests/browser/run.mjs [--build DIR] [--readme]

import assert from "node:assert/strict";
import { bars, choose } from "./browser.mjs";
import { read_csv, sample, shows } from "./samples.mjs";

function revenue_by_year(region) {
    const sums = new Map();
    for (const row of read_csv("samples/sales/sales.csv"))
        if (row.region === region) sums.set(Number(row.year), (sums.get(Number(row.year)) ?? 0) + Number(row.revenue));
    return [...sums].sort(([a], [b]) => a - b);
}

sample("sales", "the chart is there without a callback request and follows the dropdown", async (app, picture) => {
    const { page } = app;
    await page.waitForSelector("#sales-chart .bars .point");
    assert.equal(app.posts, 0, "callback requests before the first chart");
    assert.deepEqual(await bars(page, "sales-chart"), revenue_by_year("United States"));
    await picture("sales.png");

    await choose(page, "region-dropdown", "International");
    await shows(page, "sales-chart", "International: revenue by year");
    assert.deepEqual(await bars(page, "sales-chart"), revenue_by_year("International"));
    assert.equal(app.posts, 1);
    await picture("sales-international.png");
});

sample("form", "the text is read when the button is clicked", async (app, picture) => {
    const { page } = app;
    await page.waitForSelector("#submit-button");
    await page.waitForTimeout(300);
    assert.equal(await page.textContent("#result"), "");
    assert.equal(app.posts, 0, "callback requests before the first click");
    await page.click("#submit-button");
    await shows(page, "result", "Please type something first.");
    await page.fill("#text-input", "Ada & <b>Grace</b> ☕");
    await page.waitForTimeout(300);
    assert.equal(await page.textContent("#result"), "Please type something first.");
    await page.click("#submit-button");
    await shows(page, "result", "You submitted: Ada & <b>Grace</b> ☕ (click 2)");
    await picture("form.png");
});

// What the chain of callbacks shows for a state, with its first county and city.
function first_place(state) {
    const rows = read_csv("samples/chain/zipcodes.csv").filter((row) => row.state === state);
    const first = (list, key) => list.map((row) => row[key]).sort()[0];
    const county = first(rows, "county");
    const in_county = rows.filter((row) => row.county === county);
    const city = first(in_county, "city");
    const codes = in_county.filter((row) => row.city === city).map((row) => row.zip_code);
    return { place: `${city}, ${county} County, ${state}`, codes: `${codes.length} zip codes: ${codes.join(", ")}` };
}

sample("chain", "three callbacks in a row, at the start and after a choice", async (app, picture) => {
    const { page } = app;
    for (const state of ["CA", "NY"]) {
        const expected = first_place(state);
        if (state !== "CA") await choose(page, "state", state);
        await shows(page, "place", expected.place);
        await shows(page, "codes", expected.codes);
        assert.equal(app.posts, state === "CA" ? 0 : 3, "callback requests");
    }
    await picture("chain.png");
});

// The traces that plotly.js drew in a dcc.Graph: [name, number of points].
const lines = (page, id) => page.evaluate((graph) => {
    const drawn = document.querySelector(`#${graph} .js-plotly-plot`);
    return drawn.data.map((trace) => [trace.name, trace.x.length]);
}, id);

sample("patch", "buttons change parts of the figure and props beside it", async (app, picture) => {
    const { page } = app;
    const months = (company) => read_csv("samples/patch/stocks.csv").filter((row) => row.symbol === company).length;
    const title = (text) => page.waitForFunction((wanted) => document.querySelector("#chart .gtitle")?.textContent === wanted, text, { timeout: 15_000 });
    await title("IBM");
    assert.deepEqual(await lines(page, "chart"), [["IBM", months("IBM")]]);
    assert.equal(app.posts, 0, "callback requests before the first click");

    // The answer is held back: the button is locked until it comes.
    await choose(page, "company", "MSFT");
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route("**/_dash-update-component", async (route) => { await held; await route.continue(); }, { times: 1 });
    const answer = page.waitForResponse("**/_dash-update-component");
    await page.click("#add");
    await page.waitForSelector("#add:disabled");
    release();
    await page.waitForSelector("#add:enabled");
    const body = await (await answer).json();
    assert.deepEqual(body.response.chart.figure.operations.map((one) => [one.operation, one.location]), [["Append", ["data"]], ["Add", ["layout", "title", "text"]]]);
    assert.deepEqual(Object.keys(body.sideUpdate), ["status", "shown"]);
    await title("IBM, MSFT");
    await shows(page, "status", "Added MSFT.");
    assert.deepEqual(await lines(page, "chart"), [["IBM", months("IBM")], ["MSFT", months("MSFT")]]);

    await page.click("#scale");
    await shows(page, "status", "The scale is log.");
    assert.equal(await page.evaluate(() => document.querySelector("#chart .js-plotly-plot").layout.yaxis.type), "log");
    assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("status")).color), "rgb(102, 102, 102)", "the stylesheet of assets/");
    await picture("patch.png");

    await page.click("#add");
    await shows(page, "status", "MSFT is there already.");
    await page.click("#remove");
    await title("IBM");
    await shows(page, "status", "Took MSFT out.");
    await page.click("#remove");
    await shows(page, "status", "Took IBM out.");
    await page.waitForFunction(() => document.querySelector("#chart .js-plotly-plot").data.length === 0);
    await page.click("#remove");
    await shows(page, "status", "Nothing is left to take out.");
    assert.equal(app.posts, 6);
    assert.equal(await page.evaluate(() => document.querySelector("#chart .js-plotly-plot").layout.yaxis.type), "log", "what no patch named stays");
});

// The slow twin of samples/model/model.c: least squares by Gauss' elimination, the
// root mean square of what is left, and the values of the model at its own years.
function fitted(rows, degree, waves) {
    const middle = (rows[0].year + rows.at(-1).year) / 2, half = (rows.at(-1).year - rows[0].year) / 2;
    const terms = (year) => [
        ...Array.from({ length: degree + 1 }, (_, i) => ((year - middle) / half) ** i),
        ...Array.from({ length: waves }, (_, i) => 2 * Math.PI * (i + 1) * year).flatMap((angle) => [Math.sin(angle), Math.cos(angle)]),
    ];
    const n = degree + 1 + 2 * waves;
    const system = Array.from({ length: n }, () => new Array(n + 1).fill(0));
    for (const { year, co2 } of rows) {
        const t = terms(year);
        for (let i = 0; i < n; i++) [...t, co2].forEach((value, j) => (system[i][j] += t[i] * value));
    }
    for (let i = 0; i < n; i++) {
        const best = system.slice(i).reduce((most, row, k) => (Math.abs(row[i]) > Math.abs(system[most][i]) ? k + i : most), i);
        [system[i], system[best]] = [system[best], system[i]];
        for (let row = 0; row < n; row++) {
            if (row === i) continue;
            const factor = system[row][i] / system[i][i];
            for (let j = i; j <= n; j++) system[row][j] -= factor * system[i][j];
        }
    }
    const curve = rows.map(({ year }) => terms(year).reduce((sum, term, i) => sum + (term * system[i][n]) / system[i][i], 0));
    return { curve, error: Math.sqrt(rows.reduce((sum, { co2 }, i) => sum + (co2 - curve[i]) ** 2, 0) / rows.length) };
}

sample("model", "the C of the user fits a curve to the measurements", async (app, picture) => {
    const { page } = app;
    const rows = read_csv("samples/model/co2.csv").map((row) => ({ year: Number(row.year), co2: Number(row.co2) }));
    const model = (degree, waves) => ({ ...fitted(rows, degree, waves), text: `Off by ${fitted(rows, degree, waves).error.toFixed(2)} ppm` });
    const drawn = () => page.evaluate(() => document.querySelector("#chart .js-plotly-plot").calcdata.map((trace) => trace.map((point) => point.y)));
    const matches = async ({ curve, text }, months) => {
        await shows(page, "summary", text);
        const [measured, line] = await drawn();
        assert.deepEqual(measured, rows.map((row) => row.co2));
        assert.equal(line.length, rows.length + months);
        curve.forEach((value, i) => assert.ok(Math.abs(value - line[i]) < 1e-6, `point ${i}: ${line[i]}, not ${value}`));
    };
    await page.waitForSelector("#chart .js-plotly-plot");
    await matches(model(2, 2), 120);
    await picture("model.png");
    await page.focus("#waves [role=slider]");
    await page.keyboard.press("ArrowLeft");
    await matches(model(2, 1), 120);
    await page.focus("#ahead [role=slider]");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction((length) => document.querySelector("#chart .js-plotly-plot").calcdata[1].length === length, rows.length + 240);
    await matches(model(2, 1), 240);
});

// Marker traces that plotly.js drew: [name, number of bubbles].
const bubbles = (page) => page.evaluate(() => document.querySelector("#bubbles .js-plotly-plot").calcdata.map((trace) => [trace[0].trace.name, trace.length]));

sample("gapminder", "bubbles by year, a filter of regions, a country's history", async (app, picture) => {
    const { page } = app;
    const rows = read_csv("samples/gapminder/gapminder.csv").filter((row) => row.year === "1955");
    const in_region = (region) => rows.filter((row) => row.region === region).length;
    const order = [
        "Sub-Saharan Africa", "South Asia", "Middle East and North Africa", "East Asia and Pacific", "America",
        "Europe and Central Asia",
    ];
    await page.waitForSelector("#bubbles .slider-group");
    await page.waitForFunction(() => document.querySelector("#history .gtitle")?.textContent === "Years of life in China");
    assert.equal(app.posts, 0, "callback requests before the first charts");
    assert.deepEqual(await bubbles(page), order.map((region) => [region, in_region(region)]));

    // The frames are there, and the slider moves to them.
    const frames = await page.evaluate(() => document.querySelector("#bubbles .js-plotly-plot")._transitionData._frames.map((frame) => frame.name));
    assert.deepEqual(frames, [...new Set(read_csv("samples/gapminder/gapminder.csv").map((row) => row.year))]);
    await page.evaluate(() => window.Plotly.animate(document.querySelector("#bubbles .js-plotly-plot"), ["2005"], { frame: { duration: 0 }, transition: { duration: 0 }, mode: "immediate" }));
    const later = read_csv("samples/gapminder/gapminder.csv").filter((row) => row.year === "2005" && row.region === "South Asia").map((row) => Number(row.life));
    assert.deepEqual(await page.evaluate(() => document.querySelector("#bubbles .js-plotly-plot").calcdata[1].map((point) => point.y)), later);
    await picture("gapminder.png");

    // A click on a bubble: its country.
    await page.evaluate(() => {
        const drawn = document.querySelector("#bubbles .js-plotly-plot");
        const point = drawn.calcdata[1].findIndex((one) => one.htx === "India" || drawn.data[1].hovertext[one.i] === "India");
        drawn.emit("plotly_click", { points: [{ curveNumber: 1, pointNumber: point, x: 1, y: 1, data: drawn.data[1], customdata: ["India"] }] });
    });
    await page.waitForFunction(() => document.querySelector("#history .gtitle")?.textContent === "Years of life in India", null, { timeout: 15_000 });
    assert.equal(await page.textContent("#history .annotation-text"), "70 years");

    // Without a region its trace goes; the others keep their colours.
    const color = () => page.evaluate(() => document.querySelector("#bubbles .js-plotly-plot").data.at(-1).marker.color);
    const before_choice = await color();
    await page.click("#shown");
    await page.getByRole("option", { name: "South Asia", exact: true }).click();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector("#bubbles .js-plotly-plot").data.length === 5, null, { timeout: 15_000 });
    assert.equal(await color(), before_choice);
    assert.equal(app.posts, 2, "one request a click, one a choice");
});
