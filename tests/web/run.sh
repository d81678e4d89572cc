#!/usr/bin/env bash
# run.sh — every page test; ends with "page tests: N passed, N failed, N skipped".
#
# CNX_SITE  the folder that ./run assembles (page and a dataset); it is copied, not changed
# CNX_TOOL  the native tool
set -euo pipefail
here=$(dirname "$(realpath -- "${BASH_SOURCE[0]}")")
: "${CNX_SITE:?the folder that ./run assembles}" "${CNX_TOOL:?the native tool}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
node --test --test-concurrency=1 --test-reporter=tap "$here"/*_test.mjs </dev/null | tee "$log" || code=$?
count() { sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$log" | tail -n 1; }
cancelled=$(count cancelled)
echo "page tests: $(count pass) passed, $(($(count fail) + cancelled)) failed, $(($(count skipped) + $(count todo))) skipped"
exit "$code"
