#!/usr/bin/env bash
# Everything about the Node package, on a machine with Rust, Node 20 or later and npm.
set -euo pipefail
cd "$(dirname "$0")"

# npm writes this file last
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    npm ci --no-audit --no-fund --loglevel=error
fi
npx prettier --check --log-level warn .
npm run --silent build
node --test --test-reporter=dot test/*.test.mjs
node test/parity.mjs
node test/packaging.mjs
