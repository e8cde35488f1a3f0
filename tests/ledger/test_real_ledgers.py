"""Ten real donation ledgers, cleaned as one organisation: nothing is lost, and what repeats counts once.

What is expected is worked out here from the raw cells, by other means than the package's own: xlrd, decimals, and counts
of equal rows. No name is shown: what holds names has no representation, and a failure compares counts and sums only.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlrd

from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.file_cleaning import clean_file
from charity_analysis.ledger.ledger import Ledger
from conftest import PROJECT, Office

FILES = sorted((PROJECT.parent / "shared" / "real" / "hubei-red-cross").glob("*.xls"))
NAMES = [path.name for path in FILES]
Gift = tuple[date, str, int]

pytestmark = pytest.mark.skipif(not FILES, reason="the real ledgers lie beside the project, not in it")


@dataclass(frozen=True, repr=False)
class Raw:
    """What the cells of one file say: its gifts in order, its last number, and its own total in fen."""

    gifts: list[Gift]
    last_number: int
    stated_fen: int


class Books:
    """The cleaned ledger of all ten files."""

    def __init__(self, ledger: Ledger) -> None:
        self.donations, self.held = ledger.donations, ledger.held


def read_raw(path: Path) -> Raw:
    """Every row that is numbered, and the row that says 合计."""
    sheet = xlrd.open_workbook(str(path)).sheet_by_index(0)
    gifts, numbers, stated = [], [], None
    for row in map(sheet.row_values, range(3, sheet.nrows)):
        number, day, donor, amount = row[:4]
        if isinstance(number, float):
            year, month, day_of_month = map(int, day.strip().split("."))
            numbers.append(int(number))
            gifts.append((date(year, month, day_of_month), donor.strip(), fen_of(amount)))
        elif "合计" in row:
            stated = fen_of(amount)
    assert stated is not None
    return Raw(gifts, numbers[-1], stated)


def fen_of(yuan: float) -> int:
    """The nearest fen: the cells hold sums that Excel worked out in binary."""
    return round(Decimal(repr(yuan)) * 100)


@pytest.fixture(scope="module")
def raw() -> dict[str, Raw]:
    return {path.name: read_raw(path) for path in FILES}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("real"))
    for path in FILES:
        shutil.copyfile(path, office.period / path.name)
    yield office


@pytest.fixture(scope="module")
def books(office: Office) -> Books:
    return Books(office.ledger())


@pytest.fixture(scope="module")
def entries(office: Office, books: Books) -> dict[str, dict[str, Any]]:
    return {file["file"]: file for file in office.clean()["files"]}


def rows_of(entry: dict[str, Any], state: str) -> int:
    return sum(table["rows"][state] for table in entry["tables"])


def told(entries: dict[str, dict[str, Any]], rule: str) -> dict[str, str]:
    """The message of each file's finding of this rule."""
    return {name: f["message"] for name, entry in entries.items() for f in entry["findings"] if f["rule"] == rule}


@pytest.mark.parametrize("name", NAMES)
def test_each_ledgers_rows_and_fen_are_its_own_numbering_and_its_own_total(
    name: str, raw: dict[str, Raw], entries: dict[str, dict[str, Any]], books: Books
) -> None:
    mine, held = (table[table["source_file"] == name] for table in (books.donations, books.held))
    assert len(raw[name].gifts) == raw[name].last_number
    assert len(mine) + len(held) == raw[name].last_number
    assert int(mine["amount_fen"].sum()) + int(held["amount_fen"].sum()) == raw[name].stated_fen
    assert rows_of(entries[name], "clean") == len(mine)
    assert sum(table["clean_fen"] for table in entries[name]["tables"]) == int(mine["amount_fen"].sum())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_alone_each_ledger_is_clean(path: Path, raw: dict[str, Raw]) -> None:
    result = clean_file(path, Source("office", "2020H1", path.name), [])
    (table,) = result.tables
    assert result.status == "clean"
    assert (table.clean_count, table.clean_fen) == (raw[path.name].last_number, raw[path.name].stated_fen)
    assert not [finding.rule for finding in result.findings if finding.severity == "error"]


