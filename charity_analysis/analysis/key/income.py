"""Key figures of income: donations, all income, and the restricted share (K1–K3)."""

from __future__ import annotations

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.key.rule import Compute, KeyRule


def _donation_income(rule: KeyRule, books: Books) -> Figure:
    return books.received.named(rule.id, rule.name, rule.formula)


def _restricted_share(rule: KeyRule, books: Books) -> Figure:
    unknown = books.donations[books.donations["is_restricted"].isna()]
    if len(unknown):
        return rule.missing(f"有 {len(unknown)} 笔捐赠没有写明是否限定")
    restricted = sum_amounts(books.donations[books.donations["is_restricted"].fillna(False)], rule.id, rule.name)
    return share(restricted, books.received, rule.id, rule.name, rule.formula)


FIGURES: dict[str, Compute] = {
    "K1": _donation_income,
    "K3": _restricted_share,
}
