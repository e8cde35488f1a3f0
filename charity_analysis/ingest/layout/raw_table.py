"""One table of a sheet as it stands: its header, its rows and its totals, with nothing parsed yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.headers import Header
from charity_analysis.ingest.layout.row_classes import RowClass

DEFAULT_UNIT = "元"


@dataclass(frozen=True)
class Subtotal:
    """A 小计, 合计 or 总计 row: a claim about the rows above it. `value` is its amount cell as it stands.

    `is_head` marks the sum that stands beside a group's name at its head: a claim about the rows below.
    """

    row: int
    rank: int
    value: object
    is_head: bool = False


@dataclass(frozen=True)
class Doubt:
    """Why a row of data must be held although its cells can be read: a rule of findings, about one column's cell."""

    rule: str
    column: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """One table of a sheet; `columns` and `extras` hold one raw value per data row, in the order of `rows`.

    `doubts` are the rows that must be held, by row; `balances` the rows of money carried over (上年结转), no entries;
    `first_column` is not 0 for a table that stands beside another one.
    """

    sheet: str
    header: Header
    unit: str
    rows: list[int] = field(default_factory=list)
    columns: dict[str, list[object]] = field(default_factory=dict)
    extras: dict[str, list[object]] = field(default_factory=dict)
    sections: list[str] = field(default_factory=list)
    ragged: set[int] = field(default_factory=set)
    doubts: dict[int, Doubt] = field(default_factory=dict)
    balances: list[Subtotal] = field(default_factory=list)
    subtotals: list[Subtotal] = field(default_factory=list)
    ignored: Counter[RowClass] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    is_refused: bool = False
    first_column: int = 0
    _copies: Counter[str] = field(default_factory=Counter, repr=False)

    @property
    def kind(self) -> str:
        """donations, disbursements, agency, receipts, funds or plans."""
        return self.header.kind

    def cell(self, column: str, row: int) -> str:
        """Address of the cell of canonical `column` in 0-based `row`."""
        return cell_address(row, self.header.columns[column])

    def keep_extra(self, heading: str, values: list[object]) -> None:
        """Keep the values of a column of no known meaning; a heading that stands twice is numbered."""
        name = heading
        while name in self.extras:
            self._copies[heading] += 1
            name = f"{heading} {self._copies[heading] + 1}"
        self.extras[name] = values
