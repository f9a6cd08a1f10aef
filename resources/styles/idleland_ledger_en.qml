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
        <Option name="League" type="QString" value="league" />
       </Option>
       <Option type="Map">
        <Option name="County" type="QString" value="county" />
       </Option>
       <Option type="Map">
        <Option name="Region by year" type="QString" value="year" />
       </Option>
       <Option type="Map">
        <Option name="County by year" type="QString" value="county_year" />
       </Option>
       <Option type="Map">
        <Option name="By age" type="QString" value="age" />
       </Option>
       <Option type="Map">
        <Option name="In no county" type="QString" value="no_county" />
       </Option>
       <Option type="Map">
        <Option name="Supplied outside approvals" type="QString" value="sup_outside" />
       </Option>
       <Option type="Map">
        <Option name="Supplied twice" type="QString" value="sup_twice" />
       </Option>
       <Option type="Map">
        <Option name="Approvals overlapping" type="QString" value="appr_overlap" />
       </Option>
       <Option type="Map">
        <Option name="Approvals outside the years" type="QString" value="out_of_window" />
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
  <alias field="appr_mu" index="3" name="Approved (mu)" />
  <alias field="sup_mu" index="4" name="Supplied (mu)" />
  <alias field="canc_mu" index="5" name="Cancelled (mu)" />
  <alias field="unsup_mu" index="6" name="Unsupplied (mu)" />
  <alias field="idle_mu" index="7" name="Idle (mu)" />
  <alias field="halted_mu" index="8" name="Halted (mu)" />
  <alias field="stock_mu" index="9" name="Stock (mu)" />
  <alias field="disp_mu" index="10" name="Disposed (mu)" />
  <alias field="unsup_pct" index="11" name="Unsupplied (%)" />
  <alias field="idle_pct" index="12" name="Idle (%)" />
  <alias field="verdict" index="13" name="Verdict" />
  <alias field="year" index="14" name="Year (0 = all)" />
  <alias field="sup_pct" index="15" name="Supplied (%)" />
  <alias field="task_mu" index="16" name="Task (mu)" />
  <alias field="prog_pct" index="17" name="Progress (%)" />
  <alias field="appr_ha" index="18" name="Approved (ha)" />
  <alias field="sup_ha" index="19" name="Supplied (ha)" />
  <alias field="canc_ha" index="20" name="Cancelled (ha)" />
  <alias field="unsup_ha" index="21" name="Unsupplied (ha)" />
  <alias field="idle_ha" index="22" name="Idle (ha)" />
  <alias field="halted_ha" index="23" name="Halted (ha)" />
  <alias field="stock_ha" index="24" name="Stock (ha)" />
  <alias field="disp_ha" index="25" name="Disposed (ha)" />
 </aliases>
 <conditionalstyles>
  <rowstyles>
   <style background_color="#ededed" background_color_alpha="255" name="" rule="&quot;level&quot; IN ('region', 'league')" />
  </rowstyles>
  <fieldstyles>
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
