"""Lay ``build/plugins/nm_urban`` with links to the shipped entries, so that QGIS runs the code of this work tree."""

import os
import shutil

from tools.common import BUILD, PACKAGE, ROOT
from tools.release.package import CODE_FOLDERS, TOP_FILES

ENTRIES = (*TOP_FILES, *CODE_FOLDERS, "resources", "i18n")


def link():
    """Make or renew the links; return the folder for QGIS_PLUGINPATH (it holds the folder ``nm_urban``)."""
    farm = BUILD / "plugins" / PACKAGE
    farm.mkdir(parents=True, exist_ok=True)
    for name in ENTRIES:
        source, target = ROOT / name, farm / name
        if target.is_symlink() and os.readlink(target) == str(source) and source.exists():
            continue
        if target.is_symlink() or target.is_file():
            target.unlink()
        elif target.is_dir():
            shutil.rmtree(target)
        if source.exists():
            try:
                target.symlink_to(source, target_is_directory=source.is_dir())
            except OSError:
                # Windows without the right to make links: copy, and copy again at the next call.
                (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    return farm.parent


if __name__ == "__main__":
    print(link())
