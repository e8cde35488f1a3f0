"""The control figures of the published 2020H1 report, computed from the sample's rows, each with just its rows."""

from __future__ import annotations

import pandas as pd
import pytest

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit
from charity_analysis.analysis.figures import subtract, sum_amounts
from charity_analysis.analysis.period_figures import period_figures, programme_figure, purpose_figure
from charity_analysis.analysis.planning.plans import answer_plans
from charity_analysis.analysis.scope import counted, in_period
from charity_analysis.analysis.totals import total_by
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.money import Money, judge_difference

PERIOD = "2020H1"

# Each fact's row in the published report (R01 …) by what is unique to it: amount in fen, and its other party or day.
DONATIONS = {
    "R06": (19_000_000, "19家属地企业"),
    "R09": (2_931_217, "仓山区第一中心幼儿园"),
    "R10": (417_358_783, "社会各界"),
    "R15": (200_000_000, "正祥集团"),
    "R19": (30_000_000, "福建星网锐捷"),
    "R20": (15_000_000, "福州星火"),
    "R21": (50_000_000, "福州融伦"),
    "R22": (100_000_000, "福州永琻景"),
    "R27": (50_000_000, "福建英达沃"),
}
DISBURSEMENTS = {
    "R01": (7_100_000, "全区低保户", "2020-01-07"),
    "R02": (100_000, "受益人B1", "2020-01-08"),
    "R03": (100_000, "受益人B2", "2020-01-08"),
    "R04": (100_000, "受益人B3", "2020-01-08"),
    "R07": (19_000_000, "19", "2020-01-23"),
    "R08": (2_500_000, "关中村", "2020-06-17"),
    "R11": (50_200_000, "第三方供应商", None),
    "R12": (2_931_217, "福州市第二医院", None),
    "R13": (367_150_000, "区卫健局专户", "2020-04-28"),
    "R16": (100_000_000, "临洮县财政局", "2020-02-19"),
    "R17": (90_000_000, "临洮县财政局", "2020-03-30"),
    "R18": (10_000_000, "临洮县财政局", "2020-06-04"),
    "R23": (30_000_000, "临洮县扶贫办", "2020-06-24"),
    "R24": (15_000_000, "临洮县扶贫办", "2020-06-24"),
    "R25": (50_000_000, "临洮县扶贫办", "2020-06-24"),
    "R26": (100_000_000, "临洮县扶贫办", "2020-06-24"),
    "R28": (50_000_000, "临洮县纪委", None),
    "R29": (625_000, "仓山区实验小学", "2020-05-27"),
}


@pytest.fixture(scope="module")
def row_ids(cangshan: Ledger) -> dict[str, str]:
    """Fact → row_id; every row of the two tables is one fact."""
    found = {}
    for fact, (fen, donor) in DONATIONS.items():
        rows = cangshan.donations
        rows = rows[(rows["amount_fen"] == fen) & rows["donor"].str.startswith(donor)]
        (found[fact],) = rows["row_id"]
    for fact, (fen, payee, day) in DISBURSEMENTS.items():
        rows = cangshan.disbursements
        rows = rows[(rows["amount_fen"] == fen) & rows["payee"].str.startswith(payee)]
        rows = rows[rows["paid_date"].isna() if day is None else rows["paid_date"].eq(pd.Timestamp(day))]
        (found[fact],) = rows["row_id"]
    assert len(set(found.values())) == len(cangshan.donations) + len(cangshan.disbursements)
    return found


@pytest.fixture(scope="module")
def payments(cangshan: Ledger) -> pd.DataFrame:
    return counted(in_period(cangshan.disbursements, PERIOD))


