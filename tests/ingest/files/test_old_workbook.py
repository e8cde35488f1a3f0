"""Old workbooks: every cell is read as it is, or the file is refused; nothing is lost because a reader passed it over."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlwt
from builders_old_workbook import (
    EOF,
    bare_biff,
    beginning,
    biff5,
    container,
    record,
    saved,
    with_changed,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from other_reader import sheets_by_calamine

from charity_analysis.ingest.files.old_workbook import read_old_workbook
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet, Workbook

REAL = Path(__file__).resolve().parents[4] / "shared" / "real" / "hubei-red-cross"
ROWS: list[list[Any]] = [
    ["捐赠日期", "捐赠人", "金额"],
    ["2020-01-07", "甲公司", 1000.5],
    ["2020-01-08", "乙公司", 7.0],
]
NUMBER, BLANK, BOUNDSHEET, FORMULA, SHARED_LABEL = 0x203, 0x201, 0x85, 0x06, 0xFD


def read(folder: Path, content: bytes) -> Workbook:
    path = folder / "台账.xls"
    path.write_bytes(content)
    return read_old_workbook(path)


def only_sheet(folder: Path, content: bytes) -> Sheet:
    (sheet,) = read(folder, content).sheets
    return sheet


def refusal_of(folder: Path, content: bytes) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(folder, content)
    return refusal.value.rule


def built(fill: Callable[[Any], None], is_1904: bool = False) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = is_1904
    fill(book.add_sheet("一月"))
    return saved(book)


def of_rows(rows: list[list[Any]]) -> bytes:
    def fill(sheet: Any) -> None:
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if value is not None:
                    sheet.write(row, column, value)

    return built(fill)


def styled(number_format: str = "General", font: str = "") -> Any:
    return xlwt.easyxf(font, num_format_str=number_format)


# --- values -------------------------------------------------------------------------------------------------


def test_texts_numbers_and_booleans_are_read_at_their_addresses(tmp_path: Path) -> None:
    sheet = only_sheet(tmp_path, of_rows([[None, "甲公司"], [None, None, 1.25, True], [12345678901234, None, False]]))
    assert sheet.rows == [["", "甲公司", "", ""], ["", "", 1.25, True], [12345678901234.0, "", False, ""]]
    assert sheet.rows[1][3] is True
    assert sheet.name == "一月"


def test_dates_times_and_durations_are_told_by_their_number_formats(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, datetime(2020, 1, 7), styled("yyyy-mm-dd"))
        sheet.write(0, 1, datetime(2020, 6, 30, 23, 59, 59), styled("yyyy-mm-dd hh:mm:ss"))
        sheet.write(0, 2, time(12, 30, 15), styled("hh:mm:ss"))
        sheet.write(0, 3, 1.5, styled("[h]:mm"))
        sheet.write(0, 4, 43837, styled('yyyy"年"m"月"d"日"'))
        sheet.write(0, 5, 43837, styled('#,##0.00"元"'))
        sheet.write(0, 6, 59, styled("yyyy-mm-dd"))

    assert only_sheet(tmp_path, built(fill)).rows == [
        [
            date(2020, 1, 7), datetime(2020, 6, 30, 23, 59, 59), time(12, 30, 15), timedelta(hours=36), date(2020, 1, 7),
            43837.0, date(1900, 2, 28),
        ]
    ]  # fmt: skip


def test_days_of_a_1904_workbook_are_counted_from_1904(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, 42375, styled("yyyy-mm-dd"))

    assert only_sheet(tmp_path, built(fill, is_1904=True)).rows == [[date(2020, 1, 7)]]
    assert only_sheet(tmp_path, built(fill)).rows == [[date(2016, 1, 6)]]


@pytest.mark.parametrize("serial", [60, -1, 3_000_000])
def test_a_day_that_there_is_not_is_no_value(tmp_path: Path, serial: int) -> None:
    sheet = only_sheet(tmp_path, built(lambda sheet: sheet.write(0, 0, serial, styled("yyyy-mm-dd"))))
    cell = sheet.rows[0][0]
    assert isinstance(cell, FaultyCell) and cell.reason == "impossible_date"


@pytest.mark.parametrize(("code", "shown"), [(0x17, "#REF!"), (0x07, "#DIV/0!"), (0x2A, "#N/A")])
def test_an_error_value_is_neither_blank_nor_nought(tmp_path: Path, code: int, shown: str) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "金额")
        sheet.row(1).set_cell_error(0, code)

    assert only_sheet(tmp_path, built(fill)).rows == [["金额"], [FaultyCell(shown, "error_value")]]


# --- formulas -----------------------------------------------------------------------------------------------


def formulas(*texts: str) -> bytes:
    def fill(sheet: Any) -> None:
        for row, text in enumerate(texts):
            sheet.write(row, 2, xlwt.Formula(text))

    return built(fill)


def computed(content: bytes, result: bytes, options: int = 0, which: int = 0) -> bytes:
    """The workbook with this result and these options in a formula."""
    return with_changed(
        content, FORMULA, lambda data: data[:10] + result + struct.pack("<H", options) + data[20:], which
    )


@pytest.mark.parametrize("text", ["SUM(A1:B1)", "A1*B1", "ROUND(A1,2)", "(A1+B1)", "-A1", "A1"])
def test_a_formula_that_xlwt_wrote_was_never_computed(tmp_path: Path, text: str) -> None:
    cell = only_sheet(tmp_path, formulas(text)).rows[0][2]
    assert isinstance(cell, FaultyCell) and cell.reason == "formula_not_computed"


def test_the_text_of_a_formula_without_a_value_is_the_formula(tmp_path: Path) -> None:
    assert str(only_sheet(tmp_path, formulas("SUM(A1:B1)")).rows[0][2]) == "=SUM(A1:B1)"


def test_a_formula_whose_result_is_an_empty_text_is_blank(tmp_path: Path) -> None:
    assert only_sheet(tmp_path, formulas('IF(A1="","",A1)')).rows[0][2] == ""


@pytest.mark.parametrize("options", [1, 2, 3])
def test_nought_that_waits_to_be_computed_is_no_value(tmp_path: Path, options: int) -> None:
    content = computed(formulas("SUM(A1:B1)"), struct.pack("<d", 0.0), options)
    cell = only_sheet(tmp_path, content).rows[0][2]
    assert isinstance(cell, FaultyCell) and cell.reason == "formula_not_computed"


@pytest.mark.parametrize(("result", "options"), [(12.5, 0), (12.5, 2), (0.0, 0)])
def test_a_computed_formula_counts_with_its_stored_value(tmp_path: Path, result: float, options: int) -> None:
    content = computed(formulas("SUM(A1:B1)"), struct.pack("<d", result), options)
    assert only_sheet(tmp_path, content).rows[0][2] == result


@pytest.mark.parametrize("text", ["SUM(C1:C3)", "C2+1", "IF(C2>0,C2,1)", "SUM($A$1:$C$9)"])
def test_nought_of_a_formula_that_counts_itself_in_is_no_value(tmp_path: Path, text: str) -> None:
    content = computed(formulas("A1", text), struct.pack("<d", 0.0), which=1)
    cell = only_sheet(tmp_path, content).rows[1][2]
    assert isinstance(cell, FaultyCell) and cell.reason == "formula_not_computed"


def test_an_error_of_a_formula_is_told(tmp_path: Path) -> None:
    content = computed(formulas("A1/B1"), b"\x02\x00\x07\x00\x00\x00\xff\xff")
    assert only_sheet(tmp_path, content).rows[0][2] == FaultyCell("#DIV/0!", "error_value")


# --- what formats say ---------------------------------------------------------------------------------------


def test_merged_hidden_struck_and_foreign_cells_are_told(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write_merge(0, 0, 0, 2, "捐赠收入")
        sheet.write(1, 0, "甲", styled(font="font: struck_out on"))
        sheet.write(1, 1, 100, styled('"US$"#,##0.00'))
        sheet.write(2, 1, 200, styled("￥#,##0.00"))
        sheet.row(2).hidden = True
        sheet.write(3, 0, "乙")
        sheet.row(3).height, sheet.row(3).height_mismatch = 0, True

    sheet = only_sheet(tmp_path, built(fill))
    assert sheet.merges == ((0, 0, 0, 2),)
    assert sheet.hidden_rows == {2, 3}
    assert sheet.struck == {(1, 0)}
    assert sheet.currencies == {(1, 1): "US$"}


def test_only_the_cells_of_the_struck_font_are_struck_however_many_fonts_there_are(tmp_path: Path) -> None:
    fonts = [f"font: height {height}" for height in range(200, 320, 20)] + ["font: struck_out on, height 400"]

    def fill(sheet: Any) -> None:
        for column, font in enumerate(fonts):
            sheet.write(0, column, 1, styled(font=font))

    assert only_sheet(tmp_path, built(fill)).struck == {(0, len(fonts) - 1)}


@pytest.mark.parametrize("visibility", [1, 2])
def test_hidden_sheets_say_so(tmp_path: Path, visibility: int) -> None:
    book = xlwt.Workbook()
    book.add_sheet("一月").write(0, 0, "甲")
    book.add_sheet("旧").visibility = visibility
    assert [(sheet.name, sheet.is_hidden) for sheet in read(tmp_path, saved(book)).sheets] == [
        ("一月", False),
        ("旧", True),
    ]


# --- older and other writers --------------------------------------------------------------------------------


@pytest.mark.parametrize("stream", ["Book", "Workbook"])
def test_a_workbook_of_excel_95_is_read_in_its_own_encoding(tmp_path: Path, stream: str) -> None:
    sheet = only_sheet(tmp_path, container({stream: biff5(ROWS)}))
    assert (sheet.name, sheet.rows) == ("一月", ROWS)


@pytest.mark.parametrize("codepage", [None, 1252])
def test_chinese_texts_without_their_encoding_are_never_mojibake(tmp_path: Path, codepage: int | None) -> None:
    assert only_sheet(tmp_path, container({"Book": biff5(ROWS, codepage)})).rows == ROWS


def test_traditional_texts_are_read_by_the_stated_encoding(tmp_path: Path) -> None:
    rows = [["捐贈人", "臺灣"]]
    assert only_sheet(tmp_path, container({"Book": biff5(rows, 950, encoding="big5")})).rows == rows


def test_the_newer_of_two_versions_in_one_file_is_read(tmp_path: Path) -> None:
    newer = of_rows(ROWS)
    at = newer.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    content = container({"Book": biff5([["旧"]]), "Workbook": newer[at:]})
    assert only_sheet(tmp_path, content).rows == ROWS


def test_bare_records_without_a_container_are_read(tmp_path: Path) -> None:
    assert only_sheet(tmp_path, bare_biff(ROWS)).rows == ROWS


def test_records_that_say_nothing_of_cells_may_be_whatever_other_programs_write(tmp_path: Path) -> None:
    odd = record(0x8C, b"\x01") + record(0x18, b"\xff" * 5) + record(0x293, b"\x00")
    assert only_sheet(tmp_path, container({"Book": biff5(ROWS, extra=odd)})).rows == ROWS


# --- macros and links ---------------------------------------------------------------------------------------


def rules_of(folder: Path, content: bytes) -> list[str]:
    return [finding.rule for finding in read(folder, content).findings]


def test_macros_are_told_and_the_cells_read_all_the_same(tmp_path: Path) -> None:
    content = container({"Book": biff5(ROWS)}, ("_VBA_PROJECT_CUR",))
    assert rules_of(tmp_path, content) == ["macro"]
    assert only_sheet(tmp_path, content).rows == ROWS
    assert rules_of(tmp_path, container({"Book": biff5(ROWS)}, ("ETExtData",))) == []


def external_book(path: bytes) -> bytes:
    """A BIFF8 workbook whose links lead to `path`."""
    text = struct.pack("<HB", len(path), 0) + path
    head = beginning(5, 0x0600) + record(0x1AE, struct.pack("<H", 1) + text + b"\x01\x00\x00A")
    bound = struct.pack("<IBBBB", len(head) + 4 + 9 + len(EOF), 0, 0, 1, 0) + b"A"
    cells = record(NUMBER, struct.pack("<3Hd", 0, 0, 0, 5.0))
    return container({"Workbook": head + record(BOUNDSHEET, bound) + EOF + beginning(0x10, 0x0600) + cells + EOF})


def test_links_to_other_files_are_told(tmp_path: Path) -> None:
    assert rules_of(tmp_path, external_book(b"\x01other.xls")) == ["external_link"]
    assert rules_of(tmp_path, container({"Book": biff5(ROWS, extra=record(0x17, b"\x0a\x01other.xls"))})) == [
        "external_link"
    ]


def test_links_within_the_workbook_are_none(tmp_path: Path) -> None:
    assert rules_of(tmp_path, container({"Book": biff5(ROWS, extra=record(0x17, b"\x04\x03Sheet"))})) == []
    book = xlwt.Workbook()
    book.add_sheet("一月").write(0, 0, 5)
    book.add_sheet("二月").write(0, 0, xlwt.Formula("一月!A1+1"))
    assert rules_of(tmp_path, saved(book)) == []


# --- damage -------------------------------------------------------------------------------------------------


def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    content = biff5(ROWS, extra=record(0x2F, bytes(4)))
    assert refusal_of(tmp_path, container({"Book": content})) == "encrypted"


def test_a_sheet_without_its_end_is_refused(tmp_path: Path) -> None:
    content = biff5(ROWS)
    for cut in (4, 10, 40):
        assert refusal_of(tmp_path, content[:-cut]) == "damaged_file"


def test_a_stream_shorter_than_the_container_says_is_refused(tmp_path: Path) -> None:
    content = of_rows([[f"甲{row}", float(row)] for row in range(2000)])
    for kept in (0.3, 0.6, 0.9, 0.99):
        assert refusal_of(tmp_path, content[: int(len(content) * kept)]) == "damaged_file"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: struct.pack("<H", BLANK) + data[2:],
        lambda data: b"\x13\x02" + data[2:],
        lambda data: data[:4] + b"\x00\x00" + data[6:],  # on top of another cell
        lambda data: data[:4] + b"\x99\x00" + data[6:],  # in a row far below all others
        lambda data: data[:2] + b"\x0d\x00" + data[4:],
    ],
    ids=["blank", "unknown", "twice", "moved", "short"],
)
def test_a_cell_whose_record_was_damaged_is_never_lost(tmp_path: Path, change: Any) -> None:
    content = of_rows([[f"甲{row}", row + 0.123456] for row in range(5)])
    assert refusal_of(tmp_path, with_changed(content, NUMBER, change, 2)) == "damaged_file"


def test_a_cell_that_the_reader_does_not_find_is_not_passed_over(tmp_path: Path) -> None:
    # A record of Excel 2 has no meaning in later workbooks.
    older = record(0x0003, struct.pack("<2H3xd", 9, 2, 99.0))
    content = biff5(ROWS)[: -len(EOF)] + older + EOF
    assert refusal_of(tmp_path, container({"Book": content})) == "damaged_file"


def test_a_text_that_is_not_in_the_list_of_texts_is_refused(tmp_path: Path) -> None:
    content = of_rows([["甲"], ["乙"]])
    changed = with_changed(content, SHARED_LABEL, lambda data: data[:10] + b"\xff\xff\xff\xff")
    assert refusal_of(tmp_path, changed) == "damaged_file"


def test_a_sheet_that_is_no_longer_announced_is_missed(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("一月").write(0, 0, 5)
    book.add_sheet("二月").write(0, 0, 7)
    changed = with_changed(saved(book), BOUNDSHEET, lambda data: b"\x87\x00" + data[2:], 1)
    assert refusal_of(tmp_path, changed) == "damaged_file"


def test_a_workbook_that_announces_no_sheet_or_a_sheet_as_something_else_is_refused(tmp_path: Path) -> None:
    content = of_rows(ROWS)
    other_kind = with_changed(content, BOUNDSHEET, lambda data: data[:9] + b"\x06" + data[10:])
    assert refusal_of(tmp_path, other_kind) == "damaged_file"
    none = beginning(5, 0x0600) + EOF
    assert refusal_of(tmp_path, container({"Workbook": none})) == "damaged_file"


def test_an_end_in_the_midst_of_the_cells_is_no_end(tmp_path: Path) -> None:
    content = of_rows([[row + 0.123456] for row in range(5)])
    changed = with_changed(content, NUMBER, lambda data: b"\x0a\x00" + data[2:], 2)
    assert refusal_of(tmp_path, changed) == "damaged_file"


def test_a_record_that_swallows_the_cells_behind_it_is_seen(tmp_path: Path) -> None:
    content = of_rows([[row + 0.123456, row + 0.5678901] for row in range(5)])
    swallowing = with_changed(content, 0x208, lambda data: data[:2] + struct.pack("<H", 16 + 2 * 18) + data[4:], 4)
    assert refusal_of(tmp_path, swallowing) == "damaged_file"


def test_a_stray_cell_at_the_far_corner_is_refused_with_its_reason(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write(0, 0, "甲")
        sheet.write(65535, 255, 1)

    assert refusal_of(tmp_path, built(fill)) == "too_spread"


SAMPLES = [
    container({"Book": biff5(ROWS)}), of_rows(ROWS), formulas("SUM(A1:B1)", "A1"), external_book(b"\x01other.xls"), bare_biff(ROWS)
]  # fmt: skip


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SAMPLES), st.data())
def test_bytes_changed_anywhere_end_in_sheets_or_a_refusal(tmp_path: Path, good: bytes, data: st.DataObject) -> None:
    content = bytearray(good)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(tmp_path, bytes(content))
    except FileRefused:
        return


# --- real ledgers -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not here")
def test_both_readers_agree_on_every_cell_of_real_ledgers() -> None:
    paths = sorted(REAL.glob("*.xls"))
    assert len(paths) == 10
    for path in paths:
        ours, others = read_old_workbook(path).sheets, sheets_by_calamine(path)
        assert [sheet.name for sheet in ours] == [sheet.name for sheet in others]
        for one, other in zip(ours, others, strict=True):
            # No assertion that would print a donor's name.
            differing = [
                (row, column)
                for row, (left, right) in enumerate(zip(one.rows, other.rows, strict=True))
                for column, (here, there) in enumerate(zip(left, right, strict=True))
                if here != there
            ]
            assert (path.name, differing) == (path.name, [])
            assert sorted(one.merges) == sorted(other.merges)
