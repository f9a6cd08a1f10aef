#!/usr/bin/env bash
# Make or enter the Debian systems of `make matrix`. Needs root and debootstrap; `unshare` gives each command mounts and
# processes of its own, so that nothing stays mounted or running when it ends.
#
#   chroot.sh build FOLDER SUITE [RELEASE]   a minimal SUITE; packages come from RELEASE (say trixie-backports) first
#   chroot.sh run FOLDER COMMAND             a shell command in FOLDER's /nm_urban, which holds the project
set -euo pipefail

build() {
    local root=$1 suite=$2 release=${3:-} mirror=${MATRIX_MIRROR:-http://deb.debian.org/debian} script
    if [ ! -e "$root/.built" ]; then
        rm -rf --one-file-system "$root"
        mkdir -p "$root"
        # suites that are younger than debootstrap itself are made as sid is
        script=/usr/share/debootstrap/scripts/$suite
        [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
        debootstrap --variant=minbase --include=ca-certificates,make "$suite" "$root" "$mirror" "$script"
        touch "$root/.built"
    fi
    # A company's proxy may have a certificate of its own.
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    printf '%s\n' 'APT::Install-Recommends "false";' 'DPkg::Options {"--force-unsafe-io";};' \
        >"$root/etc/apt/apt.conf.d/90matrix"
    printf 'path-exclude /usr/share/%s/*\n' man doc >"$root/etc/dpkg/dpkg.cfg.d/90matrix"
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"  # no package starts a service
    chmod +x "$root/usr/sbin/policy-rc.d"
    rm -f "$root"/etc/apt/sources.list.d/* "$root/etc/apt/preferences.d/90matrix"
    printf 'deb %s %s main\n' "$mirror" "$suite" >"$root/etc/apt/sources.list"
    if [ -n "$release" ]; then
        printf 'deb %s %s main\n' "$mirror" "$release" >>"$root/etc/apt/sources.list"
        printf 'Package: *\nPin: release n=%s\nPin-Priority: 600\n' "$release" >"$root/etc/apt/preferences.d/90matrix"
    fi
    mkdir -p "$root/nm_urban"
}

inside() {
    local root=$1 command=$2
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root/tmp/.X11-unix"
    exec chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive PIP_CERT=/etc/ssl/certs/ca-certificates.crt LIBGL_ALWAYS_SOFTWARE=1 \
        ${http_proxy+"http_proxy=$http_proxy"} ${https_proxy+"https_proxy=$https_proxy"} \
        bash -c "cd /nm_urban && $command"
}

case $1 in
build) build "${@:2}" ;;
run) exec unshare --mount --pid --fork --kill-child bash "$0" inside "${@:2}" ;;
inside) inside "${@:2}" ;;
*) exit 2 ;;
esac
