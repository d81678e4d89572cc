#!/usr/bin/env bash
# run.sh — runs one fuzz target for some seconds and adds what it did to a table of totals.
#
# Usage: tests/fuzz/run.sh TARGET SECONDS [LIBFUZZER_OPTION...]
#
#   TARGET   csv, edge_column, edge_rows, manifest, neuron_columns, pack, pickle_names, query,
#            synapse_overview, synapse_rows, tile_header or view_url
#
# Builds with clang (Debian's clang and libclang-rt-14-dev or newer) and with AddressSanitizer and
# UndefinedBehaviorSanitizer. The corpus grows in build/fuzz/corpus/TARGET, beginning with the one
# that is kept here; a finding is a file in build/fuzz/found/. build/fuzz/totals.tsv gets one line
# a run: target, executions, seconds, executions a second, files in the corpus, commit, findings.
# Exit code 0: nothing found.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2; }
target=$1 seconds=$2
shift 2
cd "$(dirname "$(realpath -- "$0")")/../.."
[ -f "tests/fuzz/fuzz_$target.cpp" ] || { echo "run.sh: there is no target $target" >&2; exit 2; }
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "run.sh: $seconds is not a number of seconds" >&2; exit 2; }

# Long enough for all that a target can do, short enough that most executions are quick.
case $target in
  pack | tile_header) longest=48 ;;
  csv | synapse_overview) longest=64 ;;
  pickle_names) longest=96 ;;
  query | view_url) longest=160 ;;
  edge_column | neuron_columns | synapse_rows) longest=256 ;;
  edge_rows) longest=512 ;;
  manifest) longest=4096 ;;
  *) longest=1024 ;;
esac

build=build/fuzz
mkdir -p "$build"
cmake -B "$build" -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_C_COMPILER=clang \
  -DCMAKE_BUILD_TYPE=Release -DCNX_FUZZ=ON >"$build/configure.log" 2>&1 ||
  { cat "$build/configure.log" >&2; exit 3; }
cmake --build "$build" --target "fuzz_$target" >"$build/build.log" 2>&1 ||
  { cat "$build/build.log" >&2; exit 3; }

corpus=$build/corpus/$target found=$build/found log=$build/$target.log
mkdir -p "$corpus" "$found"
# Entropic scheduling takes longer than most of our decoders.
options=(-entropic=0 -max_len="$longest" -max_total_time="$seconds" -print_final_stats=1 -timeout=10
  -rss_limit_mb=2048 -detect_leaks=0 -artifact_prefix="$found/$target-" -verbosity=1)
dictionary=tests/fuzz/dictionaries/$target.dict
[ ! -f "$dictionary" ] || options+=(-dict="$dictionary")

# Leaks are looked for by the replay of the corpus; here each execution would pay for it.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=0:quarantine_size_mb=4:abort_on_error=1
began=$(date +%s) code=0
"$build/tests/fuzz/fuzz_$target" "${options[@]}" "$@" "$corpus" "tests/fuzz/corpus/$target" \
  >"$log" 2>&1 || code=$?
spent=$(($(date +%s) - began))
executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
findings=$(find "$found" -name "$target-*" ! -name '*-slow-unit-*' | wc -l)
printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$target" "${executions:-0}" "$spent" \
  "$((${executions:-0} / (spent > 0 ? spent : 1)))" "$(find "$corpus" -type f | wc -l)" \
  "$(git rev-parse --short=10 HEAD)" "$findings" | tee -a "$build/totals.tsv"
[ "$code" -eq 0 ] || { tail -n 40 "$log" >&2; exit 1; }
