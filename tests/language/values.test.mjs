// SPDX-License-Identifier: MIT
//
// Values of the language as they come out of a running program: lists, slices,
// tuples, texts, comparisons, comprehensions.

import { run_cases } from "./cases.mjs";

await run_cases("lists", `
fn pair(n: int) -> (int, text) { (n, "n{n}") }
fn sum_to(n: int) -> int { var s = 0; for i in range(n) { s += i }; s }
`, [
    ["[1, 2, 3][0]", 1],
    ["[1, 2, 3][-1]", 3],
    ["[1, 2, 3][3]", /index 3 in a list of 3/],
    ["[1, 2, 3, 4][1:3]", [2, 3]],
    ["[1, 2, 3, 4][:2]", [1, 2]],
    ["[1, 2, 3, 4][-2:]", [3, 4]],
    ["[1, 2, 3, 4][3:1]", []],
    ["[1, 2, 3, 4][:]", [1, 2, 3, 4]],
    ["[1, 2][-9:9]", [1, 2]],
    ["\"häuser\"[1]", "ä"],
    ["\"häuser\"[-1]", "r"],
    ["\"häuser\"[1:4]", "äus"],
    ["\"häuser\"[-2:]", "er"],
    ["\"abc\"[5:]", ""],
    ["\"abc\"[3]", /index 3 in a text of 3/],
    ["[1] + [2, 3] + []", [1, 2, 3]],
    ["[1, 2] + [0.5]", [1, 2, 0.5]],
    ["[[1], [2, 3]] == [[1], [2, 3]]", true],
    ["[[1], [2, 3]] == [[1], [2, 4]]", false],
    ["[1, 2] != [1, 2, 3]", true],
    ["[1, 2] < [1, 3]", true],
    ["[1, 2] <= [1]", false],
    ["(1, \"b\") > (1, \"a\")", true],
    ["{a: 1, b: [\"x\"]} == {a: 1, b: [\"x\"]}", true],
    ["(1, 2.5) == (1, 2)", false],
    ["let a: [text]? = []\nlet b: [text]? = null\n[a == b, a != b, a == a, b == b, [a] == [b]]", [false, true, true, true, false]],
    ["[1, 2] in [[3], [1, 2]]", true],
    ["3 not in [1, 2]", true],
    ["\"b\" in \"abc\"", true],
    ["(1, \"x\") in [(1, \"y\"), (1, \"x\")]", true],
    ["let (a, b) = pair(3)\n{a: a, b: b}", { a: 3, b: "n3" }],
    ["pair(4)", [4, "n4"]],
    ["var s = \"\"\nfor (n, t) in [pair(1), pair(2)] { s += \"{n}{t};\" }\ns", "1n1;2n2;"],
    ["[t + \"!\" for (n, t) in [pair(1), pair(2)] if n > 1]", ["n2!"]],
    ["[x * y for x in range(3) for y in range(x)]", [0, 0, 2]],
    ["[\"{x}{y}\" for x in [\"a\", \"b\"] if x != \"a\" for y in range(1, 6, 2) if y != 3]", ["b1", "b5"]],
    ["[(x, y) for x in [1, 2] for y in [x, -x]]", [[1, 1], [1, -1], [2, 2], [2, -2]]],
    ["[[i * j for j in range(3)] for i in range(2)]", [[0, 0, 0], [0, 1, 2]]],
    ["range(5, 0, -2)", [5, 3, 1]],
    ["1 < 2 < 3", true],
    ["1 < 3 < 2", false],
    ["sum_to(5)", 10],
]);
