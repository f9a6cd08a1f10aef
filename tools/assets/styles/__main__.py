"""Draw the QML styles in resources/styles: ``python -m tools.assets.styles`` (needs a Python that sees qgis).

Each style is written twice, ``<name>.qml`` (Chinese) and ``<name>_en.qml``, then stripped of what changes from run to
run and of the doubled property lists that only QGIS before 3.22 reads, so that equal drawings are equal files.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsMapLayer  # noqa: E402

from tools.assets.styles import (  # noqa: E402
    classes,
    conformity,
    corridors,
    exchange,
    hourcircle,
    idle,
    qml,
    quality,
    quota,
    targets,
)
from tools.assets.styles.symbols import LANGUAGES  # noqa: E402
from tools.common import ROOT  # noqa: E402

STYLES = ROOT / "resources" / "styles"
_PARTS = (quota, conformity, exchange, corridors, classes, idle, targets, hourcircle, quality)
DRAWN = {name: draw for part in _PARTS for name, draw in part.DRAWN.items()}
TABLES = tuple(name for part in _PARTS for name in getattr(part, "TABLES", ()))
PARTS = (
    QgsMapLayer.StyleCategory.Symbology
    | QgsMapLayer.StyleCategory.Labeling
    | QgsMapLayer.StyleCategory.Fields
    | QgsMapLayer.StyleCategory.Forms
    | QgsMapLayer.StyleCategory.AttributeTable
)


def style_text(name, language):
    """QML text of one style in one language ("zh" or "en"); QGIS must be initialised."""
    layer = DRAWN[name](LANGUAGES.index(language))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "style.qml"
        message, saved = layer.saveNamedStyle(str(path), PARTS)
        if not saved:
            raise RuntimeError(message)
        return qml.compact_style(path.read_text(encoding="utf-8"), name not in TABLES)


def main():
    """Write every style in both languages."""
    application = QgsApplication([], False)
    application.initQgis()
    STYLES.mkdir(parents=True, exist_ok=True)
    for name in DRAWN:
        for language, tail in zip(LANGUAGES, ("", "_en")):
            path = STYLES / f"{name}{tail}.qml"
            qml.write(path, style_text(name, language))
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size} bytes")
    application.exitQgis()
    return 0


if __name__ == "__main__":
    sys.exit(main())
