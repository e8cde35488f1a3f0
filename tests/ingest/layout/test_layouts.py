"""Layouts of real ledgers: tables beside one another, parted amounts, rows below totals, gaps, hidden rows."""

from __future__ import annotations

from typing import Any

import pytest

from charity_analysis.ingest.cells.number_formats import SCALED
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.tables import Table, find_tables
from charity_analysis.ingest.sheets import FaultyCell, Sheet

HEAD = [["捐赠收入"], ["单位:元"], ["序号", "捐赠日期", "捐赠人", "捐赠金额", "备注"]]


def read(rows: list[list[Any]], **more: Any) -> list[Table]:
    tables, findings = find_tables(Sheet("表", rows, **more), "")
    assert findings == []
    return tables


def read_gifts(*rows: list[Any], **more: Any) -> Table:
    (table,) = read([*HEAD, *rows], **more)
    return table


def gift(number: Any, amount: Any = 100.0, donor: str = "甲公司", day: str = "2020-01-07") -> list[Any]:
    return [number, day, donor, amount, ""]


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


# --- rows below the total -----------------------------------------------------------------------------------


def test_rows_below_the_total_are_data_and_are_named() -> None:
    table = read_gifts(gift(1.0), ["合计", "", "", 100.0, ""], gift(2.0), gift(3.0))
    assert table.rows == [3, 5, 6]
    (finding,) = table.findings
    assert (finding.rule, finding.cell, finding.values) == ("rows_after_total", "D6", {"count": "2", "rows": "6、7"})


@pytest.mark.parametrize(
    "rows",
    [
        [["合计", "", "", 200.0, ""], gift(1.0), gift(2.0)],
        [gift(1.0), ["小计", "", "", 100.0, ""], gift(2.0), ["小计", "", "", 100.0, ""], gift(3.0)],
        [gift(1.0), ["小计", "", "", 100.0, ""], gift(2.0), ["合计", "", "", 200.0, ""]],
    ],
)
def test_rows_below_a_total_at_the_head_or_of_a_group_need_no_word(rows: list[list[Any]]) -> None:
    assert read_gifts(*rows).findings == []


# --- serial numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "detail"),
    [
        ([1, 2, 4], "2→4（第 6 行）"),
        ([1, 2, 2, 3], "2→2（第 6 行）"),
        (["1", "2", "5", "6"], "2→5（第 6 行）"),
        ([5, 4, 2, 1], "4→2（第 6 行）"),
    ],
)
def test_serial_numbers_that_skip_or_repeat_are_told(numbers: list[Any], detail: str) -> None:
    (finding,) = read_gifts(*map(gift, numbers)).findings
    assert (finding.rule, finding.cell, finding.values["detail"]) == ("serial_gap", "A6", detail)


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3],
        [1, 2, 1, 2, 3, 1],
        [3, 2, 1],
        [7, 8, 9],
        [2, 1, 3],
        ["JZ-1", "JZ-5", "JZ-3"],
        [101.0, 205.0, 309.0, 477.0],
        ["", "", ""],
        [1, "", 2],
    ],
)
def test_numbers_in_order_or_that_are_no_numbering_are_not(numbers: list[Any]) -> None:
    assert read_gifts(*map(gift, numbers)).findings == []


def test_a_number_given_beforehand_to_a_row_left_blank_is_no_gap() -> None:
    assert read_gifts(gift(1.0), gift(2.0), [3.0, "", "", "", ""], gift(4.0)).findings == []


# --- hidden rows and formats --------------------------------------------------------------------------------


def test_hidden_rows_count_and_are_told_with_their_sum() -> None:
    table = read_gifts(gift(1), gift(2, 50.5), gift(3, "1,000元"), hidden_rows=frozenset({4, 5}))
    assert table.rows == [3, 4, 5]
    (finding,) = table.findings
    assert finding.rule == "hidden_rows"
    assert finding.values == {"count": "2", "row": "5", "amount": "1,050.50"}


def test_hidden_rows_outside_the_data_are_no_matter() -> None:
    assert read_gifts(gift(1), hidden_rows=frozenset({0, 1})).findings == []


def test_an_amount_whose_format_is_a_foreign_currency_is_no_amount() -> None:
    table = read_gifts(gift(1), gift(2), currencies={(4, 3): "US$", (3, 0): "€"})
    assert table.columns["amount"] == [100.0, FaultyCell("US$ 100.0", "foreign_currency")]


