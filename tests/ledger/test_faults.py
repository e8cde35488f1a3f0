"""One faulty workbook per fault: its finding, the cell that is held, and every other row still counting."""

from __future__ import annotations

import pytest
from builders_open_xml import number as cell_number
from builders_open_xml import package, parts, row, worksheet
from openpyxl import load_workbook

from conftest import DONATION_HEADINGS, Office, found_astray, rules_found

GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"]
ALSO_GOOD = [2, "2020-02-08", "乙公司", 250.5, "慈善助学"]
GOOD_FEN = 100_000 + 25_050


def only_table(entry: dict) -> dict:
    (table,) = entry["tables"]
    return table


def test_a_well_kept_ledger_is_clean_without_a_finding(office: Office) -> None:
    office.donations([GOOD, ALSO_GOOD, ["合计", None, None, 1250.5]])
    entry = office.clean_one()
    assert entry["status"] == "clean"
    assert entry["findings"] == []
    assert only_table(entry) == {
        "sheet": "捐赠",
        "kind": "donations",
        "rows": {"clean": 2, "held": 0, "ignored": 4},
        "clean_fen": GOOD_FEN,
        "held_cells": [],
    }


@pytest.mark.parametrize(
    ("faulty", "cell", "rule"),
    [
        ([3, "2020-03-01", "丙公司", "约3万", "疫情防控"], "D6", "unreadable_amount"),
        ([3, "2020-03-01", "丙公司", "1,2OO", "疫情防控"], "D6", "unreadable_amount"),
        ([3, "2020-02-30", "丙公司", 9, "疫情防控"], "B6", "unreadable_date"),
        ([3, "2020年3月", "丙公司", 9, "疫情防控"], "B6", "unreadable_date"),
        ([3, None, "丙公司", 9, "疫情防控"], "B6", "blank_date"),
        ([3, "2020-03-01", "丙公司", None, "疫情防控"], "D6", "blank_amount"),
        ([3, "2020-03-01", None, 9, "疫情防控"], "C6", "blank_name"),
    ],
)
def test_a_faulty_cell_holds_its_row_and_no_other(office: Office, faulty: list, cell: str, rule: str) -> None:
    office.donations([GOOD, ALSO_GOOD, faulty])
    entry = office.clean_one()
    table = only_table(entry)
    assert entry["status"] == "held"
    assert table["held_cells"] == [cell]
    assert table["rows"] == {"clean": 2, "held": 1, "ignored": 3}
    assert table["clean_fen"] == GOOD_FEN
    (finding,) = entry["findings"]
    assert (finding["rule"], finding["severity"], finding["cell"]) == (rule, "error", cell)
    assert finding["message"].startswith(f"捐赠收入.xlsx › 捐赠!{cell}：")


def test_a_row_with_two_faults_is_held_once_and_names_both_cells(office: Office) -> None:
    office.donations([GOOD, [2, "2020-13-01", "乙", "待定", None]])
    table = only_table(office.clean_one())
    assert table["held_cells"] == ["B5", "D5"]
    assert table["rows"]["held"] == 1