@pytest.mark.parametrize(
    ("figure", "fen", "facts"),
    [
        ("paid", 894_806_217, " ".join(DISBURSEMENTS)),
        ("paid_uncertain", 19_000_000, "R07"),
        ("paid_certain", 875_806_217, " ".join(fact for fact in DISBURSEMENTS if fact != "R07")),
        ("received", 884_290_000, " ".join(DONATIONS)),
        ("received_period_unknown", 445_000_000, "R15 R19 R20 R21 R22 R27"),
        ("received_no_day", 865_290_000, "R09 R10 R15 R19 R20 R21 R22 R27"),
        ("received_uncertain", 19_000_000, "R06"),
    ],
)
def test_received_and_paid_are_the_published_facts(
    cangshan: Ledger, row_ids: dict[str, str], figure: str, fen: int, facts: str
) -> None:
    computed = period_figures(cangshan, PERIOD)[figure]
    assert computed.value == fen
    assert set(computed.row_ids) == {row_ids[fact] for fact in facts.split()}


@pytest.mark.parametrize(
    ("programme", "fen", "facts"),
    [
        ("东西部协作", 445_000_000, "R16 R17 R18 R23 R24 R25 R26 R28"),
        ("疫情防控", 420_281_217, "R11 R12 R13"),
        ("慈善情暖万家", 7_400_000, "R01 R02 R03 R04"),
    ],
)
def test_programmes_are_the_published_facts(
    payments: pd.DataFrame, row_ids: dict[str, str], programme: str, fen: int, facts: str
) -> None:
    computed = programme_figure(payments, programme)
    assert computed.value == fen
    assert set(computed.row_ids) == {row_ids[fact] for fact in facts.split()}


def test_epidemic_control_by_purpose_reaches_across_programmes(payments: pd.DataFrame, row_ids: dict[str, str]) -> None:
    computed = purpose_figure(payments, "疫情防控")
    assert computed.value == 520_281_217
    assert set(computed.row_ids) == {row_ids[fact] for fact in ("R11", "R12", "R13", "R16")}


def test_the_epidemic_fund_balances_within_the_rounding_of_what_was_printed(
    cangshan: Ledger, payments: pd.DataFrame, row_ids: dict[str, str]
) -> None:
    received = in_period(cangshan.donations, PERIOD)
    came_in = sum_amounts(received[received["programme"] == "疫情防控"], "in", "收入")
    went_out = programme_figure(payments, "疫情防控")
    left = subtract(came_in, went_out, "left", "结余")
    assert (left.value, left.halfwidth) == (8_783, 60_000)
    assert set(left.row_ids) == {row_ids[fact] for fact in ("R09", "R10", "R11", "R12", "R13")}
    assert judge_difference(Money(8_783, 60_000)) == "within_rounding"


@pytest.mark.parametrize(
    ("stated", "facts", "difference", "verdict"),
    [
        # Printed in 万元: 53.13 spent, 420.29 received; in 元 the rows say 531 312.17 and 4 202 900.00.
        (Money(53_130_000, 5_000), "R11 R12", Money(-1_217, 55_000), "within_rounding"),
        (Money(420_290_000, 5_000), "R09 R10", Money(0, 10_000), "exact"),
        (Money(200_000_000, 500_000), "R16 R17 R18", Money(0, 2_000_000), "exact"),
        (Money(195_000_000, 500_000), "R19 R20 R21 R22", Money(0, 2_500_000), "exact"),
        (Money(7_400_000, 50_000), "R01 R02 R03 R04", Money(0, 100_000), "exact"),
    ],
)
def test_stated_totals_hold_to_their_printed_precision_and_that_of_their_rows(
    cangshan: Ledger, row_ids: dict[str, str], stated: Money, facts: str, difference: Money, verdict: str
) -> None:
    rows = pd.concat([cangshan.donations, cangshan.disbursements]).set_index("row_id")
    rows = rows.loc[[row_ids[fact] for fact in facts.split()]]
    computed = Money(int(rows["amount_fen"].sum()), int(rows["amount_halfwidth_fen"].sum()))
    assert stated - computed == difference
    assert judge_difference(stated - computed) == verdict


def test_relief_without_a_stated_source_is_105_250_yuan(payments: pd.DataFrame, row_ids: dict[str, str]) -> None:
    """71 000 + 3 × 1 000 + 25 000 + 6 250 yuan were paid from the general fund, into which no gift is stated."""
    general = payments[payments["fund"] == "一般资金"]
    assert general["amount_fen"].sum() == 10_525_000
    assert set(general["row_id"]) == {row_ids[fact] for fact in ("R01", "R02", "R03", "R04", "R08", "R29")}


