"""Funds as figures: the control figures with their rows, the demo to the fen, and one row that changes its own only."""

from __future__ import annotations

import pytest
from builders_books import keep

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.funds import fund_figures, fund_table
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.ledger.ledger import Ledger
from conftest import Office
from samples.demo import build_demo, closing_balances_fen

EPIDEMIC = ["疫情防控善款", "疫情防控·第一中心幼儿园定向"]


def key(ledger: Ledger, identifier: str, period: str = "2020H1") -> Figure:
    (figure,) = [figure for figure in key_figures(ledger, period) if figure.id == identifier]
    return figure


def part(figure: Figure, identifier: str) -> Figure:
    (found,) = [part for part in figure.parts if part.id == identifier]
    return found


def two_funds(office: Office, gift: int = 500, *, is_moved: bool = True) -> Ledger:
    """一般资金 1 000 + 500 − 300 − 200 moved = 1 000; 助学 0 + 400 − 100 + 200 moved = 500: 1 500 in all."""
    move = 200 if is_moved else 0
    keep(
        office,
        funds=[["一般资金", 1000, -move, None, "非限定性"], ["助学", 0, move, None, "限定性"]],
        gifts=[["2020-01-02", "甲公司", gift, "一般资金"], ["2020-01-03", "乙公司", 400, "助学"]],
        payments=[["2020-02-01", "丙村", 300, "一般资金"], ["2020-02-02", "丁校", 100, "助学"]],
    )
    return office.ledger()


def test_in_less_out_of_the_epidemic_funds_is_the_control_figure(cangshan: Ledger) -> None:
    """29 312.17 + 4 173 587.83 − 502 000 − 29 312.17 − 3 671 500 = 87.83, ± 50 + 500 + 50 yuan by what was printed."""
    funds = fund_table(cangshan)
    funds = funds[funds["fund"].isin(EPIDEMIC)].set_index("fund")
    change = funds["received_fen"] - funds["paid_fen"]
    assert change.sum() == 8_783
    assert funds["movement_halfwidth_fen"].sum() == 60_000
    assert (change[EPIDEMIC[1]], funds["movement_halfwidth_fen"][EPIDEMIC[1]]) == (0, 0)
    rows = [*cangshan.donations.itertuples(), *cangshan.disbursements.itertuples(), *cangshan.funds.itertuples()]
    assert {row for ids in funds["own_row_ids"] for row in ids} == {row.row_id for row in rows if row.fund in EPIDEMIC}


def test_the_published_report_states_no_balance_so_that_none_is_given(cangshan: Ledger) -> None:
    closing = key(cangshan, "K11")
    assert closing.value is None
    assert "10 个资金池" in (closing.why_missing or "")
    assert "期初余额未载明" in (closing.why_missing or "")
    assert {one.value for one in closing.parts} == {None}
    assert fund_table(cangshan)["opening_basis"].unique().tolist() == ["unknown"]


def test_payments_without_a_stated_source_are_those_of_the_general_fund(cangshan: Ledger) -> None:
    """71 000 + 3 × 1 000 + 25 000 + 6 250 = 105 250 yuan: rows R01–R04, R08, R29."""
    found = cangshan.findings[cangshan.findings["rule"] == "source_not_stated"]
    assert len(found) == 1
    payments = cangshan.disbursements[cangshan.disbursements["fund"] == "一般资金"]
    assert (len(payments), payments["amount_fen"].sum()) == (6, 10_525_000)
    assert set(found["row_ids"].iloc[0].split(" ")) == set(payments["row_id"])


def test_every_fund_of_the_demo_closes_every_period_as_its_records_say(demo: Ledger) -> None:
    funds, records = fund_table(demo), build_demo()
    for period in demo.periods:
        closing = funds[funds["period"] == period].set_index("fund")["closing_fen"].to_dict()
        assert closing == closing_balances_fen(records, period)
        assert key(demo, "K11", period).value == sum(closing.values())
        assert min(closing.values()) >= 0


