"""Reviewed corrections: applied to raw cells before parsing, and only where the expected text still stands."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.files.text_tables import decode
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import CellPosition, Sheet
from charity_analysis.ledger.cell_text import matching_text, plain_text
from charity_analysis.ledger.correction_lines import COLUMNS, cell_name, find_fault, read_records, unguard
from charity_analysis.rules import normalise, review_texts

FILE_NAME = "corrections.csv"


@dataclass(frozen=True)
class Correction:
    """One reviewed fix: in `file` (relative to the organisation's folder) the cell's text becomes `new_value`."""

    row: int
    file: str
    sheet: str
    cell: str
    expected_text: str
    new_value: str
    reason: str

    @property
    def is_confirmation(self) -> bool:
        """True where a person states that the cell is right as it stands: its row is no repeat, and not void."""
        return self.new_value == self.expected_text != ""

    @property
    def is_exclusion(self) -> bool:
        """True where a person states that the row of the cell rightly does not count: void, a repeat, not received."""
        return normalise(self.new_value) in {normalise(review_texts(language)["excluded"]) for language in ("zh", "en")}


def read_corrections(folder: Path) -> tuple[list[Correction], list[Finding]]:
    """The corrections of the organisation in `folder`, and a finding for each row that is not complete."""
    path = folder / FILE_NAME
    if not path.exists():
        return [], []
    if not path.is_file():  # opening a pipe would wait for ever
        return [], [_invalid(1, "not a regular file")]
    try:
        rows = list(read_records(decode(path.read_bytes())))
    except OSError as error:
        return [], [_invalid(1, error.strerror or type(error).__name__)]
    except (FileRefused, csv.Error) as error:
        return [], [_invalid(1, str(error))]
    if not rows or tuple(rows[0][1]) != COLUMNS:
        return [], [_invalid(1, "、".join(COLUMNS))]
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for line, fields in rows[1:]:
        fault = find_fault(fields)
        if fault:
            findings.append(_invalid(line, fault))
        else:
            file, sheet, cell, *rest = map(unguard, fields[:6])
            # As Windows writes paths.
            file = file.replace("\\", "/")
            corrections.append(Correction(line, file, sheet, cell_name(cell) or cell, *rest))
    return corrections, findings


def _invalid(row: int, detail: str) -> Finding:
    return Finding("corrections_invalid", values={"row": str(row), "detail": detail})


def apply_corrections(
    sheets: list[Sheet], corrections: list[Correction]
) -> tuple[list[Sheet], list[Finding], set[Correction]]:
    """The sheets of one file with its corrections in place, findings, and the corrections that these tell of.

    Corrections that want different values in one cell contradict each other, and none of them takes effect.
    """
    findings: list[Finding] = []
    told: set[Correction] = set()
    mended: dict[int, dict[CellPosition, Correction]] = defaultdict(dict)
    for (number, position), fitting in _by_cell(sheets, corrections).items():
        first = fitting[0]
        place = {"sheet": sheets[number].name, "cell": first.cell}
        if any(other.new_value != first.new_value for other in fitting):
            values = {"rows": "、".join(str(correction.row) for correction in fitting)}
            findings.append(Finding("correction_conflict", values=values).at(**place))
            told.update(fitting)
            continue
        mended[number][position] = first
        values = {"row": str(first.row), "reason_text": first.reason}
        rule = "exclusion_confirmed" if first.is_exclusion else "correction_applied"
        findings.append(Finding(rule, values=values).at(**place))
        told.add(first)
    return [_mend(sheet, mended.get(number, {})) for number, sheet in enumerate(sheets)], findings, told


def _by_cell(sheets: list[Sheet], corrections: list[Correction]) -> dict[tuple[int, CellPosition], list[Correction]]:
    """The corrections that find their expected text, by the number of their sheet and the position of their cell."""
    by_cell: dict[tuple[int, CellPosition], list[Correction]] = defaultdict(list)
    numbers = sheet_numbers(sheets) if corrections else {}
    widths: dict[int, int] = {}
    for correction in corrections:
        number = numbers.get(correction.sheet)
        if number is None:
            continue
        sheet = sheets[number]
        width = widths.setdefault(number, max(map(len, sheet.rows), default=0))
        row, column = cell_position(correction.cell)
        if row < len(sheet.rows) and column < width and _fits(sheet, row, column, correction):
            by_cell[number, (row, column)].append(correction)
    return by_cell


def _fits(sheet: Sheet, row: int, column: int, correction: Correction) -> bool:
    found = matching_text(sheet, row, column, correction.expected_text)
    # A cell that a merged one covers cannot be emptied: the merged one would fill it again.
    return found is not None and (correction.new_value != "" or found == plain_text(sheet.value(row, column)))


def sheet_numbers(sheets: list[Sheet]) -> dict[str, int]:
    """The number of each sheet by its name; a name that several have names none."""
    names = [sheet.name.strip() for sheet in sheets]
    times = Counter(names)
    return {name: number for number, name in enumerate(names) if times[name] == 1}


def _mend(sheet: Sheet, cells: dict[CellPosition, Correction]) -> Sheet:
    """`sheet` with its `cells` corrected; what the format of a corrected cell said is no longer true of it."""
    if not cells:
        return sheet
    rows = list(sheet.rows)
    confirmed: set[int] = set()
    cells = {position: correction for position, correction in cells.items() if not correction.is_exclusion}
    for (row, column), correction in cells.items():
        if correction.is_confirmation:
            # The value keeps its type: 43838 is a day as a number, and none as a text.
            confirmed.add(row)
            continue
        # A record of a text file may end before its last fields. The sheet that was read is left as it is.
        line = rows[row] if rows[row] is not sheet.rows[row] else list(rows[row])
        line += [""] * (column + 1 - len(line))
        line[column] = correction.new_value
        rows[row] = line
    currencies = {position: name for position, name in sheet.currencies.items() if position not in cells}
    struck = frozenset(at for at in sheet.struck if at not in cells and at[0] not in confirmed)
    return replace(sheet, rows=rows, struck=struck, currencies=currencies)


def find_unused(corrections: list[Correction], used: set[Correction]) -> list[Finding]:
    """A finding for each correction that did not find its file, sheet, cell or expected text."""
    return [
        Finding(
            "correction_unused",
            values={
                "row": str(c.row),
                "detail": f"{c.file} › {c.sheet}!{c.cell}" if c.sheet else f"{c.file} › {c.cell}",
            },
        )
        for c in corrections
        if c not in used
    ]
