"""Names of fields and values of the data check, (Chinese, English)."""

ISSUES = {
    "layer": ("图层", "Layer"),
    "fid": ("要素号", "Feature"),
    "rule": ("规则编号", "Rule"),
    "severity": ("级别", "Severity"),
    "detail": ("错误描述", "What was found"),
    "name": ("规则", "Name of the rule"),
    "advice": ("建议处理", "What to do"),
    "fixable": ("可另存修复", "Can be repaired in a copy"),
    "clause": ("依据", "Clause"),
}
READINESS = {
    "indicator": ("任务代号", "Algorithm id"),
    "name": ("任务", "Algorithm"),
    "input": ("输入", "Input"),
    "layer": ("图层", "Layer"),
    "ready": ("就绪", "Ready"),
    "missing": ("缺少", "Missing"),
}
SEVERITY = {"error": ("错误", "error"), "warn": ("警告", "warning"), "hint": ("提示", "hint")}
YES = {"yes": ("是", "yes"), "no": ("否", "no")}
