"""The demo's payments, drawn in date order against the balance of each fund, so that none goes below zero."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from samples.demo_designated import DesignatedGift
from samples.demo_records import FEN, PERIODS, Disbursement, Donation
from samples.demo_templates import (
    BEFORE_SPRING_FESTIVAL,
    GRANT_WORK,
    OTHER_COST,
    PROGRAMME_COST,
    RUNNING_COSTS,
    TEMPLATES,
    Template,
)
from samples.demo_world import SPRING_FESTIVALS, Fund

# No single ordinary payment takes more than this part of what its fund has free.
_LARGEST_PART = 4
# Bank charges need no approval; of the other payments, every so manieth lacks the number that it should have.
_WITHOUT_APPROVAL_EVERY = 61


@dataclass(frozen=True)
class Wish:
    """A payment that a template would make on a day, as far as the fund allows."""

    day: date
    template: Template
    payee: str
    amount_yuan: int
    count: int


def build_disbursements(
    income: Iterable[Donation],
    designated: Iterable[DesignatedGift],
    wishes: Iterable[Wish],
    funds: Sequence[Fund],
    prefix: str,
) -> tuple[Disbursement, ...]:
    """All payments in date order, with voucher numbers and approval numbers (that begin with `prefix`) by year."""
    payments = [payment for gift in designated for payment in _passed_on(gift)]
    payments += _pay_as_money_allows(income, wishes, funds)
    payments.sort(
        key=lambda payment: (payment.paid, payment.activity, payment.payee, payment.donor, payment.amount_fen)
    )
    return tuple(_with_numbers(payments, prefix))


def find_all_wishes() -> list[Wish]:
    """What the demo would pay by all its templates; each group of them draws from its own dice."""
    kinds = (TEMPLATES, RUNNING_COSTS, GRANT_WORK)
    return [wish for seed, kind in enumerate(kinds, 800) for wish in find_wishes(kind, PERIODS, Random(seed))]


def find_wishes(templates: Iterable[Template], periods: Sequence[str], random: Random) -> Iterator[Wish]:
    """Every template's rows in every period in which it applies; no payee twice on one day for one activity."""
    person = 0
    for period in periods:
        place = PERIODS.index(period)
        for template in templates:
            months = [month for month in template.months if _falls_into(month, place % 2)]
            if not months or not template.since <= period <= template.until:
                continue
            for row in range(template.rows):
                if template.payees:
                    payee = template.payees[(place + row) % len(template.payees)]
                else:
                    person += 1
                    payee = f"合成受助人{person:04d}"
                day = _day(place, months[row % len(months)], row, random)
                count = random.randrange(template.counts[0], template.counts[1] + 1)
                yield Wish(day, template, payee, random.choice(template.amounts_yuan), count)


def _falls_into(month: int, half: int) -> bool:
    return half == 0 if month == BEFORE_SPRING_FESTIVAL else (month - 1) // 6 == half


def _day(place: int, month: int, row: int, random: Random) -> date:
    """A day of that month; rows that share month and payee differ by their row number."""
    if month == BEFORE_SPRING_FESTIVAL:
        return SPRING_FESTIVALS[place // 2] - timedelta(days=random.randrange(3, 20))
    return date(2016 + place // 2, month, 3 + (random.randrange(3) * 8 + row) % 25)


def _pay_as_money_allows(
    income: Iterable[Donation], wishes: Iterable[Wish], funds: Sequence[Fund]
) -> Iterator[Disbursement]:
    """The wishes, cut down or dropped where a fund's free money is short; designated gifts are not free."""
    free = {fund.name: fund.opening_yuan * FEN for fund in funds}
    arrivals = deque(sorted((gift for gift in income if not gift.is_designated), key=_received))
    for wish in sorted(wishes, key=lambda wish: wish.day):
        while arrivals and arrivals[0].received <= wish.day:
            gift = arrivals.popleft()
            free[gift.fund] += gift.amount_fen
        fund = wish.template.fund.name
        affordable = free[fund] // _LARGEST_PART // (wish.amount_yuan * FEN)
        count = min(wish.count, affordable)
        if count > 0:
            payment = _payment(wish, count)
            free[fund] -= payment.amount_fen
            yield payment


def _received(gift: Donation) -> date:
    return gift.received


def _payment(wish: Wish, count: int) -> Disbursement:
    """One payment: `count` times the standard where the template counts people, else the round sum."""
    template = wish.template
    is_counted = bool(template.unit)
    return Disbursement(
        paid=wish.day,
        payee=wish.payee,
        payee_kind=template.payee_kind,
        amount_fen=wish.amount_yuan * FEN * count,
        programme=template.programme,
        activity=template.activity,
        purpose=template.purpose,
        fund=template.fund.name,
        cost_class=template.cost_class,
        beneficiary_count=count if is_counted else None,
        unit=template.unit,
        unit_amount_fen=wish.amount_yuan * FEN if is_counted else None,
    )


def _passed_on(gift: DesignatedGift) -> Iterator[Disbursement]:
    """The payments that spend one designated gift."""
    for tranche in gift.tranches:
        yield Disbursement(
            paid=tranche.paid,
            payee=tranche.payee,
            payee_kind=tranche.payee_kind,
            amount_fen=tranche.amount_fen,
            programme=gift.donation.programme,
            activity=tranche.activity,
            purpose=tranche.purpose,
            fund=gift.donation.fund,
            cost_class=PROGRAMME_COST,
            donor=gift.donation.donor,
            is_goods=gift.donation.is_goods,
        )


def _with_numbers(payments: Iterable[Disbursement], prefix: str) -> Iterator[Disbursement]:
    """The payments with voucher numbers, and approval numbers shared by what is approved together."""
    vouchers: Counter[int] = Counter()
    approvals: dict[tuple[int, int, str, str, str], int] = {}
    approved: Counter[int] = Counter()
    for payment in payments:
        year = payment.paid.year
        vouchers[year] += 1
        approval_no = ""
        is_forgotten = vouchers[year] % _WITHOUT_APPROVAL_EVERY == 0
        if payment.cost_class != OTHER_COST and not is_forgotten:
            case = (year, payment.paid.month, payment.programme, payment.activity, payment.donor)
            if case not in approvals:
                approved[year] += 1
                approvals[case] = approved[year]
            approval_no = f"{prefix}〔{year}〕{approvals[case]}号"
        yield replace(payment, approval_no=approval_no, payment_no=f"付{year}-{vouchers[year]:04d}")
