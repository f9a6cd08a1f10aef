"""The bulk writer against QGIS's own: same schema, same rows, sound files, and editable afterwards."""

import datetime as dt
import sqlite3
import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsFields

sys.path.insert(0, str(Path(__file__).parent))
from case import (  # noqa: E402
    CRS,
    MULTI,
    ODD_NAME,
    PLAIN,
    TC,
    ask,
    by_qgis,
    contents,
    edited,
    fields_of,
    index_of,
    schema,
    sound,
    squares,
)

from nm_urban.nm_urban_plugin.analysis.writing import table as table_module  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.writing.columns import alike, for_qgis, for_sqlite  # noqa: E402
from nm_urban.nm_urban_plugin.analysis.writing.table import (  # noqa: E402
    BulkTable,
    WriteFailed,
    make_empty,
    possible,
)

N = 500
FIELDS = (("src_fid", "long"), ("名称", "text"), ("area_m2", "real"), ("date", "date"), ("year", "int"))


def columns_of(n=N):
    return [
        np.arange(n, dtype=np.int64) * 7_000_000_007,
        [None if k % 9 == 0 else f"宗地{k}'\"" for k in range(n)],
        np.where(np.arange(n) % 11 == 0, np.nan, np.arange(n) / 100 + 0.1),
        [None if k % 5 == 0 else dt.date(2024, k % 12 + 1, k % 28 + 1) for k in range(n)],
        [2020 + k % 5 for k in range(n)],
    ]


def same_index(ours, theirs, table):
    """SQLite rounds boxes outwards by up to two steps of a float32, we by one."""
    mine, others = (np.array(index_of(path, table)) for path in (ours, theirs))
    assert (mine[:, 0] == others[:, 0]).all()
    assert (mine[:, 1::2] >= others[:, 1::2]).all() and (mine[:, 2::2] <= others[:, 2::2]).all()
    assert np.abs(mine - others).max() <= 4.0


def by_us(path, name, wkb, bounds, columns, fields=FIELDS, kind=MULTI, fids=None, cuts=(0, 200, None)):
    make_empty(str(path), name, fields_of(*fields), kind, CRS, TC)
    table = BulkTable(str(path), name)
    for a, b in zip(cuts[:-1], cuts[1:]):
        table.append(wkb and wkb[a:b], bounds[a:b], [for_sqlite(c)[a:b] for c in columns],
                     None if fids is None else fids[a:b])
    table.close()
    return table


@pytest.mark.parametrize("name", ["pieces", ODD_NAME])
def test_schema_rows_index_and_extent_are_those_of_qgis(tmp_path, name):
    wkb, bounds = squares(N)
    (tmp_path / "other").mkdir()
    ours, theirs = tmp_path / f"{name}.gpkg", tmp_path / "other" / f"{name}.gpkg"
    by_us(ours, name, wkb, bounds, columns_of())
    by_qgis(str(theirs), fields_of(*FIELDS), wkb, columns_of())
    assert schema(ours) == schema(theirs)
    assert contents(ours, name) == contents(theirs, name)
    same_index(ours, theirs, name)
    sound(ours, name)


def test_rows_are_those_of_a_named_table_too(tmp_path):
    wkb, bounds = squares(N)
    ours, theirs = tmp_path / "ours.gpkg", tmp_path / "theirs.gpkg"
    by_us(ours, "pieces", wkb, bounds, columns_of())
    by_qgis(f"ogr:dbname='{theirs}' table=\"pieces\" (geom)", fields_of(*FIELDS), wkb, columns_of())
    assert schema(ours) == schema(theirs)
    assert contents(ours, "pieces")[:1] == contents(theirs, "pieces")[:1]
    same_index(ours, theirs, "pieces")


def test_a_feature_without_geometry_is_null_and_in_no_index(tmp_path):
    wkb, bounds = squares(5)
    wkb[2], bounds[2] = None, np.nan
    columns = [list(range(5))]
    ours, theirs = tmp_path / "ours.gpkg", tmp_path / "theirs.gpkg"
    by_us(ours, "t", wkb, bounds, columns, FIELDS[:1])
    by_qgis(f"ogr:dbname='{theirs}' table=\"t\" (geom)", fields_of(FIELDS[0]), wkb, columns)
    assert contents(ours, "t")[0] == contents(theirs, "t")[0]
    assert contents(ours, "t")[0][2][1] is None
    same_index(ours, theirs, "t")
    assert len(index_of(ours, "t")) == 4
    sound(ours, "t")


