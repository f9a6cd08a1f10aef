"""Write docs/indicators.md, the list of what can be computed from which layer:
``python -m tools.release.indicator_table``."""

from tools.common import ROOT, import_nm_urban

PAGE = ROOT / "docs" / "indicators.md"
HEAD = """# 指标与图层字段 · Indicators, layers and fields

Made from `resources/indicators.json` by `python -m tools.release.indicator_table`; do not edit by hand.
由 `resources/indicators.json` 生成，请勿手改。字段名可用表中任一写法，单位写在括号里（如“城镇人口（万人）”）。

| 指标 Indicator | 口径 | 图层角色 Layer role | 字段 Fields（中文 · role） | 回答的目标 Targets |
|---|---|---|---|---|
"""


def page():
    """Text of the page."""
    import_nm_urban()
    from nm_urban.nm_urban_plugin.core.roles import field_roles
    from nm_urban.nm_urban_plugin.core.targets.indicators import indicators
    from nm_urban.nm_urban_plugin.core.targets.readiness import layer_name

    lines = []
    for one in indicators().values():
        for form in one.forms:
            roles = "<br>".join(f"{layer_name(role, 'zh')} `{role}`" for role in form.roles)
            fields = [f"{field_roles()[name].zh} `{name}`" for name in form.fields]
            fields += ["（面图层的椭球面积）"] if form.needs_area else []
            fields += ["（线图层的长度）"] if form.needs_length else []
            fields += [f"（数值表：{field_roles()[name].zh} `{name}`）" for name in form.context]
            fields += [f"［可选：{field_roles()[name].zh} `{name}`］" for name in form.optional]
            targets = "<br>".join(f"`{target}`" for target in one.targets)
            cells = (f"{one.zh} {one.en}", one.boundary_name("zh"), roles, "<br>".join(fields), targets)
            lines.append(f"| {' | '.join(cells)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(page().splitlines())} lines")
