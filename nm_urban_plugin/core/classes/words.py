"""Sentences of a county's class, flags and growth type, in Chinese or English: what, from where, why, which clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..places import growth_types
from .decision import COMPUTED, MISSING, OFFICIAL, Decision, main_functions
from .flags import register
from .growth import ABSURD as NOT_PLAUSIBLE
from .growth import Measured
from .proposal import ABSURD, ALL_EQUAL, FEW, NO_VALUE, SILENT, WHOLE, Proposal, Reason
from .rules import ClassRules


def _zh(lang: str) -> bool:
    return lang.lower().startswith("zh")


def class_name(key: str, lang: str) -> str:
    """The name of a class, '' for none."""
    one = main_functions().get(key)
    return "" if one is None else one.name if _zh(lang) else one.name_en


def growth_name(key: str, lang: str) -> str:
    """The name of a growth type, '' for none."""
    one = next((one for one in growth_types() if one.key == key), None)
    return "" if one is None else one.name if _zh(lang) else one.name_en


def why_class(decision: Decision, rules: ClassRules, lang: str) -> str:
    """Where the class comes from and, for a proposal, what decided it; for a missing one the reasons."""
    zh = _zh(lang)
    parts = []
    if decision.unknown:
        parts.append(f"字段所填“{decision.unknown}”不是主体功能类别" if zh else
                     f"'{decision.unknown}' in the field is no main function")
    name = class_name(decision.cls, lang)
    if decision.source == MISSING:
        reasons = why_missing(decision.proposal.reasons, rules, lang)
        parts.append(f"类别缺失：{reasons}" if zh else f"class missing: {reasons}")
    elif decision.source == COMPUTED:
        opinions = _opinions(decision.proposal, rules, lang)
        parts.append(f"计算建议：{name}（{opinions}）；非规划确定的主体功能" if zh else
                     f"computed proposal: {name} ({opinions}); not a class set by a plan")
    elif decision.source == OFFICIAL:
        parts.append(f"{name}，依据：{decision.document}" if zh else f"{name}, by: {decision.document}")
    elif decision.label is None:
        parts.append(f"{name}，由用户填写，未注明文件，不作为正式类别" if zh else
                     f"{name}, given by the user without a document: not official")
    else:
        label, trust = decision.label, decision.label.confidence
        parts.append(f"{name}（{label.level}；{trust.name}；{trust.source}），非正式类别" if zh else
                     f"{name} (list: {label.level}; {trust.name_en}; {trust.source}): not official")
    if decision.source not in (COMPUTED, MISSING) and decision.proposal.cls:
        same = decision.proposal.cls == decision.cls
        other = class_name(decision.proposal.cls, lang)
        parts.append(("计算建议相同" if same else f"计算建议为{other}，不一致") if zh else
                     ("the computed proposal is the same" if same else f"the computed proposal is {other}"))
    return ("；" if zh else "; ").join(parts)


def _opinions(one: Proposal, rules: ClassRules, lang: str) -> str:
    zh = _zh(lang)
    share = f"{one.p[one.cls] * 100 / WHOLE:.0f} %"
    parts = [f"概率 {share}，领先 {one.margin:.2f}" if zh else f"probability {share}, margin {one.margin:.2f}"]
    if one.agree is None:
        parts.append("仅 TOPSIS 一种判断（没有 scipy）" if zh else "TOPSIS only, there is no scipy")
    elif one.agree:
        parts.append("TOPSIS 与聚类一致" if zh else "TOPSIS and clustering agree")
    else:
        pair = class_name(one.topsis, lang), class_name(one.cluster, lang)
        parts.append(f"TOPSIS 为{pair[0]}、聚类为{pair[1]}，存疑" if zh else
                     f"TOPSIS says {pair[0]}, clustering {pair[1]}: doubtful")
    decided = ("、" if zh else ", ").join(_decided(d, rules, lang) for d in one.deciding)
    parts.append(f"主要依据：{decided}" if zh else f"decided by: {decided}")
    return ("；" if zh else "; ").join(parts)


def _decided(d, rules: ClassRules, lang: str) -> str:
    """'耕地占比 45.2 %（高，第 3/103 位）'."""
    zh, one = _zh(lang), rules.indicators[d.key]
    edge = max(1, round(d.n * rules["rank_high_pct"] / 100))
    level = 0 if d.middle <= edge else 2 if d.middle > d.n - edge else 1
    word = ("高", "中", "低")[level] if zh else ("high", "middle", "low")[level]
    name = one.name if zh else one.name_en
    rank = f"第 {d.rank}/{d.n} 位" if zh else f"rank {d.rank} of {d.n}"
    if d.tied > 1:
        rank = f"并列{rank}" if zh else f"shared {rank}"
    value = f"{d.value:.1f} {one.unit if zh else one.unit.replace('人', 'people')}"
    return f"{name} {value}（{word}，{rank}）" if zh else f"{name} {value} ({word}, {rank})"


def why_missing(reasons: Sequence[Reason], rules: ClassRules, lang: str) -> str:
    """The reasons why there is no proposal, with the remedy where there is one."""
    zh = _zh(lang)
    out = []
    for reason in reasons:
        one = rules.indicators.get(reason.key)
        name = (one.name if zh else one.name_en) if one else class_name(reason.key, lang)
        if reason.kind == NO_VALUE:
            out.append(f"缺{name}" if zh else f"no {name}")
        elif reason.kind == ABSURD:
            span = f"{one.low:g}—{one.high:g} {one.unit}"
            out.append(f"{name} {reason.value:g} 不在 {span} 之内" if zh else
                       f"{name} {reason.value:g} is outside {span}")
        elif reason.kind == FEW:
            least = int(rules["min_units"])
            out.append(f"可比较的旗县只有 {reason.value:.0f} 个，至少需要 {least} 个" if zh else
                       f"only {reason.value:.0f} comparable units, at least {least} are needed")
        elif reason.kind == ALL_EQUAL:
            out.append((f"{name}各旗县相同" if zh else f"{name} is equal in all units") if name else
                       "各旗县指标全部相同，无法比较" if zh else "all units are equal in every indicator")
        elif reason.kind == SILENT:
            out.append(f"没有可支持“{name}”的指标" if zh and name else "没有可用的指标" if zh else
                       f"no indicator speaks for the {name}" if name else "no indicator is given")
    return ("；" if zh else "; ").join(out)


def why_flags(raised: Sequence[str], lang: str, details: Mapping[str, str] | None = None) -> str:
    """The raised flags, each with rule and quote; '' for none. *details*: key → what it refers to (a city, km)."""
    zh = _zh(lang)
    out = []
    for key in raised:
        flag, more = register()[key], (details or {}).get(key, "")
        name = flag.name if zh else flag.name_en
        shown = f"{name}（{more}）" if more and zh else f"{name} ({more})" if more else name
        out.append(f"{shown}：{flag.rule}「{flag.quote}」" if zh else f"{shown}: {flag.rule} 「{flag.quote}」")
    return ("；" if zh else "; ").join(out)


def why_growth(assigned: str, found: Measured, lang: str) -> str:
    """Assigned and measured type in one clause; says where only people could be compared and where they disagree."""
    zh = _zh(lang)
    plan = growth_name(assigned, lang)
    head = (f"规划类型：{plan}" if zh else f"type of the plan: {plan}") if plan else (
        "规划未定类型" if zh else "no type in the plan")
    if not found.key:
        if found.missing == "people_then":
            return head + ("；缺两期人口，实测类型无法计算" if zh else
                           "; measured type not computable: people of two dates needed")
        if found.missing == NOT_PLAUSIBLE:
            return head + (f"；人口年均变化 {found.people_pct:+.2f} % 不合理，实测类型无法计算" if zh else
                           f"; measured type not computable: {found.people_pct:+.2f} % people a year cannot be")
        return head + ("；人口缺失或有误，实测类型无法计算" if zh else
                       "; measured type not computable: a population is missing or no positive number")
    people = f"{found.people_pct:+.2f} %"
    land = None if found.land_pct is None else f"{found.land_pct:+.2f} %"
    name = growth_name(found.key, lang)
    if zh:
        base = f"人口年均 {people}，" + (f"建设用地年均 {land}" if land else "没有两期建设用地，只看人口")
        text = f"{head}；实测：{name}（{base}）"
        text += "" if found.key == assigned or not plan else "，与规划类型不一致"
        return text + ("；人口减少而建设用地增加" if found.alert else "")
    base = f"people {people} a year, " + (f"construction land {land} a year" if land else "no land of two dates")
    text = f"{head}; measured: {name} ({base})"
    text += "" if found.key == assigned or not plan else ", not that of the plan"
    return text + ("; people fall while construction land grows" if found.alert else "")
