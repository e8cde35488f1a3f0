"""Sheets of anything anywhere: whatever the grid holds, every row is accounted for, and nothing fails.

CHARITY_FUZZ sets how many (`make fuzz`: thousands).
"""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import FaultyCell, Sheet
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.convert import convert_table

COUNT = int(os.environ.get("CHARITY_FUZZ", "300"))
SOURCE = Source("office", "2020H1", "捐赠.xlsx")

WORDS = """
序号 捐赠日期 日期 捐赠人 捐赠单位 捐赠金额 金额 金额(万元) 收款单位 拨付金额 项目 备注 票据号 物资 数量 单位 金额单位 币种
人数 标准(元) 捐赠收入明细 拨付支出 单位:万元 单位:元 受托代理 小计 总计 1月小计 合计科技有限公司 上年结转 过次页 其中:现金 占比
注:以银行回单为准 制表人:甲 一、企业 (二)个人 疫情防控 甲公司 乙 匿名 退款 冲销 认捐 作废 同上 〃 美元 USD 元 万元
2020-01-07 2020.1.7 1月7日 20200107 未载明 农历正月 壹万元整 3万5 约3万 1,000.00 - (500) 1.1E+17 0 =1+1 <b>
应发工资 实发工资 姓名 身份证号
"""
words = st.sampled_from([*WORDS.split(), "合 计", " ", "\u3000", "\u200b", "\U00020000", "\x0b"])
values = st.one_of(
    words,
    st.just(""),
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(date(1890, 1, 1), date(2110, 1, 1)),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from([time(1, 2), timedelta(days=3)]),
    st.sampled_from([FaultyCell("#REF!", "error_value"), FaultyCell("=SUM(D4:D9)", "formula_not_computed")]),
    st.text(max_size=5),
)
HEADER = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目", "备注"]


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of odd rows, often with a header among them, with merges, hidden and struck cells here and there."""
    rows: list[list[Any]] = draw(st.lists(st.lists(values, max_size=8), max_size=12))
    for _ in range(draw(st.integers(0, 2))):
        rows.insert(draw(st.integers(0, len(rows))), [""] * draw(st.integers(0, 2)) + HEADER)
    is_text = draw(st.booleans())
    if not is_text:
        width = max(map(len, rows), default=0)
        rows = [cells + [""] * (width - len(cells)) for cells in rows]
    places = st.tuples(st.integers(0, 14), st.integers(0, 8))
    corners = draw(st.lists(st.tuples(places, st.integers(0, 3), st.integers(0, 3)), max_size=3))
    return Sheet(
        draw(st.sampled_from(["", "捐赠", "1月", "汇总", "Sheet1", "工资表"])),
        rows,
        tuple((top, left, top + down, left + right) for (top, left), down, right in corners),
        is_text=is_text,
        hidden_rows=draw(st.frozensets(st.integers(0, 12), max_size=3)),
        struck=draw(st.frozensets(places, max_size=3)),
        currencies=draw(st.dictionaries(places, st.just("US$"), max_size=2)),
    )


@given(sheets())
@settings(max_examples=COUNT, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_every_row_of_every_sheet_is_clean_held_or_ignored(sheet: Sheet) -> None:
    tables, findings = find_tables(sheet, "捐赠")
    results = [convert_table(table, SOURCE) for table in tables]
    counted = sum(result.clean_count + result.held_count + result.ignored for result in results)
    if len(tables) == 1:
        assert counted == len(sheet.rows)
    elif tables:
        assert counted >= len(sheet.rows), "a row beside another table's counts with each of them"
    for finding in [*findings, *(finding for result in results for finding in result.findings)]:
        assert finding.message("zh") and finding.message("en")
    for result in results:
        row_ids = result.clean.get("row_id", []) + result.held.get("row_id", [])
        assert len(set(row_ids)) == len(row_ids)
        assert all(isinstance(fen, int) for fen in result.clean.get("amount_fen", []) if fen is not None)
