"""idleland where offices have only tables, or only maps; units, fields, published figures, and what it refuses."""

import csv

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from nm_urban.nm_urban_plugin import i18n
from tests.builders import fingerprint, geopackage, layer, role_in_file, rows_of, table
from tests.processing_algs.idle import case
from tests.processing_algs.idle.test_idleland import A, B, C, approved, by_document, check_ledger, sold
from tools.common import ROOT


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.lines = []

    def pushWarning(self, text):
        self.lines.append(text)


def tables():
    """Approvals of 10, 4.5 and 2 公顷; 3.25 + 1.5 of A sold (the second late), 0.5 of C cancelled late, B over-supplied
    by 0.5."""
    approvals = case.approvals([(None, A, "2019-05-01", 10.0, None, "150102"),
                                (None, B, "2020-05-01", 4.5, None, "150102"),
                                (None, C, "2021-05-01", 2.0, "2021-08-01", "150202")], geometry=False)
    sales = case.supplies([
        case.supply(None, 批准文号=A, 供地日期="2020-01-01", 公顷=3.25, 约定动工日期="2021-01-01"),
        case.supply(None, 批准文号=A, 供地日期="2022-06-01", 公顷=1.5, 约定动工日期="2024-01-01"),
        case.supply(None, 批准文号=B, 供地日期="2020-08-01", 公顷=5.0, 约定动工日期="2021-01-01",
                    实际动工日期="2021-01-01"),
        case.supply(None, 批准文号="无此文号", 供地日期="2020-08-01", 公顷=1.0, 约定动工日期="2020-01-01"),
    ], geometry=False)
    cancelled = case.cancellations([(None, C, "2023-01-01", 0.5)], geometry=False)
    return approvals, sales, cancelled


def test_attributes_only(run_alg):
    """亩 = 公顷 x 15. Unsupplied: A 10 − 4.75 = 5.25, B 0, C 1.5: 6.75 ha = 101.25 亩. Supplied 4.75 + 4.5 = 9.25 ha.
    Beyond: 0.5 (B) + 1.0 (no such document). Disposed since 2021-12-31: 1.5 + 0.5 = 2 ha = 30 亩. Idle: 3.25 + 1 ha."""
    approvals, sales, cancelled = tables()
    result = case.run(run_alg, approvals, sales, CANCELLED=cancelled)
    rows = check_ledger(result)
    assert (result["UNSUPPLIED_MU"], result["SUPPLIED_MU"], result["CANCELLED_MU"]) == (101.25, 138.75, 7.5)
    assert (result["OUTSIDE_MU"], result["DISPOSED_MU"], result["IDLE_MU"]) == (22.5, 30.0, 63.75)
    assert rows["region", "150000", ""]["unsup_ha"] == 6.75 and rows["county", "150202", ""]["unsup_ha"] == 1.5
    assert rows["no_county", "", ""]["idle_mu"] == 15.0  # the supply without document has no county either
    found = by_document(result)
    assert (found[A]["unsup_m2"], found[B]["unsup_m2"], found[C]["unsup_m2"]) == (52_500.0, 0.0, 15_000.0)
    assert found[B]["decl_uns"] == -5000.0 and found[A]["decl_uns"] == 52_500.0
    pieces = {row["appr_id"]: row for row in rows_of(result["UNSUPPLIED"])}
    assert set(pieces) == {A, C} and pieces[A]["area_m2"] == pieces[A]["decl_m2"] == 52_500.0
    assert [row["decl_m2"] for row in rows_of(result["IDLE"])] == [32_500.0, 15_000.0, 50_000.0, 10_000.0]
    assert "no geometry" in result["METHOD"] and "declared areas" in result["METHOD"]
    assert result["UNSUPPLIED"].wkbType() == 100 and result["IDLE"].wkbType() == 100


