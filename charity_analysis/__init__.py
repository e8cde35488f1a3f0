"""From a charity federation's raw spreadsheets to a half-year report whose every figure proves its own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger, load
    from charity_analysis.ledger.paths import Folders
    from charity_analysis.periods import ReportingPeriod

__all__ = ["Folders", "Ledger", "ReportingPeriod", "load"]

_HOMES = {
    "Folders": "charity_analysis.ledger.paths",
    "Ledger": "charity_analysis.ledger.ledger",
    "ReportingPeriod": "charity_analysis.periods",
    "load": "charity_analysis.ledger.ledger",
}


def __getattr__(name: str) -> object:
    # Fetched on first use: the command's start-up must not wait for pandas.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
