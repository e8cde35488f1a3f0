"""All gifts of an organisation over all its periods: each with its donor as decided, and what is known of its day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.donors import donor_keys, single_gifts
from charity_analysis.analysis.scope import NO_STATED_DAY, counted, gifts
from charity_analysis.analysis.trends.name_candidates import find_candidates
from charity_analysis.ledger.aliases import Alias, read_aliases
from charity_analysis.rules import normalise

if TYPE_CHECKING:
    from pathlib import Path

    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class Giving:
    """The gifts of a ledger with the names that a person decided to be one donor; rows and totals stay as they are."""

    ledger: Ledger
    aliases: tuple[Alias, ...] = ()

    @classmethod
    def read(cls, ledger: Ledger, raw: Path) -> Giving:
        """The giving of `ledger` with the decisions of aliases.csv in the organisation's folder below `raw`."""
        aliases, _ = read_aliases(raw / ledger.organisation.code)
        return cls(ledger, tuple(aliases))

    @cached_property
    def gifts(self) -> pd.DataFrame:
        """One row per gift in own or uncertain books: the ledger's columns with the donor as decided, and more.

        `donor_key` is the name as names are compared; `is_named`: it names one donor; `is_dated`: the day is stated,
        or the day up to which it came; `is_single`: one gift with an amount above 0, not the sum of several donors'.
        """
        rows = self._with_decided_names(gifts(counted(self.ledger.donations)))
        keys = donor_keys(rows)
        return rows.assign(
            donor_key=pd.Series([key for key, _ in keys], index=rows.index, dtype="str"),
            is_named=pd.Series([named for _, named in keys], index=rows.index, dtype=bool),
            is_dated=~rows["date_basis"].isin(NO_STATED_DAY),
            is_single=rows.index.isin(single_gifts(rows).index),
        )

    @cached_property
    def given(self) -> pd.DataFrame:
        """The gifts that make their giver a donor of the period: named, and not only taken back."""
        rows = self.gifts
        return rows[rows["is_named"] & (rows["amount_fen"].isna() | rows["amount_fen"].gt(0).fillna(False))]

    @cached_property
    def donors(self) -> dict[str, frozenset[str]]:
        """Period → the donors of the period, as names are compared.

        A donor of a half-year is one whose name is stated and who gave at least once in it; names that name nobody or
        several at once are no donors.
        """
        found = self.given.groupby("period")["donor_key"].agg(frozenset)
        return {period: found.get(period, frozenset()) for period in self.periods}

    @property
    def periods(self) -> list[str]:
        """Periods that have data, in their order."""
        return self.ledger.periods

    def books(self, period: str) -> Books:
        """The books of `period` in which a gift stands under its donor's decided name."""
        return Books(self._ledger, period)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Pairs of names that may be one donor and are not decided. See `find_candidates`."""
        return find_candidates(self.given, self.aliases)

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The donors of whom it is not decided whether another name is theirs too, as names are compared."""
        return frozenset(map(normalise, [*self.candidates["alias"], *self.candidates["donor"]]))

    def count_undecided(self, donors: Iterable[str]) -> int:
        """How many of `donors` it is not decided of whether another name is theirs too."""
        return len(self.undecided.intersection(donors))

    @cached_property
    def _ledger(self) -> Ledger:
        donations = self._with_decided_names(self.ledger.donations)
        return replace(self.ledger, tables={**self.ledger.tables, "donations": donations})

    def _with_decided_names(self, donations: pd.DataFrame) -> pd.DataFrame:
        """A copy of `donations` with the decided name wherever an alias stands."""
        decided = {normalise(alias.alias): alias.donor for alias in self.aliases if alias.is_same}
        if not decided:
            return donations
        names = {name: decided.get(normalise(name), name) for name in donations["donor"].dropna().unique()}
        return donations.assign(donor=donations["donor"].map(names).astype(donations["donor"].dtype))
