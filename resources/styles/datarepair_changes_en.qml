<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="step">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="vertices and spikes" type="QString" value="vertices" />
       </Option>
       <Option type="Map">
        <Option name="invalid boundary" type="QString" value="invalid" />
       </Option>
       <Option type="Map">
        <Option name="single parts" type="QString" value="parts" />
       </Option>
       <Option type="Map">
        <Option name="overlaps" type="QString" value="overlaps" />
       </Option>
       <Option type="Map">
        <Option name="gaps" type="QString" value="gaps" />
       </Option>
       <Option type="Map">
        <Option name="fragments" type="QString" value="fragments" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="src_fid" index="0" name="Source fid" />
  <alias field="step" index="1" name="Step" />
  <alias field="detail" index="2" name="Change" />
  <alias field="d_area_m2" index="3" name="Area change (m²)" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
