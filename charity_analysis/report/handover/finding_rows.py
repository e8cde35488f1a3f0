"""What was found, the gravest first, with its place and its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.report.handover.listings import Listing, listing_of
from charity_analysis.report.sections.findings import period_findings

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

_COLUMNS = ("severity", "message_zh", "remedy_zh", "source_file", "source_sheet", "cell", "rule", "period")


def finding_rows(report: HalfYear) -> Listing:
    """One row per finding of the period and of the organisation."""
    return listing_of("findings", period_findings(report), _COLUMNS)
