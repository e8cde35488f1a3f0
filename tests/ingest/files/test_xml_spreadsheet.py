"""Workbooks in the XML of Excel 2003: every cell in its place with what is stored in it, or the file is refused."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.files.xml_spreadsheet import read_xml_spreadsheet
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet, Workbook
from conftest import Office

OWN = "urn:schemas-microsoft-com:office:spreadsheet"
NAMES = f'xmlns="{OWN}" xmlns:ss="{OWN}" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"'
HEAD = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'


def written(rows: str, styles: str = "", options: str = "", before: str = "") -> str:
    """A workbook of one sheet with these rows."""
    sheet = f'<Worksheet ss:Name="捐赠"><Table>{rows}</Table>{options}</Worksheet>'
    return f"{HEAD}<Workbook {NAMES}>{before}<Styles>{styles}</Styles>{sheet}</Workbook>"


def cell(value: str, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


def placed(value: str, index: int) -> str:
    return cell(value, attributes=f'ss:Index="{index}"')


def workbook(folder: Path, text: str | bytes) -> Workbook:
    path = folder / "台账.xls"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_xml_spreadsheet(path)


def sheet(folder: Path, text: str | bytes) -> Sheet:
    (only,) = workbook(folder, text).sheets
    return only


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        workbook(folder, text)
    return refused.value.rule


# --- values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (cell("甲公司"), "甲公司"),
        (cell("甲&amp;乙&#10;丙"), "甲&乙\n丙"),
        (cell("00123"), "00123"),
        (cell("1234.5", "Number"), 1234.5),
        (cell("1.5E3", "Number"), 1500.0),
        (cell("110101199001011234", "Number"), 110101199001011234),
        (cell("约5", "Number"), "约5"),
        (cell("NaN", "Number"), "NaN"),
        (cell("1", "Boolean"), True),
        (cell("0", "Boolean"), False),
        (cell("2020-01-07T00:00:00.000", "DateTime"), datetime(2020, 1, 7)),
        (cell("2020-06-30T23:59:59.000", "DateTime"), datetime(2020, 6, 30, 23, 59, 59)),
        (cell("1899-12-31T08:30:00.000", "DateTime"), time(8, 30)),
        (cell("2020-13-07T00:00:00.000", "DateTime"), "2020-13-07T00:00:00.000"),
        (cell("#REF!", "Error"), FaultyCell("#REF!", "error_value")),
        (cell("15", "Number", 'ss:Formula="=SUM(R[-3]C:R[-1]C)"'), 15.0),
        ('<Cell ss:Formula="=SUM(R1C1)"/>', FaultyCell("=SUM(R1C1)", "formula_not_computed")),
        (cell("", "Number", 'ss:Formula="=R1C1"'), FaultyCell("=R1C1", "formula_not_computed")),
        ('<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>甲</B>公<Font>司</Font></ss:Data></Cell>', "甲公司"),
        (f'<Cell>{cell("甲")[6:-7]}<Comment><ss:Data ss:Type="String">批注</ss:Data></Comment></Cell>', "甲"),
        ('<Cell><Comment><ss:Data ss:Type="String">批注</ss:Data></Comment><Data ss:Type="String">甲</Data></Cell>', "甲"),
        ('<Cell><Data Type="Number">5</Data></Cell>', 5.0),
    ],
)  # fmt: skip
def test_a_cell_is_what_is_stored_in_it(tmp_path: Path, content: str, value: object) -> None:
    found = sheet(tmp_path, written(f"<Row>{content}{cell('末')}</Row>")).rows
    assert found == [[value, "末"]]
    assert type(found[0][0]) is type(value)


# --- places -------------------------------------------------------------------------------------------------


def test_rows_and_cells_stand_where_their_index_says(tmp_path: Path) -> None:
    rows = f'<Row>{cell("甲")}{placed("丙", 4)}{cell("丁")}</Row><Row ss:Index="4">{cell("乙")}</Row><Row><Cell/>{cell("戊")}</Row>'
    assert sheet(tmp_path, written(rows)).rows == [["甲", "", "", "丙", "丁"], [], [], ["乙"], ["", "戊"]]


def test_an_index_without_its_prefix_counts_too(tmp_path: Path) -> None:
    assert sheet(tmp_path, written(f'<Row Index="2">{placed("甲", 3).replace("ss:Index", "Index")}</Row>')).rows == [
        [],
        ["", "", "甲"],
    ]


def test_merged_cells_are_merges_and_what_follows_stands_beside_them(tmp_path: Path) -> None:
    rows = f'<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell>{cell("备注")}</Row><Row><Cell ss:MergeDown="1"><Data ss:Type="Number">5</Data></Cell></Row><Row><Cell ss:Index="2"><Data ss:Type="String">乙</Data></Cell></Row>'
    found = sheet(tmp_path, written(rows))
    assert found.rows == [["标题", "", "", "备注"], [5.0], ["", "乙"]]
    assert found.merges == ((0, 0, 0, 2), (1, 0, 2, 0))


def test_a_row_that_spans_stands_for_those_below_it_and_hidden_ones_are_told(tmp_path: Path) -> None:
    rows = f'<Row>{cell("甲")}</Row><Row ss:Hidden="1" ss:Span="2">{cell("乙")}</Row><Row>{cell("丙")}</Row><Row ss:Hidden="0">{cell("丁")}</Row>'
    found = sheet(tmp_path, written(rows))
    assert found.rows == [["甲"], ["乙"], [], [], ["丙"], ["丁"]]
    assert found.hidden_rows == {1, 2, 3}


@pytest.mark.parametrize(
    ("visible", "is_hidden"), [("SheetHidden", True), ("SheetVeryHidden", True), ("SheetVisible", False)]
)
def test_hidden_sheets_are_told(tmp_path: Path, visible: str, is_hidden: bool) -> None:
    options = f"<x:WorksheetOptions><x:Visible>{visible}</x:Visible></x:WorksheetOptions>"
    found = sheet(tmp_path, written(f"<Row>{cell('甲')}</Row>", options=options))
    assert (found.name, found.is_hidden, found.rows) == ("捐赠", is_hidden, [["甲"]])


def test_what_styles_say_of_cells_is_told(tmp_path: Path) -> None:
    styles = (
        '<Style ss:ID="Default"/><Style ss:ID="struck"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="child" ss:Parent="struck"/>'
        '<Style ss:ID="mended" ss:Parent="struck"><Font/></Style><Style ss:ID="dollar"><NumberFormat ss:Format="[$US$-409]#,##0.00"/></Style>'
        '<Style ss:ID="euro"><NumberFormat ss:Format="Euro Currency"/></Style><Style ss:ID="yuan"><NumberFormat ss:Format="&quot;¥&quot;#,##0.00"/></Style>'
    )
    cells = "".join(
        cell("5", "Number", f'ss:StyleID="{name}"')
        for name in ["struck", "child", "mended", "dollar", "euro", "yuan", "Default", "unknown"]
    )
    rich = '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>旧</S>新</ss:Data></Cell>'
    found = sheet(
        tmp_path, written(f'<Row>{cells}{rich}</Row><Row ss:StyleID="struck">{cell("6", "Number")}</Row>', styles)
    )
    assert found.struck == {(0, 0), (0, 1), (0, 8), (1, 0)}
    assert found.currencies == {(0, 3): "US$", (0, 4): "€"}


def test_links_to_other_files_are_found(tmp_path: Path) -> None:
    before = "<x:ExcelWorkbook><x:SupBook><x:Path>别.xls</x:Path></x:SupBook></x:ExcelWorkbook>"
    assert [finding.rule for finding in workbook(tmp_path, written("", before=before)).findings] == ["external_link"]


# --- encodings and prefixes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
@pytest.mark.parametrize("declared", ["", ' encoding="UTF-8"', ' encoding="gb2312"'])
def test_the_encoding_is_what_it_is_whatever_the_file_says(tmp_path: Path, encoding: str, declared: str) -> None:
    text = written(f"<Row>{cell('捐赠人')}{cell('甲公司')}</Row>").replace('"1.0"', f'"1.0"{declared}')
    assert sheet(tmp_path, text.encode(encoding)).rows == [["捐赠人", "甲公司"]]


def test_prefixes_are_whatever_the_file_calls_them(tmp_path: Path) -> None:
    text = f'\n<?xml version="1.0"?><o:Workbook xmlns:o="{OWN}"><o:Worksheet o:Name="捐赠"><o:Table><o:Row><o:Cell o:Index="2"><o:Data o:Type="Number">5</o:Data></o:Cell></o:Row></o:Table></o:Worksheet></o:Workbook>'
    assert sheet(tmp_path, text).rows == [["", 5.0]]


# --- damage and danger --------------------------------------------------------------------------------------


WHOLE = written(f"<Row>{cell('甲')}{cell('5', 'Number')}</Row>" * 5)


@pytest.mark.parametrize("kept", range(0, len(WHOLE) - 3, 37))
def test_a_file_that_was_cut_off_is_damaged(tmp_path: Path, kept: int) -> None:
    assert refusal(tmp_path, WHOLE[:kept]) == "damaged_file"


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + "<more/>",
        WHOLE.replace("<Row>", "<Row>" + "<a>" * 100 + "</a>" * 100, 1),
        WHOLE.replace("<Row>", "<Row " + "".join(f'a{n}="" ' for n in range(20_000)) + ">", 1),
        WHOLE.replace("</Row>", "", 1),
        WHOLE.replace("<Row>", '<Row ss:Index="x">', 1),
        WHOLE.replace("<Row>", '<Row ss:Index="0">', 1),
        WHOLE.replace("<Row>", '<Row ss:Index="1">'),
        WHOLE.replace("<Cell >", '<Cell ss:Index="1">'),
        WHOLE.replace("<Cell >", '<Cell ss:MergeDown="-1">'),
        f"{HEAD}<Workbook {NAMES}></Workbook>",
        f'{HEAD}<Workbook><Worksheet Name="a"/></Workbook>',
    ],
)
def test_what_cannot_be_put_in_its_place_for_certain_is_refused(tmp_path: Path, text: str) -> None:
    assert refusal(tmp_path, text) == "damaged_file"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE b SYSTEM "other.dtd">',
    ],
)
def test_entities_are_never_taken(tmp_path: Path, declaration: str) -> None:
    text = WHOLE.replace("<Workbook", f"{declaration}<Workbook", 1).replace(
        "甲", "&a;" if "ENTITY" in declaration else "甲"
    )
    assert refusal(tmp_path, text) == "unsafe_xml"


@pytest.mark.parametrize(
    "rows",
    [
        f'<Row ss:Index="999999999">{cell("甲")}</Row>',
        f'<Row ss:Index="1000000000000000000">{cell("甲")}</Row>',
        f'<Row ss:Span="1048576">{cell("甲")}</Row>',
        f"<Row>{cell('甲', attributes='ss:Index=' + chr(34) + '16385' + chr(34))}</Row>",
        '<Row><Cell ss:MergeAcross="16384"/></Row>',
        '<Row><Cell ss:MergeDown="1048576"/></Row>',
        f"<Row>{cell('甲', attributes='ss:Index=' + chr(34) + '16384' + chr(34))}</Row>" * 1900,
    ],
)
def test_cells_that_spread_beyond_any_sheet_refuse_the_file(tmp_path: Path, rows: str) -> None:
    assert refusal(tmp_path, written(rows)) == "too_spread"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"]), max_size=8), max_size=4),
        max_size=5,
    )
)
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, table: list[list[str]]) -> None:
    rows = "".join("<Row>" + "".join(cell(escape(text)) for text in row) + "</Row>" for row in table)
    found = sheet(tmp_path, written(rows))
    for number, row in enumerate(table):
        assert [found.value(number, column) for column in range(len(row))] == row


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(WHOLE) - 1), st.text(max_size=3))
def test_whatever_is_damaged_it_is_read_or_refused(tmp_path: Path, place: int, damage: str) -> None:
    try:
        workbook(tmp_path, (WHOLE[:place] + damage + WHOLE[place + 1 :]).encode("utf-8", "surrogatepass"))
    except FileRefused as refused:
        assert refused.rule in {"damaged_file", "undecidable_encoding", "too_spread", "unsafe_xml"}


# --- as a ledger --------------------------------------------------------------------------------------------


def test_an_exported_workbook_is_a_ledger(office: Office) -> None:
    rows = "<Row>" + "".join(map(cell, ["捐赠日期", "捐赠人", "捐赠金额"])) + "</Row>"
    rows += f"<Row>{cell('2020-01-07T00:00:00.000', 'DateTime')}{cell('甲公司')}{cell('1000.5', 'Number')}</Row>"
    rows += f"<Row>{cell('2020-01-08T00:00:00.000', 'DateTime')}{cell('乙公司')}{cell('#REF!', 'Error')}</Row>"
    (office.period / "台账.xls").write_text(written(rows), encoding="utf-8")
    (table,) = office.clean_one()["tables"]
    assert (table["kind"], table["sheet"], table["clean_fen"], table["held_cells"]) == (
        "donations",
        "捐赠",
        100_050,
        ["C3"],
    )
