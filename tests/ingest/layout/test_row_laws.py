"""Laws of rows and layouts: what is proven to be data is data, and tables beside one another are two tables."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.layout.headers import find_header
from charity_analysis.ingest.layout.quick_rows import rows_to_look_at
from charity_analysis.ingest.layout.rows import RowClass, RowClassifier
from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import Sheet

HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "备注"]
LABELS = [
    "小计", "合 计", "總計", "Total", "ｔｏｔａｌ", "s u m", "本页合计：", "计", "计5元", "承前页", "过次页", "上年结转", "期末余额", "其中：现金", "占比",
    "现金合计", "一、企业", "疫情防控", "注：无", "制表人：某", "捐赠人", "第1页", "续表", "王某等3人合计", "合计科技", "25笔", "捐赠收入明细表",
]  # fmt: skip
words = st.one_of(st.sampled_from(LABELS), st.just(""), st.text(max_size=3), st.sampled_from(["甲公司", "乙", " "]))
days = st.one_of(st.sampled_from(["2020-01-07", "未载明", "", 43837.0]), words)
figures = st.one_of(st.sampled_from([5.0, 7, "1000", "1,000.5", "-3", "", "待定", True]), words)
ledger_rows = st.lists(st.tuples(st.one_of(st.just(1.0), words), days, words, figures, words).map(list), max_size=8)


@settings(deadline=None, max_examples=300)
@given(ledger_rows)
def test_a_row_that_needs_no_look_is_data_beyond_doubt(rows: list[list[Any]]) -> None:
    sheet = Sheet("", [HEADINGS, [1.0, "2020-01-07", "甲公司", 5.0, ""], *rows])
    header = find_header(sheet, 0, "")
    assert header is not None
    looked_at = set(rows_to_look_at(sheet, header, range(header.last_row + 1, len(sheet.rows))))
    classifier = RowClassifier(sheet, header)
    for row in set(range(header.last_row + 1, len(sheet.rows))) - looked_at:
        found = classifier.classify(row)
        assert (found.row_class, found.doubt) == (RowClass.DATA, "")


names = st.sampled_from(["甲公司", "乙", "合计科技有限公司"])
gifts = st.lists(st.tuples(st.sampled_from(["2020-01-07", "2020-02-08"]), names, st.integers(1, 10**6)), max_size=5)


@settings(deadline=None)
@given(gifts, gifts, st.integers(1, 3), st.integers(0, 3), st.sampled_from(["拨付", "捐赠"]))
def test_tables_beside_one_another_are_read_as_if_each_stood_alone(
    left: list[tuple[Any, ...]], right: list[tuple[Any, ...]], gap: int, lower: int, word: str
) -> None:
    party = "收款单位" if word == "拨付" else "捐赠人"
    one = [["捐赠日期", "捐赠人", "捐赠金额"], *map(list, left)]
    other = [[f"{word}日期", party, f"{word}金额"], *map(list, right)]
    height = max(len(one), len(other) + lower)
    blank: list[list[Any]] = [["", "", ""]] * height
    sheet = [[*a, *[""] * gap, *b] for a, b in zip([*one, *blank], [*blank[:lower], *other, *blank], strict=False)][
        :height
    ]
    (first, second), _ = find_tables(Sheet("", [["单位:元"], *sheet]), "")
    for table, alone in ((first, one), (second, other)):
        ((expected,), _) = find_tables(Sheet("", [["单位:元"], *alone]), "")
        assert (table.kind, table.columns, table.unit) == (expected.kind, expected.columns, expected.unit)
        assert [finding.rule for finding in table.findings] == [finding.rule for finding in expected.findings]
