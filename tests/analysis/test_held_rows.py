"""A figure of a half-year with rows that are held back says so: without them it is not whole."""

from __future__ import annotations

from builders_books import keep

from charity_analysis.analysis.key_figures import key_figures
from conftest import Office

GIFT = ["2020-03-01", "甲公司", 1000, "助学基金", "限定", "A1", "慈善助学", "定向捐赠"]
PAYMENT = ["2020-03-11", "示例一小", 200, "助学基金", None, None, "慈善助学"]
UNREADABLE = ["2020-03-12", "示例二小", "1,2OO", "助学基金", None, None, "慈善助学"]
LATER = ["2020-09-11", "示例一小", 50, "助学基金", None, None, "慈善助学"]
NOTE = "；所据期间另有 1 行支出待改正，未计入"


def formulas(office: Office, period: str) -> dict[str, str]:
    figures = key_figures(office.ledger(), period)
    return {key: one.formula for whole in figures for key, one in [(whole.id, whole)] if one.value is not None}


def test_a_figure_says_how_many_rows_of_its_tables_and_half_years_are_held(office: Office) -> None:
    """One payment of 2020H1 cannot be read: spending and balances say so, donations have nothing to say."""
    keep(office, funds=[["助学基金", 5000, None, None, "是"]], gifts=[GIFT], payments=[PAYMENT, UNREADABLE])
    said = formulas(office, "2020H1")
    assert {key for key, formula in said.items() if NOTE in formula} >= {"K4", "K5", "K11", "K12", "K15"}
    assert NOTE not in said["K1"] + said["K16"] + said["K19"]


def test_a_balance_that_is_carried_over_says_what_was_held_before_it(office: Office) -> None:
    keep(office, funds=[["助学基金", 5000, None, None, "是"]], gifts=[GIFT], payments=[PAYMENT, UNREADABLE])
    keep(office, "2020H2", payments=[LATER])
    said = formulas(office, "2020H2")
    assert NOTE in said["K11"]
    assert NOTE not in said["K5"]


def test_where_no_row_is_held_nothing_is_said(office: Office) -> None:
    keep(office, gifts=[GIFT], payments=[PAYMENT])
    assert not [formula for formula in formulas(office, "2020H1").values() if "待改正" in formula]


def test_where_every_row_is_held_it_is_not_said_that_there_are_none(office: Office) -> None:
    keep(office, gifts=[GIFT], payments=[UNREADABLE])
    (paid,) = [one for one in key_figures(office.ledger(), "2020H1") if one.id == "K5"]
    assert (paid.value, paid.why_missing) == (None, "本期没有可以计入的这类记录；另有 1 行支出待改正")
