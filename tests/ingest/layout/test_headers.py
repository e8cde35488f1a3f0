"""Headers: found wherever they stand and however high they are, named by their words, never made of data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.layout.headers import Header, find_header, find_incomplete_header, is_ambiguous
from charity_analysis.ingest.sheets import MergedRange, Sheet

HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目"]
ROW = [1.0, "2020-01-07", "甲公司", 1000.0, "疫情防控"]


def header_of(rows: list[list[Any]], merges: tuple[MergedRange, ...] = (), name: str = "", stem: str = "") -> Header:
    header = find_header(Sheet(name, rows, merges), 0, stem)
    assert header is not None
    return header


def named_headings(header: Header) -> dict[str, str]:
    return {name: header.headings[column] for name, column in header.columns.items()}


# --- where a header stands ----------------------------------------------------------------------------------


@pytest.mark.parametrize("above", [0, 1, 2, 7, 15, 40])
def test_a_header_is_found_below_any_number_of_title_rows(above: int) -> None:
    titles = [["测试慈善总会"], ["单位:元"], []]
    header = header_of([titles[number % 3] for number in range(above)] + [HEADINGS, ROW])
    assert (header.first_row, header.last_row) == (above, above)
    assert header.kind == "donations"


@settings(deadline=None)
@given(st.integers(0, 12), st.integers(0, 8), st.integers(0, 3))
def test_a_table_may_begin_anywhere_in_its_sheet(rows_above: int, columns_before: int, columns_after: int) -> None:
    def placed(row: list[Any]) -> list[Any]:
        return [""] * columns_before + row + [""] * columns_after

    header = header_of([[""] * 3 for _ in range(rows_above)] + [placed(HEADINGS), placed(ROW)])
    assert header.first_row == rows_above
    assert header.columns == {
        name: columns_before + number
        for number, name in enumerate(["serial_no", "date", "donor", "amount", "programme"])
    }


@settings(deadline=None)
@given(st.permutations(["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目", "用途", "备注", "神秘列"]))
def test_the_order_of_columns_never_changes_their_meaning(headings: list[str]) -> None:
    header = header_of([headings])
    assert named_headings(header) == {
        "serial_no": "序号",
        "date": "捐赠日期",
        "donor": "捐赠人",
        "amount": "捐赠金额",
        "programme": "项目",
        "purpose": "用途",
        "note": "备注",
    }
    assert list(header.unmapped.values()) == ["神秘列"]


def test_the_second_table_of_a_sheet_is_found_from_below_the_first() -> None:
    sheet = Sheet("", [HEADINGS, ROW, [], ["拨付日期", "收款单位", "拨付金额"], ["2020-01-08", "某医院", 5.0]])
    header = find_header(sheet, 1, "")
    assert header is not None
    assert (header.kind, header.first_row) == ("disbursements", 3)


def test_a_table_of_a_single_row_is_not_swallowed_by_the_richer_table_below_it() -> None:
    rich = ["拨付日期", "收款单位", "拨付金额", "项目", "人数", "标准(元)", "批准文号"]
    header = header_of([["捐赠日期", "捐赠人", "捐赠金额"], ["2020-01-07", "甲公司", "1000"], rich, ["2020-01-08"]])
    assert (header.kind, header.first_row, header.last_row) == ("donations", 0, 0)


def test_a_sheet_without_a_header_has_none() -> None:
    assert find_header(Sheet("", [["捐赠收入"], ["甲公司", 5.0], ["乙", "丙"]]), 0, "") is None


# --- how a heading is written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "捐赠金额",
        " 捐赠金额 ",
        "捐 赠 金 额",
        "捐赠\n金额",
        "捐赠\u3000金额",
        "捐赠\u200b金额\ufeff",
        "捐赠金额(元)",
        "捐赠金额（万元）",
        "捐赠金额（单位：元）",
        "捐赠金额:",
        "捐赠金额*",
        "金额[元]",
        "捐赠金额\r\n（元）",
    ],
)
def test_a_heading_is_known_through_blanks_brackets_and_marks(written: str) -> None:
    header = header_of([["捐赠日期", "捐赠人", written], ["2020-01-07", "甲", 1.0]])
    assert header.columns["amount"] == 2


@pytest.mark.parametrize(
    "written", ["捐赠(单位/姓名）", "捐赠(单位/姓名）个人 ", "捐赠单位/个人", "捐款单位（个人）", "爱心企业"]
)
def test_donors_go_by_many_names(written: str) -> None:
    assert header_of([["日期", written, "金额"], ["2020.01.22", "王某", 1.0]]).columns["donor"] == 1


def test_the_better_of_two_names_wins_and_the_other_is_a_twin() -> None:
    header = header_of([["日期", "捐赠人", "金额", "捐赠金额"], ["2020-01-07", "甲", 1.0, 2.0]])
    assert header.columns["amount"] == 3
    assert header.twins == {"amount": (2,)}
    assert header.unmapped == {2: "金额"}


def test_a_heading_too_long_to_be_known_keeps_its_column() -> None:
    long = "捐赠人对资金用途的具体要求和说明(如有请如实填写,没有请写无字)"
    header = header_of([["捐赠日期", "捐赠人", long, "捐赠金额"], ["2020-01-07", "甲", "无", 1.0]])
    assert header.unmapped == {2: long}


# --- headers of several rows --------------------------------------------------------------------------------


def test_a_header_of_two_rows_merged_down_and_across() -> None:
    rows = [
        ["捐赠收入"],
        ["序号", "捐赠日期", "捐赠人", "捐赠款物", "", "备注"],
        ["", "", "", "金额", "数量", ""],
        [1.0, "2020-01-07", "甲", 5.0, 2.0, ""],
    ]
    merges = ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5))
    header = header_of(rows, merges)
    assert (header.first_row, header.last_row) == (1, 2)
    assert header.columns == {"serial_no": 0, "date": 1, "donor": 2, "amount": 3, "quantity": 4, "note": 5}
    assert header.headings[4] == "捐赠款物数量"


def test_a_header_of_three_rows() -> None:
    rows = [
        ["捐赠明细", "", "", "", ""],
        ["捐赠方", "", "到账", "", "备注"],
        ["名称", "性质", "时间", "情况", ""],
        ["", "捐赠人类别", "到账日期", "到账金额", ""],
        ["甲公司", "企业", "2020-01-07", 5.0, ""],
    ]
    merges = ((0, 0, 0, 4), (1, 0, 1, 1), (1, 2, 1, 3), (1, 4, 3, 4), (2, 0, 3, 0))
    header = header_of(rows, merges)
    assert (header.first_row, header.last_row) == (1, 3)
    assert header.columns == {"donor": 0, "donor_kind": 1, "date": 2, "amount": 3, "note": 4}


def test_a_heading_merged_down_makes_the_header_as_high_as_itself() -> None:
    rows = [
        ["拨付日期", "收款单位", "受益情况", "", "拨付金额"],
        ["", "", "甲类", "乙类", ""],
        ["2020-01-07", "医院", 1.0, 2.0, 3.0],
    ]
    header = header_of(rows, ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)))
    assert header.last_row == 1
    assert header.headings[3] == "受益情况乙类"


def test_without_merges_a_row_below_the_amount_heading_still_belongs_to_the_header() -> None:
    rows = [
        ["捐赠日期", "捐赠人", "捐赠金额", "", "备注"],
        ["", "", "现金", "物资", ""],
        ["2020-01-07", "甲", "5", "", ""],
    ]
    header = header_of(rows)
    assert header.last_row == 1
    assert header.headings[2] == "捐赠金额现金"
    assert header.unmapped == {3: "物资"}


def test_a_unit_below_the_amount_heading_belongs_to_the_header() -> None:
    header = header_of([["捐赠日期", "捐赠人", "捐赠金额"], ["", "", "(万元)"], ["2020-01-07", "甲", "5"]])
    assert header.last_row == 1
    assert header.headings[2] == "捐赠金额(万元)"


# --- what is no header --------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["说明", "备注", "现金", "用途", "项目"])
def test_a_row_of_a_text_file_is_never_taken_into_the_header_for_its_words(word: str) -> None:
    rows = [
        ["捐赠日期", "捐赠人", "捐赠金额", "神秘列"],
        ["2020-01-07", "甲", "1000", word],
        ["2020-01-08", "乙", "5", ""],
    ]
    assert header_of(rows).last_row == 0


def test_the_row_above_a_repeated_header_is_not_taken_into_it_for_its_words() -> None:
    rows = [["捐赠日期", "捐赠人", "捐赠金额", "神秘列"], ["2020-01-07", "甲", "1000", "说明"]] * 2
    header = find_header(Sheet("", rows), 1, "")
    assert header is not None
    assert header.first_row == 2


def test_a_section_below_the_header_is_not_taken_into_it() -> None:
    rows = [["捐赠日期", "捐赠人", "捐赠金额"], ["一、现金捐赠", "", ""], ["2020-01-07", "甲", "1000"]]
    assert header_of(rows).last_row == 0


def test_a_row_with_a_figure_is_no_header() -> None:
    assert find_header(Sheet("", [["日期", "捐赠人", "金额", 2020.0]]), 0, "") is None


# --- which kind of table ------------------------------------------------------------------------------------

EITHER = ["日期", "捐赠人", "收款方", "金额"]


@pytest.mark.parametrize(
    ("title", "kind"), [("捐赠收入明细", "donations"), ("拨付支出明细", "disbursements"), ("受托代理物资", "agency")]
)
def test_the_title_decides_where_the_headings_do_not(title: str, kind: str) -> None:
    rows = [[title], EITHER, ["2020-01-07", "甲", "乙", 1.0]]
    assert header_of(rows).kind == kind
    assert header_of(rows[1:], name=title).kind == kind
    assert header_of(rows[1:], stem=title).kind == kind
    assert not is_ambiguous(Sheet("", rows), header_of(rows), "")


def test_without_a_title_the_same_headings_are_ambiguous() -> None:
    sheet = Sheet("", [EITHER, ["2020-01-07", "甲", "乙", 1.0]])
    header = find_header(sheet, 0, "")
    assert header is not None
    assert is_ambiguous(sheet, header, "")


@pytest.mark.parametrize("headings", [["日期", "捐赠人", "金额"], ["日期", "收款单位", "金额"]])
def test_a_title_of_agency_over_headings_of_our_own_money_is_ambiguous(headings: list[str]) -> None:
    sheet = Sheet("", [["受托代理收入支出明细"], headings, ["2020-01-07", "甲", 1.0]])
    header = find_header(sheet, 0, "")
    assert header is not None
    assert is_ambiguous(sheet, header, "")


@pytest.mark.parametrize(
    ("title", "headings", "kind"),
    [
        ("票据登记", ["日期", "种类", "份数", "发放对象"], "receipts"),
        ("基金期初余额", ["资金池", "期初余额"], "funds"),
        ("下半年工作计划", ["事项", "对象", "时间", "金额"], "plans"),
    ],
)
def test_the_smaller_registers_are_known_only_by_their_titles(title: str, headings: list[str], kind: str) -> None:
    assert header_of([[title], headings, ["甲"]]).kind == kind
    untitled = find_header(Sheet("", [headings, ["甲"]]), 0, "")
    assert untitled is None or untitled.kind != kind


# --- headers that lack a heading ----------------------------------------------------------------------------


def test_a_header_without_a_required_heading_says_what_is_missing() -> None:
    header = header_of([["捐赠日期", "捐赠人", "项目"], ["2020-01-07", "甲", "疫情防控"]])
    assert header.missing == ("amount",)


def test_a_header_without_a_required_heading_and_without_data_is_passed_over() -> None:
    sheet = Sheet("", [["日期:", "捐赠单位:"], ["捐赠日期", "捐赠人", "捐赠金额"], ["2020-01-07", "甲", 1.0]])
    header = find_header(sheet, 0, "")
    assert header is not None
    assert header.missing == ()


def test_the_fullest_of_several_incomplete_headers_is_the_one_that_is_named() -> None:
    sheet = Sheet("", [["项目", "金额"], ["捐赠日期", "捐赠人", "项目", "备注"]])
    header = find_incomplete_header(sheet, "")
    assert header is not None
    assert (header.first_row, header.missing) == (1, ("amount",))
