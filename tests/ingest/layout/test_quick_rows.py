"""Rows proven by the column: whatever is passed over is data to the one who looks at every row; the usual row is."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.layout.headers import find_header
from charity_analysis.ingest.layout.quick_rows import rows_to_look_at
from charity_analysis.ingest.layout.rows import RowClass, RowClassifier
from charity_analysis.ingest.sheets import FaultyCell, Sheet

HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目", "备注"]
USUAL = [1.0, "2020-01-07", "甲公司", 1000.0, "疫情防控", ""]

WORDS = "甲公司 合计科技有限公司 小计 上年结转 承前页 其中:现金 占比 注:以上为现金 审核人:乙 一、企业 疫情防控 捐赠人 捐赠金额 备注"
words = st.sampled_from(["", " ", "\u3000", "\u200b", "合 计", *WORDS.split(), "1000", "¥1,000.50", "2020-01-07"])
values = st.one_of(
    words,
    st.floats(-1e6, 1e6),
    st.integers(0, 10),
    st.booleans(),
    st.just(date(2020, 1, 7)),
    st.just(FaultyCell("#REF!", "error_value")),
    st.text(max_size=6),
)
rows_of_a_ledger = st.lists(
    st.one_of(st.just(USUAL), st.lists(values, min_size=6, max_size=6), st.lists(values, max_size=8)), max_size=8
)


def split(rows: list[list[Any]], is_text: bool = False) -> tuple[Sheet, RowClassifier, list[int], list[int]]:
    """The sheet, who looks at every row, the rows that want a look, and those that are passed over."""
    sheet = Sheet("", [HEADINGS, [*USUAL], *rows], is_text=is_text)
    header = find_header(sheet, 0, "")
    assert header is not None
    below = range(header.last_row + 1, len(sheet.rows))
    wanted = rows_to_look_at(sheet, header, below)
    return sheet, RowClassifier(sheet, header), wanted, sorted(set(below) - set(wanted))


@given(rows_of_a_ledger, st.booleans())
@example([["", "2020-01-07", "小计", 5.0, "", ""]], False)
@example([[1.0, "2020-01-07", "甲", True, "", ""]], False)
@settings(deadline=None)
def test_what_is_passed_over_is_data(rows: list[list[Any]], is_text: bool) -> None:
    _, classifier, wanted, passed = split(rows, is_text)
    assert all(
        classifier.classify(row).row_class == RowClass.DATA and not classifier.classify(row).doubt for row in passed
    )
    assert wanted == sorted(set(wanted))


def test_usual_rows_want_no_look() -> None:
    dated = [2.0, date(2020, 1, 8), "乙", 5, "慈善助学", "转账"]
    in_text = ["3", "2020.1.9", "丙", "1,250.50", "疫情防控", ""]
    assert split([dated, USUAL])[2] == []
    assert split([in_text])[2] == []


def test_a_table_without_a_date_is_looked_at_row_by_row() -> None:
    sheet = Sheet("", [["期初余额", "基金余额"], ["资金池", "期初余额"], ["甲基金", 5.0]])
    header = find_header(sheet, 0, "")
    assert header is not None
    assert rows_to_look_at(sheet, header, range(2, 3)) == [2]
