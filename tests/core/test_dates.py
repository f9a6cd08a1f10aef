import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nm_urban.nm_urban_plugin.core import dates
from nm_urban.nm_urban_plugin.core.dates import ImpossibleDate, parse_date

DAY = datetime.date(2021, 3, 5)


@pytest.mark.parametrize(
    "value",
    [DAY, datetime.datetime(2021, 3, 5, 23, 59), "2021-03-05", "2021/3/5", "2021.3.5", "2021年3月5日", "2021年03月05号",
     "20210305", "20210305.0", 20210305, 20210305.0, "2021-03-05T08:30:00", "2021-03-05 08:30", "2021/3/5 0:00:00",
     "2021-03-05T23:30:00.123+08:00", "2021-03-05T15:59:59Z", "2021–03–05", "2021—3—5",
     "2021−03−05", "2021-03-05T00:30:00 +0800", "20210305083000", "2021年3月5日 8:30", 44260, "44260",
     44260.75, "44260.75", "２０２１－０３－０５", "２０２１年３月５日", " 2021-03-05　", "'2021-03-05",
     np.datetime64("2021-03-05"), np.datetime64("2021-03-05T10:00"), np.int64(20210305), np.float64(44260.0)],
)  # fmt: skip
def test_one_day_in_many_spellings(value):
    got = parse_date(value)
    assert got == DAY and type(got) is datetime.date


@pytest.mark.parametrize(
    "value", ["2021-03-04T16:00:00Z", "2021-03-04 16:00:00+00:00", "2021/3/4 16:00 UTC", "2021–03–04T18:00:00+02:00",
              "20210304 16:00Z", "2021-03-04T11:00:00 GMT-5", "2021-03-05T02:30+0800",
              datetime.datetime(2021, 3, 4, 16, tzinfo=datetime.timezone.utc),
              datetime.datetime(2021, 3, 4, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))])
def test_a_moment_with_a_time_zone_is_a_day_in_china(value):
    """16:00 in Greenwich is midnight in China: exports of Chinese dates as UTC look like that."""
    got = parse_date(value)
    assert got == DAY and type(got) is datetime.date
    assert dates.is_moved(value) == ("2021-03-05" not in str(value))


def test_a_day_may_move_back_and_wild_offsets_are_refused():
    assert parse_date("2021-03-06T00:30:00+12:00") == DAY
    assert parse_date("9999-12-31T23:00:00Z") == datetime.date(9999, 12, 31)
    with pytest.raises(ImpossibleDate, match="time"):
        parse_date("2021-03-05T00:30:00+25:00")


@pytest.mark.parametrize(("seconds", "moved"), [(0, False), (16 * 3600, True), (16 * 3600 + 1, False), (57_599, False)])
def test_stamps_whose_zone_the_format_does_not_tell(seconds, moved):
    """GeoPackage calls every stamp UTC: only that of exactly 16:00 is taken for midnight in China."""
    got = dates.day_of_stamp(DAY.toordinal() - moved, seconds)
    assert got == DAY and dates.is_moved(got) == moved and type(parse_date(got)) is datetime.date


@pytest.mark.parametrize(
    "value",
    [None, "", "  ", "NULL", "null", "-", "/", "－", "／", "——", "NaN", "None", float("nan"), np.datetime64("NaT")],
)
def test_empty_values(value):
    assert parse_date(value) is None


