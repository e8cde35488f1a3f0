"""Lay out one ledger table as clerks do: title, unit, header, rows, totals, signature; as a sheet or as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from samples.packing import pack_csv, pack_workbook

Cell = str | int | Decimal | date | None
_THIN = Side(style="thin")
_WIDTHS = {"serial_no": 6, "purpose": 30, "note": 36, "donor": 28, "payee": 28, "item": 32, "approval_no": 24}


@dataclass(frozen=True)
class Column:
    """One column: its canonical name, the heading printed, and a group heading above it where there is one."""

    key: str
    heading: str
    group: str = ""


@dataclass(frozen=True)
class Total:
    """A 小计 or 合计 line: its label stands in the first column, its values under their columns."""

    label: str
    values: Mapping[str, Cell]


Line = Mapping[str, Cell] | Total


@dataclass(frozen=True)
class SheetPlan:
    """One table to be laid out. `lines` are data rows by canonical column name, with totals in between."""

    name: str
    title: str
    unit: str
    columns: tuple[Column, ...]
    lines: Sequence[Line]
    merged_key: str | None = None
    closing: tuple[str, ...] = ()


@dataclass
class Grid:
    """The table as rows of cells; merges are (first row, first column, last row, last column), from 1."""

    header: range
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def lay_out(plan: SheetPlan) -> Grid:
    """The grid of `plan`: title, unit, one or two header rows, lines, closing notes."""
    width = len(plan.columns)
    has_groups = any(column.group for column in plan.columns)
    grid = Grid(range(3, 5 if has_groups else 4))
    for text in (plan.title, f"单位:{plan.unit}" if plan.unit else ""):
        if text:
            _add_wide_row(grid, text, width)
    first = len(grid.rows) + 1
    grid.header = range(first, first + (2 if has_groups else 1))
    _add_header(grid, plan.columns, has_groups)
    _add_lines(grid, plan)
    for text in plan.closing:
        _add_wide_row(grid, text, width)
    return grid


def _add_wide_row(grid: Grid, text: str, width: int) -> None:
    """A row with one text merged over the table's whole width."""
    grid.rows.append([text, *[None] * (width - 1)])
    row = len(grid.rows)
    grid.merges.append((row, 1, row, width))


def _add_header(grid: Grid, columns: Sequence[Column], has_groups: bool) -> None:
    """The header: with groups it is two rows high, and ungrouped headings are merged over both."""
    if not has_groups:
        grid.rows.append([column.heading for column in columns])
        return
    top = grid.header.start
    upper: list[Cell] = []
    for group, members in groupby(enumerate(columns, 1), key=lambda item: item[1].group):
        places = list(members)
        if group:
            upper += [group, *[None] * (len(places) - 1)]
            grid.merges.append((top, places[0][0], top, places[-1][0]))
        else:
            upper += [column.heading for _, column in places]
            grid.merges += [(top, place, top + 1, place) for place, _ in places]
    grid.rows += [upper, [column.heading if column.group else None for column in columns]]


def _add_lines(grid: Grid, plan: SheetPlan) -> None:
    """The data rows, numbered from 1, and the totals between them."""
    keys = [column.key for column in plan.columns]
    first_row = len(grid.rows) + 1
    serial_no = 0
    for line in plan.lines:
        if isinstance(line, Total):
            grid.rows.append([line.label, *[line.values.get(key) for key in keys[1:]]])
            continue
        serial_no += 1
        numbered = {**line, "serial_no": serial_no}
        grid.rows.append([numbered.get(key) for key in keys])
    if plan.merged_key:
        _merge_runs(grid, plan.lines, plan.merged_key, first_row, keys.index(plan.merged_key) + 1)


def _merge_runs(grid: Grid, lines: Sequence[Line], key: str, first_row: int, column: int) -> None:
    """Merge equal neighbours of one column downwards; a total ends a run."""
    row = first_row
    for value, run in groupby(lines, key=lambda line: None if isinstance(line, Total) else line[key]):
        length = len(list(run))
        if value is not None and length > 1:
            grid.merges.append((row, column, row + length - 1, column))
            for covered in grid.rows[row : row + length - 1]:
                covered[column - 1] = None
        row += length


def workbook_bytes(plans: Sequence[SheetPlan]) -> bytes:
    """An .xlsx with one sheet per plan."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "make_samples"
    for plan in plans:
        _fill(workbook.create_sheet(plan.name), plan)
    return pack_workbook(workbook)


def _fill(sheet: Worksheet, plan: SheetPlan) -> None:
    """Write one plan into `sheet`, with the few formats a clerk would set."""
    grid = lay_out(plan)
    for row in grid.rows:
        sheet.append(row)
    for first_row, first_column, last_row, last_column in grid.merges:
        sheet.merge_cells(start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column)
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = Alignment(horizontal="center")
    if plan.unit:
        sheet["A2"].alignment = Alignment(horizontal="right")
    for header_row in grid.header:
        for cell in sheet[header_row]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center")
            cell.border = Border(top=_THIN, bottom=_THIN, left=_THIN, right=_THIN)
            cell.fill = PatternFill("solid", start_color="FFDDEBF7")
    for place, column in enumerate(plan.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column.key, 14)
    sheet.freeze_panes = f"A{grid.header.stop}"


def csv_bytes(plan: SheetPlan) -> bytes:
    """A GBK text file with the same rows; it has no merges, so every cell carries its own text.

    Raises: ValueError where the plan asks for what text cannot hold (merged cells, a two-row header).
    """
    if plan.merged_key or any(column.group for column in plan.columns):
        raise ValueError(f"a text file has no merged cells: {plan.title}")
    return pack_csv([["" if cell is None else str(cell) for cell in row] for row in lay_out(plan).rows])
