"""The totals that the books print: each beside the sum of the rows that it covers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.cards import fold
from charity_analysis.report.elements import Fragment, Part, join, notice, paragraphs, quoted, table
from charity_analysis.report.half_year import HalfYear

VERDICT_WORDS = {
    "contradiction": "✗ 不符",
    "unchecked": "？ 未核对",
    "within_rounding": "≈ 在舍入之内",
    "exact": "✓ 相符",
}
_MOST_LINES, _MOST_FOLDED = 12, 60


def render_stated_totals(report: HalfYear) -> Fragment:
    """What contradicts first; those that agree are folded, up to a limit."""
    totals = report.ledger.totals
    totals = totals[totals["folder_period"] == str(report.period)]
    if totals.empty:
        return notice("info", "原表没有写小计或合计，合计都由明细相加得出。")
    order = totals["verdict"].map(list(VERDICT_WORDS).index)
    totals = totals.iloc[order.argsort(kind="stable")]
    counts = totals["verdict"].value_counts()
    words = "，".join(f"{VERDICT_WORDS[name][2:]} {counts[name]} 处" for name in VERDICT_WORDS if name in counts)
    open_ones, agreeing = totals[totals["verdict"] != "exact"], totals[totals["verdict"] == "exact"]
    count = report.count(totals["row_id"], "stated-totals", "原表所写的小计或合计")
    told = paragraphs([join("原表写有 ", count, " 处小计或合计，与明细相比：", quoted(words), "。")])
    shown = [_table(report, open_ones.head(_MOST_LINES), "原表合计与明细")] if len(open_ones) else []
    folded = [
        fold(f"{heading}各处", _table(report, rows, f"原表合计与明细（{heading}）"))
        for heading, rows in (("其余不相符的", open_ones.iloc[_MOST_LINES:]), ("相符的", agreeing))
        if len(rows)
    ]
    return join(told, *shown, *folded)


def _table(report: HalfYear, totals: pd.DataFrame, caption: str) -> Fragment:
    lines = [
        {
            "出处": place(row.source_file, row.source_sheet or None, row.cell),
            "结论": VERDICT_WORDS[row.verdict],
            # Which rows a total covers the ledger does not keep: the place beside them says where to look.
            "原表写的（元）": _stated(report, row),
            "明细相加（元）": quoted(_amount(row.computed_fen)),
            "相差（元）": quoted(_difference(row)),
        }
        for row in each_row(totals.head(_MOST_FOLDED))
    ]
    rest = len(totals) - _MOST_FOLDED
    note = quoted(f"另有 {rest} 处没有列出，见台账的 totals 表。") if rest > 0 else ""
    numeric = ["原表写的（元）", "明细相加（元）", "相差（元）"]
    return table(pd.DataFrame(lines), caption, numeric=numeric, quotes=["出处", "结论"], note=note)


def _stated(report: HalfYear, row: Any) -> Part:
    if pd.isna(row.amount_fen):
        return NOT_STATED
    amounts = int(row.amount_fen), int(row.amount_halfwidth_fen)
    return report.cite(Figure(f"stated-{row.row_id}", "原表所写的合计", "fen", *amounts, (row.row_id,), "原表所写"))


def _amount(fen: Any) -> str:
    return NOT_STATED if pd.isna(fen) else format_yuan(int(fen))


def _difference(row: Any) -> str:
    if pd.isna(row.amount_fen) or pd.isna(row.computed_fen):
        return "—"
    precision = format_halfwidth_yuan(int(row.amount_halfwidth_fen) + int(row.computed_halfwidth_fen))
    difference = format_yuan(int(row.amount_fen) - int(row.computed_fen))
    return f"{difference}（{precision}）" if precision else difference
