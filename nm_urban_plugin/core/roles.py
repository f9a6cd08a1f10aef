"""Which field of a layer plays which role, and which role a layer plays, told by field names alone.

Standard names and Chinese aliases live in resources/roles.json, those that only the indicators of the plans' targets
need in resources/target_roles.json. A layer's display name is never looked at.
"""

from __future__ import annotations

import difflib
import functools
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .resources import BilingualError, ResourceError, load, require, why_no_json

GEOMETRIES = ("polygon", "line", "point", "none")

_UNITS = {
    "亩": "mu", "mu": "mu", "万亩": "wanmu", "公顷": "ha", "ha": "ha", "hm2": "ha", "平方米": "m2", "㎡": "m2",
    "m2": "m2", "平方公里": "km2", "km2": "km2", "平方千米": "km2",
}  # fmt: skip
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")
#: A shapefile cut the name inside its bracket: 批准面积（ of 批准面积（公顷） in GBK.
_CUT_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)$")
_LOOSE = re.compile(r"[_\-.·:：、]")
_CUT = 10  # bytes of a field name in a shapefile


class FieldsJsonError(BilingualError):
    """The text of a FIELDS parameter cannot be used; the message names the line and the remedy."""


class UnknownRole(BilingualError):
    """A role name that resources/roles.json does not have."""


@dataclass(frozen=True)
class Role:
    """A field role: ``unit`` (mu, m2 …) is set where the plugin reads the number in that unit; ``converts`` where it
    reads any unit of area that the heading names."""

    key: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    unit: str | None = None
    converts: bool = False


@dataclass(frozen=True)
class LayerRole:
    """A layer role: columns or field roles that must all be there (``fields``, ``roles``), one of which must
    (``any``), none of which may (``without``)."""

    role: str
    zh: str
    en: str
    geometry: str
    fields: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@functools.lru_cache(maxsize=1)
def field_roles() -> Mapping[str, Role]:
    """All field roles by key. Raises `ResourceError`."""
    require("roles.json", load("roles"), ("roles", "layers"))
    require("target_roles.json", load("target_roles"), ("roles", "layers_first", "layers_last"))
    out = {}
    for where, key, raw in [(f"{name}.json", *item) for name in ("roles", "target_roles")
                            for item in load(name)["roles"].items()]:
        require(f"{where}: {key}", raw, ("zh", "en", "aliases"))
        if key in out:
            raise ResourceError(f"{where}: the role {key} stands twice", f"{where}：角色 {key} 重复")
        if not raw["aliases"] or raw.get("unit", "mu") not in _UNITS.values():
            raise ResourceError(f"{where}: {key}: no alias, or unknown unit", f"{where}：{key}：没有别名，或单位未知")
        out[key] = Role(key, raw["zh"], raw["en"], tuple(raw["aliases"]), raw.get("unit"),
                        bool(raw.get("converts")))
    return out


@functools.lru_cache(maxsize=1)
def layer_roles() -> tuple[LayerRole, ...]:
    """All layer roles in the order in which they are tried. Raises `ResourceError`."""
    out = []
    more = load("target_roles")
    own = [(f"roles.json: layers[{i}]", raw) for i, raw in enumerate(load("roles")["layers"])]
    first, last = ([(f"target_roles.json: {name}[{i}]", raw) for i, raw in enumerate(more[name])]
                   for name in ("layers_first", "layers_last"))
    # county units are told by a code and a name, which many other layers have too
    at = next((k for k, (_, raw) in enumerate(own) if raw.get("role") == "counties"), len(own))
    for here, raw in [*own[:at], *first, *own[at:], *last]:
        require(here, raw, ("role", "zh", "geometry"))
        lists = {key: tuple(raw.get(key, ())) for key in ("fields", "roles", "any", "without")}
        unknown = [key for name in ("roles", "any", "without") for key in lists[name] if key not in field_roles()]
        if unknown or raw["geometry"] not in (*GEOMETRIES, "any"):
            raise ResourceError(f"{here}: unknown role or geometry {unknown}", f"{here}：未知角色或几何类型 {unknown}")
        words = raw.get("en") or raw["role"].replace("_", " ")
        out.append(LayerRole(raw["role"], raw["zh"], words, raw["geometry"], **lists))
    return tuple(out)


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).replace("\x00", "").casefold()
    return re.sub(r"\s+", "", text)


def _split_unit(name: str) -> tuple[str, str | None]:
    """('批准面积', 'ha') for '批准面积（公顷）'; the second is None where no known unit stands in brackets."""
    text = _plain(name)
    match = _BRACKETS.search(text)
    if not match or not text[: match.start()]:
        return text, None
    unit = _UNITS.get(_plain(match.group(1)).removeprefix("单位:"))
    return text[: match.start()], unit


