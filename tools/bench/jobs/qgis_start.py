"""QGIS imported and started, nothing else: what the memory of the engine is counted from. Says the versions, too."""

from __future__ import annotations

import sys

import numpy as np
from osgeo import gdal
from qgis.core import Qgis

from tools.bench.jobs.clock import Clock, arguments
from tools.bench.jobs.qgis_app import started


def main() -> None:
    arguments(__doc__)
    with started():
        Clock().done(qgis=Qgis.QGIS_VERSION.split("-")[0], gdal=gdal.__version__, numpy=np.__version__,
                     python=sys.version.split()[0])


if __name__ == "__main__":
    main()
