<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="ready">
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
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="indicator" index="0" name="Algorithm id" />
  <alias field="name" index="1" name="Algorithm" />
  <alias field="input" index="2" name="Input" />
  <alias field="layer" index="3" name="Layer" />
  <alias field="ready" index="4" name="Ready" />
  <alias field="missing" index="5" name="Missing" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
