<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <aliases>
  <alias field="indicator" index="0" name="指标编号" />
  <alias field="code" index="1" name="代码" />
  <alias field="date" index="2" name="日期" />
  <alias field="value" index="3" name="数值" />
  <alias field="unit" index="4" name="单位" />
  <alias field="n" index="5" name="要素数" />
  <alias field="method" index="6" name="方法" />
  <alias field="src_layer" index="7" name="来源图层" />
  <alias field="missing" index="8" name="缺少" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
