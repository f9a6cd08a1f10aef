"""Reads one json file of resources/forms into a Form, and checks all that can be checked before it is printed.

Unknown keys are refused with their place: a mistyped key would else be silently without effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ...core.messages import Message
from .errors import FormError
from .schema import (
    ALIGNMENTS,
    CONVERSIONS,
    KINDS,
    MAX_CHOICES,
    PAPERS,
    TOTALS,
    Agreement,
    CardRow,
    Cell,
    Column,
    Fact,
    Form,
    Group,
    Join,
    Text,
    Tie,
    Tree,
    Unite,
    Where,
)


class Reader:
    """Walks through the object of one json file and turns it into a Form; every error names its place."""

    def __init__(self, name: str, words: Mapping[str, Mapping[str, Text]], ties: Mapping[str, list] | None = None):
        """name: of the file without its ending. words, ties: what forms share, by name."""
        self._name, self._words, self._ties = name, words, ties or {}

    def form(self, data: Mapping[str, Any]) -> Form:
        """The form of a whole file."""
        known = set(Form.__dataclass_fields__) - {"id"} | {"note"}
        self._keys(data, known, "", ("kind", "name", "title"))
        kind = self._one_of(data["kind"], ("table", "card"), "kind")
        out: dict[str, Any] = {
            "id": self._name,
            "kind": kind,
            "name": self.text(data["name"], "name"),
            "title": self.text(data["title"], "title"),
        }
        out["tab"] = self.text(data.get("tab", data["name"]), "tab")
        for key in ("left", "middle", "right", "number", "total_label", "empty"):
            if key in data:
                out[key] = self.text(data[key], key)
        for key in ("source", "order", "pages", "pivot", "sums"):
            if key in data:
                out[key] = self._strings(data[key], key)
        for key in ("notes", "sign"):
            out[key] = tuple(self.text(one, f"{key}[{k}]") for k, one in enumerate(data.get(key, ())))
        out["paper"] = self._one_of(data.get("paper", "A4"), PAPERS, "paper")
        out["landscape"] = bool(data.get("landscape", True))
        out["total"] = self._one_of(data.get("total", "none"), ("none", "first", "last"), "total")
        out.update({key: str(data[key]) for key in ("column_numbers", "across", "view") if key in data})
        out["numbers_on_top"] = bool(data.get("numbers_on_top", False))
        for key in ("where", "total_from"):
            out[key] = self.where(data.get(key, {}), key)
        out["columns"] = tuple(self._columns(data.get("columns", ()), (), "columns"))
        out["groups"] = tuple(self._group(one, f"groups[{k}]") for k, one in enumerate(data.get("groups", ())))
        ties = self._shared_ties(data["ties"]) if isinstance(data.get("ties"), str) else data.get("ties", ())
        out["ties"] = tuple(self._tie(one, f"ties[{k}]") for k, one in enumerate(ties))
        out["facts"] = {key: self._fact(one, f"facts.{key}") for key, one in data.get("facts", {}).items()}
        out["joins"] = {key: self._join(one, f"joins.{key}") for key, one in data.get("joins", {}).items()}
        out["unite"] = tuple(self._unite(one, f"unite[{k}]") for k, one in enumerate(data.get("unite", ())))
        out["agree"] = tuple(self._record(Agreement, one, f"agree[{k}]") for k, one in enumerate(data.get("agree", ())))
        out["rows"] = tuple(self._card_row(one, f"rows[{k}]") for k, one in enumerate(data.get("rows", ())))
        out["how"] = tuple(
            tuple(self.text(text, f"how[{k}]") for text in one) for k, one in enumerate(data.get("how", ()))
        )
        out["policy"] = {key: self.text(one, f"policy.{key}") for key, one in data.get("policy", {}).items()}
        out["grid"] = tuple(float(one) for one in data.get("grid", ()))
        if "tree" in data:
            out["tree"] = self._tree(data["tree"], "tree")
        form = Form(**out)
        self._sense(form)
        return form

    # -- parts ------------------------------------------------------------------------------------------------

    def text(self, raw: Any, where: str) -> Text:
        """A pair [Chinese, English]."""
        if not (isinstance(raw, list) and len(raw) == 2 and all(isinstance(one, str) for one in raw)):
            raise self._wrong(where, "pair")
        return tuple(raw)

    def where(self, raw: Any, where: str) -> Where:
        """{field: [values]} or {field: {"not": [values]}}, as {field: {"in" or "not": values}}."""
        if not isinstance(raw, Mapping):
            raise self._wrong(where, "object")
        out = {}
        for name, values in raw.items():
            sense = "not" if isinstance(values, Mapping) else "in"
            found = values.get("not") if isinstance(values, Mapping) else values
            if not isinstance(found, list):
                raise self._wrong(f"{where}.{name}", "values")
            out[name] = {sense: tuple(found)}
        return MappingProxyType(out)

    def _columns(self, raw: Any, above: tuple, where: str):
        """The leaves of the header tree, in order, each with the headings over it."""
        for k, one in enumerate(raw):
            here = f"{where}[{k}]"
            if isinstance(one, Mapping) and "columns" in one:
                self._keys(one, {"title", "columns"}, here, ("title",))
                yield from self._columns(one["columns"], (*above, self.text(one["title"], here)), f"{here}.columns")
            else:
                yield self._column(one, above, here)

    def _column(self, raw: Any, above: tuple, where: str) -> Column:
        known = set(Column.__dataclass_fields__) - {"headings", "sources"} | {"title", "field"}
        self._keys(raw, known, where, ("title",))
        fields = raw.get("field", [])
        sources = (fields,) if isinstance(fields, str) else self._strings(fields, f"{where}.field")
        title = self.text(raw["title"], f"{where}.title")
        key = raw.get("key") or (sources[0] if sources else title[1])
        out: dict[str, Any] = {"key": key, "headings": (*above, title), "sources": sources}
        out["fixed"] = self.text(raw.get("fixed", ["", ""]), f"{where}.fixed")
        default = "number" if "plus" in raw or "ratio" in raw else "text" if sources or out["fixed"][0] else "blank"
        out["kind"] = self._one_of(raw.get("kind", default), KINDS, f"{where}.kind")
        out["total"] = self._one_of(raw.get("total", "none"), TOTALS, f"{where}.total")
        out["align"] = self._one_of(raw.get("align", ""), ALIGNMENTS, f"{where}.align")
        out["convert"] = self._one_of(raw.get("convert", ""), tuple(CONVERSIONS), f"{where}.convert")
        for name in ("plus", "less"):
            out[name] = self._strings(raw.get(name, []), f"{where}.{name}")
        out["ratio"] = self._ratio(raw.get("ratio", []), f"{where}.ratio")
        if out["total"] == "ratio" and not out["ratio"]:
            raise self._wrong(where, "needs_ratio")
        out["decimals"] = self._whole(raw.get("decimals", 2), 0, 6, f"{where}.decimals")
        width = raw.get("width", [8, 40])
        if not (isinstance(width, list) and len(width) == 2 and 0 < width[0] <= width[1] <= 120):
            raise self._wrong(f"{where}.width", "width")
        out["width"] = tuple(float(one) for one in width)
        out["null"] = raw.get("null")
        out["required"] = bool(raw.get("required", False))
        out["repeat"] = str(raw.get("repeat", ""))
        out["words"] = self._word_table(raw.get("words", {}), f"{where}.words")
        out["fills"] = self._fills(raw.get("fills", {}), f"{where}.fills")
        out["choices"] = tuple(self.text(one, f"{where}.choices[{k}]") for k, one in enumerate(raw.get("choices", ())))
        if any(len(",".join(column)) > MAX_CHOICES for column in zip(*out["choices"])):
            raise self._wrong(f"{where}.choices", "too_long", most=MAX_CHOICES)
        return Column(**out)

    def _ratio(self, raw: Any, where: str) -> tuple:
        if not raw:
            return ()
        if not (isinstance(raw, list) and len(raw) == 3 and isinstance(raw[2], (int, float))):
            raise self._wrong(where, "ratio")
        return (self._strings(raw[0], where), self._strings(raw[1], where), raw[2])

    def _word_table(self, raw: Any, where: str) -> Mapping[str, Text]:
        """Words given in place, or by the name of a table of the shared file."""
        if isinstance(raw, str):
            if raw not in self._words:
                raise self._wrong(where, "no_words", name=raw)
            return self._words[raw]
        return {str(key): self.text(one, f"{where}.{key}") for key, one in raw.items()}

    def _fills(self, raw: Any, where: str) -> Mapping[str, str]:
        wrong = [one for one in raw.values() if len(one) != 6 or set(one.upper()) - set("0123456789ABCDEF")]
        if wrong:
            raise self._wrong(where, "no_colour", colour=wrong[0])
        return dict(raw)

    def _group(self, raw: Any, where: str) -> Group:
        self._keys(raw, {"by", "label", "subtotal"}, where, ("by", "label"))
        position = self._one_of(raw.get("subtotal", "after"), ("before", "after"), f"{where}.subtotal")
        return Group(str(raw["by"]), self.text(raw["label"], f"{where}.label"), position)

    def _shared_ties(self, name: str) -> list:
        if name not in self._ties:
            raise self._wrong("ties", "no_ties", name=name)
        return self._ties[name]

    def _tie(self, raw: Any, where: str) -> Tie:
        self._keys(raw, set(Tie.__dataclass_fields__), where, ("columns",))
        if bool(raw.get("plus")) == bool(raw.get("whole")):
            raise self._wrong(where, "whole_or_plus")
        return Tie(
            {str(k): self._whole(v, 0, 6, where) for k, v in raw["columns"].items()},
            self.where(raw.get("whole", {}), f"{where}.whole"),
            self.where(raw.get("parts", {}), f"{where}.parts"),
            self._strings(raw.get("by", []), where),
            self._strings(raw.get("plus", []), where),
            self._strings(raw.get("less", []), where),
            bool(raw.get("lenient", False)),
        )

    def _fact(self, raw: Any, where: str) -> Fact:
        self._keys(raw, set(Fact.__dataclass_fields__), where, ("source", "take"))
        take = self._one_of(raw["take"], ("sum", "count", "distinct", "first", "min", "max"), f"{where}.take")
        return Fact(
            self._strings(raw["source"], f"{where}.source"),
            take,
            self.where(raw.get("where", {}), f"{where}.where"),
            self._word_table(raw.get("words", {}), f"{where}.words"),
            self._whole(raw.get("decimals", 2), 0, 6, f"{where}.decimals"),
            self._one_of(raw.get("convert", ""), tuple(CONVERSIONS), f"{where}.convert"),
            bool(raw.get("of_page", False)),
            str(raw.get("field", "")),
        )

    def _join(self, raw: Any, where: str) -> Join:
        self._keys(raw, set(Join.__dataclass_fields__), where, ("source", "on"))
        on = {key: self._strings(one if isinstance(one, list) else [one], where) for key, one in raw["on"].items()}
        return Join(self._strings(raw["source"], where), on, self.where(raw.get("where", {}), where))

    def _unite(self, raw: Any, where: str) -> Unite:
        self._keys(raw, set(Unite.__dataclass_fields__), where, ("source", "code", "name"))
        return Unite(
            *(self._strings(raw[key], where) for key in ("source", "code", "name")),
            self.where(raw.get("where", {}), where),
        )

    def _tree(self, raw: Any, where: str) -> Tree:
        self._keys(raw, set(Tree.__dataclass_fields__), where, ("level", "code"))
        plain = {key: str(one) for key, one in raw.items() if key != "labels"}
        return Tree(**plain, labels=self._word_table(raw.get("labels", {}), f"{where}.labels"))

    def _card_row(self, raw: Any, where: str) -> CardRow:
        self._keys(raw, set(CardRow.__dataclass_fields__), where, ("cells",))
        return CardRow(
            tuple(self._cell(one, f"{where}.cells[{k}]") for k, one in enumerate(raw["cells"])),
            self._strings(raw.get("each", []), where),
            dict(raw.get("match", {})),
            self.where(raw.get("where", {}), where),
            self._strings(raw.get("order", []), where),
        )

    def _cell(self, raw: Any, where: str) -> Cell:
        own = {"text", "span", "tall", "head", "align", "height"}
        slot = None
        if "text" not in raw:
            slot = self._column({"title": ["", ""], **{k: v for k, v in raw.items() if k not in own}}, (), where)
        else:
            self._keys(raw, own, where, ())
        return Cell(
            self.text(raw.get("text", ["", ""]), where),
            slot,
            self._whole(raw.get("span", 1), 1, 40, where),
            self._whole(raw.get("tall", 1), 1, 40, where),
            bool(raw.get("head", False)),
            self._one_of(raw.get("align", ""), ALIGNMENTS, where),
            float(raw.get("height", 0)),
        )

    def _record(self, kind, raw: Any, where: str):
        self._keys(raw, set(kind.__dataclass_fields__), where, tuple(kind.__dataclass_fields__))
        return kind(**raw)

    # -- checks -----------------------------------------------------------------------------------------------

    def _sense(self, form: Form) -> None:
        keys = [column.key for column in form.columns]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise self._wrong("columns", "key_twice", key=twice)
        named = {
            name
            for column in form.columns
            for name in (*column.plus, *column.less, *(key for part in column.ratio[:2] for key in part))
        }
        if named - set(keys):
            raise self._wrong("columns", "no_column", keys=sorted(named - set(keys)))
        if form.kind == "table" and not form.columns or form.kind == "card" and not (form.rows and form.grid):
            raise self._wrong("", "no_body")
        if not (form.source or form.unite):
            raise self._wrong("source", "no_source")
        for k, row in enumerate(form.rows):
            if sum(cell.span for cell in row.cells) > len(form.grid):
                raise self._wrong(f"rows[{k}]", "too_wide")

    def _keys(self, raw: Any, known: set, where: str, needed: Sequence[str]) -> None:
        if not isinstance(raw, Mapping):
            raise self._wrong(where, "object")
        unknown = sorted(set(raw) - known)
        if unknown:
            raise self._wrong(where, "unknown_key", key=unknown[0])
        missing = [key for key in needed if key not in raw]
        if missing:
            raise self._wrong(where, "missing_key", key=missing[0])

    def _one_of(self, value: Any, allowed: Sequence[str], where: str) -> str:
        if value not in allowed:
            raise self._wrong(where, "none_of", value=value, allowed=[repr(one) for one in allowed])
        return value

    def _whole(self, value: Any, least: int, most: int, where: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._wrong(where, "whole_number", least=least, most=most)
        return value

    def _strings(self, raw: Any, where: str) -> tuple[str, ...]:
        if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
            raise self._wrong(where, "texts")
        return tuple(raw)

    def _wrong(self, where: str, said: str, **values: Any) -> FormError:
        """The error of a mistake at a place of the file."""
        place = f"{self._name}.json" + (f": {where}" if where else "")
        return FormError("forms.at", place=place, what=Message(f"forms.{said}", values))
