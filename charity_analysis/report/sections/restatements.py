"""What has changed since the half-year was published: the corrections, made and pending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.report.elements import Fragment, join

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear


def render_restatements(report: HalfYear) -> Fragment:
    """The section 更正说明 with its heading, or nothing where nothing published has changed."""
    return join()
