"""The laws that every stored table obeys; a table that breaks one is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.ledger.schema import DATE_BASES, SOURCE_COLUMNS, VERDICTS

if TYPE_CHECKING:
    import pyarrow as pa

_NEVER_MISSING = {
    *(SOURCE_COLUMNS.keys() - {"source_sheet"}), "rule", "severity", "date_basis", "amount_halfwidth_fen",
    "computed_halfwidth_fen", "verdict", "covers_all",
}  # fmt: skip
# A finding may belong to no file, and to no period.
_MAY_MISS_IN_FINDINGS = {"period", "source_file"}
_NEVER_NEGATIVE = ("source_row", "beneficiary_count", "quantity", "amount_halfwidth_fen", "computed_halfwidth_fen")
_ONE_OF = {"date_basis": DATE_BASES, "severity": ("error", "warning", "info"), "verdict": VERDICTS}
_ROW_ID = "^[A-Z]-[0-9a-f]{16}$"


class LawBroken(Exception):
    """A table of the ledger breaks one of its own laws: a fault of this program, never of the data."""


def check_laws(name: str, table: pa.Table) -> None:
    """Nothing, where table `name` obeys every law.

    Raises: LawBroken naming table, column and law, and no value.
    """
    import pyarrow.compute as pc

    never_missing = _NEVER_MISSING - (_MAY_MISS_IN_FINDINGS if name == "findings" else set())
    for column in table.column_names:
        values = table[column]
        holds = {
            "is never missing": column not in never_missing or values.null_count == 0,
            "is never negative": column not in _NEVER_NEGATIVE or (pc.min(values).as_py() or 0) >= 0,
            "is one of its words": column not in _ONE_OF or set(values.unique().to_pylist()) <= set(_ONE_OF[column]),
        }
        if column == "row_id":
            holds["has its form"] = pc.all(pc.match_substring_regex(values, _ROW_ID)).as_py() is not False
            holds["is each row's own"] = pc.count_distinct(values).as_py() == len(values)
        broken = [law for law, is_kept in holds.items() if not is_kept]
        if broken:
            raise LawBroken(f"{name}.{column} {broken[0]}")
