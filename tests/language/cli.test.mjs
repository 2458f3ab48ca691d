// SPDX-License-Identifier: MIT
//
// The command line of dashc: help, wrong use, exit statuses, what happens when
// the machine does not play along. Needs only that the compiler is built:
//
//     DASHC=build/compiler/dashc node --test tests/language/cli.test.mjs
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync,
  symlinkSync, truncateSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const dashc = resolve(process.env.DASHC ?? 'build/compiler/dashc');
const good = 'app "Tiny"\nlayout {\n  html.H1("Hello")\n}\n';
const bad = 'app "Tiny"\nlayout {\n  html.H1(chlidren="Hello")\n}\n';
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'dashc-cli-'));
  writeFileSync(join(folder, 'good.dash'), good);
  writeFileSync(join(folder, 'bad.dash'), bad);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function run(args, { program = dashc, env = {} } = {}) {
  const done = spawnSync(program, args, {
    cwd: folder, encoding: 'utf8', timeout: 120_000, env: { ...process.env, CC: '', ...env },
  });
  assert.equal(done.error, undefined);
  return { status: done.status, out: done.stdout, err: done.stderr };
}

// Wrong use: status 2, nothing on standard output, one line.
function refuses(args, pattern, options) {
  const { status, out, err } = run(args, options);
  assert.equal(status, 2, err);
  assert.equal(out, '');
  assert.match(err, /^dashc: error: [^\n]*\n$/);
  assert.match(err, pattern);
}

// The machine's fault: status 1 and a code.
function fails(args, pattern, options) {
  const { status, err } = run(args, options);
  assert.equal(status, 1, err);
  assert.match(err, /^dashc: error\[E08\d\d\]: /);
  assert.match(err, pattern);
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('.dashc')), []);
}

test('help teaches', () => {
  const general = run(['--help']);
  assert.equal(general.status, 0);
  for (const command of ['build', 'run', 'check', 'emit']) {
    assert.match(general.out, new RegExp(`^  ${command} `, 'm'));
    const { status, out } = run([command, '--help']);
    assert.equal(status, 0);
    assert.match(out, new RegExp(`^Usage: dashc ${command} APP.dash`));
    assert.match(out, /^Examples:\n {2}dashc /m);
    assert.match(out, /^ {6}--diagnostics=FORM/m);
    assert.equal(run(['help', command]).out, out);
  }
  assert.match(run(['run', '--help']).out, /--port 8051/);
  assert.doesNotMatch(run(['check', '--help']).out, /--output/);
});

test('no argument: the help, but as wrong use', () => {
  const { status, out, err } = run([]);
  assert.equal(status, 2);
  assert.equal(out, '');
  assert.match(err, /^Usage: dashc COMMAND/m);
});

test('version names what is inside', () => {
  const { status, out } = run(['--version']);
  assert.equal(status, 0);
  assert.match(out, /^dashc \d+\.\d+\.\d+\n/);
  for (const part of ['civetweb', 'cJSON', 'libdeflate', 'Zstandard', 'PCRE2']) assert.match(out, new RegExp(part));
});

test('wrong use is one line', () => {
  refuses(['biuld', 'good.dash'], /no command `biuld`, did you mean `build`\?/);
  refuses(['good.dash'], /a command is missing: did you mean `dashc run good.dash`\?/);
  refuses(['--verbose'], /options come after the command/);
  refuses(['build', 'good.dash', '--ouput=x'], /no option --ouput=x, did you mean --output\?/);
  refuses(['check', 'good.dash', '-o', 'x'], /`dashc check` has no option -o/);
  refuses(['check', 'good.dash', '--diagnostics'], /--diagnostics needs a value: --diagnostics=text\|json/);
  refuses(['check', 'good.dash', '--diagnostics=xml'], /one of text\|json\|sarif, not `xml`/);
  refuses(['check', 'good.dash', '--color='], /--color needs a value/);
  refuses(['build', 'good.dash', '--keep=yes'], /--keep takes no value/);
  refuses(['build', 'good.dash', '-O9'], /--optimise is one of 0\|1\|2\|3, not `9`/);
  refuses(['check'], /`dashc check` needs a file/);
  refuses(['check', 'good.dash', 'bad.dash'], /takes one file/);
  refuses(['build', '-'], /name the binary with -o/);
  refuses(['check', 'good.dash', '--', 'x'], /only `dashc run` takes arguments/);
});

