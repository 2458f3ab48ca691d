/* SPDX-License-Identifier: MIT
 *
 * The index page.
 */
#ifndef DASH_HTTP_PAGE_H
#define DASH_HTTP_PAGE_H

#include "dispatch/dispatcher.h"

/* Appends the page to `w`: evaluates the layout and the initial callbacks in
 * `cx`. false when the layout fails (logged) or memory is out. */
bool page_write(const Dispatcher *dispatcher, DashCx *cx, JsonWriter *w);

#endif
