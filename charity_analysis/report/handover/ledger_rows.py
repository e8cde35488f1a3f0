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


_SOURCE = ("source_file", "source_sheet", "source_row", "row_id")
_AMOUNT = ("amount_fen", "amount_halfwidth_fen")
_SUMMED = ("row_kind", "row_count", "unvalued_count", "status")
_GIFT = ("donor", "donor_kind", *_AMOUNT, "form", "quantity", "unit", "valuation_basis", "programme", "purpose",
         "channel", "fund", "is_restricted", "income_class", "books")  # fmt: skip
_PAYMENT = ("payee", "payee_kind", *_AMOUNT, "programme", "purpose", "activity", "beneficiary_count",
            "beneficiary_unit", "unit_amount_fen", "fund", "approval_no", "cost_class", "form", "books")  # fmt: skip
_MOVEMENT = ("books", "donor", "donor_kind", "payee", "payee_kind", "goods", "quantity", "unit", *_AMOUNT,
             "valuation_basis", "form", "programme", "purpose")  # fmt: skip
_PLAN = ("period", "item", "plan_kind", "programme", "target", "window", "planned_count", "unit", "unit_amount_fen",
         *_AMOUNT, "milestone", "basis", "status", *_SOURCE)  # fmt: skip
KINDS = {
    "donations": Kind(
        "donations",
        "received_date",
        ("received_date", "date_basis", *_GIFT, "receipt_no", "consents_to_publish", "note", *_SOURCE),
        ("period", "received_date", "date_basis", "month", *_GIFT, *_SUMMED, *_SOURCE),
    ),
    "disbursements": Kind(
        "disbursements",
        "paid_date",
        ("paid_date", "date_basis", *_PAYMENT, "donor", "payment_no", "note", *_SOURCE),
        ("period", "paid_date", "date_basis", "month", *_PAYMENT, *_SUMMED, *_SOURCE),
    ),
    "agency": Kind(
        "agency",
        "movement_date",
        ("movement_date", "date_basis", *_MOVEMENT, "note", *_SOURCE),
        ("period", "movement_date", "date_basis", "month", *_MOVEMENT, *_SUMMED, *_SOURCE),
    ),
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
