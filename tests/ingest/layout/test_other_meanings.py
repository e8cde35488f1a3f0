"""What looks like more of the same table but says that it is something else: other money, another unit, no income."""

from __future__ import annotations

from typing import Any

import pytest

from charity_analysis.ingest.layout.tables import Table, find_tables
from charity_analysis.ingest.sheets import Sheet

HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "备注"]
HEAD = [["捐赠收入"], ["单位:元"], HEADINGS]


def read(rows: list[list[Any]], name: str = "表") -> list[Table]:
    return find_tables(Sheet(name, rows), "")[0]


def gift(number: int, amount: Any = 100.0) -> list[Any]:
    return [number, f"2020-01-0{number}", "甲公司", amount, ""]


def rules(table: Table) -> set[str]:
    return {finding.rule for finding in table.findings}


def is_counted(tables: list[Table], row: int) -> bool:
    return any(row in table.rows and row not in table.doubts and not table.is_refused for table in tables)


# --- a second header whose words differ ----------------------------------------------------------------------


def test_a_second_header_with_another_unit_begins_a_table_in_that_unit() -> None:
    first, second = read([*HEAD, gift(1), [*HEADINGS[:3], "捐赠金额(万元)", "备注"], gift(2)])
    assert (first.unit, first.rows, second.unit, second.rows) == ("元", [3], "万元", [5])


@pytest.mark.parametrize("amount", ["捐赠金额(美元)", "认捐金额", "退款金额", "拨付金额", "数量(件)", "万元"])
def test_rows_below_a_header_of_other_money_do_not_count(amount: str) -> None:
    tables = read([*HEAD, gift(1), [*HEADINGS[:3], amount, "备注"], gift(2)])
    assert is_counted(tables, 3)
    assert not is_counted(tables, 5)
    assert any(5 in table.rows for table in tables)


def test_rows_below_a_header_of_other_days_do_not_count() -> None:
    tables = read([*HEAD, gift(1), ["序号", "认捐日期", *HEADINGS[2:]], gift(2)])
    assert not is_counted(tables, 5)


@pytest.mark.parametrize(
    "headings",
    [HEADINGS, [*HEADINGS[:3], "捐款金额", "备注"], [*HEADINGS[:3], "捐赠金额(元)", "备注"], [*HEADINGS[:4], ""]],
)
def test_a_header_that_says_the_same_in_other_words_is_a_page_break(headings: list[str]) -> None:
    (table,) = read([*HEAD, gift(1), headings, gift(2)])
    assert table.rows == [3, 5]


# --- sections, titles and sheets that say what their rows are ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("以下单位:万元", "row_unit_conflict"),
        ("二、物资捐赠(单位:万元)", "row_unit_conflict"),
        ("二、物资捐赠(万元)", "row_unit_conflict"),
        ("二、认捐未到账", "not_counted_part"),
        ("退款", "not_counted_part"),
        ("捐赠退款明细", "not_counted_part"),
        ("以下为作废票据", "not_counted_part"),
        ("美元捐赠", "foreign_amount"),
        ("二、支出", "other_section"),
    ],
)
@pytest.mark.parametrize("head", [HEAD, [["捐赠收入"], HEADINGS]])
def test_rows_below_a_section_of_other_money_are_held(name: str, rule: str, head: list[list[Any]]) -> None:
    (table,) = read([*head, gift(1), [name], gift(2), ["三、企业捐赠"], gift(3)])
    first = len(head)
    assert table.rows == [first, first + 2, first + 4]
    assert {row: doubt.rule for row, doubt in table.doubts.items()} == {first + 2: rule}


@pytest.mark.parametrize(
    "name", ["二、企业捐赠(元)", "二、离退休干部捐款", "一、认捐已到账", "二、捐赠及退款", "个人捐赠明细"]
)
def test_rows_below_an_ordinary_section_count(name: str) -> None:
    (table,) = read([*HEAD, gift(1), [name], gift(2)])
    assert (table.rows, table.doubts) == ([3, 5], {})


