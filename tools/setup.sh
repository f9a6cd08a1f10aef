#!/usr/bin/env bash
# Set up what development needs: QGIS and a few programs from the system, then a virtual environment in .venv.
# A second run changes nothing and downloads nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

PYTHON=${PYTHON:-/usr/bin/python3}
VENV=.venv
REQUIREMENTS=(requirements-dev.txt tools/demo/requirements.txt)
PACKAGES=(
    qgis python3-qgis gdal-bin python3-gdal python3-numpy python3-scipy python3-venv
    qttools5-dev-tools xvfb xauth xdotool fonts-noto-cjk poppler-utils ca-certificates make gcc libc6-dev
    proj-bin  # without it a pyproj that comes from Debian finds no data in .venv
)

say() { printf 'setup: %s\n' "$*"; }

# The names of the Debian packages that are not installed.
missing_packages() {
    local name
    for name in "${PACKAGES[@]}"; do
        dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || printf '%s ' "$name"
    done
}

system_debian() {
    local missing
    missing=$(missing_packages)
    [ -z "$missing" ] && return
    if [ "$(id -u)" -ne 0 ]; then
        say "these packages are missing; install them, then start again:"
        printf '  sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "$missing"
        exit 1
    fi
    say "installing $missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    # shellcheck disable=SC2086 # the list is meant to be split
    apt-get install -y -q --no-install-recommends $missing
}

# Elsewhere only look: package names differ too much to guess them.
system_other() {
    local lacking=()
    "$PYTHON" -c 'import qgis.core, osgeo.gdal, numpy' 2>/dev/null ||
        lacking+=("QGIS 3.22 or newer with its Python bindings, GDAL and numpy, seen by $PYTHON (or set PYTHON=...)")
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || lacking+=("Python's venv module")
    command -v qgis_process.bin >/dev/null || command -v qgis_process >/dev/null || lacking+=("qgis_process (part of QGIS)")
    { command -v lrelease || command -v lrelease-qt5 || ls /usr/lib/qt5/bin/lrelease; } >/dev/null 2>&1 ||
        lacking+=("lrelease (Qt linguist tools)")
    command -v pdftoppm >/dev/null || lacking+=("pdftoppm (poppler)")
    [ ${#lacking[@]} -eq 0 ] && return
    say "this is not Debian or Ubuntu, so install these yourself, then start again:"
    printf '  - %s\n' "${lacking[@]}"
    exit 1
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    system_debian
else
    system_other
fi

# 2.1.0 is the last pytest-qgis for QGIS below 3.34 (Debian 12 has 3.22); newer QGIS needs a newer one.
qgis_version=$("$PYTHON" -c 'from qgis.core import Qgis; print(Qgis.QGIS_VERSION_INT)')
if [ "$qgis_version" -lt 33400 ]; then PYTEST_QGIS=pytest-qgis==2.1.0; else PYTEST_QGIS=pytest-qgis==5.0.2; fi

# The stamp names what .venv was made from: another Python or other requirements make it anew.
wanted=$({ "$PYTHON" --version; printf '%s\n' "$PYTHON"; pwd; echo "$PYTEST_QGIS"; cat "${REQUIREMENTS[@]}"; } | sha256sum | cut -d' ' -f1)
if [ "$(cat "$VENV/.stamp" 2>/dev/null || true)" != "$wanted" ]; then
    say "making $VENV"
    rm -rf "$VENV"
    "$PYTHON" -m venv --system-site-packages "$VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "${REQUIREMENTS[@]/#/--requirement=}" "$PYTEST_QGIS"
    printf '%s\n' "$wanted" >"$VENV/.stamp"
fi
say "ready"
