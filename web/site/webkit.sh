#!/bin/sh
# Prints the path of a WebKitWebDriver to test WebKit with: $WEBKIT, else one that is installed, else one that apt can install,
# with the screen and the drivers that it needs. Where neither is, it prints none: then the tests skip WebKit, and say so.
set -u
. "$(dirname "$0")/apt.sh"

find_driver() { command -v WebKitWebDriver; }

engine WEBKIT WebKitWebDriver find_driver webkit2gtk-driver
echo "The tests need WebKitWebDriver and an X server without a screen: install webkit2gtk-driver, xvfb, libegl1 and libgl1-mesa-dri (Debian, Ubuntu), let WEBKIT name a driver, or say WEBKIT=none to go without." >&2
exit 1
