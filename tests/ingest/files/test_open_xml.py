"""New workbooks: however they are written, each value is read at its address, or the file is refused."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders_open_xml import (
    MAIN,
    OFFICE,
    STRICT,
    STRICT_OFFICE,
    Part,
    inline,
    number,
    package,
    parts,
    read_parts,
    relationships,
    row,
    shared,
    strings,
    styles,
    workbook,
    worksheet,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.files import open_xml
from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet

SST = strings("<si><t>捐赠人</t></si>", "<si><t>甲</t></si>", "<si><t>乙公司</t></si>")
ROWS = (
    row(1, shared("A1", 0), inline("B1", "金额"))
    + row(2, shared("A2", 1), number("B2", 5))
    + row(4, shared("A4", 2), number("B4", 7.25))
)
GRID = [["捐赠人", "金额"], ["甲", 5.0], ["", ""], ["乙公司", 7.25]]
SHEET = "xl/worksheets/sheet1.xml"


def refusal_of(folder: Path, contents: dict[str, Part], *repeated: tuple[str, Part]) -> tuple[str, str]:
    path = folder / "台账.xlsx"
    path.write_bytes(package(contents, *repeated))
    with pytest.raises(FileRefused) as refusal:
        read_workbook(path)
    return refusal.value.rule, refusal.value.detail


@pytest.fixture
def slow_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A note of each sheet that was read cell by cell."""
    noted: list[int] = []
    read = open_xml._Reader._read_slowly
    monkeypatch.setattr(open_xml._Reader, "_read_slowly", lambda *given: noted.append(1) or read(*given))
    return noted


# --- however it is written ----------------------------------------------------------------------------------


def test_a_plain_sheet_is_read_by_the_fast_reader(tmp_path: Path, slow_reads: list[int]) -> None:
    sheet = read_parts(tmp_path, parts(worksheet(ROWS), SST))
    assert (sheet.name, sheet.rows, slow_reads) == ("一月", GRID, [])


def prefixed(sheet: str) -> str:
    return sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")


ODD_SHEETS: dict[str, str | bytes] = {
    "strict": worksheet(ROWS, namespace=STRICT),
    "prefix": prefixed(worksheet(ROWS)),
    "utf-16": f'<?xml version="1.0" encoding="UTF-16"?>{worksheet(ROWS)}'.encode("utf-16"),
    "utf-16 undeclared": worksheet(ROWS).encode("utf-16"),
    "gbk": f'<?xml version="1.0" encoding="GBK"?>{worksheet(ROWS)}'.encode("gbk"),
    "byte order mark": b"\xef\xbb\xbf" + worksheet(ROWS).encode(),
    "no references": worksheet(ROWS).replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="A2"', "").replace(' r="B2"', ""),
    "no row numbers": worksheet(ROWS).replace('<row r="1">', "<row>").replace('<row r="2">', "<row>"),
    "references last": worksheet(ROWS).replace('r="B2" s="0"', 's="0" r="B2"'),
    "small letters": worksheet(ROWS).replace('"B2"', '"b2"'),
    "single quotes": worksheet(ROWS).replace('"', "'"),
    "line breaks in tags": worksheet(ROWS).replace("<c ", "<c\n  "),
    "pretty printed": worksheet(ROWS).replace("<row", "\n  <row").replace("<c ", "\n    <c ").replace("</row>", "\n</row>"),
    "comment": worksheet(ROWS).replace("<v>7.25</v>", "<v>7<!-- . -->.25</v>"),
    "cdata": worksheet(ROWS).replace("<v>5</v>", "<v><![CDATA[5]]></v>"),
    "instruction": worksheet(ROWS).replace("<v>5</v>", "<?x y?><v>5</v>"),
    "characters by number": worksheet(ROWS).replace("<v>7.25</v>", "<v>7.2&#53;</v>"),
    "value with an attribute": worksheet(ROWS).replace("<v>5</v>", '<v xml:space="preserve">5</v>'),
    "rows out of order": worksheet("".join(reversed([part + "</row>" for part in ROWS.split("</row>")[:-1]]))),
    "cells out of order": worksheet(ROWS.replace(shared("A4", 2) + number("B4", 7.25), number("B4", 7.25) + shared("A4", 2))),
    "dimension too small": worksheet(ROWS, before='<dimension ref="A1"/>'),
    "dimension too large": worksheet(ROWS, before='<dimension ref="A1:XFD1048576"/>'),
    "dimension that is none": worksheet(ROWS, before='<dimension ref="?"/>'),
    "second sheetData": worksheet(ROWS.replace('<row r="4">', '</sheetData><sheetData><row r="4">')),
    "extension in a cell": worksheet(ROWS.replace("<v>5</v>", "<v>5</v><extLst><ext><x/></ext></extLst>")),
    "elements of others": worksheet(ROWS.replace("<v>5</v>", '<o:v xmlns:o="urn:o">9</o:v><v>5</v>')),
    "empty rows and cells": worksheet('<row r="1"/>' + ROWS[:0] + ROWS.replace('<row r="1">', '<row r="1"><c r="C1"/>', 1).replace('<row r="1">', '<row r="1" spans="1:3">') + '<row r="9"/>').replace('<row r="1"/>', ""),
}  # fmt: skip


