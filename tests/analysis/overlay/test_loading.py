"""What stands beside the parcels: tables by county and year, county units, the surroundings of a layer."""


import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsFeedback, QgsVectorLayer
from qgis.PyQt.QtCore import QDate

from nm_urban.nm_urban_plugin.analysis.layers.loading import load_counties
from nm_urban.nm_urban_plugin.analysis.reading.county_table import load_yearly
from nm_urban.nm_urban_plugin.analysis.reading.source import Given, rect_around
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from tests.analysis.worlds import E0, N0
from tests.builders import layer, rectangle, table

YEARS = range(2021, 2026)


def given(source: QgsVectorLayer, name="表"):
    return Given(source, source.crs(), name, source)


def yearly(rows, fields=(("code", str), ("year", str), ("mu", str)), year="year"):
    tally = Tally()
    found = load_yearly(given(table(rows, fields)), "code", year, "mu", YEARS, tally)
    return found, {r.fid: r.reason for r in tally.rejects}


def test_amounts_and_years_as_people_write_them():
    found, rejects = yearly([
        ("150102", "2021", "1,000.5"), ("150102", "2022年度", " 12 "), ("150102", "2023.0", "1e3"),
        ("150102", "2025年", "0.005"), ("150121", "", "7"), (" 150202 ", "2024-03-01", "１"),
        ("150202001", "2025", "2"), ("150203001002", "2025", "2，000"), ("150204", "2022", "12,5"),
    ])
    assert rejects == {}
    assert found.values == {("150102", 2021): 100_050, ("150102", 2022): 1_200, ("150102", 2023): 100_000,
                            ("150102", 2025): 1, ("150121", 0): 700, ("150202", 2024): 100, ("150202", 2025): 200,
                            ("150203", 2025): 200_000, ("150204", 2022): 1_250}
    assert found.total == sum(found.values.values()) and found.warnings == []


def test_what_cannot_be_read_is_listed_and_not_summed():
    found, rejects = yearly([
        ("159999", "2021", "1"), (None, "2021", "1"), ("150172", "2021", "1"), ("150102", "2021", "-1"),
        ("150102", "2021", "viel"), ("150102", "2021", None), ("150102", "2021", "inf"), ("150102", "2020", "1"),
        ("150102", "2026", "1"), ("150102", "next", "1"), ("150102", "2025", "3"),
    ])
    assert found.values == {("150102", 2025): 300} and found.total == 300
    assert sorted(rejects) == list(range(1, 11))
    words = {fid: reason.text("en") for fid, reason in rejects.items()}
    assert all("103 county units" in words[k] for k in (1, 2)) and "Hohhot Economic" in words[3]
    assert all("an area >= 0 is expected" in words[k] and "'mu'" in words[k] for k in (4, 5, 6, 7))
    assert all("outside the plan period 2021-2025" in words[k] for k in (8, 9))
    assert "is not a year" in words[10]
    assert all(reason.text("zh") != reason.text("en") for reason in rejects.values())


def test_numbers_and_dates_as_types():
    rows = [("150102", QDate(2023, 5, 1), 1.005), ("150103", None, 2.0)]
    found, rejects = yearly(rows, (("code", str), ("year", QDate), ("mu", float)))
    assert rejects == {} and found.values == {("150102", 2023): 101, ("150103", 0): 200}
    found, _ = yearly([(150102, 2022, 5)], (("code", int), ("year", int), ("mu", int)))
    assert found.values == {("150102", 2022): 500}
    found, _ = yearly([("150102", "2022", "5")], year=None)  # a table without a year speaks of the whole period
    assert found.values == {("150102", 0): 500}


def test_county_units():
    square = rectangle(E0, N0, E0 + 100, N0 + 100)
    rows = [(square, "150202", "东河区"), (square, "150102", ""), (square, 150102.0, "again"),
            (square, "610802", "榆林"), (square, None, "?"), (None, "150103", "no geometry"),
            (square, "150102001", "a township")]
    source = layer([(g, None if c is None else str(c), n) for g, c, n in rows], [("code", str), ("name", str)])
    tally = Tally()
    zones, codes, names = load_counties(given(source, "旗县"), "code", "name", tally, QgsFeedback())
    assert codes == ["150102", "150202"]
    assert zones.labels.tolist() == [1, 0, 0, 0] and zones.rings.n == 4
    assert names == {"150202": "东河区", "150102": "新城区"}  # a nameless unit gets the register's name
    assert sorted(r.fid for r in tally.rejects) == [4, 5, 6]


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4546", "EPSG:3857"])
def test_the_surroundings_of_a_layer_hold_all_of_it(crs):
    source = layer([(rectangle(E0, N0, E0 + 3000, N0 + 2000),)])
    other = QgsCoordinateReferenceSystem(crs)
    box = rect_around(given(source), other)
    from qgis.core import QgsCoordinateTransform, QgsCoordinateTransformContext, QgsGeometry

    shape = QgsGeometry.fromWkt(rectangle(E0, N0, E0 + 3000, N0 + 2000))
    shape.transform(QgsCoordinateTransform(source.crs(), other, QgsCoordinateTransformContext()))
    assert box.contains(shape.boundingBox())
    assert box.width() < 1.2 * shape.boundingBox().width()


def test_surroundings_that_are_not_known():
    assert rect_around(given(layer([])), QgsCoordinateReferenceSystem("EPSG:4490")) is None
    assert rect_around(given(layer([(None,)])), QgsCoordinateReferenceSystem("EPSG:4490")) is None
