"""Dates as the report shows them: a day, up to a day, or that none is stated."""

from __future__ import annotations

import pandas as pd

_WORDS = {"period": "本期内·未载明", "not_stated": "未载明"}


def show_date(day: pd.Timestamp, basis: str) -> str:
    """The day with how it is known: "2020-02-19", "截至2020-01-23", "未载明"."""
    if basis in _WORDS:
        return _WORDS[basis]
    return f"{'截至' if basis == 'as_of' else ''}{day:%Y-%m-%d}"
