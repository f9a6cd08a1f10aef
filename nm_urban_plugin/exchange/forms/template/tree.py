"""A small XML tree for the parts of a spreadsheet: what is not touched is written again as it was read.

Names keep their prefixes and attributes their order, which a workbook that lists prefixes as ignorable needs. Document
types are refused, and there are no entities beyond the five of XML and numbers, so nothing can unpack without end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

MAX_DEPTH = 64
_TOKEN = re.compile(
    r"(?P<text>[^<]+)|(?P<kept><!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(?P<data>.*?)\]\]>"
    r"|</(?P<end>[^\s<>/]+)\s*>"
    r"|<(?P<start>[^\s<>/!?]+)(?P<attributes>(?:\s+[^\s=<>/]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DATA = "\0"  # stands before the text of a CDATA section: it is not escaped


class BrokenXml(ValueError):
    """A part is no well-formed XML, declares a document type, or is nested too deeply."""


@dataclass
class Element:
    """An element: name with prefix, attributes as they stand in the file, and elements and raw texts inside it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    nodes: list[Element | str] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def get(self, name: str) -> str:
        """Value of an attribute, '' where it is not there."""
        return unescape(self.attributes.get(name, ""))

    def set(self, name: str, value: str) -> None:
        """Set an attribute."""
        self.attributes[name] = escape(value, quote=True)

    def drop(self, name: str) -> None:
        """Remove an attribute, if it is there."""
        self.attributes.pop(name, None)

    def all(self, local: str) -> list[Element]:
        """The child elements of a name, whatever their prefix."""
        return [one for one in self.nodes if isinstance(one, Element) and one.local == local]

    def find(self, local: str) -> Element | None:
        """The first child element of a name, None if there is none."""
        return next(iter(self.all(local)), None)

    def walk(self, local: str) -> Iterator[Element]:
        """All elements of a name in and below this one."""
        stack = [self]
        while stack:
            one = stack.pop()
            if one.local == local:
                yield one
            stack.extend(node for node in reversed(one.nodes) if isinstance(node, Element))

    @property
    def text(self) -> str:
        """Own text, without that of elements inside."""
        return "".join(
            one[1:] if one.startswith(_DATA) else unescape(one)
            for one in self.nodes
            if isinstance(one, str) and not one.startswith(("<!--", "<?"))
        )

    @text.setter
    def text(self, value: str) -> None:
        self.nodes = [escape(value, quote=False)]

    def make(self, local: str, *texts: str) -> Element:
        """A new element with the prefix of this one, not yet inside it."""
        prefix = self.name.rpartition(":")[0]
        return Element(f"{prefix}:{local}" if prefix else local, {}, [escape(text, quote=False) for text in texts])

    def copy(self) -> Element:
        """A deep copy."""
        return Element(
            self.name, dict(self.attributes), [one if isinstance(one, str) else one.copy() for one in self.nodes]
        )

    def prune(self, unwanted) -> None:
        """Remove all elements below for which `unwanted(element)` holds."""
        self.nodes = [one for one in self.nodes if isinstance(one, str) or not unwanted(one)]
        for one in self.nodes:
            if isinstance(one, Element):
                one.prune(unwanted)


@dataclass
class Document:
    """A whole part: what stands before the root, and the root."""

    root: Element
    head: str = ""

    def to_bytes(self) -> bytes:
        """The part as UTF-8."""
        out = [self.head]
        _write(self.root, out)
        return "".join(out).encode("utf-8")


def _write(element: Element, out: list[str]) -> None:
    attributes = "".join(f' {name}="{value}"' for name, value in element.attributes.items())
    if not element.nodes:
        out.append(f"<{element.name}{attributes}/>")
        return
    out.append(f"<{element.name}{attributes}>")
    for one in element.nodes:
        if isinstance(one, Element):
            _write(one, out)
        else:
            out.append(f"<![CDATA[{one[1:]}]]>" if one.startswith(_DATA) else one)
    out.append(f"</{element.name}>")


def read_xml(data: bytes) -> Document:
    """Bytes of a part as a tree. Raises BrokenXml."""
    text = _decoded(data)
    if "\0" in text:
        raise BrokenXml("a zero byte")
    top = Element("")
    stack, head, at = [top], [], 0
    for token in _TOKEN.finditer(text):
        if token.start() != at:
            break
        at = token.end()
        if token["end"]:
            if len(stack) < 2 or stack[-1].name != token["end"]:
                raise BrokenXml(f"</{token['end']}> closes nothing")
            closed = stack.pop()
            closed.nodes = closed.nodes or [""]  # <a></a> comes out as it came in, not as <a/>
        elif token["start"]:
            _open(stack, token)
        elif len(stack) > 1:
            stack[-1].nodes.append(token[0] if token["data"] is None else _DATA + token["data"])
        elif token["kept"] and not top.nodes:
            head.append(token["kept"])
        elif token[0].strip("\ufeff \t\r\n") and not token["kept"]:
            raise BrokenXml("text outside the root")
    if at != len(text):
        raise BrokenXml(f"not understood: {text[at : at + 40]!r}")
    if len(stack) != 1 or len(top.nodes) != 1:
        raise BrokenXml("not closed, or no single root")
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return Document(top.nodes[0], declaration + "".join(one for one in head if not one.startswith("<?xml ")))


def _open(stack: list[Element], token: re.Match) -> None:
    found = _ATTRIBUTE.findall(token["attributes"])
    # a value in single quotes may hold double ones: it will be written in double quotes
    element = Element(token["start"], {name: one or two.replace('"', "&quot;") for name, one, two in found})
    if len(element.attributes) != len(found):
        raise BrokenXml(f"<{element.name}> names an attribute twice")
    stack[-1].nodes.append(element)
    if not token["empty"]:
        stack.append(element)
        if len(stack) > MAX_DEPTH:
            raise BrokenXml("nested too deeply")


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
        encoding = "utf-8-sig" if encoding in ("utf-8", "utf8", "us-ascii", "ascii") else encoding
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise BrokenXml(f"not {encoding}") from error
