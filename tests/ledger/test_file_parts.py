"""Parts of the ledger: one file's work is kept, and done again only when the file, its corrections or the code change."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from charity_analysis.ledger import part_store
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.file_cleaning import clean_file
from charity_analysis.ledger.file_parts import part_key, read_part, write_part
from charity_analysis.ledger.isolation import DIED, OUT_OF_MEMORY, OUT_OF_TIME, Workers
from charity_analysis.ledger.worker import DISK_REFUSED, FAILED
from conftest import Office, rules_found

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]
DAMAGED = [2, "2020-02-30", "乙公司", 250.5, "慈善助学"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that processes apart are asked to read, as it happens."""
    names: list[str] = []
    workers = part_store.shared_workers()

    class Listening:
        def submit(self, told: dict[str, Any], *limits: Any) -> Any:
            names.append(Path(told["path"]).name)
            return workers.submit(told, *limits)

    monkeypatch.setattr(part_store, "shared_workers", lambda: Listening())
    return names


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]) -> None:
    class Answering(Workers):
        def submit(self, *_: Any) -> Any:
            from concurrent.futures import Future

            done: Future[dict[str, Any]] = Future()
            done.set_result(answer)
            return done

    monkeypatch.setattr(part_store, "shared_workers", Answering)


def test_a_part_comes_back_as_it_was(office: Office, tmp_path: Path) -> None:
    path = office.donations([GOOD, DAMAGED])
    result = clean_file(path, Source("office", "2020H1", path.name), [])
    write_part(result, tmp_path / "part")
    part = read_part(tmp_path / "part")
    assert part is not None
    assert (part.source, part.status, part.findings, part.used) == (result.source, "held", result.findings, [])
    (table,), (converted,) = part.tables, result.tables
    assert table.clean["donor"].to_pylist() == ["甲公司"]
    assert (table.clean_fen, table.held_cells, table.ignored) == (100_000, ["B5"], converted.ignored)
    assert table.held["amount_fen"].to_pylist() == [25_050]


@pytest.mark.parametrize("kept_bytes", [0, 1, 40, -1])
def test_a_part_that_is_not_whole_is_none(office: Office, tmp_path: Path, kept_bytes: int) -> None:
    path = office.donations([GOOD])
    write_part(clean_file(path, Source("office", "2020H1", path.name), []), tmp_path / "part")
    whole = (tmp_path / "part").read_bytes()
    (tmp_path / "part").write_bytes(whole[:kept_bytes])
    assert read_part(tmp_path / "part") is None
    assert read_part(tmp_path / "elsewhere") is None


def test_its_key_changes_with_content_place_and_code() -> None:
    source = Source("office", "2020H1", "甲.xlsx")
    keys = [
        part_key("1", source, [], "a"),
        part_key("2", source, [], "a"),
        part_key("1", Source("office", "2020H2", "甲.xlsx"), [], "a"),
        part_key("1", source, [], "b"),
    ]
    assert len(set(keys)) == 4


def test_one_changed_file_costs_that_file(office: Office, asked: list[str]) -> None:
    office.donations([GOOD], "一月.xlsx")
    office.donations([[1, "2020-02-07", "乙公司", 7, None]], "二月.xlsx")
    assert len(office.ledger().donations) == 2
    assert sorted(asked) == ["一月.xlsx", "二月.xlsx"]
    asked.clear()
    office.donations([[1, "2020-02-07", "乙公司", 8, None]], "二月.xlsx")
    assert office.ledger().donations["amount_fen"].tolist() == [100_000, 800]
    assert asked == ["二月.xlsx"]


