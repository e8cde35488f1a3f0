"""A change of one row changes exactly the figures that cite it, over K1–K27 and every kind of row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.ledger.ledger import Ledger
from conftest import Office

PERIOD = "2020H1"
TOML = """name = "测试慈善总会"
kind = "foundation"
public_fundraising = true
[years.2019]
net_assets_yuan = "5000.00"
restricted_not_yet_usable_yuan = "100.00"
released_from_time_restriction_yuan = "50.00"
"""
GIFTS = [
    "到账日期",
    "捐赠人",
    "捐赠人类别",
    "捐赠金额",
    "形式",
    "项目",
    "渠道",
    "资金池",
    "是否限定",
    "票据号",
    "账务归属",
]
PAYMENTS = [
    "拨付日期",
    "收款方",
    "收款方类别",
    "拨付金额",
    "项目",
    "人数",
    "计量单位",
    "标准(元)",
    "资金池",
    "批准文号",
    "费用类别",
    "对应捐赠人",
    "账务归属",
]
AGENCY = ["日期", "捐赠方", "接收方", "物资名称", "数量", "价值", "账务归属"]
FUNDS = ["资金池", "期初余额", "是否限定", "设立人"]
PLANS = ["事项", "性质", "项目", "对象", "时间", "目标数", "计量单位", "计划金额", "里程碑", "所属期间"]
NO = "非限定性"


def gift(day: str, donor: str, yuan: float, *rest: Any) -> list[Any]:
    """A gift; `rest` overrides form, programme, channel, fund, restriction, receipt and books, in this order."""
    usual: list[Any] = ["现金", "慈善助学", "日常捐赠", "一般资金", NO, None, "本会"]
    return [day, donor, "企业", yuan, *rest, *usual[len(rest) :]]


def payment(day: str, payee: str, kind: str, yuan: float, *rest: Any) -> list[Any]:
    """A payment; `rest` overrides programme, count, unit, standard, fund, approval, cost class, donor and books."""
    usual: list[Any] = ["慈善助学", None, None, None, "一般资金", None, "业务活动成本", None, "本会"]
    return [day, payee, kind, yuan, *rest, *usual[len(rest) :]]


BOOKS: dict[str, dict[str, list[list[Any]]]] = {
    "2019H1": {
        "捐赠收入": [
            GIFTS,
            gift("2019-03-01", "甲公司", 900),
            gift("2019-03-02", "乙公司", 700, "现金", "慈善助学", "日常捐赠", "一般资金", NO, None, "待核实"),
        ],
        "拨付支出": [
            PAYMENTS,
            payment("2019-04-01", "丙校", "事业单位", 500),
            payment(
                "2019-04-02", "庚村", "个人", 30, "慈善助困", None, None, None, "一般资金", None, None, None, "待核实"
            ),
        ],
        "基金期初余额": [FUNDS, ["一般资金", 3000, NO, None], ["甲基金", 200, "限定性", "甲公司"]],
    },
    "2019H2": {
        "捐赠收入": [GIFTS, gift("2019-09-01", "甲公司", 800), gift("2019-09-02", "丁公司", 600)],
        "拨付支出": [PAYMENTS, payment("2019-10-01", "丙校", "事业单位", 450)],
        "工作计划": [
            PLANS,
            ["助困", "计划", "慈善助困", "家庭", "6月", 10, "户", 1500, None, "2020H1"],
            ["甲公司认捐", "认捐", "慈善助学", "甲基金", "6月", None, None, 1000, None, "2020H1"],
            ["一季度公示", "信息公开", None, "公众", "2020-04-30", None, None, None, "2020-04-28", "2020H1"],
        ],
    },
    "2020H1": {
        "捐赠收入": [
            GIFTS,
            gift("2020-01-05", "甲公司", 1000, "现金", "慈善助学", "日常捐赠", "甲基金", "限定性", "A001"),
            gift("2020-02-05", "乙公司", 320, "物资", "慈善助困"),
            gift("2020-03-05", "戊公司", 640, "现金", "慈善一日捐", "慈善一日捐", "一般资金", NO, "A002"),
            gift("2020-03-06", "己公司", 75, "现金", "慈善助学", "日常捐赠", "一般资金", NO, None, "待核实"),
            gift("2020-03-21", "某银行", 12.5, "现金", None, "利息"),
        ],
        "拨付支出": [
            PAYMENTS,
            payment(
                "2020-02-01",
                "丙校",
                "事业单位",
                400,
                "慈善助学",
                4,
                "人",
                100,
                "甲基金",
                "示慈〔2020〕1号",
                "业务活动成本",
                "甲公司",
            ),
            payment(
                "2020-03-01",
                "辛校",
                "事业单位",
                600,
                "慈善助学",
                6,
                "人",
                100,
                "甲基金",
                "示慈〔2020〕2号",
                "业务活动成本",
                "甲公司",
            ),
            payment("2020-03-02", "某街道", "政府账户", 700, "慈善助困", 7, "户", 100),
            payment("2020-03-03", "文具店", "供应商", 35, None, None, None, None, "一般资金", None, "管理费用"),
            payment("2020-03-04", "印刷店", "供应商", 20, None, None, None, None, "一般资金", None, "筹资费用"),
            payment(
                "2020-03-05", "庚村", "个人", 55, "慈善助困", None, None, None, "一般资金", None, None, None, "待核实"
            ),
        ],
        "受托代理": [AGENCY, ["2020-02-02", "壬公司", "某医院", "口罩", 50, 260, "受托代理"]],
    },
}
# Of the figures that are plain sums of rows: where one cites a row, it changes by what the row changes by.
SUMS = ("K1", "K2", "K4", "K5")
MONEY = {
    "donations": "amount_fen",
    "disbursements": "amount_fen",
    "agency": "amount_fen",
    "plans": "amount_fen",
    "funds": "opening_balance_fen",
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A small office with three half-years and all kinds of rows, none of them held."""
    office = Office(tmp_path_factory.mktemp("office"))
    (office.raw / "organisation.toml").write_text(TOML, encoding="utf-8")
    for period, tables in BOOKS.items():
        for name, rows in tables.items():
            write(office.raw / period, name, rows)
    ledger = office.ledger()
    assert ledger.held.empty
    assert all(len(ledger.tables[name]) for name in MONEY)
    return ledger


