"""What came in and what went out: totals per programme, channel and kind, with earlier periods beside them."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.scope import each_row, gifts, income_classes
from charity_analysis.analysis.totals import NOT_STATED, total_by, total_by_month, total_by_period
from charity_analysis.money import format_yuan
from charity_analysis.report.charts import plot_half_years, plot_months, plot_programme_amounts
from charity_analysis.report.elements import Fragment, chart, join, notice
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.tables import comparison_table, residue_note, totals_table


def render_income(report: HalfYear) -> Fragment:
    """Donations by programme, donor kind, channel and form; then income that is no gift, apart from them."""
    return join(_gifts(report), _other_income(report))


def _other_income(report: HalfYear) -> Fragment:
    rows = report.books.other_income
    if rows.empty:
        return join()
    named = rows.assign(income_class=income_classes(rows))
    caption = "其他收入（不是捐赠，不计入捐赠收入）"
    return totals_table(report, total_by(named, "income_class", "income_class"), caption, "类别", "other-income")


def _gifts(report: HalfYear) -> Fragment:
    rows = report.donations
    if rows.empty:
        return notice("info", "本期没有捐赠收入记录。")
    parts = [
        totals_table(report, total_by(rows, "programme"), "捐赠收入按项目", "项目", "income-programme"),
        totals_table(
            report, total_by(rows, "donor_kind", "donor_kind"), "捐赠收入按捐赠人类别", "捐赠人类别", "income-donor"
        ),
        totals_table(report, total_by(rows, "form", "form"), "现金与物资", "形式", "income-form"),
    ]
    if rows["channel"].notna().any():
        parts.append(totals_table(report, total_by(rows, "channel"), "捐赠收入按渠道", "渠道", "income-channel"))
    else:
        parts.append(notice("info", "渠道：原表没有写明，不能按渠道相加。"))
    parts.append(
        comparison_table(report, gifts(report.ledger.donations), "programme", "捐赠收入与以前期间比较", "项目")
    )
    return join(*parts)


def render_spending(report: HalfYear) -> Fragment:
    """Payments by programme: the picture, the totals, and earlier periods."""
    rows = report.disbursements
    if rows.empty:
        return notice("info", "本期没有支出记录。")
    totals = total_by(rows, "programme")
    data = totals.rename(columns={"label": "programme"})[["programme", "amount_fen"]]
    largest = next(each_row(totals))
    picture = chart(
        plot_programme_amounts(data),
        "钱用在了哪些项目？",
        f"条形图：{len(totals)} 个项目的支出，最大的是{largest.label}，{format_yuan(largest.amount_fen)} 元。",
        data,
        residue_note(data["amount_fen"]),
    )
    return join(
        picture,
        totals_table(report, totals, "支出按项目", "项目", "programme"),
        comparison_table(report, report.ledger.disbursements, "programme", "支出与以前期间比较", "项目"),
    )


def _undated(months: pd.DataFrame) -> str:
    """What no month can show, so that a month's 0 is not read as nothing received or paid."""
    undated = months[months["month"] == NOT_STATED]
    clauses = [
        f"{word} {format_yuan(fen)} 元"
        for word, fen in (("收入", int(undated["received_fen"].sum())), ("支出", int(undated["paid_fen"].sum())))
        if fen
    ]
    return f"另有{'、'.join(clauses)}没有写明日期：某月的 0 只表示没有写明在该月的，不表示没有收支。" if clauses else ""


def render_course(report: HalfYear) -> Fragment:
    """Received against paid: by month within the period, and over the half-years where there are several."""
    months = total_by_month(report.donations, report.disbursements, str(report.period))
    parts = [
        chart(
            plot_months(months),
            "每月收到多少、付出多少？",
            "柱形图："
            + "；".join(
                f"{line.month} 收 {format_yuan(line.received_fen)} 元、支 {format_yuan(line.paid_fen)} 元"
                for line in each_row(months)
            ),
            months,
            _undated(months),
        )
    ]
    periods = total_by_period(report.ledger)
    periods = periods[periods["period"] <= str(report.period)]
    if len(periods) > 1:
        data = periods[["period", "received_fen", "paid_fen"]]
        first, last = data["period"].iloc[0], data["period"].iloc[-1]
        title = "各半年的收支如何变化？"
        parts.append(chart(plot_half_years(data), title, f"折线图：{first} 至 {last} 各半年的收入与支出。", data))
    return join(*parts)
