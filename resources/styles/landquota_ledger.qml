<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
  <field configurationFlags="None" name="level">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="全区" type="QString" value="region" />
       </Option>
       <Option type="Map">
        <Option name="盟市" type="QString" value="league" />
       </Option>
       <Option type="Map">
        <Option name="旗县" type="QString" value="county" />
       </Option>
       <Option type="Map">
        <Option name="不在任何旗县" type="QString" value="outside" />
       </Option>
       <Option type="Map">
        <Option name="重叠部分(不计入)" type="QString" value="overlap" />
       </Option>
       <Option type="Map">
        <Option name="无有效日期(不计入)" type="QString" value="undated" />
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
  <alias field="year" index="3" name="年度(0为合计)" />
  <alias field="quota_mu" index="4" name="下达指标(亩)" />
  <alias field="reward_mu" index="5" name="奖励指标(亩)" />
  <alias field="used_mu" index="6" name="已用(亩)" />
  <alias field="used_ha" index="7" name="已用(公顷)" />
  <alias field="balance_mu" index="8" name="结余(亩)" />
  <alias field="used_pct" index="9" name="使用率(%)" />
  <alias field="agri_mu" index="10" name="农用地(亩)" />
  <alias field="crop_mu" index="11" name="其中耕地(亩)" />
  <alias field="unused_mu" index="12" name="未利用地(亩)" />
  <alias field="built_mu" index="13" name="原建设用地(亩)" />
  <alias field="unknown_mu" index="14" name="地类不明(亩)" />
  <alias field="verdict" index="15" name="判定" />
 </aliases>
 <conditionalstyles>
  <rowstyles>
   <style background_color="#ededed" background_color_alpha="255" name="" rule="&quot;level&quot; IN ('region', 'league') AND &quot;year&quot; = 0" />
  </rowstyles>
  <fieldstyles>
   <fieldstyle fieldname="balance_mu">
    <style name="" rule="@value &lt; 0" text_color="#c00000" text_color_alpha="255" />
   </fieldstyle>
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
