# SPDX-License-Identifier: MIT
#
# C libraries that are linked statically and that Debian ships as shared ones
# only: their source packages, with the distribution's patches, are unpacked
# into subprojects/NAME, where our patches and our meson.build join them
# (subprojects/packagefiles/NAME).
#
# apt fetches them with a state folder of its own, which is made from the
# machine's package-source entries and thrown away: nothing on the machine
# changes, and apt's signed index vouches for what comes. The version is the one
# that the release holds today; it ends up in the subproject's meson.build.

# Turns the machine's `deb` entries for Debian's own main (release, updates,
# security) into `deb-src` ones. $1: the folder for the result.
write_source_entries() {
    local codename suites file
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
    suites="^(${codename}|stable|oldstable)(-updates|-security|/updates)?$"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -e "$file" ] || continue
        one_line_entries "$suites" <"$file"
    done >"$1/debian.list"
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -e "$file" ] || continue
        stanza_entries "$suites" <"$file"
    done >"$1/debian.sources"
}

# deb [options] URI SUITE COMPONENT…
one_line_entries() {
    awk -v suites="$1" '
        $1 == "deb" {
            uri = 2
            if ($2 ~ /^\[/)
                while ($(uri++) !~ /\]$/ && uri < NF) {}
            for (i = uri + 2; i <= NF; i++)
                if ($i == "main" && $(uri + 1) ~ suites) {
                    sub(/^[ \t]*deb/, "deb-src")
                    print
                    next
                }
        }'
}

# Paragraphs of `Key: value` lines.
stanza_entries() {
    awk -v suites="$1" '
        BEGIN { RS = ""; FS = "\n" }
        {
            is_deb = is_suite = is_main = enabled = 0
            off = text = ""
            for (i = 1; i <= NF; i++) {
                if ($i ~ /^#/)
                    continue
                count = split($i, word, /[ \t]+/)
                if ($i !~ /^[ \t]/)
                    key = tolower(word[1])
                if (key == "types:")
                    $i = "Types: deb-src"
                for (j = 2; j <= count; j++) {
                    if (key == "types:" && word[j] == "deb") is_deb = 1
                    if (key == "suites:" && word[j] ~ suites) is_suite = 1
                    if (key == "components:" && word[j] == "main") is_main = 1
                    if (key == "enabled:" && tolower(word[j]) == "no") off = 1
                }
                text = text $i "\n"
            }
            if (is_deb && is_suite && is_main && !off)
                print text
        }'
}

# fetch_source NAME FOLDER: leaves the source package's files in FOLDER.
fetch_source() {
    local name=$1 folder=$2 state=$2/apt
    mkdir -p "$state"/{entries,lists/partial,cache/archives/partial}
    write_source_entries "$state/entries"
    local apt=(
        apt-get -q
        -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$state/entries"
        -o Dir::State::Lists="$state/lists" -o Dir::Cache="$state/cache"
        -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none
        -o APT::Update::Post-Invoke-Success::=true
    )
    grep -qs deb-src "$state"/entries/* ||
        die "found no entry for Debian's main packages in /etc/apt to fetch $name from"
    quietly "${apt[@]}" update
    (cd "$folder" && quietly "${apt[@]}" source --download-only "$name")
}

# What the unpacked folder depends on; a change makes it be unpacked anew.
source_stamp() {
    cat tools/lib/sources.sh "subprojects/packagefiles/$1"/* | sha256sum | cut -c1-64
}

# Our patches must fit exactly; one that does not is news to look at.
apply_patches() {
    local name=$1 folder=$2 patch
    for patch in "$PWD/subprojects/packagefiles/$name"/*.patch; do
        [ -e "$patch" ] || continue
        patch -s -d "$folder" -p1 --fuzz=0 --forward <"$patch" ||
            die "${patch##*/} does not fit this version of $name"
    done
}

# unpack_source NAME: makes subprojects/NAME unless it is there and up to date.
unpack_source() {
    local name=$1 stamp work version
    stamp=$(source_stamp "$name")
    [ "$(cat "subprojects/$name/.stamp" 2>/dev/null)" != "$stamp" ] || return 0
    say "fetching the sources of $name"
    work=$(mktemp -d)
    rm -rf "subprojects/.$name.new"
    fetch_source "$name" "$work"
    version=$(sed -n 's/^Version: //p' "$work"/*.dsc | head -n 1)
    quietly dpkg-source --extract "$work"/*.dsc "$work/tree"
    apply_patches "$name" "$work/tree"
    find "subprojects/packagefiles/$name" -type f ! -name '*.patch' \
        -exec cp -t "$work/tree" {} +
    sed -i "s/@VERSION@/$version/" "$work/tree/meson.build"
    echo "$stamp" >"$work/tree/.stamp"
    cp -r "$work/tree" "subprojects/.$name.new"
    rm -rf "subprojects/$name" "$work"
    mv "subprojects/.$name.new" "subprojects/$name"
    say "$name $version"
}
