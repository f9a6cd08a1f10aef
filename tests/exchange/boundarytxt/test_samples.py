"""Every sample file is read as its manifest says: parcels, remarks and rejects, each with its line."""

import json

import pytest

from nm_urban.nm_urban_plugin.core.ellipsoid.gauss import Zone
from nm_urban.nm_urban_plugin.exchange.boundarytxt.notes import INFO
from nm_urban.nm_urban_plugin.exchange.boundarytxt.reader import read_file
from tools.common import ROOT

FOLDER = ROOT / "tests" / "data" / "boundary_txt"
MANIFEST = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", MANIFEST, ids=[e["file"][:-4] for e in MANIFEST])
def test_sample(entry):
    zone = Zone(3.0 * entry["crs"], 3, True) if entry["crs"] else None
    reading = read_file(FOLDER / entry["file"], fallback=zone)
    assert [[p.number, p.declared_ha] for p in reading.parcels] == entry["parcels"]
    assert [f"{r.reason.line}:{r.reason.code}" for r in reading.rejected] == entry["rejected"]
    said = {n for n in reading.notes if n.level != INFO}
    for one in (*reading.parcels, *reading.rejected):
        said |= set(one.notes)
    assert sorted(f"{n.line:03}:{n.code}" for n in said) == sorted(
        f"{int(line):03}:{code}" for line, _, code in (r.partition(":") for r in entry["remarks"]))


def test_areas_are_the_official_ones():
    """By the second author's formula, to the cent: a parcel with a hole, and a square."""
    from tests.processing_algs.quota.oracle import cents_of, ring_area

    outer, hole = (
        [(37581000.568, 4526000.123), (37582010.25, 4526035.5), (37582350.0, 4525300.75), (37581700.125, 4524620.333),
         (37580890.4, 4525010.9)],
        [(37581300.0, 4525500.0), (37581400.75, 4525150.0), (37581650.25, 4525320.5)])
    first, second = read_file(FOLDER / "clean_gb18030.txt").parcels
    assert first.cents == cents_of(ring_area(outer, 37500000) - ring_area(hole, 37500000)) == 143280957
    assert second.cents == 999925


def test_every_row_of_the_table_of_variants_has_a_file():
    assert {entry["row"] for entry in MANIFEST} >= {str(k) for k in range(1, 15)}
    assert sum(entry["file"].startswith("defect") for entry in MANIFEST) >= 38


def test_the_files_are_as_the_generator_writes_them():
    from tools.samples.boundary_samples import CASES, build

    build()
    assert {case["file"]: case["raw"] for case in CASES} == {
        path.name: path.read_bytes() for path in FOLDER.glob("*.txt")}


def test_columns_beyond_the_eighth_are_kept():
    parcels = read_file(FOLDER / "clean_twelve_columns.txt").parcels
    assert [p.extra for p in parcels] == [("耕地", "0103", "9", "8", "示范")] * 2


def test_remarks_are_bilingual_and_name_their_line():
    (parcel, _) = read_file(FOLDER / "defect_area_m2.txt").parcels
    (remark,) = parcel.notes
    assert remark.text("en").startswith("line 13: ") and remark.text("zh").startswith("第13行：")
    assert "1432809.57" in remark.text("zh")


def test_every_remark_has_words_in_both_languages_with_the_same_values():
    import re

    from nm_urban.nm_urban_plugin.core.resources import load

    for code, entry in load("boundarytxt_notes")["notes"].items():
        assert entry["level"] in ("info", "warning", "repair", "reject"), code
        found = [set(re.findall(r"\{(\w+)\}", entry[language])) for language in ("en", "zh")]
        assert found[0] == found[1], code


def test_what_cannot_be_opened_is_a_rejected_file(tmp_path, monkeypatch):
    from nm_urban.nm_urban_plugin.exchange.boundarytxt import reader as boundary

    assert [r.reason.code for r in read_file(tmp_path / "none.txt").rejected] == ["unreadable"]
    assert [r.reason.code for r in read_file(tmp_path).rejected] == ["unreadable"]
    monkeypatch.setattr(boundary, "MAX_BYTES", 10)
    assert [r.reason.code for r in read_file(FOLDER / "clean_gb18030.txt").rejected] == ["too_large"]


def test_limits_of_another_region(tmp_path):
    from nm_urban.nm_urban_plugin.core.resources import ResourceError
    from nm_urban.nm_urban_plugin.exchange.boundarytxt.format import read_limits

    text = (ROOT / "resources" / "policies" / "boundarytxt.json").read_text(encoding="utf-8")
    path = tmp_path / "limits.json"
    path.write_text(text.replace('"value": 4100000', '"value": 3000000'), encoding="utf-8")
    name = FOLDER / "defect_outside_window.txt"
    assert len(read_file(name).parcels) == 1
    assert [r.reason.code for r in read_file(name, within=read_limits(path)).rejected] == ["crosses"]
    path.write_text(text.replace('"north_min"', '"north"'), encoding="utf-8")
    with pytest.raises(ResourceError, match="north_min"):
        read_limits(path)


def test_it_runs_in_an_interpreter_without_qgis():
    import subprocess
    import sys
    import textwrap

    script = f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})

        class Blocker:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in ("qgis", "osgeo", "PyQt5", "PyQt6", "sip"):
                    raise ImportError(name)

        sys.meta_path.insert(0, Blocker())
        from pathlib import Path
        from tools.common import import_nm_urban
        import_nm_urban()
        from nm_urban.nm_urban_plugin.exchange.boundarytxt import reader as boundary, writer as boundary_write
        print(sum(len(boundary.read_file(p).parcels) for p in Path({str(FOLDER)!r}).glob("clean*.txt")))
    """
    done = subprocess.run([sys.executable, "-I", "-c", textwrap.dedent(script)], capture_output=True, encoding="utf-8",
                          check=False)
    clean = [e for e in MANIFEST if e["file"].startswith("clean")]
    assert done.stdout.strip() == str(sum(len(e["parcels"]) for e in clean)), done.stderr