def test_an_amount_whose_format_shows_it_a_thousand_times_smaller_is_read_in_no_unit() -> None:
    table = read_gifts(gift(1), gift(2), currencies={(4, 3): SCALED})
    assert table.columns["amount"] == [100.0, FaultyCell(f"100.0 {SCALED}", "unit_in_format")]


# --- carried sums, balances, parts --------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["承前页", "过次页", "转下页", "上页结转", "上页合计"])
@pytest.mark.parametrize("column", [0, 1, 2, 4])
def test_a_sum_carried_over_a_page_is_never_added(label: str, column: int) -> None:
    cells: list[Any] = ["", "", "", 100.0, ""]
    cells[column] = label
    table = read_gifts(gift(1), cells, gift(2))
    assert table.rows == [3, 5]
    assert table.ignored["carried"] == 1


def test_a_balance_carried_over_is_no_gift_and_is_told() -> None:
    table = read_gifts(["", "2020-01-01", "上年结转", 500.0, ""], gift(1))
    assert table.rows == [4]
    (finding,) = table.findings
    assert (finding.rule, finding.cell) == ("balance_row", "D4")
    assert finding.values == {"text": "上年结转", "amount": "500.0"}


def test_a_part_of_the_total_is_left_out_and_a_dated_one_held() -> None:
    table = read_gifts(gift(1), ["合计", "", "", 100.0, ""], ["", "", "其中：现金", 60.0, ""])
    assert (table.rows, table.ignored["part"]) == ([3], 1)
    dated = read_gifts(gift(1), ["", "2020-01-07", "其中：现金", 60.0, ""])
    assert (dated.rows, dated.doubts[4].rule) == ([3, 4], "part_of_sum")


def test_a_row_of_shares_is_no_money() -> None:
    table = read_gifts(gift(1), ["合计", "", "", 100.0, ""], ["", "", "占比", 1.0, ""])
    assert (table.rows, table.findings) == ([3], [])


def test_what_may_be_a_group_total_is_held_where_its_amount_is_the_sum_above() -> None:
    doubtful = read_gifts(gift(1), gift(2), ["", "2020-01-31", "现金合计", 200.0, ""], gift(3))
    assert {row: doubt.rule for row, doubt in doubtful.doubts.items()} == {5: "possible_total"}
    donor = read_gifts(gift(1), gift(2), ["", "2020-01-31", "现金合计", 77.0, ""], gift(3))
    assert (donor.doubts, donor.rows) == ({}, [3, 4, 5, 6])


def test_the_sum_beside_the_name_of_a_group_is_a_claim_about_the_rows_below_it() -> None:
    table = read_gifts(
        ["一、企业捐赠", "", "2笔", 200.0, ""], gift(1), gift(2), ["二、个人捐赠", "", "", 5.0, ""], gift(3, 5.0)
    )
    assert table.rows == [4, 5, 7]
    assert [total.is_head for total in table.subtotals] == [True, True]


def test_a_group_may_count_its_entries_beside_its_name() -> None:
    table = read_gifts(["一、企业捐赠", "", "1笔", "", ""], gift(1))
    assert (table.rows, table.ignored["section"]) == ([4], 1)


def test_a_total_may_have_its_amount_in_words_beside_it() -> None:
    table = read_gifts(gift(1, 10_000.0), ["合计", "", "人民币壹万元整", "", ""])
    assert [total.value for total in table.subtotals] == ["人民币壹万元整"]


def test_money_is_not_left_out_for_standing_in_a_damaged_header() -> None:
    table = read_gifts(gift(1), ["序号", "捐赠日期", "捐赠人", 500.0, "备注"])
    assert table.rows == [3, 4]


@pytest.mark.parametrize("title", ["2020年捐款明细", "捐赠收入明细表", "（续表）"])
def test_a_title_below_the_header_is_no_entry(title: str) -> None:
    assert read_gifts([title], gift(1)).rows == [4]


# --- parted amounts -----------------------------------------------------------------------------------------

PARTED = [["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "", "备注"], ["", "", "现金", "物资", ""]]
MERGES = ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4))


@pytest.mark.parametrize("merges", [(), MERGES])
def test_an_amount_parted_into_cash_and_goods_is_one_amount_and_says_its_form(merges: Any) -> None:
    rows: list[list[Any]] = [
        ["2020-01-07", "甲", 5.0, "", ""],
        ["2020-01-07", "乙", 0.0, 7.0, ""],
        ["合计", "", 5.0, 7.0, ""],
    ]
    (table,) = read([*PARTED, *rows], merges=merges)
    assert table.columns["amount"] == [5.0, 7.0]
    assert table.columns["form"] == ["现金", "物资"]
    assert [total.value for total in table.subtotals] == ["12"]
    assert (table.findings, table.doubts, table.ragged) == ([], {}, set())


