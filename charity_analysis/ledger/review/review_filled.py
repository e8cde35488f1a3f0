"""A review workbook that came back: the lines that were filled in, each value as exact text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet, is_blank
from charity_analysis.ledger.cell_text import plain_text
from charity_analysis.ledger.correction_lines import approval_day
from charity_analysis.ledger.review.review_book import TO_FILL_IN
from charity_analysis.rules import normalise, review_texts

_NEEDED = ("organisation", "file", "sheet", "cell", "expected_text", *TO_FILL_IN)
_HEADER_WITHIN = 10
# A figure of more digits lost its last ones when the program took it for a number.
_MOST_EXACT = 10**15
# No spreadsheet holds more in a cell; a longer field would make the whole of corrections.csv unreadable.
_LONGEST_TEXT = 32_767


@dataclass(frozen=True)
class ReviewFault:
    """What is wrong with the workbook, or with its line `row`: a key of rules/messages.csv and its values.

    `columns` are named by their keys in rules/review.csv.
    """

    key: str
    row: int = 0
    values: dict[str, str] = field(default_factory=dict)


class ReviewRefused(ValueError):
    """Nothing of the workbook is applied, because of these faults."""

    def __init__(self, faults: list[ReviewFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class FilledLine:
    """One line that a person filled in; `row` is its row in the workbook, `new_value` "" where the cell is emptied.

    `is_confirmed` where the cell is right as it stands, and so its row.
    """

    row: int
    organisation: str
    file: str
    sheet: str
    cell: str
    expected_text: str
    new_value: str
    reason: str
    approved_by: str
    approved_on: str
    is_confirmed: bool = False

    @property
    def is_excluded(self) -> bool:
        """True where the row of the cell rightly does not count."""
        return _stands_for(self.new_value, "excluded")


def read_filled(path: Path) -> list[FilledLine]:
    """The lines of the review workbook at `path` in which anything is filled in.

    Raises: ReviewRefused where it is no review workbook, or a line is not complete.
    """
    sheet, header, columns = _find_list(path)
    lines: list[FilledLine] = []
    faults: list[ReviewFault] = []
    for row in range(header + 1, len(sheet.rows)):
        raw = {name: sheet.value(row, column) for name, column in columns.items()}
        if all(is_blank(raw[name]) for name in TO_FILL_IN):
            continue
        found = _find_faults(raw, row + 1)
        faults += found
        if not found:
            lines.append(_line(raw, row + 1))
    if faults:
        raise ReviewRefused(faults)
    return lines


def _find_list(path: Path) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet of held cells, its header's 0-based row, and its columns; a clerk may move, add and rename things."""
    try:
        sheets = read_workbook(path).sheets
    except FileRefused as refusal:
        raise ReviewRefused(
            [ReviewFault("review_unreadable", values={"rule": refusal.rule, "detail": refusal.detail})]
        ) from refusal
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows[:_HEADER_WITHIN]):
            words = [normalise(plain_text(value)) for value in cells]
            for language in ("zh", "en"):
                headings = {name: normalise(review_texts(language)[name]) for name in _NEEDED}
                if all(words.count(heading) == 1 for heading in headings.values()):
                    return sheet, row, {name: words.index(heading) for name, heading in headings.items()}
    raise ReviewRefused([ReviewFault("review_not_one")])


def _find_faults(raw: dict[str, object], row: int) -> list[ReviewFault]:
    missing = [name for name in TO_FILL_IN if is_blank(raw[name])]
    if missing:
        return [ReviewFault("review_missing", row, {"columns": ",".join(missing)})]
    faults = [
        ReviewFault("review_no_text", row, {"columns": name})
        for name in _NEEDED
        if isinstance(value := raw[name], FaultyCell) or (isinstance(value, float) and abs(value) >= _MOST_EXACT)
    ]
    faults += [
        ReviewFault("review_too_long", row, {"columns": name})
        for name in _NEEDED
        if isinstance(value := raw[name], str) and len(value) > _LONGEST_TEXT
    ]
    if not faults and _approval_day(raw["approved_on"]) is None:
        faults.append(ReviewFault("review_no_day", row, {"columns": "approved_on"}))
    return faults


def _approval_day(value: object) -> date | None:
    return approval_day(value) if isinstance(value, (str, date)) else None


def _line(raw: dict[str, object], row: int) -> FilledLine:
    texts = {name: plain_text(value) for name, value in raw.items()}
    is_confirmed = _stands_for(texts["new_value"], "confirmed")
    if is_confirmed or _stands_for(texts["new_value"], "empty"):
        texts["new_value"] = ""
    texts["approved_on"] = str(_approval_day(raw["approved_on"]))
    return FilledLine(row, **texts, is_confirmed=is_confirmed)


def _stands_for(text: str, word: str) -> bool:
    """True where `text` is the word by which the workbook calls a blank cell, or one that is right as it stands."""
    return normalise(text) in {normalise(review_texts(language)[word]) for language in ("zh", "en")}


def has_filled_lines(path: Path) -> bool:
    """True where anybody has filled anything in, or noted something to the right of the columns.

    Raises: ReviewRefused where it is no review workbook.
    """
    sheet, header, columns = _find_list(path)
    width = sum(1 for value in sheet.rows[header] if not is_blank(value))
    to_fill_in = [columns[name] for name in TO_FILL_IN]
    return any(
        any(not is_blank(cells[column]) for column in to_fill_in if column < len(cells))
        or any(not is_blank(value) for value in cells[width:])
        for cells in sheet.rows[header + 1 :]
    )
