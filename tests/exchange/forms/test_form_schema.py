"""The shipped forms are readable, bilingual and bound to roles that exist; a mistake in one is named with its place."""

import copy
import json
import re

import pytest

from nm_urban.nm_urban_plugin.core.roles import field_roles
from nm_urban.nm_urban_plugin.exchange.forms import FormError, form_ids, forms_for, name_of
from nm_urban.nm_urban_plugin.exchange.forms.library import FOLDER, Book, id_of, read, sheets_of
from nm_urban.nm_urban_plugin.exchange.forms.reader import Reader

TABLE = {
    "kind": "table",
    "name": ["表", "Form"],
    "title": ["题", "Title"],
    "source": ["x"],
    "columns": [{"title": ["甲", "A"], "field": "a"}, {"title": ["乙", "B"], "field": "b", "kind": "number"}],
}
WANTED = {
    "quota_years",
    "quota_ledger",
    "quota_list",
    "stock_summary",
    "stock_documents",
    "stock_cleanup",
    "stock_idle",
    "lines_summary",
    "lines_projects",
    "land_groups",
    "land_classes",
    "targets",
    "county_page",
    "hooks_account",
    "corridor_rings",
    "corridor_nodes",
    "class_table",
}


def texts_of(value):
    """All [Chinese, English] pairs in a json value."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_of(one)


def test_all_forms_that_were_promised_are_there():
    assert set(form_ids()) >= WANTED
    for form_id in form_ids():
        assert name_of(form_id, "zh") and name_of(form_id, "en")


@pytest.mark.parametrize("form_id", form_ids())
def test_form_reads_and_its_roles_exist(form_id):
    form = read(form_id)
    if isinstance(form, Book):
        assert all(sheets_of([form_id]))
        return
    slots = [*form.columns, *(cell.slot for row in form.rows for cell in row.cells if cell.slot)]
    named = [name[5:] for column in slots for name in column.sources if name.startswith("role:")]
    assert set(named) <= set(field_roles())
    for role in form.source:
        assert role == "method" or form_id in forms_for(role)


@pytest.mark.parametrize(
    "form_id",
    [
        one
        for one in form_ids()
        if isinstance(json.loads((FOLDER / f"{one}.json").read_text(encoding="utf-8")).get("columns"), list)
    ],
)
def test_english_is_english_and_both_languages_have_the_same_slots(form_id):
    data = json.loads((FOLDER / f"{form_id}.json").read_text(encoding="utf-8"))
    for key in ("title", "left", "middle", "right", "name", "tab", "columns", "groups", "notes", "sign", "how"):
        for chinese, english in texts_of(data.get(key, [])):
            if re.fullmatch(r"[\w:]+", chinese) and chinese.isascii():
                continue  # names of fields, such as the two of a list of candidates
            assert not re.search("[\u4e00-\u9fff]", english), english
            assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), chinese


def broken(path, value):
    data = copy.deepcopy(TABLE)
    at = data
    *way, last = path
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("titel",), ["a", "b"], "unknown key 'titel'"),
        (("title",), None, "'title' is missing"),
        (("title",), "only one", "pair"),
        (("kind",), "tabel", "none of"),
        (("paper",), "A5", "none of"),
        (("columns",), [], "needs columns"),
        (("source",), None, "which layer"),
        (("columns", 0, "widht"), 3, r"columns\[0\]: unknown key"),
        (("columns", 0, "width"), [9, 3], "least, most"),
        (("columns", 1, "decimals"), 9, "0 to 6"),
        (("columns", 1, "decimals"), True, "0 to 6"),
        (("columns", 1, "total"), "ratio", "needs 'ratio'"),
        (("columns", 1, "convert"), "m2:acre", "none of"),
        (("columns", 1, "field"), "a", "stands twice"),
        (("columns", 1, "words"), "no_such_words", "no word table"),
        (("columns", 1, "fills"), {"x": "red"}, "colour"),
        (("columns", 0, "choices"), [["长" * 200, "x"], ["长" * 100, "y"]], "255"),
        (("columns", 0, "plus"), ["zz"], "no column"),
        (("where",), {"level": "county"}, "list of values"),
        (("ties",), [{"columns": {"b": 2}}], "either"),
        (("groups",), [{"by": "a"}], "'label' is missing"),
        (("ties",), "no_such_ties", "no ties"),
    ],
)
def test_a_mistake_is_named_with_its_place(path, value, said):
    with pytest.raises(FormError, match=said) as caught:
        Reader("mine", {}).form(broken(path, value))
    assert "mine.json" in str(caught.value)
    assert re.search("[\u4e00-\u9fff]", caught.value.zh)


def test_a_card_may_not_be_wider_than_its_grid():
    card = {
        "kind": "card",
        "name": ["a", "b"],
        "title": ["a", "b"],
        "source": ["x"],
        "grid": [10, 10],
        "rows": [{"cells": [{"text": ["a", "b"], "span": 3}]}],
    }
    with pytest.raises(FormError, match="wider"):
        Reader("mine", {}).form(card)


def test_forms_go_by_id_name_or_tab():
    assert [
        id_of(one)
        for one in ("quota_list", "新增建设用地清单", " list of  new construction land ", "一县一策", "landquota")
    ] == ["quota_list", "quota_list", "quota_list", "county_page", "landquota"]
    with pytest.raises(FormError, match="quota_ledger") as caught:
        id_of("nosuch")
    assert "新增建设用地指标台账（quota_ledger）" in caught.value.zh
