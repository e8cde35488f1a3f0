"""Tables of totals as the report shows them: amounts in 元 that lead to their rows, earlier periods beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NO_COMPARISON, compare_periods
from charity_analysis.money import apportion, apportion_shares, format_halfwidth_yuan, format_yuan
from charity_analysis.report.elements import Fragment, notice, table
from charity_analysis.report.half_year import HalfYear

AMOUNT, COUNT, PRECISION, SHARE = "金额（元）", "笔数", "精度", "占比"


def totals_table(report: HalfYear, totals: pd.DataFrame, caption: str, label: str, prefix: str) -> Fragment:
    """`totals` (as analysis.totals makes them) with a last row of their sum; each amount leads to its rows."""
    whole = int(totals["amount_fen"].sum())
    shares = (
        [f"{share}%" for share in apportion_shares([int(fen) for fen in totals["amount_fen"]])] if whole > 0 else []
    )
    lines = [
        {
            label: line.label,
            AMOUNT: report.cite(_figure(line, prefix, caption)),
            SHARE: share,
            COUNT: line.row_count,
            PRECISION: format_halfwidth_yuan(line.halfwidth_fen) or "精确到分",
        }
        for line, share in zip(each_row(totals), shares or ["—"] * len(totals), strict=True)
    ]
    halfwidth = int(totals["halfwidth_fen"].sum())
    lines.append(
        {
            label: "合计",
            AMOUNT: report.cite(_sum(report, totals, prefix, caption)),
            SHARE: "100.0%" if whole > 0 else "—",
            COUNT: int(totals["row_count"].sum()),
            PRECISION: format_halfwidth_yuan(halfwidth) or "精确到分",
        }
    )
    unvalued = int(report.sources.loc[_all_rows(totals), "amount"].isna().sum())
    note = f"其中 {unvalued:,} 笔没有估值，金额不在内，也不按 0 计。" if unvalued else ""
    return table(pd.DataFrame(lines), caption, numeric=[AMOUNT, SHARE, COUNT], total=True, note=note)


def _all_rows(totals: pd.DataFrame) -> list[str]:
    return [row for ids in totals["row_ids"] for row in ids]


def _sum(report: HalfYear, totals: pd.DataFrame, prefix: str, caption: str) -> Figure:
    """What all lines add up to: the period's own figure where it rests on the same rows, so that it is proved once."""
    whole, rows = int(totals["amount_fen"].sum()), _all_rows(totals)
    valued = set(report.sources.loc[rows, "amount"].dropna().index)
    for figure in report.figures.values():
        if figure.unit == "fen" and figure.value == whole and set(figure.row_ids) == valued:
            return figure
    halfwidth = int(totals["halfwidth_fen"].sum())
    return Figure(f"{prefix}-sum", f"{caption}：合计", "fen", whole, halfwidth, tuple(rows), "各行相加")


def residue_note(amounts_fen: Iterable[int]) -> str:
    """What a picture in 万元 leaves out, in 元; "" where its parts show the sum to the fen."""
    shown = apportion([int(fen) for fen in amounts_fen])
    if not shown.residue_fen:
        return ""
    sign = "+" if shown.residue_fen > 0 else ""
    return f"图中各数相加为 {shown.total:,} 万元；准确合计与此相差 {sign}{format_yuan(shown.residue_fen)} 元。"


def _figure(line: Any, prefix: str, caption: str) -> Figure:
    name = f"{caption}：{line.label}"
    amounts = int(line.amount_fen), int(line.halfwidth_fen)
    return Figure(f"{prefix}-{line.label}", name, "fen", *amounts, tuple(line.row_ids), "各笔相加")


def comparison_table(report: HalfYear, rows: pd.DataFrame, column: str, caption: str, label: str) -> Fragment:
    """This period beside the one before and the same half of the year before, in 元; 无可比数据 where there is none.

    `rows` are the ledger's rows of all periods.
    """
    period = report.period
    earlier = [str(other) for other in (period.previous, period.year_before)]
    if not set(earlier) & set(report.ledger.periods):
        return notice("info", f"{caption}：{NO_COMPARISON}。台账中没有 {'、'.join(dict.fromkeys(earlier))} 的数据。")
    compared = compare_periods(rows, str(period), column, report.ledger.periods)
    headings = {
        "amount_fen": f"本期（{period}）",
        "previous_fen": f"上期（{period.previous}）",
        "year_before_fen": f"上年同期（{period.year_before}）",
    }
    shown = pd.DataFrame({label: [*compared["label"], "合计"]})
    for name, heading in headings.items():
        is_known = compared[name].notna().all()
        amounts = [*compared[name], compared[name].sum()] if is_known else [None] * len(shown)
        shown[heading] = [NO_COMPARISON if fen is None else format_yuan(int(fen)) for fen in amounts]
    shown["同比"] = [
        _change(now, before)
        for now, before in zip(_with_sum(compared, "amount_fen"), _with_sum(compared, "year_before_fen"), strict=True)
    ]
    return table(
        shown,
        caption,
        numeric=[*headings.values(), "同比"],
        total=True,
        note="单位：元。同比 ＝ 本期 ÷ 上年同期 － 1；基数为 0 时不计算。",
    )


def _with_sum(compared: pd.DataFrame, name: str) -> list[int | None]:
    if not compared[name].notna().all():
        return [None] * (len(compared) + 1)
    return [int(fen) for fen in (*compared[name], compared[name].sum())]


def _change(now: int | None, before: int | None) -> str:
    if now is None or before is None:
        return NO_COMPARISON
    return f"{now / before - 1:+.1%}" if before > 0 else "基数为 0"
