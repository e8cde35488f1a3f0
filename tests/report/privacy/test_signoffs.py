"""Sign-offs: a line lets one error pass at just its place, and a line that cannot be used says which it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.privacy.signoffs import COLUMNS, FILE_NAME, Place, Standing, find_standing, read_signoffs
from charity_analysis.report.sections.signoffs import render_signoffs
from conftest import Office, found_astray

PERIOD = "2020H1"
HEAD = ",".join(COLUMNS)
SIGNED = "原始凭证已核对,李会计,2020-07-10"
HERE = "2020H1,unreadable_date,捐赠收入.xlsx,捐赠,B4"


@pytest.fixture
def faulty(office: Office) -> Office:
    """An office with one error, at B4 of its gifts."""
    office.donations([[1, "2020-02-30", "甲公司", 1000, "疫情防控"], [2, "2020-03-01", "乙公司", 500, "疫情防控"]])
    return office


def write(office: Office, *lines: str, encoding: str = "utf-8") -> None:
    (office.raw / FILE_NAME).write_bytes(("\n".join(lines) + "\n").encode(encoding))


def standing(office: Office, period: str = PERIOD) -> Standing:
    return find_standing(office.ledger(), period, office.raw)


def test_an_open_error_stands_against_publication_under_its_place(faulty: Office) -> None:
    found = standing(faulty)
    assert found.open == (Place("unreadable_date", "捐赠收入.xlsx", "捐赠", "B4"),)
    assert (found.signed, found.faults, found.lets_out) == ((), (), False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_line_at_just_this_place_lets_it_pass(faulty: Office, encoding: str) -> None:
    write(faulty, HEAD, f"{HERE},{SIGNED}", encoding=encoding)
    found = standing(faulty)
    assert (found.open, found.faults, found.lets_out) == ((), (), True)
    (signed,) = found.signed
    assert (signed.signed_by, signed.signed_on, signed.reason, signed.row) == (
        "李会计",
        "2020-07-10",
        "原始凭证已核对",
        2,
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "2020H1,unreadable_date,捐赠收入.xlsx,捐赠,B5",
        "2020H1,unreadable_date,捐赠收入.xlsx,捐赠,",
        "2020H1,unreadable_date,捐赠收入.xlsx,,",
        "2020H1,unreadable_date,,,",
        "2020H1,unreadable_date,别的.xlsx,捐赠,B4",
        "2020H1,blank_date,捐赠收入.xlsx,捐赠,B4",
    ],
)
def test_a_line_about_another_place_or_no_place_lets_nothing_pass_and_is_told(faulty: Office, elsewhere: str) -> None:
    write(faulty, HEAD, f"{elsewhere},{SIGNED}")
    found = standing(faulty)
    assert len(found.open) == 1
    assert [(fault.row, fault.key) for fault in found.faults] == [(2, "signoff_unused")]


def test_lines_of_other_periods_wait_for_theirs(faulty: Office) -> None:
    write(faulty, HEAD, f"{HERE.replace('2020H1', '2020H2')},{SIGNED}")
    found = standing(faulty)
    assert (len(found.open), found.faults) == (1, ())


def test_one_line_lets_one_error_pass(faulty: Office) -> None:
    ledger = faulty.ledger()
    twice = Ledger(ledger.organisation, {"findings": ledger.findings.loc[[*ledger.findings.index] * 2]}, {})
    write(faulty, HEAD, f"{HERE},{SIGNED}")
    assert len(find_standing(twice, PERIOD, faulty.raw).open) == 1
    write(faulty, HEAD, *[f"{HERE},{SIGNED}"] * 3)
    found = find_standing(twice, PERIOD, faulty.raw)
    assert (found.open, [fault.row for fault in found.faults]) == ((), [4])


@pytest.mark.parametrize(
    ("line", "key", "columns"),
    [
        (f"{HERE},,李会计,2020-07-10", "signoff_blank", "reason"),
        (f"{HERE},已核对,,2020-07-10", "signoff_blank", "signed_by"),
        (f"{HERE},已核对,待补,2020-07-10", "signoff_blank", "signed_by"),
        (f"{HERE},已核对,李会计,2020-13-40", "signoff_wrong", "signed_on"),
        (f"{HERE},已核对,李会计,七月", "signoff_wrong", "signed_on"),
        (f"2020H1,no_such_rule,捐赠收入.xlsx,捐赠,B4,{SIGNED}", "signoff_wrong", "rule"),
        (f"2020上,unreadable_date,捐赠收入.xlsx,捐赠,B4,{SIGNED}", "signoff_wrong", "period"),
        (f"2020H1,unreadable_date,捐赠收入.xlsx,捐赠,第四行,{SIGNED}", "signoff_wrong", "cell"),
        (f"{HERE},已核对", "signoff_fields", None),
    ],
)
def test_a_line_that_is_not_whole_lets_nothing_pass_and_is_told_with_its_row(
    faulty: Office, line: str, key: str, columns: str | None
) -> None:
    write(faulty, HEAD, "", line)
    found = standing(faulty)
    assert len(found.open) == 1
    (fault,) = found.faults
    assert (fault.row, fault.key, fault.values.get("columns")) == (3, key, columns)
    assert "李会计" not in str(fault), "what is told repeats nothing of the line"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "signoff_heading"),
        (f"{HERE},{SIGNED}".encode(), "signoff_heading"),
        (f"{HEAD},more\n".encode(), "signoff_heading"),
        (b"\xff\xff\x00", "signoff_unreadable"),
        (f'{HEAD}\n"a'.encode(), "signoff_unreadable"),
    ],
)
def test_a_file_of_another_form_lets_nothing_pass(tmp_path: Path, content: bytes, key: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    signoffs, faults = read_signoffs(tmp_path)
    assert (signoffs, [(fault.row, fault.key) for fault in faults]) == ([], [(1, key)])


def test_a_folder_in_place_of_the_file_lets_nothing_pass(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert [fault.key for fault in read_signoffs(tmp_path)[1]] == ["signoff_unreadable"]


@pytest.mark.parametrize("content", ['disclosure_threshold = "five"\n', "name = \n"])
def test_a_configuration_that_was_refused_cannot_be_signed_off(office: Office, content: str) -> None:
    """The threshold under which counts are hidden would be guessed."""
    office.donations([[1, "2020-03-01", "甲公司", 1000, "疫情防控"]])
    (office.raw / "organisation.toml").write_text(content, encoding="utf-8")
    (error,) = standing(office).open
    write(office, HEAD, f"2020H1,{error.rule},,,,{SIGNED}")
    found = standing(office)
    assert (found.is_configured, found.lets_out, [fault.key for fault in found.faults]) == (
        False,
        False,
        ["signoff_unused"],
    )


def test_an_error_of_the_organisation_is_signed_off_for_one_report(office: Office) -> None:
    office.donations([[1, "2020-03-01", "甲公司", 1000, "疫情防控"]])
    (office.raw / "corrections.csv").write_text("x\n", encoding="utf-8")
    write(office, HEAD, f"2020H1,corrections_invalid,,,,{SIGNED}")
    assert standing(office).lets_out
    assert not standing(office, "2020H2").lets_out


def test_the_files_of_the_report_beside_the_periods_are_no_finding(faulty: Office) -> None:
    write(faulty, HEAD)
    for name in ("opening.md", "closing.2020H1.md"):
        (faulty.raw / name).write_text("正文", encoding="utf-8")
    assert found_astray(faulty) == []


@pytest.mark.parametrize(("edition", "names_them"), [("internal", True), ("public", False)])
def test_the_report_tells_what_was_signed_off_and_the_internal_one_by_whom(
    faulty: Office, edition: str, names_them: bool
) -> None:
    write(faulty, HEAD, f"{HERE},{SIGNED}")
    folders = faulty.folders
    places: Any = (str(folders.raw), str(folders.processed))
    shown = render_signoffs(HalfYear.load("office", PERIOD, *places, edition=edition)).html
    assert "有 1 条错误级发现尚未改正，已由负责人签字确认" in shown
    assert ("李会计" in shown, "原始凭证已核对" in shown, "捐赠!B4" in shown) == (names_them,) * 3


def test_nothing_is_said_where_nothing_was_signed(faulty: Office) -> None:
    folders = faulty.folders
    assert render_signoffs(HalfYear.load("office", PERIOD, str(folders.raw), str(folders.processed))).html == ""
