"""The demo's designated gifts and gifts of goods, each with the payments that pass it on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.demo_records import FEN, PERIODS, Donation
from samples.demo_world import (
    DISABILITY,
    DISASTER,
    EAST_WEST,
    EDUCATION,
    ELDER,
    EPIDEMIC,
    HARDSHIP,
    MEDICAL,
    NURSING_HOMES,
    PAIRED,
    SCHOOLS,
    Fund,
    enterprises,
)

_LAST_DAY = date(2020, 12, 31)
_GOVERNMENT, _INSTITUTION = "政府账户", "事业单位"
_PAYEES: dict[str, tuple[str, str, str]] = {
    EDUCATION.name: ("示例区教育局", _GOVERNMENT, "校舍修缮与助学"),
    ELDER.name: (NURSING_HOMES[0], _INSTITUTION, "养老设施改造"),
    MEDICAL.name: ("示例第一医院", _INSTITUTION, "困难群众医疗救助"),
    DISABILITY.name: ("示例区残疾人服务中心", _INSTITUTION, "无障碍设施改造"),
    HARDSHIP.name: ("示例区民政事务中心", _GOVERNMENT, "困难家庭帮扶"),
    PAIRED.name: ("示例区结对帮扶办公室", _GOVERNMENT, "结对帮扶"),
    DISASTER.name: ("示例县财政局", _GOVERNMENT, "灾后重建"),
    EAST_WEST.name: ("示例县财政局", _GOVERNMENT, "东西部社会帮扶"),
    EPIDEMIC.name: ("示例区卫生健康局", _GOVERNMENT, "医疗防护物资采购"),
}
# Very large gifts: day, place of the company, yuan, fund, and the shares in which it is paid on (in percent).
_LARGE_GIFTS = (
    (date(2016, 11, 18), 4, 2_000_000, EDUCATION, (50, 30, 20)),
    (date(2018, 9, 5), 17, 2_600_000, HARDSHIP, (40, 40, 20)),
    (date(2019, 3, 20), 28, 3_000_000, EAST_WEST, (50, 45, 5)),
    (date(2020, 2, 3), 41, 5_000_000, EPIDEMIC, (60, 40)),
    (date(2020, 9, 4), 52, 2_200_000, EDUCATION, (50,)),
)
_SHARES = ((100,), (60, 40), (50, 30, 20), (50, 50), (70,))
# Gifts whose story is told day by day, by donors that give nothing else: half of the first is still unspent at the end,
# the second is spent by three tranches over two half-years.
_TOLD_GIFTS = (
    ("示例安居实业有限公司", date(2020, 5, 12), 800_000, EDUCATION, ((date(2020, 10, 15), 400_000),)),
    (
        "示例长河重工有限公司",
        date(2018, 8, 20),
        600_000,
        HARDSHIP,
        ((date(2018, 10, 11), 300_000), (date(2018, 12, 20), 180_000), (date(2019, 3, 14), 120_000)),
    ),
)
# A gift in goods by a donor that gives nothing else, passed on in two deliveries.
_TOLD_GOODS = ("示例明德康复器械有限公司", date(2018, 3, 12), 100, (date(2018, 4, 9), date(2018, 5, 21)))
# Goods: name, unit, yuan each, basis of valuation, fund, receiver.
_WHEELCHAIRS = ("轮椅", "件", 900, "捐赠协议价", DISABILITY, "示例区残疾人服务中心")
_GOODS = (
    ("棉被", "件", 180, "发票价", ELDER, NURSING_HOMES[1]),
    ("书包", "个", 65, "市场价", EDUCATION, SCHOOLS[1]),
    ("大米", "箱", 120, "发票价", HARDSHIP, "示例东湖街道社区服务站"),
    _WHEELCHAIRS,
    ("课桌椅", "套", 320, "发票价", EDUCATION, SCHOOLS[2]),
    ("保暖衣", "套", 150, "市场价", HARDSHIP, "示例西岭街道社区服务站"),
    ("制氧机", "件", 2_600, "发票价", MEDICAL, "示例第一医院"),
)
_MASKS = ("医用口罩", "箱", 1_500, "发票价", EPIDEMIC, "示例第一医院")


@dataclass(frozen=True)
class Tranche:
    """One payment that passes on all or part of a designated gift."""

    paid: date
    payee: str
    payee_kind: str
    amount_fen: int
    activity: str
    purpose: str


@dataclass(frozen=True)
class DesignatedGift:
    """A gift and the payments that spend it; where they come to less, the rest is still unspent."""

    donation: Donation
    tranches: tuple[Tranche, ...]


def build_designated_gifts() -> tuple[DesignatedGift, ...]:
    """Designated gifts of money and of goods, in no particular order."""
    random = Random(1601)
    return (*_large_gifts(random), *_usual_gifts(random), *_goods_gifts(random), *_told_gifts(), _told_goods())


def _large_gifts(random: Random) -> Iterator[DesignatedGift]:
    for day, company, yuan, fund, shares in _LARGE_GIFTS:
        yield _money_gift(day, enterprises()[company].name, yuan, fund, shares, random)


def _usual_gifts(random: Random) -> Iterator[DesignatedGift]:
    """Four gifts per half-year, to any special fund that exists by then."""
    funds = (EDUCATION, ELDER, MEDICAL, DISABILITY, HARDSHIP, PAIRED, DISASTER, EAST_WEST)
    for place, period in enumerate(PERIODS):
        existing = [fund for fund in funds if fund.since <= period]
        for _ in range(4):
            day = date(2016 + place // 2, place % 2 * 6 + random.randrange(1, 7), random.randrange(1, 29))
            company = enterprises()[random.randrange(60)].name
            yuan = random.choice((100_000, 120_000, 200_000, 300_000, 450_000))
            yield _money_gift(day, company, yuan, random.choice(existing), random.choice(_SHARES), random)


def _money_gift(
    day: date, company: str, yuan: int, fund: Fund, shares: tuple[int, ...], random: Random
) -> DesignatedGift:
    payments = []
    paid = day
    for share in shares:
        paid += timedelta(days=random.randrange(15, 80))
        if paid <= _LAST_DAY:
            payments.append((paid, yuan * share // 100))
    return _paid_on(day, company, yuan, fund, payments)


def _told_gifts() -> Iterator[DesignatedGift]:
    for company, day, yuan, fund, payments in _TOLD_GIFTS:
        yield _paid_on(day, company, yuan, fund, payments)


def _told_goods() -> DesignatedGift:
    company, day, quantity, deliveries = _TOLD_GOODS
    name, receiver = _WHEELCHAIRS[0], _WHEELCHAIRS[-1]
    gift = _goods_gift(day, company, quantity, _WHEELCHAIRS)
    part_fen = gift.amount_fen // len(deliveries)
    return DesignatedGift(
        gift,
        tuple(Tranche(paid, receiver, _INSTITUTION, part_fen, "物资发放", f"发放{name}") for paid in deliveries),
    )


def _paid_on(day: date, company: str, yuan: int, fund: Fund, payments: Sequence[tuple[date, int]]) -> DesignatedGift:
    """A gift of money and its payments (day, yuan) to whoever does the work of its fund."""
    payee, payee_kind, purpose = _PAYEES[fund.name]
    donation = Donation(
        received=day,
        donor=company,
        donor_kind="企业",
        amount_fen=yuan * FEN,
        programme=fund.programme,
        purpose=purpose,
        channel="定向捐赠",
        fund=fund.name,
        is_restricted=True,
        consents=True,
        is_designated=True,
    )
    tranches = tuple(Tranche(paid, payee, payee_kind, part * FEN, "定向资金拨付", purpose) for paid, part in payments)
    return DesignatedGift(donation, tranches)


def _goods_gifts(random: Random) -> Iterator[DesignatedGift]:
    """Nine gifts of goods per half-year, and masks in the first half of 2020; all are passed on in kind."""
    for place, period in enumerate(PERIODS):
        kinds = [*random.choices(_GOODS, k=9), *([_MASKS] * 6 if period == "2020H1" else [])]
        for name, unit, yuan, basis, fund, receiver in kinds:
            first_month = 2 if name == _MASKS[0] else 1
            day = date(2016 + place // 2, place % 2 * 6 + random.randrange(first_month, 7), random.randrange(1, 29))
            quantity = random.choice((20, 30, 50, 80, 100, 150))
            company = enterprises()[random.randrange(60)].name
            donation = _goods_gift(day, company, quantity, (name, unit, yuan, basis, fund, receiver))
            paid = min(day + timedelta(days=random.randrange(3, 40)), _LAST_DAY)
            kind = "社会组织" if receiver.endswith("服务站") else _INSTITUTION
            passed_on = Tranche(paid, receiver, kind, donation.amount_fen, "物资发放", f"发放{name}")
            yield DesignatedGift(donation, (passed_on,))


def _goods_gift(day: date, company: str, quantity: int, goods: tuple[str, str, int, str, Fund, str]) -> Donation:
    """A gift of so many of `goods`, at its fair value."""
    name, unit, yuan, basis, fund, _ = goods
    return Donation(
        received=day,
        donor=company,
        donor_kind="企业",
        amount_fen=quantity * yuan * FEN,
        programme=fund.programme,
        purpose=f"捐赠{name}",
        channel="定向捐赠",
        fund=fund.name,
        is_restricted=True,
        consents=True,
        is_designated=True,
        is_goods=True,
        quantity=quantity,
        unit=unit,
        valuation_basis=basis,
        note=f"实物:{name}",
    )
