#!/usr/bin/env bash
# run.sh — every benchmark, one table; `bench/run.sh --help` says how.
set -euo pipefail

usage() {
  cat <<'END'
Usage: bench/run.sh [OPTIONS] [INPUT.h5 ...]

Builds what is missing, makes tiles of each input, measures the tool and the page and what
else does the same, checks that all came to the same results, and prints one table.

  INPUT.h5         a connectome. Without one: a synthetic sample of full size, made here
                   (60,048 neurons, 1.6 GB)
  --quick          a small sample (4,000 neurons) and two rounds: does everything work?
  --rounds N       runs of each program (default 5)
  --parts LIST     of convert,size,stats,page,decode,inference (default: all)
  --memory-curve   also inputs with 3 and 10 times the synapses (needs 16 GB of disk)
  --label TEXT     what the table calls the input, instead of its file name; once for each
  --write-readme   put the table into bench/README.md
  --help           say this

CNX_TOOL (the native tool) and CNX_SITE (a folder made by ./run) may be given; what is not
given is built. Everything that is made is in build/bench/.
CNX_FLAGSER (the program flagser-count) and CNX_CONNTILITY (the source folder of
Connectome-utilities) are measured beside where they are given.
END
}

die() { echo "bench: $*" >&2; exit 1; }
wrong() { echo "bench: $*; bench/run.sh --help says what there is" >&2; exit 2; }

neurons=60048
rounds=5
parts=convert,size,stats,page,decode,inference
labels=()
more=()
inputs=()
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit ;;
    --quick) neurons=4000 rounds=2 ;;
    --memory-curve) memory=,memory ;;
    --write-readme) more+=(--write-readme) ;;
    --rounds | --parts | --label)
      [ $# -ge 2 ] || wrong "$1 needs a value"
      case $1 in
        --rounds) rounds=$2 ;;
        --parts) parts=$2 ;;
        --label) labels+=(--label "$2") ;;
      esac
      shift
      ;;
    -*) wrong "unknown option $1" ;;
    *)
      [ -r "$1" ] || die "there is no file $1 that can be read"
      inputs+=("$(realpath -- "$1")")
      ;;
  esac
  shift
done
[[ $rounds =~ ^[1-9][0-9]{0,2}$ ]] || wrong "--rounds $rounds is not a number from 1 to 999"
part='(convert|size|stats|page|decode|inference)'
[[ $parts =~ ^$part(,$part)*$ ]] ||
  wrong "--parts $parts is not a list of convert, size, stats, page, decode and inference"
parts+=${memory:-}
[ -z "${CNX_TOOL:-}${CNX_SITE:-}" ] || more+=(--given)
[ -z "${CNX_TOOL:-}" ] || CNX_TOOL=$(realpath -- "$CNX_TOOL")
[ -z "${CNX_SITE:-}" ] || CNX_SITE=$(realpath -- "$CNX_SITE")

cd "$(dirname "$(realpath -- "${BASH_SOURCE[0]}")")/.."
mkdir -p build/bench

# ---- what is needed, built ---------------------------------------------------------------

if [ -z "${CNX_TOOL:-}" ] || [ -z "${CNX_SITE:-}" ]; then
  .ci/install --tests
  ./run --no-serve --site build/bench/page >&2
  : "${CNX_TOOL:=$PWD/build/release/connectoscope}" "${CNX_SITE:=$PWD/build/bench/page}"
fi
[ -x "$CNX_TOOL" ] || die "CNX_TOOL is $CNX_TOOL, and no program is there"
[ -f "$CNX_SITE/index.html" ] || die "CNX_SITE is $CNX_SITE, and no page is there"
command -v zstd >/dev/null || die "zstd is compared with and is not here; apt-get install zstd"
if [ ! -d tests/web/node_modules/playwright-core ]; then
  npm ci --prefix tests/web --no-audit --no-fund --ignore-scripts --loglevel=error </dev/null >&2
fi
if [ bench/h5_read_write.cpp -nt build/bench/h5_read_write ]; then
  c++ -std=c++20 -O2 -Wall -Wextra $(pkg-config --cflags hdf5) bench/h5_read_write.cpp \
    -o build/bench/h5_read_write $(pkg-config --libs hdf5)
fi

if [[ ,$parts, == *,page,* ]]; then
  cmake/build.sh wasm empty_page
fi
if [[ ,$parts, == *,decode,* ]]; then
  cmake/build.sh release decode_bench
  cmake/build.sh wasm decode_bench
fi
if [[ ,$parts, == *,inference,* ]]; then
  cmake/build.sh release stats_bench
  cmake/build.sh wasm stats_bench
fi

# ---- the input ---------------------------------------------------------------------------

if [ ${#inputs[@]} -eq 0 ]; then
  sample=$PWD/build/bench/sample-$neurons.h5
  tool_sum=$(sha256sum <"$CNX_TOOL")
  if [ ! -f "$sample" ] || [ "$tool_sum" != "$(cat "$sample.stamp" 2>/dev/null)" ]; then
    echo "bench: making a synthetic sample of $neurons neurons" >&2
    "$CNX_TOOL" sample "$sample" --neurons "$neurons" --force 2>/dev/null ||
      die "the sample could not be made: try $CNX_TOOL sample $sample --neurons $neurons --force"
    echo "$tool_sum" >"$sample.stamp"
  fi
  inputs=("$sample")
  [ ${#labels[@]} -gt 0 ] || labels=(--label "the tool's own synthetic sample")
fi

exec /usr/bin/python3 bench/bench.py --tool "$CNX_TOOL" --site "$CNX_SITE" \
  --h5-read-write "$PWD/build/bench/h5_read_write" \
  --modules "$PWD/build/wasm/bench" --decode-native "$PWD/build/release/bench/decode_bench" \
  --stats-native "$PWD/build/release/bench/stats_bench" \
  --scratch "$PWD/build/bench/work" \
  --rounds "$rounds" --parts "$parts" ${labels[@]+"${labels[@]}"} \
  ${more[@]+"${more[@]}"} "${inputs[@]}"
