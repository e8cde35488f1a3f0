"""The marks of a report notebook: its head, and the proof that it ran to its end."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.completion import (
    MASTHEAD_MIME,
    Mark,
    complete,
    find_completion,
    find_masthead,
    masthead,
)
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.run import notebook_path


@pytest.fixture
def report(cangshan: Ledger) -> HalfYear:
    return HalfYear(cangshan, ReportingPeriod.parse("2020H1"))


def shown(mark: Mark) -> Any:
    """A code cell that shows `mark`, as the kernel would write it."""
    return new_code_cell("", outputs=[new_output("execute_result", data=mark._repr_mimebundle_())])


def test_the_mark_at_the_end_names_organisation_period_and_edition(report: HalfYear) -> None:
    notebook = new_notebook(cells=[new_code_cell("1"), shown(complete(report)), new_markdown_cell("完")])
    about = {"organisation": "cangshan", "period": "2020H1", "edition": "internal"}
    assert find_completion(notebook) == about


def test_a_mark_that_is_not_at_the_end_is_none(report: HalfYear) -> None:
    assert find_completion(new_notebook(cells=[shown(complete(report)), new_code_cell("1")])) is None
    assert find_completion(new_notebook(cells=[new_code_cell("1")])) is None
    assert find_completion(new_notebook()) is None


def test_the_masthead_is_no_completion(report: HalfYear) -> None:
    notebook = new_notebook(cells=[shown(masthead(report))])
    assert find_completion(notebook) is None
    assert find_masthead(notebook) is not None


def test_the_masthead_says_who_and_when_in_chinas_time(report: HalfYear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1593129600")  # 2020-06-26 00:00 UTC
    content = masthead(report)._repr_mimebundle_()[MASTHEAD_MIME]
    assert content["organisation_name"] == "福州市仓山区慈善总会"
    assert content["period_label"] == "2020年上半年"
    assert content["generated_at"] == "2020-06-26 08:00"


def test_a_mark_reads_as_a_line_in_jupyter(report: HalfYear) -> None:
    assert complete(report)._repr_mimebundle_(include=None, exclude=None)["text/plain"] == "报告完成"


def test_the_report_notebook_ends_with_its_mark() -> None:
    notebook = nbformat.read(notebook_path(), as_version=4)
    last = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    assert last.source == "completion.complete(report)"