@pytest.mark.parametrize("oddity", ODD_SHEETS)
def test_a_sheet_written_oddly_is_read_right(tmp_path: Path, oddity: str) -> None:
    assert read_parts(tmp_path, parts(ODD_SHEETS[oddity], SST)).rows == GRID


ODD_STRINGS: dict[str, str | bytes] = {
    "strict": SST.replace(MAIN, STRICT),
    "prefix": prefixed(SST),
    "utf-16": SST.encode("utf-16"),
    "gbk": f'<?xml version="1.0" encoding="gb18030"?>{SST}'.encode("gb18030"),
    "comment": SST.replace("乙公司", "乙<!-- 丙 -->公司"),
    "cdata": SST.replace("<t>乙公司</t>", "<t><![CDATA[乙公司]]></t>"),
    "runs": SST.replace("<t>乙公司</t>", "<r><rPr><b/></rPr><t>乙</t></r><r><t>公司</t></r>"),
    "readings": SST.replace("<t>乙公司</t>", '<t>乙公司</t><rPh sb="0" eb="1"><t>yi</t></rPh>'),
    "counts that lie": SST.replace("<sst ", '<sst count="1" uniqueCount="1" '),
}


@pytest.mark.parametrize("oddity", ODD_STRINGS)
def test_strings_written_oddly_are_read_right(tmp_path: Path, oddity: str) -> None:
    assert read_parts(tmp_path, parts(worksheet(ROWS), ODD_STRINGS[oddity])).rows == GRID


@pytest.mark.parametrize("blank", ["<si/>", "<si></si>", "<si><t/></si>", "<si><t></t></si>", '<si><t xml:space="preserve"></t></si>', "<si><r><t/></r></si>"])  # fmt: skip
def test_a_blank_string_shifts_no_other_and_is_read_fast(tmp_path: Path, blank: str, slow_reads: list[int]) -> None:
    cells = row(1, *(shared(f"{letter}1", index) for index, letter in enumerate("ABC")))
    contents = parts(worksheet(cells), strings("<si><t>甲</t></si>", blank, "<si><t>乙</t></si>"))
    assert read_parts(tmp_path, contents).rows == [["甲", "", "乙"]]
    assert slow_reads == []


@pytest.mark.parametrize("blank", ["<is/>", "<is></is>", "<is><t/></is>", "<is><t></t></is>", '<is><t xml:space="preserve"></t></is>'])  # fmt: skip
def test_blank_texts_in_cells_are_blank_and_read_fast(tmp_path: Path, blank: str, slow_reads: list[int]) -> None:
    cells = row(
        1,
        f'<c r="A1" t="inlineStr">{blank}</c>',
        inline("B1", "乙"),
        '<c r="C1"><v></v></c>',
        '<c r="D1"/>',
        '<c r="E1" t="str"><f>""</f><v></v></c>',
        number("F1", 1),
    )
    assert read_parts(tmp_path, parts(worksheet(cells))).rows == [["", "乙", "", "", "", 1.0]]
    assert slow_reads == []


def test_parts_may_have_any_name_and_place(tmp_path: Path) -> None:
    contents: dict[str, Part] = {
        "_rels/.rels": relationships(("x", "officeDocument", "/Mappe/Buch.xml")),
        "mappe/buch.xml": workbook(("一月", "a", "visible")),
        "Mappe/_rels/Buch.xml.rels": relationships(
            ("a", "worksheet", "../blätter/eins.xml"), ("b", "sharedStrings", "wörter.xml")
        ),
        "blätter/eins.xml": worksheet(ROWS),
        "Mappe/wörter.xml": SST,
        "xl/theme.xml": "<x/>",
    }
    assert read_parts(tmp_path, contents).rows == GRID


def test_names_with_backslashes_and_other_case_are_found(tmp_path: Path) -> None:
    contents = parts(worksheet(ROWS), SST)
    moved = {
        name.replace("xl/", "XL\\").replace("/", "\\") if name.startswith("xl/") else name: content
        for name, content in contents.items()
    }
    assert read_parts(tmp_path, moved).rows == GRID


