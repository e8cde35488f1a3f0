"""The counting rows of one table, asked by whole columns: masks of rows, and the finding about those a mask holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.file_parts import TablePart
from charity_analysis.ledger.schema import COLUMNS, LEDGER_NAMES
from charity_analysis.money import format_yuan
from charity_analysis.rules import column_rules

if TYPE_CHECKING:
    import pyarrow as pa

# What stands for money that the source does not state: it is never 0.
NOT_STATED = "—"
_COUNTING = ("own", "uncertain")


@dataclass(frozen=True)
class Rows:
    """One table's clean rows; a mask has one boolean per row and holds no missing value."""

    part: TablePart

    @property
    def kind(self) -> str:
        """donations, disbursements, agency, receipts, funds or plans."""
        return self.part.kind

    def is_kept(self, column: str) -> bool:
        """True where the sheet has this column of the ledger."""
        return column in self.part.letters

    def texts(self, column: str) -> pa.ChunkedArray:
        """One column of the ledger."""
        return self.part.clean[column]

    def one_of(self, column: str, values: Iterable[str]) -> pa.ChunkedArray:
        """The rows whose `column` is one of `values`."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return pc.is_in(self.texts(column), pa.array(sorted(values), pa.large_string()))

    def missing(self, column: str) -> pa.ChunkedArray:
        """The rows that do not state `column`."""
        import pyarrow.compute as pc

        return pc.is_null(self.texts(column))

    def counting(self) -> pa.ChunkedArray:
        """The rows whose money is in the totals: those of own and of uncertain books."""
        return self.one_of("books", _COUNTING)

    def matching(self, column: str, pattern: str, is_meant: Callable[[str], bool]) -> pa.ChunkedArray:
        """The rows whose text holds `pattern` (of RE2) and `is_meant`; the latter is asked once a distinct text."""
        import pyarrow.compute as pc

        distinct = pc.drop_null(pc.unique(self.texts(column)))
        likely = distinct.filter(pc.match_substring_regex(distinct, pattern))
        return self.one_of(column, [text for text in likely.to_pylist() if is_meant(text)])

    def find(
        self, rule: str, column: str, mask: pa.ChunkedArray, values: dict[str, str] | None = None
    ) -> Iterator[Finding]:
        """The finding about all rows of `mask`, at the first one's cell in `column`; none where there is no row.

        Its values are `rows`, how many they are, and `amount`, their sum in yuan, beside `values`.
        """
        money = next((name for name in ("amount_fen", "opening_balance_fen") if name in COLUMNS[self.kind]), None)
        names = ["row_id", "source_row", *([money] if money else [])]
        found = self.part.clean.select(names).filter(mask).to_pydict()
        row_ids = tuple(found["row_id"])
        if not row_ids:
            return
        letters = self.part.letters.get(column)
        cell = f"{letters}{found['source_row'][0]}" if letters else None
        said = {"rows": str(len(row_ids)), "amount": _sum_of(found[money] if money else [])}
        yield Finding(rule, sheet=self.part.sheet, cell=cell, values=said | (values or {}), row_ids=row_ids)

    def label(self, column: str) -> str:
        """What the ledger's `column` is called in Chinese."""
        names = {target: name for name, target in LEDGER_NAMES.get(self.kind, {}).items()}
        return column_rules(self.kind)[names.get(column, column)].labels["zh"]


def _sum_of(fens: list[int | None]) -> str:
    """The sum in yuan; amounts that the source does not give are shown as such beside it."""
    known = [fen for fen in fens if fen is not None]
    parts = [format_yuan(sum(known))] if known else []
    return " + ".join([*parts, *([NOT_STATED] if len(known) < len(fens) or not fens else [])])
