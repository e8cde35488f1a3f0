"""Damaged ledgers by the hundred: read right, or held, or refused; never a failure, a hang, or a changed total.

CHARITY_FUZZ sets how many (`make fuzz`: thousands). A failure names the seed, which makes the same damage again.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from charity_analysis.ledger.documents import in_language
from charity_analysis.ledger.ledger import load
from conftest import Office
from fuzz.good_files import TOTAL_FEN, good_files
from fuzz.mutations import damaged

COUNT = int(os.environ.get("CHARITY_FUZZ", "300"))
# So many files lie in one folder and are cleaned in one go.
BATCH = 50
# What a reader that failed, hung or swelled is told as: our own code failing on a file is none of its kinds.
FAILURES = {"reading_failed", "reading_too_long"}


def counted(entry: dict[str, Any]) -> int:
    return sum(table["clean_fen"] for table in entry["tables"])


@pytest.mark.parametrize("name", good_files())
def test_every_good_file_is_clean_and_gives_the_total(office: Office, name: str) -> None:
    (office.period / name).write_bytes(good_files()[name])
    entry = office.clean_one()
    assert (entry["status"], entry["findings"], counted(entry)) == ("clean", [], TOTAL_FEN)


@pytest.mark.parametrize("batch", range(max(1, COUNT // BATCH)))
def test_damage_is_never_taken_for_money(tmp_path: Path, batch: int) -> None:
    """One file a organisation, so that a copy of another is no repeat."""
    good = good_files()
    for number in range(BATCH):
        seed = batch * BATCH + number
        random = Random(seed)
        name = random.choice(sorted(good))
        office = Office(tmp_path, f"o{seed}")
        content = damaged(good[name], random)
        (office.period / name).write_bytes(content)
        document = in_language(load(office.organisation, office.folders).manifest["document"], "zh")
        for entry in document["files"]:
            check(entry, f"seed {seed}, {name}", states_total(content))


def states_total(content: bytes) -> bool:
    """False for a text whose total is cut away: a shorter text that nothing tells from a whole one."""
    is_text = not content.startswith((b"PK", b"\xd0\xcf", b"\x09"))
    return not is_text or any("合计".encode(encoding) in content for encoding in ("utf-8", "gb18030", "utf-16-le"))


def check(entry: dict[str, Any], what: str, can_tell: bool = True) -> None:
    rules = {finding["rule"] for finding in entry["findings"]}
    errors = [finding for finding in entry["findings"] if finding["severity"] == "error"]
    assert not rules & FAILURES, f"{what}: {[f['message'] for f in errors]}"
    rows = [table["rows"] for table in entry["tables"]]
    if entry["status"] == "clean" and not errors and can_tell:
        assert counted(entry) == TOTAL_FEN, f"{what}: {counted(entry)} is called clean; {rules} {rows}"
    if entry["status"] in ("rejected", "ignored"):
        assert counted(entry) == 0, what
        assert errors or entry["status"] == "ignored", what
