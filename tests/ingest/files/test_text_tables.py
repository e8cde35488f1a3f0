"""Text files: every encoding and delimiter reads alike, and each record stands at the line where it starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from charity_analysis.ingest.files.text_tables import decode, read_text_rows
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell
from conftest import Office, rules_found

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "gbk",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-16-le-mark",
    "utf-16-be-mark",
]
DELIMITERS = [",", ";", "\t", "|"]
LINE_ENDS = ["\n", "\r\n", "\r"]
HEAD = [["捐赠收入明细", "", "", ""], ["捐赠日期", "捐赠人", "捐赠金额", "备注"]]

# What a cell of a ledger holds; GBK knows all of it.
texts = st.text(st.sampled_from('甲乙公司捐款元一二三ABCabc012345.,;|\t"-（） 　'), max_size=12)
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


BIG5_TABLE = "日期,捐贈人,捐贈金額,備註\n2020-01-07,陳大文,1000,無\n2020-02-08,國際獅子會,2000,救災\n"
SIMPLIFIED = "张大文,某某慈善基金会,二零二零年一月救灾\n林小美,国际狮子会,三万元正\n"
TRADITIONAL = "張大文,某某慈善基金會,二零二零年一月救災\n林小美,國際獅子會,三萬元正\n"


def test_big5_is_told_from_the_national_encoding_by_the_headings_it_makes() -> None:
    assert decode(BIG5_TABLE.encode("big5")) == BIG5_TABLE
    assert decode(BIG5_TABLE.encode("gbk")) == BIG5_TABLE


@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gbk"), (TRADITIONAL, "big5"), (TRADITIONAL, "gbk")])
def test_without_a_heading_it_is_told_by_the_characters_that_are_usual(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_where_nothing_decides_what_a_file_says_of_itself_is_believed() -> None:
    content = "甲,5\n".encode("gbk")
    with pytest.raises(FileRefused):
        decode(content)
    assert decode(content, "gb2312") == "甲,5\n"
    assert decode("陳,5".encode("big5"), "Big5") == "陳,5"


def test_what_a_file_says_of_itself_yields_to_what_it_is() -> None:
    assert decode("捐赠人,5\n".encode(), "gb2312") == "捐赠人,5\n"
    assert decode(BIG5_TABLE.encode("big5"), "gb2312") == BIG5_TABLE


def test_names_from_abroad_are_no_sign_of_another_encoding() -> None:
    text = "日期,捐赠人,金额\n2020-01-07,トヨタ,5\n2020-01-08,Ω(中国)有限公司,5\n"
    assert decode(text.encode("gbk")) == text


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
        "捐赠日期,捐赠人\n".encode("gbk") + "甲乙,丙丁\n".encode(),
        "捐赠日期,捐赠人\n2020-01-07,甲公司\n".encode("gbk") + "陳大文,香港某某慈善基金會\n".encode("big5"),
        "氏名,金額\n田中,100\n".encode("shift_jis"),
        "甲,5\n".encode("gbk"),
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


HEADING = "捐赠日期,捐赠人,捐赠金额,备注\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('捐赠人,备注\n"甲,乙\n丙,丁', "3"),
        ('捐赠人,备注\n"甲"公司,5', "2"),
        # One quote is missing, a later one closes the cell: a row would be swallowed, and the count of fields be right.
        (HEADING + '2020-01-01,"甲公司,100,无\n2020-01-02,乙公司",200,无\n2020-01-03,丙,300,无\n', "2"),
        (HEADING + '2020-01-01,甲,100,"无\n2020-01-02,乙,200,无\n2020-01-03,丙,300,无"\n2020-01-04,丁,400,无\n', "2"),
        (HEADING + '2020-01-01,"甲,100,无\n' + "2020-01-02,乙,200,无\n" * 50 + '2020-01-03,丙",300,无\n', "2"),
    ],
)
@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_a_quote_that_does_not_close_where_it_should_refuses_the_file(
    tmp_path: Path, text: str, line: str, line_end: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, text.replace("\n", line_end).encode())
    assert (refusal.value.rule, refusal.value.detail) == ("broken_quotes", line)


def test_notes_of_several_lines_with_delimiters_are_no_swallowed_rows(tmp_path: Path) -> None:
    note = '"买米,买油\n买盐,买糖,买茶\n\n共三次"'
    rows = read(tmp_path, (HEADING + f"2020-01-01,甲,100,{note}\n2020-01-02,乙,200,无\n").encode())
    assert [row for row in rows if row][1] == ["2020-01-01", "甲", "100", "买米,买油\n买盐,买糖,买茶\n\n共三次"]
    assert rows[5] == ["2020-01-02", "乙", "200", "无"]


def test_quotes_inside_an_unquoted_field_are_part_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, (HEADING + '2020-01-01,"甲""乙",100,5"6 号\n2020-01-02,丙"丁"公司,200,\n').encode())[1:] == [
        ["2020-01-01", '甲"乙', "100", '5"6 号'],
        ["2020-01-02", '丙"丁"公司', "200", ""],
    ]


def test_a_cell_longer_than_any_spreadsheet_holds_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, ('"' + "甲" * 1_000_001 + '",5').encode())
    assert refusal.value.rule == "damaged_file"


@pytest.mark.parametrize("text", ["\n" * 4_000_001, "\r" * 4_000_001, "a,b\n" + "," * 40_000_001])
def test_a_file_of_more_lines_or_fields_than_any_ledger_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, text.encode())
    assert refusal.value.rule == "too_spread"


# --- what programs write into a text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('="00123"', "00123"),
        ('"=""00123"""', "00123"),
        ("'00123", "00123"),
        ("'1,000.00", "1,000.00"),
        ("#REF!", FaultyCell("#REF!", "error_value")),
        ("#N/A", FaultyCell("#N/A", "error_value")),
        ("'甲'公司", "'甲'公司"),
        ("#3楼", "#3楼"),
        ("=SUM(A1:A3)", "=SUM(A1:A3)"),
    ],
)
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_what_programs_write_for_digits_and_errors_is_read_as_what_it_stands_for(
    tmp_path: Path, written: str, value: object, delimiter: str
) -> None:
    if delimiter in written:
        written = f'"{written}"'
    text = delimiter.join(["捐赠人", "票据号", "备注"]) + "\n" + delimiter.join(["甲", written, ""]) + "\n"
    assert read(tmp_path, text.encode())[1] == ["甲", value, ""]


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
        assert refusal.rule in {"undecidable_encoding", "broken_quotes", "damaged_file"}
    else:
        assert all(isinstance(value, (str, FaultyCell)) for row in rows for value in row)


