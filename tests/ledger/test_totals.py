"""The ledger's table of printed totals: every 小计 and 合计 once, with what it was checked against and its verdict."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Office

GOOD, ALSO_GOOD = [1, "2020-01-07", "甲公司", 1000, "疫情防控"], [2, "2020-02-08", "乙公司", 250.5, "慈善助学"]


def total(label: str, amount: object) -> list[Any]:
    return [label, None, None, amount]


def totals_of(office: Office) -> list[tuple[Any, ...]]:
    table = office.ledger().totals[["cell", "amount_fen", "computed_fen", "verdict", "covers_all"]].astype(object)
    return list(table.where(table.notna(), None).itertuples(index=False, name=None))


def test_each_printed_total_is_kept_with_what_its_rows_come_to(office: Office) -> None:
    office.donations([GOOD, total("小计", 1000), ALSO_GOOD, total("小计", 250.5), total("合计", 1250.5)])
    assert totals_of(office) == [
        ("D5", 100_000, 100_000, "exact", False),
        ("D7", 25_050, 25_050, "exact", False),
        ("D8", 125_050, 125_050, "exact", True),
    ]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (1250.51, ("D6", 125_051, 125_050, "contradiction", True)),
        ("0.14万元", ("D6", 140_000, 125_050, "contradiction", True)),
        ("0.125万元", ("D6", 125_000, 125_050, "within_rounding", True)),
        ("见附表", ("D6", None, 125_050, "unchecked", True)),
    ],
)
def test_a_total_is_judged_to_the_digits_it_prints(office: Office, stated: object, expected: tuple[Any, ...]) -> None:
    office.donations([GOOD, ALSO_GOOD, total("合计", stated)])
    assert totals_of(office) == [expected]


def test_what_rows_that_cannot_be_read_come_to_is_not_known(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-08", "乙公司", "待定", None], total("合计", 1250.5)])
    assert totals_of(office) == [("D6", 125_050, None, "unchecked", True)]


def test_a_total_that_prints_nothing_claims_nothing(office: Office) -> None:
    office.donations([GOOD, ALSO_GOOD, total("合计", None)])
    assert totals_of(office) == []


def test_a_total_counts_for_all_rows_where_a_void_row_was_left_out_of_it(office: Office) -> None:
    office.donations([GOOD, [2, "2020-02-08", "乙公司(作废)", 250.5, None], total("合计", 1000)])
    assert totals_of(office) == [("D6", 100_000, 100_000, "exact", True)]


def test_a_total_has_an_id_of_its_own(office: Office) -> None:
    office.donations([GOOD, ALSO_GOOD, total("合计", 1250.5)])
    ledger = office.ledger()
    (row_id,) = ledger.totals["row_id"]
    assert row_id.startswith("T-")
    assert row_id[2:12] == ledger.donations["row_id"].iloc[0][2:12]
    assert ledger.totals["source_row"].tolist() == [6]
    assert ledger.totals["kind"].tolist() == ["donations"]


def test_a_finding_names_its_rows_and_its_remedy_apart_from_its_message(office: Office) -> None:
    office.donations([GOOD, [2, "未载明", "乙公司", 250.5, None]])
    ledger = office.ledger()
    (finding,) = ledger.findings[ledger.findings["rule"].eq("date_not_stated")].itertuples()
    assert finding.row_ids == ledger.donations["row_id"].iloc[1]
    assert finding.message_zh.endswith(f"；{finding.remedy_zh}")
    assert finding.message_en.endswith(f"; {finding.remedy_en}")
