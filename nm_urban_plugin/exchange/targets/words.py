"""Words of the target view in both languages: headings of the exported columns, verdicts, captions of the report."""

from __future__ import annotations

from ...core.targets.words import verdict_title
from ...core.verdict import VERDICTS as _ALL

#: verdict → (English, Chinese), the one wording of core.verdict
VERDICTS = {verdict: (verdict_title(verdict, "en"), verdict_title(verdict, "zh")) for verdict in _ALL}
PACES = {"on_schedule": ("on schedule", "符合序时进度"), "behind": ("behind schedule", "落后于序时进度"), "": ("", "")}
KINDS = {
    "target": ("Target", "目标"),
    "threshold": ("Threshold", "门槛值"),
    "rule": ("Rule", "规则"),
    "baseline": ("Baseline", "基数"),
}
ORIGINS = {
    "register": ("Plans", "规划"),
    "own": ("Own target", "自有目标"),
    "allotted": ("Own quota or task", "本地指标或任务"),
}
COMPARATORS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "=", "~": "≈"}
#: Comparators as words of a cell: a sign of equality would be taken for a formula.
SIGNS = {
    **{sign: (COMPARATORS[sign], COMPARATORS[sign]) for sign in ("<=", ">=", "<", ">")},
    "~": ("about", "左右"), "=": ("equals", "等于"),
}  # fmt: skip
FILLS = {"met": "E2EFDA", "not_met": "F8CBAD", "pending": "DDEBF7", "at_risk": "FFE699", "not_computable": "E7E6E6",
         "no_number": "E7E6E6"}

#: (key, English, Chinese, width in characters, format) of the columns of sheet and csv
COLUMNS = (
    ("name", "Target", "目标", 32, "text"),
    ("place", "Place", "地区", 16, "text"),
    ("value", "Value", "数值", 13, "general"),
    ("value_unit", "Unit of the value", "数值单位", 9, "text"),
    ("cmp", "Comparator", "比较", 6, "text"),
    ("goal", "Goal", "目标值", 11, "general"),
    ("unit", "Unit", "单位", 9, "text"),
    ("year", "Year", "年份", 7, "int"),
    ("verdict", "Verdict", "判定", 13, "text"),
    ("gap", "Gap (negative = in reserve)", "差距（负为余）", 12, "general"),
    ("gap_phys", "Gap in physical units", "实物差距", 12, "general"),
    ("phys_unit", "Physical unit", "实物单位", 9, "text"),
    ("pace", "Pace", "进度", 14, "text"),
    ("expected", "Due now", "当前应达", 11, "general"),
    ("n", "Features", "要素数", 9, "int"),
    ("n_skipped", "Skipped", "未计入", 8, "int"),
    ("n_fail", "Failing", "不符合", 8, "int"),
    ("covers", "Units covered", "覆盖单元", 11, "text"),
    ("missing", "Missing", "缺少", 32, "text"),
    ("method", "Method", "方法", 48, "text"),
    ("quote", "Quote", "原文", 48, "text"),
    ("source", "Source", "出处", 36, "text"),
    ("history", "History", "历史提法", 32, "text"),
    ("kind", "Kind", "类别", 9, "text"),
    ("tier", "Tier", "层级", 7, "text"),
    ("origin", "Origin", "来源", 12, "text"),
    ("layer", "Layer", "数据图层", 20, "text"),
    ("target", "Target id", "目标编号", 30, "text"),
)

#: Columns of the sheet that is printed.
PRINTED = ("name", "place", "value", "value_unit", "cmp", "goal", "unit", "year", "verdict", "gap", "gap_phys",
           "phys_unit", "pace", "missing", "quote", "source")

_CAPTIONS = {
    "all": ("All columns", "全部字段"),
    "title": ("Targets of the plans", "目标达成"),
    "layer": ("Layer", "图层"),
    "role": ("Role", "图层角色"),
    "as_of": ("Date of evaluation", "评估日期"),
    "filters": ("Shown", "显示范围"),
    "rows": ("{n} rows", "共{n}行"),
    "method_box": ("Conventions and parameters", "口径与参数"),
    "quote": ("Clause", "条文"),
    "method": ("Method", "方法"),
    "missing": ("Missing", "缺少"),
    "gap": ("Gap", "差距"),
    "value": ("Value", "数值"),
    "goal": ("Goal", "目标值"),
    "verdict": ("Verdict", "判定"),
    "name": ("Target", "目标"),
    "progress": ("Progress", "进度"),
    "legend": ("bar = value, line = goal, diamond = due now", "条＝数值，竖线＝目标值，菱形＝当前应达"),
    "history": ("History", "历史提法"),
    "points": ("points", "个百分点"),
    "unset": ("—", "—"),
}


def pick(pair: tuple[str, str], lang: str) -> str:
    """The word of a pair (English, Chinese) for a language."""
    return pair[1] if lang.lower().startswith("zh") else pair[0]


def caption(key: str, lang: str) -> str:
    """A caption of sheet or report."""
    return pick(_CAPTIONS[key], lang)
