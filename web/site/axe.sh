#!/bin/sh
# Prints the path of axe-core, which looks for obstacles in pages: $AXE, else one fetched before, else from npm.
set -u
. "$(dirname "$0")/apt.sh"

version=4.10.3
sum() { if command -v sha512sum >/dev/null; then sha512sum "$1"; else shasum -a 512 "$1"; fi | cut -d' ' -f1; }
right=$(cat "$(dirname "$0")/axe.sha512")
dir="${XDG_CACHE_HOME:-$HOME/.cache}/unimodal-bias-lab/axe-core-$version"
script="$dir/package/axe.min.js"

if [ -n "${AXE:-}" ]; then
	[ -r "$AXE" ] && echo "$AXE" && exit
	echo "AXE=$AXE cannot be read: let it name axe.min.js." >&2
	exit 1
fi
[ -r "$script" ] && echo "$script" && exit
command -v npm >/dev/null || apt_install npm
if command -v npm >/dev/null; then
	rm -rf "$dir"
	mkdir -p "$dir" && cd "$dir" && npm pack --silent "axe-core@$version" >/dev/null &&
		[ "$(sum "axe-core-$version.tgz")" = "$right" ] && tar -xzf "axe-core-$version.tgz" && [ -r "$script" ] && echo "$script" && exit
fi
echo "The tests of accessibility need axe-core $version: install npm, which fetches it, or let AXE name its axe.min.js." >&2
exit 1
