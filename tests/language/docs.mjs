// SPDX-License-Identifier: MIT
//
// What is made in docs/language.md: the tables of the library, from
// compiler/sema/builtins.def, and the style of the examples, which is dashc fmt's.
// Part of run.mjs: `node tests/language/run.mjs --bless docs` writes it.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const path = join(root, 'docs/language.md');

// ---- the library -------------------------------------------------------------

// The sections of builtins.def: [{title, rows: [{name, signature, pure, server, text}]}].
function sections() {
  const found = [];
  const text = readFileSync(join(root, 'compiler/sema/builtins.def'), 'utf8');
  const pattern = /^\/\* -{4} (.*?) -+ \*\/$|^X\("((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)", (\w+), \w+, [\w.]+, "([\w.]*)", "((?:[^"\\]|\\.)*)"\)$/gm;
  for (const [, title, name, signature, purity, js, about] of text.matchAll(pattern)) {
    if (title) found.push({ title: title.replace(/ \(.*/, ''), rows: [] });
    else if (!name.startsWith(' ')) found.at(-1).rows.push({ name, signature, pure: purity === 'PURE', server: js === '', text: about });
  }
  return found.filter(({ rows }) => rows.length > 0);
}

const in_table = (text) => text.replaceAll('\\"', '"').replaceAll('\\\\', '\\').replaceAll('|', '\\|');

// A constant has a type, a function a list of parameters.
const written = ({ name, signature }) => (signature.startsWith('(') ? name + signature : `${name}: ${signature}`);

// Rows that only differ in the types that they take stand in one line of the table.
function lines_of(rows) {
  const lines = [];
  for (const row of rows) {
    const last = lines.at(-1);
    if (last && last.name === row.name && last.text === row.text) last.forms.push(written(row));
    else lines.push({ name: row.name, text: row.text, pure: row.pure, server: row.server, forms: [written(row)] });
  }
  return lines.map(({ forms, text, pure, server }) => {
    const codes = forms.map((form) => `\`${in_table(form)}\``).join('<br>');
    return `| ${codes} | ${in_table(text)}${pure ? '' : ' *'}${server ? ' °' : ''} |`;
  });
}

function library() {
  return sections().map(({ title, rows }) => {
    const heading = title[0].toUpperCase() + title.slice(1);
    return `### ${heading}\n\n| | |\n| --- | --- |\n${lines_of(rows).join('\n')}\n`;
  }).join('\n');
}

// ---- the examples ------------------------------------------------------------

// Examples of mistakes stay as they are; what does not parse is docs.test.mjs's to tell.
function formatted(dashc, kind, source) {
  if (kind.startsWith('error')) return source;
  const done = spawnSync(dashc, ['fmt', '-'], { encoding: 'utf8', input: source });
  return done.status === 0 ? done.stdout : source;
}

function make(dashc, text) {
  return text
    .replace(/^(```dash ?(.*)\n)([^]*?)^```$/gm, (_, fence, kind, source) => `${fence}${formatted(dashc, kind, source)}\`\`\``)
    .replace(/(<!-- builtins: [^\n]*-->\n)[^]*(<!-- end of builtins -->)/, (_, start, end) => `${start}\n${library()}\n${end}`);
}

// The tests: [name, run]. `keep` compares, or writes.
export function docs_tests(dashc, keep) {
  return [['docs/language', () => {
    try {
      keep(path, make(dashc, readFileSync(path, 'utf8')));
    } catch (error) {
      throw new Error(`${error.message}\nto write it anew: node tests/language/run.mjs --bless docs`);
    }
  }]];
}
