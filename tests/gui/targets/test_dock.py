"""The dock as a user meets it: follows layer and edits, shows values and verdicts, filters, acts on features."""

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from nm_urban.nm_urban_plugin.core import places
from tests.builders import layer, rectangle, table
from tests.gui.conftest import settle

ALL = [unit.code for unit in places.counties()]
COUNTY = [("旗县代码", str), ("常住人口（万人）", float), ("城镇人口（万人）", float)]
KEY = "urbanization_rate_2025"


def whole_region(share=0.7, name="统计表"):
    return table([(code, 10.0, 10.0 * share) for code in ALL], COUNTY, name=name)


def row(dock, target, origin="register"):
    found = [r for r in dock.model.rows if r.target.id == target and r.origin == origin]
    assert len(found) == 1
    return found[0]


def choose(dock, target):
    for k, one in enumerate(dock.rows()):
        if one.target.id == target:
            dock.view.selectRow(k)
            dock.view.setCurrentIndex(dock.proxy.index(k, 0))
            return
    raise AssertionError(target)


def test_shows_values_verdicts_and_clause(make_dock):
    dock = make_dock(whole_region())
    assert row(dock, KEY).value == pytest.approx(70)
    assert all(r.value is not None or r.n_skipped for r in dock.rows())
    choose(dock, KEY)
    text = dock.details.toPlainText()
    assert "常住人口城镇化率达到69%左右" in text and "103 / 103" in text
    cells = [dock.view.currentIndex().siblingAtColumn(k).data() for k in range(7)]
    assert cells[2] == "70 %" and cells[3] == "≈ 69 % (2025)" and cells[5] == "Met" and cells[6].endswith("in reserve")


def test_follows_edits_by_difference(make_dock):
    source = whole_region()
    dock = make_dock(source)
    evaluation = dock.evaluator.evaluation
    source.startEditing()
    first = next(source.getFeatures())
    source.changeAttributeValue(first.id(), 2, 10.0)
    settle(dock)
    assert dock.evaluator.evaluation is evaluation  # not read anew
    assert row(dock, KEY).value == pytest.approx(100 * (102 * 7 + 10) / 1030)
    source.undoStack().undo()
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(70)
    source.deleteFeature(first.id())
    settle(dock)
    assert row(dock, KEY).covered == 102 and row(dock, KEY).verdict == "not_computable"
    assert source.rollBack()
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(70) and row(dock, KEY).verdict == "met"
    source.startEditing()
    source.changeAttributeValue(first.id(), 2, 0.0)
    assert source.commitChanges()
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(100 * 102 * 7 / 1030)


def test_new_features_keep_their_place_after_commit(make_dock):
    from qgis.core import QgsFeature

    source = table([(code, 10.0, 7.0) for code in ALL[:-1]], COUNTY)
    dock = make_dock(source)
    assert row(dock, KEY).covered == 102
    source.startEditing()
    feature = QgsFeature(source.fields())
    feature.setAttributes([ALL[-1], 10.0, 7.0])
    source.addFeature(feature)
    settle(dock)
    assert row(dock, KEY).covered == 103 and row(dock, KEY).n == 103
    source.commitChanges()
    settle(dock)
    assert row(dock, KEY).covered == 103 and row(dock, KEY).n == 103


def test_filters_and_empty_states(make_dock, iface):
    dock = make_dock()
    assert "layers panel" in dock.body.words.text() and dock.body.currentIndex() == 1
    unknown = table([("a",)], [("something", str)], name="unknown")
    QgsProject.instance().addMapLayer(unknown, False)
    iface.setActiveLayer(unknown)
    settle(dock)
    assert "Choose its role" in dock.body.words.text()
    source = whole_region()
    QgsProject.instance().addMapLayer(source, False)
    iface.setActiveLayer(source)
    settle(dock)
    assert dock.body.currentIndex() == 0
    dock.filters.search.setText("no such words")
    QTest.qWait(300)
    assert "No row fits" in dock.body.words.text() and dock.body.button.isVisible()
    QTest.mouseClick(dock.body.button, Qt.MouseButton.LeftButton)
    settle(dock)
    assert dock.proxy.rowCount() == len(dock.model.rows) == 186
    dock.filters.document.setCurrentIndex(dock.filters.document.findData("P25"))
    dock.filters.document.activated[int].emit(dock.filters.document.currentIndex())
    assert {r.target.doc for r in dock.rows()} == {"P25"}


def test_a_county_never_judges_the_region(make_dock):
    dock = make_dock(whole_region())
    dock.filters.place.lineEdit().setText("150121")
    QTest.keyClick(dock.filters.place.lineEdit(), Qt.Key.Key_Return)
    settle(dock)
    found = row(dock, KEY)
    assert found.scope.key == "150121" and found.verdict == "not_computable"
    assert "1" in dock.model.text(found, 5) and "103" in dock.model.text(found, 5)
    dock.filters.place.lineEdit().setText("nowhere at all")
    QTest.keyClick(dock.filters.place.lineEdit(), Qt.Key.Key_Return)
    assert "nowhere at all" in dock.header.message.text()