def test_strict_throughout(tmp_path: Path) -> None:
    contents = parts(worksheet(ROWS, namespace=STRICT), SST.replace(MAIN, STRICT))
    for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        contents[name] = str(contents[name]).replace(OFFICE, STRICT_OFFICE)
    contents["xl/workbook.xml"] = workbook(("一月", "rId1", "visible"), namespace=STRICT, office=STRICT_OFFICE)
    assert read_parts(tmp_path, contents).rows == GRID


def test_without_styles_and_strings(tmp_path: Path) -> None:
    sheet = worksheet(row(1, '<c r="A1" s="7"><v>43837</v></c>', inline("B1", "甲")))
    assert read_parts(tmp_path, parts(sheet)).rows == [[43837.0, "甲"]]


def test_a_table_far_right_and_down_keeps_its_addresses(tmp_path: Path, slow_reads: list[int]) -> None:
    sheet = read_parts(tmp_path, parts(worksheet(row(300, number("AAB300", 1), number("AAC300", 2)))))
    assert (len(sheet.rows), sheet.value(299, 703), sheet.value(299, 704)) == (300, 1.0, 2.0)
    assert slow_reads == []


def test_an_empty_sheet_has_no_rows(tmp_path: Path) -> None:
    for sheet in (worksheet(""), f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'):
        assert read_parts(tmp_path, parts(sheet)).rows == []


@pytest.mark.parametrize(
    "oddity",
    ["strict", "prefix", "utf-16", "gbk", "byte order mark", "all without references", "rows numbered, cells not"],
)
def test_the_common_oddities_are_read_fast(tmp_path: Path, oddity: str, slow_reads: list[int]) -> None:
    rows = re.sub(r'(<c) r="[A-Z]\d"', r"\1", ROWS)
    unnumbered = re.sub(r'(<row) r="\d"', r"\1", rows)
    sheets = ODD_SHEETS | {"all without references": worksheet(unnumbered), "rows numbered, cells not": worksheet(rows)}
    expected = [GRID[0], GRID[1], GRID[3]] if oddity == "all without references" else GRID
    assert read_parts(tmp_path, parts(sheets[oddity], SST)).rows == expected
    assert slow_reads == []


def test_pieces_without_references_are_numbered_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow_reads: list[int]
) -> None:
    monkeypatch.setattr(open_xml, "_PIECE_BYTES", 20_000)
    monkeypatch.setattr("charity_analysis.ingest.files.archives._CHUNK_BYTES", 7_001)
    rows = "".join(f"<row><c/><c><v>{at}</v></c></row>" for at in range(3000))
    sheet = read_parts(tmp_path, parts(worksheet(rows)))
    assert sheet.rows == [["", float(at)] for at in range(3000)]
    assert slow_reads == []


def test_pieces_of_a_large_sheet_join_without_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow_reads: list[int]
) -> None:
    monkeypatch.setattr(open_xml, "_PIECE_BYTES", 20_000)
    monkeypatch.setattr("charity_analysis.ingest.files.archives._CHUNK_BYTES", 7_001)
    gap = [*range(1, 900), *range(1500, 2100)]
    rows = "".join(row(at, inline(f"B{at}", f"捐赠人{at}"), number(f"C{at}", at)) for at in gap)
    sheet = read_parts(
        tmp_path, parts(worksheet(rows, after='<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'))
    )
    expected: list[list[Any]] = [["", "", ""] for _ in range(2099)]
    for at in gap:
        expected[at - 1] = ["", f"捐赠人{at}", float(at)]
    assert sheet.rows == expected
    assert (sheet.merges, slow_reads) == (((1, 1, 2, 2),), [])


# --- values -------------------------------------------------------------------------------------------------


def both_ways(folder: Path, cells: str, **given: str) -> tuple[list[object], list[object]]:
    """The first row as the fast reader gives it, and as the slow one does."""
    fast = read_parts(folder, parts(worksheet(f'<row r="1">{cells}</row>'), **given))
    slow = read_parts(folder, parts(worksheet(f'<row r="1">{cells}<!-- --></row>'), **given))
    return fast.rows[0], slow.rows[0]


def test_values_keep_their_types_whichever_reader(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1"><v>1E+2</v></c><c r="D1"><v>-0.1</v></c>'
        '<c r="E1" t="str"><v>a&amp;b&lt;_x000D_</v></c><c r="F1" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>'
        '<c r="G1" t="d"><v>2020-01-07</v></c><c r="H1"><v>0.1</v></c><c r="I1" t="str"><f>"x"</f><v>x</v></c>'
        '<c r="J1"><f>1+1</f><v>2</v></c>'
    )
    expected = [True, False, 100.0, -0.1, "a&b<\r", "甲乙", date(2020, 1, 7), 0.1, "x", 2.0]
    for found in both_ways(tmp_path, cells):
        assert found == expected
        assert [type(value) for value in found] == [type(value) for value in expected]


