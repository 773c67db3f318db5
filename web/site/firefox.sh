#!/bin/sh
# Prints the path of a Firefox to test with: $FIREFOX, else one that is installed, else one that apt can install. On Linux it
# sees to the screen and the drivers, too, without which Firefox has no WebGL. Where neither is, it prints none: then the tests
# skip Firefox, and say so.
set -u
. "$(dirname "$0")/apt.sh"

find_browser() {
	for name in firefox-esr firefox; do
		path=$(command -v "$name") && usable "$path" && echo "$path" && return
	done
	path=/Applications/Firefox.app/Contents/MacOS/firefox
	[ -x "$path" ] && echo "$path"
}

engine FIREFOX Firefox find_browser firefox-esr
echo "The tests need Firefox 125 or later and, on Linux, an X server without a screen: install firefox-esr, xvfb, libegl1 and libgl1-mesa-dri (Debian) or their like (not the snap), let FIREFOX name one, or say FIREFOX=none to go without." >&2
exit 1
