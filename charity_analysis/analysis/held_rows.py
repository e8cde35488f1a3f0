"""What rows that are held back keep from a figure: said in its formula, since a value without them is not whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.analysis.figures import NO_ROWS, Figure

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

_WORDS = {"donations": "收入", "disbursements": "支出"}


@dataclass(frozen=True)
class HeldRows:
    """The rows of a ledger that are in no figure, of `period` or any other, until their file is mended."""

    ledger: Ledger
    period: str

    def beside(self, figure: Figure) -> Figure:
        """`figure`, and its parts, each saying how many rows are held of the tables and half-years that it rests on."""
        if self.ledger.held.empty:
            return figure
        parts = tuple(self.beside(part) for part in figure.parts)
        if figure.why_missing == NO_ROWS:
            said = self._said((table, self.period) for table in _WORDS)
            why = f"本期没有可以计入的这类记录；另有 {said}待改正" if said else NO_ROWS
            return replace(figure, why_missing=why, parts=parts)
        said = self._said(self._places_of(figure))
        note = f"；所据期间另有 {said}待改正，未计入" if said else ""
        return replace(figure, formula=figure.formula + note, parts=parts)

    def _said(self, places: Iterable[tuple[str, str]]) -> str:
        """How many rows are held in these tables and half-years, in words; blank where none is."""
        counts = dict.fromkeys(_WORDS, 0)
        for table, period in set(places):
            counts[table] += self._counts.get((table, period), 0)
        return "、".join(f"{count} 行{_WORDS[table]}" for table, count in counts.items() if count)

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
