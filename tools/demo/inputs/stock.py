"""Synthetic stock land: approvals, what was supplied and cancelled of them, and the disposal task of each county.

Nothing here is a real approval. Blocks of cells with shared borders (parcels) stand for approvals; their
cells were supplied whole, joined, in part, twice, beside the approval, or not at all; some were cancelled. Supplied
land is idle for every reason that the Order knows. Exactly three documents have lapsed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from tools.demo.inputs import counties, mesh, places
from tools.demo.inputs import parcels as synthetic_parcels
from tools.demo.inputs import sites as synthetic_sites

#: Hectares of a cell on average when there are 5 000: the stock on the base date then comes near the plan's 67.94万亩.
_CELL_HA = 17.0
BASE, AS_OF = np.datetime64("2021-12-31"), np.datetime64("2025-12-31")
TASK_CENTS = 67_940_000
SOURCE = "synthetic 示例数据"
LAPSED = 3
_UNSUPPLIED, _SUPPLIED, _PARTLY, _CANCELLED = range(4)
_USES = ("工业用地", "城镇住宅用地", "商业服务业设施用地", "物流仓储用地", "公用设施用地", "科教文卫用地")

#: Kinds of idle land and how many of a thousand due supplies are of each; the first supplies have one of each.
_FATES = {"holder": 75, "government": 45, "mixed": 12, "halted": 30, "recognised": 25, "no_dates": 12,
          "disposed": 110, "extended": 15}  # fmt: skip
_CAUSES = {"holder": ("企业资金不足", "企业原因：市场变化", "项目单位内部调整"),
           "government": ("政府原因：未按期交付土地", "政府原因：规划调整", "因考古发掘和文物保护"),
           "mixed": ("政府原因、企业原因",)}  # fmt: skip
_MODES = ("收回国有建设用地使用权", "置换土地", "促动工：已动工建设", "协商有偿收回", "安排临时使用")


@dataclass
class Stock:
    """Columns of the three layers and the table; ``wkb`` in lon, lat."""

    approved: dict[str, list] = field(default_factory=dict)
    supplied: dict[str, list] = field(default_factory=dict)
    cancelled: dict[str, list] = field(default_factory=dict)
    tasks: dict[str, list] = field(default_factory=dict)


class _Rows:
    """Rows collected as dicts, handed over as columns."""

    def __init__(self) -> None:
        self.rows: list[dict] = []

    def columns(self) -> dict[str, list]:
        return {name: [row[name] for row in self.rows] for name in self.rows[0]} if self.rows else {}


def _day(value) -> str | None:
    return None if value is None else str(value)


def _ha(shape, share: float = 1.0) -> float:
    """Declared hectares with four decimals: the drawn area times *share*."""
    return round(float(mesh.area_m2(np.array([shape]))[0]) / 1e4 * share, 4)


def generate(cells: int, units: counties.Counties, towns: places.Settlements, seed: int) -> Stock:
    """About *cells* cells in blocks of four to twenty-five; one block is one approval."""
    sites = synthetic_sites.place_blocks(cells, units, towns, seed + 1, _CELL_HA * float(np.clip(5000 / cells, 0.2, 4)))
    found = synthetic_parcels.generate(cells, sites, units, seed + 1)
    solid = ~np.isin(found.kind, (synthetic_parcels.SLIVER, synthetic_parcels.OVERLAP)) & ~found.outside
    shapes, blocks, unit = shapely.from_wkb(found.wkb[solid]), found.block[solid], found.unit[solid]
    maker = _Maker(units, np.random.default_rng([seed, 71]))
    start = np.flatnonzero(np.r_[True, blocks[1:] != blocks[:-1]])
    for number, (a, b) in enumerate(zip(start, np.r_[start[1:], len(blocks)])):
        share = np.bincount(unit[a:b], weights=found.area[solid][a:b])  # the county that most of it lies in
        maker.document(number, shapes[a:b], units.code[int(share.argmax())])
    return maker.done()


class _Maker:
    """Makes documents one after the other; the first ones hold every oddity, however few there are."""

    def __init__(self, units: counties.Counties, rng: np.random.Generator) -> None:
        self.units, self.rng = units, rng
        self.name = dict(zip(units.code, units.name))
        self.approved, self.supplied, self.cancelled = _Rows(), _Rows(), _Rows()
        self.count: dict[int, int] = {}
        self.previous = None
        self.stock = dict.fromkeys(units.code, 0.0)
        self.fates = list(_FATES)  # the first due supplies take one of each

    def document(self, number: int, cells: np.ndarray, code: str) -> None:
        """One approval: its polygon, and what became of its cells."""
        rng = self.rng
        lapsed = 3 <= number < 3 + LAPSED
        approved = np.datetime64("2010-03-01") + int(rng.beta(2.6, 1.5) * 5750)
        if lapsed:
            approved = np.datetime64("2019-04-18") + 550 * (number - 3)
        year = int(str(approved)[:4])
        self.count[year] = self.count.get(year, 0) + 1
        paper = f"内政土发〔{year}〕{100 + self.count[year]}号（示例）"
        whole = shapely.coverage_union_all(cells)
        if number == 2:  # holds a cell that the document before it had approved, too
            whole = shapely.union(whole, self.previous)
        self.previous = cells[0]
        states = np.full(len(cells), _UNSUPPLIED)
        if not lapsed:
            eager = float(rng.beta(1.6, 0.3))
            states = np.where(rng.random(len(cells)) < eager, _SUPPLIED, _UNSUPPLIED)
            draw = rng.random(len(cells))
            states[(states == _SUPPLIED) & (draw < 0.12)] = _PARTLY
            states[(states == _UNSUPPLIED) & (draw < 0.22)] = _CANCELLED
        self._supplies(cells, states, approved, paper, code)
        gone = states == _CANCELLED
        for shape in cells[gone]:
            self._cancel(shape, approved, paper, code)
        paid = None if lapsed else approved + int(rng.integers(60, 540))
        title = f"{self.name[code]}{year}年第{self.count[year]}批次城市建设用地（示例）"
        self.approved.rows.append({
            "wkb": whole, "PZWH": paper, "XMMC": title,
            "PZRQ": _day(approved), "PZMJ_HA": _ha(whole, 1 if rng.random() < 0.8 else 1 + rng.normal(0, 0.002)),
            "BCAZRQ": _day(paid), "XZQDM": code, "NOTE": "批准文件自动失效（示例）" if lapsed else None,
        })  # fmt: skip
        if approved <= BASE:
            self.stock[code] += sum(_ha(shape) for shape, state in zip(cells, states) if state == _UNSUPPLIED)

    def _supplies(self, cells, states, approved, paper, code) -> None:
        """Supplies of one approval: neighbours joined now and then, some in part, one twice, one beside it."""
        rng, waiting = self.rng, None
        for shape, state in zip(cells, states):
            if state not in (_SUPPLIED, _PARTLY):
                continue
            if state == _PARTLY:
                shape = _part(shape, float(rng.uniform(0.35, 0.8)))
            elif waiting is not None and shapely.relate_pattern(waiting, shape, "****1****"):
                shape, waiting = shapely.coverage_union(waiting, shape), None
            elif waiting is None and rng.random() < 0.3:
                waiting = shape
                continue
            self._supply(shape, approved, paper, code)
        if waiting is not None:
            self._supply(waiting, approved, paper, code)
        first = len(self.approved.rows)
        if first in (6, 60) and self.supplied.rows:  # the same parcel recorded again a year later
            again = dict(self.supplied.rows[-1])
            again.update(DZJGH=again["DZJGH"] + "-2", NOTE="重复供地（示例）")
            self.supplied.rows.append(again)
        if first in (5, 50) and self.supplied.rows:  # surveyed two millimetres short all round: a sliver is left
            short = self.supplied.rows[-1]["wkb"].buffer(-2e-8, join_style="mitre")
            self.supplied.rows[-1].update(wkb=short, NOTE="宗地界较批准红线内缩（示例）")
        if first in (7, 70) and self.supplied.rows:  # drawn thirty metres off: partly outside the approval
            moved = shapely.affinity.translate(self.supplied.rows[-1]["wkb"], 0.0003, 0.0001)
            self.supplied.rows[-1].update(wkb=moved, NOTE="供地超出批准红线（示例）")

    def _supply(self, shape, approved, paper, code) -> None:
        rng = self.rng
        late = rng.random() < 0.42
        first = max(approved + 40, BASE + 1 if late else approved + 40)
        last = AS_OF - 20 if late else max(BASE, approved + 400)
        last = min(max(last, first + 30), AS_OF - 5)
        signed = first + int(rng.beta(1, 1.8) * max(int((last - first).astype(int)), 1))
        number = len(self.supplied.rows) + 1
        row = {
            "wkb": shape, "DZJGH": f"{code}{str(signed)[:4]}B{number:05d}", "PZWH": paper, "XZQDM": code,
            "YT": _USES[int(rng.integers(len(_USES)))], "GDRQ": _day(signed),
            "GDMJ_HA": _ha(shape, 1 if rng.random() < 0.85 else 1 + rng.normal(0, 0.001)), "JDRQ": None, "YDDGRQ": None,
            "SJDGRQ": None, "YDGMJ": None, "YKFMJ": None, "ZTZ": None, "YTZ": None, "ZZKFRQ": None,
            "XZYY": None, "ZFYYQ": None, "ZFYYZ": None, "RDSWH": None, "YQDGRQ": None, "CZFS": None, "CZRQ": None,
            "TDJK": None, "NOTE": None,
        }  # fmt: skip
        agreed = signed + int(rng.integers(150, 400))
        row.update(JDRQ=_day(signed + int(rng.integers(10, 90))), YDDGRQ=_day(agreed),
                   TDJK=round(row["GDMJ_HA"] * float(rng.uniform(80, 400)), 2),
                   ZTZ=round(float(rng.uniform(8e2, 4e4)), 2), YDGMJ=row["GDMJ_HA"])  # fmt: skip
        fate = self._fate() if agreed + 730 < AS_OF - 370 else ""
        idle = fate in ("holder", "government", "mixed", "recognised", "disposed") and agreed + 365 <= BASE
        if approved <= BASE and (signed > BASE or idle):
            self.stock[code] += row["GDMJ_HA"]
        getattr(self, f"_{fate}")(row, agreed) if fate else self._on_time(row, agreed)
        self.supplied.rows.append(row)

    def _fate(self) -> str:
        if self.fates:
            return self.fates.pop(0)
        draw = int(self.rng.integers(1000))
        for name, share in _FATES.items():
            if draw < share:
                return name
            draw -= share
        return ""

    # -- fates of supplied land -----------------------------------------------------------------------------------

    def _on_time(self, row, agreed) -> None:
        started = agreed - int(self.rng.integers(-200, 120))
        if started <= AS_OF:
            self._built(row, started, float(self.rng.uniform(0.45, 1.0)), float(self.rng.uniform(0.4, 1.0)))

    def _built(self, row, started, developed: float, invested: float) -> None:
        row.update(SJDGRQ=_day(started), YKFMJ=round(row["YDGMJ"] * developed, 4),
                   YTZ=round(row["ZTZ"] * invested, 2))  # fmt: skip

    def _cause(self, row, kind: str) -> None:
        row["XZYY"] = _CAUSES[kind][int(self.rng.integers(len(_CAUSES[kind])))]

    def _holder(self, row, agreed) -> None:
        self._cause(row, "holder")

    def _government(self, row, agreed) -> None:
        self._cause(row, "government")

    def _mixed(self, row, agreed) -> None:
        self._cause(row, "mixed")
        row.update(ZFYYQ=_day(agreed + 30), ZFYYZ=_day(agreed + 30 + int(self.rng.integers(120, 500))))

    def _halted(self, row, agreed) -> None:
        halted = agreed + int(self.rng.integers(200, 500))
        self._built(row, agreed + 60, float(self.rng.uniform(0.05, 0.32)), float(self.rng.uniform(0.05, 0.6)))
        row["ZZKFRQ"] = _day(min(halted, AS_OF - 400))

    def _recognised(self, row, agreed) -> None:
        self._halted(row, agreed)
        self._cause(row, "holder")
        number = len(self.supplied.rows) % 90 + 1
        row["RDSWH"] = f"{self.name[row['XZQDM']]}闲认〔{str(AS_OF - 300)[:4]}〕{number}号（示例）"

    def _no_dates(self, row, agreed) -> None:
        row.update(JDRQ=None, YDDGRQ=None)

    def _extended(self, row, agreed) -> None:
        row["YQDGRQ"] = _day(agreed + 365)
        self._built(row, agreed + 300, 0.8, 0.7)

    def _disposed(self, row, agreed) -> None:
        """Idle on the base date where its age allows, disposed of since."""
        self._cause(row, "holder" if self.rng.random() < 0.5 else "government")
        first = max(BASE + 30, agreed + 420)
        span = max(int((AS_OF - 30 - first).astype(int)), 1)
        row.update(CZFS=_MODES[int(self.rng.integers(len(_MODES)))],
                   CZRQ=_day(min(first + int(self.rng.integers(span)), AS_OF - 1)))  # fmt: skip

    # -- cancellations and tasks ----------------------------------------------------------------------------------

    def _cancel(self, shape, approved, paper, code) -> None:
        late = self.rng.random() < 0.75
        first = max(approved + 200, BASE + 1 if late else approved + 200)
        last = AS_OF - 5 if late else max(BASE, first + 30)
        day = first + int(self.rng.random() * max(int((last - first).astype(int)), 1))
        if approved <= BASE < day:
            self.stock[code] += _ha(shape)
        self.cancelled.rows.append({"wkb": shape, "PZWH": paper, "HXRQ": _day(min(day, AS_OF - 1)),
                                    "HXMJ_HA": _ha(shape), "XZQDM": code, "NOTE": "核销批文（示例）"})  # fmt: skip

    def done(self) -> Stock:
        """The layers; tasks share out 67.94万亩 by the stock of each county, to 0.01 mu."""
        codes = list(self.stock)
        share = np.array([self.stock[c] for c in codes]) * np.exp(self.rng.normal(0, 0.5, len(codes)))
        cents = mesh.tie_out(share + 0.002 * share.sum() / len(codes), TASK_CENTS)
        tasks = {"code": codes, "name": [self.name[c] for c in codes], "task_mu": (cents / 100).tolist(),
                 "SOURCE": [SOURCE] * len(codes)}  # fmt: skip
        return Stock(self.approved.columns(), self.supplied.columns(), self.cancelled.columns(), tasks)


def _part(shape, share: float):
    """The western *share* of a polygon's box: a supply in part."""
    x0, y0, x1, y1 = shape.bounds
    found = shape.intersection(shapely.box(x0, y0, round(x0 + share * (x1 - x0), 9), y1))
    parts = [p for p in shapely.get_parts(found) if p.geom_type == "Polygon"]
    return shapely.set_precision(shapely.MultiPolygon(parts), 1e-9) if parts else shape
