"""Lines of a review workbook → records of corrections.csv: all of them, or none where one does not hold."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.findings import excerpt
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.ledger.cell_text import matching_text, plain_text
from charity_analysis.ledger.correction_lines import cell_name, with_records
from charity_analysis.ledger.corrections import (
    FILE_NAME,
    Correction,
    apply_corrections,
    read_corrections,
    sheet_numbers,
)
from charity_analysis.ledger.raw_files import RawFile, find_raw_files
from charity_analysis.ledger.review.review_book import fit
from charity_analysis.ledger.review.review_filled import FilledLine, ReviewFault, ReviewRefused, read_filled
from charity_analysis.ledger.review.review_values import SheetColumns
from charity_analysis.ledger.whole_folder import alone

Record = tuple[str, ...]


def apply_review(path: Path, raw: Path, organisations: list[str]) -> int:
    """How many corrections were added to the files corrections.csv of `organisations` below the folder `raw`.

    Corrections that already stand there are not added again.

    Raises: ReviewRefused where any line does not hold, and nothing is written then; OSError where the disk refuses.
    """
    lines = read_filled(path)
    faults = [
        ReviewFault("review_organisation", line.row, {"name": line.organisation})
        for line in lines
        if line.organisation not in organisations
    ]
    if faults:
        raise ReviewRefused(faults)
    by_organisation: dict[str, list[FilledLine]] = defaultdict(list)
    for line in lines:
        by_organisation[line.organisation].append(line)
    with ExitStack() as locks:
        plans = []
        for name in sorted(by_organisation):
            locks.enter_context(alone(raw / name / FILE_NAME))
            plans.append(_Plan(raw / name, by_organisation[name]))
        faults = [fault for plan in plans for fault in plan.faults]
        if faults:
            raise ReviewRefused(sorted(faults, key=lambda fault: fault.row))
        for target, content in [plan.content() for plan in plans if plan.records]:
            _replace(target, content)
    return sum(len(plan.records) for plan in plans)


class _Plan:
    """What is to be added to one organisation's corrections.csv, and what speaks against it."""

    def __init__(self, folder: Path, lines: list[FilledLine]) -> None:
        self._folder = folder
        self._files, _ = find_raw_files(folder)
        self._existing, findings = read_corrections(folder)
        self._last: tuple[RawFile, list[Sheet] | None] | None = None
        self._columns: dict[tuple[str, str, str], SheetColumns] = {}
        self.records: list[Record] = []
        self.faults: list[ReviewFault] = []
        if any(finding.values["row"] == "1" for finding in findings):
            self.faults.append(ReviewFault("review_corrections", values={"name": folder.name}))
            return
        planned: dict[tuple[str, str, str], FilledLine] = {}
        # File by file: each is read once, and none is kept in memory beside another.
        for line in sorted(lines, key=lambda line: (line.file, line.row)):
            self._add(line, planned)

    def _add(self, line: FilledLine, planned: dict[tuple[str, str, str], FilledLine]) -> None:
        found = self._find(line)
        if isinstance(found, ReviewFault):
            self.faults.append(found)
            return
        file, cell, text = found
        if line.is_confirmed:
            line = replace(line, new_value=text)
        place = (f"{file.period}/{file.file}", line.sheet, cell)
        first = planned.setdefault(place, line)
        if first.row != line.row:
            if first.new_value != line.new_value:
                self.faults.append(ReviewFault("review_two_values", line.row, {"other": str(first.row)}))
            return
        earlier = [c for c in self._existing if c.cell == cell and c.sheet == line.sheet and self._names(c, file)]
        if any(c.new_value != line.new_value for c in earlier):
            self.faults.append(ReviewFault("review_corrected", line.row, {"line": str(earlier[0].row)}))
        elif not earlier:
            if line.new_value == text != "" and not line.is_confirmed:
                self.faults.append(ReviewFault("review_unchanged", line.row))
            elif reason := self._why_unreadable(file, cell, line):
                self.faults.append(
                    ReviewFault("review_unusable", line.row, {"text": excerpt(line.new_value), "reason": reason})
                )
            self.records.append((*place, text, line.new_value, line.reason, line.approved_by, line.approved_on))

    def _why_unreadable(self, file: RawFile, cell: str, line: FilledLine) -> str | None:
        """Why the new value would leave its row held; the table is found as earlier corrections leave it."""
        sheets = self._read(file)
        if line.is_confirmed or line.is_excluded or not line.new_value or not sheets:
            return None
        place = (file.period, file.file, line.sheet)
        if place not in self._columns:
            own = [correction for correction in self._existing if self._names(correction, file)]
            corrected, _, _ = apply_corrections(sheets, own)
            self._columns = {place: SheetColumns(corrected[sheet_numbers(sheets)[line.sheet]], file.path.stem)}
        return self._columns[place].why_unreadable(cell_position(cell), line.new_value)

    def _names(self, correction: Correction, file: RawFile) -> bool:
        return file.is_named(correction.file, self._files)

    def _find(self, line: FilledLine) -> tuple[RawFile, str, str] | ReviewFault:
        """The raw file, the cell's address and its text; or why the line finds no such cell."""
        name = line.file.replace("\\", "/")
        named = [file for file in self._files if file.is_named(name, self._files)]
        if len(named) != 1 or named[0].is_ignored:
            return ReviewFault("review_file", line.row, {"file": line.file})
        sheets = self._read(named[0])
        if sheets is None:
            return ReviewFault("review_file_refused", line.row, {"file": line.file})
        number = sheet_numbers(sheets).get(line.sheet)
        if number is None:
            return ReviewFault("review_sheet", line.row, {"sheet": line.sheet})
        cell = cell_name(line.cell)
        row, column = cell_position(cell) if cell else (len(sheets[number].rows), 0)
        if cell is None or row >= len(sheets[number].rows) or column >= max(map(len, sheets[number].rows)):
            return ReviewFault("review_cell", line.row, {"cell": line.cell})
        text = _text(sheets[number], row, column, line.expected_text)
        if text is None:
            return ReviewFault("review_text_changed", line.row, {"cell": cell})
        return named[0], cell, text

    def _read(self, file: RawFile) -> list[Sheet] | None:
        if self._last is None or self._last[0] != file:
            try:
                self._last = file, read_workbook(file.path).sheets
            except FileRefused:
                self._last = file, None
        return self._last[1]

    def content(self) -> tuple[Path, bytes]:
        """The file to be written and what it will hold.

        Raises: ReviewRefused where what the file holds already allows no more.
        """
        path = (self._folder / FILE_NAME).resolve()
        try:
            return path, with_records(path.read_bytes() if path.exists() else None, self.records)
        except FileRefused as refusal:
            fault = ReviewFault("review_corrections", values={"name": self._folder.name})
            raise ReviewRefused([fault]) from refusal


def _text(sheet: Sheet, row: int, column: int, expected: str) -> str | None:
    """The whole text of the cell, where it is `expected` as far as the workbook could hold it."""
    text = matching_text(sheet, row, column, expected)
    whole = plain_text(sheet.value(row, column))
    return whole if text is None and whole and fit(whole) == fit(expected) else text


def _replace(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path`, wholly or not at all."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
