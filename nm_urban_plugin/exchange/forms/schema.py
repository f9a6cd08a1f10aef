"""What a form says: the frozen classes behind the json files of resources/forms.

A text is a pair (Chinese, English).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

KINDS = ("text", "code", "number", "date", "serial", "blank")
TOTALS = ("none", "sum", "ratio", "count")
ALIGNMENTS = ("", "left", "center", "right")
PAPERS = ("A4", "A3")
#: What a value is multiplied with on its way to the printed unit; all are exact as decimals.
CONVERSIONS = {
    "": Decimal(1),
    "m2:mu": Decimal("0.0015"),
    "m2:ha": Decimal("0.0001"),
    "m2:km2": Decimal("0.000001"),
    "mu:wanmu": Decimal("0.0001"),
    "share:pct": Decimal(100),
    "m:km": Decimal("0.001"),
}
#: Excel takes a list of choices only up to this length, separators included.
MAX_CHOICES = 255

Text = Sequence[str]
NO_TEXT: Text = ("", "")
Where = Mapping[str, Mapping[str, Sequence[Any]]]


@dataclass(frozen=True)
class Column:
    """One column of a table, or one slot of a card.

    headings: from the top of the header tree down to its own. sources: candidates for the field (see Table.find).
    fixed: a text for every row instead of a field. plus, less: the sum of other columns by key, minus others. total:
    what stands in
    total rows; ratio: ((keys), (keys), times) for `ratio`. null: what stands for no value. choices: list of allowed
    entries for slots that are filled by hand.
    """

    key: str
    headings: Sequence[Text]
    sources: Sequence[str] = ()
    kind: str = "text"
    decimals: int = 2
    convert: str = ""
    total: str = "none"
    ratio: Sequence[Any] = ()
    plus: Sequence[str] = ()
    less: Sequence[str] = ()
    width: Sequence[float] = (8, 40)
    align: str = ""
    null: str | None = None
    required: bool = False
    words: Mapping[str, Text] = field(default_factory=dict)
    fills: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Text] = ()
    repeat: str = ""
    fixed: Text = NO_TEXT


@dataclass(frozen=True)
class Group:
    """Rows that belong together, and the line that sums them. label may hold {value} and {n}."""

    by: str
    label: Text
    subtotal: str = "after"


@dataclass(frozen=True)
class Tie:
    """`columns` (name → decimals): whole rows are the sum of part rows of equal `by`; or, in each row, plus − less."""

    columns: Mapping[str, int]
    whole: Where = field(default_factory=dict)
    parts: Where = field(default_factory=dict)
    by: Sequence[str] = ()
    plus: Sequence[str] = ()
    less: Sequence[str] = ()
    lenient: bool = False


@dataclass(frozen=True)
class Fact:
    """One figure for titles and notes, taken from a table: sum, count, first, min or max of `field` over `where`."""

    source: Sequence[str]
    take: str
    where: Where = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)
    decimals: int = 2
    convert: str = ""
    of_page: bool = False
    field: str = ""


@dataclass(frozen=True)
class Agreement:
    """Two facts that may differ only by what rounding explains: `each` for every one of the `n` that were rounded."""

    one: str
    other: str
    each: float
    n: str


@dataclass(frozen=True)
class Join:
    """Another table whose record stands beside ours where the `on` fields are equal."""

    source: Sequence[str]
    on: Mapping[str, Sequence[str]]
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Unite:
    """A table of units made of all tables that name some: one record with `code` and `name` for each code."""

    source: Sequence[str]
    code: Sequence[str]
    name: Sequence[str]
    where: Where = field(default_factory=dict)


@dataclass(frozen=True)
class Tree:
    """Rows that are units of several levels: which field says the level, which the code, what each level is."""

    level: str
    code: str
    root: str = "region"
    branch: str = "league"
    leaf: str = "county"
    labels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A cell of a card: a text, or the value of a slot; `span` grid columns wide, `tall` rows high."""

    text: Text = NO_TEXT
    slot: Column | None = None
    span: int = 1
    tall: int = 1
    head: bool = False
    align: str = ""
    height: float = 0


@dataclass(frozen=True)
class CardRow:
    """A row of a card; with `each`, one row for every matching record of another table."""

    cells: Sequence[Cell]
    each: Sequence[str] = ()
    match: Mapping[str, str] = field(default_factory=dict)
    where: Where = field(default_factory=dict)
    order: Sequence[str] = ()


@dataclass(frozen=True)
class Form:
    """One printed sheet. kind: table (one row a record) or card (one page a record).

    title, left, middle, right, notes and sign may hold {facts}. pages: fields whose values begin a new page. how: lines
    for the sheet of methods; policy: entries of policy files that stand there, `file.entry` → label. total_from: the
    records that are the total themselves.
    """

    id: str
    kind: str
    name: Text
    tab: Text
    title: Text
    source: Sequence[str] = ()
    left: Text = NO_TEXT
    middle: Text = NO_TEXT
    right: Text = NO_TEXT
    number: Text = NO_TEXT
    paper: str = "A4"
    landscape: bool = True
    where: Where = field(default_factory=dict)
    order: Sequence[str] = ()
    columns: Sequence[Column] = ()
    column_numbers: str = ""
    numbers_on_top: bool = False
    pivot: Sequence[str] = ()
    across: str = ""
    groups: Sequence[Group] = ()
    tree: Tree | None = None
    total: str = "none"
    total_label: Text = ("合计", "Total")
    total_from: Where = field(default_factory=dict)
    pages: Sequence[str] = ()
    sums: Sequence[str] = ()
    joins: Mapping[str, Join] = field(default_factory=dict)
    unite: Sequence[Unite] = ()
    view: str = ""
    grid: Sequence[float] = ()
    rows: Sequence[CardRow] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    ties: Sequence[Tie] = ()
    agree: Sequence[Agreement] = ()
    notes: Sequence[Text] = ()
    sign: Sequence[Text] = ()
    how: Sequence[Sequence[Text]] = ()
    policy: Mapping[str, Text] = field(default_factory=dict)
    empty: Text = ("本期无此类记录", "No such record in this period")
