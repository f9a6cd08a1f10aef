"""How the computed proposal does against the classes that are known, and what 2010-2020 says of the growth types.

    python -m tools.studies.class_report                            on build/demo/classes.gpkg (make demo)
    python -m tools.studies.class_report --table T.tsv --labels L.tsv

T: UTF-8, tab, with ``code`` and columns named like the indicators (crop_pct, built_pct, grass_pct, forest_pct, density,
urban_pct, prim_pct, people_pct, eco_pct, farm_pct) or like the census table (area_km2, pop_2010, pop_2020, urban_2020).
L: ``code`` and ``class`` (urban, agri, eco or the Chinese name); without it the labels that the plugin ships.

The labels never enter the proposal. 45 of the 47 known ones are ecological, so the overall accuracy means little: the
majority baseline has 95.7 % and tells nothing. Read the recall per class and the balanced accuracy.
"""

import argparse
import csv
import sys
from pathlib import Path

from tools.common import ROOT, import_nm_urban
from tools.demo.inputs import class_inputs

DEMO = ROOT / "build" / "demo" / "classes.gpkg"
CLASSES = ("urban", "agri", "eco")


def read_tsv(path):
    """Rows of a table by code; lines that start with # are notes."""
    lines = [line for line in Path(path).read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    return {row["code"]: row for row in csv.DictReader(lines, delimiter="\t")}


def read_demo(path):
    """Rows of the demo's result by code."""
    from osgeo import ogr

    source = ogr.Open(str(path))
    layer = source.GetLayerByName("classes") if source is not None else None
    if layer is None:
        raise SystemExit(f"{path} is missing: run make demo, or give --table")
    names = [field.name for field in layer.schema]
    return {feature["code"]: {name: feature[name] for name in names} for feature in layer}


def _number(value):
    return None if value in (None, "") else float(value)


def indicators(rows, keys):
    """Columns of indicators in the order of the rows; density, urban share and change from the census where needed."""
    table = {key: [_number(row.get(key)) for row in rows.values()] for key in keys}
    for n, row in enumerate(rows.values()):
        people, area = _number(row.get("pop_2020")), _number(row.get("area_km2"))
        if people and area and table["density"][n] is None:
            table["density"][n] = people / area
        urban = _number(row.get("urban_2020"))
        if people and urban is not None and table["urban_pct"][n] is None:
            table["urban_pct"][n] = 100 * urban / people
    return table


def confusion(known, found):
    """{(known, found): n}; found is '' where there is no proposal."""
    out = {}
    for code, cls in known.items():
        key = cls, found.get(code, "")
        out[key] = out.get(key, 0) + 1
    return out


def report(known, found, title):
    """Lines: recall per class, balanced accuracy, accuracy beside the baseline, confusion table."""
    table = confusion(known, found)
    lines = [f"{title}: {len(known)} known classes"]
    recalls = []
    for cls in CLASSES:
        n = sum(value for (one, _), value in table.items() if one == cls)
        hit = table.get((cls, cls), 0)
        if n:
            recalls.append(hit / n)
            lines.append(f"  recall {cls:6} {hit:3d} of {n:3d} = {100 * hit / n:.1f} %")
        else:
            lines.append(f"  recall {cls:6}   no label known: unvalidated")
    right = sum(table.get((cls, cls), 0) for cls in CLASSES)
    most = max(sum(value for (one, _), value in table.items() if one == cls) for cls in CLASSES)
    if recalls:
        names = "/".join(cls for cls in CLASSES if any(one == cls for one, _ in table))
        lines.append(f"  balanced accuracy over {names}: {100 * sum(recalls) / len(recalls):.1f} %")
    lines.append(f"  accuracy {right} of {len(known)} = {100 * right / len(known):.1f} %, "
                 f"majority baseline {most} of {len(known)} = {100 * most / len(known):.1f} %")
    lines.append("  known \\ found   " + "".join(f"{cls:>8}" for cls in (*CLASSES, "missing")))
    for cls in CLASSES:
        cells = [table.get((cls, other), 0) for other in (*CLASSES, "")]
        lines.append(f"  {cls:15}" + "".join(f"{cell:8d}" for cell in cells))
    return lines


def growth_lines(core):
    """Assigned and measured type of the twelve leagues and the two cities, 2010-2020, from the census table."""
    growth, places = core["growth"], core["places"]
    people = class_inputs.census()
    groups = {league.code: [unit.code for unit in places.counties_of(league.code)] for league in places.leagues()}
    groups |= {"150781": ["150781", "150703"], "152501": ["152501"]}  # 扎赉诺尔 was a part of 满洲里 in 2010
    lines = ["growth types 2010-2020 (people of two censuses; no construction land of two dates)"]
    differing = 0
    for code, members in groups.items():
        then = sum(people[one]["pop_2010"] or 0 for one in members)
        now = sum(people[one]["pop_2020"] or 0 for one in members)
        found = growth.measured(growth.Change(then, now), 10, core["rules"])
        plan = growth.assigned(code)
        mark = "" if plan == found.key else "  DIFFERS"
        differing += plan != found.key
        lines.append(f"  {code} {places.name_of(code):6} plan {plan:7} measured {found.key:7} "
                     f"{then:9.0f} -> {now:9.0f} {found.people_pct:+.2f} %/a{mark}")
    lines.append(f"  {differing} of {len(groups)} differ")
    changes = growth.merged({code: growth.Change(row["pop_2010"], row["pop_2020"]) for code, row in people.items()})
    units = [(code, growth.measured(change, 10, core["rules"])) for code, change in sorted(changes.items())]
    wrong = growth.mismatches(units)
    lines.append(f"county units: {len(wrong)} of {len(units)} differ from the type of the plan")
    for one in wrong:
        lines.append(f"  {one.code} {places.name_of(one.code)}: plan {one.assigned}, measured {one.measured.key} "
                     f"({one.measured.people_pct:+.2f} %/a)")
    return lines


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", help="TSV of indicators (default: the demo's result)")
    parser.add_argument("--labels", help="TSV of known classes (default: the labels that ship)")
    chosen = parser.parse_args(arguments)
    import_nm_urban()
    from nm_urban.nm_urban_plugin.core import places
    from nm_urban.nm_urban_plugin.core.classes import decision as classes
    from nm_urban.nm_urban_plugin.core.classes import growth
    from nm_urban.nm_urban_plugin.core.classes.proposal import propose
    from nm_urban.nm_urban_plugin.core.classes.rules import class_rules

    rules = class_rules()
    rows = read_tsv(chosen.table) if chosen.table else read_demo(DEMO)
    table = indicators(rows, rules.indicators)
    proposals, notes = propose(table, len(rows), rules)
    if chosen.labels:
        known = {code: classes.class_of_text(row.get("class")) for code, row in read_tsv(chosen.labels).items()}
        known = {code: cls for code, cls in known.items() if cls}
    else:
        known = {code: label.cls for code, label in classes.labels().items()}
    known = {code: cls for code, cls in known.items() if code in rows}
    if not known:
        raise SystemExit("no known class belongs to a unit of the table")
    print(f"{len(rows)} units, {notes.compared} compared by {', '.join(notes.used)}; "
          f"{'TOPSIS and clustering' if notes.clustered else 'TOPSIS only (no scipy)'}")
    codes = list(rows)
    for title, key in (("proposal", "cls"), ("opinion 1, TOPSIS", "topsis"), ("opinion 2, clustering", "cluster")):
        print("\n".join(report(known, {code: getattr(p, key) for code, p in zip(codes, proposals)}, title)))
    agreed = sum(bool(p.agree) for p in proposals)
    print(f"the opinions agree for {agreed} of {len(rows)} units; {sum(p.doubtful for p in proposals)} are in doubt")
    counts = {cls: sum(p.cls == cls for p in proposals) for cls in (*CLASSES, "")}
    print("proposed: " + ", ".join(f"{cls or 'missing'} {n}" for cls, n in counts.items()))
    print("\n".join(growth_lines({"growth": growth, "places": places, "rules": rules})))


if __name__ == "__main__":
    sys.exit(main())
