"""Binary workbooks: each record's value at its address, what styles say of it, and a refusal where parts are missing."""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from builders_binary_workbook import (
    at,
    boolean,
    error,
    formula,
    number,
    record,
    row,
    shared_text,
    sheet,
    short_number,
    styles,
    text,
    wide,
    workbook,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from other_reader import sheets_by_calamine

from charity_analysis.ingest.files.binary_workbook import read_binary_workbook
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet, Workbook

MIXED = sheet(
    row(1, shared_text(1, 1), number(2, 1000.5), boolean(4, True)),
    row(3, text(0, "甲公司"), short_number(1, 7 << 2 | 2), short_number(2, 12345 << 2 | 3), formula(3, 12.5)),
)
GRID = [
    ["", "", "", "", ""],
    ["", "捐赠人", 1000.5, "", True],
    ["", "", "", "", ""],
    ["甲公司", 7.0, 123.45, 12.5, ""],
]


def read(folder: Path, content: bytes) -> Workbook:
    path = folder / "台账.xlsb"
    path.write_bytes(content)
    return read_binary_workbook(path)


def only_sheet(folder: Path, part: bytes, cell_styles: bytes | None = None, is_1904: bool = False) -> Sheet:
    (found,) = read(folder, workbook({"一月": part}, ["捐赠日期", "捐赠人"], cell_styles, is_1904=is_1904)).sheets
    return found


def refusal_of(folder: Path, content: bytes) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(folder, content)
    return refusal.value.rule


def test_all_kinds_of_cells_are_read_at_their_addresses_as_another_reader_does(tmp_path: Path) -> None:
    found = only_sheet(tmp_path, MIXED)
    assert (found.name, found.rows) == ("一月", GRID)
    assert found.rows[1][4] is True
    assert [other.rows for other in sheets_by_calamine(tmp_path / "台账.xlsb")] == [GRID]


@pytest.mark.parametrize(
    ("packed", "value"),
    [(0x3FF00000, 1.0), (0x3FF00001, 0.01), (0xFFFFFFFE, -1.0), (0xFFFFFFFF, -0.01), (0x7FFFFFFE, 536870911.0)],
)
def test_numbers_in_30_bits_are_unpacked(tmp_path: Path, packed: int, value: float) -> None:
    assert only_sheet(tmp_path, sheet(row(0, short_number(0, packed)))).rows == [[value]]


def test_dates_times_and_durations_are_told_by_their_number_formats(tmp_path: Path) -> None:
    cell_styles = styles((False, ""), (False, "yyyy-mm-dd"), (False, "[h]:mm"), (False, '0.00"元"'))
    cells = row(0, number(0, 43837, 1), number(1, 43837.5, 1), number(2, 0.5, 1), number(3, 1.5, 2), number(4, 5, 3))
    assert only_sheet(tmp_path, sheet(cells), cell_styles).rows == [
        [date(2020, 1, 7), datetime(2020, 1, 7, 12), time(12), timedelta(hours=36), 5.0]
    ]
    days = sheet(row(0, number(0, 42375, 1)))
    assert only_sheet(tmp_path, days, cell_styles, is_1904=True).rows == [[date(2020, 1, 7)]]


def test_errors_are_neither_blank_nor_nought(tmp_path: Path) -> None:
    assert only_sheet(tmp_path, sheet(row(0, error(0, 0x17), formula(1, b"\x07")))).rows == [
        [FaultyCell("#REF!", "error_value"), FaultyCell("#DIV/0!", "error_value")]
    ]


def test_formulas_count_with_their_stored_value_and_nought_that_waits_is_none(tmp_path: Path) -> None:
    cells = row(0, formula(0, 0.0, 2), formula(1, 0.0), formula(2, 5.0, 2), formula(3, "甲"), formula(4, True))
    assert only_sheet(tmp_path, sheet(cells)).rows == [[FaultyCell("=…", "formula_not_computed"), 0.0, 5.0, "甲", True]]


def test_merged_hidden_struck_and_foreign_cells_are_told(tmp_path: Path) -> None:
    cell_styles = styles((False, ""), (True, ""), (False, '"US$"0.00'), (False, "￥0.00"))
    part = sheet(
        row(0, text(0, "捐赠收入")),
        row(1, text(0, "甲", 1), number(1, 5, 2), number(2, 5, 3)),
        row(2, number(1, 7), is_hidden=True),
        row(3, number(1, 7), height=0),
        row(4, number(1, 7)),
        row(99, record(1, at(0, 1)), is_hidden=True),
        merges=[(0, 0, 0, 2)],
    )
    found = only_sheet(tmp_path, part, cell_styles)
    assert found.merges == ((0, 0, 0, 2),)
    assert found.hidden_rows == {2, 3}
    assert found.struck == {(1, 0)}
    assert found.currencies == {(1, 1): "US$"}
    assert len(found.rows) == 5


@pytest.mark.parametrize("state", [1, 2])
def test_hidden_sheets_say_so(tmp_path: Path, state: int) -> None:
    content = workbook({"二月": MIXED, "旧": MIXED}, ["", "捐赠人"], states={"旧": state})
    assert [(each.name, each.is_hidden) for each in read(tmp_path, content).sheets] == [("二月", False), ("旧", True)]


def test_macros_and_links_to_other_files_are_told(tmp_path: Path) -> None:
    def rules(**more: tuple[str, bytes]) -> list[str]:
        content = workbook(
            {"一月": sheet(row(0, number(0, 5)))}, more={f"{name}.bin": each for name, each in more.items()}
        )
        found = read(tmp_path, content)
        assert found.sheets[0].rows == [[5.0]]
        return [finding.rule for finding in found.findings]

    assert rules() == []
    assert rules(vbaProject=("vbaProject", b"")) == ["macro"]
    assert rules(externalLink1=("externalLink", b"")) == ["external_link"]


@pytest.mark.parametrize(
    "part",
    [
        MIXED[:-3],
        MIXED[:-20],
        MIXED[: len(MIXED) // 2],
        b"",
        sheet(row(0, number(0, 5), number(0, 7))),
        sheet(row(0, number(0, 5)), row(0, number(0, 7))),
        sheet(row(0, number(16384, 5))),
        sheet(row(1_048_576, number(0, 5))),
        sheet(number(0, 5)),
        sheet(row(0, shared_text(0, 2))),
        sheet(row(0, record(6, at(0) + struct.pack("<I", 1000)))),
        sheet(row(0, record(13, struct.pack("<II", 0, 6)))),
    ],
)
def test_a_sheet_that_is_cut_short_or_contradicts_itself_is_refused(tmp_path: Path, part: bytes) -> None:
    assert refusal_of(tmp_path, workbook({"一月": part}, ["捐赠日期", "捐赠人"])) == "damaged_file"


def test_a_stray_cell_at_the_far_corner_is_refused_with_its_reason(tmp_path: Path) -> None:
    part = sheet(row(0, number(0, 5)), row(1_048_575, number(16383, 5)))
    assert refusal_of(tmp_path, workbook({"一月": part})) == "too_spread"


def test_texts_of_several_runs_and_in_cells_of_their_own_are_read(tmp_path: Path) -> None:
    rich = record(62, at(0) + b"\x01" + wide("甲公司") + struct.pack("<IHH", 1, 0, 0))
    assert only_sheet(tmp_path, sheet(row(0, rich))).rows == [["甲公司"]]


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_bytes_changed_in_a_sheet_end_in_sheets_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    part = bytearray(MIXED)
    for _ in range(data.draw(st.integers(1, 3))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(tmp_path, workbook({"一月": bytes(part)}, ["捐赠日期", "捐赠人"]))
    except FileRefused:
        return
