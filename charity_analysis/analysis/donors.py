"""Who gives: each donor's gifts of a period, how concentrated they are, who stays, and how large a gift is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.scope import each_row
from charity_analysis.ledger.donor_names import is_anonymous, is_collective
from charity_analysis.money import Money
from charity_analysis.rules import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class DonorTotal:
    """All gifts under one name. `is_named`: one donor of that name; else it is not known how many stand behind it."""

    name: str | None
    is_named: bool
    amount: Money
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A share that lies between two bounds, both included."""

    lower: float
    upper: float

    @property
    def middle(self) -> float:
        return (self.lower + self.upper) / 2

    @property
    def halfwidth(self) -> float:
        return (self.upper - self.lower) / 2


def donor_totals(donations: pd.DataFrame) -> tuple[DonorTotal, ...]:
    """One total per donor, largest first, then by rows: names decide nothing. Gifts without an amount are in none."""
    groups: dict[tuple[str, bool], tuple[str | None, Money, list[str]]] = {}
    keys = donor_keys(donations)
    for row, (key, is_named) in zip(each_row(donations), keys, strict=True):
        if pd.isna(row.amount_fen):
            continue
        name, amount, row_ids = groups.get((key, is_named), (row.donor if key else None, Money(0), []))
        row_ids.append(row.row_id)
        added = amount + Money(int(row.amount_fen), int(row.amount_halfwidth_fen))
        groups[key, is_named] = name, added, row_ids
    totals = (DonorTotal(name, named, money, tuple(rows)) for (_, named), (name, money, rows) in groups.items())
    return tuple(sorted(totals, key=lambda donor: (-donor.amount.fen, donor.row_ids)))


def donor_keys(donations: pd.DataFrame) -> list[tuple[str, bool]]:
    """Row by row: the donor's name as it is compared, and whether it names one donor. Each is read once."""
    pairs = [(_text(row.donor), _text(row.donor_kind)) for row in each_row(donations)]
    known = {
        (name, kind): (normalise(name or ""), bool(name) and not is_anonymous(name) and not is_collective(name, kind))
        for name, kind in set(pairs)
    }
    return [known[pair] for pair in pairs]


def named_donors(donations: pd.DataFrame) -> frozenset[str]:
    """The donors, as names are compared, of whom it is known who they are; who only took back gave nothing."""
    gave = donations["amount_fen"].isna() | donations["amount_fen"].gt(0).fillna(False)
    return frozenset(
        key for (key, is_named), given in zip(donor_keys(donations), gave, strict=True) if is_named and given
    )


def rows_of_named(donations: pd.DataFrame) -> tuple[str, ...]:
    """The rows whose donor is one that is named."""
    named = zip(donations["row_id"], donor_keys(donations), strict=True)
    return tuple(row_id for row_id, (_, is_named) in named if is_named)


def single_gifts(donations: pd.DataFrame) -> pd.DataFrame:
    """Rows that are one gift each: with an amount above 0, and not the sum of several donors' gifts."""
    collective = [is_collective(_text(row.donor), _text(row.donor_kind)) for row in each_row(donations)]
    is_one = ~pd.Series(collective, index=donations.index, dtype=bool)
    return donations[donations["amount_fen"].gt(0).fillna(False) & is_one]


def concentration(totals: Sequence[DonorTotal]) -> Interval:
    """HHI = Σ sᵢ² over the shares of donors who gave more than they took back: 1 where one donor gives all.

    Behind a name that names nobody may stand as many donors as one likes (lower bound), or one (upper bound). Rounding
    of what was printed widens the interval. Raises: ValueError where the gifts do not come to more than their rounding.
    """
    whole = _whole(totals)
    giving = _giving(totals)
    least = sum(max(donor.amount.fen - donor.amount.halfwidth_fen, 0) ** 2 for donor in giving if donor.is_named)
    most = sum((donor.amount.fen + donor.amount.halfwidth_fen) ** 2 for donor in giving)
    lower = Fraction(least, (whole.fen + whole.halfwidth_fen) ** 2)
    upper = Fraction(most, (whole.fen - whole.halfwidth_fen) ** 2)
    return Interval(float(lower), float(min(upper, Fraction(1))))


def top_share(totals: Sequence[DonorTotal], count: int) -> tuple[float, float, tuple[str, ...]] | None:
    """Share of the `count` largest named donors in all gifts, its halfwidth, and the rows of all gifts.

    None where no donor is named.

    Raises: ValueError where the gifts do not come to more than their rounding.
    """
    whole = _whole(totals)
    top = [donor for donor in _giving(totals) if donor.is_named][:count]
    if not top:
        return None
    fen = sum(donor.amount.fen for donor in top)
    off = sum(donor.amount.halfwidth_fen for donor in top)
    others_off = whole.halfwidth_fen - off
    highest = Fraction(fen + off, whole.fen + off - others_off)
    lowest = Fraction(fen - off, whole.fen - off + others_off)
    value = Fraction(fen, whole.fen)
    # A share rests on its whole too: the rows of all gifts, those of the largest first.
    others = [donor for donor in totals if donor not in top]
    row_ids = tuple(row for donor in (*top, *others) for row in donor.row_ids)
    return float(value), float(max(highest - value, value - lowest)), row_ids


def _giving(totals: Iterable[DonorTotal]) -> list[DonorTotal]:
    return [donor for donor in totals if donor.amount.fen > 0]


def _whole(totals: Iterable[DonorTotal]) -> Money:
    whole = sum((donor.amount for donor in _giving(totals)), Money(0))
    if whole.fen <= whole.halfwidth_fen:
        raise ValueError("shares of nothing are not given")
    return whole


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
