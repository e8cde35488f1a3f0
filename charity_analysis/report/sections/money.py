"""What came in and what went out: totals per programme, channel and kind, with earlier periods beside them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure, sum_amounts
from charity_analysis.analysis.scope import counted, each_row, gifts, income_classes
from charity_analysis.analysis.totals import NOT_STATED, total_by, total_by_month, total_by_period
from charity_analysis.money import format_yuan
from charity_analysis.report.charts import plot_half_years, plot_months, plot_programme_amounts
from charity_analysis.report.elements import Fragment, Part, chart, join, notice
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.tables import (
    amount_cell,
    column_of,
    comparison_table,
    residue_note,
    total_figure,
    totals_table,
)

_WAYS = {"received": "收入", "paid": "支出"}


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
    figures = [programme_total(line) for line in each_row(totals)]
    drawn = totals.rename(columns={"label": "programme"})[["programme", "amount_fen"]]
    drawn = drawn.assign(link=[report.anchor(figure) for figure in figures])
    data = drawn[["programme"]].assign(amount_fen=column_of(map(report.cite, figures)))
    largest = next(each_row(totals))
    picture = chart(
        plot_programme_amounts(drawn),
        "钱用在了哪些项目？",
        f"条形图：{len(totals)} 个项目的支出，最大的是{largest.label}，{format_yuan(largest.amount_fen)} 元。",
        data,
        residue_note(drawn["amount_fen"]),
    )
    return join(
        picture,
        totals_table(report, totals, "支出按项目", "项目", "programme"),
        comparison_table(report, report.ledger.disbursements, "programme", "支出与以前期间比较", "项目"),
    )


def programme_total(line: Any) -> Figure:
    """What was paid under one programme, as the table below the picture has it."""
    return total_figure(line, "programme", "支出按项目")


def _undated(report: HalfYear, figures: dict[str, list[Figure]]) -> Part:
    """What no month can show, so that a month's 0 is not read as nothing received or paid."""
    clauses: list[Part] = [
        join(f"{word} ", report.cite(figures[way][-1]), " 元") for way, word in _WAYS.items() if figures[way][-1].value
    ]
    if not clauses:
        return ""
    listed = [piece for number, clause in enumerate(clauses) for piece in (("、", clause) if number else (clause,))]
    told = "没有写明日期：某月的 0 只表示没有写明在该月的，不表示没有收支。"
    return join("另有", *listed, told)


def _monthly(report: HalfYear, months: pd.DataFrame) -> dict[str, list[Figure]]:
    """For each way one figure per line of `months`."""
    sides = {"received": (report.donations, "received_date"), "paid": (report.disbursements, "paid_date")}
    figures = {}
    for way, (rows, day) in sides.items():
        keys = rows[day].dt.strftime("%Y-%m").where(rows["date_basis"].isin(("stated", "as_of")), NOT_STATED)
        figures[way] = [
            sum_amounts(rows[keys == month], f"{way}-{month}", f"{month} {_WAYS[way]}") for month in months["month"]
        ]
    return figures


def _by_period(report: HalfYear, periods: pd.Series[str]) -> dict[str, list[Figure]]:
    ledger = report.ledger
    sides = {"received": gifts(counted(ledger.donations)), "paid": counted(ledger.disbursements)}
    return {
        way: [
            sum_amounts(rows[rows["period"] == period], f"{way}-{period}", f"{period} {_WAYS[way]}")
            for period in periods
        ]
        for way, rows in sides.items()
    }


def _drawn(report: HalfYear, table: pd.DataFrame, figures: dict[str, list[Figure]]) -> pd.DataFrame:
    """`table` with the way from each amount to its rows."""
    return table.assign(**{f"{way}_link": [report.anchor(one) for one in figures[way]] for way in _WAYS})


def _tidy(report: HalfYear, table: pd.DataFrame, figures: dict[str, list[Figure]]) -> pd.DataFrame:
    """`table` with each amount cited; where there are no rows there is no amount."""
    cells = {f"{way}_fen": column_of(amount_cell(report, one) for one in figures[way]) for way in _WAYS}
    return table.reset_index(drop=True).assign(**cells)


def render_course(report: HalfYear) -> Fragment:
    """Received against paid: by month within the period, and over the half-years where there are several."""
    months = total_by_month(report.donations, report.disbursements, str(report.period))
    monthly = _monthly(report, months)
    parts = [
        chart(
            plot_months(_drawn(report, months, monthly)),
            "每月收到多少、付出多少？",
            "柱形图："
            + "；".join(
                f"{line.month} 收 {format_yuan(line.received_fen)} 元、支 {format_yuan(line.paid_fen)} 元"
                for line in each_row(months)
            ),
            _tidy(report, months, monthly),
            _undated(report, monthly),
        )
    ]
    periods = total_by_period(report.ledger)
    periods = periods[periods["period"] <= str(report.period)]
    if len(periods) > 1:
        data = periods[["period", "received_fen", "paid_fen"]]
        figures = _by_period(report, data["period"])
        first, last = data["period"].iloc[0], data["period"].iloc[-1]
        words = f"折线图：{first} 至 {last} 各半年的收入与支出。"
        # Only the last period's amounts are written into the picture.
        links = {f"{way}_link": [*[""] * (len(data) - 1), report.anchor(figures[way][-1])] for way in _WAYS}
        picture = plot_half_years(data.assign(**links))
        parts.append(chart(picture, "各半年的收支如何变化？", words, _tidy(report, data, figures)))
    return join(*parts)
