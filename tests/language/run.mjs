// SPDX-License-Identifier: MIT
//
// Golden tests of the compiler: what it accepts, what it says about mistakes,
// and the C that it writes.
//
//     node tests/language/run.mjs [--dashc PATH] [--bless] [NAME...]
//
// accept/NAME.dash   `dashc check` ends with 0; its warnings, if any, are NAME.expected
// reject/NAME.dash   `dashc check` ends with 1; the text is NAME.expected, and
//                    NAME.json what --diagnostics=json gives, as an array
// emit/NAME.dash     `dashc emit --no-line` gives NAME.c, with the options that its first
//                    line names: "// dashc: --part-rows=64"
// plan/NAME.dash     `dashc emit --plan` gives NAME.plan
// format/NAME.dash   `dashc fmt` makes it NAME.out
//
// errors/CODE        the examples of the catalogue of errors; errors/docs is
//                    docs/errors.md (see errors.mjs)
// docs/language      what is made in docs/language.md (see docs.mjs)
//
// NAME picks tests whose path contains it; --bless writes the expectations of
// those instead of comparing. An expectation without its .dash file fails.
// Prints TAP.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { docs_tests } from './docs.mjs';
import { error_tests } from './errors.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    dashc: { type: 'string', default: process.env.DASHC ?? 'build/compiler/dashc' },
    bless: { type: 'boolean', default: false },
  },
});
const dashc = resolve(options.dashc);
if (!existsSync(dashc)) {
  console.error(`run.mjs: there is no ${dashc}; name the compiler with --dashc`);
  process.exit(2);
}

// Runs the compiler in the folder of the test, so that no message holds a path of this machine.
function run(folder, ...args) {
  const env = { ...process.env, NO_COLOR: '1', LC_ALL: 'C' };
  const done = spawnSync(dashc, args, {
    cwd: folder, env, encoding: 'utf8', timeout: 60_000, maxBuffer: 1 << 26,
  });
  if (done.error) throw done.error;
  if (done.signal) throw new Error(`dashc ended by ${done.signal}\n${done.stderr}`);
  return done;
}

function check_status(done, status) {
  if (done.status !== status)
    throw new Error(`exit status ${done.status}, not ${status}\n${done.stderr}`);
}

function as_array(lines) {
  const items = lines.trim().split('\n').map((line) => JSON.parse(line));
  return `${JSON.stringify(items, null, 2)}\n`;
}

// Each kind gives the expectations of a test: ending to content, null for "no such file".
const kinds = {
  accept(folder, file) {
    const done = run(folder, 'check', file);
    check_status(done, 0);
    return { '.expected': done.stderr || null };
  },
  reject(folder, file) {
    const text = run(folder, 'check', file);
    check_status(text, 1);
    const json = run(folder, 'check', file, '--diagnostics=json');
    check_status(json, 1);
    return { '.expected': text.stderr, '.json': as_array(json.stderr) };
  },
  emit(folder, file) {
    const options = read(join(folder, file)).match(/^\/\/ dashc: (.+)$/m);
    const done = run(folder, 'emit', file, '--no-line', ...(options ? options[1].split(' ') : []));
    check_status(done, 0);
    return { '.c': done.stdout };
  },
  plan(folder, file) {
    const done = run(folder, 'emit', file, '--plan');
    check_status(done, 0);
    return { '.plan': done.stdout };
  },
  format(folder, file) {
    const done = spawnSync(dashc, ['fmt', '-'], { encoding: 'utf8', input: read(join(folder, file)) });
    check_status(done, 0);
    return { '.out': done.stdout };
  },
};
const endings = { accept: ['.expected'], reject: ['.expected', '.json'], emit: ['.c'], plan: ['.plan'], format: ['.out'] };

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);

// The lines round the first difference.
function difference(expected, got) {
  const [a, b] = [expected, got].map((text) => text.split('\n'));
  let first = 0;
  while (a[first] === b[first]) first++;
  const part = (lines, sign) =>
    lines.slice(first, first + 8).map((line) => `  ${sign} ${line}`).join('\n');
  return `line ${first + 1}:\n${part(a, '-')}\n${part(b, '+')}`;
}

function compare(path, content) {
  const expected = read(path);
  if (expected === content) return;
  if (expected === null) throw new Error(`no ${basename(path)}: look, then --bless\n${content}`);
  if (content === null) throw new Error(`${basename(path)} is there, but nothing was printed`);
  throw new Error(`${basename(path)}: ${difference(expected, content)}`);
}

function bless(path, content) {
  if (read(path) === content) return;
  if (content === null) unlinkSync(path);
  else writeFileSync(path, content);
  console.log(`# wrote ${path}`);
}

const tests = [];
for (const kind of Object.keys(kinds)) {
  const folder = join(here, kind);
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  for (const file of files) {
    const stem = join(folder, basename(file, extname(file)));
    const name = `${kind}/${basename(stem)}`;
    if (extname(file) === '.dash') {
      tests.push([name, () => {
        for (const [ending, content] of Object.entries(kinds[kind](folder, file)))
          (options.bless ? bless : compare)(stem + ending, content);
      }]);
    } else if (endings[kind].includes(extname(file)) && !files.includes(`${basename(stem)}.dash`)) {
      tests.push([`${kind}/${file}`, () => {
        throw new Error(`there is no ${basename(stem)}.dash: remove ${file}`);
      }]);
    }
  }
}

tests.push(...error_tests(dashc, options.bless ? bless : compare));
tests.push(...docs_tests(dashc, options.bless ? bless : compare));

const chosen = tests.filter(([name]) => !wanted.length || wanted.some((part) => name.includes(part)));
console.log(`TAP version 13\n1..${chosen.length}`);
let failed = 0;
chosen.forEach(([name, test], i) => {
  try {
    test();
    console.log(`ok ${i + 1} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${i + 1} - ${name}`);
    console.log(error.message.trimEnd().replace(/^/gm, '# '));
  }
});
console.log(`# ${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed || !chosen.length ? 1 : 0);
