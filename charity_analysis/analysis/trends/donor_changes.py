"""Who is new, kept, lapsed or back: donors of one half-year against those of another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.trends.shares import PREVIOUS, base_period, scope_note, share_of_donors

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving

STATES = ("new", "kept", "returned", "lapsed")
_COUNTS = ("donor_count", "base_count", *(f"{state}_count" for state in STATES))


def donor_states(giving: Giving, period: str, base: str = PREVIOUS) -> dict[str, frozenset[str]]:
    """State → the donors of `period` or its base who are in it, as names are compared.

    New is a donor of this half-year who gave in no earlier half-year of the ledger.
    Kept is a donor of the base half-year who gave again in this one.
    Lapsed is a donor of the base half-year who did not give in this one.
    Returned is a donor of this half-year who did not give in the base half-year but in another earlier one of the
    ledger.
    The base is the half-year before; where a comparison on the year is asked for it is the same half of the year
    before; each line names it.
    """
    now = giving.donors[period]
    before = giving.donors.get(base_period(giving, period, base)[0], frozenset())
    earlier = frozenset().union(*(donors for other, donors in giving.donors.items() if other < period))
    states = (now - earlier, now & before, (now & earlier) - before, before - now)
    return dict(zip(STATES, states, strict=True))


def donor_changes(giving: Giving, base: str = PREVIOUS) -> pd.DataFrame:
    """How many donors are new, kept, returned and lapsed: one row per period, with the share kept and its base.

    Columns: period, base_period, donor_count, base_count, a count per state, kept_share (0–1), why_missing,
    scope_note (what the gifts of one of the two periods hold and the other's do not), undecided_count (donors of
    either of whom it is not decided whether another name is theirs too), row_ids of both. Where the ledger has no
    base, or begins with the period, counts are missing. donor = new + kept + returned, base = kept + lapsed.

    Retention is the number of donors kept ÷ the number of donors of the base half-year.
    It is that of K18 where base is "previous" and no name was decided.
    """
    return _table(_change(giving, period, base) for period in giving.periods)


def _change(giving: Giving, period: str, base: str) -> dict[str, Any]:
    other, why = base_period(giving, period, base)
    states, now = donor_states(giving, period, base), giving.donors[period]
    before = giving.donors.get(other, frozenset())
    line: dict[str, Any] = {"period": period, "base_period": other, "donor_count": len(now), "why_missing": why}
    if period != min(giving.periods):
        line["new_count"] = len(states["new"])
    if not why:
        kept = share_of_donors(len(states["kept"]), len(before))
        line |= {f"{state}_count": len(states[state]) for state in STATES if state != "new"}
        line |= {"base_count": len(before), "kept_share": kept.value, "why_missing": kept.why_missing}
    line["scope_note"] = "" if why else scope_note(giving, period, other)
    line["undecided_count"] = giving.count_undecided(now | before)
    rows = giving.given
    line["row_ids"] = tuple(rows.loc[rows["period"].isin((period, other)), "row_id"])
    return line


def _table(lines: Iterable[dict[str, Any]]) -> pd.DataFrame:
    columns = ("period", "base_period", *_COUNTS, "kept_share", "why_missing", "scope_note", "undecided_count")
    table = pd.DataFrame(list(lines), columns=[*columns, "row_ids"])
    return table.astype({**dict.fromkeys(_COUNTS, "Int64"), "kept_share": "Float64"})
