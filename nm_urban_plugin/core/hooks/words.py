"""The sentence of each county's row of the hooks account, in Chinese or English."""

from __future__ import annotations

from .allotment import BOUNDARY, DONE, MISSED, PORT, SHRINK, Allotment, Share
from .policy import HookRules

_TASK = {DONE: ("处置任务完成", "disposal tasks done"), MISSED: ("处置任务未完成", "a disposal task missed")}


def _mu(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"


def why(share: Share, allotment: Allotment, rules: HookRules, lang: str) -> str:
    """One sentence: the parts, the factors, what limited or scaled the share, and the clause that decided."""
    return _zh(share, allotment, rules) if lang.lower().startswith("zh") else _en(share, allotment, rules)


def rest_words(allotment: Allotment, lang: str) -> str:
    """The sentence of the row that shows what is left of the cap."""
    values = {"cap": _mu(allotment.cap), "wanted": _mu(allotment.allotted), "rest": _mu(allotment.rest)}
    if lang.lower().startswith("zh"):
        return "总量 {cap} 亩，各旗县合计 {wanted} 亩，未超过总量，不折减，余 {rest} 亩未分配。".format(**values)
    return ("Of the cap of {cap} mu the counties earn {wanted} mu; nothing is scaled and {rest} mu are left "
            "unallocated.").format(**values)


def assumed(rules: HookRules, lang: str) -> str:
    """The coefficients that no plan states, for METHOD and the report's box of parameters."""
    zh = lang.lower().startswith("zh")
    shown = [f"k1 {rules.k1:g}"]
    if rules.k2 is not None:
        shown.append(f"k2 {rules.k2:g} m²/" + ("人" if zh else "person"))
    else:
        shown.append(f"k2 {rules.k2_low:g}/{rules.k2_mid:g}/{rules.k2_high:g} m²/" + ("人" if zh else "person"))
    shown += [("倾斜 " if zh else "tilt ") + f"{rules.tilt:g}",
              ("任务 " if zh else "tasks ") + f"{rules.task_done:g}/{rules.task_missed:g}"]
    head = "系数为假定值（规划未规定）：" if zh else "assumed coefficients (no plan states them): "
    return head + ("、" if zh else ", ").join(shown)


def _zh(share: Share, allotment: Allotment, rules: HookRules) -> str:
    claim = share.claim
    parts = [f"基础 {_mu(share.base)} 亩"] if share.base else []
    parts.append("处置面积未报，不计" if share.stock is None else
                 f"处置存量 {claim.disposed:.2f} 亩×{rules.k1:g}＝{_mu(share.stock)} 亩")
    if share.people is None:
        parts.append("落户人数未报，不计")
    else:
        level = "未知" if claim.per_capita is None else f"{claim.per_capita:.1f} m²"
        parts.append(f"落户 {claim.settled:.0f} 人×{share.k2:g} m²（现状人均城镇建设用地{level}）"
                     f"＝{_mu(share.people)} 亩")
    text = "，".join(parts)
    if share.growth == SHRINK and not claim.port:
        return (f"{text}；收缩型城市不安排增量（「{rules.clauses['shrink'][0]}」），没有列入清单的口岸项目，"
                "分得 0.00 亩。")
    factors = []
    if share.core:
        factors.append(f"重点区域倾斜 {share.tilt:g}")
    if claim.task in _TASK:
        factors.append(f"{_TASK[claim.task][0]} {share.reward:g}")
    text += f"；乘以系数（{'、'.join(factors)}）" if factors else "；不倾斜，任务情况未报，系数 1"
    text += f"，应得 {_mu(share.demand)} 亩"
    if PORT in share.limits:
        text += f"；收缩型城市仅限清单内口岸项目 {claim.port:.2f} 亩"
    elif share.growth == SHRINK:
        text += f"；收缩型城市仅用于清单内口岸项目 {claim.port:.2f} 亩"
    if BOUNDARY in share.limits:
        text += f"；以开发边界剩余容量 {claim.remaining:.2f} 亩为限（「{rules.clauses['boundary'][0]}」）"
    if allotment.scaled:
        text += f"；全区合计超过总量，按 {allotment.scale:.6f} 折减"
    return f"{text}，分得 {_mu(share.capped)} 亩。"


def _en(share: Share, allotment: Allotment, rules: HookRules) -> str:
    claim = share.claim
    parts = [f"base {_mu(share.base)} mu"] if share.base else []
    parts.append("disposed land not reported, not counted" if share.stock is None else
                 f"{claim.disposed:.2f} mu disposed x {rules.k1:g} = {_mu(share.stock)} mu")
    if share.people is None:
        parts.append("settled people not reported, not counted")
    else:
        level = "unknown" if claim.per_capita is None else f"{claim.per_capita:.1f} m²"
        parts.append(f"{claim.settled:.0f} settled people x {share.k2:g} m² (present urban land per head {level}) = "
                     f"{_mu(share.people)} mu")
    text = ", ".join(parts)
    text = text[:1].upper() + text[1:]
    if share.growth == SHRINK and not claim.port:
        return (f"{text}; the shrinking type gets no increment (「{rules.clauses['shrink'][0]}」) and no port project "
                "is listed; 0.00 mu allotted.")
    factors = []
    if share.core:
        factors.append(f"core region {share.tilt:g}")
    if claim.task in _TASK:
        factors.append(f"{_TASK[claim.task][1]} {share.reward:g}")
    text += f"; times {' and '.join(factors)}" if factors else "; no tilt, tasks not reported, factor 1"
    text += f": {_mu(share.demand)} mu earned"
    if PORT in share.limits:
        text += f"; the shrinking type is limited to the listed port projects, {claim.port:.2f} mu"
    elif share.growth == SHRINK:
        text += f"; shrinking type, for the listed port projects of {claim.port:.2f} mu only"
    if BOUNDARY in share.limits:
        text += (f"; limited to the remaining capacity of the urban boundary, {claim.remaining:.2f} mu "
                 f"(「{rules.clauses['boundary'][0]}」)")
    if allotment.scaled:
        text += f"; all counties together exceed the cap and are scaled by {allotment.scale:.6f}"
    return f"{text}; {_mu(share.capped)} mu allotted."
