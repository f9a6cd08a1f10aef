"""Own targets and values: what is read, and that every mistake is told with its line."""

import pytest

from nm_urban.nm_urban_plugin.core.targets.json_lines import JsonLineError, read
from nm_urban.nm_urban_plugin.core.targets.own import load_own, read_own

GOOD = """{
 "targets": [
  {"id": "a", "name_zh": "甲", "answers": "urbanization_rate_2025", "place": "150121",
   "value": 65, "comparator": ">=", "year": 2030}
 ],
 "values": [{"target": "senior_high_enrolment_2025", "place": "150000", "value": 95, "unit": "%"}],
 "conventions": {"tolerance_points": 0.5, "seats_with_cities": true},
 "covers": "150000"
}"""


def test_what_is_read():
    own = read_own(GOOD, "own.json")
    (target,) = own.targets
    assert (target.id, target.unit, target.indicator, target.kind, target.own) == (
        "a", "%", "urbanization_rate", "target", True)
    assert own.values[0].value == 95 and own.covers == "150000"
    assert own.conventions.tolerance_points == 0.5 and own.conventions.seats_with_cities
    assert own.conventions.tolerance_total_pct == 2.0


def test_files_texts_and_nothing(tmp_path):
    path = tmp_path / "自有 目标.json"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert load_own(str(path)).targets == load_own(GOOD).targets or len(load_own(str(path)).targets) == 1
    assert load_own("").targets == load_own(None).targets == ()
    with pytest.raises(JsonLineError, match="missing.json"):
        load_own(str(tmp_path / "missing.json"))
    gbk = tmp_path / "gbk.json"
    gbk.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(JsonLineError, match="UTF-8"):
        load_own(str(gbk))


def test_a_row_in_the_form_of_the_register_is_read():
    own = read_own('[{"id": "x", "name_zh": "甲", "value": 5, "unit": "%", "comparator": ">=", "year": 2030, '
                   '"kind": "target", "scope_codes": ["150121"], "source": "s", "quote": "q", "tier": "A", '
                   '"computable_from": "statistics", "how": "h", "decimals_restored": false}]', "f")
    assert own.targets[0].scope_codes == ("150121",) and own.targets[0].quote_clean == "q"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{\n "targets": [\n  {"id": "a"\n   "value": 5}]}', r"f, line 4: a comma"),
        ('{\n "targets": [\n  {"id": "a", "place": "150121", "value": "65"}]}', r"f, line 3: value: a number"),
        ('{\n "targets": [\n  {"id": "a", "place": "159999",\n   "value": 65}]}', r"line 3: place: a code"),
        ('{\n "targets": [\n  {"id": "a", "place": 150121, "value": 65}]}', r"line 3: place"),
        ('{\n "targets": [{"id": "a",\n  "place": "150121", "value": 1,\n  "comparator": "=>"}]}', r"line 4: compar"),
        ('{\n "targets": [{"id": "a",\n  "answers": "nothing",\n "place": "150121", "value": 1}]}', r"line 3: answers"),
        ('{\n "targets": [{"id": "a",\n  "indicator": "nothing",\n "place": "150121", "value": 1}]}', r"line 3: indi"),
        ('{\n "targets": [{"id": "a", "place": "150121"}]}', r"line 2: value is missing"),
        ('{\n "targets": [{"id": "a", "value": 1}]}', r"line 2: place"),
        ('{\n "targets": [{"id": "a", "place": "150121", "value": 1, "yaer": 2030}]}', r"line 2: yaer: unknown"),
        ('{\n "targets": [{"id": "a", "place": "150121", "value": 1, "year": 20300}]}', r"line 2: year"),
        ('{\n "targets": [{"id": "a", "place": "150121", "value": 1,\n "baseline": {"value": 1,\n "date": "2020"}}]}',
         r"line 4: baseline.date"),
        ('{"targets": [\n {"id": "a", "place": "150121", "value": 1},\n {"id": "a", "place": "150121", "value": 2}]}',
         r"line 3: 'a' stands twice"),
        ('{"targets": [{"id": "a",\n "id": "b"}]}', r"line 2: 'id' stands twice"),
        ('{\n "values": [\n  {"target": "x", "indicator": "y", "value": 1}]}', r"line 3: exactly one"),
        ('{\n "values": [{"indicator": "nothing", "value": 1}]}', r"line 2: indicator: unknown"),
        ('{"values": [{"target": "x",\n "value": NaN}]}', r"line 2"),
        ('{"conventions": {\n "tolerance": 5}}', r"line 2: tolerance: unknown"),
        ('{"conventions": {\n "tolerance_points": -5}}', r"line 2.*negative"),
        ('{"covers": "moon"}', r"line 1"),
        ('{"targets": {}}', r"a list"),
        ("5", r"an object"),
        ('{"a": 1', r"line 1"),
        ('{"targets": []} x', r"after the end"),
        ("[" * 100, r"nested"),
        ("", r"too early"),
        ('{"targets": [{"id": "a\nb"}]}', r"line 1: no value"),
    ],
)
def test_mistakes_are_told_with_their_line(text, message):
    with pytest.raises(JsonLineError, match=message) as told:
        read_own(text, "f")
    assert told.value.zh != told.value.en


def test_lines_of_values():
    value, lines = read('{\n "a": [1,\n  {"b": "x"}],\n "c": null}', "f")
    assert value == {"a": [1, {"b": "x"}], "c": None}
    assert lines[("a",)] == 2 and lines[("a", 1, "b")] == 3 and lines[("c",)] == 4


def test_a_large_file_is_read_in_time():
    rows = ",\n".join(f'{{"id": "t{k}", "place": "150121", "value": {k}, "indicator": "gdp"}}' for k in range(5000))
    assert len(read_own(f"[{rows}]", "f").targets) == 5000
