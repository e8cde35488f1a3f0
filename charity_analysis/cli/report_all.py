"""`charity report --all`: every report that is stale, one after the other, and what became of each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from charity_analysis import wording
from charity_analysis.cli.checks import checked_names, known_organisations
from charity_analysis.cli.exits import DONE, DONE_WITH_ERRORS, FAILED


def report_all(
    organisation: str | None,
    folders: Any,
    editions: Sequence[str],
    with_word: bool,
    parameters: dict[str, str],
    build: Callable[[str, str, tuple[str, ...]], int],
) -> int:
    """Build what is stale of `editions`; the exit code: 3 where any failed, 1 where any has open errors, else 0.

    `build` makes one report, of an organisation for a period in some editions, prints its paths and returns its own
    exit code.
    """
    from charity_analysis.report.batch import build_each, find_stale

    known = known_organisations(folders)
    names = known if organisation is None else checked_names([organisation], known)
    periods, failures = _periods(names, folders)
    jobs = find_stale(folders, periods, editions, with_word, parameters)
    codes = []
    for done in build_each(_shown(jobs), lambda job: build(job.organisation, job.period, job.editions)):
        if done.error is not None:
            failures.append(f"{done.job.organisation} {done.job.period}{_colon()}{wording.failure(done.error)}")
        else:
            codes.append(done.built or DONE)
            if done.built == FAILED:
                failures.append(f"{done.job.organisation} {done.job.period}")
    _write_shelf(folders)
    built = sum(code != FAILED for code in codes)
    current = sum(map(len, periods.values())) - len(jobs)
    click.echo(wording.text("all_built", built=str(built), current=str(current)), err=True)
    if failures:
        lines = [wording.text("all_failed", count=str(len(failures))), *(f"  {failure}" for failure in failures)]
        click.echo("\n".join(lines), err=True)
        return FAILED
    return DONE_WITH_ERRORS if DONE_WITH_ERRORS in codes else DONE


def _write_shelf(folders: Any) -> None:
    from charity_analysis.report.shelf import write_shelf

    write_shelf(folders.reports, folders.raw)


def _periods(names: list[str], folders: Any) -> tuple[dict[str, list[str]], list[str]]:
    """The periods that each organisation has data for, cleaned where stale; what cannot be cleaned is a failure."""
    from charity_analysis.ledger.ledger import ensure_clean

    periods: dict[str, list[str]] = {}
    failures: list[str] = []
    for name in names:
        try:
            periods[name] = list(ensure_clean(name, folders)["periods"])
        except Exception as error:
            failures.append(f"{name}{_colon()}{wording.failure(error)}")
    return periods, failures


def _colon() -> str:
    return ": " if wording.language() == "en" else "："


def _shown(jobs: list[Any]) -> Any:
    """`jobs`, with a bar where a person looks on."""
    if not sys.stderr.isatty() or not jobs:
        return jobs
    from tqdm import tqdm

    return tqdm(jobs, desc=wording.text("building"), unit=wording.text("report_unit"), leave=False)