@pytest.fixture(scope="module")
def before(books: Ledger) -> dict[str, Figure]:
    """The figures of the office as it stands."""
    return every(books)


def write(folder: Path, name: str, rows: list[list[Any]]) -> None:
    folder.mkdir(exist_ok=True)
    book = Workbook()
    for row in ([name], ["单位:元"], *rows):
        book.active.append(row)
    book.save(folder / f"{name}.xlsx")


def every(ledger: Ledger) -> dict[str, Figure]:
    """All figures and their parts, by a key that is theirs alone."""
    return {key: one for figure in key_figures(ledger, PERIOD) for key, one in _with_parts(figure)}


def _with_parts(figure: Figure) -> Iterator[tuple[str, Figure]]:
    yield figure.id, figure
    yield from ((f"{figure.id}/{part.id}", part) for part in figure.parts)


def cites(figure: Figure | None, row_id: str) -> bool:
    """True where the row stands behind the figure, or behind a part of it."""
    return figure is not None and (row_id in figure.row_ids or any(cites(part, row_id) for part in figure.parts))


def said(figure: Figure | None) -> tuple[Any, ...] | None:
    """What a figure gives: value, precision and rows, without the words around them."""
    if figure is None:
        return None
    return figure.value, figure.halfwidth, figure.row_ids, tuple((part.id, said(part)) for part in figure.parts)


def changed(ledger: Ledger, table: str, place: int, difference_fen: int) -> tuple[Ledger, str]:
    """`ledger` with one amount that is other by `difference_fen`, and the id of its row."""
    rows = ledger.tables[table].copy()
    column = rows.columns.get_loc(MONEY[table])
    if not isinstance(rows.iloc[place, column], int) and rows.isna().iloc[place, column]:
        return ledger, rows["row_id"].iloc[place]
    rows.iloc[place, column] += difference_fen
    return replace(ledger, tables={**ledger.tables, table: rows}), rows["row_id"].iloc[place]


@pytest.mark.parametrize("table", sorted(MONEY))
def test_a_change_of_one_row_changes_exactly_the_figures_that_cite_it(
    books: Ledger, before: dict[str, Figure], table: str
) -> None:
    """Every row of the table in turn, by 987.65 yuan: a law of so few rows is tried on all of them rather than on some by chance."""
    difference_fen = 98_765
    for place in range(len(books.tables[table])):
        other, row_id = changed(books, table, place, difference_fen)
        after = every(other)
        for key in before.keys() | after.keys():
            old, new = before.get(key), after.get(key)
            if not cites(old, row_id) and not cites(new, row_id):
                assert said(old) == said(new), f"{key} changed with a {table} row that it does not cite"
        for key in SUMS:
            if cites(before[key], row_id):
                assert after[key].value == (before[key].value or 0) + difference_fen, key


def test_the_change_of_a_gift_reaches_income_and_leaves_spending_alone(
    books: Ledger, before: dict[str, Figure]
) -> None:
    """戊公司 gives 1 yuan more: K1 and K2 rise by just that, K4 and K5 stay."""
    place = books.donations["donor"].tolist().index("戊公司")
    other, _ = changed(books, "donations", place, 100)
    after = every(other)
    assert [(after[key].value or 0) - (before[key].value or 0) for key in SUMS] == [100, 100, 0, 0]


def test_money_of_others_changes_no_figure_at_all(books: Ledger, before: dict[str, Figure]) -> None:
    other, _ = changed(books, "agency", 0, 12_345)
    assert {key: said(one) for key, one in before.items()} == {key: said(one) for key, one in every(other).items()}


def test_the_small_office_reaches_most_figures(before: dict[str, Figure]) -> None:
    """What the law above is worth rests on how many figures have a value here, or parts that do."""
    given_ids = {key.split("/")[0] for key, one in before.items() if one.value is not None}
    assert {figure.split("/")[0] for figure in before} - given_ids == {"K7"}
