"""Words of the stock styles, (Chinese, English)."""

AGE = {
    "<1": ("不满1年", "Under 1 year"),
    "1-2": ("1—2年", "1–2 years"),
    "2-5": ("2—5年", "2–5 years"),
    ">5": ("满5年", "5 years and more"),
    "": ("无批准日期", "Without approval date"),
}
LAPSED = {"yes": ("是", "yes"), "no": ("否", "no"), "unknown": ("待查", "to be checked")}
LAPSED_PIECE = ("批准文件已失效", "Approval has lapsed")
SLIVER = ("碎片（小于最小图块面积）", "Slivers")
YES_NO = {"0": ("否", "no"), "1": ("是", "yes")}
UNSUPPLIED = {
    "src_fid": ("源要素号", "Source fid"),
    "appr_id": ("批准文号", "Approval document"),
    "project": ("项目名称", "Project"),
    "code": ("旗县代码", "County code"),
    "name": ("旗县", "County"),
    "year": ("批准年度", "Year"),
    "appr_date": ("批准日期", "Approval date"),
    "area_m2": ("未供椭球面积(㎡)", "Unsupplied (m²)"),
    "area_ha": ("未供椭球面积(公顷)", "Unsupplied (ha)"),
    "area_mu": ("未供椭球面积(亩)", "Unsupplied (mu)"),
    "decl_m2": ("申报面积(㎡)", "Declared (m²)"),
    "age_y": ("满年数", "Completed years"),
    "age_class": ("年限", "Age class"),
    "lapsed": ("是否失效", "Lapsed"),
    "sliver": ("碎片", "Slivers"),
}
KIND = {
    "not_idle": ("不闲置", "Not idle"),
    "not_started": ("未动工", "Not started"),
    "government_cause": ("政府原因", "Government's cause"),
    "halted": ("中止开发", "Halted"),
    "unknown": ("无法判定", "Cannot be judged"),
}
IDLE_CLASS = {
    "take_back": ("闲置：未动工满两年（收回）", "Idle: not started for two years (take back)"),
    "fee": ("闲置：未动工满一年（征缴闲置费）", "Idle: not started for one year (fee)"),
    "government_cause": ("闲置：政府原因", "Idle: government's cause"),
    "recognised": ("闲置：中止开发，已认定", "Idle: halted, recognised"),
    "halted": ("中止开发，需人工认定", "Halted, to be recognised by hand"),
    "unknown": ("缺日期，无法判定", "Dates missing, cannot be judged"),
    "disposed": ("曾闲置，已处置", "Was idle, disposed of"),
    "not_idle": ("不闲置", "Not idle"),
}
IDLE = {
    "src_fid": ("源要素号", "Source fid"),
    "code": ("旗县代码", "County code"),
    "cnty_name": ("旗县", "County"),
    "kind": ("判定", "Kind"),
    "idle_from": ("闲置起算日", "Idle from"),
    "months": ("闲置月数", "Months"),
    "article": ("条款", "Article"),
    "action": ("处置意见", "Action"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "area_mu": ("椭球面积(亩)", "Ellipsoidal area (mu)"),
    "decl_m2": ("申报面积(㎡)", "Declared (m²)"),
    "start_due": ("应动工日期", "Start due"),
    "fee_from": ("征缴日期", "Fee from"),
    "take_from": ("收回日期", "Take back from"),
    "fee": ("闲置费", "Fee"),
    "in_stock": ("计入闲置存量", "In the idle stock"),
    "disposed": ("已处置", "Disposed of"),
    "lies_in": ("所在批文", "Approval it lies in"),
    "out_m2": ("批准范围外(㎡)", "Outside approvals (m²)"),
    "twice_m2": ("重复供地(㎡)", "Supplied twice (m²)"),
    "why": ("说明", "Why"),
}
_AREAS = {
    "appr": ("批准", "Approved"), "sup": ("已供", "Supplied"), "canc": ("核销", "Cancelled"),
    "unsup": ("未供", "Unsupplied"), "idle": ("闲置", "Idle"), "halted": ("中止开发", "Halted"),
    "stock": ("存量", "Stock"), "disp": ("已处置", "Disposed"),
}  # fmt: skip
LEDGER = {
    "level": ("级别", "Level"),
    "code": ("代码", "Code"),
    "name": ("行政区", "Unit"),
    **{f"{key}_mu": (f"{zh}(亩)", f"{en} (mu)") for key, (zh, en) in _AREAS.items()},
    "unsup_pct": ("批而未供率(%)", "Unsupplied (%)"),
    "idle_pct": ("闲置率(%)", "Idle (%)"),
    "verdict": ("判定", "Verdict"),
    "year": ("年度(0为合计)", "Year (0 = all)"),
    "sup_pct": ("供地率(%)", "Supplied (%)"),
    "task_mu": ("任务(亩)", "Task (mu)"),
    "prog_pct": ("完成率(%)", "Progress (%)"),
    **{f"{key}_ha": (f"{zh}(公顷)", f"{en} (ha)") for key, (zh, en) in _AREAS.items()},
}
LEVEL = {
    "region": ("自治区", "Region"),
    "league": ("盟市", "League"),
    "county": ("旗县市区", "County"),
    "year": ("自治区分年", "Region by year"),
    "county_year": ("旗县分年", "County by year"),
    "age": ("按年限", "By age"),
    "no_county": ("不在任何旗县", "In no county"),
    "sup_outside": ("批准范围外供地", "Supplied outside approvals"),
    "sup_twice": ("重复供地", "Supplied twice"),
    "appr_overlap": ("批文重叠", "Approvals overlapping"),
    "out_of_window": ("期外批文", "Approvals outside the years"),
}
VERDICT = {
    "met": ("达标", "Met"),
    "not_met": ("未达标", "Not met"),
    "at_risk": ("有风险", "At risk"),
    "not_computable": ("无法计算", "Not computable"),
    "no_number": ("无数值目标", "No number in the plan"),
}
DOCUMENTS = {
    "appr_id": ("批准文号", "Approval document"),
    "project": ("项目名称", "Project"),
    "code": ("旗县代码", "County code"),
    "name": ("旗县", "County"),
    "year": ("批准年度", "Year"),
    "appr_date": ("批准日期", "Approval date"),
    "n_parcels": ("图斑数", "Parcels"),
    "n_supply": ("供地宗数", "Supplies"),
    "appr_m2": ("批准图上(㎡)", "Approved, drawn (m²)"),
    "sup_m2": ("已供图上(㎡)", "Supplied, drawn (m²)"),
    "canc_m2": ("核销图上(㎡)", "Cancelled, drawn (m²)"),
    "unsup_m2": ("未供图上(㎡)", "Unsupplied, drawn (m²)"),
    "overlap_m2": ("与他批文重叠(㎡)", "Overlapping others (m²)"),
    "decl_appr": ("批准申报(㎡)", "Approved, declared (m²)"),
    "decl_sup": ("已供申报(㎡)", "Supplied, declared (m²)"),
    "decl_canc": ("核销申报(㎡)", "Cancelled, declared (m²)"),
    "decl_uns": ("未供申报(㎡)", "Unsupplied, declared (m²)"),
    "d_appr_m2": ("批准：申报−图上(㎡)", "Approved: declared − drawn (m²)"),
    "d_uns_m2": ("未供：申报−图上(㎡)", "Unsupplied: declared − drawn (m²)"),
    "appr_mu": ("批准(亩)", "Approved (mu)"),
    "sup_mu": ("已供(亩)", "Supplied (mu)"),
    "canc_mu": ("核销(亩)", "Cancelled (mu)"),
    "unsup_mu": ("未供(亩)", "Unsupplied (mu)"),
    "age_y": ("满年数", "Completed years"),
    "age_class": ("年限", "Age class"),
    "lapsed": ("是否失效", "Lapsed"),
}
RESULT = {
    "ties": ("相符", "Ties"),
    "does_not_tie": ("不相符", "Does not tie"),
    "coarse": ("取整相符", "Ties as rounded"),
}
CHECKS = {
    "src_fid": ("源要素号", "Source fid"),
    "name": ("单位", "Name"),
    "check": ("核对", "Check"),
    "item": ("项目", "Item"),
    "unit": ("单位", "Unit"),
    "printed": ("公布值", "Printed"),
    "computed": ("计算值", "Computed"),
    "diff": ("差值", "Difference"),
    "result": ("结果", "Result"),
    "words": ("算式", "Arithmetic"),
}
