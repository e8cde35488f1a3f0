"""One sheet a month and a summary sheet: whatever the summary looks like, no money counts twice."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Office, rules_found

HEAD = [["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额"]]
JANUARY = [["2020-01-07", "甲公司", 1000], ["2020-01-08", "乙公司", 250.5]]
FEBRUARY = [["2020-02-07", "丙公司", 300], ["2020-02-09", "甲公司", 400]]
MONTHS = {"1月": [*HEAD, *JANUARY], "2月": [*HEAD, *FEBRUARY]}
ALL_FEN = 195_050


def cleaned(office: Office, sheets: dict[str, list[list[Any]]]) -> dict[str, Any]:
    office.workbook("捐赠收入.xlsx", sheets)
    return office.clean_one()


def clean_fen(entry: dict[str, Any]) -> int:
    return sum(table["clean_fen"] for table in entry["tables"])


def test_one_sheet_a_month_is_simply_added(office: Office) -> None:
    entry = cleaned(office, MONTHS)
    assert (entry["status"], clean_fen(entry), entry["findings"]) == ("clean", ALL_FEN, [])


@pytest.mark.parametrize("name", ["汇总", "全部", "2020年捐款总表"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_sheet_that_repeats_the_rows_of_all_months_is_held(office: Office, name: str, is_first: bool) -> None:
    whole = {name: [*HEAD, *FEBRUARY, *JANUARY]}
    entry = cleaned(office, {**whole, **MONTHS} if is_first else {**MONTHS, **whole})
    assert (entry["status"], clean_fen(entry), rules_found(entry)) == ("held", ALL_FEN, {"summary_sheet"})
    (held,) = [table for table in entry["tables"] if table["rows"]["held"]]
    assert (held["sheet"], held["rows"]["held"], held["clean_fen"]) == (name, 4, 0)
    assert "1月、2月" in entry["findings"][0]["message"]


def test_where_the_fuller_sheet_has_rows_of_its_own_the_sheets_within_it_are_held(office: Office) -> None:
    entry = cleaned(office, {"1月": MONTHS["1月"], "上半年": [*HEAD, *JANUARY, *FEBRUARY]})
    assert (clean_fen(entry), rules_found(entry)) == (ALL_FEN, {"summary_sheet"})
    assert [table["sheet"] for table in entry["tables"] if table["rows"]["held"]] == ["1月"]


def test_a_copied_sheet_counts_once(office: Office) -> None:
    entry = cleaned(office, {"捐赠": [*HEAD, *JANUARY], "捐赠 (2)": [*HEAD, *JANUARY]})
    assert (clean_fen(entry), rules_found(entry)) == (125_050, {"summary_sheet"})
    assert [table["sheet"] for table in entry["tables"] if table["rows"]["held"]] == ["捐赠 (2)"]


@pytest.mark.parametrize(
    "rows",
    [
        [["2020-01-31", "1月捐款", 1250.5], ["2020-02-29", "2月捐款", 700]],
        [["2020-06-30", "甲公司", 1400], ["2020-06-30", "乙公司", 250.5], ["2020-06-30", "丙公司", 300]],
        [["2020-06-30", "各界", 1234]],
    ],
)
def test_a_named_summary_with_the_headings_of_a_ledger_is_held(office: Office, rows: list[list[Any]]) -> None:
    entry = cleaned(office, {**MONTHS, "汇总": [*HEAD, *rows]})
    assert (entry["status"], clean_fen(entry), rules_found(entry)) == ("held", ALL_FEN, {"summary_sheet"})


def test_a_sheet_whose_rows_are_the_sums_of_the_others_is_held_whatever_its_name(office: Office) -> None:
    rows = [["2020-01-31", "一月份", 1250.5], ["2020-02-29", "二月份", 700]]
    entry = cleaned(office, {**MONTHS, "Sheet3": [*HEAD, *rows]})
    assert (clean_fen(entry), rules_found(entry)) == (ALL_FEN, {"summary_sheet"})


@pytest.mark.parametrize(
    "rows",
    [
        [["月份", "笔数", "金额"], ["1月", 2, 1250.5], ["2月", 2, 700], ["合计", 4, 1950.5]],
        [["捐赠人", "捐赠金额"], ["甲公司", 1400], ["乙公司", 250.5], ["丙公司", 300], ["合计", 1950.5]],
        [["项目", "捐赠金额", "备注"], ["疫情防控", 1950.5, ""]],
    ],
)
def test_a_pure_summary_that_agrees_is_left_out(office: Office, rows: list[list[Any]]) -> None:
    entry = cleaned(office, {**MONTHS, "汇总": [["捐赠汇总"], *rows]})
    assert (entry["status"], clean_fen(entry), rules_found(entry)) == ("clean", ALL_FEN, {"summary_left_out"})


def test_a_pure_summary_that_disagrees_names_both_figures(office: Office) -> None:
    rows = [["月份", "笔数", "金额"], ["1月", 2, 1250.5], ["2月", 2, 800], ["合计", 4, 2050.5]]
    entry = cleaned(office, {**MONTHS, "汇总": rows})
    (finding,) = entry["findings"]
    assert (finding["rule"], finding["severity"], clean_fen(entry)) == ("summary_mismatch", "error", ALL_FEN)
    assert "2,050.50" in finding["message"]
    assert "1,950.50" in finding["message"]
    # Which month it is that differs.
    assert "2月 800.00 ≠ 700.00" in finding["message"]
    assert "1月" not in finding["message"]


@pytest.mark.parametrize("gifts", [[["丁", 700, ""]], [["丁", 700, ""], ["戊", 1250.5, ""], ["己", 9, ""]]])
def test_a_ledger_that_lacks_a_heading_is_not_taken_for_a_summary(office: Office, gifts: list[list[Any]]) -> None:
    entry = cleaned(office, {**MONTHS, "3月": [["捐赠人", "捐赠金额", "项目"], *gifts]})
    assert (clean_fen(entry), rules_found(entry)) == (ALL_FEN, {"missing_heading"})


def test_a_sheet_that_gives_the_sum_of_each_month_and_of_all_needs_no_name(office: Office) -> None:
    rows = [["月份", "金额"], ["1月", 1250.5], ["2月", 700], ["全部", 1950.5]]
    entry = cleaned(office, {**MONTHS, "Sheet3": rows})
    assert (clean_fen(entry), rules_found(entry)) == (ALL_FEN, {"summary_left_out"})


def test_a_summary_alone_is_a_ledger(office: Office) -> None:
    entry = cleaned(office, {"汇总": [*HEAD, *JANUARY]})
    assert (entry["status"], clean_fen(entry)) == ("clean", 125_050)


def test_months_that_are_all_named_for_sums_are_all_added(office: Office) -> None:
    entry = cleaned(office, {"1月汇总": MONTHS["1月"], "2月汇总": MONTHS["2月"]})
    assert (entry["status"], clean_fen(entry)) == ("clean", ALL_FEN)


def test_equal_single_gifts_on_two_sheets_are_two_gifts(office: Office) -> None:
    entry = cleaned(
        office, {"微信": [*HEAD, ["2020-01-07", "匿名", 100]], "现场": [*HEAD, ["2020-01-07", "匿名", 100]]}
    )
    assert clean_fen(entry) == 20_000


def test_a_summary_of_payments_does_not_touch_the_gifts(office: Office) -> None:
    paid = [["拨付支出"], ["单位:元"], ["拨付日期", "收款单位", "拨付金额"], ["2020-01-07", "某医院", 1950.5]]
    entry = cleaned(office, {**MONTHS, "支出汇总": paid})
    assert (entry["status"], clean_fen(entry)) == ("clean", ALL_FEN * 2)
