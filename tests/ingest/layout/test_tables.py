"""Tables: what is read never hangs on where and how a sheet lays it out, and no row goes missing on the way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.tables import Table, find_tables
from charity_analysis.ingest.sheets import MergedRange, Sheet
from charity_analysis.money import Money

PROJECT = Path(__file__).resolve().parents[3]
REAL_LEDGERS = sorted((PROJECT.parent / "shared" / "real" / "hubei-red-cross").glob("*.xls"))

DONATIONS = ["捐赠日期", "捐赠人", "捐赠金额", "项目"]
GIFTS = [["2020-01-07", "甲公司", "1000", "疫情防控"], ["2020-02-08", "乙公司", "250.5", "慈善助学"]]
PAYMENTS = ["拨付日期", "收款单位", "拨付金额", "用途"]
PAID = [["2020-03-01", "某医院", "300", "口罩"], ["2020-03-02", "某学校", "400", "助学"]]
calm = settings(deadline=None)


def read(rows: list[list[Any]], merges: tuple[MergedRange, ...] = (), name: str = "", **more: Any) -> list[Table]:
    tables, findings = find_tables(Sheet(name, rows, merges, **more), "")
    assert findings == []
    return tables


def contents(table: Table) -> tuple[Any, ...]:
    """What was read, without where it stood."""
    values = {**table.columns, **table.extras}
    rules = sorted(finding.rule for finding in table.findings)
    totals = [(total.rank, total.value) for total in table.subtotals]
    return table.kind, table.unit, values, table.sections, totals, rules, table.is_refused


def counted(tables: list[Table]) -> int:
    return sum(len(table.rows) + table.ignored.total() for table in tables)


def amounts(table: Table) -> list[object]:
    return table.columns["amount"]


# --- layout changes nothing ---------------------------------------------------------------------------------

ledger_rows = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["2020-01-07", "未载明", "", 43837.0]),
            st.sampled_from(["甲公司", "匿名", "合计科技有限公司", ""]),
            st.sampled_from(["1000", 12.5, "约3万", "未估值", ""]),
            st.sampled_from(["疫情防控", "新项目", ""]),
        ),
        st.sampled_from(
            [
                ("小计", "", "1000", ""),
                ("", "合计", 1000.0, ""),
                ("", "", "", ""),
                ("一、企业捐赠", "", "", ""),
                ("一、企业捐赠", "", 1000.0, ""),
                ("", "承前页", "1000", ""),
                ("", "上年结转", "1000", ""),
                ("2020-01-07", "其中：现金", "1000", ""),
                ("2020-01-07", "现金合计", "1000", ""),
                ("", "", "", "疫情防控"),
                ("制表人：张某", "", "", "审核人：李某"),
                tuple(DONATIONS),
            ]
        ),
    ).map(list),
    max_size=12,
)


@calm
@given(ledger_rows, st.permutations(range(5)))
def test_the_order_of_columns_never_changes_what_is_read(rows: list[list[Any]], order: list[int]) -> None:
    sheet = [
        ["捐赠收入"],
        ["单位:元"],
        [*DONATIONS, "神秘列"],
        *([*row, f"第{n}行" if row[1] else ""] for n, row in enumerate(rows)),
    ]
    turned = [row if len(row) < 5 else [row[column] for column in order] for row in sheet]
    (table,), (other,) = read(sheet), read(turned)
    # One section's name is the row's last text, whichever column that is.
    assert contents(table) == contents(other)
    assert table.rows == other.rows


@calm
@given(ledger_rows, st.integers(0, 6), st.integers(0, 5), st.integers(0, 5), st.integers(0, 3))
def test_blank_rows_and_columns_around_a_table_never_change_what_is_read(
    rows: list[list[Any]], above: int, before: int, below: int, after: int
) -> None:
    sheet = [["捐赠收入"], ["单位:元"], DONATIONS, *rows]
    width = before + 4 + after
    framed = [[""] * before + row + [""] * (width - before - len(row)) for row in sheet]
    (table,) = read(sheet)
    (other,) = read([[""] * width] * above + framed + [[""] * width] * below)
    assert contents(table) == contents(other)
    assert [row + above for row in table.rows] == other.rows


@calm
@given(ledger_rows, st.data())
def test_a_header_that_is_repeated_never_makes_a_second_table(rows: list[list[Any]], data: st.DataObject) -> None:
    rows = [row for row in rows if row != DONATIONS]
    sheet = [["捐赠收入"], ["单位:万元"], DONATIONS, *rows]
    pages = list(sheet)
    page_head = data.draw(
        st.sampled_from(
            [
                [DONATIONS],
                [["单位:万元"], DONATIONS],
                [["捐赠收入"], ["单位:万元"], DONATIONS],
                [[], ["捐赠收入"], [], [" 捐赠 日期", "捐赠人 ", "捐赠金额", "项目", "", ""]],
            ]
        )
    )
    for place in sorted(data.draw(st.sets(st.integers(3, len(sheet)), max_size=4)), reverse=True):
        pages[place:place] = page_head
    (table,), (other,) = read(sheet), read(pages)
    assert contents(table) == contents(other)
    assert other.unit == "万元"
    assert counted([other]) == len(pages)


@calm
@given(st.lists(st.sampled_from(GIFTS), min_size=1, max_size=6), st.integers(1, 6))
def test_a_header_of_two_rows_is_known_again_on_every_page(gifts: list[list[Any]], pages: int) -> None:
    head = [["捐赠日期", "捐赠人", "捐赠款物", "", "备注"], ["", "", "捐赠金额", "数量", ""]]
    page: list[list[Any]] = [*head, *([day, donor, amount, 1.0, programme] for day, donor, amount, programme in gifts)]
    tops = [1 + number * len(page) for number in range(pages)]
    merges = tuple(
        merge
        for top in tops
        for merge in ((top, 0, top + 1, 0), (top, 1, top + 1, 1), (top, 2, top, 3), (top, 4, top + 1, 4))
    )
    (table,) = read([["捐赠收入 单位:元"], *page * pages], merges)
    assert amounts(table) == [gift[2] for gift in gifts] * pages
    assert table.ignored["header"] == 2 * pages


# --- several tables on a sheet ------------------------------------------------------------------------------


def test_payments_below_gifts_are_a_table_of_their_own() -> None:
    rows = [
        ["捐赠收入"],
        ["单位:元"],
        DONATIONS,
        *GIFTS,
        ["合计", "", "1250.5"],
        [],
        ["拨付支出"],
        ["单位:元"],
        PAYMENTS,
        *PAID,
    ]
    first, second = read(rows)
    assert (first.kind, first.rows, [total.value for total in first.subtotals]) == ("donations", [3, 4], ["1250.5"])
    assert (second.kind, second.rows) == ("disbursements", [10, 11])
    assert counted([first, second]) == len(rows)


@pytest.mark.parametrize(
    "titles",
    [
        [["单位:万元"]],
        [["拨付支出明细"], ["单位:万元"]],
        [["拨付支出明细（万元）"]],
        [[], ["拨付支出明细"], [], ["单位:万元"], []],
        [["拨付支出明细", "", "2020年上半年", ""], ["单位", "", "万元", ""]],
        [["填报单位：某慈善总会", "", "2020-06-30", "单位：万元"]],
    ],
)
def test_the_second_table_has_the_unit_that_its_own_titles_state(titles: list[list[Any]]) -> None:
    rows = [["捐赠收入"], ["单位:元"], DONATIONS, *GIFTS, *titles, PAYMENTS, *PAID]
    first, second = read(rows)
    assert (first.unit, second.unit) == ("元", "万元")
    assert amounts(first) == ["1000", "250.5"]
    assert [*first.findings, *second.findings] == []
    assert counted([first, second]) == len(rows)


def test_the_unit_above_the_first_table_holds_for_those_below_that_state_none() -> None:
    first, second = read([["2020年上半年收支"], ["单位:万元"], DONATIONS, *GIFTS, [], ["拨付支出"], PAYMENTS, *PAID])
    assert (first.unit, second.unit) == ("万元", "万元")
    assert [*first.findings, *second.findings] == []


def test_the_same_headings_under_another_unit_are_another_table() -> None:
    first, second = read([["捐赠收入"], ["单位:元"], DONATIONS, *GIFTS, ["捐赠收入"], ["单位:万元"], DONATIONS, *GIFTS])
    assert (first.unit, second.unit) == ("元", "万元")
    assert amounts(second) == ["1000", "250.5"]


EITHER = ["日期", "捐赠人", "收款方", "金额"]


def test_the_same_headings_under_a_title_of_agency_are_not_our_own_money() -> None:
    own = [["捐赠收入", "", "", ""], EITHER, ["2020-01-07", "甲", "本会", "5"]]
    first, second = read([["单位:元"], *own, [], ["受托代理明细"], EITHER, ["2020-01-08", "乙", "某医院", "7"]])
    assert (first.kind, amounts(first)) == ("donations", ["5"])
    assert (second.kind, amounts(second)) == ("agency", ["7"])


def test_a_page_of_agency_without_its_title_stays_agency() -> None:
    (table,) = read(
        [["受托代理 单位:元"], EITHER, ["2020-01-07", "甲", "乙", "5"], EITHER, ["2020-01-08", "丙", "丁", "7"]]
    )
    assert (table.kind, amounts(table)) == ("agency", ["5", "7"])


def test_a_second_table_that_lacks_a_heading_is_refused_and_not_read_as_the_first() -> None:
    rows = [
        ["捐赠收入"],
        ["单位:元"],
        DONATIONS,
        *GIFTS,
        [],
        ["拨付支出"],
        ["拨付日期", "去向", "拨付金额", "用途"],
        *PAID,
    ]
    first, second = read(rows)
    assert amounts(first) == ["1000", "250.5"]
    assert second.is_refused
    assert [finding.rule for finding in second.findings] == ["missing_heading"]
    assert second.rows == [8, 9]
    assert counted([first, second]) == len(rows)


def test_a_first_table_that_lacks_a_heading_is_not_taken_for_the_titles_of_the_second() -> None:
    rows = [["捐赠日期", "爱心", "捐赠金额", "项目"], *GIFTS, [], PAYMENTS, *PAID]
    first, second = read(rows)
    assert first.is_refused
    assert first.rows == [1, 2]
    assert (second.kind, amounts(second)) == ("disbursements", ["300", "400"])
    assert counted([first, second]) == len(rows)


def test_rows_above_the_first_header_that_no_header_explains_are_reported() -> None:
    rows = [["何时", "何人", "多少"], *GIFTS, [], PAYMENTS, *PAID]
    (table,), findings = find_tables(Sheet("", rows), "")
    assert [(finding.rule, finding.values["rows"]) for finding in findings] == [("no_table", "2")]
    assert amounts(table) == ["300", "400"]


def test_a_refused_second_table_does_not_count_the_rows_of_the_first_again() -> None:
    rows = [["捐赠收入"], ["单位:元"], DONATIONS, *GIFTS, ["拨付支出"], ["单位:美元"], PAYMENTS, *PAID]
    first, second = read(rows)
    assert [finding.rule for finding in second.findings] == ["foreign_currency"]
    assert counted([first, second]) == len(rows)


def test_a_damaged_row_above_a_second_title_is_not_taken_for_a_title() -> None:
    rows = [["捐赠收入"], ["单位:元"], DONATIONS, *GIFTS, ["", "丙公司"], [], ["拨付支出"], PAYMENTS, *PAID]
    first, _ = read(rows)
    assert first.rows == [3, 4, 5]


def test_a_row_of_nothing_but_words_above_a_repeated_header_is_still_a_row() -> None:
    (table,) = read(
        [["捐赠收入 单位:元"], DONATIONS, ["截至2020年1月23日", "甲公司", "美元100", "疫情防控"], DONATIONS, *GIFTS]
    )
    assert amounts(table) == ["美元100", "1000", "250.5"]


# --- units --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [["注：金额单位为万元"], ["", "", "单位：万元", ""], ["说明：本表以万元为单位"]])
def test_a_note_below_the_table_may_state_its_unit(row: list[Any]) -> None:
    (table,) = read([DONATIONS, *GIFTS, row])
    assert (table.unit, table.findings) == ("万元", [])


def test_a_unit_that_changes_between_title_and_note_refuses_the_table() -> None:
    (table,) = read([["单位:元"], DONATIONS, *GIFTS, ["注：金额单位为万元"]])
    assert table.is_refused
    assert [finding.rule for finding in table.findings] == ["unit_conflict"]


def test_without_a_unit_yuan_is_assumed_and_said_once_a_table() -> None:
    (table,) = read([DONATIONS, *GIFTS, DONATIONS, *GIFTS])
    assert table.unit == "元"
    assert [finding.rule for finding in table.findings] == ["unit_assumed"]


def test_the_name_of_the_sheet_may_state_the_unit_or_a_foreign_currency() -> None:
    (table,) = read([DONATIONS, *GIFTS], name="捐赠(万元)")
    assert table.unit == "万元"
    (refused,) = read([DONATIONS, *GIFTS], name="美元户")
    assert [finding.rule for finding in refused.findings] == ["foreign_currency"]


# --- columns ------------------------------------------------------------------------------------------------


def test_what_stands_under_no_heading_is_kept_under_its_columns_letters_and_listed() -> None:
    (table,) = read([["单位:元"], ["捐赠日期", "捐赠人", "", "捐赠金额"], ["2020-01-07", "甲", "另有9元", "5"]])
    assert table.extras == {"C列": ["另有9元"]}
    (finding,) = table.findings
    assert (finding.rule, finding.values["headings"]) == ("unmapped_columns", "C列")


def test_an_empty_column_under_no_heading_is_nothing() -> None:
    (table,) = read([["单位:元"], ["捐赠日期", "", "捐赠人", "捐赠金额"], ["2020-01-07", "", "甲", "5"]])
    assert (table.extras, table.findings) == ({}, [])


def test_unknown_headings_that_stand_twice_are_both_kept() -> None:
    (table,) = read([["单位:元"], [*DONATIONS, "神秘", "神秘"], [*GIFTS[0], "一", "二"]])
    assert table.extras == {"神秘": ["一"], "神秘 2": ["二"]}


def test_a_cell_beyond_the_last_heading_makes_its_row_ragged_unless_it_is_blank() -> None:
    (table,) = read([["单位:元"], DONATIONS, [*GIFTS[0], "", "多出"], [*GIFTS[1], " ", "", "\u3000"]])
    assert table.ragged == {2}


@pytest.mark.parametrize(("is_text", "ragged"), [(True, {3}), (False, set())])
def test_a_record_of_a_text_file_that_ends_early_is_ragged(is_text: bool, ragged: set[int]) -> None:
    (table,) = read([["单位:元"], DONATIONS, GIFTS[0], GIFTS[1][:3], ["合计", "", "5"]], is_text=is_text)
    assert table.ragged == ragged


@pytest.mark.parametrize(
    ("first", "second", "is_refused"), [("5", "5", False), ("5", "6", True), ("5", "", True), ("", "", False)]
)
def test_two_amount_columns_must_say_the_same(first: str, second: str, is_refused: bool) -> None:
    (table,) = read([["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "到账金额"], ["2020-01-07", "甲", first, second]])
    assert table.is_refused is is_refused
    if is_refused:
        assert table.findings[0].values == {"detail": "捐赠金额、到账金额"}


def test_two_opening_balances_must_say_the_same() -> None:
    (table,) = read([["基金余额 单位:元"], ["资金池", "期初余额", "年初余额"], ["甲基金", "5", "6"]])
    assert [finding.rule for finding in table.findings] == ["two_amount_columns"]


# --- sections, merges, notes --------------------------------------------------------------------------------


def test_rows_know_the_section_they_stand_in() -> None:
    rows = [
        ["序号", *DONATIONS],
        ["一、疫情防控"],
        [1, *GIFTS[0]],
        ["二", "慈善助学"],
        [1, *GIFTS[1]],
        ["小计", "", "", "1"],
    ]
    (table,) = read([["单位:元"], *rows])
    assert table.sections == ["一、疫情防控", "慈善助学"]


@pytest.mark.parametrize("heading", ["期初余额", "年初余额"])
def test_a_merged_balance_is_one_balance_too(heading: str) -> None:
    rows = [["基金余额 单位:元"], ["资金池", heading], ["甲基金", "5"], ["乙基金", ""]]
    (table,) = read(rows, ((2, 1, 3, 1),))
    assert table.columns["opening_balance"] == ["5"]
    assert [(finding.rule, finding.cell) for finding in table.findings] == [("merged_amount", "B4")]


def test_a_merged_date_holds_for_all_its_rows() -> None:
    rows = [["单位:元"], DONATIONS, GIFTS[0], ["", "丙", "7", ""], ["", "丁", "8", ""]]
    (table,) = read(rows, ((2, 0, 3, 0),))
    assert table.columns["date"] == ["2020-01-07", "2020-01-07", ""]


def test_the_footer_of_a_ledger_is_left_out_without_a_word() -> None:
    footer = [
        ["合计", "", "1250.5", ""],
        [],
        ["制表：张某", "", "审核：李某", ""],
        ["", "", "某慈善总会", ""],
        ["", "", "", "2020年7月1日"],
    ]
    (table,) = read([["捐赠收入"], ["单位:元"], DONATIONS, *GIFTS, *footer])
    assert (table.rows, table.findings) == ([3, 4], [])
    assert table.ignored == {"note": 5, "header": 1, "subtotal": 1, "blank": 1}


# --- sheets without a ledger --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "is_text", "rules"),
    [
        ([], False, []),
        ([["", None, " "]], False, []),
        ([["说明"], ["本文件夹内为原始台账"]], False, ["sheet_without_table"]),
        ([["甲", 5.0]], False, ["no_table"]),
        ([["甲", "5"]], True, ["no_table"]),
    ],
)
def test_a_sheet_without_a_ledger_says_what_it_is(rows: list[list[Any]], is_text: bool, rules: list[str]) -> None:
    tables, findings = find_tables(Sheet("附页", rows, is_text=is_text), "")
    assert (tables, [finding.rule for finding in findings]) == ([], rules)


def test_a_table_that_lacks_a_heading_keeps_its_rows_to_be_held() -> None:
    (table,) = read([["捐赠收入"], ["捐赠日期", "捐赠人", "项目"], ["2020-01-07", "甲", "疫情防控"], []])
    assert table.is_refused
    assert table.rows == [2]
    assert table.extras == {"捐赠日期": ["2020-01-07"], "捐赠人": ["甲"], "项目": ["疫情防控"]}
    assert "捐赠金额" in table.findings[0].message()


# --- anything at all ----------------------------------------------------------------------------------------

words = ["", " ", "日期", "捐赠人", "收款方", "金额", "金额(元)", "资金池", "期初余额", "合计", "小计", "单位:元", "单位:万元", "捐赠收入", "受托代理",
         "基金余额", "票据登记", "种类", "份数", "事项", "对象", "计划", "2020-01-07", "1000", "甲", "注：见附表", "一、现金", "序号", "{x}",
         "上年结转", "过次页", "其中：现金", "占比", "现金合计", "万元", "拨付日期", "收款单位", "拨付金额", "现金", "物资", "工资"]  # fmt: skip
junk_cells = st.one_of(
    st.sampled_from(words),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from([date(2020, 1, 7), datetime(2020, 1, 7, 12), time(1), timedelta(1), "甲" * 100]),
)
junk_grids = st.lists(st.lists(st.one_of(st.sampled_from(words), junk_cells), max_size=6), max_size=12)
spans = st.tuples(st.integers(0, 12), st.integers(0, 6), st.integers(0, 4), st.integers(0, 3))


@settings(deadline=None, max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(junk_grids, st.lists(spans, max_size=4), st.booleans(), st.sampled_from(["", "受托代理", "捐赠(元)", "票据"]))
def test_whatever_a_sheet_holds_tables_and_findings_come_back_and_every_row_is_counted(
    rows: list[list[Any]], merged: list[tuple[int, int, int, int]], is_text: bool, name: str
) -> None:
    merges = tuple((top, left, top + height, left + width) for top, left, height, width in merged)
    tables, findings = find_tables(Sheet(name, rows, merges, is_text=is_text), name)
    for table in tables:
        assert isinstance(table, Table)
        assert all(len(values) == len(table.rows) for values in (*table.columns.values(), *table.extras.values()))
        assert len(table.sections) == len(table.rows)
        findings = [*findings, *table.findings]
    for finding in findings:
        assert isinstance(finding, Finding)
        assert finding.message("zh")
        assert finding.message("en")
    if tables:
        assert counted(tables) == len(rows)
        seen = [row for table in tables for row in table.rows]
        assert seen == sorted(set(seen))


# --- real ledgers -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL_LEDGERS, reason="the real ledgers lie beside the project, not in it")
@pytest.mark.parametrize("path", REAL_LEDGERS, ids=lambda path: path.stem)
def test_a_real_ledger_adds_up_to_its_own_total_and_its_own_numbering(path: Path) -> None:
    tables = [table for sheet in read_workbook(path).sheets for table in find_tables(sheet, path.stem)[0]]
    (table,) = tables
    assert table.findings == []
    assert len(table.rows) == max(number for number in table.columns["serial_no"] if isinstance(number, (int, float)))
    (total,) = table.subtotals
    assert sum((parse_amount(value) for value in amounts(table)), Money(0)) == parse_amount(total.value)
