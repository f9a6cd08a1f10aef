<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="result">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Ties" type="QString" value="ties" />
       </Option>
       <Option type="Map">
        <Option name="Does not tie" type="QString" value="does_not_tie" />
       </Option>
       <Option type="Map">
        <Option name="Ties as rounded" type="QString" value="coarse" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="src_fid" index="0" name="Source fid" />
  <alias field="name" index="1" name="Name" />
  <alias field="check" index="2" name="Check" />
  <alias field="item" index="3" name="Item" />
  <alias field="unit" index="4" name="Unit" />
  <alias field="printed" index="5" name="Printed" />
  <alias field="computed" index="6" name="Computed" />
  <alias field="diff" index="7" name="Difference" />
  <alias field="result" index="8" name="Result" />
  <alias field="words" index="9" name="Arithmetic" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles>
   <fieldstyle fieldname="result">
    <style background_color="#e2efda" background_color_alpha="255" name="Ties" rule="@value = 'ties'" />
    <style background_color="#f8cbad" background_color_alpha="255" name="Does not tie" rule="@value = 'does_not_tie'" />
    <style background_color="#ffe699" background_color_alpha="255" name="Ties as rounded" rule="@value = 'coarse'" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
