"""The matrix compares tables by what differs, reads pytest's counts, and says what failed."""

from pathlib import Path

import pytest

from tests.builders import geopackage
from tools.matrix import compare, systems
from tools.matrix.page import Counts, Report, page, read_tests
from tools.matrix.systems import SYSTEMS, Done

FIELDS = (("name", str), ("area", float), ("n", int))
SQUARE = "POLYGON ((0 0, 100 0, 100 100, 0 100, 0 0))"
TRIANGLE = "POLYGON ((200 0, 300 0, 300 100, 200 0))"
ROWS = [(SQUARE, "甲", 1234.56, 1), (TRIANGLE, "乙", 7.5, 2), (None, None, None, None)]


def found(tmp_path, first, second, fields=FIELDS, fields_too=FIELDS):
    one = geopackage(tmp_path / "one" / "a.gpkg", "rows", first, fields)
    two = geopackage(tmp_path / "two" / "a.gpkg", "rows", second, fields_too)
    (difference,) = compare.compare_files(one, two)
    return difference


@pytest.fixture(autouse=True)
def folders(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()


def changed(**values):
    """ROWS with another value in the first row."""
    row = dict(zip(("shape", "name", "area", "n"), ROWS[0])) | values
    return [tuple(row.values()), *ROWS[1:]]


@pytest.mark.parametrize(("second", "verdict"), [
    (ROWS, compare.SAME),
    (changed(area=1234.57), compare.DIGITS),  # one unit of the last printed decimal
    (changed(area=1234.58), compare.DIFFERENT),
    (changed(n=2), compare.DIFFERENT),  # a count has no last digits
    (changed(name="丙"), compare.DIFFERENT),
    (changed(area=None), compare.DIFFERENT),
    ([ROWS[1], ROWS[0], ROWS[2]], compare.ORDER),
    (ROWS[:2], compare.DIFFERENT),
    (changed(shape="POLYGON ((0 0, 100 0, 100 100, 1e-9 100, 0 0))"), compare.GEOMETRY),
    (changed(shape="POLYGON ((100 0, 100 100, 0 100, 0 0, 100 0))"), compare.GEOMETRY),  # another start
    (changed(shape="POLYGON ((0 0, 50 0, 100 0, 100 100, 0 100, 0 0))"), compare.GEOMETRY),  # a vertex more
    (changed(shape="POLYGON ((0 0, 100 0, 100 100, 0 100, 0 90, -1e-5 90, 0 90, 0 0))"), compare.GEOMETRY),  # a spike
    (changed(shape="POLYGON ((0 0, 100 0, 100 100, 0.001 100, 0 0))"), compare.DIFFERENT),
    (changed(shape=None), compare.DIFFERENT),
    ([ROWS[1], changed(shape="POLYGON ((0 0, 100 0, 100 100, 1 100, 0 0))")[0], ROWS[2]], compare.DIFFERENT),
])
def test_each_table_gets_the_worst_of_what_differs(tmp_path, second, verdict):
    difference = found(tmp_path, ROWS, second)
    assert difference.verdict == verdict
    assert difference.sentence().startswith(f"a.rows: {verdict}, 3 rows")


def test_what_differs_is_told_with_its_size(tmp_path):
    difference = found(tmp_path, ROWS, changed(area=1235.56))
    assert difference.fields["area"] == (1, pytest.approx(1.0), (1234.56, 1235.56))
    assert "area in 1 rows by up to 1 (1234.56 → 1235.56)" in difference.sentence()


def test_binary_numbers_may_differ_by_a_billionth(tmp_path):
    value = 0.1 + 0.2
    assert found(tmp_path, ROWS, changed(area=1234.56)).verdict == compare.SAME
    (tmp_path / "one" / "a.gpkg").unlink()
    (tmp_path / "two" / "a.gpkg").unlink()
    assert found(tmp_path, changed(area=value), changed(area=value * (1 + 5e-10))).verdict == compare.DIGITS


def test_other_fields_and_files_that_are_missing(tmp_path):
    assert found(tmp_path, [], [], FIELDS, FIELDS[:2]).verdict == compare.DIFFERENT
    geopackage(tmp_path / "two" / "b.gpkg", "rows", ROWS, FIELDS)
    one, other = compare.compare_folders(tmp_path / "one", tmp_path / "two")
    assert "other fields" in one.sentence() and other.sentence() == "b.gpkg: different, 0 rows; only in the second"
    assert compare.main([str(tmp_path / "one"), str(tmp_path / "two")]) == 1
    assert compare.main([str(tmp_path / "two"), str(tmp_path / "two")]) == 0


def test_counts_of_pytest(tmp_path):
    listing = tmp_path / "junit.xml"
    listing.write_text(
        '<testsuites><testsuite><testcase classname="tests.a" name="t1"/>'
        '<testcase classname="tests.a" name="t2"><failure message="x">y</failure></testcase>'
        '<testcase classname="tests.a" name="t3"><error>y</error></testcase>'
        '<testcase classname="tests.a" name="t4"><skipped/></testcase></testsuite></testsuites>', encoding="utf-8")
    assert read_tests(listing) == Counts(1, ["tests.a::t2", "tests.a::t3"], 1, True)
    listing.write_text("<testsuites><testsuite>", encoding="utf-8")
    assert not read_tests(listing).ended and not read_tests(tmp_path / "none.xml").ended


def test_the_page_tells_what_failed():
    good = Report(SYSTEMS["bookworm"], {"QGIS": "3.22.16"}, {"demo": Done(0, 90.0, Path("x"))}, {"core": Counts(5)}, [])
    counts = {"core": Counts(4, ["tests.a::t"], 1, False)}
    bad = Report(SYSTEMS["forky"], {}, {"demo": Done(134, 60.0, Path("x"))}, counts,
                 [compare.Difference("a.rows", compare.DIGITS, (3, 3))])
    text = page([good, bad], "bookworm", "abc")
    assert good.passed and not bad.passed
    assert "| demo | ok (1.5 min) | **exit code 134** (1.0 min) |" in text
    assert "| suite | 5 passed, 0 failed, 0 skipped | 4 passed, 1 failed, 1 skipped; crashed: core |" in text
    assert "- failed: `tests.a::t`" in text and "- a.rows: digits, 3 rows" in text and "1 digits" in text


def test_who_cannot_make_systems_is_told(monkeypatch):
    monkeypatch.setattr(systems.os, "geteuid", lambda: 1000)
    with pytest.raises(systems.MatrixError, match="root"):
        systems.check_means()
    monkeypatch.setattr(systems.os, "geteuid", lambda: 0)
    monkeypatch.setattr(systems.shutil, "which", lambda name: None)
    with pytest.raises(systems.MatrixError, match="debootstrap"):
        systems.check_means()


def test_systems_lie_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("NM_URBAN_MATRIX", str(tmp_path))
    assert systems.Box(SYSTEMS["forky"], tmp_path).project == tmp_path / "forky" / "nm_urban"
    monkeypatch.delenv("NM_URBAN_MATRIX")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    assert systems.cache_folder() == tmp_path / "c" / "nm_urban-matrix"
