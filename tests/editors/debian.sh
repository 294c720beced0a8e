# Installs packages of Debian and its like: sourced by the `install` of the editors.

# debian_packages NAME... – installs those that are not there yet. Ends the script with 77 where that cannot be done.
debian_packages() {
    local missing=() as_root=()
    command -v dpkg-query >/dev/null || cannot "not there: $*; they are installed on Debian and its like only"
    for name in "$@"; do
        dpkg-query --show --showformat='${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        as_root=(sudo --non-interactive)
        "${as_root[@]}" true 2>/dev/null || cannot "${missing[*]} cannot be installed without being root: apt-get install ${missing[*]}"
    fi
    export DEBIAN_FRONTEND=noninteractive
    local install=("${as_root[@]}" apt-get install -qq --yes --no-install-recommends "${missing[@]}")
    # A new machine has no list of packages, and an old one has an old list.
    "${install[@]}" >/dev/null 2>&1 && return 0
    "${as_root[@]}" apt-get update -qq >/dev/null 2>&1
    "${install[@]}" >/dev/null || cannot "apt-get cannot install ${missing[*]} here"
}

# cannot WHY – says why this editor is not tried, and ends the script.
cannot() {
    echo "$*"
    exit 77
}
