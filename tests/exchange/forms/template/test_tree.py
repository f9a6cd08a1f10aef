"""The small XML tree: what is not touched comes out as it went in, and nothing unsafe goes in."""

import pytest

from nm_urban.nm_urban_plugin.exchange.forms.template.tree import BrokenXml, read_xml

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@pytest.mark.parametrize(
    "body",
    [
        "<a x=\"1\" y='2'/>",
        "<a><b></b><c/></a>",
        '<x:a xmlns:x="u" mc:Ignorable="x14ac"><x:b r:id="r1">t &amp; &lt;u&gt; &#x4E2D;</x:b><!-- note --><c/></x:a>',
        '<a><![CDATA[<b>&]]><t xml:space="preserve">  </t>\r\n</a>',
    ],
)
def test_round_trip(body):
    document = read_xml(body.encode("utf-8"))
    again = document.to_bytes()
    assert again == HEAD + body.replace("'2'", '"2"').encode("utf-8")
    assert read_xml(again).to_bytes() == again


def test_reading_and_changing():
    root = read_xml(b'<w:s xmlns:w="u"><w:d><w:r n="1&quot;">a&amp;b<w:r n="2"/></w:r></w:d></w:s>').root
    first, second = root.walk("r")
    assert first.get("n") == '1"' and first.text == "a&b" and second.get("none") == ""
    first.text = "<&>"
    first.set("n", '"<')
    made = root.make("new", "文")
    root.nodes.append(made)
    assert made.name == "w:new"
    root.prune(lambda one: one.get("n") == "2")
    assert read_xml(HEAD + b"<a/>").root.local == "a"
    from nm_urban.nm_urban_plugin.exchange.forms.template.tree import Document

    assert Document(root).to_bytes().decode("utf-8") == (
        '<w:s xmlns:w="u"><w:d><w:r n="&quot;&lt;">&lt;&amp;&gt;</w:r></w:d><w:new>文</w:new></w:s>'
    )


def test_encodings():
    text = "<?xml version='1.0' encoding='{}'?><a>表</a>"
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert read_xml(text.format(encoding).encode(encoding)).root.text == "表"
    assert read_xml(b"\xef\xbb\xbf<a>\xe8\xa1\xa8</a>").root.text == "表"


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{"&a%s;" % (n - 1 if n > 1 else "") * 10}">' for n in range(1, 10))
    + "]><l>&a9;</l>"
)


@pytest.mark.parametrize(
    "bad",
    [
        LAUGHS,
        '<!DOCTYPE a SYSTEM "file:///etc/hosts"><a/>',
        "<a><b></a></b>",
        "<a>",
        "</a>",
        "<a/><b/>",
        "text",
        "<a/>text",
        '<a x="1" x="2"/>',
        "<a x=1/>",
        '<a x="<"/>',
        "<a>\0</a>",
        "<a>" * 70 + "</a>" * 70,
        "",
    ],
)
def test_what_is_refused(bad):
    with pytest.raises(BrokenXml):
        read_xml(bad.encode("utf-8"))


def test_a_wrong_encoding_is_refused():
    with pytest.raises(BrokenXml, match="utf-8"):
        read_xml("<a>表</a>".encode("gb18030"))


def test_broken_input_takes_no_long_time():
    with pytest.raises(BrokenXml):
        read_xml(b"<a " + b'x="y" ' * 20000 + b"<")
