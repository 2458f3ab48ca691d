/* SPDX-License-Identifier: MIT
 *
 * Colours by name, and scales of them.
 */
#include <ctype.h>
#include <string.h>

#include "figure/colors.h"
#include "figure/px_internal.h"

static bool same_name(DashText wanted, const char *name)
{
    size_t i = 0;
    while (i < wanted.len && name[i] &&
           tolower((unsigned char)wanted.ptr[i]) == tolower((unsigned char)name[i])) {
        i++;
    }
    return i == wanted.len && !name[i];
}

static DashTexts reversed(DashCx *cx, DashTexts colors)
{
    DashText *items = dash_alloc_array(cx, colors.len, sizeof(*items));
    for (size_t i = 0; i < colors.len; i++) {
        items[i] = colors.items[colors.len - 1 - i];
    }
    return (DashTexts){items, colors.len};
}

DashTexts dash_colors(DashCx *cx, DashText name)
{
    bool back = name.len > 2 && memcmp(name.ptr + name.len - 2, "_r", 2) == 0;
    DashText wanted = {name.ptr, back ? name.len - 2 : name.len};
    for (size_t i = 0; i < color_list_count; i++) {
        if (same_name(wanted, color_lists[i].name)) {
            DashTexts colors = color_lists[i].colors;
            return back ? reversed(cx, colors) : colors;
        }
    }
    return (DashTexts){NULL, 0};
}

DashTexts px_scale_colors(const PxFigure *figure, DashValue scale)
{
    DashTexts colors = scale.kind == DASH_STRING ? dash_colors(figure->cx, scale.text)
                                                 : px_texts(figure->cx, scale);
    if (!colors.len && scale.kind == DASH_STRING) {
        dash_fail(figure->cx, figure->px.where, "there is no colour scale \"%.*s\"",
                  (int)scale.text.len, scale.text.ptr);
    }
    return colors;
}

DashValue px_color_scale(DashCx *cx, DashTexts colors)
{
    DashValue *pairs = dash_alloc_array(cx, colors.len, sizeof(*pairs));
    for (size_t i = 0; i < colors.len; i++) {
        double place = colors.len > 1 ? (double)i / (double)(colors.len - 1) : 0;
        const DashValue pair[] = {dash_float(place), dash_string(colors.items[i])};
        pairs[i] = dash_list(cx, pair, 2);
    }
    return dash_list(cx, pairs, colors.len);
}
