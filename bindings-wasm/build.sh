#!/usr/bin/env bash
# Builds the npm package into pkg/: the module for a page (web) and for a bundler, both typed, and
# prints what a browser has to load. Installs what it needs where it is not there.
set -euo pipefail
cd "$(dirname "$0")"

version=$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' Cargo.toml)
target=${CARGO_TARGET_DIR:-../target}
tools=$target/tools
export PATH="$PWD/node_modules/.bin:$(mkdir -p "$tools" && cd "$tools" && pwd)/bin:$PATH"

for try in 1 2 3; do
    rustup target add wasm32-unknown-unknown && break
    if [ $try = 3 ]; then echo "the target wasm32-unknown-unknown cannot be added" >&2; exit 1; fi
    sleep $((5 * try))
done
if [ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
    # its own lock file names a crate that registries no longer have, so without --locked; the debug
    # build takes half the time and is fast enough
    cargo install --debug --quiet wasm-bindgen-cli --version "$version" --root "$tools" --target-dir "$target"
fi
[ -x node_modules/.bin/wasm-opt ] || npm ci --no-audit --no-fund

rm -rf pkg
# each can all that the one before it can, and is larger
for module in "" analysis logs; do
    cargo build -p iam-eval-wasm --target wasm32-unknown-unknown --profile wasm ${module:+--features "$module"}
    built=$target/wasm32-unknown-unknown/wasm/iam_eval_wasm.wasm
    for kind in web bundler; do
        out=pkg/${module:+$module/}$kind
        wasm-bindgen --target $kind --out-dir "$out" --out-name iam_eval "$built"
        wasm-opt -Os --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
            --enable-mutable-globals --enable-reference-types --enable-multivalue \
            -o "$out/small.wasm" "$out/iam_eval_bg.wasm"
        mv "$out/small.wasm" "$out/iam_eval_bg.wasm"
    done
done
cp ../LICENSE-APACHE ../LICENSE-MIT README.md pkg/
cp -r catalog pkg/
gzip -9nc ../core/data/catalog.txt > pkg/catalog/catalog.txt.gz
node package.mjs "$(sed -n 's/^version = "\(.*\)"$/\1/p' ../Cargo.toml | head -1)"

for file in {,analysis/,logs/}web/iam_eval_bg.wasm; do
    echo "$file: $(stat -c %s "pkg/$file") bytes, $(gzip -9 -c "pkg/$file" | wc -c) gzipped"
done
echo "catalog/catalog.txt.gz: $(stat -c %s pkg/catalog/catalog.txt.gz) bytes"
