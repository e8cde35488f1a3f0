"""The ledger of a public edition: the same rows and the same money, and no person in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.report.privacy.names import Secrets

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger


def public_ledger(ledger: Ledger) -> tuple[Ledger, Secrets]:
    """`ledger` as it may be published, and what must then stand in no file."""
    raise NotImplementedError
