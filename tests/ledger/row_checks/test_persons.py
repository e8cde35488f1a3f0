"""Personal data: numbers that identify somebody are found wherever a text holds them, and never shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ledger.row_checks.person_numbers import holds_person_number
from conftest import Office

PAYMENTS = ["拨付日期", "收款方", "收款方类别", "拨付金额", "活动", "备注", "联系方式"]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_of(seventeen: str) -> str:
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, seventeen, strict=True)) % 11
    return seventeen + "10X98765432"[rest]


def card_of(digits: str) -> str:
    doubled = [int(digit) * (1 if at % 2 else 2) for at, digit in enumerate(reversed(digits))]
    return digits + str(-sum(sum(divmod(number, 10)) for number in doubled) % 10)


def payment(payee: str, activity: Any = None, note: Any = None, contact: Any = None, kind: str = "个人") -> list[Any]:
    return ["2020-01-08", payee, kind, 100, activity, note, contact]


def write(office: Office, *rows: list[Any]) -> dict[str, Any]:
    office.workbook("拨付支出.xlsx", {"拨付": [["拨付支出"], ["单位:元"], PAYMENTS, *rows]})
    findings = office.ledger().findings
    return {found.rule: found for found in findings[findings["rule"].str.startswith("person")].itertuples()}


@pytest.mark.parametrize(
    "number",
    ["13800138000", "138 0013 8000", "138-0013-8000", "8613800138000", "0086 138-0013-8000", "138.0013.8000", "138—0013—8000", "１３８００１３８０００", identity_of("11010119900307001"),
     "110101900307001", card_of("622202000000000000")],
)  # fmt: skip
def test_numbers_of_persons_are_known(number: str) -> None:
    assert holds_person_number(f"联系人 {number}。")
    assert holds_person_number(number)


@pytest.mark.parametrize(
    "text",
    ["", "合成受助人0004", "2020-01-08 至 2020-06-30", "付2016-0001", "1380013800", "12345678901", "仓扶办〔2020〕6号",
     "110101199013070011", "91350100MA31ABCD0X", "金额 13800138000.00 元"],
)  # fmt: skip
def test_other_numbers_are_not(text: str) -> None:
    assert not holds_person_number(text)


@given(st.integers(100_000, 299_999), st.dates(date(1900, 1, 1)), st.integers(0, 999))
def test_an_identity_number_with_a_wrong_check_digit_is_none(region: int, day: date, order: int) -> None:
    number = identity_of(f"{region}{day:%Y%m%d}{order:03}")
    assert holds_person_number(number)
    assert not holds_person_number(number[:-1] + ("0" if number[-1] != "0" else "1"))


def test_a_number_in_a_column_that_is_printed_is_an_error_and_never_shown(office: Office) -> None:
    number = identity_of("11010119900307001")
    found = write(office, payment("甲"), payment(f"受助人{number}"), payment("乙", activity="电话13800138000"))
    finding = found["person_identifiable"]
    assert finding.severity == "error"
    assert {row.cell for row in office.ledger().findings.itertuples() if row.rule == finding.rule} == {"B5", "E6"}
    texts = office.ledger().findings[["message_zh", "message_en", "remedy_zh"]].to_csv()
    assert number not in texts
    assert "13800138000" not in texts
    assert office.ledger().disbursements["amount_fen"].sum() == 30_000


def test_a_number_beside_an_approval_or_a_window_is_found_since_reports_print_both(office: Office) -> None:
    paid = ["2020-01-08", "某校", 100, "仓慈〔2020〕1号(联系人13800138000)"]
    plan = ["助学", "计划", "学生", "9月底前,电话13900139000"]
    office.workbook("拨付.xlsx", {"拨付": [["单位:元"], ["拨付日期", "收款方", "拨付金额", "批准文号"], paid]})
    office.workbook("计划与承诺.xlsx", {"计划": [["计划与承诺"], ["事项", "性质", "对象", "时间"], plan]})
    findings = office.ledger().findings
    found = findings[findings["rule"] == "person_identifiable"]
    assert sorted(found["cell"]) == ["D3", "D3"]
    assert "138001" not in found.to_csv()
    assert "139001" not in found.to_csv()


def test_a_number_that_is_only_kept_is_a_warning_that_names_the_columns(office: Office) -> None:
    found = write(office, payment("甲", note="电话13800138000", contact=13900139000), payment("乙"))
    assert set(found) == {"person_data_kept"}
    finding = found["person_data_kept"]
    assert (finding.severity, finding.cell, len(finding.row_ids.split())) == ("warning", "F4", 1)
    assert "“备注、联系方式”" in finding.message_zh
    assert "138" not in finding.message_zh


@pytest.mark.parametrize(
    ("payee", "activity", "note"),
    [
        ("张三", "白血病救助", None),
        ("李四(尿毒症)", None, None),
        ("欧阳小明", None, "住幸福路12号"),
        ("王五", None, "患肝癌"),
        ("张三等3人", "尿毒症救助", None),
        ("张  三", None, "乙肝"),
        ("阿依古丽·买买提", None, "脑瘫"),
    ],
)
def test_illness_or_home_beside_a_name_is_told(office: Office, payee: str, activity: Any, note: Any) -> None:
    finding = write(office, payment("甲方"), payment(payee, activity, note))["person_sensitive"]
    assert (finding.severity, finding.cell) == ("warning", "B5")
    assert payee not in finding.message_zh


def test_a_payee_of_no_stated_kind_may_be_a_person(office: Office) -> None:
    assert set(write(office, payment("甲方"), payment("张三", note="尿毒症", kind=""))) == {"person_sensitive"}


@pytest.mark.parametrize(
    ("payee", "activity", "kind"),
    [("张三", "大病救助", "个人"), ("受益人B1", "白血病救助", "个人"), ("白血病患者", "白血病救助", "个人"),
     ("高一新生", "住幸福路12号", "个人"), ("江边小学", "白血病救助", "个人"), ("林氏医院", "白血病救助", "事业单位"),
     ("张三", "幸福路小学助学", "个人"), ("金山村", "白血病救助", "个人"), ("白沙镇", "住幸福路12号", "个人"),
     ("何厝村", "脑瘫救助", ""), ("李家庄", "脑瘫救助", "个人"), ("张某某", "脑瘫救助", "个人"), ("高龄", "脑瘫救助", "个人")],
)  # fmt: skip
def test_programmes_for_the_sick_and_groups_of_people_name_nobody(
    office: Office, payee: str, activity: str, kind: str
) -> None:
    assert write(office, payment(payee, activity, kind=kind)) == {}
