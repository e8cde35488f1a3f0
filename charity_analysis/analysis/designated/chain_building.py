"""Links between rows made into chains that can be shown: sums, what is left, days, and how far each gift is spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from charity_analysis.analysis.designated.chain_shapes import Allocation, Basis, Chain, Closure, Gift, Tranche
from charity_analysis.analysis.designated.designated_rows import Day, GiftRow, PaymentRow, in_order
from charity_analysis.analysis.designated.placing import MOST_ROWS, Placement
from charity_analysis.analysis.designated.tracing import Link
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.money import Money, judge_difference


def build_chain(link: Link) -> Chain:
    """The chain that a link's gifts and payments make."""
    payments = [*link.stated, *link.summed]
    received, paid = _sum([gift.amount for gift in link.gifts]), _sum([payment.amount for payment in payments])
    difference = received - paid
    closure = _closure(received, paid)
    spent = min(max(paid.fen, 0), max(received.fen, 0))
    allocations = tuple(allocation for placement in link.placements for allocation in _allocations(placement))
    return Chain(
        donor="、".join(_donors(link.gifts)) or NOT_STATED,
        fund=next(iter(_words([gift.fund for gift in link.gifts])), None),
        programme="、".join(_words([gift.programme for gift in link.gifts])) or None,
        gifts=_gifts(link, closure),
        tranches=_tranches(link, allocations),
        received=received,
        allocated=Money(spent, paid.halfwidth_fen),
        residue=Money(received.fen - spent, difference.halfwidth_fen),
        is_closed=closure != "open",
        overspent=Money(-difference.fen, difference.halfwidth_fen) if closure == "overspent" else None,
        books="uncertain" if any(row.is_uncertain for row in (*link.gifts, *payments)) else "own",
        closure=closure,
        allocations=allocations,
    )


def _closure(received: Money, paid: Money) -> Closure:
    """How received and paid stand to each other; where nothing was paid, rounding closes nothing."""
    if paid.fen <= 0:
        return "open"
    agreement = judge_difference(received - paid)
    if agreement == "contradiction":
        return "open" if paid.fen < received.fen else "overspent"
    return agreement


def _allocations(placement: Placement) -> Iterator[Allocation]:
    """A placement as row ids: payment by payment where all its gifts came on the same day, else as a whole."""
    gifts = tuple(gift.row_id for gift in placement.gifts)
    days = {gift.day.stated if gift.day.basis == "stated" else None for gift in placement.gifts}
    (received,) = days if len(days) == 1 else (None,)
    if len(placement.payments) == 1:
        (payment,) = placement.payments
        amount = Money(placement.fen, payment.amount.halfwidth_fen)
        yield Allocation(gifts, (payment.row_id,), amount, _days(received, payment.day))
    elif received is None or len(gifts) > MOST_ROWS:
        amount = _sum([payment.amount for payment in placement.payments])
        yield Allocation(gifts, tuple(payment.row_id for payment in placement.payments), amount, None)
    else:
        for payment in placement.payments:
            yield Allocation(gifts, (payment.row_id,), payment.amount, _days(received, payment.day))


def _days(received: date | None, paid: Day) -> int | None:
    if received is None or paid.stated is None or paid.basis != "stated":
        return None
    return (paid.stated - received).days


def _gifts(link: Link, closure: Closure) -> tuple[Gift, ...]:
    spent: dict[str, Money] = defaultdict(lambda: Money(0))
    for placement in link.placements:
        for gift in placement.gifts:
            if len(placement.gifts) > 1:
                # Gifts that are only known to be spent together are spent as a whole.
                spent[gift.row_id] = gift.amount
            else:
                halfwidth = sum(payment.amount.halfwidth_fen for payment in placement.payments)
                spent[gift.row_id] += Money(placement.fen, halfwidth)
    ordered = sorted(link.gifts, key=lambda gift: (gift.day.earliest, gift.day.latest, gift.row_id))
    return tuple(_gift(gift, spent[gift.row_id], closure) for gift in ordered)


def _gift(row: GiftRow, spent: Money, closure: Closure) -> Gift:
    is_closed = closure != "open" or _closure(row.amount, spent) != "open"
    return Gift(row.row_id, row.day.stated, row.day.basis, row.period, row.amount, spent, is_closed)


def _tranches(link: Link, allocations: tuple[Allocation, ...]) -> tuple[Tranche, ...]:
    spends: dict[str, list[Allocation]] = defaultdict(list)
    for allocation in allocations:
        for row_id in allocation.tranches:
            spends[row_id].append(allocation)
    summed = {payment.row_id for payment in link.summed}
    return tuple(
        _tranche(payment, "exact_sum" if payment.row_id in summed else "stated", spends[payment.row_id])
        for payment in in_order([*link.stated, *link.summed])
    )


def _tranche(row: PaymentRow, basis: Basis, spends: list[Allocation]) -> Tranche:
    # Thousands of gifts may be spent together: only an allocation of one gift says which it was.
    gifts = {one.gifts[0] if len(one.gifts) == 1 else None for one in spends}
    days = {allocation.days for allocation in spends}
    return Tranche(
        row.row_id,
        row.period,
        row.day.stated,
        row.day.basis,
        row.payee,
        row.payee_kind,
        row.approval_no,
        row.purpose,
        row.programme,
        row.amount,
        basis,
        days.pop() if len(days) == 1 else None,
        gifts.pop() if len(gifts) == 1 else None,
    )


def _donors(gifts: list[GiftRow]) -> list[str]:
    """Different donors, each as it is first written in row order: a name spelt with a blank is no other donor."""
    names: dict[str, str] = {}
    for gift in sorted(gifts, key=lambda gift: gift.row_id):
        if gift.donor is not None:
            names.setdefault(gift.donor_key, gift.donor)
    return list(names.values())


def _words(words: list[str | None]) -> list[str]:
    return sorted({word for word in words if word is not None})


def _sum(amounts: list[Money]) -> Money:
    return Money(sum(amount.fen for amount in amounts), sum(amount.halfwidth_fen for amount in amounts))