def unit_in_name(name: str) -> str | None:
    """The unit that a field name carries in brackets: mu, wanmu, ha, m2 or km2; None if there is none."""
    return _split_unit(name)[1]


def _keys(role: Role, name: str) -> tuple[str, str] | None:
    """The name as it is compared (exactly, loosely); None if its unit contradicts the role's."""
    base, unit = _split_unit(name)
    cut = _CUT_BRACKET.search(base)
    if cut and cut.start():
        base, unit = base[: cut.start()], _UNITS.get(cut.group(1))
        if role.unit and unit is None:  # 处置任务（ may have been 公顷
            return None
    if role.unit and unit and unit != role.unit and not role.converts:
        return None
    return base, _LOOSE.sub("", base)


def _cut_forms(alias: str) -> set[str]:
    """What remains of an alias after a shapefile cut it at 10 bytes, in UTF-8 or GBK; empty if it fits."""
    forms = set()
    for encoding in ("utf-8", "gb18030"):
        raw = alias.encode(encoding)
        if len(raw) > _CUT:
            forms.add(_plain(raw[:_CUT].decode(encoding, errors="ignore")))
    return forms


@functools.lru_cache(maxsize=1)
def _cut_table() -> Mapping[str, str]:
    """Cut name → role, for the names that come from one role only and are no alias themselves."""
    owners: dict[str, set[str]] = {}
    whole = set()
    for role in field_roles().values():
        for alias in role.aliases:
            whole.add(_plain(alias))
            for form in _cut_forms(alias):
                owners.setdefault(form, set()).add(role.key)
    return {form: next(iter(keys)) for form, keys in owners.items() if len(keys) == 1 and form not in whole}


def _role(key: str) -> Role:
    role = field_roles().get(key)
    if role is None:
        near = difflib.get_close_matches(key, field_roles(), n=1)
        hint, hint_zh = (f"; did you mean '{near[0]}'?", f"；是否为“{near[0]}”？") if near else ("", "")
        raise UnknownRole(f"there is no role '{key}'{hint}", f"没有名为“{key}”的字段角色{hint_zh}")
    return role


def match(role: str, field_names: Iterable[str], overrides: Mapping[str, str] | None = None) -> str | None:
    """The field that plays ``role``, as spelled in ``field_names``; None if none does.

    An override wins; then the first alias that equals a name (case, width, blanks and a unit in brackets do not
    count, but '(公顷)' serves a role in 亩 only where it is converted); then the same without _ - . ; at last names
    that a shapefile cut at 10 bytes, if only one role can be meant. Raises `UnknownRole`, and
    `FieldsJsonError` if an override names a field that is not there.
    """
    wanted = _role(role)
    names = list(field_names)
    if overrides and role in overrides:
        return _overridden(role, overrides[role], names)
    keyed = [(keys, name) for name in names for keys in (_keys(wanted, name),) if keys]
    if wanted.converts:  # a field in the role's own unit goes before one that has to be converted
        keyed.sort(key=lambda item: unit_in_name(item[1]) not in (None, wanted.unit))
    for index in (0, 1):
        first = {}
        for keys, name in keyed:
            first.setdefault(keys[index], name)
        for alias in wanted.aliases:
            key = _plain(alias) if index == 0 else _LOOSE.sub("", _plain(alias))
            if key in first:
                return first[key]
    for name in names:
        cut = _plain(name).rstrip("\ufffd")
        if _cut_table().get(cut) == role:
            return name
    return None


def _overridden(role: str, field: str, names: list[str]) -> str:
    if field in names:
        return field
    same = [name for name in names if name.casefold() == field.casefold()]
    if len(same) == 1:
        return same[0]
    have = ", ".join(names)
    raise FieldsJsonError(
        f"FIELDS: the field '{field}' for {role} is not in the layer; it has: {have}",
        f"FIELDS：图层中没有字段“{field}”（{role}）；现有字段：{have}",
    )


def match_all(
    roles: Iterable[str], field_names: Iterable[str], overrides: Mapping[str, str] | None = None
) -> dict[str, str | None]:
    """`match` for several roles at once: role → field or None."""
    names = list(field_names)
    return {role: match(role, names, overrides) for role in roles}


@functools.lru_cache(maxsize=1)
def _role_names() -> Mapping[str, str]:
    """What FIELDS takes as a key → role: the key itself, its Chinese label, or a standard name or alias of one role."""
    keys = {_plain(role.key): role.key for role in field_roles().values()}
    for names in (lambda role: (role.zh,), lambda role: role.aliases):
        owners: dict[str, set[str]] = {}
        for role in field_roles().values():
            for name in names(role):
                owners.setdefault(_plain(name), set()).add(role.key)
        for name, roles in owners.items():
            if len(roles) == 1:
                keys.setdefault(name, next(iter(roles)))
    return keys


