"""What the federation did in the half-year, told by fixed rules from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.report.elements import Fragment, join

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear


def render_narrative(report: HalfYear) -> Fragment:
    """The narrative with the organisation's own opening and closing texts around it."""
    return join()
