<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="action">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Rejected" type="QString" value="rejected" />
       </Option>
       <Option type="Map">
        <Option name="Repaired, counted" type="QString" value="repaired" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="src" index="0" name="Source layer" />
  <alias field="fid" index="1" name="Feature id" />
  <alias field="reason" index="2" name="Reason" />
  <alias field="action" index="3" name="Action" />
  <alias field="d_area_m2" index="4" name="Area change (m²)" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