SERIALS: list[tuple[str, object, object]] = [
    ("43837", date(2020, 1, 7), date(2024, 1, 8)),
    ("42429", date(2016, 2, 29), date(2020, 3, 1)),
    ("44012.999988425926", datetime(2020, 6, 30, 23, 59, 59), datetime(2024, 7, 1, 23, 59, 59)),
    ("43837.5", datetime(2020, 1, 7, 12), datetime(2024, 1, 8, 12)),
    ("0.75", time(18), time(18)),
    ("1", date(1900, 1, 1), date(1904, 1, 2)),
]


@pytest.mark.parametrize(("serial", "day", "day_1904"), SERIALS)
@pytest.mark.parametrize("properties", ["", '<workbookPr date1904="1"/>', '<workbookPr date1904="true"/>', '<workbookPr date1904="0"/>'])  # fmt: skip
def test_serials_are_days_in_either_calendar(
    tmp_path: Path, serial: str, day: object, day_1904: object, properties: str
) -> None:
    expected = day_1904 if '"1"' in properties or "true" in properties else day
    for found in both_ways(tmp_path, number("A1", serial), style_sheet=styles("yyyy-mm-dd"), properties=properties):
        assert found == [expected]


@pytest.mark.parametrize(
    "code",
    ['yyyy"年"m"月"d"日"', 'yyyy"年"m"月"d"日";@', "[$-804]yyyy/m/d", "[DBNum1][$-804]yyyy年m月d日", "[$-F800]dddd\\,\\ mmmm\\ dd", "m/d", "d-mmm-yy",
     "yyyy\\.mm\\.dd", 'e"年"m"月"', "[$-804]aaaa", "AM/PM h:mm", "[Red]yyyy-mm-dd", "上午/下午h时", "14", "22", "27", "28", "31", "36", "50", "57", "58"],
)  # fmt: skip
def test_formats_of_days_make_days(tmp_path: Path, code: str) -> None:
    for found in both_ways(tmp_path, number("A1", 43837), style_sheet=styles(code)):
        assert found == [date(2020, 1, 7)]


@pytest.mark.parametrize(
    "code",
    ["General", "0.00_);[Red]\\(0.00\\)", '#,##0.00"元"', 'General"号"', "G/通用格式", 'G/通用格式"次"', "[DBNum2][$-804]General", "[DBNum2][$-804]G/通用格式元",
     "0.00E+00", "[Red]0.0", "[Magenta]0", '"day"0', "0\\d", "0_d", "0*y", "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "@", "[>=10000]0!.0,\"万\";0", "[$¥-804]#,##0.00", "#,##0\\ \"yuan\"",
     "0;yyyy", "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", "1", "2", "4", "9", "37", "44", "49"],
)  # fmt: skip
def test_formats_of_numbers_make_no_days(tmp_path: Path, code: str) -> None:
    for found in both_ways(tmp_path, number("A1", 43837.5), style_sheet=styles(code)):
        assert found == [43837.5]


def test_durations(tmp_path: Path) -> None:
    for code in ("[h]:mm", "[hh]:mm:ss", "[m]", "46"):
        for found in both_ways(tmp_path, number("A1", 1.5), style_sheet=styles(code)):
            assert found == [timedelta(days=1, hours=12)]


@pytest.mark.parametrize("text", ["12,5", "1e400", "nan", "十", "1_000", "--5"])
def test_numbers_that_are_none_never_become_another_number(tmp_path: Path, text: str) -> None:
    (value,) = read_parts(tmp_path, parts(worksheet(row(1, number("A1", text))))).rows[0]
    assert str(value).lower() in (text, "inf")


# --- faulty cells -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)
@pytest.mark.parametrize("formula", ["", "<f>D4*2</f>", '<f t="shared" si="0"/>'])
def test_error_values_are_no_blanks(tmp_path: Path, error: str, formula: str, slow_reads: list[int]) -> None:
    fast, slow = both_ways(tmp_path, f'{inline("A1", "甲")}<c r="B1" t="e">{formula}<v>{error}</v></c>')
    assert fast == slow == ["甲", FaultyCell(error, "error_value")]
    assert slow_reads == [1]


def test_a_text_that_looks_like_an_error_stays_a_text(tmp_path: Path) -> None:
    fast, slow = both_ways(
        tmp_path, inline("A1", 'x t="e"') + inline("B1", "#REF!") + '<c r="C1" t="e"><v>#N/A</v></c>'
    )
    assert fast == slow == ['x t="e"', "#REF!", FaultyCell("#N/A", "error_value")]


