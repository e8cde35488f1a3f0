"""Key figures of spending: by class of cost, by programme, by payee (K4, K5, K8, K9, K21, K27)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.law.cost_classes import charitable, charitable_by_programme, of_class, unclassed
from charity_analysis.analysis.law.statutory_amounts import NO_SUCH_COST
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import total_by

_COST_NAMES = {"management": "管理费用", "fundraising": "筹资费用"}


def _charitable_spending(rule: KeyRule, books: Books) -> Figure:
    """K4: Σ payments of the classes of art. 4; parts say what counts by its programme alone, and what has no class.

    Source: EXP16 art. 4.
    """
    rows = books.disbursements
    beside = (
        (charitable_by_programme(rows), "未写费用类别、按项目计入"),
        (unclassed(rows), "费用类别与项目均未写明、未计入"),
    )
    parts = tuple(sum_amounts(doubtful, name, name) for doubtful, name in beside if len(doubtful))
    return replace(sum_amounts(charitable(rows), rule.id, rule.name, rule.formula), parts=parts)


def _total_spending(rule: KeyRule, books: Books) -> Figure:
    return books.paid.named(rule.id, rule.name, rule.formula)


def _management_share(rule: KeyRule, books: Books) -> Figure:
    """K8: management cost ÷ all spending of the period."""
    return _cost_share(rule, books, "management", books.paid)


def _fundraising_share(rule: KeyRule, books: Books) -> Figure:
    """K9: fundraising cost ÷ donation income of the period; income that is no gift was not raised."""
    return _cost_share(rule, books, "fundraising", books.received)


def _cost_share(rule: KeyRule, books: Books, cost_class: str, whole: Figure) -> Figure:
    """Cost of a class ÷ `whole`; the formula says where payments without a class may belong to it."""
    rows = of_class(books.disbursements, cost_class)
    if rows.empty:
        return rule.missing(NO_SUCH_COST)
    open_count = len(unclassed(books.disbursements))
    formula = rule.formula + (f"（另有 {open_count} 笔支出费用类别与项目均未写明，未计入分子）" if open_count else "")
    return share(sum_amounts(rows, rule.id, _COST_NAMES[cost_class]), whole, rule.id, rule.name, formula)


def _shares(column: str, domain: str | None) -> Compute:
    def compute(rule: KeyRule, books: Books) -> Figure:
        rows = books.disbursements
        table = total_by(rows, column, domain)
        parts = tuple(
            share(_line(rows, line.label, line.row_ids), books.paid, line.label, line.label, rule.formula)
            for line in each_row(table)
        )
        return rule.missing("构成比例，见分项" if parts else "本期没有支出记录", parts)

    return compute


def _line(rows: pd.DataFrame, label: str, row_ids: tuple[str, ...]) -> Figure:
    return sum_amounts(rows[rows["row_id"].isin(row_ids)], label, label)


FIGURES: dict[str, Compute] = {
    "K4": _charitable_spending,
    "K5": _total_spending,
    "K8": _management_share,
    "K9": _fundraising_share,
    "K21": _shares("programme", None),
    "K27": _shares("payee_kind", "payee_kind"),
}