def test_geometry_only(run_alg):
    """No declared areas at all: drawn areas, decl_* empty, METHOD says so."""
    approvals = layer([(case.square(0, 0, 200, 100), "2019-05-01")], [("批准日期", str)], name="批准")
    sales = layer([(case.square(0, 0), "2020-01-01", None)], [("约定动工日期", str), ("实际动工日期", str)],
                  name="供应")
    result = case.run(run_alg, approvals, sales)
    assert (result["UNSUPPLIED_MU"], result["IDLE_MU"]) == (15.0, 15.0)
    (piece,) = rows_of(result["UNSUPPLIED"])
    assert piece["appr_id"] == "#1" and piece["decl_m2"] is None and rows_of(result["IDLE"])[0]["decl_m2"] is None
    assert "no declared areas in 批准, 供应" in result["METHOD"]


def test_drawings_without_any_columns(run_alg):
    """Not even dates: areas are told, age and lapse are not; no stock can be placed on the base date."""
    log = Log()
    approvals = layer([(case.square(0, 0, 200, 100), 7), (case.square(1, 0), 8)], [("OBJECTID", int)], name="批准")
    result = case.run(run_alg, approvals, layer([(case.square(0, 0), 1)], [("id", int)], name="供应"), feedback=log)
    assert (result["APPROVED_MU"], result["UNSUPPLIED_MU"], result["DISPOSED_MU"]) == (45.0, 30.0, 0.0)
    assert [(row["appr_id"], row["age_y"], row["lapsed"], row["area_mu"]) for row in rows_of(result["UNSUPPLIED"])] == [
        ("#1", None, "unknown", 15.0), ("#2", None, "unknown", 15.0)]
    assert rows_of(result["IDLE"])[0]["kind"] == "unknown" and "2 approvals have no date" in "\n".join(log.lines)


def test_a_base_date_after_as_of_is_said(run_alg):
    log = Log()
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2018-12-31")), sold((case.square(0, 0), {})), log,
                      BASE_DATE="2024-07-01")
    assert result["DISPOSED_MU"] == 0.0 and any("2024-07-01" in line and "2024-06-30" in line for line in log.lines)


def test_supplies_only_as_a_table(run_alg):
    """Approvals are drawn and declare 公顷, supplies are a table: by document, and METHOD says so."""
    approvals = approved((0, 0, 200, 100, A, "2019-05-01", None, 2.0))
    sales = case.supplies([case.supply(None, 批准文号=A, 供地日期="2020-01-01", 公顷=0.5)], geometry=False)
    result = case.run(run_alg, approvals, sales)
    assert (result["APPROVED_MU"], result["UNSUPPLIED_MU"]) == (30.0, 22.5)
    assert "no geometry for 供应" in result["METHOD"]


def test_map_against_ledger(run_alg):
    """Declared 3 公顷 approved and 1 sold, drawn 200 x 100 m and 100 x 100 m."""
    result = case.run(run_alg, approved((0, 0, 200, 100, A, "2019-05-01", None, 3.0)),
                      sold((case.square(0, 0), {"批准文号": A, "公顷": 1.0})))
    row = by_document(result)[A]
    assert (row["decl_appr"], row["decl_sup"], row["decl_uns"]) == (30_000.0, 10_000.0, 20_000.0)
    assert row["d_appr_m2"] == pytest.approx(30_000 - row["appr_m2"])
    assert row["d_appr_m2"] == pytest.approx(10_001, abs=1)
    assert row["d_uns_m2"] == pytest.approx(20_000 - row["unsup_m2"])
    assert rows_of(result["UNSUPPLIED"])[0]["decl_m2"] == 20_000.0


@pytest.mark.parametrize(("field", "value", "unit", "warned"), [
    ("批准面积（公顷）", 2.0, "auto", False), ("批准面积（亩）", 30.0, "auto", False),
    ("PZMJ_M2", 20_000.0, "auto", False),
    ("PZMJ", 30.0, "auto", True), ("PZMJ", 2.0, "auto", True), ("PZMJ", 20_000.0, "auto", True),
    ("PZMJ", 30.0, "mu", False), ("批准面积（公顷）", 30.0, "auto", True)])
