"""The demo's gifts: recurring and single donors, founders, online giving, higher federations, the epidemic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from samples.demo_designated import DesignatedGift
from samples.demo_pledges import YEARLY_YUAN, founders_gift, pledged_gifts
from samples.demo_records import FEN, PERIODS, Donation
from samples.demo_world import (
    ANONYMOUS,
    EPIDEMIC,
    GENERAL,
    MEDICAL,
    NAMED_FUNDS,
    ONLINE_PUBLIC,
    SPRING_FESTIVALS,
    UPPER,
    UPPER_FEDERATIONS,
    Donor,
    enterprises,
    individuals,
    institutions,
)

# The months of each half-year, repeated by how much giving falls into them.
_MONTHS = {1: (1, 1, 1, 2, 3, 4, 5, 6), 2: (7, 8, 9, 9, 10, 11, 12, 12)}
_WITHOUT_RECEIPT = {ANONYMOUS, ONLINE_PUBLIC}


def build_donations(designated: Iterable[DesignatedGift]) -> tuple[Donation, ...]:
    """All gifts in date order, numbered with receipts; no two are equal in day, donor and amount."""
    gifts = [
        *_recurring_gifts(),
        *_founders_gifts(),
        _legacy(),
        *_online_gifts(),
        *_anonymous_gifts(),
        *_upper_level_gifts(),
        *_epidemic_gifts(),
        *(gift.donation for gift in designated),
    ]
    return sort_and_number(gifts, "示票")


def sort_and_number(gifts: Iterable[Donation], prefix: str) -> tuple[Donation, ...]:
    """The gifts in date order, no two equal, with receipt numbers that begin with `prefix`."""
    return _with_receipts(_made_distinct(sorted(gifts, key=_order)), prefix)


def _order(gift: Donation) -> tuple[date, str, int]:
    return (gift.received, gift.donor, gift.amount_fen)


def _season_day(season: str, place: int, random: Random) -> date | None:
    """A day in period number `place` that fits the season, or None where the season is in the other half."""
    year, half = 2016 + place // 2, place % 2 + 1
    match season, half:
        case ("spring", 1):
            return SPRING_FESTIVALS[place // 2] - timedelta(days=random.randrange(3, 24))
        case ("september", 2):
            return date(year, 9, random.choice((1, 3, 4, 5, 5, 5, 5, 6, 7, 10, 14, 20)))
        case ("one_day", 2):
            return date(year, 9, random.randrange(5, 13))
        case ("any", _):
            return date(year, random.choice(_MONTHS[half]), random.randrange(1, 29))
    return None


def _recurring_gifts() -> Iterator[Donation]:
    """Gifts of all donors with a rhythm; now and then one leaves a season out."""
    random = Random(2016)
    for donor in (*enterprises(), *institutions(), *individuals()):
        for place in sorted(donor.active):
            for season in donor.seasons:
                keeps_rhythm = len(donor.active) == 1 or random.randrange(100) < 90
                day = _season_day(season, place, random)
                if day is not None and keeps_rhythm:
                    yield _gift(donor, day, season, random)


def _gift(donor: Donor, day: date, season: str, random: Random) -> Donation:
    if donor.fund is not GENERAL:
        channel, programme, purpose = "定向捐赠", donor.fund.programme, f"用于{donor.fund.programme}"
    elif season in ("one_day", "september"):
        channel, programme, purpose = "慈善一日捐", "慈善一日捐", "不指定用途"
    else:
        channel, programme, purpose = "日常捐赠", "非定向", "不指定用途"
    return Donation(
        received=day,
        donor=donor.name,
        donor_kind=donor.kind,
        amount_fen=random.choice(donor.amounts_yuan) * FEN,
        programme=programme,
        purpose=purpose,
        channel=channel,
        fund=donor.fund.name,
        is_restricted=donor.fund.is_restricted,
        consents=donor.consents,
    )


def _founders_gifts() -> Iterator[Donation]:
    """Each founder gives to its named fund when it is set up and in every September after that, and as promised."""
    random = Random(2017)
    for number, fund in enumerate(NAMED_FUNDS):
        first = PERIODS.index(fund.since)
        for place in range(first, len(PERIODS)):
            if place != first and place % 2 == 0:
                continue
            day = _season_day("september" if place % 2 else "any", place, random)
            assert day is not None
            yield founders_gift(fund, day, YEARLY_YUAN[number])
    yield from pledged_gifts()


def _legacy() -> Donation:
    """One very large gift without a purpose, which raises what must be spent in the year after it."""
    donor = Donor("示例慈善信托", "社会组织", (), (3_600_000,), GENERAL, frozenset())
    return _gift(donor, date(2019, 12, 16), "any", Random(0))


def _online_gifts() -> Iterator[Donation]:
    """What the online platform passes on at the end of each month, to the fen."""
    random = Random(2018)
    for place in range(len(PERIODS) * 6):
        year, month = 2016 + place // 12, place % 12 + 1
        yield Donation(
            received=date(year, month, 28),
            donor=ONLINE_PUBLIC,
            donor_kind="社会各界",
            amount_fen=random.randrange(3_000_00, 30_000_00),
            programme="定向募捐",
            purpose="用于慈善助医",
            channel="网络募捐",
            fund=MEDICAL.name,
            is_restricted=True,
            consents=True,
        )


def _anonymous_gifts() -> Iterator[Donation]:
    """Ten gifts without a name in each half-year; their giver does not wish to be published."""
    random = Random(2019)
    for place in range(len(PERIODS)):
        for _ in range(10):
            day = _season_day("any", place, random)
            assert day is not None
            donor = Donor(ANONYMOUS, "个人", (), (100, 200, 660, 1_000, 3_000), GENERAL, frozenset(), False)
            yield _gift(donor, day, "any", random)


def _upper_level_gifts() -> Iterator[Donation]:
    """Two allocations from higher federations in each half-year."""
    random = Random(2020)
    for place in range(len(PERIODS)):
        for donor in UPPER_FEDERATIONS:
            day = _season_day("any", place, random)
            assert day is not None
            yield Donation(
                received=day,
                donor=donor,
                donor_kind="社会组织",
                amount_fen=random.choice((80_000, 120_000, 150_000, 200_000)) * FEN,
                programme=UPPER.programme,
                purpose="上级慈善总会项目资金",
                channel="上级拨入",
                fund=UPPER.name,
                is_restricted=True,
                consents=True,
            )


def _epidemic_gifts() -> Iterator[Donation]:
    """About 130 gifts against the epidemic between late January and the end of March 2020."""
    random = Random(202001)
    for donor in (*enterprises()[1::3], *individuals()[5::6]):
        day = date(2020, 1, 26) + timedelta(days=random.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 22, 36, 50, 64)))
        gift = _gift(replace(donor, fund=EPIDEMIC), day, "any", random)
        yield replace(gift, channel=random.choice(("定向捐赠", "定向捐赠", "网络募捐")))


def _made_distinct(gifts: Iterable[Donation]) -> list[Donation]:
    """The gifts with equal ones moved to a following day, so that none looks like a row entered twice."""
    seen: set[tuple[date, str, int]] = set()
    distinct = []
    for gift in gifts:
        period = gift.period
        while _order(gift) in seen:
            gift = replace(gift, received=gift.received + timedelta(days=1))
        if gift.period != period:
            raise ValueError(f"no free day left in {period} for a gift of {gift.donor}")
        seen.add(_order(gift))
        distinct.append(gift)
    return sorted(distinct, key=_order)


def _with_receipts(gifts: Iterable[Donation], prefix: str) -> tuple[Donation, ...]:
    """The gifts with receipt numbers by year; the anonymous and the online public get a record only."""
    issued: dict[int, int] = {}
    numbered = []
    for gift in gifts:
        if gift.donor not in _WITHOUT_RECEIPT:
            year = gift.received.year
            issued[year] = issued.get(year, 0) + 1
            gift = replace(gift, receipt_no=f"{prefix}{year}-{issued[year]:04d}")
        numbered.append(gift)
    return tuple(numbered)
