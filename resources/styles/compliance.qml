<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">
<qgis styleCategories="Fields|Forms|AttributeTable" version="3.22.0">
 <fieldConfiguration>
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
  <field configurationFlags="None" name="pace">
   <editWidget type="ValueMap">
    <config>
     <Option type="Map">
      <Option name="map" type="List">
       <Option type="Map">
        <Option name="符合序时进度" type="QString" value="on_schedule" />
       </Option>
       <Option type="Map">
        <Option name="落后于进度" type="QString" value="behind" />
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
        <Option name="已到期" type="QString" value="due" />
       </Option>
       <Option type="Map">
        <Option name="未到期" type="QString" value="live" />
       </Option>
       <Option type="Map">
        <Option name="未写明年份" type="QString" value="undated" />
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
        <Option name="目标" type="QString" value="target" />
       </Option>
       <Option type="Map">
        <Option name="门槛值" type="QString" value="threshold" />
       </Option>
       <Option type="Map">
        <Option name="规则" type="QString" value="rule" />
       </Option>
       <Option type="Map">
        <Option name="基数" type="QString" value="baseline" />
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
        <Option name="规划" type="QString" value="register" />
       </Option>
       <Option type="Map">
        <Option name="自有目标" type="QString" value="own" />
       </Option>
       <Option type="Map">
        <Option name="本地指标或任务" type="QString" value="allotted" />
       </Option>
      </Option>
     </Option>
    </config>
   </editWidget>
  </field>
 </fieldConfiguration>
 <aliases>
  <alias field="target" index="0" name="目标编号" />
  <alias field="name" index="1" name="目标" />
  <alias field="place" index="2" name="地区代码" />
  <alias field="place_name" index="3" name="地区" />
  <alias field="value" index="4" name="数值" />
  <alias field="val_unit" index="5" name="数值单位" />
  <alias field="goal" index="6" name="目标值" />
  <alias field="cmp" index="7" name="比较" />
  <alias field="unit" index="8" name="单位" />
  <alias field="year" index="9" name="年份" />
  <alias field="verdict" index="10" name="判定" />
  <alias field="gap" index="11" name="差距(负为余)" />
  <alias field="gap_phys" index="12" name="实物差距" />
  <alias field="phys_unit" index="13" name="实物单位" />
  <alias field="pace" index="14" name="进度" />
  <alias field="expected" index="15" name="当前应达" />
  <alias field="state" index="16" name="期限" />
  <alias field="stands" index="17" name="有效" />
  <alias field="kind" index="18" name="类别" />
  <alias field="tier" index="19" name="层级" />
  <alias field="origin" index="20" name="来源" />
  <alias field="indicator" index="21" name="指标编号" />
  <alias field="n" index="22" name="要素数" />
  <alias field="n_skipped" index="23" name="未计入" />
  <alias field="n_fail" index="24" name="不符合" />
  <alias field="covered" index="25" name="覆盖单元" />
  <alias field="units" index="26" name="应覆盖单元" />
  <alias field="missing" index="27" name="缺少" />
  <alias field="method" index="28" name="方法" />
  <alias field="source" index="29" name="出处" />
  <alias field="quote" index="30" name="原文" />
  <alias field="history" index="31" name="历史提法" />
  <alias field="src_layer" index="32" name="数据图层" />
 </aliases>
 <conditionalstyles>
  <rowstyles>
   <style name="" rule="&quot;stands&quot; = 0" text_color="#8c8c8c" text_color_alpha="255" />
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
