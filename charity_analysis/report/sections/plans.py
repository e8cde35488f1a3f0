"""What was planned or promised: what of it was done in the period, and what comes next."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.beneficiaries import actual_count
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.money import format_yuan
from charity_analysis.report.charts import plot_plan_and_actual
from charity_analysis.report.elements import Fragment, chart, join, notice, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.rules import label_names


def render_plans(report: HalfYear) -> Fragment:
    """Planned against done for the period's plans that state a count, then the next half-year's plan."""
    return join(_done(report), _next(report))


def _done(report: HalfYear) -> Fragment:
    plans = in_period(report.ledger.plans, str(report.period))
    units = label_names("unit")
    lines = [
        {
            "item": plan.item,
            "planned": int(plan.planned_count),
            "actual": actual_count(plan.programme, plan.unit, report.disbursements).value,
            "unit": units.get(plan.unit, plan.unit or ""),
        }
        for plan in each_row(plans[plans["planned_count"].notna()])
    ]
    if not lines:
        return notice("info", f"没有{report.period.label()}的计划数可供对照。")
    data = pd.DataFrame(lines)
    known = data[data["actual"].notna()].astype({"actual": "int64"})
    shown = data.assign(
        rate=[
            f"{a / p:.1%}" if pd.notna(a) and p else "—" for a, p in zip(data["actual"], data["planned"], strict=True)
        ],
        actual=["没有对应的支出记录" if pd.isna(actual) else f"{int(actual):,}" for actual in data["actual"]],
    )
    labels = {"item": "事项", "planned": "计划", "actual": "实际", "unit": "单位", "rate": "完成率"}
    whole = table(shown, "计划与实际", numeric=["planned", "actual", "rate"], column_labels=labels)
    if known.empty:
        return whole
    words = "；".join(
        f"{line.item}计划 {line.planned} {line.unit}、实际 {line.actual} {line.unit}" for line in each_row(known)
    )
    return join(chart(plot_plan_and_actual(known), "计划的做到了多少？", f"对照条：{words}。", known), whole)


def _next(report: HalfYear) -> Fragment:
    following = report.period.next
    plans = in_period(report.ledger.plans, str(following))
    if plans.empty:
        return notice("warning", f"台账中没有{following.label()}的计划。")
    kinds, units = label_names("plan_kind"), label_names("unit")
    lines = pd.DataFrame(
        {
            "事项": plans["item"],
            "性质": plans["plan_kind"].map(lambda kind: kinds.get(kind, kind), na_action="ignore"),
            "对象": plans["target"],
            "时间": plans["window"].fillna(NOT_STATED),
            "目标数": [
                f"{count:,} {units.get(unit, unit)}" if pd.notna(count) else NOT_STATED
                for count, unit in zip(plans["planned_count"], plans["unit"].fillna(""), strict=True)
            ],
            "金额（元）": [NOT_STATED if pd.isna(fen) else format_yuan(int(fen)) for fen in plans["amount_fen"]],
        }
    )
    return table(lines, f"{following.label()}计划与承诺", numeric=["金额（元）"])
