#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Joins static libraries into one: thick.sh AR OUT IN...
# Members are added library by library, so that equal names in two libraries do
# not replace each other.
set -eu
ar=$1
out=$2
shift 2
rm -f "$out"
{
    echo "create $out"
    for library; do
        echo "addlib $library"
    done
    echo "save"
    echo "end"
} | "$ar" -M
