"""One report: the notebook run aside by papermill, its completion checked, exported, and only then put in place."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from charity_analysis.report.completion import find_completion

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from charity_analysis.ledger.paths import Folders

NOTEBOOK = "report.ipynb"
# A kernel that says nothing for so long hangs: the run ends and the previous report stands.
SECONDS_PER_CELL = 600
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


def build_report(organisation: str, period: str, folders: Folders, parameters: dict[str, str]) -> Path:
    """The path of the finished report of `organisation` for `period`; parameters are checked by the caller.

    Raises: ReportFailed, and then the previous report is as it was; OSError where the disk refuses.
    """
    target = folders.reports / organisation / period / "report.html"
    values = {
        **parameters,
        "period": period,
        "organisation": organisation,
        "raw_folder": str(folders.raw),
        "processed_folder": str(folders.processed),
    }
    notebook = _execute(values)
    if find_completion(notebook) != {"organisation": organisation, "period": period}:
        raise ReportFailed("ended_early")
    _replace(target, _export(notebook))
    return target


def _execute(values: dict[str, str]) -> NotebookNode:
    """The notebook as it is after its run, kept in memory: nothing is written that might be taken for a result."""
    import logging

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
            values,
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


def _export(notebook: NotebookNode) -> bytes:
    from charity_analysis.report.exporter import CharityReportExporter

    page, _ = CharityReportExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return page.encode("utf-8")


def _replace(target: Path, content: bytes) -> None:
    """Put `content` at `target` in one step: readers see the old report or the new one, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
