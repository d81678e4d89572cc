#!/bin/sh
# run_node.sh — node, for programs that Emscripten made: CMAKE_CROSSCOMPILING_EMULATOR.
#
# With node's own fetch, Emscripten before 3.1.13 takes node for a browser and looks for its .wasm
# over HTTP; newer nodes may not know the option that takes fetch away.
node=$(command -v node || command -v nodejs) || {
  echo "run_node.sh: there is no node on PATH; Debian's package is nodejs" >&2
  exit 127
}
if "$node" --no-experimental-fetch -e 0 2>/dev/null; then
  exec "$node" --no-experimental-fetch "$@"
fi
exec "$node" "$@"
