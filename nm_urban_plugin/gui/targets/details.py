"""The details of one row: quote, source, method, features, history. All text is escaped; nothing is ever loaded."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QTextBrowser

from ...core.targets.registry import register
from ...core.targets.rows import TargetRow, name_of_scope
from ...exchange.targets.words import KINDS, ORIGINS, pick
from ...i18n import locale, tr
from ..widgets.plain_text import rich
from .formatting import STATES, gap_words, goal_text, verdict_words, with_unit


class Details(QTextBrowser):
    """Shows one row, or what to do where there is none."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(tr("Details of the target"))
        self.show_row(None)

    def loadResource(self, _kind, _url):  # noqa: N802 (the name is Qt's)
        """No picture, no style sheet, no file: whatever a text asks for."""
        return None

    def show_row(self, row: TargetRow | None, area_unit: str = "", dimmed: bool = False) -> None:
        """Show another row; the place in the text is kept where it is the same target."""
        bar = self.verticalScrollBar()
        before = bar.value()
        if row is None:
            self.setHtml(f"<p>{rich(tr('Choose a row to see its clause, its method and its history.'))}</p>")
            return
        self.setHtml(details_html(row, area_unit, dimmed))
        bar.setValue(before)


def details_html(row: TargetRow, area_unit: str = "", dimmed: bool = False) -> str:
    """The details as HTML that we wrote, with all else escaped."""
    lang, target = locale(), row.target
    out = [f"<h4>{rich(target.name(lang))}</h4>"]
    if dimmed:
        out.append(f"<p><i>{rich(tr('These figures are being computed again.'))}</i></p>")
    facts = [(tr("Place"), name_of_scope(row.scope, lang))]
    facts.append((tr("Verdict"), verdict_words(row)))
    if row.missing.en:
        facts.append((tr("Missing"), row.missing.text(lang)))
    facts.append((tr("Value"), with_unit(row.value, row.value_unit, area_unit)))
    facts.append((tr("Goal"), goal_text(target.comparator, row.goal, target.unit, area_unit, target.year)))
    if row.expected is not None:
        facts.append((tr("Due now"), with_unit(row.expected, target.unit, area_unit)))
    if row.gap is not None:
        facts.append((tr("Gap"), gap_words(row, area_unit, both=True)))
    state = tr(STATES[target.state(row.as_of)])
    facts.append((tr("Date of evaluation"), f"{row.as_of.isoformat()} ({state})"))
    if row.value is not None:
        counts = tr("{n} counted, {skipped} skipped").format(n=f"{row.n:,}", skipped=f"{row.n_skipped:,}")
        if row.n_fail:
            counts += tr(", {failing} fail the test").format(failing=f"{row.n_fail:,}")
        facts.append((tr("Features"), counts))
        facts.append((tr("Units covered"), f"{row.covered} / {row.of}"))
    out.append("<table cellpadding='2'>")
    out += [f"<tr><td><b>{rich(name)}</b>&nbsp;</td><td>{rich(text)}</td></tr>" for name, text in facts]
    out.append("</table>")
    if target.quote_clean:
        out.append(f"<p><b>{rich(tr('Clause'))}</b></p><blockquote>“{rich(target.quote_clean)}”</blockquote>")
    if target.source:
        out.append(f"<p>{rich(target.source)}</p>")
    for title, text in ((tr("Method"), row.method.text(lang)), (tr("Note"), target.remark(lang))):
        if text:
            out.append(f"<p><b>{rich(title)}</b><br>{rich(text)}</p>")
    if target.history:
        out.append(f"<p><b>{rich(tr('History of the target'))}</b></p><ul>")
        for item in target.history:
            other = register().get(item.row)
            name = other.name(lang) if other else item.row
            quote = f"<br>“{rich(other.quote_clean)}” {rich(other.source)}" if other else ""
            out.append(f"<li>{rich(name)}: {rich(item.why)}{quote}</li>")
        out.append("</ul>")
    origin = f"{pick(KINDS[target.kind], lang)} · {target.tier} · {pick(ORIGINS[row.origin], lang)} · {target.id}"
    out.append(f"<p><b>{rich(tr('Layer'))}</b> {rich(row.source)}<br><small>{rich(origin)}</small></p>")
    return "".join(out)
