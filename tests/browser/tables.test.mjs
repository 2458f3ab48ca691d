// SPDX-License-Identifier: MIT
//
// The samples with large tables and with windows over time, in a real browser and at
// their full size: what they show is computed here once more, row by row.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../bench/servers.mjs";
import { build, drive, read_csv, sample, shows } from "./samples.mjs";
import { test } from "node:test";

// ---- three million flights ------------------------------------------------------

let lines;
// Calls back for each flight: departure (a text), delay, distance, origin, destination.
function each_flight(visit) {
    lines ??= readFileSync(join(root, "samples/flights/flights.csv"), "latin1").trimEnd().split("\n").slice(1);
    for (const line of lines) {
        const [departure, delay, distance, origin, destination] = line.split(",");
        visit(departure, Number(delay), Number(distance), origin, destination);
    }
}
const grouped = (number) => number.toLocaleString("en-US");

// The cells that a DataTable shows, row by row.
const cells = (page, id) => page.$$eval(`#${id} tr:has(td)`, (rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)));
const until_cells = async (page, id, wanted) => {
    const shown = JSON.stringify(wanted);
    for (let i = 0; i < 150 && JSON.stringify(await cells(page, id)) !== shown; i++) await page.waitForTimeout(100);
    assert.deepEqual(await cells(page, id), wanted);
};
const filter = async (page, column, text) => {
    const input = page.locator(`#rows th.dash-filter[data-dash-column="${column}"] input[type=text]`);
    await input.fill(text);
    await input.press("Enter");
};

sample("explorer", "pages, orders and filters of three million rows", async (app, picture) => {
    const { page } = app;
    const rows = [];
    each_flight((departure, delay, distance, origin, destination) => rows.push({ departure: `${departure}:00`, delay, distance, origin, destination }));
    const as_cells = (some) => some.map((row) => Object.values(row).map(String));
    await shows(page, "found", `${grouped(rows.length)} flights of ${grouped(rows.length)}`);
    await until_cells(page, "rows", as_cells(rows.slice(0, 8)));
    assert.equal(app.posts, 0, "callback requests before the first page");
    await page.click("#rows .next-page");
    await until_cells(page, "rows", as_cells(rows.slice(8, 16)));

    // Filters of a text and a number; the chart follows.
    await filter(page, "origin", "SF");
    await filter(page, "delay", "> 300");
    const found = rows.filter((row) => row.origin.includes("SF") && row.delay > 300);
    await shows(page, "found", `${grouped(found.length)} flights of`);
    await page.waitForFunction((count) => document.querySelector("#days .js-plotly-plot").calcdata[0].reduce((sum, bar) => sum + bar.s, 0) === count, found.length, { timeout: 15_000 });
    assert.equal(await page.textContent("#rows .page-number .last-page"), String(Math.ceil(found.length / 8)));

    // By two columns.
    await page.click("#rows .first-page");
    await page.click('#rows th[data-dash-column="distance"] .column-header--sort');
    await page.click('#rows th[data-dash-column="delay"] .column-header--sort');
    const order = (key) => (a, b) => a[key] - b[key];
    const sorted = found.sort(order("delay")).sort(order("distance")); // stable
    await until_cells(page, "rows", as_cells(sorted.slice(0, 8)));
    await picture("explorer.png");
});

// The bars of a graph: [[place, height], …], without those of height 0.
const bars = (page, id) => page.evaluate((graph) => document.querySelector(`#${graph} .js-plotly-plot`).calcdata[0].map((bar) => [bar.p, bar.s]).sort((a, b) => a[0] - b[0]), id);
const until_bars = async (page, id, wanted) => {
    const shown = JSON.stringify(wanted);
    for (let i = 0; i < 150 && JSON.stringify(await bars(page, id)) !== shown; i++) await page.waitForTimeout(100);
    assert.deepEqual(await bars(page, id), wanted);
};

// What the sample shows of the flights that pass.
function seen_flights(passes) {
    const seen = { count: 0, late: new Map(), hour: new Map(), miles: new Map(), routes: new Map(), week: new Map() };
    const add = (map, key, value = 1) => map.set(key, (map.get(key) ?? 0) + value);
    each_flight((departure, delay, distance, origin, destination) => {
        const hour = Number(departure.slice(11, 13)), month = Number(departure.slice(5, 7));
        const kept = passes({ delay, distance, hour, month });
        if (!kept) return;
        if (kept.late && delay >= -60 && delay < 180) add(seen.late, Math.floor(delay / 10) * 10 + 5);
        if (kept.hour) add(seen.hour, hour);
        if (kept.miles) add(seen.miles, Math.floor(distance / 100) * 100 + 50);
        if (!(kept.late && kept.hour && kept.miles)) return;
        seen.count++;
        const route = seen.routes.get(origin + destination) ?? { origin, destination, flights: 0, sum: 0 };
        seen.routes.set(origin + destination, { ...route, flights: route.flights + 1, sum: route.sum + delay });
    });
    const listed = (map) => [...map].sort(([a], [b]) => a - b);
    const worst = [...seen.routes.values()].filter((route) => route.flights >= 200).map(({ origin, destination, flights, sum }) => ({ origin, destination, flights, late: sum / flights }));
    worst.sort((a, b) => b.late - a.late);
    return { ...seen, late: listed(seen.late), hour: listed(seen.hour), miles: listed(seen.miles), worst: worst.slice(0, 8) };
}

