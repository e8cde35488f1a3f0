"""Repeats from files to the ledger: what is held, what it is said to repeat, and that nothing comes or goes."""

from __future__ import annotations

import csv
from typing import Any

from charity_analysis.ledger.ledger import Ledger, load
from charity_analysis.ledger.paths import Folders
from conftest import DISBURSEMENT_HEADINGS, DONATION_HEADINGS, Office, rules_found

GIFTS = [
    [1, "2020-01-07", "甲公司", 1000, "疫情防控"],
    [2, "2020-02-08", "乙公司", 250.5, "慈善助学"],
    [3, "2020-03-30", "匿名", 60, "疫情防控"],
]
MORE = [[4, "2020-04-02", "丙", 8, "疫情防控"], [5, "2020-06-30", "丁", 9, "疫情防控"]]
WITH_RECEIPTS = [["捐赠收入"], ["单位:元"], [*DONATION_HEADINGS, "票据号"]]


def entries(office: Office) -> dict[str, dict[str, Any]]:
    return {file["file"]: file for file in office.clean()["files"]}


def clean_fen(entry: dict[str, Any]) -> int:
    return sum(table["clean_fen"] for table in entry["tables"])


def held_cells(entry: dict[str, Any]) -> list[str]:
    return [cell for table in entry["tables"] for cell in table["held_cells"]]


