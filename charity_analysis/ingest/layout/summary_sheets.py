"""Sheets that sum up or repeat the other sheets of their workbook (汇总, 总表): they must not count twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.raw_table import Table
from charity_analysis.ingest.layout.table_checks import amounts_of, sum_of
from charity_analysis.ingest.layout.titles import title_texts
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.money import UNIT_FEN, format_yuan
from charity_analysis.rules import normalise, table_rules

_SUMMARY = re.compile(r"汇总|总表|合计|总计|总览|summary|total")
_OF_A_PART = re.compile(r"\d{1,2}月|[一二三四五六七八九十]+月|第?[一二三四1-4]季度")
_TITLE_ROWS = 3
_FEWEST_ROWS = 2
_MOST_ROWS_OF_SUMS = 60
_MOST_PARTS_TOLD = 3


@dataclass
class SheetTables:
    """One sheet with its tables and what was found of it as a whole."""

    sheet: Sheet
    tables: list[Table]
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def is_named_summary(self) -> bool:
        """True where the sheet's name, or its title, says that it sums up others."""
        if _SUMMARY.search(normalise(self.sheet.name)):
            return True
        is_a_part = _OF_A_PART.search(normalise(self.sheet.name)) is not None
        titles = title_texts(self.sheet, 0, _TITLE_ROWS)
        return not is_a_part and any(_SUMMARY.search(normalise(text)) and len(text) > 4 for text in titles)


@dataclass
class _Ledger:
    """One readable table with the sheet it stands on; `keys` count its rows by their day, names and amount."""

    part: SheetTables
    table: Table

    @cached_property
    def keys(self) -> Counter[tuple[object, ...]]:
        names = [*table_rules()[self.table.kind].required]
        columns = [map(_plain, self.table.columns[name]) for name in names if name in self.table.columns]
        return Counter(zip(*columns, strict=True))

    @cached_property
    def fen(self) -> int:
        return _total_fen(self.table)

    @property
    def size(self) -> int:
        return len(self.table.rows)


def set_summaries_apart(parts: list[SheetTables]) -> None:
    """Refuse each table that repeats or sums up the tables of other sheets, and tell pure summaries from ledgers."""
    ledgers = [_Ledger(part, table) for part in parts for table in part.tables if not table.is_refused and table.rows]
    by_kind: dict[str, list[_Ledger]] = {}
    for ledger in ledgers:
        if ledger.table.header.amount_column is not None:
            by_kind.setdefault(ledger.table.kind, []).append(ledger)
    for group in by_kind.values():
        _refuse_repeats(group)
        _refuse_sums([ledger for ledger in group if not ledger.table.is_refused])
    counted = [ledger for group in by_kind.values() for ledger in group if not ledger.table.is_refused]
    for part in parts:
        if counted and all(table.is_refused for table in part.tables):
            _tell_pure_summary(part, counted)


def _refuse_repeats(group: list[_Ledger]) -> None:
    """Refuse the tables whose rows all stand on other sheets: the one that holds the others, or else its parts."""
    # Very many sheets may be equal: those share their keys, so that they need not be compared row by row.
    shared: dict[frozenset[tuple[tuple[object, ...], int]], Counter[tuple[object, ...]]] = {}
    for ledger in group:
        ledger.keys = shared.setdefault(frozenset(ledger.keys.items()), ledger.keys)
    for whole in sorted(
        group, key=lambda ledger: (-ledger.size, not ledger.part.is_named_summary, -group.index(ledger))
    ):
        if whole.table.is_refused:
            continue
        parts = [other for other in group if _is_within(other, whole)]
        covered = sum(other.size for other in parts)
        if not parts or (covered < _FEWEST_ROWS and not whole.part.is_named_summary):
            continue
        rows: Counter[tuple[object, ...]] = Counter()
        for other in parts:
            rows.update(other.keys)
            if other.size == whole.size:
                break  # it holds all that the whole holds
        if _holds(rows, whole.keys) or whole.part.is_named_summary:
            _refuse(whole, parts, f"{covered} 行相同")
        else:
            for other in parts:
                _refuse(other, [whole], f"{other.size} 行相同")


def _is_within(other: _Ledger, whole: _Ledger) -> bool:
    if other.part is whole.part or other.table.is_refused or other.size > whole.size:
        return False
    return _holds(whole.keys, other.keys)


def _holds(whole: Counter[tuple[object, ...]], part: Counter[tuple[object, ...]]) -> bool:
    """True where each row of `part` stands in `whole` as often at least."""
    return part is whole or (part.keys() <= whole.keys() and all(whole[key] >= number for key, number in part.items()))


