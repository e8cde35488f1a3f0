"""An organisation's counted rows as whole tables, to be summed and looked up without going through them row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.accounts.fund_periods import NO_FUND, Entry, FundPeriod, Movement, fund_key
from charity_analysis.ledger.accounts.roll_forward import roll_forward
from charity_analysis.ledger.arrow_tables import concatenate
from charity_analysis.ledger.file_parts import FilePart
from charity_analysis.ledger.organisations import Organisation
from charity_analysis.money import Money
from charity_analysis.rules import label_index, normalise

if TYPE_CHECKING:
    import pyarrow as pa

# Own books, and those of which it is not certain; agency and partner money never counts.
COUNTED_BOOKS = ("own", "uncertain")
# A finding names the rows that it is about; of more than these it names the first, so that findings stay readable.
MOST_ROWS = 1000
# What the checks look at: the texts of other columns would be copied with every choice of rows.
_LOOKED_AT = frozenset(
    {
        *("row_id", "period", "donor", "programme", "fund", "books", "note"),
        *("amount_fen", "amount_halfwidth_fen", "is_restricted", "channel", "receipt_no"),
        *("approval_no", "beneficiary_count", "beneficiary_unit"),
    }
)
_MOVEMENTS = ("donations", "disbursements", "agency")


@dataclass(frozen=True)
class Book:
    """The clean rows of one organisation over all its periods. Tables are those of ledger.schema."""

    organisation: Organisation
    files: list[FilePart]

    @cached_property
    def donations(self) -> pa.Table:
        """Counted income rows, gifts and other."""
        return _counted(self._movement_table("donations"))

    @cached_property
    def disbursements(self) -> pa.Table:
        """Counted payment lines."""
        return _counted(self._movement_table("disbursements"))

    def table(self, kind: str) -> pa.Table:
        """All clean rows of tables of `kind`."""
        return concatenate(kind, [part.clean for file in self.files for part in file.tables if part.kind == kind])

    def _movement_table(self, kind: str) -> pa.Table:
        """All clean rows of `kind`, with the columns that are looked at."""
        table = self.table(kind)
        return table.select([name for name in table.column_names if name in _LOOKED_AT])

    @cached_property
    def gifts(self) -> pa.Table:
        """Counted income rows that are gifts: the channel of the others says interest, grant, fee."""
        import pyarrow as pa
        import pyarrow.compute as pc

        classes = label_index("income_class")
        channels = [c for c in self.donations["channel"].unique().to_pylist() if c and normalise(c) in classes]
        is_other = pc.is_in(self.donations["channel"], value_set=pa.array(channels, pa.large_string()))
        return keep(self.donations, pc.invert(is_other))

    @cached_property
    def periods(self) -> list[str]:
        """Periods that have data: those with a ledger in their folder, and those that a movement is dated in."""
        filed = {file.source.period for file in self.files if file.status != "ignored"}
        moved = [part for file in self.files for part in file.tables if part.kind in _MOVEMENTS]
        return sorted(filed.union(*(part.clean["period"].unique().to_pylist() for part in moved)))

    @cached_property
    def filed(self) -> frozenset[str]:
        """Periods whose own folder holds rows: a late entry of another folder does not make a period complete."""
        tables = [part for file in self.files for part in file.tables if part.kind in ("donations", "disbursements")]
        folders = [part.clean["folder_period"] for part in tables] + [part.held["folder_period"] for part in tables]
        return frozenset().union(*(folder.unique().to_pylist() for folder in folders))

    @cached_property
    def funds(self) -> tuple[FundPeriod, ...]:
        """Every fund in every period, rolled forward."""
        return roll_forward(self.entries, self._movements(), self.periods, self.filed)

    @cached_property
    def entries(self) -> list[Entry]:
        """The rows of the registers of funds."""
        return [entry_of(row) for row in self.table("funds").to_pylist()]

    def _movements(self) -> Iterator[Movement]:
        for row in sums(self.donations, ["fund", "period", "is_restricted"]):
            flag = frozenset() if row["is_restricted"] is None else frozenset({row["is_restricted"]})
            yield Movement(row["fund"] or NO_FUND, row["period"], row["sum"], unvalued=row["unvalued"], flags=flag)
        for row in sums(self.disbursements, ["fund", "period"]):
            yield Movement(row["fund"] or NO_FUND, row["period"], paid=row["sum"], unvalued=row["unvalued"])


def _counted(table: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    return keep(table, pc.is_in(table["books"], value_set=pa.array(COUNTED_BOOKS, pa.large_string())))


def keep(table: pa.Table, chosen: pa.ChunkedArray) -> pa.Table:
    """The rows of `table` that are `chosen`; the table itself where all are, since a copy costs more than the look."""
    import pyarrow.compute as pc

    return table if pc.all(pc.fill_null(chosen, False)).as_py() is not False else table.filter(chosen)


def entry_of(row: Mapping[str, Any]) -> Entry:
    """One row of the table `funds`, None where it states nothing."""

    def money(name: str) -> Money | None:
        fen = row[f"{name}_fen"]
        return None if fen is None else Money(fen, row[f"{name}_halfwidth_fen"] or 0)

    return Entry(
        row["row_id"],
        row["fund"],
        row["period"],
        money("opening_balance"),
        money("reclassified"),
        money("closing_balance"),
        row["is_restricted"],
        row["founder"],
    )


def sums(table: pa.Table, keys: list[str]) -> list[dict[str, Any]]:
    """One dict per distinct `keys`: those, `sum` as Money, and how many rows have no amount (`unvalued`)."""
    names = {"amount_fen": "sum", "amount_halfwidth_fen": "sum", "row_id": "count"}
    grouped = table.group_by(keys).aggregate([*names.items(), ("amount_fen", "count")])
    return [
        {key: row[key] for key in keys}
        | {
            "sum": Money(row["amount_fen_sum"] or 0, row["amount_halfwidth_fen_sum"]),
            "rows": row["row_id_count"],
            "unvalued": row["row_id_count"] - row["amount_fen_count"],
        }
        for row in grouped.to_pylist()
    ]


def row_ids(table: pa.Table, **where: object) -> tuple[str, ...]:
    """Ids of the rows that `select` gives, the first MOST_ROWS of them."""
    return tuple(select(table, **where)["row_id"].slice(0, MOST_ROWS).to_pylist())


def select(table: pa.Table, **where: object) -> pa.Table:
    """The rows of `table` whose columns say just what `where` gives; `fund` is compared as funds are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, value in where.items():
        column = table[name]
        if name == "fund":
            spellings = [one for one in column.unique().to_pylist() if fund_key(one) == fund_key(str(value))]
            kept = pc.is_in(column, value_set=pa.array(spellings, pa.large_string()))
        else:
            kept = pc.is_null(column) if value is None else pc.equal(column, value)
        table = keep(table, kept)
    return table
