"""The period's gifts, payments and movements outside the books, as each edition may hand them over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charity_analysis.analysis.scope import in_period, income_classes
from charity_analysis.ingest.addresses import place
from charity_analysis.report.handover.listings import Listing, listing_of
from charity_analysis.report.handover.summed_rows import HIDDEN_STATUS, publishable

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear


@dataclass(frozen=True)
class Kind:
    """One kind of rows: its day, and its columns in the internal edition and in the public one."""

    table: str
    day: str
    internal: tuple[str, ...]
    public: tuple[str, ...]


_PLACE = ("source_file", "source_sheet", "source_row")
_SOURCE = (*_PLACE, "row_id")
_AMOUNT = ("amount_fen", "amount_halfwidth_fen")
_SUMMED = ("row_count", "unvalued_count", "status")
# What is read on paper stands first, up to the place; then the rest.
_GIFT = ("donor", "amount_fen", "programme", "purpose", "channel")
_GIFT_REST = ("row_id", "donor_kind", "amount_halfwidth_fen", "form", "quantity", "unit", "valuation_basis", "fund",
              "is_restricted", "income_class", "books")  # fmt: skip
_PAYMENT = ("payee", "amount_fen", "programme", "purpose", "approval_no")
_PAYMENT_REST = ("row_id", "payee_kind", "amount_halfwidth_fen", "activity", "beneficiary_count", "beneficiary_unit",
                 "unit_amount_fen", "fund", "cost_class", "form", "books")  # fmt: skip
_MOVEMENT = ("books", "donor", "payee", "goods", "quantity", "unit", "amount_fen")
_MOVEMENT_REST = ("row_id", "donor_kind", "payee_kind", "amount_halfwidth_fen", "valuation_basis", "form",
                  "programme", "purpose")  # fmt: skip
_PLAN = ("period", "item", "plan_kind", "programme", "target", "window", "planned_count", "unit", "unit_amount_fen",
         *_AMOUNT, "milestone", "basis", "status", *_SOURCE)  # fmt: skip


def _kind(table: str, day: str, first: tuple[str, ...], rest: tuple[str, ...], internal: tuple[str, ...]) -> Kind:
    return Kind(
        table,
        day,
        (day, "date_basis", *first, *_PLACE, *rest, *internal, "note"),
        (day, "date_basis", "row_kind", "month", *first, *_PLACE, *rest, *_SUMMED, "period"),
    )


KINDS = {
    kind.table: kind
    for kind in (
        _kind("donations", "received_date", _GIFT, _GIFT_REST, ("receipt_no", "consents_to_publish")),
        _kind("disbursements", "paid_date", _PAYMENT, _PAYMENT_REST, ("donor", "payment_no")),
        _kind("agency", "movement_date", _MOVEMENT, _MOVEMENT_REST, ()),
    )
}


def ledger_rows(report: HalfYear, table: str) -> Listing:
    """The period's rows of `table` (donations, disbursements, agency), whatever books they stand in, by their day.

    In a public edition rows of persons are summed up; see `summed_rows`.
    """
    kind = KINDS[table]
    rows = in_period(report.ledger.tables[table], str(report.period))
    rows = rows.sort_values(kind.day, kind="stable", na_position="last")
    if table == "donations":
        rows = rows.assign(income_class=income_classes(rows).fillna("gift"))
    if not report.is_public:
        return listing_of(table, rows, kind.internal)
    return listing_of(table, publishable(report, rows, kind.day), kind.public)


def plan_rows(report: HalfYear) -> Listing:
    """The period's plans and promises. In a public edition no amount stands that tells a count that is hidden."""
    rows = in_period(report.ledger.plans, str(report.period)).assign(status=None)
    if report.is_public:
        hidden = rows["row_id"].map(report.protection.hides_standard).astype("bool")
        for column in ("unit_amount_fen", "amount_fen"):
            rows[column] = rows[column].mask(hidden)
        rows["status"] = rows["status"].astype(object).mask(hidden, HIDDEN_STATUS)
    return listing_of("plans", rows, _PLAN)


def place_of(file: object, sheet: object, row: object) -> str:
    """Where a row stands, for people; "" where it is a sum of several."""
    return place(str(file), str(sheet) if sheet else None, None) + f" › 第 {row} 行" if file else ""
