"""Laws of chains: no payment and no gift is spent twice, the order of rows decides nothing, nothing is lost."""

from __future__ import annotations

import time
from collections import Counter

from builders_designated import In, Out, ledger_of
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.analysis.designated.chains import Tracing, trace_designated

donors = st.sampled_from(["甲", "乙", None])
funds = st.sampled_from(["助学", "助老", None])
amounts = st.sampled_from([-40, -10, 10, 20, 30, 40, 50, 60, 100])
days = st.sampled_from([None, "2020-01-05", "2020-02-05", "2020-03-05", "2020-07-05"])
forms = st.sampled_from(["cash", "cash", "goods"])
designated = st.sampled_from([True, True, True, False, None])
gift_rows = st.lists(st.tuples(donors, funds, amounts, days, forms, designated), max_size=7)
payment_rows = st.lists(st.tuples(donors, funds, amounts, days, forms), max_size=7)


def rows_of(gifts: list[tuple], payments: list[tuple]) -> tuple[list[In], list[Out]]:
    given_rows = [
        In(f"g{place}", donor, fund, fen, day, form=form, designated=flag)
        for place, (donor, fund, fen, day, form, flag) in enumerate(gifts)
    ]
    paid = [
        Out(f"p{place}", donor, fund, fen, day, form=form)
        for place, (donor, fund, fen, day, form) in enumerate(payments)
    ]
    return given_rows, paid


@settings(max_examples=30, deadline=None)
@given(gift_rows, payment_rows)
def test_no_payment_and_no_gift_is_ever_allocated_beyond_its_amount(gifts: list[tuple], payments: list[tuple]) -> None:
    given_rows, paid = rows_of(gifts, payments)
    tracing = trace_designated(ledger_of(given_rows, paid), "2020H2")
    amount = {row.row_id: row.fen for row in (*given_rows, *paid)}
    shown: Counter[str] = Counter()
    for chain in tracing.chains:
        assert 0 <= chain.allocated.fen <= max(chain.received.fen, 0)
        assert chain.received.fen == chain.allocated.fen + chain.residue.fen
        assert chain.received.fen == sum(amount[gift.row_id] for gift in chain.gifts)
        assert sum(one.amount.fen for one in chain.allocations) <= max(chain.received.fen, 0)
        for gift in chain.gifts:
            assert gift.amount.fen == amount[gift.row_id]
            assert gift.allocated.fen <= max(gift.amount.fen, 0), gift
        for tranche in chain.tranches:
            shown[tranche.row_id] += tranche.amount.fen
            spent = sum(one.amount.fen for one in chain.allocations if one.tranches == (tranche.row_id,))
            assert abs(spent) <= abs(tranche.amount.fen)
    assert all(abs(fen) <= abs(amount[row]) and fen * amount[row] > 0 for row, fen in shown.items())
    assert not {left.row_id for left in tracing.unplaced} & set(shown)


@settings(max_examples=30, deadline=None)
@given(gift_rows, payment_rows)
def test_every_designated_gift_is_in_one_chain_and_every_payment_in_one_place(
    gifts: list[tuple], payments: list[tuple]
) -> None:
    given_rows, paid = rows_of(gifts, payments)
    tracing = trace_designated(ledger_of(given_rows, paid), "2020H2")
    held = Counter(gift.row_id for chain in tracing.chains for gift in chain.gifts)
    assert held == Counter(row.row_id for row in given_rows if row.designated)
    donors_of = {row.row_id: row.donor for row in paid}
    stated = Counter(one.row_id for chain in tracing.chains for one in chain.tranches if one.basis == "stated")
    assert all(count == 1 for count in stated.values())
    named = {row for row, donor in donors_of.items() if donor}
    assert named == set(stated) | {left.row_id for left in tracing.unplaced if left.donor}
    assert not named & {one.row_id for chain in tracing.chains for one in chain.tranches if one.basis == "exact_sum"}


@settings(max_examples=30, deadline=None)
@given(gift_rows, payment_rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(gifts: list[tuple], payments: list[tuple], random: object) -> None:
    given_rows, paid = rows_of(gifts, payments)
    before = trace_designated(ledger_of(given_rows, paid), "2020H2")
    random.shuffle(given_rows)  # type: ignore[attr-defined]
    random.shuffle(paid)  # type: ignore[attr-defined]
    assert trace_designated(ledger_of(given_rows, paid), "2020H2") == before


@settings(max_examples=30, deadline=None)
@given(gift_rows, payment_rows, st.randoms(use_true_random=False))
def test_renumbered_rows_leave_the_same_money_closed(gifts: list[tuple], payments: list[tuple], random: object) -> None:
    before = _outcome(trace_designated(ledger_of(*rows_of(gifts, payments)), "2020H2"))
    random.shuffle(gifts)  # type: ignore[attr-defined]
    random.shuffle(payments)  # type: ignore[attr-defined]
    assert _outcome(trace_designated(ledger_of(*rows_of(gifts, payments)), "2020H2")) == before


def _outcome(tracing: Tracing) -> tuple[list, list]:
    chains = [
        (
            frozenset(chain.donor.split("、")),
            chain.fund,
            chain.received,
            chain.allocated,
            chain.closure,
            sorted(_gifts(chain)),
        )
        for chain in tracing.chains
    ]
    return sorted(chains, key=repr), sorted((left.amount.fen, left.why) for left in tracing.unplaced)


def _gifts(chain: object) -> list[tuple]:
    return [(gift.amount.fen, str(gift.received_date), gift.is_closed) for gift in chain.gifts]  # type: ignore[attr-defined]


def test_five_thousand_gifts_and_payments_take_no_more_than_a_moment() -> None:
    gifts = [In(f"g{n:06}", f"捐赠人{n % 1_000}", f"资金池{n % 7}", 100 + n, "2020-01-05") for n in range(5_000)]
    payments = [
        Out(f"p{n:06}", f"捐赠人{n % 1_000}" if n % 2 else None, f"资金池{n % 7}", 100 + n, "2020-02-05")
        for n in range(5_000)
    ]
    ledger = ledger_of(gifts, payments)
    started = time.process_time()
    trace_designated(ledger, "2020H1")
    assert time.process_time() - started < 5
