"""Key figures of what rows carry: approval numbers, receipt numbers, values of goods (K15, K16, K22)."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import NO_ROWS, Figure, count_rows
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.ledger.approvals import states_approval
from charity_analysis.ledger.receipt_numbers import states_receipt


def _approved(rule: KeyRule, books: Books) -> Figure:
    rows = books.disbursements
    stated = {text: states_approval(text) for text in rows["approval_no"].dropna().unique()}
    return _coverage(rule, rows, rows["approval_no"].map(stated, na_action="ignore").eq(True).fillna(False))


def _receipted(rule: KeyRule, books: Books) -> Figure:
    rows = books.donations
    stated = {text: states_receipt(text) for text in rows["receipt_no"].dropna().unique()}
    return _coverage(rule, rows, rows["receipt_no"].map(stated, na_action="ignore").eq(True).fillna(False))


def _coverage(rule: KeyRule, rows: pd.DataFrame, covered: pd.Series[bool]) -> Figure:
    if rows.empty:
        return rule.missing(NO_ROWS)
    return _share_of_rows(rule, rows, rows[covered])


def _goods_valued(rule: KeyRule, books: Books) -> Figure:
    goods = books.donations[books.donations["form"].eq("goods").fillna(False)]
    if goods.empty:
        return rule.missing("本期账内没有物资捐赠")
    return _share_of_rows(rule, goods, goods[goods["amount_fen"].notna()])


def _share_of_rows(rule: KeyRule, rows: pd.DataFrame, chosen: pd.DataFrame) -> Figure:
    """How many of `rows` are among `chosen`; none is 0, which all of them prove."""
    part, whole = (count_rows(each["row_id"], name, name) for each, name in ((chosen, "符合的"), (rows, "全部")))
    made_of = (part, whole) if part.value is not None else (whole,)
    value = len(chosen) / len(rows)
    return Figure(rule.id, rule.name, "share", value, 0, tuple(rows["row_id"]), rule.formula, made_of=made_of)


FIGURES: dict[str, Compute] = {
    "K15": _approved,
    "K16": _receipted,
    "K22": _goods_valued,
}
