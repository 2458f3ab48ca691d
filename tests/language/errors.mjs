// SPDX-License-Identifier: MIT
//
// The catalogue of errors, compiler/source/errors/CODE.md: every code of codes.def has
// an entry, the bad example gives that code and no other, the mended one gives no
// message at all, and docs/errors.md is made of them. Part of run.mjs:
//
//     node tests/language/run.mjs [--bless] errors
//
// An entry is prose and blocks: "```dash bad" and "```dash good" are written to app.dash
// and checked; "```sh bad" and "```sh good", where they are there, are what is run
// instead; any other block is a file: its name stands after the language.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'compiler/source/errors');

const codes = [...readFileSync(join(root, 'compiler/source/codes.def'), 'utf8')
  .matchAll(/^[XW]\(([EW]\d{4}), (?:"([^"]*)", (ALLOW|WARN), )?"((?:[^"\\]|\\.)*)"\)/gm)]
  .map(([, code, name, level, title]) => ({ code, name, level, title }));
const entries = new Set(readdirSync(folder).filter((file) => file.endsWith('.md')).map((file) => basename(file, '.md')));
const text_of = (code) => readFileSync(join(folder, `${code}.md`), 'utf8');

// The blocks of an entry: [{language, role, text}].
function blocks_of(text) {
  return [...text.matchAll(/^```(\w+) (\S+)\n([^]*?)^```$/gm)]
    .map(([, language, role, block]) => ({ language, role, text: block }));
}

// What dashc says about the example: its diagnostics.
function run_example(dashc, code, role) {
  const place = mkdtempSync(join(tmpdir(), `dashc-${code}-`));
  try {
    const blocks = blocks_of(text_of(code));
    for (const block of blocks) {
      if (['bad', 'good'].includes(block.role)) continue;
      mkdirSync(dirname(join(place, block.role)), { recursive: true });
      writeFileSync(join(place, block.role), block.text);
    }
    const own = (language) => blocks.find((block) => block.language === language && block.role === role)?.text;
    if (own('dash')) writeFileSync(join(place, 'app.dash'), own('dash'));
    const script = own('sh') ?? (own('dash') && 'dashc check app.dash\n');
    if (!script) throw new Error(`there is no example: write a block "dash ${role}" or "sh ${role}"`);
    const done = spawnSync('sh', ['-ec', `${script.trimEnd()} --diagnostics=json`], {
      cwd: place, encoding: 'utf8', timeout: 120_000,
      env: { ...process.env, PATH: `${dirname(dashc)}:${process.env.PATH}`, CC: '' },
    });
    const lines = done.stderr.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
    if (!lines.some((line) => line.kind === 'summary')) throw new Error(`it did not end well: ${done.stderr}`);
    return { found: lines.filter((line) => line.kind === 'diagnostic'), said: done.stderr, ended: done.status };
  } finally {
    rmSync(place, { recursive: true });
  }
}

const listed = (found) => found.map((d) => `  ${d.line}:${d.column} ${d.code} ${d.message}`).join('\n');

function check_entry(dashc, code) {
  if (!entries.has(code))
    throw new Error(`${code} is not explained: write compiler/source/errors/${code}.md (look at E0201.md), ` +
      'then node tests/language/run.mjs --bless errors');
  const bad = run_example(dashc, code, 'bad').found;
  if (!bad.some((d) => d.code === code) || bad.some((d) => d.code !== code))
    throw new Error(`the bad example of ${code} must give ${code} alone, but it gives:\n${listed(bad)}`);
  const good = run_example(dashc, code, 'good');
  if (good.found.length > 0 || good.ended !== 0)
    throw new Error(`the mended example of ${code} must give nothing, but it gives:\n${listed(good.found)}`);
}

// ---- docs/errors.md ------------------------------------------------------------

const stages = {
  E00: 'Source and lexis', E01: 'Syntax', E02: 'Names', E03: 'Types', E04: 'Components', E05: 'Ids and callbacks',
  E06: 'Tables', E07: 'Charts', E08: 'Building', E09: 'Not supported yet', W1: 'Warnings',
};

const labels = { bad: 'Wrong:', good: 'Right:' };

// The blocks get a line that says what they are, and no more on their fence than the language.
const with_labels = (text) => text.replace(/^```(\w+) (\S+)$/gm, (_, language, role) =>
  `${labels[role] ?? `\`${role}\`:`}\n\n\`\`\`${language}`);

function make_docs() {
  const parts = [`# Errors and warnings

Every message of dashc has a code. This is what each of them means, with an example and how it is mended; \`dashc explain
CODE\` prints the same. The tests run all examples. Made of \`compiler/source/errors/\` by
\`node tests/language/run.mjs --bless errors\`.
`];
  let last;
  for (const { code, name, level, title } of codes) {
    const stage = Object.keys(stages).find((start) => code.startsWith(start));
    if (stage !== last) parts.push(`## ${stages[stage]}\n`);
    last = stage;
    parts.push(`### ${code}: ${title}\n`);
    if (name) parts.push(`\`${name}\`, ${level === 'WARN' ? 'on' : 'off'} unless the command line says otherwise.\n`);
    if (entries.has(code)) parts.push(with_labels(text_of(code)));
  }
  return parts.join('\n');
}

// The tests: [name, run]. `compare` and `bless` are run.mjs's.
export function error_tests(dashc, keep) {
  const tests = codes.map(({ code }) => [`errors/${code}`, () => check_entry(dashc, code)]);
  for (const code of entries)
    if (!codes.some((known) => known.code === code))
      tests.push([`errors/${code}`, () => { throw new Error(`codes.def has no ${code}: remove compiler/source/errors/${code}.md`); }]);
  tests.push(['errors/docs', () => keep(join(root, 'docs/errors.md'), make_docs())]);
  return tests;
}
