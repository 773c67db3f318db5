#!/bin/sh
# Prints the folders of packages of npm that tests need and nobody else: of those fetched before, or else from npm. npm.txt has
# their versions and sums.
set -u
. "$(dirname "$0")/apt.sh"

list="$(cd "$(dirname "$0")" && pwd)/npm.txt"
sum() { if command -v sha512sum >/dev/null; then sha512sum "$1"; else shasum -a 512 "$1"; fi | cut -d' ' -f1; }

for name in "$@"; do
	line=$(grep "^$name " "$list") || {
		echo "$name is not in $list." >&2
		exit 1
	}
	version=$(echo "$line" | cut -d' ' -f2)
	right=$(echo "$line" | cut -d' ' -f3)
	dir="${XDG_CACHE_HOME:-$HOME/.cache}/unimodal-bias-lab/npm/$name-$version"
	[ -r "$dir/package/package.json" ] && echo "$dir/package" && continue
	command -v npm >/dev/null || apt_install npm
	if command -v npm >/dev/null; then
		rm -rf "$dir"
		mkdir -p "$dir" && (
			cd "$dir" && npm pack --silent "$name@$version" >/dev/null &&
				[ "$(sum "$name-$version.tgz")" = "$right" ] && tar -xzf "$name-$version.tgz"
		) && [ -r "$dir/package/package.json" ] && echo "$dir/package" && continue
		rm -rf "$dir"
	fi
	echo "The tests need the package $name $version of npm, which they fetch themselves: install npm (Debian and Ubuntu: apt-get install npm; macOS: brew install node), and let it reach its registry." >&2
	exit 1
done