// Drags over a histogram from one value of its axis to another; gives what is selected.
async function select(page, id, from, to) {
    const box = await page.evaluate(([graph, ends]) => {
        const plot = document.querySelector(`#${graph} .js-plotly-plot`), axis = plot._fullLayout.xaxis;
        const area = plot.querySelector(".nsewdrag").getBoundingClientRect();
        return { x: ends.map((end) => area.left + axis.d2p(end)), y: area.top + area.height / 2 };
    }, [id, [from, to]]);
    await page.mouse.move(box.x[0], box.y);
    await page.mouse.down();
    await page.mouse.move((box.x[0] + box.x[1]) / 2, box.y);
    await page.mouse.move(box.x[1], box.y);
    await page.mouse.up();
    await page.waitForFunction((graph) => document.querySelector(`#${graph} .js-plotly-plot`).layout.selections?.length === 1, id);
    return page.evaluate((graph) => {
        const { x0, x1 } = document.querySelector(`#${graph} .js-plotly-plot`).layout.selections[0];
        return [Math.min(x0, x1), Math.max(x0, x1)];
    }, id);
}

sample("flights", "histograms that filter each other, a heat map, the worst routes", async (app, picture) => {
    const { page } = app;
    const all = seen_flights(({ month }) => month <= 6 && { late: true, hour: true, miles: true });
    const shown = async (seen) => {
        await shows(page, "chosen", `${grouped(seen.count)} of them are shown`);
        await until_bars(page, "late", seen.late);
        await until_bars(page, "hour", seen.hour);
        await until_bars(page, "miles", seen.miles);
        const rows = seen.worst.map(({ origin, destination, flights }) => [origin, destination, String(flights)]);
        assert.deepEqual((await cells(page, "worst")).map((row) => row.slice(0, 3)), rows);
    };
    await page.waitForSelector("#miles .bars .point");
    await shown(all);
    assert.ok(app.posts <= 6, `${app.posts} requests: each graph tells its size at most twice`);

    // The evening, and what it means for the others.
    const [first, last] = await select(page, "hour", 17.5, 22.5);
    await shown(seen_flights(({ hour, month }) => month <= 6 && { late: hour >= first && hour <= last, hour: true, miles: hour >= first && hour <= last }));
    await picture("flights.png");

    // March to June, by the keyboard.
    await page.focus("#months [role=slider] >> nth=0");
    for (const _ of [1, 2]) await page.keyboard.press("ArrowRight");
    await shown(seen_flights(({ hour, month }) => month >= 3 && month <= 6 && { late: hour >= first && hour <= last, hour: true, miles: hour >= first && hour <= last }));
    const heat = await page.evaluate(() => document.querySelector("#week .js-plotly-plot").calcdata[0][0].z.flat().filter((value) => value !== undefined).length);
    assert.ok(heat >= 7 * (Math.floor(last) - Math.ceil(first) + 1), `${heat} cells of the heat map`);
    assert.equal(await page.evaluate(() => document.querySelector("#hour .js-plotly-plot").layout.selections.length), 1, "the selection stays");
});

// ---- the same filters in the browser ---------------------------------------------

// One table filters and sorts by itself, the other asks the server.
const twins = `
table t = rows {
  name, n, x, yes, day
  "Ash", 1, 0.5, true, date"2024-01-05"
  "birch", 20, null, false, date"2023-12-31"
  "Élm", null, -3.25, true, null
  "20", 3, 1e21, false, date"2024-02-29"
  "fir tree", 2, 100, true, date"2024-01-31"
  null, 20, 0, false, date"2025-01-01"
}

layout {
  dcc.Input(#query, value="")
  html.P(#done)
  dash_table.DataTable(#native, data=t, filter_action="native", sort_action="native", sort_mode="multi")
  dash_table.DataTable(#custom, columns=t, filter_action="custom", sort_action="custom", sort_mode="multi")
}

callback ask(query = #query.value) -> (a = #native.filter_query, b = #custom.filter_query) { {a: query, b: query} }

callback show(query = #custom.filter_query, sort = #native.sort_by) -> (rows = #custom.data, done = #done.children) {
  { rows: t | datatable(sort_by=sort, filter_query=query), done: query }
}
`;

