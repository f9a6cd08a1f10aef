<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>nm_urban</name>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>the geometry is empty</source>
      <translation>几何图形为空</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>a coordinate is not a number</source>
      <translation>有坐标不是数字</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>a part of the line without length was left out</source>
      <translation>线的一部分没有长度，已略去</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>the line has no length</source>
      <translation>线的长度为零</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>there is no geometry</source>
      <translation>没有几何图形</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>the geometry is neither a line nor a point</source>
      <translation>几何图形既不是线也不是点</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>arcs were replaced by chords within 1 mm</source>
      <translation>圆弧已用弦代替，误差不超过 1 毫米</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>read from another form</source>
      <translation>由其他形式的几何图形读入</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>an edge spans more than 180° of longitude: split the line where it crosses the 180° meridian, or correct its coordinates</source>
      <translation>一条边跨越的经度超过 180°：请在 180° 经线处断开，或改正坐标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/buffers/source.py"></location>
      <source>Layer '{name}': {why}.</source>
      <translation>图层“{name}”：{why}。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/network/lines.py"></location>
      <source>'{value}' in field '{field}' is no speed in km/h (1 to 1000)</source>
      <translation>字段“{field}”的值“{value}”不是速度（1—1000 公里/小时）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>county units</source>
      <translation>旗县单元</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>ecological red line</source>
      <translation>生态保护红线</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>basic farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>urban development boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>land use</source>
      <translation>地类图斑</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>in whole batches</source>
      <translation>成批</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>feature by feature</source>
      <translation>逐要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>Overlay: parcels read {path}.</source>
      <translation>叠加：图斑{path}读取。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>Overlay: cells measured by GEOS because features of a layer overlap there: {n}.</source>
      <translation>叠加：因图层内要素相互重叠而由几何库量算的单元：{n} 个。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>Overlay: {name}, {meridian:g}°E: {features} features in {blocks} blocks; {ready} of them were needed, with {edges} edges, {dirty} cells left to GEOS.</source>
      <translation>叠加：{name}，{meridian:g}°E：{features} 个要素分为 {blocks} 块；用到其中 {ready} 块，共 {edges} 条边，{dirty} 格交由几何库处理。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/overlay/report.py"></location>
      <source>Overlay: {name}, {meridian:g}°E: {features} features, {edges} edges on {columns} x {rows} cells of {cell:.0f} m, {touched:.1%} of them touched, {dirty} left to GEOS.</source>
      <translation>叠加：{name}，{meridian:g}°E：{features} 个要素，{edges} 条边，网格 {columns} x {rows}，格宽 {cell:.0f} 米，{touched:.1%} 的格有边界，{dirty} 格交由几何库处理。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/population.py"></location>
      <source>'{value}' in field '{field}' is no number of people (&gt;= 0)</source>
      <translation>字段“{field}”的值“{value}”不是人口数（不小于 0）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/population.py"></location>
      <source>the polygon crosses itself</source>
      <translation>面自相交</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>coordinates are degrees but {crs} is in metres: set the layer's CRS to EPSG:4490</source>
      <translation>坐标以度为单位，而 {crs} 以米为单位：请将图层坐标系设为 EPSG:4490</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>easting and northing are swapped: exchange the axes of the layer</source>
      <translation>横坐标和纵坐标颠倒：请交换图层的坐标轴</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>eastings have no zone prefix but {crs} expects prefix {n}: set the layer's CRS to EPSG:{epsg}</source>
      <translation>横坐标没有带号，而 {crs} 应带带号 {n}：请将图层坐标系设为 EPSG:{epsg}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>eastings carry the prefix of {width}-degree zone {n} but the CRS is {crs}: set the layer's CRS to EPSG:{epsg}</source>
      <translation>横坐标的带号是 {width} 度带第 {n} 带，而坐标系是 {crs}：请将图层坐标系设为 EPSG:{epsg}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>coordinates lie too far from the central meridian of {crs} or outside China: check the layer's CRS, or transform the layer to EPSG:4490</source>
      <translation>坐标离 {crs} 的中央子午线过远，或不在中国境内：请检查图层的坐标系，或将图层转换为 EPSG:4490</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>Layer '{name}' has no CRS. Set it (right click, Layer CRS): usually EPSG:4490, or the CGCS2000 3-degree zone it was drawn in, EPSG:4521-4530.</source>
      <translation>图层“{name}”没有坐标系。请设置（右键，图层 CRS）：一般为 EPSG:4490，或绘图所用的 CGCS2000 3 度带，EPSG:4521-4530。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>Layer '{name}' is in {datum} ({crs}). There is no public transformation to CGCS2000; have it converted by the surveying authority, or correct the CRS if it is labelled wrongly.</source>
      <translation>图层“{name}”的坐标系是 {datum}（{crs}）。到 CGCS2000 没有公开的转换参数；请由测绘主管部门转换，如果只是坐标系标错了，请改正。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/crs.py"></location>
      <source>Layer '{name}': the CRS {crs} is neither CGCS2000 nor WGS 84. Transform the layer to EPSG:4490 first.</source>
      <translation>图层“{name}”的坐标系 {crs} 既不是 CGCS2000 也不是 WGS 84。请先将图层转换到 EPSG:4490。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/frames.py"></location>
      <source>longitude and latitude are swapped: exchange the axes of the layer</source>
      <translation>经度和纬度颠倒：请交换图层的坐标轴</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/frames.py"></location>
      <source>coordinates are metres but the CRS {crs} is in degrees: set the CRS of the Gauss zone in which the layer was drawn</source>
      <translation>坐标以米为单位，而坐标系 {crs} 以度为单位：请设置绘图所用的高斯投影带坐标系</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/frames.py"></location>
      <source>coordinates lie outside China in {crs}</source>
      <translation>在 {crs} 中坐标落在中国范围之外</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/frames.py"></location>
      <source>coordinates lie outside China in {crs}: check the layer's CRS</source>
      <translation>在 {crs} 中坐标落在中国范围之外：请检查图层的坐标系</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/intake.py"></location>
      <source>the boundary cannot be read in one way only (rings cross, overlap or touch wrongly): redraw it</source>
      <translation>边界不能唯一判读（环自相交、重叠或相接有误）：请重新绘制</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/intake.py"></location>
      <source>the polygon has no area (less than 0.005 m²)</source>
      <translation>面没有面积（小于 0.005 平方米）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/intake.py"></location>
      <source>the boundary crosses or touches itself; read as the area it encloses</source>
      <translation>边界自相交或自相接；按它围成的面积理解</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/intake.py"></location>
      <source>a ring was not closed; closed to its first vertex</source>
      <translation>有一个环没有闭合；已闭合到起点</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/intake.py"></location>
      <source>the geometry is not a polygon</source>
      <translation>几何图形不是面</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/analysis/reading/intake.py"></location>
      <source>arcs were replaced by chords within 0.1 mm</source>
      <translation>圆弧已用弦代替，误差不超过 0.1 毫米</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/body.py"></location>
      <source>Show on the map</source>
      <translation>在地图上显示</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/body.py"></location>
      <source>A layer in memory with the county polygons; it follows every change</source>
      <translation>带旗县面的内存图层，随每次调整更新</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/body.py"></location>
      <source>How the share comes about</source>
      <translation>分得指标的计算说明</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/body.py"></location>
      <source>Counties</source>
      <translation>旗县</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/body.py"></location>
      <source>Sensitivity</source>
      <translation>敏感性</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/body.py"></location>
      <source>Further coefficients</source>
      <translation>其他系数</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>k2 where land per head is small (m²)</source>
      <translation>k2 低档：人均用地较少（m²）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>k2 where it is middling (m²)</source>
      <translation>k2 中档：人均用地居中（m²）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>k2 where it is large (m²)</source>
      <translation>k2 高档：人均用地较多（m²）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>k2 where it is not known (m²)</source>
      <translation>k2：人均用地未知（m²）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Small: land per head up to (m²)</source>
      <translation>低档界限：人均用地不超过（m²）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Middling: up to (m²)</source>
      <translation>中档界限：人均用地不超过（m²）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>p, both disposal tasks done</source>
      <translation>p：两项处置任务均完成</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>p, a disposal task missed</source>
      <translation>p：有处置任务未完成</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Base quota where none is given (亩)</source>
      <translation>未填基础指标时取（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Stock hook</source>
      <translation>增存挂钩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>People hook</source>
      <translation>人地挂钩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>People hook, counties</source>
      <translation>人地挂钩（县城）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Core regions</source>
      <translation>重点区域</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Shrinking type</source>
      <translation>收缩型城市</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/coefficients.py"></location>
      <source>Urban boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>Cap</source>
      <translation>总量</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>k1, stock</source>
      <translation>k1 增存挂钩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>k2, people</source>
      <translation>k2 人地挂钩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>t, core regions</source>
      <translation>t 重点区域</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>Quota to be allotted to all counties together (亩)</source>
      <translation>分配给全部旗县的指标总量（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>Quota per 亩 of disposed stock land</source>
      <translation>每处置1亩存量土地对应的指标（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>Land per settled person: one number for all counties (m²), or percent of the values graded by present urban land per head</source>
      <translation>每落户一人对应的用地：各旗县同一标准（m²），或按现状人均城镇建设用地分档标准的百分比</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>Factor of the core regions; 1 = no tilt</source>
      <translation>重点区域的倾斜系数；1 为不倾斜</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>graded by land per head, percent</source>
      <translation>按人均用地分档（%）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>one for all counties</source>
      <translation>各旗县同一标准</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>Kind of k2</source>
      <translation>k2 的取法</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/controls.py"></location>
      <source>{k2:g} m² for all</source>
      <translation>均为 {k2:g} m²</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dial.py"></location>
      <source>assumed</source>
      <translation>假定</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dial.py"></location>
      <source>No plan states this number: it is an assumption, and may be changed.</source>
      <translation>规划和文件没有规定此数，为假定值，可以修改。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dial.py"></location>
      <source>stated</source>
      <translation>有依据</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dial.py"></location>
      <source>A plan states this number.</source>
      <translation>此数由规划规定。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dial.py"></location>
      <source>changed</source>
      <translation>已改</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dial.py"></location>
      <source>This is not the number that the plan states ({value:,.15g} {unit}).</source>
      <translation>不是规划规定的数（{value:,.15g} {unit}）。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>Quota scenarios</source>
      <translation>挂钩情景</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>Scenario “{name}” cannot be read: {why}</source>
      <translation>情景“{name}”无法读取：{why}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>No county table: load a layer with county codes and disposed land, settled people or base quota; county polygons in it, or in another layer, make the map.</source>
      <translation>没有旗县表：请加载含旗县代码以及处置面积、落户人数或基础指标的图层；该图层或另一图层中的旗县面用于地图。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>No map: neither the table nor another layer has polygons with county codes.</source>
      <translation>没有地图：旗县表和其他图层都没有带旗县代码的面。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>Earned {demand}, after limits {wanted}, allotted {allotted}, left {rest} 亩; factor of scaling {scale:.6f}; {limited} of {n} counties limited.</source>
      <translation>应得 {demand}，限制后 {wanted}，分得 {allotted}，余 {rest} 亩；折减系数 {scale:.6f}；{n} 个旗县中 {limited} 个受限。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>{n} rows cannot be used, the first because: {why}</source>
      <translation>{n} 行无法使用，第一行的原因：{why}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/dock.py"></location>
      <source>Choose a county to see how its share comes about.</source>
      <translation>选择一个旗县，查看其指标如何得出。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/map.py"></location>
      <source>Scenario of the quota hooks</source>
      <translation>增存挂钩与人地挂钩情景</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>County</source>
      <translation>旗县</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Allotted</source>
      <translation>分得</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Change</source>
      <translation>变化</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Base</source>
      <translation>基础</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Stock</source>
      <translation>增存挂钩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>People</source>
      <translation>人地挂钩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Factor t·p</source>
      <translation>系数 t·p</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>k1 + 10 %</source>
      <translation>k1 增 10 %</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>k2 + 10 %</source>
      <translation>k2 增 10 %</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Why</source>
      <translation>说明</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Code</source>
      <translation>代码</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Quota allotted, 亩: after the limits and, where the cap is exceeded, scaled</source>
      <translation>分得的指标（亩）：限制之后；超过总量时已折减</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Allotted here less allotted in the scenario compared with, 亩</source>
      <translation>本情景分得减去比较对象分得（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Base quota, 亩</source>
      <translation>基础指标（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>k1 · disposed stock land, 亩</source>
      <translation>k1 × 处置存量（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>k2 · settled people · 3/2000, 亩</source>
      <translation>k2 × 落户人数 × 3/2000（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>t: core regions, 0 for the shrinking type without port projects; p: disposal tasks</source>
      <translation>t：重点区域倾斜，收缩型且无口岸项目为 0；p：处置任务完成情况</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>What 10 percent more k1 would change, 亩</source>
      <translation>k1 增加 10 % 时分得的变化（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>What 10 percent more k2 would change, 亩</source>
      <translation>k2 增加 10 % 时分得的变化（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>limited by the urban boundary</source>
      <translation>受开发边界剩余容量限制</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>port projects only</source>
      <translation>仅限口岸项目</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Unallocated rest</source>
      <translation>未分配余量</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>Total</source>
      <translation>合计</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>shrinking type</source>
      <translation>收缩型</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/model.py"></location>
      <source>core region</source>
      <translation>重点区域</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Name of the scenario</source>
      <translation>情景名称</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Scenario</source>
      <translation>情景</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Compare with</source>
      <translation>比较对象</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Save the scenario in the project under this name</source>
      <translation>以此名称把情景保存到工程中</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Give the loaded scenario the name that is typed</source>
      <translation>把已载入的情景改为输入的名称</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Delete this scenario from the project</source>
      <translation>从工程中删除此情景</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Back to the parameter table</source>
      <translation>恢复为参数表的数值</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/name_bar.py"></location>
      <source>Parameter table</source>
      <translation>参数表</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Sum that is shown</source>
      <translation>显示的合计</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Allotted (亩)</source>
      <translation>分得（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Earned before limits (亩)</source>
      <translation>限制前应得（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Left unallocated (亩)</source>
      <translation>未分配余量（亩）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Factor of scaling</source>
      <translation>折减系数</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Counties limited</source>
      <translation>受限制的旗县</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/sensitivity.py"></location>
      <source>Rows: k1 times the factor; columns: k2 times the factor; in the middle the scenario as it is. What ten percent more gives each county stands in the table of counties.</source>
      <translation>行为 k1 的倍数，列为 k2 的倍数，正中为当前情景。k1、k2 各增 10 % 对每个旗县的影响见旗县表。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/source.py"></location>
      <source>The layer has no county code, or neither disposed land, settled people nor base quota.</source>
      <translation>图层没有旗县代码，或处置面积、落户人数、基础指标都没有。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/source.py"></location>
      <source>The layer has {n} rows: a table with one row per county is expected.</source>
      <translation>图层有 {n} 行：应为每个旗县一行的表。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/view.py"></location>
      <source>County table</source>
      <translation>旗县表</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/view.py"></location>
      <source>County table: codes, and disposed land, settled people or base quota</source>
      <translation>旗县表：旗县代码，以及处置面积、落户人数或基础指标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/scenarios/view.py"></location>
      <source>No county table</source>
      <translation>没有旗县表</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source> points</source>
      <translation> 个百分点</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Official ellipsoidal area</source>
      <translation>图斑椭球面积（官方）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Geodesic</source>
      <translation>大地线面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Planar</source>
      <translation>平面面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>As in the plan</source>
      <translation>与规划一致</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Today</source>
      <translation>今天</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Targets (*.json)</source>
      <translation>目标文件 (*.json)</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>“About” allows, of a rate</source>
      <translation>“左右”容差（比率）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>“About” allows, of a total</source>
      <translation>“左右”容差（总量）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Area method</source>
      <translation>面积算法</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Areas are shown in</source>
      <translation>面积显示单位</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Date of evaluation</source>
      <translation>评估日期</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>Own targets and values</source>
      <translation>自有目标与数值</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>A JSON file with targets of the county or values of statistics; see the manual.</source>
      <translation>JSON 文件，写本旗县的目标或统计数值，见手册。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>{name}: {targets} targets, {values} values</source>
      <translation>{name}：{targets} 个目标，{values} 个数值</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/settings/options_page.py"></location>
      <source>NM Urban</source>
      <translation>NM Urban 内蒙古新型城镇化</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/shell/manual.py"></location>
      <source>NM Urban manual</source>
      <translation>NM Urban 手册</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/shell/manual.py"></location>
      <source>The manual cannot be opened: {path}</source>
      <translation>无法打开手册：{path}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/shell/panel.py"></location>
      <source>Plan targets: value, verdict and clause for the layer that is chosen</source>
      <translation>目标达成：所选图层的数值、判定与条文</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/shell/panel.py"></location>
      <source>Quota scenarios: turn k1, k2 and tilt, see what every county earns</source>
      <translation>挂钩情景：调整 k1、k2 和倾斜系数，查看各旗县分得的指标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Zoom to the features</source>
      <translation>缩放到相关要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Select the features</source>
      <translation>选中相关要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Open their table</source>
      <translation>打开相关要素的属性表</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Export the view …</source>
      <translation>导出当前视图…</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Run the algorithm</source>
      <translation>运行算法</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Run “{name}”</source>
      <translation>运行“{name}”</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>{n} rows written to {path}</source>
      <translation>已将 {n} 行写入 {path}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Targets</source>
      <translation>目标评估结果</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Export the view</source>
      <translation>导出当前视图</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>No feature stands behind this number.</source>
      <translation>该数值没有对应的要素。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/actions.py"></location>
      <source>Finding the features behind the number …</source>
      <translation>正在查找该数值对应的要素…</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Details of the target</source>
      <translation>目标详情</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Choose a row to see its clause, its method and its history.</source>
      <translation>选择一行，查看条文、计算方法和历史提法。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>These figures are being computed again.</source>
      <translation>以下数值正在重新计算。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Place</source>
      <translation>地区</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Verdict</source>
      <translation>判定</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Missing</source>
      <translation>缺少</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Value</source>
      <translation>数值</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Goal</source>
      <translation>目标值</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Due now</source>
      <translation>当前应达</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Gap</source>
      <translation>差距</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>{n} counted, {skipped} skipped</source>
      <translation>计入 {n} 个，未计入 {skipped} 个</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>, {failing} fail the test</source>
      <translation>，{failing} 个不符合</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Features</source>
      <translation>要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Units covered</source>
      <translation>覆盖单元</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Clause</source>
      <translation>条文</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Method</source>
      <translation>口径与方法</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Note</source>
      <translation>说明</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>History of the target</source>
      <translation>历史提法</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/details.py"></location>
      <source>Layer</source>
      <translation>图层</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/dock.py"></location>
      <source>Plan targets</source>
      <translation>目标达成</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/dock.py"></location>
      <source>Actions on the row</source>
      <translation>对所选行的操作</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/dock.py"></location>
      <source>Cancelled: the values shown are old. Press Ctrl+R to compute them.</source>
      <translation>已取消：所示数值不是最新的。按 Ctrl+R 重新计算。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>Show all targets</source>
      <translation>显示全部目标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>Choose a vector layer or a table in the layers panel: its values are compared with the targets of the plans.</source>
      <translation>请在图层面板中选择一个矢量图层或表：其数值将与规划目标对照。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>The targets are being evaluated …</source>
      <translation>正在评估目标…</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>This layer cannot be evaluated; see the message above.</source>
      <translation>该图层无法评估，请看上方提示。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>Cancelled. Press Ctrl+R to compute the values.</source>
      <translation>已取消。按 Ctrl+R 计算。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>No row fits the filters.</source>
      <translation>没有符合筛选条件的行。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>The fields do not tell what this layer is. Choose its role above; it is remembered in the layer.</source>
      <translation>字段不能说明这是什么图层。请在上方选择图层角色，选择会记在图层中。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>No target can be answered from “{role}”. Layers that answer targets: {names} …</source>
      <translation>“{role}”图层不能回答任何目标。可以回答目标的图层有：{names}…</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/empty_page.py"></location>
      <source>No target can be answered from this layer: fields are missing. Show all targets to see which.</source>
      <translation>该图层缺少字段，不能回答任何目标。显示全部目标可查看缺哪些字段。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/evaluator.py"></location>
      <source>The source of this layer cannot be read: repair its path first.</source>
      <translation>该图层的数据源无法读取：请先修复路径。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/evaluator.py"></location>
      <source>Evaluating the targets of the plans</source>
      <translation>正在评估规划目标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>Sheet (*.xlsx)</source>
      <translation>电子表格 (*.xlsx)</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>Text for spreadsheets (*.csv)</source>
      <translation>表格文本 (*.csv)</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>Report (*.html)</source>
      <translation>报告 (*.html)</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>“About” allows {points:g} points of a rate and {share:g} % of a total (convention of the plugin).</source>
      <translation>“左右”的容差：比率 {points:g} 个百分点，总量 {share:g} %（插件约定）。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>Areas: {method} on the CGCS2000 ellipsoid, {crs}.</source>
      <translation>面积：CGCS2000 椭球，方法 {method}，{crs}。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>Units assumed, as the headings name none: {units}</source>
      <translation>字段名未写单位，按此计：{units}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/export.py"></location>
      <source>Features read {read}, rejected {rejected}.</source>
      <translation>读取要素 {read} 个，剔除 {rejected} 个。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/features_behind.py"></location>
      <source>Finding the features behind a number</source>
      <translation>正在查找数值对应的要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Document</source>
      <translation>文件</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Tier</source>
      <translation>层级</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Search name, clause, place</source>
      <translation>搜索名称、条文、地区</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Search</source>
      <translation>搜索</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Only targets this layer answers</source>
      <translation>仅本图层可回答的目标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Only selected features</source>
      <translation>仅选中要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>All documents</source>
      <translation>全部文件</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Own targets and quotas</source>
      <translation>自有目标与本地指标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>All tiers</source>
      <translation>全部层级</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Own targets</source>
      <translation>自有目标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>Tier {tier}</source>
      <translation>{tier} 级</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>All verdicts</source>
      <translation>全部判定</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/filter_bar.py"></location>
      <source>{k} of {n} rows</source>
      <translation>{k} / {n} 行</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>due</source>
      <translation>已到期</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>not due yet</source>
      <translation>未到期</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>no year in the document</source>
      <translation>未写明年份</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>Baseline</source>
      <translation>基数</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{k} of {n} fail</source>
      <translation>{k} / {n} 不符合</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>Nothing to test</source>
      <translation>无可检验要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>Covers {k} of {n}</source>
      <translation>仅覆盖 {k} / {n}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{verdict}, on schedule</source>
      <translation>{verdict}，符合序时进度</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{verdict}, no year in the document</source>
      <translation>{verdict}，文件未写明年份</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{verdict}, behind schedule</source>
      <translation>{verdict}，落后于序时进度</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{verdict} (superseded)</source>
      <translation>{verdict}（已被取代）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{amount} ({physical})</source>
      <translation>{amount}（{physical}）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{amount} over</source>
      <translation>超出 {amount}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{amount} missing</source>
      <translation>尚缺 {amount}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>{amount} in reserve</source>
      <translation>富余 {amount}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/formatting.py"></location>
      <source>points</source>
      <translation>个百分点</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>You chose this role; it is remembered in the layer.</source>
      <translation>由您选择，已记在图层中。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>The role is written in the layer's file.</source>
      <translation>角色写在图层文件中。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>The role was told by the names of the fields.</source>
      <translation>角色由字段名判断。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Role of the layer</source>
      <translation>图层角色</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Date of evaluation: what is due, and what should be reached by now</source>
      <translation>评估日期：决定哪些目标已到期、当前应达到多少</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Compute again (Ctrl+R)</source>
      <translation>重新计算 (Ctrl+R)</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Computing … %p %</source>
      <translation>正在计算… %p %</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Cancel (Esc)</source>
      <translation>取消 (Esc)</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>No layer</source>
      <translation>未选择图层</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Role: automatic</source>
      <translation>角色：自动判断</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>not known, choose it here</source>
      <translation>未知，请在此选择</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>Role: {name}</source>
      <translation>角色：{name}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/header_bar.py"></location>
      <source>The fields do not tell what this layer is: choose its role; it is remembered in the layer.</source>
      <translation>字段不能说明这是什么图层：请选择其角色，选择会记在图层中。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/model.py"></location>
      <source>Target</source>
      <translation>目标</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/model.py"></location>
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/model.py"></location>
      <source>due now: {value}</source>
      <translation>当前应达：{value}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/place_box.py"></location>
      <source>Only rows for this place: choose it, or type a code or a name and press Enter.</source>
      <translation>只看该地区的行：从列表选择，或输入代码、名称后按回车。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/place_box.py"></location>
      <source>Places of the targets</source>
      <translation>目标所指地区</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/quota_card.py"></location>
      <source>Increment: new construction land</source>
      <translation>增量：新增建设用地</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/quota_card.py"></location>
      <source>Stock: idle and unsupplied land revived</source>
      <translation>存量：批而未供、闲置土地盘活</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/quota_card.py"></location>
      <source>No layer shown yet that answers it</source>
      <translation>尚未显示可回答的图层</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/quota_card.py"></location>
      <source>from layer {name}</source>
      <translation>来自图层 {name}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/gui/targets/quota_card.py"></location>
      <source>Increment and stock</source>
      <translation>增量与存量</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>no control area</source>
      <translation>没有控制面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>the control area must be more than zero</source>
      <translation>控制面积必须大于零</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>there is no area to adjust to the control area</source>
      <translation>没有可以按控制面积平差的面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>adjusted to {m2:.2f} m²</source>
      <translation>已平差到 {m2:.2f} 平方米</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>the layer</source>
      <translation>整个图层</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>group '{group}': {why}; not adjusted</source>
      <translation>分组“{group}”：{why}；未平差</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>group '{group}'</source>
      <translation>分组“{group}”</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>adjusted per group to the control field, {n} groups</source>
      <translation>按控制面积字段分组平差，共 {n} 组</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>it has no control area</source>
      <translation>没有控制面积</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>its features carry different control areas</source>
      <translation>组内图斑的控制面积不一致</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>the control area {value} is not a positive number</source>
      <translation>控制面积 {value} 不是正数</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/area/adjustment.py"></location>
      <source>{what}: measured {a:.2f} m², control {b:.2f} m²: more than 1 % apart. Is the control in m²?</source>
      <translation>{what}：量算面积 {a:.2f} 平方米，控制面积 {b:.2f} 平方米，相差超过 1 %。请确认控制面积的单位是平方米。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/facts.py"></location>
      <source>the coordinates cannot be transformed: check the layer's CRS</source>
      <translation>坐标无法转换：请检查图层的坐标系</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>county code {code} stands twice: dissolve its parts into one feature</source>
      <translation>旗县代码 {code} 重复：请先把同一旗县的各部分融合为一个要素</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>Zones of {name} overlap each other inside the parcels by {m2:.2f} m²; counted once.</source>
      <translation>“{name}”中的区在图斑范围内互相重叠 {m2:.2f} 平方米；只计一次。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>scipy is not installed: the proposal rests on TOPSIS alone, without the opinion of the clustering. Install python3-scipy for both.</source>
      <translation>没有安装 scipy：建议只依据 TOPSIS，没有聚类的判断。安装 scipy 后两种判断都有。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>Only {n} units are compared: a proposal is relative to them. Use all 103 units of the region where you can.</source>
      <translation>参与比较的旗县只有 {n} 个，建议是相对于它们得出的；请尽量使用全区 103 个旗县市区。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>The main function of {n} units is none of the three classes and is not used.</source>
      <translation>有 {n} 个旗县的主体功能不是三类之一，没有采用。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>Layer '{name}': {n} features could not be used; what lies in them is not seen. See the table of rejects.</source>
      <translation>图层“{name}”有 {n} 个要素未能使用，其中的占用无法看到，见剔除清单。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>{k} of {n} county units</source>
      <translation>{n} 个旗县单元中的 {k} 个</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>compared by {keys}</source>
      <translation>比较指标：{keys}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>entropy-weighted TOPSIS and Ward/k-means clustering</source>
      <translation>熵权 TOPSIS 与 Ward、k-means 聚类</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>entropy-weighted TOPSIS only</source>
      <translation>只用熵权 TOPSIS</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>not given or all equal: {keys}</source>
      <translation>未提供或全部相同：{keys}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>growth over {years:g} years</source>
      <translation>增长按 {years:g} 年计</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/classes/job.py"></location>
      <source>thresholds are assumptions, no plan states them</source>
      <translation>阈值为假定值，规划未给出</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>Layer '{name}' is empty: nothing lies in it.</source>
      <translation>图层“{name}”没有要素：视为无占用。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>Layer '{name}' has no field for the zones of the boundary: choose it in ZONE_FIELD to tell them apart.</source>
      <translation>图层“{name}”没有分区字段：如需区分三类分区，请在 ZONE_FIELD 中选择。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>Zones of the boundary that are not in the rule table: {zones}</source>
      <translation>规则表中没有的边界分区：{zones}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>tolerance {m2:.2f} m²</source>
      <translation>容差 {m2:.2f} m²</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>projects are judged one by one, overlapping ones each in full</source>
      <translation>项目逐个审查，相互重叠的各自全额计算</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>not given: {lines}</source>
      <translation>未提供：{lines}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/conformity/job.py"></location>
      <source>tied totals minus exact totals (m²): {ties}</source>
      <translation>合计与精确值之差（m²）：{ties}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>one point is expected, not several</source>
      <translation>应为单个点，而不是多个点</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Layer '{name}' has no usable points: see the table of rejects.</source>
      <translation>图层“{name}”没有可用的点：见问题要素清单。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Layer '{name}' has no features.</source>
      <translation>图层“{name}”没有要素。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Exit corridors are not counted: there are no roads, or no usable boundary.</source>
      <translation>未清点出市通道：没有公路，或没有可用的城市边界。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Layer '{name}' has no class field: all lines are taken as roads. Set MODE to rail for railways.</source>
      <translation>图层“{name}”没有等级字段：全部线路按公路处理。若为铁路，请将 MODE 设为 rail。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Unknown class '{value}' ({n} lines): default speed of the mode</source>
      <translation>未知等级“{value}”（{n} 条线路）：按该方式的默认速度</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Layer '{name}' has no usable lines: no travel time can be computed.</source>
      <translation>图层“{name}”没有可用的线路：无法计算出行时间。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>Cities of the circle that are none of the origins: {names}</source>
      <translation>起点中缺少的城市：{names}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>rail</source>
      <translation>铁路</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>road</source>
      <translation>公路</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>{place}: the nearest line ({mode}) is {far:.0f} m away, more than {limit:g} m: not judged by this mode</source>
      <translation>{place}：最近的线路（{mode}）在 {far:.0f} 米处，超过 {limit:g} 米：该方式不作判断</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>no line within {m:.0f} m of {place}</source>
      <translation>{place}周围 {m:.0f} 米内没有线路</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/hourcircle.py"></location>
      <source>no way through the network</source>
      <translation>网络不连通</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/job.py"></location>
      <source>Not built yet, sketched only, nothing is buffered: {names}</source>
      <translation>尚未建成、只作示意、不生成缓冲区：{names}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/job.py"></location>
      <source>No line found in the layer for: {names}. Give the field with the names of the lines (DISSOLVE_FIELD), or a larger SNAP_M.</source>
      <translation>图层中没有找到下列通道的线：{names}。请用 DISSOLVE_FIELD 给出线名字段，或加大 SNAP_M。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/job.py"></location>
      <source>{name}: the derived line has gaps; no chainage</source>
      <translation>{name}：推求的线有断开，没有里程</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/job.py"></location>
      <source>{name}: farther than SNAP_M from the lines, or without position: {places}</source>
      <translation>{name}：离线超过 SNAP_M 或没有坐标的地点：{places}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/job.py"></location>
      <source>Layer '{name}' has no usable features.</source>
      <translation>图层“{name}”没有可用的要素。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/corridors/job.py"></location>
      <source>{n} rings lie wholly outside the clip region</source>
      <translation>{n} 个环带完全在裁剪范围之外</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>q = t·p·[base + k1·disposed + k2·settled·3/2000]</source>
      <translation>q = t·p·[基础＋k1·处置＋k2·落户·3/2000]</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>cap {cap:.2f} 亩, earned {demand:.2f} 亩, after limits {wanted:.2f} 亩</source>
      <translation>总量 {cap:.2f} 亩，应得 {demand:.2f} 亩，限制后 {wanted:.2f} 亩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>scaled by {scale:.6f} and tied to the cap to 0.01 亩</source>
      <translation>按 {scale:.6f} 折减，合计等于总量，精确到 0.01 亩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>not scaled, {rest:.2f} 亩 left</source>
      <translation>未折减，余 {rest:.2f} 亩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>Table '{name}' has no usable county row.</source>
      <translation>表“{name}”中没有可用的旗县行。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>disposed land</source>
      <translation>处置存量</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>settled people</source>
      <translation>落户人数</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>{part} is not reported for {n} counties: it earns them nothing.</source>
      <translation>有 {n} 个旗县没有填报{part}：该项不计。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>The remaining capacity of the urban boundary is not given for {n} counties: they are not limited by it.</source>
      <translation>有 {n} 个旗县没有开发边界剩余容量：不受其限制。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>Whether the disposal tasks are done is not known for {n} counties: factor 1.</source>
      <translation>有 {n} 个旗县的处置任务完成情况未知：系数为 1。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/hooks/job.py"></location>
      <source>Urban land per head is not known for {n} counties with settled people: they get {k2:g} m² per person.</source>
      <translation>有 {n} 个有落户人口的旗县人均城镇建设用地未知：按每人 {k2:g} m² 计。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>Outside all counties</source>
      <translation>不在任何旗县内</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>Overlap, counted once</source>
      <translation>重叠部分（只计一次）</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>Without date</source>
      <translation>没有日期</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>The quota table sums to {total:.2f} 亩, the cap is {cap:.2f} 亩; the cap stands for the region.</source>
      <translation>指标表合计 {total:.2f} 亩，全区总量 {cap:.2f} 亩；全区按总量计。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>Layer '{name}' has no usable county unit.</source>
      <translation>图层“{name}”中没有可用的旗县单元。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>counted {first} to {last}</source>
      <translation>统计 {first} 至 {last}</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>no land use given: the whole parcel counts as new construction land</source>
      <translation>未提供地类图斑：整个图斑按新增建设用地计</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>new construction land = farm land + unused land</source>
      <translation>新增建设用地 = 农用地 + 未利用地</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/job.py"></location>
      <source>tied total minus exact total {d:+.2f} 亩</source>
      <translation>合计值与精确值之差 {d:+.2f} 亩</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/run.py"></location>
      <source>Layer '{name}': field '{field}' holds no dates ({example}). Choose the field of the approval date.</source>
      <translation>图层“{name}”：字段“{field}”中不是日期（{example}）。请选择批准日期字段。</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/run.py"></location>
      <source>no approval date in field '{field}': measured, not counted</source>
      <translation>字段“{field}”中没有批准日期：已量算，不计入</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/run.py"></location>
      <source>feature {fid}: '{value}'</source>
      <translation>要素 {fid}：“{value}”</translation>
    </message>
    <message>
      <location filename="../nm_urban_plugin/jobs/quota/run.py"></location>
      <source>impossible date in field '{field}': {why}; measured, not counted</source>
      <translation>字段“{field}”中的日期不成立：{why}；已量算，不计入</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Parcel area and adjustment</source>
      <translation>图斑面积与平差</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Area and adjustment</source>
      <translation>面积与平差</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Parcels</source>
      <translation>图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Group field</source>
      <translation>分组字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Control area (m²)</source>
      <translation>控制面积（平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Control area field (m² per group)</source>
      <translation>控制面积字段（每组，平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Parcels with areas</source>
      <translation>带面积的图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Sum of adjusted areas (m²)</source>
      <translation>平差后面积合计（平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Features read</source>
      <translation>读入要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Features measured</source>
      <translation>已量算要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Features repaired</source>
      <translation>修复要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Features rejected</source>
      <translation>拒收要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Give either a control area for the whole layer or a field with one per group, not both.</source>
      <translation>整个图层的控制面积和分组的控制面积字段只能给一个，不能都给。</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Layer '{name}': the control area field '{field}' must hold numbers (m²).</source>
      <translation>图层“{name}”：控制面积字段“{field}”应为数字（平方米）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/area/parcelarea.py"></location>
      <source>Sum of adjusted areas: {m2:.2f} m² = {ha:.4f} 公顷 = {mu:.2f} 亩</source>
      <translation>平差后面积合计：{m2:.2f} 平方米 = {ha:.4f} 公顷 = {mu:.2f} 亩</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Export boundary-point TXT</source>
      <translation>界址点TXT导出</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Exchange files</source>
      <translation>数据交换</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Parcels to write</source>
      <translation>要写出的地块</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Producing organisation</source>
      <translation>数据产生单位</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Date of the data (empty = the layer's, else today)</source>
      <translation>数据产生日期（空 = 图层中的日期，没有则为今天）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Zone to write in (empty = the layer's)</source>
      <translation>写出的坐标带（空 = 图层的坐标带）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Start rings in the north-west corner</source>
      <translation>每圈从西北角起点</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Encoding</source>
      <translation>编码</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Boundary-point file</source>
      <translation>界址点坐标文件</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Boundary points</source>
      <translation>界址点坐标</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Official area of the parcels (m²)</source>
      <translation>地块椭球面积合计（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Parcels written</source>
      <translation>写出的地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Point lines written</source>
      <translation>写出的界址点行数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Layer '{name}': there is no parcel that could be written.</source>
      <translation>图层“{name}”：没有可以写出的地块。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>{n} parcels in zone {zone}, {m2:.2f} m² = {ha:.4f} ha; {parts} with several rings</source>
      <translation>写出 {n} 个地块（{zone} 带），{m2:.2f} m² = {ha:.4f} 公顷；其中 {parts} 个有多圈</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>written in zone {zone}, as the layer's coordinates stand</source>
      <translation>按图层原坐标写出（{zone} 带）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>corners projected to zone {zone}; edges are straight there; areas are those of the written coordinates</source>
      <translation>拐点换算到 {zone} 带，拐点之间在该带内为直线；面积按写出的坐标计算</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>the parcel lies outside zone {zone}</source>
      <translation>地块在 {zone} 带范围之外</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>rounded to millimetres, the boundary is no valid polygon any more</source>
      <translation>坐标取到毫米后，边界不再是有效的面</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>the parcel has several parts: they are written as further rings, which other programs may take for deductions</source>
      <translation>地块有多个部分：写为另外的圈，其他程序可能当作扣除圈</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>long edges are straight in zone {zone} and not in the layer: add corners to them</source>
      <translation>长边在 {zone} 带内是直线，在图层中不是：请在长边上加拐点</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>{name}: {crs} is no Gauss zone of CGCS2000. Choose one of EPSG:4521-4530.</source>
      <translation>{name}：{crs} 不是 CGCS2000 高斯带，请选择 EPSG:4521—4530 之一。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtexport.py"></location>
      <source>Layer '{name}' ({crs}) is in no Gauss zone, and boundary points need one: choose it in {parameter}. Its middle lies in zone {zone} (EPSG:{epsg}).</source>
      <translation>图层“{name}”（{crs}）不在高斯带内，而界址点坐标必须有坐标带：请在 {parameter} 中选择。图层中心在 {zone} 带（EPSG:{epsg}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Import boundary-point TXT</source>
      <translation>界址点TXT导入</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>TXT file or folder</source>
      <translation>TXT 文件或文件夹</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>All files</source>
      <translation>所有文件</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Read the whole folder of the file</source>
      <translation>读取该文件所在的整个文件夹</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Zone (where the files name none; also of the output)</source>
      <translation>坐标带（用于没有带号的文件，也是成果的坐标系）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Limits (JSON file)</source>
      <translation>检查界限（JSON 文件）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels of the files</source>
      <translation>文件中的地块</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Declared area of the parcels (ha)</source>
      <translation>地块申报面积合计（公顷）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Files read</source>
      <translation>读取的文件数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels found</source>
      <translation>文件中的地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels imported</source>
      <translation>导入的地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels with warnings</source>
      <translation>有提示的地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels repaired</source>
      <translation>修复的地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels rejected</source>
      <translation>剔除的地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>the folder cannot be listed ({error})</source>
      <translation>文件夹无法列出（{error}）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>{n} parcels, {m2:.2f} m² = {ha:.4f} ha on the ellipsoid, {declared:.4f} ha declared</source>
      <translation>{n} 个地块，椭球面积 {m2:.2f} m² = {ha:.4f} 公顷，申报面积 {declared:.4f} 公顷</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>each parcel measured in the zone of its own coordinates, as they stand in the file</source>
      <translation>每个地块按文件中的坐标，在其自身的坐标带内量算</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Rejected</source>
      <translation>剔除</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Repaired</source>
      <translation>修复</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>To be checked</source>
      <translation>请核对</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>… and {n} more</source>
      <translation>……另有 {n} 条</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>Parcels: found {read}, imported {used}, rejected {rejected}.</source>
      <translation>地块：文件中 {read} 个，导入 {used} 个，剔除 {rejected} 个。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>{name}: the path has {n} characters, Windows allows {most}: {path}</source>
      <translation>{name}：路径长 {n} 个字符，Windows 最多允许 {most} 个：{path}</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>{name}: there is no file or folder {path}</source>
      <translation>{name}：没有文件或文件夹 {path}</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>{name}: the folder {path} holds no .txt file</source>
      <translation>{name}：文件夹 {path} 中没有 .txt 文件</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/boundarytxtimport.py"></location>
      <source>{name}: {crs} is no Gauss zone of CGCS2000. Choose the zone of the coordinates (EPSG:4521-4530 with prefix) and reproject the result afterwards.</source>
      <translation>{name}：{crs} 不是 CGCS2000 高斯带。请选择坐标所在的带（带带号的 EPSG:4521—4530），成果可另行投影。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Parcel number field</source>
      <translation>地块编号字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Parcel name field</source>
      <translation>地块名称字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Parcel use field</source>
      <translation>地块用途字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Land class code field</source>
      <translation>地类编码字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Map sheet field</source>
      <translation>图幅号字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Field of further columns</source>
      <translation>其余各列字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>Layer '{name}' has no field '{field}'.</source>
      <translation>图层“{name}”没有字段“{field}”。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/columns.py"></location>
      <source>UNIT is the organisation that made the data (数据产生单位), not a unit of area: areas in the file are always in 公顷. '{value}' is left out.</source>
      <translation>UNIT 是数据产生单位（机构名称），不是面积单位；文件中的面积一律为公顷。“{value}”未写入。</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/rows.py"></location>
      <source>transformed from zone {zone} to {crs}; the area is that of zone {zone}</source>
      <translation>由 {zone} 带换算到 {crs}；面积为 {zone} 带的面积</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/rows.py"></location>
      <source>the boundary is no valid polygon (rings cross, overlap or touch wrongly)</source>
      <translation>边界不是有效的面（环自相交、重叠或相接有误）</translation>
    </message>
    <message>
      <location filename="../processing_algs/boundarytxt/rows.py"></location>
      <source>overlaps parcel {number} of line {line} by {area:.2f} m²</source>
      <translation>与第{line}行的地块 {number} 重叠 {area:.2f} m²</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>County classes, flags and growth types</source>
      <translation>旗县分类</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>County units</source>
      <translation>旗县界线</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>County code field</source>
      <translation>旗县代码字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Main function field</source>
      <translation>主体功能字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Document of the main function</source>
      <translation>主体功能依据文件</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Ecological red line</source>
      <translation>生态保护红线</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Permanent basic farmland</source>
      <translation>永久基本农田</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Land use (DLTB)</source>
      <translation>地类图斑（DLTB）</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>National border line</source>
      <translation>国界线</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Main stem of the Yellow River</source>
      <translation>黄河干流</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Centre cities</source>
      <translation>中心城市</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>County seats</source>
      <translation>旗县驻地</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Years between the two dates</source>
      <translation>两期相隔年数</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Date of evaluation (empty = today)</source>
      <translation>核算日期（空 = 今天）</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Field mapping (JSON)</source>
      <translation>字段对应（JSON）</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Parameter table (JSON file)</source>
      <translation>参数表（JSON 文件）</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Classified county units</source>
      <translation>旗县分类结果</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Measures</source>
      <translation>指标值表</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Urbanised</source>
      <translation>城市化地区</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Farming</source>
      <translation>农产品主产区</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Ecological</source>
      <translation>重点生态功能区</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Class missing</source>
      <translation>类别缺失</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Class official</source>
      <translation>正式类别</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Class reported</source>
      <translation>清单类别</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Class computed</source>
      <translation>计算建议</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Proposals in doubt</source>
      <translation>存疑的建议</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Growth type not that of the plan</source>
      <translation>实测类型与规划不一致</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Blind-construction alerts</source>
      <translation>盲目建设预警</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Features counted</source>
      <translation>计入要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/countyclass.py"></location>
      <source>Layer '{name}' has no CRS: set it under Layer CRS.</source>
      <translation>图层“{name}”没有坐标系：请在图层 CRS 中设置。</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/rows.py"></location>
      <source>Urbanised {urban}, farming {agri}, ecological {eco}, missing {missing}; official {official}, reported {reported}, computed {computed} ({doubt} in doubt)</source>
      <translation>城市化地区 {urban}，农产品主产区 {agri}，重点生态功能区 {eco}，缺失 {missing}；正式 {official}，清单 {reported}，计算建议 {computed}（其中存疑 {doubt}）</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/rows.py"></location>
      <source>Growth type measured and in the plan differ for {n} units:</source>
      <translation>有 {n} 个旗县的实测类型与规划类型不一致：</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/rows.py"></location>
      <source>{code} {name}: plan {plan}, measured {found} ({people:+.2f} % people a year)</source>
      <translation>{code} {name}：规划{plan}，实测{found}（人口年均 {people:+.2f} %）</translation>
    </message>
    <message>
      <location filename="../processing_algs/classes/rows.py"></location>
      <source>{code} {name}: people fall ({people:+.2f} % a year) while construction land grows ({land:+.2f} %)</source>
      <translation>{code} {name}：人口减少（年均 {people:+.2f} %）而建设用地增加（{land:+.2f} %）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Three-line conformity check</source>
      <translation>三线符合性审查</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Control lines</source>
      <translation>控制线管控</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects</source>
      <translation>项目用地</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Urban development boundary</source>
      <translation>城镇开发边界</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Zone field of the boundary</source>
      <translation>边界分区字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Tolerance for slivers (m²)</source>
      <translation>碎片容差（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Rule table (JSON file)</source>
      <translation>规则表（JSON 文件）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects with verdicts</source>
      <translation>项目审查结果</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Pieces in the lines</source>
      <translation>三线内分块</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>In the ecological red line (m²)</source>
      <translation>占用生态保护红线（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>In permanent basic farmland (m²)</source>
      <translation>占用永久基本农田（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>In the urban development boundary (m²)</source>
      <translation>在城镇开发边界内（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Area of all projects (m²)</source>
      <translation>项目总面积（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects in conflict</source>
      <translation>冲突项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects that cannot be judged</source>
      <translation>无法判定项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects inside the boundary</source>
      <translation>边界内项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects outside the boundary</source>
      <translation>边界外项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects partly outside the boundary</source>
      <translation>部分在边界外项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Projects with a flag</source>
      <translation>有标记项目数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Pieces</source>
      <translation>分块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/conformity.py"></location>
      <source>Pieces within the tolerance</source>
      <translation>容差内碎片数</translation>
    </message>
    <message>
      <location filename="../processing_algs/conformity/rows.py"></location>
      <source>{title}: {n} projects; {consequence}</source>
      <translation>{title}：{n} 个项目；{consequence}</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>the corridor has no line here</source>
      <translation>该廊道在此没有线</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>the position of the place is not known</source>
      <translation>该地点没有坐标</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>the network does not come within SNAP_M of the place</source>
      <translation>路网离该地点超过 SNAP_M</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>rings {widths} m; ring i is what lies farther than width i-1 and no farther than width i</source>
      <translation>多环宽度 {widths} 米；第 i 环是距离大于第 i−1 个宽度、不大于第 i 个宽度的范围</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>width of each feature by field '{field}'; width_m is the largest of the corridor</source>
      <translation>宽度按字段“{field}”逐要素取值，width_m 为该廊道的最大值</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>width {m:g} m</source>
      <translation>宽度 {m:g} 米</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>geodesic buffers on the ellipsoid CGCS2000: edges straight in the layer's CRS {crs}, densified there to 1 mm; azimuthal equidistant planes of 1.6° by 1.2°; round ends and joins; outline within 0.01 % of the width</source>
      <translation>CGCS2000 椭球上的大地线缓冲：边在图层坐标系 {crs} 中为直线，先在其中加密到 1 毫米；按 1.6°×1.2° 分格的等距方位平面；端部和转折为圆弧；轮廓误差不超过宽度的万分之一</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>area_m2: official ellipsoidal area (图斑椭球面积) in the 3-degree zone; of {n} rings that reach more than 1.6° from its meridian the sum over all zones, as an integral along the boundary</source>
      <translation>area_m2 为 3 度带内的图斑椭球面积；有 {n} 个环带伸出中央子午线 1.6° 以上，取各带之和，沿边界积分求得</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>a place is on a corridor within {m}</source>
      <translation>地点到线不超过{m}即在廊道上</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>the width of its features</source>
      <translation>其要素的宽度</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>derived, as shortest path through the places of the register (SNAP_M {m:g} m): {names}</source>
      <translation>按经过通道库各地点的最短路径推求（SNAP_M {m:g} 米）：{names}</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/buffer_rows.py"></location>
      <source>clipped to '{name}'</source>
      <translation>裁剪到“{name}”</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Corridor buffers</source>
      <translation>交通廊道缓冲</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Transport corridors</source>
      <translation>交通通道</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Lines, stations or areas</source>
      <translation>线路、车站或面</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Width to each side (m)</source>
      <translation>单侧宽度（米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Rings (m, comma-separated)</source>
      <translation>多环宽度（米，逗号分隔）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Width field (m), or class field</source>
      <translation>宽度字段（米）或类别字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Corridor field</source>
      <translation>廊道名称字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Corridors of the plans (names, * = all)</source>
      <translation>规划通道（名称，* 为全部）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Clip to region</source>
      <translation>裁剪范围</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Places</source>
      <translation>地点</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Counties, land use, control lines</source>
      <translation>旗县、地类、控制线</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Places at most this far from a line (m)</source>
      <translation>地点到线路的最远距离（米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Width of each class (JSON)</source>
      <translation>各类别的宽度（JSON）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Corridor rings</source>
      <translation>廊道环带</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Nodes</source>
      <translation>节点</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Corridors</source>
      <translation>廊道数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Rings</source>
      <translation>环带数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Area of all rings (m²)</source>
      <translation>全部环带面积（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Nodes on a corridor</source>
      <translation>在廊道上的节点</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Nodes off the corridor</source>
      <translation>不在廊道上的节点</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Nodes not judged</source>
      <translation>未判定的节点</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Highest hub score</source>
      <translation>最高通道叠加得分</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>Features buffered</source>
      <translation>生成缓冲的要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>CLASS_WIDTHS needs the field that holds the class: choose it in WIDTH_FIELD.</source>
      <translation>给出 CLASS_WIDTHS 时，请在 WIDTH_FIELD 中选择类别字段。</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>CORRIDORS looks for lines, but layer '{name}' holds none: give railways or roads.</source>
      <translation>CORRIDORS 需要线图层，而“{name}”不是：请给铁路或公路。</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorbuffer.py"></location>
      <source>ZONES: layer '{name}' holds no polygons.</source>
      <translation>ZONES：图层“{name}”不是面图层。</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Corridors of the plans as lines</source>
      <translation>规划通道线位</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Railways or roads</source>
      <translation>铁路或公路</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Mode of the layer</source>
      <translation>图层的交通方式</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Corridors (names, comma-separated; empty = all)</source>
      <translation>通道（名称，用逗号分隔；不填为全部）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Corridor lines</source>
      <translation>通道线</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Found on the network</source>
      <translation>网络上找到</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Drawn schematically</source>
      <translation>示意画出</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>Without a line</source>
      <translation>没有线位</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>{name}: no line; not on the network: {places}</source>
      <translation>{name}：没有线位；够不到线路的地点：{places}</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/corridorlines.py"></location>
      <source>existing corridors: shortest path on the network through the ordered places, each within {snap:g} m of a line (derived); others: straight from place to place (schematic)</source>
      <translation>现状通道：网络上依次经过各地点的最短路径，地点距线路不超过 {snap:g} 米（derived）；其他通道：依次用直线连接各地点（schematic）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Hour circle</source>
      <translation>小时交通圈</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Cities or stations</source>
      <translation>城市或车站</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Mode</source>
      <translation>交通方式</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Class field of the lines</source>
      <translation>线路等级字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Speed field of the lines (km/h)</source>
      <translation>线路速度字段（公里/小时）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Speed for all lines (km/h, empty = by class)</source>
      <translation>全部线路的速度（公里/小时，不填按等级）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Minutes of the isochrones</source>
      <translation>等时圈分钟数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Name field of the origins</source>
      <translation>起点名称字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Population (points or polygons)</source>
      <translation>人口（点或面）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Population field</source>
      <translation>人口字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>City boundary (for exit corridors)</source>
      <translation>城市边界（清点出市通道）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Access speed (km/h)</source>
      <translation>接驳速度（公里/小时）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Longest tail off the network (m)</source>
      <translation>离开线路后最远接驳距离（米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Origins at most this far from a line (m)</source>
      <translation>起点到线路的最远距离（米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Crossings of one exit at most this far apart (m)</source>
      <translation>同一通道穿越点的最大间距（米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Speed table (JSON file)</source>
      <translation>速度参数表（JSON 文件）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Isochrones</source>
      <translation>等时圈</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Travel time matrix</source>
      <translation>出行时间矩阵</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Exit corridors</source>
      <translation>出市通道</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: slowest pair (min)</source>
      <translation>铁路：最慢一对（分钟）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: slowest to Hohhot (min)</source>
      <translation>铁路：到呼和浩特最慢（分钟）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: pairs</source>
      <translation>铁路：城市对数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: pairs within the limit</source>
      <translation>铁路：时限内对数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: pairs not reached</source>
      <translation>铁路：未连通对数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: slowest pair (min)</source>
      <translation>公路：最慢一对（分钟）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: slowest to Hohhot (min)</source>
      <translation>公路：到呼和浩特最慢（分钟）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: pairs</source>
      <translation>公路：城市对数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: pairs within the limit</source>
      <translation>公路：时限内对数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: pairs not reached</source>
      <translation>公路：未连通对数</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: verdict, all pairs</source>
      <translation>铁路：两两之间的判定</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Rail: verdict, to Hohhot</source>
      <translation>铁路：到呼和浩特的判定</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: verdict, all pairs</source>
      <translation>公路：两两之间的判定</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>Road: verdict, to Hohhot</source>
      <translation>公路：到呼和浩特的判定</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>all pairs</source>
      <translation>两两之间</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>to Hohhot</source>
      <translation>到呼和浩特</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle.py"></location>
      <source>{n} exit corridors in {k} crossings; the plan names {wanted}</source>
      <translation>出市通道 {n} 条（穿越点 {k} 处）；规划为 {wanted} 条</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_inputs.py"></location>
      <source>{name}: '{value}' is not a number</source>
      <translation>{name}：“{value}”不是数值</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_inputs.py"></location>
      <source>{name}: '{text}' is no list of minutes such as 30,60,120 (more than 0, at most 1440)</source>
      <translation>{name}：“{text}”不是分钟数列表，应如 30,60,120（大于 0，不超过 1440）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>{mode}, {title}: Hohhot is none of the origins</source>
      <translation>{mode}，{title}：起点中没有呼和浩特市</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>slowest {o} – {d} {minutes:.1f} min</source>
      <translation>最慢 {o}—{d} {minutes:.1f} 分钟</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>{mode}, {title}: {within} of {pairs} pairs within {limit:g} min, {unreached} not reached; {slowest}: {verdict}</source>
      <translation>{mode}，{title}：{pairs} 对中 {within} 对在 {limit:g} 分钟内，{unreached} 对未连通；{slowest}：{verdict}</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>quickest path on the network (QGIS network analysis), lengths on the ellipsoid CGCS2000, both ways</source>
      <translation>网络最短时间路径（QGIS 网络分析），长度按 CGCS2000 椭球，双向通行</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>speeds: {a} lines from the field, {b} by class, {c} by default ({default}; no plan states speeds)</source>
      <translation>速度：{a} 条取自字段，{b} 条按等级，{c} 条按默认值（{default}；规划未给出速度）</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>access straight at {kmh:g} km/h at both ends, origins at most {snap:g} m from a line, tail at most {tail:g} m; lines may be left anywhere</source>
      <translation>两端按 {kmh:g} 公里/小时直线接驳，起点距线路不超过 {snap:g} 米，离开线路后不超过 {tail:g} 米；可在任意处离开线路</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>areas cumulative, not rings; official ellipsoidal area (图斑椭球面积)</source>
      <translation>等时圈为累计范围，不是圆环；面积为图斑椭球面积</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>crossings within {gap:g} m along the boundary are one exit</source>
      <translation>沿边界相距 {gap:g} 米以内的穿越点为同一通道</translation>
    </message>
    <message>
      <location filename="../processing_algs/corridors/hourcircle_rows.py"></location>
      <source>readings over all origins: fewer than two cities of the circle are among them</source>
      <translation>按全部起点读数：起点中的四市不足两个</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/algorithm.py"></location>
      <source>The outlines could not be united ({error}). Please report this, with the layer.</source>
      <translation>缓冲轮廓无法合并（{error}）。请附上图层报告此错误。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/algorithm.py"></location>
      <source>Rejected and repaired features</source>
      <translation>拒收和修复的要素</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/algorithm.py"></location>
      <source>Layer '{name}' has no field '{field}'. It has: {have}.</source>
      <translation>图层“{name}”没有字段“{field}”。现有字段：{have}。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/algorithm.py"></location>
      <source>Read {read}, counted {used}, listed only {listed}, repaired {repaired}, rejected {rejected}.</source>
      <translation>读入 {read}，计入 {used}，仅列出 {listed}，修复 {repaired}，拒收 {rejected}。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/algorithm.py"></location>
      <source>{src}, feature {fid}: {reason}</source>
      <translation>{src}，要素 {fid}：{reason}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/algorithm.py"></location>
      <source>… and {n} more: see the table of rejects</source>
      <translation>……还有 {n} 条：见拒收表</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/carried.py"></location>
      <source>The layer's own field {old} is kept as {new}</source>
      <translation>图层原有的字段 {old} 保留为 {new}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/destinations.py"></location>
      <source>input {name}</source>
      <translation>输入 {name}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/destinations.py"></location>
      <source>Output {name} would overwrite {what} ({path}). Choose another file.</source>
      <translation>输出 {name} 会覆盖{what}（{path}），请另选文件。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/destinations.py"></location>
      <source>output {name}</source>
      <translation>输出 {name}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/destinations.py"></location>
      <source>{path} is unfinished and could not be removed: it is open in another program. Delete it when it is closed there.</source>
      <translation>{path} 尚未写完，未能删除：该文件正被其他程序打开。请在该程序中关闭后手动删除。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/destinations.py"></location>
      <source>Writing of {name} failed: {error}</source>
      <translation>写入 {name} 失败：{error}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/field_mapping.py"></location>
      <source>Layer '{name}' has no field for {role}: choose it in {remedy} (it has: {have}).</source>
      <translation>图层“{name}”没有表示{role}的字段：请在 {remedy} 中指定（现有字段：{have}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/field_mapping.py"></location>
      <source>FIELDS names fields that no layer has: {fields}</source>
      <translation>FIELDS 中的字段在各图层中都不存在：{fields}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/held.py"></location>
      <source>Output {name}: {path} is loaded in the project as layer “{layer}”. Remove the layer from the project, or choose another file.</source>
      <translation>输出 {name}：{path} 已作为图层“{layer}”加载在工程中。请先从工程中移除该图层，或另选文件。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/held.py"></location>
      <source>Output {name}: {path} is open in another program, or may not be changed. Close it there, or choose another file.</source>
      <translation>输出 {name}：{path} 已被其他程序打开，或不允许修改。请先在该程序中关闭，或另选文件。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/method.py"></location>
      <source>AS_OF {day}</source>
      <translation>核算日期 {day}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/method.py"></location>
      <source>official ellipsoidal area (图斑椭球面积, {m:g} m densification), ellipsoid CGCS2000</source>
      <translation>图斑椭球面积（按 {m:g} 米内插），CGCS2000 椭球</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/method.py"></location>
      <source>geodesic area, ellipsoid CGCS2000</source>
      <translation>大地线椭球面积，CGCS2000 椭球</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/method.py"></location>
      <source>plane area in the Gauss zone</source>
      <translation>高斯投影带内的平面面积</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/method.py"></location>
      <source>measured in the layer's zone {crs}</source>
      <translation>在图层所在的带 {crs} 中量算</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/method.py"></location>
      <source>measured in the 3-degree zone of each polygon, from {crs}</source>
      <translation>由 {crs} 转到每个图斑所在的 3 度带量算</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>Form (id, or own .xlsx template)</source>
      <translation>表式（编号，或本单位的表格模板）</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>Form id (*)</source>
      <translation>表式编号 (*)</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>Workbook to print and sign</source>
      <translation>打印签字用的表册</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>Workbook (*.xlsx)</source>
      <translation>工作簿 (*.xlsx)</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>Workbook: {path} ({sheets})</source>
      <translation>已写出表册：{path}（{sheets}）</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>The layer {name} cannot be read again for the workbook.</source>
      <translation>无法重新读取图层 {name}，未写出表册。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sheet.py"></location>
      <source>Not recognised as results of NM Urban: {names}</source>
      <translation>不是本插件的结果图层：{names}</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/sinks.py"></location>
      <source>{output}: the shapefile cut {n} texts of column {name} to {most} bytes (the longest has {longest}). Choose a GeoPackage to keep them whole.</source>
      <translation>{output}：Shapefile 将列 {name} 中 {n} 个文字截断为 {most} 字节（最长的有 {longest} 字节）。如需保留全文，请选择 GeoPackage。</translation>
    </message>
    <message>
      <location filename="../processing_algs/framework/styles.py"></location>
      <source>The role of {path} could not be written</source>
      <translation>无法写入 {path} 的图层角色</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>Quota hooks: disposed stock and settled people</source>
      <translation>增存挂钩与人地挂钩测算</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>Quota and stock</source>
      <translation>指标与存量</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>Quota to be allotted (亩)</source>
      <translation>可分配指标总量（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>k1: quota per 亩 disposed (empty = parameter table)</source>
      <translation>k1：每处置1亩所得指标（不填用参数表）</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>k2: m² per settled person, one for all (empty = by land per head)</source>
      <translation>k2：每落户1人所得 m²，各旗县相同（不填按人均用地分档）</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>Tilt of the core regions (empty = parameter table)</source>
      <translation>重点区域倾斜系数（不填用参数表）</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>Quota by county</source>
      <translation>各旗县指标</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>What if k1 and k2 were other</source>
      <translation>k1、k2 情景表</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>Earned after limits (亩)</source>
      <translation>限制后应得（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/quotahooks.py"></location>
      <source>{name} must be a number from 0 to {most:,.0f}.</source>
      <translation>{name} 应为 0 至 {most:,.0f} 的数。</translation>
    </message>
    <message>
      <location filename="../processing_algs/hooks/rows.py"></location>
      <source>Cap {cap:.2f} 亩: earned {demand:.2f}, after limits {wanted:.2f}, allotted {allotted:.2f}, left {rest:.2f} 亩, factor {scale:.6f}</source>
      <translation>总量 {cap:.2f} 亩：应得 {demand:.2f}，限制后 {wanted:.2f}，分得 {allotted:.2f}，余 {rest:.2f} 亩，系数 {scale:.6f}</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approved-unsupplied and idle land inventory</source>
      <translation>批而未供、闲置土地清查</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approved land (polygons or table)</source>
      <translation>批准土地（面或表）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Supplied land (polygons or table)</source>
      <translation>供应土地（面或表）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Cancelled approvals (polygons or table)</source>
      <translation>核销批文（面或表）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Disposal tasks (county code, 亩)</source>
      <translation>处置任务表（旗县代码、亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Published figures to be checked (table)</source>
      <translation>待核对的公布数据（表）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Base date of the stock</source>
      <translation>存量基准日</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Deadline of disposal</source>
      <translation>处置完成时限</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Stock to be disposed of (亩)</source>
      <translation>应盘活存量（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Pieces smaller than this are slivers (m²)</source>
      <translation>细碎图斑界限（m²）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approvals from year</source>
      <translation>批准年度起</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approvals to year</source>
      <translation>批准年度止</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Unit of declared areas</source>
      <translation>申报面积单位</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approved, not supplied</source>
      <translation>批而未供土地</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Supplied parcels, idle or not</source>
      <translation>供应地块闲置判定</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Stock ledger</source>
      <translation>批而未供和闲置土地台账</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Documents: map against ledger</source>
      <translation>批文图账对照</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Checks of published figures</source>
      <translation>公布数据核对</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approved, not supplied (亩)</source>
      <translation>批而未供（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Idle (亩)</source>
      <translation>闲置（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Halted (亩)</source>
      <translation>中止开发（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Stock (亩)</source>
      <translation>存量（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Disposed since the base date (亩)</source>
      <translation>基准日以来处置（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Progress (%)</source>
      <translation>完成率（%）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approved (亩)</source>
      <translation>批准（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Supplied (亩)</source>
      <translation>已供（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Cancelled (亩)</source>
      <translation>核销（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Supplied outside approved land (亩)</source>
      <translation>批准范围外供地（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Supplied twice (亩)</source>
      <translation>重复供地（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approvals overlapping (亩)</source>
      <translation>批文重叠（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Approval documents</source>
      <translation>批文数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Lapsed documents</source>
      <translation>失效批文数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Unsupplied pieces</source>
      <translation>未供地块数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Slivers</source>
      <translation>细碎图斑数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Idle parcels</source>
      <translation>闲置宗数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Halted parcels</source>
      <translation>中止开发宗数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Parcels that cannot be judged</source>
      <translation>无法判定宗数</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>Published figures that do not tie</source>
      <translation>对不上的公布数据</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/idleland.py"></location>
      <source>declared areas</source>
      <translation>申报面积</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/inputs.py"></location>
      <source>Layer '{name}' is neither polygons nor a table without geometry.</source>
      <translation>图层“{name}”既不是面图层，也不是无几何的表。</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/terms.py"></location>
      <source>{name} must be a date, YYYY-MM-DD</source>
      <translation>{name} 应为日期，格式 YYYY-MM-DD</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/terms.py"></location>
      <source>The deadline ({end}) lies before the base date ({start}).</source>
      <translation>完成时限（{end}）早于基准日（{start}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/idle/terms.py"></location>
      <source>APPR_FROM ({first}) lies after APPR_TO ({last}).</source>
      <translation>批准年度起（{first}）晚于批准年度止（{last}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/provider.py"></location>
      <source>NM Urban: urbanization plans of Inner Mongolia</source>
      <translation>NM Urban：内蒙古新型城镇化规划</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Data check</source>
      <translation>数据质检</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Data</source>
      <translation>数据</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Layers and tables to check</source>
      <translation>要检查的图层和表</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>County area (to find what lies outside)</source>
      <translation>旗县范围（查超出范围的要素）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>County code (6 digits; unit codes should begin with it)</source>
      <translation>旗县代码（6位，单位代码应以它开头）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Overlaps, gaps, and layers against each other</source>
      <translation>检查重叠、缝隙和图层之间的关系</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Roles of layers (JSON), where recognition is to be corrected</source>
      <translation>图层角色（JSON，仅用于更正识别）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Rules (JSON file)</source>
      <translation>规则表（JSON 文件）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Issues</source>
      <translation>问题清单</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>What can be computed</source>
      <translation>就绪表</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Layers checked</source>
      <translation>检查的图层数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Errors</source>
      <translation>错误数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Warnings</source>
      <translation>警告数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Hints</source>
      <translation>提示数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Rules broken</source>
      <translation>违反的规则数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Algorithms that can run</source>
      <translation>可以计算的任务数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Features compared with their neighbours</source>
      <translation>参与比较的要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>Choose at least one layer or table.</source>
      <translation>请至少选择一个图层或表。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>{n} rules with their tolerances as in the rule table</source>
      <translation>规则 {n} 条，容差见规则表</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>overlaps and gaps checked</source>
      <translation>已查重叠与缝隙</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>overlaps and gaps not checked</source>
      <translation>未查重叠与缝隙</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>The county code must have 6 digits, not '{text}'.</source>
      <translation>旗县代码应为 6 位数字，而不是“{text}”。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>ROLES is no valid JSON (line {line}).</source>
      <translation>图层角色不是有效的 JSON（第 {line} 行）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>ROLES: there is no role '{role}'.</source>
      <translation>没有名为“{role}”的图层角色。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datacheck.py"></location>
      <source>ROLES: no layer to check is called '{name}'.</source>
      <translation>要检查的图层中没有“{name}”。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Repeated vertices and spikes</source>
      <translation>重复节点和尖刺</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Boundaries that cross themselves</source>
      <translation>自相交边界</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Multipart features into single ones</source>
      <translation>多部件拆成单部件</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Overlaps to the earlier feature</source>
      <translation>重叠归给在先的要素</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Gaps to the neighbour with the longest border</source>
      <translation>缝隙并入公共边最长的图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Fragments and slivers to the neighbour</source>
      <translation>碎图斑、狭长图斑并入相邻图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Data repair (as a new layer)</source>
      <translation>数据修复（另存新图层）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Polygon layer in a Gauss zone</source>
      <translation>高斯带内的面图层</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Land class (empty = found)</source>
      <translation>地类字段（不填自动识别）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Repaired layer</source>
      <translation>修复后的图层</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>List of changes</source>
      <translation>改动清单</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Changes</source>
      <translation>改动处数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Sum of area changes (m²)</source>
      <translation>面积增减合计（平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Area of the repaired layer (m²)</source>
      <translation>修复后图层面积（平方米）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Features kept</source>
      <translation>保留的要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>Choose at least one kind of repair.</source>
      <translation>请至少选择一种修复。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/datarepair.py"></location>
      <source>{step}: {n} changes, {area:+.2f} m² in all.</source>
      <translation>{step}：{n} 处，面积增减合计 {area:+.2f} 平方米。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/rows.py"></location>
      <source>Layer '{name}': {role}, {count} features, {issues} issues.</source>
      <translation>图层“{name}”：{role}，{count} 个要素，{issues} 处问题。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/rows.py"></location>
      <source>role unknown</source>
      <translation>角色未识别</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/rows.py"></location>
      <source>Errors {errors}, warnings {warnings}, hints {hints}.</source>
      <translation>错误 {errors} 处，警告 {warnings} 处，提示 {hints} 处。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/rows.py"></location>
      <source>Found most: {rules}.</source>
      <translation>主要问题：{rules}。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/rows.py"></location>
      <source>Can be computed: {names}.</source>
      <translation>可以计算：{names}。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quality/rows.py"></location>
      <source>No algorithm has all of its layers yet: see the table of readiness.</source>
      <translation>目前没有一项任务的图层齐备，缺什么见就绪表。</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Construction land quota accounting</source>
      <translation>建设用地指标核算</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>New construction parcels</source>
      <translation>新增建设用地图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Approval date field</source>
      <translation>批准日期字段</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Quota table (county code, year, 亩)</source>
      <translation>指标表（旗县代码、年度、亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Reward table (county code, year, 亩)</source>
      <translation>奖励指标表（旗县代码、年度、亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Cap of the region (亩)</source>
      <translation>全区总量（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>First day of the plan</source>
      <translation>规划期起始日</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Last day of the plan</source>
      <translation>规划期截止日</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Pieces by county</source>
      <translation>按旗县切分的图斑</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Quota ledger</source>
      <translation>指标台账</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Used (亩)</source>
      <translation>已用（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Balance (亩)</source>
      <translation>结余（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Share used (%)</source>
      <translation>使用率（%）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Used (公顷)</source>
      <translation>已用（公顷）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Outside all counties (亩)</source>
      <translation>不在任何旗县内（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Counted once (亩)</source>
      <translation>重叠只计一次的部分（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Without date (亩)</source>
      <translation>没有日期（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Outside the period (亩)</source>
      <translation>规划期外（亩）</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>Features outside the period</source>
      <translation>规划期外要素数</translation>
    </message>
    <message>
      <location filename="../processing_algs/quota/landquota.py"></location>
      <source>The plan ends ({end}) before it starts ({start}).</source>
      <translation>规划期截止日（{end}）早于起始日（{start}）。</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Sheets of results</source>
      <translation>台账导出</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Sheets and reports</source>
      <translation>表册与报告</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Results</source>
      <translation>结果图层</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Place in the title (empty = of the results)</source>
      <translation>标题中的行政区（空＝按结果）</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Reporting unit (empty = of the project)</source>
      <translation>填报单位（空＝按项目）</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Sheets written</source>
      <translation>写出的工作表数</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>Choose at least one layer of results.</source>
      <translation>请至少选择一个结果图层。</translation>
    </message>
    <message>
      <location filename="../processing_algs/sheets/sheet.py"></location>
      <source>No form prints these layers: {names}</source>
      <translation>没有可打印这些图层的表式：{names}</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Target compliance</source>
      <translation>目标达成评估</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Targets of the plans</source>
      <translation>规划目标</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Layer or table</source>
      <translation>图层或表</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Role of the layer (empty = by its fields)</source>
      <translation>图层角色（留空按字段识别）</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Place (code, name or set of cities; empty = the targets' own)</source>
      <translation>地区（代码、名称或城市组合；留空为目标所指地区）</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Own targets and values (JSON)</source>
      <translation>自有目标和数值（JSON）</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Place for which the layer is complete (code)</source>
      <translation>图层完整覆盖的地区（代码）</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Only targets that this layer answers</source>
      <translation>只输出本图层能回答的目标</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Targets met</source>
      <translation>达到</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Targets not met</source>
      <translation>未达到</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Targets not due yet</source>
      <translation>未到期的目标数</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Targets at risk</source>
      <translation>有风险</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Targets not computable</source>
      <translation>不可计算</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Rows without a number in the plan</source>
      <translation>规划无数值</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Rows</source>
      <translation>行数</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>The role of layer '{name}' is not known by its fields: choose ROLE.</source>
      <translation>无法按字段识别图层“{name}”的角色：请选定 ROLE。</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>Role of the layer: {role}</source>
      <translation>图层角色：{role}</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>ROLE: there is no layer role '{role}'; known are {roles}</source>
      <translation>ROLE：没有图层角色“{role}”；可用：{roles}</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>COVERS must be one place: a code of six digits or a name</source>
      <translation>COVERS 应为一个地区：六位代码或名称</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>unknown</source>
      <translation>未知</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>role {role}</source>
      <translation>图层角色 {role}</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>tolerance of about-targets: {points:g} points, {share:g} % of totals</source>
      <translation>“左右”类目标容差：率{points:g}个百分点，总量{share:g} %</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/compliance.py"></location>
      <source>layer declared complete for {code}</source>
      <translation>用户声明图层对{code}是完整的</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/rows.py"></location>
      <source>covers {k} of {n} units</source>
      <translation>覆盖{n}个单元中的{k}个</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/rows.py"></location>
      <source>{name}, {place}: {value:.4f} {unit} (goal {cmp} {goal:g}): {verdict}</source>
      <translation>{name}，{place}：{value:.4f}{unit}（目标 {cmp} {goal:g}）：{verdict}</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/rows.py"></location>
      <source>… and {n} more: see the output</source>
      <translation>……另有{n}行：见输出表</translation>
    </message>
    <message>
      <location filename="../processing_algs/targets/rows.py"></location>
      <source>{name}, {place}: {value:.4f} {unit}, {verdict}: {why}</source>
      <translation>{name}，{place}：{value:.4f} {unit}，{verdict}：{why}</translation>
    </message>
    <message>
      <source>'{text}' in field '{field}' is no code or name of a place: counted for no county</source>
      <translation type="vanished">字段“{field}”中的“{text}”不是行政区代码或名称，不计入任何旗县</translation>
    </message>
    <message>
      <source>'{value}' in field '{field}' is not a number &gt;= 0</source>
      <translation type="vanished">字段“{field}”中的“{value}”不是不小于 0 的数</translation>
    </message>
    <message>
      <source>'{value}' in field '{field}' is not a number &gt;= 0; taken as unknown</source>
      <translation type="vanished">字段“{field}”的“{value}”不是不小于0的数，按未知处理</translation>
    </message>
    <message>
      <source>'{value}' in field '{field}' is not a year</source>
      <translation type="vanished">字段“{field}”中的“{value}”不是年份</translation>
    </message>
    <message>
      <source>'{value}' in field '{field}' is not an area in 亩 (a number &gt;= 0)</source>
      <translation type="vanished">字段“{field}”中的“{value}”不是以亩为单位的面积（应为不小于 0 的数）</translation>
    </message>
    <message>
      <source>, cancellations deducted by document</source>
      <translation type="vanished">，核销按文号扣除</translation>
    </message>
    <message>
      <source>Approvals outside the period</source>
      <translation type="vanished">期外批文</translation>
    </message>
    <message>
      <source>Approvals overlap each other by {m2:.2f} m²; counted once.</source>
      <translation type="vanished">批文相互重叠 {m2:.2f} m²，只计一次。</translation>
    </message>
    <message>
      <source>Approvals overlapping, counted once</source>
      <translation type="vanished">批文重叠（只计一次）</translation>
    </message>
    <message>
      <source>Arrow stream</source>
      <translation type="vanished">Arrow 数据流</translation>
    </message>
    <message>
      <source>At risk</source>
      <translation type="vanished">有风险</translation>
    </message>
    <message>
      <source>Baseline, not judged</source>
      <translation type="vanished">基数，不判定</translation>
    </message>
    <message>
      <source>Cancelled beyond what was left: {m2:.2f} m²; not counted.</source>
      <translation type="vanished">核销超出剩余面积 {m2:.2f} m²，不计入。</translation>
    </message>
    <message>
      <source>Field '{field}' is not read: its heading names another unit than 亩; convert it.</source>
      <translation type="vanished">字段“{field}”未读取：字段名中的单位不是所需单位（亩），请换算。</translation>
    </message>
    <message>
      <source>In no county unit</source>
      <translation type="vanished">不在任何旗县</translation>
    </message>
    <message>
      <source>Land-use codes that are in no table count as unknown: {codes}</source>
      <translation type="vanished">不在地类编码表中的代码按“未知”统计：{codes}</translation>
    </message>
    <message>
      <source>Layer '{name}' has no field for '{role}': choose it in {remedy} (it has: {have}).</source>
      <translation type="vanished">图层“{name}”中找不到“{role}”对应的字段：请在 {remedy} 中选择（现有字段：{have}）。</translation>
    </message>
    <message>
      <source>Layer '{name}' has no field for {roles}: what hangs on it stays undecided. Name the fields in FIELDS.</source>
      <translation type="vanished">图层“{name}”没有{roles}字段：与之有关的判定从缺。请在“字段对应”中指定。</translation>
    </message>
    <message>
      <source>Layer '{name}', field '{field}': no unit in its name, read as {unit} ({by}).</source>
      <translation type="vanished">图层“{name}”字段“{field}”的名称未注明单位，按{unit}读取（{by}）。</translation>
    </message>
    <message>
      <source>Layer '{name}', field '{field}': read as {unit}, but that does not fit the drawn areas; check the unit.</source>
      <translation type="vanished">图层“{name}”字段“{field}”按{unit}读取，但与图上面积不符，请核对单位。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} approvals have no date: counted, without age and year.</source>
      <translation type="vanished">图层“{name}”：{n} 件批文没有日期，计入但无年限和年度。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} approvals lie outside the period: listed, not counted.</source>
      <translation type="vanished">图层“{name}”：{n} 件批文在期外，只列出，不计入。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} cancellations name no approval document that counts.</source>
      <translation type="vanished">图层“{name}”：{n} 条核销的文号不在计入的批文中。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} rows lie in another county unit than their code field says; the map stands.</source>
      <translation type="vanished">图层“{name}”：{n} 行所在旗县与代码字段不一致，以图形为准。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} rows without number of the document; each stands for itself.</source>
      <translation type="vanished">图层“{name}”：{n} 行没有批准文号，各自单独成件。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} supplies are dated after {day}: listed, not counted.</source>
      <translation type="vanished">图层“{name}”：{n} 宗供地的日期晚于 {day}，只列出，不计入。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} supplies bear a number that another one bears; without a map all count. Check them.</source>
      <translation type="vanished">图层“{name}”：{n} 宗供地的编号与其他宗重复；无图形时全部计入，请核对。</translation>
    </message>
    <message>
      <source>Layer '{name}': {n} supplies have no date: counted as supplied before the base date.</source>
      <translation type="vanished">图层“{name}”：{n} 宗供地没有日期，按基准日前已供计。</translation>
    </message>
    <message>
      <source>Met</source>
      <translation type="vanished">达到</translation>
    </message>
    <message>
      <source>No number</source>
      <translation type="vanished">无数值</translation>
    </message>
    <message>
      <source>No number in the plan</source>
      <translation type="vanished">规划无数值</translation>
    </message>
    <message>
      <source>No year</source>
      <translation type="vanished">无年度</translation>
    </message>
    <message>
      <source>Not computable</source>
      <translation type="vanished">不可计算</translation>
    </message>
    <message>
      <source>Not due yet</source>
      <translation type="vanished">未到期</translation>
    </message>
    <message>
      <source>Not met</source>
      <translation type="vanished">未达到</translation>
    </message>
    <message>
      <source>Not met yet, on schedule</source>
      <translation type="vanished">尚未达到，符合进度</translation>
    </message>
    <message>
      <source>Not met, behind schedule</source>
      <translation type="vanished">未达到，落后于进度</translation>
    </message>
    <message>
      <source>Overlay: parcels read by {path}.</source>
      <translation type="vanished">叠加：图斑读取方式 {path}。</translation>
    </message>
    <message>
      <source>Published figure does not tie, {name}: {words}</source>
      <translation type="vanished">公布数据对不上，{name}：{words}</translation>
    </message>
    <message>
      <source>Region: approved {appr:.2f} 亩 = supplied {sup:.2f} + cancelled {canc:.2f} + unsupplied {unsup:.2f}; idle {idle:.2f}, stock {stock:.2f}, disposed {disp:.2f} 亩 = {share} of the goal</source>
      <translation type="vanished">全区：批准 {appr:.2f} 亩 = 已供 {sup:.2f} + 核销 {canc:.2f} + 未供 {unsup:.2f}；闲置 {idle:.2f}，存量 {stock:.2f}，已处置 {disp:.2f} 亩，占目标 {share}</translation>
    </message>
    <message>
      <source>Region: quota {quota:.2f} 亩, used {used:.2f} 亩 = {ha:.4f} 公顷, balance {balance:.2f} 亩, share {share}, {verdict}</source>
      <translation type="vanished">全区：指标 {quota:.2f} 亩，已用 {used:.2f} 亩 = {ha:.4f} 公顷，结余 {balance:.2f} 亩，使用率 {share}，{verdict}</translation>
    </message>
    <message>
      <source>Supplied outside approved land</source>
      <translation type="vanished">批准范围外供地</translation>
    </message>
    <message>
      <source>Supplied outside approved land: {m2:.2f} m²; listed, not counted as supplied.</source>
      <translation type="vanished">批准范围外供地 {m2:.2f} m²，单列，不计入已供。</translation>
    </message>
    <message>
      <source>Supplied twice, counted once</source>
      <translation type="vanished">重复供地（只计一次）</translation>
    </message>
    <message>
      <source>Supplied twice: {m2:.2f} m²; counted once.</source>
      <translation type="vanished">重复供地 {m2:.2f} m²，只计一次。</translation>
    </message>
    <message>
      <source>Supplies in approvals outside the period stand there as supplied outside approved land.</source>
      <translation type="vanished">位于期外批文内的供地，此处列为批准范围外供地。</translation>
    </message>
    <message>
      <source>Table '{name}': rows added to an earlier row of the same county and year: {n}.</source>
      <translation type="vanished">表“{name}”：与前面的行旗县、年度相同而相加的行数：{n}。</translation>
    </message>
    <message>
      <source>Test: nothing to test</source>
      <translation type="vanished">检验：没有可检验的要素</translation>
    </message>
    <message>
      <source>Test: {k} of {n} fail</source>
      <translation type="vanished">检验：{n} 个中 {k} 个不符合</translation>
    </message>
    <message>
      <source>The base date ({start}) lies after {day}: nothing can have been disposed of since.</source>
      <translation type="vanished">基准日（{start}）晚于 {day}：此后不可能有处置。</translation>
    </message>
    <message>
      <source>The file cannot be written: {why}</source>
      <translation type="vanished">文件无法写入：{why}</translation>
    </message>
    <message>
      <source>The tasks of the counties sum to {total:.2f} 亩, the goal of the region is {goal:.2f} 亩.</source>
      <translation type="vanished">各旗县任务合计 {total:.2f} 亩，全区目标为 {goal:.2f} 亩。</translation>
    </message>
    <message>
      <source>a hole lies outside its outer ring</source>
      <translation type="vanished">孔洞在外环之外</translation>
    </message>
    <message>
      <source>a ring has too few vertices</source>
      <translation type="vanished">环的顶点太少</translation>
    </message>
    <message>
      <source>a ring occurs twice</source>
      <translation type="vanished">同一个环出现两次</translation>
    </message>
    <message>
      <source>a ring touches or overlaps itself</source>
      <translation type="vanished">环自相接或自重叠</translation>
    </message>
    <message>
      <source>a row of measures needs an indicator and a number</source>
      <translation type="vanished">指标值记录须有指标编号和数值</translation>
    </message>
    <message>
      <source>areas as drawn; unsupplied = approved − supplied − cancelled on the map</source>
      <translation type="vanished">按图上面积；未供 = 批准 − 已供 − 核销，由图形叠加得出</translation>
    </message>
    <message>
      <source>assumed: nothing tells it</source>
      <translation type="vanished">假定，无依据</translation>
    </message>
    <message>
      <source>at risk</source>
      <translation type="vanished">有风险</translation>
    </message>
    <message>
      <source>base date {base}, deadline {deadline}</source>
      <translation type="vanished">基准日 {base}，时限 {deadline}</translation>
    </message>
    <message>
      <source>by the drawn areas</source>
      <translation type="vanished">由图上面积判断</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation type="vanished">核销</translation>
    </message>
    <message>
      <source>cannot be measured</source>
      <translation type="vanished">无法量算</translation>
    </message>
    <message>
      <source>coordinates lie too far from the central meridian of {crs} or outside China: check the layer's CRS</source>
      <translation type="vanished">坐标离 {crs} 的中央子午线过远，或落在中国范围之外：请检查图层的坐标系</translation>
    </message>
    <message>
      <source>county code {code} stands in {n} rows: merge them into one</source>
      <translation type="vanished">旗县代码 {code} 有 {n} 行：请合并为一行</translation>
    </message>
    <message>
      <source>disposed</source>
      <translation type="vanished">已处置</translation>
    </message>
    <message>
      <source>field '{field}' ({role}) is empty or cannot be read: not counted where it is needed</source>
      <translation type="vanished">字段“{field}”（{role}）为空或无法识别：需要该字段处未计入</translation>
    </message>
    <message>
      <source>holes lie in each other</source>
      <translation type="vanished">孔洞相互嵌套</translation>
    </message>
    <message>
      <source>idle</source>
      <translation type="vanished">闲置</translation>
    </message>
    <message>
      <source>impossible date in field '{field}': {why}; taken as unknown</source>
      <translation type="vanished">字段“{field}”日期有误：{why}；按未知处理</translation>
    </message>
    <message>
      <source>invalid polygon</source>
      <translation type="vanished">无效的面</translation>
    </message>
    <message>
      <source>met</source>
      <translation type="vanished">达标</translation>
    </message>
    <message>
      <source>no area in field '{field}' and no geometry: counts as 0</source>
      <translation type="vanished">字段“{field}”无面积且无几何，按 0 计</translation>
    </message>
    <message>
      <source>no date</source>
      <translation type="vanished">无日期</translation>
    </message>
    <message>
      <source>no declared areas in {layers}</source>
      <translation type="vanished">{layers} 无申报面积</translation>
    </message>
    <message>
      <source>no geometry for {layers}: declared areas, unsupplied by document</source>
      <translation type="vanished">{layers} 无几何：用申报面积，未供按批准文号计算</translation>
    </message>
    <message>
      <source>no number in the plan</source>
      <translation type="vanished">规划未给出数值</translation>
    </message>
    <message>
      <source>not computable</source>
      <translation type="vanished">无法计算</translation>
    </message>
    <message>
      <source>not met</source>
      <translation type="vanished">未达标</translation>
    </message>
    <message>
      <source>overlaps parcel {number} ({file}, line {line}) by {area:.2f} m²</source>
      <translation type="vanished">与地块 {number}（{file} 第{line}行）重叠 {area:.2f} m²</translation>
    </message>
    <message>
      <source>parts lie in each other</source>
      <translation type="vanished">各部分相互嵌套</translation>
    </message>
    <message>
      <source>single features</source>
      <translation type="vanished">逐要素</translation>
    </message>
    <message>
      <source>supplied</source>
      <translation type="vanished">已供</translation>
    </message>
    <message>
      <source>the boundary cannot be read in one way only ({why}): redraw it</source>
      <translation type="vanished">边界不能唯一判读（{why}）：请重新绘制</translation>
    </message>
    <message>
      <source>the boundary crosses itself</source>
      <translation type="vanished">边界自相交</translation>
    </message>
    <message>
      <source>the boundary crosses or overlaps itself and can be read in several ways ({why}): redraw it</source>
      <translation type="vanished">边界自相交或自重叠，可以有几种理解（{why}）：请重新绘制</translation>
    </message>
    <message>
      <source>the boundary is no valid polygon: {why}</source>
      <translation type="vanished">边界不是有效的面：{why}</translation>
    </message>
    <message>
      <source>the geometry is not a line</source>
      <translation type="vanished">几何不是线</translation>
    </message>
    <message>
      <source>the interior falls apart</source>
      <translation type="vanished">内部被分割</translation>
    </message>
    <message>
      <source>there is no county unit, league or city with the code {code}: counted for no place</source>
      <translation type="vanished">没有代码为{code}的旗县或盟市：不计入任何地区</translation>
    </message>
    <message>
      <source>tied totals minus exact totals (亩): {ties}</source>
      <translation type="vanished">平账合计减精确合计（亩）：{ties}</translation>
    </message>
    <message>
      <source>unknown county code '{code}' in field '{field}': it is none of the 103 county units</source>
      <translation type="vanished">字段“{field}”中的旗县代码“{code}”未知：不在 103 个旗县市区之内</translation>
    </message>
    <message>
      <source>unsupplied</source>
      <translation type="vanished">未供</translation>
    </message>
    <message>
      <source>year {year} lies outside the plan period {first}-{last}</source>
      <translation type="vanished">年份 {year} 不在规划期 {first}—{last} 内</translation>
    </message>
    <message>
      <source>{n} features of the population layer have no number and count as 0</source>
      <translation type="vanished">人口图层有 {n} 个要素没有人口数，按 0 计</translation>
    </message>
    <message>
      <source>{n} supplies name another approval document than the one they lie in: see DOCUMENTS.</source>
      <translation type="vanished">{n} 宗供地所填批准文号与所在批文不一致，见图账对照表。</translation>
    </message>
    <message>
      <source>{value:g} in field '{field}' is too large to be true: check its unit</source>
      <translation type="vanished">字段“{field}”的值 {value:g} 过大，请检查单位</translation>
    </message>
  </context>
</TS>
