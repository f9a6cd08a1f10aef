"""Rows of tables: what is data, what is listed, what is passed over."""

import pytest
from qgis.core import QgsFeedback

from nm_urban.nm_urban_plugin.analysis.reading.source import Given
from nm_urban.nm_urban_plugin.analysis.reading.table_rows import is_table, read_table
from nm_urban.nm_urban_plugin.analysis.reading.tally import Tally
from tests.builders import layer, rectangle, table

FIELDS = [("fid", int), ("名称", str), ("面积", float), ("备注", str)]
ROWS = [(1, "甲", 1.0, "合计见附表"), (2, "乙", 2.0, None), (3, "合计", 3.0, None), (4, "单位：公顷", None, None),
        (5, "注：略", None, None), (6, "填表人：丙", None, None), (7, None, None, ""), (8, "丁", 0.0, None)]


def given(made):
    return Given(made, made.crs(), made.name(), made)


@pytest.mark.parametrize(("with_totals", "kept"), [(False, ["甲", "乙", "丁"]), (True, ["甲", "乙", "合计", "丁"])])
def test_only_data_is_returned_and_the_rest_is_named(with_totals, kept):
    tally = Tally()
    found = read_table(given(table(ROWS, FIELDS, "表")), ["名称", "面积", "名称"], tally, QgsFeedback(), with_totals)
    assert found.columns["名称"] == kept and set(found.columns) == {"名称", "面积"} and found.blank == 1
    assert len(found.fids) == len(kept) and tally.read == 7
    reasons = [one.reason.key for one in tally.rejects]
    assert reasons == (["shared.row_total"] * (not with_totals) + [
        "shared.row_units", "shared.row_note", "shared.row_signature"])


def test_cancelled_and_layers_with_geometry():
    feedback = QgsFeedback()
    feedback.cancel()
    assert read_table(given(table(ROWS, FIELDS)), ["名称"], Tally(), feedback) is None
    assert is_table(given(table(ROWS, FIELDS)))
    assert not is_table(given(layer([(rectangle(0, 0, 1, 1), 1)], [("a", int)])))
