<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="step">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="节点和尖刺" type="QString" value="vertices" />
       </Option>
       <Option type="Map">
        <Option name="自相交" type="QString" value="invalid" />
       </Option>
       <Option type="Map">
        <Option name="拆分部件" type="QString" value="parts" />
       </Option>
       <Option type="Map">
        <Option name="重叠" type="QString" value="overlaps" />
       </Option>
       <Option type="Map">
        <Option name="缝隙" type="QString" value="gaps" />
       </Option>
       <Option type="Map">
        <Option name="碎图斑" type="QString" value="fragments" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="src_fid" index="0" name="源要素号" />
  <alias field="step" index="1" name="步骤" />
  <alias field="detail" index="2" name="改动" />
  <alias field="d_area_m2" index="3" name="面积增减(㎡)" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles />
 </conditionalstyles>
</qgis>
