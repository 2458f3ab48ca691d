// SPDX-License-Identifier: MIT
//
// Makes the data files of the samples from the npm package vega-datasets (which
// tools/setup has fetched and checked, as it has the reader of Parquet files in
// tools/data). The files are not committed.
//
//     node tools/sample-data.mjs VEGA_DATASETS_FOLDER

import { closeSync, copyFileSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { read_parquet } from "./data/parquet.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const data = join(process.argv[2] ?? "", "data");

const quote = (cell) => (/[",\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell);
const csv = (rows) => rows.map((row) => row.map(quote).join(",") + "\n").join("");

function write(path, text) {
    writeFileSync(path + ".part", text);
    renameSync(path + ".part", path);
}

// What films took at the box office, once for the United States and once for
// the rest of the world: one line a film and region.
function sales() {
    const rows = [["region", "year", "month", "genre", "title", "revenue"]];
    for (const film of JSON.parse(readFileSync(join(data, "movies.json"), "utf8"))) {
        const released = new Date(`${film["Release Date"]} UTC`);
        const year = released.getUTCFullYear();
        const home = film["US Gross"], world = film["Worldwide Gross"];
        if (!(year >= 1995 && year <= 2009) || !film["Major Genre"] || !(home > 0)) continue;
        const film_columns = [year, released.getUTCMonth() + 1, film["Major Genre"], film.Title];
        rows.push(["United States", ...film_columns, home]);
        if (world > home) rows.push(["International", ...film_columns, world - home]);
    }
    return csv(rows);
}

// Closing prices: the dates as ISO has them.
function stocks() {
    const [head, ...lines] = readFileSync(join(data, "stocks.csv"), "utf8").trim().split(/\r?\n/);
    const iso = (date) => new Date(`${date} UTC`).toISOString().slice(0, 10);
    return csv([head.split(","), ...lines.map((line) => line.split(",")).map(([symbol, date, price]) => [symbol, iso(date), price])]);
}

// Carbon dioxide at Mauna Loa: the middle of the month as a year, and the value.
function air() {
    const [, ...lines] = readFileSync(join(data, "co2-concentration.csv"), "utf8").trim().split(/\r?\n/);
    const rows = lines.map((line) => line.split(","));
    const year = (date) => (Number(date.slice(0, 4)) + (Number(date.slice(5, 7)) - 0.5) / 12).toFixed(4);
    return csv([["year", "co2"], ...rows.map(([date, value]) => [year(date), value])]);
}

// Life expectancy, births and people of 63 countries, every five years.
function gapminder() {
    const regions = [
        "South Asia", "Europe and Central Asia", "Sub-Saharan Africa", "America", "East Asia and Pacific",
        "Middle East and North Africa",
    ];
    const rows = JSON.parse(readFileSync(join(data, "gapminder.json"), "utf8"));
    const cells = rows.map((row) => [row.year, row.country, regions[row.cluster], row.pop, row.life_expect, row.fertility]);
    return csv([["year", "country", "region", "people", "life", "children"], ...cells]);
}

// Three million flights in the United States, January to June 2001: when they were to
// leave, how many minutes late they arrived, how many miles they flew.
async function flights(path) {
    const { date, delay, distance, origin, destination } = await read_parquet(join(data, "flights-3m.parquet"));
    const file = openSync(path + ".part", "w");
    let lines = ["departure,delay,distance,origin,destination"], minute, departure;
    for (let i = 0; i < date.length; i++) {
        if (Number(date[i]) !== minute) departure = date[i].toISOString().slice(0, 16); // many leave in one minute
        minute = Number(date[i]);
        lines.push(`${departure},${delay[i]},${distance[i]},${origin[i]},${destination[i]}`);
        if (lines.length >= 50000 || i === date.length - 1) {
            writeSync(file, lines.join("\n") + "\n");
            lines = [];
        }
    }
    closeSync(file);
    renameSync(path + ".part", path);
}

// The S&P 500 day by day, 2000 to 2020.
function index() {
    const [, ...lines] = readFileSync(join(data, "sp500-2000.csv"), "utf8").trim().split(/\r?\n/);
    const cents = (price) => Number(price).toFixed(2);
    const cells = lines.map((line) => line.split(",")).map(([day, open, high, low, close, , volume]) => [day, ...[open, high, low, close].map(cents), volume]);
    return csv([["day", "open", "high", "low", "close", "volume"], ...cells]);
}

write(join(root, "samples/sales/sales.csv"), sales());
write(join(root, "samples/gapminder/gapminder.csv"), gapminder());
write(join(root, "samples/patch/stocks.csv"), stocks());
write(join(root, "samples/model/co2.csv"), air());
copyFileSync(join(data, "zipcodes.csv"), join(root, "samples/chain/zipcodes.csv"));
write(join(root, "samples/stocks/sp500.csv"), index());
write(join(root, "samples/stocks/prices.csv"), stocks());
await flights(join(root, "samples/flights/flights.csv"));
