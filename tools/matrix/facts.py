"""Print the versions of what the plugin runs on, as JSON; run with a system's own Python."""

import json
import platform
import re
import subprocess

import numpy
from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_VERSION_STR


def facts():
    """``{name: version}``."""
    told = subprocess.run(
        ["qgis_process.bin", "--version"], capture_output=True, encoding="utf-8", errors="replace", check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "HOME": "/root", "PATH": "/usr/bin:/bin"},
    ).stdout
    found = {"QGIS": Qgis.QGIS_VERSION.split("-")[0], "Qt": QT_VERSION_STR, "Python": platform.python_version(),
             "GDAL": gdal.VersionInfo("RELEASE_NAME"), "numpy": numpy.__version__}
    for name in ("GEOS", "PROJ"):
        versions = re.findall(rf"^.*\b{name}\b.*?(\d+\.\d+\.\d+)", told, re.MULTILINE)
        found[name] = versions[-1] if versions else "?"  # the last line tells what runs, not what QGIS was built with
    return found


if __name__ == "__main__":
    print(json.dumps(facts()))
