"""Sheets that are no ledger: refused with what they are, and never counted as gifts or payments."""

from __future__ import annotations

from typing import Any

import pytest

from charity_analysis.rules import column_rules, other_sheet_rules, table_rules
from conftest import Office, rules_found

PAYROLL = [
    ["序号", "姓名", "部门", "基本工资", "岗位工资", "实发工资", "发放日期"],
    [1, "甲", "办公室", 3000, 500, 3500, "2020-01-10"],
]
PAYROLL_LIKE_A_LEDGER = [["发放日期", "领款人", "实发金额", "支付金额", "备注"], ["2020-01-10", "甲", 3500, 3500, ""]]
NEEDY = [
    ["序号", "姓名", "性别", "身份证号", "家庭住址", "致贫原因"],
    [1, "甲", "男", "350102190001011234", "某村", "因病"],
]
NEEDY_LIKE_A_LEDGER = [
    ["发放日期", "受助人", "救助金额", "身份证号", "家庭住址"],
    ["2020-01-10", "甲", 500, "3501", "某村"],
]
BANK = [["交易日期", "对方户名", "借方发生额", "贷方发生额", "余额"], ["2020-01-10", "甲", 0, 500, 900]]
ATTENDANCE = [["姓名", "出勤天数", "迟到", "请假"], ["甲", 20, 1, 0]]
CONTACTS = [["姓名", "职务", "联系电话", "邮箱"], ["甲", "会长", "1", "a@b"]]
BUDGET = [["拨付日期", "收款单位", "拨付金额"], ["2020-12-01", "某医院", 500_000]]
GIFTS = [["捐赠日期", "捐赠人", "捐赠金额"], ["2020-01-10", "甲公司", 500_000]]
PLEDGES = [
    ["认捐日期", "认捐单位", "金额", "捐赠人", "日期"],
    ["2020-01-10", "甲公司", 500_000, "甲公司", "2020-01-10"],
]
STOCK = [["品名", "规格", "入库数量", "出库数量", "结存数量"], ["口罩", "箱", 10, 3, 7]]


@pytest.mark.parametrize(
    ("title", "rows", "kind"),
    [
        ("2020年1月工资表", PAYROLL, "工资表"),
        ("", PAYROLL, "工资表"),
        ("1月工资发放表", PAYROLL_LIKE_A_LEDGER, "工资表"),
        ("受助人名单", NEEDY, "受助人名单"),
        ("", NEEDY, "受助人名单"),
        ("困难群众花名册", NEEDY_LIKE_A_LEDGER, "受助人名单"),
        ("", NEEDY_LIKE_A_LEDGER, "受助人名单"),
        ("", BANK, "银行流水"),
        ("", ATTENDANCE, "考勤表"),
        ("通讯录", CONTACTS, "通讯录"),
        ("", CONTACTS, "通讯录"),
        ("2020年支出预算表", BUDGET, "预算表"),
        ("慈善一日捐认捐名单", GIFTS, "认捐名单"),
        ("", PLEDGES, "认捐名单"),
        ("", STOCK, "物资库存表"),
    ],
)
def test_a_sheet_that_is_no_ledger_is_refused_and_says_what_it_is(
    office: Office, title: str, rows: list[list[Any]], kind: str
) -> None:
    office.workbook("杂.xlsx", {"Sheet1": [[title], ["单位:元"], *rows]})
    entry = office.clean_one()
    assert (entry["status"], rules_found(entry)) == ("rejected", {"not_a_ledger"})
    assert kind in entry["findings"][0]["message"]
    assert sum(table["clean_fen"] for table in entry["tables"]) == 0
    assert office.ledger().held.empty


def test_a_payroll_beside_a_ledger_costs_only_its_own_sheet(office: Office) -> None:
    gifts = [["捐赠收入"], ["单位:元"], ["捐赠日期", "捐赠人", "捐赠金额"], ["2020-01-07", "甲", 5]]
    office.workbook("捐赠.xlsx", {"捐赠": gifts, "工资": [["工资表"], *PAYROLL]})
    entry = office.clean_one()
    assert (entry["status"], rules_found(entry)) == ("clean", {"not_a_ledger"})
    assert sum(table["clean_fen"] for table in entry["tables"]) == 500


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["捐赠收入"],
            ["单位:元"],
            ["捐赠日期", "捐赠人", "捐赠金额", "性别", "联系电话", "家庭住址"],
            ["2020-01-07", "甲", 5, "男", "1", "某村"],
        ],
        [
            ["救助金拨付明细"],
            ["单位:元"],
            ["发放日期", "受助人", "救助金额", "身份证号", "家庭住址"],
            ["2020-01-07", "甲", 5, "3", "某村"],
        ],
        [["支出明细"], ["单位:元"], ["日期", "收款单位", "金额", "联系电话"], ["2020-01-07", "工资表印刷厂", 5, "1"]],
    ],
)
def test_a_ledger_that_says_more_of_its_people_is_still_a_ledger(office: Office, rows: list[list[Any]]) -> None:
    office.workbook("账.xlsx", {"Sheet1": rows})
    entry = office.clean_one()
    assert entry["status"] == "clean"
    assert sum(table["clean_fen"] for table in entry["tables"]) == 500


def test_the_rules_of_other_sheets_name_no_heading_that_a_ledger_requires() -> None:
    required = {
        word
        for kind in ("donations", "disbursements")
        for name in table_rules()[kind].required
        for word in column_rules(kind)[name].synonyms
    }
    for rule in other_sheet_rules():
        assert rule.applies in {"always", "untitled", "incomplete"}
        assert not rule.headings & required, rule.code
        assert set(rule.labels) == {"zh", "en"}