def test_a_table_without_geometry(tmp_path):
    ours, theirs = tmp_path / "t.gpkg", tmp_path / "other" / "t.gpkg"
    theirs.parent.mkdir()
    by_us(ours, "t", None, np.zeros((N, 4)), columns_of(), kind=PLAIN)
    by_qgis(str(theirs), fields_of(*FIELDS), None, columns_of(), PLAIN)
    assert schema(ours) == schema(theirs)
    assert contents(ours, "t") == contents(theirs, "t")
    sound(ours)


def test_nothing_to_write_is_an_empty_table(tmp_path):
    ours, theirs = tmp_path / "t.gpkg", tmp_path / "other" / "t.gpkg"
    theirs.parent.mkdir()
    make_empty(str(ours), "t", fields_of(*FIELDS), MULTI, CRS, TC)
    BulkTable(str(ours), "t").close()
    by_qgis(str(theirs), fields_of(*FIELDS), [], [[]] * len(FIELDS))
    assert schema(ours) == schema(theirs)
    assert contents(ours, "t")[:2] == contents(theirs, "t")[:2]  # QGIS leaves the count open, here it is 0
    sound(ours, "t")


def test_it_can_be_edited_in_qgis_and_stays_sound(tmp_path):
    wkb, bounds = squares(N)
    path = tmp_path / "t.gpkg"
    by_us(path, "t", wkb, bounds, columns_of())
    assert edited(path, "t") == ([N + 1], N)
    sound(path, "t")
    assert ask(path, "SELECT feature_count FROM gpkg_ogr_contents") == [(N,)]


def test_keys_that_are_given_are_kept(tmp_path):
    wkb, bounds = squares(N)
    path = tmp_path / "t.gpkg"
    by_us(path, "t", wkb, bounds, columns_of(), fids=np.arange(N) * 3 + 5)
    assert [row[0] for row in index_of(path, "t")] == [row[0] for row in contents(path, "t")[0]]
    assert contents(path, "t")[0][-1][0] == 3 * (N - 1) + 5
    sound(path, "t")


def test_a_key_that_occurs_twice_fails_loudly(tmp_path):
    wkb, bounds = squares(2)
    with pytest.raises(WriteFailed, match="UNIQUE"):
        by_us(tmp_path / "t.gpkg", "t", wkb, bounds, columns_of(2), fids=np.array([4, 4]), cuts=(0, 2))


def test_the_index_is_filled_row_by_row_where_sqlite_guards_its_shadow_tables(tmp_path, monkeypatch):
    def refused(*_):
        raise sqlite3.OperationalError("table rtree_t_geom_node may not be modified")

    monkeypatch.setattr(table_module, "packed", refused)
    wkb, bounds = squares(N)
    ours, theirs = tmp_path / "ours.gpkg", tmp_path / "theirs.gpkg"
    by_us(ours, "t", wkb, bounds, columns_of())
    monkeypatch.undo()
    by_us(theirs, "t", wkb, bounds, columns_of())
    same_index(theirs, ours, "t")
    sound(ours, "t")
    assert edited(ours, "t") == ([N + 1], N)


def test_no_table_of_that_name_and_no_file_are_said(tmp_path):
    make_empty(str(tmp_path / "t.gpkg"), "t", fields_of(*FIELDS), MULTI, CRS, TC)
    with pytest.raises(WriteFailed):
        make_empty(str(tmp_path / "no" / "such" / "folder" / "t.gpkg"), "t", QgsFields(), MULTI, CRS, TC)


def test_this_sqlite_has_an_rtree():
    assert possible()


def test_columns_in_the_words_of_sqlite():
    assert for_sqlite(np.array([1.5, np.nan])) == [1.5, None]
    assert [type(v) for v in for_sqlite(np.array([True, False]))] == [int, int]
    assert [type(v) for v in for_sqlite(np.array([1], np.int32))] == [int]
    assert for_sqlite([dt.date(2024, 2, 29), None, True, 3, "x"]) == ["2024-02-29", None, 1, 3, "x"]
    assert type(for_sqlite([True])[0]) is int
    moment = dt.datetime(2024, 2, 29, 23, 30, tzinfo=dt.timezone.utc)
    assert for_sqlite([moment, None]) == ["2024-02-29", None]
    assert for_qgis([moment])[0].toPyDate() == dt.date(2024, 2, 29)


def test_columns_that_are_alike():
    assert alike([None, None]) and alike(["x"] * 3) and alike([])
    assert not alike([1, 1.0]) and not alike([None, 0]) and not alike([1, 2]) and not alike([0, False])


def test_columns_in_the_words_of_qgis():
    day = for_qgis([dt.date(2024, 2, 29), None])
    assert (day[0].year(), day[0].month(), day[0].day(), day[1]) == (2024, 2, 29, None)