def test_to_the_features(make_dock, iface):
    source = layer([(rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000), ALL[k],
                     "否是"[k % 2]) for k in range(6)], [("code", str), ("是否盘活", str)])
    opened = []
    dock = make_dock(source, opened)
    choose(dock, "idle_land_stock_to_revive")
    dock.view.setFocus()
    QTest.keyClick(dock.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    behind = {f.id() for f in source.getFeatures() if f["是否盘活"] == "是"}
    assert set(source.selectedFeatureIds()) == behind
    QTest.keyClick(dock.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "67.94" in QApplication.clipboard().text()
    source.removeSelection()
    QTest.keyClick(dock.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert iface.tables == [(source, "is_selected()")] and source.selectedFeatureCount() == len(behind)
    QTest.keyClick(dock.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert len(opened) == 1 and opened[0].startswith("nmurban:")
    dock.filters.selected.setChecked(True)
    settle(dock)
    assert row(dock, "idle_land_stock_to_revive").n == len(behind)


def test_role_is_remembered_in_the_layer(make_dock):
    source = whole_region()
    dock = make_dock(source)
    at = dock.header.role.findData("toilets")
    dock.header.role.setCurrentIndex(at)
    dock.header.role.activated[int].emit(at)
    settle(dock)
    assert source.customProperty("nm_urban/role") == "toilets"
    assert dock.evaluator.evaluation.run.role == "toilets" and dock.body.currentIndex() == 1
    dock.header.role.activated[int].emit(0)
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(70)


def test_hidden_dock_computes_nothing(make_dock):
    source = whole_region()
    dock = make_dock(source, show=False)
    QTest.qWait(500)
    assert dock.evaluator.evaluation is None and dock.model.rows == []
    dock.parent().show()
    dock.show()
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(70)
    dock.hide()
    source.startEditing()
    source.changeAttributeValue(1, 2, 10.0)
    QTest.qWait(500)
    assert row(dock, KEY).value == pytest.approx(70)
    dock.show()
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(100 * (102 * 7 + 10) / 1030)


def test_quota_and_stock_on_one_card(make_dock, iface):
    stock = layer([(rectangle(37_500_000, 4_500_000, 37_501_000, 4_501_000), ALL[0], "是")],
                  [("code", str), ("是否盘活", str)], name="存量")
    dock = make_dock(stock)
    quota, stock_half = dock.card.halves.values()
    assert "64 ×10⁴ mu" in quota.figures.accessibleName() and "67.94 ×10⁴ mu" in stock_half.figures.accessibleName()
    used = layer([(rectangle(37_500_000, 4_500_000, 37_501_000, 4_501_000), ALL[0], "2022-05-01")],
                 [("code", str), ("PZRQ", str)], name="新增")
    QgsProject.instance().addMapLayer(used, False)
    iface.setActiveLayer(used)
    settle(dock)
    assert quota.figures.accessibleName().startswith("0.1") and "存量" in stock_half.words.accessibleName()
    QgsProject.instance().removeMapLayer(used.id())
    settle(dock)
    assert "No layer" in quota.words.accessibleName()


def test_options_are_used(make_dock):
    from nm_urban.nm_urban_plugin.gui.settings.options_page import OptionsPage

    source = whole_region(0.675)  # 67.5 %: 1.5 points below 69
    dock = make_dock(source)
    dock.header.set_day(__import__("datetime").date(2026, 1, 1))
    dock.recompute()
    settle(dock)
    assert row(dock, KEY).verdict == "not_met"
    page = OptionsPage(None, dock.use_choices)
    page.points.setValue(2)
    page.apply()
    settle(dock)
    assert row(dock, KEY).verdict == "met"


def test_own_file_with_a_mistake_is_told_with_its_line(make_dock, tmp_path):
    from nm_urban.nm_urban_plugin.gui.settings.options_page import OptionsPage

    path = tmp_path / "own.json"
    path.write_text('{"targets": [\n{"id": 5}]}', encoding="utf-8")
    dock = make_dock(whole_region())
    page = OptionsPage(None, dock.use_choices)
    page.file.setFilePath(str(path))
    assert "line 2" in page.told.text()
    page.apply()
    settle(dock)
    assert "line 2" in dock.header.message.text() and row(dock, KEY).value == pytest.approx(70)


def test_filters_selection_and_dates_read_nothing_twice(make_dock, tmp_path, monkeypatch):
    """What was measured is used again; each answer equals that of a fresh evaluation."""
    import datetime as dt

    from qgis.core import QgsVectorLayer

    from nm_urban.nm_urban_plugin.gui.targets import evaluation
    from tests.builders import save

    rows = [(rectangle(37_500_000 + 2000 * k, 4_500_000, 37_501_000 + 2000 * k, 4_501_000), ALL[k % 9],
             f"202{k % 6}-05-01") for k in range(60)]
    made = layer(rows, [("code", str), ("PZRQ", str)], crs="EPSG:4525")
    source = QgsVectorLayer(save(made, tmp_path / "a.gpkg", "a"), "a", "ogr")
    dock = make_dock(source)
    key = "new_urban_construction_land_cap_2025"
    everything = row(dock, key).value
    reads = []
    whole = evaluation.Evaluation._all
    monkeypatch.setattr(evaluation.Evaluation, "_all", lambda self, *a: reads.append(1) or whole(self, *a))

    def fresh():
        made = evaluation.Evaluation(source, dock.evaluator.evaluation.question)

        class Silent:
            isCanceled = staticmethod(lambda: False)
            setProgress = staticmethod(lambda _value: None)

        found = next(r for r in made.read(Silent()) if r.target.id == key)
        reads.clear()
        return found.value, found.n, found.verdict

    def shown():
        settle(dock)
        QTest.qWait(400)
        settle(dock)
        assert reads == []
        found = row(dock, key)
        value, n, verdict = fresh()
        assert found.value == pytest.approx(value) and (found.n, found.verdict) == (n, verdict)
        return found

    source.setSubsetString('"fid" <= 30')
    assert shown().value < everything
    source.selectByIds([1, 2, 3, 4])
    dock.filters.selected.setChecked(True)
    assert shown().n <= 4
    source.selectByIds([5, 6, 7, 8, 9, 10])
    assert shown().n <= 6
    dock.filters.selected.setChecked(False)
    dock.header.set_day(dt.date(2023, 1, 1))
    dock.evaluator.refresh()
    shown()
    source.setSubsetString("")
    shown()
    dock.header.set_day(dt.date(2026, 1, 1))
    dock.evaluator.refresh()
    assert shown().value == pytest.approx(everything)


def test_layers_too_large_to_keep(make_dock, iface, monkeypatch):
    """Above the limit a layer is read through: edits, features behind and a selection still work."""
    from nm_urban.nm_urban_plugin.gui.targets import evaluation, evaluator

    monkeypatch.setattr(evaluation, "KEEP", 50)
    monkeypatch.setattr(evaluator, "KEEP", 50)
    source = whole_region()
    dock = make_dock(source)
    assert dock.evaluator.evaluation.keep is False and row(dock, KEY).value == pytest.approx(70)
    source.startEditing()
    source.changeAttributeValue(1, 2, 10.0)
    settle(dock)
    assert row(dock, KEY).value == pytest.approx(100 * (102 * 7 + 10) / 1030)
    source.rollBack()
    settle(dock)
    choose(dock, KEY)
    dock.actions_.select.trigger()
    settle(dock)
    assert source.selectedFeatureCount() == 103
    source.selectByIds([1, 2, 3])
    dock.filters.selected.setChecked(True)
    settle(dock)
    assert row(dock, KEY).n == 3 and row(dock, KEY).covered == 3


def test_cancel_leaves_old_values_dimmed(make_dock, monkeypatch):
    import time

    from nm_urban.nm_urban_plugin.gui.targets import evaluation
    from nm_urban.nm_urban_plugin.gui.widgets.task import under_way

    dock = make_dock(whole_region())

    def endless(self, feedback):
        while not feedback.isCanceled():
            time.sleep(0.005)

    monkeypatch.setattr(evaluation.Evaluation, "read", endless)
    dock.recompute()
    QTest.qWait(400)
    assert dock.evaluator.busy and dock.header.stop.isVisible() and dock.model.dimmed
    QTest.mouseClick(dock.header.stop, Qt.MouseButton.LeftButton)
    assert not dock.evaluator.busy and dock.model.dimmed and "old" in dock.header.message.text()
    assert row(dock, KEY).value == pytest.approx(70)
    QTest.qWait(200)
    assert under_way() == 0
    dock.recompute()
    QTest.qWait(100)
    dock.hide()  # nobody looks any more
    QTest.qWait(200)
    assert under_way() == 0
    monkeypatch.undo()
    dock.show()
    settle(dock)
    assert not dock.model.dimmed and dock.evaluator.state == "done"


def test_an_error_is_told_not_raised(make_dock):
    source = layer([(rectangle(37_500_000, 4_500_000, 37_501_000, 4_501_000), ALL[0], "2022-05-01")],
                   [("code", str), ("PZRQ", str)], crs="")
    dock = make_dock(source)
    assert dock.evaluator.state == "failed" and dock.header.message.text()
    assert dock.body.currentIndex() == 1 and "cannot be evaluated" in dock.body.words.text()
