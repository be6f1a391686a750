#!/usr/bin/env bash
# Runs one fuzz target: `fuzz/run.sh <target> <corpus> [libFuzzer's options]`. Says in a few lines what was run, or
# which input broke the law, as text: where artifacts are lost, the input is not.
set -euo pipefail
cd "$(dirname "$0")"
target=$1 corpus=$2
shift 2
rm -rf "artifacts/$target.new"
mkdir -p "$corpus" "artifacts/$target" "artifacts/$target.new"
log=artifacts/$target/log
# the fuzzer learns from what is compared, addresses too: where they may be, they are the same in each run
fixed=()
if setarch -R true 2>/dev/null; then fixed=(setarch -R); fi

echo "fuzzing $target: $*"
if "${fixed[@]}" cargo run --quiet --release --bin "$target" -- "$corpus" "seeds/$target" -timeout=10 -max_len=2048 -verbosity=0 \
    -print_final_stats=1 -artifact_prefix="artifacts/$target.new/" "$@" >"$log" 2>&1; then
    grep -E "executed_units|peak_rss" "$log" || true
    rmdir "artifacts/$target.new"
    exit 0
fi
grep -A 1 -E "panicked|assertion|left:|right:|ERROR:|SUMMARY" "$log" | cut -c 1-2000 || tail -n 20 "$log"
for input in "artifacts/$target.new"/*; do
    [ -f "$input" ] || continue
    mv "$input" "artifacts/$target/"
    input=artifacts/$target/${input##*/}
    echo "input that broke the law of $target: fuzz/$input"
    echo "Base64: $(base64 "$input" | tr -d '\n')"
    echo "again: base64 -d <<< … > input && (cd fuzz && cargo run --release --bin $target -- ../input)"
done
rmdir "artifacts/$target.new"
exit 1