@pytest.mark.parametrize(
    ("value", "kind"),
    [("2023-02-30", "day"), ("2023-13-01", "month"), ("2023-00-10", "month"), ("2021-02-29", "day"),
     ("2023年4月31日", "day"),
     (20230230, "day"), ("20231301", "month"), ("00000000", "year"), ("2021", "only_year"), (2021, "only_year"),
     ("2021年", "only_year"), (2021.0, "only_year"), ("2021年度", "only_year"), ("2021-03", "only_month"),
     ("2021年3月", "only_month"), ("2021.3", "only_month"), (202103, "only_month"), ("202103", "only_month"),
     ("2021-03-05 25:00", "time"), ("0021-03-05", "year"), (0, "number"), (12345, "number"), (-44260, "number"),
     (float("inf"), "number"), (99999999999, "number"), ("三月五日", "unreadable"), ("05/03/2021", "unreadable"),
     ("21-3-5", "unreadable"), ("2021-03/05", "unreadable"), ("2021-03-05至2021-04-05", "unreadable"),
     (True, "unreadable"),
     ([], "unreadable")],
)  # fmt: skip
def test_what_is_no_day(value, kind):
    with pytest.raises(ImpossibleDate) as error:
        parse_date(value)
    assert error.value.kind == kind
    assert error.value.value is value or error.value.value == value
    assert error.value.why in str(error.value)
    assert error.value.text("zh_CN") != str(error.value)


def test_the_remedy_is_said():
    with pytest.raises(ImpossibleDate, match="only a year: give month and day"):
        parse_date("2021")
    with pytest.raises(ImpossibleDate) as error:
        parse_date("x" * 500)
    assert len(str(error.value)) < 120


def test_dates_of_qt_are_read_without_qt():
    class QDate:
        def __init__(self, day):
            self.day = day

        def isNull(self):  # noqa: N802
            return self.day is None

        def toPyDate(self):  # noqa: N802
            return self.day

    class QDateTime(QDate):
        def date(self):
            return QDate(self.day)

    assert parse_date(QDate(DAY)) == DAY
    assert parse_date(QDateTime(DAY)) == DAY
    assert parse_date(QDate(None)) is None


days = st.dates(datetime.date(1900, 1, 1), datetime.date(9999, 12, 31))


@given(days, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%dT00:00:00"]))
def test_every_day_survives_writing(day, form):
    text = form.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}")
    assert parse_date(text) == day
    assert parse_date(text.replace("0", "０").replace("1", "１")) == day


@given(st.integers(dates.SERIAL_MIN, dates.SERIAL_MAX), st.floats(0, 0.999))
def test_serials_of_sheets(serial, time):
    want = datetime.date(1899, 12, 30) + datetime.timedelta(days=serial)
    assert parse_date(serial) == parse_date(serial + time) == parse_date(str(serial)) == want


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.from_regex(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")))
def test_nothing_else_than_a_day_or_a_reason(value):
    try:
        got = parse_date(value)
    except ImpossibleDate:
        return
    assert got is None or type(got) is datetime.date


@pytest.mark.parametrize(
    ("start", "years", "want"),
    [("2020-02-29", 1, "2021-02-28"), ("2020-02-29", 4, "2024-02-29"), ("2021-02-28", 3, "2024-02-28"),
     ("2021-03-05", 1, "2022-03-05"), ("2020-02-29", -1, "2019-02-28"), ("2000-02-29", 100, "2100-02-28"),
     ("2021-12-31", 0, "2021-12-31")],
)  # fmt: skip
def test_add_years(start, years, want):
    assert dates.add_years(datetime.date.fromisoformat(start), years) == datetime.date.fromisoformat(want)


def test_add_years_beyond_the_calendar():
    for day in (datetime.date(9996, 2, 29), DAY):
        with pytest.raises(ValueError, match="year"):
            dates.add_years(day, 8000)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(9000, 1, 1)), st.integers(0, 900))
def test_add_years_keeps_month_and_day(day, years):
    got = dates.add_years(day, years)
    assert got.year == day.year + years and got.month == day.month
    assert got.day == day.day or (day.day == 29 and got.day == 28 and day.month == 2)


def test_elapsed_days_count_both_ends():
    start = datetime.date(2021, 1, 1)
    assert dates.elapsed_days(start, start) == 1
    assert dates.elapsed_days(start, datetime.date(2025, 12, 31)) == 1826
    assert dates.elapsed_days(start, datetime.date(2020, 12, 31)) == 0
