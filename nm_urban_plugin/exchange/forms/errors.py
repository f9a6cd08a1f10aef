"""What can be wrong with a form, with what is to be printed in it, or with a bureau's template."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.messages import MessageError
from ...core.resources import BilingualError

_SHOWN = 8  # differences named in the message


class Words(BilingualError):
    """A text of a form, [Chinese, English], as a value of a message: it is worded in the message's language."""

    def __init__(self, text: Iterable[str]):
        chinese, english = text
        super().__init__(english, chinese)


class FormError(MessageError):
    """A form cannot be used as it stands: unknown id, wrong schema, or a layer or field that it needs is not there."""


class TemplateError(FormError):
    """A bureau's own workbook cannot be filled: not an .xlsx, unsafe, or with names that no result has."""


class FormDoesNotTie(FormError):
    """Printed totals differ from the sum of their printed parts; `differences` lists all of them as text."""

    def __init__(self, name: Iterable[str], differences: Iterable[str]):
        self.differences = list(differences)
        more = len(self.differences) - _SHOWN
        key = "forms.not_tied_more" if more > 0 else "forms.not_tied"
        super().__init__(key, form=Words(name), shown="; ".join(self.differences[:_SHOWN]), more=more)
