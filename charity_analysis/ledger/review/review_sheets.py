"""The raw sheets behind held rows, read again: what a cell says now, under which heading, and what may be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from charity_analysis.ingest.addresses import cell_address, cell_position
from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.ledger.cell_text import covering_value, plain_text
from charity_analysis.ledger.corrections import Correction, apply_corrections, sheet_numbers
from charity_analysis.ledger.raw_files import RawFile


@dataclass
class ReviewedSheet:
    """One sheet as it was read, with the headings of its tables by row and the corrections that it already has."""

    raw: Sheet
    headings: dict[int, dict[int, str]] = field(default_factory=dict)
    corrected: dict[str, int] = field(default_factory=dict)

    def heading(self, cell: str) -> str:
        """The heading above a data cell; "" where it has none."""
        row, column = cell_position(cell)
        return self.headings.get(row, {}).get(column, "")

    def text(self, cell: str) -> str:
        """What a person sees in the cell: inside a merged one, what that one says."""
        row, column = cell_position(cell)
        own = self.raw.value(row, column)
        return plain_text(covering_value(self.raw, row, column) if is_blank(own) else own)

    def merged_with(self, cell: str) -> str | None:
        """The cell that holds the value of the merged one which covers `cell`; None where none does."""
        row, column = cell_position(cell)
        for top, left, bottom, right in self.raw.merges:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                return cell_address(top, left)
        return None

    def is_struck(self, cell: str) -> bool:
        """True where the cell is shown struck through."""
        return cell_position(cell) in self.raw.struck

    def misfits(self, row: int) -> Iterator[tuple[str, str]]:
        """Cells of a row with more or fewer fields than its header, each with the key of what to do about it."""
        cells = self.raw.rows[row] if row < len(self.raw.rows) else []
        width = max(self.headings.get(row, {}), default=-1) + 1
        if len(cells) < width:
            yield cell_address(row, width - 1), "missing_field"
        for column in range(width, len(cells)):
            if not is_blank(cells[column]):
                yield cell_address(row, column), "surplus_field"


def read_review_sheets(file: RawFile, corrections: list[Correction]) -> dict[str, ReviewedSheet]:
    """The sheets of a raw file by name; none where it cannot be read any more. `corrections` are those of this file."""
    try:
        sheets = read_workbook(file.path).sheets
    except FileRefused:
        return {}
    corrected, findings, _ = apply_corrections(sheets, corrections)
    numbers = sheet_numbers(sheets)
    reviewed = {name: ReviewedSheet(sheets[number]) for name, number in numbers.items()}
    for name, number in numbers.items():
        tables, _ = find_tables(corrected[number], file.path.stem)
        for table in tables:
            for row in table.rows:
                # Tables may stand beside one another.
                headings = reviewed[name].headings
                headings[row] = headings.get(row, {}) | table.header.headings
    for finding in findings:
        sheet = reviewed.get((finding.sheet or "").strip())
        if sheet is not None and finding.cell is not None and finding.rule == "correction_applied":
            sheet.corrected[finding.cell] = int(finding.values["row"])
    return reviewed
