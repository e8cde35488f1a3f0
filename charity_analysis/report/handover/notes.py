"""The first sheet of the workbook: what it is, how to read it, and the files that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.rules import handover_texts

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

_EXPLAINED = ("money", "precision", "sums", "texts", "source")


def note_lines(report: HalfYear, made: str) -> list[tuple[str, str]]:
    """Each line as its subject and what it says; `made` is when the workbook was made."""
    texts = handover_texts("zh")
    about = [
        (texts["about"], texts["about_text"]),
        (texts["organisation"], report.name),
        (texts["period"], f"{report.period.label()}（{report.period}）"),
        (texts["edition"], texts[f"edition_{report.edition}_text"]),
        (texts["generated"], made),
    ]
    explained = [(texts[key], texts[f"{key}_text"]) for key in _EXPLAINED]
    return [*about, *explained, *_sources(report, texts)]


def _sources(report: HalfYear, texts: dict[str, str]) -> list[tuple[str, str]]:
    """The files of the period, and those of the organisation, with their digests."""
    if report.is_public:
        # A digest of a small file can be found again by trying, and with it what was masked.
        return [("", texts["source_hidden"])]
    folders = {str(report.period), *_folders(report)}
    inputs: dict[str, str] = report.ledger.manifest["inputs"]
    return [
        (name, f"SHA-256 {digest}")
        for name, digest in sorted(inputs.items())
        if digest and not name.endswith("/") and ("/" not in name or name.split("/")[0] in folders)
    ]


def _folders(report: HalfYear) -> set[str]:
    rows = report.sources
    own = {*report.donations["row_id"], *report.disbursements["row_id"], *report.agency["row_id"]}
    return set(rows.loc[rows.index.isin(own), "folder_period"])
