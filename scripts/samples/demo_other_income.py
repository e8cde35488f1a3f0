"""The demo's income that is no gift: interest, membership fees, grants, services, and one return on an investment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from samples.demo_records import FEN, PERIODS, Donation
from samples.demo_world import ELDER, GENERAL, HARDSHIP, Fund

BANK = "示例银行"
_TREASURY, _CIVIL_AFFAIRS = "示例区财政局", "示例区民政局"
# Grants of each half-year: yuan, fund and purpose; that of 2016H2 is far larger than the usual one.
_GRANTS = {
    1: (160_000, ELDER, "居家养老服务补助"),
    2: (140_000, HARDSHIP, "困难群众救助补助"),
}
_LARGE_GRANT = ("2016H2", 1_300_000, GENERAL, "民生实事项目补助")
# Services that the district bought: period, day and yuan.
_SERVICES = (
    ("2017H1", date(2017, 5, 16), 120_000),
    ("2018H2", date(2018, 11, 8), 150_000),
    ("2020H1", date(2020, 6, 4), 180_000),
)
_INVESTMENT = (date(2019, 12, 20), 42_680_35)


def build_other_income() -> tuple[Donation, ...]:
    """All rows of the income ledger that are no gifts, in date order; their channel says what they are."""
    random = Random(2015)
    rows = [row for place in range(len(PERIODS)) for row in _of_half_year(place, random)]
    rows += [
        _row(day, _CIVIL_AFFAIRS, "机关", yuan * FEN, "政府购买服务", "社会救助家访服务", GENERAL)
        for _, day, yuan in _SERVICES
    ]
    day, fen = _INVESTMENT
    rows.append(_row(day, BANK, "企业", fen, "理财收益", "定期理财产品收益", GENERAL))
    return tuple(sorted(rows, key=lambda row: (row.received, row.donor, row.channel)))


def _of_half_year(place: int, random: Random) -> Iterator[Donation]:
    """Interest at the end of each quarter, a grant, and in first halves the fees of the members."""
    year, half = 2016 + place // 2, place % 2 + 1
    for month in (half * 6 - 3, half * 6):
        interest = random.randrange(6_000_00, 15_000_00)
        yield _row(date(year, month, 21), BANK, "企业", interest, "利息收入", "银行存款利息", GENERAL)
    yuan, fund, purpose = _GRANTS[half]
    yield _row(date(year, half * 6 - 2, 18), _TREASURY, "机关", yuan * FEN, "政府补助", purpose, fund)
    if PERIODS[place] == _LARGE_GRANT[0]:
        _, yuan, fund, purpose = _LARGE_GRANT
        yield _row(date(year, 12, 6), _TREASURY, "机关", yuan * FEN, "政府补助", purpose, fund)
    if half == 1:
        fees = random.randrange(36, 48) * 500 * FEN
        yield _row(date(year, 3, 30), "示例区慈善总会会员单位", "社会组织", fees, "会费收入", "年度会费", GENERAL)


def _row(day: date, payer: str, payer_kind: str, fen: int, channel: str, purpose: str, fund: Fund) -> Donation:
    """One row of the income ledger; no donation receipt is made out for what is no gift."""
    return Donation(
        received=day,
        donor=payer,
        donor_kind=payer_kind,
        amount_fen=fen,
        programme=fund.programme,
        purpose=purpose,
        channel=channel,
        fund=fund.name,
        is_restricted=fund.is_restricted,
        consents=True,
    )