def test_a_correction_costs_the_file_it_mends(office: Office, asked: list[str]) -> None:
    office.donations([GOOD], "一月.xlsx")
    office.donations([DAMAGED], "二月.xlsx")
    office.ledger()
    asked.clear()
    (office.raw / "corrections.csv").write_text(
        "file,sheet,cell,expected_text,new_value,reason,approved_by,approved_on\n"
        "2020H1/二月.xlsx,捐赠,B4,2020-02-30,2020-02-28,银行回单,甲,2020-07-01\n",
        encoding="utf-8",
    )
    assert len(office.ledger().donations) == 2
    assert asked == ["二月.xlsx"]


def test_parts_of_files_that_are_gone_are_not_kept(office: Office) -> None:
    office.donations([GOOD], "一月.xlsx")
    gone = office.donations([[1, "2020-02-07", "乙公司", 7, None]], "二月.xlsx")
    office.ledger()
    parts = office.folders.processed / ".office.parts"
    assert len(list(parts.iterdir())) == 2
    gone.unlink()
    office.ledger()
    assert len(list(parts.iterdir())) == 1


@pytest.mark.parametrize(
    ("outcome", "rule"),
    [
        (OUT_OF_MEMORY, "reading_too_large"),
        (OUT_OF_TIME, "reading_too_long"),
        (DIED, "reading_failed"),
        (FAILED, "reading_failed"),
    ],
)
def test_a_file_that_its_process_does_not_get_through_is_refused_and_tried_again_when_it_changes(
    office: Office, monkeypatch: pytest.MonkeyPatch, outcome: str, rule: str
) -> None:
    office.donations([GOOD])
    with monkeypatch.context() as patch:
        answer_with(patch, {"outcome": outcome})
        entry = office.clean_one()
    assert (entry["status"], rules_found(entry)) == ("rejected", {rule})
    office.donations([GOOD, [2, "2020-01-08", "乙", 5, None]])
    assert office.clean_one()["status"] == "clean"


def test_a_disk_that_refuses_a_part_stops_the_run_and_refuses_no_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.donations([GOOD])
    answer_with(monkeypatch, {"outcome": DISK_REFUSED, "errno": errno.ENOSPC, "reason": "No space left on device"})
    with pytest.raises(OSError) as caught:
        office.clean()
    assert caught.value.errno == errno.ENOSPC
    assert not (office.folders.processed / "office").exists()


@pytest.mark.parametrize("at", [3, 70, 200, -9])
def test_a_part_of_which_one_bit_changed_is_made_again(office: Office, asked: list[str], at: int) -> None:
    office.donations([GOOD])
    before = office.ledger().donations["amount_fen"].tolist()
    (part,) = (office.folders.processed / ".office.parts").iterdir()
    content = bytearray(part.read_bytes())
    content[at] ^= 1
    part.write_bytes(bytes(content))
    (office.folders.processed / "office" / "manifest.json").unlink()
    asked.clear()
    assert office.ledger().donations["amount_fen"].tolist() == before
    assert asked == ["捐赠收入.xlsx"]


def test_a_file_that_changes_while_it_is_read_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.donations([GOOD])
    workers = part_store.shared_workers()

    class Late:
        def submit(self, told: dict[str, Any], *limits: Any) -> Any:
            office.donations([GOOD, [2, "2020-01-08", "乙", 5, None]])
            return workers.submit(told, *limits)

    with monkeypatch.context() as patch:
        patch.setattr(part_store, "shared_workers", Late)
        entry = office.clean_one()
    assert (entry["status"], rules_found(entry)) == ("rejected", {"changed_while_read"})
    assert office.clean_one()["status"] == "clean"


def test_parts_that_another_run_made_meanwhile_are_spared(tmp_path: Path) -> None:
    (tmp_path / "old").touch()
    store = part_store.PartStore(tmp_path, "code")
    (tmp_path / "of another run").touch()
    store.discard_unused()
    assert [path.name for path in tmp_path.iterdir()] == ["of another run"]


def test_what_reading_may_take_goes_by_the_files_own_size_whatever_it_says_of_itself(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/1.bin", bytes(30_000_000))
    assert part_store._expected_bytes(path) < 1_000_000
