"""What giving is made of over time: by channel, programme, form, or whether it is designated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.scope import in_period
from charity_analysis.analysis.totals import total_by
from charity_analysis.analysis.trends.shares import share_of_money

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving

_DESIGNATIONS = {True: "定向", False: "非定向"}
# Columns whose codes rules/labels.csv turns into words.
_LABELLED = {"form": "form", "donor_kind": "donor_kind"}


def mix_over_time(giving: Giving, column: str) -> pd.DataFrame:
    """Sums and shares of gifts by `column`: one row per period and label, the largest first.

    `column`: channel, programme, purpose, fund, form (cash against goods), donor_kind, or designation (designated
    against free). Columns: period, label (未载明 where the row says none), amount_fen (missing where no row of the
    label has an amount), halfwidth_fen, row_count, unvalued_count, share (0–1, of the period's gifts; all add up to
    1), why_missing, row_ids.

    Designated is a gift whose row says that its use is restricted.
    Free is a gift whose row says that its use is not restricted; a row that says neither stands apart.
    """
    rows = giving.gifts.assign(designation=giving.gifts["is_restricted"].astype(object).map(_DESIGNATIONS))
    tables = [_of_period(in_period(rows, period), period, column) for period in giving.periods]
    columns = ["period", "label", "amount_fen", "halfwidth_fen", "row_count", "unvalued_count", "share"]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    return table.reindex(columns=[*columns, "why_missing", "row_ids"]).astype({"share": "Float64"})


def _of_period(rows: pd.DataFrame, period: str, column: str) -> pd.DataFrame:
    table = total_by(rows, column, _LABELLED.get(column))
    has_none = set(rows.loc[rows["amount_fen"].isna(), "row_id"])
    unvalued = [len(has_none.intersection(row_ids)) for row_ids in table["row_ids"]]
    whole = int(table["amount_fen"].sum())
    sums = [int(fen) for fen in table["amount_fen"]]
    shares = [share_of_money(fen, whole) for fen in sums]
    # Where one label was taken back more than was given, the others' shares would exceed the whole.
    why = next((share.why_missing for share in shares if share.value is None), "")
    nothing = [count == len(row_ids) for count, row_ids in zip(unvalued, table["row_ids"], strict=True)]
    return table.assign(
        period=period,
        unvalued_count=unvalued,
        amount_fen=table["amount_fen"].mask(pd.Series(nothing, index=table.index, dtype=bool)),
        share=pd.Series([None if why else share.value for share in shares], index=table.index, dtype="Float64"),
        why_missing=why,
    )
