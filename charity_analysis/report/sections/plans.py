"""What was planned or promised: what of it was done in the period, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.planning.plans import PlanAnswer, answer_plans
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.money import Money, format_halfwidth_yuan, format_yuan
from charity_analysis.report.cards import Card, cards, fold
from charity_analysis.report.charts import plot_plan_and_actual
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.rules import label_names

STATUS_WORDS = {
    "met": "已做到",
    "partly": "部分做到",
    "not_started": "没有记录",
    "not_measurable": "无法对照",
    "no_target": "没有目标数",
}
_MARKS = {"met": "good", "partly": "warning", "not_started": "error", "not_measurable": "info", "no_target": "info"}
# What can be measured is read first; of many alike the rest is folded.
_MOST_CARDS = 12


def render_plans(report: HalfYear) -> Fragment:
    """The period's plans answered by the ledger, then the next half-year's plans."""
    return join(_answers(report), _next(report))


def _answers(report: HalfYear) -> Fragment:
    answers = answer_plans(report.ledger, str(report.period))
    if not answers:
        return notice("info", f"没有{report.period.label()}的计划或承诺可供对照。")
    order = list(STATUS_WORDS)
    ranked = sorted(answers, key=lambda answer: (order.index(answer.status) > 2, not answer.planned_count))
    shown = [_card(report, answer) for answer in ranked]
    first = cards(shown[:_MOST_CARDS], "计划与实际")
    rest = shown[_MOST_CARDS:]
    folded = [fold(f"其余 {len(rest)} 项", cards(rest, "计划与实际（续）"))] if rest else []
    return join(_picture(answers), first, *folded)


def _picture(answers: Sequence[PlanAnswer]) -> Fragment:
    units = label_names("unit")
    lines = []
    for answer in answers:
        if answer.planned_count and answer.actual_count is not None:
            unit = units.get(answer.unit or "", answer.unit or "")
            lines.append((answer.item, answer.planned_count, int(answer.actual_count.value or 0), unit))
        elif answer.planned is not None and answer.planned.fen > 0 and answer.actual is not None:
            lines.append((answer.item, answer.planned.fen, int(answer.actual.value or 0), "fen"))
    if not lines:
        return join()
    data = pd.DataFrame(lines[:_MOST_CARDS], columns=["item", "planned", "actual", "unit"])
    words = "；".join(f"{line.item}完成 {line.actual / line.planned:.0%}" for line in each_row(data))
    return chart(plot_plan_and_actual(data), "计划的做到了多少？", f"对照条：{words}。", data)


def _card(report: HalfYear, answer: PlanAnswer) -> Card:
    unit = label_names("unit").get(answer.unit or "", answer.unit or "")
    rows: list[tuple[str, Part]] = []
    if answer.planned_count is not None:
        rows.append(("数目", _count(report, answer, unit)))
    if answer.planned is not None:
        rows.append(("金额", _money(report, answer)))
    rows += [(name, text) for name, text in (("时限", answer.window), ("对象", answer.target)) if text]
    if answer.why:
        rows.append(("说明", f"{answer.why}。"))
    return Card(answer.item, STATUS_WORDS[answer.status], _MARKS[answer.status], rows=tuple(rows))


def _count(report: HalfYear, answer: PlanAnswer, unit: str) -> Part:
    figure = answer.actual_count
    key = f"plan-count-{answer.row_id}"
    planned = Figure(key, f"{answer.item}（计划数）", "count", answer.planned_count, 0, (answer.row_id,), "原表所写")
    parts: list[Part] = ["计划 ", report.cite(planned), f" {unit}"]
    if figure is not None:
        parts += ["，实际 ", report.cite(figure.named(f"done-count-{answer.row_id}", f"{answer.item}（实际数）"))]
        parts.append(f" {unit}")
    if answer.gap_count:
        parts.append(f"，{difference_word(answer, answer.gap_count)} {abs(answer.gap_count):,} {unit}")
    return join(*parts)


def difference_word(answer: PlanAnswer, gap: int) -> str:
    """Less or more than was planned; where payments are left out it is the most that lacks, or the least beyond."""
    if answer.left_out:
        return "最多少" if gap > 0 else "至少多"
    return "少" if gap > 0 else "多"


def _money(report: HalfYear, answer: PlanAnswer) -> Part:
    planned = answer.planned or Money(0)
    parts: list[Part] = [f"计划 {format_yuan(planned.fen)} 元"]
    if answer.actual is not None:
        parts += ["，实际 ", report.cite(answer.actual.named(f"done-{answer.row_id}", f"{answer.item}（实际金额）"))]
        parts.append(" 元")
    if answer.gap is not None and answer.gap.fen:
        precision = format_halfwidth_yuan(answer.gap.halfwidth_fen)
        amount = f"{format_yuan(abs(answer.gap.fen))} 元{precision and f'（{precision}）'}"
        parts.append(f"，{difference_word(answer, answer.gap.fen)} {amount}")
    return join(*parts)


def _next(report: HalfYear) -> Fragment:
    following = report.period.next
    plans = in_period(report.ledger.plans, str(following))
    plans = plans[plans["plan_kind"].ne("disclosure").fillna(True)]
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
