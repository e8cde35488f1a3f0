"""The unit of money that each row of a table states itself, in whatever column it does so."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.ingest.layout.raw_table import Doubt, Table
from charity_analysis.ingest.sheets import is_blank
from charity_analysis.money import UNIT_FEN
from charity_analysis.rules import normalise


def adopt_unit_column(table: Table) -> None:
    """Take the column in which the rows of `table` state units of money for what it is: money_unit.

    It may be headed 单位 or nothing, or be taken for the unit of a count; 万元 in it is never left unread.
    """
    if "money_unit" in table.columns or "amount" not in table.columns:
        return
    for column, heading in table.header.unmapped.items():
        values = table.extras.get(heading)
        if values is not None and _are_money_units(values):
            table.header = replace(table.header, columns=table.header.columns | {"money_unit": column})
            table.columns["money_unit"] = table.extras.pop(heading)
            return
    if _are_money_units(table.columns.get("unit", [])):
        columns = dict(table.header.columns)
        columns["money_unit"] = columns.pop("unit")
        table.header = replace(table.header, columns=columns)
        table.columns["money_unit"] = table.columns.pop("unit")


def doubt_other_units(table: Table, stated: str | None) -> None:
    """Doubt the rows whose own unit is known and not the one that is `stated` for the whole table."""
    if stated is None:
        return
    for row, value in zip(table.rows, table.columns.get("money_unit", []), strict=False):
        own = _unit(value)
        if own in UNIT_FEN and own != stated:
            table.doubts[row] = Doubt(
                "row_unit_conflict", table.header.columns["money_unit"], {"detail": f"{stated}、{own}"}
            )


def _are_money_units(values: list[object]) -> bool:
    first = next((value for value in values if not is_blank(value)), None)
    return isinstance(first, str) and _unit(first) in UNIT_FEN


def _unit(value: object) -> str:
    return normalise(str(value)).removeprefix("人民币")
