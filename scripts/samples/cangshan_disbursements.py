"""Cangshan 拨付支出: the published payments in three sheets, with counts, standards and stated subtotals."""

from __future__ import annotations

from samples.cangshan_common import CLOSING, FEDERATION, columns
from samples.cangshan_east_west import east_west_lines
from samples.cangshan_epidemic import epidemic_lines
from samples.cangshan_relief import festive_lines, other_relief_lines
from samples.sheets import Column, SheetPlan

_LEADING = columns(
    ("serial_no", "序号"),
    ("programme", "项目名称"),
    ("activity", "活动"),
    ("purpose", "用途"),
    ("date", "拨付日期"),
    ("payee", "收款方"),
    ("payee_kind", "收款方类别"),
)
_BENEFICIARIES = tuple(
    Column(key, heading, "发放情况")
    for key, heading in (
        ("beneficiary_count", "人数"),
        ("unit", "计量单位"),
        ("unit_amount", "标准(元)"),
    )
)
_AMOUNT = columns(("amount", "拨付金额"))
_PRECISION = columns(("precision", "精度(±元)"))
_TRAILING = columns(
    ("form", "支出形式"),
    ("fund", "资金池"),
    ("donor", "对应捐赠人"),
    ("approval_no", "批准文号"),
    ("payment_no", "付款凭证号"),
    ("books", "账务归属"),
    ("note", "备注"),
)
_RELIEF_COLUMNS = (*_LEADING, *_BENEFICIARIES, *_AMOUNT, *_PRECISION, *_TRAILING)
_EPIDEMIC_COLUMNS = (*_LEADING, *_AMOUNT, *_PRECISION, *_TRAILING)
_EAST_WEST_COLUMNS = (*_LEADING, *_AMOUNT, *_TRAILING)


def sheet_plans() -> tuple[SheetPlan, ...]:
    """Three sheets: relief and epidemic control in 元 with a precision column, East–West in 万元 as printed."""
    heading = f"{FEDERATION} 2020年上半年拨付支出明细"
    relief = (*festive_lines(), *other_relief_lines())
    return (
        SheetPlan("慰问与助学", f"{heading}(慰问、助困、助学)", "元", _RELIEF_COLUMNS, relief, "programme", CLOSING),
        SheetPlan(
            "疫情防控",
            f"{heading}(疫情防控)",
            "元",
            _EPIDEMIC_COLUMNS,
            epidemic_lines(),
            "programme",
            CLOSING,
        ),
        SheetPlan(
            "东西部协作",
            f"{heading}(东西部协作)",
            "万元",
            _EAST_WEST_COLUMNS,
            east_west_lines(),
            "programme",
            CLOSING,
        ),
    )
