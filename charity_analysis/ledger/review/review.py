"""What a person has to decide: every held cell with what is needed to correct it, and errors that hold no cell."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.addresses import cell_position, place
from charity_analysis.ledger.corrections import read_corrections
from charity_analysis.ledger.exclusions import CONFIRMED, EXCLUDABLE
from charity_analysis.ledger.raw_files import find_raw_files
from charity_analysis.ledger.review.review_sheets import ReviewedSheet, read_review_sheets
from charity_analysis.rules import finding_rules, review_texts

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class HeldCell:
    """One cell that holds its row back, what it says now, and what is known of it; `file` begins with its period."""

    organisation: str
    file: str
    sheet: str
    cell: str
    heading: str
    expected_text: str
    why: str
    remedy: str
    context: str


@dataclass(frozen=True)
class OpenError:
    """A finding of severity error that no cell's correction settles; `rows` are held with it, `cell` may be blank."""

    organisation: str
    file: str
    sheet: str
    cell: str
    rows: int | None
    why: str
    remedy: str

    @property
    def is_whole(self) -> bool:
        """True where a whole table or file is left out."""
        return "/" in self.file and not self.cell


@dataclass
class Review:
    """All that is open: held cells, and errors of whole tables, files, folders and totals."""

    cells: list[HeldCell] = field(default_factory=list)
    errors: list[OpenError] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """True where nothing is open."""
        return not self.cells and not self.errors

    def extend(self, other: Review) -> None:
        """Take in what is open elsewhere."""
        self.cells += other.cells
        self.errors += other.errors


# Rules that hold a row although each of its cells can be read: a person may state that it counts as it stands.
_CONFIRMABLE = frozenset({"repeated_rows", "receipt_repeated", "receipt_conflict", "revised_amount"})
# Period, file, sheet, cell and rule: what a finding and a held row have in common.
Key = tuple[str, str, str, str, str]


def find_review(ledger: Ledger, raw: Path, language: str) -> Review:
    """What is open in the ledger of the organisation whose raw files lie in the folder `raw`, in `language`."""
    return _Collector(ledger, raw, language).collect()


