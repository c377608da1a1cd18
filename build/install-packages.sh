#!/bin/sh
# Installs Debian packages that are missing, where that can be done without asking anybody, and says otherwise what to
# install. Usage: install-packages.sh WHO PACKAGE... ; ends with 1 when something is still missing.
set -u

who=$1
shift
missing=
for package in "$@"; do
    case $(dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null) in
        *' installed') ;;
        *) missing="$missing $package" ;;
    esac
done

# Elsewhere the library has other packages; what counts is that the loader finds it.
if [ "$missing" = ' libzmq5' ] && PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -q 'libzmq\.so\.5 '; then
    missing=
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "$who: installing$missing ..." >&2
    # shellcheck disable=SC2086 # Several words.
    if DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing >/dev/null 2>&1 \
        || { apt-get update >/dev/null 2>&1 \
            && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing >/dev/null 2>&1; }; then
        exit 0
    fi
fi
echo "$who: missing are the Debian packages$missing (RHEL: zeromq, python3-zmq, python3-msgpack, redis); install them" \
    "with 'sudo apt-get install$missing'" >&2
exit 1
