"""One report: the notebook run aside by papermill, its completion checked, exported, and only then put in place."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from charity_analysis.report.completion import find_completion

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from charity_analysis.ledger.paths import Folders

NOTEBOOK = "report.ipynb"
# A kernel that says nothing for so long hangs: the run ends and the previous report stands.
SECONDS_PER_CELL = 600


class ReportFailed(Exception):
    """No report was made, and the previous one stands; the message says why, in Chinese."""


def notebook_path() -> Path:
    """The report notebook: the project's own, or the one that the installed package carries."""
    own = Path(__file__).resolve().parents[2] / "notebooks" / NOTEBOOK
    return own if own.is_file() else Path(__file__).with_name(NOTEBOOK)


@cache
def own_parameters() -> tuple[str, ...]:
    """Names of the notebook's parameters that a caller may set; those the command sets itself are left out."""
    import ast

    import nbformat

    notebook = nbformat.read(notebook_path(), as_version=4)
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    names = [
        target.id
        for cell in cells
        for statement in ast.parse(cell.source).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
    return tuple(name for name in names if name not in ("period", "organisation", "raw_folder", "processed_folder"))


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
    with tempfile.TemporaryDirectory(prefix="charity-report-") as scratch:
        notebook = _execute(Path(scratch) / NOTEBOOK, values)
    if find_completion(notebook) != {"organisation": organisation, "period": period}:
        raise ReportFailed("报告笔记本没有运行到最后")
    _replace(target, _export(notebook))
    return target


def _execute(output: Path, values: dict[str, str]) -> NotebookNode:
    import logging

    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException, PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    try:
        return papermill.execute_notebook(
            str(notebook_path()),
            str(output),
            values,
            progress_bar=sys.stderr.isatty(),
            cwd=str(Path.cwd()),
            kernel_name=_kernel_name(),
            execution_timeout=SECONDS_PER_CELL,
            log_output=False,
        )
    except PapermillExecutionError as error:
        raise ReportFailed(f"第 {error.exec_count} 个代码单元出错（{error.ename}）") from error
    except DeadKernelError as error:
        raise ReportFailed("计算内核意外退出，可能是内存不足") from error
    except CellTimeoutError as error:
        raise ReportFailed(f"有单元超过 {SECONDS_PER_CELL} 秒没有完成") from error
    except PapermillException as error:
        raise ReportFailed(f"报告笔记本无法运行（{type(error).__name__}）") from error


def _kernel_name() -> str:
    """The kernel of this very environment.

    Raises: ReportFailed where there is none.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel as error:
        raise ReportFailed("找不到 python3 计算内核；请重新运行 make set-up") from error
    return "python3"


def _export(notebook: NotebookNode) -> bytes:
    from charity_analysis.report.exporter import CharityReportExporter

    page, _ = CharityReportExporter().from_notebook_node(notebook)
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


