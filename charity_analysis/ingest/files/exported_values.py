"""What programs write into a text for what is none: digits kept as text, and error values."""

from __future__ import annotations

import re

from charity_analysis.ingest.sheets import FaultyCell

# ="00123" and '00123 keep a spreadsheet from taking digits for a number.
_KEPT_AS_TEXT = re.compile(r"=\"([^\"]*)\"|'(\d[\d\s.,/:Xx-]*)")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_MARKS = ('="', "'", "#")
# Inside quotes each quote is doubled, so that ="00123" stands there as "=""00123""".
_AT_START = re.compile(r"""(?:^|[\t\r]|[^\w\s])(?:=""?|'\d|#[A-Z])""", re.MULTILINE)


def holds_exported_values(text: str) -> bool:
    """True where some cell of a whole delimited `text` may need `mend_row`."""
    return any(mark in text for mark in _MARKS) and _AT_START.search(text) is not None


def mend_row(row: list[object]) -> None:
    """Put into `row` the values that its texts stand for."""
    for column, value in enumerate(row):
        if isinstance(value, str) and value[:1] in ("=", "'", "#"):
            row[column] = exported_value(value)


def exported_value(text: str) -> object:
    """The value that `text` stands for; `text` itself where it is just a text."""
    if text in _ERRORS:
        return FaultyCell(text, "error_value")
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return text if kept is None else (kept[1] if kept[1] is not None else kept[2])
