<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="age_class">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="不满1年" type="QString" value="&lt;1" />
       </Option>
       <Option type="Map">
        <Option name="1—2年" type="QString" value="1-2" />
       </Option>
       <Option type="Map">
        <Option name="2—5年" type="QString" value="2-5" />
       </Option>
       <Option type="Map">
        <Option name="满5年" type="QString" value="&gt;5" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="lapsed">
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
       <Option type="Map">
        <Option name="待查" type="QString" value="unknown" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="appr_id" index="0" name="批准文号" />
  <alias field="project" index="1" name="项目名称" />
  <alias field="code" index="2" name="旗县代码" />
  <alias field="name" index="3" name="旗县" />
  <alias field="year" index="4" name="批准年度" />
  <alias field="appr_date" index="5" name="批准日期" />
  <alias field="n_parcels" index="6" name="图斑数" />
  <alias field="n_supply" index="7" name="供地宗数" />
  <alias field="appr_m2" index="8" name="批准图上(㎡)" />
  <alias field="sup_m2" index="9" name="已供图上(㎡)" />
  <alias field="canc_m2" index="10" name="核销图上(㎡)" />
  <alias field="unsup_m2" index="11" name="未供图上(㎡)" />
  <alias field="overlap_m2" index="12" name="与他批文重叠(㎡)" />
  <alias field="decl_appr" index="13" name="批准申报(㎡)" />
  <alias field="decl_sup" index="14" name="已供申报(㎡)" />
  <alias field="decl_canc" index="15" name="核销申报(㎡)" />
  <alias field="decl_uns" index="16" name="未供申报(㎡)" />
  <alias field="d_appr_m2" index="17" name="批准：申报−图上(㎡)" />
  <alias field="d_uns_m2" index="18" name="未供：申报−图上(㎡)" />
  <alias field="appr_mu" index="19" name="批准(亩)" />
  <alias field="sup_mu" index="20" name="已供(亩)" />
  <alias field="canc_mu" index="21" name="核销(亩)" />
  <alias field="unsup_mu" index="22" name="未供(亩)" />
  <alias field="age_y" index="23" name="满年数" />
  <alias field="age_class" index="24" name="年限" />
  <alias field="lapsed" index="25" name="是否失效" />
 </aliases>
 <conditionalstyles>
  <rowstyles />
  <fieldstyles>
   <fieldstyle fieldname="d_appr_m2">
    <style name="" rule="abs(@value) &gt;= 1" text_color="#c00000" text_color_alpha="255" />
   </fieldstyle>
   <fieldstyle fieldname="d_uns_m2">
    <style name="" rule="abs(@value) &gt;= 1" text_color="#c00000" text_color_alpha="255" />
   </fieldstyle>
   <fieldstyle fieldname="lapsed">
    <style background_color="#f8cbad" background_color_alpha="255" name="是" rule="@value = 'yes'" />
    <style background_color="#e7e6e6" background_color_alpha="255" name="待查" rule="@value = 'unknown'" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
