"""Every usual mistake with CGCS2000 coordinates gives a refusal that names the layer, the cause and the remedy."""

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from nm_urban.nm_urban_plugin.analysis.reading.crs import CrsRefused
from nm_urban.nm_urban_plugin.analysis.reading.frames import Frame
from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import Zone
from tests.analysis.worlds import E0, N0, batches_of, frame
from tests.builders import layer, rectangle


def refusal(crs, x, y, size=100.0, name="宗地"):
    """The message for a layer of three squares with that corner."""
    squares = [(rectangle(x + k * size, y, x + (k + 1) * size, y + size),) for k in range(3)]
    with pytest.raises(CrsRefused) as refused:
        batches_of(layer(squares, crs=crs, name=name))
    message = str(refused.value)
    assert f"'{name}'" in message
    return message


@pytest.mark.parametrize("crs, x, y, said", [
    # 37 in front although the CRS has none, and the other way round
    ("EPSG:4546", 37_555_000, N0, ["prefix of 3-degree zone 37", "EPSG:4546", "set the layer's CRS to EPSG:4525"]),
    ("EPSG:4525", 555_000, N0, ["no zone prefix", "expects prefix 37", "set the layer's CRS to EPSG:4546"]),
    ("EPSG:4497", 555_000, N0, ["no zone prefix", "expects prefix 19", "EPSG:4508"]),
    # the neighbour's zone
    ("EPSG:4525", 38_455_000, N0, ["prefix of 3-degree zone 38", "EPSG:4526"]),
    ("EPSG:4525", 36_655_000, N0, ["prefix of 3-degree zone 36", "EPSG:4524"]),
    # 3° data labelled 6°, and the other way round
    ("EPSG:4497", 37_555_000, N0, ["prefix of 3-degree zone 37", "EPSG:4525"]),
    ("EPSG:4525", 19_555_000, N0, ["prefix of 6-degree zone 19", "EPSG:4497"]),
    # north and east exchanged
    ("EPSG:4525", N0, 37_555_000, ["easting and northing are swapped"]),
    ("EPSG:4546", N0, 555_000, ["easting and northing are swapped"]),
    # degrees in metres, metres in degrees
    ("EPSG:4525", 111.6, 40.8, ["degrees but EPSG:4525 is in metres", "EPSG:4490"]),
    ("EPSG:4546", 111.6, 40.8, ["degrees but EPSG:4546 is in metres", "EPSG:4490"]),
    ("EPSG:4490", 37_555_000, N0, ["metres but the CRS EPSG:4490 is in degrees"]),
    ("EPSG:4490", 555_000, N0, ["metres but the CRS EPSG:4490 is in degrees"]),
    ("EPSG:4326", 37_555_000, N0, ["metres but the CRS EPSG:4326 is in degrees"]),
    # latitude before longitude
    ("EPSG:4490", 40.8, 111.6, ["longitude and latitude are swapped"]),
    ("EPSG:4326", 40.8, 111.6, ["longitude and latitude are swapped"]),
    # nowhere near
    ("EPSG:4490", 10.0, 50.0, ["outside China"]),
    ("EPSG:4525", 37_555_000, 600_000.0, ["outside China"]),
    ("EPSG:4546", 950_000.0, N0, ["too far from the central meridian"]),
    ("EPSG:3857", 500_000.0, 6_000_000.0, ["outside China", "EPSG:3857"]),
])
def test_traps(crs, x, y, said):
    size = 0.001 if abs(x) < 360 else 100.0
    message = refusal(crs, x, y, size)
    for words in said:
        assert words in message


@pytest.mark.parametrize("crs, datum", [
    ("EPSG:2361", "Xi'an 1980"),  # 3° zone 37
    ("EPSG:2382", "Xi'an 1980"),  # 3°, CM 111E
    ("EPSG:2333", "Xi'an 1980"),  # 6° zone 19
    ("EPSG:4610", "Xi'an 1980"),
    ("EPSG:2413", "BJ54"),
    ("EPSG:2434", "BJ54"),
    ("EPSG:4214", "BJ54"),
])
def test_old_datums_are_refused_not_transformed(crs, datum):
    message = refusal(crs, 111.6, 40.8, 0.001)
    assert datum in message and crs in message and "no public transformation" in message


