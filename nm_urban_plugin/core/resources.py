"""Reads the json files of the plugin's ``resources`` folder: checked, cached, with errors in words.

The files carry what the plans and the land rules say (codes, classes, aliases, policy numbers). They
may be edited by hand, so a mistake in one must name the file, the place and the remedy.
"""

from __future__ import annotations

import datetime
import errno
import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

ROOT = Path(__file__).resolve().parents[2] / "resources"


class BilingualError(ValueError):
    """An error whose message exists in English (``str(err)``) and in Chinese (``err.zh``)."""

    def __init__(self, en: str, zh: str):
        super().__init__(en)
        self.en = en
        self.zh = zh

    def text(self, lang: str = "en") -> str:
        """The message in ``lang``: Chinese for every tag that starts with 'zh', else English."""
        return self.zh if lang.lower().startswith("zh") else self.en


class ResourceError(BilingualError):
    """A resource file is missing, unreadable or says something that cannot be."""


#: What json's decoder says, in Chinese.
_NO_JSON = {
    "Expecting ',' delimiter": "缺少逗号", "Expecting ':' delimiter": "缺少冒号", "Expecting value": "此处应有一个值",
    "Expecting property name enclosed in double quotes": "键应写在双引号中", "Extra data": "结尾之后还有内容",
    "Unterminated string starting at": "字符串缺少结束的双引号",
    "Invalid control character at": "字符串中有换行或控制字符",
    "Invalid \\escape": "反斜杠转义有误", "Invalid \\uXXXX escape": "反斜杠转义有误",
    "Illegal trailing comma before end of object": "末尾多一个逗号",
    "Illegal trailing comma before end of array": "末尾多一个逗号"}
