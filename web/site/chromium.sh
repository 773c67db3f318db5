#!/bin/sh
# Prints the path of a Chromium to test with: $CHROME, else one that is installed, else one that apt can install.
set -u
. "$(dirname "$0")/apt.sh"

find_browser() {
	for name in chromium google-chrome google-chrome-stable chromium-browser; do
		path=$(command -v "$name") && usable "$path" && echo "$path" && return
	done
	path='/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
	[ -x "$path" ] && echo "$path"
}

if [ -n "${CHROME:-}" ]; then
	path=$(command -v "$CHROME") && echo "$path" && exit
	echo "CHROME=$CHROME is not a program: let it name a Chrome or Chromium." >&2
	exit 1
fi
find_browser || { apt_install chromium fonts-dejavu-core && find_browser; } && exit
echo "The browser tests need a browser: install Google Chrome or Chromium (not the snap), or let CHROME name one." >&2
exit 1
