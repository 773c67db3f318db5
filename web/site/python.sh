#!/bin/sh
# Sees to it that /usr/bin/python3 has NumPy, with which the programs that the lab writes are tried: installs Debian's
# python3-numpy where apt can.
set -u

python=/usr/bin/python3

works() { "$python" -c 'import numpy' 2>/dev/null; }

install() {
	command -v apt-get >/dev/null || return 1
	sudo=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
		sudo='sudo -n'
	fi
	{
		$sudo apt-get update -q
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3-numpy
	} >&2
}

works || { install && works; } && exit
echo "The programs that the lab writes are tried with $python and NumPy: install python3-numpy (Debian, Ubuntu)." >&2
exit 1
