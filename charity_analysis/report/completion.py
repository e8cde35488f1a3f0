"""The marks that a report notebook leaves: who and when it is about at its start, that it is whole at its end."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from charity_analysis.report.half_year import HalfYear

MASTHEAD_MIME = "application/vnd.charity.masthead+json"
COMPLETION_MIME = "application/vnd.charity.complete+json"
_CHINA = timezone(timedelta(hours=8))


class Mark:
    """A mark as a notebook's output: data for the exporter, a line for people."""

    def __init__(self, mime: str, content: dict[str, str], line: str) -> None:
        self._bundle = {mime: content, "text/plain": line}

    def _repr_mimebundle_(self, **_kinds: Any) -> dict[str, Any]:
        return self._bundle


def masthead(report: HalfYear) -> Mark:
    """The page's head: organisation, period, and when it was made (SOURCE_DATE_EPOCH where that is set)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    content = {
        "organisation_name": report.name,
        "period_label": report.period.label(),
        "generated_at": f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}",
        "edition": report.edition,
    }
    return Mark(MASTHEAD_MIME, content, f"{report.name} {report.period.label()}")


def complete(report: HalfYear) -> Mark:
    """The mark of a notebook that ran to its end; the last cell shows it."""
    content = {"organisation": report.ledger.organisation.code, "period": str(report.period), "edition": report.edition}
    return Mark(COMPLETION_MIME, content, "报告完成")


def find_masthead(notebook: NotebookNode) -> dict[str, str] | None:
    """The masthead that the notebook's outputs carry."""
    return _find(notebook, MASTHEAD_MIME)


def find_completion(notebook: NotebookNode) -> dict[str, str] | None:
    """The completion mark, only where the last code cell shows it."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return _find_in(code[-1:], COMPLETION_MIME)


def _find(notebook: NotebookNode, mime: str) -> dict[str, str] | None:
    return _find_in([cell for cell in notebook.cells if cell.cell_type == "code"], mime)


def _find_in(cells: list[NotebookNode], mime: str) -> dict[str, str] | None:
    for cell in cells:
        for output in cell.get("outputs", []):
            if mime in output.get("data", {}):
                return dict(output["data"][mime])
    return None
