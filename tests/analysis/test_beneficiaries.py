"""People are counted by unit and never added over units; what one cost comes from rows that state count and amount."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit, check_unit_costs, unit_costs
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.schema import typed_table

Line = tuple[str | None, str | None, int | None, int | None]


def payments(lines: list[Line], standards: list[int | None] | None = None, halfwidth: int = 0) -> pd.DataFrame:
    """Rows of programme, unit, count and fen."""
    names = ("programme", "beneficiary_unit", "beneficiary_count", "amount_fen")
    columns: dict[str, list[object]] = {name: [line[at] for line in lines] for at, name in enumerate(names)}
    columns |= {
        "row_id": [f"E-{number}" for number in range(len(lines))],
        "source_row": [1] * len(lines),
        "amount_halfwidth_fen": [halfwidth] * len(lines),
        "unit_amount_fen": list(standards or [None] * len(lines)),
    }
    return typed_table("disbursements", columns)


def test_what_one_cost_as_worked_by_hand() -> None:
    """助学: 3 + 1 persons for 300 + 200 = 500 yuan, 125.00 each; 2 households for 100.01, 50.005 → 50.01 each."""
    rows = payments(
        [
            ("助学", "person", 3, 30_000),
            ("助学", "household", 2, 10_001),
            ("助学", "person", 1, 20_000),
            ("助学", "person", None, 99_900),
            ("助学", "person", 9, None),
        ]
    )
    costs = unit_costs(rows)
    assert costs[["programme", "unit", "count", "amount_fen", "cost_fen"]].to_numpy().tolist() == [
        ["助学", "人", 4, 50_000, 12_500],
        ["助学", "户", 2, 10_001, 5_001],
    ]
    assert costs["row_ids"].tolist() == [("E-0", "E-2"), ("E-1",)]


def test_counts_that_add_up_to_nothing_have_no_cost_and_no_rows_no_table() -> None:
    assert unit_costs(payments([("助学", "person", 0, 100)]))["cost_fen"].isna().all()
    assert unit_costs(payments([("助学", None, None, 100)])).empty
    assert unit_costs(payments([])).empty


def test_the_precision_of_the_amounts_is_kept() -> None:
    costs = unit_costs(payments([("助学", "person", 1, 7_100_000), ("助学", "person", 1, 100_000)], halfwidth=50_000))
    assert costs["halfwidth_fen"].tolist() == [100_000]


units = st.sampled_from(["person", "person_time", "household", None])
lines = st.lists(
    st.tuples(st.sampled_from(["甲", "乙", None]), units, st.integers(0, 999), st.integers(-(10**9), 10**9))
)


@given(lines)
def test_units_are_never_added_together(stated: list[Line]) -> None:
    rows = payments(stated)
    for part in beneficiaries_by_unit(rows):
        (unit,) = set(rows[rows["row_id"].isin(part.row_ids)]["beneficiary_unit"].fillna("—"))
        assert part.value == sum(line[2] or 0 for line in stated if (line[1] or "—") == unit)
    costs = unit_costs(rows)
    assert costs["amount_fen"].sum() == sum(line[3] or 0 for line in stated)
    assert costs["count"].sum() == sum(line[2] or 0 for line in stated)
    assert sorted(row for ids in costs["row_ids"] for row in ids) == sorted(rows["row_id"])


@pytest.mark.parametrize(
    ("fen", "halfwidth", "verdict"),
    [
        (7_100_000, 0, "exact"),
        (-7_100_000, 0, "exact"),
        (7_110_000, 10_000, "within_rounding"),
        (7_110_000, 9_999, "contradiction"),
    ],
)
def test_count_times_standard_is_checked_to_the_printed_precision(fen: int, halfwidth: int, verdict: str) -> None:
    """142 persons × 500 yuan = 71 000 yuan."""
    (check,) = check_unit_costs(payments([("慰问", "person", 142, fen)], [50_000], halfwidth))
    assert (check.product.fen, check.amount.fen, check.verdict) == (7_100_000, fen, verdict)


def test_the_products_of_the_publication_agree(cangshan: Ledger) -> None:
    checks = check_unit_costs(cangshan.disbursements)
    assert [check.product.fen for check in checks] == [
        7_100_000,
        100_000,
        100_000,
        100_000,
        19_000_000,
        2_500_000,
        625_000,
    ]
    assert {check.verdict for check in checks} == {"exact"}
