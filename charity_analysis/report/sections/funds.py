"""The funds: what each had at the start, what came in and went out, what was moved, and what is left."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.funds import fund_table
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.money import format_yuan
from charity_analysis.report.elements import Fragment, Part, join, notice, table
from charity_analysis.report.half_year import HalfYear

_RESTRICTED = {True: "限定", False: "非限定"}
_COLUMNS = {"opening": "期初", "received": "收入", "paid": "支出", "reclassified": "调整", "closing": "期末"}


def render_funds(report: HalfYear) -> Fragment:
    """One line per fund, their sum last; a balance that is not known is said with what follows from the rows."""
    funds = in_period(fund_table(report.ledger), str(report.period))
    if funds.empty:
        return notice("info", "本期没有资金记录。")
    lines = [_line(report, fund) for fund in each_row(funds)]
    lines.append(_total(funds))
    shown = pd.DataFrame(lines)
    if not funds["reclassified_fen"].fillna(0).ne(0).any():
        shown = shown.drop(columns=_COLUMNS["reclassified"])
    numeric = [name for name in _COLUMNS.values() if name in shown]
    note = "期末 ＝ 期初 ＋ 收入 － 支出 ± 调整。"
    return join(
        table(shown, "各项资金的结转（元）", numeric=numeric, total=True, stacked=True, note=note),
        _unknown(report, funds),
    )


def _line(report: HalfYear, fund: Any) -> dict[str, Part]:
    return {
        "资金": fund.fund,
        _COLUMNS["opening"]: _opening(report, fund),
        **{_COLUMNS[key]: _movement(report, fund, key) for key in ("received", "paid", "reclassified")},
        _COLUMNS["closing"]: _closing(report, fund),
        "限定性": NOT_STATED if pd.isna(fund.is_restricted) else _RESTRICTED[bool(fund.is_restricted)],
    }


def _opening(report: HalfYear, fund: Any) -> Part:
    if pd.isna(fund.opening_fen):
        return NOT_STATED
    amount = int(fund.opening_fen)
    # What is carried over is proved by all rows of the closing before: they stand under the closing of this period.
    register = report.ledger.funds
    rows = tuple(register.loc[register["row_id"].isin(fund.own_row_ids), "row_id"])
    if fund.opening_basis != "stated" or not rows:
        return format_yuan(amount)
    name = f"{fund.fund}期初余额"
    halfwidth = int(fund.opening_halfwidth_fen)
    return report.cite(Figure(f"fund-opening-{fund.fund}", name, "fen", amount, halfwidth, rows, "原表写明"))


def _movement(report: HalfYear, fund: Any, key: str) -> Part:
    amount = int(getattr(fund, f"{key}_fen"))
    sources = {"received": report.ledger.donations, "paid": report.ledger.disbursements}.get(key, report.ledger.funds)
    column = "reclassified_fen" if key == "reclassified" else "amount_fen"
    moved = sources["row_id"].isin(fund.own_row_ids) & sources[column].notna()
    rows = tuple(sources.loc[moved, "row_id"])
    if not rows:
        return format_yuan(amount)
    name = f"{fund.fund}{_COLUMNS[key]}"
    halfwidth = int(sources.loc[moved, column.replace("_fen", "_halfwidth_fen")].sum())
    return report.cite(Figure(f"fund-{key}-{fund.fund}", name, "fen", amount, halfwidth, rows, "本期各笔相加"))


def _closing(report: HalfYear, fund: Any) -> Part:
    if pd.isna(fund.closing_fen):
        least = _net(fund) - int(fund.movement_halfwidth_fen)
        is_bound = least > 0 and not _has_unvalued(report, fund)
        return f"{NOT_STATED}（至少 {format_yuan(least)}）" if is_bound else NOT_STATED
    amount = int(fund.closing_fen)
    if not fund.row_ids:
        return format_yuan(amount)
    return report.cite(
        Figure(
            f"fund-closing-{fund.fund}",
            f"{fund.fund}期末余额",
            "fen",
            amount,
            int(fund.closing_halfwidth_fen),
            tuple(fund.row_ids),
            "期初＋收入－支出±调整",
        )
    )


def _net(fund: Any) -> int:
    return int(fund.received_fen) - int(fund.paid_fen) + int(fund.reclassified_fen)


def _total(funds: pd.DataFrame) -> dict[str, Part]:
    sums = {
        name: NOT_STATED if funds[f"{key}_fen"].isna().any() else format_yuan(int(funds[f"{key}_fen"].sum()))
        for key, name in _COLUMNS.items()
    }
    return {"资金": "合计", **sums, "限定性": ""}


def _unknown(report: HalfYear, funds: pd.DataFrame) -> Fragment:
    """What is not known and why, and what the rows say all the same: no fund can be below nought."""
    unknown = funds[funds["closing_fen"].isna()]
    if unknown.empty:
        return join()
    reasons = [
        f"{len(own)} 项资金的期末余额不能给出（{why}），不按 0 计。" for why, own in unknown.groupby("why", sort=False)
    ]
    short = unknown[unknown["opening_fen"].isna()]
    lines = [
        f"{fund.fund}本期支出多于收入，期初至少有 {format_yuan(least)} 元"
        for fund in each_row(short)
        if (least := -_net(fund) - int(fund.movement_halfwidth_fen)) > 0 and not _has_unvalued(report, fund)
    ]
    follows = f"由明细可知：{'；'.join(lines)}。" if lines else ""
    remedy = "请在基金期初余额表中补上期初数。" if len(short) else ""
    return notice("warning", "".join([*reasons, follows, remedy]))


def _has_unvalued(report: HalfYear, fund: Any) -> bool:
    """True where a movement of the period has no amount, so that nothing follows from the others."""
    moved = [report.ledger.donations, report.ledger.disbursements]
    return any(rows.loc[rows["row_id"].isin(fund.own_row_ids), "amount_fen"].isna().any() for rows in moved)