def test_no_crs_geocentric_and_foreign():
    assert "has no CRS" in refusal("", E0, N0)
    assert "4490" in refusal("", E0, N0)
    with pytest.raises(CrsRefused, match="EPSG:4479.*neither CGCS2000 nor WGS 84"):
        frame("EPSG:4479")
    with pytest.raises(CrsRefused, match="neither CGCS2000 nor WGS 84"):
        frame("EPSG:27700")  # British National Grid, Airy


def test_one_stray_feature_does_not_refuse_the_layer():
    rows = [(rectangle(E0 + 200 * k, N0, E0 + 200 * k + 100, N0 + 100),) for k in range(3)]
    rows.append((rectangle(555_000, N0, 555_100, N0 + 100),))
    (batch,), tally = batches_of(layer(rows))
    assert len(batch) == 3
    (reject,) = tally.rejects
    assert (reject.action, reject.fid) == ("rejected", 4) and "no zone prefix" in reject.reason


@pytest.mark.parametrize("code, zone", [
    (4525, Zone(111.0, 3, True)), (4546, Zone(111.0, 3, False)), (4497, Zone(111.0, 6, True)),
    (4508, Zone(111.0, 6, False)), (4521, Zone(99.0, 3, True)), (4551, Zone(126.0, 3, False))])
def test_gauss_layers_are_measured_in_their_own_zone(code, zone):
    assert frame(f"EPSG:{code}").zone == zone


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4480", "EPSG:4326", "EPSG:3857", "EPSG:32649"])
def test_other_layers_have_no_zone_of_their_own(crs):
    assert frame(crs).zone is None


@pytest.mark.parametrize("text, zone", [
    ("+proj=tmerc +lat_0=0 +lon_0=111 +k=1 +x_0=37500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", Zone(111.0, 3, True)),
    ("+proj=tmerc +lat_0=0 +lon_0=111 +x_0=500000 +ellps=GRS80 +units=m +no_defs", Zone(111.0, 3, False)),
    ("+proj=tmerc +lat_0=0 +lon_0=111 +k=1 +x_0=19500000 +y_0=0 +a=6378137 +rf=298.257222101 +units=m +no_defs",
     Zone(111.0, 6, True)),
    ("+proj=tmerc +lat_0=0 +lon_0=111 +k=0.9996 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", None),
    ("+proj=tmerc +lat_0=40 +lon_0=111 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", None),
    ("+proj=tmerc +lat_0=0 +lon_0=111.5 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs", None),
])
def test_custom_crs_is_recognised_by_its_parameters(text, zone):
    crs = QgsCoordinateReferenceSystem.fromProj(text)
    assert crs.isValid()
    assert Frame(crs, "custom").zone == zone


def test_a_prj_of_esri_without_authority_is_recognised():
    wkt = ('PROJCS["CGCS2000_3_Degree_GK_Zone_37",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
           'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
           'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",37500000.0],'
           'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",111.0],PARAMETER["Scale_Factor",1.0],'
           'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]')
    assert Frame(QgsCoordinateReferenceSystem.fromWkt(wkt), "prj").zone == Zone(111.0, 3, True)


def test_custom_crs_of_an_old_datum_is_refused():
    text = "+proj=tmerc +lat_0=0 +lon_0=111 +k=1 +x_0=37500000 +y_0=0 +ellps={} +units=m +no_defs"
    for ellipsoid in ("krass", "IAU76"):
        with pytest.raises(CrsRefused, match="BJ54|Xi'an 1980"):
            Frame(QgsCoordinateReferenceSystem.fromProj(text.format(ellipsoid)), "old")


def test_a_county_in_one_uniform_zone_is_legal():
    """|L − L0| > 1.5° within one zone: allowed by bureaus that use one zone for all."""
    zone = frame("EPSG:4525")
    assert not zone.misplaced(np.array([[37_700_000.0, N0, 37_800_000.0, N0 + 1]])).any()
