#!/usr/bin/env bash
# Builds what would be published and uses it from empty folders: the wheel, and a build from the
# source distribution alone. PYTHONS names the interpreters to install the wheel with.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH=$here/.venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1
# the folder that a build from the source distribution shares, as its own would be far away
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$here/../target}
read -r -a pythons <<<"${PYTHONS:-python3}"

(cd "$here" && maturin build --release --quiet -o "$work/wheel" && maturin sdist -o "$work/sdist")
wheel=$(echo "$work"/wheel/*.whl)
sdist=$(echo "$work"/sdist/*.tar.gz)
echo "built $(basename "$wheel"), $(stat -c %s "$wheel") bytes, and $(basename "$sdist"), $(stat -c %s "$sdist") bytes"

holds() {
    for file in "${@:2}"; do
        grep -qE "$file" <<<"$1" || { echo "expected $file in the package, found none" >&2; exit 1; }
    done
}
listed=$(python3 -m zipfile -l "$wheel")
holds "$listed" 'licenses/LICENSE-APACHE' 'licenses/LICENSE-MIT' 'iam_eval/py\.typed' 'iam_eval/_native\.pyi' \
    'iam_eval/_native\.abi3\.so' 'iam_eval/cli/__init__\.py' 'entry_points\.txt'
if grep -qE 'tests/|__pycache__' <<<"$listed"; then echo "expected no tests in the wheel" >&2; exit 1; fi
holds "$(tar tzf "$sdist")" '/LICENSE-APACHE' '/LICENSE-MIT' '/core/src/lib\.rs' '/Cargo\.lock' '/py\.typed'

# the first thing that the README tells to paste
python3 - "$here/README.md" >"$work/first.py" <<'END'
import re, sys
print(re.search(r"```python\n(.*?)```", open(sys.argv[1], encoding="utf-8").read(), re.DOTALL)[1])
END
echo '{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}' >"$work/s3.json"

use() { # an interpreter, what to install
    local environment=$work/environment
    rm -rf "$environment" && "$1" -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet "$2"
    cd "$work"
    local said
    said=$("$environment/bin/python" -W error first.py)
    [ "$said" = "denied: no statement of the permissions boundary allows it" ] || { echo "$said" >&2; exit 1; }
    said=$("$environment/bin/iam-eval" evaluate --identity s3.json --action s3:GetObject --format text 2>/dev/null)
    [ "$said" = "allowed by the identity policies" ] || { echo "$said" >&2; exit 1; }
    if "$environment/bin/iam-eval" evaluate --identity s3.json --action iam:GetUser >/dev/null 2>&1; then
        echo "expected exit code 1 for a denial" >&2; exit 1
    fi
    said=$("$environment/bin/python" -m pip list --format freeze | grep -vE '^(pip|setuptools|wheel)==')
    [[ $said =~ ^iam[-_]eval==[0-9.]+$ ]] || { echo "expected no dependencies, found $said" >&2; exit 1; }
    "$environment/bin/python" -W error "$here/tests/parity.py"
    echo "$("$1" --version): $(basename "$2") works"
}

for python in "${pythons[@]}"; do
    use "$python" "$wheel"
done
use "${pythons[0]}" "$sdist"
