"""Cangshan 拨付支出: the payments of epidemic control."""

from __future__ import annotations

from samples.cangshan_common import EPIDEMIC_FUND, KINDERGARTEN, KINDERGARTEN_FUND, UNDATED_IN_PERIOD, reference
from samples.cangshan_payment import cash_payment
from samples.sheets import Cell, Line, Total


def epidemic_lines() -> tuple[Line, ...]:
    """Two payments above their stated subtotal; the remainder paid on 28 April comes after it."""
    point = "第一部分第3项"
    epidemic: dict[str, Cell] = {"programme": "疫情防控"}
    return (
        cash_payment(
            UNDATED_IN_PERIOD,
            "第三方供应商(未列名)",
            "供应商",
            "502000",
            EPIDEMIC_FUND,
            reference(point, "先后多笔,报告未列采购明细"),
            activity="委托第三方采购防控物资",
            purpose="疫情防控(采购防控物资,交区应急指挥部统筹使用)",
            precision=500,
            **epidemic,
        ),
        cash_payment(
            UNDATED_IN_PERIOD,
            "福州市第二医院疫情防控一线医护人员",
            "个人(医护)",
            "29312.17",
            KINDERGARTEN_FUND,
            reference(point),
            activity="定向慰问医护",
            purpose="疫情防控(慰问一线医护人员)",
            donor=KINDERGARTEN,
            **epidemic,
        ),
        Total("小计", {"amount": "53.13万元"}),
        cash_payment(
            "2020-04-28",
            "区卫健局专户",
            "政府",
            "3671500",
            EPIDEMIC_FUND,
            reference(point, "剩余善款;所引条款主语为区红十字会"),
            activity="剩余善款汇区卫健局专户",
            purpose="疫情防控(专项用于医防物资购买)",
            approval_no="仓防控应急〔2020〕8号",
            precision=50,
            **epidemic,
        ),
    )
