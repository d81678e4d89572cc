#!/usr/bin/env bash
# run.sh — every page test; ends with "page tests: N passed, N failed, N skipped".
#
#   tests/web/run.sh [FILE_test.mjs...]     without a name: all of them
#
# CNX_SITE        the folder that ./run assembles (page and a dataset); it is copied, not changed
# CNX_TOOL        the native tool
# CNX_TEST_DATA   a folder of real connectomes, if there is one; without it some tests are skipped
# CNX_PAGE_JOBS   files that run at a time (default 2: each waits for its page more than it works)
# CNX_CHROMIUM    the browser; default: /usr/bin/chromium
# CNX_SCREENSHOT  where the README's picture is written; without it that view is only checked
set -euo pipefail
here=$(dirname "$(realpath -- "${BASH_SOURCE[0]}")")
: "${CNX_SITE:?the folder that ./run assembles}" "${CNX_TOOL:?the native tool}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export CNX_SCRATCH=$scratch  # datasets made by one file serve the next
[ $# -gt 0 ] || set -- "$here"/*_test.mjs
code=0
node --test --test-concurrency="${CNX_PAGE_JOBS:-2}" --test-reporter=tap "$@" </dev/null | tee "$scratch/log" || code=$?
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$scratch/log" | tail -n 1; }
cancelled=$(count cancelled)
echo "page tests: $(count pass) passed, $(($(count fail) + cancelled)) failed, $(($(count skipped) + $(count todo))) skipped"
exit "$code"
