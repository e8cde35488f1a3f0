"""No count of people under the threshold can be worked out from what a public edition shows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.scope import in_period
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.report.privacy.count_blocks import CountedRow
from charity_analysis.report.privacy.counts import CountProtection, protect_counts

THRESHOLD = 10
WORDS = st.sampled_from(["甲", "乙", "丙"])


def paid(number: int, count: int, amount: int | None = None, programme: str = "助困", purpose: str = "") -> CountedRow:
    standard = None if amount is None or not count or amount % count else amount // count
    path = (programme, "" if amount is None else "valued", purpose, "")
    return CountedRow(f"r{number}", count, amount, standard, ("2020H1", "in totals", "person"), path)


@st.composite
def payments(draw: st.DrawFn) -> list[CountedRow]:
    counts = draw(st.lists(st.one_of(st.integers(0, 12), st.integers(13, 200)), min_size=1, max_size=8))
    return [
        paid(place, count, draw(st.one_of(st.none(), st.integers(1, 5000))), draw(WORDS), draw(WORDS))
        for place, count in enumerate(counts)
    ]


def protect(rows: list[CountedRow], threshold: int = THRESHOLD) -> CountProtection:
    return CountProtection(threshold, {row.row_id: row for row in rows})


def all_sets(rows: list[CountedRow]) -> list[tuple[CountedRow, ...]]:
    return [chosen for size in range(1, len(rows) + 1) for chosen in combinations(rows, size)]


def worked_out(known: list[list[int]], wanted: list[int]) -> bool:
    """True where `wanted`, a set of rows as 0 and 1, is a combination of the `known` sets: by elimination."""
    basis: dict[int, list[Fraction]] = {}

    def reduced(values: list[int]) -> list[Fraction]:
        line = [Fraction(value) for value in values]
        for lead, base in basis.items():
            line = [own - line[lead] * other for own, other in zip(line, base, strict=True)]
        return line

    for values in known:
        line = reduced(values)
        lead = next((place for place, value in enumerate(line) if value), None)
        if lead is not None:
            line = [value / line[lead] for value in line]
            for place, base in basis.items():
                basis[place] = [own - base[lead] * other for own, other in zip(base, line, strict=True)]
            basis[lead] = line
    return not any(reduced(wanted))


@settings(max_examples=60)
@given(payments())
def test_adding_and_subtracting_what_is_shown_gives_no_count_under_the_threshold(rows: list[CountedRow]) -> None:
    protection = protect(rows)
    sets = all_sets(rows)

    def places(chosen: tuple[CountedRow, ...]) -> list[int]:
        return [int(row in chosen) for row in rows]

    shown = [places(chosen) for chosen in sets if not protection.hides_rows(row.row_id for row in chosen)]
    for chosen in sets:
        if 0 < sum(row.count for row in chosen) < THRESHOLD:
            assert not worked_out(shown, places(chosen)), chosen


@given(payments())
def test_a_shown_count_tells_no_hidden_one_by_amount_and_average(rows: list[CountedRow]) -> None:
    protection = protect(rows)
    small = [row for row in rows if 0 < row.count < THRESHOLD and row.amount]
    for shown in rows:
        if shown.count and shown.amount and not protection.hides_rows([shown.row_id]):
            alike = [row for row in small if row.path[0] == shown.path[0]]
            assert all(row.amount * shown.count != row.count * shown.amount for row in alike)


@given(payments(), st.randoms())
def test_the_order_of_the_payments_decides_nothing(rows: list[CountedRow], chance: object) -> None:
    shuffled = sorted(rows, key=lambda _: chance.random())  # type: ignore[attr-defined]
    ids = [[row.row_id for row in chosen] for chosen in all_sets(rows)]
    assert [protect(rows).hides_rows(one) for one in ids] == [protect(shuffled).hides_rows(one) for one in ids]


@given(payments())
def test_a_threshold_of_one_hides_nothing(rows: list[CountedRow]) -> None:
    protection = protect(rows, 1)
    assert not any(protection.hides_rows(row.row_id for row in chosen) for chosen in all_sets(rows))


@given(payments())
def test_what_is_hidden_is_under_the_threshold_or_would_give_such_a_one_away(rows: list[CountedRow]) -> None:
    protection = protect(rows)
    has_few = any(0 < row.count < THRESHOLD for row in rows)
    for chosen in all_sets(rows):
        total = sum(row.count for row in chosen)
        why = protection.why_hidden(row.row_id for row in chosen)
        assert why == "few" if 0 < total < THRESHOLD else why in (None, "subtraction")
        assert why is None or has_few


def test_a_few_join_the_smallest_neighbour_and_the_total_stays() -> None:
    rows = [paid(1, 142, 71000), paid(2, 1, 1000), paid(3, 1, 1000), paid(4, 1, 1000), paid(5, 25, 6250, "助学")]
    protection = protect(rows)
    assert [protection.hides_rows([row.row_id]) for row in rows] == [True, True, True, True, False]
    assert not protection.hides_rows(["r1", "r2", "r3", "r4"])
    assert protection.hides_rows(["r2", "r3", "r4"])


def test_a_payment_with_the_same_standard_as_a_hidden_one_is_hidden_with_it() -> None:
    rows = [paid(1, 50, 25000), paid(2, 3, 1500), paid(3, 40, 40000)]
    protection = protect(rows)
    assert protection.hides_rows(["r1"]), "25000 ÷ 50 is the standard by which 1500 were 3"
    assert not protection.hides_rows(["r1", "r2", "r3"])


def test_where_everybody_had_the_same_not_even_the_total_is_shown() -> None:
    rows = [paid(1, 50, 25000), paid(2, 3, 1500)]
    assert protect(rows).why_hidden(["r1", "r2"]) == "subtraction"


def test_a_standard_that_divides_a_hidden_amount_is_hidden_and_so_is_that_of_a_plan() -> None:
    rows = [paid(1, 142, 284_00), paid(2, 2, 1200), paid(3, 30, 30_000, "助学"), paid(4, 12, 12 * 7)]
    plan = replace(paid(9, 4, 2400), row_id="plan")
    protection = CountProtection(THRESHOLD, {row.row_id: row for row in rows}, {"plan": plan})
    assert protection.hides_standard("r2") and protection.hides_standard("r1")
    assert protection.hides_standard("plan"), "1200 ÷ 600"
    assert not protection.hides_standard("r3")


def test_money_and_the_number_of_payments_are_no_counts_of_people() -> None:
    protection = protect([paid(1, 4, 4000), paid(2, 1, 500)])
    rows = ("r1", "r2")
    assert not protection.hides(Figure("paid", "支出", "fen", 4500, 0, rows))
    assert not protection.hides(Figure("lines", "笔数", "count", 2, 0, rows))
    assert protection.hides(Figure("people", "人数", "count", 5, 0, rows))
    assert protection.hides(Figure("average", "平均", "fen", 900, 0, rows))


def test_the_gap_and_the_completion_of_a_plan_hide_with_the_count() -> None:
    plan = replace(paid(9, 8, None), row_id="plan")
    protection = CountProtection(THRESHOLD, {"r1": paid(1, 6, 5000)}, {"plan": plan})
    assert protection.hides(Figure("gap", "少", "count", 2, 0, ("plan", "r1")))
    assert protection.hides(Figure("done", "完成", "share", 6 / 8, 0, ("plan", "r1")))
    assert not protection.hides(Figure("planned", "计划数", "count", 8, 0, ("plan",)))
    assert not protection.hides(Figure("money", "金额完成", "share", 0.5, 0, ("plan", "r1")))


@pytest.mark.parametrize("period", ["2019H2", "2020H1", "2020H2"])
def test_the_samples_totals_by_unit_stay_and_their_few_do_not(demo: Ledger, period: str) -> None:
    protection = protect_counts(demo, period)
    rows = in_period(demo.disbursements, period)
    assert not any(protection.hides(part) for part in beneficiaries_by_unit(rows))
    few = rows[rows["beneficiary_count"].between(1, 9).fillna(False)]
    assert len(few) and all(protection.hides_rows([row]) for row in few["row_id"])


def test_goods_and_villages_are_no_people(demo: Ledger) -> None:
    protection = protect_counts(demo, "2020H2")
    goods = demo.disbursements[demo.disbursements["beneficiary_unit"].isin(["item", "box", "village", "place"])]
    assert not protection.hides_rows(goods["row_id"])


def test_three_thousand_payments_are_parted_at_once() -> None:
    rows = [
        paid(place, place % 17 + 1, place * 100 % 7001, f"项目{place % 9}", f"用途{place % 31}")
        for place in range(3000)
    ]
    protection = protect(rows)
    assert not protection.hides_rows(row.row_id for row in rows)
    assert all(protection.hides_rows([row.row_id]) for row in rows if row.count < THRESHOLD)
