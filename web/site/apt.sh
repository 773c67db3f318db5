# Read by the other scripts: installs packages of Debian's where apt can, without asking anybody.
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
