"""Each rule finds what is planted and nothing else; figures by hand."""

import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core.quality import count_by_rule, match_columns, merged, rules
from nm_urban.nm_urban_plugin.core.quality.checks.attributes import AttributeChecks, check_structure
from nm_urban.nm_urban_plugin.core.quality.checks.columns import Batch, Repeats
from nm_urban.nm_urban_plugin.core.quality.checks.coverage import EdgeBook, still_loose, vertex_keys
from nm_urban.nm_urban_plugin.core.quality.checks.plan import check_plan
from nm_urban.nm_urban_plugin.core.quality.checks.rules import read_rules
from nm_urban.nm_urban_plugin.core.quality.checks.shapes import check_lines, check_shapes, shape_keys
from nm_urban.nm_urban_plugin.core.quality.checks.stock import StockChecks, document_form
from nm_urban.nm_urban_plugin.core.quality.checks.survey import SurveyChecks, check_town_codes
from nm_urban.nm_urban_plugin.core.resources import ResourceError
from nm_urban.nm_urban_plugin.core.rings import Rings, join

AS_OF = datetime.date(2025, 12, 31)


def batch(**columns):
    """A batch whose field names are the catalogue's columns, numbered from 1."""
    n = len(next(iter(columns.values())))
    return Batch(np.arange(1, n + 1), columns, {name: name for name in columns})


def square(x, y, size=10.0, clockwise=False):
    ring = np.array([[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]], float)
    return polygon([ring[::-1] if clockwise else ring])


def polygon(rings, parts=None):
    first = np.concatenate([[0], np.cumsum([len(r) for r in rings])])
    xy = np.concatenate(rings)
    part = np.array(parts or [0] * len(rings))
    hole = np.array([k > 0 and part[k] == part[k - 1] for k in range(len(rings))])
    return Rings(xy[:, 0], xy[:, 1], first, np.zeros(len(rings), np.int64), part, hole, 1)


def found(findings):
    return {(one.rule, one.key): one.fids.tolist() for one in findings}


DLTB = {"DLBM": ["0103", "0301", "0103", "1006"], "DLMC": ["旱地", "乔木林地", "水田", "农村道路"]}


def test_class_names_follow_their_codes_and_the_working_classes():
    out = found(SurveyChecks(rules()).batch(batch(landuse_code=["0103", "0201K", "0301", "09"],
                                                  landuse_name=["旱地", "可调整果园", "水田", "特殊用地"])))
    assert out == {("Q6201", "name_differs"): [3]}


def test_two_surveys_in_one_layer_are_told_once():
    checks = SurveyChecks(rules())
    checks.batch(batch(landuse_code=["0103", "011", "031", "203"]))
    (one,) = checks.finish()
    assert one.rule == "Q6201" and one.of_layer and dict(one.values) == {"three": 2, "four": 1}


def test_deductions_are_rounded_half_up_and_fit_to_the_cent():
    # 1000.05 x 0.1 = 100.005 -> 100.01
    out = found(SurveyChecks(rules()).batch(batch(
        landuse_code=["0103", "0103", "0301"], tbmj=[1000.05, 1000.05, 50.0], kcxs=[0.1, 0.1, 0.1],
        kcmj=[100.01, 100.03, 5.0], tbdlmj=[900.04, 900.02, 44.0])))
    assert out[("Q6203", "deducted_area")] == [2]
    assert out[("Q6203", "net_area")] == [3] and out[("Q6203", "share_off_crop")] == [3]


def test_attributes_bound_to_a_class():
    out = found(SurveyChecks(rules(), "150123").batch(batch(
        landuse_code=["0103", "0301", "0601", "0103", "0602"], GDLX=["PD", None, None, None, None],
        GDPDJB=["2", "2", None, "2", None], XZDWKD=[None, None, 3.0, None, None],
        CZCSXM=[None, None, "201A", None, "203"], TBXHDM=["LQGD", "LQGD", "HDGY", "HDGY", "FQ"],
        ZZSXDM=["LS", None, "LS", None, None],
        ZLDWDM=["1501231002010000000", "150123100201", "1501241002010000000", "15012", None])))
    assert out == {("Q6204", "crop_only"): [2], ("Q6204", "crop_needs"): [4], ("Q6205", "width_off_line"): [3],
                   ("Q6206", "town_attribute"): [5], ("Q6209", "not_with_class"): [2, 4],
                   ("Q6210", "not_with_class"): [3], ("Q6202", "unit_code"): [3, 4]}


