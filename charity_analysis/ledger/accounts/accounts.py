"""Findings of an organisation's books as a whole: they belong to no file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.accounts.authority import check_authority
from charity_analysis.ledger.accounts.book import Book
from charity_analysis.ledger.accounts.donors import check_donors
from charity_analysis.ledger.accounts.fund_findings import check_funds
from charity_analysis.ledger.accounts.plans import check_plans
from charity_analysis.ledger.accounts.publication import check_publication
from charity_analysis.ledger.accounts.receipts import check_receipts
from charity_analysis.ledger.accounts.statements import check_organisation, check_totals_stated
from charity_analysis.ledger.file_parts import FilePart
from charity_analysis.ledger.organisations import Organisation

CHECKS: tuple[Callable[[Book], Iterator[Finding]], ...] = (
    check_organisation,
    check_funds,
    check_donors,
    check_authority,
    check_plans,
    check_receipts,
    check_totals_stated,
    check_publication,
)


def check_accounts(organisation: Organisation, files: list[FilePart]) -> list[Finding]:
    """What the whole of `files` does not bear out or leaves unsaid, with period and rows, check by check."""
    book = Book(organisation, files)
    return [finding for check in CHECKS for finding in check(book)]