@pytest.mark.parametrize(
    ("kind", "fen", "facts"),
    [
        ("政府账户", 812_150_000, "R13 R16 R17 R18 R23 R24 R25 R26 R28"),
        ("个人", 32_456_217, "R01 R02 R03 R04 R07 R08 R12 R29"),
        ("供应商", 50_200_000, "R11"),
    ],
)
def test_payees_by_kind(payments: pd.DataFrame, row_ids: dict[str, str], kind: str, fen: int, facts: str) -> None:
    totals = total_by(payments, "payee_kind", "payee_kind").set_index("label")
    assert set(totals.index) == {"政府账户", "个人", "供应商"}
    assert totals.loc[kind, "amount_fen"] == fen
    assert set(totals.loc[kind, "row_ids"]) == {row_ids[fact] for fact in facts.split()}


@pytest.mark.parametrize(
    ("figure", "value", "places"),
    [
        ("agency", 13_000_000, {("福州素天下食品有限公司", 13_000_000)}),  # R14
        ("partner", 625_000, {("区下渡街道办事处", 625_000)}),  # R30
        ("unvalued_goods", 75, {("副会长个人", None)}),  # R31, R32
    ],
)
def test_agency_and_partner_stand_beside_the_totals(
    cangshan: Ledger, figure: str, value: int, places: set[tuple[str, int | None]]
) -> None:
    figures = period_figures(cangshan, PERIOD)
    assert figures[figure].value == value
    rows = cangshan.agency[cangshan.agency["row_id"].isin(figures[figure].row_ids)]
    stated = [None if pd.isna(fen) else int(fen) for fen in rows["amount_fen"]]
    assert set(zip(rows["donor"], stated, strict=True)) == places
    beside = set(cangshan.agency["row_id"])
    assert not beside & set(figures["received"].row_ids)
    assert not beside & set(figures["paid"].row_ids)


def test_households_are_26_planned_and_19_done(cangshan: Ledger, row_ids: dict[str, str]) -> None:
    (answer,) = answer_plans(cangshan, PERIOD)
    assert (answer.planned_count, answer.unit, answer.gap_count) == (26, "household", 7)
    assert answer.actual_count is not None
    assert (answer.actual_count.value, answer.actual_count.row_ids) == (19, (row_ids["R07"],))
    assert answer.gap == Money(7_000_000, 500_000)
    assert [answer.row_id] == in_period(cangshan.plans, PERIOD)["row_id"].tolist()  # R05


def test_beneficiaries_are_counted_by_unit_and_never_added(payments: pd.DataFrame) -> None:
    counts = {part.id: part.value for part in beneficiaries_by_unit(payments)}
    assert counts == {"人": 142 + 3 + 25 + 25, "户": 19}


def test_printed_precision_is_that_of_the_publication(cangshan: Ledger, row_ids: dict[str, str]) -> None:
    rows = pd.concat([cangshan.donations, cangshan.disbursements]).set_index("row_id")["amount_halfwidth_fen"]
    wan_with_decimals = {"R01": 50_000, "R08": 50_000, "R11": 50_000, "R10": 5_000, "R13": 5_000}
    exact = {"R02", "R03", "R04", "R09", "R12", "R29"}
    for fact, row_id in row_ids.items():
        expected = 0 if fact in exact else wan_with_decimals.get(fact, 500_000)
        assert rows[row_id] == expected, fact


def test_the_sample_has_no_error_and_no_held_row(cangshan: Ledger, demo: Ledger) -> None:
    for ledger in (cangshan, demo):
        assert ledger.held.empty
        assert not ledger.findings["severity"].eq("error").any()


def test_what_the_publication_does_not_state_is_a_finding(cangshan: Ledger) -> None:
    counts = cangshan.findings["rule"].value_counts().to_dict()
    assert counts["date_not_stated"] == 6
    assert counts["date_within_period"] >= 5
    assert counts["not_valued"] == 2
    assert counts["vague_count"] == 1
    assert counts["opening_balance_unknown"] == len(cangshan.funds)
