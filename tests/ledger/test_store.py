"""The store: made once, made again when something changed, whole at any moment, and read back as it was typed."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from console import SCRIPT, environment

from charity_analysis.ledger import ledger as ledger_module
from charity_analysis.ledger import store as store_module
from charity_analysis.ledger.arrow_tables import arrow_schema
from charity_analysis.ledger.laws import check_laws
from charity_analysis.ledger.ledger import Ledger, PeriodWithoutData, UnknownOrganisation, ensure_clean, load
from charity_analysis.ledger.paths import Folders
from charity_analysis.ledger.schema import COLUMNS
from charity_analysis.ledger.store import code_version, digest_inputs, is_current
from charity_analysis.ledger.whole_folder import alone
from conftest import Office, found_astray

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]
MORE = [2, "2020-02-08", "乙公司", 250.5, "慈善助学"]


@pytest.fixture
def stored(office: Office) -> Office:
    """An office whose ledger is in the store."""
    office.donations([GOOD])
    office.disbursements([["2020-03-01", "困难户", 71_000, "慈善情暖万家", 142, 500]])
    office.ledger()
    return office


def store_of(office: Office) -> Path:
    return office.folders.processed / office.organisation


def left_in(processed: Path) -> list[str]:
    return sorted(path.name for path in processed.iterdir())


def contents(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.iterdir()}


def forbid_cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("cleaned again")

    monkeypatch.setattr(ledger_module, "clean_organisation", refuse)


# What is stale


def test_unchanged_inputs_are_not_cleaned_again(stored: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in store_of(stored).iterdir()}
    forbid_cleaning(monkeypatch)
    assert stored.ledger().donations["amount_fen"].tolist() == [100_000]
    assert {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in store_of(stored).iterdir()} == before


def test_a_file_that_was_only_touched_is_not_cleaned_again(stored: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(stored.period / "捐赠收入.xlsx", (0, 0))
    forbid_cleaning(monkeypatch)
    stored.ledger()


def change_one_byte_quietly(office: Office) -> None:
    """Same size, same time of writing: only the content tells."""
    path = office.period / "捐赠收入.xlsx"
    content, stat = bytearray(path.read_bytes()), path.stat()
    content[10] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


CHANGES: dict[str, Callable[[Office], Any]] = {
    "a byte changes": change_one_byte_quietly,
    "a file comes": lambda office: office.donations([MORE], name="新来的.xlsx"),
    "a file goes": lambda office: (office.period / "捐赠收入.xlsx").unlink(),
    "a file is renamed": lambda office: (office.period / "捐赠收入.xlsx").rename(office.period / "捐款.xlsx"),
    "a file moves to another period": lambda office: office.period.rename(office.raw / "2020H2"),
    "an empty folder comes": lambda office: (office.raw / "2019H2").mkdir(),
    "the organisation is configured": lambda office: (office.raw / "organisation.toml").write_text('name = "新"'),
    "the organisation's file goes": lambda office: (office.raw / "organisation.toml").unlink(),
    "corrections come": lambda office: (office.raw / "corrections.csv").write_text("file\n"),
    "a table is lost": lambda office: (store_of(office) / "funds.parquet").unlink(),
    "a table is cut off": lambda office: os.truncate(store_of(office) / "donations.parquet", 100),
    "a table is edited": lambda office: (
        office.ledger().donations.assign(amount_fen=1).to_parquet(store_of(office) / "donations.parquet")
    ),
    "the manifest is lost": lambda office: (store_of(office) / "manifest.json").unlink(),
    "the manifest is cut off": lambda office: os.truncate(store_of(office) / "manifest.json", 100),
    "the manifest is something else": lambda office: (store_of(office) / "manifest.json").write_text("[]"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_ledger_is_cleaned_again_when(change: str, stored: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    CHANGES[change](stored)
    assert not is_current(store_of(stored), digest_inputs(stored.raw))
    stored.ledger()
    assert is_current(store_of(stored), digest_inputs(stored.raw))
    forbid_cleaning(monkeypatch)
    stored.ledger()


def test_an_empty_folder_that_goes_makes_a_ledger_stale(stored: Office) -> None:
    (stored.raw / "2019H2").mkdir()
    assert [finding["rule"] for finding in found_astray(stored)] == ["empty_folder"]
    (stored.raw / "2019H2").rmdir()
    assert found_astray(stored) == []


def test_another_version_of_the_code_makes_every_ledger_stale(stored: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "code_version", lambda: "0" * 64)
    assert not is_current(store_of(stored), digest_inputs(stored.raw))
    stored.ledger()
    assert stored.ledger().manifest["code_version"] == "0" * 64


@pytest.mark.parametrize("changed", ["rules/programmes.csv", "ingest/cells/dates.py", "ledger/schema.py", "money.py"])
def test_the_version_follows_the_rules_and_the_code_but_not_the_line_ends(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    shutil.copytree(Path(store_module.__file__).parents[1], package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(store_module, "files", lambda _: package)
    version = code_version.__wrapped__
    before = version()
    file = package / changed
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    (package / "rules" / "__pycache__").mkdir()
    (package / "rules" / "__pycache__" / "x.pyc").write_bytes(b"x")
    (package / "report" / "run.py").write_bytes(b"")
    assert version() == before
    file.write_bytes(file.read_bytes() + b"\r\n")
    assert version() != before


# What is in it


def test_a_run_somewhere_else_gives_the_same_bytes(stored: Office, tmp_path: Path) -> None:
    copy = Folders(tmp_path / "copy" / "raw", tmp_path / "copy" / "processed", tmp_path / "copy" / "reports")
    shutil.copytree(stored.folders.raw, copy.raw)
    ensure_clean(stored.organisation, copy)
    assert contents(copy.processed / stored.organisation) == contents(store_of(stored))


def test_the_samples_give_the_same_bytes_again(cangshan: Ledger, sample_folders: Folders, tmp_path: Path) -> None:
    again = Folders(sample_folders.raw, tmp_path / "processed", tmp_path / "reports")
    ensure_clean("cangshan", again)
    assert contents(again.processed / "cangshan") == contents(sample_folders.processed / "cangshan")


def test_the_store_holds_just_its_tables_and_the_manifest(stored: Office) -> None:
    assert set(contents(store_of(stored))) == {*(f"{name}.parquet" for name in COLUMNS), "manifest.json"}
    assert left_in(stored.folders.processed) == [".office.parts", "office"]


@pytest.mark.parametrize("name", COLUMNS)
def test_plain_pandas_reads_every_table_as_it_was_typed(name: str, cangshan: Ledger, sample_folders: Folders) -> None:
    table = pd.read_parquet(sample_folders.processed / "cangshan" / f"{name}.parquet")
    assert {column: str(dtype) for column, dtype in table.dtypes.items()} == COLUMNS[name]
    check_laws(name, pa.Table.from_pandas(table, schema=arrow_schema(name)))


@pytest.mark.parametrize("name", COLUMNS)
def test_an_empty_table_is_typed_too(name: str, office: Office) -> None:
    office.ledger()
    table = pd.read_parquet(store_of(office) / f"{name}.parquet")
    assert {column: str(dtype) for column, dtype in table.dtypes.items()} == COLUMNS[name]


def test_large_amounts_come_back_to_the_fen(office: Office) -> None:
    office.donations([[1, "2020-01-07", "甲", "999999999.99", None], [2, "2020-01-07", "乙", "0.01", None]])
    amounts = office.ledger().donations["amount_fen"]
    assert [amounts.dtype.name, *amounts] == ["Int64", 99_999_999_999, 1]


def test_the_manifest_tells_inputs_version_and_counts(stored: Office) -> None:
    manifest = json.loads((store_of(stored) / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) == {"2020H1/", "2020H1/捐赠收入.xlsx", "2020H1/拨付支出.xlsx", "organisation.toml"}
    assert manifest["code_version"] == code_version()
    assert manifest["counts"].pop("findings") == len(stored.clean()["findings"])
    assert manifest["counts"] == {
        name: int(name in ("donations", "disbursements")) for name in COLUMNS if name != "findings"
    }
    assert manifest["periods"] == ["2020H1"]
    assert str(stored.folders.raw) not in str(manifest), "a ledger is the same wherever the project lies"


# A disk that refuses


class FailingDisk:
    """Refuses the step with the given number, and all later ones where it `stays_broken`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, stays_broken: bool) -> None:
        self.steps, self.at, self.stays_broken, self.is_on = 0, at, stays_broken, True
        for name in ("fsync", "rename", "mkdir"):
            monkeypatch.setattr(os, name, self.guard(getattr(os, name)))
        monkeypatch.setattr(io, "open", self.guard(io.open, is_open=True))

    def guard(self, call: Callable[..., Any], is_open: bool = False) -> Callable[..., Any]:
        def guarded(*arguments: Any, **options: Any) -> Any:
            if self.is_on and not (is_open and "r" in (*arguments, options.get("mode", "r"))[1]):
                self.steps += 1
                if self.steps == self.at or (self.stays_broken and self.steps > self.at):
                    raise OSError(28, "No space left on device", str(arguments[0]))
            return call(*arguments, **options)

        return guarded


