"""Layers of the synthetic stock land in the GeoPackage of the demo: standard field names with Chinese aliases."""

from __future__ import annotations

import numpy as np
import shapely

from tools.demo.gpkg import Field
from tools.demo.inputs import mesh
from tools.demo.inputs.stock import Stock

_REAL = {"TDJK": "土地价款(万元)", "ZTZ": "总投资额(万元)", "YTZ": "已投资额(万元)", "GDMJ_HA": "供地面积(公顷)",
         "PZMJ_HA": "批准面积(公顷)", "HXMJ_HA": "核销面积(公顷)", "YDGMJ": "应动工面积(公顷)",
         "YKFMJ": "已开发面积(公顷)"}  # fmt: skip
_DATES = {"PZRQ": "批准日期", "BCAZRQ": "补偿安置日期", "GDRQ": "供地日期", "JDRQ": "交地日期",
          "YDDGRQ": "约定动工日期",
          "SJDGRQ": "实际动工日期", "ZZKFRQ": "中止开发日期", "ZFYYQ": "政府原因起始日期", "ZFYYZ": "政府原因截止日期",
          "YQDGRQ": "延期动工日期", "CZRQ": "处置日期", "HXRQ": "核销日期"}  # fmt: skip
_TEXTS = {"PZWH": "批准文号", "XMMC": "项目名称", "XZQDM": "行政区代码", "NOTE": "说明", "DZJGH": "电子监管号",
          "YT": "用途", "XZYY": "闲置原因", "RDSWH": "认定书文号", "CZFS": "处置方式"}  # fmt: skip
_TASKS = (Field("code", width=6, alias="行政区代码"), Field("name", alias="名称"),
          Field("task_mu", "real", alias="处置任务(亩)"), Field("SOURCE", alias="来源"))  # fmt: skip


def _stock_fields(names) -> list[Field]:
    """Fields of a stock layer by their standard names."""
    return [Field(n, "real", alias=_REAL[n]) if n in _REAL else Field(n, "date", alias=_DATES[n]) if n in _DATES
            else Field(n, alias=_TEXTS[n]) for n in names]  # fmt: skip


def write(package, stock: Stock, project, note: str) -> dict[str, int]:
    """Write stock_approved, stock_supplied, stock_cancelled and the table stock_tasks; returns their rows."""
    made = {}
    for name in ("approved", "supplied", "cancelled"):
        columns = dict(getattr(stock, name))
        shapes = np.array(columns.pop("wkb"), dtype=object)
        layer = package.layer(f"stock_{name}", _stock_fields(columns), note=note, synthetic=True)
        layer.write(shapely.to_wkb(mesh.to_multi(shapely.transform(shapes, project)), byte_order=1), columns)
        made[f"stock_{name}"] = layer.count
    package.layer("stock_tasks", _TASKS, "none", note, True).write(None, stock.tasks)
    return {**made, "stock_tasks": len(stock.tasks["code"])}