def test_codes_of_town_areas():
    out = found(check_town_codes(batch(CZCLX=["201", "202", "203", "201"], CZCDM=[
        "1501230000000000000", "1501231000000000000", "1501231002010000000", "1501231000000000000"])))
    assert out == {("Q6208", "town_code"): [4]}


def test_ranges_codes_and_empty_cells():
    out = found(AttributeChecks("dltb", rules(), False).batch(batch(
        landuse_code=["0103", "9999", None, "0301"], tbmj=[10.0, -1.0, 3.0, 1.0], kcxs=[0.1, 1.2, 0.0, -0.1],
        QSXZ=["30", "99", "20", None])))
    assert out == {("Q3104", "not_in_list"): [2], ("Q3106", "empty"): [3], ("Q3105", "negative"): [2],
                   ("Q3105", "share_range"): [2, 4]} | {("Q3104", "not_in_list"): [2]}


def test_shares_all_of_one_to_sixty_are_percent_and_only_that_is_said():
    out = found(AttributeChecks("dltb", rules(), False).batch(batch(landuse_code=["0103"] * 3, tbmj=[1.0] * 3,
                                                                    kcxs=[12.0, 7.5, 0.0])))
    assert out == {("Q3105", "percent_share"): [1, 2]}


def test_repeats_are_found_across_batches():
    checks = AttributeChecks("dltb", rules(), False)
    for start in (0, 2):
        values = ["1501230000000000" + f"{k % 3:02d}" for k in range(start, start + 2)]
        checks.batch(Batch(np.arange(start, start + 2), {"BSM": values}, {"BSM": "BSM"}))
    (one,) = checks.finish({})
    assert (one.rule, one.fids.tolist(), list(one.each["first"])) == ("Q3301", [3], [0])


def test_rows_of_a_table_that_are_no_data_repeats_and_a_wrong_total():
    checks = AttributeChecks("quota_table", rules(), True)
    out = found(checks.batch(batch(county_code=["150123", "150124", "150123", "合计"],
                                   county_name=["a", "b", "a", None], year=[2021, 2021, 2021, None],
                                   quota_mu=[10.0, 20.0, 10.0, 45.0])))
    assert out == {("Q7202", "no_data_row"): [4]}
    last = found(checks.finish({}))
    assert last == {("Q3303", "repeated_row"): [3], ("Q3303", "place_twice"): [3], ("Q7201", "total_differs"): [4]}


def test_structure_garbled_personal_missing_and_narrow():
    names = ["µØÀà±àÂë", "SFZH", "BSM", "DLBM", "TBMJ"]
    columns = {column: name for column, (name, _) in match_columns(names).items()}
    kinds = {"BSM": ("text", 10), "DLBM": ("int", 0), "TBMJ": ("text", 20)}
    keys = {(one.rule, one.key) for one in check_structure("dltb", names, columns, kinds)}
    assert {("Q3101", "garbled_names"), ("Q5606", "personal_fields"), ("Q3102", "too_narrow"),
            ("Q3102", "code_is_number"), ("Q3102", "area_is_text")} <= keys
    missing = check_structure("supplied_land", ["名称"], {}, {})
    assert sum(one.key == "field_missing" for one in missing) == 2


@pytest.mark.parametrize(
    ("text", "good"),
    [("内政土发〔2021〕33号", True), ("内政土发[2021]33号", True), ("呼自然资字（2022） 7 号", True),
     ("内政土发2021-33", False), ("〔2021〕号", False), ("33号", False)],
)
def test_the_form_of_approval_numbers(text, good):
    assert document_form(text) is good


