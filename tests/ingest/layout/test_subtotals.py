"""Totals as claims about rows: true ones pass in whatever way they group, false ones are named with both figures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.subtotals import read_totals, total_findings
from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.money import Money, format_yuan

fens = st.integers(min_value=-(10**6), max_value=10**9)
groups_of_fen = st.lists(st.lists(fens, min_size=1, max_size=5), min_size=1, max_size=6)


def gift(fen: int) -> list[Any]:
    return ["2020-01-07", "甲", format_yuan(fen), ""]


def total(label: str, fen: int) -> list[Any]:
    return [label, "", format_yuan(fen), ""]


def findings_of(
    rows: list[list[Any]], amounts: dict[int, Money | None] | None = None, unit: str = "元"
) -> list[Finding]:
    """What the totals of the rows below a two-row head give rise to; amounts are read from 元 unless given."""
    sheet = Sheet("捐赠", [[f"捐赠收入 单位:{unit}"], ["捐赠日期", "捐赠人", "捐赠金额", "备注"], *rows])
    (table,), _ = find_tables(sheet, "")
    if amounts is None:
        texts = zip(table.rows, table.columns["amount"], strict=True)
        amounts = {row: Money(int(str(text).replace(",", "").replace(".", ""))) for row, text in texts}
    return total_findings(table, read_totals(table, amounts))


@settings(deadline=None)
@given(groups_of_fen)
def test_group_totals_and_a_grand_total_all_bear_out(groups: list[list[int]]) -> None:
    rows = [row for group in groups for row in (*map(gift, group), total("小计", sum(group)))]
    assert findings_of([*rows, total("总计", sum(map(sum, groups)))]) == []


@settings(deadline=None)
@given(groups_of_fen)
def test_running_totals_bear_out(groups: list[list[int]]) -> None:
    rows: list[list[Any]] = []
    so_far = 0
    for group in groups:
        so_far += sum(group)
        rows += [*map(gift, group), total("小计", sum(group)), total("累计", so_far)]
    assert findings_of(rows) == []


@settings(deadline=None)
@given(groups_of_fen)
def test_pages_and_the_whole_may_close_with_the_same_word(groups: list[list[int]]) -> None:
    rows = [row for group in groups for row in (*map(gift, group), total("合计", sum(group)))]
    assert findings_of([*rows, total("合计", sum(map(sum, groups)))]) == []


@settings(deadline=None)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.integers(1, 10**6))
def test_a_total_that_is_off_is_found_whatever_the_difference(amounts: list[int], off: int) -> None:
    rows = [*map(gift, amounts), total("合计", sum(amounts) + off)]
    (finding,) = findings_of(rows)
    assert finding.rule == "total_mismatch"
    assert finding.cell == f"C{len(rows) + 2}"
    assert finding.values["stated"] == format_yuan(sum(amounts) + off)
    assert finding.values["computed"] == format_yuan(sum(amounts))
    assert finding.values["difference"] == format_yuan(off)


@settings(deadline=None)
@given(st.lists(fens, min_size=1, max_size=8))
def test_a_total_may_stand_at_the_head_of_its_table(amounts: list[int]) -> None:
    assert findings_of([total("合计", sum(amounts)), *map(gift, amounts)]) == []
    assert findings_of([total("合计", sum(amounts) + 1), *map(gift, amounts)])[0].rule == "total_mismatch"


def test_a_total_at_the_head_covers_the_groups_below_it() -> None:
    rows = [total("合计", 600), gift(100), gift(200), total("小计", 300), gift(300), total("小计", 300)]
    assert findings_of(rows) == []


def test_a_wrong_group_does_not_make_the_true_grand_total_wrong() -> None:
    rows = [gift(100), total("小计", 999), gift(200), total("小计", 200), total("总计", 300)]
    (finding,) = findings_of(rows)
    assert finding.cell == "C4"


def test_the_amount_of_a_total_may_stand_in_its_own_words() -> None:
    assert findings_of([gift(150_000), ["合计人民币壹仟伍佰元整", "", "", ""]]) == []
    assert findings_of([gift(150_000), ["合计：1,500.01元", "", "", ""]])[0].rule == "total_mismatch"


def test_a_total_without_an_amount_claims_nothing() -> None:
    assert findings_of([gift(100), ["小计", "", "", ""], ["合计"]]) == []


@pytest.mark.parametrize(
    ("text", "reason"), [("见附表", "not_an_amount"), ("约5万", "approximate"), ("美元100", "foreign_currency")]
)
def test_a_total_that_cannot_be_read_is_said_to_be_unchecked(text: str, reason: str) -> None:
    (finding,) = findings_of([gift(100), ["合计", "", text, ""]])
    assert (finding.rule, finding.cell, finding.values["reason"]) == ("unreadable_total", "C4", reason)
    assert text in finding.message()


def test_an_unreadable_row_leaves_its_total_unchecked() -> None:
    rows = [gift(100), ["2020-01-07", "乙", "待定", ""], total("合计", 500)]
    (finding,) = findings_of(rows, {2: Money(100), 3: None})
    assert (finding.rule, finding.values["unreadable"]) == ("total_unchecked", "1")


@pytest.mark.parametrize(
    ("stated", "agrees"), [("53.13", True), ("53.12", False), ("53.14", False), ("53", True), ("60", False)]
)
def test_a_total_in_wan_is_held_to_the_digits_it_prints(stated: str, agrees: bool) -> None:
    rows = [["2020-01-07", "甲", "50.2", ""], ["2020-01-08", "乙", "2.931217", ""], ["合计", "", stated, ""]]
    findings = findings_of(rows, {2: Money(50_200_000), 3: Money(2_931_217)}, unit="万元")
    expected = {"53.13": "total_within_rounding", "53": "total_within_rounding"} if agrees else {}
    assert [finding.rule for finding in findings] == [expected.get(stated, "total_mismatch")]


def test_the_rounding_of_rows_and_of_their_total_adds_up() -> None:
    rows = [["2020-01-07", "甲", "0.1", ""], ["2020-01-08", "乙", "0.1", ""], ["合计", "", "0.3", ""]]
    rounded = Money(100_000, 50_000)
    (finding,) = findings_of(rows, {2: rounded, 3: rounded}, unit="万元")
    assert (finding.rule, finding.values["difference"]) == ("total_within_rounding", "1,000.00")
    exact = Money(100_000)
    (finding,) = findings_of(rows, {2: exact, 3: exact}, unit="万元")
    assert finding.values["precision"] == "± 500 元"


def test_thousands_of_wrong_totals_are_each_found_without_reading_all_above_each() -> None:
    rows = [row for _ in range(3000) for row in (gift(100), total("小计", 101))]
    assert len(findings_of(rows)) == 3000


def test_the_funds_of_a_register_add_up_to_its_total() -> None:
    rows = [["基金期初余额 单位:元"], ["资金池", "期初余额"], ["甲基金", "1"], ["乙基金", "2"], ["合计", "4"]]
    (table,), _ = find_tables(Sheet("基金", rows), "")
    (finding,) = total_findings(table, read_totals(table, {2: Money(100), 3: Money(200)}))
    assert (finding.rule, finding.cell) == ("total_mismatch", "B5")
