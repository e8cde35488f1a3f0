"""One faulty workbook for each check of counting rows: one finding a table and rule, with its rows, sum and remedy."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from conftest import Office

GIFTS = ["到账日期", "捐赠人", "捐赠人类别", "捐赠金额", "项目", "用途", "账务归属", "形式"]
PAYMENTS = ["拨付日期", "收款方", "收款方类别", "人数", "计量单位", "拨付金额", "项目", "用途", "活动", "批准文号", "费用类别", "账务归属"]  # fmt: skip
AGENCY = ["日期", "捐赠方", "捐赠方类别", "接收方", "物资名称", "价值", "账务归属"]
PLANS = ["事项", "性质", "对象", "目标数", "计量单位", "计划金额", "时间"]
RECEIPTS = ["日期", "种类", "份数", "发放对象"]


def gift(**cells: Any) -> list[Any]:
    usual = {"到账日期": "2020-01-07", "捐赠人": "甲公司", "捐赠人类别": "企业", "捐赠金额": 100, "项目": "慈善助学"}
    return [({**usual, **cells}).get(heading) for heading in GIFTS]


def payment(**cells: Any) -> list[Any]:
    usual = {"拨付日期": "2020-01-08", "收款方": "某县财政局", "收款方类别": "政府", "拨付金额": 200, "项目": "慈善助学",
             "批准文号": "甲发〔2020〕1号"}  # fmt: skip
    return [({**usual, **cells}).get(heading) for heading in PAYMENTS]


def found(office: Office, rule: str) -> pd.DataFrame:
    """The findings of `rule`, with the numbers of their rows."""
    ledger = office.ledger()
    findings = ledger.findings[ledger.findings["rule"].eq(rule)]
    numbers = {
        row_id: number
        for name in ("donations", "disbursements", "agency", "receipts", "plans")
        for row_id, number in ledger.tables[name].set_index("row_id")["source_row"].items()
    }
    return findings.assign(rows=[[numbers[row_id] for row_id in ids.split()] for ids in findings["row_ids"]])


def only(office: Office, rule: str) -> Any:
    (finding,) = found(office, rule).itertuples()
    assert finding.severity == "info" or (finding.remedy_zh and finding.message_zh.endswith(finding.remedy_zh))
    return finding


def write_gifts(office: Office, *rows: list[Any]) -> None:
    office.workbook("捐赠收入.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], GIFTS, *rows]})


def write_payments(office: Office, *rows: list[Any], headings: list[str] = PAYMENTS) -> None:
    kept = [PAYMENTS.index(heading) for heading in headings]
    table = [[row[at] for at in kept] for row in rows]
    office.workbook("拨付支出.xlsx", {"拨付": [["拨付支出"], ["单位:元"], headings, *table]})


def test_a_gift_of_a_related_party_is_told(office: Office) -> None:
    write_gifts(office, gift(), gift(捐赠人="副会长", 捐赠人类别="关联方个人", 捐赠金额=30))
    finding = only(office, "related_party")
    assert (finding.cell, finding.rows) == ("B5", [5])
    assert "1 笔（30.00 元）" in finding.message_zh
    assert "30 日内公开" in finding.remedy_zh


def test_money_in_uncertain_books_counts_and_is_told_with_its_sum(office: Office) -> None:
    write_payments(office, payment(), payment(账务归属="待核实", 拨付金额=7), payment(账务归属="待核实", 拨付金额=8))
    finding = only(office, "books_uncertain")
    assert (finding.cell, finding.rows) == ("L5", [5, 6])
    assert "15.00 元" in finding.message_zh
    assert office.ledger().disbursements["amount_fen"].sum() == 21_500


def test_agency_and_partner_money_stand_beside_the_totals(office: Office) -> None:
    rows = [
        ["2020-02-01", "甲公司", "企业", "某分局", "豆制品", 130, "受托代理"],
        ["2020-02-02", "乙公司", "企业", "某分局", "口罩", "未估值", "受托代理"],
        ["2020-02-03", "街道办", "机关", "学生", "助学金", 6, "合作方"],
    ]
    office.workbook("受托代理.xlsx", {"代理": [["受托代理"], ["单位:元"], AGENCY, *rows]})
    agency, partner = only(office, "agency_beside"), only(office, "partner_beside")
    assert (agency.rows, partner.rows) == ([4, 5], [6])
    assert "2 笔（130.00 + — 元" in agency.message_zh
    assert "1 笔（6.00 元" in partner.message_zh


def test_a_transfer_to_a_body_needs_an_approval_number_and_a_payment_to_people_does_not(office: Office) -> None:
    write_payments(
        office,
        payment(),
        payment(批准文号=None, 拨付金额=50),
        payment(批准文号=None, 收款方类别="个人", 收款方="困难群众"),
        payment(批准文号=None, 收款方类别="供应商", 费用类别="管理费用"),
        payment(批准文号=None, 账务归属="合作方"),
        payment(批准文号=None, 收款方类别=None),
    )
    finding = only(office, "approval_missing")
    assert (finding.cell, finding.rows) == ("J5", [5])
    assert "1 笔（50.00 元）" in finding.message_zh


@pytest.mark.parametrize("text", ["无", "待补", "/", "—", "暂无"])
def test_words_for_no_approval_are_none_and_a_refund_needs_none(office: Office, text: str) -> None:
    write_payments(
        office,
        payment(),
        payment(批准文号=text, 拨付金额=50),
        payment(批准文号="会长办公会纪要", 拨付金额=60),
        payment(批准文号=None, 拨付金额=-70, 备注="退款"),
    )
    finding = only(office, "approval_missing")
    assert (finding.cell, finding.rows) == ("J5", [5])


def test_a_ledger_without_a_column_of_approval_numbers_is_told_so_once(office: Office) -> None:
    headings = [heading for heading in PAYMENTS if heading != "批准文号"]
    write_payments(office, payment(), payment(拨付金额=50), headings=headings)
    finding = only(office, "approval_not_kept")
    assert (finding.cell, finding.rows) == ("B4", [4, 5])
    assert "250.00 元" in finding.message_zh
    assert found(office, "approval_missing").empty


@pytest.mark.parametrize(
    ("donor", "kind"), [("19家企业(未列名)", "企业"), ("各界爱心人士", "社会各界"), ("网友(汇总)", None)]
)
def test_a_sum_of_donors_who_are_not_listed_is_told(office: Office, donor: str, kind: str | None) -> None:
    write_gifts(office, gift(), gift(捐赠人=donor, 捐赠人类别=kind, 捐赠金额=190))
    finding = only(office, "donors_not_listed")
    assert (finding.cell, finding.rows) == ("B5", [5])
    assert "190.00 元" in finding.message_zh


def test_payments_to_people_without_their_number_are_told(office: Office) -> None:
    people = payment(收款方="困难群众", 收款方类别="个人", 人数=3, 计量单位="人")
    write_payments(office, people, payment(收款方="困难学生", 收款方类别="个人"), payment())
    finding = only(office, "beneficiaries_not_stated")
    assert (finding.cell, finding.rows, finding.severity) == ("D5", [5], "info")


def test_a_text_that_counts_in_another_unit_than_its_row_is_told(office: Office) -> None:
    rows = [
        ["26名特困户慰问", "计划", "26名特困户", 26, "户", 260, "春节"],
        ["26户特困户(26名)慰问", "计划", "特困户", 26, "户", 260, "春节"],
        ["发放26箱牛奶", "计划", "2026名学生", 26, "户", 260, "春节"],
    ]
    office.workbook("计划.xlsx", {"计划": [["工作计划"], ["单位:元"], PLANS, *rows]})
    finding = only(office, "unit_mixed")
    assert (finding.cell, finding.rows) == ("A4", [4])
    assert "“26名特困户慰问”的计量单位与该行的“户”不一致（共 1 行）" in finding.message_zh


def test_a_payee_counted_in_another_unit_is_told(office: Office) -> None:
    people = payment(收款方="19名特困户", 收款方类别="个人", 人数=19, 计量单位="户")
    write_payments(office, payment(收款方="19户特困户", 收款方类别="个人", 人数=19, 计量单位="户"), people)
    assert (only(office, "unit_mixed").rows, only(office, "unit_mixed").cell) == ([5], "B5")


def test_a_purpose_of_another_programme_is_told_with_both(office: Office) -> None:
    write_payments(
        office,
        payment(项目="东西部协作", 用途="疫情防控(某县疫情防控工作)", 拨付金额=100),
        payment(项目="疫情防控", 用途="抗疫物资"),
        payment(项目="慈善助学", 用途="日常捐赠"),
        payment(项目="慈善助学", 用途="困难学生生活费"),
    )
    finding = only(office, "purpose_crosses")
    assert (finding.cell, finding.rows, finding.severity) == ("H4", [4], "info")
    assert "（100.00 元）的用途属于另一项目（首例：项目“东西部协作”，用途“疫情防控”）" in finding.message_zh


def test_an_invoice_is_no_donation_receipt(office: Office) -> None:
    rows = [
        ["2020-01-23", "捐资发票", 19, "企业"],
        ["2020-01-24", "公益事业捐赠统一票据(收据联)", 3, "企业"],
        ["2020-01-25", "爱心企业牌匾", 19, "企业"],
        ["2020-01-26", "收款收据", 2, "个人"],
    ]
    office.workbook("票据登记.xlsx", {"票据": [["票据登记"], RECEIPTS, *rows]})
    finding = only(office, "receipt_kind_unlawful")
    assert (finding.cell, finding.rows) == ("B3", [3, 6])
    assert "“捐资发票”" in finding.message_zh


def test_a_plan_without_number_and_amount_has_no_target(office: Office) -> None:
    rows = [
        ["慰问", "计划", "老人", 26, "户", None, "春节"],
        ["助学", "计划", "学生", None, None, None, "8-9月"],
        ["助医", "承诺", "病人", None, None, None, "未载明"],
        ["年度报告", "信息公开", "社会", None, None, None, None],
    ]
    office.workbook("计划.xlsx", {"计划": [["工作计划"], ["单位:元"], PLANS, *rows]})
    finding = only(office, "plan_without_target")
    assert (finding.cell, finding.rows) == ("A5", [5, 6])
    assert "2 项计划或承诺没有名额和金额，其中 1 项也没有时间" in finding.message_zh


def test_a_list_without_a_total_over_all_its_rows_is_told_its_sum(office: Office) -> None:
    half = ["小计", None, None, 300]
    write_gifts(office, gift(捐赠金额=100), gift(捐赠金额=200), half, gift(捐赠金额=5))
    finding = only(office, "total_not_stated")
    assert finding.rows == [4, 5, 7]
    assert "3 行没有写明涵盖全部的合计；按行相加为 305.00 元" in finding.message_zh


@pytest.mark.parametrize("stated", [300, 301, "见附表"])
def test_a_total_that_is_stated_is_not_missing_whatever_it_says(office: Office, stated: object) -> None:
    write_gifts(office, gift(捐赠金额=100), gift(捐赠金额=200), ["合计", None, None, stated])
    assert found(office, "total_not_stated").empty


def test_one_row_is_its_own_total(office: Office) -> None:
    write_gifts(office, gift())
    assert found(office, "total_not_stated").empty


def test_rows_that_are_held_as_repeats_take_no_part(office: Office) -> None:
    related = [
        gift(捐赠人=f"副会长{name}", 捐赠人类别="关联方个人", 捐赠金额=30 + at) for at, name in enumerate("甲乙丙丁戊")
    ]
    write_gifts(office, *related)
    office.workbook("副本.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], GIFTS, *related, gift()]})
    counted = set(office.ledger().donations["row_id"])
    findings = office.ledger().findings
    told = findings[findings["rule"].isin(["related_party", "total_not_stated"])]
    assert len(office.ledger().held) == 5
    assert {row_id for ids in told["row_ids"] for row_id in ids.split()} <= counted
