<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="level">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="自治区" type="QString" value="region" />
       </Option>
       <Option type="Map">
        <Option name="盟市" type="QString" value="league" />
       </Option>
       <Option type="Map">
        <Option name="旗县市区" type="QString" value="county" />
       </Option>
       <Option type="Map">
        <Option name="自治区分年" type="QString" value="year" />
       </Option>
       <Option type="Map">
        <Option name="旗县分年" type="QString" value="county_year" />
       </Option>
       <Option type="Map">
        <Option name="按年限" type="QString" value="age" />
       </Option>
       <Option type="Map">
        <Option name="不在任何旗县" type="QString" value="no_county" />
       </Option>
       <Option type="Map">
        <Option name="批准范围外供地" type="QString" value="sup_outside" />
       </Option>
       <Option type="Map">
        <Option name="重复供地" type="QString" value="sup_twice" />
       </Option>
       <Option type="Map">
        <Option name="批文重叠" type="QString" value="appr_overlap" />
       </Option>
       <Option type="Map">
        <Option name="期外批文" type="QString" value="out_of_window" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
  <field configurationFlags="None" name="verdict">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="达标" type="QString" value="met" />
       </Option>
       <Option type="Map">
        <Option name="未达标" type="QString" value="not_met" />
       </Option>
       <Option type="Map">
        <Option name="未到期" type="QString" value="pending" />
       </Option>
       <Option type="Map">
        <Option name="有风险" type="QString" value="at_risk" />
       </Option>
       <Option type="Map">
        <Option name="无法计算" type="QString" value="not_computable" />
       </Option>
       <Option type="Map">
        <Option name="规划未给出数值" type="QString" value="no_number" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="level" index="0" name="级别" />
  <alias field="code" index="1" name="代码" />
  <alias field="name" index="2" name="行政区" />
  <alias field="appr_mu" index="3" name="批准(亩)" />
  <alias field="sup_mu" index="4" name="已供(亩)" />
  <alias field="canc_mu" index="5" name="核销(亩)" />
  <alias field="unsup_mu" index="6" name="未供(亩)" />
  <alias field="idle_mu" index="7" name="闲置(亩)" />
  <alias field="halted_mu" index="8" name="中止开发(亩)" />
  <alias field="stock_mu" index="9" name="存量(亩)" />
  <alias field="disp_mu" index="10" name="已处置(亩)" />
  <alias field="unsup_pct" index="11" name="批而未供率(%)" />
  <alias field="idle_pct" index="12" name="闲置率(%)" />
  <alias field="verdict" index="13" name="判定" />
  <alias field="year" index="14" name="年度(0为合计)" />
  <alias field="sup_pct" index="15" name="供地率(%)" />
  <alias field="task_mu" index="16" name="任务(亩)" />
  <alias field="prog_pct" index="17" name="完成率(%)" />
  <alias field="appr_ha" index="18" name="批准(公顷)" />
  <alias field="sup_ha" index="19" name="已供(公顷)" />
  <alias field="canc_ha" index="20" name="核销(公顷)" />
  <alias field="unsup_ha" index="21" name="未供(公顷)" />
  <alias field="idle_ha" index="22" name="闲置(公顷)" />
  <alias field="halted_ha" index="23" name="中止开发(公顷)" />
  <alias field="stock_ha" index="24" name="存量(公顷)" />
  <alias field="disp_ha" index="25" name="已处置(公顷)" />
 </aliases>
 <conditionalstyles>
  <rowstyles>
   <style background_color="#ededed" background_color_alpha="255" name="" rule="&quot;level&quot; IN ('region', 'league')" />
  </rowstyles>
  <fieldstyles>
   <fieldstyle fieldname="verdict">
    <style background_color="#e2efda" background_color_alpha="255" name="达标" rule="@value = 'met'" />
    <style background_color="#f8cbad" background_color_alpha="255" name="未达标" rule="@value = 'not_met'" />
    <style background_color="#ddebf7" background_color_alpha="255" name="未到期" rule="@value = 'pending'" />
    <style background_color="#ffe699" background_color_alpha="255" name="有风险" rule="@value = 'at_risk'" />
    <style background_color="#e7e6e6" background_color_alpha="255" name="无法计算" rule="@value = 'not_computable'" />
   </fieldstyle>
  </fieldstyles>
 </conditionalstyles>
</qgis>
