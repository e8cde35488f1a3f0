"""Key figures of beneficiaries and plans (K20, K23)."""

from __future__ import annotations

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit, plan_completion
from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.scope import in_period


def _beneficiaries(rule: KeyRule, books: Books) -> Figure:
    parts = beneficiaries_by_unit(books.disbursements)
    return rule.missing("计量单位不同，不能相加；见分项" if parts else "本期没有写明受益对象数", parts)


def _plan_completion(rule: KeyRule, books: Books) -> Figure:
    parts = plan_completion(in_period(books.ledger.plans, books.period), books.disbursements)
    given = [part for part in parts if part.value is not None]
    if len(given) == 1:
        only = given[0]
        return Figure(rule.id, rule.name, "share", only.value, 0, only.row_ids, rule.formula, parts=parts)
    return rule.missing("计划项目不止一个，见分项" if given else "本期没有写明目标数的计划", parts)


FIGURES: dict[str, Compute] = {
    "K20": _beneficiaries,
    "K23": _plan_completion,
}
