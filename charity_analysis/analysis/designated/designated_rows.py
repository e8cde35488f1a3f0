"""Designated gifts and the payments that may spend them, as rows of plain values: what chains are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.scope import counted, each_row, gifts, other_income
from charity_analysis.money import Money
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import normalise

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the source gives it: `stated` where it is written out, else between `earliest` and `latest`."""

    stated: date | None
    basis: str
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Row:
    """A gift or a payment with an amount. `donor_key` and `fund_key`: the names as they are compared, "" for none."""

    row_id: str
    period: str
    day: Day
    amount: Money
    donor: str | None
    donor_key: str
    fund: str | None
    fund_key: str
    programme: str | None
    purpose: str | None
    is_goods: bool
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class GiftRow(Row):
    """One counted gift. `is_designated` is true where the ledger says 限定 or 定向."""

    is_designated: bool


@dataclass(frozen=True, slots=True)
class PaymentRow(Row):
    """One counted payment line."""

    payee: str | None
    payee_kind: str | None
    approval_no: str | None


def may_spend(payment: Row, gift: Row) -> bool:
    """True where the payment can have spent the gift: it was there by then, and goods are passed on as goods.

    What was bought with a gift of money is paid for in money.
    """
    return gift.day.earliest <= payment.day.latest and payment.is_goods == gift.is_goods


def in_order(rows: list[PaymentRow]) -> list[PaymentRow]:
    """By the latest day on which each can have been paid; then by amount and row, so that the order never varies."""
    return sorted(rows, key=lambda row: (row.day.latest, row.amount.fen, row.row_id))


def gift_rows(ledger: Ledger, period: str) -> list[GiftRow]:
    """Gifts with an amount up to and in `period`, designated or not, in the order of their row ids."""
    table = _up_to(gifts(counted(ledger.donations)), period)
    designated = table["is_restricted"].fillna(False).astype(bool)
    return [GiftRow(*fields) for fields in _fields(table, "received_date", designated)]


def payment_rows(ledger: Ledger, period: str) -> list[PaymentRow]:
    """Payment lines with an amount up to and in `period`, in the order of their row ids."""
    table = _up_to(counted(ledger.disbursements), period)
    own = ([_text(value) for value in table[column]] for column in ("payee", "payee_kind", "approval_no"))
    return [PaymentRow(*fields) for fields in _fields(table, "paid_date", *own)]


def other_money(ledger: Ledger, period: str) -> dict[str, list[tuple[str, int]]]:
    """By fund, as names are compared: what it had up to and in `period` that is no gift, as half-years and fen.

    Its first stated opening balance, income that is no gift (interest, grants), and what other funds gave up to it.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    income = _up_to(other_income(counted(ledger.donations)), period)
    for row in each_row(income[income["fund"].notna()]):
        found.setdefault(normalise(row.fund), []).append((row.period, int(row.amount_fen)))
    opened: set[str] = set()
    funds = ledger.funds[ledger.funds["fund"].notna() & (ledger.funds["period"] <= period)]
    for row in each_row(funds.sort_values(["period", "row_id"])):
        fund = normalise(row.fund)
        if pd.notna(row.opening_balance_fen) and fund not in opened:
            opened.add(fund)
            found.setdefault(fund, []).append((row.period, int(row.opening_balance_fen)))
        if pd.notna(row.reclassified_fen) and row.reclassified_fen > 0:
            found.setdefault(fund, []).append((row.period, int(row.reclassified_fen)))
    return found


def _up_to(table: pd.DataFrame, period: str) -> pd.DataFrame:
    """Rows with an amount, which is what can be allocated; nought moves nothing."""
    rows = table[(table["period"] <= period) & table["amount_fen"].fillna(0).ne(0)]
    return rows.sort_values("row_id")


def _fields(table: pd.DataFrame, day_column: str, *own: Iterable[object]) -> Iterator[tuple[Any, ...]]:
    """The fields of Row and then `own`, row by row. Names repeat, so that each is folded once."""
    names = {column: [_text(value) for value in table[column]] for column in ("donor", "fund")}
    keys = {name: normalise(name) for column in names.values() for name in set(column) if name is not None}
    days = table[day_column].dt.date
    columns = table[["row_id", "period", "date_basis", "amount_fen", "amount_halfwidth_fen", "programme", "purpose"]]
    goods, uncertain = table["form"].eq("goods").fillna(False), table["books"].eq("uncertain").fillna(False)
    rest = zip(each_row(columns), days, names["donor"], names["fund"], goods, uncertain, *own, strict=True)
    for row, day, donor, fund, is_goods, is_uncertain, *others in rest:
        yield (
            row.row_id,
            row.period,
            _day(day, row.date_basis, row.period),
            Money(int(row.amount_fen), int(row.amount_halfwidth_fen)),
            donor,
            keys[donor] if donor else "",
            fund,
            keys[fund] if fund else "",
            _text(row.programme),
            _text(row.purpose),
            bool(is_goods),
            bool(is_uncertain),
            *others,
        )


def _day(day: object, basis: str, period: str) -> Day:
    half = ReportingPeriod.parse(period)
    if not isinstance(day, date) or pd.isna(day):
        return Day(None, basis, half.start if basis == "period" else date.min, half.last_day)
    # 截至 a day: it happened by then.
    return Day(day, basis, day if basis == "stated" else date.min, day)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
