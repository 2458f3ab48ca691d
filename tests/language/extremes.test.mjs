// SPDX-License-Identifier: MIT
//
// Programs that nobody writes by hand: nested 10,000 deep, 20,000 of a kind, names of
// a million letters. Each is taken or refused with a few clear errors, soon, whatever
// the stack. Needs only that the compiler is built:
//
//     DASHC=build/compiler/dashc node --test tests/language/extremes.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const dashc = resolve(process.env.DASHC ?? 'build/compiler/dashc');
// A hundred times of what it takes; quadratic time would take longer. Slower with ASan.
const seconds = process.env.ASAN_OPTIONS ? 200 : 20;
const many = 10_000;
let folder;

before(() => { folder = mkdtempSync(join(tmpdir(), 'dashc-extremes-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

const layout = '\nlayout { html.P("a") }\n';
const around = (open, inside, close) => `let a = ${open.repeat(many)}${inside}${close.repeat(many)}${layout}`;
const row = (count, item) => Array.from({ length: count }, (_, i) => item(i));

function run(command, program) {
  writeFileSync(join(folder, 'app.dash'), program);
  const done = spawnSync(dashc, [command, 'app.dash', '--allow=warnings'],
    { cwd: folder, encoding: 'utf8', timeout: seconds * 1000, maxBuffer: 1 << 28 });
  assert.equal(done.error, undefined);
  assert.equal(done.signal, null);
  return done;
}

// Refused: with these codes only, at most 20 messages, none of them long.
function refused(name, program, ...codes) {
  test(name, () => {
    const { status, stderr } = run('check', program);
    assert.equal(status, 1, stderr);
    const found = [...stderr.matchAll(/^app\.dash:\d+:\d+: error\[(E\d+)\]/gm)].map(([, code]) => code);
    assert.deepEqual([...new Set(found)].sort(), codes);
    assert.ok(found.length <= 20);
    assert.ok(stderr.length < 20_000);
  });
}

function taken(name, program) {
  test(name, () => {
    const { status, stderr } = run('emit', program);
    assert.equal(status, 0, stderr.slice(0, 1000));
  });
}

refused('parentheses', around('(', '1', ')'), 'E0104');
refused('lists', around('[', '1', ']'), 'E0104');
refused('records', around('{a: ', '1', '}'), 'E0104');
refused('calls', around('abs(', '1', ')'), 'E0104');
refused('texts in texts', around('"{', '1', '}"'), 'E0104');
refused('blocks', `fn f() -> int {${'if true {'.repeat(many)}1${'}'.repeat(many)}}${layout}`, 'E0104');
refused('types', `fn f(a: ${'['.repeat(many)}int${']'.repeat(many)}) -> int { 1 }${layout}`, 'E0104');
refused('brackets that are never closed', '('.repeat(many), 'E0104');
refused('brackets that close nothing', `let a = 1${')'.repeat(many)}${layout}`, 'E0106');
for (const [name, open] of Object.entries({ not: 'not ', minus: '- ', sum: '1 + ', power: '1 ** ', and: 'true and ', coalesce: 'null ?? ' }))
  refused(`operators: ${name}`, around(open, '1', ''), 'E0104');
for (const [name, close] of Object.entries({ members: '.c', calls: '()', indices: '[0]' }))
  refused(`chains: ${name}`, around('', 'b', close), 'E0104');
refused('else if', `fn f(n: int) -> int { ${row(many, (i) => `if n == ${i} { ${i} } else `).join('')}{ 0 } }${layout}`, 'E0104');
refused('functions that need the next one', `${row(many * 3, (i) => `fn f${i}(x: int) = f${i + 1}(x) + 1`).join('\n')}
fn f${many * 3}(x: int) = x${layout}`, 'E0104');
refused('a name of a million letters', `layout { html.P(${'a'.repeat(1_000_000)}) }`, 'E0201');
refused('errors without end', 'let = \n'.repeat(many), 'E0101');
refused('blocks of Python', row(many, (i) => `${' '.repeat(i % 50)}for x in xs:\n`).join(''), 'E0101');

taken('functions in order', `fn f0(x: int) = x
${row(many, (i) => `fn f${i + 1}(x: int) = f${i}(x) + 1`).join('\n')}
layout { html.P("{f${many}(1)}") }`);
taken('constants in any order', `${row(many, (i) => `let a${i} = a${i + 1} + 1`).join('\n')}
let a${many} = 1
layout { html.P("{a0}") }`);
taken('arms of a match', `fn f(n: int) -> int { match n {\n${row(1000, (i) => `${i} => ${i}\n`).join('')}_ => 0 } }
layout { html.P("{f(1)}") }`);
taken('early returns', `fn f(n: int) -> int {\n${row(many, (i) => `if n == ${i} { return ${i} }\n`).join('')}0 }
layout { html.P("{f(1)}") }`);
taken('items of a list', `let a = [${'1, '.repeat(many * 2)}1]\nlayout { html.P("{len(a)}") }`);
taken('fields of a record', `let a = {${row(1000, (i) => `f${i}: ${i}`).join(', ')}}\nlayout { html.P("{a.f1}") }`);
taken('children', `layout {\n${'html.P("a")\n'.repeat(many)}}`);
taken('interpolations', `let n = 1\nlayout { html.P("${'{n}'.repeat(many)}") }`);
taken('a line of a million letters', `layout { html.P("${'a'.repeat(1_000_000)}") }`);
taken('empty lines', `${'\n'.repeat(1_000_000)}${layout}`);
taken('a chain of callbacks', `layout {\n${row(1001, (i) => `dcc.Input(#a${i}, value="")\n`).join('')}}
${row(1000, (i) => `callback c${i}(v = #a${i}.value) -> #a${i + 1}.value { v }`).join('\n')}`);
