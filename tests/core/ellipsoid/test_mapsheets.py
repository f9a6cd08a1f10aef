"""Sheet numbers: corners by hand. K = the 11th band, 40-44° N; 49 = 108-114° E; a 1:10 000 sheet is 2'30" by 3'45"."""

import pytest

from nm_urban.nm_urban_plugin.core.ellipsoid.mapsheets import sheet_10000


@pytest.mark.parametrize(("lon", "lat", "sheet"), [
    (108.0, 43.9999, "K49G001001"),  # north-west corner of the band
    (113.9999, 40.0001, "K49G096096"),  # south-east corner
    (108.0 + 3.75 / 60, 44 - 2.5 / 60 - 1e-9, "K49G002002"),  # one sheet on: its north-west corner
    (116.5, 39.9, "J50G003041"),
    (97.2, 42.0, "K47G048020"),
])
def test_sheets(lon, lat, sheet):
    assert sheet_10000(lon, lat) == sheet


def test_outside():
    with pytest.raises(ValueError, match="no sheet"):
        sheet_10000(-1, 40)