def role_named(name: str) -> str:
    """The role that a key of FIELDS names: 'approval_date', '批准日期' or 'PZRQ'. Raises `UnknownRole`, listing all."""
    found = _role_names().get(_plain(name))
    if found is not None:
        return found
    near = difflib.get_close_matches(_plain(name), _role_names(), n=1)
    hint, hint_zh = (f"; did you mean '{near[0]}'?", f"；是否为“{near[0]}”？") if near else ("", "")
    roles = field_roles().values()
    raise UnknownRole(
        f"there is no role '{name}'{hint} Roles: " + ", ".join(role.key for role in roles),
        f"没有名为“{name}”的字段角色{hint_zh} 可用的角色：" + "、".join(f"{role.zh}（{role.key}）" for role in roles))


def parse_fields_json(text: str | None) -> dict[str, str]:
    """The overrides in a FIELDS parameter: a JSON object {"role": "field name"}; {} for an empty text.

    A key is a role ('approval_date'), its Chinese label ('批准日期') or a standard field name ('PZRQ').

    Raises `FieldsJsonError`, which names the line, for broken JSON, an unknown or repeated role, and a value
    that is no field name.
    """
    text = (text or "").lstrip("\ufeff")
    if not text.strip():
        return {}
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except json.JSONDecodeError as err:
        line = text.splitlines()[err.lineno - 1] if text.splitlines()[err.lineno - 1 :] else ""
        raise FieldsJsonError(
            f"FIELDS, line {err.lineno}, column {err.colno}: not valid JSON ({err.msg}): {line.strip()}",
            f"FIELDS 第{err.lineno}行第{err.colno}列：不是有效的 JSON（{why_no_json(err).zh}）：{line.strip()}",
        ) from err
    if not text.lstrip().startswith("{"):
        raise FieldsJsonError(
            'FIELDS, line 1: an object {"role": "field name"} is expected',
            'FIELDS 第1行：应为对象 {"角色": "字段名"}',
        )
    out: dict[str, str] = {}
    spelled: set[str] = set()
    for key, value in pairs:
        line = _line_of(text, key, repeated=key in spelled)
        spelled.add(key)
        try:
            role = role_named(key)
        except UnknownRole as err:
            raise FieldsJsonError(f"FIELDS, line {line}: {err}", f"FIELDS 第{line}行：{err.zh}") from err
        if role in out:
            raise FieldsJsonError(f"FIELDS, line {line}: '{key}' stands twice", f"FIELDS 第{line}行：“{key}”重复")
        if not isinstance(value, str) or not value.strip():
            raise FieldsJsonError(
                f"FIELDS, line {line}: '{key}' needs the name of a field in quotes",
                f"FIELDS 第{line}行：“{key}”的值应为带引号的字段名",
            )
        out[role] = value.strip()
    return out


def _line_of(text: str, key: str, repeated: bool) -> int:
    """The line (from 1) where ``key`` stands as a key; its second place if it is repeated."""
    for spelled in (json.dumps(key, ensure_ascii=False), json.dumps(key)):
        places = [m.start() for m in re.finditer(re.escape(spelled) + r"\s*:", text)]
        if places:
            return text.count("\n", 0, places[1 if repeated and len(places) > 1 else 0]) + 1
    return 1


def chosen_words(layer_role: str) -> Mapping[str, list[str]]:
    """Field role → plain words (status, type) that are read as it once the layer role is known."""
    return load("target_roles").get("chosen", {}).get(layer_role, {})


def role_of_schema(field_names: Iterable[str], geometry: str | None = None) -> str | None:
    """The role of a layer by its fields and geometry ('polygon', 'line', 'point', 'none'; None = not known).

    None if no layer role fits. The narrower roles are tried first (resources/roles.json, ``layers``).
    """
    if geometry is not None and geometry not in GEOMETRIES:
        raise ValueError(f"geometry must be one of {GEOMETRIES}, not {geometry!r}")
    names = list(field_names)
    plain = {_plain(name) for name in names}
    for layer in layer_roles():
        if layer.geometry != "any" and geometry is not None and layer.geometry != geometry:
            continue
        if layer.fields and not plain.issuperset(layer.fields):
            continue
        if not all(match(role, names) for role in layer.roles):
            continue
        if layer.any and not any(match(role, names) for role in layer.any):
            continue
        if not any(match(role, names) for role in layer.without):
            return layer.role
    return None
