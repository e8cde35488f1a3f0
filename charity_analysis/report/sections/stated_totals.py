"""The totals that the books print: each beside the sum of the rows that it covers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.cards import fold
from charity_analysis.report.elements import Fragment, join, notice, table
from charity_analysis.report.half_year import HalfYear

VERDICT_WORDS = {
    "contradiction": "✗ 不符",
    "unchecked": "？ 未核对",
    "within_rounding": "≈ 在舍入之内",
    "exact": "✓ 相符",
}
_MOST_LINES = 12


def render_stated_totals(report: HalfYear) -> Fragment:
    """What contradicts first; of many that agree the rest is folded."""
    totals = report.ledger.totals
    totals = totals[totals["folder_period"] == str(report.period)]
    if totals.empty:
        return notice("info", "原表没有写小计或合计，合计都由明细相加得出。")
    order = totals["verdict"].map(list(VERDICT_WORDS).index)
    totals = totals.iloc[order.argsort(kind="stable")]
    counts = totals["verdict"].value_counts()
    words = "，".join(f"{VERDICT_WORDS[name][2:]} {counts[name]} 处" for name in VERDICT_WORDS if name in counts)
    caption = f"原表合计与明细：{words}"
    rest = totals.iloc[_MOST_LINES:]
    folded = fold(f"其余 {len(rest)} 处合计", _table(rest, "原表合计与明细（续）")) if len(rest) else join()
    return join(_table(totals.head(_MOST_LINES), caption), folded)


def _table(totals: pd.DataFrame, caption: str) -> Fragment:
    lines = [
        {
            "出处": place(row.source_file, row.source_sheet or None, row.cell),
            "原表写的（元）": _amount(row.amount_fen),
            "明细相加（元）": _amount(row.computed_fen),
            "相差（元）": _difference(row),
            "结论": VERDICT_WORDS[row.verdict],
        }
        for row in each_row(totals)
    ]
    return table(pd.DataFrame(lines), caption, numeric=["原表写的（元）", "明细相加（元）", "相差（元）"])


def _amount(fen: Any) -> str:
    return NOT_STATED if pd.isna(fen) else format_yuan(int(fen))


def _difference(row: Any) -> str:
    if pd.isna(row.amount_fen) or pd.isna(row.computed_fen):
        return "—"
    precision = format_halfwidth_yuan(int(row.amount_halfwidth_fen) + int(row.computed_halfwidth_fen))
    difference = format_yuan(int(row.amount_fen) - int(row.computed_fen))
    return f"{difference}（{precision}）" if precision else difference
