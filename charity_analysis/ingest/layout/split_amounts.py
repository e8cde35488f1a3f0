"""An amount that a header parts into several columns (金额: 现金 | 物资): one amount a row, or the row is held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.layout.headers import Header
from charity_analysis.ingest.layout.heading_meanings import is_known_heading
from charity_analysis.ingest.layout.part_marks import find_part_mark, names_foreign_part
from charity_analysis.ingest.layout.raw_table import Doubt, Table
from charity_analysis.ingest.layout.titles import is_number
from charity_analysis.ingest.layout.total_wording import find_total
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import label_index, normalise

_NOTHING = frozenset({"0", "0.0", "0.00", "-", "—", "/", "无"})

_LOWERING = frozenset({"nothing", "outgoing"})
_UNIT = re.compile(r"[十百千万亿]*[十百千万亿元角分]")
_IN_BRACKETS = re.compile(r"[(\[【](?:单位:?)?([^()\[\]【】]*)[)\]】]")


@dataclass(frozen=True)
class Joined:
    """A sheet and header with one column of money; `doubts` are rows with several amounts, `forms` each row's part."""

    sheet: Sheet
    header: Header
    doubts: dict[int, Doubt] = field(default_factory=dict)
    forms: dict[int, str] = field(default_factory=dict)
    form_column: int | None = None
    units: dict[int, tuple[int, str]] = field(default_factory=dict)

    def complete(self, table: Table) -> None:
        """Say in `table` which of its rows are doubtful, and of what form each amount is where it says so nowhere."""
        rows = set(table.rows)
        table.doubts |= {
            row: Doubt("part_not_counted", column, {"text": self.forms[row]})
            for row, (column, unit) in self.units.items()
            if row in rows and unit != table.unit
        }
        table.doubts |= {row: doubt for row, doubt in self.doubts.items() if row in rows}
        if self.form_column is not None:
            table.header = replace(table.header, columns=table.header.columns | {"form": self.form_column})
            table.columns["form"] = [self.forms.get(row, "") for row in table.rows]


def join_split_amounts(sheet: Sheet, header: Header) -> Joined:
    """`sheet` with the parts of its amount in one column; itself where its amount is not parted.

    A part that sums up the others is the amount, and each row's others must add up to it.
    """
    columns = _parts(sheet, header)
    if len(columns) < 2:
        return Joined(sheet, header)
    names = {column: normalise(sheet.text(header.last_row, column)) for column in columns}
    total = next((column for column, name in names.items() if find_total(name)), None)
    twins = {name: rest for name, rest in header.twins.items() if name != "amount"}
    if total is not None:
        header = replace(header, columns=header.columns | {"amount": total}, twins=twins)
        return Joined(sheet, header, _unequal_rows(sheet, header, [c for c in columns if c != total]))
    forms = label_index("form")
    is_by_form = all(name in forms for name in names.values()) and "form" not in header.columns
    form_column = columns[1] if is_by_form else None
    headings = {c: text for c, text in header.headings.items() if c not in columns[1:] or c == form_column}
    joined = Joined(sheet, replace(header, headings=headings, twins=twins), form_column=form_column)
    rows = [*sheet.rows[: header.last_row + 1]]
    for row in range(header.last_row + 1, len(sheet.rows)):
        rows.append(_join_row(joined, row, columns, names))
    return replace(joined, sheet=replace(sheet, rows=rows))


def _parts(sheet: Sheet, header: Header) -> list[int]:
    """The columns below the amount's heading that part it, itself the first; what has a known meaning is no part."""
    amount, last = header.columns.get("amount"), header.last_row
    if amount is None or header.first_row == last or is_blank(sheet.value(last, amount)):
        return []
    word = normalise(sheet.text(last, amount))
    if is_known_heading(word) and word not in label_index("form") and find_total(word) is None:
        return []
    columns = [amount]
    others = {*header.unmapped, *header.twins.get("amount", ())}
    for column in range(amount + 1, max(header.headings) + 1):
        above = [sheet.value(row, column) for row in range(header.first_row, last)]
        if column not in others or is_blank(sheet.value(last, column)) or not all(map(is_blank, above)):
            break
        columns.append(column)
    below = sheet.rows[last + 1 :]
    return [amount, *(c for c in columns[1:] if any(map(is_number, {row[c] for row in below if c < len(row)})))]


def _filled(sheet: Sheet, row: int, columns: Sequence[int]) -> list[int]:
    values = {column: sheet.value(row, column) for column in columns}
    return [c for c, value in values.items() if not is_blank(value) and str(value).strip() not in _NOTHING]


def _join_row(joined: Joined, row: int, columns: list[int], names: dict[int, str]) -> list[object]:
    sheet = joined.sheet
    cells = [*sheet.rows[row]]
    filled = _filled(sheet, row, columns)
    if not filled:
        return cells
    cells[columns[0]] = sheet.value(row, filled[0]) if len(filled) == 1 else _sum(sheet, row, filled)
    for column in columns[1:]:
        if column < len(cells):
            cells[column] = ""
    if len(filled) == 1:
        name = joined.forms[row] = names[filled[0]]
        if find_part_mark(name) or names_foreign_part(name) or label_index("other_money").get(name) in _LOWERING:
            joined.doubts[row] = Doubt("part_not_counted", filled[0], {"text": name})
        unit = _own_unit(name)
        if unit:
            joined.units[row] = (filled[0], unit)
    else:
        said = "、".join(sheet.text(joined.header.last_row, column) for column in filled)
        joined.doubts[row] = Doubt("split_amount", columns[0], {"columns": said})
    return cells


@cache
def _own_unit(name: str) -> str:
    """The unit of money that a part names itself, be it none of a table's (角, 分); "" where it names none."""
    word = _IN_BRACKETS.search(name)
    unit = word[1] if word else name
    if not _UNIT.fullmatch(unit):
        return ""
    return unit if unit[-1] in "元角分" else f"{unit}元"


def _sum(sheet: Sheet, row: int, columns: Sequence[int]) -> object:
    """The sum of the row's amounts as a plain number in the table's unit; the texts where one cannot be read."""
    try:
        fen = sum(parse_amount(sheet.value(row, column)).fen for column in columns)
    except UnreadableCell:
        return " ".join(sheet.text(row, column) for column in columns)
    return str(Decimal(fen) / 100)


def _unequal_rows(sheet: Sheet, header: Header, parts: list[int]) -> dict[int, Doubt]:
    doubts: dict[int, Doubt] = {}
    total = header.columns["amount"]
    said = "、".join(sheet.text(header.last_row, column) for column in parts)
    for row in range(header.last_row + 1, len(sheet.rows)):
        filled = _filled(sheet, row, parts)
        if filled and _fen(_sum(sheet, row, filled)) != _fen(sheet.value(row, total)):
            doubts[row] = Doubt("parts_disagree", total, {"columns": said})
    return doubts


def _fen(value: object) -> int | None:
    try:
        return parse_amount(value).fen
    except UnreadableCell:
        return None
