#!/bin/sh
# fetch_imgui.sh — prints the folder of Dear ImGui's sources; fetches them the first time.
#
# The page compiles Dear ImGui to WebAssembly, so a binary package is of no use, and needs 1.92 or
# later (fonts that are crisp at any scale), which Debian 12 and 13 do not have. Debian's archive
# has it as a source package of its newer suites: apt fetches it from wherever this machine gets
# its packages, through a sources file made here, so that the system's own configuration stays
# as it is. apt checks Debian's signature; the SHA-256 below pins the very bytes.
#
#   CNX_IMGUI_DIR   sources that are here already; used as they are, if they are new enough
#   CNX_CACHE       where fetched sources are kept, default ~/.cache/connectoscope
set -eu

package=imgui
version=1.92.2b+ds-1
archive=imgui_1.92.2b+ds.orig.tar.xz
sha256=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48
name=imgui-1.92.2b

cache=${CNX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/connectoscope}
folder=$cache/$name

die() {
  echo "Dear ImGui: $*" >&2
  exit 1
}

# Everything the build compiles is there, and it is 1.92 or later.
is_usable() {
  for file in imgui.cpp imgui.h imgui_draw.cpp imgui_tables.cpp imgui_widgets.cpp \
      backends/imgui_impl_glfw.cpp backends/imgui_impl_opengl3.cpp; do
    [ -f "$1/$file" ] || return 1
  done
  number=$(sed -n 's/^#define IMGUI_VERSION_NUM *\([0-9]*\).*/\1/p' "$1/imgui.h")
  [ "${number:-0}" -ge 19200 ]
}

if [ -n "${CNX_IMGUI_DIR:-}" ]; then
  is_usable "$CNX_IMGUI_DIR" ||
    die "CNX_IMGUI_DIR=$CNX_IMGUI_DIR does not hold the sources of version 1.92 or later, with its backends"
  (cd "$CNX_IMGUI_DIR" && pwd)
  exit
fi
if is_usable "$folder"; then
  echo "$folder"
  exit
fi

command -v apt-get >/dev/null ||
  die "there is no apt-get to fetch $package $version with; set CNX_IMGUI_DIR to a folder of its sources, 1.92 or later"
mkdir -p "$cache" || die "cannot write to $cache; set CNX_CACHE to a folder that can be written"
work=$(mktemp -d "$cache/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# The addresses that this machine takes Debian's own releases from.
. /etc/os-release
mirrors=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' |
  awk -v codename="${VERSION_CODENAME:-none}" '
    $3 == "main" && ($2 == codename || $2 ~ /^(oldstable|stable|testing|unstable|sid)$/) && !seen[$1]++ {
      printf "%s ", $1
    }')
[ -n "$mirrors" ] || die "apt's sources name no Debian archive; set CNX_IMGUI_DIR to a folder of its sources, 1.92 or later"
for keyring in /usr/share/keyrings/debian-archive-keyring.gpg \
    /usr/share/keyrings/debian-archive-keyring.pgp ''; do
  [ -f "$keyring" ] && break
done
[ -n "$keyring" ] || die "Debian's keys are not here; install the package debian-archive-keyring"

mkdir -p "$work/sources" "$work/lists/partial" "$work/cache/archives/partial" "$work/download"
# A release file past its date is refused lest old packages be passed off as new ones. This one
# package is pinned by its hash, so that a mirror that lags, or a clock that is off, does no harm.
apt_here() {
  apt-get -q -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 \
    -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o Acquire::Retries=3 \
    -o Acquire::Check-Valid-Until=false "$@"
}
for suite in unstable testing; do
  printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$mirrors" "$suite" "$keyring" >"$work/sources/imgui.sources"
  echo "Dear ImGui: fetching $package $version from Debian $suite" >&2
  if apt_here update >"$work/log" 2>&1 &&
      (cd "$work/download" && apt_here source --download-only "$package=$version") >>"$work/log" 2>&1 &&
      [ -f "$work/download/$archive" ]; then
    break
  fi
  sed -n 's/^[EW]: /Dear ImGui: apt says: /p' "$work/log" >&2
done
[ -f "$work/download/$archive" ] ||
  die "$package $version could not be fetched: without a network try again later; if Debian has a newer version by now, get its sources and set CNX_IMGUI_DIR to their folder"

echo "$sha256  $work/download/$archive" | sha256sum --check --status ||
  die "$archive is not the file that was tested (its SHA-256 differs); nothing was kept"

mkdir "$work/unpacked"
tar -xJf "$work/download/$archive" -C "$work/unpacked" --strip-components=1 ||
  die "$archive cannot be unpacked; is xz-utils installed?"
is_usable "$work/unpacked" || die "$archive does not hold what the build needs"
chmod 755 "$work/unpacked"
# Whole or not at all; when two runs race, the first one's folder stays.
[ ! -d "$folder" ] || is_usable "$folder" || mv "$folder" "$work/broken"
mv -T "$work/unpacked" "$folder" 2>/dev/null || is_usable "$folder" || die "cannot write $folder"
echo "$folder"
