"""Coverage is counted over entries: each that lacks an approval, a receipt or a value lowers it."""

from __future__ import annotations

from typing import Any

import pytest

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key.coverage import FIGURES
from charity_analysis.analysis.key.rule import KeyRule
from conftest import Office

GIFTS = ["捐赠日期", "捐赠人", "捐赠金额", "形式", "票据号", "账务归属"]
PAYMENTS = ["拨付日期", "收款单位", "拨付金额", "批准文号"]


def coverage(office: Office, identifier: str, gifts: list[list[Any]], payments: list[list[Any]]) -> Figure:
    office.workbook("捐赠收入.xlsx", {"捐赠收入": [["单位:元"], GIFTS, *gifts]})
    if payments:
        office.workbook("拨付支出.xlsx", {"拨付支出": [["单位:元"], PAYMENTS, *payments]})
    books = Books(office.ledger(), "2020H1")
    return FIGURES[identifier](KeyRule(identifier, identifier, "share", "formula"), books)


GIFT = ["2020-01-05", "甲", 600, "现金", "A1", "本会"]


def test_approval_numbers_as_worked_by_hand(office: Office) -> None:
    """Of four payments one has an approval number and one has two: 2 ÷ 4."""
    numbers = ["示慈〔2020〕1号", "示慈〔2020〕2号；示慈〔2020〕3号", None, "无"]
    payments = [[f"2020-03-0{day}", f"单位{day}", 100, number] for day, number in enumerate(numbers, start=1)]
    share = coverage(office, "K15", [GIFT], payments)
    assert share.value == pytest.approx(0.5)
    assert len(share.row_ids) == 4


def test_receipts_as_worked_by_hand(office: Office) -> None:
    """Of three gifts one has a receipt number; money of others (受托代理) is no gift of ours: 1 ÷ 3."""
    gifts = [GIFT, ["2020-01-06", "乙", 1, "现金", None, "待核实"], ["2020-01-07", "丙", 2, "现金", "待开", "本会"]]
    share = coverage(office, "K16", [*gifts, ["2020-01-08", "丁", 3, "现金", "A2", "受托代理"]], [])
    assert share.value == pytest.approx(1 / 3)
    assert len(share.row_ids) == 3


def test_goods_valued_as_worked_by_hand(office: Office) -> None:
    """Of two gifts of goods one has a value: 1 ÷ 2; cash does not count."""
    gifts = [
        GIFT,
        ["2020-01-06", "乙", 800, "物资", None, "本会"],
        ["2020-01-07", "丙", "未估值", "物资", None, "本会"],
    ]
    share = coverage(office, "K22", gifts, [])
    assert share.value == pytest.approx(0.5)
    assert len(share.row_ids) == 2


def test_where_there_is_nothing_to_cover_there_is_no_share(office: Office) -> None:
    assert coverage(office, "K22", [GIFT], []).why_missing == "本期账内没有物资捐赠"
    assert coverage(office, "K15", [GIFT], []).why_missing == "本期没有这类记录"
