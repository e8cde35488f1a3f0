"""A change on the year is given only where both half-years count the same things."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key.change import FIGURES
from charity_analysis.analysis.key.rule import KeyRule
from conftest import Office

HEADING = ["捐赠日期", "捐赠人", "捐赠金额", "账务归属"]
SPENT = ["拨付日期", "收款单位", "拨付金额"]


def write(office: Office, period: str, gifts: list[list[Any]], payments: list[list[Any]]) -> None:
    folder = office.raw / period
    folder.mkdir(exist_ok=True)
    for name, heading, rows in (("捐赠收入", HEADING, gifts), ("拨付支出", SPENT, payments)):
        book = Workbook()
        for row in ([name], ["单位:元"], heading, *rows):
            book.active.append(row)
        book.save(folder / f"{name}.xlsx")


def changes(office: Office) -> dict[str, Figure]:
    rule = KeyRule("K24", "同比变动", "share", "本期 ÷ 上年同期 － 1")
    return {part.id: part for part in FIGURES["K24"](rule, Books(office.ledger(), "2020H1")).parts}


def test_change_as_worked_by_hand(office: Office) -> None:
    """In: 1 200 ÷ 1 000 − 1 = 20 %. Out: 300 ÷ 400 − 1 = −25 %. Both cite the rows of both half-years."""
    write(office, "2019H1", [["2019-03-01", "甲", 1000, "本会"]], [["2019-03-01", "乙", 400]])
    write(office, "2020H1", [["2020-03-01", "甲", 1200, "本会"]], [["2020-03-01", "乙", 300]])
    found = changes(office)
    assert {key: part.value for key, part in found.items()} == {
        "捐赠收入": pytest.approx(0.2),
        "总支出": pytest.approx(-0.25),
    }
    assert len(found["捐赠收入"].row_ids) == 2


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        (["2019-03-01", "甲", 1000, "待核实"], ["2020-03-01", "甲", 1200, "本会"], "只有上年同期含账务归属待核实"),
        (["2019-03-01", "甲", 1000, "本会"], ["2020-03-01", "甲", 1200, "待核实"], "只有本期含账务归属待核实"),
        (["2019-03-01", "甲", 1000, "本会"], ["未载明", "甲", 1200, "本会"], "只有本期有日期未载明"),
        (["2019-03-01", "甲", 1000, "本会"], ["2020-03-01", "甲", "1,2OO", "本会"], "本期有 1 行暂不计入"),
    ],
)
def test_a_scope_that_changed_is_said(office: Office, before: list[Any], now: list[Any], why: str) -> None:
    write(office, "2019H1", [["2019-02-01", "丙", 5, "本会"], before], [["2019-03-01", "乙", 400]])
    write(office, "2020H1", [["2020-02-01", "丙", 5, "本会"], now], [["2020-03-01", "乙", 300]])
    found = changes(office)
    assert found["捐赠收入"].value is None
    assert why in (found["捐赠收入"].why_missing or "")
    assert found["总支出"].value == pytest.approx(-0.25)


def test_both_half_years_with_the_same_doubt_are_compared(office: Office) -> None:
    write(office, "2019H1", [["2019-03-01", "甲", 1000, "待核实"]], [["2019-03-01", "乙", 400]])
    write(office, "2020H1", [["2020-03-01", "甲", 1200, "待核实"]], [["2020-03-01", "乙", 300]])
    assert changes(office)["捐赠收入"].value == pytest.approx(0.2)


def test_a_base_of_nothing_gives_no_change(office: Office) -> None:
    write(office, "2019H1", [["2019-03-01", "甲", 1000, "本会"], ["2019-03-02", "甲", -1000, "本会"]], [])
    write(office, "2020H1", [["2020-03-01", "甲", 1200, "本会"]], [["2020-03-01", "乙", 300]])
    found = changes(office)
    assert "基数为 0" in (found["捐赠收入"].why_missing or "")
    assert "上年同期没有这类记录" in (found["总支出"].why_missing or "")
