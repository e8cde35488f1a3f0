"""The files beside the report: a workbook for those who work in spreadsheets, open data for anybody."""

from __future__ import annotations

from charity_analysis.report.handover.open_data import open_data
from charity_analysis.report.handover.workbook import workbook

__all__ = ["open_data", "workbook"]
