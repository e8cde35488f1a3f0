"""Laws of the roll-forward: nothing is lost between funds, periods and orders, and the unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ledger.accounts.fund_periods import Entry, FundPeriod, Movement, fund_key
from charity_analysis.ledger.accounts.roll_forward import roll_forward
from charity_analysis.money import Money

PERIODS = ("2019H1", "2019H2", "2020H1")
FUNDS = ("一般资金", "助学", "助老")
money = st.builds(Money, st.integers(0, 10**12), st.integers(0, 10**6))
movements = st.lists(
    st.builds(
        Movement,
        st.sampled_from(FUNDS),
        st.sampled_from(PERIODS),
        money,
        money,
        received_ids=st.just(("D-1",)),
        paid_ids=st.just(("D-2",)),
    ),
    max_size=12,
)
# What each fund starts with; None is not stated.
openings = st.fixed_dictionaries({fund: st.none() | money for fund in FUNDS})


def registers(starts: dict[str, Money | None], moved: dict[str, int] | None = None) -> list[Entry]:
    """One register in the first period, and what is moved between the funds in the second."""
    entries = [Entry(f"F-{n}", fund, PERIODS[0], opening) for n, (fund, opening) in enumerate(starts.items())]
    moves = (moved or {}).items()
    return entries + [Entry(f"G-{n}", fund, PERIODS[1], None, Money(fen)) for n, (fund, fen) in enumerate(moves)]


def rolled(entries: Iterable[Entry], rows: Iterable[Movement], filed: Iterable[str] = PERIODS) -> list[FundPeriod]:
    return list(roll_forward(entries, rows, PERIODS, filed))


def at(funds: Iterable[FundPeriod], fund: str, period: str) -> FundPeriod:
    (one,) = [one for one in funds if fund_key(one.fund) == fund_key(fund) and one.period == period]
    return one


@given(openings, movements)
def test_a_carried_opening_is_what_the_period_before_left(
    starts: dict[str, Money | None], rows: list[Movement]
) -> None:
    funds = rolled(registers(starts), rows)
    for before, after in pairwise(PERIODS):
        for fund in FUNDS:
            assert at(funds, fund, after).opening == at(funds, fund, before).closing
            assert at(funds, fund, after).basis == ("unknown" if starts[fund] is None else "carried")


@given(openings, movements)
def test_over_all_funds_each_column_is_the_sum_of_the_rows(
    starts: dict[str, Money | None], rows: list[Movement]
) -> None:
    funds = rolled(registers(starts), rows)
    for period in PERIODS:
        own = [row for row in rows if row.period == period]
        ones = [one for one in funds if one.period == period]
        assert sum(one.movement.received.fen for one in ones) == sum(row.received.fen for row in own)
        assert sum(one.movement.paid.fen for one in ones) == sum(row.paid.fen for row in own)
        for one in ones:
            if one.opening is not None:
                assert one.closing == one.opening + one.movement.received - one.movement.paid + one.reclassified


@given(openings, movements, st.randoms(), st.integers(0, 12))
def test_order_and_files_make_no_difference(starts, rows, random, cut) -> None:  # type: ignore[no-untyped-def]
    """Rows in any order, over any files, and some of them in halves, give the same funds."""
    halves = [
        half
        for row in rows[:cut]
        for half in (
            Movement(row.fund, row.period, received=row.received, received_ids=row.received_ids),
            Movement(row.fund, row.period, paid=row.paid, paid_ids=row.paid_ids),
        )
    ]
    other, register = [*halves, *rows[cut:]], registers(starts)
    random.shuffle(other)
    random.shuffle(register)
    assert rolled(register, other) == rolled(registers(starts), rows)


@given(st.fixed_dictionaries(dict.fromkeys(FUNDS, money)), movements, st.integers(-(10**9), 10**9))
def test_what_is_moved_between_funds_changes_no_total(
    starts: dict[str, Money | None], rows: list[Movement], fen: int
) -> None:
    plain = rolled(registers(starts), rows)
    moved = rolled(registers(starts, {"一般资金": -fen, "助学": fen}), rows)
    for period in PERIODS:
        closings = [
            [one.closing.fen for one in funds if one.period == period and one.closing] for funds in (plain, moved)
        ]
        assert len(closings[0]) == len(closings[1]) == len(FUNDS)
        assert sum(closings[0]) == sum(closings[1])


def test_after_a_half_year_without_ledgers_nothing_is_carried() -> None:
    """助学 closes 2019H1 at 70; the folder of 2019H2 is missing, so that 2020H1 starts unknown."""
    rows = [Movement("助学", "2019H1", Money(5), Money(35)), Movement("助学", "2020H1", Money(1))]
    funds = list(roll_forward([Entry("F-1", "助学", "2019H1", Money(100))], rows, ["2019H1", "2020H1"], PERIODS))
    assert at(funds, "助学", "2019H1").closing == Money(70)
    assert (at(funds, "助学", "2020H1").opening, at(funds, "助学", "2020H1").closing) == (None, None)
    assert "不相连" in at(funds, "助学", "2020H1").why


def test_a_late_entry_in_another_folder_does_not_make_its_period_complete() -> None:
    rows = [Movement("助学", "2019H2", Money(5))]
    funds = rolled([Entry("F-1", "助学", "2019H1", Money(100))], rows, filed=["2019H1", "2020H1"])
    assert at(funds, "助学", "2019H2").closing == Money(105)
    assert at(funds, "助学", "2020H1").closing is None


def test_goods_without_a_value_leave_the_fund_unknown_from_then_on() -> None:
    rows = [Movement("助学", "2019H2", Money(5), unvalued=1)]
    funds = rolled([Entry("F-1", "助学", "2019H1", Money(100))], rows)
    assert [one.closing for one in funds] == [Money(100), None, None]
    assert [one.why for one in funds] == ["", "有物资没有估值", "上期有物资没有估值，期末余额不能给出"]


def test_a_stated_opening_goes_before_the_carried_one_and_both_are_kept() -> None:
    funds = rolled([Entry("F-1", "助学", "2019H1", Money(100)), Entry("F-2", "助学", "2019H2", Money(90))], [])
    one = at(funds, "助学", "2019H2")
    assert (one.opening, one.carried, one.basis, one.row_ids) == (Money(90), Money(100), "stated", ("F-2",))


def test_two_spellings_of_a_fund_are_one_fund() -> None:
    rows = [Movement("助学（一）", "2019H1", Money(1)), Movement("助学(一)", "2019H1", Money(2))]
    funds = rolled([Entry("F-1", "助学(一)", "2019H1", Money(0))], rows)
    assert [(one.fund, one.closing) for one in funds] == [("助学(一)", Money(3))] * 3