def test_units_of_declared_areas(run_alg, field, value, unit, warned):
    """200 m x 100 m are 2 公顷, 30 亩, 20 000 m²; the last one is labelled wrongly: it stays, with a warning."""
    fields = [("批准文号", str), ("批准日期", str), (field, float)]
    log = Log()
    result = case.run(run_alg, layer([(case.square(0, 0, 200, 100), A, "2019-05-01", value)], fields, name="批准"),
                      sold((case.square(5, 0), {})), feedback=log, AREA_UNIT=unit)
    declared = by_document(result)[A]["decl_appr"]
    assert declared == (300_000.0 if field == "批准面积（公顷）" and value == 30 else 20_000.0)
    assert any(field in line for line in log.lines) == warned


def test_a_unit_that_nothing_tells_is_asked_for(run_alg):
    rows = table([(A, "2019-05-01", 12.5)], [("批准文号", str), ("批准日期", str), ("PZMJ", float)], name="批准表")
    sales = case.supplies([case.supply(None, 批准文号=A, 公顷=1.0)], geometry=False)
    with pytest.raises(QgsProcessingException, match="PZMJ.*AREA_UNIT"):
        case.run(run_alg, rows, sales)
    assert case.run(run_alg, rows, sales, AREA_UNIT="ha")["UNSUPPLIED_MU"] == 172.5


def test_fields_override(run_alg):
    fields = [("doc", str), ("given", str), ("size_ha", float)]
    rows = table([(A, "2019-05-01", 2.0)], fields, name="批准表")
    sales = table([(A, 0.5, "20200101")], [("doc", str), ("sold_ha", float), ("begin_by", str)],
                  name="供应表")
    mapping = ('{"approval_id": "doc", "approval_date": "given", "approved_area": "size_ha",'
               ' "supplied_area": "sold_ha", "agreed_start": "begin_by"}')
    result = case.run(run_alg, rows, sales, FIELDS=mapping)
    assert result["UNSUPPLIED_MU"] == 22.5
    assert rows_of(result["IDLE"])[0]["kind"] == "unknown"  # there is no field for the actual start
    with pytest.raises(QgsProcessingException, match="批准表.*approval_date.*FIELDS.*doc, given, size_ha"):
        case.run(run_alg, rows, sales)
    with pytest.raises(QgsProcessingException, match="nowhere"):
        case.run(run_alg, rows, sales, FIELDS=mapping.replace("begin_by", "nowhere"))


def test_a_field_that_is_called_like_a_unit(run_alg):
    """The example of the help: the declared area stands in a field 'ha'; a table tells no unit by drawn areas."""
    rows = table([(A, "2019-05-01", 2.0)], [("批准文号", str), ("批准日期", str), ("ha", float)], name="批准表")
    sales = case.supplies([case.supply(None, 批准文号=A, 公顷=0.5)], geometry=False)
    assert case.run(run_alg, rows, sales, FIELDS='{"approved_area": "ha"}')["UNSUPPLIED_MU"] == 22.5


def message(provider, **parameters):
    """What checkParameterValues says."""
    from qgis.core import QgsProcessingContext

    defaults = {"UNSUPPLIED": "memory:", "IDLE": "memory:", "LEDGER": "memory:"}
    ok, text = provider.algorithm("idleland").create().checkParameterValues({**defaults, **parameters},
                                                                           QgsProcessingContext())
    assert not ok
    return text


