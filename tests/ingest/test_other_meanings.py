"""What looks like more of the same table but says that it is something else: other money, another unit, no income."""

from __future__ import annotations

from typing import Any

import pytest

from charity_analysis.ingest.sheets import Sheet
from charity_analysis.ingest.tables import Table, find_tables

HEADINGS = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "备注"]
HEAD = [["捐赠收入"], ["单位:元"], HEADINGS]


def read(rows: list[list[Any]], name: str = "表") -> list[Table]:
    return find_tables(Sheet(name, rows), "")[0]


def gift(number: int, amount: Any = 100.0) -> list[Any]:
    return [number, f"2020-01-0{number}", "甲公司", amount, ""]


def rules(table: Table) -> set[str]:
    return {finding.rule for finding in table.findings}


def is_counted(tables: list[Table], row: int) -> bool:
    return any(row in table.rows and row not in table.doubts and not table.is_refused for table in tables)


# --- a second header whose words differ ----------------------------------------------------------------------


def test_a_second_header_with_another_unit_begins_a_table_in_that_unit() -> None:
    first, second = read([*HEAD, gift(1), [*HEADINGS[:3], "捐赠金额(万元)", "备注"], gift(2)])
    assert (first.unit, first.rows, second.unit, second.rows) == ("元", [3], "万元", [5])


@pytest.mark.parametrize("amount", ["捐赠金额(美元)", "认捐金额", "退款金额", "拨付金额", "数量(件)", "万元"])
def test_rows_below_a_header_of_other_money_do_not_count(amount: str) -> None:
    tables = read([*HEAD, gift(1), [*HEADINGS[:3], amount, "备注"], gift(2)])
    assert is_counted(tables, 3)
    assert not is_counted(tables, 5)
    assert any(5 in table.rows for table in tables)


def test_rows_below_a_header_of_other_days_do_not_count() -> None:
    tables = read([*HEAD, gift(1), ["序号", "认捐日期", *HEADINGS[2:]], gift(2)])
    assert not is_counted(tables, 5)


@pytest.mark.parametrize(
    "headings",
    [HEADINGS, [*HEADINGS[:3], "捐款金额", "备注"], [*HEADINGS[:3], "捐赠金额(元)", "备注"], [*HEADINGS[:4], ""]],
)
def test_a_header_that_says_the_same_in_other_words_is_a_page_break(headings: list[str]) -> None:
    (table,) = read([*HEAD, gift(1), headings, gift(2)])
    assert table.rows == [3, 5]
