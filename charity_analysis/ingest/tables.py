"""A sheet's tables, column by column: header found, rows classified, merges filled, nothing parsed yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.headers import Header, find_header, find_incomplete_header, is_ambiguous
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.rows import RowClass, RowClassifier
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.ingest.units import find_unit
from charity_analysis.rules import column_rules, table_rules

DEFAULT_UNIT = "元"


@dataclass(frozen=True)
class Subtotal:
    """A 小计, 合计 or 总计 row: a claim about the rows above it. `value` is its amount cell as it stands."""

    row: int
    rank: int
    value: object


@dataclass
class Table:
    """One table of a sheet; `columns` and `extras` hold one raw value per data row, in the order of `rows`."""

    sheet: str
    header: Header
    unit: str
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[object]] = field(default_factory=dict)
    extras: dict[str, list[object]] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    ragged: set[int] = field(default_factory=set)
    subtotals: list[Subtotal] = field(default_factory=list)
    ignored: Counter[RowClass] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    is_refused: bool = False

    @property
    def kind(self) -> str:
        """donations, disbursements, agency, receipts, funds or plans."""
        return self.header.kind

    def cell(self, column: str, row: int) -> str:
        """Address of the cell of canonical `column` in 0-based `row`."""
        return cell_address(row, self.header.columns[column])


def find_tables(sheet: Sheet, file_stem: str) -> tuple[list[Table], list[Finding]]:
    """The tables of `sheet` from top to bottom, and what was found of the sheet as a whole."""
    headers = _find_headers(sheet, file_stem)
    if not headers:
        return _without_table(sheet, file_stem)
    starts = [0, *(header.first_row for header in headers[1:])]
    ends = [*starts[1:], len(sheet.rows)]
    return [
        _read_table(sheet, header, start, end, file_stem)
        for header, start, end in zip(headers, starts, ends, strict=True)
    ], []


def _find_headers(sheet: Sheet, file_stem: str) -> list[Header]:
    """Headers of different tables; the same header again is a page break within one table."""
    headers: list[Header] = []
    start = 0
    while (header := find_header(sheet, start, file_stem)) is not None:
        if not headers or sheet.rows[header.last_row] != sheet.rows[headers[-1].last_row]:
            headers.append(header)
        start = header.last_row + 1
    return headers


def _without_table(sheet: Sheet, file_stem: str) -> tuple[list[Table], list[Finding]]:
    header = find_incomplete_header(sheet, file_stem)
    if header is not None:
        labels = [column_rules(header.kind)[name].labels["zh"] for name in header.missing]
        values = {"kind": table_rules()[header.kind].labels["zh"], "headings": "、".join(labels)}
        table = _refused(sheet, header, Finding("missing_heading", sheet=sheet.name, values=values))
        return [table], []
    filled = sum(1 for row in sheet.rows if any(value not in ("", None) for value in row))
    has_numbers = any(isinstance(value, (int, float)) for row in sheet.rows for value in row)
    if filled == 0:
        return [], []
    rule = "no_table" if has_numbers or sheet.is_text else "sheet_without_table"
    return [], [Finding(rule, sheet=sheet.name, values={"rows": str(filled)})]


def _refused(sheet: Sheet, header: Header, finding: Finding) -> Table:
    """A table of which nothing counts: its rows are listed so that they can be counted as held."""
    table = Table(sheet.name, header, DEFAULT_UNIT, findings=[finding], is_refused=True)
    for row in range(len(sheet.rows)):
        is_data = row > header.last_row and any(value not in ("", None) for value in sheet.rows[row])
        if is_data:
            table.rows.append(row)
            table.sections.append("")
        else:
            table.ignored[RowClass.NOTE] += 1
    for column, text in header.headings.items():
        table.extras[_extra_name(table, text)] = [sheet.value(row, column) for row in table.rows]
    return table


def _read_table(sheet: Sheet, header: Header, start: int, end: int, file_stem: str) -> Table:
    part = Sheet(sheet.name, sheet.rows[:end], sheet.merges, is_text=sheet.is_text)
    if is_ambiguous(part, header, file_stem):
        return _refused(part, header, Finding("ambiguous_table", sheet=sheet.name))
    above = [str(v) for row in sheet.rows[start : header.last_row + 1] for v in row if isinstance(v, str) and v]
    headings = {name: header.headings[column] for name, column in header.columns.items()}
    try:
        unit = find_unit(above, headings.get("amount", headings.get("opening_balance", "")))
        _check_twins(part, header)
    except FileRefused as refusal:
        return _refused(part, header, Finding(refusal.rule, sheet=sheet.name, values={"detail": refusal.detail}))
    table = Table(sheet.name, header, unit or DEFAULT_UNIT)
    rules = column_rules(header.kind)
    has_money = any(rules[name].type == "amount" for name in header.columns)
    if unit is None and has_money and "money_unit" not in header.columns:
        table.findings.append(Finding("unit_assumed", sheet=sheet.name))
    table.ignored[RowClass.NOTE] += header.first_row - start
    table.ignored[RowClass.HEADER] += header.last_row - header.first_row + 1
    _collect_rows(part, table, range(header.last_row + 1, end))
    _report_unmapped(part, table)
    return table


def _check_twins(sheet: Sheet, header: Header) -> None:
    """Raises: FileRefused (two_amount_columns) where two columns are amounts and do not say the same."""
    for second in header.twins.get("amount", ()):
        first = header.columns["amount"]
        for row in range(header.last_row + 1, len(sheet.rows)):
            if sheet.text(row, first) != sheet.text(row, second):
                raise FileRefused("two_amount_columns", f"{header.headings[first]}、{header.headings[second]}")


def _collect_rows(sheet: Sheet, table: Table, rows: range) -> None:
    header = table.header
    classifier = RowClassifier(sheet, header)
    filled = classifier.fill_down()
    section = ""
    # What stands beyond the last heading has no column to belong to.
    width = max(header.headings) + 1
    columns = {name: (column, table.columns.setdefault(name, [])) for name, column in header.columns.items()}
    extras = [(c, table.extras.setdefault(_extra_name(table, text), [])) for c, text in header.unmapped.items()]
    for row in rows:
        found = classifier.classify(row)
        if found.row_class == RowClass.SUBTOTAL:
            amount = header.columns.get("amount", header.columns.get("opening_balance"))
            value = sheet.value(row, amount) if amount is not None else ""
            table.subtotals.append(Subtotal(row, found.rank, value))
        if found.row_class == RowClass.SECTION:
            section = str(next(value for value in sheet.rows[row] if value != ""))
        if found.row_class == RowClass.CONTINUATION:
            table.findings.append(Finding("merged_amount", sheet=sheet.name, cell=table.cell("amount", row)))
        if found.row_class != RowClass.DATA:
            table.ignored[found.row_class] += 1
            continue
        table.rows.append(row)
        table.sections.append(section)
        if any(value not in ("", None) for value in sheet.rows[row][width:]):
            table.ragged.add(row)
        for column, values in (*columns.values(), *extras):
            value = sheet.value(row, column)
            values.append(filled.get((row, column), value) if value == "" else value)


def _extra_name(table: Table, text: str) -> str:
    names = (text if number == 1 else f"{text} {number}" for number in count(1))
    return next(name for name in names if name not in table.extras)


def _report_unmapped(sheet: Sheet, table: Table) -> None:
    if table.header.unmapped:
        names = "、".join(excerpt(text) for text in table.header.unmapped.values())
        cell = cell_address(table.header.last_row, min(table.header.unmapped))
        finding = Finding("unmapped_columns", sheet=sheet.name, cell=cell, values={"headings": names})
        table.findings.append(finding)