def test_refusals_name_layer_and_remedy(provider, run_alg):
    good, sales = approved((0, 0, 100, 100, A, "2019-05-01")), sold((case.square(0, 0), {}))
    no_date = layer([(case.square(0, 0), A)], [("批准文号", str)], name="无日期")
    assert "无日期" in message(provider, APPROVED=no_date, SUPPLIED=sales)
    no_document = table([(2.0,)], [("供地面积（公顷）", float)], name="无文号")
    assert "approval_id" in message(provider, APPROVED=good, SUPPLIED=no_document)
    no_area = table([(A,)], [("批准文号", str)], name="无面积")
    assert "supplied_area" in message(provider, APPROVED=good, SUPPLIED=no_area)
    old = layer([(case.square(0, 0), A, "2019-05-01")], [("批准文号", str), ("批准日期", str)], crs="EPSG:2361",
                name="旧")
    assert "Xi'an 1980" in message(provider, APPROVED=old, SUPPLIED=sales)
    points = layer([("POINT(1 1)",)], kind="Point", name="点")
    assert "点" in message(provider, APPROVED=good, SUPPLIED=points)
    assert "BASE_DATE" in message(provider, APPROVED=good, SUPPLIED=sales, BASE_DATE="2021-02-30")
    assert "2025-12-31" in message(provider, APPROVED=good, SUPPLIED=sales, BASE_DATE="2026-01-01")
    assert "APPR_FROM" in message(provider, APPROVED=good, SUPPLIED=sales, APPR_FROM=2020, APPR_TO=2019)
    assert "JSON" in message(provider, APPROVED=good, SUPPLIED=sales, FIELDS="{")
    assert "county_code" in message(provider, APPROVED=good, SUPPLIED=sales, TASKS=no_area)


def test_bad_cells_and_features_are_listed_and_never_fatal(run_alg):
    rows = [(case.square(0, 0), A, "2019-05-01", 1.0, None, "150102"), (None, B, "2019-05-01", 1.0, None, "150102"),
            (case.square(2, 0), C, "2019-02-30", 1.0, None, "999999"),
            ("POLYGON((37555000 4515000, 37555100 4515100, 37555100 4515000, 37555000 4515100, 37555000 4515000))", "D",
             "2019-05-01", 1.0, None, None)]
    sales = sold((case.square(0, 0, 50, 50), {"约定动工日期": "以后再说", "供地日期": "2020-13-01"}), (None, {}))
    result = case.run(run_alg, case.approvals(rows), sales)
    found = {(row["src"], row["fid"], row["action"]) for row in rows_of(result["REJECTS"])}
    assert found >= {("批准", 3, "rejected"), ("批准", 4, "repaired"), ("供应", 1, "rejected"), ("供应", 2, "rejected")}
    (row,) = rows_of(result["IDLE"])
    # B has no geometry: it counts with its declared area, and METHOD says so
    assert row["kind"] == "unknown" and set(by_document(result)) == {A, B, C, "D"}
    assert by_document(result)[B]["unsup_m2"] == 10_000.0 and "1 features of 批准 without geometry" in result["METHOD"]
    assert by_document(result)[C]["age_y"] is None
    check_ledger(result)


def test_empty_layers(run_alg):
    result = case.run(run_alg, case.approvals([]), case.supplies([]))
    assert result["UNSUPPLIED_MU"] == result["IDLE_MU"] == result["STOCK_MU"] == 0.0
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-05-01")), case.supplies([]))
    assert result["UNSUPPLIED_MU"] == 15.0
    result = case.run(run_alg, case.approvals([]), sold((case.square(0, 0), {"约定动工日期": "2020-01-01"})))
    assert result["OUTSIDE_MU"] == 15.0 == result["IDLE_MU"]
    approvals, sales, _ = tables()
    result = case.run(run_alg, case.approvals([], geometry=False), sales)
    assert result["OUTSIDE_MU"] == 161.25 and result["UNSUPPLIED_MU"] == 0.0


def test_published_figures_are_flagged(run_alg):
    text = (ROOT / "tests" / "data" / "published_stock.tsv").read_text(encoding="utf-8")
    rows = list(csv.DictReader([line for line in text.splitlines() if not line.startswith("#")], delimiter="\t"))
    names = {"name": "名称", "year": "年度", "sup_mu": "供应（亩）", "sup_ha": "供应（公顷）", "canc_mu": "撤销（亩）",
             "canc_ha": "撤销（公顷）", "total_mu": "合计（亩）", "total_ha": "合计（公顷）", "task_mu": "任务（亩）",
             "task_ha": "任务（公顷）", "rate": "完成率"}
    published = table([tuple(row[key] or None for key in names) for row in rows], [(n, str) for n in names.values()],
                      name="公布数据")
    log = Log()
    result = case.run(run_alg, approved((0, 0, 100, 100, A, "2019-05-01")), sold((case.square(0, 0), {})),
                      feedback=log, REPORTED=published, CHECKS="memory:")
    found = rows_of(result["CHECKS"])
    assert result["N_NOT_TIED"] == 4 == sum(row["result"] == "does_not_tie" for row in found)
    flagged = {row["name"] for row in found if row["result"] in ("does_not_tie", "coarse")}
    assert flagged == {"阿拉善盟批而未供", "阿拉善盟闲置", "杭锦旗闲置", "乌达区"}
    assert any("1695 + 1346 = 3041; 3040" in line for line in log.lines)