def test_dates_are_read_in_order_and_not_in_the_future():
    out = found(StockChecks("supplied_land", rules(), AS_OF).batch(batch(
        supply_id=["a", "b", "a", "c", "d"], supply_date=["2021-03-01", "2021.3.5", "20210301", 44256, "2021-13-01"],
        delivery_date=["2021-06-01", "2021-01-01", None, "未交地", "2021-06-01"],
        agreed_start=["2022-03-01", None, None, "2030-01-01", "2022-03-01"],
        actual_start=["2022-04-01", "2026-04-01", None, None, "1901-01-01"])))
    assert out[("Q6306", "date_order")] == [2] and out[("Q6306", "date_unread")] == [5]
    assert out[("Q6306", "date_future")] == [2] and out[("Q6306", "date_early")] == [5]
    assert out[("Q6307", "no_start")] == [3] and len(out) == 5


def test_contracts_areas_and_document_years():
    checks = StockChecks("supplied_land", rules(), AS_OF)
    checks.batch(batch(supply_id=["a", "b", "a"], agreed_start=["2022-01-01"] * 3))
    assert found(checks.finish()) == {("Q6305", "contract_twice"): [3]}
    out = StockChecks("approved_land", rules(), AS_OF).batch(batch(
        approval_id=["内政土发〔2021〕3号", "内政土发〔2015〕4号"], approval_date=["2021-05-01", "2021-05-01"],
        approved_area=[10.0, 10.0], XZJSYDMJ=[9.0, 11.0], NZYMJ=[9.5, 5.0]))
    assert sorted((one.rule, one.fids.tolist()) for one in out) == [("Q6301", [2]), ("Q6302", [1]), ("Q6302", [2])]


def test_zones_types_and_areas_of_the_three_lines():
    zones = batch(zone_name=["集中建设区", "某某", "城镇弹性发展区", None])
    assert found(check_plan("urban_boundary", zones, rules())) == {
        ("Q5602", "boundary_zone"): [2], ("Q5602", "empty"): [4]}
    assert found(check_plan("eco_redline", batch(HXLX=["水源涵养", None]), rules())) == {("Q5603", "empty"): [2]}
    assert found(check_plan("farmland", batch(landuse_code=["0103", "0301", "0201K"], YJJBNTTBMJ=[10.0] * 3,
                                              YJJBNTMJ=[9.0, 9.0, 10.5]), rules())) == {
        ("Q5604", "farmland_class"): [2], ("Q5604", "farmland_area"): [3]}


def test_parts_spikes_short_segments_fragments_and_slivers():
    spike = polygon([np.array([[0, 0], [100, 0], [100, 100], [50.3, 100], [50.1, 140], [49.9, 100], [0, 100],
                               [0, 0]], float)])
    short = polygon([np.array([[0, 0], [100, 0], [100, 0.02], [100, 100], [100, 100], [0, 100], [0, 0]], float)])
    parts = join([square(0, 0, 50), square(200, 0, 50)])
    multi = Rings(parts.x, parts.y, parts.first, np.zeros(2, np.int64), np.array([0, 1]), parts.hole, 1)
    thin = polygon([np.array([[0, 0], [300, 0], [300, 2.5], [0, 2.5], [0, 0]], float)])
    layer = join([square(0, 0, 100), spike, short, multi, square(0, 0, 2), thin])
    out = found(check_shapes(np.arange(1, 7), layer, False, "dltb", rules()))
    assert out == {("Q4107", "spike"): [2], ("Q4105", "repeated_vertex"): [3], ("Q4105", "short_segment"): [3],
                   ("Q4103", "multipart"): [4], ("Q4601", "fragment"): [5], ("Q4602", "sliver"): [6]}
    roads = found(check_shapes(np.array([1]), thin, False, "dltb", rules(), np.array(["1006"])))
    assert roads == {}


def test_holes_matter_only_where_the_rule_says_so():
    ring = np.array([[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]], float)
    holed = polygon([ring, ring[::-1] * 0.2 + 40])
    assert found(check_shapes(np.array([1]), holed, False, "town_land", rules())) == {("Q4108", "hole"): [1]}
    assert found(check_shapes(np.array([1]), holed, False, "dltb", rules())) == {}


