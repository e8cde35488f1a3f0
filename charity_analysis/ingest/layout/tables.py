"""A sheet's tables, column by column: header found, rows classified, merges filled, nothing parsed yet."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.cell_formats import doubt_struck_rows, mark_amounts_by_format
from charity_analysis.ingest.layout.headers import Header, find_incomplete_header, is_ambiguous
from charity_analysis.ingest.layout.other_amounts import doubt_other_amounts
from charity_analysis.ingest.layout.other_directions import doubt_other_directions
from charity_analysis.ingest.layout.other_sheets import find_other_sheet
from charity_analysis.ingest.layout.part_marks import find_sheet_mark
from charity_analysis.ingest.layout.raw_table import DEFAULT_UNIT, Subtotal, Table
from charity_analysis.ingest.layout.rows import RowClass
from charity_analysis.ingest.layout.side_by_side import part_side_by_side
from charity_analysis.ingest.layout.split_amounts import join_split_amounts
from charity_analysis.ingest.layout.split_thousands import doubt_split_thousands
from charity_analysis.ingest.layout.stretches import Stretch, find_stretches
from charity_analysis.ingest.layout.table_checks import check_layout
from charity_analysis.ingest.layout.table_contents import collect_columns, collect_rows
from charity_analysis.ingest.layout.titles import is_number, title_texts
from charity_analysis.ingest.layout.unit_columns import adopt_unit_column, doubt_other_units
from charity_analysis.ingest.layout.units import heading_unit, name_units
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import column_rules, normalise, table_rules

# Titles and unit rows seldom fill so many, and then without figures.
_FEWEST_CELLS = 3
# Where no header was found, the titles stand in these rows.
_FEW_ROWS = 3
__all__ = ["DEFAULT_UNIT", "Subtotal", "Table", "find_tables"]


def find_tables(sheet: Sheet, file_stem: str) -> tuple[list[Table], list[Finding]]:
    """The tables of `sheet` from left to right and top to bottom, and what was found of the sheet as a whole."""
    try:
        parts = part_side_by_side(sheet, file_stem)
    except FileRefused as refusal:
        stretch = find_stretches(sheet, file_stem)[0]
        return [_refused(sheet, replace(stretch, end=len(sheet.rows)), Finding(refusal.rule, sheet=sheet.name))], []
    tables, findings = _find_tables_below(parts[0], file_stem)
    for part in parts[1:]:
        beside, found = _find_tables_below(part, file_stem)
        for table in beside:
            table.first_column = min(table.header.headings)
            # The rows that the parts share are counted with the first one.
            table.ignored.pop(RowClass.BLANK, None)
        tables, findings = tables + beside, findings + found
    return tables, findings


def _find_tables_below(sheet: Sheet, file_stem: str) -> tuple[list[Table], list[Finding]]:
    stretches = find_stretches(sheet, file_stem)
    if all(stretch.header.missing for stretch in stretches):
        return _without_table(sheet, file_stem)
    above = _rows_without_header(sheet, stretches[0].header)
    findings = [Finding("no_table", sheet=sheet.name, values={"rows": str(above)})] if above else []
    return [_read_table(sheet, stretch, file_stem) for stretch in stretches], findings


def _rows_without_header(sheet: Sheet, header: Header) -> int:
    """How many rows above the first header look like those of a table whose own header is not known."""
    rows = [[value for value in row if not is_blank(value)] for row in sheet.rows[: header.first_row]]
    alike = [values for values in rows if len(values) >= _FEWEST_CELLS and any(is_number(value) for value in values)]
    return len(alike) if len(alike) > 1 else 0


def _without_table(sheet: Sheet, file_stem: str) -> tuple[list[Table], list[Finding]]:
    header = find_incomplete_header(sheet, file_stem)
    titles = title_texts(sheet, 0, header.first_row if header is not None else _FEW_ROWS)
    other = find_other_sheet(sheet, titles, header, file_stem)
    if other is not None:
        return [], [other]
    if header is not None:
        return [_refused(sheet, Stretch(header, 0, len(sheet.rows)), _missing_heading(sheet, header))], []
    filled = sum(any(not is_blank(value) for value in row) for row in sheet.rows)
    has_numbers = any(isinstance(value, (int, float)) for row in sheet.rows for value in row)
    if filled == 0:
        return [], []
    rule = "no_table" if has_numbers or sheet.is_text else "sheet_without_table"
    return [], [Finding(rule, sheet=sheet.name, values={"rows": str(filled)})]


def _missing_heading(sheet: Sheet, header: Header) -> Finding:
    labels = [column_rules(header.kind)[name].labels["zh"] for name in header.missing]
    values = {"kind": table_rules()[header.kind].labels["zh"], "headings": "、".join(labels)}
    return Finding("missing_heading", sheet=sheet.name, values=values)


def _refused(sheet: Sheet, stretch: Stretch, finding: Finding) -> Table:
    """A table of which nothing counts: its rows are listed so that they can be counted as held."""
    header = stretch.header
    table = Table(sheet.name, header, DEFAULT_UNIT, findings=[finding], is_refused=True)
    for row in range(stretch.start, stretch.end):
        if row > header.last_row and any(not is_blank(value) for value in sheet.rows[row]):
            table.rows.append(row)
            table.sections.append("")
        else:
            table.ignored[RowClass.NOTE] += 1
    for column, text in header.headings.items():
        table.keep_extra(text, [sheet.value(row, column) for row in table.rows])
    return table


def _left_out(sheet: Sheet, stretch: Stretch, finding: Finding) -> Table:
    """A table that is no ledger: none of its rows is kept, since they are people's wages, addresses or illnesses."""
    table = Table(sheet.name, stretch.header, DEFAULT_UNIT, findings=[finding], is_refused=True)
    table.ignored[RowClass.NOTE] += stretch.end - stretch.start
    return table


