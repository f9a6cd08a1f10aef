#!/usr/bin/env bash
# Open the real QGIS with this work tree's plugin switched on, and the demo project if `make demo` has made it.
# Everything lives in build/profile; your own QGIS profile is not touched.
#
#   tools/run_qgis.sh [--lang zh-Hans] [--project FILE] [--dialog nmurban:landquota] [--shot PICTURE.png]
#   tools/run_qgis.sh [--lang zh-Hans] --tour FOLDER [--of dock|scenario] [--theme dark] [--scale 2] [--part narrow|wide]
#
# --dialog opens an algorithm's dialog, --shot saves the screen once all is drawn and quits (on a screen of its own,
# with xvfb-run, where there is no display). --tour drives the dock, or the scenario panel, by mouse and keyboard
# (tools/qgis/dock_tour.py, tools/qgis/scenario_tour.py), puts the pictures into FOLDER and quits; --part takes only the pictures of the layers, with a narrow or a wide dock.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

lang=${NM_URBAN_LANG:-}
project=$root/build/demo/demo.qgz
dialog=
shot=
tour=
theme=
scale=1
part=
of=dock
while [ $# -gt 0 ]; do
    case $1 in
        --lang) lang=$2 ;;
        --project) project=$(realpath "$2") ;;
        --dialog) dialog=$2 ;;
        --shot) shot=$(realpath -m "$2") ;;
        --tour) tour=$(realpath -m "$2") ;;
        --theme) theme=$2 ;;
        --scale) scale=$2 ;;
        --part) part=$2 ;;
        --of) of=$2 ;;
        *) echo "run: unknown option $1" >&2 && exit 2 ;;
    esac
    shift 2
done

screen=()
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    if [ -z "$shot$tour" ]; then
        echo "run: there is no display. Start it in a desktop session, or on a screen in memory:" >&2
        echo "  xvfb-run -a -s '-screen 0 1400x900x24' make run" >&2
        exit 1
    fi
    width=1400 height=900
    [ "$scale" = 1 ] || { width=2400 height=1600; }
    screen=(xvfb-run -a -s "-screen 0 ${width}x${height}x24")
fi

profile=$root/build/profile
plugins=$(.venv/bin/python -m tools.release.link_plugin)
mkdir -p "$profile"

options=(--nologo --noversioncheck --profiles-path "$profile" --code "$root/tools/qgis/qgis_session.py")
[ -n "$lang" ] && options+=(--lang "$lang")
[ -f "$project" ] && [ -z "$tour" ] && options+=(--project "$project")
# The wrapper of Debian adds options of its own; the program itself is qgis.bin there.
program=$(command -v qgis.bin || command -v qgis)
exec env -u QT_QPA_PLATFORM QGIS_PLUGINPATH="$plugins" NM_URBAN_DIALOG="$dialog" NM_URBAN_SHOT="$shot" \
    NM_URBAN_TOUR="$tour" NM_URBAN_THEME="$theme" NM_URBAN_PART="$part" NM_URBAN_TOUR_SCRIPT="$root/tools/qgis/${of}_tour.py" QT_SCALE_FACTOR="$scale" \
    LC_ALL="${LC_ALL:-C.UTF-8}" "${screen[@]}" "$program" "${options[@]}"
