"""What was planned or promised: what of it was done in the period, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure, share, subtract
from charity_analysis.analysis.planning.plans import PlanAnswer
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.cards import Card, cards, fold
from charity_analysis.report.charts import plot_plan_and_actual
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, quoted, table
from charity_analysis.report.half_year import HIDDEN, HalfYear
from charity_analysis.rules import label_names

STATUS_WORDS = {
    "met": "已做到",
    "partly": "部分做到",
    "not_started": "没有记录",
    "not_measurable": "无法对照",
    "no_target": "没有目标数",
}
_MARKS = {"met": "good", "partly": "warning", "not_started": "error", "not_measurable": "info", "no_target": "info"}
_NOT_TOLD = "实际数不公布"
# What can be measured is read first; of many alike the rest is folded.
_MOST_CARDS = 12


def render_plans(report: HalfYear) -> Fragment:
    """The period's plans answered by the ledger, then the next half-year's plans."""
    return join(_answers(report), _next(report))


def _answers(report: HalfYear) -> Fragment:
    answers = report.plans
    if not answers:
        return notice("info", f"没有{report.period.label()}的计划或承诺可供对照。")
    order = list(STATUS_WORDS)
    ranked = sorted(answers, key=lambda answer: (order.index(answer.status) > 2, not answer.planned_count))
    shown = [_card(report, answer) for answer in ranked]
    first = cards(shown[:_MOST_CARDS], "计划与实际")
    rest = shown[_MOST_CARDS:]
    folded = [fold("其余各项", cards(rest, "计划与实际（续）"))] if rest else []
    return join(_picture(report, answers), first, *folded)


def _picture(report: HalfYear, answers: Sequence[PlanAnswer]) -> Fragment:
    """What of each plan was done; plans whose counts this edition hides are not in it."""
    units = label_names("unit")
    lines: list[tuple[str, Figure, Figure, str]] = []
    for answer in answers:
        planned_count, planned = planned_figures(answer)
        if planned_count is not None and planned_count.value and answer.actual_count is not None:
            unit = units.get(answer.unit or "", answer.unit or "")
            lines.append((answer.item, planned_count, _done(answer, answer.actual_count), unit))
        elif planned is not None and (planned.value or 0) > 0 and answer.actual is not None:
            lines.append((answer.item, planned, _done(answer, answer.actual), "fen"))
    shown = [line for line in lines if not any(report.hides(figure) for figure in line[1:3])][:_MOST_CARDS]
    if not shown:
        return join()
    drawn, data = _drawn(report, shown), _tidy(report, shown)
    words = "；".join(f"{line.item}完成 {line.actual / line.planned:.0%}" for line in each_row(drawn))
    return chart(plot_plan_and_actual(drawn), "计划的做到了多少？", f"对照条：{words}。", data)


def _drawn(report: HalfYear, lines: Sequence[tuple[str, Figure, Figure, str]]) -> pd.DataFrame:
    """One row per plan as the chart draws it, with links to what it says: the actual figure, and the share."""
    shares = [
        share(actual, planned, f"done-share-{number}", f"{item}（完成）", "实际 ÷ 计划")
        for number, (item, planned, actual, _) in enumerate(lines)
    ]
    return pd.DataFrame(
        {
            "item": [line[0] for line in lines],
            "planned": [int(line[1].value or 0) for line in lines],
            "actual": [int(line[2].value or 0) for line in lines],
            "unit": [line[3] for line in lines],
            "link": [report.anchor(line[2]) for line in lines],
            "share_link": [report.anchor(figure) for figure in shares],
        }
    )


def _tidy(report: HalfYear, lines: Sequence[tuple[str, Figure, Figure, str]]) -> pd.DataFrame:
    cited = [(item, report.cite(planned), report.cite(actual), unit) for item, planned, actual, unit in lines]
    return pd.DataFrame(cited, columns=["item", "planned", "actual", "unit"])


def planned_figures(answer: PlanAnswer) -> tuple[Figure | None, Figure | None]:
    """What was planned by count and by amount, each proved by the plan's row."""
    row, name = (answer.row_id,), answer.item
    count, amount = answer.planned_count, answer.planned
    key = f"plan-count-{answer.row_id}"
    return (
        None if count is None else Figure(key, f"{name}（计划数）", "count", count, 0, row, "原表所写"),
        None
        if amount is None
        else Figure(
            f"plan-{answer.row_id}", f"{name}（计划金额）", "fen", amount.fen, amount.halfwidth_fen, row, "原表所写"
        ),
    )


def _done(answer: PlanAnswer, figure: Figure) -> Figure:
    """What was done of a plan, under a name of its own."""
    if figure.unit == "count":
        return figure.named(f"done-count-{answer.row_id}", f"{answer.item}（实际数）")
    return figure.named(f"done-{answer.row_id}", f"{answer.item}（实际金额）")


def _hides_amount(report: HalfYear, answer: PlanAnswer) -> bool:
    """True where the planned amount would give away how many people were reached."""
    return report.is_public and report.protection.hides_standard(answer.row_id)


