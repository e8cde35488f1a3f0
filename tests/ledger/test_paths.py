"""Where the project's folders are, from wherever a command or a notebook is run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from charity_analysis.ledger.paths import Folders, find_root, readable_name


def test_the_root_is_the_nearest_folder_upward_with_raw_data(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    for root in (outer, inner):
        (root / "data" / "raw").mkdir(parents=True)
    deep = inner / "notebooks" / "old"
    deep.mkdir(parents=True)
    assert find_root(deep) == inner
    assert find_root(inner) == inner
    assert find_root(inner / "data" / "raw") == inner
    assert find_root(outer / "data") == outer


def test_without_raw_data_the_root_is_the_folder_itself(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").touch()
    assert find_root(tmp_path / "data") == tmp_path / "data"


def test_folders_default_to_the_projects_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "raw" / "office").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "data" / "raw" / "office")
    assert Folders.find() == Folders(tmp_path / "data" / "raw", tmp_path / "data" / "processed", tmp_path / "reports")


def test_a_given_folder_counts_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "data")
    folders = Folders.find("台账", reports=tmp_path / "r")
    assert folders == Folders(tmp_path / "data" / "台账", tmp_path / "data" / "processed", tmp_path / "r")
    assert all(path.is_absolute() for path in (folders.raw, folders.processed, folders.reports))


@pytest.mark.parametrize("name", ["捐赠.xlsx", "𠮷🌟.csv", "a b.xls", "2020H1/é.csv"])
def test_a_name_that_is_text_stays_as_it_is(name: str) -> None:
    assert readable_name(name) == name


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
def test_a_name_in_the_encoding_of_chinese_windows_is_read_in_it() -> None:
    assert readable_name(os.fsdecode("捐赠明细.xlsx".encode("gbk"))) == "捐赠明细.xlsx"


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
def test_a_name_in_no_encoding_can_still_be_written() -> None:
    readable_name(os.fsdecode(b"\xff\xfe\x80.csv")).encode("utf-8")
