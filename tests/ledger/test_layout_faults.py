"""Layouts that could lose or double money, as whole files: what counts, what is held, and what is said."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook

from conftest import Office, rules_found

HEAD = [["捐赠收入"], ["单位:元"], ["序号", "捐赠日期", "捐赠人", "捐赠金额", "备注"]]
FIRST = [1, "2020-01-07", "甲公司", 1000, ""]
SECOND = [2, "2020-02-08", "乙公司", 250.5, ""]
BOTH_FEN = 125_050


def cleaned(
    office: Office, *rows: list[Any], head: list[list[Any]] = HEAD, merges: list[str] | None = None
) -> dict[str, Any]:
    office.workbook("捐赠收入.xlsx", {"捐赠": [*head, *rows]}, {"捐赠": merges or []})
    return office.clean_one()


def clean_fen(entry: dict[str, Any]) -> int:
    return sum(table["clean_fen"] for table in entry["tables"])


def held_cells(entry: dict[str, Any]) -> list[str]:
    return [cell for table in entry["tables"] for cell in table["held_cells"]]


# --- what must not be added ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [["承前页", "", "", 5000, ""], FIRST, SECOND, ["", "", "过次页", 6250.5, ""]],
        [FIRST, SECOND, ["", "", "合计", 1250.5, ""], ["", "", "其中：企业", 1250.5, ""]],
        [FIRST, SECOND, ["合 计", "", "", 1250.5, ""], ["", "", "占比", 1, ""]],
        [FIRST, ["", "", "本页小计", 1000, ""], SECOND, ["", "", "本页小计", 250.5, ""], ["", "", "累计", 1250.5, ""]],
        [["一、企业捐赠", "", "2笔", 1250.5, ""], FIRST, SECOND],
        [FIRST, [], SECOND, ["总　计", "", "人民币壹仟贰佰伍拾元伍角整", "", ""]],
        [FIRST, ["续表"], HEAD[2], SECOND, ["计", "", "", 1250.5, ""]],
        [FIRST, ["编号", "日期", "捐款人", "金额", "说明"], SECOND],
        [
            FIRST,
            ["捐赠收入"],
            ["单位：元"],
            HEAD[2],
            SECOND,
            ["注：以上含物资折价 500 元"],
            ["制表人：某", "", "", "审核：某", ""],
        ],
    ],
)
def test_only_the_entries_are_added_and_all_totals_bear_out(office: Office, rows: list[list[Any]]) -> None:
    entry = cleaned(office, *rows)
    assert (entry["status"], clean_fen(entry)) == ("clean", BOTH_FEN)
    assert [finding["rule"] for finding in entry["findings"]] == []


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (["", "", "", 1250.5, ""], ["B6", "C6"]),
        (["", "2020-02-29", "", 1250.5, ""], ["C6"]),
        (["", "2020-02-29", "企业合计", 1250.5, ""], ["C6"]),
        (["", "2020-02-29", "其中：企业", 250.5, ""], ["C6"]),
        (["", "", "有限责任公司", "", ""], ["B6", "D6"]),
    ],
)
def test_what_may_be_a_total_a_part_or_a_line_of_the_row_above_is_held(
    office: Office, row: list[Any], cells: list[str]
) -> None:
    entry = cleaned(office, FIRST, SECOND, row)
    assert (entry["status"], clean_fen(entry), held_cells(entry)) == ("held", BOTH_FEN, cells)


@pytest.mark.parametrize(
    "donor", ["合计科技有限公司", "总计划", "共计生科技", "王某等三人合计", "统计局", "余某", "占某某"]
)
def test_a_donor_whose_name_sounds_like_a_total_counts(office: Office, donor: str) -> None:
    entry = cleaned(office, [1, "2020-01-07", donor, 1000, ""], [2, "2020-02-08", donor, 250.5, ""])
    assert (entry["status"], clean_fen(entry)) == ("clean", BOTH_FEN)


def test_an_opening_balance_is_no_gift_though_the_total_may_include_it(office: Office) -> None:
    entry = cleaned(office, ["", "2020-01-01", "上年结转", 5000, ""], FIRST, SECOND, ["合计", "", "", 6250.5, ""])
    assert (entry["status"], clean_fen(entry), rules_found(entry)) == ("clean", BOTH_FEN, {"balance_row"})


@pytest.mark.parametrize(
    ("stated", "cell"),
    [(["小计", "", "", 999, ""], "D6"), (["", "", "", 999, "本页合计"], "D6"), (["", "累计", "", 999, ""], "D6")],
)
def test_a_total_that_is_off_names_both_figures(office: Office, stated: list[Any], cell: str) -> None:
    entry = cleaned(office, FIRST, SECOND, stated)
    (finding,) = entry["findings"]
    assert (finding["rule"], finding["cell"], clean_fen(entry)) == ("total_mismatch", cell, BOTH_FEN)
    assert "999.00" in finding["message"]
    assert "1,250.50" in finding["message"]


# --- merged cells, parted amounts ---------------------------------------------------------------------------


def test_a_label_merged_across_is_the_total_it_says(office: Office) -> None:
    entry = cleaned(office, FIRST, SECOND, ["合计", None, None, 1250.5, ""], merges=["A6:C6"])
    assert (entry["status"], clean_fen(entry), entry["findings"]) == ("clean", BOTH_FEN, [])


def test_a_merged_amount_is_one_amount_and_a_merged_date_fills_no_further_than_its_merge(office: Office) -> None:
    rows = [
        [1, "2020-01-07", "甲", 300, ""],
        [2, None, "乙", None, ""],
        [3, None, "丙", None, ""],
        [4, None, "丁", 5, ""],
    ]
    entry = cleaned(office, *rows, merges=["B4:B6", "D4:D6"])
    assert (clean_fen(entry), held_cells(entry)) == (30_000, ["B7"])


def test_cash_and_goods_in_columns_of_their_own_count_once_a_row(office: Office) -> None:
    head = [
        ["捐赠收入"],
        ["单位:元"],
        ["捐赠日期", "捐赠人", "捐赠金额", None, "备注"],
        [None, None, "现金", "物资", None],
    ]
    rows = [["2020-01-07", "甲", 1000, None, ""], ["2020-01-07", "乙", None, 250.5, ""], ["2020-01-07", "丙", 1, 2, ""]]
    entry = cleaned(office, *rows, head=head, merges=["A3:A4", "B3:B4", "C3:D3", "E3:E4"])
    assert (clean_fen(entry), rules_found(entry), held_cells(entry)) == (BOTH_FEN, {"split_amount"}, ["C7"])
    assert office.ledger().donations["form"].tolist() == ["cash", "goods"]


def test_two_amount_columns_that_differ_are_refused_and_equal_ones_are_not(office: Office) -> None:
    head = [["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "到账金额"]]
    office.workbook("同.xlsx", {"捐赠": [*head, ["2020-01-07", "甲", 1000, 1000]]})
    office.workbook("异.xlsx", {"捐赠": [*head, ["2020-01-07", "乙", 1000, 900]]})
    entries = {entry["file"]: entry for entry in office.clean()["files"]}
    assert (entries["同.xlsx"]["status"], clean_fen(entries["同.xlsx"])) == ("clean", 100_000)
    assert (entries["异.xlsx"]["status"], rules_found(entries["异.xlsx"])) == ("rejected", {"two_amount_columns"})


# --- tables beside and below one another, order of columns --------------------------------------------------


@pytest.mark.parametrize("kind", ["donations", "disbursements"])
def test_tables_beside_one_another_both_count_and_their_rows_have_names_of_their_own(office: Office, kind: str) -> None:
    right = {"donations": ["捐赠日期", "捐赠人", "捐赠金额"], "disbursements": ["拨付日期", "收款单位", "拨付金额"]}[
        kind
    ]
    rows = [
        ["单位:元"],
        ["捐赠日期", "捐赠人", "捐赠金额", None, *right],
        ["2020-01-07", "甲", 1000, None, "2020-01-07", "乙", 7],
        [None, None, None, None, "2020-01-08", "丙", 8],
    ]
    office.workbook("账.xlsx", {"捐赠": rows})
    entry = office.clean_one()
    assert (entry["status"], clean_fen(entry)) == ("clean", 101_500)
    assert [table["kind"] for table in entry["tables"]] == ["donations", kind]
    row_ids = [*office.ledger().donations["row_id"], *office.ledger().disbursements["row_id"]]
    assert len(set(row_ids)) == 3


def test_tables_below_one_another_both_count(office: Office) -> None:
    paid = [[], ["拨付支出"], ["拨付日期", "收款单位", "拨付金额"], ["2020-03-07", "某医院", 7]]
    entry = cleaned(office, FIRST, SECOND, ["合计", "", "", 1250.5], *paid)
    assert (entry["status"], clean_fen(entry)) == ("clean", BOTH_FEN + 700)


def test_the_unknown_column_of_a_table_anywhere_in_any_order_is_kept(office: Office) -> None:
    head = [[], [], [None, None, "单位:元"], [None, None, "捐赠金额", "神秘列", "捐赠人", "捐赠日期"]]
    entry = cleaned(office, [None, None, 5, "留着", "甲", "2020-01-07"], head=head)
    assert (clean_fen(entry), rules_found(entry)) == (500, {"unmapped_columns"})


# --- hidden rows, gaps, rows below the total ----------------------------------------------------------------


def test_hidden_rows_are_added_and_told(office: Office) -> None:
    path = office.donations([[1, "2020-01-07", "甲公司", 1000, None], [2, "2020-02-08", "乙公司", 250.5, None]])
    book = load_workbook(path)
    book["捐赠"].row_dimensions[5].hidden = True
    book.save(path)
    entry = office.clean_one()
    assert (entry["status"], clean_fen(entry), rules_found(entry)) == ("clean", BOTH_FEN, {"hidden_rows"})
    assert "250.50" in entry["findings"][0]["message"]


def test_an_amount_shown_in_dollars_holds_its_row(office: Office) -> None:
    path = office.donations([[1, "2020-01-07", "甲公司", 1000, None], [2, "2020-02-08", "乙公司", 250.5, None]])
    book = load_workbook(path)
    book["捐赠"]["D5"].number_format = "[$$-409]#,##0.00"
    book.save(path)
    entry = office.clean_one()
    assert (entry["status"], clean_fen(entry), held_cells(entry)) == ("held", 100_000, ["D5"])


def test_a_row_in_dollars_by_its_column_of_currencies_is_held(office: Office) -> None:
    head = [["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "币种"]]
    entry = cleaned(office, ["2020-01-07", "甲", 1000, "人民币"], ["2020-01-07", "乙", 9, "USD"], head=head)
    assert (entry["status"], clean_fen(entry)) == ("held", 100_000)


def test_rows_below_the_total_and_a_gap_in_the_numbers_are_told_and_all_rows_count(office: Office) -> None:
    entry = cleaned(office, FIRST, ["合计", "", "", 1000, ""], [5, *SECOND[1:]])
    assert (entry["status"], clean_fen(entry)) == ("clean", BOTH_FEN)
    assert rules_found(entry) == {"rows_after_total", "serial_gap"}


def test_a_row_without_a_unit_of_its_own_is_held_where_rows_have_units(office: Office) -> None:
    head = [["捐赠收入"], ["捐赠日期", "捐赠人", "捐赠金额", "金额单位"]]
    rows = [["2020-01-07", "甲", 1, "万元"], ["2020-01-07", "乙", 5, "元"], ["2020-01-07", "丙", 5, None]]
    entry = cleaned(office, *rows, head=head)
    assert (clean_fen(entry), held_cells(entry)) == (1_000_500, ["C5"])
