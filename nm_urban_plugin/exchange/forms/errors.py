"""What can be wrong with a form, with what is to be printed in it, or with a bureau's template."""

from __future__ import annotations

from ...core.resources import BilingualError

_SHOWN = 8  # differences named in the message


class FormError(BilingualError):
    """A form cannot be used as it stands: unknown id, wrong schema, or a layer or field that it needs is not there."""


class TemplateError(FormError):
    """A bureau's own workbook cannot be filled: not an .xlsx, unsafe, or with names that no result has."""


class FormDoesNotTie(FormError):
    """Printed totals differ from the sum of their printed parts; `differences` lists all of them as text."""

    def __init__(self, title: str, differences):
        self.differences = list(differences)
        more = len(self.differences) - _SHOWN
        shown = "; ".join(self.differences[:_SHOWN])
        super().__init__(
            f"'{title}' does not tie: {shown}" + (f"; and {more} more" if more > 0 else ""),
            f"“{title}”合计不平：{shown}" + (f"；另有 {more} 处" if more > 0 else ""),
        )
