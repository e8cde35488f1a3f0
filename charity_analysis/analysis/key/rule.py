"""What rules/figures.csv says of one key figure, and the form of what computes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure


@dataclass(frozen=True)
class KeyRule:
    """One key figure: its id, name, unit and formula. Source: rules/figures.csv."""

    id: str
    name: str
    unit: str
    formula: str

    def missing(self, why: str, parts: tuple[Figure, ...] = ()) -> Figure:
        """The figure without a value: `why`, and the parts that can be given nevertheless."""
        return Figure(self.id, self.name, self.unit, formula=self.formula, why_missing=why, parts=parts)


Compute = Callable[[KeyRule, Books], Figure]


def distinct_keys(names: Iterable[str]) -> list[str]:
    """`names` as keys of parts: the second and later of the same name are numbered."""
    seen: Counter[str] = Counter()
    keys = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return keys
