"""Reviewed corrections: they change a cell before it is parsed, only while the sheet says what was expected."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.sheets import FaultyCell, Sheet
from charity_analysis.ledger.cell_text import plain_text, says
from charity_analysis.ledger.correction_lines import COLUMNS, guard, unguard, with_records
from charity_analysis.ledger.corrections import Correction, apply_corrections, find_unused, read_corrections
from conftest import DONATION_HEADINGS, LEFT_UNSAID, Office, found_astray

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]
FAULTY = [2, "2020-02-08", "乙公司", "1,2OO", "慈善助学"]
APPROVED = ("银行回单", "李会计", "2020-07-01")
MENDED = ("捐赠收入.xlsx", "捐赠", "D5", "1,2OO", "1200", *APPROVED)


def write_corrections(office: Office, *rows: Sequence[str], encoding: str = "utf-8-sig") -> Path:
    path = office.raw / "corrections.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


@pytest.fixture
def faulty(office: Office) -> Office:
    """An office with one row whose amount has two letters O in it."""
    office.donations([GOOD, FAULTY])
    return office


def findings(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Rule and message of every finding, those of files first, without what every small office leaves unsaid."""
    of_files = [finding for file in document["files"] for finding in file["findings"]]
    told = [(finding["rule"], finding["message"]) for finding in of_files + document["findings"]]
    return [(rule, message) for rule, message in told if rule not in LEFT_UNSAID]


def rules(document: dict[str, Any]) -> list[str]:
    return [rule for rule, _ in findings(document)]


# What takes effect


@pytest.mark.parametrize("file", ["捐赠收入.xlsx", "2020H1/捐赠收入.xlsx"])
def test_a_correction_is_applied_before_the_cell_is_parsed(faulty: Office, file: str) -> None:
    raw = (faulty.period / "捐赠收入.xlsx").read_bytes()
    assert rules(faulty.clean()) == ["unreadable_amount"]
    write_corrections(faulty, (file, *MENDED[1:]))
    entry = faulty.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("clean", 220_000)
    assert (faulty.period / "捐赠收入.xlsx").read_bytes() == raw


def test_what_was_corrected_is_told_with_its_cell_and_reason(faulty: Office) -> None:
    write_corrections(faulty, MENDED)
    (finding,) = faulty.clean_one()["findings"]
    assert (finding["rule"], finding["severity"]) == ("correction_applied", "info")
    assert (finding["sheet"], finding["cell"]) == ("捐赠", "D5")
    assert finding["message"] == "捐赠收入.xlsx › 捐赠!D5：按 corrections.csv 第 2 行更正（银行回单）"


