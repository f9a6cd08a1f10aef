"""Words in the user's language: English in the source, Chinese from ``i18n/nm_urban_zh.qm``."""

from pathlib import Path

from qgis.core import Qgis, QgsMessageLog, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

CONTEXT = "nm_urban"
FOLDER = Path(__file__).resolve().parent.parent / "i18n"

# A translator works only as long as somebody holds it.
_installed = []


def tr(text):
    """Return ``text`` in the user's language, or ``text`` itself where there is no translation.

    ``text`` must be a plain string literal at the place of the call: the strings are collected from the source.
    Put values in afterwards: ``tr("{n} parcels").format(n=n)``.
    """
    return QCoreApplication.translate(CONTEXT, text)


def tr_noop(text):
    """Mark a literal for translation where it is only stored; it is shown later through ``tr(name)``."""
    return text


def locale():
    """Return ``'zh'`` or ``'en'``: the language of QGIS, else of the system.

    ``locale/userLocale`` may be unset, ``zh``, ``zh_CN`` or ``zh-Hans``; every ``zh…`` counts as Chinese.
    """
    name = QgsSettings().value("locale/userLocale") or QLocale().name()
    return "zh" if str(name).lower().startswith("zh") else "en"


def install_translator():
    """Install the Chinese words if QGIS speaks Chinese; return whether a translator is at work now."""
    if _installed:
        return True
    language = locale()
    if language == "en":
        return False
    path = FOLDER / f"nm_urban_{language}.qm"
    translator = QTranslator()
    if not translator.load(str(path)):
        QgsMessageLog.logMessage(f"Cannot load the translation {path}", "NM Urban", Qgis.MessageLevel.Warning)
        return False
    QCoreApplication.installTranslator(translator)
    _installed.append(translator)
    return True


def remove_translator():
    """Take away what `install_translator` installed."""
    while _installed:
        QCoreApplication.removeTranslator(_installed.pop())
