"""What the development tools share: places, the plugin's version, and the package ``nm_urban`` under its own name."""

import configparser
import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
DIST = ROOT / "dist"
PACKAGE = "nm_urban"


def metadata():
    """Return the keys of metadata.txt as a mapping (keys in lower case), read as QGIS reads them."""
    parser = configparser.ConfigParser()
    parser.read_string((ROOT / "metadata.txt").read_text(encoding="utf-8"))
    return parser["general"]


def version():
    """Return the plugin's version, for example ``0.1.0``."""
    return metadata()["version"]


def import_nm_urban():
    """Load the repository root as the package ``nm_urban``, whatever its folder is called, and return it.

    Afterwards ``from nm_urban.nm_urban_plugin.core import units`` works in this interpreter.
    """
    if PACKAGE not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
        )
        module = importlib.util.module_from_spec(spec)
        sys.modules[PACKAGE] = module
        spec.loader.exec_module(module)
    return sys.modules[PACKAGE]


def verdict_zh(verdict):
    """Return the Chinese word of a verdict, as the plugin says it."""
    import_nm_urban()
    from nm_urban.nm_urban_plugin.core.verdict import verdict_word

    return verdict_word(verdict, "zh")