def test_a_corrected_ledger_ends_without_an_error(faulty: Office) -> None:
    write_corrections(faulty, MENDED)
    assert rules(faulty.clean()) == ["correction_applied"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_file_may_come_from_any_editor(faulty: Office, encoding: str) -> None:
    write_corrections(faulty, MENDED, encoding=encoding)
    assert rules(faulty.clean()) == ["correction_applied"]


def test_a_blank_cell_can_be_filled(office: Office) -> None:
    office.donations([GOOD, [2, None, "乙公司", 5, "疫情防控"]])
    write_corrections(office, ("捐赠收入.xlsx", "捐赠", "B5", "", "2020-03-01", *APPROVED))
    assert rules(office.clean()) == ["correction_applied"]
    assert office.ledger().donations["received_date"].dt.date.tolist() == [date(2020, 1, 7), date(2020, 3, 1)]


def test_a_cell_can_be_made_blank(office: Office) -> None:
    office.donations([GOOD, [2, "2020-03-01", "乙公司", 5, "误填"]])
    write_corrections(office, ("捐赠收入.xlsx", "捐赠", "E5", "误填", "", *APPROVED))
    assert rules(office.clean()) == ["correction_applied"]


@pytest.mark.parametrize(
    ("cell", "written", "expected"),
    [("D5", 1200, "1200"), ("D5", 1200.5, "1200.5"), ("D5", 0.1 + 0.2, "0.3"), ("B5", date(2020, 2, 8), "2020-02-08")],
)
def test_numbers_and_dates_are_expected_as_a_person_reads_them(
    office: Office, cell: str, written: Any, expected: str
) -> None:
    row = [2, "2020-02-08", "乙公司", 7, "疫情防控"]
    row["ABCDE".index(cell[0])] = written
    office.donations([GOOD, row])
    write_corrections(office, ("捐赠收入.xlsx", "捐赠", cell, expected, expected, *APPROVED))
    assert rules(office.clean()) == ["correction_applied"]


def test_a_text_file_is_corrected_without_a_sheet_even_where_its_line_ends_early(office: Office) -> None:
    lines = [
        "捐赠收入",
        "单位:元",
        ",".join(DONATION_HEADINGS),
        "1,2020-01-07,甲公司,1000,疫情防控",
        "2,2020-02-08,乙公司,88",
    ]
    (office.period / "捐赠.csv").write_text("\n".join(lines), encoding="gbk")
    write_corrections(office, ("捐赠.csv", "", "E5", "", "慈善助学", *APPROVED))
    assert rules(office.clean()) == ["correction_applied"]
    assert office.ledger().donations["programme"].tolist() == ["疫情防控", "慈善助学"]


def test_a_ledger_in_a_folder_of_its_own_is_named_by_its_path(office: Office) -> None:
    office.donations([GOOD, FAULTY], name="一月/捐赠收入.xlsx")
    write_corrections(office, ("一月/捐赠收入.xlsx", *MENDED[1:]))
    assert rules(office.clean()) == ["correction_applied"]


def test_a_heading_can_be_corrected(office: Office) -> None:
    office.workbook(
        "捐赠.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], ["日期", "捐赠人", "钱"], ["2020-01-07", "甲", 5]]}
    )
    assert "missing_heading" in rules(office.clean())
    write_corrections(office, ("捐赠.xlsx", "捐赠", "C3", "钱", "捐赠金额", *APPROVED))
    assert rules(office.clean()) == ["correction_applied"]
    assert office.ledger().donations["amount_fen"].tolist() == [500]


def test_the_unit_above_the_table_can_be_corrected(faulty: Office) -> None:
    write_corrections(faulty, MENDED, ("捐赠收入.xlsx", "捐赠", "A2", "单位:元", "单位:万元", *APPROVED))
    assert faulty.clean_one()["tables"][0]["clean_fen"] == 2200 * 10_000 * 100


@pytest.fixture
def merged(office: Office) -> Office:
    """An office with an impossible day that a merged cell gives to three rows."""
    rows = [[1, "2020-02-30", "甲", 5, ""], [2, None, "乙", 6, ""], [3, None, "丙", 7, ""]]
    head = [["捐赠收入"], ["单位:元"], DONATION_HEADINGS]
    office.workbook("捐赠收入.xlsx", {"捐赠": [*head, *rows]}, {"捐赠": ["B4:B6"]})
    return office


def test_a_merged_cell_is_corrected_once_for_all_its_rows(merged: Office) -> None:
    write_corrections(merged, ("捐赠收入.xlsx", "捐赠", "B4", "2020-02-30", "2020-02-29", *APPROVED))
    assert rules(merged.clean()) == ["correction_applied"]
    assert merged.ledger().donations["received_date"].dt.date.tolist() == [date(2020, 2, 29)] * 3


@pytest.mark.parametrize("expected", ["", "2020-02-30"], ids=["blank", "as the finding says"])
def test_a_cell_inside_a_merged_one_is_corrected_for_its_row_alone(merged: Office, expected: str) -> None:
    write_corrections(merged, ("捐赠收入.xlsx", "捐赠", "B5", expected, "2020-03-01", *APPROVED))
    assert rules(merged.clean()) == ["correction_applied", "unreadable_date", "unreadable_date"]
    assert merged.ledger().donations["received_date"].dt.date.tolist() == [date(2020, 3, 1)]


def test_a_cell_inside_a_merged_one_cannot_be_emptied(merged: Office) -> None:
    write_corrections(merged, ("捐赠收入.xlsx", "捐赠", "B5", "2020-02-30", "", *APPROVED))
    assert rules(merged.clean()) == ["unreadable_date"] * 3 + ["correction_unused"]


def test_a_formula_as_a_new_value_is_text_and_holds_its_row(faulty: Office) -> None:
    write_corrections(faulty, (*MENDED[:4], "=1000+200", *APPROVED))
    entry = faulty.clean_one()
    assert sorted(finding["rule"] for finding in entry["findings"]) == ["correction_applied", "unreadable_amount"]
    assert entry["tables"][0]["clean_fen"] == 100_000


def test_a_row_that_a_correction_makes_unreadable_is_held(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-08", "乙公司", 1200, "疫情防控"]])
    write_corrections(office, ("捐赠收入.xlsx", "捐赠", "B5", "2020-02-08", "不详", *APPROVED))
    entry = office.clean_one()
    assert (entry["status"], entry["tables"][0]["rows"]["held"]) == ("held", 1)
    assert entry["tables"][0]["held_cells"] == ["B5"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_line_ends_and_delimiters_of_any_program_are_read(faulty: Office, end: str, delimiter: str) -> None:
    path = faulty.raw / "corrections.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=end).writerows([COLUMNS, MENDED])
    assert rules(faulty.clean()) == ["correction_applied"]


def test_blank_columns_beyond_the_last_are_nothing(faulty: Office) -> None:
    write_corrections(faulty, (*MENDED, "", ""))
    assert rules(faulty.clean()) == ["correction_applied"]


@pytest.mark.parametrize("cell", ["d5", "$D$5", "Ｄ５"])
def test_a_cell_may_be_named_as_formulas_name_it(faulty: Office, cell: str) -> None:
    write_corrections(faulty, (*MENDED[:2], cell, *MENDED[3:]))
    (finding,) = faulty.clean_one()["findings"]
    assert (finding["rule"], finding["cell"]) == ("correction_applied", "D5")


def test_text_of_several_lines_is_found_whatever_ends_its_lines(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-08", "乙公司", "1200元\n(待核)", "疫情防控"]])
    write_corrections(office, ("捐赠收入.xlsx", "捐赠", "D5", "1200元\r\n(待核)", "1200", *APPROVED))
    assert rules(office.clean()) == ["correction_applied"]


def test_the_formats_of_a_corrected_cell_say_nothing_of_its_new_text() -> None:
    sheet = Sheet("捐赠", [["甲", 100.0]], struck=frozenset({(0, 0), (0, 1)}), currencies={(0, 0): "€", (0, 1): "US$"})
    ((after,), _, _) = apply_corrections([sheet], [Correction(2, "捐赠.xlsx", "捐赠", "B1", "100", "700", "更正")])
    assert (after.struck, dict(after.currencies)) == (frozenset({(0, 0)}), {(0, 0): "€"})
    assert after.rows == [["甲", "700"]]


def test_a_confirmed_cell_keeps_its_value_and_its_row_is_no_longer_struck() -> None:
    sheet = Sheet("捐赠", [[43838.0, "甲"], [43838.0, "乙"]], struck=frozenset({(0, 0), (0, 1), (1, 0)}))
    confirmed = Correction(2, "捐赠.xlsx", "捐赠", "A1", "43838", "43838", "银行回单")
    ((after,), told, _) = apply_corrections([sheet], [confirmed])
    assert (after.rows, after.struck) == (sheet.rows, frozenset({(1, 0)}))
    assert [finding.rule for finding in told] == ["correction_applied"]


@pytest.mark.parametrize("file", ["2020H1/一月/捐赠收入.xlsx", "2020H1\\一月\\捐赠收入.xlsx"])
def test_a_path_from_the_organisations_folder_goes_before_one_within_another_period(office: Office, file: str) -> None:
    office.donations([GOOD, FAULTY], name="一月/捐赠收入.xlsx")
    (office.raw / "2019H2").mkdir()
    office.donations([[1, "2019-12-07", "丙", 7, ""], FAULTY], name="../2019H2/2020H1/一月/捐赠收入.xlsx")
    write_corrections(office, (file, *MENDED[1:]))
    document = office.clean()
    assert [(entry["period"], entry["status"]) for entry in document["files"]] == [
        ("2019H2", "held"),
        ("2020H1", "clean"),
    ]
    assert "correction_unused" not in rules(document)


# What takes no effect


def test_two_different_corrections_of_one_cell_are_an_error_and_neither_is_applied(faulty: Office) -> None:
    other = ("2020H1/捐赠收入.xlsx", *MENDED[1:4], "1300", *APPROVED)
    write_corrections(faulty, MENDED, other)
    document = faulty.clean()
    assert sorted(rules(document)) == ["correction_conflict", "unreadable_amount"]
    (message,) = [text for rule, text in findings(document) if rule == "correction_conflict"]
    assert message.startswith("捐赠收入.xlsx › 捐赠!D5：corrections.csv 第 2、3 行对同一单元格有不同的更正，都未采用")
    assert document["files"][0]["tables"][0]["clean_fen"] == 100_000


def test_a_correction_of_what_another_one_wrote_is_unused(faulty: Office) -> None:
    write_corrections(faulty, MENDED, (*MENDED[:3], "1200", "1300", *APPROVED))
    document = faulty.clean()
    assert rules(document) == ["correction_applied", "correction_unused"]
    assert document["files"][0]["tables"][0]["clean_fen"] == 220_000


def test_sheets_of_one_name_are_told_apart_by_no_correction_and_both_stay() -> None:
    sheets = [Sheet("", [["甲"]]), Sheet("", [["乙"]])]
    corrections = [Correction(2, "捐赠.xls", "", "A1", text, "丙", "更正") for text in ("甲", "乙")]
    after, told, used = apply_corrections(sheets, corrections)
    assert (after, told, used) == (sheets, [], set())


def test_a_correction_to_a_file_that_is_ignored_is_unused(faulty: Office) -> None:
    (faulty.period / "~$捐赠收入.xlsx").write_bytes(b"lock")
    write_corrections(faulty, MENDED, ("~$捐赠收入.xlsx", "", "A1", "lock", "x", *APPROVED))
    assert rules(faulty.clean()) == ["correction_applied", "correction_unused"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"expected_text": "1,200"}, "捐赠收入.xlsx › 捐赠!D5"),
        ({"expected_text": ""}, "捐赠收入.xlsx › 捐赠!D5"),
        ({"file": "捐赠支出.xlsx"}, "捐赠支出.xlsx › 捐赠!D5"),
        ({"file": "2019H2/捐赠收入.xlsx"}, "2019H2/捐赠收入.xlsx › 捐赠!D5"),
        ({"sheet": "支出"}, "捐赠收入.xlsx › 支出!D5"),
        ({"sheet": ""}, "捐赠收入.xlsx › D5"),
        ({"cell": "D6"}, "捐赠收入.xlsx › 捐赠!D6"),
        ({"cell": "D99", "expected_text": ""}, "捐赠收入.xlsx › 捐赠!D99"),
        ({"cell": "Z5", "expected_text": ""}, "捐赠收入.xlsx › 捐赠!Z5"),
    ],
    ids=str,
)
def test_a_correction_that_no_longer_fits_is_an_error_and_changes_nothing(
    faulty: Office, change: dict[str, str], place: str
) -> None:
    record = dict(zip(COLUMNS, MENDED, strict=True)) | change
    write_corrections(faulty, tuple(record.values()))
    document = faulty.clean()
    assert rules(document) == ["unreadable_amount", "correction_unused"]
    (finding,) = found_astray(faulty)
    assert finding["severity"] == "error"
    assert finding["message"].startswith(f"corrections.csv 第 2 行未生效：{place}")


def test_a_bare_name_that_two_periods_have_is_ambiguous_and_unused(faulty: Office) -> None:
    (faulty.raw / "2020H2").mkdir()
    faulty.workbook("../2020H2/捐赠收入.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], DONATION_HEADINGS, GOOD]})
    write_corrections(faulty, MENDED)
    assert rules(faulty.clean()).count("correction_unused") == 1
    write_corrections(faulty, ("2020H1/捐赠收入.xlsx", *MENDED[1:]))
    assert "correction_unused" not in rules(faulty.clean())


def test_the_same_correction_twice_is_unused_the_second_time(faulty: Office) -> None:
    write_corrections(faulty, MENDED, MENDED)
    assert [text for rule, text in findings(faulty.clean()) if rule == "correction_unused"] == [
        "corrections.csv 第 3 行未生效：捐赠收入.xlsx › 捐赠!D5；原表可能已改，请删除或更新该行"
    ]


def test_a_correction_to_a_file_that_is_refused_is_unused(office: Office) -> None:
    (office.period / "捐赠收入.xlsx").write_bytes(b"%PDF-1.7")
    write_corrections(office, MENDED)
    assert rules(office.clean()) == ["not_a_spreadsheet", "correction_unused"]


# Rows that are not complete


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"file": ""}, 'file = ""'),
        ({"cell": " "}, 'cell = ""'),
        ({"reason": ""}, 'reason = ""'),
        ({"approved_by": "", "approved_on": ""}, 'approved_by = ""、approved_on = ""'),
        ({"cell": "第五行"}, 'cell = "第五行"'),
        ({"cell": "D0"}, 'cell = "D0"'),
        ({"approved_on": "上周五"}, 'approved_on = "上周五"'),
        ({"approved_on": "2020-02-30"}, 'approved_on = "2020-02-30"'),
        ({"approved_on": "未载明"}, 'approved_on = "未载明"'),
    ],
    ids=str,
)
def test_an_incomplete_row_is_an_error_that_names_what_it_lacks(
    faulty: Office, change: dict[str, str], detail: str
) -> None:
    record = dict(zip(COLUMNS, MENDED, strict=True)) | change
    write_corrections(faulty, tuple(record.values()))
    document = faulty.clean()
    assert rules(document) == ["unreadable_amount", "corrections_invalid"]
    assert found_astray(faulty)[0]["message"] == f"corrections.csv 第 2 行：{detail}；请补全后重试"


