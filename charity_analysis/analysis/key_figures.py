"""The key figures K1–K27 of one period: each computed from rows, or with the reason why it cannot be given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.held_rows import HeldRows
from charity_analysis.analysis.key import (
    chains,
    change,
    coverage,
    donors,
    funds,
    income,
    people,
    publication,
    ratios,
    spending,
)
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.rules import figure_rules

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

_SUBJECTS = (income, spending, ratios, funds, chains, coverage, donors, people, change, publication)
_COMPUTED: dict[str, Compute] = {key: compute for subject in _SUBJECTS for key, compute in subject.FIGURES.items()}


def key_figures(ledger: Ledger, period: str, books: Books | None = None) -> tuple[Figure, ...]:
    """Exactly one figure for each of K1–K27, in their order; each says what is held back beside it.

    `books`: those of the period, where the caller has them already and what they have worked out.

    Source: rules/figures.csv.
    """
    books, held = books or Books(ledger, period), HeldRows(ledger, period)
    return tuple(held.beside(_COMPUTED[rule.id](rule, books)) for rule in _rules())


def key_figure(ledger: Ledger, period: str, identifier: str, books: Books | None = None) -> Figure:
    """The one of K1–K27 that `identifier` names, as `key_figures` gives it.

    Raises: KeyError where there is no such figure.

    Source: rules/figures.csv.
    """
    books = books or Books(ledger, period)
    rule = next((rule for rule in _rules() if rule.id == identifier), None)
    if rule is None:
        raise KeyError(identifier)
    return HeldRows(ledger, period).beside(_COMPUTED[rule.id](rule, books))


def _rules() -> Iterator[KeyRule]:
    return (KeyRule(row["id"], row["name_zh"], row["unit"], row["formula_zh"]) for row in figure_rules())
