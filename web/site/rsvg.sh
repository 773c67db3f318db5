#!/bin/sh
# Makes sure that rsvg-convert is there, in which the tests open exported pictures: installs it with apt where it can.
set -u

command -v rsvg-convert >/dev/null && exit
if command -v apt-get >/dev/null; then
	sudo=
	[ "$(id -u)" = 0 ] || sudo='sudo -n'
	{ $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends librsvg2-bin; } >&2
fi
command -v rsvg-convert >/dev/null && exit
echo "The tests open exported pictures in rsvg-convert: install it (Debian and Ubuntu: apt-get install librsvg2-bin; macOS: brew install librsvg)." >&2
exit 1
