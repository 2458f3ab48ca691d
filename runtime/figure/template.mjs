// SPDX-License-Identifier: MIT
//
// Makes C of the facts beside it: the named templates, each as one text and with
// the colours that px takes from it, and the lists of colours.
//
//     node template.mjs colors.json templates/*.json > facts.c

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const [colorsPath, ...templatePaths] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const texts = (colors) => colors.map((color) => `{"${color}", ${color.length}}`).join(', ');
const list = (name, colors) =>
    colors.length ? `static const DashText ${name}[] = {${texts(colors)}};\n` : '';
const view = (name, colors) => (colors.length ? `{${name}, ${colors.length}}` : '{NULL, 0}');

function bytesOf(text) {
    const bytes = [...Buffer.from(text), 0];
    const lines = [];
    for (let i = 0; i < bytes.length; i += 24) lines.push(`    ${bytes.slice(i, i + 24).join(',')},`);
    return lines.join('\n');
}

const out = ['#include "dash/figure.h"', '#include "dash/text.h"', '#include "figure/colors.h"', ''];

// "plotly" first: what there is when nothing is said.
const templates = templatePaths
    .map((path) => ({ name: basename(path, '.json'), template: read(path) }))
    .sort((a, b) => (b.name === 'plotly') - (a.name === 'plotly'));
const rows = templates.map(({ name, template }) => {
    const { layout } = template;
    const colorway = layout.colorway ?? [];
    const sequential = (layout.colorscale?.sequential ?? []).map(([, color]) => color);
    const text = JSON.stringify(template);
    out.push(`static const char ${name}_json[] = {\n${bytesOf(text)}\n};`);
    out.push(list(`${name}_colorway`, colorway) + list(`${name}_sequential`, sequential));
    const grid = (axis) => layout[axis]?.showgrid !== undefined;
    return `    {"${name}", ${name}_json, ${Buffer.byteLength(text)}, ${view(`${name}_colorway`, colorway)},
     ${view(`${name}_sequential`, sequential)}, ${grid('xaxis')}, ${grid('yaxis')}},`;
});
out.push(`const DashTemplate dash_templates[] = {\n${rows.join('\n')}\n};`);
out.push(`const size_t dash_template_count = ${rows.length};

const DashTemplate *dash_template(DashText name)
{
    for (size_t i = 0; i < dash_template_count; i++) {
        if (dash_text_eq(name, dash_text_of(dash_templates[i].name))) {
            return &dash_templates[i];
        }
    }
    return NULL;
}
`);

const lists = [];
for (const [group, names] of Object.entries(read(colorsPath))) {
    for (const [name, colors] of Object.entries(names)) {
        const symbol = `colors_${group}_${name}`;
        out.push(list(symbol, colors));
        lists.push(`    {"${group}", "${name}", ${view(symbol, colors)}},`);
    }
}
out.push(`const ColorList color_lists[] = {\n${lists.join('\n')}\n};`);
out.push(`const size_t color_list_count = ${lists.length};`);
console.log(out.join('\n'));