def test_held_rows_keep_their_raw_text_and_a_readable_amount(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-30", "乙公司", 88.8, None]])
    held = office.ledger().held
    assert held["amount_fen"].tolist() == [8880]
    assert "2020-02-30" in held["raw_text"].iloc[0]
    assert held["source_row"].tolist() == [5]


@pytest.mark.parametrize(
    ("stated", "expected"), [(1250.5, set()), (1250.51, {"total_mismatch"}), (0, {"total_mismatch"})]
)
def test_a_wrong_subtotal_is_found_and_its_rows_still_count(office: Office, stated: float, expected: set) -> None:
    office.donations([GOOD, ALSO_GOOD, ["合计", None, None, stated]])
    entry = office.clean_one()
    assert rules_found(entry) == expected
    assert entry["status"] == "clean"
    assert only_table(entry)["clean_fen"] == GOOD_FEN


def test_the_mismatch_names_both_figures(office: Office) -> None:
    office.donations([GOOD, ["小计", None, None, 999]])
    (finding,) = office.clean_one()["findings"]
    assert "999.00" in finding["message"]
    assert "1,000.00" in finding["message"]
    assert finding["cell"] == "D5"


def test_a_total_stated_in_wan_is_held_only_to_its_printed_precision(office: Office) -> None:
    office.donations(
        [
            [1, "2020-01-07", "甲", 502_000, None],
            [2, "2020-01-08", "乙", 29_312.17, None],
            ["小计", None, None, "53.13万元"],
        ]
    )
    assert rules_found(office.clean_one()) == {"total_within_rounding"}


def test_an_unreadable_amount_leaves_its_total_unchecked_rather_than_wrong(office: Office) -> None:
    office.donations([GOOD, [2, "2020-01-08", "乙", "待定", None], ["合计", None, None, 1500]])
    assert rules_found(office.clean_one()) == {"unreadable_amount", "total_unchecked"}


def test_a_row_held_for_its_date_still_counts_in_the_check_of_its_total(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-30", "乙", 500, None], ["合计", None, None, 1500]])
    assert rules_found(office.clean_one()) == {"unreadable_date"}


def test_an_unknown_heading_is_kept_and_listed(office: Office) -> None:
    office.workbook("捐赠.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], [*DONATION_HEADINGS, "神秘列"], [*GOOD, "留着"]]})
    entry = office.clean_one()
    assert rules_found(entry) == {"unmapped_columns"}
    assert "神秘列" in entry["findings"][0]["message"]
    assert "留着" in office.ledger().donations["unmapped"].iloc[0]
    assert only_table(entry)["clean_fen"] == 100_000


def test_an_unknown_programme_keeps_its_own_name(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-08", "乙", 5, "星空夜校"]])
    entry = office.clean_one()
    assert rules_found(entry) == {"unknown_programme"}
    assert office.ledger().donations["programme"].tolist() == ["疫情防控", "星空夜校"]


def test_a_spelling_of_a_programme_becomes_its_name(office: Office) -> None:
    office.donations([[1, "2020-01-07", "甲", 5, "新冠肺炎疫情防控"]])
    assert office.clean_one()["findings"] == []
    assert office.ledger().donations["programme"].tolist() == ["疫情防控"]


def test_a_missing_amount_column_refuses_the_table_and_holds_its_rows(office: Office) -> None:
    office.workbook(
        "捐赠.xlsx", {"捐赠": [["捐赠收入"], ["捐赠日期", "捐赠人", "项目"], ["2020-01-07", "甲", "疫情防控"]]}
    )
    entry = office.clean_one()
    assert entry["status"] == "rejected"
    assert rules_found(entry) == {"missing_heading"}
    assert "金额" in entry["findings"][0]["message"]
    assert only_table(entry)["rows"] == {"clean": 0, "held": 1, "ignored": 2}
    assert "甲" in office.ledger().held["raw_text"].iloc[0]


def test_an_empty_period_folder_is_found_and_other_periods_count(office: Office) -> None:
    office.donations([GOOD])
    (office.raw / "2020H2").mkdir()
    document = office.clean()
    assert [(f["rule"], f["period"]) for f in found_astray(office)] == [("empty_folder", "2020H2")]
    assert document["files"][0]["status"] == "clean"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n123", "PNG"),
        ("报告.xls", b"%PDF-1.7 ...", "PDF"),
        ("乱.csv", b"\x00\x01\x02\x03", "二进制"),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused_with_its_real_kind(
    office: Office, name: str, content: bytes, kind: str
) -> None:
    office.donations([GOOD])
    (office.period / name).write_bytes(content)
    entries = {file["file"]: file for file in office.clean()["files"]}
    assert entries[name]["status"] == "rejected"
    assert rules_found(entries[name]) == {"not_a_spreadsheet"}
    assert kind in entries[name]["findings"][0]["message"]
    assert entries["捐赠收入.xlsx"]["status"] == "clean"


def test_a_damaged_workbook_is_refused_and_the_others_go_on(office: Office) -> None:
    whole = office.donations([GOOD])
    (office.period / "断.xlsx").write_bytes(whole.read_bytes()[:900])
    entries = {file["file"]: file for file in office.clean()["files"]}
    assert (entries["断.xlsx"]["status"], rules_found(entries["断.xlsx"])) == ("rejected", {"damaged_file"})
    assert entries["捐赠收入.xlsx"]["status"] == "clean"


def test_lock_files_are_ignored_and_listed(office: Office) -> None:
    office.donations([GOOD])
    (office.period / "~$捐赠收入.xlsx").write_bytes(b"x")
    statuses = {file["file"]: file["status"] for file in office.clean()["files"]}
    assert statuses == {"~$捐赠收入.xlsx": "ignored", "捐赠收入.xlsx": "clean"}


def test_a_folder_that_names_no_period_is_an_error(office: Office) -> None:
    office.donations([GOOD])
    (office.raw / "2020上半年").mkdir()
    assert [finding["rule"] for finding in found_astray(office)] == ["unknown_folder"]


def test_goods_without_a_value_are_never_counted_as_nothing(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-08", "乙", "未估值", None]])
    entry = office.clean_one()
    assert rules_found(entry) == {"not_valued"}
    amounts = office.ledger().donations["amount_fen"]
    assert amounts.isna().tolist() == [False, True]


def test_dates_that_the_source_does_not_state_are_kept_with_a_finding(office: Office) -> None:
    office.donations(
        [[1, "未载明", "甲", 1, None], [2, "未载明(本期内)", "乙", 2, None], [3, "截至2020年1月23日", "丙", 3, None]]
    )
    donations = office.ledger().donations
    assert donations["date_basis"].tolist() == ["not_stated", "period", "as_of"]
    assert donations["period"].tolist() == ["2020H1"] * 3
    assert rules_found(office.clean_one()) == {"date_not_stated", "date_within_period"}


def test_a_date_of_another_period_is_carried_with_its_own(office: Office) -> None:
    office.donations([[1, "2019-12-31", "甲", 1, None]])
    assert office.ledger().donations["period"].tolist() == ["2019H2"]
    assert rules_found(office.clean_one()) == {"out_of_period"}


def test_count_times_standard_that_disagrees_never_changes_the_amount(office: Office) -> None:
    office.disbursements(
        [
            ["2020-01-07", "困难户", 71_000, "慈善情暖万家", 142, 500],
            ["2020-01-08", "困难户", 900, "慈善情暖万家", 2, 500],
        ]
    )
    entry = office.clean_one()
    assert rules_found(entry) == {"product_mismatch"}
    assert entry["findings"][0]["cell"] == "C5"
    assert only_table(entry)["clean_fen"] == 7_190_000


def test_an_unreadable_count_leaves_the_amount_valid(office: Office) -> None:
    office.disbursements([["2020-01-07", "困难户", 71_000, "慈善情暖万家", "若干", 500]])
    entry = office.clean_one()
    assert rules_found(entry) == {"unreadable_cell"}
    assert only_table(entry)["clean_fen"] == 7_100_000


def test_a_table_without_a_unit_is_read_in_yuan_and_says_so(office: Office) -> None:
    office.workbook("捐赠.xlsx", {"捐赠": [["捐赠收入"], DONATION_HEADINGS, GOOD]})
    entry = office.clean_one()
    assert rules_found(entry) == {"unit_assumed"}
    assert only_table(entry)["clean_fen"] == 100_000


@pytest.mark.parametrize(("unit", "heading"), [("万元", "捐赠金额(元)"), ("美元", "捐赠金额")])
def test_a_contradiction_of_units_or_a_foreign_currency_refuses_the_table(
    office: Office, unit: str, heading: str
) -> None:
    rows = [["捐赠收入"], [f"单位:{unit}"], ["捐赠日期", "捐赠人", heading], ["2020-01-07", "甲", 1]]
    office.workbook("捐赠.xlsx", {"捐赠": rows})
    entry = office.clean_one()
    assert entry["status"] == "rejected"
    assert rules_found(entry) <= {"unit_conflict", "foreign_currency"}


def test_a_donor_named_for_a_total_is_a_donor(office: Office) -> None:
    office.donations([[1, "2020-01-07", "合计科技有限公司", 7, None], ["合计", None, None, 7]])
    assert office.clean_one()["findings"] == []
    assert office.ledger().donations["donor"].tolist() == ["合计科技有限公司"]


def test_a_merged_programme_fills_down_and_a_merged_amount_counts_once(office: Office) -> None:
    rows = [
        ["捐赠收入"],
        ["单位:元"],
        DONATION_HEADINGS,
        [1, "2020-01-07", "甲", 300, "疫情防控"],
        [2, "2020-01-07", "乙", None, None],
        [3, "2020-01-09", "丙", 5, None],
    ]
    office.workbook("捐赠.xlsx", {"捐赠": rows}, {"捐赠": ["D4:D5", "E4:E6"]})
    entry = office.clean_one()
    assert rules_found(entry) == {"merged_amount"}
    assert only_table(entry)["clean_fen"] == 30_500
    assert office.ledger().donations["programme"].tolist() == ["疫情防控", "疫情防控"]


def test_a_hidden_sheet_is_left_out_by_name(office: Office) -> None:
    path = office.donations([GOOD])
    from openpyxl import load_workbook

    book = load_workbook(path)
    hidden = book.copy_worksheet(book["捐赠"])
    hidden.sheet_state = "hidden"
    book.save(path)
    entry = office.clean_one()
    assert rules_found(entry) == {"hidden_sheet"}
    assert sum(table["clean_fen"] for table in entry["tables"]) == 100_000


def test_messages_never_show_an_identity_number(office: Office) -> None:
    office.donations([[1, "2020-01-07", "甲", "身份证350102199001011234", None]])
    document = office.clean()
    assert "350102199001011234" not in str(document)


def test_the_same_file_under_another_name_counts_once(office: Office) -> None:
    path = office.donations([GOOD])
    (office.period / "捐赠收入 - 副本.xlsx").write_bytes(path.read_bytes())
    entries = {file["file"]: file for file in office.clean()["files"]}
    assert sorted(file["status"] for file in entries.values()) == ["clean", "rejected"]
    (repeat,) = [file for file in entries.values() if file["status"] == "rejected"]
    assert rules_found(repeat) == {"repeated_file"}
    assert office.ledger().donations["amount_fen"].sum() == 100_000


def test_a_cell_far_away_in_the_midst_of_a_large_sheet_is_told_and_costs_that_file(office: Office) -> None:
    good = office.donations([GOOD])
    letters = "ABCDEFGH"
    rows = [row(n, *(cell_number(f"{letter}{n}", n) for letter in letters)) for n in range(1, 60_001)]
    rows[30_000] = row(30_001, cell_number("A30001", 1), cell_number("XFD1048576", 1))
    sheet = package(parts(worksheet("".join(rows))))
    (office.period / "远.xlsx").write_bytes(sheet)
    entries = {file["file"]: file for file in office.clean()["files"]}
    assert (entries["远.xlsx"]["status"], rules_found(entries["远.xlsx"])) == ("rejected", {"damaged_file"})
    assert entries[good.name]["status"] == "clean"


@pytest.mark.parametrize(("unit", "held"), [("元", 1), ("万元", 0)])
def test_a_unit_that_only_the_number_format_shows_must_be_the_tables_own(office: Office, unit: str, held: int) -> None:
    path = office.donations([GOOD, [2, "2020-01-08", "乙公司", 5, None]], unit=unit)
    book = load_workbook(path)
    book["捐赠"]["D5"].number_format = '0.00"万元"'
    book.save(path)
    table = only_table(office.clean_one())
    assert (table["rows"]["held"], table["held_cells"]) == (held, ["D5"] * held)


def test_a_workbook_without_a_worksheet_is_refused_and_not_passed_over(office: Office) -> None:
    contents = parts(worksheet(row(1, cell_number("A1", 1))))
    rels = str(contents["xl/_rels/workbook.xml.rels"]).replace('/worksheet"', '/chartsheet"')
    (office.period / "图.xlsx").write_bytes(package({**contents, "xl/_rels/workbook.xml.rels": rels}))
    entry = office.clean_one()
    assert (entry["status"], rules_found(entry)) == ("rejected", {"no_sheets"})