test("filters and orders of the server are those of the browser", { timeout: 120_000 }, async () => {
    const folder = join(build, "tables");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "twins.dash"), twins);
    await drive(join(folder, "twins.dash"), join(folder, "twins"), async ({ page, posts }) => {
        const queries = ["", "{n} > 2", "{n} < 2", "{n} = '20'", "{name} = 20", "{name} contains i", "{name} icontains É", "{day} datestartswith 2024-01", "{day} >= 2024",
            "{day} s> '2024-01-05' and {yes} icontains true", "{x} is nil || {name} is nil", "!({n} is even) && {x} is num", "{x} = 1e21", "{yes} i> false", "{day} = 2024-02-29", "{n} >", "{n} = 20 "];
        assert.equal(posts, 0);
        for (const order of [null, "n", "day", "name"]) {
            if (order) await page.click(`#native th[data-dash-column="${order}"] .column-header--sort`);
            for (const query of queries) {
                await page.fill("#query", query);
                await page.waitForFunction((wanted) => document.getElementById("done").textContent === wanted, query);
                const both = () => Promise.all(["custom", "native"].map((id) => cells(page, id)));
                const equal = async () => JSON.stringify((await both())[0]) === JSON.stringify((await both())[1]);
                for (let i = 0; i < 50 && !(await equal()); i++) await page.waitForTimeout(40);
                const [custom, native] = await both();
                assert.deepEqual(custom, native, `${query} by ${order}`);
            }
        }
        await page.fill("#query", "{n} = '20'");
        await until_cells(page, "custom", [["birch", "20", "", "false", "2023-12-31"], ["", "20", "0", "false", "2025-01-01"]]);
    });
});

// ---- prices ---------------------------------------------------------------------------

sample("stocks", "candles and their rolling mean in a range of dates", async (app, picture) => {
    const { page } = app;
    const days = read_csv("samples/stocks/sp500.csv");
    const expected = (from, to, size) => {
        const means = days.map((_, i) => (i + 1 < size ? null : days.slice(i + 1 - size, i + 1).reduce((sum, day) => sum + Number(day.close), 0) / size));
        const chosen = days.map((day, i) => ({ ...day, mean: means[i] })).filter(({ day }) => day >= from && day <= to);
        return chosen.map(({ day, open, high, low, close, mean }) => ({ day, open: Number(open), high: Number(high), low: Number(low), close: Number(close), mean }));
    };
    const drawn = () => page.evaluate(() => {
        const [candles, mean] = document.querySelector("#candles .js-plotly-plot")._fullData;
        return Array.from(candles.x, (day, i) => ({ day, open: candles.open[i], high: candles.high[i], low: candles.low[i], close: candles.close[i], mean: mean.y[i] }));
    });
    const matches = async (from, to, size) => {
        const wanted = expected(from, to, size);
        await shows(page, "summary", `${wanted.length} days between`);
        await page.waitForFunction((text) => document.querySelector("#candles .legend")?.textContent.includes(text), `mean of ${size} days`);
        const got = await drawn();
        assert.equal(got.length, wanted.length);
        got.forEach((day, i) => {
            for (const [key, value] of Object.entries(wanted[i]))
                if (typeof value === "number") assert.ok(Math.abs(day[key] - value) < 1e-6, `${key} of ${wanted[i].day}: ${day[key]}, not ${value}`);
                else assert.equal(day[key], value);
        });
    };
    await page.waitForSelector("#candles .legend");
    await matches("2008-07-01", "2009-06-30", 20);
    assert.equal(app.posts, 0, "callback requests before the first charts");
    await picture("stocks.png");
    await page.focus("#days [role=slider]");
    await page.keyboard.press("ArrowRight");
    await matches("2008-07-01", "2009-06-30", 25);
    assert.deepEqual(await page.evaluate(() => document.querySelector("#companies .js-plotly-plot").data.map((line) => [line.name, line.y[0]])),
        ["MSFT", "AMZN", "IBM", "GOOG", "AAPL"].map((name) => [name, 0]));

    // Another range: the two days are clicked in the calendar.
    const day = (number) => page.locator("td.dash-datepicker-calendar-date-inside").getByText(String(number), { exact: true }).first();
    await page.click("#range");
    await day(15).click();
    await day(25).click();
    await matches("2008-07-15", "2008-07-25", 25);
});