def _card(report: HalfYear, answer: PlanAnswer) -> Card:
    rows: list[tuple[str, Part]] = []
    if answer.planned_count is not None:
        rows.append(("数目", count_words(report, answer)))
    if answer.planned is not None:
        rows.append(("金额", _money(report, answer)))
    rows += [(name, quoted(text)) for name, text in (("时限", answer.window), ("对象", answer.target)) if text]
    if answer.actual_count is not None and report.hides(answer.actual_count):
        # Done or not, and whether its time runs, would tell the count by the number that was planned.
        return Card(quoted(answer.item), _NOT_TOLD, "info", rows=tuple(rows))
    if answer.why:
        rows.append(("说明", quoted(f"{answer.why}。")))
    return Card(quoted(answer.item), STATUS_WORDS[answer.status], _MARKS[answer.status], rows=tuple(rows))


def count_words(report: HalfYear, answer: PlanAnswer) -> Fragment:
    """How many were planned, reached, and lack; what this edition hides stands as such, and its gap not at all."""
    unit = label_names("unit").get(answer.unit or "", answer.unit or "")
    planned, _ = planned_figures(answer)
    parts: list[Part] = ["计划 ", "—" if planned is None else report.cite(planned), f" {unit}"]
    if answer.actual_count is None or planned is None:
        return join(*parts)
    actual = _done(answer, answer.actual_count)
    parts += ["，实际 ", report.cite(actual), f" {unit}"]
    gap = subtract(planned, actual, f"gap-count-{answer.row_id}", f"{answer.item}（计划与实际之差）")
    if answer.gap_count and not report.hides(gap):
        word = difference_word(answer, answer.gap_count)
        parts.append(join(f"，{word} ", report.cite(gap, f"{abs(answer.gap_count):,}"), f" {unit}"))
    return join(*parts)


def difference_word(answer: PlanAnswer, gap: int) -> str:
    """Less or more than was planned; where payments are left out it is the most that lacks, or the least beyond."""
    if answer.left_out:
        return "最多少" if gap > 0 else "至少多"
    return "少" if gap > 0 else "多"


def _money(report: HalfYear, answer: PlanAnswer) -> Part:
    _, planned = planned_figures(answer)
    is_hidden = planned is None or _hides_amount(report, answer)
    parts: list[Part] = ["计划 ", HIDDEN if planned is None or is_hidden else report.cite(planned), " 元"]
    if answer.actual is not None:
        parts += ["，实际 ", report.cite(_done(answer, answer.actual)), " 元"]
    gap = money_gap(report, answer)
    return join(*parts, *(["，", gap] if gap else []))


def money_gap(report: HalfYear, answer: PlanAnswer) -> Part:
    """By how much money less or more was spent than planned; "" where nothing lacks or it must not be shown."""
    _, planned = planned_figures(answer)
    if answer.gap is None or not answer.gap.fen or answer.actual is None or planned is None:
        return ""
    if _hides_amount(report, answer):
        return ""
    gap = subtract(planned, _done(answer, answer.actual), f"gap-{answer.row_id}", f"{answer.item}（计划与实际之差）")
    precision = format_halfwidth_yuan(answer.gap.halfwidth_fen)
    amount = report.cite(gap, format_yuan(abs(answer.gap.fen)))
    return join(f"{difference_word(answer, answer.gap.fen)} ", amount, " 元", quoted(precision and f"（{precision}）"))


def _next(report: HalfYear) -> Fragment:
    following = report.period.next
    plans = in_period(report.ledger.plans, str(following))
    plans = plans[plans["plan_kind"].ne("disclosure").fillna(True)]
    if plans.empty:
        return notice("warning", f"台账中没有{following.label()}的计划。")
    kinds = label_names("plan_kind")
    lines = pd.DataFrame(
        {
            "事项": plans["item"],
            "性质": plans["plan_kind"].map(lambda kind: kinds.get(kind, kind), na_action="ignore"),
            "对象": plans["target"],
            "时间": plans["window"].fillna(NOT_STATED),
            "目标数": [_planned_count(report, plan) for plan in each_row(plans)],
            "金额（元）": [_planned_amount(report, plan) for plan in each_row(plans)],
        }
    )
    caption = f"{following.label()}计划与承诺"
    return table(lines, caption, numeric=["金额（元）"], quotes=["事项", "性质", "对象", "时间"])


def _planned_count(report: HalfYear, plan: Any) -> Part:
    if pd.isna(plan.planned_count):
        return NOT_STATED
    unit = label_names("unit").get(plan.unit, plan.unit) if isinstance(plan.unit, str) else ""
    count = int(plan.planned_count)
    figure = Figure(
        f"plan-count-{plan.row_id}", f"{plan.item}（计划数）", "count", count, 0, (plan.row_id,), "原表所写"
    )
    return join(report.cite(figure), f" {unit}")


def _planned_amount(report: HalfYear, plan: Any) -> Part:
    if pd.isna(plan.amount_fen):
        return NOT_STATED
    if report.is_public and report.protection.hides_standard(plan.row_id):
        return HIDDEN
    amounts = int(plan.amount_fen), int(plan.amount_halfwidth_fen)
    return report.cite(
        Figure(f"plan-{plan.row_id}", f"{plan.item}（计划金额）", "fen", *amounts, (plan.row_id,), "原表所写")
    )
