"""Who was paid, who benefited, and what passed through without entering the books."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit, unit_costs
from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.money import format_yuan
from charity_analysis.report.cards import fold
from charity_analysis.report.charts import plot_shares
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, plain, quoted, table
from charity_analysis.report.half_year import HIDDEN, HalfYear
from charity_analysis.report.sections.dates import show_date
from charity_analysis.report.sections.tables import column_of, residue_note, total_figure, totals_table
from charity_analysis.rules import label_names

# A longer list of payments is folded; print shows it whole.
_MOST_OPEN = 30

# More parts than this a bar cannot tell apart.
_MOST_PARTS = 6


def render_payees(report: HalfYear) -> Fragment:
    """Payments by kind of payee."""
    rows = report.disbursements
    if rows.empty:
        return notice("info", "本期没有支出记录。")
    totals = total_by(rows, "payee_kind", "payee_kind")
    positive = totals[totals["amount_fen"] > 0].head(_MOST_PARTS)
    picture = [_payee_picture(report, positive)] if len(positive) else []
    return join(*picture, totals_table(report, totals, "支出按收款方类别", "收款方", "payee"))


def _payee_picture(report: HalfYear, totals: pd.DataFrame) -> Fragment:
    figures = [total_figure(line, "payee", "支出按收款方类别") for line in each_row(totals)]
    rows = report.disbursements
    drawn_rows = {row for figure in figures for row in figure.row_ids}
    whole = sum_amounts(rows[rows["row_id"].isin(drawn_rows)], "payee-drawn", "图中各类之和")
    shares = [share(one, whole, f"{one.id}-drawn", f"{one.name}的占比", "本类 ÷ 图中各类之和") for one in figures]
    data = totals[["label", "amount_fen"]]
    words = "；".join(f"{line.label} {format_yuan(line.amount_fen)} 元" for line in each_row(data))
    links = {"link": [*map(report.anchor, figures)], "share_link": [*map(report.anchor, shares)]}
    return chart(
        plot_shares(data.assign(**links)),
        "钱付给了谁？",
        f"比例条：{words}。",
        data.reset_index(drop=True).assign(amount_fen=column_of(map(report.cite, figures))),
        residue_note(data["amount_fen"]),
    )


def render_beneficiaries(report: HalfYear) -> Fragment:
    """Beneficiaries by unit, never added across units."""
    parts = beneficiaries_by_unit(report.disbursements)
    if not parts:
        return notice("info", "本期支出没有写明受益对象数。")
    lines = pd.DataFrame(
        {
            "计量单位": [part.id for part in parts],
            "受益对象数": [report.cite(part.named(f"people-{part.id}", part.name)) for part in parts],
            "支出笔数": [
                report.count(part.row_ids, f"people-payments-{part.id}", f"写明受益对象（{part.id}）的支出笔数")
                for part in parts
            ],
        }
    )
    stated = {row for part in parts for row in part.row_ids}
    rows = report.disbursements["row_id"]
    unstated = rows[~rows.isin(stated)]
    silent: list[Part] = (
        ["另有 ", report.count(unstated, "people-unstated", "没有写明人数的支出笔数"), " 笔支出没有写明人数。"]
        if len(unstated)
        else []
    )
    note = join("人、人次、户是不同的单位，不相加。", *silent, hidden_note(report, lines))
    numeric = ["受益对象数", "支出笔数"]
    counts = table(lines, "受益对象（按计量单位）", numeric=numeric, quotes=["计量单位"], note=note)
    return join(counts, _unit_costs(report))


def _unit_costs(report: HalfYear) -> Fragment:
    """What one person, person-time or household cost, by programme."""
    costs = unit_costs(report.disbursements)
    if costs.empty:
        return join()
    lines = pd.DataFrame([_cost_line(report, line) for line in each_row(costs.rename(columns={"count": "count_"}))])
    note = join("平均 ＝ 支出 ÷ 受益对象数，只用写明数目和金额的拨付。", hidden_note(report, lines))
    numeric = ["受益对象数", "支出（元）", "平均（元）"]
    return table(lines, "平均每一受益对象的支出", numeric=numeric, quotes=["项目", "单位"], note=note)


def _cost_line(report: HalfYear, line: Any) -> dict[str, Part]:
    key, name, rows = f"{line.programme}-{line.unit}", f"{line.programme}（{line.unit}）", tuple(line.row_ids)
    count = Figure(f"cost-count-{key}", f"{name}的受益对象数", "count", int(line.count_), 0, rows, "逐行相加")
    amounts = int(line.amount_fen), int(line.halfwidth_fen)
    spent = Figure(f"cost-{key}", f"{name}写明受益对象数的支出", "fen", *amounts, rows, "写明数目和金额的拨付相加")
    average: Part = "—"
    if not pd.isna(line.cost_fen):
        halfwidth = -(-int(line.halfwidth_fen) // int(line.count_))
        figure = Figure(
            f"cost-mean-{key}", f"{name}平均", "fen", int(line.cost_fen), halfwidth, rows, "支出 ÷ 受益对象数"
        )
        figure = replace(figure, made_of=(spent, count))
        # What is hidden of a count must not come back as amount ÷ average.
        average = HIDDEN if report.hides(count) else report.cite(figure)
    return {
        "项目": line.programme,
        "单位": line.unit,
        "受益对象数": report.cite(count),
        "支出（元）": report.cite(spent),
        "平均（元）": average,
    }


def hidden_note(report: HalfYear, lines: pd.DataFrame) -> Part:
    """What stands for a hidden count, where one is among the cells of `lines`."""
    if not any(HIDDEN in plain(cell) for cell in lines.to_numpy().ravel() if isinstance(cell, str | Fragment)):
        return ""
    threshold = report.ledger.organisation.disclosure_threshold
    return join(f"{HIDDEN} 人数少于 ", quoted(f"{threshold}"), "，或会由相减得出，不公布。")


def render_beside(report: HalfYear) -> Fragment:
    """Agency goods and partner money, each movement on one line, outside every total."""
    rows = report.agency
    if rows.empty:
        return notice("info", "本期没有受托代理或合作方出资的记录。")
    books, units = label_names("books"), label_names("unit")
    lines = pd.DataFrame(
        {
            "日期": [
                show_date(day, basis) for day, basis in zip(rows["movement_date"], rows["date_basis"], strict=True)
            ],
            "归属": rows["books"].map(books),
            "捐赠方": rows["donor"],
            "接收方": rows["payee"],
            "款物": rows["goods"].fillna("款项"),
            "数量": [
                "—"
                if pd.isna(row.quantity)
                else join(_quantity(report, row), f" {units.get(row.unit, row.unit or '')}")
                for row in each_row(rows.assign(unit=rows["unit"].fillna("")))
            ],
            "价值（元）": [_row_amount(report, row, "movement") for row in each_row(rows)],
        }
    )
    note = "一笔进出记一行，不计入本会收入和支出；未估值的不按 0 计。"
    quotes = ["日期", "归属", "捐赠方", "接收方", "款物"]
    return table(lines, "受托代理与合作方出资（账外）", numeric=["价值（元）"], quotes=quotes, note=note)


def _quantity(report: HalfYear, row: Any) -> Part:
    return report.cite(
        Figure(f"goods-{row.row_id}", "一笔的数量", "count", int(row.quantity), 0, (row.row_id,), "原表所写")
    )


def _row_amount(report: HalfYear, row: Any, prefix: str) -> Part:
    """The amount of one row, proved by where it stands."""
    if pd.isna(row.amount_fen):
        return "未估值"
    amounts = int(row.amount_fen), int(row.amount_halfwidth_fen)
    return report.cite(Figure(f"{prefix}-{row.row_id}", "一笔的金额", "fen", *amounts, (row.row_id,), "原表所写"))


def render_payments(report: HalfYear) -> Fragment:
    """Every payment of the period with its approval number, in the order of the days."""
    rows = report.disbursements.sort_values("paid_date", kind="stable", na_position="last")
    if rows.empty:
        return notice("info", "本期没有付款。")
    total = report.figures["paid"]
    lines = pd.DataFrame(
        {
            "日期": [show_date(day, basis) for day, basis in zip(rows["paid_date"], rows["date_basis"], strict=True)],
            "收款方": rows["payee"],
            "金额（元）": [_row_amount(report, row, "payment") for row in each_row(rows)],
            "项目": rows["programme"].fillna(NOT_STATED),
            "用途": rows["purpose"].fillna(NOT_STATED),
            "批准文号": rows["approval_no"],
        }
    )
    last = pd.DataFrame([{"日期": "合计", "金额（元）": report.cite(total)}])
    lines = pd.concat([lines, last], ignore_index=True)
    listed = table(
        lines,
        join("付款清单（", report.count(rows["row_id"], "payments", "付款笔数"), " 笔）"),
        numeric=["金额（元）"],
        quotes=["日期", "收款方", "项目", "用途", "批准文号"],
        total=True,
        stacked=True,
        lead="金额（元）",
        note="批准文号为“—”的，原表没有写明文号。",
    )
    if len(rows) <= _MOST_OPEN:
        return listed
    # A link inside what folds could be reached by no keyboard; the table's caption has it.
    return fold(join("付款清单：", quoted(f"{len(rows):,}"), " 笔"), listed)
