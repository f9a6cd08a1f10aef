"""The report of proposal against known classes: figures by hand on a small table, and the shipped census."""

import pytest

from tools.demo.inputs import class_inputs
from tools.studies import class_report


def test_recall_balance_and_baseline_by_hand():
    known = {"a": "urban", "b": "urban", "c": "eco", "d": "eco", "e": "eco", "f": "eco"}
    found = {"a": "urban", "b": "eco", "c": "eco", "d": "eco", "e": "agri", "f": ""}
    lines = "\n".join(class_report.report(known, found, "t"))
    assert "recall urban    1 of   2 = 50.0 %" in lines and "recall eco      2 of   4 = 50.0 %" in lines
    assert "unvalidated" in lines and "balanced accuracy over urban/eco: 50.0 %" in lines
    assert "accuracy 3 of 6 = 50.0 %, majority baseline 4 of 6 = 66.7 %" in lines
    assert class_report.confusion(known, found) == {("urban", "urban"): 1, ("urban", "eco"): 1, ("eco", "eco"): 2,
                                                    ("eco", "agri"): 1, ("eco", ""): 1}


def test_on_a_table_from_the_command_line(tmp_path, capsys):
    """The census alone, with made-up shares: the report runs, the baseline is 45 of 47, growth differs for 11 of 14."""
    lines = ["code\tarea_km2\tpop_2020\turban_2020\tprim_pct\tcrop_pct\tgrass_pct"]
    for k, (code, row) in enumerate(class_inputs.census().items()):
        figures = [1000 + k, row["pop_2020"], row["urban_2020"], row["prim_pct"], k % 60, k % 37]
        lines.append("\t".join([code, *map(str, figures)]))
    path = tmp_path / "表.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    class_report.main(["--table", str(path)])
    text = capsys.readouterr().out
    assert "103 units, 103 compared" in text and "majority baseline 45 of 47 = 95.7 %" in text
    assert "11 of 14 differ" in text and "79 of 103 differ" in text


def test_a_table_without_known_units_is_refused(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("code\tcrop_pct\n610802\t5\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="no known class"):
        class_report.main(["--table", str(path)])
