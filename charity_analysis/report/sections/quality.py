"""What the books do not say: findings by severity, rows held back, opening balances that are not known."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.scope import in_period
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.ledger.exclusions import CONFIRMED
from charity_analysis.money import format_yuan
from charity_analysis.report.elements import Fragment, join, notice, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.rules import finding_rules

_SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
_MOST_LINES = 40
_EACH_SHOWN = frozenset({"out_of_period"})


def render_quality(report: HalfYear) -> Fragment:
    """How many rows count, what was found, and what is not known."""
    return join(_rows(report), _findings(report), _funds(report))


def _period_files(report: HalfYear) -> list[dict[str, Any]]:
    files = report.ledger.manifest["document"]["files"]
    return [file for file in files if file["period"] == str(report.period)]


def _rows(report: HalfYear) -> Fragment:
    lines = [_file_line(file) for file in _period_files(report)]
    held = in_period(report.ledger.held, str(report.period))
    # A period may have rows and no file: ledgers of another period's folder can hold its dates.
    columns = ["文件", "计入", "暂不计入", "略过", *(["为什么没有数据行"] if any(map(len, _reasons(lines))) else [])]
    counted = pd.DataFrame(lines, columns=columns)
    note = "略过的是标题、单位、表头、小计、备注和空行；小计不计入，只用来与明细核对，不符的列在下表。"
    shown = table(counted, "每个文件的行数", numeric=["计入", "暂不计入", "略过"], note=note)
    if held.empty:
        return join(notice("info", "所有数据行都已计入，没有暂不计入的行。"), shown)
    amount = format_yuan(int(held["amount_fen"].sum()))
    found = report.ledger.findings
    confirmed = int((found["rule"].eq(CONFIRMED) & found["period"].eq(str(report.period))).sum())
    of_which = f"；其中 {confirmed} 行经人确认不计，不必改正" if confirmed else ""
    return join(
        notice(
            "error", f"有 {len(held)} 行暂不计入，其中能识别的金额合计 {amount} 元；改正后重新运行即可计入{of_which}。"
        ),
        shown,
    )


def _file_line(file: dict[str, Any]) -> dict[str, Any]:
    counts = {key: sum(table["rows"][key] for table in file["tables"]) for key in ("clean", "held", "ignored")}
    reason = "" if counts["clean"] + counts["held"] or file["status"] == "ignored" else _why_empty(file)
    return {
        "文件": file["file"],
        "计入": counts["clean"],
        "暂不计入": counts["held"],
        "略过": counts["ignored"],
        "为什么没有数据行": reason,
    }


def _reasons(lines: list[dict[str, Any]]) -> list[str]:
    return [line["为什么没有数据行"] for line in lines]


def _why_empty(file: dict[str, Any]) -> str:
    """The worst that was found of a file of which no row is data."""
    found = sorted(file["findings"], key=lambda finding: list(_SEVERITIES).index(finding["severity"]))
    return _without_remedy(found[0]["message_zh"], found[0]["rule"]) if found else ""


def _without_remedy(message: str, rule: str) -> str:
    return message.rsplit("；", 1)[0] if finding_rules()[rule].remedies["zh"] else message


def _findings(report: HalfYear) -> Fragment:
    rows = report.ledger.findings
    rows = rows[rows["period"].isna() | (rows["period"] == str(report.period))]
    if rows.empty:
        return notice("info", "没有发现问题。")
    order = list(_SEVERITIES)
    # Each error wants mending, and each date moves money to another half-year; of the rest one stands for all.
    is_single = (rows["severity"] == "error") | rows["rule"].isin(_EACH_SHOWN)
    grouped = (
        rows.assign(rank=rows["severity"].map(order.index), number=range(len(rows)))
        .assign(case=lambda found: found["number"].where(is_single, -1))
        .groupby(["rank", "rule", "case"], sort=True)
        .agg(severity=("severity", "first"), count=("rule", "size"), message=("message_zh", "first"))
        .reset_index()
    )
    remedies = {name: rule.remedies["zh"] for name, rule in finding_rules().items()}
    lines = pd.DataFrame(
        {
            "程度": grouped["severity"].map(_SEVERITIES),
            "次数": grouped["count"],
            "发现（次数多于 1 的只列首例）": list(map(_without_remedy, grouped["message"], grouped["rule"])),
            "怎么办": [remedies[rule].format_map(_Blank()) for rule in grouped["rule"]],
        }
    )
    rest = int(lines["次数"][_MOST_LINES:].sum())
    note = f"另有 {rest:,} 条没有列出，见 charity clean --json 或笔记本 01_data_quality。" if rest else ""
    return table(lines.head(_MOST_LINES), "数据质量：发现了什么", numeric=["次数"], note=note)


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _funds(report: HalfYear) -> Fragment:
    funds = in_period(report.ledger.funds, str(report.period))
    if funds.empty:
        return join()
    unknown = funds["opening_balance_fen"].isna()
    lines = pd.DataFrame(
        {
            "资金池": funds["fund"],
            "限定性": funds["is_restricted"].astype(object).map({True: "限定", False: "非限定"}).fillna(NOT_STATED),
            "期初余额（元）": [
                NOT_STATED if pd.isna(fen) else format_yuan(int(fen)) for fen in funds["opening_balance_fen"]
            ],
        }
    )
    note = f"{int(unknown.sum())} 个资金池的期初余额未载明，不按 0 计，因此期末余额不能给出。" if unknown.any() else ""
    return table(lines, "资金池期初余额", numeric=["期初余额（元）"], note=note)
