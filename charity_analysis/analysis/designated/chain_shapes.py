"""The shapes of a chain of designated money: its gifts, its tranches, and which of these spent which of those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from charity_analysis.money import Money

Basis = Literal["stated", "exact_sum"]
Closure = Literal["exact", "within_rounding", "open", "overspent"]


@dataclass(frozen=True, slots=True)
class Allocation:
    """`amount` of these tranches that spent these gifts, as row ids; `days` between them where both days are stated."""

    gifts: tuple[str, ...]
    tranches: tuple[str, ...]
    amount: Money
    days: int | None


@dataclass(frozen=True, slots=True)
class Gift:
    """One designated gift. `allocated` is what is known to be spent of it; it is closed where nothing is left."""

    row_id: str
    received_date: date | None
    date_basis: str
    period: str
    amount: Money
    allocated: Money
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Tranche:
    """One payment, or the part of it that belongs to the chain. `basis`: the ledger names the donor, or a sum agrees.

    `gift_row_id` is the only gift that it spent, and `days` those since its receipt; None where that is not known.
    """

    row_id: str
    period: str
    paid_date: date | None
    date_basis: str
    payee: str | None
    payee_kind: str | None
    approval_no: str | None
    purpose: str | None
    programme: str | None
    amount: Money
    basis: Basis
    days: int | None
    gift_row_id: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The designated gifts of one donor to one fund, and the payments that spent them.

    Several donors stand in `donor` where only their gifts together come to the payments. `residue` is not below nought:
    what was paid beyond the gifts is `overspent`. `books`: uncertain where any row's are.
    """

    donor: str
    fund: str | None
    programme: str | None
    gifts: tuple[Gift, ...]
    tranches: tuple[Tranche, ...]
    received: Money
    allocated: Money
    residue: Money
    is_closed: bool
    overspent: Money | None
    books: str
    closure: Closure
    allocations: tuple[Allocation, ...]

    @property
    def row_ids(self) -> tuple[str, ...]:
        """Rows of the gifts, then of the payments."""
        return (*(gift.row_id for gift in self.gifts), *(tranche.row_id for tranche in self.tranches))

    @property
    def periods(self) -> frozenset[str]:
        """The half-years in which something came in or went out."""
        return frozenset((*(gift.period for gift in self.gifts), *(tranche.period for tranche in self.tranches)))


@dataclass(frozen=True, slots=True)
class UnplacedPayment:
    """A payment that no chain can be shown for: it names a donor in vain, or comes from a fund of designated gifts."""

    row_id: str
    period: str
    donor: str | None
    fund: str | None
    amount: Money
    why: str


@dataclass(frozen=True, slots=True)
class Tracing:
    """All chains up to the end of a period, largest first, and the payments that were not placed, in row order."""

    chains: tuple[Chain, ...]
    unplaced: tuple[UnplacedPayment, ...]
