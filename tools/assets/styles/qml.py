"""Compact, stable QGIS style and layout files: keep what matters, drop what changes from run to run."""

import os
import xml.etree.ElementTree as ET

FORMAT = "3.22.0"  # the oldest QGIS that reads these files; newer ones read them too
_NO_UNIT_SCALE = "3x:0,0,0,0,0,0"
_DROPPED = {
    "defaults",
    "constraints",
    "constraintExpressions",
    "expressionfields",
    "attributetableconfig",
    "storedexpressions",
    "editform",
    "editforminit",
    "editforminitcodesource",
    "editforminitfilepath",
    "editforminitcode",
    "featformsuppress",
    "editorlayout",
    "editable",
    "labelOnTop",
    "reuseLastValue",
    "dataDefinedFieldProperties",
    "widgets",
}


def compact_style(text, with_symbols):
    """QML text as written by QGIS → the same style without noise. Tables (with_symbols False) fit any layer type."""
    root = ET.fromstring(text)
    root.set("version", FORMAT)
    categories = ["Fields", "Forms"] + (["Symbology", "Labeling"] if with_symbols else ["AttributeTable"])
    root.set("styleCategories", "|".join(categories))
    for child in list(root):
        if child.tag in _DROPPED or (not with_symbols and child.tag == "layerGeometryType"):
            root.remove(child)
    for parent in root.iter():
        for child in list(parent):
            if is_noise(child, parent):
                parent.remove(child)
    for styles in root.iter("fieldstyles"):
        styles[:] = sorted(styles, key=lambda style: style.get("fieldname"))
    configuration = root.find("fieldConfiguration")
    if configuration is not None:
        for field in list(configuration):
            widget = field.find("editWidget")
            if widget is None or not widget.get("type"):
                configuration.remove(field)
        if len(configuration) == 0:
            root.remove(configuration)
    for rules in root.iter("rules"):
        rules.set("key", "rules")
    for number, rule in enumerate(root.iter("rule")):
        rule.set("key", f"rule{number}")
    return serialise(root, '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n')


def serialise(root, head=""):
    """XML text with sorted attributes (Qt writes them in the order of a random hash) and one space of indent."""
    for element in root.iter():
        element.attrib = dict(sorted(element.attrib.items()))
        if element.text is not None and not element.text.strip():
            element.text = None
    ET.indent(root, " ")
    return head + ET.tostring(root, encoding="unicode") + "\n"


def write(path, text):
    """Write UTF-8 text beside `path`, then rename."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(text.encode("utf-8"))
    os.replace(beside, path)


def is_noise(element, parent):
    """True for what says nothing: defaults, empty blocks, doubled lists, and the font of this machine."""
    tag = element.tag
    if tag in ("prop", "callout", "substitutions"):  # prop is for QGIS < 3.22; callouts are not drawn, and hold a uuid
        return True
    if tag == "font":
        return parent.tag == "style"
    if tag == "Option":
        return element.get("value") == _NO_UNIT_SCALE
    if tag in ("background", "shadow"):
        return element.get("shapeDraw", element.get("shadowDraw")) == "0"
    return tag in ("data_defined_properties", "dd_properties") and _is_empty(element)


def _is_empty(element):
    """True for a block of data-defined overrides that overrides nothing."""
    options = [option for option in element.iter("Option") if option.get("name") == "properties"]
    return all(len(option) == 0 for option in options)