@pytest.mark.parametrize("ending", ["", "<v/>", "<v />", "<v></v>"])
def test_a_formula_without_a_stored_value_was_never_computed(
    tmp_path: Path, ending: str, slow_reads: list[int]
) -> None:
    cells = inline("A1", "甲") + f'<c r="C1"><f>SUM(D4:D9)&amp;"元"</f>{ending}</c>'
    fast, slow = both_ways(tmp_path, cells)
    assert fast == slow == ["甲", "", FaultyCell('=SUM(D4:D9)&"元"', "formula_not_computed")]
    assert slow_reads == [1]


def test_copies_of_a_formula_without_a_value_were_never_computed_either(tmp_path: Path) -> None:
    fast, slow = both_ways(
        tmp_path, number("A1", 1) + '<c r="B1"><f t="shared" si="0"/></c><c r="C1"><f t="shared" si="0"/><v>3</v></c>'
    )
    assert fast == slow == [1.0, FaultyCell("=", "formula_not_computed"), 3.0]


def test_a_blank_result_is_blank(tmp_path: Path) -> None:
    fast, slow = both_ways(tmp_path, number("A1", 1) + '<c r="B1" t="str"><f>""</f><v></v></c>' + number("C1", 1))
    assert fast == slow == [1.0, "", 1.0]


def test_a_workbook_that_was_never_computed_has_no_noughts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 5, "=B1*2"])
    book.save(tmp_path / "台账.xlsx")
    (sheet,) = read_workbook(tmp_path / "台账.xlsx").sheets
    assert sheet.rows == [["甲", 5.0, FaultyCell("=B1*2", "formula_not_computed")]]


@pytest.mark.parametrize(
    "formula",
    ["D6+1", "$D$6", "SUM(D4:D9)", "SUM(D$1:D6)", "SUM(D:D)", "SUM(6:6)", "SUM(A1:F9)*2", "SUM(D9:D4)", "IF(A1&gt;0,D6,0)", "sum(d1:d6)"],
)  # fmt: skip
@pytest.mark.parametrize("plain", [True, False])
def test_a_formula_that_counts_itself_is_circular(tmp_path: Path, formula: str, plain: bool) -> None:
    rows = row(1, inline("A1", "甲")) + row(6, f'<c r="D6"><f>{formula}</f><v>0</v></c>')
    sheet = read_parts(tmp_path, parts(worksheet(rows + ("" if plain else "<!-- -->"))))
    assert isinstance(found := sheet.value(5, 3), FaultyCell)
    assert found.reason == "formula_circular"


@pytest.mark.parametrize(
    "formula",
    ["D5+1", "SUM(D1:D5)", "SUM(C:C)", "ROW(D6)", "明细!D6", "'一 月'!D6+1", "D66", "AD6", "\"D6\"", "D6X", "LOG10(5)", "SUM(E1:F9)", "D60:D61", "明细!D1:D9"],
)  # fmt: skip
@pytest.mark.parametrize("plain", [True, False])
def test_a_formula_that_counts_others_keeps_its_value(tmp_path: Path, formula: str, plain: bool) -> None:
    rows = row(1, inline("A1", "甲")) + row(6, f'<c r="D6"><f>{formula}</f><v>0</v></c>')
    assert read_parts(tmp_path, parts(worksheet(rows + ("" if plain else "<!-- -->")))).value(5, 3) == 0


# --- what formats and rows say ------------------------------------------------------------------------------


def marks_of(folder: Path, rows: str, **given: str) -> Sheet:
    """The sheet as the fast reader gives it, its marks found the same by the slow one."""
    fast = read_parts(folder, parts(worksheet(rows), **given))
    slow = read_parts(folder, parts(worksheet(rows + "<!-- -->"), **given))
    assert fast == slow
    return fast


@pytest.mark.parametrize("said", [' hidden="1"', ' spans="1:2" hidden="true"', ' ht="0" customHeight="1"', ' ht="0.0"'])
def test_rows_that_are_not_shown_are_known(tmp_path: Path, said: str) -> None:
    rows = (
        row(1, number("A1", 1))
        + row(2, number("A2", 2), more=said)
        + row(3, number("A3", 3), more=' ht="15" hidden="0"')
    )
    sheet = marks_of(tmp_path, rows)
    assert (sheet.hidden_rows, sheet.rows) == ({1}, [[1.0], [2.0], [3.0]])


