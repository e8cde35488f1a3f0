"""All reports at once: which are stale, and each built although another failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from charity_analysis.report.record import inputs_digest, read_record, record_name, report_version

if TYPE_CHECKING:
    from charity_analysis.ledger.paths import Folders

Built = TypeVar("Built")
# What a report of each edition consists of at the least; with Word asked for, also its document.
EXPECTED = {
    "internal": ("report.html", "report.xlsx"),
    "public": ("report.public.html", "report.public.xlsx"),
}
WORD = {"internal": "report.docx", "public": "report.public.docx"}


@dataclass(frozen=True)
class Job:
    """One report to be built: of one organisation for one period, in the `editions` that are stale."""

    organisation: str
    period: str
    editions: tuple[str, ...] = ("internal",)


@dataclass(frozen=True)
class Done(Generic[Built]):
    """What became of a job: what was built, or the error that it ended with."""

    job: Job
    built: Built | None = None
    error: Exception | None = None


def find_stale(
    folders: Folders,
    periods: Mapping[str, Sequence[str]],
    editions: Sequence[str],
    with_word: bool = False,
    parameters: Mapping[str, str] | None = None,
) -> list[Job]:
    """Which of the organisations' `periods` lack a report that is still right, in their order, and in which `editions`.

    A report is right where its record says that it was made from just these raw files and texts, by just this code with
    these parameters, and where all of its files are there. A public edition that was stopped is never right: it
    is looked at anew each time, without its notebook where errors are open; the internal one beside it is left alone.
    """
    jobs = []
    for organisation, named in periods.items():
        made_from = {**_made_from(folders, organisation), "parameters": dict(parameters or {})}
        for period in named:
            job = Job(organisation, period)
            stale = tuple(one for one in editions if not _is_right(folders, job, one, made_from, with_word))
            if stale:
                jobs.append(replace(job, editions=stale))
    return jobs


def build_each(
    jobs: Iterable[Job],
    build: Callable[[Job], Built],
    spread: Callable[[Callable[[Job], Done[Built]], Iterable[Job]], Iterable[Done[Built]]] = map,
) -> Iterator[Done[Built]]:
    """What became of each job, as they are done; one that fails stops no other.

    `spread` applies a function to every job: `map` one after the other, the `map` of an executor many at once.
    """

    def attempt(job: Job) -> Done[Built]:
        try:
            return Done(job, build(job))
        except Exception as error:
            return Done(job, error=error)

    yield from spread(attempt, jobs)


def _made_from(folders: Folders, organisation: str) -> dict[str, str]:
    """What a report that is still right says it was made from."""
    from charity_analysis.ledger.store import digest_inputs

    raw = folders.raw / organisation
    return {
        "code_version": report_version(),
        "inputs_digest": inputs_digest(digest_inputs(raw)),
    }


def _is_right(folders: Folders, job: Job, edition: str, made_from: Mapping[str, object], with_word: bool) -> bool:
    folder = folders.reports / job.organisation / job.period
    record = read_record(folder / record_name(edition))
    if record is None or any(record.get(key) != value for key, value in made_from.items()):
        return False
    names = [*EXPECTED[edition], *([WORD[edition]] if with_word else [])]
    return (record["period"], record["edition"]) == (job.period, edition) and all(
        (folder / name).is_file() for name in names
    )
