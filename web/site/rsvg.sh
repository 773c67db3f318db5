#!/bin/sh
# Makes sure that rsvg-convert is there, in which the tests open exported pictures: installs it with apt where it can.
set -u
. "$(dirname "$0")/apt.sh"

works() { command -v rsvg-convert >/dev/null; }

works || { apt_install librsvg2-bin && works; } && exit
echo "The tests open exported pictures in rsvg-convert: install it (Debian and Ubuntu: apt-get install librsvg2-bin; macOS: brew install librsvg)." >&2
exit 1