def write_csv(office: Office, name: str, rows: list[list[Any]], encoding: str = "utf-8") -> None:
    with (office.period / name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def test_a_ledger_and_its_csv_count_once_and_every_row_is_accounted_for(office: Office) -> None:
    office.donations(GIFTS, "a.xlsx")
    # Other columns in another order, with one more.
    body = [[amount, donor, "转账", date] for _, date, donor, amount, _ in GIFTS]
    write_csv(
        office, "b.csv", [["捐赠收入"], ["单位:元"], ["捐赠金额", "捐赠人", "备注", "捐赠日期"], *body], "gb18030"
    )
    first, second = entries(office)["a.xlsx"], entries(office)["b.csv"]
    assert (first["status"], clean_fen(first), rules_found(first)) == ("clean", 131_050, set())
    assert second["status"] == "held"
    assert second["tables"][0]["rows"] == {"clean": 0, "held": 3, "ignored": 3}
    assert held_cells(second) == ["A4", "A5", "A6"]
    (finding,) = second["findings"]
    assert (finding["rule"], finding["severity"], finding["cell"]) == ("repeated_rows", "error", "A4")
    assert "2020H1/a.xlsx › 捐赠" in finding["message"]
    assert "1,310.50" in finding["message"]


def test_what_is_held_as_a_repeat_keeps_what_it_says(office: Office) -> None:
    office.donations(GIFTS, "a.xlsx")
    office.donations([*GIFTS, *MORE], "b.xlsx")
    ledger = office.ledger()
    assert ledger.donations["amount_fen"].sum() == 131_050 + 1_700
    assert ledger.held["rules"].tolist() == ["repeated_rows"] * 3
    assert ledger.held["cells"].tolist() == ["D4", "D5", "D6"]
    assert ledger.held["amount_fen"].sum() == 131_050
    assert "甲公司" in ledger.held["raw_text"].iloc[0]
    assert "1,000.00" in ledger.held["raw_text"].iloc[0]
    assert set(ledger.held["row_id"]).isdisjoint(ledger.donations["row_id"])


def test_a_cumulative_ledger_in_wan_adds_only_what_is_new(office: Office) -> None:
    exact = [[1, "2020-01-07", "甲公司", 502_000, "疫情防控"], [2, "2020-02-08", "乙公司", 71_234, "慈善助学"]]
    office.donations(exact, "一季度.xlsx")
    rounded = [[1, "2020-01-07", "甲公司", "50.2", "疫情防控"], [2, "2020-02-08", "乙公司", "7.1", "慈善助学"]]
    office.donations([*rounded, [3, "2020-05-06", "丙", "3.5", "疫情防控"]], "上半年.xlsx", unit="万元")
    found = entries(office)
    assert sorted(map(clean_fen, found.values())) == [3_500_000, 57_323_400]


def test_overlapping_months_count_once(office: Office) -> None:
    office.donations(GIFTS, "1-3月.xlsx")
    office.donations([[1, *GIFTS[1][1:]], [2, *GIFTS[2][1:]], *MORE], "2-6月.xlsx")
    second = entries(office)["2-6月.xlsx"]
    assert held_cells(second) == ["D4", "D5"]
    assert clean_fen(second) == 1_700


def test_a_ledger_that_lies_in_two_periods_counts_once(office: Office) -> None:
    office.donations(GIFTS, "a.xlsx")
    (office.raw / "2020H2").mkdir()
    later = Office.__new__(Office)
    later.__dict__.update(office.__dict__, period=office.raw / "2020H2")
    later.donations([*GIFTS, [4, "2020-07-01", "戊", 5, None]], "b.xlsx")
    assert office.ledger().donations["amount_fen"].sum() == 131_550
    told = {finding["rule"]: finding["message"] for finding in entries(office)["b.xlsx"]["findings"]}
    assert "2020H1/a.xlsx" in told["repeated_rows"]


def test_one_equal_anonymous_gift_in_two_files_counts_twice_and_is_named(office: Office) -> None:
    anonymous = GIFTS[2][1:]
    office.donations([GIFTS[0], [2, *anonymous]], "a.xlsx")
    office.donations([[3, *anonymous], *MORE], "b.xlsx")
    found = entries(office)
    assert {entry["status"] for entry in found.values()} == {"clean"}
    assert sum(map(clean_fen, found.values())) == 100_000 + 6_000 + 6_000 + 1_700
    assert {rule for entry in found.values() for rule in rules_found(entry)} == {"possible_duplicate"}


def test_equal_anonymous_gifts_on_one_sheet_all_count_with_one_warning(office: Office) -> None:
    office.donations([[number, "2020-01-07", "匿名", 100, "疫情防控"] for number in range(1, 301)])
    entry = office.clean_one()
    assert (entry["status"], clean_fen(entry)) == ("clean", 3_000_000)
    assert [(f["rule"], f["severity"], f["cell"]) for f in entry["findings"]] == [
        ("possible_duplicate", "warning", "D5")
    ]


def test_the_same_receipt_twice_holds_the_second_and_two_amounts_hold_both(office: Office) -> None:
    rows = [
        [1, "2020-01-07", "甲公司", 1000, "疫情防控", "票0001"],
        [2, "2020-01-08", "乙公司", 300, "疫情防控", "票0002"],
        [3, "2020-01-09", "甲公司", 1000, "疫情防控", "票0001"],
        [4, "2020-01-10", "丙公司", 301, "疫情防控", "票0002"],
        [5, "2020-01-11", "丁", 7, "疫情防控", "未开"],
    ]
    office.workbook("捐赠.xlsx", {"捐赠": [*WITH_RECEIPTS, *rows]})
    entry = office.clean_one()
    assert entry["tables"][0]["rows"] == {"clean": 2, "held": 3, "ignored": 3}
    assert clean_fen(entry) == 100_700
    assert sorted(held_cells(entry)) == ["F5", "F6", "F7"]
    told = {finding["cell"]: (finding["rule"], finding["message"]) for finding in entry["findings"]}
    assert {cell: rule for cell, (rule, _) in told.items()} == {
        "F6": "receipt_repeated", "F5": "receipt_conflict", "F7": "receipt_conflict"
    }  # fmt: skip
    assert "2020H1/捐赠.xlsx › 捐赠!4" in told["F6"][1]
    assert "2020H1/捐赠.xlsx › 捐赠!5" in told["F7"][1]


def test_a_receipt_is_told_again_in_another_file(office: Office) -> None:
    office.workbook("a.xlsx", {"捐赠": [*WITH_RECEIPTS, [1, "2020-01-07", "甲公司", 1000, None, "00123456"]]})
    office.workbook("b.xlsx", {"捐赠": [*WITH_RECEIPTS, [1, "2020-05-07", "甲", 1000, None, 123456]]})
    found = entries(office)
    assert sorted(map(clean_fen, found.values())) == [0, 100_000]
    assert sorted(rule for entry in found.values() for rule in rules_found(entry)) == ["receipt_repeated"]


def test_payments_that_stand_in_two_workbooks_count_once(office: Office) -> None:
    payments = [["2020-03-01", "某医院", 300, "疫情防控", 3, 100], ["2020-03-02", "某学校", 400, "慈善助学", 4, 100]]
    office.disbursements(payments, "a.xlsx")
    rows = [["拨付支出"], ["单位:元"], DISBURSEMENT_HEADINGS[:3], *[row[:3] for row in payments[::-1]]]
    office.workbook("b.xlsx", {"明细": rows})
    assert office.ledger().disbursements["amount_fen"].sum() == 70_000
    assert rules_found(entries(office)["a.xlsx"]) | rules_found(entries(office)["b.xlsx"]) == {"repeated_rows"}


def test_a_second_run_says_the_same(office: Office) -> None:
    office.donations(GIFTS, "a.xlsx")
    office.donations(GIFTS[::-1], "b.xlsx")
    first = office.clean()
    office.donations(MORE, "c.xlsx")
    second = office.clean()
    assert [file for file in second["files"] if file["file"] != "c.xlsx"] == first["files"]


def test_the_samples_repeat_nothing(cangshan: Ledger, demo: Ledger, demo2: Ledger, sample_folders: Folders) -> None:
    assert load("cangshan", sample_folders).manifest == cangshan.manifest
    for ledger in (cangshan, demo, demo2):
        assert len(ledger.held) == 0
        assert not set(ledger.findings["rule"]) & {
            "repeated_rows",
            "receipt_repeated",
            "receipt_conflict",
            "revised_rows",
        }


def test_an_amount_that_a_later_edition_changed_counts_in_neither_until_a_person_confirms_one(office: Office) -> None:
    office.donations(GIFTS, "a.xlsx")
    office.donations([GIFTS[0], [2, "2020-02-08", "乙公司", 2505, "慈善助学"], GIFTS[2], *MORE], "b.xlsx")
    first, second = entries(office)["a.xlsx"], entries(office)["b.xlsx"]
    assert (first["status"], held_cells(first), clean_fen(first)) == ("held", ["D5"], 106_000)
    assert (sorted(held_cells(second)), clean_fen(second)) == (["D4", "D5", "D6"], 1_700)
    (finding,) = first["findings"]
    assert (finding["rule"], finding["severity"], finding["cell"]) == ("revised_amount", "error", "D5")
    assert all(text in finding["message"] for text in ("250.50", "2,505.00", "2020H1/b.xlsx › 捐赠!5"))
    assert (
        sum(table["rows"]["clean"] + table["rows"]["held"] for file in (first, second) for table in file["tables"]) == 8
    )
