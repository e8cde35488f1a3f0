"""Sheets: the same grid from every kind of file, each value at its own address, or a refusal and never a crash."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet, is_blank

ROWS: list[list[Any]] = [
    ["捐赠收入", None, None],
    [None, None, None],
    ["捐赠日期", "捐赠人", "捐赠金额"],
    ["2020-01-07", "甲公司", 1000.5],
    [None, "乙公司", 7],
]
# The same as a grid: blanks are "".
GRID = [["" if value is None else value for value in row] for row in ROWS]
DOCUMENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def new_workbook() -> bytes:
    book = Workbook()
    book.active.title = "一月"
    for row in ROWS:
        book.active.append(row)
    return saved(book)


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("一月")
    for row, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            if value is not None:
                sheet.write(row, column, value)
    return saved(book)


def open_document(encryption: str = "") -> bytes:
    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p/></table:table-cell>'

    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS)
    table = f'<table:table table:name="一月">{rows}</table:table>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", DOCUMENT_TYPE)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{DOCUMENT_TYPE}">{encryption}'
            "</manifest:file-entry></manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body>'
            f"<office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def saved(book: Any) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(folder: Path, content: bytes, name: str = "台账.xlsx") -> list[Sheet]:
    path = folder / name
    path.write_bytes(content)
    return read_workbook(path).sheets


def refusal_of(folder: Path, content: bytes) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(folder, content)
    return refusal.value.rule


# --- the same grid from every kind of file ------------------------------------------------------------------


@pytest.mark.parametrize("build", [new_workbook, old_workbook, open_document])
@pytest.mark.parametrize("name", ["台账.xlsx", "台账.xls", "台账.ods", "台账.csv", "台账"])
def test_every_kind_of_workbook_gives_the_same_grid_whatever_its_suffix(tmp_path: Path, build: Any, name: str) -> None:
    (sheet,) = read(tmp_path, build(), name)
    assert sheet.name == "一月"
    assert sheet.rows == GRID
    assert not sheet.is_text


def test_a_text_file_is_one_sheet_without_a_name(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, "捐赠人,金额\n甲,5".encode("gbk"))
    assert (sheet.name, sheet.is_text, sheet.merges) == ("", True, ())
    assert sheet.rows == [["捐赠人", "金额"], ["甲", "5"]]


def test_a_table_that_begins_far_down_and_right_keeps_its_addresses(tmp_path: Path) -> None:
    book = Workbook()
    book.active["AB30"] = "捐赠人"
    (sheet,) = read(tmp_path, saved(book))
    assert sheet.value(29, 27) == "捐赠人"
    assert all(value == "" for row in sheet.rows[:29] for value in row)


def test_values_keep_their_types(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["00123", 12, 1.25, True, datetime(2020, 1, 7), "=1+1"])
    (sheet,) = read(tmp_path, saved(book))
    text, whole, broken, flag, day = sheet.rows[0][:5]
    assert (text, whole, broken) == ("00123", 12, 1.25)
    assert flag is True
    assert day in (date(2020, 1, 7), datetime(2020, 1, 7))
    assert sheet.value(0, 5) == FaultyCell("=1+1", "formula_not_computed")


@pytest.mark.parametrize("build", ["new", "old"])
def test_merged_ranges_are_known_inclusive_and_from_nought(tmp_path: Path, build: str) -> None:
    if build == "new":
        book = Workbook()
        book.active["B2"] = "捐赠金额"
        book.active.merge_cells("B2:C4")
    else:
        book = xlwt.Workbook()
        book.add_sheet("一月").write_merge(1, 3, 1, 2, "捐赠金额")
    (sheet,) = read(tmp_path, saved(book))
    assert sheet.merges == ((1, 1, 3, 2),)
    assert sheet.merges_by_row == {1: [(1, 1, 3, 2)]}
    assert sheet.rows[1][1] == "捐赠金额"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_sheets_come_in_their_order_and_hidden_ones_say_so(tmp_path: Path, state: str) -> None:
    book = Workbook()
    book.active.title = "二月"
    book.create_sheet("一月")
    book.create_sheet("旧").sheet_state = state
    assert [(sheet.name, sheet.is_hidden) for sheet in read(tmp_path, saved(book))] == [
        ("二月", False),
        ("一月", False),
        ("旧", True),
    ]


def test_a_chart_on_a_sheet_of_its_own_is_no_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "一月"
    book.create_chartsheet("图")
    assert [sheet.name for sheet in read(tmp_path, saved(book))] == ["一月"]


def test_the_raw_file_is_only_read(tmp_path: Path) -> None:
    content = new_workbook()
    read(tmp_path, content)
    assert (tmp_path / "台账.xlsx").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["台账.xlsx"]


# --- looking up a cell --------------------------------------------------------------------------------------


def test_what_lies_outside_a_sheet_is_blank() -> None:
    sheet = Sheet("", [["甲"], ["乙", 5.0]])
    assert [sheet.value(*at) for at in ((0, 0), (0, 1), (1, 1), (9, 0))] == ["甲", "", 5.0, ""]
    assert [sheet.text(*at) for at in ((0, 0), (0, 1), (1, 1), (9, 0))] == ["甲", "", "5.0", ""]


@pytest.mark.parametrize("value", ["", None, " ", "\u3000\xa0", "\u200b\ufeff", "\t\r\n"])
def test_what_cannot_be_seen_is_blank(value: object) -> None:
    assert is_blank(value)


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "-", "。", date(2020, 1, 7)])
def test_nought_and_marks_are_not_blank(value: object) -> None:
    assert not is_blank(value)


# --- damage -------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path, rule in ((tmp_path / "没有.xlsx", "unreadable_file"), (tmp_path, "not_a_regular_file")):
        with pytest.raises(FileRefused) as refusal:
            read_workbook(path)
        assert refusal.value.rule == rule


@pytest.mark.parametrize("build", [new_workbook, old_workbook, open_document])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_truncated_workbook_is_refused(tmp_path: Path, build: Any, kept: float) -> None:
    content = build()
    assert refusal_of(tmp_path, content[: int(len(content) * kept)]) in {"damaged_file", "not_a_spreadsheet"}


def with_password_record(content: bytes) -> bytes:
    """The old workbook with its second record turned into the one that says it has a password."""
    changed = bytearray(content)
    first = changed.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    changed[first + 20 : first + 22] = b"\x2f\x00"
    return bytes(changed)


@pytest.mark.parametrize(
    "content", [with_password_record(old_workbook()), open_document("<manifest:encryption-data/>")], ids=["old", "open"]
)
def test_a_password_is_told_from_damage(tmp_path: Path, content: bytes) -> None:
    assert refusal_of(tmp_path, content) == "encrypted"


def test_an_archive_with_the_names_of_a_workbook_and_nothing_in_them_is_damaged(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            archive.writestr(name, "")
    assert refusal_of(tmp_path, target.getvalue()) == "damaged_file"


@settings(CALM, max_examples=200)
@given(st.sampled_from([new_workbook(), old_workbook(), open_document()]), st.data())
def test_bytes_changed_in_a_good_workbook_never_end_in_a_crash(
    tmp_path: Path, good: bytes, data: st.DataObject
) -> None:
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheets = read(tmp_path, bytes(content))
    except FileRefused:
        return
    assert all(isinstance(sheet, Sheet) for sheet in sheets)


@settings(CALM, max_examples=300)
@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=", b'"']
    ),
    st.binary(max_size=400),
)
def test_whatever_the_bytes_sheets_or_a_refusal_come_back(tmp_path: Path, start: bytes, rest: bytes) -> None:
    try:
        sheets = read(tmp_path, start + rest)
    except FileRefused:
        return
    assert [sheet.is_text for sheet in sheets] == [True]


def test_a_column_is_the_same_however_often_and_in_whatever_stretch_it_is_asked_for() -> None:
    sheet = Sheet("", [["甲"], ["乙", 5.0], [], ["丙", 7.0]])
    assert sheet.column(1, range(4)) == ["", 5.0, "", 7.0]
    assert sheet.column(1, range(1, 3)) == [5.0, ""]
    kept = sheet.column(0, range(4))
    kept[0] = "changed"
    assert sheet.column(0, range(4)) == ["甲", "乙", "", "丙"]