def test_lines_shorter_than_two_metres():
    out = found(check_lines(np.array([1, 2]), np.array([1.5, 2.5]), "roads", rules()))
    assert out == {("Q4701", "short_line"): [1]}


def test_copies_are_known_whatever_their_first_vertex_and_sense():
    ring = np.array([[0, 0], [9, 0], [7, 5], [0, 8], [0, 0]], float)
    turned = np.concatenate([ring[2:4], ring[:3]])[::-1]
    layer = join([polygon([ring]), polygon([turned]), polygon([ring + 0.01])])
    keys = shape_keys(layer, vertex_keys(layer, False, 1e-4))
    assert keys[0] == keys[1] != keys[2]


def grid(n):
    return join([square(10 * x, 10 * y, clockwise=bool((x + y) % 2)) for y in range(n) for x in range(n)])


def test_of_a_sound_coverage_only_the_outer_border_is_loose():
    with EdgeBook() as book:
        book.add(grid(6), 0)
        loose = book.loose()
    assert loose.tolist() == [y * 6 + x for y in range(6) for x in range(6) if {x, y} & {0, 5}]


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(25)), st.integers(5, 400))
def test_order_batches_and_the_disk_change_nothing(order, held):
    layer = grid(5)
    pieces = [layer.take([k]) for k in order]
    with EdgeBook(held=held) as book:
        for k in range(0, 25, 4):
            book.add(join(pieces[k : k + 4]), k)
        loose = sorted(order[k] for k in book.loose().tolist())
    assert loose == [y * 5 + x for y in range(5) for x in range(5) if {x, y} & {0, 4}]


def test_a_patch_laid_over_others_a_copy_and_a_shifted_edge_are_loose():
    layer = join([grid(4), square(12, 12, 5), square(20, 20)])
    with EdgeBook() as book:
        book.add(layer, 0)
        loose = set(book.loose().tolist())
    assert {16, 17, 10} <= loose and 9 in loose  # 17 doubles 10, whose neighbours lose their partners


def test_a_vertex_on_the_edge_of_a_neighbour_leaves_nothing_loose_that_fits():
    """A row of squares of 10 m above one of 7 m: their common line is split at each other's vertices."""
    rows = [square(10 * k, 0) for k in range(7)]
    rows += [polygon([np.array([[7 * k, 10], [7 * k + 7, 10], [7 * k + 7, 17], [7 * k, 17], [7 * k, 10]], float)])
             for k in range(10)]
    frame = polygon([np.array([[-9, -9], [79, -9], [79, 26], [-9, 26], [-9, -9]], float),
                     np.array([[0, 0], [0, 17], [70, 17], [70, 0], [0, 0]], float)])
    layer = join([*rows, frame])
    assert still_loose(layer, 1e-4, 1e-3).tolist() == [17]  # the frame: its outer border
    moved = join([*rows[:3], square(30.5, 0, 9.5), *rows[4:], frame])
    assert set(still_loose(moved, 1e-4, 1e-3).tolist()) >= {2, 3}


def test_hashes_of_rows_leave_empty_keys_alone():
    repeats = Repeats()
    repeats.add(np.arange(4), ["a", None, "a", None])
    assert [v.tolist() for v in repeats.repeated()] == [[2], [0]]


def test_findings_of_batches_are_put_together_and_counted():
    checks = [AttributeChecks("dltb", rules(), False).batch(batch(landuse_code=["9999"], tbmj=[1.0])) for _ in range(3)]
    flat = [one for ones in checks for one in ones]
    (one,) = list(merged(flat))
    assert len(one) == 3 and count_by_rule(flat) == {"Q3104": 3} and "9999" in one.said().text("en")


def test_rules_are_checked_when_read(tmp_path):
    assert len(rules()) >= 55 and all(rule.remedy[0] and rule.clause[0] for rule in rules().values())
    path = tmp_path / "r.json"
    path.write_text('{"rules": [{"id": "Q1", "zh": "a", "en": "a", "severity": "bad", "clause": ["a", "a"], '
                    '"remedy": ["a", "a"], "tolerance": {}, "roles": [], "fix": false}]}', encoding="utf-8")
    with pytest.raises(ResourceError, match="Q1"):
        read_rules(path)
