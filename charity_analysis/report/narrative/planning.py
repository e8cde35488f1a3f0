"""Plans and promises: what the ledger answers to those of the period, and those of the next half-year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure, count_rows
from charity_analysis.analysis.planning.plans import PlanAnswer
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Pieces, Quoted, Unsigned, heading, paragraph
from charity_analysis.report.narrative.payments import quote
from charity_analysis.report.narrative.wording import in_turn, say, sentence
from charity_analysis.rules import label_names

_MOST_ANSWERS, _MOST_PLANS = 8, 12


def next_plans(report: HalfYear) -> pd.DataFrame:
    """What is planned and promised for the next half-year; items due for publication are no work."""
    plans = in_period(report.ledger.plans, str(report.period.next))
    return plans[plans["plan_kind"].ne("disclosure").fillna(True)]


def render_answers(report: HalfYear) -> Iterator[Block]:
    """One paragraph of the period's plans with a target, each beside what was done."""
    answers = [one for one in report.plans if one.planned_count or one.planned]
    if not answers:
        yield paragraph(*say("answers_none"))
        return
    shown = answers[:_MOST_ANSWERS]
    rest = answers[_MOST_ANSWERS:]
    count = count_rows((one.row_id for one in rest), "answers-rest", "其余计划和承诺")
    more = say("answers_more", count=count) if rest else ()
    yield paragraph(*sentence(*(_answer(report, one) for one in shown), more))


def _answer(report: HalfYear, answer: PlanAnswer) -> Pieces:
    done = answer.actual_count
    hides = done is not None and report.hides(done)
    item = say("answer_item", item=quote(answer.item, hides))
    target = _measures(_planned_count(answer), answer.unit, _planned_amount(report, answer))
    planned = say("answer_planned", target=target) if target else say("answer_no_target")
    count = None if hides or done is None else done.named(f"plan-done-{answer.row_id}", f"{answer.item}（实际数）")
    paid = answer.actual and answer.actual.named(f"plan-paid-{answer.row_id}", f"{answer.item}（实际金额）")
    actual = _measures(count, answer.unit, paid)
    # Done or not would tell a hidden count by the number that was planned.
    status = () if hides else say(f"answer_status_{answer.status}")
    told = say("answer_done", actual=actual) if actual else status
    return (*item, *planned, *told, *_gap(report, answer, count))


def _measures(count: Figure | None, unit: str | None, amount: Figure | None) -> Pieces:
    """How many and how much, as far as they are there."""
    parts = []
    if count is not None and count.value is not None:
        parts.append(say("answer_measure", count=count, unit=_unit(unit)))
    if amount is not None and amount.value is not None:
        parts.append(say("answer_money", amount=amount))
    return in_turn(parts)


def _planned_count(answer: PlanAnswer) -> Figure | None:
    if answer.planned_count is None:
        return None
    rows = (answer.row_id,)
    return Figure(
        f"plan-count-{answer.row_id}", f"{answer.item}（计划数）", "count", answer.planned_count, 0, rows, "原表所写"
    )


def _planned_amount(report: HalfYear, answer: PlanAnswer) -> Figure | None:
    if answer.planned is None or _would_tell(report, answer.row_id):
        return None
    planned, name = answer.planned, f"{answer.item}（计划金额）"
    rows = (answer.row_id,)
    return Figure(f"plan-amount-{answer.row_id}", name, "fen", planned.fen, planned.halfwidth_fen, rows, "原表所写")


def _would_tell(report: HalfYear, row_id: str) -> bool:
    """True where count and amount together say how much each gets, and that a number that is not shown."""
    return report.is_public and report.protection.hides_standard(row_id)


def _gap(report: HalfYear, answer: PlanAnswer, count: Figure | None) -> Pieces:
    planned = _planned_count(answer)
    if not answer.gap_count or count is None or planned is None:
        return ()
    figure = Figure(
        f"plan-gap-{answer.row_id}",
        f"{answer.item}（计划与实际之差）",
        "count",
        answer.gap_count,
        0,
        (*planned.row_ids, *count.row_ids),
        "计划数 － 实际数",
        made_of=(planned, count),
    )
    if report.hides(figure):
        return ()
    bound = ("_at_most" if answer.gap_count > 0 else "_at_least") if answer.left_out else ""
    key = ("answer_lacks" if answer.gap_count > 0 else "answer_exceeds") + bound
    return say(key, gap=say("answer_measure", count=Unsigned(figure), unit=_unit(answer.unit)))


def render_plans(report: HalfYear) -> Iterator[Block]:
    """The section of the next half-year's plans, each item once with what is stated of it."""
    following = report.period.next.label()
    yield heading(1, say("heading_plans", next=following))
    plans = next_plans(report)
    if plans.empty:
        yield paragraph(*say("plans_none", next=following))
        return
    plain = plans.astype(object).where(plans.notna(), None)
    for row in each_row(plain.head(_MOST_PLANS)):
        yield Block("number", sentence(_plan(report, row)))
    silent = plain[plain["planned_count"].isna() & plain["amount_fen"].isna()]["row_id"]
    rest = plain["row_id"].iloc[_MOST_PLANS:]
    remarks = (
        say("plans_more", count=count_rows(rest, "plans-rest", "其余计划")) if len(rest) else (),
        say("plans_silent", count=count_rows(silent, "plans-silent", "没有目标的计划")) if len(silent) else (),
    )
    if any(remarks):
        yield paragraph(*sentence(*remarks))


def _plan(report: HalfYear, row: Any) -> Pieces:
    told = say("plan_item", item=Quoted(row.item))
    for key, value in (("target", row.target), ("window", row.window)):
        if value and value != NOT_STATED:
            told += say(f"plan_{key}", **{key: Quoted(value)})
    if row.planned_count is not None:
        name, rows = f"{row.item}（目标数）", (row.row_id,)
        count = Figure(f"next-count-{row.row_id}", name, "count", int(row.planned_count), 0, rows, "原表所写")
        told += say("plan_count", count=count, unit=_unit(row.unit))
    if row.amount_fen is not None and not _would_tell(report, row.row_id):
        fen, halfwidth = int(row.amount_fen), int(row.amount_halfwidth_fen)
        name, rows = f"{row.item}（计划金额）", (row.row_id,)
        amount = Figure(f"next-amount-{row.row_id}", name, "fen", fen, halfwidth, rows, "原表所写")
        told += say("plan_amount", amount=amount)
    return told


def _unit(unit: str | None) -> str:
    return label_names("unit").get(unit or "", unit or "")