_NO_FILE = {errno.ENOENT: "文件不存在", errno.ENOTDIR: "文件夹不存在", errno.EISDIR: "是文件夹，不是文件",
            errno.EACCES: "没有权限，或被其他程序占用", errno.EPERM: "没有权限", errno.ENAMETOOLONG: "路径过长",
            errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘只读"}


def why_no_json(error: json.JSONDecodeError) -> BilingualError:
    """What is wrong with a JSON text, in both languages; the place is told by who reads it."""
    zh = next((words for start, words in _NO_JSON.items() if error.msg.startswith(start)), "格式有误")
    return BilingualError(error.msg, zh)


def why_no_file(error: OSError | ValueError) -> BilingualError:
    """Why a file cannot be read or written, in both languages, without its path."""
    if isinstance(error, OSError):
        code = error.errno or 0
        return BilingualError(error.strerror or type(error).__name__, _NO_FILE.get(code, f"系统错误 {code}"))
    if isinstance(error, UnicodeDecodeError):
        return BilingualError(f"not in {error.encoding}", f"编码不是 {error.encoding.upper()}")
    return BilingualError(str(error), "内容有误")


def _no_duplicates(pairs: list) -> dict:
    out = dict(pairs)
    if len(out) != len(pairs):
        seen = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise KeyError(twice)
    return out


def read_json(path: Path) -> dict:
    """The object in a json file (UTF-8, a BOM is allowed). Raises `ResourceError` with file and line."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        why = why_no_file(err)
        raise ResourceError(f"{path.name}: cannot be read ({why.en})", f"{path.name}：无法读取（{why.zh}）") from err
    try:
        data = json.loads(text, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as err:
        raise ResourceError(
            f"{path.name}, line {err.lineno}, column {err.colno}: not valid JSON ({err.msg})",
            f"{path.name} 第{err.lineno}行第{err.colno}列：不是有效的 JSON（{why_no_json(err).zh}）",
        ) from err
    except KeyError as err:
        raise ResourceError(
            f"{path.name}: the key {err} stands twice in one object", f"{path.name}：同一对象中键 {err} 重复"
        ) from err
    if not isinstance(data, dict):
        raise ResourceError(f"{path.name}: the top level must be an object", f"{path.name}：顶层必须是对象")
    return data


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """``resources/<name>.json``, read once. The result is shared: treat it as read-only."""
    return MappingProxyType(read_json(ROOT / f"{name}.json"))


def require(where: str, record: Any, keys: Iterable[str]) -> None:
    """Raises `ResourceError` unless ``record`` is an object that has all ``keys``."""
    if not isinstance(record, Mapping):
        raise ResourceError(f"{where}: an object is expected", f"{where}：应为对象")
    missing = [key for key in keys if key not in record]
    if missing:
        names = ", ".join(missing)
        raise ResourceError(f"{where}: {names} missing", f"{where}：缺少 {names}")


@dataclass(frozen=True)
class PolicyEntry:
    """One policy number with the clause it comes from.

    ``value`` is a number, a text or (unit 'date') a `datetime.date`; ``external`` means that no plan
    states it, so that a report has to show it as an assumption.
    """

    key: str
    value: Any
    unit: str
    source: str
    quote: str
    external: bool
    note: str = ""


_ENTRY_KEYS = ("value", "unit", "source", "quote", "external")
_NUMBER_UNITS = ("亩", "公顷", "m", "m2", "m2/人", "%", "年", "分钟", "km/h", "1")


def _entry(where: str, key: str, raw: Any) -> PolicyEntry:
    here = f"{where}: {key}"
    require(here, raw, _ENTRY_KEYS)
    value, unit = raw["value"], raw["unit"]
    for field in ("unit", "source", "quote"):
        if not isinstance(raw[field], str):
            raise ResourceError(f"{here}.{field}: a text is expected", f"{here}.{field}：应为文本")
    if not isinstance(raw["external"], bool):
        raise ResourceError(f"{here}.external: true or false is expected", f"{here}.external：应为 true 或 false")
    if not raw["external"] and not raw["quote"]:
        raise ResourceError(
            f"{here}: a number of a plan needs its quote; set external to true if no plan states it",
            f"{here}：规划数字须附原文；若无规划依据，请将 external 设为 true",
        )
    if unit == "date":
        try:
            value = datetime.date.fromisoformat(value)
        except (TypeError, ValueError) as err:
            raise ResourceError(
                f"{here}.value: a date YYYY-MM-DD is expected, not {value!r}",
                f"{here}.value：应为 YYYY-MM-DD 日期，而不是 {value!r}",
            ) from err
    elif unit in _NUMBER_UNITS:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
            raise ResourceError(
                f"{here}.value: a number ≥ 0 in {unit} is expected, not {value!r}",
                f"{here}.value：应为不小于 0 的数（{unit}），而不是 {value!r}",
            )
    elif unit != "text":
        known = ", ".join(("date", "text", *_NUMBER_UNITS))
        raise ResourceError(f"{here}.unit: {unit!r} is not one of {known}", f"{here}.unit：{unit!r} 不在 {known} 之中")
    elif not isinstance(value, str):
        raise ResourceError(f"{here}.value: a text is expected", f"{here}.value：应为文本")
    return PolicyEntry(key, value, unit, raw["source"], raw["quote"], raw["external"], str(raw.get("note", "")))


def read_policy(path: Path) -> dict[str, PolicyEntry]:
    """The entries of a policy file, checked one by one. Raises `ResourceError`.

    The file is an object with ``entries``: key → {value, unit, source, quote, external[, note]}.
    """
    path = Path(path)
    data = read_json(path)
    require(path.name, data, ("entries",))
    require(f"{path.name}: entries", data["entries"], ())
    return {key: _entry(path.name, key, raw) for key, raw in data["entries"].items()}


@functools.cache
def policy(name: str) -> Mapping[str, PolicyEntry]:
    """The bundled policy ``resources/policies/<name>.json`` (cached, read-only)."""
    entries = read_policy(ROOT / "policies" / f"{name}.json")
    if name == "landquota":
        check_landquota(entries, f"{name}.json")
    return MappingProxyType(entries)


def check_landquota(entries: Mapping[str, PolicyEntry], where: str = "landquota") -> None:
    """Raises `ResourceError` unless cap_mu, start and end are there and start is before end."""
    require(where, entries, ("cap_mu", "start", "end"))
    for key, unit in (("cap_mu", "亩"), ("start", "date"), ("end", "date")):
        if entries[key].unit != unit:
            raise ResourceError(f"{where}: {key} must have the unit {unit}", f"{where}：{key} 的单位必须为 {unit}")
    if not entries["start"].value < entries["end"].value:
        raise ResourceError(f"{where}: start must be before end", f"{where}：start 必须早于 end")
