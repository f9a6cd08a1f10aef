<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="mode">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="铁路" type="QString" value="rail" />
       </Option>
       <Option type="Map">
        <Option name="公路" type="QString" value="road" />
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
        <Option name="否" type="QString" value="0" />
       </Option>
       <Option type="Map">
        <Option name="是" type="QString" value="1" />
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
        <Option name="否" type="QString" value="0" />
       </Option>
       <Option type="Map">
        <Option name="是" type="QString" value="1" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="o" index="0" name="起点" />
  <alias field="d" index="1" name="终点" />
  <alias field="minutes" index="2" name="时间(分钟)" />
  <alias field="mode" index="3" name="方式" />
  <alias field="o_code" index="4" name="起点代码" />
  <alias field="d_code" index="5" name="终点代码" />
  <alias field="net_min" index="6" name="线路上(分钟)" />
  <alias field="acc_min" index="7" name="两端接驳(分钟)" />
  <alias field="length_m" index="8" name="线路长度(米)" />
  <alias field="spoke" index="9" name="含呼和浩特" />
  <alias field="within" index="10" name="在时限内" />
  <alias field="why" index="11" name="算不出的原因" />
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
