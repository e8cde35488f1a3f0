"""Which files of an organisation's folder are data, which are no data, and what lies astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.raw_files import RawFile, find_raw_files


def make(folder: Path, *names: str) -> Path:
    """`folder` with empty files of these names; a name that ends in a slash is a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(exist_ok=True) if name.endswith("/") else path.touch()
    return folder


def names(files: list[RawFile]) -> list[tuple[str, str]]:
    return [(file.period, file.file) for file in files]


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    """Rule, and the name or period that it is about."""
    return [(finding.rule, finding.values.get("text", finding.period)) for finding in findings]


def test_files_come_by_period_and_name_with_forward_slashes(tmp_path: Path) -> None:
    folder = make(tmp_path, "2020H2/甲.xlsx", "2019H1/b.csv", "2020H1/子/乙.xls", "2020H1/丙.ods")
    files, findings = find_raw_files(folder)
    assert names(files) == [("2019H1", "b.csv"), ("2020H1", "丙.ods"), ("2020H1", "子/乙.xls"), ("2020H2", "甲.xlsx")]
    assert {file.organisation for file in files} == {tmp_path.name}
    assert findings == []


@pytest.mark.parametrize(
    "name",
    [
        "~$捐赠.xlsx",
        ".DS_Store",
        ".~lock.捐赠.xlsx#",
        "Thumbs.db",
        "desktop.ini",
        "README.md",
        "readme.txt",
        "README",
        ".ipynb_checkpoints/捐赠-checkpoint.csv",
        "__MACOSX/._捐赠.xlsx",
        "子/.git/config",
    ],
)
def test_what_programs_and_systems_leave_is_listed_as_no_data(tmp_path: Path, name: str) -> None:
    files, findings = find_raw_files(make(tmp_path, f"2020H1/{name}"))
    assert [(file.file, file.is_ignored) for file in files] == [(name, True)]
    assert told(findings) == [("empty_folder", "2020H1")]


@pytest.mark.parametrize("name", ["捐赠.xlsx", "捐赠.doc", "readme捐赠.xlsx", "没有后缀", "~捐赠.xlsx", "$.csv"])
def test_every_other_file_is_taken_for_data_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    files, findings = find_raw_files(make(tmp_path, f"2020H1/{name}"))
    assert [(file.file, file.is_ignored) for file in files] == [(name, False)]
    assert findings == []


def test_a_period_without_ledgers_is_found(tmp_path: Path) -> None:
    files, findings = find_raw_files(make(tmp_path, "2020H1/", "2020H2/里面/"))
    assert files == []
    assert told(findings) == [("empty_folder", "2020H1"), ("empty_folder", "2020H2")]


@pytest.mark.parametrize("folder", ["2020上半年", "2020h1", "2020H3", "2020H1 ", "２０２０H1", "旧"])
def test_a_folder_that_names_no_period_is_an_error_and_its_files_are_left_out(tmp_path: Path, folder: str) -> None:
    files, findings = find_raw_files(make(tmp_path, f"{folder}/捐赠.xlsx"))
    assert files == []
    assert told(findings) == [("unknown_folder", folder)]
    assert findings[0].severity == "error"


def test_a_ledger_beside_the_periods_is_found_astray(tmp_path: Path) -> None:
    _, findings = find_raw_files(make(tmp_path, "捐赠.xlsx", "2020H2", "2020H1/甲.xlsx"))
    assert told(findings) == [("stray_file", "2020H2"), ("stray_file", "捐赠.xlsx")]


def test_the_organisations_own_files_and_hidden_ones_are_not_astray(tmp_path: Path) -> None:
    own = ("organisation.toml", "corrections.csv", "README.md", ".DS_Store", ".git/config", "~$捐赠.xlsx")
    files, findings = find_raw_files(make(tmp_path, *own, "2020H1/捐赠.xlsx"))
    assert [file.file for file in files] == ["捐赠.xlsx"]
    assert findings == []


def test_a_name_means_a_file_only_where_it_means_one() -> None:
    files = [
        RawFile(Path(period, file), "office", period, file)
        for period, file in [("2020H1", "捐赠.xlsx"), ("2020H2", "捐赠.xlsx"), ("2020H2", "支出.xlsx")]
    ]
    meant = {
        name: [file.path.as_posix() for file in files if file.is_named(name, files)]
        for name in ["捐赠.xlsx", "2020H1/捐赠.xlsx", "支出.xlsx", "2020H1/支出.xlsx", "捐赠", ""]
    }
    assert meant == {
        "捐赠.xlsx": [],
        "2020H1/捐赠.xlsx": ["2020H1/捐赠.xlsx"],
        "支出.xlsx": ["2020H2/支出.xlsx"],
        "2020H1/支出.xlsx": [],
        "捐赠": [],
        "": [],
    }


def test_an_organisation_without_any_period_is_found_to_be_empty(tmp_path: Path) -> None:
    files, findings = find_raw_files(tmp_path)
    assert files == []
    assert [finding.rule for finding in findings] == ["empty_folder"]
