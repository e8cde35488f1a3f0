"""Payments of one chain placed at its gifts: only where the days, the money left and the amounts leave one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from charity_analysis.analysis.designated.designated_rows import GiftRow, PaymentRow, Row, in_order, may_spend
from charity_analysis.analysis.designated.exact_sums import find_same

AnyRow = TypeVar("AnyRow", bound=Row)

# A chain with more gifts or payments than this is only read as a whole: one by one there is always another reading.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Placement:
    """`fen` of these payments spent these gifts; with several on either side, it is not known which spent which."""

    gifts: tuple[GiftRow, ...]
    payments: tuple[PaymentRow, ...]
    fen: int


def place_payments(gifts: Sequence[GiftRow], payments: Sequence[PaymentRow]) -> list[Placement]:
    """Where the payments of a chain went. What is not placed stands at the chain, not at a gift.

    Never more than a payment's amount, and never more than a gift; the order of the rows decides nothing.
    """
    received, paid = (sum(row.amount.fen for row in rows) for rows in (gifts, payments))
    if received <= 0 or paid <= 0:
        return []
    given = [gift for gift in gifts if gift.amount.fen > 0]
    if len(given) == 1:
        return _place_at_one(given[0], received, payments)
    kept_gifts, kept_payments = without_reversed(gifts), without_reversed(payments)
    is_clear = kept_gifts is not None and kept_payments is not None and max(len(gifts), len(payments)) <= MOST_ROWS
    placed = _Placing(kept_gifts or [], kept_payments or []).placements() if is_clear else []
    if received == paid != sum(placement.fen for placement in placed):
        return [Placement(tuple(gifts), tuple(payments), paid)]
    return placed


def without_reversed(rows: Sequence[AnyRow]) -> list[AnyRow] | None:
    """Rows without refunds and the one row that each gives back; None where it is not clear which that is."""
    reversed_fen = Counter(-row.amount.fen for row in rows if row.amount.fen < 0)
    if not reversed_fen:
        return list(rows)
    given = Counter(row.amount.fen for row in rows)
    if any(count != 1 or given[fen] != 1 for fen, count in reversed_fen.items()):
        return None
    return [row for row in rows if abs(row.amount.fen) not in reversed_fen]


def _place_at_one(gift: GiftRow, received: int, payments: Sequence[PaymentRow]) -> list[Placement]:
    """All payments at the only gift, up to what is left of it once all refunds are back."""
    refunds = [payment for payment in payments if payment.amount.fen < 0]
    left = received - sum(refund.amount.fen for refund in refunds)
    placements = [Placement((gift,), (refund,), refund.amount.fen) for refund in refunds]
    for payment in in_order([payment for payment in payments if payment.amount.fen > 0]):
        if (fen := min(left, payment.amount.fen)) > 0:
            placements.append(Placement((gift,), (payment,), fen))
            left -= fen
    return placements


class _Placing:
    """What is left of each gift, and the payments that are not yet placed; each step follows from those before."""

    def __init__(self, gifts: list[GiftRow], payments: list[PaymentRow]) -> None:
        self.gifts = sorted(gifts, key=lambda gift: (gift.day.earliest, gift.row_id))
        self.left = {gift.row_id: gift.amount.fen for gift in gifts}
        self.open = in_order(payments)
        self.placed: list[Placement] = []

    def placements(self) -> list[Placement]:
        while self._only_source() or self._all_spent() or self._same_amount():
            pass
        return self.placed

    def _place(self, gift: GiftRow, payment: PaymentRow) -> None:
        fen = min(self.left[gift.row_id], payment.amount.fen)
        self.left[gift.row_id] -= fen
        self.placed.append(Placement((gift,), (payment,), fen))

    def _sources(self, payment: PaymentRow) -> list[GiftRow]:
        return [gift for gift in self.gifts if self.left[gift.row_id] > 0 and may_spend(payment, gift)]

    def _only_source(self) -> bool:
        """Payments that only one gift can have paid for; those that none can are out of the question."""
        before, still = len(self.open), []
        for payment in self.open:
            sources = self._sources(payment)
            if len(sources) == 1:
                self._place(sources[0], payment)
            elif sources:
                still.append(payment)
        self.open = still
        return len(still) < before

    def _all_spent(self) -> bool:
        """Gifts that were there by some day, where the payments up to that day come to all that was left of them."""
        for day in sorted({payment.day.latest for payment in self.open}):
            payments = [payment for payment in self.open if payment.day.latest <= day]
            gifts = [gift for gift in self.gifts if self.left[gift.row_id] > 0 and gift.day.earliest <= day]
            fen = sum(payment.amount.fen for payment in payments)
            if fen == sum(self.left[gift.row_id] for gift in gifts):
                self.placed.append(Placement(tuple(gifts), tuple(payments), fen))
                self.left.update({gift.row_id: 0 for gift in gifts})
                self.open = [payment for payment in self.open if payment.day.latest > day]
                return True
        return False

    def _same_amount(self) -> bool:
        """Payments of exactly what is left of one gift, where the amounts can be read in no other way."""
        gifts = [gift for gift in self.gifts if self.left[gift.row_id] > 0]
        same = find_same([self.left[gift.row_id] for gift in gifts], [payment.amount.fen for payment in self.open])
        pairs = [(gifts[one], self.open[other]) for one, other in same if may_spend(self.open[other], gifts[one])]
        for gift, payment in pairs:
            self._place(gift, payment)
        done = {payment.row_id for _, payment in pairs}
        self.open = [payment for payment in self.open if payment.row_id not in done]
        return bool(pairs)