@pytest.mark.parametrize("stays_broken", [False, True], ids=["refuses once", "stays broken"])
def test_whichever_step_the_disk_refuses_the_ledger_is_old_or_new_and_the_next_run_mends_it(
    stays_broken: bool, stored: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the tables hold is checked elsewhere; here it would take most of the time.
    monkeypatch.setattr(store_module, "check_laws", lambda *_: None)
    store, processed = store_of(stored), stored.folders.processed
    old = contents(store)
    old_copy = processed.parent / "old"
    shutil.copytree(store, old_copy)
    stored.donations([GOOD, MORE])
    new_one = load("office", Folders(stored.folders.raw, processed.parent / "new", processed))
    new = contents(processed.parent / "new" / "office")
    assert len(new_one.donations) == 2

    refused = 0
    for at in range(1, 100):
        shutil.rmtree(store)
        shutil.copytree(old_copy, store)
        with monkeypatch.context() as patch:
            disk = FailingDisk(patch, at, stays_broken)
            try:
                ensure_clean("office", stored.folders)
            except OSError as error:
                assert error.errno == 28
                refused += 1
        if disk.steps < at:
            break
        assert stays_broken or store.exists(), f"step {at} left nothing though the old ledger could come back"
        if store.exists():
            assert contents(store) in (old, new), f"step {at} left a mixture"
        # However it looks now, the next run needs nobody's help.
        assert len(stored.ledger().donations) == 2
        assert contents(store) == new
        assert left_in(processed) == [".office.parts", "office"], f"step {at} left something over"
    assert refused > 2 * len(COLUMNS), "each table is opened and brought to the disk, and folders are renamed"


# Killed writers, and several at once


def test_an_old_ledger_that_stepped_aside_comes_back_where_the_new_one_never_came(stored: Office) -> None:
    store = store_of(stored)
    before = contents(store)
    store.rename(store.with_name(".office.4711.old"))
    half = store.with_name(".office.4711.new")
    half.mkdir()
    (half / "donations.parquet").write_bytes(b"half")
    stored.ledger()
    assert contents(store) == before
    assert left_in(stored.folders.processed) == [".office.parts", "office"]


def test_what_killed_writers_left_is_removed_but_not_what_belongs_to_others(stored: Office) -> None:
    processed = stored.folders.processed
    for left in (".office.1.new", ".office.22.old", ".office.lock"):
        (processed / left).mkdir() if left != ".office.lock" else (processed / left).touch()
    others = {".office.x.1.new", ".office", "office.1.new", ".officer.1.old", "README.md"}
    for other in others:
        (processed / other).mkdir()
    stored.donations([GOOD, MORE])
    assert len(stored.ledger().donations) == 2
    assert set(left_in(processed)) == {"office", ".office.parts", *others}


def test_several_commands_at_once_do_not_disturb_each_other(stored: Office) -> None:
    processed = stored.folders.processed
    stored.donations([GOOD, MORE])
    command = [str(SCRIPT), "clean", "--raw", str(stored.folders.raw), "--processed", str(processed)]
    running = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 4
    assert len(pd.read_parquet(store_of(stored) / "donations.parquet")) == 2
    assert left_in(processed) == [".office.parts", "office"]


def test_a_writer_waits_for_the_one_before_it(tmp_path: Path) -> None:
    """Two opened files of one process exclude each other just as those of two processes do."""
    order: list[str] = []

    def write(name: str, seconds: float) -> None:
        with alone(tmp_path / "office"):
            order.append(f"{name} in")
            time.sleep(seconds)
            order.append(f"{name} out")

    writers = [threading.Thread(target=write, args=(str(number), 0.05)) for number in range(10)]
    for writer in writers:
        writer.start()
        # Some come while others wait, some when a lock has just been given up.
        time.sleep(0.03)
    for writer in writers:
        writer.join(30)
    entered = [step.split()[0] for step in order]
    assert sorted(entered[::2]) == [str(number) for number in range(10)]
    assert entered[::2] == entered[1::2], "nobody came in before the one before was out"
    assert list(tmp_path.iterdir()) == []


# What is asked for


def test_an_unknown_organisation_is_refused_with_those_that_are_known(stored: Office) -> None:
    with pytest.raises(UnknownOrganisation) as refused:
        load("nobody", stored.folders)
    assert (refused.value.name, refused.value.known) == ("nobody", ["office"])


def test_a_period_without_data_is_refused_before_a_stale_ledger_is_written(office: Office) -> None:
    office.donations([GOOD, [2, "2019-12-31", "乙公司", 5, None]])
    with pytest.raises(PeriodWithoutData) as refused:
        load("office", office.folders, period="2018H1")
    assert refused.value.known == ["2019H2", "2020H1"]
    assert not store_of(office).exists()
    assert load("office", office.folders, period="2019H2").periods == ["2019H2", "2020H1"]
    with pytest.raises(PeriodWithoutData):
        load("office", office.folders, period="2018H1")


def test_a_period_whose_only_files_are_no_data_has_none(office: Office) -> None:
    (office.period / "~$捐赠.xlsx").write_bytes(b"lock")
    assert office.ledger().periods == []
    (office.period / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert office.ledger().periods == ["2020H1"]


def test_progress_goes_over_every_file_once_and_only_when_cleaning(office: Office) -> None:
    office.donations([GOOD])
    seen: list[str] = []

    def watch(files: list[Any]) -> list[Any]:
        seen.extend(file.file for file in files)
        return files

    load("office", office.folders, watch)
    load("office", office.folders, watch)
    assert seen == ["捐赠收入.xlsx"]
