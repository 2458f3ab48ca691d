// SPDX-License-Identifier: MIT
//
// Assignment to parts of values, and that a change through one name is never
// seen through another.

import { run_cases } from "./cases.mjs";

await run_cases("changes", `
type Point = {x: int, ys: [int], at: {z: float?}}
fn same(xs: [int]) -> [int] { xs }
fn holding(js: [json]) -> {j: json} { {j: js} }
fn total(xs: [int]) -> int { sum(xs) }
fn first_row(g: [[float]]) -> [float] { g[0] }
fn life(n: int) -> [[int]] {
  var grid = [[0 for i in range(n)] for j in range(n)]
  for i in range(n) { for j in range(n) { grid[i][j] = i * n + j } }
  grid
}
fn both(g: [[int]]) -> [[[int]]] {
  var a = g
  var b = a
  a[0][0] = 100
  b[0][1] = 200
  [g, a, b]
}
fn heat(n: int, steps: int) -> [[float]] {
  var now = [[0.0 for x in range(n)] for y in range(n)]
  for x in range(n) { now[0][x] = 1.0 }
  for step in range(steps) {
    var next = now
    for y in range(1, n - 1) {
      for x in range(1, n - 1) {
        next[y][x] = 0.25 * (now[y - 1][x] + now[y + 1][x] + now[y][x - 1] + now[y][x + 1])
      }
    }
    now = next
  }
  now
}
fn sieve(n: int) -> [int] {
  var prime = [true for i in range(n)]
  var found: [int] = []
  for i in range(2, n) {
    if prime[i] {
      found += [i]
      var j = i * i
      while j < n { prime[j] = false; j += i }
    }
  }
  found
}
fn sorted(list: [int]) -> [int] {
  var xs = list
  for i in range(1, len(xs)) {
    var j = i
    while j > 0 and xs[j - 1] > xs[j] {
      let t = xs[j]
      xs[j] = xs[j - 1]
      xs[j - 1] = t
      j -= 1
    }
  }
  xs
}
`, [
    ["var xs = [1, 2, 3]\nxs[1] = 20\nxs[-1] += 5\nxs", [1, 20, 8]],
    ["var xs = [1, 2, 3]\nlet ys = xs\nxs[0] = 9\n[xs, ys]", [[9, 2, 3], [1, 2, 3]]],
    ["var xs = [1, 2, 3]\nvar ys = xs\nxs[0] = 9\nys[0] = 8\nxs[1] = 7\n[xs, ys]", [[9, 7, 3], [8, 2, 3]]],
    ["var xs = [1, 2]\nxs[0] = 5\nlet ys = same(xs)\nxs[0] = 6\n[xs, ys]", [[6, 2], [5, 2]]],
    ["var xs = [1, 2]\nvar all: [[int]] = []\nfor i in range(3) { xs[0] = i; all += [xs] }\nall", [[0, 2], [1, 2], [2, 2]]],
    ["var xs = [1, 2]\nvar n = 0\nfor i in range(3) { xs[0] += i; n += total(xs) }\nn", 3 + 4 + 6],
    ["var xs = [3, 1]\nxs[2] = 1\nxs", /index 2 in a list of 2/],
    ["var xs: [int] = []\nfor i in range(10) { xs += [i * i] }\nxs", [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]],
    ["var xs = [1]\nxs += xs\nxs += [len(xs), xs[0]]\nxs += same(xs)[1:]\nxs", [1, 1, 2, 1, 1, 2, 1]],
    ["var xs = [1, 2]\nlet ys = xs\nxs += [3]\nlet zs = xs\nxs += [4]\n[xs, ys, zs]", [[1, 2, 3, 4], [1, 2], [1, 2, 3]]],
    ["var xs: [float] = [1]\nxs += [2]\nxs[0] /= 4\nxs", [0.25, 2]],
    ["var t = \"a\"\nt += \"b\"\nt", "ab"],
    ["var p = {x: 1, ys: [1, 2], at: {z: 1.5}}\nlet q = p\np.x = 5\np.ys[0] = 7\np.at.z += 1\n[p, q]", [
        { x: 5, ys: [7, 2], at: { z: 2.5 } }, { x: 1, ys: [1, 2], at: { z: 1.5 } }]],
    ["var p: Point = {x: 1, ys: [], at: {z: null}}\np.ys += [1, 2]\nif p.at.z == null { p.at.z = 3 }\np.at.z += 1\np", { x: 1, ys: [1, 2], at: { z: 4 } }],
    ["var ps = [{x: 1, ys: [1]}, {x: 2, ys: [2]}]\nlet old = ps[0]\nps[0].ys[0] += 10\nps[1].x = 5\nlet now = ps[0]\nps[0].ys += [3]\n[ps, [old, now]]", [
        [{ x: 1, ys: [11, 3] }, { x: 5, ys: [2] }], [{ x: 1, ys: [1] }, { x: 1, ys: [11] }]]],
    ["var g = [[1, 2], [3, 4]]\nlet row = g[0]\ng[0][0] = 9\ng[1] = g[0]\ng[0][1] = 8\n[g, [row]]", [[[9, 8], [9, 2]], [[1, 2]]]],
    ["var row = [1, 2]\nvar g = [row, row]\ng[0][0] = 5\nrow[1] = 7\ng[1] = row\nrow[0] = 3\ng[1][1] = 4\n[g, [row]]", [[[5, 2], [1, 4]], [[3, 7]]]],
    ["var g = [[1, 2], [3, 4]]\nvar rows: [[int]] = []\nfor r in g { rows += [r]; g[0][0] += 1 }\ng[1][1] = 9\n[g, rows]", [[[3, 2], [3, 9]], [[1, 2], [3, 4]]]],
    ["var xs = [1, 2, 3]\nvar s = 0\nfor x in xs { xs[2] = 100; s += x }\n[s, xs[2]]", [6, 100]],
    ["var xs = [1, 2, 3]\nvar s = 0\nfor x in xs { s += x }\nlet d = [x * 2 for x in xs]\nxs[0] = s\n[xs, d]", [[6, 2, 3], [2, 4, 6]]],
    ["both(life(2))", [[[0, 1], [2, 3]], [[100, 1], [2, 3]], [[0, 200], [2, 3]]]],
    ["life(3)[2]", [6, 7, 8]],
    ["heat(4, 2)[1]", [0, 0.3125, 0.3125, 0]],
    ["sieve(30)", [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]],
    ["sorted([5, 2, 9, 1, 5])", [1, 2, 5, 5, 9]],
    ["var ts = [\"a\", \"b\"]\nts[0] += \"!\"\nts += [\"c\"]\nts", ["a!", "b", "c"]],
    ["var js: [json] = [1, \"x\"]\nlet old: json = js\njs[0] = {a: 1}\njs += [null]\n[old, js]", [[1, "x"], [{ a: 1 }, "x", null]]],
    ["var r: {js: [json]} = {js: [1]}\nr.js += [2]\nlet old: json = r\nr.js[0] = 9\n[old, r]", [{ js: [1, 2] }, { js: [9, 2] }]],
    ["var js: [json] = [1]\njs += [2]\nlet h = holding(js)\njs[0] = 9\n[h.j, js]", [[1, 2], [9, 2]]],
    ["var j: json = {a: 1, b: [1, 2]}\nlet old = j\nj.a = \"x\"\nj.b[1] = (j.b[1] as int) + 5\nj[\"c\"] = [true]\n[j, old]", [
        { a: "x", b: [1, 7], c: [true] }, { a: 1, b: [1, 2] }]],
    ["var j: json = {}\nj.a.b = 1\nj", { a: { b: 1 } }],
    ["var j: json = [1]\nj[3] = 1\nj", /index 3/],
    ["var p = (1, [1, 2])\nlet (a, b) = p\nvar c = b\nc[0] = 9\n[[a], b, c]", [[1], [1, 2], [9, 2]]],
    ["var o: {xs: [int]?} = {xs: null}\nif o.xs == null { o.xs = [1] }\no.xs[0] = 4\no", { xs: [4] }],
    ["var xs: [int]? = null\nxs = [1, 2]\nxs[0] = 3\nxs", [3, 2]],
    ["var m: [[[int]]] = [[[1]]]\nlet n = m\nm[0][0] += [2]\nm[0] += [[3]]\n[m, n]", [[[[1, 2], [3]]], [[[1]]]]],
]);
