"""What the trends count and what they leave apart, per period; and their definitions as a table for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.scope import in_period, uncertain
from charity_analysis.analysis.trends.shares import sum_fen
from charity_analysis.rules.trends import trend_definitions

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving


def describe_scope(giving: Giving) -> pd.DataFrame:
    """What each period's trends rest on: one row per period; money in fen.

    Columns: period, gift_count and amount_fen (all gifts in own and uncertain books), donor_count (named), and of the
    gifts: unnamed_count and unnamed_fen (anonymous, or several donors at once: no donors, counted apart),
    not_single_count (no single gift: in no band, mean or median), undated_count, unvalued_count (without an amount),
    uncertain_count; held_count (rows of gifts held back, in no figure); undecided_count (donors of whom it is not
    decided whether another name is theirs too); row_ids.
    """
    held = giving.ledger.held
    lines = []
    for period in giving.periods:
        rows = in_period(giving.gifts, period)
        unnamed = rows[~rows["is_named"]]
        lines.append(
            {
                "period": period,
                "gift_count": len(rows),
                "amount_fen": sum_fen(rows),
                "donor_count": len(giving.donors[period]),
                "unnamed_count": len(unnamed),
                "unnamed_fen": sum_fen(unnamed),
                "not_single_count": int((~rows["is_single"]).sum()),
                "undated_count": int((~rows["is_dated"]).sum()),
                "unvalued_count": int(rows["amount_fen"].isna().sum()),
                "uncertain_count": len(uncertain(rows)),
                "held_count": int((held["period"].eq(period) & held["kind"].eq("donations")).sum()),
                "undecided_count": giving.count_undecided(giving.donors[period]),
                "row_ids": tuple(rows["row_id"]),
            }
        )
    return pd.DataFrame(lines).astype({"amount_fen": "Int64", "unnamed_fen": "Int64"})


def define_terms(language: str = "zh") -> pd.DataFrame:
    """The definitions that the trends go by: one row per term, with term, name and definition in `language`.

    Source: rules/trend_definitions.csv.
    """
    lines = [(one.term, one.names[language], one.definitions[language]) for one in trend_definitions().values()]
    return pd.DataFrame(lines, columns=["term", "name", "definition"])
