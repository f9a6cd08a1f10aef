"""JSON with the line of every value, so that an error in a user's file can name the line."""

from __future__ import annotations

import bisect
import json
from collections.abc import Mapping
from json.decoder import scanstring
from typing import Any

from ..resources import BilingualError

_BLANK = " \t\n\r"
_DEEPEST = 50
_decode = json.JSONDecoder(parse_constant=lambda name: _refuse(name))


class JsonLineError(BilingualError):
    """A JSON text that cannot be used; the message names the file and the line."""


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number")


def read(text: str, where: str) -> tuple[Any, Mapping[tuple, int]]:
    """The value of a JSON text, and path → line (from 1); a path is a tuple of keys and indices, () the whole.

    Raises `JsonLineError` for broken JSON and for a key that stands twice in one object.
    """
    reader = _Reader(text.lstrip("\ufeff"), where)
    value, at = reader.value(0, ())
    at = reader.skip(at)
    if at < len(reader.text):
        reader.fail(at, "text after the end of the object", "对象结束后还有内容")
    return value, reader.lines


class _Reader:
    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        self.lines: dict[tuple, int] = {}
        self._breaks = [k for k, sign in enumerate(self.text) if sign == "\n"]

    def line(self, at: int) -> int:
        return bisect.bisect_left(self._breaks, at) + 1

    def fail(self, at: int, en: str, zh: str) -> None:
        line = self.line(at)
        raise JsonLineError(f"{self.where}, line {line}: {en}", f"{self.where} 第{line}行：{zh}")

    def skip(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in _BLANK:
            at += 1
        return at

    def value(self, at: int, path: tuple) -> tuple[Any, int]:
        at = self.skip(at)
        self.lines[path] = self.line(at)
        if at >= len(self.text):
            self.fail(at, "the text ends too early", "文本不完整")
        if len(path) > _DEEPEST:
            self.fail(at, "nested too deeply", "嵌套过深")
        if self.text[at] == "{":
            return self._object(at + 1, path)
        if self.text[at] == "[":
            return self._array(at + 1, path)
        try:
            return _decode.raw_decode(self.text, at)
        except (ValueError, RecursionError):
            return self.fail(at, f"no value of JSON: {self.text[at:at + 20]!r}",
                             f"不是 JSON 值：{self.text[at:at + 20]!r}"), at

    def _object(self, at: int, path: tuple) -> tuple[dict, int]:
        out: dict[str, Any] = {}
        at = self.skip(at)
        if self.text[at:at + 1] == "}":
            return out, at + 1
        while True:
            at = self.skip(at)
            if self.text[at:at + 1] != '"':
                self.fail(at, 'a key in "quotes" is expected', "应为带引号的键")
            start = at
            try:
                key, at = scanstring(self.text, at + 1, True)
            except ValueError:
                self.fail(start, "a text without end", "文本没有结束引号")
            if key in out:
                self.fail(start, f"'{key}' stands twice", f"“{key}”重复")
            at = self.skip(at)
            if self.text[at:at + 1] != ":":
                self.fail(at, f"a colon is expected after '{key}'", f"“{key}”之后应为冒号")
            out[key], at = self.value(at + 1, (*path, key))
            at = self.skip(at)
            if self.text[at:at + 1] == "}":
                return out, at + 1
            if self.text[at:at + 1] != ",":
                self.fail(at, "a comma or } is expected", "应为逗号或 }")
            at += 1

    def _array(self, at: int, path: tuple) -> tuple[list, int]:
        out: list[Any] = []
        at = self.skip(at)
        if self.text[at:at + 1] == "]":
            return out, at + 1
        while True:
            item, at = self.value(at, (*path, len(out)))
            out.append(item)
            at = self.skip(at)
            if self.text[at:at + 1] == "]":
                return out, at + 1
            if self.text[at:at + 1] != ",":
                self.fail(at, "a comma or ] is expected", "应为逗号或 ]")
            at += 1
