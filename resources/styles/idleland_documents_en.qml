<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="age_class">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Under 1 year" type="QString" value="&lt;1" />
       </Option>
       <Option type="Map">
        <Option name="1–2 years" type="QString" value="1-2" />
       </Option>
       <Option type="Map">
        <Option name="2–5 years" type="QString" value="2-5" />
       </Option>
       <Option type="Map">
        <Option name="5 years and more" type="QString" value="&gt;5" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="lapsed">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="yes" type="QString" value="yes" />
       </Option>
       <Option type="Map">
        <Option name="no" type="QString" value="no" />
       </Option>
       <Option type="Map">
        <Option name="to be checked" type="QString" value="unknown" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="appr_id" index="0" name="Approval document" />
  <alias field="project" index="1" name="Project" />
  <alias field="code" index="2" name="County code" />
  <alias field="name" index="3" name="County" />
  <alias field="year" index="4" name="Year" />
  <alias field="appr_date" index="5" name="Approval date" />
  <alias field="n_parcels" index="6" name="Parcels" />
  <alias field="n_supply" index="7" name="Supplies" />
  <alias field="appr_m2" index="8" name="Approved, drawn (m²)" />
  <alias field="sup_m2" index="9" name="Supplied, drawn (m²)" />
  <alias field="canc_m2" index="10" name="Cancelled, drawn (m²)" />
  <alias field="unsup_m2" index="11" name="Unsupplied, drawn (m²)" />
  <alias field="overlap_m2" index="12" name="Overlapping others (m²)" />
  <alias field="decl_appr" index="13" name="Approved, declared (m²)" />
  <alias field="decl_sup" index="14" name="Supplied, declared (m²)" />
  <alias field="decl_canc" index="15" name="Cancelled, declared (m²)" />
  <alias field="decl_uns" index="16" name="Unsupplied, declared (m²)" />
  <alias field="d_appr_m2" index="17" name="Approved: declared − drawn (m²)" />
  <alias field="d_uns_m2" index="18" name="Unsupplied: declared − drawn (m²)" />
  <alias field="appr_mu" index="19" name="Approved (mu)" />
  <alias field="sup_mu" index="20" name="Supplied (mu)" />
  <alias field="canc_mu" index="21" name="Cancelled (mu)" />
  <alias field="unsup_mu" index="22" name="Unsupplied (mu)" />
  <alias field="age_y" index="23" name="Completed years" />
  <alias field="age_class" index="24" name="Age class" />
  <alias field="lapsed" index="25" name="Lapsed" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles>
   <fieldstyle fieldname="d_appr_m2">
    <style name="" rule="abs(@value) &gt;= 1" text_color="#c00000" text_color_alpha="255" />
   </fieldstyle>
   <fieldstyle fieldname="d_uns_m2">
    <style name="" rule="abs(@value) &gt;= 1" text_color="#c00000" text_color_alpha="255" />
   </fieldstyle>
   <fieldstyle fieldname="lapsed">
    <style background_color="#f8cbad" background_color_alpha="255" name="yes" rule="@value = 'yes'" />
    <style background_color="#e7e6e6" background_color_alpha="255" name="to be checked" rule="@value = 'unknown'" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
