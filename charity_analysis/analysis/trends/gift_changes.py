"""Upgrades and downgrades: what the same donor gave in one half-year and in the same half of the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.trends.shares import YEAR_BEFORE, base_period, scope_note, share_of_donors
from charity_analysis.money import Money

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving

DIRECTIONS = ("up", "down", "steady", "not_valued")
_SUMS = ("amount_fen", "halfwidth_fen", "base_fen", "base_halfwidth_fen", "change_fen")


def donor_gift_changes(giving: Giving, period: str) -> pd.DataFrame:
    """Each donor of `period` and of the same half of the year before: what was given then and now, in fen.

    One row per donor: donor_key, donor, amount_fen, halfwidth_fen, base_fen, base_halfwidth_fen, change_fen,
    direction (up, down, steady, not_valued where a gift of either half-year has no amount), row_ids of both. Sums are
    of all rows of the donor, what was taken back too.

    An upgrade is a donor of this half-year and of the same half of the year before whose sum is now larger by more
    than the rounding of both.
    A downgrade is a donor of this half-year and of the same half of the year before whose sum is now smaller by more
    than the rounding of both.
    """
    other, _ = base_period(giving, period, YEAR_BEFORE)
    both = giving.donors[period] & giving.donors.get(other, frozenset())
    rows = giving.gifts[giving.gifts["donor_key"].isin(both) & giving.gifts["period"].isin((period, other))]
    rows_of: dict[str, list[Any]] = defaultdict(list)
    # Row by row, as grouping costs more where nearly every row is another donor.
    for row in each_row(rows[rows["is_named"]]):
        rows_of[row.donor_key].append(row)
    lines = [_change(key, rows_of[key], period) for key in sorted(rows_of)]
    table = pd.DataFrame(lines, columns=["donor_key", "donor", *_SUMS, "direction", "row_ids"])
    return table.astype(dict.fromkeys(_SUMS, "Int64"))


def _change(key: str, rows: list[Any], period: str) -> dict[str, Any]:
    line: dict[str, Any] = {"donor_key": key, "donor": rows[0].donor, "direction": "not_valued"}
    if not any(pd.isna(row.amount_fen) for row in rows):
        now, base = (_total(row for row in rows if (row.period == period) is is_now) for is_now in (True, False))
        change = now - base
        sums = (now.fen, now.halfwidth_fen, base.fen, base.halfwidth_fen, change.fen)
        line |= dict(zip(_SUMS, sums, strict=True))
        line["direction"] = "steady" if now.agrees_with(base) else "up" if change.fen > 0 else "down"
    return {**line, "row_ids": tuple(row.row_id for row in rows)}


def _total(rows: Iterable[Any]) -> Money:
    return sum((Money(int(row.amount_fen), int(row.amount_halfwidth_fen)) for row in rows), Money(0))


def gift_changes(giving: Giving) -> pd.DataFrame:
    """How many donors gave more, less and the same as in the same half of the year before: one row per period.

    Columns: period, base_period, both_count (donors of both, which is the base), a count per direction, up_fen and
    down_fen (what came more from those who gave more, and less from those who gave less), up_share and down_share
    (0–1, of both_count), why_missing, scope_note, undecided_count, row_ids.

    An upgrade is a donor of this half-year and of the same half of the year before whose sum is now larger by more
    than the rounding of both.
    A downgrade is a donor of this half-year and of the same half of the year before whose sum is now smaller by more
    than the rounding of both.
    """
    counts = ["both_count", *(f"{direction}_count" for direction in DIRECTIONS), "up_fen", "down_fen"]
    columns = ["period", "base_period", *counts, "up_share", "down_share", "why_missing", "scope_note"]
    table = pd.DataFrame([_line(giving, period) for period in giving.periods])
    table = table.reindex(columns=[*columns, "undecided_count", "row_ids"])
    return table.astype({**dict.fromkeys(counts, "Int64"), "up_share": "Float64", "down_share": "Float64"})


def _line(giving: Giving, period: str) -> dict[str, Any]:
    other, why = base_period(giving, period, YEAR_BEFORE)
    donors = donor_gift_changes(giving, period)
    line: dict[str, Any] = {"period": period, "base_period": other, "why_missing": why, "scope_note": ""}
    if not why:
        line |= {f"{way}_count": int(donors["direction"].eq(way).sum()) for way in DIRECTIONS}
        line |= {
            f"{way}_fen": int(donors.loc[donors["direction"] == way, "change_fen"].sum()) for way in ("up", "down")
        }
        shares = {way: share_of_donors(line[f"{way}_count"], len(donors)) for way in ("up", "down")}
        line |= {f"{way}_share": share.value for way, share in shares.items()}
        line |= {"both_count": len(donors), "why_missing": shares["up"].why_missing}
        line["scope_note"] = scope_note(giving, period, other)
    line["undecided_count"] = giving.count_undecided(donors["donor_key"])
    return {**line, "row_ids": tuple(row_id for rows in donors["row_ids"] for row_id in rows)}
