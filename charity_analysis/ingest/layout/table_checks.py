"""What a table's layout gives cause to look at: rows below its total, hidden rows, balances, doubtful totals."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.part_marks import find_part_mark, names_foreign_part
from charity_analysis.ingest.layout.prose_wording import names_another_kind
from charity_analysis.ingest.layout.raw_table import Doubt, Subtotal, Table
from charity_analysis.ingest.layout.serial_numbers import find_serial_gaps
from charity_analysis.ingest.layout.titles import looks_like_data
from charity_analysis.ingest.layout.units import name_units
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.money import format_yuan
from charity_analysis.rules import normalise

_MOST_ROWS_NAMED = 10
_MONEY_KINDS = frozenset({"donations", "disbursements", "agency"})
_RANK_OF_GROUPS = 1  # 小计


def check_layout(sheet: Sheet, table: Table) -> list[Finding]:
    """Findings about the rows of `table` as they stand in `sheet`; doubts that the figures dispel are taken away."""
    _settle_doubtful_totals(table)
    _doubt_other_sections(table)
    return [
        *_find_rows_after_total(sheet, table),
        *_find_hidden_rows(sheet, table),
        *_find_balances(sheet, table),
        *find_serial_gaps(sheet, table),
    ]


def sum_of(values: Iterable[object], unit: str) -> int:
    """The sum in fen of what can be read of `values`."""
    return sum(_fens(values, unit))


def _fens(values: Iterable[object], unit: str) -> list[int]:
    """Each value in fen, 0 where it cannot be read; each distinct one is parsed once."""
    known: dict[tuple[type, object], int] = {}
    fens: list[int] = []
    for value in values:
        key = (type(value), value)
        if key not in known:
            try:
                known[key] = parse_amount(value, unit).fen
            except UnreadableCell:
                known[key] = 0
        fens.append(known[key])
    return fens


def amounts_of(table: Table) -> list[object]:
    """The raw amounts of the rows of `table`, blank where it has no column of money."""
    return table.columns.get("amount", table.columns.get("opening_balance", [""] * len(table.rows)))


def _settle_doubtful_totals(table: Table) -> None:
    """Keep a doubt whether a row is a total only where its amount is the sum of rows right above it."""
    doubtful = [row for row, doubt in table.doubts.items() if doubt.rule == "possible_total"]
    if not doubtful:
        return
    fens = _fens(amounts_of(table), table.unit)
    sums = [0, *accumulate(fens)]
    totals = [total.row for total in table.subtotals]
    start_after_doubt = 0
    for row in sorted(doubtful):
        own = bisect_left(table.rows, row)
        before = bisect_left(totals, row)
        start_after_total = bisect_right(table.rows, totals[before - 1]) if before else 0
        starts = {0, start_after_total, start_after_doubt}
        if not any(start < own and sums[own] - sums[start] == fens[own] for start in starts):
            del table.doubts[row]
        else:
            start_after_doubt = own + 1


def _doubt_other_sections(table: Table) -> None:
    """Doubt the rows below a section that is named for something else: 二、支出 below gifts, refunds, another unit."""
    column = table.header.amount_column or 0
    doubts = {text: _doubt_of_section(table, text, column) for text in set(table.sections)}
    if not any(doubts.values()):
        return
    for row, section in zip(table.rows, table.sections, strict=True):
        doubt = doubts[section]
        if doubt is not None:
            table.doubts[row] = doubt


def _doubt_of_section(table: Table, text: str, column: int) -> Doubt | None:
    if not text or table.kind not in _MONEY_KINDS:
        return None
    said = {"text": excerpt(text)}
    if names_another_kind(table.kind, normalise(text)):
        return Doubt("other_section", column, said)
    if names_foreign_part(text):
        return Doubt("foreign_amount", column, said)
    mark = find_part_mark(text)
    if mark:
        return Doubt("not_counted_part", column, {**said, "meaning": mark})
    units = name_units(text) - {table.unit}
    detail = "、".join([table.unit, *sorted(units)])
    return Doubt("row_unit_conflict", column, {"detail": detail}) if units else None


def _find_rows_after_total(sheet: Sheet, table: Table) -> Iterable[Finding]:
    last = _closing_total(table.subtotals)
    if last is None or not table.rows or table.rows[0] > last.row:
        return
    below = table.rows[bisect_right(table.rows, last.row) :]
    if below:
        rows = "、".join(str(row + 1) for row in below[:_MOST_ROWS_NAMED])
        values = {"count": str(len(below)), "rows": rows + ("…" if len(below) > _MOST_ROWS_NAMED else "")}
        yield Finding("rows_after_total", sheet=sheet.name, cell=_amount_cell(table, below[0]), values=values)


def _closing_total(subtotals: list[Subtotal]) -> Subtotal | None:
    """The last total of the highest rank; None where there are but subtotals, which close groups and not the table."""
    totals = [total for total in subtotals if not total.is_head and total.rank > _RANK_OF_GROUPS]
    highest = max((total.rank for total in totals), default=0)
    return next((total for total in reversed(totals) if total.rank == highest), None)


def _find_hidden_rows(sheet: Sheet, table: Table) -> Iterable[Finding]:
    if not sheet.hidden_rows:
        return
    hidden = [position for position, row in enumerate(table.rows) if row in sheet.hidden_rows]
    if hidden:
        values = amounts_of(table)
        first = table.rows[hidden[0]]
        amount = format_yuan(sum_of((values[position] for position in hidden), table.unit))
        said = {"count": str(len(hidden)), "row": str(first + 1), "amount": amount}
        yield Finding("hidden_rows", sheet=sheet.name, cell=_amount_cell(table, first), values=said)


def _find_balances(sheet: Sheet, table: Table) -> Iterable[Finding]:
    for balance in table.balances:
        label = next(
            v for v in sheet.rows[balance.row] if isinstance(v, str) and not is_blank(v) and not looks_like_data(v)
        )
        said = {"text": excerpt(label), "amount": excerpt(balance.value)}
        yield Finding("balance_row", sheet=sheet.name, cell=_amount_cell(table, balance.row), values=said)


def _amount_cell(table: Table, row: int) -> str:
    return cell_address(row, table.header.amount_column or 0)
