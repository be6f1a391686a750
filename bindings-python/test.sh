#!/usr/bin/env bash
# Builds the package into a virtual environment of its own and tests it: examples, laws, types, the
# vectors of all languages. On a machine with a Rust toolchain and a CPython; PYTHON names another.
set -euo pipefail
cd "$(dirname "$0")"

[ -x .venv/bin/python ] || "${PYTHON:-python3}" -m venv .venv
export VIRTUAL_ENV=$PWD/.venv PATH=$PWD/.venv/bin:$PATH
if ! cmp -s requirements-dev.txt .venv/installed.txt; then
    for try in 1 2 3; do
        python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt && break
        if [ $try = 3 ]; then echo "the development tools cannot be installed" >&2; exit 1; fi
        sleep $((5 * try))
    done
    cp requirements-dev.txt .venv/installed.txt
fi

# the examples on other engines are tried where these can be installed; Spark takes 450 MB and a minute
if command -v java >/dev/null && ! cmp -s requirements-engines.txt .venv/engines.txt; then
    if python -m pip install --quiet --disable-pip-version-check -r requirements-engines.txt; then
        cp requirements-engines.txt .venv/engines.txt
    else
        echo "skipped: the engines of the examples cannot be installed here"
    fi
fi

maturin develop --release --quiet
python -m mypy --strict python/iam_eval tests/typing tests/*.py ../benches/python
python -m mypy.stubtest iam_eval --allowlist tests/typing/stubtest-allowlist.txt
python tests/parity.py
python -m pytest --quiet -rs "$@"
