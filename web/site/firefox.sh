#!/bin/sh
# Prints the path of a Firefox to test with: $FIREFOX, else one that is installed, else one that apt can install. On Linux it
# sees to the screen and the drivers, too, without which Firefox has no WebGL.
set -u
. "$(dirname "$0")/apt.sh"

find_browser() {
	for name in firefox-esr firefox; do
		path=$(command -v "$name") && usable "$path" && echo "$path" && return
	done
	path=/Applications/Firefox.app/Contents/MacOS/firefox
	[ -x "$path" ] && echo "$path"
}

# Whether there is a screen that needs no screen, and what draws on it.
screen() {
	[ "$(uname)" != Linux ] && return
	command -v Xvfb >/dev/null && PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q 'libEGL\.so\.1'
}

if [ -n "${FIREFOX:-}" ]; then
	path=$(command -v "$FIREFOX") || {
		echo "FIREFOX=$FIREFOX is not a program: let it name a Firefox." >&2
		exit 1
	}
	screen || { apt_install xvfb libegl1 libgl1-mesa-dri && screen; } && echo "$path" && exit
else
	{ find_browser >/dev/null && screen; } || apt_install firefox-esr xvfb libegl1 libgl1-mesa-dri fonts-dejavu-core
	find_browser && screen && exit
fi
echo "The tests need Firefox 125 or later and, on Linux, an X server without a screen: install firefox-esr, xvfb, libegl1 and libgl1-mesa-dri (Debian) or their like (not the snap), or let FIREFOX name one." >&2
exit 1
