"""Key figures of what rows carry: approval numbers, receipt numbers, values of goods (K15, K16, K22)."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key.rule import Compute, KeyRule


def _coverage(table: str, column: str) -> Compute:
    def compute(rule: KeyRule, books: Books) -> Figure:
        rows: pd.DataFrame = getattr(books, table)
        if rows.empty:
            return rule.missing("本期没有这类记录")
        covered = int(rows[column].notna().sum())
        return Figure(rule.id, rule.name, "share", covered / len(rows), 0, tuple(rows["row_id"]), rule.formula)

    return compute


def _goods_valued(rule: KeyRule, books: Books) -> Figure:
    goods = books.donations[books.donations["form"].eq("goods").fillna(False)]
    if goods.empty:
        return rule.missing("本期账内没有物资捐赠")
    valued = int(goods["amount_fen"].notna().sum())
    return Figure(rule.id, rule.name, "share", valued / len(goods), 0, tuple(goods["row_id"]), rule.formula)


FIGURES: dict[str, Compute] = {
    "K15": _coverage("disbursements", "approval_no"),
    "K16": _coverage("donations", "receipt_no"),
    "K22": _goods_valued,
}