def _read_table(sheet: Sheet, stretch: Stretch, file_stem: str) -> Table:
    header = stretch.header
    part = replace(sheet, rows=sheet.rows[: stretch.end])
    titles = title_texts(part, stretch.start, header.first_row)
    other = find_other_sheet(part, titles, header, file_stem)
    if other is not None:
        return _left_out(part, stretch, other)
    marked = _not_counted(part, titles, header)
    if marked is not None:
        return _refused(part, stretch, marked)
    if header.missing:
        return _refused(part, stretch, _missing_heading(sheet, header))
    if is_ambiguous(part, header, file_stem, stretch.start):
        return _refused(part, stretch, Finding("ambiguous_table", sheet=sheet.name))
    joined = join_split_amounts(part, header)
    part, header = joined.sheet, joined.header
    table = Table(sheet.name, header, DEFAULT_UNIT)
    table.ignored[RowClass.NOTE] += header.first_row - stretch.start
    table.ignored[RowClass.HEADER] += header.last_row - header.first_row + 1
    notes = collect_rows(part, table, stretch)
    try:
        unit = stretch.find_unit(part, file_stem, notes)
        table.unit = unit or DEFAULT_UNIT
        if unit is None and header.amount_column is not None:
            _refuse_other_unit_nearby(notes)
        _check_twins(part, table)
    except FileRefused as refusal:
        return _refused(part, stretch, Finding(refusal.rule, sheet=sheet.name, values={"detail": refusal.detail}))
    collect_columns(part, table)
    adopt_unit_column(table)
    doubt_other_units(table, unit)
    if unit is None and header.amount_column is not None and "money_unit" not in table.columns:
        table.findings.insert(0, Finding("unit_assumed", sheet=sheet.name))
    joined.complete(table)
    mark_amounts_by_format(part, table)
    doubt_other_amounts(table)
    doubt_other_directions(table)
    doubt_struck_rows(part, table)
    doubt_split_thousands(part, table)
    table.findings += check_layout(part, table)
    _report_unmapped(part, table)
    return table


def _not_counted(sheet: Sheet, titles: list[str], header: Header) -> Finding | None:
    """The finding for a table whose sheet or title names refunds, pledges, samples and the like."""
    if header.kind not in ("donations", "disbursements"):
        return None
    for text in (sheet.name, *titles):
        meaning = find_sheet_mark(text)
        if meaning:
            return Finding("not_counted_part", sheet=sheet.name, values={"text": excerpt(text), "meaning": meaning})
    return None


def _refuse_other_unit_nearby(notes: list[str]) -> None:
    """Raises: FileRefused (unit_conflict) where the table states no unit, and a total or a note one but 元."""
    units = {unit for note in notes for unit in name_units(note)} - {DEFAULT_UNIT}
    if units:
        raise FileRefused("unit_conflict", "、".join([f"{DEFAULT_UNIT}?", *sorted(units)]))


def _check_twins(sheet: Sheet, table: Table) -> None:
    """Raises: FileRefused (two_amount_columns) where two columns are amounts and do not say the same."""
    header = table.header
    if _holds_parallel_sets(header):
        raise FileRefused("two_amount_columns", "、".join(header.headings[c] for c in _amount_columns(header)))
    for name in ("amount", "opening_balance"):
        for second in header.twins.get(name, ()):
            columns = (header.columns[name], second)
            units = [heading_unit(header.headings[column]) or table.unit for column in columns]
            for row in table.rows:
                texts = [sheet.text(row, column) for column in columns]
                if texts[0] != texts[1] and not _agree(sheet, row, columns, units):
                    detail = "、".join(header.headings[column] for column in columns)
                    raise FileRefused("two_amount_columns", detail)


def _amount_columns(header: Header) -> list[int]:
    return sorted([header.columns["amount"], *header.twins["amount"]])


def _holds_parallel_sets(header: Header) -> bool:
    """True where a second amount goes with a second party, or with a second day of the very same heading.

    Such columns are further entries, even where all amounts are equal: each must count, or none.
    """
    if "amount" not in header.twins:
        return False
    for name in table_rules()[header.kind].required:
        columns = sorted([header.columns[name], *header.twins.get(name, ())])
        if name == "amount" or len(columns) < 2:
            continue
        is_same = len({normalise(header.headings[column]) for column in columns}) < len(columns)
        first, *_, last = _amount_columns(header)
        if is_same or (name != "date" and columns[0] < first < columns[-1] < last):
            return True
    return False


def _agree(sheet: Sheet, row: int, columns: tuple[int, int], units: list[str]) -> bool:
    """True where two cells are the same amount, in figures or in words, to the digits they print."""
    try:
        first, second = (parse_amount(sheet.value(row, c), unit) for c, unit in zip(columns, units, strict=True))
    except UnreadableCell:
        return False
    return first.agrees_with(second)


def _report_unmapped(sheet: Sheet, table: Table) -> None:
    if table.header.unmapped:
        names = "、".join(excerpt(text) for text in table.header.unmapped.values())
        cell = cell_address(table.header.last_row, min(table.header.unmapped))
        finding = Finding("unmapped_columns", sheet=sheet.name, cell=cell, values={"headings": names})
        table.findings.append(finding)
