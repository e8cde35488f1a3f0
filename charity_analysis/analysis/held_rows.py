"""What rows that are held back keep from a figure: said in its formula, since a value without them is not whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.analysis.figures import Figure

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

_WORDS = {"donations": "收入", "disbursements": "支出"}


@dataclass(frozen=True)
class HeldRows:
    """The rows of a ledger that are in no figure until their file is mended."""

    ledger: Ledger

    def beside(self, figure: Figure) -> Figure:
        """`figure`, and its parts, each saying how many rows are held of the tables and half-years that it rests on."""
        if self.ledger.held.empty:
            return figure
        parts = tuple(self.beside(part) for part in figure.parts)
        counts = dict.fromkeys(_WORDS, 0)
        for table, period in set(self._places_of(figure)):
            counts[table] += self._counts.get((table, period), 0)
        said = "、".join(f"{count} 行{_WORDS[table]}" for table, count in counts.items() if count)
        note = f"；所据期间另有 {said}待改正，未计入" if said else ""
        return replace(figure, formula=figure.formula + note, parts=parts)

    def _places_of(self, figure: Figure) -> Iterator[tuple[str, str]]:
        """The tables and half-years of the rows behind the figure."""
        return (self._places[row_id] for row_id in figure.row_ids if row_id in self._places)

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        tables = {name: self.ledger.tables[name] for name in _WORDS}
        return {
            row_id: (name, period)
            for name, table in tables.items()
            for row_id, period in zip(table["row_id"], table["period"], strict=True)
        }

    @cached_property
    def _counts(self) -> dict[tuple[str, str], int]:
        held = self.ledger.held
        return {(str(kind), str(period)): len(rows) for (kind, period), rows in held.groupby(["kind", "period"])}
