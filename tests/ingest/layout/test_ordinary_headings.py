"""Headings that ordinary ledgers use, and what is never chosen silently where they can be read two ways."""

from __future__ import annotations

from typing import Any

import pytest

from charity_analysis.ingest.layout.raw_table import Table
from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import Sheet

DAY = "2020-01-07"
GIFTS, PAYMENTS = "捐赠收入明细", "拨付支出明细"


def table_of(title: str, headings: list[str], *rows: list[Any]) -> Table:
    tables, _ = find_tables(Sheet("Sheet1", [[title], headings, *rows]), "表")
    assert len(tables) == 1
    return tables[0]


def rules_of(table: Table) -> set[str]:
    return {finding.rule for finding in table.findings}


@pytest.mark.parametrize(
    "headings",
    [
        ["入账时间", "缴款单位", "实收款"],
        ["捐赠日", "捐资人", "捐资金额"],
        ["交易日期", "汇款人", "汇款金额"],
        ["年月日", "姓名", "善款金额"],
        ["开票日期", "捐赠方名称", "票面金额"],
        ["到帐日期", "单位名称", "人民币(元)"],
    ],
)
def test_ordinary_headings_make_a_ledger_of_gifts(headings: list[str]) -> None:
    table = table_of(GIFTS, headings, [DAY, "甲公司", 100.0])
    assert (table.kind, table.is_refused) == ("donations", False)
    assert table.columns["amount"] == [100.0]


@pytest.mark.parametrize("headings", [["登记日期", "姓名", "慰问金"], ["记账日期", "学生姓名", "助学金"]])
def test_ordinary_headings_make_a_ledger_of_payments(headings: list[str]) -> None:
    table = table_of(PAYMENTS, headings, [DAY, "甲某", 100.0])
    assert (table.kind, table.is_refused) == ("disbursements", False)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("捐赠金额/元", "元"), ("金额/万元", "万元"), ("捐赠金额\n万元", "万元"), ("人民币(万元)", "万元")],
)
def test_a_unit_behind_a_slash_or_on_its_own_line_is_read_as_the_unit(heading: str, unit: str) -> None:
    table = table_of(GIFTS, ["捐赠日期", "捐赠人", heading], [DAY, "甲公司", 1.5])
    assert (table.unit, table.columns["amount"]) == (unit, [1.5])


def test_foreign_money_in_a_heading_is_no_amount() -> None:
    assert table_of(GIFTS, ["捐赠日期", "捐赠人", "捐赠金额/美元"], [DAY, "甲公司", 1.5]).is_refused


@pytest.mark.parametrize("title", ["", PAYMENTS])
def test_a_bare_name_is_no_donor_where_the_title_does_not_say_so(title: str) -> None:
    """到账日期 makes it whole for gifts alone, yet the title of payments speaks against it."""
    date_heading = "到账日期" if title else "日期"
    table = table_of(title, [date_heading, "姓名", "金额"], [DAY, "甲某", 100.0])
    assert table.is_refused
    assert rules_of(table) == {"ambiguous_table"}


def test_people_who_are_helped_are_no_donors_and_none_of_them_is_kept() -> None:
    headings = ["姓名", "身份证号", "家庭住址", "日期", "金额"]
    table = table_of("", headings, ["甲某", "1", "某街", DAY, 100.0])
    assert rules_of(table) == {"not_a_ledger"}
    assert (table.rows, table.extras) == ([], {})


@pytest.mark.parametrize("other", ["票面金额", "总金额", "小写金额"])
def test_two_amounts_of_other_names_are_equal_or_refused(other: str) -> None:
    headings = ["捐赠日期", "捐赠人", "捐赠金额", other]
    assert not table_of(GIFTS, headings, [DAY, "甲公司", 100.0, 100.0]).is_refused
    assert rules_of(table_of(GIFTS, headings, [DAY, "甲公司", 100.0, 300.0])) == {"two_amount_columns"}


@pytest.mark.parametrize(
    ("title", "better", "other", "party", "amount"),
    [(GIFTS, "捐赠人", "捐赠单位", "donor", "捐赠金额"), (PAYMENTS, "收款单位", "收款人", "payee", "拨付金额")],
)
def test_of_two_columns_for_one_party_the_filled_one_counts(
    title: str, better: str, other: str, party: str, amount: str
) -> None:
    rows = [[DAY, "甲某", "", 1.0], [DAY, "", "乙公司", 2.0], [DAY, "丙某", "丙公司", 3.0]]
    table = table_of(title, ["日期", better, other, amount], *rows)
    assert table.columns[party] == ["甲某", "乙公司", "丙某"]
    assert table.extras[other] == ["", "乙公司", "丙公司"]


def test_who_paid_is_not_taken_for_a_donor_that_is_not_named() -> None:
    table = table_of(GIFTS, ["日期", "捐赠人", "付款人", "捐赠金额"], [DAY, "", "乙公司", 2.0], [DAY, "甲某", "", 1.0])
    assert table.columns["donor"] == ["", "甲某"]


@pytest.mark.parametrize("numbers", [[1.0, 2.0, 3.0, 4.0], ["1", "2", "3", "4"], ["甲", "乙", "1", "2"]])
def test_numbers_of_the_columns_below_the_header_are_no_entry(numbers: list[Any]) -> None:
    headings = ["捐赠日期", "捐赠人", "捐赠金额", "备注"]
    table = table_of(GIFTS, headings, numbers, [DAY, "甲公司", 3.0, ""], numbers)
    assert table.rows == [3, 4]


@pytest.mark.parametrize("label", ["笔数", "总人数", "平均", "人均捐赠额"])
def test_counts_and_averages_below_the_total_are_no_entries_but_dated_ones_are(label: str) -> None:
    headings = ["捐赠日期", "捐赠人", "捐赠金额"]
    table = table_of(GIFTS, headings, [DAY, "甲", 3.0], ["合计", "", 3.0], [label, "", 1.0], [DAY, label, 1.0])
    assert table.rows == [2, 5]
