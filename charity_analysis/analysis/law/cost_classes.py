"""Which payments are charitable spending, which are costs of another class, and of which that is not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def charitable(disbursements: pd.DataFrame) -> pd.DataFrame:
    """Payments of the classes of art. 4: those of class 业务活动成本, and those with a programme and no class.

    Source: EXP16 art. 4.
    """
    return disbursements[disbursements["cost_class"].eq("programme").fillna(False) | _by_programme(disbursements)]


def charitable_by_programme(disbursements: pd.DataFrame) -> pd.DataFrame:
    """Payments that count as charitable only because they name a programme: no class is stated."""
    return disbursements[_by_programme(disbursements)]


def of_class(disbursements: pd.DataFrame, cost_class: str) -> pd.DataFrame:
    """Payments whose stated class is `cost_class`."""
    return disbursements[disbursements["cost_class"].eq(cost_class).fillna(False)]


def unclassed(disbursements: pd.DataFrame) -> pd.DataFrame:
    """Payments that name neither a class nor a programme: they may belong to any class, and are in none."""
    return disbursements[disbursements["cost_class"].isna() & disbursements["programme"].isna()]


def _by_programme(disbursements: pd.DataFrame) -> pd.Series[bool]:
    return disbursements["cost_class"].isna() & disbursements["programme"].notna()
