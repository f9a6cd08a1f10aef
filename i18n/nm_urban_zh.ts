<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>nm_urban</name>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>Layer '{name}': {n} features could not be used; what lies in them is not seen. See the table of rejects.</source>
      <translation>图层“{name}”有 {n} 个要素未能使用，其中的占用无法看到，见剔除清单。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>Layer '{name}' is empty: nothing lies in it.</source>
      <translation>图层“{name}”没有要素：视为无占用。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>Land-use codes that are in no table count as unknown: {codes}</source>
      <translation>不在地类编码表中的代码按“未知”统计：{codes}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>Layer '{name}' has no field for the zones of the boundary: choose it in ZONE_FIELD to tell them apart.</source>
      <translation>图层“{name}”没有分区字段：如需区分三类分区，请在 ZONE_FIELD 中选择。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>Zones of the boundary that are not in the rule table: {zones}</source>
      <translation>规则表中没有的边界分区：{zones}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>Zones of {name} overlap each other inside the parcels by {m2:.2f} m²; counted once.</source>
      <translation>“{name}”中的区在图斑范围内互相重叠 {m2:.2f} 平方米；只计一次。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>tolerance {m2:.2f} m²</source>
      <translation>容差 {m2:.2f} m²</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>projects are judged one by one, overlapping ones each in full</source>
      <translation>项目逐个审查，相互重叠的各自全额计算</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>not given: {lines}</source>
      <translation>未提供：{lines}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/conformity_job.py"></location>
      <source>tied totals minus exact totals (m²): {ties}</source>
      <translation>合计与精确值之差（m²）：{ties}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>no control area</source>
      <translation>没有控制面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>the control area must be more than zero</source>
      <translation>控制面积必须大于零</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>there is no area to adjust to the control area</source>
      <translation>没有可以按控制面积平差的面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>adjusted to {m2:.2f} m²</source>
      <translation>已平差到 {m2:.2f} 平方米</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>the layer</source>
      <translation>整个图层</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>group '{group}': {why}; not adjusted</source>
      <translation>分组“{group}”：{why}；未平差</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>group '{group}'</source>
      <translation>分组“{group}”</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>adjusted per group to the control field, {n} groups</source>
      <translation>按控制面积字段分组平差，共 {n} 组</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>it has no control area</source>
      <translation>没有控制面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>its features carry different control areas</source>
      <translation>组内图斑的控制面积不一致</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>the control area {value} is not a positive number</source>
      <translation>控制面积 {value} 不是正数</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/control.py"></location>
      <source>{what}: measured {a:.2f} m², control {b:.2f} m²: more than 1 % apart. Is the control in m²?</source>
      <translation>{what}：量算面积 {a:.2f} 平方米，控制面积 {b:.2f} 平方米，相差超过 1 %。请确认控制面积的单位是平方米。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>coordinates are degrees but {crs} is in metres: set the layer's CRS to EPSG:4490</source>
      <translation>坐标以度为单位，而 {crs} 以米为单位：请将图层坐标系设为 EPSG:4490</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>easting and northing are swapped: exchange the axes of the layer</source>
      <translation>横坐标和纵坐标颠倒：请交换图层的坐标轴</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>eastings have no zone prefix but {crs} expects prefix {n}: set the layer's CRS to EPSG:{epsg}</source>
      <translation>横坐标没有带号，而 {crs} 应带带号 {n}：请将图层坐标系设为 EPSG:{epsg}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>eastings carry the prefix of {width}-degree zone {n} but the CRS is {crs}: set the layer's CRS to EPSG:{epsg}</source>
      <translation>横坐标的带号是 {width} 度带第 {n} 带，而坐标系是 {crs}：请将图层坐标系设为 EPSG:{epsg}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>coordinates lie too far from the central meridian of {crs} or outside China: check the layer's CRS</source>
      <translation>坐标离 {crs} 的中央子午线过远，或落在中国范围之外：请检查图层的坐标系</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>Layer '{name}' has no CRS. Set it (right click, Layer CRS): usually EPSG:4490, or the CGCS2000 3-degree zone it was drawn in, EPSG:4521-4530.</source>
      <translation>图层“{name}”没有坐标系。请设置（右键，图层 CRS）：一般为 EPSG:4490，或绘图所用的 CGCS2000 3 度带，EPSG:4521-4530。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>Layer '{name}' is in {datum} ({crs}). There is no public transformation to CGCS2000; have it converted by the surveying authority, or correct the CRS if it is labelled wrongly.</source>
      <translation>图层“{name}”的坐标系是 {datum}（{crs}）。到 CGCS2000 没有公开的转换参数；请由测绘主管部门转换，如果只是坐标系标错了，请改正。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/crs.py"></location>
      <source>Layer '{name}': the CRS {crs} is neither CGCS2000 nor WGS 84. Transform the layer to EPSG:4490 first.</source>
      <translation>图层“{name}”的坐标系 {crs} 既不是 CGCS2000 也不是 WGS 84。请先将图层转换到 EPSG:4490。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/frames.py"></location>
      <source>longitude and latitude are swapped: exchange the axes of the layer</source>
      <translation>经度和纬度颠倒：请交换图层的坐标轴</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/frames.py"></location>
      <source>coordinates are metres but the CRS {crs} is in degrees: set the CRS of the Gauss zone in which the layer was drawn</source>
      <translation>坐标以米为单位，而坐标系 {crs} 以度为单位：请设置绘图所用的高斯投影带坐标系</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/frames.py"></location>
      <source>coordinates lie outside China in {crs}</source>
      <translation>在 {crs} 中坐标落在中国范围之外</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/frames.py"></location>
      <source>coordinates lie outside China in {crs}: check the layer's CRS</source>
      <translation>在 {crs} 中坐标落在中国范围之外：请检查图层的坐标系</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>there is no geometry</source>
      <translation>没有几何图形</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the boundary cannot be read in one way only ({why}): redraw it</source>
      <translation>边界不能唯一判读（{why}）：请重新绘制</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the polygon has no area (less than 0.005 m²)</source>
      <translation>面没有面积（小于 0.005 平方米）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the boundary crosses or touches itself; read as the area it encloses</source>
      <translation>边界自相交或自相接；按它围成的面积理解</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>a ring was not closed; closed to its first vertex</source>
      <translation>有一个环没有闭合；已闭合到起点</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the boundary crosses itself</source>
      <translation>边界自相交</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>a ring touches or overlaps itself</source>
      <translation>环自相接或自重叠</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>a hole lies outside its outer ring</source>
      <translation>孔洞在外环之外</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>holes lie in each other</source>
      <translation>孔洞相互嵌套</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>parts lie in each other</source>
      <translation>各部分相互嵌套</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>a ring occurs twice</source>
      <translation>同一个环出现两次</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the interior falls apart</source>
      <translation>内部被分割</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>a ring has too few vertices</source>
      <translation>环的顶点太少</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>invalid polygon</source>
      <translation>无效的面</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the geometry is not a polygon</source>
      <translation>几何图形不是面</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>the geometry is empty</source>
      <translation>几何图形为空</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>arcs were replaced by chords within 0.1 mm</source>
      <translation>圆弧已用弦代替，误差不超过 0.1 毫米</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>read from another form</source>
      <translation>由其他形式的几何图形读入</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>a coordinate is not a number</source>
      <translation>有坐标不是数字</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/intake.py"></location>
      <source>Layer '{name}': {why}.</source>
      <translation>图层“{name}”：{why}。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/loading.py"></location>
      <source>unknown county code '{code}' in field '{field}': it is none of the 103 county units</source>
      <translation>字段“{field}”中的旗县代码“{code}”未知：不在 103 个旗县市区之内</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/loading.py"></location>
      <source>'{value}' in field '{field}' is not an area in 亩 (a number &gt;= 0)</source>
      <translation>字段“{field}”中的“{value}”不是以亩为单位的面积（应为不小于 0 的数）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/loading.py"></location>
      <source>'{value}' in field '{field}' is not a year</source>
      <translation>字段“{field}”中的“{value}”不是年份</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/loading.py"></location>
      <source>year {year} lies outside the plan period {first}-{last}</source>
      <translation>年份 {year} 不在规划期 {first}—{last} 内</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>Table '{name}': rows added to an earlier row of the same county and year: {n}.</source>
      <translation>表“{name}”：与前面的行旗县、年度相同而相加的行数：{n}。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>Outside all counties</source>
      <translation>不在任何旗县内</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>Overlap, counted once</source>
      <translation>重叠部分（只计一次）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>Without date</source>
      <translation>没有日期</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>The quota table sums to {total:.2f} 亩, the cap is {cap:.2f} 亩; the cap stands for the region.</source>
      <translation>指标表合计 {total:.2f} 亩，全区总量 {cap:.2f} 亩；全区按总量计。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>Layer '{name}' has no usable county unit.</source>
      <translation>图层“{name}”中没有可用的旗县单元。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>counted {first} to {last}</source>
      <translation>统计 {first} 至 {last}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>no land use given: the whole parcel counts as new construction land</source>
      <translation>未提供地类图斑：整个图斑按新增建设用地计</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>new construction land = farm land + unused land</source>
      <translation>新增建设用地 = 农用地 + 未利用地</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>{k} of {n} county units</source>
      <translation>{n} 个旗县单元中的 {k} 个</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_job.py"></location>
      <source>tied total minus exact total {d:+.2f} 亩</source>
      <translation>合计值与精确值之差 {d:+.2f} 亩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_run.py"></location>
      <source>no approval date in field '{field}': measured, not counted</source>
      <translation>字段“{field}”中没有批准日期：已量算，不计入</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_run.py"></location>
      <source>feature {fid}: '{value}'</source>
      <translation>要素 {fid}：“{value}”</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_run.py"></location>
      <source>impossible date in field '{field}': {why}; measured, not counted</source>
      <translation>字段“{field}”中的日期不成立：{why}；已量算，不计入</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/quota_run.py"></location>
      <source>Layer '{name}': field '{field}' holds no dates ({example}). Choose the field of the approval date.</source>
      <translation>图层“{name}”：字段“{field}”中不是日期（{example}）。请选择批准日期字段。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/menu.py"></location>
      <source>NM Urban</source>
      <translation>NM Urban 内蒙古新型城镇化</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>Area method</source>
      <translation>面积算法</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>Rejected and repaired features</source>
      <translation>拒收和修复的要素</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>Method</source>
      <translation>口径与方法</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>Writing of {name} failed: {error}</source>
      <translation>写入 {name} 失败：{error}</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>Read {read}, counted {used}, listed only {listed}, repaired {repaired}, rejected {rejected}.</source>
      <translation>读入 {read}，计入 {used}，仅列出 {listed}，修复 {repaired}，拒收 {rejected}。</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>{src}, feature {fid}: {reason}</source>
      <translation>{src}，要素 {fid}：{reason}</translation>
    </message>
    <message>
      <location filename="../processing_algs/base.py"></location>
      <source>… and {n} more: see the table of rejects</source>
      <translation>……还有 {n} 条：见拒收表</translation>
    </message>
    <message>
      <location filename="../processing_algs/carried.py"></location>
      <source>The layer's own field {old} is kept as {new}</source>
      <translation>图层原有的字段 {old} 保留为 {new}</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Three-line conformity check</source>
      <translation>三线符合性审查</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Control lines</source>
      <translation>控制线管控</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects</source>
      <translation>项目用地</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Ecological red line</source>
      <translation>生态保护红线</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Permanent basic farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Urban development boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Zone field of the boundary</source>
      <translation>边界分区字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Land use (DLTB)</source>
      <translation>地类图斑（DLTB）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Tolerance for slivers (m²)</source>
      <translation>碎片容差（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Date of evaluation (empty = today)</source>
      <translation>核算日期（空 = 今天）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Field mapping (JSON)</source>
      <translation>字段对应（JSON）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Rule table (JSON file)</source>
      <translation>规则表（JSON 文件）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects with verdicts</source>
      <translation>项目审查结果</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Pieces in the lines</source>
      <translation>三线内分块</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Measures</source>
      <translation>指标值表</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>In the ecological red line (m²)</source>
      <translation>占用生态保护红线（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>In permanent basic farmland (m²)</source>
      <translation>占用永久基本农田（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>In the urban development boundary (m²)</source>
      <translation>在城镇开发边界内（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Area of all projects (m²)</source>
      <translation>项目总面积（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects in conflict</source>
      <translation>冲突项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects that cannot be judged</source>
      <translation>无法判定项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects inside the boundary</source>
      <translation>边界内项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects outside the boundary</source>
      <translation>边界外项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects partly outside the boundary</source>
      <translation>部分在边界外项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Projects with a flag</source>
      <translation>有标记项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Pieces</source>
      <translation>分块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Pieces within the tolerance</source>
      <translation>容差内碎片数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Features read</source>
      <translation>读入要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Features counted</source>
      <translation>计入要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Features repaired</source>
      <translation>修复要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Features rejected</source>
      <translation>拒收要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Layer '{name}' has no field '{field}'.</source>
      <translation>图层“{name}”没有字段“{field}”。</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>Layer '{name}' has no field for '{role}': choose it in {remedy} (it has: {have}).</source>
      <translation>图层“{name}”中找不到“{role}”对应的字段：请在 {remedy} 中选择（现有字段：{have}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity.py"></location>
      <source>FIELDS names fields that no layer has: {fields}</source>
      <translation>FIELDS 中的字段在各图层中都不存在：{fields}</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity_outputs.py"></location>
      <source>{title}: {n} projects; {consequence}</source>
      <translation>{title}：{n} 个项目；{consequence}</translation>
    </message>
    <message>
      <location filename="../processing_algs/destinations.py"></location>
      <source>input {name}</source>
      <translation>输入 {name}</translation>
    </message>
    <message>
      <location filename="../processing_algs/destinations.py"></location>
      <source>Output {name} would overwrite {what} ({path}). Choose another file.</source>
      <translation>输出 {name} 会覆盖{what}（{path}），请另选文件。</translation>
    </message>
    <message>
      <location filename="../processing_algs/destinations.py"></location>
      <source>output {name}</source>
      <translation>输出 {name}</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Construction land quota accounting</source>
      <translation>建设用地指标核算</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Quota and stock</source>
      <translation>指标与存量</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>New construction parcels</source>
      <translation>新增建设用地图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Approval date field</source>
      <translation>批准日期字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>County units</source>
      <translation>旗县界线</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>County code field</source>
      <translation>旗县代码字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Quota table (county code, year, 亩)</source>
      <translation>指标表（旗县代码、年度、亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Reward table (county code, year, 亩)</source>
      <translation>奖励指标表（旗县代码、年度、亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Cap of the region (亩)</source>
      <translation>全区总量（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>First day of the plan</source>
      <translation>规划期起始日</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Last day of the plan</source>
      <translation>规划期截止日</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Pieces by county</source>
      <translation>按旗县切分的图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Quota ledger</source>
      <translation>指标台账</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Used (亩)</source>
      <translation>已用（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Balance (亩)</source>
      <translation>结余（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Share used (%)</source>
      <translation>使用率（%）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Used (公顷)</source>
      <translation>已用（公顷）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Outside all counties (亩)</source>
      <translation>不在任何旗县内（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Counted once (亩)</source>
      <translation>重叠只计一次的部分（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Without date (亩)</source>
      <translation>没有日期（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Outside the period (亩)</source>
      <translation>规划期外（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>Features outside the period</source>
      <translation>规划期外要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>{name} must be a date, YYYY-MM-DD</source>
      <translation>{name} 应为日期，格式 YYYY-MM-DD</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota.py"></location>
      <source>The plan ends ({end}) before it starts ({start}).</source>
      <translation>规划期截止日（{end}）早于起始日（{start}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota_outputs.py"></location>
      <source>met</source>
      <translation>达标</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota_outputs.py"></location>
      <source>not met</source>
      <translation>未达标</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota_outputs.py"></location>
      <source>at risk</source>
      <translation>有风险</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota_outputs.py"></location>
      <source>not computable</source>
      <translation>无法计算</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota_outputs.py"></location>
      <source>no number in the plan</source>
      <translation>规划未给出数值</translation>
    </message>
    <message>
      <location filename="../processing_algs/landquota_outputs.py"></location>
      <source>Region: quota {quota:.2f} 亩, used {used:.2f} 亩 = {ha:.4f} 公顷, balance {balance:.2f} 亩, share {share}, {verdict}</source>
      <translation>全区：指标 {quota:.2f} 亩，已用 {used:.2f} 亩 = {ha:.4f} 公顷，结余 {balance:.2f} 亩，使用率 {share}，{verdict}</translation>
    </message>
    <message>
      <location filename="../processing_algs/method.py"></location>
      <source>official ellipsoidal area (图斑椭球面积, {m:g} m densification), ellipsoid CGCS2000</source>
      <translation>图斑椭球面积（按 {m:g} 米内插），CGCS2000 椭球</translation>
    </message>
    <message>
      <location filename="../processing_algs/method.py"></location>
      <source>geodesic area, ellipsoid CGCS2000</source>
      <translation>大地线椭球面积，CGCS2000 椭球</translation>
    </message>
    <message>
      <location filename="../processing_algs/method.py"></location>
      <source>plane area in the Gauss zone</source>
      <translation>高斯投影带内的平面面积</translation>
    </message>
    <message>
      <location filename="../processing_algs/method.py"></location>
      <source>measured in the layer's zone {crs}</source>
      <translation>在图层所在的带 {crs} 中量算</translation>
    </message>
    <message>
      <location filename="../processing_algs/method.py"></location>
      <source>measured in the 3-degree zone of each polygon, from {crs}</source>
      <translation>由 {crs} 转到每个图斑所在的 3 度带量算</translation>
    </message>
    <message>
      <location filename="../processing_algs/outputs.py"></location>
      <source>The role of {path} could not be written</source>
      <translation>无法写入 {path} 的图层角色</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Parcel area and adjustment</source>
      <translation>图斑面积与平差</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Area and adjustment</source>
      <translation>面积与平差</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Parcels</source>
      <translation>图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Group field</source>
      <translation>分组字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Control area (m²)</source>
      <translation>控制面积（平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Control area field (m² per group)</source>
      <translation>控制面积字段（每组，平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Parcels with areas</source>
      <translation>带面积的图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Sum of adjusted areas (m²)</source>
      <translation>平差后面积合计（平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Features measured</source>
      <translation>已量算要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Give either a control area for the whole layer or a field with one per group, not both.</source>
      <translation>整个图层的控制面积和分组的控制面积字段只能给一个，不能都给。</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Sum of adjusted areas: {m2:.2f} m² = {ha:.4f} 公顷 = {mu:.2f} 亩</source>
      <translation>平差后面积合计：{m2:.2f} 平方米 = {ha:.4f} 公顷 = {mu:.2f} 亩</translation>
    </message>
    <message>
      <location filename="../processing_algs/parcelarea.py"></location>
      <source>Layer '{name}': the control area field '{field}' must hold numbers (m²).</source>
      <translation>图层“{name}”：控制面积字段“{field}”应为数字（平方米）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/provider.py"></location>
      <source>NM Urban: urbanization plans of Inner Mongolia</source>
      <translation>NM Urban：内蒙古新型城镇化规划</translation>
    </message>
    <message>
      <source>the boundary crosses or overlaps itself and can be read in several ways ({why}): redraw it</source>
      <translation type="vanished">边界自相交或自重叠，可以有几种理解（{why}）：请重新绘制</translation>
    </message>
  </context>
</TS>
