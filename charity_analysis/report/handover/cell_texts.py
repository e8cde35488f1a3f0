"""Text that stays text: without what no file can hold, and never read as a formula by a spreadsheet."""

from __future__ import annotations

import unicodedata

from charity_analysis.ledger.cell_text import comparable

# What begins a formula; Chinese and Japanese spreadsheets take the full-width signs for the same.
_BEGINS_A_FORMULA = "=+-@＝＋－＠﹢﹣﹦﹫"
_ESCAPE = "'"
# A cell of a workbook takes 32 767 characters, as UTF-16 counts them.
_MOST_UNITS = 32_000
_CUT = "……（过长，以下从略）"


def clean_text(text: str) -> str:
    """`text` without outer blanks and without characters that steer a display or that no sheet can hold."""
    steering = [c for c in set(text) if c not in "\n\t\r" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Co")]
    return comparable(text.translate(dict.fromkeys(map(ord, steering))))


def escape_formula(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it, also from a CSV that it is saved as.

    Text that such an apostrophe already begins gets one more, so that `restore_text` gives back what was there.
    """
    return _ESCAPE + text if is_run(text.lstrip(_ESCAPE)) else text


def restore_text(text: str) -> str:
    """The text that `escape_formula` was given."""
    is_escaped = text.startswith(_ESCAPE) and is_run(text.lstrip(_ESCAPE))
    return text.removeprefix(_ESCAPE) if is_escaped else text


def is_run(text: str) -> bool:
    """True where a spreadsheet takes `text` for a formula; blanks before it do not hinder all of them."""
    return text.lstrip().startswith(tuple(_BEGINS_A_FORMULA))


def fit_cell(text: str) -> str:
    """`text` as a cell of a workbook can hold it; where it is cut off, it says so."""
    units = text.encode("utf-16-le")
    if len(units) // 2 <= _MOST_UNITS:
        return text
    # Half of a character beyond the basic plane is none.
    return units[: 2 * (_MOST_UNITS - len(_CUT))].decode("utf-16-le", "ignore") + _CUT
