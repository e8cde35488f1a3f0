"""The records of the synthetic demo federation, as they are before any sheet is laid out; money is int fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FEN = 100
PERIODS = tuple(f"{year}H{half}" for year in range(2016, 2021) for half in (1, 2))


def period_of(day: date) -> str:
    """The half-year of `day`, such as "2020H1"."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


@dataclass(frozen=True)
class Donation:
    """One gift. `quantity`, `unit` and `valuation_basis` belong to goods; cash has none.

    `is_designated`: it is passed on to one payee by payments that name its donor.
    """

    received: date
    donor: str
    donor_kind: str
    amount_fen: int
    programme: str
    purpose: str
    channel: str
    fund: str
    is_restricted: bool
    consents: bool
    receipt_no: str = ""
    is_goods: bool = False
    quantity: int | None = None
    unit: str = ""
    valuation_basis: str = ""
    note: str = ""
    is_designated: bool = False

    @property
    def period(self) -> str:
        """The half-year in which it came in."""
        return period_of(self.received)


@dataclass(frozen=True)
class Disbursement:
    """One payment line. `donor` names the giver of the designated gift that it spends."""

    paid: date
    payee: str
    payee_kind: str
    amount_fen: int
    programme: str
    activity: str
    purpose: str
    fund: str
    cost_class: str
    approval_no: str = ""
    payment_no: str = ""
    donor: str = ""
    is_goods: bool = False
    beneficiary_count: int | None = None
    unit: str = ""
    unit_amount_fen: int | None = None

    @property
    def period(self) -> str:
        """The half-year in which it was paid."""
        return period_of(self.paid)


@dataclass(frozen=True)
class AgencyMovement:
    """One movement in and out that never enters own books: 受托代理 or 合作方."""

    moved: date
    donor: str
    donor_kind: str
    payee: str
    payee_kind: str
    goods: str
    quantity: int
    unit: str
    amount_fen: int
    programme: str
    books: str
    valuation_basis: str

    @property
    def period(self) -> str:
        """The half-year in which it moved."""
        return period_of(self.moved)


@dataclass(frozen=True)
class ReceiptCount:
    """Receipts or certificates handed out in one month."""

    day: date
    kind: str
    count: int
    recipient: str


@dataclass(frozen=True)
class OpeningBalance:
    """The balance with which a fund starts, in the folder of `period`."""

    period: str
    fund: str
    amount_fen: int
    is_restricted: bool
    founder: str = ""


@dataclass(frozen=True)
class Reclassification:
    """What one fund gained (or, below 0, gave up) to another in `period`; over all funds they are 0."""

    period: str
    fund: str
    amount_fen: int
    note: str


@dataclass(frozen=True)
class DisclosureItem:
    """One item that was due for publication in `period`; `published` None: it never was."""

    period: str
    item: str
    due: date
    published: date | None


@dataclass(frozen=True)
class Plan:
    """What was planned or promised, kept in the folder of `period`, for the half-year `for_period`."""

    period: str
    for_period: str
    item: str
    kind: str
    programme: str
    target: str
    window: str
    amount_fen: int
    planned_count: int | None = None
    unit: str = ""
    unit_amount_fen: int | None = None


@dataclass(frozen=True)
class Demo:
    """All records of one synthetic federation, each tuple in date order.

    `other_income`: rows of the income ledger that are no gifts (interest, grants, fees, services).
    """

    donations: tuple[Donation, ...]
    disbursements: tuple[Disbursement, ...]
    agency: tuple[AgencyMovement, ...]
    receipts: tuple[ReceiptCount, ...]
    opening_balances: tuple[OpeningBalance, ...]
    plans: tuple[Plan, ...]
    other_income: tuple[Donation, ...]
    disclosures: tuple[DisclosureItem, ...]
    reclassifications: tuple[Reclassification, ...] = ()
