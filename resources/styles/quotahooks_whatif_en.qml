<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <aliases>
  <alias field="k1_x" index="0" name="Times k1" />
  <alias field="k2_x" index="1" name="Times k2" />
  <alias field="k1" index="2" name="k1" />
  <alias field="k2_low" index="3" name="k2 low (m² per person)" />
  <alias field="k2_mid" index="4" name="k2 middle (m² per person)" />
  <alias field="k2_high" index="5" name="k2 high (m² per person)" />
  <alias field="demand_mu" index="6" name="Earned (mu)" />
  <alias field="alloc_mu" index="7" name="Allotted (mu)" />
  <alias field="rest_mu" index="8" name="Rest (mu)" />
  <alias field="scale" index="9" name="Factor of scaling" />
  <alias field="n_limited" index="10" name="Counties limited" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