class _Collector:
    def __init__(self, ledger: Ledger, raw: Path, language: str) -> None:
        self._organisation = ledger.organisation.code
        self._language = language
        self._texts = review_texts(language)
        self._held = _records(ledger.held)
        self._errors = [finding for finding in _records(ledger.findings) if finding["severity"] == "error"]
        self._by_key = {_key(finding): finding for finding in self._errors}
        # One finding may tell of many rows, and names the first.
        self._by_rule = {(*_key(finding)[:3], finding["rule"]): finding for finding in self._errors}
        self._corrections, _ = read_corrections(raw)
        self._files, _ = find_raw_files(raw)
        self._settled: set[Key] = set()
        self._excluded = {
            (*_key(finding)[:3], cell_position(finding["cell"])[0] + 1)
            for finding in _records(ledger.findings)
            if finding["rule"] == CONFIRMED
        }
        self._corrected: dict[Key, int] = {}

    def collect(self) -> Review:
        """Held cells in the order of files and rows, then what else is wrong."""
        review = Review()
        whole: dict[tuple[str, str, str], int] = defaultdict(int)
        by_file: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in self._held:
            if (row["folder_period"], row["source_file"], row["source_sheet"], row["source_row"]) in self._excluded:
                continue
            by_file[row["folder_period"], row["source_file"]].append(row)
            whole[row["folder_period"], row["source_file"], row["source_sheet"]] += not row["cells"]
        for (period, name), rows in by_file.items():
            sheets = self._read(period, name) if any(row["cells"] for row in rows) else {}
            for row in rows:
                review.cells += self._cells(row, sheets)
        for finding in self._errors:
            key = _key(finding)
            if key not in self._settled:
                review.errors.append(self._error(finding, whole[key[:3]] or None))
        return review

    def _read(self, period: str, name: str) -> dict[str, ReviewedSheet]:
        for file in self._files:
            if (file.period, file.file) == (period, name):
                own = [c for c in self._corrections if file.is_named(c.file, self._files)]
                return read_review_sheets(file, own)
        return {}

    def _cells(self, row: dict[str, Any], sheets: dict[str, ReviewedSheet]) -> list[HeldCell]:
        """The cells of a held row that can be filled in, each once."""
        sheet = sheets.get(row["source_sheet"].strip())
        if sheet is None or not row["cells"]:
            return []
        found: dict[str, HeldCell] = {}
        for named, rule in zip(row["cells"].split(";"), row["rules"].split(";"), strict=False):
            key = (row["folder_period"], row["source_file"], row["source_sheet"], named, rule)
            places = list(sheet.misfits(row["source_row"] - 1)) if rule == "field_count" else [(named, "")]
            for cell, todo in places:
                if cell in sheet.corrected:
                    self._corrected[key] = sheet.corrected[cell]
                elif cell_position(cell)[0] < len(sheet.raw.rows):
                    self._settled.add(key)
                    found.setdefault(cell, self._held_cell(row, sheet, cell, key, todo))
        return list(found.values())

    def _held_cell(self, row: dict[str, Any], sheet: ReviewedSheet, cell: str, key: Key, todo: str) -> HeldCell:
        finding = self._by_key.get(key) or self._by_rule.get((*key[:3], key[4]))
        why, remedy = self._words(finding, key[4])
        anchor = sheet.merged_with(cell)
        merged = self._texts["merged"].format_map({"cell": anchor}) if anchor else ""
        is_confirmable = key[4] in _CONFIRMABLE or sheet.is_struck(cell)
        confirm = self._texts["confirm"] if is_confirmable else ""
        exclude = self._texts["exclude"] if key[4] in EXCLUDABLE else ""
        return HeldCell(
            self._organisation,
            f"{row['folder_period']}/{row['source_file']}",
            row["source_sheet"],
            cell,
            sheet.heading(cell),
            sheet.text(cell),
            why,
            "\n".join(filter(None, (self._texts[todo] if todo else remedy, merged, confirm, exclude))),
            _context(row["raw_text"]),
        )

    def _error(self, finding: dict[str, Any], rows: int | None) -> OpenError:
        why, remedy = self._words(finding, finding["rule"])
        row = self._corrected.get(_key(finding))
        if row is not None:
            remedy = self._texts["already_corrected"].format_map({"row": row})
        file = f"{finding['period']}/{finding['source_file']}" if finding["source_file"] else finding["period"]
        is_whole = not finding["cell"]
        return OpenError(
            self._organisation, file, finding["source_sheet"], finding["cell"], rows if is_whole else None, why, remedy
        )

    def _words(self, finding: dict[str, Any] | None, rule: str) -> tuple[str, str]:
        """What is the matter and what to do, apart, without the place that stands beside them."""
        remedy = finding_rules()[rule].remedies[self._language] if rule in finding_rules() else ""
        if finding is None:
            return rule, remedy
        where = place(finding["source_file"] or None, finding["source_sheet"] or None, finding["cell"] or None)
        colon, stop = (": ", "; ") if self._language == "en" else ("：", "；")
        message = finding[f"message_{self._language}"].removeprefix(where + colon)
        pattern = re.sub(r"\\{\w+\\}", ".*", re.escape(remedy))
        parted = re.fullmatch(f"(.*){stop}({pattern})", message, re.DOTALL) if remedy else None
        return (parted[1], parted[2]) if parted else (message, "")


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `table`, what is missing as ""."""
    text = table.astype(object).where(table.notna(), "")
    return [dict(zip(text.columns, row, strict=True)) for row in text.itertuples(index=False, name=None)]


def _key(finding: dict[str, Any]) -> Key:
    names = ("period", "source_file", "source_sheet", "cell", "rule")
    period, file, sheet, cell, rule = (str(finding[name]) for name in names)
    return period, file, sheet, cell, rule


def _context(raw_text: str) -> str:
    """The row as it stands: heading：value, one a line."""
    values = json.loads(raw_text or "{}")
    return "\n".join(f"{' '.join(heading.split())}：{_shown(value)}" for heading, value in values.items())


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).removesuffix(" 00:00:00").strip()
