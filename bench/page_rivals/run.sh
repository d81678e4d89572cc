#!/usr/bin/env bash
# run.sh — the page's drawing beside three.js, regl and deck.gl: one table.
#
# Usage: bench/page_rivals/run.sh [--shots FOLDER] [--who LIST] [ROUNDS [FRAMES [JOB...]]]
#
#   ROUNDS   new browsers for each library and job (default 3), FRAMES timed in each (default 8)
#   JOB      points:N, lines:N or moving:N, lines while the camera moves
#            (default points:65536 points:1000000 lines:200000 moving:200000)
#   --shots  keep the last picture of each in FOLDER
#   --who    only these of webgl,soft,regl,three,deck
#
# Builds the page's passes (WebAssembly, the page's own flags), bundles the libraries from npm,
# which are wanted here only, and runs all of them in turn in a headless Chromium.
set -euo pipefail
shots=() who=()
if [ "${1:-}" = --shots ]; then
  [ $# -ge 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
  shots=(--shots "$(realpath -m -- "$2")")
  shift 2
fi
if [ "${1:-}" = --who ]; then
  [ $# -ge 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
  who=(--who "$2")
  shift 2
fi
rounds=${1:-3} frames=${2:-8}
shift $(($# < 2 ? $# : 2))
[[ $rounds =~ ^[1-9][0-9]*$ && $frames =~ ^[1-9][0-9]*$ ]] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[ $# -gt 0 ] || set -- points:65536 points:1000000 lines:200000 moving:200000

here=$(dirname "$(realpath -- "$0")")
cd "$here/../.."
for folder in "$here" tests/web; do
  [ -d "$folder/node_modules" ] ||
    npm ci --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2
done
cmake/build.sh wasm draw_bench
mkdir -p build/bench
"$here/node_modules/.bin/esbuild" "$here/rivals.js" --bundle --minify --log-level=warning \
  --outfile=build/bench/rivals.js
exec node "$here/run.mjs" ${shots[@]+"${shots[@]}"} ${who[@]+"${who[@]}"} "$rounds" "$frames" "$@"
