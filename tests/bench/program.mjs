// SPDX-License-Identifier: MIT
//
// A .dash program of any length, as people write them: constants, functions,
// components, callbacks and table pipelines in equal parts, nothing repeated but
// the shape.
//
//     node tests/bench/program.mjs LINES > big.dash

import { fileURLToPath } from "node:url";

// One part of the program; 33 lines.
const part = (i) => `// ---- part ${i}: its own numbers, view and callback
let title_${i} = "Part ${i} of many"
let limit_${i} = ${i} * 3 + 14

/// What the part shows for a number.
fn rate_${i}(x: float, by: float = 2.5) -> float {
  let scaled = x * by + ${i}.25
  if scaled > 1000.0 {
    return 1000.0
  }
  round(scaled * 100.0) / 100.0
}

fn view_${i}(note: text) -> component {
  html.Div(className="part") {
    html.H3("{title_${i}}: {note}")
    dcc.Input(#word-${i}, value="", placeholder="a word")
    dcc.Dropdown(#pick-${i}, options=["North", "South", "East"], value="North", clearable=false)
    html.P(#answer-${i}, "rate {rate_${i}(3.5):,.2f} of {limit_${i}}")
  }
}

table totals_${i} = sales | filter(.units > ${i % 17}) | group(.region, total = sum(.revenue))

callback answer_${i}(word = #word-${i}.value, state pick = #pick-${i}.value) -> #answer-${i}.children {
  if word == "" {
    prevent_update
  }
  let words = word.split(" ")
  let longest = max([len(w) for w in words], default=0)
  "{upper(word)} {pick} {longest} {len(totals_${i})}"
}
`;

const part_lines = part(0).split("\n").length - 1;

export const data = "region,revenue,units\nNorth,1.5,3\nSouth,2.5,4\nEast,3.5,20\n"; // sales.csv beside it

export function make_program(lines) {
    const parts = Math.ceil((lines - 8) / (part_lines + 1));
    const text = ['app "Big"', 'table sales = csv("sales.csv")', ""];
    for (let i = 0; i < parts; i++) text.push(part(i).trimEnd());
    text.push("", "layout {");
    for (let i = 0; i < parts; i++) text.push(`  view_${i}("${i}")`);
    text.push("}", "");
    return text.join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(make_program(Number(process.argv[2] ?? 1000)));
