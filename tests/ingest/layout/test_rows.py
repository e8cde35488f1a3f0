"""Rows below a header: what is data, what is a total, and what is left out under which name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.layout.headers import find_header
from charity_analysis.ingest.layout.rows import ClassifiedRow, RowClass, RowClassifier
from charity_analysis.ingest.sheets import MergedRange, Sheet

HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目", "备注"]
GOOD = [1.0, "2020-01-07", "甲公司", 1000.0, "疫情防控", ""]


def classified(
    *rows: list[Any], merges: tuple[MergedRange, ...] = (), headings: list[str] = HEADINGS
) -> list[ClassifiedRow]:
    """The rows classified, as they stand below the headings (row 0) and one good row (row 1)."""
    sheet = Sheet("", [headings, GOOD if headings == HEADINGS else ["2020-01-07", "甲", 5.0], *rows], merges)
    header = find_header(sheet, 0, "")
    assert header is not None
    classifier = RowClassifier(sheet, header)
    return [classifier.classify(row) for row in range(2, len(sheet.rows))]


def class_of(*cells: Any, merges: tuple[MergedRange, ...] = ()) -> str:
    """The class of one row, with a good row above and below it."""
    return classified(list(cells), GOOD, merges=merges)[0].row_class


# --- totals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        "小计", "合计", "总计", "共计", "累计", "合 计", "　小　计　", "合计：", "合计（元）", "合计(大写)", "合计金额", "合计人民币",
        "本页小计", "本页计", "1月小计", "3月份合计", "本月合计", "一季度合计", "疫情防控小计", "现金合计", "以上合计", "总额", "捐赠总额",
        "合计25笔", "合计（共25笔）", "累计捐赠", "收入合计", "Total", "TOTAL:", "Subtotal", "Sub-total", "Grand Total", "汇总",
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 1, 2, 4, 5])
def test_a_total_is_known_by_its_wording_in_whatever_column(label: str, column: int) -> None:
    cells: list[Any] = ["", "", "", 1000.0, "", ""]
    cells[column] = label
    assert class_of(*cells) == RowClass.SUBTOTAL


@pytest.mark.parametrize(
    ("label", "rank"), [("小计", 1), ("本页小计", 1), ("合计", 2), ("共计", 2), ("总计", 3), ("累计", 3)]
)
def test_totals_rank_by_their_words(label: str, rank: int) -> None:
    assert classified(["", label, "", 1000.0, "", ""])[0].rank == rank


@pytest.mark.parametrize("name", ["合计科技有限公司", "总计划办公室", "小计量器厂", "累计基金会", "共计社区", "统计局"])
def test_a_donor_named_for_a_total_is_data(name: str) -> None:
    assert class_of(2.0, "2020-01-08", name, 5.0, "", "") == RowClass.DATA
    assert class_of(2.0, "", name, 5.0, "", "") == RowClass.DATA


@pytest.mark.parametrize("note", ["夫妻合计", "3人合计", "两笔合计", "合计5人", "累计捐赠", "合计"])
def test_a_note_about_a_total_makes_no_total_of_a_gift(note: str) -> None:
    assert class_of(2.0, "2020-01-08", "王某", 5.0, "", note) == RowClass.DATA
    assert class_of(2.0, "", "王某", 5.0, "", note) == RowClass.DATA


def test_several_people_who_give_together_are_a_donor() -> None:
    assert class_of(2.0, "2020-01-08", "王某等3人合计", 5.0, "", "") == RowClass.DATA


@pytest.mark.parametrize("label", ["合计", "小计", "本月合计", "1月合计", "2020年1月小计", "总计"])
def test_a_plain_total_with_a_date_of_its_own_is_never_counted_as_a_gift(label: str) -> None:
    assert class_of("", "2020-01-31", label, 1000.0, "", "") == RowClass.SUBTOTAL
    assert class_of(label, "2020-01-31", "", 1000.0, "", "") == RowClass.SUBTOTAL


def test_a_number_of_entries_beside_a_total_is_no_donor() -> None:
    assert class_of("", "", "25笔", 1000.0, "小计", "") == RowClass.SUBTOTAL


@pytest.mark.parametrize(
    ("cell", "stated"),
    [
        ("合计：12,500.00元", "12,500.00元"),
        ("总计人民币壹万元整", "壹万元整"),
        ("共计25笔，1000元", "1000元"),
        ("小计1000", "1000"),
    ],
)
def test_a_total_may_state_its_amount_in_the_same_cell(cell: str, stated: str) -> None:
    (row, _) = classified([cell, "", "", "", "", ""], GOOD)
    assert (row.row_class, row.stated) == (RowClass.SUBTOTAL, stated)


# --- blank rows, notes, signatures --------------------------------------------------------------------------


@pytest.mark.parametrize("number", [7.0, 7, "7", "007", "七", "JZ-2020-007", "2020年第7号", "(7)", "№7"])
def test_a_row_with_nothing_but_its_number_is_blank(number: object) -> None:
    assert class_of(number, "", "", "", "", "") == RowClass.BLANK


@pytest.mark.parametrize("unseen", ["", " ", "\u3000", "\xa0", "\t\n", "\u200b", "\ufeff", "\u2003\u200f", None])
def test_what_cannot_be_seen_is_blank(unseen: object) -> None:
    assert class_of(*[unseen] * 6) == RowClass.BLANK
    assert class_of(unseen) == RowClass.BLANK


@pytest.mark.parametrize(
    "cells",
    [
        ["注：以上数据以银行回单为准"],
        ["备注：含外币折算 100 元"],
        ["说明：共 3 笔"],
        ["制表：张某", "", "审核：李某", "", "负责人：王某", ""],
        ["制表人：张某", "", "", "审核人：李某", "", "2020年7月1日"],
        ["制表人", "张某", "审核人", "李某", "", ""],
        ["", "制表人 张某"],
        ["经办人"],
        ["第1页 共3页"],
        ["第1页，共3页"],
        ["单位：元"],
        ["", "", "", "单位:万元", "", ""],
        ["日期：2020年6月30日"],
        ["本表一式两份"],
        ["以上捐赠均已开具公益事业捐赠票据，特此说明"],
        ["数据来源：银行对账单"],
    ],
)
def test_notes_and_signatures_are_left_out_as_notes(cells: list[Any]) -> None:
    assert class_of(*cells) == RowClass.NOTE


@pytest.mark.parametrize(
    "cells",
    [
        ["", "苍山某慈善总会"],
        ["", "", "", "某慈善总会", "", ""],
        ["", "", "", "", "2020年7月1日", ""],
        ["", "", "", date(2020, 7, 1), "", ""],
        ["", "", "", "二〇二〇年七月一日", "", ""],
        ["财务专用章"],
    ],
)
def test_what_is_signed_and_dated_below_the_last_total_is_a_note(cells: list[Any]) -> None:
    _, row = classified(["合计", "", "", 1000.0, "", ""], cells)
    assert row.row_class == RowClass.NOTE


@pytest.mark.parametrize(
    "cells", [["", "", "", 500.0, "", ""], ["", "", "", "500", "", ""], ["", "2020-03-01", "丙", "", "", ""]]
)
def test_what_may_be_a_gift_below_the_last_total_is_never_a_note(cells: list[Any]) -> None:
    _, row = classified(["合计", "", "", 1000.0, "", ""], cells)
    assert row.row_class == RowClass.DATA


@pytest.mark.parametrize(
    "cells",
    [
        ["", "", "甲公司"],
        [2.0, "", "苍山某某生物科技股份有限公司"],
        ["", "", "苍山某某生物科技股份有限公司"],
        ["", "2020-01-08"],
        ["", date(2020, 1, 8)],
        ["", "", "", 500.0],
        ["", "2020-01-08", "说明有限公司", ""],
        ["", "2020-01-08", "会计", "待定"],
        ["备注：现金", "2020-01-08", "王某", "500", "", ""],
        ["备注：现金", "2020-01-08", "王某", "待定", "", ""],
        ["说明：现金", "", "王某", 500.0, "", ""],
    ],
)
def test_what_may_be_a_damaged_gift_is_data_and_not_dropped(cells: list[Any]) -> None:
    assert class_of(*cells) == RowClass.DATA


# --- sections and repeated headers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "一、企业捐赠",
        "（二）个人捐赠",
        "1、现金",
        "3.物资",
        "疫情防控",
        "慈善助学",
        "现金",
        "企业",
        "个人",
        "1月份",
        "2020年3月",
        "三月",
    ],
)
@pytest.mark.parametrize("column", [0, 1, 2, 4])
def test_the_name_of_a_group_alone_in_its_row_is_a_section(name: str, column: int) -> None:
    cells = [""] * 6
    cells[column] = name
    assert class_of(*cells) == RowClass.SECTION


def test_a_section_may_have_its_number_in_a_cell_of_its_own() -> None:
    assert class_of("一", "企业类", "", "", "", "") == RowClass.SECTION
    assert class_of("（二）", "", "新类别", "", "", "") == RowClass.SECTION


def test_a_name_merged_across_the_table_is_no_data() -> None:
    assert class_of("", "某类", "", "", "", "") == RowClass.DATA
    assert class_of("", "某类", "", "", "", "", merges=((2, 1, 2, 5),)) == RowClass.NOTE


def test_a_header_that_stands_again_is_a_header() -> None:
    assert class_of(*HEADINGS) == RowClass.HEADER
    assert class_of(*[f" {word[0]} {word[1:]} " for word in HEADINGS]) == RowClass.HEADER
    assert class_of("", *HEADINGS[1:4], "", "") == RowClass.DATA  # half a header may be a damaged row


def test_money_among_the_words_of_the_header_is_never_left_out() -> None:
    assert class_of(*HEADINGS[:3], 500.0, *HEADINGS[4:]) == RowClass.DATA


@settings(deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_columns_never_changes_a_rows_class(order: list[int]) -> None:
    rows: list[list[Any]] = [
        ["", "合计", "", 1000.0, "", ""],
        ["", "", "小计", 1000.0, "", ""],
        [2.0, "2020-01-08", "王某", 5.0, "", "夫妻合计"],
        [3.0, "", "", "", "", ""],
        [4.0, "2020-01-08", "", "待定", "", ""],
        ["", "", "", "", "疫情防控", ""],
        ["", "以上捐赠均已开具公益事业捐赠票据，特此说明", "", "", "", ""],
        HEADINGS,
        GOOD,
    ]

    def turned(row: list[Any]) -> list[Any]:
        return [row[column] for column in order]

    sheet, other = Sheet("", [HEADINGS, *rows]), Sheet("", [turned(HEADINGS), *map(turned, rows)])
    classes = []
    for each in (sheet, other):
        header = find_header(each, 0, "")
        assert header is not None
        classifier = RowClassifier(each, header)
        classes.append([classifier.classify(row).row_class for row in range(1, len(each.rows))])
    assert classes[0] == classes[1]
    assert [name.value for name in classes[0]] == [
        "subtotal", "subtotal", "data", "blank", "data", "section", "note", "header", "data",
    ]  # fmt: skip


# --- merged cells -------------------------------------------------------------------------------------------


def test_rows_below_a_merged_amount_go_on_with_it() -> None:
    rows = [[2.0, "2020-01-08", "乙", 9.0, "", ""], [3.0, "2020-01-08", "丙", "", "", ""], [4.0, "", "", "", "", ""]]
    classes = [row.row_class for row in classified(*rows, GOOD, merges=((2, 3, 4, 3),))]
    assert classes == [RowClass.DATA, RowClass.CONTINUATION, RowClass.BLANK, RowClass.DATA]


def test_a_merged_cell_fills_down_only_inside_its_merge_and_never_an_amount() -> None:
    rows = [HEADINGS, GOOD, [2.0, "", "乙", "", "", ""], [3.0, "", "丙", 7.0, "", ""]]
    sheet = Sheet("", rows, ((1, 1, 2, 1), (1, 3, 2, 3)))
    header = find_header(sheet, 0, "")
    assert header is not None
    assert RowClassifier(sheet, header).fill_down() == {(2, 1): "2020-01-07"}


def test_a_merge_that_runs_far_below_the_sheet_costs_nothing() -> None:
    sheet = Sheet("", [HEADINGS, GOOD, [2.0, "", "乙", 5.0, "", ""]], ((1, 4, 1_048_575, 4), (1, 3, 1_048_575, 3)))
    header = find_header(sheet, 0, "")
    assert header is not None
    assert RowClassifier(sheet, header).fill_down() == {(2, 4): "疫情防控"}