# --- as a ledger --------------------------------------------------------------------------------------------


def ledger(office: Office, text: str, encoding: str = "utf-8", name: str = "台账.csv") -> dict[str, object]:
    """What became of the only file, and of its only table."""
    (office.period / name).write_bytes(text.encode(encoding))
    entry = office.clean_one()
    (table,) = entry["tables"]
    return {**table, "rules": rules_found(entry)}


@pytest.mark.parametrize("encoding", ["big5", "gbk", "utf-8", "utf-16"])
def test_a_ledger_in_traditional_characters_counts(office: Office, encoding: str) -> None:
    text = "序號,捐贈日期,捐贈人,捐贈金額,備註\n1,2020-01-07,陳大文,1000,無\n2,2020-02-08,國際獅子會,2000,救災\n"
    found = ledger(office, text, encoding, "臺賬.txt")
    assert (found["kind"], found["clean_fen"], found["rows"]) == (
        "donations",
        300_000,
        {"clean": 2, "held": 0, "ignored": 1},
    )


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_rows_with_too_many_or_too_few_fields_are_held(office: Office, delimiter: str) -> None:
    rows = [
        ["捐赠日期", "捐赠人", "捐赠金额", "备注"],
        ["2020-01-07", "甲", "100", "无"],
        ["2020-01-08", "乙", "200", "无", "多"],
        ["2020-01-09", "丙", "300"],
        ["2020-01-10", "丁", "400", ""],
    ]
    found = ledger(office, written(rows, delimiter), name="台账.xls")
    assert (found["clean_fen"], found["rows"]) == (50_000, {"clean": 2, "held": 2, "ignored": 1})
    assert found["rules"] == {"field_count", "unit_assumed"}


def test_delimiters_at_the_end_of_every_row_are_no_further_fields(office: Office) -> None:
    found = ledger(office, "捐赠日期,捐赠人,捐赠金额,,\n2020-01-07,甲,100,,\n2020-01-08,乙,200,,\n")
    assert (found["clean_fen"], found["rules"]) == (30_000, {"unit_assumed"})


def test_a_held_cell_stands_at_the_line_of_its_record(office: Office) -> None:
    text = 'sep=;\r\n捐赠日期;捐赠人;捐赠金额;备注\r\n2020-01-07;甲;100;"两\r\n行"\r\n2020-01-08;乙;约3万;\r\n'
    assert ledger(office, text)["held_cells"] == ["C5"]


def test_an_error_value_is_never_nought(office: Office) -> None:
    found = ledger(office, "捐赠日期,捐赠人,捐赠金额\n2020-01-07,甲,#N/A\n2020-01-08,#REF!,200\n2020-01-09,丙,300\n")
    assert (found["clean_fen"], found["held_cells"]) == (30_000, ["C2", "B3"])
