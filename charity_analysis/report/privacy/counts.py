"""Which counts of people a public edition leaves out, so that none under the threshold can be worked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charity_analysis.analysis.figures import Figure
    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class CountProtection:
    """What is hidden of one period's counts of people."""

    def hides(self, figure: Figure) -> bool:
        """True where the figure is a count of people that must not be shown, or would give one away."""
        raise NotImplementedError

    def hides_rows(self, row_ids: Iterable[str]) -> bool:
        """True where the count of these disbursements together must not be shown."""
        raise NotImplementedError

    def hides_standard(self, row_id: str) -> bool:
        """True where the amount per person of this payment must not be shown."""
        raise NotImplementedError


def protect_counts(ledger: Ledger, period: str) -> CountProtection:
    """The protection of `period` under the organisation's threshold."""
    raise NotImplementedError