@pytest.mark.parametrize("title", ["认捐未到账登记表", "退款明细", "代收代付款项明细", "认捐登记表"])
@pytest.mark.parametrize("gap", [[], [[]]])
def test_the_same_header_below_another_title_is_no_page_break(title: str, gap: list[list[Any]]) -> None:
    tables = read([*HEAD, gift(1), *gap, [title], HEADINGS, gift(2)])
    assert is_counted(tables, 3)
    assert not is_counted(tables, 5 + len(gap))


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("作废", "捐赠"),
        ("退款明细", "捐赠"),
        ("认捐未到账", "登记"),
        ("表", "填写示例"),
        ("样表", "捐赠"),
        ("草稿", "捐赠"),
        ("表", "退款明细"),
    ],
)
def test_a_sheet_of_no_income_is_refused_with_its_rows(sheet: str, title: str) -> None:
    (table,) = read([[title], HEADINGS, gift(1), gift(2)], sheet)
    assert (table.is_refused, table.rows, rules(table)) == (True, [2, 3], {"not_counted_part"})


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("捐赠", "示例县慈善会捐赠收入明细"),
        ("捐赠及退款", "捐赠收入"),
        ("捐赠", "捐赠收入(不含退款)"),
        ("捐赠", "说明:退款另行登记"),
    ],
)
def test_a_sheet_that_only_mentions_other_money_counts(sheet: str, title: str) -> None:
    (table,) = read([[title], HEADINGS, gift(1)], sheet)
    assert not table.is_refused


# --- several entries in one row ------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [2, 3, 4])
@pytest.mark.parametrize("headings", [["日期", "捐款人", "金额"], ["序号", "日期", "捐款人", "金额"]])
def test_each_of_several_sets_beside_one_another_is_a_table(number: int, headings: list[str]) -> None:
    entry = ["1", "2020-01-07", "甲公司", 100.0][-len(headings) :]
    tables = read([["捐赠收入"], ["单位:元"], headings * number, entry * number])
    assert [table.columns["amount"] for table in tables] == [[100.0]] * number
    assert not any(table.is_refused for table in tables)


@pytest.mark.parametrize(
    "headings",
    [
        ["日期", "捐款人", "金额", "捐款人", "金额"],
        ["日期", "捐款人", "金额", "捐赠单位", "捐款金额"],
        ["捐款人", "日期", "金额", "日期", "金额"],
    ],
)
def test_equal_amounts_of_two_parties_are_no_twins(headings: list[str]) -> None:
    values = {"日期": "2020-01-07", "金额": 100.0, "捐款金额": 100.0}
    (table,) = read([["捐赠收入"], ["单位:元"], headings, [values.get(heading, "甲公司") for heading in headings]])
    assert (table.is_refused, rules(table)) == (True, {"two_amount_columns"})


def test_two_equal_amounts_of_one_party_are_one() -> None:
    headings = ["捐赠日期", "捐赠人", "捐赠金额", "到账日期", "到账金额"]
    (table,) = read([["捐赠收入"], headings, ["2020-01-07", "甲公司", 100.0, "2020-01-08", 100.0]])
    assert (table.is_refused, table.doubts) == (False, {})


# --- further columns of money, and of directions -------------------------------------------------------------


def read_with_column(heading: str, values: list[Any]) -> Table:
    rows = [["2020-01-07", "甲公司", 100.0, value] for value in values]
    (table,) = read([["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", heading], *rows])
    return table


@pytest.mark.parametrize(
    ("heading", "held"),
    [
        ("实际到账", [4, 5]),
        ("实到金额(元)", [4, 5]),
        ("净额", [4, 5]),
        ("物资价值", [4]),
        ("未到账金额", [3, 4]),
        ("退款金额", [3, 4]),
        ("支出", [3, 4]),
        ("累计金额", []),
        ("原币金额", []),
        ("折人民币", []),
        ("申请金额", []),
    ],
)
def test_rows_in_which_other_money_contradicts_the_amount_are_held(heading: str, held: list[int]) -> None:
    table = read_with_column(heading, [100.0, 50.0, ""])
    assert sorted(table.doubts) == held
    assert {doubt.rule for doubt in table.doubts.values()} <= {"other_amount"}


def test_a_column_of_money_that_nobody_filled_in_says_nothing() -> None:
    assert read_with_column("实际到账", ["", "", ""]).doubts == {}


