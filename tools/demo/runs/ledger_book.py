"""The demo's ledger as a workbook: reads the ledger layer with OGR, writes it with the plugin's own exchange room."""

import json

from tools.common import ROOT, import_nm_urban
from tools.demo.maps.layers import read_ledger

POLICY = ROOT / "resources" / "policies" / "landquota.json"
STOCK_POLICY = ROOT / "resources" / "policies" / "idleland.json"
STOCK_TITLE = "内蒙古自治区批而未供和闲置土地清查台账"
TITLE = "内蒙古自治区新增建设用地指标台账（{}—{}年）"


def make_book(ledger_gpkg, out_xlsx, method, as_of, synthetic=True):
    """Write the layer ledger of `ledger_gpkg` as an .xlsx ledger; cap and clause come from the policy file.

    method, as_of: METHOD text and evaluation date (ISO) of the run. Raises LedgerDoesNotTie where totals do not sum.
    """
    import_nm_urban()
    from nm_urban.nm_urban_plugin.exchange.ledgers.quota import LedgerMeta, write_ledger

    policy = json.loads(POLICY.read_text(encoding="utf-8"))["entries"]
    cap = policy["cap_mu"]
    notes = [cap["note"]] if cap.get("note") else []
    if synthetic:
        notes.append("规划未公布分解方案，本表各旗县、各年度指标为合成示例，仅用于演示。")
    years = (policy["start"]["value"][:4], policy["end"]["value"][:4])
    meta = LedgerMeta(
        title=TITLE.format(*years),
        as_of=as_of,
        method=method,
        synthetic=synthetic,
        notes=notes,
        cap_mu=float(cap["value"]),
        document=cap["source"],
        quote=cap["quote"],
    )
    write_ledger(out_xlsx, read_ledger(ledger_gpkg), meta)


def make_stock_book(gpkg, out_xlsx, method, as_of, synthetic=True):
    """Write ledger, documents and idle parcels of idleland in `gpkg` as an .xlsx ledger.

    method, as_of: METHOD text and evaluation date (ISO) of the run. Raises LedgerDoesNotTie where totals do not sum.
    """
    import_nm_urban()
    from nm_urban.nm_urban_plugin.exchange.ledgers.idle import LedgerMeta, write_stock_ledger

    goal = json.loads(STOCK_POLICY.read_text(encoding="utf-8"))["entries"]["target_mu"]
    notes = [goal["note"]] if goal.get("note") else []
    if synthetic:
        notes.append("67.94万亩未见分解到旗县的方案，本表批文、宗地和各旗县任务均为合成示例，仅用于演示。")
    meta = LedgerMeta(title=STOCK_TITLE, as_of=as_of, method=method, synthetic=synthetic, notes=notes,
                      cap_mu=float(goal["value"]), document=goal["source"], quote=goal["quote"])
    write_stock_ledger(out_xlsx, read_ledger(gpkg), meta, read_ledger(gpkg, "documents"), read_ledger(gpkg, "idle"))
