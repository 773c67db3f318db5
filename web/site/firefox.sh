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

case ${FIREFOX:-} in
none) echo none && exit ;;
?*)
	path=$(command -v "$FIREFOX") || {
		echo "FIREFOX=$FIREFOX is not a program: let it name a Firefox, or none." >&2
		exit 1
	}
	screen || { apt_install xvfb libegl1 libgl1-mesa-dri && screen; } && echo "$path" && exit
	;;
*)
	path=$(find_browser) && screen && echo "$path" && exit
	if apt_works; then
		apt_install firefox-esr xvfb libegl1 libgl1-mesa-dri fonts-dejavu-core
		path=$(find_browser) && screen && echo "$path" && exit
	else
		echo "No Firefox with a screen: the tests skip Firefox. On Debian, install firefox-esr, xvfb, libegl1 and libgl1-mesa-dri; elsewhere their like (not the snap)." >&2
		echo none && exit
	fi
	;;
esac
echo "The tests need Firefox 125 or later and, on Linux, an X server without a screen: install firefox-esr, xvfb, libegl1 and libgl1-mesa-dri (Debian) or their like (not the snap), let FIREFOX name one, or say FIREFOX=none to go without." >&2
exit 1
