"""The editions of one report: each run aside, checked as it is to lie on the disk, and only then put in place."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charity_analysis.report.completion import find_completion
from charity_analysis.report.execution import ReportFailed, execute, notebook_path, own_parameters, without_parameters
from charity_analysis.report.placement import put_in_place

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from charity_analysis.ledger.paths import Folders
    from charity_analysis.report.companions import Companions
    from charity_analysis.report.correction_note import Restatement
    from charity_analysis.report.privacy.gate import Leak
    from charity_analysis.report.privacy.signoffs import Standing

__all__ = ["Built", "ReportFailed", "Request", "build_reports", "execute", "notebook_path", "own_parameters"]

PAGES = {"internal": "report.html", "public": "report.public.html"}


@dataclass(frozen=True)
class Request:
    """What is to be made: the report of `organisation` for `period`, in which editions, and whether in Word too.

    `parameters` are the notebook's own; the caller has checked them. Without `with_shelf` the caller writes the shelf.
    """

    organisation: str
    period: str
    folders: Folders
    editions: tuple[str, ...] = ("internal",)
    with_docx: bool = False
    parameters: Mapping[str, str] | None = None
    with_shelf: bool = True

    @property
    def place(self) -> Path:
        """The folder of this report."""
        return self.folders.reports / self.organisation / self.period


@dataclass(frozen=True)
class Built:
    """What a run made: `paths` of pages and Word files, internal first.

    A public edition that was asked for and is not among them was stopped by `standing` or by `leaks`; then the one
    before it stands as it was. `restated` is what differs from the figures that were published.
    """

    paths: tuple[Path, ...]
    standing: Standing | None = None
    leaks: tuple[Leak, ...] = ()
    restated: Restatement | None = None

    @property
    def is_blocked(self) -> bool:
        """True where the public edition was asked for and did not come out."""
        return bool(self.leaks) or (self.standing is not None and not self.standing.lets_out)


def build_reports(request: Request) -> Built:
    """Make the editions that `request` asks for; each is put in place whole, and the page last.

    Raises: ReportFailed, and then the edition at work is as it was; OSError where the disk refuses.
    """
    from charity_analysis.report.companions import make_companions

    # requests hides this remark itself, but what another thread does with warnings meanwhile may bring it back.
    warnings.filterwarnings("ignore", message="SOCKS support in urllib3")
    with ThreadPoolExecutor(max_workers=1) as aside:
        waiting = [(edition, aside.submit(make_companions, request, edition)) for edition in request.editions]
        try:
            built = [_build(request, edition, companions) for edition, companions in waiting]
        finally:
            aside.shutdown(wait=False, cancel_futures=True)
    if request.with_shelf:
        _write_shelf(request)
    return _together(built)


def _build(request: Request, edition: str, waiting: Future[Companions]) -> Built:
    """One edition: its notebook runs here while its other files are made aside."""
    if edition == "public" and not waiting.result().standing.lets_out:
        return Built((), waiting.result().standing)
    notebook = without_parameters(_run_notebook(request, edition))
    companions = waiting.result()
    page = _export(notebook)
    files = {**companions.files, PAGES[edition]: page, **companions.after}
    if edition == "public" and (leaks := _find_leaks(request, companions, files, notebook)):
        return Built((), companions.standing, leaks, companions.restated)
    put_in_place(request.place, files)
    shown = [PAGES[edition], *(name for name in companions.files if name.endswith(".docx"))]
    standing = companions.standing if edition == "public" else None
    return Built(tuple(request.place / name for name in shown), standing, (), companions.restated)


def _together(built: Sequence[Built]) -> Built:
    return Built(
        tuple(path for one in built for path in one.paths),
        next((one.standing for one in built if one.standing), None),
        tuple(leak for one in built for leak in one.leaks),
        next((one.restated for one in reversed(built) if one.restated), None),
    )


def _run_notebook(request: Request, edition: str) -> NotebookNode:
    folders = request.folders
    values = {
        **(request.parameters or {}),
        "period": request.period,
        "organisation": request.organisation,
        "raw_folder": str(folders.raw),
        "processed_folder": str(folders.processed),
        "edition": edition,
        "reports_folder": str(folders.reports),
    }
    notebook = execute(values)
    about = {"organisation": request.organisation, "period": request.period, "edition": edition}
    if find_completion(notebook) != about:
        raise ReportFailed("ended_early")
    return notebook


def _export(notebook: NotebookNode) -> bytes:
    from charity_analysis.report.audit import UnprovedFigure
    from charity_analysis.report.exporter import CharityReportExporter

    try:
        page, _ = CharityReportExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    except UnprovedFigure as error:
        raise ReportFailed("figure_unproved", section=error.section, place=error.place) from error
    return page.encode("utf-8")


def _find_leaks(
    request: Request, companions: Companions, files: Mapping[str, bytes], notebook: NotebookNode
) -> tuple[Leak, ...]:
    """What the gate finds in the finished public files, and in the notebook that they come from."""
    import nbformat

    from charity_analysis.report.privacy.gate import check_files, machine_names

    whole = {**files, notebook_path().name: nbformat.writes(notebook).encode("utf-8")}
    folders = request.folders
    return tuple(check_files(whole, companions.secrets, machine_names(folders.raw, folders.processed, folders.reports)))


def _write_shelf(request: Request) -> None:
    from charity_analysis.report.shelf import write_shelf

    write_shelf(request.folders.reports, request.folders.raw)
