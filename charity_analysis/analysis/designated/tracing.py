"""Designated gifts and payments brought together by donor and fund: first what is stated, then exact sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from charity_analysis.analysis.designated.designated_rows import GiftRow, PaymentRow
from charity_analysis.analysis.designated.fund_sums import FundMatch, Source, match_fund
from charity_analysis.analysis.designated.placing import Placement, place_payments, without_reversed
from charity_analysis.money import Money

NO_GIFT = "写明了捐赠人，但没有该捐赠人的定向捐赠"
SEVERAL_FUNDS = "写明的捐赠人在几个资金池都有定向捐赠，未写明支出的是哪一个"
OTHER_FUND = "写明的资金池不是该捐赠人定向捐赠的资金池"
NO_SUM = "未写明捐赠人，金额也不能唯一对应到该资金池的定向捐赠"


@dataclass
class Link:
    """One chain in the making: gifts of a donor to a fund, the payments stated for it, and those found by sum."""

    gifts: list[GiftRow] = field(default_factory=list)
    stated: list[PaymentRow] = field(default_factory=list)
    summed: list[PaymentRow] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    joined_to: Link | None = None
    is_joint: bool = False

    @property
    def whole(self) -> Link:
        """The chain that this one has become part of, or itself."""
        return self.joined_to.whole if self.joined_to else self

    @property
    def left_fen(self) -> int:
        """What the payments so far leave of the gifts."""
        return sum(row.amount.fen for row in self.gifts) - sum(row.amount.fen for row in (*self.stated, *self.summed))

    def add(self, gifts: list[GiftRow], payments: tuple[PaymentRow, ...]) -> None:
        """Payments that by their sum spend just these gifts."""
        self.summed += payments
        if self.stated and not self.is_joint:
            self.placements = place_payments(self.gifts, [*self.stated, *self.summed])
        elif len(gifts) == 1:
            self.placements += [Placement((gifts[0],), (row,), row.amount.fen) for row in payments]
        else:
            self.placements.append(Placement(tuple(gifts), payments, sum(row.amount.fen for row in payments)))


Links = dict[tuple[str, str], Link]
Owned = tuple[Link, tuple[GiftRow, ...]]


def trace(
    gifts: Iterable[GiftRow], payments: Iterable[PaymentRow], other_money: dict[str, list[tuple[str, int]]]
) -> tuple[list[Link], list[tuple[PaymentRow, str]]]:
    """All chains, and the payments that could not be brought to one, each with the reason.

    `other_money`: periods and fen of what each fund had that is no gift; it may have paid for what names no donor.
    """
    links: Links = defaultdict(Link)
    others = defaultdict(list, {fund: list(money) for fund, money in other_money.items()})
    for gift in gifts:
        if gift.is_designated:
            links[gift.donor_key, gift.fund_key].gifts.append(gift)
        else:
            others[gift.fund_key].append((gift.period, gift.amount.fen))
    nameless, unplaced = _place_stated(links, payments)
    for link in links.values():
        link.placements = place_payments(link.gifts, link.stated)
    unplaced += _place_by_sum(links, others, nameless)
    whole = {id(link.whole): link.whole for link in links.values()}
    return list(whole.values()), unplaced


def _place_stated(
    links: Links, payments: Iterable[PaymentRow]
) -> tuple[dict[str, list[PaymentRow]], list[tuple[PaymentRow, str]]]:
    """Payments that name their donor go to that donor's chain; those that name none come back by fund."""
    funds: dict[str, set[str]] = defaultdict(set)
    for donor, fund in links:
        funds[donor].add(fund)
    nameless: dict[str, list[PaymentRow]] = defaultdict(list)
    unplaced: list[tuple[PaymentRow, str]] = []
    for payment in payments:
        if not payment.donor_key:
            nameless[payment.fund_key].append(payment)
            continue
        of_fund, why = _fund_of(payment.fund_key, funds.get(payment.donor_key, set()))
        if of_fund is None:
            unplaced.append((payment, why))
        else:
            links[payment.donor_key, of_fund].stated.append(payment)
    return nameless, unplaced


def _fund_of(stated: str, known: set[str]) -> tuple[str | None, str]:
    """Which of a donor's funds a payment is from; a blank on either side fits where nothing else does."""
    if not known:
        return None, NO_GIFT
    if not stated:
        return (next(iter(known)), "") if len(known) == 1 else (None, SEVERAL_FUNDS)
    if stated in known:
        return stated, ""
    return ("", "") if "" in known else (None, OTHER_FUND)


def _place_by_sum(
    links: Links, others: dict[str, list[tuple[str, int]]], nameless: dict[str, list[PaymentRow]]
) -> list[tuple[PaymentRow, str]]:
    """Nameless payments of each fund that exact sums bring to its chains; what is left comes back."""
    by_fund: dict[str, list[Link]] = defaultdict(list)
    for (_, fund), link in links.items():
        if fund and fund in nameless:
            by_fund[fund].append(link)
    unplaced = []
    for fund, of_fund in by_fund.items():
        sources = [source for link in of_fund for source in _sources(link)]
        placed: set[str] = set()
        for match in list(match_fund(sources, nameless[fund], others[fund])):
            placed.update(row.row_id for row in match.payments)
            _add_match(match)
        refunded = {row.row_id for row in nameless[fund]} - {row.row_id for row in _kept(nameless[fund])}
        unplaced += [(row, NO_SUM) for row in nameless[fund] if row.row_id not in placed | refunded]
    return unplaced


def _kept(payments: list[PaymentRow]) -> list[PaymentRow]:
    kept = without_reversed(payments)
    return payments if kept is None else kept


def _sources(link: Link) -> list[Source[Owned]]:
    """Each gift of a chain without a payment; else what the payments leave of the chain."""
    kept = without_reversed(link.gifts)
    if not link.stated and kept is not None:
        return [_source(link, (gift,), gift.amount.fen) for gift in kept]
    return [_source(link, tuple(link.gifts), link.left_fen)] if link.left_fen > 0 else []


def _source(link: Link, gifts: tuple[GiftRow, ...], fen: int) -> Source[Owned]:
    return Source(
        (link, gifts),
        fen,
        max(row.period for row in (*gifts, *link.stated)),
        min(gift.day.earliest for gift in gifts),
        all(gift.is_goods for gift in gifts),
    )


def _add_match(match: FundMatch[Owned]) -> None:
    """The payments of a match at the chains of its gifts; chains that only together come to them become one."""
    shares: dict[int, tuple[Link, list[GiftRow], int]] = {}
    for source in match.sources:
        link = source.owner[0].whole
        _, gifts, fen = shares.get(id(link), (link, [], 0))
        shares[id(link)] = link, [*gifts, *source.owner[1]], fen + source.fen
    if len(shares) > 1 and len(match.payments) > 1:
        link = _join([link for link, _, _ in shares.values()])
        gifts = [gift for _, of_link, _ in shares.values() for gift in of_link]
        link.add(gifts, match.payments)
        return
    for link, gifts, fen in shares.values():
        # One payment for several chains: each has just the part that comes to its gifts.
        parts = [replace(row, amount=Money(fen, row.amount.halfwidth_fen)) for row in match.payments]
        link.add(gifts, match.payments if len(shares) == 1 else tuple(parts))


def _join(links: list[Link]) -> Link:
    joint = Link(is_joint=True)
    for link in links:
        link.joined_to = joint
        joint.gifts += link.gifts
        joint.stated += link.stated
        joint.summed += link.summed
        joint.placements += link.placements
    return joint
