<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="level">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Region" type="QString" value="region" />
       </Option>
       <Option type="Map">
        <Option name="League or city" type="QString" value="league" />
       </Option>
       <Option type="Map">
        <Option name="County" type="QString" value="county" />
       </Option>
       <Option type="Map">
        <Option name="In no county" type="QString" value="outside" />
       </Option>
       <Option type="Map">
        <Option name="Overlaps (not counted)" type="QString" value="overlap" />
       </Option>
       <Option type="Map">
        <Option name="No valid date (not counted)" type="QString" value="undated" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="verdict">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Met" type="QString" value="met" />
       </Option>
       <Option type="Map">
        <Option name="Not met" type="QString" value="not_met" />
       </Option>
       <Option type="Map">
        <Option name="Not due yet" type="QString" value="pending" />
       </Option>
       <Option type="Map">
        <Option name="At risk" type="QString" value="at_risk" />
       </Option>
       <Option type="Map">
        <Option name="Not computable" type="QString" value="not_computable" />
       </Option>
       <Option type="Map">
        <Option name="No number in the plan" type="QString" value="no_number" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="level" index="0" name="Level" />
  <alias field="code" index="1" name="Code" />
  <alias field="name" index="2" name="Unit" />
  <alias field="year" index="3" name="Year (0 = all)" />
  <alias field="quota_mu" index="4" name="Quota (mu)" />
  <alias field="reward_mu" index="5" name="Reward (mu)" />
  <alias field="used_mu" index="6" name="Used (mu)" />
  <alias field="used_ha" index="7" name="Used (ha)" />
  <alias field="balance_mu" index="8" name="Balance (mu)" />
  <alias field="used_pct" index="9" name="Used (%)" />
  <alias field="agri_mu" index="10" name="Agricultural land (mu)" />
  <alias field="crop_mu" index="11" name="of which cropland (mu)" />
  <alias field="unused_mu" index="12" name="Unused land (mu)" />
  <alias field="built_mu" index="13" name="Already built (mu)" />
  <alias field="unknown_mu" index="14" name="Unknown land use (mu)" />
  <alias field="verdict" index="15" name="Verdict" />
 </aliases>
 <conditionalstyles>
  <rowstyles>
   <style background_color="#ededed" background_color_alpha="255" name="" rule="&quot;level&quot; IN ('region', 'league') AND &quot;year&quot; = 0" />
  </rowstyles>
  <fieldstyles>
   <fieldstyle fieldname="balance_mu">
    <style name="" rule="@value &lt; 0" text_color="#c00000" text_color_alpha="255" />
   </fieldstyle>
   <fieldstyle fieldname="verdict">
    <style background_color="#e2efda" background_color_alpha="255" name="Met" rule="@value = 'met'" />
    <style background_color="#f8cbad" background_color_alpha="255" name="Not met" rule="@value = 'not_met'" />
    <style background_color="#ddebf7" background_color_alpha="255" name="Not due yet" rule="@value = 'pending'" />
    <style background_color="#ffe699" background_color_alpha="255" name="At risk" rule="@value = 'at_risk'" />
    <style background_color="#e7e6e6" background_color_alpha="255" name="Not computable" rule="@value = 'not_computable'" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