@pytest.mark.parametrize(
    ("heading", "values", "held"),
    [
        ("收支类别", ["收入", "支出", ""], [4]),
        ("收支", ["支", "支", "支"], [3, 4, 5]),
        ("借贷", ["贷", "借", "贷"], [4]),
        ("借贷", ["借", "借", "借"], []),
        ("交易类型", ["付款", "付款", "付款"], []),
        ("交易类型", ["收款", "付款", "收款"], [4]),
        ("类型", ["收入", "支出", "甲乙丙"], []),
    ],
)
def test_gifts_that_are_called_payments_are_held(heading: str, values: list[str], held: list[int]) -> None:
    table = read_with_column(heading, values)
    assert sorted(table.doubts) == held
    assert {doubt.rule for doubt in table.doubts.values()} <= {"other_direction"}


def test_parts_in_cash_and_goods_may_add_up_to_the_amount() -> None:
    headings = ["捐赠日期", "捐赠人", "现金", "物资折价", "捐赠金额"]
    rows = [["2020-01-07", "甲公司", 100.0, 50.0, total] for total in (150.0, 100.0)]
    (table,) = read([["捐赠收入"], headings, *rows])
    assert list(table.doubts) == [3]


# --- parts of an amount --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "held"),
    [
        (["人民币", "美元"], [5]),
        (["收入", "退款"], [5]),
        (["认捐", "到账"], [4]),
        (["现金", "未到账"], [5]),
        (["元", "万元"], [5]),
        (["元", "角"], [5]),
        (["现金", "物资(元)"], []),
        (["现金", "物资"], []),
        (["企业", "个人"], []),
    ],
)
def test_parts_that_are_other_money_are_held(parts: list[str], held: list[int]) -> None:
    head = [["捐赠收入"], ["单位:元"], ["捐赠人", "捐赠日期", "捐赠金额", ""], ["", "", *parts]]
    (table,) = read([*head, ["甲公司", "2020-01-07", 100.0, ""], ["乙公司", "2020-01-08", "", 50.0]])
    assert table.columns["amount"] == [100.0, 50.0]
    assert {row: doubt.rule for row, doubt in table.doubts.items()} == dict.fromkeys(held, "part_not_counted")


# --- wordings of units ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["单位:人民币/万元", "Unit: RMB 10,000", "Unit: 10,000 yuan", "(in RMB 10,000)", "以上金额均为万元"]
)
def test_wordings_of_units_above_a_table(title: str) -> None:
    (table,) = read([["捐赠收入"], [title], HEADINGS, gift(1)])
    assert (table.unit, table.findings) == ("万元", [])


@pytest.mark.parametrize("note", ["注:以上金额均为万元", "以上金额均为万元", "注:金额为万元"])
def test_wordings_of_units_below_a_table(note: str) -> None:
    (table,) = read([["捐赠收入"], HEADINGS, gift(1), ["合计", "", "", 100.0, ""], [note]])
    assert (table.unit, table.findings) == ("万元", [])


@pytest.mark.parametrize("cell", ["万元", "(万元)"])
def test_a_row_of_units_below_the_header_is_no_entry(cell: str) -> None:
    (table,) = read([["捐赠收入"], HEADINGS, ["", "年月日", "单位或个人", cell, ""], gift(1)])
    assert (table.unit, table.rows, table.findings) == ("万元", [3], [])


def test_fen_are_no_unit_of_a_table() -> None:
    for rows in ([[*HEADINGS[:3], "捐赠金额(分)", ""]], [["单位:分"], HEADINGS], [["单位:人民币 分"], HEADINGS]):
        (table,) = read([["捐赠收入"], *rows, gift(1)])
        assert (table.is_refused, rules(table)) == (True, {"unknown_unit"})


def test_a_total_in_a_unit_that_the_table_does_not_state_leaves_it_open() -> None:
    (table,) = read([["捐赠收入"], HEADINGS, gift(1), ["合计(万元)", "", "", 100.0, ""]])
    assert (table.is_refused, rules(table)) == (True, {"unit_conflict"})


@pytest.mark.parametrize("text", ["注:甲公司捐赠5万元", "注:其中10万元为物资", "合计(元)"])
def test_amounts_in_notes_are_no_units(text: str) -> None:
    (table,) = read([["捐赠收入"], HEADINGS, gift(1), ["合计", "", "", 100.0, ""], [text]])
    assert (table.unit, table.is_refused) == ("元", False)
