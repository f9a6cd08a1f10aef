"""Fields whose names clash and texts that a format cuts: kept under another name, and said."""

import pytest
from qgis.core import QgsProcessingFeedback

from nm_urban.processing_algs.framework.fields import extended, make_fields
from tests.builders import layer, rectangle, rows_of
from tests.processing_algs.conformity import case as three_lines


class Heard(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, text):
        self.warnings.append(text)


def names(fields):
    return [field.name() for field in fields]


@pytest.mark.parametrize("own, kept", [
    (["name", "NAME"], ["name", "NAME_1"]), (["Name", "name", "NAME"], ["Name", "name_1", "NAME_2"]),
    (["name", "NAME", "name_1"], ["name", "NAME_2", "name_1"]), (["geom"], ["geom_1"]),
    (["GEOM", "Geom"], ["GEOM_1", "Geom_2"]),
    (["area_m2", "Area_M2"], ["area_m2_1", "Area_M2_2"]), (["名称", "名称2"], ["名称", "名称2"]),
])
def test_names_that_differ_in_case_only_get_a_number(own, kept):
    base = make_fields(*((name, "text") for name in own))
    fields, renamed = extended(base, make_fields(("area_m2", "real", 2)), ("geom",))
    assert names(fields) == [*kept, "area_m2"]
    assert len({name.casefold() for name in names(fields)}) == len(fields)
    assert renamed == {old: new for old, new in zip(own, kept) if old != new}


def source():
    return layer([(rectangle(37555000, 4520000, 37555100, 4520100), "甲", "乙", "丙", "丁")],
                 [("name", str), ("NAME", str), ("geom", str), ("Geometry", str)])


@pytest.mark.parametrize("algorithm", ["parcelarea", "conformity"])
@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_layers_with_such_fields_are_written_whole(run_alg, tmp_path, algorithm, ending):
    feedback, path = Heard(), str(tmp_path / f"out.{ending}")
    run_alg(algorithm, {"INPUT": source(), "OUTPUT": path}, feedback)
    (row,) = rows_of(path)
    assert [row[key] for key in ("name", "NAME_1", "geom_1", "Geometry")] == ["甲", "乙", "丙", "丁"]
    assert float(row["area_m2"]) > 0
    said = " ".join(feedback.warnings)
    assert "NAME_1" in said and "geom_1" in said


LONG_NAMES = ["内" * 84, "蒙" * 85, "a" * 254, "b" * 255, "短"]


@pytest.mark.parametrize("ending, cut", [("shp", True), ("gpkg", False)])
def test_texts_that_a_shapefile_cuts_are_said(run_alg, tmp_path, ending, cut):
    rows = [(rectangle(37555000 + 200 * k, 4520000, 37555100 + 200 * k, 4520100), text)
            for k, text in enumerate(LONG_NAMES)]
    feedback, path = Heard(), str(tmp_path / f"out.{ending}")
    run_alg("parcelarea", {"INPUT": layer(rows, [("XMMC", str)]), "OUTPUT": path}, feedback)
    found = [row["XMMC"] for row in rows_of(path)]
    said = [text for text in feedback.warnings if "XMMC" in text]
    if cut:
        assert found == ["内" * 84, "蒙" * 84, "a" * 254, "b" * 254, "短"]
        (text,) = said
        assert "OUTPUT" in text and " 2 texts" in text and "254" in text and "255" in text
    else:
        assert found == LONG_NAMES and said == []


def test_reasons_that_a_shapefile_cuts_are_said_too(run_alg, tmp_path):
    feedback, path = Heard(), str(tmp_path / "rejects.dbf")
    parcels = layer([(None, "x")], [("PZRQ", str)], name="很长的图层名" * 30)
    run_alg("parcelarea", {"INPUT": parcels, "OUTPUT": "memory:", "REJECTS": path}, feedback)
    assert any("src" in text and "REJECTS" in text for text in feedback.warnings)


# -- zones of the boundary ------------------------------------------------------------------------------------------

SUB_ZONES = {"城镇集中建设区": ("居住生活区", "4101"), "城镇弹性发展区": ("远期备用区", "420"),
             "特别用途区": ("生态涵养带", "43")}


def boundary_of(pairs, fields=(("GHFQMC", str), ("GHFQDM", str))):
    rows = [(rectangle(*r), *pairs.get(name, (name, ""))) for r, name in three_lines.ZONES["ubd"]]
    return layer(rows, list(fields))


@pytest.fixture()
def by_name(run_alg):
    return sums(run_alg, three_lines.line_layer("ubd"))


def sums(run_alg, boundary, feedback=None, **more):
    projects = layer([(rectangle(*r),) for r, _ in three_lines.ZONES["ubd"]])
    given = {"INPUT": projects, "URBAN_BOUNDARY": boundary, "OUTPUT": "memory:", **more}
    result = run_alg("conformity", given, feedback)
    return [[row[f"{key}_m2"] for key in ("conc", "elas", "spec", "ubd")] for row in rows_of(result["OUTPUT"])]


def test_the_code_tells_where_the_name_is_that_of_a_sub_zone(run_alg, by_name):
    feedback = Heard()
    assert sums(run_alg, boundary_of(SUB_ZONES), feedback) == by_name
    (text,) = [text for text in feedback.warnings if "rule table" in text]
    assert text.endswith(": 留白区")  # neither name nor code of it is in the table
    chosen = boundary_of(SUB_ZONES, (("类", str), ("GHFQDM", str)))
    assert sums(run_alg, chosen, ZONE_FIELD="类") == by_name


def test_a_sub_zone_without_a_code_is_unknown_and_said(run_alg, by_name):
    feedback = Heard()
    pairs = {name: (sub, "") for name, (sub, _) in SUB_ZONES.items()}
    found = sums(run_alg, boundary_of(pairs), feedback)
    assert [row[3] for row in found] == [row[3] for row in by_name] and not any(any(row[:3]) for row in found)
    (text,) = [text for text in feedback.warnings if "rule table" in text]
    assert "居住生活区" in text


def test_nothing_is_said_of_zones_that_are_not_there(run_alg):
    empty, aside = Heard(), Heard()
    fields = [("GHFQMC", str)]
    sums(run_alg, layer([], fields), empty)
    assert not any("rule table" in text for text in empty.warnings)
    away = [(rectangle(three_lines.X + 90_000, three_lines.Y, three_lines.X + 90_100, three_lines.Y + 9), "某区")]
    rows = [(rectangle(*r), name) for r, name in three_lines.ZONES["ubd"]]
    sums(run_alg, layer(rows + away, fields), aside)
    assert not any("某区" in text for text in aside.warnings)
