"""Names of fields and values of countyclass and quotahooks for their styles, (Chinese, English). Only words."""

COUNTYCLASS = {
    "src_fid": ("源要素号", "Source fid"),
    "area_m2": ("椭球面积(㎡)", "Ellipsoidal area (m²)"),
    "cls": ("主体功能", "Main function"),
    "cls_name": ("主体功能名称", "Name of the main function"),
    "cls_src": ("类别来源", "Source of the class"),
    "p_urban": ("城市化地区概率", "Probability urbanised"),
    "p_agri": ("农产品主产区概率", "Probability farming"),
    "p_eco": ("重点生态功能区概率", "Probability ecological"),
    "cls_comp": ("计算建议", "Computed proposal"),
    "margin": ("领先幅度", "Margin"),
    "topsis": ("判断一(TOPSIS)", "Opinion 1 (TOPSIS)"),
    "cluster": ("判断二(聚类)", "Opinion 2 (clustering)"),
    "agree": ("判断一致", "Opinions agree"),
    "flags": ("标识", "Flags"),
    "unjudged": ("未判定的标识", "Flags not judged"),
    "growth": ("规划类型", "Growth type of the plan"),
    "growth_ms": ("实测类型", "Measured growth type"),
    "people_yr": ("人口年均变化(%)", "People, % a year"),
    "land_yr": ("建设用地年均变化(%)", "Construction land, % a year"),
    "mismatch": ("与规划类型不一致", "Differs from the plan"),
    "blind": ("盲目建设预警", "Blind-construction alert"),
    "eco_pct": ("生态保护红线占比(%)", "Ecological red line (%)"),
    "farm_pct": ("永久基本农田占比(%)", "Permanent farmland (%)"),
    "crop_pct": ("耕地占比(%)", "Cropland (%)"),
    "built_pct": ("建设用地占比(%)", "Construction land (%)"),
    "grass_pct": ("草地占比(%)", "Grassland (%)"),
    "forest_pct": ("林地占比(%)", "Forest (%)"),
    "density": ("人口密度(人/km²)", "People per km²"),
    "urban_pct": ("城镇化率(%)", "Urban population (%)"),
    "prim_pct": ("第一产业就业占比(%)", "Primary-sector employment (%)"),
    "people_pct": ("人口年均变化(%)", "Population change, % a year"),
    "why": ("说明", "Why"),
}
QUOTAHOOKS = {
    "level": ("级别", "Level"),
    "code": ("旗县代码", "County code"),
    "name": ("旗县", "County"),
    "growth": ("规划类型", "Growth type of the plan"),
    "core": ("重点区域", "Core region"),
    "task": ("处置任务", "Disposal tasks"),
    "base_mu": ("基础指标(亩)", "Base quota (mu)"),
    "stock_mu": ("增存挂钩(亩)", "Stock hook (mu)"),
    "people_mu": ("人地挂钩(亩)", "People hook (mu)"),
    "k2_m2": ("k2(㎡/人)", "k2 (m² per person)"),
    "tilt": ("倾斜系数t", "Tilt t"),
    "reward": ("任务系数p", "Task factor p"),
    "factor": ("系数t·p", "Factor t·p"),
    "demand_mu": ("应得(亩)", "Earned (mu)"),
    "limit_by": ("受限于", "Limited by"),
    "wanted_mu": ("限制后(亩)", "After limits (mu)"),
    "capped_mu": ("分得(亩)", "Allotted (mu)"),
    "d_k1_mu": ("k1增10%的变化(亩)", "Change for 10 % more k1 (mu)"),
    "d_k2_mu": ("k2增10%的变化(亩)", "Change for 10 % more k2 (mu)"),
    "why": ("说明", "Why"),
}
WHATIF = {
    "k1_x": ("k1倍数", "Times k1"),
    "k2_x": ("k2倍数", "Times k2"),
    "k1": ("k1", "k1"),
    "k2_low": ("k2低档(㎡/人)", "k2 low (m² per person)"),
    "k2_mid": ("k2中档(㎡/人)", "k2 middle (m² per person)"),
    "k2_high": ("k2高档(㎡/人)", "k2 high (m² per person)"),
    "demand_mu": ("应得(亩)", "Earned (mu)"),
    "alloc_mu": ("分得(亩)", "Allotted (mu)"),
    "rest_mu": ("余量(亩)", "Rest (mu)"),
    "scale": ("折减系数", "Factor of scaling"),
    "n_limited": ("受限旗县数", "Counties limited"),
}
CLASS = {
    "urban": ("城市化地区", "Urbanised area"),
    "agri": ("农产品主产区", "Main farming area"),
    "eco": ("重点生态功能区", "Ecological function area"),
}
SOURCE = {
    "official": ("正式", "official"),
    "reported": ("清单", "reported"),
    "computed": ("计算建议", "computed proposal"),
    "missing": ("类别缺失", "Class missing"),
}
JOIN = ("（{}）", " ({})")
GROWTH = {
    "expand": ("提质扩张型", "Expanding"),
    "stable": ("稳定发展型", "Stable"),
    "shrink": ("收缩型", "Shrinking"),
}
DIFFERS = ("（实测不一致）", " (measured differs)")
BLIND = ("盲目建设预警", "Blind-construction alert")
TASK = {"done": ("完成", "done"), "missed": ("未完成", "missed"), "unknown": ("未知", "unknown")}
LEVEL = {"county": ("旗县", "County"), "rest": ("未分配", "Unallocated")}
MU = ("亩", "mu")
