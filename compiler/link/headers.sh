#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Copies the public headers into the build as they will be installed, so that
# dashc finds them in the same way: headers.sh FOLDER HEADER...
set -eu
folder=$1
shift
mkdir -p "$folder/dash"
cp "$@" "$folder/dash"
touch "$folder"
