"""What the books as a whole leave unsaid: a period's total, and what kind of organisation keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book, select, sums
from charity_analysis.money import format_yuan
from charity_analysis.rules import table_rules

_LISTS = ("donations", "disbursements")
_SUMMARY = "summary_left_out"


def check_totals_stated(book: Book) -> Iterator[Finding]:
    """Where several tables make up a period's gifts, or payments, and no summary adds them up: the sum it would be."""
    summed_up = {finding.period for file in book.files for finding in file.findings if finding.rule == _SUMMARY}
    for kind in _LISTS:
        table = book.donations if kind == "donations" else book.disbursements
        for row in sorted(sums(table, ["period"]), key=lambda row: str(row["period"])):
            period, number = row["period"], _table_count(book, kind, row["period"])
            if number < 2 or period in summed_up:
                continue
            label = table_rules()[kind].labels["zh"]
            amount = format_yuan(row["sum"].fen)
            values = {"period": period, "kind": label, "tables": str(number), "amount": amount}
            ids = tuple(select(table, period=period)["row_id"].slice(0, MOST_ROWS).to_pylist())
            yield Finding("period_total_not_stated", values=values, period=period, row_ids=ids)


def _table_count(book: Book, kind: str, period: str) -> int:
    parts = [part for file in book.files for part in file.tables if part.kind == kind]
    return sum(period in part.clean["period"].unique().to_pylist() for part in parts)


def check_organisation(book: Book) -> Iterator[Finding]:
    """The finding that ratios cannot be decided, where kind or public fundraising is not configured."""
    organisation = book.organisation
    settings = {"kind": organisation.kind, "public_fundraising": organisation.public_fundraising}
    absent = [key for key, value in settings.items() if value is None]
    if absent and book.filed:
        yield Finding("organisation_kind_unknown", values={"keys": "、".join(absent)})
