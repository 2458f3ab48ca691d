// SPDX-License-Identifier: MIT
//
// Runs the suites and adds up their cases:
//
//     node tests/run.mjs [--build DIR] [--sanitized DIR] [--fuzz DIR] [--seconds N] [SUITE…]
//
// DIR is a build folder, `build` by default; the suites that need one of the
// other two are left out without it. Every test program reports in TAP and finds
// the build folder as $DASHC_BUILD and the compiler as $DASHC. What a failed
// program printed is shown; a table comes last.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { run_tap } from "./tap.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: wanted } = parseArgs({
    allowPositionals: true,
    options: {
        build: { type: "string", default: join(root, "build") },
        sanitized: { type: "string" },
        fuzz: { type: "string" },
        seconds: { type: "string", default: "20" },
    },
});

const sanitizer_env = {
    ASAN_OPTIONS: "detect_stack_use_after_return=1:strict_string_checks=1",
    UBSAN_OPTIONS: "halt_on_error=1:print_stacktrace=1",
};

// Sanitizers make stack frames several times larger.
const large_stack = (program) => ({ ...program, command: "sh", args: ["-c", 'ulimit -s 65536; exec "$@"', "sh", program.command, ...program.args] });

const introspect = (build, what) => JSON.parse(execFileSync("meson", ["introspect", what, build], { encoding: "utf8" }));

// What a suite runs: [{name, command, args, …}].
function unit_programs(build) {
    return introspect(build, "--tests").map((test) => ({
        name: test.name, command: test.cmd[0], args: test.cmd.slice(1), cwd: test.workdir ?? undefined,
        env: { CMOCKA_MESSAGE_OUTPUT: "TAP" },
    }));
}

const node_program = (file) => ({ name: file, command: "node", args: ["--test-reporter=tap", join(root, file)] });

// The folder's run.mjs, if it has one, and its *.test.mjs.
const node_programs = (folder) => () =>
    readdirSync(join(root, folder)).filter((file) => /^run\.mjs$|\.test\.mjs$/.test(file)).sort()
        .map((file) => node_program(`${folder}/${file}`));

// Folders with files for the fuzzer to start from, besides tests/fuzz/corpus/TARGET.
const sources = [...["accept", "reject", "emit", "format", "syntax"].map((folder) => `tests/language/${folder}`), "samples"];
const seeds = { fuzz_parse: sources, fuzz_check: sources };

// The words of a target: its own list, or for those of the compiler what words.mjs knows.
function dictionary(target, folder) {
    const own = join(root, "tests/fuzz", `${target}.dict`);
    if (existsSync(own)) return own;
    const made = join(folder, "words.dict");
    writeFileSync(made, execFileSync("node", [join(root, "tests/fuzz/words.mjs")]));
    return made;
}

// libFuzzer's targets; the files that they find go to a folder that is thrown away.
// Weighing inputs (its -entropic) would take three quarters of the time.
function fuzz_programs(build) {
    return introspect(build, "--targets").filter((target) => target.defined_in.endsWith("tests/fuzz/meson.build")).map((target) => {
        const corpora = [`tests/fuzz/corpus/${target.name}`, ...(seeds[target.name] ?? [])].map((folder) => join(root, folder));
        const found = mkdtempSync(join(tmpdir(), "fuzz-"));
        mkdirSync(join(found, "corpus"));
        return {
            name: target.name, command: target.filename[0], found, cwd: join(root, "tests/language/accept"),
            args: [
                `-max_total_time=${options.seconds}`, "-timeout=10", "-rss_limit_mb=2048", `-artifact_prefix=${resolve(build)}/`,
                "-close_fd_mask=3", "-verbosity=0", "-print_final_stats=1", "-entropic=0", "-max_len=4096", `-dict=${dictionary(target.name, found)}`,
                join(found, "corpus"), ...corpora.filter(existsSync),
            ],
        };
    });
}

const language_programs = node_programs("tests/language");
const protocol_programs = node_programs("tests/protocol");
const browser_programs = node_programs("tests/browser");

const suites = [
    { name: "unit", programs: unit_programs, build: options.build },
    { name: "language", programs: language_programs, build: options.build },
    { name: "tools", programs: node_programs("tests/tools"), build: options.build },
    { name: "protocol", programs: protocol_programs, build: options.build },
    { name: "browser", programs: browser_programs, build: options.build },
    { name: "unit, sanitized", programs: unit_programs, build: options.sanitized, env: sanitizer_env },
    { name: "language, sanitized", programs: language_programs, build: options.sanitized, env: sanitizer_env },
    { name: "protocol, sanitized", programs: protocol_programs, build: options.sanitized, env: sanitizer_env },
    { name: "fuzz", programs: fuzz_programs, build: options.fuzz, at_once: 2, one_case: true },
];

// libFuzzer does not speak TAP: a target is one case.
const as_case = (result) => ({ ...result, passed: result.failed ? 0 : 1 });

async function run_suite(suite) {
    const total = { name: suite.name, passed: 0, failed: 0, skipped: 0, seconds: 0 };
    const started = performance.now();
    const build = resolve(suite.build);
    const queue = suite.programs(build);
    const env = { DASHC_BUILD: build, DASHC: join(build, "compiler/dashc"), ...suite.env };
    const worker = async () => {
        for (let program = queue.shift(); program; program = queue.shift()) {
            const { command, args } = suite.env === sanitizer_env ? large_stack(program) : program;
            const raw = await run_tap(command, args, { cwd: program.cwd ?? root, env: { ...env, ...program.env } });
            const result = suite.one_case ? as_case(raw) : raw;
            if (program.found) rmSync(program.found, { recursive: true });
            if (result.failed) console.log(`---- ${suite.name}: ${program.name}\n${result.output.slice(-20_000)}`);
            for (const key of ["passed", "failed", "skipped"]) total[key] += result[key];
        }
    };
    await Promise.all(Array.from({ length: suite.at_once ?? 1 }, worker));
    total.seconds = (performance.now() - started) / 1000;
    return total;
}

const row = (name, ...cells) => console.log(name.padEnd(22) + cells.map((cell) => String(cell).padStart(9)).join(""));

const totals = [];
for (const suite of suites) {
    if (!suite.build || (wanted.length > 0 && !wanted.includes(suite.name))) continue;
    console.log(`== ${suite.name}`);
    totals.push(await run_suite(suite));
}
console.log("");
row("suite", "passed", "failed", "skipped", "seconds");
for (const total of totals) row(total.name, total.passed, total.failed, total.skipped, total.seconds.toFixed(1));
const sum = (key) => totals.reduce((all, total) => all + total[key], 0);
const empty = totals.filter((total) => total.passed + total.failed === 0);
for (const total of empty) console.log(`the suite ${total.name} ran nothing: that is a failure`);
console.log(`\n${sum("passed")} passed, ${sum("failed") + empty.length} failed`);
process.exitCode = sum("failed") + empty.length > 0 ? 1 : 0;
