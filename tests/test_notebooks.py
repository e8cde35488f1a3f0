"""The notebooks as documents: prose first, one parameters cell of plain literals, visible pandas, no set-up code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from conftest import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Try, ast.Lambda)
LONGEST_CELL = 12


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> NotebookNode:
    path: Path = request.param
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebooks_of_this_stage_are_there() -> None:
    assert {"01_data_quality", "02_programmes", "05_funds_and_chains", "report"} <= {path.stem for path in NOTEBOOKS}


def test_it_begins_with_prose(notebook: NotebookNode) -> None:
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")


def test_one_cell_holds_the_parameters_as_plain_literals_with_a_comment_each(notebook: NotebookNode) -> None:
    (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    for line in cell.source.splitlines():
        (statement,) = ast.parse(line).body
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.value, ast.Constant)
        assert "  # " in line


def test_its_cells_are_short_and_define_nothing(notebook: NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, FORBIDDEN)], cell.source


def test_it_reads_no_raw_file(notebook: NotebookNode) -> None:
    for cell in code_cells(notebook):
        assert not re.search(r"read_(excel|csv|table)|open\(|calamine|openpyxl", cell.source)


def test_it_is_committed_with_its_outputs_and_without_errors(notebook: NotebookNode) -> None:
    cells = code_cells(notebook)
    shown = [cell for cell in cells if cell.outputs]
    assert len(shown) >= len(cells) // 2
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


def test_no_path_of_a_machine_stands_in_it(notebook: NotebookNode) -> None:
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    assert not re.search(r"/(?:home|root|work|Users|tmp)/|[A-Z]:\\\\Users", text)
