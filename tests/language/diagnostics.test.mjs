// SPDX-License-Identifier: MIT
//
// How messages reach people and programs: explanations, warnings by name, SARIF,
// JSON, notes in other files. Needs only that the compiler is built:
//
//     DASHC=build/compiler/dashc node --test tests/language/diagnostics.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const dashc = resolve(process.env.DASHC ?? 'build/compiler/dashc');
let folder;

before(() => { folder = mkdtempSync(join(tmpdir(), 'dashc-diagnostics-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

function run(...args) {
  const done = spawnSync(dashc, args, { cwd: folder, encoding: 'utf8', timeout: 60_000, env: { ...process.env, NO_COLOR: '1' } });
  assert.equal(done.error, undefined);
  assert.equal(done.signal, null, done.stderr);
  return { status: done.status, out: done.stdout, err: done.stderr };
}

function check(text, ...args) {
  writeFileSync(join(folder, 'app.dash'), text);
  return run('check', 'app.dash', ...args);
}

// ---- explain --------------------------------------------------------------------

test('explain prints what the catalogue says', () => {
  const { status, out } = run('explain', 'E0302');
  assert.equal(status, 0);
  assert.match(out, /^E0302 {2}value may be null\n\n/);
  assert.match(out, /\nWrong:\n\n {4}layout \{\n/);
  assert.match(out, /\nRight:\n\n/);
  assert.ok(out.split('\n').every((line) => line.startsWith('    ') || line.length <= 80));
  assert.doesNotMatch(out, /```|\x1b/);
});

test('explain takes codes as people type them, and names of warnings', () => {
  const { out } = run('explain', 'E0302');
  for (const word of ['e0302', '302', '0302']) assert.equal(run('explain', word).out, out, word);
  assert.match(run('explain', 'shadowing').out, /^W1010 {2}name hides another \(shadowing\)\n/);
  assert.match(run('explain', 'w1010').out, /^W1010 /);
});

test('explain lists all codes, and refuses others', () => {
  const { out } = run('explain');
  assert.match(out, /^E0001 {2}file cannot be read\n/);
  assert.match(out, /^W1001 {2}value is never read \(unused-let\)$/m);
  const wrong = run('explain', 'E9999');
  assert.equal(wrong.status, 2);
  assert.match(wrong.err, /^dashc: error: there is no code `E9999`/);
});

test('explain is coloured when asked', () => {
  const done = run('explain', 'E0301', '--color=always');
  assert.match(done.out, /^\x1b\[1mE0301\x1b\[0m/);
  assert.match(done.out, /\x1b\[1;31mWrong:\x1b\[0m/);
  assert.equal(done.out.replace(/\x1b\[[\d;]*m/g, '').includes('Wrong:'), true);
});

// ---- warnings ---------------------------------------------------------------------

const unused = 'let a = 1\nfn f(n: int, m: int) = n\nlayout { html.P(#p, "{f(1, 2)}") }\n';
const codes = (err) => [...err.matchAll(/^app\.dash:\S+ (\w+)\[(\w+) ([\w-]+)\]/gm)].map(([, ...parts]) => parts.join(' '));

test('warnings have names and leave the status alone', () => {
  const { status, err } = check(unused);
  assert.equal(status, 0);
  assert.deepEqual(codes(err), ['warning W1001 unused-let', 'warning W1002 unused-param']);
  assert.match(err, /\n2 warnings\n$/);
});

test('warnings are switched off one by one, by code, by group, all', () => {
  assert.deepEqual(codes(check(unused, '--allow', 'unused-let').err), ['warning W1002 unused-param']);
  assert.deepEqual(codes(check(unused, '-A', 'W1002').err), ['warning W1001 unused-let']);
  for (const group of ['unused', 'warnings']) assert.equal(check(unused, `--allow=${group}`).err, '');
});

test('warnings that are off are switched on', () => {
  assert.deepEqual(codes(check(unused, '--warn=unused-id').err).at(-1), 'warning W1007 unused-id');
  assert.equal(codes(check(unused, '--warn', 'unused').err).length, 3);
});

test('denied warnings are errors; the last word counts', () => {
  const denied = check(unused, '--deny', 'unused-let');
  assert.equal(denied.status, 1);
  assert.deepEqual(codes(denied.err), ['error W1001 unused-let', 'warning W1002 unused-param']);
  assert.match(denied.err, /\n1 error, 1 warning\n$/);
  const all = check(unused, '-D', 'warnings'); // those that are on
  assert.deepEqual(codes(all.err), ['error W1001 unused-let', 'error W1002 unused-param']);
  assert.equal(check(unused, '-D', 'warnings', '-A', 'unused').status, 0);
});

test('a denied warning builds nothing', () => {
  writeFileSync(join(folder, 'app.dash'), unused);
  assert.equal(run('build', 'app.dash', '-o', 'app', '--deny=warnings').status, 1);
  assert.equal(run('emit', 'app.dash', '-o', 'app.c', '--deny=warnings').status, 1);
  assert.notEqual(spawnSync('ls', ['app', 'app.c'], { cwd: folder }).status, 0);
});

test('a warning that does not exist is wrong use', () => {
  const { status, err } = check(unused, '--allow', 'unusedlet');
  assert.equal(status, 2);
  assert.match(err, /^dashc: error: there is no warning `unusedlet`, did you mean `unused-let`\?/);
});

// ---- notes in other files ------------------------------------------------------------

test('a note shows the place in another file', () => {
  writeFileSync(join(folder, 'parts.dash'), '// parts\n\nfn card(title: text) -> component { html.H2(title) }\n');
  const { status, err } = check('import "parts.dash"\nlayout { card(titel="a") }\n');
  assert.equal(status, 1);
  assert.match(err, /^app\.dash:2:15: error\[E0305\]: /);
  assert.match(err, /\nparts\.dash:3:4: note: it is declared here\n 3 \| fn card\(title: text\)/);
  const json = JSON.parse(check('import "parts.dash"\nlayout { card(titel="a") }\n', '--diagnostics=json').err.split('\n')[0]);
  assert.equal(json.file, 'app.dash');
  assert.deepEqual([json.notes[0].file, json.notes[0].line, json.notes[0].column], ['parts.dash', 3, 4]);
});

// ---- JSON ------------------------------------------------------------------------------

test('JSON has a member for everything', () => {
  const lines = check(unused, '--diagnostics=json').err.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.at(-1), { kind: 'summary', errors: 0, warnings: 2, shown: 2 });
  assert.deepEqual(lines[0], {
    kind: 'diagnostic', code: 'W1001', severity: 'warning', warning: 'unused-let', message: '`a` is never used',
    file: 'app.dash', line: 1, column: 5, end_line: 1, end_column: 6, label: null, notes: [],
    helps: ['remove it, or start its name with `_` when that is meant'], fix: null,
  });
  const error = JSON.parse(check('layout { html.P("a", hidden=True) }\n', '--diagnostics=json').err.split('\n')[0]);
  assert.deepEqual(error.fix, { file: 'app.dash', line: 1, column: 29, end_line: 1, end_column: 33, text: 'true' });
});

// ---- SARIF ------------------------------------------------------------------------------

// What the SARIF 2.1.0 schema says of the objects that we write: members, and those that
// must be there (!). No object may have others.
const text = (value) => assert.equal(typeof value, 'string');
const count = (least) => (value) => assert.ok(Number.isInteger(value) && value >= least, `${value}`);
const one_of = (...values) => (value) => assert.ok(values.includes(value), `${value}`);
const uri = (value) => assert.match(value, /^(file:\/\/)?[\w\-.~\/%]+$/);
const list = (item, least = 0) => (value) => {
  assert.ok(Array.isArray(value) && value.length >= least);
  value.forEach((one) => item(one));
};
const object = (members) => (value) => {
  assert.equal(typeof value, 'object');
  const known = Object.keys(members).map((name) => name.replace('!', ''));
  for (const name of Object.keys(value)) assert.ok(known.includes(name), `unknown member ${name}`);
  for (const [name, check_member] of Object.entries(members)) {
    const plain = name.replace('!', '');
    if (plain !== name) assert.ok(plain in value, `${plain} is missing`);
    if (plain in value) check_member(value[plain]);
  }
};
const message = object({ 'text!': text });
const artifact = object({ 'uri!': uri });
const region = object({ 'startLine!': count(1), 'startColumn!': count(1), 'endLine!': count(1), 'endColumn!': count(1) });
const location = object({
  id: count(0), message, 'physicalLocation!': object({ 'artifactLocation!': artifact, 'region!': region }),
});
const level = one_of('none', 'note', 'warning', 'error');
const sarif = object({
  $schema: text,
  'version!': one_of('2.1.0'),
  'runs!': list(object({
    'tool!': object({
      'driver!': object({
        'name!': text,
        version: text,
        rules: list(object({
          'id!': text, name: text, shortDescription: message, help: object({ 'text!': text, markdown: text }),
          defaultConfiguration: object({ level }),
        })),
      }),
    }),
    columnKind: one_of('unicodeCodePoints', 'utf16CodeUnits'),
    results: list(object({
      ruleId: text, ruleIndex: count(0), level, 'message!': message, locations: list(location), relatedLocations: list(location),
      fixes: list(object({
        'artifactChanges!': list(object({
          'artifactLocation!': artifact,
          'replacements!': list(object({ 'deletedRegion!': region, insertedContent: message }), 1),
        }), 1),
      })),
    })),
  })),
});

function check_sarif(program) {
  const log = JSON.parse(check(program, '--diagnostics=sarif').err);
  sarif(log);
  const [run_log] = log.runs;
  const { rules } = run_log.tool.driver;
  assert.equal(new Set(rules.map((rule) => rule.id)).size, rules.length);
  for (const result of run_log.results) assert.equal(rules[result.ruleIndex].id, result.ruleId);
  return run_log;
}

test('SARIF has errors with places, notes and fixes', () => {
  const { results, tool } = check_sarif('layout { html.P(#a, "ä", hidden=True); html.P(#a) }\n');
  assert.equal(tool.driver.name, 'dashc');
  assert.equal(results[0].ruleId, 'E0110');
  assert.deepEqual(results[0].locations[0].physicalLocation, {
    artifactLocation: { uri: 'app.dash' }, region: { startLine: 1, startColumn: 33, endLine: 1, endColumn: 37 },
  });
  assert.equal(results[0].fixes[0].artifactChanges[0].replacements[0].insertedContent.text, 'true');
  const twice = check_sarif('layout { html.P(#a); html.P(#a) }\n').results[0];
  assert.equal(twice.relatedLocations[0].message.text, 'the id is declared here');
});

test('SARIF has warnings by name and help lines in the message', () => {
  const { results, tool } = check_sarif(unused);
  assert.deepEqual(results.map((result) => result.level), ['warning', 'warning']);
  assert.equal(tool.driver.rules[0].name, 'unused-let');
  assert.match(tool.driver.rules[0].help.markdown, /dash bad/);
  assert.match(results[0].message.text, /never used\nhelp: remove it/);
});

test('SARIF of a program without mistakes, and of one that is not there', () => {
  assert.deepEqual(check_sarif('layout { html.P("a") }\n').results, []);
  const log = JSON.parse(run('check', 'none.dash', '--diagnostics=sarif').err);
  sarif(log);
  assert.deepEqual(log.runs[0].results[0].locations, []);
});

test('SARIF escapes paths', () => {
  writeFileSync(join(folder, 'näme of it.dash'), 'layout { html.Zz("a") }\n');
  const log = JSON.parse(run('check', 'näme of it.dash', '--diagnostics=sarif').err);
  sarif(log);
  const { uri: path } = log.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  assert.equal(decodeURI(path), 'näme of it.dash');
  const absolute = JSON.parse(run('check', join(folder, 'app.dash'), '--diagnostics=sarif').err);
  sarif(absolute);
});

// ---- --time ------------------------------------------------------------------------------

test('--time tells the phases', () => {
  writeFileSync(join(folder, 'app.dash'), 'layout { html.P("a") }\n');
  const phases = (err) => [...err.matchAll(/^(\w+) +[\d.]+ (ms|MB)$/gm)].map(([, name]) => name);
  assert.deepEqual(phases(run('check', 'app.dash', '--time').err), ['read', 'parse', 'check', 'memory']);
  assert.deepEqual(phases(run('build', 'app.dash', '-o', 'app', '--time').err), ['read', 'parse', 'check', 'emit', 'pack', 'cc', 'memory']);
});
