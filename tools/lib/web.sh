# SPDX-License-Identifier: MIT
#
# The front-end packages of runtime/web, from npm by the lock file, whose hashes
# npm checks. No package's install script runs. The samples' data comes the same way.

# install_web TESTS: TESTS is yes or no; the tests' own packages come with yes.
install_web() {
    local stamp file=runtime/web/node_modules/.stamp omit=(--omit=dev)
    stamp=$(sha256sum runtime/web/package-lock.json | cut -c1-64)
    case $(cat "$file" 2>/dev/null) in
    "$stamp all") return 0 ;;
    "$stamp build") [ "$1" = yes ] || return 0 ;;
    esac
    [ "$1" = no ] || omit=()
    say "fetching the front-end packages"
    quietly npm ci --prefix runtime/web --ignore-scripts --no-audit --no-fund "${omit[@]}"
    if [ "$1" = yes ]; then
        echo "$stamp all"
    else
        echo "$stamp build"
    fi >"$file"
}

# The samples' data files, made from an npm data package.
make_sample_data() {
    local file files=(samples/sales/sales.csv samples/chain/zipcodes.csv samples/patch/stocks.csv samples/model/co2.csv
        samples/stocks/sp500.csv samples/stocks/prices.csv samples/flights/flights.csv)
    for file in "${files[@]}"; do
        if [ ! -e "$file" ] || [ tools/sample-data.mjs -nt "$file" ]; then
            say "making the samples' data"
            quietly npm ci --prefix tools/data --ignore-scripts --no-audit --no-fund
            quietly node tools/sample-data.mjs runtime/web/node_modules/vega-datasets
            touch "${files[@]}"
            return
        fi
    done
}
