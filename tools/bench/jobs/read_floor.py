"""The floor: the parcels' geometry column through OGR's Arrow stream, zero-copy, nothing computed from it."""

from __future__ import annotations

import ctypes

from osgeo import gdal

from tools.bench import region
from tools.bench.jobs.clock import Clock, arguments


def main() -> None:
    args = arguments(__doc__)
    gdal.UseExceptions()
    clock = Clock()
    source = gdal.OpenEx(str(region.parcel_path(args.size)), gdal.OF_VECTOR | gdal.OF_READONLY)
    layer = source.GetLayer(0)
    definition = layer.GetLayerDefn()
    layer.SetIgnoredFields([definition.GetFieldDefn(k).GetName() for k in range(definition.GetFieldCount())])
    # the FID stays: GDAL 3.6.2 gives empty geometries where they are the only column
    stream = layer.GetArrowStream(["INCLUDE_FID=YES"])
    count = 0
    while (batch := stream.GetNextRecordBatch()) is not None:
        count += ctypes.c_int64.from_address(int(batch._getPtr())).value  # ArrowArray.length
    clock.done(n=count)


if __name__ == "__main__":
    main()