def test_a_row_of_too_many_or_too_few_fields_is_an_error_and_the_others_take_effect(faulty: Office) -> None:
    write_corrections(faulty, (*MENDED, "多"), MENDED[:5], MENDED)
    document = faulty.clean()
    assert rules(document) == ["correction_applied", "corrections_invalid", "corrections_invalid"]
    assert [finding["message"].split("；")[0] for finding in found_astray(faulty)] == [
        "corrections.csv 第 2 行：9 ≠ 8",
        "corrections.csv 第 3 行：5 ≠ 8",
    ]


def test_blank_lines_and_fields_of_several_lines_do_not_shift_the_line_numbers(faulty: Office) -> None:
    unfit = ("捐赠收入.xlsx", "捐赠", "D4", "没有", "1", "两行的\n理由", "李会计", "2020-07-01")
    path = write_corrections(faulty, unfit, MENDED, ("",) * 8, unfit)
    path.write_bytes(b"\r\n".join([path.read_bytes().rstrip(b"\r\n"), b"", b""]))
    messages = [text for rule, text in findings(faulty.clean()) if rule != "unreadable_amount"]
    assert [text.split("；")[0].split("：")[-1] for text in messages] == [
        "按 corrections.csv 第 4 行更正（银行回单）",
        *["捐赠收入.xlsx › 捐赠!D4"] * 2,
    ]
    assert ["第 2 行" in messages[1], "第 6 行" in messages[2]] == [True, True]


