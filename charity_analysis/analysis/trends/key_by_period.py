"""Key figures of the reports over all periods: the same figures by the same rules, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.key_figures import key_figure

if TYPE_CHECKING:
    from charity_analysis.analysis.figures import Figure
    from charity_analysis.analysis.trends.giving import Giving

# These rest on who gave. What follows money from gifts to payments needs the names as both sheets write them.
_BY_DONOR = frozenset({"K17", "K18", "K19"})


def period_figure(giving: Giving, period: str, identifier: str) -> Figure:
    """The key figure `identifier` of `period`; where it rests on who gave, under decided names. Source: figures.csv."""
    books = giving.books(period) if identifier in _BY_DONOR else Books(giving.ledger, period)
    return key_figure(books.ledger, period, identifier, books)


def figures_by_period(giving: Giving, identifier: str) -> pd.DataFrame:
    """The key figure `identifier`, such as "K13", and its parts: one row per period and figure.

    Columns: period, id, name, unit (fen, share, count, days), value, halfwidth, row_ids, formula, why_missing.
    """
    lines = []
    for period in giving.periods:
        figure = period_figure(giving, period, identifier)
        for one in (figure, *figure.parts):
            why = one.why_missing or ""
            lines.append((period, one.id, one.name, one.unit, one.value, one.halfwidth, one.row_ids, one.formula, why))
    columns = ["period", "id", "name", "unit", "value", "halfwidth", "row_ids", "formula", "why_missing"]
    # As objects: fen are whole numbers, which a column of floats would not keep.
    return pd.DataFrame(lines, columns=columns).astype({"value": object, "halfwidth": object})
