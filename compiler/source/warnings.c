/* SPDX-License-Identifier: MIT
 *
 * Warnings by name, and which of them are on.
 */
#include "source/diag.h"

/* Errors have no entry: their name is NULL, their level is never asked for. */
static const struct {
    const char *name;
    WarningLevel level;
} warnings[DIAG_CODE_COUNT] = {
#define X(code, title)
#define W(code, name, level, title) [code] = {name, LEVEL_##level},
#include "source/codes.def"
#undef X
};

const char *diag_warning_name(DiagCode code)
{
    return warnings[code].name;
}

void diags_init(Diags *diags, Arena *arena, const Sources *sources)
{
    *diags = (Diags){.arena = arena, .sources = sources};
    for (int i = 0; i < DIAG_CODE_COUNT; i++)
        diags->levels[i] = (uint8_t)warnings[i].level;
}

bool diags_wants(const Diags *diags, DiagCode warning)
{
    return diags->levels[warning] != LEVEL_ALLOW;
}

static bool is_in_group(const char *warning, const char *group)
{
    size_t len = strlen(group);
    return strcmp(group, "warnings") == 0 ||
           (strcmp(group, "unused") == 0 && strncmp(warning, "unused-", len + 1) == 0);
}

bool diags_set_level(Diags *diags, const char *name, WarningLevel level)
{
    bool found = false;
    for (int i = 0; i < DIAG_CODE_COUNT; i++) {
        const char *warning = warnings[i].name;
        if (!warning)
            continue;
        bool itself = strcmp(name, warning) == 0 || strcmp(name, diag_code_name((DiagCode)i)) == 0;
        bool in_group = is_in_group(warning, name);
        found |= itself || in_group;
        if (itself || (in_group && (level != LEVEL_DENY || diags->levels[i] != LEVEL_ALLOW)))
            diags->levels[i] = (uint8_t)level;
    }
    return found;
}
