"""Key figures of spending: by class of cost, by programme, by payee (K4, K5, K8, K9, K21, K27)."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import total_by


def _charitable_spending(rule: KeyRule, books: Books) -> Figure:
    rows = books.disbursements
    # A payment that names a programme and no cost class is the programme's.
    programme = rows["cost_class"].eq("programme") | (rows["cost_class"].isna() & rows["programme"].notna())
    return sum_amounts(rows[programme.fillna(False)], rule.id, rule.name, rule.formula)


def _total_spending(rule: KeyRule, books: Books) -> Figure:
    return books.paid.named(rule.id, rule.name, rule.formula)


def _cost_share(cost_class: str) -> Compute:
    def compute(rule: KeyRule, books: Books) -> Figure:
        rows = books.disbursements[books.disbursements["cost_class"].eq(cost_class).fillna(False)]
        if rows.empty:
            return rule.missing("台账中没有这类费用的记录，不能认定为 0")
        return share(sum_amounts(rows, rule.id, rule.name), books.paid, rule.id, rule.name, rule.formula)

    return compute


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
    "K8": _cost_share("management"),
    "K21": _shares("programme", None),
    "K27": _shares("payee_kind", "payee_kind"),
}
