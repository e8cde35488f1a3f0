"""How many rows of each file count, and which do not; then what was found and whether printed totals hold."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.scope import in_period
from charity_analysis.ledger.exclusions import CONFIRMED
from charity_analysis.money import format_yuan
from charity_analysis.report.elements import Fragment, join, notice, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.findings import SEVERITIES, render_findings, without_remedy
from charity_analysis.report.sections.signoffs import render_signoffs
from charity_analysis.report.sections.stated_totals import render_stated_totals


def render_quality(report: HalfYear) -> Fragment:
    """How many rows count, what was signed off, what was found, and whether the printed totals hold."""
    return join(_rows(report), render_signoffs(report), render_findings(report), render_stated_totals(report))


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
    found = sorted(file["findings"], key=lambda finding: list(SEVERITIES).index(finding["severity"]))
    return without_remedy(found[0]["message_zh"], found[0]["rule"]) if found else ""