@pytest.mark.parametrize("merges", [(), MERGES])
def test_a_row_with_both_cash_and_goods_is_held(merges: Any) -> None:
    (table,) = read([*PARTED, ["2020-01-07", "甲", 5.0, 7.0, ""], ["2020-01-07", "乙", 1.0, "", ""]], merges=merges)
    assert {row: (doubt.rule, doubt.values["columns"]) for row, doubt in table.doubts.items()} == {
        3: ("split_amount", "现金、物资")
    }


def test_the_sum_of_the_parts_is_the_amount_where_there_is_one() -> None:
    head = [["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "", "", "备注"], ["", "", "现金", "物资", "合计", ""]]
    rows = [["2020-01-07", "甲", 5.0, 7.0, 12.0, ""], ["2020-01-07", "乙", 5.0, "", 6.0, ""]]
    (table,) = read([*head, *rows])
    assert table.columns["amount"] == [12.0, 6.0]
    assert {row: doubt.rule for row, doubt in table.doubts.items()} == {4: "parts_disagree"}


# --- tables beside one another ------------------------------------------------------------------------------

GIFTS = [["捐赠日期", "捐赠人", "捐赠金额"], ["2020-01-07", "甲", 5.0], ["2020-01-08", "乙", 6.0]]
PAYMENTS = [["拨付日期", "收款单位", "拨付金额"], ["2020-02-07", "丙", 7.0], ["2020-02-08", "丁", 8.0]]


def beside(left: list[list[Any]], right: list[list[Any]], gap: int = 1, lower: int = 0) -> list[list[Any]]:
    height = max(len(left), len(right) + lower)
    blank = [[""] * 3] * height
    lefts = [*left, *blank][:height]
    rights = [*blank[:lower], *right, *blank][:height]
    return [[*a, *[""] * gap, *b] for a, b in zip(lefts, rights, strict=True)]


@pytest.mark.parametrize("lower", [0, 1, 3])
@pytest.mark.parametrize("gap", [1, 2])
def test_a_table_beside_another_is_read_too(gap: int, lower: int) -> None:
    first, second = read([["单位:元"], *beside(GIFTS, PAYMENTS, gap, lower)])
    assert (first.kind, first.columns["amount"]) == ("donations", [5.0, 6.0])
    assert (second.kind, second.columns["amount"]) == ("disbursements", [7.0, 8.0])
    assert (first.unit, second.unit, first.findings, second.findings) == ("元", "元", [], [])
    assert (second.cell("amount", second.rows[0]), second.first_column) == (f"{'GH'[gap - 1]}{3 + lower}", 3 + gap)


def test_two_tables_of_the_same_kind_beside_one_another_are_both_read() -> None:
    first, second = read([["单位:元"], *beside(GIFTS, GIFTS)])
    assert first.columns == second.columns
    assert (first.first_column, second.first_column) == (0, 4)
    first, second = read([["单位:元"], *beside(GIFTS, GIFTS, gap=0)])
    assert first.columns == second.columns


def test_each_of_two_tables_beside_one_another_has_its_own_unit() -> None:
    first, second = read([["单位:元", "", "", "", "单位:万元"], *beside(GIFTS, PAYMENTS)])
    assert (first.unit, second.unit) == ("元", "万元")


@pytest.mark.parametrize("left_is_whole", [True, False])
def test_a_table_beside_another_that_lacks_a_heading_is_refused(left_is_whole: bool) -> None:
    bad = [["拨付日期", "去向", "拨付金额"], *PAYMENTS[1:]]
    pair = (GIFTS, bad) if left_is_whole else (bad, GIFTS)
    tables = read([["单位:元"], *beside(*pair)])
    assert sorted(table.is_refused for table in tables) == [False, True]
    assert [table.columns["amount"] for table in tables if not table.is_refused] == [[5.0, 6.0]]


def test_gifts_and_payments_in_the_same_rows_without_a_gap_are_refused() -> None:
    (table,) = read([["单位:元"], *beside(GIFTS, PAYMENTS, gap=0)])
    assert (table.is_refused, rules(table.findings)) == (True, ["ambiguous_table"])


def test_a_blank_column_inside_a_table_does_not_part_it() -> None:
    rows = [["捐赠日期", "", "捐赠人", "", "捐赠金额", "", "备注"], ["2020-01-07", "", "甲", "", 5.0, "", "无"]]
    (table,) = read([["单位:元"], *rows])
    assert (table.columns["amount"], table.findings) == ([5.0], [])


# --- units that rows state themselves -----------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["单位", "", "金额单位", "计量单位", "元/万元"])
def test_a_column_of_units_is_never_left_unread(heading: str) -> None:
    head = ["捐赠日期", "捐赠人", "捐赠金额", heading, "备注"]
    (table,) = read([head, ["2020-01-07", "甲", 5.0, "万元", ""], ["2020-01-07", "乙", 6.0, "元", ""]])
    assert table.columns["money_unit"] == ["万元", "元"]
    assert table.findings == []


def test_a_row_whose_unit_contradicts_the_title_is_held() -> None:
    head = [["单位:万元"], ["捐赠日期", "捐赠人", "捐赠金额", "金额单位"]]
    (table,) = read([*head, ["2020-01-07", "甲", 5.0, "万元"], ["2020-01-07", "乙", 6.0, "元"]])
    assert {row: doubt.rule for row, doubt in table.doubts.items()} == {3: "row_unit_conflict"}


def test_a_column_of_goods_units_is_no_unit_of_money() -> None:
    head = [["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "数量", "单位"]]
    (table,) = read([*head, ["2020-01-07", "甲", 5.0, 3.0, "件"]])
    assert "money_unit" not in table.columns


# --- headers of three rows, twins, sections of another kind -------------------------------------------------


def test_a_header_of_three_rows_may_end_with_the_unit_of_its_amount() -> None:
    rows = [
        ["捐赠收入明细表", "", "", "", ""],
        ["序号", "捐赠信息", "", "", "备注"],
        ["", "时间", "捐赠方", "金额", ""],
        ["", "", "", "(万元)", ""],
        [1.0, "2020-01-07", "甲", 5.0, ""],
    ]
    merges = ((0, 0, 0, 4), (1, 0, 3, 0), (1, 1, 1, 3), (1, 4, 3, 4), (2, 1, 3, 1), (2, 2, 3, 2))
    (table,) = read(rows, merges=merges)
    assert (table.rows, table.unit, table.findings) == ([4], "万元", [])


def test_a_header_of_three_rows_may_part_its_amount() -> None:
    rows = [
        ["单位:元"],
        ["序号", "捐赠信息", "", "", "", "备注"],
        ["", "捐赠日期", "捐赠人", "捐赠金额", "", ""],
        ["", "", "", "现金", "物资", ""],
        [1.0, "2020-01-07", "甲", 5.0, "", ""],
        [2.0, "2020-01-07", "乙", "", 7.0, ""],
    ]
    merges = ((1, 0, 3, 0), (1, 1, 1, 4), (1, 5, 3, 5), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4))
    (table,) = read(rows, merges=merges)
    assert (table.rows, table.columns["amount"], table.findings) == ([4, 5], [5.0, 7.0], [])


@pytest.mark.parametrize(
    ("headings", "cells", "is_refused"),
    [
        (["捐赠金额(小写)", "捐赠金额(大写)"], [5.0, "伍元整"], False),
        (["捐赠金额(小写)", "捐赠金额(大写)"], [5.0, "陆元整"], True),
        (["捐赠金额", "到账金额"], [1000.0, "1,000.00"], False),
        (["捐赠金额(元)", "金额(万元)"], [12_345.0, 1.23], False),
        (["捐赠金额(元)", "金额(万元)"], [12_345.0, 1.33], True),
    ],
)
def test_two_amount_columns_agree_by_what_they_say(headings: list[str], cells: list[Any], is_refused: bool) -> None:
    (table,) = read([["捐赠日期", "捐赠人", *headings], ["2020-01-07", "甲", *cells]])
    assert table.is_refused is is_refused


@pytest.mark.parametrize("section", ["二、支出", "拨付支出明细表", "（二）资金使用情况"])
def test_rows_below_a_section_of_another_kind_are_held(section: str) -> None:
    table = read_gifts(["一、捐赠收入"], gift(1), [section], gift(2), gift(3))
    assert {row: doubt.rule for row, doubt in table.doubts.items()} == {6: "other_section", 7: "other_section"}


def test_a_total_may_have_words_for_its_amount_in_the_place_of_a_name() -> None:
    assert read_gifts(gift(1), ["", "", "壹佰元整", 100.0, "合计"]).rows == [3]


def test_a_note_may_have_its_label_in_a_cell_of_its_own() -> None:
    assert read_gifts(gift(1), ["备注", "本表含手续费 5 元"]).rows == [3]