def test_dates_as_excel_saves_them_are_taken(faulty: Office) -> None:
    write_corrections(faulty, (*MENDED[:7], "2020/7/1"))
    assert rules(faulty.clean()) == ["correction_applied"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"\x81", "文件,工作表\n".encode(), b'file,sheet\n"open'],
    ids=["empty", "cut off", "no encoding", "other headings", "open quote"],
)
def test_a_file_that_cannot_be_read_is_one_error_and_the_ledgers_count(faulty: Office, content: bytes) -> None:
    (faulty.raw / "corrections.csv").write_bytes(content)
    document = faulty.clean()
    assert rules(document) == ["unreadable_amount", "corrections_invalid"]
    assert document["files"][0]["tables"][0]["clean_fen"] == 100_000


def test_a_folder_where_the_file_should_be_is_an_error_too(faulty: Office) -> None:
    (faulty.raw / "corrections.csv").mkdir()
    assert "corrections_invalid" in rules(faulty.clean())


def test_only_a_header_or_no_file_at_all_is_no_finding(faulty: Office) -> None:
    assert read_corrections(faulty.raw) == ([], [])
    write_corrections(faulty)
    assert read_corrections(faulty.raw) == ([], [])


# Laws

texts = st.sampled_from(["", "1", "1.5", "甲", "1,2OO"])
grids = st.lists(st.lists(texts | st.sampled_from([1.0, 1.5]), max_size=4), max_size=4)
cells = st.tuples(st.integers(0, 5), st.integers(0, 5))


