"""Payment lines that belong in one sentence: of one day, for one activity and purpose, on one approval."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from charity_analysis.analysis.scope import each_row

INDIVIDUAL = "individual"
# All that a sentence tells of a payment.
COLUMNS = (
    "row_id",
    "paid_date",
    "date_basis",
    "programme",
    "purpose",
    "activity",
    "payee",
    "payee_kind",
    "beneficiary_count",
    "beneficiary_unit",
    "unit_amount_fen",
    "amount_fen",
    "amount_halfwidth_fen",
    "approval_no",
    "form",
    "donor",
    "books",
)


@dataclass(frozen=True)
class Event:
    """Payment lines told in one sentence, at least one; they share all that the sentence says once."""

    rows: tuple[Any, ...]

    @property
    def first(self) -> Any:
        """The row that speaks for all in what they share."""
        return self.rows[0]

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The ledger rows."""
        return tuple(row.row_id for row in self.rows)

    @property
    def amount_fen(self) -> int | None:
        """What was paid; None where no row states it."""
        return _sum([row.amount_fen for row in self.rows])

    @property
    def halfwidth_fen(self) -> int:
        """The precision of the amount."""
        return sum(row.amount_halfwidth_fen for row in self.rows if row.amount_fen is not None)

    @property
    def count(self) -> int | None:
        """How many benefited; None unless every row states it."""
        counts = [row.beneficiary_count for row in self.rows]
        return None if None in counts else _sum(counts)

    @property
    def standard_fen(self) -> int | None:
        """What each got, where count × standard is the amount of every row to its precision."""
        standard = self.first.unit_amount_fen
        return standard if standard is not None and all(map(_agrees, self.rows)) else None

    @property
    def payees(self) -> tuple[str, ...]:
        """Who was paid, each once, in the order of the rows."""
        return _words(row.payee for row in self.rows)

    @property
    def day(self) -> date | None:
        """The stated day."""
        return None if self.first.paid_date is None else self.first.paid_date.date()


def find_events(rows: pd.DataFrame) -> tuple[Event, ...]:
    """The payment lines as events in the order of the days; those without a day come last."""
    told = rows[list(COLUMNS)].sort_values("paid_date", kind="stable", na_position="last")
    ordered = told.astype(object)
    groups: dict[Hashable, list[Any]] = {}
    for row in each_row(ordered.where(ordered.notna(), None)):
        groups.setdefault(_key(row), []).append(row)
    return tuple(Event(tuple(group)) for group in groups.values())


def _key(row: Any) -> Hashable:
    # Who was helped on one day stands in one sentence; every other payee in a sentence of its own.
    payee = None if row.payee_kind == INDIVIDUAL else row.payee
    direction = row.amount_fen is None, (row.amount_fen or 0) < 0
    shared = (row.paid_date, row.date_basis, row.activity, row.purpose, row.payee_kind, row.approval_no, row.form)
    return (*shared, row.books, row.beneficiary_unit, row.unit_amount_fen, payee, direction)


def _agrees(row: Any) -> bool:
    if row.beneficiary_count is None or row.amount_fen is None:
        return False
    difference = row.beneficiary_count * row.unit_amount_fen - abs(row.amount_fen)
    return bool(abs(difference) <= row.amount_halfwidth_fen)


def _sum(values: list[int | None]) -> int | None:
    stated = [int(value) for value in values if value is not None]
    return sum(stated) if stated else None


def _words(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value is not None))
