"""Open document spreadsheets: what is stored and shown is read, what repeats is read as often, and no bomb goes off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from builders_open_document import archive_of, cell, common_styles, content_of, document, row, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.files.open_document import read_open_document
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet, Workbook

NOT_COMPUTED, ERROR = "formula_not_computed", "error_value"


def read(folder: Path, content: bytes) -> Workbook:
    path = folder / "台账.ods"
    path.write_bytes(content)
    return read_open_document(path)


def only_sheet(folder: Path, content: bytes) -> Sheet:
    (sheet,) = read(folder, content).sheets
    return sheet


def only_value(folder: Path, xml: str) -> object:
    return only_sheet(folder, document(row(xml))).value(0, 0)


def refusal_of(folder: Path, content: bytes) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(folder, content)
    return refusal.value.rule


def typed(kind: str, attributes: str, shown: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{shown}</text:p></table:table-cell>'


# --- values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (typed("float", 'office:value="1000.5"', "1,000.50"), 1000.5),
        (typed("percentage", 'office:value="0.05"', "5%"), 0.05),
        (typed("currency", 'office:currency="CNY" office:value="5000"', "￥5,000.00"), 5000.0),
        (typed("boolean", 'office:boolean-value="true"', "TRUE"), True),
        (typed("date", 'office:date-value="2020-01-07"', "01/07/20"), date(2020, 1, 7)),
        (typed("date", 'office:date-value="2020-06-30T23:59:59"', "30"), datetime(2020, 6, 30, 23, 59, 59)),
        (
            typed("date", 'office:date-value="2020-06-30T23:59:59Z"', "30"),
            datetime(2020, 6, 30, 23, 59, 59, tzinfo=timezone.utc),  # noqa: UP017
        ),
        (typed("time", 'office:time-value="PT12H30M15S"', "12:30"), time(12, 30, 15)),
        (typed("time", 'office:time-value="PT36H00M00S"', "36:00"), timedelta(hours=36)),
        (typed("string", 'office:string-value="甲"'), "甲"),
        (typed("string", "", "00123"), "00123"),
        (typed("float", "", "1,000.50"), "1,000.50"),
        (typed("date", 'office:date-value="2020-02-30"', "2020-02-30"), "2020-02-30"),
        ("<table:table-cell><text:p>甲</text:p></table:table-cell>", "甲"),
    ],
)
def test_the_stored_value_counts_and_what_is_shown_where_none_is(tmp_path: Path, xml: str, value: object) -> None:
    found = only_value(tmp_path, xml)
    assert (type(found), found) == (type(value), value)


def test_all_paragraphs_of_a_cell_are_its_text_and_its_notes_and_drawings_are_not(tmp_path: Path) -> None:
    xml = (
        '<table:table-cell office:value-type="string">'
        "<office:annotation><text:p>9999</text:p></office:annotation>"
        '<text:p>甲<text:s text:c="2"/>公<text:span>司<text:span>部</text:span></text:span><text:tab/>乙'
        "<office:annotation><text:p>8888</text:p></office:annotation></text:p>"
        "<text:p>二<text:line-break/>行<text:a>链</text:a></text:p>"
        '<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><text:p>7777</text:p></draw:frame>'
        "</table:table-cell>"
    )
    assert only_value(tmp_path, xml) == "甲  公司部\t乙\n二\n行链"


@pytest.mark.parametrize(
    ("xml", "text", "reason"),
    [
        (typed("string", 'office:string-value="" calcext:value-type="error"', "#REF!"), "#REF!", ERROR),
        (typed("float", 'office:value="0" table:formula="of:=1/0"', "#DIV/0!"), "#DIV/0!", ERROR),
        (typed("float", 'office:value="0" table:formula="of:=[.A1]"', "Err:522"), "Err:522", ERROR),
        (typed("string", 'table:formula="of:=[.A1]"', "错误:502"), "错误:502", ERROR),
        ('<table:table-cell table:formula="of:=SUM([.A1:.B1])"/>', "=SUM([.A1:.B1])", NOT_COMPUTED),
        (typed("float", 'table:formula="of:=1+1"'), "=1+1", NOT_COMPUTED),
        (typed("float", 'office:value="NaN" table:formula="of:=1+1"'), "=1+1", NOT_COMPUTED),
    ],
)
def test_errors_and_formulas_without_a_value_are_neither_blank_nor_nought(
    tmp_path: Path, xml: str, text: str, reason: str
) -> None:
    assert only_value(tmp_path, xml) == FaultyCell(text, reason)


def test_a_computed_formula_counts_with_its_stored_value(tmp_path: Path) -> None:
    assert only_value(tmp_path, cell(12.5, 'table:formula="of:=1+1"')) == 12.5
    assert only_value(tmp_path, cell("#1 号", 'table:formula="of:=A1"')) == "#1 号"
    assert only_value(tmp_path, typed("string", 'table:formula="of:=A1"')) == ""


# --- repeats ------------------------------------------------------------------------------------------------


def test_cells_and_rows_that_repeat_are_read_as_often(tmp_path: Path) -> None:
    rows = [
        row(cell(None, 'table:number-columns-repeated="2"'), cell(5, 'table:number-columns-repeated="3"')),
        row(attributes='table:number-rows-repeated="2"'),
        row("甲", attributes='table:number-rows-repeated="2"'),
    ]
    assert only_sheet(tmp_path, document(*rows)).rows == [
        ["", "", 5, 5, 5], [""] * 5, [""] * 5, ["甲", "", "", "", ""], ["甲", "", "", "", ""],
    ]  # fmt: skip


def test_blanks_that_repeat_to_the_far_end_are_no_part_of_the_sheet(tmp_path: Path) -> None:
    end = cell(None, 'table:number-columns-repeated="16381" table:style-name="ce1"')
    rows = [row("甲", end), row(end, attributes='table:number-rows-repeated="1048574"'), row(end)]
    assert only_sheet(tmp_path, document(*rows)).rows == [["甲"]]


HUGE = "9" * 18


@pytest.mark.parametrize(
    "rows",
    [
        [row(cell(5, f'table:number-columns-repeated="{HUGE}"'))],
        [row(5, attributes=f'table:number-rows-repeated="{HUGE}"')],
        [row(cell(5, 'table:number-columns-repeated="9000"'), attributes='table:number-rows-repeated="9000"')],
        [row(cell(None, f'table:number-columns-repeated="{HUGE}"'), 5)],
        [row(attributes=f'table:number-rows-repeated="{HUGE}"'), row(5)],
        [row("甲"), row(attributes='table:number-rows-repeated="1048574"'), row(*[None] * 100, 5)],
    ],
)
def test_values_that_repeat_or_lie_apart_beyond_reason_are_refused(tmp_path: Path, rows: list[str]) -> None:
    assert refusal_of(tmp_path, document(*rows)) == "too_spread"


def test_blanks_that_repeat_beyond_reason_at_the_end_do_no_harm(tmp_path: Path) -> None:
    rows = [row("甲", cell(None, f'table:number-columns-repeated="{HUGE}"'))]
    rows.append(row(attributes=f'table:visibility="collapse" table:number-rows-repeated="{HUGE}"'))
    assert only_sheet(tmp_path, document(*rows)).rows == [["甲"]]


# --- what formats say ---------------------------------------------------------------------------------------


def test_merged_and_covered_cells_keep_their_places(tmp_path: Path) -> None:
    wide = cell("捐赠收入", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    sheet = only_sheet(tmp_path, document(row(None, wide, covered, "尾"), row("甲", covered, covered, 5)))
    assert sheet.merges == ((0, 1, 1, 2),)
    assert sheet.rows == [["", "捐赠收入", "", "尾"], ["甲", "", "", 5]]


def test_rows_in_groups_and_headers_are_rows_and_hidden_ones_are_told(tmp_path: Path) -> None:
    filtered = row("甲", attributes='table:visibility="filter"')
    rows = [
        f"<table:table-header-rows>{row('捐赠人')}</table:table-header-rows>",
        f"<table:table-row-group>{filtered}</table:table-row-group>",
        row("乙", attributes='table:visibility="collapse" table:number-rows-repeated="2"'),
        row("丙", attributes='table:visibility="visible"'),
    ]
    sheet = only_sheet(tmp_path, document(*rows))
    assert [cells[0] for cells in sheet.rows] == ["捐赠人", "甲", "乙", "乙", "丙"]
    assert sheet.hidden_rows == {1, 2, 3}


def test_sheets_come_in_their_order_and_hidden_ones_say_so(tmp_path: Path) -> None:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    tables = [
        table(row("甲"), name="二月", attributes='table:style-name="ta1"'),
        table(row("乙"), name="旧", attributes='table:style-name="ta2"'),
        table(name="空"),
    ]
    sheets = read(tmp_path, archive_of(content_of(*tables, styles=styles))).sheets
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [("二月", False), ("旧", True), ("空", False)]
    assert sheets[2].rows == []


def struck(name: str, family: str = "table-cell", parent: str = "", line: str = "solid") -> str:
    lines = f'<style:text-properties style:text-line-through-style="{line}"/>' if line else ""
    return f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">{lines}</style:style>'


def test_struck_cells_are_told_by_their_own_their_parents_rows_or_columns_style(tmp_path: Path) -> None:
    styles = struck("own") + struck("heir", parent="common", line="") + struck("freed", parent="common", line="none")
    column = '<table:table-column/><table:table-column table:default-cell-style-name="own"/>'
    rows = [
        column,
        row(cell("甲", 'table:style-name="own"'), cell("乙", 'table:style-name="heir"')),
        row(cell("甲", 'table:style-name="freed"'), cell("乙", 'table:style-name="freed"')),
        row("甲", "乙"),
        row("甲", cell("乙", 'table:style-name="freed"'), attributes='table:default-cell-style-name="own"'),
    ]
    parts = {"styles.xml": common_styles(struck("common"))}
    sheet = only_sheet(tmp_path, document(*rows, styles=styles, parts=parts))
    assert sheet.struck == {(0, 0), (0, 1), (2, 1), (3, 0)}


def test_a_struck_default_or_paragraph_style_strikes_no_cell(tmp_path: Path) -> None:
    styles = (
        struck("own", line="")
        + '<style:default-style style:family="paragraph"><style:text-properties style:text-line-through-style="solid"/>'
        "</style:default-style>" + struck("own", family="text")
    )
    assert only_sheet(tmp_path, document(row(cell(5, 'table:style-name="own"')), styles=styles)).struck == set()


def test_foreign_currencies_are_told_by_the_cell_or_by_its_number_format(tmp_path: Path) -> None:
    def currency_style(name: str, symbol: str, more: str = "") -> str:
        return (
            f'<number:currency-style style:name="N{name}"><number:currency-symbol {more}>{symbol}</number:currency-symbol>'
            f'<number:number number:decimal-places="2"/></number:currency-style>'
            f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="N{name}"/>'
        )

    styles = (
        currency_style("dollar", "$", 'number:language="en" number:country="US"')
        + currency_style("yuan", "￥", 'number:language="zh" number:country="CN"')
        + currency_style("yen", "￥", 'number:language="ja" number:country="JP"')
        + '<number:number-style style:name="Nword"><number:number/><number:text>港币</number:text></number:number-style>'
        '<style:style style:name="word" style:family="table-cell" style:data-style-name="Nword"/>'
    )
    rows = row(
        *(cell(5, f'table:style-name="{name}"') for name in ("dollar", "yuan", "yen", "word")),
        typed("currency", 'office:currency="USD" office:value="5"'),
        typed("currency", 'office:currency="CNY" office:value="5"'),
        cell(None, 'table:style-name="dollar"'),
    )
    sheet = only_sheet(tmp_path, document(rows, styles=styles))
    assert sheet.currencies == {(0, 0): "$", (0, 2): "JP¥", (0, 3): "港币", (0, 4): "USD"}


# --- macros and links ---------------------------------------------------------------------------------------


def rules_of(folder: Path, content: bytes) -> list[str]:
    return [finding.rule for finding in read(folder, content).findings]


def test_macros_are_told_and_an_empty_library_is_none(tmp_path: Path) -> None:
    assert rules_of(tmp_path, document(row(5), parts={"Basic/Standard/Module1.xml": ""})) == ["macro"]
    assert rules_of(tmp_path, document(row(5), parts={"Scripts/python/a.py": ""})) == ["macro"]
    empty = {"Basic/script-lc.xml": "", "Basic/Standard/script-lb.xml": ""}
    assert rules_of(tmp_path, document(row(5), parts=empty)) == []


def test_links_to_other_files_are_told_and_their_copies_are_no_sheets(tmp_path: Path) -> None:
    source = '<table:table-source xlink:href="file:///other.ods" table:table-name="一月"/>'
    copied = table(source, row(99), name="'file:///other.ods'#$一月")
    linked = read(tmp_path, archive_of(content_of(table(row(5)), copied)))
    assert [finding.rule for finding in linked.findings] == ["external_link"]
    assert [sheet.rows for sheet in linked.sheets] == [[[5.0]]]
    formula = cell(5, """table:formula="of:=['file:///other.ods'#$一月.A1]" """)
    assert rules_of(tmp_path, document(row(formula))) == ["external_link"]
    assert rules_of(tmp_path, document(row(cell(5, 'table:formula="of:=[.A1]"')))) == []


# --- damage and danger --------------------------------------------------------------------------------------


def test_a_text_document_is_no_spreadsheet(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, archive_of(content_of(kind="text"))) == "not_a_spreadsheet"


def test_an_encrypted_document_has_a_password(tmp_path: Path) -> None:
    parts = {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    assert refusal_of(tmp_path, document(row(5), parts=parts)) == "encrypted"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
    ],
)
def test_declared_entities_are_refused_before_they_unfold(tmp_path: Path, declared: str) -> None:
    assert refusal_of(tmp_path, archive_of(content_of(table(row(5)), before=declared))) == "unsafe_archive"
    parts = {"styles.xml": declared + common_styles("")}
    assert refusal_of(tmp_path, document(row(5), parts=parts)) == "unsafe_archive"


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8, 0.99])
def test_content_cut_short_is_refused(tmp_path: Path, kept: float) -> None:
    content = content_of(table(*(row(f"甲{number}", number) for number in range(50))))
    assert refusal_of(tmp_path, archive_of(content[: int(len(content) * kept)])) == "damaged_file"


def test_a_document_without_content_or_with_nonsense_in_it_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, archive_of("")) == "damaged_file"
    assert refusal_of(tmp_path, document(row(cell(5, 'table:number-columns-repeated="-1"')))) == "damaged_file"
    nested = "<table:table-cell><table:table><table:table-row/></table:table></table:table-cell>"
    assert only_value(tmp_path, nested) == ""
    assert refusal_of(tmp_path, archive_of(content_of(table(table(row(5)))))) == "damaged_file"


def test_content_in_utf_16_and_under_other_prefixes_is_read(tmp_path: Path) -> None:
    content = content_of(table(row("甲", 5.5))).replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert only_sheet(tmp_path, archive_of(content.encode("utf-16"))).rows == [["甲", 5.5]]
    renamed = content_of(table(row("甲", 5.5))).replace("<table:", "<t:").replace("</table:", "</t:")
    renamed = renamed.replace(" table:", " t:").replace("xmlns:table=", "xmlns:t=")
    assert only_sheet(tmp_path, archive_of(renamed)).rows == [["甲", 5.5]]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_bytes_changed_in_the_content_end_in_sheets_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(content_of(table(row("甲", cell(5, 'table:number-columns-repeated="3"')))).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(tmp_path, archive_of(bytes(content)))
    except FileRefused:
        return