@given(grids, st.lists(st.tuples(cells, texts, texts), max_size=5))
def test_only_named_cells_change_and_only_where_the_expected_text_stood(
    rows: list[list[object]], drawn: list[tuple[tuple[int, int], str, str]]
) -> None:
    corrections = [
        Correction(row, "捐赠.csv", "", cell_address(*cell), expected, new, "理由")
        for row, (cell, expected, new) in enumerate(drawn, start=2)
    ]
    before = [list(cells) for cells in rows]
    ((after,), told, used) = apply_corrections([Sheet("", rows)], corrections)
    assert rows == before, "the sheet that was read is not touched"
    assert len(used) + len(find_unused(corrections, used)) == len(corrections)

    applied = {finding.values["row"] for finding in told if finding.rule == "correction_applied"}
    expected = Sheet("", [list(cells) for cells in before])
    for correction, (cell, _, _) in zip(corrections, drawn, strict=True):
        if str(correction.row) in applied:
            assert plain_text(Sheet("", rows).value(*cell)) == correction.expected_text
            line = expected.rows[cell[0]]
            if not correction.is_confirmation:
                line.extend([""] * (cell[1] + 1 - len(line)))
                line[cell[1]] = correction.new_value
    assert after.rows == expected.rows
    for correction in corrections:
        rivals = {
            c.new_value for c in corrections if (c.cell, c.expected_text) == (correction.cell, correction.expected_text)
        }
        assert len(rivals) == 1 or str(correction.row) not in applied


