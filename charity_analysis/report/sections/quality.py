"""How many rows of each file count, and which do not; then what was found and whether printed totals hold."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.ledger.exclusions import CONFIRMED
from charity_analysis.report.elements import Fragment, Part, join, notice, quoted, table
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
    lines = [_file_line(report, file) for file in _period_files(report)]
    # A period may have rows and no file: ledgers of another period's folder can hold its dates.
    columns = ["文件", "计入", "暂不计入", "略过", *(["为什么没有数据行"] if any(map(len, _reasons(lines))) else [])]
    counted = pd.DataFrame(lines, columns=columns)
    note = "略过的是标题、单位、表头、小计、备注和空行；小计不计入，只用来与明细核对，不符的列在下表。"
    numeric = ["计入", "暂不计入", "略过"]
    shown = table(counted, "每个文件的行数", numeric=numeric, quotes=["文件", "为什么没有数据行"], note=note)
    if report.held.empty:
        return join(notice("info", "所有数据行都已计入，没有暂不计入的行。"), shown)
    count, amount = report.held_words()
    told: list[Part] = ["有 ", count, " 行暂不计入，", amount, "；改正后重新运行即可计入"]
    found = report.ledger.findings
    confirmed = int((found["rule"].eq(CONFIRMED) & found["period"].eq(str(report.period))).sum())
    told.append(quoted(f"；其中 {confirmed} 行经人确认不计，不必改正") if confirmed else "")
    return join(notice("error", join(*told, "。")), shown)


def _file_line(report: HalfYear, file: dict[str, Any]) -> dict[str, Any]:
    counts = {key: sum(table["rows"][key] for table in file["tables"]) for key in ("clean", "held", "ignored")}
    reason = "" if counts["clean"] + counts["held"] or file["status"] == "ignored" else _why_empty(file)
    rows = report.rows_of_file(str(report.period), file["file"])
    held = report.held["row_id"]
    is_held = rows.isin(held)
    return {
        "文件": file["file"],
        "计入": _rows_of(report, rows[~is_held], counts["clean"], f"{file['file']}：计入的行"),
        "暂不计入": _rows_of(report, rows[is_held], counts["held"], f"{file['file']}：暂不计入的行"),
        # What is no data has no row in the ledger.
        "略过": quoted(f"{counts['ignored']:,}"),
        "为什么没有数据行": reason,
    }


def _rows_of(report: HalfYear, rows: pd.Index[str], count: int, name: str) -> Part:
    """How many rows of a file these are; a number that the ledger's rows do not bear out is the cleaning's own."""
    return report.count(rows, name, name) if count and len(rows) == count else quoted(f"{count:,}")


def _reasons(lines: list[dict[str, Any]]) -> list[str]:
    return [line["为什么没有数据行"] for line in lines]


def _why_empty(file: dict[str, Any]) -> str:
    """The worst that was found of a file of which no row is data."""
    found = sorted(file["findings"], key=lambda finding: list(SEVERITIES).index(finding["severity"]))
    return without_remedy(found[0]["message_zh"], found[0]["rule"]) if found else ""
