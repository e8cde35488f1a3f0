"""The second synthetic federation as records in memory: two years of few rows, no public fundraising."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from samples.demo import control_totals
from samples.demo2_world import (
    CARERS,
    CHAMBER,
    EDUCATION,
    ELDER,
    FIRMS,
    FUNDS,
    GENERAL,
    NURSING_HOME,
    PERIODS,
    SCHOOL,
    TEMPLATES,
    TOWN,
)
from samples.demo_designated import DesignatedGift, Tranche
from samples.demo_disbursements import build_disbursements, find_wishes
from samples.demo_disclosures import annual_report
from samples.demo_donations import sort_and_number
from samples.demo_records import FEN, AgencyMovement, Demo, Donation, OpeningBalance, Plan
from samples.demo_registers import build_receipt_counts
from samples.demo_world import ANONYMOUS, Fund

_PREFIX = "示镇慈"
# What the chamber of commerce promised for the next half-year and what it then gave (yuan).
_PLEDGES = {"2019H2": (30_000, 30_000), "2020H1": (40_000, 25_000), "2020H2": (20_000, 0), "2021H1": (30_000, 0)}


@cache
def build_demo2() -> Demo:
    """All records of the four half-years; the same on every call and machine."""
    random = Random(2)
    designated = _designated_gifts()
    gifts = [gift for place in range(len(PERIODS)) for gift in _gifts(place, random)]
    donations = sort_and_number([*gifts, *(gift.donation for gift in designated)], "镇票")
    income = tuple(row for place in range(len(PERIODS)) for row in _other_income(place, random))
    wishes = list(find_wishes(TEMPLATES, PERIODS, Random(2002)))
    payments = build_disbursements((*donations, *income), designated, wishes, FUNDS, _PREFIX)
    openings = tuple(OpeningBalance(f.since, f.name, f.opening_yuan * FEN, f.is_restricted, f.founder) for f in FUNDS)
    agency = tuple(_agency_movements())
    reports = tuple(annual_report(period) for period in PERIODS if period.endswith("H1"))
    receipts = build_receipt_counts(donations)
    return Demo(donations, payments, agency, receipts, openings, tuple(_plans()), income, reports)


def demo2_control_totals() -> dict[str, dict[str, Any]]:
    """Period → totals of own books, with the same names as those of the demo."""
    return control_totals(build_demo2(), PERIODS)


def _day(place: int, random: Random) -> date:
    return date(2019 + place // 2, place % 2 * 6 + random.randrange(1, 7), random.randrange(1, 29))


def _gifts(place: int, random: Random) -> Iterator[Donation]:
    """Each firm, fifteen people, one without a name, and what the chamber gives of its promise."""
    for name, yuan, fund in FIRMS:
        yield _gift(_day(place, random), name, "企业", yuan, fund)
    for number in range(15):
        donor = f"合成村民{place % 2 * 10 + number + 1:03d}"
        yuan = random.choice((50, 100, 200, 300, 500, 1_000))
        yield replace(_gift(_day(place, random), donor, "个人", yuan, GENERAL), consents=number % 7 != 3)
    yield replace(_gift(_day(place, random), ANONYMOUS, "个人", random.choice((200, 660)), GENERAL), consents=False)
    _, kept = _PLEDGES.get(PERIODS[place], (0, 0))
    if kept:
        day = date(2019 + place // 2, place % 2 * 6 + 3, 12)
        yield _gift(day, CHAMBER, "社会组织", kept, EDUCATION, channel="冠名基金")


def _gift(day: date, donor: str, donor_kind: str, yuan: int, fund: Fund, channel: str = "") -> Donation:
    return Donation(
        received=day,
        donor=donor,
        donor_kind=donor_kind,
        amount_fen=yuan * FEN,
        programme=fund.programme,
        purpose=f"用于{fund.programme}" if fund.is_restricted else "不指定用途",
        channel=channel or ("定向捐赠" if fund.is_restricted else "日常捐赠"),
        fund=fund.name,
        is_restricted=fund.is_restricted,
        consents=True,
    )


def _designated_gifts() -> tuple[DesignatedGift, ...]:
    """One gift that is passed on in two tranches over two half-years, and one of goods."""
    money = replace(
        _gift(date(2019, 11, 20), "示例镇建筑队", "企业", 40_000, EDUCATION),
        purpose="校园图书角建设",
        is_designated=True,
    )
    goods = replace(
        _gift(date(2020, 3, 16), "示例镇服装厂", "企业", 9_000, ELDER),
        purpose="捐赠棉被",
        is_designated=True,
        is_goods=True,
        quantity=60,
        unit="件",
        valuation_basis="发票价",
        note="实物:棉被",
    )
    return (
        DesignatedGift(
            money,
            tuple(
                Tranche(day, SCHOOL, "事业单位", 20_000 * FEN, "定向资金拨付", money.purpose)
                for day in (date(2019, 12, 18), date(2020, 4, 22))
            ),
        ),
        DesignatedGift(
            goods,
            (Tranche(date(2020, 3, 25), NURSING_HOME, "事业单位", goods.amount_fen, "物资发放", "发放棉被"),),
        ),
    )


def _other_income(place: int, random: Random) -> Iterator[Donation]:
    """Interest once in a half-year, members' fees in first halves, a grant of the town in second halves."""
    year, half = 2019 + place // 2, place % 2 + 1
    interest = _gift(date(year, half * 6, 21), "示例农村信用社", "企业", 0, GENERAL, channel="利息收入")
    yield replace(interest, amount_fen=random.randrange(400_00, 900_00), purpose="银行存款利息")
    if half == 1:
        fees = _gift(date(year, 3, 10), "示例镇慈善会会员", "社会组织", 3_600, GENERAL, channel="会费收入")
        yield replace(fees, purpose="年度会费")
    else:
        grant = _gift(date(year, 8, 5), TOWN, "机关", 20_000, GENERAL, channel="政府补助")
        yield replace(grant, purpose="困难群众救助补助")


def _agency_movements() -> Iterator[AgencyMovement]:
    for place, quantity in enumerate((30, 40, 25, 50)):
        yield AgencyMovement(
            moved=date(2019 + place // 2, place % 2 * 6 + 5, 8),
            donor="示例镇粮油商行",
            donor_kind="企业",
            payee=CARERS,
            payee_kind="社会组织",
            goods="大米",
            quantity=quantity,
            unit="箱",
            amount_fen=quantity * 110 * FEN,
            programme="慈善助困",
            books="受托代理",
            valuation_basis="发票价",
        )


def _plans() -> Iterator[Plan]:
    """Each folder plans and promises for the next half-year."""
    following = [*PERIODS[1:], "2021H1"]
    for place, (period, for_period) in enumerate(zip(PERIODS, following, strict=True)):
        count, standard = ((12, 2_500), (40, 550), (15, 2_500), (30, 550))[place]
        yield Plan(
            period=period,
            for_period=for_period,
            item="助学工作计划",
            kind="计划",
            programme="慈善助学",
            target="困难学生",
            window="8-9月" if place % 2 == 0 else "5-6月",
            amount_fen=count * standard * FEN,
            planned_count=count,
            unit="人",
            unit_amount_fen=standard * FEN,
        )
        yield Plan(
            period=period,
            for_period=for_period,
            item=f"{CHAMBER}认捐{EDUCATION.name}",
            kind="认捐",
            programme=EDUCATION.programme,
            target=EDUCATION.name,
            window="半年内",
            amount_fen=_PLEDGES[for_period][0] * FEN,
        )
