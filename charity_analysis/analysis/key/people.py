"""Key figures of beneficiaries and plans (K20, K23)."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit
from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, missing, share
from charity_analysis.analysis.key.rule import Compute, KeyRule, distinct_keys
from charity_analysis.analysis.planning.plans import PlanAnswer


def _beneficiaries(rule: KeyRule, books: Books) -> Figure:
    parts = beneficiaries_by_unit(books.disbursements)
    if not parts:
        return rule.missing("本期没有写明受益对象数")
    return rule.missing("计量单位不同，不能相加；见分项" if len(parts) > 1 else "按计量单位给出，见分项", parts)


def _plan_completion(rule: KeyRule, books: Books) -> Figure:
    """By plan, by count and by amount where each was planned; one value only where one plan can be measured."""
    planned = [answer for answer in books.plans if answer.planned_count is not None or answer.planned is not None]
    keys = distinct_keys(answer.item for answer in planned)
    measured = [_completion(answer, key) for key, answer in zip(keys, planned, strict=True)]
    parts = tuple(part for figures in measured for part in figures)
    given = [figures for figures in measured if any(part.value is not None for part in figures)]
    if len(given) == 1:
        only = next(part for part in given[0] if part.value is not None)
        return replace(only, id=rule.id, name=rule.name, parts=parts)
    if given:
        return rule.missing("可对照的计划不止一项，见分项", parts)
    return rule.missing("没有一项计划可以对照，原因见分项" if parts else "本期没有写明目标数或金额的计划", parts)


def _completion(answer: PlanAnswer, key: str) -> tuple[Figure, ...]:
    """actual ÷ planned, one figure by count and one by amount, of what was planned."""
    figures = []
    row = (answer.row_id,)
    why = answer.why or "对应的明细没有写明可比的数目"
    if answer.planned_count is not None:
        planned = Figure("planned", "计划数", "count", answer.planned_count, 0, row)
        figures.append(_ratio(answer.actual_count, planned, key, answer.item, why))
    if answer.planned is not None:
        planned = Figure("planned", "计划金额", "fen", answer.planned.fen, answer.planned.halfwidth_fen, row)
        figures.append(_ratio(answer.actual, planned, f"{key}（金额）", f"{answer.item}（金额）", why))
    return tuple(figures)


def _ratio(actual: Figure | None, planned: Figure, identifier: str, name: str, why: str) -> Figure:
    if actual is None:
        return missing(identifier, name, "share", why)
    # The plan's row stands first: it is what the rows after it answer.
    ratio = share(actual, planned, identifier, name, f"{actual.name} ÷ {planned.name}")
    if ratio.value is None:
        return ratio
    row_ids = tuple(dict.fromkeys((*planned.row_ids, *actual.row_ids)))
    return replace(ratio, row_ids=row_ids)


FIGURES: dict[str, Compute] = {
    "K20": _beneficiaries,
    "K23": _plan_completion,
}
