"""Batches of a GeoPackage layer as numpy arrays, straight from OGR's Arrow stream (RFC 86, GDAL >= 3.6).

The stream is read through the Arrow C data interface with ctypes, so that neither pyarrow nor one Python object per
geometry is needed. Guarded defects: GDAL 3.6.2 returns empty WKB when the geometry is the only column (OSGeo/gdal
#7106), so the FID always travels along; more than 125 columns were mixed up before 3.8 (#8778), so unused fields are
ignored. Whatever this module does not know makes it say so, and the caller reads feature by feature instead.
"""

from __future__ import annotations

import ctypes
import datetime as dt
from collections.abc import Iterator

import numpy as np
from osgeo import gdal, ogr

from ...core.dates import day_of_stamp


class ArrowUnsupported(RuntimeError):
    """This GDAL, layer or column type cannot be read as Arrow here."""


class _Schema(ctypes.Structure):
    pass


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class _Array(ctypes.Structure):
    pass


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_NUMBERS = {b"c": "<i1", b"s": "<i2", b"i": "<i4", b"l": "<i8", b"f": "<f4", b"g": "<f8"}
_EPOCH = dt.date(1970, 1, 1).toordinal()
_DAYS = b"tdD"
_TICKS_PER_DAY = {b"tss": 86_400, b"tsm": 86_400_000, b"tsu": 86_400_000_000, b"tsn": 86_400_000_000_000}


def available() -> bool:
    """Whether this GDAL can stream Arrow at all."""
    return int(gdal.VersionInfo("VERSION_NUM")) >= 3_060_200 and hasattr(ogr.Layer, "GetArrowStream")


def opened(path: str, mode: int = gdal.OF_READONLY) -> gdal.Dataset | None:
    """A vector file, None where it cannot be opened; also where somebody in this process made GDAL raise instead."""
    try:
        return gdal.OpenEx(path, gdal.OF_VECTOR | mode)
    except RuntimeError:
        return None


def read(path: str, table: str, columns: list[str], size: int, where: str = ""
         ) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, list]]]:
    """Yield (fids i8, WKB bytes u1, offsets i8, {column: list of plain values}) of at most *size* features.

    *where* is a condition on the attributes in the words of the file's SQL.

    The WKB is GDAL's own memory, which it keeps while the array lives; everything else is copied. Raises
    ArrowUnsupported before the first batch where it cannot work.
    """
    source = opened(path)
    layer = source.GetLayerByName(table) if source is not None else None
    if layer is None or not available():
        raise ArrowUnsupported(f"cannot open {table}")
    if where and not _filtered(layer, where):
        raise ArrowUnsupported(f"filter not understood: {where}")
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(k).GetName() for k in range(definition.GetFieldCount())]
    layer.SetIgnoredFields([n for n in names if n not in columns])
    fid_name = layer.GetFIDColumn() or "OGC_FID"
    geometry_name = layer.GetGeometryColumn() or "wkb_geometry"
    stream = layer.GetArrowStream([f"MAX_FEATURES_IN_BATCH={size}", "INCLUDE_FID=YES"])
    schema_holder = stream.GetSchema()
    schema = ctypes.cast(int(schema_holder._getPtr()), ctypes.POINTER(_Schema)).contents
    fields = {}
    for k in range(schema.n_children):
        child = schema.children[k].contents
        fields[child.name.decode("utf-8")] = (k, child.format)
    missing = [n for n in (fid_name, geometry_name, *columns) if n not in fields]
    if missing:
        raise ArrowUnsupported(f"not in the stream: {missing}")
    for name in columns:
        if not _known(fields[name][1]):
            raise ArrowUnsupported(f"column {name} has the type {fields[name][1]!r}")
    while True:
        holder = stream.GetNextRecordBatch()
        if holder is None:
            return
        batch = ctypes.cast(int(holder._getPtr()), ctypes.POINTER(_Array)).contents
        at, _ = fields[fid_name]
        fids = _numbers(batch.children[at].contents, "<i8").copy()
        at, kind = fields[geometry_name]
        blob, offsets, valid = _variable(batch.children[at].contents, kind, holder)
        if valid is not None:  # a NULL may carry no bytes or stale ones
            blob, offsets = _blank(blob, offsets, valid)
        values = {name: _values(batch.children[fields[name][0]].contents, fields[name][1]) for name in columns}
        yield fids, blob, offsets.astype(np.int64) - int(offsets[0]), values


def _filtered(layer: ogr.Layer, where: str) -> bool:
    """Set a filter; False where OGR refuses it."""
    try:
        return layer.SetAttributeFilter(where) == ogr.OGRERR_NONE
    except RuntimeError:  # where somebody made GDAL raise instead
        return False


def _known(kind: bytes) -> bool:
    return kind in _NUMBERS or kind in (b"u", b"U", _DAYS) or kind[:3] in _TICKS_PER_DAY


def _buffer(array: _Array, number: int, count: int, dtype: str, holder=None) -> np.ndarray:
    """One buffer of a column. It lives as long as the batch does: as long as *holder* or, with it, as the array."""
    pointer = array.buffers[number]
    size = count * np.dtype(dtype).itemsize
    if not pointer or not size:
        return np.zeros(count, dtype)
    memory = (ctypes.c_char * size).from_address(pointer)
    memory.holder = holder
    return np.frombuffer(memory, dtype)


def _validity(array: _Array) -> np.ndarray | None:
    """(n,) bool, or None where every value is there."""
    if not array.buffers[0] or array.null_count == 0:
        return None
    end = array.offset + array.length
    bits = np.unpackbits(_buffer(array, 0, (end + 7) // 8, "u1"), bitorder="little")
    return bits[array.offset : end].astype(bool)


def _numbers(array: _Array, dtype: str) -> np.ndarray:
    return _buffer(array, 1, array.offset + array.length, dtype)[array.offset :]


def _variable(array: _Array, kind: bytes, holder=None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Bytes, offsets and validity of a binary or text column."""
    wide = "<i8" if kind in (b"Z", b"U") else "<i4"
    offsets = _buffer(array, 1, array.offset + array.length + 1, wide)[array.offset :]
    data = _buffer(array, 2, int(offsets[-1]), "u1", holder)[int(offsets[0]) :]
    return data, offsets, _validity(array)


def _blank(blob: np.ndarray, offsets: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = np.diff(offsets)
    keep = np.repeat(valid, length)
    return blob[keep], np.concatenate([[0], np.cumsum(np.where(valid, length, 0), dtype=np.int64)])


def _values(array: _Array, kind: bytes) -> list:
    """Python values of one column: int, float, str, datetime.date, or None."""
    valid = _validity(array)
    if kind in (b"u", b"U"):
        data, offsets, _ = _variable(array, kind)
        raw, at = data.tobytes(), (offsets - offsets[0]).tolist()
        out: list = [raw[a:b].decode("utf-8", "replace") for a, b in zip(at[:-1], at[1:])]
    elif kind == _DAYS:
        out = [dt.date.fromordinal(_EPOCH + d) for d in _numbers(array, "<i4").tolist()]
    elif kind[:3] in _TICKS_PER_DAY:
        days, ticks = np.divmod(_numbers(array, "<i8"), _TICKS_PER_DAY[kind[:3]])
        seconds = ticks // (_TICKS_PER_DAY[kind[:3]] // 86_400)
        out = [day_of_stamp(_EPOCH + d, s) for d, s in zip(days.tolist(), seconds.tolist())]
    else:
        out = _numbers(array, _NUMBERS[kind]).tolist()
    return out if valid is None else [v if ok else None for v, ok in zip(out, valid.tolist())]
