"""The demo's files: which table of which period is kept in what manner, and the sheets that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from samples.demo import build_demo
from samples.demo_cells import Style, disbursement_cells, donation_cells, total_cell
from samples.demo_columns import DISBURSEMENT_COLUMNS, DONATION_COLUMNS
from samples.demo_organisation import organisation_text
from samples.demo_records import PERIODS, Demo, Disbursement, Donation
from samples.demo_register_sheets import register_plans
from samples.demo_world import FEDERATION
from samples.sheets import Cell, Column, Line, SheetPlan, Total, csv_bytes, workbook_bytes

Record = Donation | Disbursement
Records = Sequence[Record]
ToCells = Callable[..., Mapping[str, Cell]]
_TEXT_REGISTERS = {"2016H2", "2018H2", "2020H2"}
_DONATION_STYLES = {
    "2016H1": Style("捐赠收入.xlsx", dates="cell"),
    "2016H2": Style("捐款明细.csv", hand=1, dates="slash", amounts="comma"),
    "2017H1": Style("捐赠收入.xlsx", hand=1, unit="万元", dates="chinese", by_quarter=True),
    "2017H2": Style("捐赠台账.csv", has_total=False),
    "2018H1": Style("捐赠收入.xlsx", hand=2, dates="mixed", amounts="mixed", by_programme=True),
    "2018H2": Style("捐赠明细.csv", hand=1, dates="chinese", amounts="comma"),
    "2019H1": Style("接收捐赠.csv", hand=1, dates="dot", amounts="mixed"),
    "2019H2": Style("捐赠收入.csv", unit="万元"),
    "2020H1": Style("捐赠收入.xlsx", hand=1, dates="mixed", by_quarter=True),
    "2020H2": Style("捐款明细.csv", hand=1, dates="dot", has_total=False),
}
_DISBURSEMENT_STYLES = {
    "2016H1": Style("拨付支出.xlsx", by_programme=True),
    "2016H2": Style("支出明细.csv", hand=1, dates="dot", has_total=False),
    "2017H1": Style("拨付支出.xlsx", hand=1, unit="万元", dates="cell"),
    "2017H2": Style("拨付支出.xlsx", hand=2, dates="mixed", amounts="mixed", by_quarter=True),
    "2018H1": Style("资助明细.csv", dates="slash", amounts="comma"),
    "2018H2": Style("拨付支出.xlsx", hand=1, dates="dot", by_programme=True),
    "2019H1": Style("支出明细.csv", hand=1, unit="万元", dates="chinese"),
    "2019H2": Style("拨付支出.xlsx", unit="万元", dates="cell", by_programme=True),
    "2020H1": Style("拨付支出.xlsx", hand=2, dates="cell", amounts="mixed", by_programme=True),
    "2020H2": Style("支出明细.csv", dates="dash", amounts="comma"),
}


def demo_files() -> dict[str, bytes]:
    """Every file of the sample: path below data/raw → bytes."""
    demo = build_demo()
    files = {"demo/organisation.toml": organisation_text(demo).encode("utf-8")}
    for period in PERIODS:
        for name, content in _period_files(demo, period):
            files[f"demo/{period}/{name}"] = content
    return files


def _period_files(demo: Demo, period: str) -> Iterator[tuple[str, bytes]]:
    income, payments = records_of(demo, period)
    for records, styles, hands in (
        (income, _DONATION_STYLES, DONATION_COLUMNS),
        (payments, _DISBURSEMENT_STYLES, DISBURSEMENT_COLUMNS),
    ):
        plans = ledger_plans(FEDERATION, period, records, styles[period], hands)
        is_text = styles[period].is_text
        yield styles[period].file_name, csv_bytes(plans[0]) if is_text else workbook_bytes(plans)
    registers = register_plans(demo, period)
    if period in _TEXT_REGISTERS:
        yield from ((f"{plan.name}.csv", csv_bytes(plan)) for plan in registers)
    else:
        yield "其他登记.xlsx", workbook_bytes(registers)


def records_of(demo: Demo, period: str) -> tuple[Records, Records]:
    """The rows of the income ledger and those of the payments ledger of one half-year, each in date order."""
    income = [row for row in (*demo.donations, *demo.other_income) if row.period == period]
    return sorted(income, key=_day), [payment for payment in demo.disbursements if payment.period == period]


def ledger_plans(
    federation: str, period: str, records: Records, style: Style, hands: Sequence[tuple[Column, ...]]
) -> list[SheetPlan]:
    """The sheets of one file of income or payments: one for the half-year, or one per quarter."""
    is_income = isinstance(records[0], Donation)
    table, to_cells = ("捐赠收入", donation_cells) if is_income else ("拨付支出", disbursement_cells)
    plans = []
    for name, when, part in _parts(period, records, style):
        title = f"{federation} {when}{table}明细(合成数据)"
        merged_key = "programme" if style.by_programme and not style.is_text else None
        lines = _lines(part, style, to_cells)
        plans.append(SheetPlan(name, title, style.unit, hands[style.hand], lines, merged_key, (signature(period),)))
    return plans


def _parts(period: str, records: Records, style: Style) -> Iterator[tuple[str, str, Records]]:
    """(sheet name, time in words, records) of each sheet."""
    year, half = period.split("H")
    if not style.by_quarter:
        yield f"{period}", f"{year}年{'上下'[int(half) - 1]}半年", records
        return
    for quarter, part in groupby(records, key=_quarter):
        name = f"第{'一二三四'[quarter]}季度"
        yield name, f"{year}年{name}", list(part)


def _day(record: Record) -> date:
    return record.received if isinstance(record, Donation) else record.paid


def _quarter(record: Record) -> int:
    return (_day(record).month - 1) // 3


def _lines(records: Records, style: Style, to_cells: ToCells) -> list[Line]:
    """Data lines, with a 小计 under each programme where the sheet is kept by programme, and the 合计 last."""
    if style.by_programme:
        records = sorted(records, key=lambda record: record.programme)
    lines: list[Line] = []
    for place, record in enumerate(records):
        lines.append(to_cells(record, place, style))
        is_last_of_programme = place + 1 == len(records) or records[place + 1].programme != record.programme
        if style.by_programme and is_last_of_programme:
            group_fen = sum(other.amount_fen for other in records if other.programme == record.programme)
            lines.append(Total("小计", {"amount": total_cell(group_fen, style)}))
    if style.has_total:
        lines.append(Total("合计", {"amount": total_cell(sum(record.amount_fen for record in records), style)}))
    return lines


def signature(period: str) -> str:
    """The line under a table: no person's name, and a day shortly after the period."""
    year, half = int(period[:4]), int(period[-1])
    return f"制表:财务组    审核:秘书处    日期:{year}年7月5日" if half == 1 else _january(year + 1)


def _january(year: int) -> str:
    return f"制表:财务组    审核:秘书处    日期:{year}年1月6日"
