"""The report notebook and one run of it: by papermill, aside, in memory, in the kernel of this very environment."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbformat import NotebookNode

NOTEBOOK = "report.ipynb"
# A kernel that says nothing for so long hangs: the run ends and the previous report stands.
SECONDS_PER_CELL = 600
_ADDRESSES = "rfc3987_syntax"
# Its warnings are about how it talks with us; what goes wrong in a cell reaches us as that cell's error.
_QUIET_KERNEL = ["--IPKernelApp.log_level=50"]
_SET_BY_THE_COMMAND = ("period", "organisation", "raw_folder", "processed_folder", "edition", "reports_folder")


class ReportFailed(Exception):
    """No report was made, and the previous one stands; `reason` is a key of rules/messages.csv."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def notebook_path() -> Path:
    """The report notebook: the project's own, or the one that the installed package carries."""
    own = Path(__file__).resolve().parents[2] / "notebooks" / NOTEBOOK
    return own if own.is_file() else Path(__file__).with_name(NOTEBOOK)


def own_parameters() -> tuple[str, ...]:
    """Names of the notebook's parameters that a caller may set; those the command sets itself are left out."""
    import ast
    import json

    # nbformat takes over a second to be there, which a mistyped parameter is not worth.
    notebook = json.loads(notebook_path().read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    names = [
        target.id
        for cell in cells
        for statement in ast.parse("".join(cell["source"])).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
    return tuple(name for name in names if name not in _SET_BY_THE_COMMAND)


def execute(values: Mapping[str, str]) -> NotebookNode:
    """The notebook as it is after its run, kept in memory: nothing is written that might be taken for a result.

    Raises: ReportFailed.
    """
    import logging

    with _without_grammar_of_addresses():
        import papermill
        from nbclient.exceptions import CellTimeoutError, DeadKernelError
        from papermill.exceptions import PapermillException, PapermillExecutionError

    # A kernel that ends by itself leaves sockets behind, of which tornado would tell in a traceback.
    for noisy in ("papermill", "tornado"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    try:
        notebook: NotebookNode = papermill.execute_notebook(
            # To papermill a path is a template.
            str(notebook_path()).replace("{", "{{").replace("}", "}}"),
            None,
            dict(values),
            progress_bar=sys.stderr.isatty(),
            cwd=str(Path.cwd()),
            kernel_name=_kernel_name(),
            execution_timeout=SECONDS_PER_CELL,
            log_output=False,
            extra_arguments=_QUIET_KERNEL,
        )
        return notebook
    except PapermillExecutionError as error:
        raise ReportFailed("cell_failed", number=str(error.exec_count or "?"), kind=error.ename) from error
    except DeadKernelError as error:
        raise ReportFailed("kernel_died") from error
    except CellTimeoutError as error:
        raise ReportFailed("cell_too_slow", seconds=str(SECONDS_PER_CELL)) from error
    except PapermillException as error:
        raise ReportFailed("notebook_unusable", kind=type(error).__name__) from error


@contextmanager
def _without_grammar_of_addresses() -> Iterator[None]:
    """Keep out a grammar of web addresses that JupyterLab brings along: notebooks are checked without it.

    jsonschema takes it in where it is installed, and building it costs more than all else that papermill imports.
    """
    if _ADDRESSES in sys.modules:
        yield
        return
    sys.modules[_ADDRESSES] = None  # type: ignore[assignment]  # so importing it says that it is not there
    try:
        yield
    finally:
        del sys.modules[_ADDRESSES]


def _kernel_name() -> str:
    """The kernel of this very environment.

    Raises: ReportFailed where there is none.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel as error:
        raise ReportFailed("no_kernel") from error
    return "python3"


def without_parameters(notebook: NotebookNode) -> NotebookNode:
    """The run `notebook` less what the run itself wrote into it: folders of this machine, and when each cell ran."""
    from nbformat import NotebookNode

    def kept(metadata: NotebookNode) -> NotebookNode:
        return NotebookNode({name: value for name, value in metadata.items() if name not in ("papermill", "execution")})

    cells = [
        NotebookNode({**cell, "metadata": kept(cell.metadata)})
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    return NotebookNode({**notebook, "cells": cells, "metadata": kept(notebook.metadata)})
