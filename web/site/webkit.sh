#!/bin/sh
# Prints the path of a WebKitWebDriver to test WebKit with: $WEBKIT, else one that is installed, else one that apt can install,
# with the screen and the drivers that it needs. Where neither is, it prints none: then the tests skip WebKit, and say so.
set -u
. "$(dirname "$0")/apt.sh"

find_driver() { screen && command -v WebKitWebDriver; }

case ${WEBKIT:-} in
none) echo none && exit ;;
?*)
	path=$(command -v "$WEBKIT") || {
		echo "WEBKIT=$WEBKIT is not a program: let it name a WebKitWebDriver, or none." >&2
		exit 1
	}
	screen || { apt_install xvfb libegl1 libgl1-mesa-dri && screen; } && echo "$path" && exit
	;;
*)
	path=$(find_driver) && echo "$path" && exit
	if apt_works; then
		apt_install webkit2gtk-driver xvfb libegl1 libgl1-mesa-dri fonts-dejavu-core
		path=$(find_driver) && echo "$path" && exit
	else
		echo "No WebKitWebDriver with a screen: the tests skip WebKit. On Debian and Ubuntu, install webkit2gtk-driver, xvfb, libegl1 and libgl1-mesa-dri." >&2
		echo none && exit
	fi
	;;
esac
echo "The tests need WebKitWebDriver and an X server without a screen: install webkit2gtk-driver, xvfb, libegl1 and libgl1-mesa-dri (Debian, Ubuntu), let WEBKIT name a driver, or say WEBKIT=none to go without." >&2
exit 1
