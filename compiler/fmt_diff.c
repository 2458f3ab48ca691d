/* SPDX-License-Identifier: MIT
 *
 * The difference of two texts by lines, after Myers: the shortest way from one to the
 * other, found by ever more steps. Texts that differ in more than STEPS_MAX lines are
 * shown as one block.
 */
#include "fmt.h"

enum { STEPS_MAX = 1000, CONTEXT = 3 };

typedef Vec(Str) Lines;

typedef struct Edit { /* a line of either text */
    char sign;        /* ' ', '-', '+' */
    Str line;
} Edit;

typedef struct Diff {
    Arena *arena;
    Lines before, after;
    Vec(Edit) edits; /* backwards while the way is walked */
} Diff;

static Lines split_lines(Arena *arena, Str text)
{
    Lines lines = {0};
    while (text.len > 0) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        vec_push(arena, &lines, ((Str){text.ptr, len}));
        size_t step = len + (end != NULL);
        text = (Str){text.ptr + step, text.len - step};
    }
    return lines;
}

/* ---- the shortest way ------------------------------------------------------------------ */

static int slide(const Diff *diff, int x, int diagonal)
{
    while (x < diff->before.count && x - diagonal < diff->after.count &&
           str_eq(diff->before.at[x], diff->after.at[x - diagonal]))
        x++;
    return x;
}

/* Whether the best way onto a diagonal comes from the one above: by a line of `after`. */
static bool comes_down(const int *reach, int diagonal, int step)
{
    return diagonal == -step || (diagonal != step && reach[diagonal - 1] < reach[diagonal + 1]);
}

/* Walks back through what each step reached, and notes the edits, last first. */
static void walk_back(Diff *diff, int *const *reached, int steps)
{
    int x = diff->before.count, y = diff->after.count;
    for (int step = steps; step >= 0; step--) {
        const int *reach = reached[step] + step + 1;
        int diagonal = x - y;
        bool down = comes_down(reach, diagonal, step);
        int from = down ? diagonal + 1 : diagonal - 1;
        int start = step == 0 ? 0 : reach[from] + !down;
        for (; x > start && y > start - diagonal; x--, y--)
            vec_push(diff->arena, &diff->edits, ((Edit){' ', diff->before.at[x - 1]}));
        if (step == 0)
            return;
        Edit edit = down ? (Edit){'+', diff->after.at[--y]} : (Edit){'-', diff->before.at[--x]};
        vec_push(diff->arena, &diff->edits, edit);
    }
}

static bool find_way(Diff *diff)
{
    int *reached[STEPS_MAX + 1];
    int *last = arena_array(diff->arena, int, 3);
    for (int step = 0; step <= STEPS_MAX; step++) {
        reached[step] = last; /* before the step: diagonals -step - 1 … step + 1 */
        int *next = arena_array(diff->arena, int, 2 * step + 5);
        const int *reach = last + step + 1;
        for (int diagonal = -step; diagonal <= step; diagonal += 2) {
            bool down = comes_down(reach, diagonal, step);
            int x = step == 0 ? 0 : down ? reach[diagonal + 1] : reach[diagonal - 1] + 1;
            x = slide(diff, x, diagonal);
            next[diagonal + step + 2] = x;
            if (x >= diff->before.count && x - diagonal >= diff->after.count) {
                walk_back(diff, reached, step);
                return true;
            }
        }
        last = next;
    }
    return false;
}

static void replace_all(Diff *diff)
{
    for (int i = diff->after.count; i-- > 0;)
        vec_push(diff->arena, &diff->edits, ((Edit){'+', diff->after.at[i]}));
    for (int i = diff->before.count; i-- > 0;)
        vec_push(diff->arena, &diff->edits, ((Edit){'-', diff->before.at[i]}));
}

/* ---- printing ------------------------------------------------------------------------------ */

static const Edit *edit_at(const Diff *diff, int i)
{
    return &diff->edits.at[diff->edits.count - 1 - i];
}

/* The end of the hunk that begins at a change: changes with little between them. */
static int hunk_end(const Diff *diff, int start)
{
    int end = start, same = 0;
    for (int i = start; i < diff->edits.count && same <= 2 * CONTEXT; i++) {
        same = edit_at(diff, i)->sign == ' ' ? same + 1 : 0;
        end = same == 0 ? i + 1 : end;
    }
    return end;
}

static void put_hunk(Buf *out, const Diff *diff, int start, int end, const int line[2])
{
    int count[2] = {0, 0};
    for (int i = start; i < end; i++) {
        count[0] += edit_at(diff, i)->sign != '+';
        count[1] += edit_at(diff, i)->sign != '-';
    }
    buf_printf(out, "@@ -%d,%d +%d,%d @@\n", line[0] + (count[0] > 0), count[0],
               line[1] + (count[1] > 0), count[1]);
    for (int i = start; i < end; i++) {
        const Edit *edit = edit_at(diff, i);
        buf_putc(out, edit->sign);
        buf_put(out, edit->line.ptr, edit->line.len);
        buf_putc(out, '\n');
    }
}

static void put_hunks(Buf *out, const Diff *diff)
{
    int line[2] = {0, 0}, printed = 0; /* lines of both texts before edit number `printed` */
    for (int i = 0; i < diff->edits.count; i++) {
        if (edit_at(diff, i)->sign == ' ')
            continue;
        int start = i - printed > CONTEXT ? i - CONTEXT : printed;
        int end = hunk_end(diff, i) + CONTEXT;
        end = end < diff->edits.count ? end : diff->edits.count;
        for (; printed < start; printed++)
            line[0]++, line[1]++;
        put_hunk(out, diff, start, end, line);
        for (; printed < end; printed++) {
            line[0] += edit_at(diff, printed)->sign != '+';
            line[1] += edit_at(diff, printed)->sign != '-';
        }
        i = end - 1;
    }
}

void fmt_diff(Buf *out, const char *path, Str before, Str after)
{
    if (str_eq(before, after))
        return;
    Diff diff = {.arena = out->arena};
    diff.before = split_lines(out->arena, before);
    diff.after = split_lines(out->arena, after);
    if (!find_way(&diff))
        replace_all(&diff);
    buf_printf(out, "--- %s\n+++ %s\n", path, path);
    put_hunks(out, &diff);
}