def test_cells_struck_through_are_known(tmp_path: Path) -> None:
    style_sheet = styles(
        fonts='<font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font>',
        more='<cellStyleXfs><xf numFmtId="0" fontId="1"/></cellStyleXfs>',
        entries='<xf fontId="0"/><xf fontId="1"/><xf fontId="2"/><xf xfId="0"/>',
    )
    rows = row(2, *(number(f"{letter}2", at, style=at) for at, letter in enumerate("ABCD")), '<c r="E2" s="1"/>')
    assert marks_of(tmp_path, rows, style_sheet=style_sheet).struck == {(1, 1), (1, 3)}


def test_texts_wholly_struck_through_are_known(tmp_path: Path) -> None:
    runs = "<si><r><rPr><strike/></rPr><t>甲</t></r><r>{}<t>乙</t></r></si>"
    sst = strings("<si><t>甲</t></si>", runs.format("<rPr><strike/></rPr>"), runs.format("<rPr><b/></rPr>"))
    rows = row(1, shared("A1", 0), shared("B1", 1), shared("C1", 2))
    assert marks_of(tmp_path, rows, shared_strings=sst).struck == {(0, 1)}


RUNS = "<r><rPr>{}</rPr><t>200</t></r><r>{}<t>{}</t></r>"
STRUCK, RAISED = "<strike/>", '<rPr><vertAlign val="superscript"/></rPr>'


@pytest.mark.parametrize(
    ("runs", "text"), [(RUNS.format(STRUCK, "", "250"), "200250"), (RUNS.format("<b/>", RAISED, "1"), "2001")]
)
def test_figures_of_which_a_part_is_struck_or_raised_are_no_number(tmp_path: Path, runs: str, text: str) -> None:
    fault = FaultyCell(text, "partly_marked")
    sst = strings("<si><t>甲</t></si>", f"<si>{runs}</si>")
    found = marks_of(tmp_path, row(1, shared("A1", 0), shared("B1", 1)), shared_strings=sst)
    assert found.rows == [["甲", fault]]
    inline = row(1, f'<c r="A1" t="inlineStr"><is>{runs}</is></c>')
    assert marks_of(tmp_path, inline).rows == [[fault]]


def test_words_of_which_a_part_is_struck_or_raised_and_wholly_raised_figures_are_read(tmp_path: Path) -> None:
    words = "<si>" + RUNS.format(STRUCK, "", "甲") + "</si>"
    sst = strings(words, f"<si><r>{RAISED}<t>7</t></r></si>")
    found = marks_of(tmp_path, row(1, shared("A1", 0), shared("B1", 1)), shared_strings=sst)
    assert found.rows == [["200甲", "7"]]


def test_foreign_currencies_of_number_formats_are_known(tmp_path: Path) -> None:
    codes = [
        "[$$-409]#,##0.00",
        "[$€-2] #,##0",
        "[$¥-804]#,##0.00",
        '"HK$"0',
        '#,##0.00"元"',
        '#,##0.00"美元"',
        "yyyy-mm-dd",
    ]
    rows = row(1, *(number(f"{letter}1", 5, style=at) for at, letter in enumerate("ABCDEFG")))
    rows += row(
        2,
        '<c r="A2" s="0" t="inlineStr"><is><t>金额</t></is></c>',
        '<c r="B2" s="0"/>',
        '<c r="C2" t="b" s="0"><v>1</v></c>',
    )
    sheet = marks_of(tmp_path, rows, style_sheet=styles(*codes))
    assert set(sheet.currencies) == {(0, 0), (0, 1), (0, 3), (0, 5)}
    assert "€" in sheet.currencies[0, 1] and "美元" in sheet.currencies[0, 5]


