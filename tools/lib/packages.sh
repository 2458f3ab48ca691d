# SPDX-License-Identifier: MIT
#
# System packages: which there must be, how to see that one is there, and the
# one call of apt-get that installs what is missing.

# What proves it (a command's name or a file) and the package that brings it.
build_packages='
cc                                  gcc
/usr/include/stdio.h                libc6-dev
pkg-config                          pkg-config
meson                               meson
ninja                               ninja-build
re2c                                re2c
lemon                               lemon
node                                nodejs
npm                                 npm
patch                               patch
dpkg-source                         dpkg-dev
xz                                  xz-utils
/etc/ssl/certs/ca-certificates.crt  ca-certificates
/usr/include/libdeflate.h           libdeflate-dev
/usr/include/zstd.h                 libzstd-dev
/usr/include/pcre2.h                libpcre2-dev
/usr/include/cmocka.h               libcmocka-dev
'
test_packages='
chromium                                               chromium
/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf        fonts-dejavu-core
/usr/share/fonts/truetype/liberation                   fonts-liberation
clang                                                  clang
python3                                                python3
'

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Names of the packages of the table on standard input whose proof is missing.
missing_packages() {
    local proof package
    while read -r proof package; do
        case $proof in
        '') ;;
        /*) [ -e "$proof" ] || echo "$package" ;;
        *) command -v "$proof" >/dev/null || echo "$package" ;;
        esac
    done
}

# clang's sanitizer and fuzzer libraries come apart from clang in some releases.
missing_clang_runtime() {
    command -v clang >/dev/null || return 0
    [ -e "$(clang -print-file-name="libclang_rt.fuzzer-$(uname -m).a")" ] ||
        apt-cache search --names-only '^libclang-rt-[0-9]+-dev$' | awk '{print $1; exit}'
}

apt_install() {
    command -v apt-get >/dev/null || die "this script knows only apt-get; please install: $*"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        die "run this as root, or install sudo, or install as root: apt-get install $*"
    say "installing $*"
    quietly as_root apt-get update -q
    quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qy --no-install-recommends "$@"
}

# install_packages TESTS: TESTS is yes or no.
install_packages() {
    local missing
    missing=$(missing_packages <<<"$build_packages")
    if [ "$1" = yes ]; then
        missing+=" $(missing_packages <<<"$test_packages")"
    fi
    [ -z "${missing// /}" ] || apt_install $missing
    if [ "$1" = yes ]; then
        missing=$(missing_clang_runtime)
        [ -z "$missing" ] || apt_install "$missing"
    fi
}
