"""Web pages saved as spreadsheets: each table is a sheet, as a browser would show it, or the page is refused."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.files.html_tables import read_html_tables
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, Sheet
from conftest import Office

calm = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sheets(folder: Path, markup: str | bytes) -> list[Sheet]:
    path = folder / "台账.xls"
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    return read_html_tables(path).sheets


def sheet(folder: Path, markup: str | bytes) -> Sheet:
    (only,) = sheets(folder, markup)
    return only


def rows(folder: Path, body: str) -> list[list[object]]:
    """The rows of one table with this between its tags."""
    return sheet(folder, f"<table>{body}</table>").rows


def refusal(folder: Path, markup: str) -> str:
    with pytest.raises(FileRefused) as refused:
        sheets(folder, markup)
    return refused.value.rule


# --- cells --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("甲公司", "甲公司"),
        (" 甲\n  公司 ", "甲公司"),
        ("ABC\n   Ltd", "ABC Ltd"),
        ("甲<br>乙<BR/>丙", "甲\n乙\n丙"),
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("<font color=red><b>1,000.00</b></font>", "1,000.00"),
        ("1&nbsp;000", "1\xa0000"),
        ("&nbsp;", ""),
        ("&#25424;&#x8d60; &amp; &lt;5", "捐赠 & <5"),
        ("5 < 6 <7", "5 < 6 <7"),
        ("<甲公司>", "<甲公司>"),
        ("甲<!-- 乙 -->丙", "甲丙"),
        ("甲<script>document.write('<td>乙</td>')</script>", "甲"),
        ("甲<style>td{}</style>", "甲"),
        ('<span style="display:none">20200107</span>2020-01-07', "2020-01-07"),
        ('<div style="display:none"><div>旧</div>旧</div>新', "新"),
        ('="00123"', "00123"),
        ("#REF!", FaultyCell("#REF!", "error_value")),
        ("<a href=\"x?a=1&b=2>1\" title='a>b'>甲</a>", "甲"),
    ],
)
def test_a_cell_reads_as_a_browser_shows_it(tmp_path: Path, content: str, value: object) -> None:
    assert rows(tmp_path, f"<tr><td>捐赠人</td><td>{content}</td></tr>") == [["捐赠人", value]]


@pytest.mark.parametrize(
    ("attributes", "shown", "value"),
    [
        ('x:num="1234.567"', "1,234.57", 1234.567),
        ("x:num=0.30000000000000004", "0.30", 0.30000000000000004),
        ("x:num", "1,234.00", "1,234.00"),
        ('x:num="43837"', "2020-1-7", "2020-1-7"),
        ('x:num="12345"', "1.2万", "1.2万"),
        ('x:fmla="=IF(A1>0,1,2)" align=right', "5", "5"),
        ("x:num='-5'", "(5.00)", -5.0),
    ],
)
def test_the_stored_number_counts_where_only_part_of_it_is_shown(
    tmp_path: Path, attributes: str, shown: str, value: object
) -> None:
    assert rows(tmp_path, f"<tr><td>金额</td><td {attributes}>{shown}</td></tr>") == [["金额", value]]


def test_ends_of_rows_and_cells_may_be_left_out(tmp_path: Path) -> None:
    assert rows(tmp_path, "<tr><td>甲<td>5<tr><th>乙<td>6") == [["甲", "5"], ["乙", "6"]]
    assert rows(tmp_path, "<td>甲</td><td>5</td></tr><td>乙") == [["甲", "5"], ["乙"]]
    assert sheet(tmp_path, "<TR><TD>甲</TD></TR><TR><TD>乙</TD></TR>").rows == [["甲"], ["乙"]]


def test_heads_and_bodies_of_tables_are_one_after_the_other(tmp_path: Path) -> None:
    body = "<colgroup><col width=5></colgroup><thead><tr><th>捐赠人</th></tr></thead><tbody><tr><td>甲</td></tr></tbody><tfoot><tr><td>合计</td></tr></tfoot>"
    assert rows(tmp_path, body) == [["捐赠人"], ["甲"], ["合计"]]


# --- spans --------------------------------------------------------------------------------------------------


def test_spans_are_merged_cells_and_what_follows_stands_beside_them(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        "<table><tr><td colspan=3>捐赠收入</td><td>备注</td></tr>"
        "<tr><td rowspan='2'>甲</td><td>5</td><td>6</td></tr>"
        "<tr><td>7</td><td rowspan=2 colspan=2>8</td></tr><tr><td>乙</td><td>9</td></tr></table>",
    )
    assert found.rows == [["捐赠收入", "", "", "备注"], ["甲", "5", "6"], ["", "7", "8"], ["乙", "9"]]
    assert found.merges == ((0, 0, 0, 2), (1, 0, 2, 0), (2, 2, 3, 3))


def test_a_span_ends_with_its_table_and_a_senseless_one_is_none(tmp_path: Path) -> None:
    found = sheet(
        tmp_path, "<table><tr><td rowspan=65000>甲</td><td rowspan=0 colspan=x>5</td></tr><tr><td>6</td></tr></table>"
    )
    assert found.rows == [["甲", "5"], ["", "6"]]
    assert found.merges == ((0, 0, 1, 0),)


@pytest.mark.parametrize(
    "body",
    [
        "<tr><td colspan=99999>甲</td></tr>",
        "<tr>" + "<td colspan=9000>甲</td>" * 2 + "</tr>",
        ("<tr>" + "<td colspan=16000 rowspan=9>甲</td>" + "</tr>") * 2100,
    ],
)
def test_cells_that_spread_beyond_any_sheet_refuse_the_page(tmp_path: Path, body: str) -> None:
    assert refusal(tmp_path, f"<table>{body}</table>") == "too_spread"


# --- tables -------------------------------------------------------------------------------------------------


def test_every_table_is_a_sheet_with_the_lines_that_stand_above_it(tmp_path: Path) -> None:
    first, second = sheets(
        tmp_path,
        "<html><head><title>导出</title></head><body><h2>捐赠收入</h2><p>单位：万元</p><table><tr><td>甲</td></tr></table>"
        "<div>拨付支出</div><table><tr><td>乙</td></tr></table><table><tr><td>&nbsp;</td></tr></table>注：完</body></html>",
    )
    assert (first.name, first.rows) == ("表1", [["捐赠收入"], ["单位：万元"], ["甲"]])
    assert (second.name, second.rows) == ("表2", [["拨付支出"], ["乙"], ["注：完"]])


def test_sheets_are_named_as_their_program_named_them(tmp_path: Path) -> None:
    markup = "<html><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>一月&amp;二月</x:Name></x:ExcelWorksheet></xml><![endif]--><table><tr><td>甲</td></tr></table></html>"
    assert sheet(tmp_path, markup).name == "一月&二月"


def test_a_table_inside_a_cell_is_one_of_its_own_unless_it_is_a_single_cell(tmp_path: Path) -> None:
    outer, inner = sheets(
        tmp_path,
        "<table><tr><td>页眉</td></tr><tr><td><table><tr><td>捐赠人</td><td>金额</td></tr>"
        "<tr><td>甲</td><td><table><tr><td>5&lt;</td></tr></table></td></tr></table></td></tr></table>",
    )
    assert outer.rows == [["页眉"], [""]]
    assert inner.rows == [["捐赠人", "金额"], ["甲", "5<"]]


def test_what_a_page_does_not_show_is_told_of(tmp_path: Path) -> None:
    style = "<style>.x1{text-decoration:line-through}\ntd.x2 , .x3 {display:none}.x4{mso-number-format:'\\0022US$\\0022\\#\\,\\#\\#0\\.00'}</style>"
    found = sheet(
        tmp_path,
        f"{style}<table><tr><td>甲</td></tr><tr style='display: none'><td>乙</td></tr><tr class='a x3'><td>丙</td></tr><tr hidden><td>丁</td></tr>"
        "<tr><td><s>5</s></td><td class=x1>6</td><td style='text-decoration:line-through'>7</td><td><del>8</del>9</td><td class=x4>10</td></tr></table>",
    )
    assert found.hidden_rows == {1, 2, 3}
    assert found.struck == {(4, 0), (4, 1), (4, 2), (4, 3)}
    assert found.currencies == {(4, 4): "US$"}
    assert sheet(tmp_path, "<table style='display:none'><tr><td>甲</td></tr></table>").is_hidden


def test_figures_of_which_a_part_is_raised_or_struck_are_no_number(tmp_path: Path) -> None:
    cells = [
        "200<sup>1</sup>",
        "<s>200</s>250",
        "<font style='vertical-align:super'>1</font>200",
        "<sup>7</sup>",
        "甲<sup>1</sup>",
    ]
    (values,) = rows(tmp_path, "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    assert values[:3] == [FaultyCell(text, "partly_marked") for text in ("2001", "200250", "1200")]
    assert values[3:] == ["7", "甲1"]


def test_marks_of_rows_move_with_the_lines_above_the_table(tmp_path: Path) -> None:
    found = sheet(tmp_path, "标题<table><tr style='display:none'><td colspan=2><s>甲</s></td></tr></table>")
    assert (found.rows, found.merges) == ([["标题"], ["甲"]], ((1, 0, 1, 1),))
    assert (found.hidden_rows, found.struck) == ({1}, {(1, 0)})


# --- encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared", ["", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', '<meta charset="utf-8">']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
def test_the_encoding_is_what_it_is_whatever_the_page_says(tmp_path: Path, declared: str, encoding: str) -> None:
    markup = f"<html><head>{declared}</head><table><tr><td>捐赠人</td><td>甲公司</td></tr></table></html>"
    assert sheet(tmp_path, markup.encode(encoding)).rows == [["捐赠人", "甲公司"]]


def test_a_page_in_big5_is_read_by_what_it_says(tmp_path: Path) -> None:
    markup = '<meta charset="big5"><table><tr><td>陳</td></tr></table>'
    assert sheet(tmp_path, markup.encode("big5")).rows == [["陳"]]


# --- damage -------------------------------------------------------------------------------------------------


PAGE = "<html><body><table>" + "<tr><td>甲</td><td>5</td></tr>" * 9 + "</table></body></html>"


@pytest.mark.parametrize("kept", range(25, PAGE.index("</table>") + 7, 13))
def test_a_page_that_ends_inside_its_table_was_cut_off(tmp_path: Path, kept: int) -> None:
    assert refusal(tmp_path, PAGE[:kept]) in {"damaged_file", "not_a_spreadsheet"}


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td>甲</td></tr><!-- <tr><td>乙</td></tr></table>",
        "<table><tr><td>甲</td></tr><script> </table>",
        '<table><tr><td title="a>甲</td></tr><tr><td>乙</td></tr></table>',
        "<table><tr><td><</td><td title='<'>乙</td></tr></table>",
        "<table>" * 60 + "<tr><td>甲",
    ],
)
def test_a_page_that_cannot_be_read_for_certain_is_refused(tmp_path: Path, markup: str) -> None:
    assert refusal(tmp_path, markup) in {"damaged_file", "too_spread"}


def test_a_page_whose_body_ends_ends_its_tables_too(tmp_path: Path) -> None:
    assert sheet(tmp_path, "<html><body><table><tr><td>甲</body></html>").rows == [["甲"]]


@pytest.mark.parametrize(
    "markup", ["<html><body>没有</body></html>", "<table></table>", "<frameset><frame src=a></frameset>"]
)
def test_a_page_without_a_filled_table_is_no_spreadsheet(tmp_path: Path, markup: str) -> None:
    assert refusal(tmp_path, markup) == "not_a_spreadsheet"


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<table>",
        "</table>",
        "<table></table>",
        "<tr>",
        "<td>",
        "<tr><td>",
        "<!--",
        "<script>",
        '<a "',
        "<td '",
        "<",
        "&",
        "<td><s>",
        "<td rowspan=9 colspan=900>",
        " \n",
    ],
)
def test_garbage_of_any_size_is_read_or_refused(tmp_path: Path, piece: str) -> None:
    for before in ("", "<table><tr><td>甲"):
        try:
            sheets(tmp_path, before + piece * (200_000 // len(piece)))
        except FileRefused as refused:
            assert refused.rule in {"damaged_file", "too_spread", "not_a_spreadsheet"}


def test_a_page_of_nothing_but_tags_is_not_gone_through(tmp_path: Path) -> None:
    assert refusal(tmp_path, "<" * 25_000_001) == "reading_too_long"


PIECES = st.sampled_from(
    [
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<td rowspan=3>",
        "<td colspan=2>",
        "<br>",
        "<s>",
        "</s>",
        "<p>",
        "<!--",
        "-->",
        "<style>",
        "</style>",
        "甲",
        "5",
        "&amp;",
        " ",
        "\n",
        "<",
        ">",
        '"',
        "</body>",
    ]
)


@calm
@given(st.lists(PIECES, max_size=40))
def test_whatever_the_tags_the_page_is_read_or_refused(tmp_path: Path, pieces: list[str]) -> None:
    try:
        found = sheets(tmp_path, "".join(pieces))
    except FileRefused as refused:
        assert refused.rule in {"damaged_file", "not_a_spreadsheet"}
    else:
        for each in found:
            for top, left, bottom, right in each.merges:
                assert 0 <= top <= bottom < len(each.rows)
                assert left <= right


@calm
@given(
    st.lists(
        # An apostrophe before a number says that it is kept as text, and is none of the text.
        st.lists(
            st.text(st.sampled_from("甲乙 5,.&<>\"'"), max_size=6).filter(
                lambda text: not text.strip().startswith("'")
            ),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, table: list[list[str]]) -> None:
    table = [["捐赠人", "金额"], *table]
    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table)
    expected = [[" ".join(cell.split()) for cell in row] for row in table]
    assert [[str(value) for value in row] for row in rows(tmp_path, body)] == expected


# --- as a ledger --------------------------------------------------------------------------------------------


def test_an_exported_page_is_a_ledger(office: Office) -> None:
    body = "<tr><th>捐赠日期</th><th>捐赠人</th><th>捐赠金额</th></tr><tr><td>2020-01-07</td><td>甲公司</td><td>1,000.00</td></tr><tr><td>2020-01-08</td><td>乙公司</td><td>约3万</td></tr>"
    (office.period / "台账.xls").write_text(
        f"<html><body><h3>捐赠收入（单位：元）</h3><table>{body}</table></body></html>", encoding="utf-8"
    )
    (table,) = office.clean_one()["tables"]
    assert (table["kind"], table["clean_fen"], table["held_cells"]) == ("donations", 100_000, ["C4"])
