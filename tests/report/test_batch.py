"""All reports at once: what is stale is built, what is right is left alone, and one failure stops no other."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from charity_analysis.cli.report_all import report_all
from charity_analysis.ledger.paths import Folders
from charity_analysis.report import batch
from charity_analysis.report.batch import Job, build_each, find_stale
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.record import make_record, record_bytes
from conftest import Office

GIFTS = [["1", "2020-01-05", "甲公司", 1000, "助学"]]


@pytest.fixture
def reported(office: Office) -> Office:
    """An office whose report is right."""
    office.donations(GIFTS)
    made("office", office.folders)
    return office


def made(organisation: str, folders: Folders, period: str = "2020H1") -> None:
    report = HalfYear.load(organisation, period, str(folders.raw), str(folders.processed))
    folder = folders.reports / organisation / period
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("report.html", "report.xlsx"):
        (folder / name).write_bytes(b"")
    (folder / "record.json").write_bytes(record_bytes(make_record(report)))


def stale(office: Office, *editions: str, with_word: bool = False) -> list[Job]:
    return find_stale(office.folders, {"office": ["2020H1"]}, editions or ("internal",), with_word)


def test_a_report_that_is_right_is_left_alone(reported: Office) -> None:
    assert stale(reported) == []


@pytest.mark.parametrize("name", ["report.html", "report.xlsx", "record.json"])
def test_a_file_that_is_gone_makes_a_report_stale(reported: Office, name: str) -> None:
    (reported.folders.reports / "office" / "2020H1" / name).unlink()
    assert stale(reported) == [Job("office", "2020H1")]


def test_a_damaged_record_makes_a_report_stale(reported: Office) -> None:
    (reported.folders.reports / "office" / "2020H1" / "record.json").write_bytes(b"{")
    assert stale(reported) == [Job("office", "2020H1")]


@pytest.mark.parametrize("name", ["opening.md", "closing.2020H1.md", "signoffs.csv", "2020H1/另一本.csv"])
def test_a_new_text_or_raw_file_makes_a_report_stale(reported: Office, name: str) -> None:
    (reported.raw / name).write_text("x", encoding="utf-8")
    assert stale(reported) == [Job("office", "2020H1")]


def test_a_changed_setting_and_other_code_make_a_report_stale(
    reported: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "report_version", lambda: "other")
    assert stale(reported) == [Job("office", "2020H1")]
    monkeypatch.undo()
    (reported.raw / "organisation.toml").write_text('name = "另一个名字"\n', encoding="utf-8")
    assert stale(reported) == [Job("office", "2020H1")]


def test_what_was_never_made_is_stale_and_so_is_word_once_it_is_asked_for(reported: Office) -> None:
    assert stale(reported, "internal", "public") == [Job("office", "2020H1", ("public",))]
    assert stale(reported, with_word=True) == [Job("office", "2020H1")]
    (reported.folders.reports / "office" / "2020H1" / "report.docx").write_bytes(b"")
    assert stale(reported, with_word=True) == []


def test_a_report_made_with_other_parameters_is_stale(reported: Office) -> None:
    assert find_stale(reported.folders, {"office": ["2020H1"]}, ["internal"], parameters={"x": "1"})


def fail_on_second(job: Job) -> str:
    if job.period == "2019H2":
        raise OSError("disk")
    return job.period


def test_one_failure_stops_no_other_one_after_the_other_or_at_once() -> None:
    jobs = [Job("office", period) for period in ("2019H1", "2019H2", "2020H1")]
    with ThreadPoolExecutor(2) as pool:
        for spread in (map, pool.map):
            done = list(build_each(jobs, fail_on_second, spread))
            assert [(one.job, one.built, type(one.error)) for one in done] == [
                (jobs[0], "2019H1", type(None)),
                (jobs[1], None, OSError),
                (jobs[2], "2020H1", type(None)),
            ]


# The command


@pytest.fixture
def two(reported: Office, tmp_path: Path) -> Office:
    """Two offices with a half-year each; neither has a report of this code."""
    (reported.folders.reports / "office" / "2020H1" / "record.json").unlink()
    Office(tmp_path, "other").donations(GIFTS)
    return reported


@pytest.mark.parametrize(("codes", "expected"), [((0, 0), 0), ((0, 1), 1), ((1, 3), 3)])
def test_the_worst_exit_code_is_that_of_all(
    two: Office, capsys: pytest.CaptureFixture[str], codes: tuple[int, int], expected: int
) -> None:
    waiting = list(codes)
    built: list[tuple[str, str]] = []

    def build(name: str, period: str, _: tuple[str, ...]) -> int:
        built.append((name, period))
        return waiting.pop(0)

    assert report_all(None, two.folders, ["internal"], False, {}, build) == expected
    assert built == [("office", "2020H1"), ("other", "2020H1")]
    told = capsys.readouterr().err
    assert f"已生成 {sum(code < 3 for code in codes)} 份报告" in told
    assert ("other 2020H1" in told) == (expected == 3)


def test_a_public_edition_that_was_stopped_is_looked_at_anew_but_the_internal_one_is_left_alone(
    reported: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, ...]] = []
    code = report_all(None, reported.folders, ("internal", "public"), False, {}, lambda *job: asked.append(job[2]) or 3)
    assert (code, asked) == (3, [("public",)])
    assert "office 2020H1" in capsys.readouterr().err


def test_an_unexpected_failure_is_told_without_a_traceback_and_the_next_is_built(
    two: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    def build(name: str, period: str, _: tuple[str, ...]) -> int:
        if name == "office":
            raise PermissionError(13, os.strerror(13), "report.html")
        return 0

    assert report_all(None, two.folders, ["internal"], False, {}, build) == 3
    told = capsys.readouterr().err
    assert "已生成 1 份报告" in told and "office 2020H1：" in told and "Traceback" not in told


def test_an_organisation_narrows_what_is_built(two: Office) -> None:
    built: list[str] = []
    assert report_all("other", two.folders, ["internal"], False, {}, lambda name, *_: built.append(name) or 0) == 0
    assert built == ["other"]