def test_closing_balances_and_utilisation_come_out_as_worked_by_hand(office: Office) -> None:
    """Utilisation: 300 ÷ (1 000 + 500) = 0.2; 100 ÷ (0 + 400) = 0.25; together 400 ÷ 1 900."""
    ledger = two_funds(office)
    closing, used = key(ledger, "K11"), key(ledger, "K12")
    assert (closing.value, closing.halfwidth) == (150_000, 0)
    assert {one.id: one.value for one in closing.parts} == {"一般资金": 100_000, "助学": 50_000}
    assert used.value == pytest.approx(400 / 1900)
    assert {one.id: one.value for one in used.parts} == {"一般资金": pytest.approx(0.2), "助学": pytest.approx(0.25)}
    everything = {*ledger.funds["row_id"], *ledger.donations["row_id"], *ledger.disbursements["row_id"]}
    assert set(closing.row_ids) == everything
    assert fund_figures(ledger, "2020H1") == closing.parts


def test_a_balance_rests_on_the_rows_of_all_periods_since_its_opening(office: Office) -> None:
    two_funds(office)
    keep(office, "2020H2", payments=[["2020-08-02", "丁校", 50, "助学"]])
    ledger = office.ledger()
    fund = part(key(ledger, "K11", "2020H2"), "助学")
    assert fund.value == 45_000
    rows = [*ledger.funds.itertuples(), *ledger.donations.itertuples(), *ledger.disbursements.itertuples()]
    assert set(fund.row_ids) == {row.row_id for row in rows if row.fund == "助学"}


def test_a_change_of_one_row_changes_the_figures_that_cite_it_and_no_other(office: Office) -> None:
    ledger = two_funds(office)
    changed_row = ledger.donations["row_id"].iloc[0]
    before = {one.id: one for name in ("K11", "K12") for one in key(ledger, name).parts}
    whole = [key(ledger, name) for name in ("K11", "K12")]
    ledger = two_funds(office, gift=501)
    for name, old in zip(("K11", "K12"), whole, strict=True):
        new = key(ledger, name)
        assert (new.value != old.value) == (changed_row in old.row_ids)
        for one in old.parts:
            assert (part(new, one.id).value != one.value) == (changed_row in one.row_ids), one.id
    assert changed_row not in before["助学"].row_ids


def test_rows_that_name_no_fund_make_the_whole_unknown_and_no_fund_of_its_own(office: Office) -> None:
    keep(office, funds=[["助学", 100]], gifts=[["2020-01-02", "甲公司", 5], ["2020-01-02", "乙公司", 7, "助学"]])
    closing = key(office.ledger(), "K11")
    assert closing.value is None
    assert part(closing, "助学").value == 10_700
    assert "未载明" in (closing.why_missing or "")
    assert part(closing, "未载明").why_missing == "期初余额未载明"


def test_the_precision_of_a_balance_is_that_of_its_opening_and_all_its_rows(office: Office) -> None:
    """100 万 ± 5 000 yuan and 1.2 万 ± 500 yuan: 1 012 000 ± 5 500."""
    office.workbook("基金.xlsx", {"基金": [["基金期初余额"], ["基金名称", "期初余额(万元)"], ["助学", 100]]})
    headings = ["捐赠日期", "捐赠人", "捐赠金额(万元)", "资金池"]
    office.workbook("捐赠.xlsx", {"捐赠": [["捐赠收入"], headings, ["2020-01-02", "甲公司", "1.2", "助学"]]})
    closing = key(office.ledger(), "K11")
    assert (closing.value, closing.halfwidth) == (101_200_000, 550_000)


def test_without_any_row_there_is_no_balance(office: Office) -> None:
    keep(office, receipts=[["2020-02-01", "票据", "1份"]])
    for identifier in ("K11", "K12"):
        assert key(office.ledger(), identifier).why_missing == "本期没有收支，也没有登记资金池"
