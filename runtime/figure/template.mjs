// SPDX-License-Identifier: MIT
//
// Makes C of template.json: the whole template as one text, and the two
// palettes that px takes from it.
//
//     node template.mjs template.json > template.c

import { readFileSync } from 'node:fs';

const template = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const bytes = [...Buffer.from(JSON.stringify(template)), 0];
const lines = [];
for (let i = 0; i < bytes.length; i += 24) lines.push(`    ${bytes.slice(i, i + 24).join(',')},`);
const texts = (colors) => colors.map((color) => `    {"${color}", ${color.length}},`).join('\n');
const sequential = template.layout.colorscale.sequential.map(([, color]) => color);

console.log(`#include "figure/px_internal.h"

const char dash_template_plotly[] = {
${lines.join('\n')}
};
const size_t dash_template_plotly_len = sizeof(dash_template_plotly) - 1;

static const DashText COLORWAY[] = {
${texts(template.layout.colorway)}
};
static const DashText SEQUENTIAL[] = {
${texts(sequential)}
};
const DashTexts px_plotly_colorway = {COLORWAY, sizeof(COLORWAY) / sizeof(COLORWAY[0])};
const DashTexts px_plotly_sequential = {SEQUENTIAL, sizeof(SEQUENTIAL) / sizeof(SEQUENTIAL[0])};`);
