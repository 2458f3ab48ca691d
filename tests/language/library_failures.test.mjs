// SPDX-License-Identifier: MIT
//
// What the standard library refuses while the program runs: the request fails,
// the log has the place and the reason.

import { run_cases } from "./cases.mjs";

await run_cases("failures", `
fn none() -> [int] { [x for x in [1] if x > 1] }
`, [
    ["max(none())", /an empty list/],
    ["min(none(), by=none())", /an empty list/],
    ["sort([1, 2], by=[1])", /1 keys for 2 items/],
    ["sum([9223372036854775807, 1])", /does not fit in an int/],
    ["quantile([1, 2], 1.5)", /from 0 to 1/],
    ["histogram([1.5], bins=0)", /0 bins/],
    ["histogram([inf])", /not finite/],
    ["linspace(0, 1, -1)", /linspace of -1/],
    ["arange(0, 1, 0)", /has no end/],
    ["range(0, 5, 0)", /step of a range is 0/],
    ["floor(nan)", /does not fit in an int/],
    ["abs(-9223372036854775807 - 1)", /does not fit in an int/],
    ["date(2026, 2, 30)", /there is no date 2026-02-30/],
    ["datetime(2026, 2, 3, 25)", /there is no time 25:00:00/],
    ["date\"9999-12-31\" + 1d", /after 9999/],
    ["datetime\"0001-01-01T00:00:00\" - 1s", /before the year 1/],
    ["date\"2026-01-31\".addmonths(999999)", /after 9999/],
    ["let hours = 5h\ndate\"2026-01-31\" + hours", /whole days/],
    ["1h * inf", /does not fit in an int/],
    ["div(1h, 0s)", /divided by zero/],
    ["trunc(datetime\"2026-01-31T00:00:00\", 0s)", /not positive/],
    ["trunc(date\"2026-01-31\", lower(\"HOUR\"))", /trunc to "hour"/],
    ["format(3, lower(\"S\"))", /bad format "s"/],
    ["format(date\"2026-01-31\", lower(\"%Q\"))", /no such code/],
    ["parse(\"1\", lower(\"%Q\"))", /no such code/],
    ["\"{-1:c}\"", /is not the number of a character/],
    ["pad(\"a\", 9, \"xy\")", /one character/],
    ["repeat(\"abc\", 1000000000000)", /1000000000000 times/],
    ["matches(repeat(\"a\", 60) + \"b\", \"(a+)+$\")", /takes too long/],
    ["findall(repeat(\"aaaaaaaaaaaaaa \", 9000), \"(?:(?:a+)+b|.)\").len()", /takes too long/],
    ["matches(\"a\", \"(\" + lower(\"A\"))", /wrong at byte 2/],
    ["sub(\"a\", \"a\", r\"\\1\")", /a group that the pattern has not/],
    ["json.parse(\"[1\")", /malformed JSON/],
    ["rng(1).int(2, 1)", /no int from 2 to 1/],
    ["rng(1).choice(none())", /empty list/],
    ["rng(1).sample([1], 2)", /2 different ones of 1/],
]);
