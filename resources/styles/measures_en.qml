<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <aliases>
  <alias field="indicator" index="0" name="Indicator" />
  <alias field="code" index="1" name="Code" />
  <alias field="date" index="2" name="Date" />
  <alias field="value" index="3" name="Value" />
  <alias field="unit" index="4" name="Unit" />
  <alias field="n" index="5" name="Features" />
  <alias field="method" index="6" name="Method" />
  <alias field="src_layer" index="7" name="Source layer" />
  <alias field="missing" index="8" name="Missing" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
