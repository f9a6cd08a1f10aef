"""The same rows, values and verdicts in the dock, in Processing and in qgis_process."""

import pytest
from qgis.core import QgsVectorLayer

from nm_urban.nm_urban_plugin.core import places
from nm_urban.nm_urban_plugin.gui.targets.formatting import printed
from tests.builders import layer, rectangle, rows_of, save, table
from tests.gui.conftest import settle
from tools.qgis.qgis_process import QgisProcess
from tools.release.link_plugin import link

DAY = "2024-06-30"


@pytest.fixture(scope="module")
def qgis_process(tmp_path_factory):
    process = QgisProcess(tmp_path_factory.mktemp("profile"), plugin_path=link())
    process.enable()
    return process


def sources(folder):
    """A table of all counties, and parcels with a date."""
    codes = [unit.code for unit in places.counties()]
    path = folder / "输入 '1'.gpkg"
    counties = [(code, 10.0 + k, 7.0 + 0.5 * k, 900.0 + k) for k, code in enumerate(codes)]
    yield save(table(counties, [("code", str), ("常住人口（万人）", float), ("城镇人口（万人）", float),
                                ("地区生产总值（亿元）", float)]), path, "旗县")
    parcels = [(rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000), codes[k],
                f"202{k % 6}-05-01") for k in range(12)]
    yield save(layer(parcels, [("code", str), ("PZRQ", str)], crs="EPSG:4525"), path, "新增")


def test_dock_processing_and_qgis_process_agree(make_dock, iface, run_alg, qgis_process, tmp_path):
    import datetime as dt

    from qgis.core import QgsProject

    dock = make_dock()
    for number, source in enumerate(sources(tmp_path)):
        shown = QgsVectorLayer(source, f"layer {number}", "ogr")
        QgsProject.instance().addMapLayer(shown, False)
        dock.header.set_day(dt.date.fromisoformat(DAY))
        iface.setActiveLayer(shown)
        settle(dock)
        here = {(r.target.id, r.scope.key, r.origin, r.target.year): (printed(r.value), r.verdict, printed(r.gap), r.n)
                for r in dock.model.rows}
        tables = {}
        for name, run in (("alg", run_alg), ("process", None)):
            out = str(tmp_path / f"{name}_{number}.gpkg")
            given = {"INPUT": source, "AS_OF": DAY, "OUTPUT": out}
            if run is not None:
                run("compliance", given)
            else:
                qgis_process.run_json("nmurban:compliance", given)
            rows = rows_of(QgsVectorLayer(out, "out", "ogr"))
            tables[name] = {(r["target"], r["place"], r["origin"], r["year"]):
                            (r["value"], r["verdict"], r["gap"], r["n"]) for r in rows}
        assert len(here) == len(dock.model.rows) >= 186
        assert here == tables["alg"] == tables["process"]
        assert sum(value is not None for value, *_ in here.values()) > 0
