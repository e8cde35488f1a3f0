"""The file in which a person decides whether two names are one donor; filled, it is kept as aliases.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from charity_analysis.analysis.scope import each_row
from charity_analysis.ledger.aliases import COLUMNS, EVIDENCE
from charity_analysis.ledger.correction_lines import guard
from charity_analysis.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from charity_analysis.ledger.aliases import Alias

_MOST_ROWS = 20


def write_review(candidates: pd.DataFrame, path: Path, aliases: Sequence[Alias] = ()) -> Path:
    """`path`, a CSV that Excel opens: what is decided already, then one line per candidate with its evidence.

    The columns decision (same or different), reason, decided_by and decided_on are blank for a person to fill in. The
    file names donors: it is for the office only. Raises: FileExistsError where it is there, as it may hold decisions.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *EVIDENCE))
    for alias in aliases:
        decision = "same" if alias.is_same else "different"
        decided = (alias.alias, alias.donor, decision, alias.reason, alias.decided_by, alias.decided_on)
        writer.writerow([*map(guard, decided), *[""] * len(EVIDENCE)])
    for row in each_row(candidates):
        of_alias = _evidence(row.alias_gifts, row.alias_fen, row.alias_periods, row.alias_row_ids)
        of_donor = _evidence(row.donor_gifts, row.donor_fen, row.donor_periods, row.donor_row_ids)
        writer.writerow([guard(row.alias), guard(row.donor), "", "", "", "", row.score, row.kind, *of_alias, *of_donor])
    # Excel reads Chinese in a text file only where this mark stands before it.
    with path.open("xb") as file:
        file.write(b"\xef\xbb\xbf" + text.getvalue().encode())
    return path


def _evidence(gifts: int, fen: int, periods: Sequence[str], row_ids: Sequence[str]) -> tuple[str, str, str, str]:
    more = f" …({len(row_ids)})" if len(row_ids) > _MOST_ROWS else ""
    yuan = f"{'-' if fen < 0 else ''}{abs(fen) // FEN_PER_YUAN}.{abs(fen) % FEN_PER_YUAN:02d}"
    return str(gifts), yuan, " ".join(periods), " ".join(row_ids[:_MOST_ROWS]) + more
