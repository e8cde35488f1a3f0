"""The report of a half-year with ten thousand gifts can still be sent by mail and opened."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis.ledger.paths import Folders
from charity_analysis.report.exporter import CharityReportExporter
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.run import notebook_path
from conftest import PROJECT

MOST_BYTES, MOST_ELEMENTS = 2_000_000, 40_000


def made_in_process(report: HalfYear) -> str:
    """The page that the report's notebook becomes; its cells run here, which spares a kernel's start."""
    names: dict[str, Any] = {}
    cells = []
    for cell in json.loads(notebook_path().read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cells.append(new_markdown_cell(source, metadata=cell["metadata"]))
        elif "HalfYear.load" in source:
            exec(source.partition("report = ")[0], names)
            names["report"] = report
        elif "parameters" not in cell["metadata"].get("tags", []):
            data, metadata = eval(source, names)._repr_mimebundle_(), {}
            if isinstance(data, tuple):
                data, metadata = data
            cells.append(new_code_cell(source, outputs=[new_output("display_data", data=data, metadata=metadata)]))
    page: str = CharityReportExporter().from_notebook_node(new_notebook(cells=cells))[0]
    return page


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the office that the benchmark measures."""
    sys.path.insert(0, str(PROJECT / "benchmarks"))
    from large_office import PERIOD, write_office

    sys.path.pop(0)
    root = tmp_path_factory.mktemp("large")
    folders = Folders(root / "raw", root / "processed", root / "reports")
    write_office(folders.raw)
    return made_in_process(HalfYear.load("office", PERIOD, str(folders.raw), str(folders.processed)))


def test_it_stays_under_two_megabytes_and_a_browsers_patience(large: str) -> None:
    assert len(large.encode()) < MOST_BYTES
    assert len(re.findall(r"<[a-zA-Z]", large)) < MOST_ELEMENTS
