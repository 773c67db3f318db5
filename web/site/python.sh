#!/bin/sh
# Sees to it that /usr/bin/python3 has NumPy, with which the programs that the lab writes are tried: installs Debian's
# python3-numpy where apt can.
set -u
. "$(dirname "$0")/apt.sh"

python=/usr/bin/python3

works() { "$python" -c 'import numpy' 2>/dev/null; }

works || { apt_install python3-numpy && works; } && exit
echo "The programs that the lab writes are tried with $python and NumPy: install python3-numpy (Debian, Ubuntu)." >&2
exit 1
