"""Text files: every encoding and delimiter reads alike, and each record stands at the line where it starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.text_tables import decode, read_text_rows

ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le-mark", "utf-16-be-mark"]
DELIMITERS = [",", ";", "\t", "|"]
LINE_ENDS = ["\n", "\r\n", "\r"]
HEAD = [["捐赠收入明细", "", "", ""], ["捐赠日期", "捐赠人", "捐赠金额", "备注"]]

# What a cell of a ledger holds; GBK knows all of it.
texts = st.text(st.sampled_from("甲乙公司捐款元一二三ABCabc012345.,;|\t\"'-（） 　"), max_size=12)
cells = st.one_of(texts, st.sampled_from(["1,000.00", "2020-01-07", "", "两行\n备注", 'A"B', "甲;乙|丙,丁"]))
calm = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def encoded(text: str, encoding: str) -> bytes:
    marks = {"utf-16-le-mark": b"\xff\xfe", "utf-16-be-mark": b"\xfe\xff"}
    return marks.get(encoding, b"") + text.encode(encoding.removesuffix("-mark"))


def written(rows: list[list[str]], delimiter: str = ",", line_end: str = "\n", is_quoted: bool = False) -> str:
    """The rows as a text file; cells are quoted where they must be, or all."""

    def field(text: str) -> str:
        must = is_quoted or any(mark in text for mark in (delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if must else text

    return "".join(delimiter.join(map(field, row)) + line_end for row in rows)


def read(folder: Path, content: bytes) -> list[list[object]]:
    path = folder / "ledger.csv"
    path.write_bytes(content)
    return read_text_rows(path)


def records(rows: list[list[object]]) -> list[list[object]]:
    return [row for row in rows if row]


# --- encodings and delimiters -------------------------------------------------------------------------------


@calm
@given(
    st.lists(st.lists(cells, min_size=4, max_size=4), max_size=8),
    st.sampled_from(ENCODINGS),
    st.sampled_from(DELIMITERS),
    st.sampled_from(LINE_ENDS),
    st.booleans(),
)
def test_a_table_comes_back_through_every_encoding_delimiter_and_line_end(
    tmp_path: Path, rows: list[list[str]], encoding: str, delimiter: str, line_end: str, is_quoted: bool
) -> None:
    rows = [*HEAD, *rows]
    content = encoded(written(rows, delimiter, line_end, is_quoted), encoding)
    assert records(read(tmp_path, content)) == rows


@pytest.mark.parametrize("name", ["𠮷田", "㐂记", "𬭎鑫"])
def test_characters_outside_gbk_come_back_through_gb18030(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"捐赠人\n{name}".encode("gb18030"))[1] == [name]


@pytest.mark.parametrize("marks", [b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2])
def test_a_mark_at_the_start_once_or_twice_is_no_part_of_the_first_heading(tmp_path: Path, marks: bytes) -> None:
    assert read(tmp_path, marks + "捐赠日期,金额".encode()) == [["捐赠日期", "金额"]]


@pytest.mark.parametrize(
    "content",
    [
        "捐赠人".encode() + "甲公司".encode("gbk") + b"\xff",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf\xff\xff",
        b"\x81",
        "捐赠\x00人".encode(),
        "捐赠\ufffd人".encode(),
        "捐赠日期,捐赠人\n".encode() + "2020-01-07,甲公司\n".encode("gbk"),
        "捐赠日期,捐赠人\n".encode("gbk") + "2020-01-07,某基金会\n".encode(),
    ],
)
def test_what_no_encoding_fits_is_refused_and_never_guessed(content: bytes) -> None:
    with pytest.raises(FileRefused) as refusal:
        decode(content)
    assert refusal.value.rule == "undecidable_encoding"


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_thousands_and_lists_inside_cells_do_not_pass_for_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["某区慈善总会，2020年上半年,捐赠收入", "", "", ""],
        HEAD[1],
        *[["2020-01-07", "甲;乙;丙", "1,234,567.00", "a|b,c"]] * 3,
    ]
    assert read(tmp_path, written(rows, delimiter).encode()) == rows


@pytest.mark.parametrize("delimiter", [*DELIMITERS, "^", "~"])
@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("pattern", ["sep={}", "SEP={}", '"sep={}"'])
def test_the_line_that_names_the_delimiter_is_obeyed_and_left_blank(
    tmp_path: Path, delimiter: str, line_end: str, pattern: str
) -> None:
    text = pattern.format(delimiter) + line_end + written(HEAD, delimiter, line_end)
    assert read(tmp_path, text.encode("utf-8-sig")) == [[], *HEAD]


def test_a_file_of_one_column_stays_in_one(tmp_path: Path) -> None:
    assert read(tmp_path, "捐赠收入\n甲公司\n乙公司".encode()) == [["捐赠收入"], ["甲公司"], ["乙公司"]]


# --- records and lines --------------------------------------------------------------------------------------


@calm
@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=8), st.sampled_from(LINE_ENDS))
@example([["两\n行", "三\n\n行", "", ""], ["a", "", "", ""]], "\r\n")
def test_a_record_stands_at_the_line_of_the_file_where_it_starts(
    tmp_path: Path, rows: list[list[str]], line_end: str
) -> None:
    rows = [*HEAD, *rows]
    lines: list[int] = []
    text = ""
    for row in rows:
        lines.append(text.count(line_end))
        text += written([row]).replace("\n", line_end)
    found = read(tmp_path, text.encode())
    assert [number for number, row in enumerate(found) if row] == lines


def test_blank_lines_keep_their_places(tmp_path: Path) -> None:
    assert read(tmp_path, "\n\n捐赠人,金额\n\n甲,5\n".encode()) == [[], [], ["捐赠人", "金额"], [], ["甲", "5"]]


def test_quotes_and_line_ends_inside_cells_are_kept(tmp_path: Path) -> None:
    content = '捐赠人,备注\n"甲""乙""公司","第一行\n第二行"\n丙,无\n'.encode()
    assert read(tmp_path, content) == [["捐赠人", "备注"], ['甲"乙"公司', "第一行\n第二行"], [], ["丙", "无"]]


@pytest.mark.parametrize(
    "text", ['捐赠人,备注\n"甲,乙\n丙,丁', '捐赠人,备注\n"甲"公司,5', '"' + "甲" * 1_000_001 + '",5']
)
def test_a_quote_that_does_not_close_where_it_should_refuses_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, text.encode())
    assert refusal.value.rule == "damaged_file"


def test_a_very_long_cell_is_read_whole(tmp_path: Path) -> None:
    assert read(tmp_path, f"备注,金额\n{'甲' * 500_000},5".encode())[1] == ["甲" * 500_000, "5"]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_whatever_the_bytes_they_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    try:
        rows = read(tmp_path, content)
    except FileRefused as refusal:
        assert refusal.rule in {"undecidable_encoding", "damaged_file"}
    else:
        assert all(isinstance(value, str) for row in rows for value in row)
