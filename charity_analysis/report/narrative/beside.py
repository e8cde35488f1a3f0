"""Goods and money that stand beside the books: handed on, or paid by partners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure, count_rows, sum_amounts
from charity_analysis.analysis.scope import each_row
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Piece, Pieces, Quoted, heading, paragraph
from charity_analysis.report.narrative.days import say_day
from charity_analysis.report.narrative.wording import numbered, say, sentence, words
from charity_analysis.rules import label_names

# More movements than these are told as sums.
_MOST_MOVEMENTS = 6


def render_beside(report: HalfYear) -> Iterator[Block]:
    """A section of its own where there is anything, each movement in its order or the sums of many."""
    rows = report.agency
    if rows.empty:
        return
    yield heading(1, say("heading_beside"))
    if len(rows) > _MOST_MOVEMENTS:
        matters = [_many(books, part) for books, part in rows.groupby("books", sort=True)]
    else:
        plain = rows.sort_values("movement_date", kind="stable", na_position="last").astype(object)
        matters = [_movement(report, row) for row in each_row(plain.where(plain.notna(), None))]
    yield paragraph(*numbered(matters), *sentence(say("beside_close")))


def _many(books: Any, rows: pd.DataFrame) -> Pieces:
    name = label_names("books").get(str(books), str(books))
    count = count_rows(rows["row_id"], f"beside-rows-{books}", f"{name}（笔）")
    amount = sum_amounts(rows, f"beside-{books}", name)
    if amount.value is None:
        return say("beside_many_unvalued", books=name, count=count)
    return say("beside_many", books=name, count=count, amount=amount)


def _movement(report: HalfYear, row: Any) -> Pieces:
    day: date | None = None if row.movement_date is None else row.movement_date.date()
    said: dict[str, Piece | Pieces] = {
        "day": say_day(day, row.date_basis, report.period),
        "donor": Quoted(row.donor) if row.donor else words("donor_unnamed"),
        "payee": Quoted(row.payee) if row.payee else words("payee_unnamed"),
    }
    if row.books == "partner" and row.form == "cash" and row.amount_fen is not None:
        purpose = say("beside_purpose", purpose=Quoted(row.purpose)) if row.purpose else ()
        return say("beside_partner", **said, amount=_amount(row), purpose=purpose)
    key = "beside_uncertain" if row.books == "uncertain" else "beside_agency"
    return say(key, **said, goods=_goods(row))


def _goods(row: Any) -> Pieces:
    name: Piece = Quoted(row.goods) if row.goods else words("goods_money")
    quantity = _quantity(row)
    if row.amount_fen is None:
        return say("goods_unvalued", goods=name, quantity=quantity)
    return say("goods_valued", goods=name, quantity=quantity, amount=_amount(row))


def _quantity(row: Any) -> Pieces:
    if not row.quantity:
        return ()
    count = Figure(f"goods-{row.row_id}", "账外物资数量", "count", int(row.quantity), 0, (row.row_id,), "原表所写")
    return say("goods_quantity", count=count, unit=label_names("unit").get(row.unit or "", row.unit or ""))


def _amount(row: Any) -> Figure:
    fen, halfwidth = int(row.amount_fen), int(row.amount_halfwidth_fen)
    return Figure(f"beside-{row.row_id}", "账外款物", "fen", fen, halfwidth, (row.row_id,), "原表所写")