def test_merged_ranges_whichever_reader(tmp_path: Path) -> None:
    for rows in (ROWS, ROWS + "<!-- -->"):
        sheet = read_parts(
            tmp_path,
            parts(
                worksheet(rows, after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B7:B5"/></mergeCells>'), SST
            ),
        )
        assert sheet.merges == ((0, 0, 1, 1), (4, 1, 6, 1))


# --- macros, links, sheets without cells --------------------------------------------------------------------


def test_macros_and_links_are_found_and_nothing_of_them_is_read(tmp_path: Path) -> None:
    contents = parts(worksheet(ROWS), SST)
    path = tmp_path / "台账.xlsm"
    for added, expected in (
        ({}, []),
        ({"xl/vbaProject.bin": b"\x00"}, ["macro"]),
        ({"xl/externalLinks/externalLink1.xml": "<externalLink/>"}, ["external_link"]),
        ({"xl/connections.xml": "<connections/>"}, ["external_link"]),
        (
            {"xl/macrosheets/sheet1.xml": "<macrosheet/>", "xl/externalLinks/externalLink1.xml": "<x"},
            ["macro", "external_link"],
        ),
    ):
        path.write_bytes(package({**contents, **added}))
        book = read_workbook(path)
        assert [finding.rule for finding in book.findings] == expected
        assert book.sheets[0].rows == GRID
        assert all(
            finding.severity == "warning" and finding.message("zh") != finding.message("en")
            for finding in book.findings
        )


def test_charts_dialogs_and_macro_sheets_are_no_worksheets(tmp_path: Path) -> None:
    contents = parts(worksheet(ROWS), SST)
    kinds = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet")
    contents["xl/workbook.xml"] = workbook(
        *((f"表{at}", f"rId{at}", "hidden" if at == 1 else "visible") for at in range(1, 5))
    )
    contents["xl/_rels/workbook.xml.rels"] = relationships(
        *(
            (f"rId{at}", kind, "worksheets/sheet1.xml" if at == 1 else f"other{at}.xml")
            for at, kind in enumerate(kinds, 1)
        ),
        ("s", "sharedStrings", "sharedStrings.xml"),
    )
    sheet = read_parts(tmp_path, contents)
    assert (sheet.name, sheet.is_hidden, sheet.rows) == ("表1", True, GRID)


# --- refused ------------------------------------------------------------------------------------------------

DAMAGED: dict[str, dict[str, Part]] = {
    "a cell twice": parts(worksheet(row(1, number("A1", 1), number("A1", 2)))),
    "a row twice with the same cell": parts(worksheet(row(1, number("A1", 1)) + row(1, number("A1", 2)))),
    "a cell in a row of another number": parts(worksheet(row(1, number("A7", 1)))),
    "a column that there is not": parts(worksheet(row(99, number("ZZZZ99999999", 1)))),
    "beyond the last column": parts(worksheet(row(1, number("XFE1", 1)))),
    "beyond the last row": parts(worksheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
    "row nought": parts(worksheet('<row r="0"><c r="A0"><v>1</v></c></row>')),
    "a string that there is not": parts(worksheet(row(1, shared("A1", 3))), SST),
    "a string's number that is none": parts(worksheet(row(1, '<c r="A1" t="s"><v>x</v></c>')), SST),
    "no strings": parts(worksheet(row(1, shared("A1", 0)))),
    "an unknown type": parts(worksheet(row(1, '<c r="A1" t="zz"><v>1</v></c>'))),
    "cut after the rows": parts(worksheet(ROWS)[:-8], SST),
    "cut within the rows": parts(worksheet(ROWS)[:300], SST),
    "junk after the end": parts(worksheet(ROWS) + "junk", SST),
    "another sheet after the end": parts(worksheet(ROWS) * 2, SST),
    "tags that do not match": parts(worksheet(ROWS).replace("</v>", "</w>", 1), SST),
    "bytes of no encoding": parts(worksheet(ROWS).replace("金额", "\x00").encode().replace(b"\x00", b"\xff\xfe"), SST),
    "no sheet": parts("", SST),
    "an unknown entity": parts(worksheet(row(1, '<c r="A1" t="str"><v>&foo;</v></c>'))),
    "strings cut off": parts(worksheet(ROWS), SST[:-20]),
    "two sheets in one part": parts(worksheet(ROWS), SST) | {
        "xl/workbook.xml": workbook(("一月", "rId1", "visible"), ("二月", "rId9", "visible")),
        "xl/_rels/workbook.xml.rels": relationships(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "worksheets/sheet1.xml")),
    },
    "a sheet elsewhere": parts(worksheet(ROWS), SST) | {"xl/_rels/workbook.xml.rels": relationships(("rId1", "worksheet", "http://example.com/a.xml"), mode=' TargetMode="External"')},
    "alternatives": parts(worksheet(f'<a:AlternateContent xmlns:a="urn:a"><a:Choice>{row(1, number("A1", 1))}</a:Choice><a:Fallback>{row(1, number("A1", 2))}</a:Fallback></a:AlternateContent>')),
}  # fmt: skip


@pytest.mark.parametrize("fault", DAMAGED)
def test_what_contradicts_itself_is_refused_whole(tmp_path: Path, fault: str) -> None:
    assert refusal_of(tmp_path, DAMAGED[fault])[0] == "damaged_file"


BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part",
    [SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"],
)
def test_a_document_type_is_refused_in_any_part(tmp_path: Path, part: str) -> None:
    contents = parts(worksheet(ROWS), SST, styles("General"))
    contents[part] = BOMB + str(contents[part])
    assert refusal_of(tmp_path, contents) == ("unsafe_archive", "DOCTYPE")


@pytest.mark.parametrize(
    ("address", "named"), [("XFD1048576", "XFD1048576"), ("ZZ1048576", "ZZ1048576"), ("XFD9000", "XFD9000")]
)
def test_a_cell_far_away_is_refused_by_its_name(tmp_path: Path, address: str, named: str) -> None:
    at = int(address.lstrip("XFDZ"))
    contents = parts(worksheet(ROWS + row(at, number(address, 1))), SST)
    assert refusal_of(tmp_path, contents) == ("too_spread", named)


def test_wide_rows_above_and_formulas_far_away_fill_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each in a piece of its own, which by itself is small.
    monkeypatch.setattr(open_xml, "_PIECE_BYTES", 10_000)
    monkeypatch.setattr("charity_analysis.ingest.files.archives._CHUNK_BYTES", 1_000)
    wide = row(1, number("A1", 1), number("XFD1", 1), *(f'<c r="B1" s="{"0" * 30}"/>' for _ in range(300)))
    narrow = "".join(row(at, number(f"A{at}", 1)) for at in range(2, 3000))
    assert refusal_of(tmp_path, parts(worksheet(wide + narrow)))[0] == "too_spread"
    formula = row(1048576, f'<c r="XFD1048576"><f>A1{" " * 30_000}</f></c>')
    assert refusal_of(tmp_path, parts(worksheet(ROWS + formula), SST)) == ("too_spread", "XFD1048576")


def test_blanks_far_away_are_no_matter(tmp_path: Path) -> None:
    for far in ('<c r="XFD1048576" s="0"/>', inline("XFD1048576", "　")):
        assert read_parts(tmp_path, parts(worksheet(ROWS + row(1048576, far)), SST)).rows == GRID


def test_a_part_given_twice_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, parts(worksheet(ROWS), SST), (SHEET, worksheet("")))[0] == "unsafe_archive"


