/* SPDX-License-Identifier: MIT
 *
 * Did you mean: the candidate with the smallest Damerau-Levenshtein distance
 * (insert, delete, change a letter, swap two neighbours), if it is small for
 * the length of the name. Names that differ only in case or in `_` and `-` are
 * as near as one letter. And words in lists.
 */
#include "source/diag.h"

#include <limits.h>

#define LONGEST 80 /* longer names get no suggestion */

Suggest suggest_for(const char *wanted)
{
    return (Suggest){.wanted = wanted, .distance = INT_MAX};
}

static int smallest(int a, int b, int c)
{
    int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static int edit_distance(const char *a, int a_len, const char *b, int b_len)
{
    int rows[3][LONGEST + 1]; /* of the matrix: two before, one before, this one */
    int *before = rows[0], *last = rows[1], *row = rows[2];
    for (int j = 0; j <= b_len; j++)
        last[j] = j;
    for (int i = 1; i <= a_len; i++) {
        row[0] = i;
        for (int j = 1; j <= b_len; j++) {
            int change = last[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = smallest(last[j] + 1, row[j - 1] + 1, change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < row[j])
                row[j] = before[j - 2] + 1;
        }
        int *free_row = before;
        before = last;
        last = row;
        row = free_row;
    }
    return last[b_len];
}

/* The name in lower case without `_` and `-`. */
static int fold(char out[LONGEST + 1], const char *name)
{
    int len = 0;
    for (; *name; name++) {
        if (*name == '_' || *name == '-')
            continue;
        out[len++] = (char)(*name >= 'A' && *name <= 'Z' ? *name + 32 : *name);
    }
    out[len] = '\0';
    return len;
}

void suggest_consider(Suggest *suggest, const char *candidate)
{
    size_t wanted_len = strlen(suggest->wanted), len = strlen(candidate);
    if (wanted_len > LONGEST || len > LONGEST || strcmp(suggest->wanted, candidate) == 0)
        return;
    int distance = edit_distance(suggest->wanted, (int)wanted_len, candidate, (int)len);
    char a[LONGEST + 1], b[LONGEST + 1];
    if (distance > 1 && fold(a, suggest->wanted) == fold(b, candidate) && strcmp(a, b) == 0)
        distance = 1;
    if (distance < suggest->distance) {
        suggest->distance = distance;
        suggest->best = candidate;
    }
}

const char *suggest_best(const Suggest *suggest)
{
    int len = (int)strlen(suggest->wanted);
    int limit = len < 3 ? 1 : len < 9 ? 2 : len / 3;
    if (limit >= len)
        limit = len - 1;
    return suggest->distance <= limit ? suggest->best : NULL;
}

void diag_suggest(Diag *diag, const Suggest *suggest)
{
    const char *best = suggest_best(suggest);
    if (best)
        diag_help(diag, "did you mean `%s`?", best);
}

const char *word_find(const char *const (*pairs)[2], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i][0], name) == 0)
            return pairs[i][1];
    return NULL;
}

bool word_listed(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; at && (at = strstr(at, word)) != NULL; at += len)
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
            return true;
    return false;
}
