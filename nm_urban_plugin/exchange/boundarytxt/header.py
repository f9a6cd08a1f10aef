"""What a [属性描述] says of the coordinates below it: datum, projection and zone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...core.ellipsoid.gauss import Zone, zone_of_epsg
from .format import DATUM, PROJECTION, TRANSFORMATION, UNIT, WIDTH, ZONE, whole_number, zone_of_text
from .lines import Section
from .notes import Note, merged, note
from .tokens import plain

_CGCS2000 = re.compile("(2000国家|国家2000|中国2000|2000中国)(大地)?(坐标系)?|(CGCS|cgcs)[-_ ]?2000(坐标系)?")
#: All that a wording of CGCS2000 consists of. A word beyond them (a town, 独立, 北京54, 1980, WGS …) names another
#: system, whatever digits stand beside it. A height datum says nothing of X and Y.
_HEIGHTS = re.compile("(19)?(85|56)年?(国家|黄海)*高程(系统?|基准)?")
_WORDS = re.compile(
    "国家|中国|大地|测量|坐标|系统?|基准|参考|投影|平面|直角|高斯|[-·]?克吕格|[36三六][度°](分?带)?|"
    "第?[0-9]{2}度?带|分带|CGCS|GCS|GEODETIC|COORDINATE|SYSTEM|CHINA|GAUSS|KR[UÜ]E?GER|GK|[36][-_ ]?DEGREE|"
    "ZONE[-_ ]?[0-9]{2}|CM[-_ ]?[0-9]{2,3}E?")
_OTHER_PROJECTIONS = ("北京", "西安", "WGS", "独立", "地方", "UTM",
                      "墨卡托", "MERCATOR", "兰勃特", "兰伯特", "LAMBERT", "ALBERS", "阿尔伯斯", "经纬")


@dataclass(frozen=True)
class Head:
    """zone: None where the header names none; zone_text and zone_line say what stands there (line 0: no header)."""

    zone: Zone | None
    zone_text: str
    zone_line: int
    notes: list[Note]
    fault: Note | None


def head_of(section: Section) -> Head:
    """Read the header of a section; a fault means that none of its parcels can be read."""
    notes: list[Note] = list(section.notes)
    fault = None
    if not section.header:
        notes += [note(parcel.line, "no_header") for parcel in section.parcels[:1]]
        return Head(None, "", 0, notes, None)

    first = min(at for at, _ in section.header.values())

    def get(key: str) -> tuple[int, str]:
        line, value = section.header.get(key, (first, ""))
        text = plain(value)
        if text != value and key in (DATUM, WIDTH, ZONE, UNIT, PROJECTION):
            notes.append(note(line, "fullwidth", n=1))
        return line, text

    missing = [key for key in (WIDTH, PROJECTION, UNIT) if key not in section.header]
    if missing:
        notes.append(note(first, "key_missing", keys="、".join(missing)))
    line, datum = get(DATUM)
    if not datum:
        notes.append(note(line, "no_datum"))
    elif not _is_cgcs2000(datum):
        fault = note(line, "datum", value=datum)
    elif not _CGCS2000.fullmatch(datum):
        notes.append(note(line, "datum_wording", value=datum))
    line, projection = get(PROJECTION)
    if any(word in projection.upper() for word in _OTHER_PROJECTIONS):
        fault = fault or note(line, "projection", value=projection)
    elif projection and "高斯" not in projection and "GAUSS" not in projection.upper():
        notes.append(note(line, "projection_unknown", value=projection))
    line, unit = get(UNIT)
    if unit not in ("", "米", "m", "M"):
        notes.append(note(line, "length_unit", value=unit))
    line, parameters = get(TRANSFORMATION)
    if re.sub(r"[,，\s]|\b0+(\.0*)?(?![0-9.])", "", parameters):
        notes.append(note(line, "transformation", value=parameters))
    zone, zone_text, zone_line = _zone(get, notes)
    return Head(zone, zone_text, zone_line, merged(notes), fault)


def _is_cgcs2000(datum: str) -> bool:
    """Whether a normalised wording names CGCS2000 and nothing else."""
    code = re.fullmatch("EPSG:? ?([0-9]{4})", datum.upper())
    if code:
        return code.group(1) == "4490" or zone_of_epsg(int(code.group(1))) is not None
    rest = _WORDS.sub("", _HEIGHTS.sub("", datum.upper()))
    return re.sub(r"[\s()\[\]\"'“”《》、,;:/_\-—+]", "", rest) in ("2000", "2000年", "2000年版", "2000版")


def _zone(get, notes: list[Note]) -> tuple[Zone | None, str, int]:
    """Zone, text and line of 带号; 几度分带 must fit it."""
    line, text = get(ZONE)
    zone = zone_of_text(text)
    if zone is not None and whole_number(text) is None:
        notes.append(note(line, "zone_wording", value=text, zone=zone.number))
    if zone is not None:
        width_line, width = get(WIDTH)
        given = re.search("[36三六]", width)
        if not given or {"三": "3", "六": "6"}.get(given.group(), given.group()) != str(zone.width):
            notes.append(note(width_line, "zone_width", value=width, zone=zone.number, width=zone.width))
    return zone, text, line
