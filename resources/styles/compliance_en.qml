<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
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
  <field configurationFlags="None" name="pace">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="On schedule" type="QString" value="on_schedule" />
       </Option>
       <Option type="Map">
        <Option name="Behind" type="QString" value="behind" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="state">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Due" type="QString" value="due" />
       </Option>
       <Option type="Map">
        <Option name="Not due yet" type="QString" value="live" />
       </Option>
       <Option type="Map">
        <Option name="Undated" type="QString" value="undated" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="kind">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Target" type="QString" value="target" />
       </Option>
       <Option type="Map">
        <Option name="Threshold" type="QString" value="threshold" />
       </Option>
       <Option type="Map">
        <Option name="Rule" type="QString" value="rule" />
       </Option>
       <Option type="Map">
        <Option name="Baseline" type="QString" value="baseline" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="origin">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Plans" type="QString" value="register" />
       </Option>
       <Option type="Map">
        <Option name="Own" type="QString" value="own" />
       </Option>
       <Option type="Map">
        <Option name="Own quota or task" type="QString" value="allotted" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="target" index="0" name="Target id" />
  <alias field="name" index="1" name="Target" />
  <alias field="place" index="2" name="Place code" />
  <alias field="place_name" index="3" name="Place" />
  <alias field="value" index="4" name="Value" />
  <alias field="val_unit" index="5" name="Unit of the value" />
  <alias field="goal" index="6" name="Goal" />
  <alias field="cmp" index="7" name="Comparator" />
  <alias field="unit" index="8" name="Unit" />
  <alias field="year" index="9" name="Year" />
  <alias field="verdict" index="10" name="Verdict" />
  <alias field="gap" index="11" name="Gap (negative = in reserve)" />
  <alias field="gap_phys" index="12" name="Gap in physical units" />
  <alias field="phys_unit" index="13" name="Physical unit" />
  <alias field="pace" index="14" name="Pace" />
  <alias field="expected" index="15" name="Due now" />
  <alias field="state" index="16" name="State" />
  <alias field="stands" index="17" name="Stands" />
  <alias field="kind" index="18" name="Kind" />
  <alias field="tier" index="19" name="Tier" />
  <alias field="origin" index="20" name="Origin" />
  <alias field="indicator" index="21" name="Indicator" />
  <alias field="n" index="22" name="Features" />
  <alias field="n_skipped" index="23" name="Skipped" />
  <alias field="n_fail" index="24" name="Failing" />
  <alias field="covered" index="25" name="Units covered" />
  <alias field="units" index="26" name="Units of the target" />
  <alias field="missing" index="27" name="Missing" />
  <alias field="method" index="28" name="Method" />
  <alias field="source" index="29" name="Source" />
  <alias field="quote" index="30" name="Quote" />
  <alias field="history" index="31" name="History" />
  <alias field="src_layer" index="32" name="Layer" />
 </aliases>
 <conditionalstyles>
  <rowstyles>
   <style name="" rule="&quot;stands&quot; = 0" text_color="#8c8c8c" text_color_alpha="255" />
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
