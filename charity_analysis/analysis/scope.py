"""Which rows a total is made of: the period, and whose books they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from charity_analysis.rules import label_index, normalise, programme_index

if TYPE_CHECKING:
    import pandas as pd

# Totals are own and uncertain books; agency and partner money stand beside them.
COUNTED_BOOKS = ("own", "uncertain")
# Days that the source does not state: at all, or only that they lie within the period.
NO_STATED_DAY = ("not_stated", "period")


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """The rows of `table` as named tuples; their fields' types are known to the schema, not to the type checker."""
    return table.itertuples(index=False)


def in_period(table: pd.DataFrame, period: str) -> pd.DataFrame:
    """Rows of `table` that belong to `period`."""
    return table[table["period"] == period]


def counted(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that count in totals: own books and uncertain ones."""
    return table[table["books"].isin(COUNTED_BOOKS)]


def income_classes(donations: pd.DataFrame) -> pd.Series[str]:
    """Each row's class of income that is no gift, such as "interest"; missing where it is a gift.

    Income ledgers list interest and grants among the gifts; the channel says which they are.
    """
    words = label_index("income_class")
    known = {channel: words.get(normalise(channel)) for channel in donations["channel"].dropna().unique()}
    # As objects: a column without a single value would turn into floats, which take no words.
    return donations["channel"].map(known).astype(object)


def gifts(donations: pd.DataFrame) -> pd.DataFrame:
    """Rows that are gifts."""
    return donations[income_classes(donations).isna()]


def other_income(donations: pd.DataFrame) -> pd.DataFrame:
    """Rows that are income and no gifts: interest, grants, fees, services."""
    return donations[income_classes(donations).notna()]


def uncertain(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that count although it is not certain whose books they stand in."""
    return table[table["books"] == "uncertain"]


def in_books(table: pd.DataFrame, books: str) -> pd.DataFrame:
    """Rows in just these `books`."""
    return table[table["books"] == books]


def purpose_axis(table: pd.DataFrame) -> pd.Series[str]:
    """What each row is for, as a programme's name: the one its purpose names, else the one it is done under.

    Programme and purpose are two axes: a payment under East–West cooperation may be for epidemic control.
    """
    words = sorted(programme_index().items(), key=lambda item: -len(item[0]))
    named = {
        purpose: next((name for word, name in words if word in normalise(purpose)), None)
        for purpose in table["purpose"].dropna().unique()
    }
    # As objects: a column without a single value would turn into floats, which take no words.
    return table["purpose"].map(named).astype(object).fillna(table["programme"])
