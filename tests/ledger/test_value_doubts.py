"""Values that can be read and cannot be meant hold their rows: an amount of 0, a day years away from its folder."""

from __future__ import annotations

import pytest

from conftest import Office, rules_found

HEADINGS = ["捐赠日期", "捐赠人", "捐赠金额", "捐赠形式"]


def write(office: Office, *rows: list[object]) -> dict:
    good = ["2020-01-07", "甲公司", 1000, "现金"]
    office.workbook("捐赠.xlsx", {"捐赠": [["捐赠收入"], ["单位:元"], HEADINGS, good, *rows]})
    entry: dict = office.clean_one()
    return entry


@pytest.mark.parametrize("amount", [0, "0.00", "0元"])
def test_an_amount_of_nothing_holds_its_row(office: Office, amount: object) -> None:
    entry = write(office, ["2020-01-08", "乙", amount, "现金"])
    assert entry["tables"][0]["rows"]["held"] == 1
    assert "zero_amount" in rules_found(entry)


def test_goods_may_stand_at_nothing(office: Office) -> None:
    entry = write(office, ["2020-01-08", "乙", 0, "物资"])
    assert entry["tables"][0]["rows"]["held"] == 0


@pytest.mark.parametrize("day", ["2042-01-07", "2023-01-07", "1924-01-07", "2009-12-31"])
def test_a_day_years_away_from_its_folder_holds_its_row(office: Office, day: str) -> None:
    entry = write(office, [day, "乙", 200, "现金"])
    assert entry["tables"][0]["clean_fen"] == 100_000
    assert "implausible_date" in rules_found(entry)


@pytest.mark.parametrize("day", ["2022-12-31", "2019-12-31", "2012-01-07"])
def test_a_day_of_another_period_near_by_counts(office: Office, day: str) -> None:
    entry = write(office, [day, "乙", 200, "现金"])
    assert entry["tables"][0]["clean_fen"] == 120_000
    assert "implausible_date" not in rules_found(entry)
