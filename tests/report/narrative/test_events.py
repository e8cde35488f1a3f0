"""Payment lines grouped into sentences: none is lost, none is told twice, and the sums stay."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.ledger.schema import typed_table
from charity_analysis.report.narrative.events import find_events
from charity_analysis.report.narrative.numbering import chinese_number

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2020-01-07", "2020-01-08", None]),
        st.sampled_from(["甲", "乙", None]),
        st.sampled_from(["individual", "government", None]),
        st.one_of(st.none(), st.integers(-10_000, 10_000)),
        st.one_of(st.none(), st.integers(0, 50)),
        st.one_of(st.none(), st.integers(1, 200)),
        st.sampled_from(["慰问", None]),
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(ROWS)
def test_events_hold_every_payment_once_and_add_up(rows: list[tuple[object, ...]]) -> None:
    days, payees, kinds, amounts, counts, standards, activities = ([row[n] for row in rows] for n in range(7))
    table = typed_table(
        "disbursements",
        {
            "row_id": [f"D-{number}" for number in range(len(rows))],
            "paid_date": days,
            "payee": payees,
            "payee_kind": kinds,
            "amount_fen": amounts,
            "amount_halfwidth_fen": [0] * len(rows),
            "source_row": list(range(len(rows))),
            "beneficiary_count": counts,
            "beneficiary_unit": ["person"] * len(rows),
            "unit_amount_fen": standards,
            "activity": activities,
        },
    )
    events = find_events(table)
    told = [row for event in events for row in event.row_ids]
    assert sorted(told) == sorted(table["row_id"])
    assert sum(event.amount_fen or 0 for event in events) == sum(amount or 0 for amount in amounts)
    for event in events:
        if event.standard_fen is not None:
            assert event.count is not None
            assert abs(event.amount_fen or 0) == event.count * event.standard_fen
    known = [event.day for event in events if event.day is not None]
    assert known == sorted(known)


def test_headings_are_numbered_in_chinese() -> None:
    names = {1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九"}
    assert {number: chinese_number(number) for number in names} == names
    assert len({chinese_number(number) for number in range(1, 100)}) == 99
