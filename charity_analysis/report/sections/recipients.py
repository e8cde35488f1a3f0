"""Who was paid, who benefited, and what passed through without entering the books."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit, unit_costs
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.money import format_yuan
from charity_analysis.report.charts import plot_shares
from charity_analysis.report.elements import Fragment, chart, join, notice, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.dates import show_date
from charity_analysis.report.sections.tables import residue_note, totals_table
from charity_analysis.rules import label_names


def render_payees(report: HalfYear) -> Fragment:
    """Payments by kind of payee."""
    rows = report.disbursements
    if rows.empty:
        return notice("info", "本期没有支出记录。")
    totals = total_by(rows, "payee_kind", "payee_kind")
    positive = totals[totals["amount_fen"] > 0][["label", "amount_fen"]]
    words = "；".join(f"{line.label} {format_yuan(line.amount_fen)} 元" for line in each_row(positive))
    picture = (
        [
            chart(
                plot_shares(positive.head(6)),
                "钱付给了谁？",
                f"比例条：{words}。",
                positive,
                residue_note(positive.head(6)["amount_fen"]),
            )
        ]
        if len(positive)
        else []
    )
    return join(*picture, totals_table(report, totals, "支出按收款方类别", "收款方", "payee"))


def render_beneficiaries(report: HalfYear) -> Fragment:
    """Beneficiaries by unit, never added across units."""
    parts = beneficiaries_by_unit(report.disbursements)
    if not parts:
        return notice("info", "本期支出没有写明受益对象数。")
    lines = pd.DataFrame(
        {
            "计量单位": [part.id for part in parts],
            "受益对象数": [report.cite(part.named(f"people-{part.id}", part.name)) for part in parts],
            "支出笔数": [len(part.row_ids) for part in parts],
        }
    )
    unstated = len(report.disbursements) - sum(len(part.row_ids) for part in parts)
    silent = f"另有 {unstated} 笔支出没有写明人数。" if unstated else ""
    note = f"人、人次、户是不同的单位，不相加。{silent}"
    counts = table(lines, "受益对象（按计量单位）", numeric=["受益对象数", "支出笔数"], note=note)
    return join(counts, _unit_costs(report))


def _unit_costs(report: HalfYear) -> Fragment:
    """What one person, person-time or household cost, by programme."""
    costs = unit_costs(report.disbursements)
    if costs.empty:
        return join()
    lines = [
        {
            "项目": line.programme,
            "单位": line.unit,
            "受益对象数": line.count_,
            "支出（元）": report.cite(
                Figure(
                    f"cost-{line.programme}-{line.unit}",
                    f"{line.programme}（{line.unit}）写明受益对象数的支出",
                    "fen",
                    int(line.amount_fen),
                    int(line.halfwidth_fen),
                    tuple(line.row_ids),
                    "写明数目和金额的拨付相加",
                )
            ),
            "平均（元）": "—" if pd.isna(line.cost_fen) else format_yuan(int(line.cost_fen)),
        }
        for line in each_row(costs.rename(columns={"count": "count_"}))
    ]
    note = "平均 ＝ 支出 ÷ 受益对象数，只用写明数目和金额的拨付。"
    numeric = ["受益对象数", "支出（元）", "平均（元）"]
    return table(pd.DataFrame(lines), "平均每一受益对象的支出", numeric=numeric, note=note)


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
                f"{count:,} {units.get(unit, unit)}" if pd.notna(count) else "—"
                for count, unit in zip(rows["quantity"], rows["unit"].fillna(""), strict=True)
            ],
            "价值（元）": ["未估值" if pd.isna(fen) else format_yuan(int(fen)) for fen in rows["amount_fen"]],
        }
    )
    note = "一笔进出记一行，不计入本会收入和支出；未估值的不按 0 计。"
    return table(lines, "受托代理与合作方出资（账外）", numeric=["价值（元）"], note=note)


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
            "金额（元）": ["未估值" if pd.isna(fen) else format_yuan(int(fen)) for fen in rows["amount_fen"]],
            "项目": rows["programme"].fillna(NOT_STATED),
            "用途": rows["purpose"].fillna(NOT_STATED),
            "批准文号": rows["approval_no"],
        }
    )
    last = pd.DataFrame([{"日期": "合计", "金额（元）": report.cite(total)}])
    lines = pd.concat([lines, last], ignore_index=True)
    return table(
        lines,
        f"付款清单（{len(rows)} 笔）",
        numeric=["金额（元）"],
        total=True,
        stacked=True,
        lead="金额（元）",
        note="批准文号为“—”的，原表没有写明文号。",
    )
