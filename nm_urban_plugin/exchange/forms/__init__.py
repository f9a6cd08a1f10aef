"""Forms as data: what leaves the office as a workbook, in our layout or in a bureau's own.

from nm_urban.nm_urban_plugin.exchange.forms import Results, Table, write_book

results = Results.of([Table("landquota_ledger", fields, records)], {"place": "和林格尔县", "as_of": "2025-12-31"})
write_book("台账.xlsx", ["landquota"], results, "zh")
"""

from .book import books_for, check_forms, check_template, fill_book, write_book
from .errors import FormDoesNotTie, FormError, TemplateError
from .library import form_ids, forms_for, name_of
from .results import Results, Table, place_of

__all__ = [
    "FormDoesNotTie",
    "FormError",
    "Results",
    "Table",
    "TemplateError",
    "books_for",
    "check_forms",
    "check_template",
    "fill_book",
    "form_ids",
    "forms_for",
    "name_of",
    "place_of",
    "write_book",
]
