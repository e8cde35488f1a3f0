"""One line of the cangshan 拨付支出: what all its payments have in common."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from samples.sheets import Cell


def cash_payment(
    paid: str | date, payee: str, payee_kind: str, amount: str, fund: str, note: str, **others: Cell
) -> dict[str, Cell]:
    """One payment in cash from own books; `others` adds to that or overrules it."""
    usual: dict[str, Cell] = {"form": "现金", "books": "本会"}
    stated: dict[str, Cell] = {"date": paid, "payee": payee, "payee_kind": payee_kind, "fund": fund}
    return {**usual, **stated, "amount": Decimal(amount), "note": note, **others}


def per_head(count: int, unit: str, standard: int) -> dict[str, Cell]:
    """The count, its unit and the standard in yuan, for a payment of so much per head."""
    return {"beneficiary_count": count, "unit": unit, "unit_amount": standard}
