"""The files of an edition beside its page: workbook, Word, open data, the record, and what was published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from charity_analysis.report.execution import ReportFailed
from charity_analysis.report.privacy.names import Secrets

if TYPE_CHECKING:
    from charity_analysis.report.correction_note import Restatement
    from charity_analysis.report.half_year import HalfYear
    from charity_analysis.report.privacy.signoffs import Standing
    from charity_analysis.report.restatement import Followed
    from charity_analysis.report.run import Request

_STEMS = {"internal": "report", "public": "report.public"}


@dataclass(frozen=True)
class Companions:
    """Files by name: `files` go before the page; `after` behind it, for they say that it is out, and what it rests on.

    `standing` is what stands against publication; `secrets` what must stand in no public file.
    """

    standing: Standing
    secrets: Secrets
    files: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    restated: Restatement | None = None


def make_companions(request: Request, edition: str) -> Companions:
    """The files of `edition`; none for a public edition that must not come out.

    Raises: ValueError, OSError, LawBroken as HalfYear.load does; ReportFailed where it is not known any more what was
    published, and the public edition is to go out.
    """
    from charity_analysis.report.half_year import HalfYear
    from charity_analysis.report.record import make_record, record_bytes, record_name
    from charity_analysis.report.restatement import PublishedDamaged, follow_publication

    folders = request.folders
    report = HalfYear.load(
        request.organisation,
        request.period,
        str(folders.raw),
        str(folders.processed),
        edition,
        str(folders.reports),
    )
    assert report.standing is not None
    secrets = report.secrets or Secrets(frozenset(), frozenset())
    if report.is_public and not report.standing.lets_out:
        return Companions(report.standing, secrets)
    try:
        followed = follow_publication(report, goes_out=report.is_public)
    except PublishedDamaged as damaged:
        values = {"organisation": request.organisation, "period": request.period}
        raise ReportFailed("published_damaged", **values) from damaged
    # The record goes last: where a run is killed before it, what lies there is known to be stale.
    after = {
        **followed.files,
        **_word_note(followed, report, request),
        record_name(edition): record_bytes(make_record(report, request.parameters)),
    }
    return Companions(report.standing, secrets, _make_files(report, request), after, followed.pending)


def _word_note(followed: Followed, report: HalfYear, request: Request) -> dict[str, bytes]:
    """The correction note in Word, by its name; nothing where there is nothing to correct, or Word is not wanted."""
    from charity_analysis.report.correction_note import CORRECTION_WORD

    if followed.note is None or not (request.with_docx or (request.place / CORRECTION_WORD).is_file()):
        return {}
    from charity_analysis.report.docx import write_correction

    return {CORRECTION_WORD: write_correction(followed.note, report)}


def _make_files(report: HalfYear, request: Request) -> dict[str, bytes]:
    from charity_analysis.report.handover import open_data, workbook

    stem = _STEMS[report.edition]
    files = {f"{stem}.xlsx": workbook(report)}
    if report.is_public:
        files |= {f"open-data/{name}": content for name, content in open_data(report).items()}
    # A Word file that lies there is made anew: beside the new page it would say what was.
    if request.with_docx or (request.place / f"{stem}.docx").is_file():
        from charity_analysis.report.docx import write_docx

        files[f"{stem}.docx"] = write_docx(report)
    return files