def _refuse_sums(group: list[_Ledger]) -> None:
    """Refuse the tables that say that they sum up the others, or each of whose rows is the sum of another sheet."""
    named = [ledger for ledger in group if ledger.part.is_named_summary]
    plain = [ledger for ledger in group if not ledger.part.is_named_summary]
    for summary in named if plain else []:
        stated, computed = format_yuan(summary.fen), format_yuan(sum(other.fen for other in plain))
        detail = f"合计均为 {stated} 元" if stated == computed else f"本表 {stated} 元，各表 {computed} 元"
        _refuse(summary, plain, detail)
    for summary in plain:
        others = [other for other in plain if other.part is not summary.part and not other.table.is_refused]
        if len(others) < 2 or not 1 < summary.size <= _MOST_ROWS_OF_SUMS:
            continue
        sums = {other.fen for other in others if other.size > 1}
        own = [sum_of([value], summary.table.unit) for value in amounts_of(summary.table)]
        if len(set(own)) > 1 and set(own) <= sums:
            _refuse(summary, others, "各行是各表的合计")


def _refuse(ledger: _Ledger, others: Iterable[_Ledger], detail: str) -> None:
    table = ledger.table
    sheets = "、".join(dict.fromkeys(other.part.sheet.name for other in others))
    values = {"sheets": sheets, "detail": detail, "rows": str(ledger.size)}
    table.is_refused = True
    table.findings = [Finding("summary_sheet", sheet=table.sheet, values=values)]


def _tell_pure_summary(part: SheetTables, ledgers: list[_Ledger]) -> None:
    """A sheet without a ledger of its own that sums up the ledgers of the others: left out where it agrees."""
    rules = {finding.rule for finding in part.findings} | {f.rule for table in part.tables for f in table.findings}
    if not rules or not rules <= {"no_table", "missing_heading"}:
        return
    sums = {ledger.fen for ledger in ledgers}
    wholes = {
        sum(ledger.fen for ledger in ledgers if ledger.table.kind == kind)
        for kind in {ledger.table.kind for ledger in ledgers}
    }
    figures = _figures(part.sheet)
    is_agreed = part.is_named_summary and not wholes.isdisjoint(figures)
    # Without a name that says so, only a sheet that gives the sum of each ledger and of all is taken for a summary.
    if is_agreed or (len(ledgers) > 1 and sums | wholes <= figures):
        part.tables, part.findings = [], [Finding("summary_left_out", sheet=part.sheet.name)]
    elif part.is_named_summary and figures and len(wholes) == 1:
        stated, computed = max(figures), max(wholes)
        values = {
            "stated": format_yuan(stated),
            "computed": format_yuan(computed),
            "difference": format_yuan(stated - computed),
            "parts": _parts_that_differ(part.sheet, ledgers),
        }
        part.findings = [f for f in part.findings if f.rule != "no_table"]
        part.findings.append(Finding("summary_mismatch", sheet=part.sheet.name, values=values))


def _parts_that_differ(sheet: Sheet, ledgers: list[_Ledger]) -> str:
    """The first sheets whose sums a row of the summary that bears their name does not give, with both figures."""
    sums: Counter[str] = Counter()
    for ledger in ledgers:
        sums[normalise(ledger.part.sheet.name)] += ledger.fen
    unit, told = _unit_of(sheet), []
    for row in sheet.rows:
        names = {normalise(value).removesuffix("份") for value in row if isinstance(value, str)} & sums.keys()
        figures = {fen for value in row if (fen := sum_of([value], unit))} if len(names) == 1 else set()
        for name in names if figures else ():
            if sums[name] not in figures:
                told.append(f"{name} {format_yuan(max(figures))} ≠ {format_yuan(sums[name])}")
    return f" ({'; '.join(told[:_MOST_PARTS_TOLD])})" if told else ""


def _unit_of(sheet: Sheet) -> str:
    texts = [value for row in sheet.rows[:10] for value in row if isinstance(value, str)]
    return "万元" if any("万元" in normalise(text) for text in texts) else "元"


def _figures(sheet: Sheet) -> set[int]:
    """The numbers of a sheet as fen, in the unit that it names."""
    unit = _unit_of(sheet)
    return {fen for row in sheet.rows for value in row if (fen := sum_of([value], unit))}


def _total_fen(table: Table) -> int:
    """The sum of the readable amounts of `table`; numbers are added at once, since there may be very many."""
    values = amounts_of(table)
    numbers = [value for value in values if type(value) is float or type(value) is int]
    if "money_unit" not in table.columns and len(numbers) == len(values):
        return sum(round(number * UNIT_FEN[table.unit]) for number in numbers)
    return sum_of(values, table.unit)


def _plain(value: object) -> object:
    return value.strip() if isinstance(value, str) else value
