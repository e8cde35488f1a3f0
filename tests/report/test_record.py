"""A report's record: every figure with its rows, exact, small, the same twice, and without anybody's name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.record import Record, make_record, read_record, record_bytes, report_version
from charity_analysis.report.record_rows import spread_positions
from conftest import Office

GIFTS = [["1", "2020-01-05", "林某某", 1000, "助学"], ["2", "2020-02-05", "乙公司", 2000, "助学"]]


@pytest.fixture(scope="module")
def half_year(demo: Ledger) -> HalfYear:
    return HalfYear(demo, ReportingPeriod.parse("2020H1"))


@pytest.fixture(scope="module")
def record(half_year: HalfYear) -> Record:
    return make_record(half_year)


def each_figure(record: Record) -> list[Record]:
    return [each for entry in (*record["key_figures"], *record["figures"]) for each in (entry, *entry.get("parts", ()))]


def test_every_key_figure_stands_in_it_once_with_its_exact_value(half_year: HalfYear, record: Record) -> None:
    said = {
        entry["id"]: (entry["value"], entry["halfwidth"], entry.get("why_missing")) for entry in record["key_figures"]
    }
    assert said == {key: (one.value, one.halfwidth, one.why_missing) for key, one in half_year.key_figures.items()}
    assert list(said) == [f"K{number}" for number in range(1, 28)]


def test_a_figure_names_just_the_rows_that_prove_it(half_year: HalfYear, record: Record) -> None:
    figures = {one.id: one for one in (*half_year.key_figures.values(), *half_year.figures.values())}
    for entry in (*record["key_figures"], *record["figures"]):
        rows = [record["rows"][position] for position in spread_positions(entry["rows"])]
        ids = {f"{record['places'][place]['ids']}{number:06x}" for place, number, *_ in rows}
        assert ids == set(figures[entry["id"]].row_ids), entry["id"]


def test_the_rows_of_what_was_received_and_paid_add_up_to_it(record: Record) -> None:
    figures = {entry["id"]: entry for entry in record["figures"]}
    for name in ("received", "paid"):
        rows = [record["rows"][position] for position in spread_positions(figures[name]["rows"])]
        assert sum(row[2] for row in rows) == figures[name]["value"]
        assert sum(row[3] for row in rows) == figures[name]["halfwidth"]


def test_a_value_has_rows_or_it_says_why_it_is_missing(record: Record) -> None:
    for entry in each_figure(record):
        assert (entry["value"] is not None and entry["rows"]) or entry["why_missing"], entry


def test_it_comes_back_from_its_file_as_it_was_and_is_small(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(record_bytes(record))
    assert read_record(path) == json.loads(json.dumps(record)) == record
    assert path.stat().st_size < 100_000


def test_the_same_books_give_the_same_bytes(demo: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1593129600")
    first, second = (make_record(HalfYear(demo, ReportingPeriod.parse("2017H1"))) for _ in range(2))
    assert record_bytes(first) == record_bytes(second)
    assert first["generated_at"] == "2020-06-26 08:00"


def test_nobody_is_named_in_it(office: Office) -> None:
    office.donations(GIFTS)
    office.disbursements([["2020-03-01", "王某某", 500, "助学", 5, 100]])
    text = record_bytes(make_record(load(office))).decode()
    assert "林某某" not in text and "王某某" not in text and "乙公司" not in text
    assert "捐赠收入.xlsx › 捐赠" in text


def test_a_public_record_leaves_out_the_files_names_and_what_the_edition_hides(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.donations(GIFTS)
    office.disbursements([["2020-03-01", "甲学校", 500, "助学", 5, 100]])
    report = load(office)
    report.edition = "public"
    monkeypatch.setattr(HalfYear, "hides", lambda self, figure: figure.unit == "count")
    monkeypatch.setattr(HalfYear, "hides_rows", lambda self, row_ids: True)
    record = make_record(report)
    assert "inputs" not in record and record["inputs_digest"]
    counts = [entry for entry in each_figure(record) if entry["unit"] == "count"]
    assert counts and all(entry["value"] is None and entry["hidden"] and not entry["rows"] for entry in counts)
    assert all(row[4] is None for row in record["rows"])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', '{"format": 1, "rows": []}', "\udcff"])
def test_what_is_no_record_is_read_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(content, encoding="utf-8", errors="surrogateescape")
    assert read_record(path) is None
    assert read_record(tmp_path / "nothing.json") is None


def test_a_digest_has_no_digit_that_could_pass_for_a_persons_number() -> None:
    assert report_version().isalpha()


def load(office: Office, **more: Any) -> HalfYear:
    folders = office.folders
    return HalfYear.load(
        office.organisation, "2020H1", str(folders.raw), str(folders.processed), reports=str(folders.reports), **more
    )
