#!/usr/bin/env bash
# Builds the package and the playground and tries them in a browser; sets up what that takes. Where
# there is no chromium and none can be installed, what needs one is skipped with a printed reason.
set -euo pipefail
cd "$(dirname "$0")"

if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing chromium"
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
        || echo "chromium cannot be installed here"
fi

npm ci
bash build.sh
node --test test/*.test.mjs

cd playground
npm ci
npm run build
npm test
