"""What the roll-forward of funds is made of: a register's entries, movements, and a fund in one period."""

from __future__ import annotations

from dataclasses import dataclass

from charity_analysis.money import Money
from charity_analysis.rules import normalise

# What belongs to no fund that is named.
NO_FUND = "未载明"
NOTHING = Money(0)


@dataclass(frozen=True)
class Entry:
    """One row of a period's register of funds; None is what it does not state."""

    row_id: str
    fund: str
    period: str
    opening: Money | None = None
    reclassified: Money | None = None
    closing: Money | None = None
    is_restricted: bool | None = None
    founder: str | None = None


@dataclass(frozen=True)
class Movement:
    """What came into one fund and went out of it in one period, from rows that count.

    `unvalued` counts rows without an amount; `flags` are what its gifts say of being restricted.
    """

    fund: str
    period: str
    received: Money = NOTHING
    paid: Money = NOTHING
    unvalued: int = 0
    flags: frozenset[bool] = frozenset()
    received_ids: tuple[str, ...] = ()
    paid_ids: tuple[str, ...] = ()

    def __add__(self, other: Movement) -> Movement:
        return Movement(
            min(self.fund, other.fund),
            self.period,
            self.received + other.received,
            self.paid + other.paid,
            self.unvalued + other.unvalued,
            self.flags | other.flags,
            self.received_ids + other.received_ids,
            self.paid_ids + other.paid_ids,
        )


@dataclass(frozen=True)
class FundPeriod:
    """One fund in one period. `opening` and `closing` are None where they are not known, and `why` says why.

    `carried` is what the period before left, where that is known; `basis` is stated, carried or unknown; `floor` is the
    least that the fund must have held at the start, where the opening is not known, and None where goods without a
    value were in it; `opening_ids` are the rows that the opening rests on.
    """

    fund: str
    period: str
    opening: Money | None
    basis: str
    movement: Movement
    entries: tuple[Entry, ...]
    reclassified: Money = NOTHING
    carried: Money | None = None
    floor: Money | None = NOTHING
    is_restricted: bool | None = None
    founder: str | None = None
    opening_ids: tuple[str, ...] = ()
    why: str = ""

    @property
    def change(self) -> Money:
        """Received − paid ± reclassified."""
        return self.movement.received - self.movement.paid + self.reclassified

    @property
    def closing(self) -> Money | None:
        """Opening + received − paid ± reclassified; goods without a value leave it unknown, since they are not 0."""
        return None if self.opening is None or self.movement.unvalued else self.opening + self.change

    @property
    def shortfall(self) -> Money | None:
        """By how much payments exceed everything that is known to have been there; None where they do not."""
        if self.opening is not None or self.movement.unvalued or self.floor is None:
            return None
        missing = NOTHING - (self.floor + self.change)
        return missing if missing.fen > missing.halfwidth_fen else None

    @property
    def own_ids(self) -> tuple[str, ...]:
        """The rows of this period: its register's, received, paid."""
        entries = tuple(entry.row_id for entry in self.entries)
        return (*entries, *self.movement.received_ids, *self.movement.paid_ids)

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The rows that the closing rests on, each once."""
        return tuple(dict.fromkeys((*self.opening_ids, *self.own_ids)))


def fund_key(fund: str | None) -> str:
    """What a fund is told from others by: its name without regard to width, blanks and invisible characters."""
    return normalise(fund or NO_FUND)
