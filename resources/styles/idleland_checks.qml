<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="result">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="相符" type="QString" value="ties" />
       </Option>
       <Option type="Map">
        <Option name="不相符" type="QString" value="does_not_tie" />
       </Option>
       <Option type="Map">
        <Option name="取整相符" type="QString" value="coarse" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="src_fid" index="0" name="源要素号" />
  <alias field="name" index="1" name="单位" />
  <alias field="check" index="2" name="核对" />
  <alias field="item" index="3" name="项目" />
  <alias field="unit" index="4" name="单位" />
  <alias field="printed" index="5" name="公布值" />
  <alias field="computed" index="6" name="计算值" />
  <alias field="diff" index="7" name="差值" />
  <alias field="result" index="8" name="结果" />
  <alias field="words" index="9" name="算式" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles>
   <fieldstyle fieldname="result">
    <style background_color="#e2efda" background_color_alpha="255" name="相符" rule="@value = 'ties'" />
    <style background_color="#f8cbad" background_color_alpha="255" name="不相符" rule="@value = 'does_not_tie'" />
    <style background_color="#ffe699" background_color_alpha="255" name="取整相符" rule="@value = 'coarse'" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
