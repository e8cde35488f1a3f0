"""The review workbook: what is held is written, filled in by a person, and taken over as corrections, or none of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.styles import Font

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ledger.corrections import COLUMNS, read_corrections
from charity_analysis.ledger.review.review import Review, find_review
from charity_analysis.ledger.review.review_apply import apply_review
from charity_analysis.ledger.review.review_book import CELL_COLUMNS, TO_FILL_IN, write_review
from charity_analysis.ledger.review.review_files import ReviewMisplaced, check_target
from charity_analysis.ledger.review.review_filled import ReviewRefused, has_filled_lines, read_filled
from charity_analysis.rules import review_texts
from conftest import DONATION_HEADINGS, Office, rules_found

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]
FAULTY = [2, "2020-02-30", "乙公司", "1,2OO", "慈善助学"]
APPROVED = ("银行回单", "李会计", date(2020, 7, 1))
FIRST_LINE = 4
ZH = review_texts("zh")


@pytest.fixture
def faulty(office: Office) -> Office:
    """An office with one row whose day does not exist and whose amount has two letters O in it."""
    office.donations([GOOD, FAULTY])
    return office


def review_of(office: Office, language: str = "zh") -> Review:
    return find_review(office.ledger(), office.raw, language)


def write(office: Office, path: Path | None = None, language: str = "zh") -> Path:
    """The review workbook of what is open in the office."""
    path = path or office.raw.parents[1] / "review.xlsx"
    write_review(review_of(office, language), path, language)
    return path


def fill_in(path: Path, answers: dict[str, Any], approved: tuple[Any, ...] = APPROVED) -> None:
    """Fill in new value, reason, approved by and approved on of the lines for these cells."""
    book = load_workbook(path)
    sheet = book[ZH["sheet_cells"]]
    for row in range(FIRST_LINE, sheet.max_row + 1):
        cell = sheet.cell(row, 4).value
        if cell in answers:
            for column, value in enumerate((answers[cell], *approved), start=10):
                sheet.cell(row, column).value = value
    book.save(path)


def change(path: Path, column: str, value: Any, row: int = FIRST_LINE) -> None:
    """Write into one cell of the list: `column` is a key of rules/review.csv."""
    book = load_workbook(path)
    cell = book[ZH["sheet_cells"]].cell(row, list(CELL_COLUMNS).index(column) + 1)
    cell.value = value
    book.save(path)


def apply(office: Office, path: Path) -> int:
    return apply_review(path, office.folders.raw, [office.organisation])


def faults(office: Office, path: Path) -> list[tuple[str, int]]:
    """What speaks against the workbook, as key and row; nothing is written then."""
    before = {file: file.read_bytes() for file in office.raw.rglob("*") if file.is_file()}
    with pytest.raises(ReviewRefused) as refused:
        apply(office, path)
    assert {file: file.read_bytes() for file in office.raw.rglob("*") if file.is_file()} == before
    return [(fault.key, fault.row) for fault in refused.value.faults]


# What is listed


def test_each_held_cell_is_a_line_with_all_that_is_needed_to_decide(faulty: Office) -> None:
    day, amount = review_of(faulty).cells
    assert (day.organisation, day.file, day.sheet, day.cell) == ("office", "2020H1/捐赠收入.xlsx", "捐赠", "B5")
    assert (day.heading, day.expected_text) == ("捐赠日期", "2020-02-30")
    assert (amount.cell, amount.heading, amount.expected_text) == ("D5", "捐赠金额", "1,2OO")
    assert amount.why == "“1,2OO”不是可用的金额（不是金额），该行暂不计入"
    assert amount.remedy == "请改正原表或在 corrections.csv 登记"
    assert amount.context.splitlines() == [
        "序号：2",
        "捐赠日期：2020-02-30",
        "捐赠人：乙公司",
        "捐赠金额：1,2OO",
        "项目：慈善助学",
    ]


def test_the_workbook_speaks_english_on_request(faulty: Office) -> None:
    cells = review_of(faulty, "en").cells
    assert cells[1].why == "1,2OO is no usable amount (it is no amount); the row is held"
    path = write(faulty, language="en")
    assert load_workbook(path).sheetnames == ["to correct", "how to fill in"]
    assert not has_filled_lines(path)


def test_cells_inside_a_merged_one_show_what_it_says_and_name_it(office: Office) -> None:
    rows = [[1, "2020-02-30", "甲", 5, ""], [2, None, "乙", 6, ""]]
    head = [["捐赠收入"], ["单位:元"], DONATION_HEADINGS]
    office.workbook("捐赠收入.xlsx", {"捐赠": [*head, *rows]}, {"捐赠": ["B4:B5"]})
    first, second = review_of(office).cells
    assert [first.expected_text, second.expected_text] == ["2020-02-30"] * 2
    assert "B4" in second.remedy and "合并" not in first.remedy
    path = write(office)
    fill_in(path, {"B4": "2020-02-29"})
    assert apply(office, path) == 1
    assert office.clean_one()["status"] == "clean"


def test_tables_and_files_that_are_left_out_whole_stand_apart_and_other_errors_too(faulty: Office) -> None:
    faulty.workbook(
        "无金额.xlsx", {"捐赠": [["捐赠收入"], ["日期", "捐赠人"], ["2020-01-07", "甲"], ["2020-01-08", "乙"]]}
    )
    (faulty.period / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    (faulty.raw / "上半年").mkdir()
    head = [["捐赠收入"], ["单位:元"], DONATION_HEADINGS]
    faulty.workbook("合计.xlsx", {"捐赠": [*head, [1, "2020-01-07", "丙", 5, ""], ["合计", "", "", 6, ""]]})
    review = review_of(faulty)
    assert [cell.cell for cell in review.cells] == ["B5", "D5"]
    whole = {error.file: error.rows for error in review.errors if error.is_whole}
    assert whole == {"2020H1/无金额.xlsx": 2, "2020H1/照片.xlsx": None}
    others = [(error.file, error.cell) for error in review.errors if not error.is_whole]
    assert others == [("2020H1/合计.xlsx", "D5"), ("", "")]
    assert all(error.remedy for error in review.errors)
    assert load_workbook(write(faulty)).sheetnames == ["待更正", "整表未计入", "其他错误", "说明"]


def test_a_cell_that_was_corrected_in_vain_is_told_with_its_line_and_not_to_be_filled_in(faulty: Office) -> None:
    records = [
        ("捐赠收入.xlsx", "捐赠", "B5", "2020-02-30", "不详", "回单", "李会计", "2020-07-01"),
        ("捐赠收入.xlsx", "捐赠", "D5", '"1,2OO"', "1200", "回单", "李会计", "2020-07-01"),
    ]
    (faulty.raw / "corrections.csv").write_text("\n".join(map(",".join, [COLUMNS, *records])), encoding="utf-8")
    review = review_of(faulty)
    assert review.cells == []
    (error,) = review.errors
    assert (error.cell, error.remedy) == ("B5", "corrections.csv 第 2 行已更正这一格，更正后仍不能计入；请修改那一行")


def test_cells_of_tables_beside_one_another_have_their_own_headings(office: Office) -> None:
    donations = ["捐赠日期", "捐赠人", "捐赠金额"]
    payments = ["拨付日期", "收款单位", "拨付金额"]
    rows = [[*donations, "", *payments], ["2020-01-07", "甲", "待定", "", "2020-01-08", "乙小学", "约3万"]]
    office.workbook(
        "台账.xlsx", {"台账": [["捐赠收入", "", "", "", "拨付支出"], ["单位:元", "", "", "", "单位:元"], *rows]}
    )
    assert {(cell.cell, cell.heading) for cell in review_of(office).cells} == {("C4", "捐赠金额"), ("G4", "拨付金额")}


def test_nothing_is_open_in_a_clean_ledger(office: Office) -> None:
    office.donations([GOOD])
    assert review_of(office).is_empty


# The workbook


def test_the_workbook_is_laid_out_for_an_office_and_says_that_it_is_internal(faulty: Office) -> None:
    book = load_workbook(write(faulty))
    sheet = book["待更正"]
    assert book.active is sheet
    assert "内部资料" in sheet["A1"].value
    assert [cell.value for cell in sheet[3]] == [ZH[column] for column in CELL_COLUMNS]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("E4", "A3:M5")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")
    for row in (4, 5):
        assert {sheet.cell(row, column).fill.fgColor.rgb for column in range(10, 14)} == {"00FFF2CC"}
        assert sheet.cell(row, 6).number_format == sheet.cell(row, 10).number_format == "@"
        assert sheet.cell(row, 13).number_format == "yyyy-mm-dd"
        assert all(sheet.cell(row, column).alignment.wrap_text for column in range(1, 14))
    (dates,) = [rule for rule in sheet.data_validations.dataValidation if rule.type == "date"]
    assert (str(dates.sqref), dates.allow_blank) == ("M4:M5", True)
    assert any("（空）" in str(cell.value) for (cell,) in book["说明"].iter_rows())


def test_the_workbook_names_no_person_as_its_author(faulty: Office) -> None:
    properties = load_workbook(write(faulty)).properties
    assert (properties.creator, properties.lastModifiedBy) == ("charity_analysis", None)


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-1+x", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_text_and_says_so(office: Office, text: str) -> None:
    (office.period / "捐赠.csv").write_text(
        f'捐赠收入\n单位:元\n日期,捐赠人,金额\n2020-01-07,甲,"{text.replace(chr(34), chr(34) * 2)}"\n', encoding="utf-8"
    )
    path = write(office)
    cell = load_workbook(path)["待更正"]["F4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_what_no_sheet_can_hold_is_left_out_and_the_cell_is_found_again(office: Office) -> None:
    long = "万" * 40_000
    (office.period / "捐赠.csv").write_text(
        f"捐赠收入\n单位:元\n日期,捐赠人,金额\n2020-01-07,甲,1\x0b2\n2020-01-08,乙,{long}\n", encoding="utf-8"
    )
    path = write(office)
    fill_in(path, {"C4": 12, "C5": 13})
    assert apply(office, path) == 2
    assert office.clean_one()["tables"][0]["clean_fen"] == 2500
    (_, second), _ = read_corrections(office.raw)
    assert second.expected_text == long


def test_no_half_written_workbook_is_left_behind(faulty: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = faulty.raw.parents[1] / "reviews"
    folder.mkdir()
    review = review_of(faulty)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"):
        write_review(review, folder / "review.xlsx", "zh")
    assert list(folder.iterdir()) == []


# What is filled in becomes corrections


def test_filled_lines_become_corrections_and_the_rows_count(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"B5": "2020-02-29", "D5": "1200"})
    assert apply(faulty, path) == 2
    entry = faulty.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("clean", 220_000)
    assert rules_found(entry) == {"correction_applied"}
    content = (faulty.raw / "corrections.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        ",".join(COLUMNS),
        "2020H1/捐赠收入.xlsx,捐赠,B5,2020-02-30,2020-02-29,银行回单,李会计,2020-07-01",
        '2020H1/捐赠收入.xlsx,捐赠,D5,"1,2OO",1200,银行回单,李会计,2020-07-01',
    ]
    assert not list(faulty.raw.glob(".*"))


def test_lines_left_blank_stay_open(faulty: Office) -> None:
    path = write(faulty)
    assert apply(faulty, path) == 0
    assert not (faulty.raw / "corrections.csv").exists()
    fill_in(path, {"D5": 1200})
    apply(faulty, path)
    assert [cell.cell for cell in review_of(faulty).cells] == ["B5"]


def test_to_apply_twice_adds_nothing(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"B5": "2020-02-29", "D5": "1200"})
    apply(faulty, path)
    before = (faulty.raw / "corrections.csv").read_bytes()
    assert apply(faulty, path) == 0
    assert (faulty.raw / "corrections.csv").read_bytes() == before


def test_corrections_that_there_are_stay_byte_for_byte_in_front(faulty: Office) -> None:
    own = faulty.raw / "corrections.csv"
    before = "\n".join([",".join(COLUMNS), "捐赠收入.xlsx,捐赠,B5,2020-02-30,2020-02-29,回单,李会计,2020/7/1"]).encode(
        "gb18030"
    )
    own.write_bytes(before)
    path = write(faulty)
    fill_in(path, {"D5": "1200"})
    assert apply(faulty, path) == 1
    assert own.read_bytes().startswith(before + b"\n")
    assert faulty.clean_one()["status"] == "clean"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1200, "1200"),
        (1200.5, "1200.5"),
        (0.1 + 0.2, "0.3"),
        (-3, "-3"),
        (date(2020, 2, 29), "2020-02-29"),
        (datetime(2020, 2, 29, 8, 30), "2020-02-29 08:30:00"),
        (True, "TRUE"),
        ("（空）", ""),
        ("(空)", ""),
        (" 壹万元整 ", "壹万元整"),
        ("两行\n文字", "两行\n文字"),
    ],
)
def test_new_values_are_taken_as_exact_text_whatever_the_program_made_of_them(
    faulty: Office, value: Any, text: str
) -> None:
    path = write(faulty)
    fill_in(path, {"D5": value})
    # A cell that may say anything.
    change(path, "cell", "E5", 5)
    change(path, "expected_text", "慈善助学", 5)
    apply(faulty, path)
    ((correction,), found) = read_corrections(faulty.raw)
    assert (correction.new_value, found) == (text, [])


def test_a_formula_that_is_written_as_text_is_never_run(faulty: Office) -> None:
    path = write(faulty)
    book = load_workbook(path)
    cell = book["待更正"].cell(5, 10)
    cell.value, cell.data_type = "=1000+200", "s"
    for column, value in enumerate(APPROVED, start=11):
        book["待更正"].cell(5, column).value = value
    book.save(path)
    change(path, "cell", "E5", 5)
    change(path, "expected_text", "慈善助学", 5)
    apply(faulty, path)
    assert ",'=1000+200," in (faulty.raw / "corrections.csv").read_text(encoding="utf-8-sig")
    assert read_corrections(faulty.raw)[0][0].new_value == "=1000+200"
    assert {cell.cell for cell in review_of(faulty).cells} == {"B5", "D5"}


def test_records_of_too_many_or_too_few_fields_can_be_settled(office: Office) -> None:
    lines = ["捐赠收入", "单位:元", "日期,捐赠人,金额,项目,备注", "2020-01-07,甲,5", "2020-01-08,乙,6,疫情防控,,多,余"]
    (office.period / "捐赠.csv").write_text("\n".join(lines), encoding="utf-8")
    cells = review_of(office).cells
    assert [(cell.cell, cell.expected_text) for cell in cells] == [("E4", ""), ("F5", "多"), ("G5", "余")]
    path = write(office)
    fill_in(path, {"E4": "（空）", "F5": "（空）", "G5": "（空）"})
    assert apply(office, path) == 3
    entry = office.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("clean", 1100)


def test_a_line_for_another_cell_may_be_added_and_columns_moved(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"B5": "2020-02-29", "D5": 1200})
    book = load_workbook(path)
    sheet = book["待更正"]
    sheet.append(["office", "捐赠收入.xlsx", "捐赠", "$c$5", "", "乙公司", "", "", "", "乙有限公司", *APPROVED])
    sheet.insert_cols(1)
    sheet["A3"] = "我的备注"
    sheet.title = "改好了"
    book.save(path)
    assert apply(faulty, path) == 3
    assert faulty.ledger().donations["donor"].tolist() == ["甲公司", "乙有限公司"]


def test_several_organisations_are_taken_over_from_one_workbook(tmp_path: Path) -> None:
    offices = [Office(tmp_path, organisation=name) for name in ("甲会", "乙会")]
    review = Review()
    for office in offices:
        office.donations([GOOD, FAULTY])
        review.extend(review_of(office))
    path = tmp_path / "review.xlsx"
    write_review(review, path, "zh")
    fill_in(path, {"B5": "2020-02-29", "D5": 1200})
    assert apply_review(path, offices[0].folders.raw, ["甲会", "乙会"]) == 4
    assert [office.clean_one()["status"] for office in offices] == ["clean", "clean"]


def test_a_fault_in_one_organisation_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    offices = [Office(tmp_path, organisation=name) for name in ("甲会", "乙会")]
    review = Review()
    for office in offices:
        office.donations([GOOD, FAULTY])
        review.extend(review_of(office))
    path = tmp_path / "review.xlsx"
    write_review(review, path, "zh")
    fill_in(path, {"D5": 1200})
    offices[1].donations([GOOD, [*FAULTY[:3], "另改", ""]])
    with pytest.raises(ReviewRefused):
        apply_review(path, offices[0].folders.raw, ["甲会", "乙会"])
    assert not list(offices[0].folders.raw.rglob("corrections.csv"))


# Rows that are held although each of their cells can be read

RECEIPT_HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "票据号"]


@pytest.fixture
def repeated_receipt(office: Office) -> Office:
    """An office whose second gift bears the receipt number of the first."""
    rows = [[1, "2020-01-07", "甲公司", 1000, "No0012345"], [2, "2020-02-08", "乙公司", 1000, "No0012345"]]
    office.workbook("捐赠.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], RECEIPT_HEADINGS, *rows]})
    return office


@pytest.mark.parametrize("value", ["（属实）", "(属实)", "No0012346"], ids=["as it is", "half-width", "corrected"])
def test_a_row_held_as_a_repeat_is_released_by_its_number_or_by_a_persons_word(
    repeated_receipt: Office, value: str
) -> None:
    (cell,) = review_of(repeated_receipt).cells
    assert (cell.cell, cell.heading, cell.expected_text) == ("E5", "票据号", "No0012345")
    assert cell.why.startswith("票据号与 2020H1/捐赠.xlsx › 捐赠!4 相同")
    assert "“改为”写“（属实）”" in cell.remedy
    path = write(repeated_receipt)
    fill_in(path, {"E5": value})
    assert apply(repeated_receipt, path) == 1
    assert apply(repeated_receipt, path) == 0
    entry = repeated_receipt.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("clean", 200_000)
    assert "receipt_repeated" not in rules_found(entry)


def test_of_several_repeated_rows_only_the_confirmed_ones_count_and_the_finding_tells_of_the_rest(
    office: Office,
) -> None:
    rows = [[number, f"2020-01-{number:02}", f"第{number}公司", 100 * number, ""] for number in range(1, 9)]
    office.donations(rows, name="一.xlsx")
    office.donations([*rows, [9, "2020-01-09", "第九公司", 900, ""]], name="二.xlsx")
    cells = review_of(office).cells
    assert len(cells) == 8
    assert {cell.why for cell in cells} == {"有 8 行（3,600.00 元）与 2020H1/一.xlsx › 捐赠 相同，重复的行暂不计入"}
    path = write(office)
    first = cells[0].cell
    fill_in(path, {first: "（属实）"})
    apply(office, path)
    left = review_of(office).cells
    assert [cell.cell for cell in left] == [cell.cell for cell in cells[1:]]
    assert left[0].why.startswith("有 7 行（3,500.00 元）")
    assert len(office.ledger().held) == 7
    held_fen = sum(office.ledger().held["amount_fen"])
    assert held_fen + sum(office.ledger().donations["amount_fen"]) == 2 * 360_000 + 90_000


def test_a_struck_row_is_called_back_to_life_by_a_persons_word(office: Office) -> None:
    path = office.donations([GOOD, [2, "2020-02-08", "乙公司", 1200, "慈善助学"]])
    book = load_workbook(path)
    for cell in book["捐赠"][5]:
        cell.font = Font(strike=True)
    book.save(path)
    (held,) = review_of(office).cells
    assert "（属实）" in held.remedy
    review = write(office)
    fill_in(review, {held.cell: "（属实）"})
    apply(office, review)
    entry = office.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("clean", 220_000)


# Rows that rightly do not count


def test_a_repeat_that_is_confirmed_not_to_count_stays_held_and_is_no_error(repeated_receipt: Office) -> None:
    path = write(repeated_receipt)
    fill_in(path, {"E5": "（确认不计）"})
    assert apply(repeated_receipt, path) == 1
    assert apply(repeated_receipt, path) == 0
    entry = repeated_receipt.clean_one()
    assert (entry["tables"][0]["rows"]["held"], entry["tables"][0]["clean_fen"]) == (1, 100_000)
    assert [finding for finding in entry["findings"] if finding["severity"] == "error"] == []
    (told,) = [finding for finding in entry["findings"] if finding["rule"] == "exclusion_confirmed"]
    assert (told["severity"], told["cell"]) == ("info", "E5")
    assert told["message"] == "捐赠.xlsx › 捐赠!E5：corrections.csv 第 2 行确认该行不计入（银行回单）"
    assert review_of(repeated_receipt).is_empty


@pytest.mark.parametrize("note", ["作废", "认捐，未到账"])
def test_a_void_row_or_pledge_that_is_confirmed_not_to_count_is_no_error(office: Office, note: str) -> None:
    head = [["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额", "备注"]]
    rows = [["2020-01-07", "甲公司", 1000, ""], ["2020-01-08", "乙公司", 1200, note]]
    office.workbook("捐赠.xlsx", {"捐赠": [*head, *rows]})
    (held,) = review_of(office).cells
    assert "（确认不计）" in held.remedy
    path = write(office)
    fill_in(path, {held.cell: "（确认不计）"})
    apply(office, path)
    entry = office.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("held", 100_000)
    assert sum(office.ledger().held["amount_fen"]) == 120_000
    assert {finding["severity"] for finding in entry["findings"]} == {"info"}
    assert review_of(office).is_empty


def test_of_several_repeats_those_confirmed_not_to_count_are_told_apart(office: Office) -> None:
    rows = [[number, f"2020-01-{number:02}", f"第{number}公司", 100 * number, ""] for number in range(1, 9)]
    office.donations(rows, name="一.xlsx")
    office.donations([*rows, [9, "2020-01-09", "第九公司", 900, ""]], name="二.xlsx")
    cells = review_of(office).cells
    path = write(office)
    fill_in(path, {cells[0].cell: "（确认不计）"})
    apply(office, path)
    left = review_of(office).cells
    assert [cell.cell for cell in left] == [cell.cell for cell in cells[1:]]
    assert left[0].why.startswith("有 7 行（3,500.00 元）")
    assert len(office.ledger().held) == 8


def test_a_row_that_is_held_for_a_faulty_cell_cannot_be_confirmed_away(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"D5": "（确认不计）"})
    apply(faulty, path)
    entry = faulty.clean_one()
    assert {"unreadable_amount", "unreadable_date", "exclusion_unfounded"} == rules_found(entry)
    assert entry["tables"][0]["rows"]["held"] == 1


# What is refused, and where


@pytest.mark.parametrize(
    ("column", "value", "key"),
    [
        ("organisation", "别处", "review_organisation"),
        ("file", "2020H1/没有.xlsx", "review_file"),
        ("sheet", "支出", "review_sheet"),
        ("sheet", None, "review_sheet"),
        ("cell", "第五行", "review_cell"),
        ("cell", "B99", "review_cell"),
        ("cell", "ZZ5", "review_cell"),
        ("expected_text", "2020-02-31", "review_text_changed"),
        ("expected_text", None, "review_text_changed"),
        ("new_value", None, "review_missing"),
        ("new_value", "2020-02-30", "review_unchanged"),
        ("new_value", 350102199001011234, "review_no_text"),
        ("new_value", "=1+1", "review_no_text"),
        ("reason", " ", "review_missing"),
        ("approved_by", None, "review_missing"),
        ("approved_on", None, "review_missing"),
        ("approved_on", "上周五", "review_no_day"),
        ("approved_on", "2020-02-30", "review_no_day"),
        ("approved_on", "未载明", "review_no_day"),
        ("approved_on", 20200701, "review_no_day"),
        ("approved_on", date(2999, 1, 1), "review_no_day"),
        ("approved_on", date(1999, 12, 31), "review_no_day"),
        ("new_value", "2024.1", "review_unusable"),
        ("new_value", "不详", "review_unusable"),
    ],
)
def test_a_line_that_does_not_hold_is_named_and_nothing_is_taken_over(
    faulty: Office, column: str, value: Any, key: str
) -> None:
    path = write(faulty)
    fill_in(path, {"B5": "2020-02-29", "D5": 1200})
    change(path, column, value)
    assert faults(faulty, path) == [(key, FIRST_LINE)]


def test_every_faulty_line_is_named(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"B5": "2020-02-29", "D5": 1200}, (None, "李会计", "不详"))
    assert faults(faulty, path) == [("review_missing", 4), ("review_missing", 5)]


def _repeat_line(new_value: Any) -> Callable[[Path], None]:
    def repeat(path: Path) -> None:
        book = load_workbook(path)
        sheet = book["待更正"]
        sheet.append([*(cell.value for cell in sheet[4][:9]), new_value, *APPROVED])
        book.save(path)

    return repeat


def test_two_values_for_one_cell_are_refused_and_one_value_twice_is_one(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"B5": "2020-02-29"})
    _repeat_line("2020-02-29")(path)
    assert apply(faulty, path) == 1
    (faulty.raw / "corrections.csv").unlink()
    _repeat_line("2020-02-28")(path)
    assert faults(faulty, path) == [("review_two_values", 7)]


def test_a_cell_that_is_corrected_otherwise_already_is_refused(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"D5": 1200})
    record = ("捐赠收入.xlsx", "捐赠", "D5", '"1,2OO"', "1300", "回单", "李会计", "2020-07-01")
    (faulty.raw / "corrections.csv").write_text("\n".join([",".join(COLUMNS), ",".join(record)]), encoding="utf-8")
    assert faults(faulty, path) == [("review_corrected", 5)]


def test_a_ledger_that_was_mended_meanwhile_is_refused(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"D5": 1200})
    faulty.donations([GOOD, [*FAULTY[:3], 1300, ""]])
    assert faults(faulty, path) == [("review_text_changed", 5)]
    (faulty.period / "捐赠收入.xlsx").write_bytes(b"%PDF-1.7")
    assert faults(faulty, path) == [("review_file_refused", 5)]


def test_a_corrections_file_that_cannot_be_read_is_never_added_to(faulty: Office) -> None:
    path = write(faulty)
    fill_in(path, {"D5": 1200})
    (faulty.raw / "corrections.csv").write_text("其他,表\n", encoding="utf-8")
    assert faults(faulty, path) == [("review_corrections", 0)]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", "机构,文件\noffice,x\n".encode()], ids=["empty", "pdf", "csv"])
def test_what_is_no_review_workbook_is_refused(faulty: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "review.xlsx"
    path.write_bytes(content)
    ((key, row),) = faults(faulty, path)
    assert (key in {"review_unreadable", "review_not_one"}, row) == (True, 0)


def test_a_ledger_is_no_review_workbook(faulty: Office) -> None:
    assert faults(faulty, faulty.period / "捐赠收入.xlsx") == [("review_not_one", 0)]


# Where it may be written


def test_a_workbook_that_nobody_has_filled_in_may_be_written_again_and_no_other(faulty: Office, tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    check_target(path, faulty.folders)
    write(faulty, path)
    check_target(path, faulty.folders)
    fill_in(path, {"D5": 1200})
    assert refused_key(path, faulty) == "review_in_use"
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"somebody's")
    assert refused_key(other, faulty) == "review_other_file"


def test_a_note_beside_the_columns_is_somebodys_work_too(faulty: Office, tmp_path: Path) -> None:
    path = write(faulty, tmp_path / "review.xlsx")
    book = load_workbook(path)
    sheet = next(sheet for sheet in book if sheet.max_column >= len(CELL_COLUMNS))
    sheet.cell(sheet.max_row, len(CELL_COLUMNS) + 1, "已致电对方核实")
    book.save(path)
    assert refused_key(path, faulty) == "review_in_use"


def test_a_text_longer_than_a_cell_may_be_is_no_correction(faulty: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(faulty)
    fill_in(path, {"D5": "1" * 60})
    monkeypatch.setattr("charity_analysis.ledger.review.review_filled._LONGEST_TEXT", 50)
    with pytest.raises(ReviewRefused) as refused:
        read_filled(path)
    assert [(fault.key, fault.values) for fault in refused.value.faults] == [
        ("review_too_long", {"columns": "new_value"})
    ]


def test_it_is_written_nowhere_where_it_would_be_lost_or_taken_for_a_ledger(faulty: Office, tmp_path: Path) -> None:
    faulty.ledger()
    assert refused_key(faulty.period / "review.xlsx", faulty) == "review_within"
    assert refused_key(faulty.folders.processed / "office" / "review.xlsx", faulty) == "review_within"
    assert refused_key(tmp_path / "review.csv", faulty) == "review_no_workbook"
    assert refused_key(tmp_path / "none" / "review.xlsx", faulty) == "review_no_folder"


def refused_key(path: Path, office: Office) -> str:
    with pytest.raises(ReviewMisplaced) as refused:
        check_target(path, office.folders)
    return refused.value.key


# The law

bad_amounts = st.sampled_from(["待定", "约3万", "1,2OO", "", "=A1", "-", "100-200", "美元5", "+5x", "@x", " 3 4 "])
bad_days = st.sampled_from(["2020-02-30", "", "不详", "20.1.7", "=TODAY()", "2020年3月"])
new_fen = st.integers(1, 10**9)


def test_those_to_fill_in_stand_last() -> None:
    assert tuple(CELL_COLUMNS)[-4:] == TO_FILL_IN
    assert cell_position("M1")[1] == len(CELL_COLUMNS) - 1


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(bad_days, bad_amounts, new_fen), min_size=1, max_size=5))
def test_what_is_written_filled_in_and_taken_over_counts(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, str, int]]
) -> None:
    office = Office(tmp_path_factory.mktemp("law"))
    rows = [f'{day},甲,"{amount}",疫情防控' for day, amount, _ in drawn]
    text = "\n".join(["捐赠收入", "单位:元", "日期,捐赠人,金额,项目", *rows])
    (office.period / "捐赠.csv").write_text(text, encoding="utf-8")
    path = write(office)
    answers: dict[str, Any] = {}
    for row, (_, _, fen) in enumerate(drawn, start=4):
        answers |= {f"A{row}": date(2020, 2, 29), f"C{row}": fen / 100}
    fill_in(path, answers)
    assert apply(office, path) == len(
        review_cells := {f"{letter}{row}" for row in range(4, 4 + len(drawn)) for letter in "AC"}
    )
    entry = office.clean_one()
    assert (entry["status"], entry["tables"][0]["clean_fen"]) == ("clean", sum(fen for *_, fen in drawn))
    assert [finding["rule"] for finding in entry["findings"]].count("correction_applied") == len(review_cells)
