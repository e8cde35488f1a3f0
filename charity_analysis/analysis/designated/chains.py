"""Chains of designated money: donor → gift → tranches → approval number → payee, and what is left of each gift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.analysis.designated.chain_building import build_chain
from charity_analysis.analysis.designated.chain_shapes import (
    Allocation,
    Basis,
    Chain,
    Closure,
    Gift,
    Tracing,
    Tranche,
    UnplacedPayment,
)
from charity_analysis.analysis.designated.designated_rows import gift_rows, other_money, payment_rows
from charity_analysis.analysis.designated.tracing import trace

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

__all__ = [
    "Allocation",
    "Basis",
    "Chain",
    "Closure",
    "Gift",
    "Tracing",
    "Tranche",
    "UnplacedPayment",
    "find_chains",
    "period_chains",
    "trace_designated",
]


def trace_designated(ledger: Ledger, period: str) -> Tracing:
    """Chains from all counted gifts and payments with an amount up to the end of `period`, own and uncertain books.

    A payment goes to the chain of the donor it names, in the fund it names; or, where it names none, to gifts of its
    fund where exact sums can be read in one way. Nothing else is placed, and nothing is in two chains.
    """
    rows = gift_rows(ledger, period), payment_rows(ledger, period)
    links, unplaced = trace(*rows, other_money(ledger, period))
    chains = sorted(map(build_chain, links), key=lambda chain: (-chain.received.fen, chain.donor, chain.fund or ""))
    unplaced.sort(key=lambda pair: pair[0].row_id)
    return Tracing(
        tuple(chains),
        tuple(UnplacedPayment(row.row_id, row.period, row.donor, row.fund, row.amount, why) for row, why in unplaced),
    )


def find_chains(ledger: Ledger, period: str) -> tuple[Chain, ...]:
    """All chains with a gift up to the end of `period`, largest first, with the payments up to then."""
    return trace_designated(ledger, period).chains


def period_chains(ledger: Ledger, period: str) -> tuple[Chain, ...]:
    """The chains that have a gift or a tranche in `period` itself."""
    return tuple(chain for chain in find_chains(ledger, period) if period in chain.periods)
