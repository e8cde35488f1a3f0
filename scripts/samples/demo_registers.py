"""The demo's side tables: agency movements, receipts handed out, opening balances, plans and promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from samples.demo_pledges import PLEDGES, Pledge
from samples.demo_records import (
    FEN,
    PERIODS,
    AgencyMovement,
    Disbursement,
    Donation,
    OpeningBalance,
    Plan,
    ReceiptCount,
    Reclassification,
)
from samples.demo_world import FUNDS, GENERAL, HARDSHIP, SCHOOLS, STREETS, enterprises

# (period, programme, unit) → beneficiaries reached.
Reached = Counter[tuple[str, str, str]]
_AGENCY_GOODS = (
    ("食用油", "箱", 150, "慈善助困", f"{STREETS[2]}社区服务站", "社会组织"),
    ("图书", "套", 80, "慈善助学", SCHOOLS[3], "事业单位"),
    ("饮用水", "箱", 36, "救灾应急", "示例区应急物资站", "政府账户"),
)
# Programme, unit and standard (yuan) of the plans that a half-year's work plan contains.
_PLANNED = {
    1: (("慈善情暖万家", "户", 600, "春节前"), ("慈善助医", "人", 6_000, "1-6月"), ("慈善助老", "人次", 60, "3-6月")),
    2: (("慈善助学", "人", 3_000, "8-9月"), ("慈善助老", "人", 250, "9-10月"), ("慈善助困", "户", 400, "11-12月")),
}
# What the council moved from one fund to another.
_MOVED_FEN = 200_000 * FEN
RECLASSIFICATIONS = (
    Reclassification("2019H2", GENERAL.name, -_MOVED_FEN, "理事会决议:转入慈善助困专项"),
    Reclassification("2019H2", HARDSHIP.name, _MOVED_FEN, "理事会决议:由一般资金转入"),
)


def build_agency_movements() -> tuple[AgencyMovement, ...]:
    """Three movements per half-year, the last one paid by a partner; none of them enters own books."""
    random = Random(14)
    movements = []
    for place in range(len(PERIODS)):
        for number, (goods, unit, yuan, programme, payee, payee_kind) in enumerate(_AGENCY_GOODS):
            quantity = random.choice((50, 80, 100, 200))
            is_partner = number == 1
            movements.append(
                AgencyMovement(
                    moved=date(2016 + place // 2, place % 2 * 6 + number * 2 + 1, random.randrange(1, 29)),
                    donor="示例区青少年事务中心" if is_partner else enterprises()[random.randrange(60)].name,
                    donor_kind="事业单位" if is_partner else "企业",
                    payee=payee,
                    payee_kind=payee_kind,
                    goods=goods,
                    quantity=quantity,
                    unit=unit,
                    amount_fen=quantity * yuan * FEN,
                    programme=programme,
                    books="合作方" if is_partner else "受托代理",
                    valuation_basis="发票价",
                )
            )
    return tuple(movements)


def build_receipt_counts(donations: Iterable[Donation]) -> tuple[ReceiptCount, ...]:
    """One row per month for receipts, and one per half-year for certificates of gifts of 10 000 yuan or more."""
    receipts: Counter[date] = Counter()
    certificates: Counter[date] = Counter()
    for gift in donations:
        if gift.receipt_no:
            receipts[gift.received.replace(day=28)] += 1
        if gift.receipt_no and gift.amount_fen >= 10_000 * FEN:
            half_end = date(gift.received.year, 6 if gift.received.month <= 6 else 12, 29)
            certificates[half_end] += 1
    rows = [ReceiptCount(day, "公益事业捐赠统一票据", count, "捐赠人") for day, count in receipts.items()]
    rows += [ReceiptCount(day, "捐赠证书", count, "大额捐赠人") for day, count in certificates.items()]
    return tuple(sorted(rows, key=lambda row: (row.day, row.kind)))


def build_opening_balances() -> tuple[OpeningBalance, ...]:
    """One row per fund, in the folder of the period from which the fund exists."""
    return tuple(
        OpeningBalance(fund.since, fund.name, fund.opening_yuan * FEN, fund.is_restricted, fund.founder)
        for fund in sorted(FUNDS, key=lambda fund: fund.since)
    )


def build_plans(disbursements: Iterable[Disbursement]) -> tuple[Plan, ...]:
    """Each folder plans the next half-year; the first one holds its own plan too. Some are missed, some exceeded."""
    reached: Reached = Counter()
    for payment in disbursements:
        reached[payment.period, payment.programme, payment.unit] += payment.beneficiary_count or 0
    random = Random(26)
    following = [*PERIODS[1:], "2021H1"]
    plans = list(_plans_for(PERIODS[0], PERIODS[0], reached, random))
    for period, next_period in zip(PERIODS, following, strict=True):
        plans += _plans_for(period, next_period, reached, random)
        plans += [_promise(period, pledge) for pledge in PLEDGES if pledge.for_period == next_period]
    return tuple(plans)


def _plans_for(period: str, for_period: str, reached: Reached, random: Random) -> Iterator[Plan]:
    """Plans near what was then really reached; for the half-year after the sample, near the year before."""
    known = for_period if for_period in PERIODS else f"{int(for_period[:4]) - 1}{for_period[4:]}"
    for programme, unit, yuan, window in _PLANNED[int(for_period[-1])]:
        count = max(1, reached[known, programme, unit] * random.choice((80, 95, 100, 110, 125)) // 100)
        yield Plan(
            period=period,
            for_period=for_period,
            item=f"{programme}工作计划",
            kind="计划",
            programme=programme,
            target="困难群众" if programme != "慈善助学" else "困难学生",
            window=window,
            amount_fen=count * yuan * FEN,
            planned_count=count,
            unit=unit,
            unit_amount_fen=yuan * FEN,
        )


def _promise(period: str, pledge: Pledge) -> Plan:
    """What a founder promised to its named fund; a promise is no income."""
    fund = pledge.fund
    return Plan(
        period=period,
        for_period=pledge.for_period,
        item=f"{fund.founder}认捐{fund.name}",
        kind="认捐",
        programme=fund.programme,
        target=fund.name,
        window="半年内",
        amount_fen=pledge.promised_yuan * FEN,
    )
