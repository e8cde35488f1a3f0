"""The rows that a record's figures rest on: each once, where it stands, its amount and its count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.ingest.addresses import place

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

# Hexadecimal digits at the end of a row's id: its number in its sheet.
_ROW_DIGITS = 6
# Each table of the ledger with its columns of money, of its precision, and of counts; "" where it has none.
_MEASURES = {
    "donations": ("amount_fen", "amount_halfwidth_fen", "quantity"),
    "disbursements": ("amount_fen", "amount_halfwidth_fen", "beneficiary_count"),
    "agency": ("amount_fen", "amount_halfwidth_fen", "quantity"),
    "receipts": ("", "", "receipt_count"),
    "funds": ("opening_balance_fen", "opening_balance_halfwidth_fen", ""),
    "plans": ("amount_fen", "amount_halfwidth_fen", "planned_count"),
    "totals": ("amount_fen", "amount_halfwidth_fen", ""),
}


@dataclass(frozen=True)
class RowTable:
    """`places`: sheets, each with how its rows' ids begin; `rows`: [place, row number, fen, ± fen, count]."""

    places: list[dict[str, str]]
    rows: list[list[int | None]]
    known: dict[str, int]

    @classmethod
    def of(cls, report: HalfYear, cited: Iterable[Iterable[str]]) -> RowTable:
        """The rows whose ids are `cited`, in the ledger's order; counts that the edition hides are missing."""
        wanted = {row_id for row_ids in cited for row_id in row_ids}
        found = pd.concat([_measured(report.ledger.tables[name], *_MEASURES[name], wanted) for name in _MEASURES])
        places: dict[str, int] = {}
        described: list[dict[str, str]] = []
        rows: list[list[int | None]] = []
        known: dict[str, int] = {}
        for row in found.to_dict("records"):
            start = row["row_id"][:-_ROW_DIGITS]
            if start not in places:
                places[start] = len(places)
                file = f"{row['folder_period']}/{row['source_file']}"
                described.append({"ids": start, "place": place(file, _text(row["source_sheet"]), None)})
            # One id, one row: a sheet's total may be cited beside the row it stands in.
            if row["row_id"] not in known:
                known[row["row_id"]] = len(rows)
                count = None if report.hides_rows([row["row_id"]]) else _number(row["count"])
                measures = [_number(row["fen"]), _number(row["halfwidth"]) or 0, count]
                rows.append([places[start], int(row["source_row"]), *measures])
        return cls(described, rows, known)

    def positions(self, row_ids: Iterable[str]) -> str:
        """Where in `rows` these rows stand, in runs: "0-17 25"; rows of the organisation's settings stand nowhere."""
        runs: list[list[int]] = []
        for position in sorted({self.known[row_id] for row_id in row_ids if row_id in self.known}):
            if runs and position == runs[-1][1] + 1:
                runs[-1][1] = position
            else:
                runs.append([position, position])
        return " ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in runs)


def spread_positions(runs: str) -> list[int]:
    """The positions that `runs` names: "0-2 5" → [0, 1, 2, 5]."""
    bounds = [run.partition("-") for run in runs.split()]
    return [position for first, _, last in bounds for position in range(int(first), int(last or first) + 1)]


def _measured(table: pd.DataFrame, fen: str, halfwidth: str, count: str, wanted: set[str]) -> pd.DataFrame:
    rows = table[table["row_id"].isin(wanted)]
    source = rows[["row_id", "folder_period", "source_file", "source_sheet", "source_row"]].astype(object)
    values = {"fen": fen, "halfwidth": halfwidth, "count": count}
    return source.assign(**{name: rows[column].astype(object) if column else None for name, column in values.items()})


def _number(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