def test_no_row_is_held_but_as_a_repeat_and_nothing_else_is_wrong(
    entries: dict[str, dict[str, Any]], books: Books
) -> None:
    assert set(books.held["rules"]) == {"repeated_rows"}
    errors = {f["rule"] for entry in entries.values() for f in entry["findings"] if f["severity"] == "error"}
    assert errors == {"repeated_rows"}


def test_what_repeats_across_the_files_is_held_with_the_file_it_repeats(
    raw: dict[str, Raw], entries: dict[str, dict[str, Any]]
) -> None:
    # Worked out apart: for each pair of files, how many rows are equal as often as both have them.
    equal = {
        (first, second): (Counter(raw[first].gifts) & Counter(raw[second].gifts)).total()
        for at, first in enumerate(NAMES) for second in NAMES[at + 1 :]
    }  # fmt: skip
    some = {pair: rows for pair, rows in equal.items() if rows}
    first, second, third, fourth = NAMES[:4]
    # The second contains the first, save two rows that were reworded; the third and the fourth are the same; one gift of
    # the second is equal to one of the third, on the day on which the one ends and the other begins.
    assert some == {(first, second): 58, (second, third): 1, (second, fourth): 1, (third, fourth): 1995}
    assert {name: rows_of(entry, "held") for name, entry in entries.items() if rows_of(entry, "held")} == {
        second: 58,
        fourth: 1995,
    }
    messages = told(entries, "repeated_rows")
    assert set(messages) == {second, fourth}
    assert f"2020H1/{first}" in messages[second]
    assert "58 行（3,472,132.11 元）" in messages[second]
    assert f"2020H1/{third}" in messages[fourth]
    assert "1995 行（153,967,316.14 元）" in messages[fourth]


def test_rows_that_were_reworded_between_two_editions_count_and_are_named(entries: dict[str, dict[str, Any]]) -> None:
    messages = told(entries, "revised_rows")
    assert set(messages) == {NAMES[1]}
    assert "2 行（10,100.00 元）" in messages[NAMES[1]]


def test_the_total_of_the_set_counts_each_row_as_often_as_it_was_given(raw: dict[str, Raw], books: Books) -> None:
    gross = sum(each.stated_fen for each in raw.values())
    rows = sum(each.last_number for each in raw.values())
    repeated = Counter(raw[NAMES[0]].gifts) & Counter(raw[NAMES[1]].gifts)
    repeated += Counter(raw[NAMES[2]].gifts) & Counter(raw[NAMES[3]].gifts)
    repeated_fen = sum(fen * times for (_, _, fen), times in repeated.items())
    assert (rows, gross) == (28_655, 71_922_291_484)
    assert len(books.donations) == rows - repeated.total() == 26_602
    assert int(books.donations["amount_fen"].sum()) == gross - repeated_fen == 56_178_346_659


def test_no_donor_is_lost_to_trailing_tabs_or_to_repeats(raw: dict[str, Raw], books: Books) -> None:
    given: Counter[Gift] = Counter()
    for each in raw.values():
        given |= Counter(each.gifts)
    columns = (books.donations[name] for name in ("received_date", "donor", "amount_fen"))
    kept = Counter((day.date(), donor, int(fen)) for day, donor, fen in zip(*columns, strict=True))
    lost, more = (given - kept).total(), (kept - given).total()
    # One gift stands in the second and in the third ledger, and may be two.
    assert (lost, more) == (0, 1)
    stray = sum(donor != donor.strip() for _, donor, _ in kept)
    assert stray == 0
    with_tabs = sum(any(str(cell).endswith("\t") for cell in row) for path in FILES for row in cells_of(path))
    assert with_tabs > 1_000


def cells_of(path: Path) -> Iterator[list[Any]]:
    sheet = xlrd.open_workbook(str(path)).sheet_by_index(0)
    yield from map(sheet.row_values, range(sheet.nrows))


def test_equal_gifts_within_one_ledger_all_count_with_one_finding_a_ledger(
    raw: dict[str, Raw], entries: dict[str, dict[str, Any]]
) -> None:
    messages = told(entries, "possible_duplicate")
    for name in (*NAMES[:2], *NAMES[4:]):
        more = sum(times - 1 for times in Counter(raw[name].gifts).values())
        assert (name in messages) == (more > 0)
        assert more == 0 or f"{more} 行" in messages[name]
