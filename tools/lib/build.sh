# SPDX-License-Identifier: MIT
#
# Configuring and building a build folder.

# build_in FOLDER [MESON OPTION…]: shows ninja's progress on a terminal, its
# last line otherwise; everything when it fails.
build_in() {
    local folder=$1
    shift
    say "building in $folder"
    [ -e "$folder/build.ninja" ] || quietly meson setup "$folder" "$@"
    if [ -t 1 ]; then
        ninja -C "$folder"
    else
        quietly ninja -C "$folder"
    fi
}
