"""A file has its destination's name only when it is complete; existing files are written by GDAL's SQLite alone."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer

sys.path.insert(0, str(Path(__file__).parent))
from case import (  # noqa: E402
    CRS,
    MULTI,
    ODD_NAME,
    PLAIN,
    TC,
    by_qgis,
    contents,
    edited,
    fields_of,
    index_of,
    schema,
    sound,
    squares,
)

from nm_urban.nm_urban_plugin.analysis.writing import attach  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.writing.part import PartFile  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.writing.table import BulkTable, WriteFailed  # noqa: E402
from nm_urban.nm_urban_plugin.core import whole_file  # noqa: E402
from tools.common import ROOT  # noqa: E402

FIELDS = fields_of(("k", "long"), ("名称", "text"))


def filled(path, table="t", n=300, crs=CRS, kind=MULTI):
    wkb, bounds = squares(n)
    made = PartFile(str(path), table, FIELDS, kind, crs, TC)
    rows = BulkTable(made.path, table)
    rows.append(wkb if kind == MULTI else None, bounds, [list(range(n)), [f"宗地{k}" for k in range(n)]])
    rows.close()
    return made


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_it_has_another_name_until_it_is_published(tmp_path):
    made = filled(tmp_path / "new" / "t.gpkg")
    assert names_in(tmp_path / "new") == ["t.gpkg.part"]
    made.publish(False)
    assert names_in(tmp_path / "new") == ["t.gpkg"]
    sound(tmp_path / "new" / "t.gpkg", "t")


def test_what_is_discarded_leaves_nothing_and_may_be_discarded_again(tmp_path):
    made = filled(tmp_path / "t.gpkg")
    made.discard()
    made.discard()
    assert names_in(tmp_path) == []


def test_publishing_replaces_a_file_as_a_whole(tmp_path):
    by_qgis(str(tmp_path / "t.gpkg"), FIELDS, *old())
    filled(tmp_path / "t.gpkg").publish(False)
    assert len(contents(tmp_path / "t.gpkg", "t")[0]) == 300
    assert names_in(tmp_path) == ["t.gpkg"]


def old(n=3):
    wkb, _ = squares(n, 9)
    return wkb, [list(range(n)), ["old"] * n]


def test_an_unfinished_file_leaves_the_one_that_is_there_alone(tmp_path):
    by_qgis(str(tmp_path / "t.gpkg"), FIELDS, *old())
    before = (tmp_path / "t.gpkg").read_bytes()
    filled(tmp_path / "t.gpkg").discard()
    assert (tmp_path / "t.gpkg").read_bytes() == before


@pytest.mark.parametrize("table", ["t", ODD_NAME])
def test_a_table_beside_others_is_that_of_a_file_of_its_own(tmp_path, table):
    by_qgis(str(tmp_path / "both.gpkg"), FIELDS, *old())
    filled(tmp_path / "both.gpkg", table).publish(True)
    filled(tmp_path / "alone.gpkg", table).publish(True)
    both, alone = tmp_path / "both.gpkg", tmp_path / "alone.gpkg"
    assert names_in(tmp_path) == ["alone.gpkg", "both.gpkg"]
    assert contents(both, table) == contents(alone, table)
    assert index_of(both, table) == index_of(alone, table)
    assert schema(both) >= schema(alone)
    assert len(contents(both, "both")[0]) == 3
    sound(both, table)
    sound(both, "both")
    assert edited(both, table) == ([301], 300)
    sound(both, table)


def test_a_table_beside_others_replaces_the_one_of_its_name(tmp_path):
    by_qgis(f"ogr:dbname='{tmp_path / 'x.gpkg'}' table=\"t\" (geom)", FIELDS, *old())
    filled(tmp_path / "x.gpkg").publish(True)
    assert len(contents(tmp_path / "x.gpkg", "t")[0]) == 300
    sound(tmp_path / "x.gpkg", "t")


def test_a_table_beside_others_while_qgis_shows_and_edits_one_of_them(tmp_path):
    by_qgis(str(tmp_path / "x.gpkg"), FIELDS, *old())
    layer = QgsVectorLayer(f"{tmp_path / 'x.gpkg'}|layername=x", "open", "ogr")
    assert layer.startEditing()
    filled(tmp_path / "x.gpkg").publish(True)
    assert layer.deleteFeature(1) and layer.commitChanges(), layer.commitErrors()
    assert layer.featureCount() == 2
    del layer
    assert len(contents(tmp_path / "x.gpkg", "t")[0]) == 300
    assert len(contents(tmp_path / "x.gpkg", "x")[0]) == 2
    sound(tmp_path / "x.gpkg", "t")


def test_a_crs_of_the_users_own_bears_the_number_of_the_file(tmp_path):
    own, other = (QgsCoordinateReferenceSystem() for _ in range(2))
    assert own.createFromProj("+proj=tmerc +lat_0=0 +lon_0=117.3 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m")
    assert other.createFromProj("+proj=tmerc +lat_0=0 +lon_0=110.7 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m")
    by_qgis(str(tmp_path / "x.gpkg"), FIELDS, *old(), crs=other)
    filled(tmp_path / "x.gpkg", crs=own).publish(True)
    (rows, about, _) = contents(tmp_path / "x.gpkg", "t")
    number = about[0][4]
    assert {int.from_bytes(row[1][4:8], "little") for row in rows} == {number}
    assert number != contents(tmp_path / "x.gpkg", "x")[1][0][4]
    sound(tmp_path / "x.gpkg", "t")


def test_a_table_without_geometry_beside_others(tmp_path):
    by_qgis(str(tmp_path / "x.gpkg"), FIELDS, *old())
    filled(tmp_path / "x.gpkg", kind=PLAIN).publish(True)
    assert [row[1] for row in contents(tmp_path / "x.gpkg", "t")[0]] == list(range(300))
    sound(tmp_path / "x.gpkg")


def test_an_index_that_sqlite_guards_is_copied_row_by_row(tmp_path, monkeypatch):
    plain = attach.Sql.run

    def guarded(self, sql):
        if "_node" in sql:
            raise WriteFailed("table may not be modified")
        plain(self, sql)

    monkeypatch.setattr(attach.Sql, "run", guarded)
    by_qgis(str(tmp_path / "x.gpkg"), FIELDS, *old())
    filled(tmp_path / "x.gpkg").publish(True)
    assert len(index_of(tmp_path / "x.gpkg", "t")) == 300
    sound(tmp_path / "x.gpkg", "t")


def test_a_copy_that_fails_leaves_the_other_tables_as_they_were(tmp_path, monkeypatch):
    def torn(*_):
        raise WriteFailed("disk is full")

    by_qgis(str(tmp_path / "x.gpkg"), FIELDS, *old())
    monkeypatch.setattr(attach, "_copy_index", torn)
    with pytest.raises(WriteFailed, match="full"):
        filled(tmp_path / "x.gpkg").publish(True)
    assert len(contents(tmp_path / "x.gpkg", "x")[0]) == 3
    assert contents(tmp_path / "x.gpkg", "t")[0] == []
    assert names_in(tmp_path) == ["x.gpkg"]
    sound(tmp_path / "x.gpkg", "x")


def test_a_file_that_cannot_be_replaced_is_said(tmp_path, monkeypatch):
    made = filled(tmp_path / "t.gpkg")

    def locked(*_):
        raise PermissionError(13, "the file is in use")

    (tmp_path / "t.gpkg").write_bytes(b"older")
    monkeypatch.setattr(whole_file, "_PAUSES", ())
    monkeypatch.setattr(whole_file.os, "replace", locked)
    with pytest.raises(whole_file.NotWritten, match="open in another program"):
        made.publish(False)
    assert names_in(tmp_path) == ["t.gpkg"]
    assert (tmp_path / "t.gpkg").read_bytes() == b"older"


def test_side_files_of_the_file_that_was_replaced_go(tmp_path):
    by_qgis(str(tmp_path / "t.gpkg"), FIELDS, *old())
    with sqlite3.connect(tmp_path / "t.gpkg") as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("UPDATE gpkg_contents SET description = 'new'")
        filled(tmp_path / "t.gpkg").publish(False)
    db.close()
    assert [row[2] for row in contents(tmp_path / "t.gpkg", "t")[0]] == list(range(300))


def test_kill_9_in_mid_write_leaves_no_file_under_the_name(tmp_path):
    script = f"""
        import os, sys
        sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]
        from tools.common import import_nm_urban
        import_nm_urban()
        from qgis.core import QgsApplication
        application = QgsApplication([], False)
        application.initQgis()
        import case
        from nm_urban.nm_urban_plugin.analysis.writing.part import PartFile
        from nm_urban.nm_urban_plugin.analysis.writing.table import BulkTable
        made = PartFile({str(tmp_path / "t.gpkg")!r}, "t", case.fields_of(("k", "long")), case.MULTI, case.CRS, case.TC)
        rows = BulkTable(made.path, "t")
        wkb, bounds = case.squares(20000)
        while True:
            rows.append(wkb, bounds, [list(range(20000))])
            print("written", flush=True)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    for _ in range(5):
        assert process.stdout.readline() == b"written\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not (tmp_path / "t.gpkg").exists()
    assert "t.gpkg.part" in names_in(tmp_path)
    filled(tmp_path / "t.gpkg").publish(False)  # the next run clears up
    assert names_in(tmp_path) == ["t.gpkg"]
    assert len(contents(tmp_path / "t.gpkg", "t")[0]) == 300
    sound(tmp_path / "t.gpkg", "t")
    assert np.array(index_of(tmp_path / "t.gpkg", "t")).shape == (300, 5)
