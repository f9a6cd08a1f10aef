<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <aliases>
  <alias field="k1_x" index="0" name="k1倍数" />
  <alias field="k2_x" index="1" name="k2倍数" />
  <alias field="k1" index="2" name="k1" />
  <alias field="k2_low" index="3" name="k2低档(㎡/人)" />
  <alias field="k2_mid" index="4" name="k2中档(㎡/人)" />
  <alias field="k2_high" index="5" name="k2高档(㎡/人)" />
  <alias field="demand_mu" index="6" name="应得(亩)" />
  <alias field="alloc_mu" index="7" name="分得(亩)" />
  <alias field="rest_mu" index="8" name="余量(亩)" />
  <alias field="scale" index="9" name="折减系数" />
  <alias field="n_limited" index="10" name="受限旗县数" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
