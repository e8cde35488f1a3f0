"""Small books for tests: registers of funds, gifts and payments of one half-year, as an office keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from conftest import Office

FUND_HEADINGS = ["基金名称", "期初余额", "本期调整", "期末余额", "是否限定"]
GIFT_HEADINGS = ["捐赠日期", "捐赠人", "捐赠金额", "资金池", "是否限定", "票据号", "项目", "渠道", "账务归属"]
PAYMENT_HEADINGS = [
    "拨付日期",
    "收款单位",
    "拨付金额",
    "资金池",
    "批准文号",
    "对应捐赠人",
    "项目",
    "人数",
    "计量单位",
    "账务归属",
    "备注",
]
RECEIPT_HEADINGS = ["日期", "种类", "份数", "项目"]
PLAN_HEADINGS = ["事项", "性质", "项目", "对象", "目标数", "计量单位", "标准(元)", "计划金额"]
_SHEETS = {
    "funds": ("基金期初余额", FUND_HEADINGS),
    "gifts": ("捐赠收入", GIFT_HEADINGS),
    "payments": ("拨付支出", PAYMENT_HEADINGS),
    "receipts": ("票据登记", RECEIPT_HEADINGS),
    "plans": ("计划与承诺", PLAN_HEADINGS),
}


def keep(office: Office, period: str = "2020H1", **tables: Iterable[Sequence[Any]]) -> Office:
    """`office` with one workbook for each of `tables` (funds, gifts, payments, receipts, plans) in `period`."""
    for kind, rows in tables.items():
        title, headings = _SHEETS[kind]
        full = [[*row, *[None] * (len(headings) - len(row))] for row in rows]
        office.workbook(f"../{period}/{title}.xlsx", {title: [[title], ["单位:元"], headings, *full]})
    return office


def told(office: Office, rule: str) -> list[dict[str, Any]]:
    """The findings of `rule` that belong to no file."""
    return [finding for finding in office.clean()["findings"] if finding["rule"] == rule]


def configure(office: Office, text: str) -> Office:
    """`office` with `text` added to its organisation.toml."""
    path = office.raw / "organisation.toml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return office
