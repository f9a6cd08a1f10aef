<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="ready">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="是" type="QString" value="yes" />
       </Option>
       <Option type="Map">
        <Option name="否" type="QString" value="no" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="indicator" index="0" name="任务代号" />
  <alias field="name" index="1" name="任务" />
  <alias field="input" index="2" name="输入" />
  <alias field="layer" index="3" name="图层" />
  <alias field="ready" index="4" name="就绪" />
  <alias field="missing" index="5" name="缺少" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
