"""Payments that name no donor, matched to designated gifts of their fund where exact sums leave one reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from charity_analysis.analysis.designated.designated_rows import PaymentRow, in_order
from charity_analysis.analysis.designated.exact_sums import find_same, find_whole
from charity_analysis.analysis.designated.placing import without_reversed

Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class Source(Generic[Owner]):
    """Designated money of a fund that may have been spent: a gift, or what is left of a chain, its `owner`."""

    owner: Owner
    fen: int
    period: str
    earliest: date
    is_goods: bool


@dataclass(frozen=True, slots=True)
class FundMatch(Generic[Owner]):
    """These sources come to exactly these payments."""

    sources: tuple[Source[Owner], ...]
    payments: tuple[PaymentRow, ...]


def match_fund(
    sources: Sequence[Source[Owner]], payments: Sequence[PaymentRow], others: Sequence[tuple[str, int]]
) -> Iterator[FundMatch[Owner]]:
    """Matches within one fund: one gift or all together, with one payment or all together, of exactly the same sum.

    `others`: period and fen of the fund's other money; where that would have done, the payments tell nothing.
    Read half-year by half-year with what was known by its end, so that what once closed is not opened by later rows.
    """
    waiting, unpaid = list(sources), list(payments)
    for period in sorted({one.period for one in waiting} | {row.period for row in unpaid}):
        free = sum(fen for since, fen in others if since <= period)
        while match := _match([one for one in waiting if one.period <= period], _up_to(unpaid, period), free):
            yield match
            matched = {id(one) for one in match.sources}
            waiting = [one for one in waiting if id(one) not in matched]
            paid = {row.row_id for row in match.payments}
            unpaid = [row for row in unpaid if row.row_id not in paid]


def _up_to(payments: list[PaymentRow], period: str) -> list[PaymentRow]:
    """Payments by the end of `period` less those that were refunded; none where it is not clear which those are."""
    return without_reversed([row for row in payments if row.period <= period]) or []


def _match(sources: list[Source[Owner]], payments: list[PaymentRow], free: int) -> FundMatch[Owner] | None:
    """The first match that is there, or None: all with all, one with one, all with one, one with all."""
    if not sources or not payments:
        return None
    readings = _readings(sources, payments)
    return next((one for one in readings if _is_sound(one.sources, one.payments, free)), None)


def _readings(sources: list[Source[Owner]], payments: list[PaymentRow]) -> Iterator[FundMatch[Owner]]:
    given, paid = [one.fen for one in sources], [row.amount.fen for row in payments]
    if sum(given) == sum(paid):
        yield FundMatch(tuple(sources), tuple(payments))
    for source, payment in find_same(given, paid):
        yield FundMatch((sources[source],), (payments[payment],))
    if (place := find_whole(sum(given), paid)) is not None:
        yield FundMatch(tuple(sources), (payments[place],))
    if (place := find_whole(sum(paid), given)) is not None:
        yield FundMatch((sources[place],), tuple(payments))


def _is_sound(sources: Sequence[Source[Owner]], payments: Sequence[PaymentRow], free: int) -> bool:
    """True where other money would not have done, goods went out as goods, and nothing before it was there."""
    goods = sum(one.fen for one in sources if one.is_goods)
    if goods != sum(row.amount.fen for row in payments if row.is_goods):
        return False
    if sum(row.amount.fen for row in payments) <= free:
        return False
    arriving, there, paid = sorted(sources, key=lambda one: one.earliest), 0, 0
    for payment in in_order(list(payments)):
        while arriving and arriving[0].earliest <= payment.day.latest:
            there += arriving.pop(0).fen
        paid += payment.amount.fen
        if paid > there:
            return False
    return True