test('files that cannot be read', () => {
  refuses(['check', 'none.dash'], /cannot read none.dash: No such file or directory/);
  refuses(['check', '.'], /cannot read \.: it is a directory/);
  refuses(['check', '/dev/null'], /it is not an ordinary file/);
  const { status, err } = run(['check', 'none.dash', '--diagnostics=json']);
  assert.equal(status, 2);
  const [first, last] = err.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(first.code, 'E0001');
  assert.equal(first.file, null);
  assert.deepEqual(last, { kind: 'summary', errors: 1, warnings: 0, shown: 1 });
});

test('a file that is not UTF-8 is an error of the app', () => {
  writeFileSync(join(folder, 'latin.dash'), Buffer.from('app "caf\xe9"\n', 'latin1'));
  const { status, err } = run(['check', 'latin.dash']);
  assert.equal(status, 1);
  assert.match(err, /error\[E0002\]: latin.dash is not UTF-8: byte 0xE9 at line 1, column 9\n/);
});

test('a file of 100 MB is refused', () => {
  writeFileSync(join(folder, 'huge.dash'), '');
  truncateSync(join(folder, 'huge.dash'), 100e6);
  const { status, err } = run(['check', 'huge.dash']);
  assert.equal(status, 1);
  assert.match(err, /error\[E0003\]: cannot read huge.dash: it is too large\n/);
});

test('check', () => {
  assert.deepEqual(run(['check', 'good.dash']), { status: 0, out: '', err: '' });
  const { status, out, err } = run(['check', 'bad.dash']);
  assert.equal(status, 1);
  assert.equal(out, '');
  assert.match(err, /^bad\.dash:3:11: error\[E\d{4}\]: /);
  assert.match(err, /did you mean `children`\?/);
  assert.match(err, /\n1 error\n$/);
});

