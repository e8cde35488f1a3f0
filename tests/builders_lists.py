"""Lists as the ledger keeps them, from rows written short: (day of 2020, party, yuan), with more columns by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from charity_analysis.ledger.arrow_tables import arrow_table
from charity_analysis.ledger.repeats.repeat_lists import IDENTITIES
from charity_analysis.ledger.repeats.repeats import Listing

Entry = Sequence[Any]


def day(text: str) -> date | None:
    """ "3-1" → 1 March 2020; "" → none."""
    return date(2020, *(int(part) for part in text.split("-"))) if text else None


def listing(
    file: str,
    entries: Sequence[Entry],
    kind: str = "donations",
    period: str = "2020H1",
    sheet: str = "捐赠",
    **more: Any,
) -> Listing:
    """A list whose rows stand from sheet row 4 down; `more` are further columns, each a list or one value for all."""
    identity, size = IDENTITIES[kind], len(entries)
    columns: dict[str, list[Any]] = {
        "row_id": [f"{kind[0].upper()}-{abs(hash((period, file, sheet, row))) % 16**16:016x}" for row in range(size)],
        "organisation": ["office"] * size,
        "period": [period] * size,
        "folder_period": [period] * size,
        "source_file": [file] * size,
        "source_sheet": [sheet] * size,
        "source_row": list(range(4, 4 + size)),
        identity.date: [day(entry[0]) for entry in entries],
        "date_basis": ["stated" if entry[0] else "not_stated" for entry in entries],
        identity.parties[0]: [entry[1] for entry in entries],
        "amount_fen": [None if entry[2] is None else round(entry[2] * 100) for entry in entries],
        "amount_halfwidth_fen": [0] * size,
    }
    for name, values in more.items():
        columns[name] = values if isinstance(values, list) else [values] * size
    letters = {identity.date: "B", identity.parties[0]: "C", "amount_fen": "D", "receipt_no": "F"}
    return Listing(kind, "office", period, file, sheet, arrow_table(kind, columns), letters)
