/* SPDX-License-Identifier: MIT
 *
 * The C libraries that every binary holds, for --licenses. The table is written
 * at build time (native.mjs) from their versions and licence files.
 */
#ifndef DASHC_LINK_NATIVE_H
#define DASHC_LINK_NATIVE_H

#include "link/bundles.h"

extern const LinkPackage native_packages[];
extern const int native_package_count;

#endif
