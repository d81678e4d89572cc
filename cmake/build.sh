#!/bin/sh
# build.sh PRESET [TARGET...] — configures build/PRESET if that is needed, and builds it.
#
# What ./run and ./test have in common: ccache when it is there, the sources of Dear ImGui, and
# the Emscripten of an activated emsdk when one is on PATH, else Debian's. Doing nothing takes
# well under a second. The build's own output is shown only when it fails.
set -eu
cd "$(dirname "$0")/.."

preset=$1
shift
folder=build/$preset
log=$folder/build.log
mkdir -p "$folder"

CNX_IMGUI_DIR=$(cmake/fetch_imgui.sh)
export CNX_IMGUI_DIR
if command -v ccache >/dev/null; then
  CMAKE_C_COMPILER_LAUNCHER=ccache
  CMAKE_CXX_COMPILER_LAUNCHER=ccache
  export CMAKE_C_COMPILER_LAUNCHER CMAKE_CXX_COMPILER_LAUNCHER
fi

toolchain=
if [ "$preset" = wasm ]; then
  if [ -n "${EMSDK:-}" ] && command -v em++ >/dev/null; then
    root=$(em-config EMSCRIPTEN_ROOT)
    toolchain=$root/cmake/Modules/Platform/Emscripten.cmake
  elif [ ! -f /usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake ]; then
    echo "build: there is no Emscripten; install Debian's package emscripten or activate an emsdk" >&2
    exit 1
  fi
fi

fail() {
  # The compilers' own words: the first error is the one to read.
  grep -n -m 20 -E '(error:|^FAILED|^CMake Error|undefined reference)' "$log" >&2 || tail -n 30 "$log" >&2
  echo "build: $1 failed for $preset; everything it said is in $log" >&2
  exit 1
}

# ninja notices changed CMakeLists by itself; it cannot know of the presets and what is above.
configured="$(cksum <CMakePresets.json) $CNX_IMGUI_DIR $toolchain"
# --fresh, because another toolchain would be ignored by an old cache.
if [ ! -f "$folder/build.ninja" ] || [ "$configured" != "$(cat "$folder/configured" 2>/dev/null)" ]; then
  rm -f "$folder/configured"
  cmake --fresh --preset "$preset" ${toolchain:+"-DCMAKE_TOOLCHAIN_FILE=$toolchain"} \
    >"$log" 2>&1 </dev/null || fail configuring
  printf '%s\n' "$configured" >"$folder/configured"
fi
cmake --build --preset "$preset" ${1:+--target "$@"} >"$log" 2>&1 </dev/null || fail building
