"""What the federation did in the half-year, told by fixed rules from the ledger."""

from charity_analysis.report.narrative.page import render_narrative

__all__ = ["render_narrative"]
