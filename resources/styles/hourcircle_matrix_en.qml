<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="mode">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="Rail" type="QString" value="rail" />
       </Option>
       <Option type="Map">
        <Option name="Road" type="QString" value="road" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="spoke">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="no" type="QString" value="0" />
       </Option>
       <Option type="Map">
        <Option name="yes" type="QString" value="1" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="within">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="no" type="QString" value="0" />
       </Option>
       <Option type="Map">
        <Option name="yes" type="QString" value="1" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="o" index="0" name="From" />
  <alias field="d" index="1" name="To" />
  <alias field="minutes" index="2" name="Time (min)" />
  <alias field="mode" index="3" name="Mode" />
  <alias field="o_code" index="4" name="Code from" />
  <alias field="d_code" index="5" name="Code to" />
  <alias field="net_min" index="6" name="On lines (min)" />
  <alias field="acc_min" index="7" name="Access (min)" />
  <alias field="length_m" index="8" name="Length on lines (m)" />
  <alias field="spoke" index="9" name="With Hohhot" />
  <alias field="within" index="10" name="Within the limit" />
  <alias field="why" index="11" name="Why there is no time" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles>
   <fieldstyle fieldname="minutes">
    <style background_color="#f8cbad" background_color_alpha="255" name="" rule="&quot;within&quot; = 0" />
    <style background_color="#e2efda" background_color_alpha="255" name="" rule="&quot;within&quot; = 1" />
    <style background_color="#e7e6e6" background_color_alpha="255" name="" rule="&quot;minutes&quot; IS NULL" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
