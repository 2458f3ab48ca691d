/* SPDX-License-Identifier: MIT
 *
 * Everything that generated C may use.
 */
#ifndef DASH_DASH_H
#define DASH_DASH_H

#include "dash/app.h"
#include "dash/base.h"
#include "dash/cast.h"
#include "dash/ctx.h"
#include "dash/datatable.h"
#include "dash/data.h"
#include "dash/date.h"
#include "dash/effects.h"
#include "dash/figure.h"
#include "dash/figure_edit.h"
#include "dash/id.h"
#include "dash/kernel.h"
#include "dash/keys.h"
#include "dash/list.h"
#include "dash/map.h"
#include "dash/number.h"
#include "dash/parts.h"
#include "dash/random.h"
#include "dash/regex.h"
#include "dash/sort.h"
#include "dash/table.h"
#include "dash/text.h"
#include "dash/value.h"
#include "dash/window.h"

#endif
