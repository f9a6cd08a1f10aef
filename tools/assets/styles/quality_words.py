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
REPAIRED = {
    "src_fid": ("源要素号", "Source fid"),
    "part": ("部件号", "Part"),
    "MJ_JS": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "repaired": ("修复步骤", "Repaired"),
}
REPAIRED_STATE = {"same": ("未改动", "unchanged"), "changed": ("已修复", "repaired")}
CHANGES = {
    "src_fid": ("源要素号", "Source fid"),
    "step": ("步骤", "Step"),
    "detail": ("改动", "Change"),
    "d_area_m2": ("面积增减(㎡)", "Area change (m²)"),
}
STEP = {
    "vertices": ("节点和尖刺", "vertices and spikes"),
    "invalid": ("自相交", "invalid boundary"),
    "parts": ("拆分部件", "single parts"),
    "overlaps": ("重叠", "overlaps"),
    "gaps": ("缝隙", "gaps"),
    "fragments": ("碎图斑", "fragments"),
}
