"""The report as a Word file in the format of official documents, since that is what gets signed."""

from charity_analysis.report.docx.correction import write_correction
from charity_analysis.report.docx.document import write_docx

__all__ = ["write_correction", "write_docx"]
