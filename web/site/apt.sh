# Read by the other scripts.

# Installs packages of Debian's where apt can, without asking anybody.
apt_install() {
	command -v apt-get >/dev/null || return 1
	sudo=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
		sudo='sudo -n'
	fi
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