def test_flipped_bits_are_noticed_though_the_fast_reader_stops_before_the_checksum(tmp_path: Path) -> None:
    contents = parts(worksheet(ROWS), SST)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(raw.getvalue().replace(b"<v>5</v>", b"<v>6</v>"))
    with pytest.raises(FileRefused) as refusal:
        read_workbook(path)
    assert refusal.value.rule == "damaged_file"


# --- laws ---------------------------------------------------------------------------------------------------

CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"), max_size=6
).map(str.strip)
VALUES = st.one_of(
    st.none(), TEXTS, st.booleans(), st.integers(-(10**9), 10**9), st.integers(-(10**12), 10**12).map(lambda fen: fen / 100),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)  # fmt: skip
GRIDS = st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6)


@CALM
@given(GRIDS, st.sampled_from(["plain", "prefixed", "strict", "utf-16", "slow"]))
def test_a_grid_comes_back_at_its_addresses_however_it_is_written(
    tmp_path: Path, grid: list[list[Any]], form: str
) -> None:
    contents = saved_parts(grid)
    text = contents[SHEET].decode()
    contents[SHEET] = {
        "plain": text, "prefixed": prefixed(text), "strict": text.replace(MAIN, STRICT), "utf-16": text.encode("utf-16"),
        "slow": text.replace("</sheetData>", "<!-- --></sheetData>"),
    }[form]  # fmt: skip
    sheet = read_parts(tmp_path, contents)
    for at, cells in enumerate(grid):
        for column, value in enumerate(cells):
            expected = (
                "" if value is None or value == "" or (isinstance(value, str) and value.startswith("=")) else value
            )
            found = sheet.value(at, column)
            if isinstance(value, str) and value.startswith("=") and len(value) > 1:
                assert isinstance(found, FaultyCell)
            elif isinstance(value, str) and value.startswith("#"):
                assert str(found) == value
            elif isinstance(value, date):
                assert found == value
            else:
                assert found == (value if value == "=" else expected) and isinstance(found, bool) == isinstance(
                    value, bool
                )


def saved_parts(grid: list[list[Any]]) -> dict[str, Any]:
    book = openpyxl.Workbook()
    for cells in grid:
        book.active.append(cells)
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@CALM
@given(st.lists(st.lists(st.one_of(TEXTS, st.integers(0, 99)), min_size=1, max_size=5), min_size=1, max_size=6))
def test_cells_without_references_stand_one_after_the_other(tmp_path: Path, grid: list[list[Any]]) -> None:
    rows = "".join("<row>" + "".join(cell_of(value) for value in cells) + "</row>" for cells in grid)
    sheet = read_parts(tmp_path, parts(worksheet(rows)))
    assert [[sheet.value(at, column) for column in range(len(cells))] for at, cells in enumerate(grid)] == grid


def cell_of(value: Any) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
