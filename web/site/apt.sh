# Read by the other scripts.

# Whether apt is there and may install without asking anybody.
apt_works() {
	command -v apt-get >/dev/null || return 1
	sudo=
	[ "$(id -u)" = 0 ] && return
	sudo='sudo -n'
	command -v sudo >/dev/null && sudo -n true 2>/dev/null
}

# Installs packages of Debian's where apt can.
apt_install() {
	apt_works || return 1
	{
		$sudo apt-get update -q
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
	} >&2
}

# Whether a browser is one to drive. Ubuntu's packages are stubs that start a snap, which cannot be driven from outside its
# sandbox.
usable() {
	[ -x "$1" ] || return 1
	case $(readlink -f "$1") in */snap/* | */bin/snap) return 1 ;; esac
	! head -c 4096 "$1" | grep -qa '/snap/bin'
}

# Whether there is a screen that needs no screen, and what draws on it.
screen() {
	[ "$(uname)" != Linux ] && return
	command -v Xvfb >/dev/null && PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q 'libEGL\.so\.1'
}
