"""Amounts of a comma-parted text that their own comma has cut in two: 1,000 in the fields 1 and 000."""

from __future__ import annotations

import re

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.findings import excerpt
from charity_analysis.ingest.layout.raw_table import Doubt, Table
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import column_rules

_HEAD = re.compile(r"\s*-?[¥￥]?[1-9][0-9]{0,2}\s*")
_TAIL = re.compile(r"\s*[0-9]{3}(?:\.[0-9]{1,2})?元?\s*")
_FIGURES = re.compile(r"[\s0-9.]+")


def doubt_split_thousands(sheet: Sheet, table: Table) -> None:
    """Doubt each row of a text whose amount may go on in the next field, where that is no column of figures."""
    column = table.header.amount_column
    if not sheet.is_text or column is None or _holds_figures(sheet, table, column + 1):
        return
    for row in table.rows:
        head, tail = sheet.value(row, column), sheet.value(row, column + 1)
        # Most rows have no figures there, which their first character tells.
        if str(tail).lstrip()[:1].isdigit() and _TAIL.fullmatch(str(tail)) and _HEAD.fullmatch(str(head)):
            said = {"text": excerpt(head), "rest": excerpt(tail), "cell": cell_address(row, column + 1)}
            table.doubts.setdefault(row, Doubt("split_thousands", column, said))


def _holds_figures(sheet: Sheet, table: Table, column: int) -> bool:
    """True where `column` is one of numbers by its meaning, or by most of what stands there."""
    name = next((name for name, number in table.header.columns.items() if number == column), None)
    if name is not None:
        return column_rules(table.kind)[name].type != "text" or name.endswith("_no")
    values = [value for row in table.rows if not is_blank(value := sheet.value(row, column))]
    figures = sum(_FIGURES.fullmatch(str(value)) is not None for value in values)
    return column not in table.header.headings or 2 * figures > len(values)