test('colours only when asked', () => {
  assert.doesNotMatch(run(['check', 'bad.dash']).err, /\x1b/);
  assert.match(run(['check', 'bad.dash', '--color=always']).err, /\x1b\[1;31merror/);
  assert.doesNotMatch(run(['check', 'bad.dash', '--color', 'never']).err, /\x1b/);
});

test('emit is the same every time and goes where it should', () => {
  const { status, out } = run(['emit', 'good.dash']);
  assert.equal(status, 0);
  assert.match(out, /#include <dash\/dash.h>/);
  assert.equal(run(['emit', 'good.dash', '-o', '-']).out, out);
  assert.equal(run(['emit', '-o', 'app.c', 'good.dash']).status, 0);
  assert.equal(readFileSync(join(folder, 'app.c'), 'utf8'), out);
  assert.equal(statSync(join(folder, 'app.c')).mode & 0o111, 0);
  assert.match(out, /^#line/m);
  assert.doesNotMatch(run(['emit', 'good.dash', '--no-line']).out, /^#line/m);
  fails(['emit', 'good.dash', '-o', 'none/app.c'], /cannot write none\/app.c: No such file/);
  fails(['emit', 'good.dash', '-o', '/dev/full'], /not an ordinary file/);
});

test('emit to a full disk', () => {
  const done = spawnSync('sh', ['-c', '"$0" emit good.dash >/dev/full', dashc], {
    cwd: folder, encoding: 'utf8',
  });
  assert.equal(done.status, 1);
  assert.match(done.stderr, /cannot write to standard output: No space left on device/);
});

test('build makes a static program', () => {
  const { status, out, err } = run(['build', 'good.dash']);
  assert.equal(status, 0, err);
  assert.equal(out, '');
  assert.match(err, /^good {2}\d+\.\d MB {2}in \d+\.\d s\n$/);
  const app = join(folder, 'good');
  assert.equal(statSync(app).mode & 0o111, 0o111);
  assert.equal(run(['--help'], { program: app }).status, 0);
  const licenses = run(['--licenses'], { program: app }).out;
  for (const part of ['civetweb', 'cJSON', 'libdeflate', 'react-dom', 'dash-html-components'])
    assert.match(licenses, new RegExp(`^---- ${part} `, 'm'));
  for (const part of ['dash-core-components', 'dash-table', 'plotly'])
    assert.doesNotMatch(licenses, new RegExp(`^---- ${part}`, 'm'));
});

test('build says why it cannot write', () => {
  mkdirSync(join(folder, 'taken'));
  fails(['build', 'good.dash', '-o', 'taken'], /cannot write taken: it is a directory/);
  fails(['build', 'good.dash', '-o', 'none/app'], /cannot write none\/app: No such file/);
  fails(['build', 'good.dash', '-o', '/proc/app'], /cannot write \/proc\/app: /);
  fails(['build', 'good.dash'], /cannot make a temporary folder in \/none/, {
    env: { TMPDIR: '/none' },
  });
});

test('an old output stays when the build fails', () => {
  writeFileSync(join(folder, 'old'), 'old');
  fails(['build', 'good.dash', '-o', 'old', '--cc', 'false'], /does not take the program/);
  assert.equal(readFileSync(join(folder, 'old'), 'utf8'), 'old');
});

test('the C compiler', () => {
  fails(['build', 'good.dash', '--cc', 'none-cc'], /cannot run the C compiler `none-cc`: No such file/);
  fails(['build', 'good.dash'], /cannot run the C compiler `other-cc`/, { env: { CC: 'other-cc' } });
  const cc = join(folder, 'sad-cc');
  writeFileSync(cc, '#!/bin/sh\necho "sad.c:1: error: so sad" >&2\nexit 3\n');
  chmodSync(cc, 0o755);
  fails(['build', 'good.dash', '--cc', cc], /note: sad\.c:1: error: so sad\n/);
  fails(['build', 'good.dash', '--cc', cc], /mistake in dashc: please report/);
  writeFileSync(cc, '#!/bin/sh\necho "as: No space left on device" >&2\nexit 1\n');
  fails(['build', 'good.dash', '--cc', cc], /help: make room, or set TMPDIR/);
});

test('temporary folders go away, or stay when asked', () => {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const env = { TMPDIR: temporary };
  assert.equal(run(['build', 'good.dash', '-o', 'app'], { env }).status, 0);
  assert.equal(run(['build', 'good.dash', '-o', 'app', '--cc', 'false'], { env }).status, 1);
  assert.deepEqual(readdirSync(temporary), []);
  const { err } = run(['build', 'good.dash', '-o', 'app', '--keep', '-v'], { env });
  const [, kept] = /^kept (.*)$/m.exec(err);
  assert.equal(dirname(kept), temporary);
  assert.ok(existsSync(join(kept, 'app.c')));
  assert.match(err, /^\+ cc .* app\.c$/m);
});

test('an interrupt leaves nothing', async () => {
  const temporary = join(folder, 'interrupted');
  mkdirSync(temporary);
  const cc = join(folder, 'slow-cc');
  writeFileSync(cc, '#!/bin/sh\nexec sleep 60\n');
  chmodSync(cc, 0o755);
  const child = spawn(dashc, ['build', 'good.dash', '-o', 'app2', '--cc', cc], {
    cwd: folder, detached: true, stdio: 'ignore', env: { ...process.env, TMPDIR: temporary },
  });
  const ended = once(child, 'exit');
  while (!readdirSync(temporary).some((name) => existsSync(join(temporary, name, 'embed.log'))))
    await new Promise((resume) => setTimeout(resume, 10));
  process.kill(-child.pid, 'SIGINT');
  assert.deepEqual(await ended, [null, 'SIGINT']);
  assert.deepEqual(readdirSync(temporary), []);
  assert.deepEqual(readdirSync(folder).filter((name) => /^app2|^\.dashc/.test(name)), []);
});

test('run compiles, starts the program with its arguments and leaves nothing', () => {
  const temporary = join(folder, 'run');
  mkdirSync(temporary);
  const { status, out, err } = run(['run', 'good.dash', '--', '--version'], { env: { TMPDIR: temporary } });
  assert.equal(status, 0, err);
  assert.match(out, /^good\b/);
  assert.deepEqual(readdirSync(temporary), []);
  assert.equal(run(['run', 'good.dash', '--', '--no-such-option']).status, 2);
  assert.equal(run(['run', 'bad.dash']).status, 1);
});

test('found through a link', () => {
  symlinkSync(dashc, join(folder, 'linked'));
  assert.equal(run(['build', 'good.dash', '-o', 'app'], { program: join(folder, 'linked') }).status, 0);
});

test('installed under another prefix', () => {
  const build = dirname(dirname(dashc));
  const root = join(folder, 'root');
  const install = spawnSync('meson', ['install', '-C', build, '--no-rebuild', '--quiet', '--destdir', root], {
    encoding: 'utf8',
  });
  assert.equal(install.status, 0, install.stderr);
  const find = spawnSync('find', [root, '-name', 'dashc', '-type', 'f'], { encoding: 'utf8' });
  const program = find.stdout.trim();
  assert.ok(program.endsWith('/bin/dashc'), find.stdout);
  const { status, err } = run(['build', 'good.dash', '-o', 'app', '-v'], { program });
  assert.equal(status, 0, err);
  assert.match(err, new RegExp(`${root}.*/include`));
  rmSync(join(dirname(program), '../lib/dashc/libdash.a'));
  fails(['build', 'good.dash', '-o', 'app'], /cannot find the runtime/, { program });
});
