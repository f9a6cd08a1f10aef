"""Quality of data: what a file is (recognition), what is wrong with it (checks), what can be computed (tasks).

>>> from nm_urban.nm_urban_plugin.core.quality import Signs, recognise
>>> recognise(Signs(file="DLTB", fields=("BSM", "DLBM", "TBMJ"), geometry="polygon",
...                 sample={"DLBM": ["0101", "0301"]})).role
'dltb'
"""

from .catalogue import Kind, kind_of, kinds
from .checks.findings import Finding, count_by_rule, merged
from .checks.rules import Rule, read_rules, rules
from .doubts import Doubt, doubt
from .files.containers import FileKind, sniff, zip_names
from .files.encoding import BrokenDbf, Encoding, dbf_encoding, text_encoding
from .files.markup import Grid, tables_of
from .files.tables import CleanTable, Column, LeftOut, Unread, clean_table
from .headings import column_names, columns_of, match_columns
from .recognition import AMBIGUOUS, CERTAIN, UNKNOWN, Candidate, Recognition, recognise
from .signs import SAMPLE, Signs, spread
from .tasks import Input, Layer, Ready, Task, questioned_roles, readiness_of, role_of_parameter, task_of, tasks
from .words import Names, Said, said

__all__ = [
    "AMBIGUOUS", "CERTAIN", "SAMPLE", "UNKNOWN", "BrokenDbf", "Candidate", "CleanTable", "Column", "Doubt", "Encoding",
    "FileKind", "Finding", "Grid", "Input", "Kind", "Layer", "LeftOut", "Names", "Ready", "Recognition", "Rule", "Said",
    "Signs", "Task", "Unread", "clean_table", "column_names", "columns_of", "count_by_rule", "dbf_encoding", "doubt",
    "kind_of", "kinds", "match_columns", "merged", "questioned_roles", "read_rules", "readiness_of",
    "recognise", "role_of_parameter",
    "rules", "said", "sniff", "spread", "tables_of", "task_of", "tasks", "text_encoding", "zip_names",
]