@given(st.text(alphabet="'=+-@1a,%", max_size=6))
def test_what_is_guarded_against_spreadsheets_is_read_as_it_was(text: str) -> None:
    assert unguard(guard(text)) == text
    is_figure = not text.strip("-1,.%")
    assert guard(text)[:1] not in ("=", "+", "@") and (is_figure or guard(text)[:1] != "-")


@given(st.text(max_size=20))
def test_a_cell_says_its_own_text(text: str) -> None:
    assert says(text, plain_text(text))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (1e15, "1000000000000000"),
        (2.5, "2.5"),
        (" 甲 ", "甲"),
        ("", ""),
        ("\u200b\xa0", ""),
        ("甲\r\n乙", "甲\n乙"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (350102199001011234.0, "350102199001011000"),
        (12, "12"),
        (True, "TRUE"),
        (date(2020, 1, 7), "2020-01-07"),
        (datetime(2020, 1, 7), "2020-01-07"),
        (datetime(2020, 1, 7, 8, 30), "2020-01-07 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (FaultyCell("#REF!", "error_value"), "#REF!"),
        (FaultyCell("=SUM(D4:D9)", "formula_not_computed"), "=SUM(D4:D9)"),
    ],
)
def test_a_cells_text_is_what_a_person_would_copy(value: object, text: str) -> None:
    assert plain_text(value) == text


@pytest.mark.parametrize(
    ("value", "expected", "is_so"),
    [
        (1200.0, "1,200.00", True),
        (1200.0, "￥1200", True),
        (1200.0, "1201", False),
        (1200.0, "", False),
        (1200.0, "sNaN", False),
        (datetime(2020, 1, 7), "2020/1/7", True),
        (datetime(2020, 1, 7), "2020年1月7日", True),
        (datetime(2020, 1, 7), "2020-01-08", False),
        (datetime(2020, 1, 7), "截至2020-01-07", False),
        (datetime(2020, 1, 7, 8, 30), "2020-01-07", False),
        (True, "true", True),
        (True, "1", False),
        ("1200", "1,200", False),
        ("2020-01-07", "2020/1/7", False),
        (FaultyCell("#N/A", "error_value"), "#N/A", True),
        (FaultyCell("#N/A", "error_value"), "", False),
    ],
)
def test_a_number_or_day_may_be_expected_in_any_writing_and_a_text_only_in_its_own(
    value: object, expected: str, is_so: bool
) -> None:
    assert says(value, expected) is is_so


# Records behind those there are


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["windows", "unix"])
def test_records_are_added_in_the_files_own_form_and_what_was_there_stays(
    office: Office, encoding: str, end: str
) -> None:
    text = end.join([",".join(COLUMNS), ",".join(["甲.xlsx", "捐赠", "D5", '"1,2OO"', "1200", *APPROVED])])
    before = text.encode(encoding)
    added = ("2020H1/乙.csv", "", "D6", "=SUM(A1)", "-5", "两行的\n理由", "李会计", "2020-07-01")
    after = with_records(before, [added])
    assert after.startswith(before)
    (office.raw / "corrections.csv").write_bytes(after)
    corrections, found = read_corrections(office.raw)
    assert found == []
    assert [(c.row, c.file, c.expected_text, c.new_value) for c in corrections] == [
        (2, "甲.xlsx", "1,2OO", "1200"),
        (3, "2020H1/乙.csv", "=SUM(A1)", "-5"),
    ]
    assert after.count(end.encode(encoding.replace("-sig", "").replace("utf-16", "utf-16-le"))) >= 3


def test_a_new_file_is_one_that_excel_opens_rightly() -> None:
    content = with_records(None, [("甲.xlsx", "捐赠", "D5", "=1", "1200", *APPROVED)])
    assert content.startswith(b"\xef\xbb\xbffile,sheet,cell,")
    assert content.decode("utf-8-sig").splitlines()[1].split(",")[3] == "'=1"
