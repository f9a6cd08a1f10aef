"""Names of output fields and values for the styles, (Chinese, English). Only words; ``__main__`` draws."""

PIECES = {
    "src_fid": ("源要素号", "Source fid"),
    "code": ("旗县代码", "County code"),
    "name": ("旗县", "County"),
    "year": ("年度", "Year"),
    "date": ("批准日期", "Approval date"),
    "status": ("计入状态", "Status"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "area_ha": ("椭球面积(公顷)", "Ellipsoidal area (ha)"),
    "area_mu": ("椭球面积(亩)", "Ellipsoidal area (mu)"),
    "eco_m2": ("占生态保护红线(㎡)", "In ecological redline (m²)"),
    "farm_m2": ("占永久基本农田(㎡)", "In permanent farmland (m²)"),
    "ubd_m2": ("在城镇开发边界内(㎡)", "In urban boundary (m²)"),
    "agri_m2": ("农用地(㎡)", "Agricultural land (m²)"),
    "crop_m2": ("其中耕地(㎡)", "of which cropland (m²)"),
    "unused_m2": ("未利用地(㎡)", "Unused land (m²)"),
    "built_m2": ("原建设用地(㎡)", "Already built (m²)"),
    "unknown_m2": ("地类不明(㎡)", "Unknown land use (m²)"),
    "project": ("项目名称", "Project"),
    "appr_id": ("批准文号", "Approval document"),
    "use": ("用途", "Use"),
    "holder": ("土地使用权人", "Holder"),
}
LEDGER = {
    "level": ("级别", "Level"),
    "code": ("代码", "Code"),
    "name": ("行政区", "Unit"),
    "year": ("年度(0为合计)", "Year (0 = all)"),
    "quota_mu": ("下达指标(亩)", "Quota (mu)"),
    "reward_mu": ("奖励指标(亩)", "Reward (mu)"),
    "used_mu": ("已用(亩)", "Used (mu)"),
    "used_ha": ("已用(公顷)", "Used (ha)"),
    "balance_mu": ("结余(亩)", "Balance (mu)"),
    "used_pct": ("使用率(%)", "Used (%)"),
    "agri_mu": ("农用地(亩)", "Agricultural land (mu)"),
    "crop_mu": ("其中耕地(亩)", "of which cropland (mu)"),
    "unused_mu": ("未利用地(亩)", "Unused land (mu)"),
    "built_mu": ("原建设用地(亩)", "Already built (mu)"),
    "unknown_mu": ("地类不明(亩)", "Unknown land use (mu)"),
    "verdict": ("判定", "Verdict"),
}
PARCELAREA = {
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "area_ha": ("椭球面积(公顷)", "Ellipsoidal area (ha)"),
    "area_mu": ("椭球面积(亩)", "Ellipsoidal area (mu)"),
    "adj_m2": ("平差后面积(㎡)", "Adjusted area (m²)"),
}
BOUNDARYTXT = {
    "parcel_no": ("地块编号", "Parcel number"),
    "name": ("地块名称", "Name"),
    "use": ("地块用途", "Use"),
    "dlbm": ("地类编码", "Land class"),
    "sheet": ("图幅号", "Map sheet"),
    "decl_ha": ("申报面积(公顷)", "Declared area (ha)"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "file": ("文件", "File"),
    "warnings": ("提示和修复", "Warnings and repairs"),
    "line": ("行号", "Line"),
    "extra": ("其余各列", "Further columns"),
    "producer": ("数据产生单位", "Producer"),
    "made_on": ("数据产生日期", "Date of the data"),
}
BOUNDARYTXT_STATE = {
    "clean": ("无提示", "Without warnings"),
    "warned": ("有提示或修复，请核对", "With warnings or repairs"),
}
REJECTS = {
    "src": ("来源图层", "Source layer"),
    "fid": ("要素号", "Feature id"),
    "reason": ("原因", "Reason"),
    "action": ("处理", "Action"),
    "d_area_m2": ("面积变化(㎡)", "Area change (m²)"),
}
MEASURES = {
    "indicator": ("指标编号", "Indicator"),
    "code": ("代码", "Code"),
    "date": ("日期", "Date"),
    "value": ("数值", "Value"),
    "unit": ("单位", "Unit"),
    "n": ("要素数", "Features"),
    "method": ("方法", "Method"),
    "src_layer": ("来源图层", "Source layer"),
    "missing": ("缺少", "Missing"),
}
STATUS = {
    "counted": ("计入已用", "Counted"),
    "overlap": ("重叠，不计入", "Overlap, not counted"),
    "earlier": ("期前批准，不计入", "Approved earlier, not counted"),
    "undated": ("无有效日期，不计入", "No valid date, not counted"),
    "out_of_period": ("不在规划期，不计入", "Outside the period, not counted"),
}
LEVEL = {
    "region": ("全区", "Region"),
    "league": ("盟市", "League or city"),
    "county": ("旗县", "County"),
    "outside": ("不在任何旗县", "In no county"),
    "overlap": ("重叠部分(不计入)", "Overlaps (not counted)"),
    "undated": ("无有效日期(不计入)", "No valid date (not counted)"),
}
CONFORMITY = {
    "src_fid": ("源要素号", "Source fid"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "eco_m2": ("占生态保护红线(㎡)", "In ecological redline (m²)"),
    "farm_m2": ("占永久基本农田(㎡)", "In permanent farmland (m²)"),
    "ubd_m2": ("在城镇开发边界内(㎡)", "In urban boundary (m²)"),
    "conc_m2": ("集中建设区(㎡)", "Concentrated zone (m²)"),
    "elas_m2": ("弹性发展区(㎡)", "Elastic zone (m²)"),
    "spec_m2": ("特别用途区(㎡)", "Special-use zone (m²)"),
    "agri_m2": ("农用地(㎡)", "Agricultural land (m²)"),
    "crop_m2": ("其中耕地(㎡)", "of which cropland (m²)"),
    "built_m2": ("原建设用地(㎡)", "Already built (m²)"),
    "unused_m2": ("未利用地(㎡)", "Unused land (m²)"),
    "unknown_m2": ("地类不明(㎡)", "Unknown land use (m²)"),
    "verdict": ("结论", "Verdict"),
    "flag": ("标记", "Flag"),
    "why": ("说明", "Why"),
}
CONFORMITY_PIECES = {
    "src_fid": ("源要素号", "Source fid"),
    "line": ("控制线", "Line"),
    "zone": ("分区或名称", "Zone or name"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "sliver": ("容差内碎片", "Sliver within tolerance"),
}
CONTROL_LINE = {
    "eco": ("占用生态保护红线", "In the ecological red line"),
    "farm": ("占用永久基本农田", "In permanent farmland"),
    "ubd": ("在城镇开发边界内", "In the urban boundary"),
}
YES_NO = {"0": ("否", "no"), "1": ("是", "yes")}
SLIVER = ("容差内碎片", "Slivers within the tolerance")
ACTION = {"rejected": ("剔除", "Rejected"), "repaired": ("修复后计入", "Repaired, counted")}
SHARE = {
    "upto25": ("0—25%", "0–25 %"),
    "upto50": ("25—50%", "25–50 %"),
    "upto75": ("50—75%", "50–75 %"),
    "upto100": ("75—100%", "75–100 %"),
    "over": (">100%（超指标）", "> 100 % (over quota)"),
    "none": ("无指标或无数据", "No quota or no data"),
}
CONTROL = {
    "eco_redline": ("生态保护红线", "Ecological redline"),
    "farmland": ("永久基本农田", "Permanent farmland"),
    "parcelarea": ("图斑", "Parcel"),
}
# GHFQMC, the text zones are matched by
ZONES = {
    "城镇集中建设区": ("城镇集中建设区", "Concentrated construction"),
    "城镇弹性发展区": ("城镇弹性发展区", "Flexible development"),
    "特别用途区": ("特别用途区", "Special purpose"),
    "": ("其他", "Other"),
}
