/* SPDX-License-Identifier: MIT
 *
 * The options of trendlines: which one takes which.
 */
#include "sema/px.h"

static const struct {
    const char *trendline, *options;
} takes[] = {
    {"ols", " add_constant log_x log_y "},
    {"lowess", " frac "},
    {"rolling", " window min_periods center closed function function_args "},
    {"expanding", " min_periods function function_args "},
    {"ewm", " com span halflife alpha min_periods adjust ignore_na function "},
};

static const Hir *given(const Chart *chart, const char *name)
{
    for (int i = 0; i < chart->hir->px.args.count; i++)
        if (strcmp(chart->hir->px.args.at[i].name, name) == 0)
            return hir_unconverted(chart->hir->px.args.at[i].value);
    return NULL;
}

static void complain(Chart *chart, const Hir *options, const char *name, int trendline)
{
    Checker *c = chart->c;
    Suggest suggest = suggest_for(name);
    for (const char *at = takes[trendline].options + 1; *at; at += strcspn(at, " ") + 1)
        suggest_consider(&suggest, arena_strndup(c->arena, at, strcspn(at, " ")));
    Diag *d = diag_error(c->diags, E0703, options->span, "the trendline `%s` has no option `%s`",
                         takes[trendline].trendline, name);
    diag_suggest(d, &suggest);
    diag_help(d, "it takes%.*s", (int)strlen(takes[trendline].options) - 1,
              takes[trendline].options);
    chart->failed = true;
}

void px_check_trendline(Chart *chart)
{
    const Hir *trendline = given(chart, "trendline"), *options = given(chart, "trendline_options");
    if (!trendline || trendline->kind != HIR_TEXT || !options || !is_kind(options, TY_RECORD))
        return;
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++) {
        if (strcmp(takes[i].trendline, trendline->text.ptr) != 0)
            continue;
        for (int k = 0; k < options->type->field_count; k++)
            if (!word_listed(takes[i].options, options->type->fields[k].name))
                complain(chart, options, options->type->fields[k].name, (int)i);
    }
}
