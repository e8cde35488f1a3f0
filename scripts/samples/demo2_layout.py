"""The files of demo2: a small office that keeps fewer columns, in headings of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samples.demo2 import build_demo2
from samples.demo2_world import FEDERATION, PERIODS
from samples.demo_cells import Style
from samples.demo_columns import columns_of
from samples.demo_layout import ledger_plans, records_of
from samples.demo_organisation import federation_text
from samples.demo_records import Demo
from samples.demo_register_sheets import register_plans
from samples.sheets import csv_bytes, workbook_bytes

_PLATFORM = "全国慈善信息公开平台"
_DONATION_COLUMNS = (
    columns_of(
        "serial_no=编号 date=捐款时间 donor=捐款单位/个人 donor_kind=捐赠主体 amount=捐款数额 channel=来源渠道 "
        "programme=公益项目 purpose=定向用途 fund=资金来源 is_restricted=定向/非定向 form=捐赠类型 quantity=物资数量 "
        "unit=计量单位 valuation_basis=计价依据 receipt_no=公益票据号 consents_to_publish=是否公开姓名 note=附注"
    ),
)
_DISBURSEMENT_COLUMNS = (
    columns_of(
        "serial_no=编号 date=拨款日期 payee=发放对象 payee_kind=对象类别 programme=公益项目 activity=支出事项 "
        "purpose=款项用途 beneficiary_count=受助人数 unit=受益单位 unit_amount=补助标准 amount=拨款金额 form=形式 "
        "fund=列支资金 cost_class=成本类别 approval_no=批复文号 donor=所用捐赠 payment_no=支付凭证号"
    ),
)
_STYLES = {
    "2019H1": (Style("捐款登记.xlsx", dates="cell"), Style("支出登记.csv", dates="dot")),
    "2019H2": (Style("捐款登记.csv", dates="chinese", amounts="comma"), Style("支出登记.xlsx", by_programme=True)),
    "2020H1": (Style("账册.xlsx", dates="mixed", amounts="mixed"), Style("账册.xlsx", dates="cell")),
    "2020H2": (Style("捐款登记.csv", dates="slash"), Style("支出登记.csv", has_total=False)),
}


def demo2_files() -> dict[str, bytes]:
    """Every file of the sample: path below data/raw → bytes."""
    demo = build_demo2()
    channels = dict.fromkeys(PERIODS, _PLATFORM)
    files = {"demo2/organisation.toml": federation_text(FEDERATION, False, demo, channels, {}).encode("utf-8")}
    for period in PERIODS:
        for name, content in _period_files(demo, period):
            files[f"demo2/{period}/{name}"] = content
    return files


def _period_files(demo: Demo, period: str) -> Iterator[tuple[str, bytes]]:
    """Income, payments and registers: each a file, or all in one workbook where they are kept so."""
    tables = [
        (style, ledger_plans(FEDERATION, period, records, style, columns))
        for records, style, columns in zip(
            records_of(demo, period), _STYLES[period], (_DONATION_COLUMNS, _DISBURSEMENT_COLUMNS), strict=True
        )
    ]
    registers = register_plans(demo, period, FEDERATION)
    if tables[0][0].file_name == tables[1][0].file_name:
        plans = [plan for _, plans in tables for plan in plans]
        named = zip(plans, ("收入", "支出"), strict=True)
        yield (
            tables[0][0].file_name,
            workbook_bytes([*(replace(plan, name=name) for plan, name in named), *registers]),
        )
        return
    for style, plans in tables:
        yield style.file_name, csv_bytes(plans[0]) if style.is_text else workbook_bytes(plans)
    yield from ((f"{plan.name}.csv", csv_bytes(plan)) for plan in registers)
