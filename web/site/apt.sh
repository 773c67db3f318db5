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

# Debian's packages for that.
SCREEN='xvfb libegl1 libgl1-mesa-dri'

# Prints the path of an engine that needs a screen, and ends the script: that which its variable names, else the one that a
# function finds, else the one that apt can install; none, if the variable says so or apt is not there, for then the tests skip
# it. Returns if all of that fails. engine VARIABLE name function package
engine() {
	eval "named=\${$1:-}"
	case $named in
	none) echo none && exit ;;
	?*)
		path=$(command -v "$named") || {
			echo "$1=$named is not a program: let it name a $2, or none." >&2
			exit 1
		}
		screen || { apt_install $SCREEN && screen; } && echo "$path" && exit
		;;
	*)
		path=$($3) && screen && echo "$path" && exit
		apt_works || {
			echo "No $2 with a screen: the tests skip it. On Debian, install $4, xvfb, libegl1 and libgl1-mesa-dri; elsewhere their like (not the snap)." >&2
			echo none && exit
		}
		apt_install "$4" $SCREEN fonts-dejavu-core
		path=$($3) && screen && echo "$path" && exit
		;;
	esac
	return 1
}