def test_files_are_left_alone_and_roles_are_written(run_alg, tmp_path):
    path = geopackage(tmp_path / "存量 '库'.gpkg", "批准", [(case.square(0, 0), A, "2019-05-01")],
                      [("批准文号", str), ("批准日期", str)])
    geopackage(path, "供应", [(case.square(0, 0, 50, 50), "2020-01-01", "甲")], [("约定动工日期", str), ("kind", str)])
    before = fingerprint(path)
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ("UNSUPPLIED", "IDLE", "LEDGER", "DOCUMENTS")}
    result = case.run(run_alg, f"{path}|layername=批准", f"{path}|layername=供应", **out)
    assert fingerprint(path) == before and result["UNSUPPLIED_MU"] == 11.25
    assert {name: role_in_file(path) for name, path in out.items()} == {
        "UNSUPPLIED": "idleland_unsupplied", "IDLE": "idleland_idle", "LEDGER": "idleland_ledger",
        "DOCUMENTS": "idleland_documents"}
    (row,) = rows_of(out["IDLE"])
    assert row["kind"] == "unknown" and row["kind_1"] == "甲"


def test_a_cancelled_run_leaves_nothing(provider, tmp_path):
    from qgis.core import QgsProcessingContext

    log = QgsProcessingFeedback()
    log.cancel()
    out = {name: str(tmp_path / f"{name}.gpkg") for name in ("UNSUPPLIED", "IDLE", "LEDGER")}
    parameters = {"APPROVED": approved((0, 0, 100, 100, A, "2019-05-01")), "SUPPLIED": sold((case.square(0, 0), {})),
                  "AS_OF": "2024-06-30", **out}
    provider.algorithm("idleland").create().run(parameters, QgsProcessingContext(), log)
    assert list(tmp_path.iterdir()) == []


def test_everything_is_chinese_in_a_chinese_qgis(provider):
    from qgis.core import QgsProcessingContext, QgsSettings

    settings, before = QgsSettings(), QgsSettings().value("locale/userLocale")
    i18n.remove_translator()
    settings.setValue("locale/userLocale", "zh_CN")
    try:
        assert i18n.install_translator()
        log, context = Log(), QgsProcessingContext()
        approvals, sales, cancelled = tables()
        result, ok = provider.algorithm("idleland").create().run({
            "APPROVED": approvals, "SUPPLIED": sales, "CANCELLED": cancelled, "AS_OF": "2024-06-30",
            "UNSUPPLIED": "memory:", "IDLE": "memory:", "LEDGER": "memory:"}, context, log)
        assert ok and "申报面积" in result["METHOD"]
        words = [*log.lines, result["METHOD"].replace("AS_OF", "").replace("NM Urban", "")]
        for row in rows_of(context.getMapLayer(result["IDLE"])):
            words += [row["article"], row["action"], row["why"]]
        words += [row["name"] for row in rows_of(context.getMapLayer(result["LEDGER"])) if row["level"] != "age"]
        for text in words:
            assert not any(a.isascii() and a.isalpha() and b.isascii() and b.isalpha()
                           for a, b in zip(text, text[1:])), text
        assert rows_of(context.getMapLayer(result["IDLE"]))[0]["article"].startswith("53号令第二条第一款")
    finally:
        i18n.remove_translator()
        if before is None:
            settings.remove("locale/userLocale")
        else:
            settings.setValue("locale/userLocale", before)
