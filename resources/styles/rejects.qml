<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="action">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="剔除" type="QString" value="rejected" />
       </Option>
       <Option type="Map">
        <Option name="修复后计入" type="QString" value="repaired" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="src" index="0" name="来源图层" />
  <alias field="fid" index="1" name="要素号" />
  <alias field="reason" index="2" name="原因" />
  <alias field="action" index="3" name="处理" />
  <alias field="d_area_m2" index="4" name="面积变化(㎡)" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
