"""Further columns of money beside the amount: rows in which they contradict it are doubted."""

from __future__ import annotations

from dataclasses import dataclass

from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.findings import excerpt
from charity_analysis.ingest.layout.raw_table import Doubt, Table
from charity_analysis.ingest.layout.units import heading_unit
from charity_analysis.ingest.sheets import is_blank
from charity_analysis.rules import label_index, normalise

_KINDS = frozenset({"donations", "disbursements"})
_NOTHING = frozenset({"", "0", "0.0", "0.00", "-", "—", "/", "无", "否"})


def doubt_other_amounts(table: Table) -> None:
    """Doubt each row in which money received in fact, or paid back, or given in goods, is at odds with the amount."""
    amounts = table.columns.get("amount")
    if amounts is None or table.kind not in _KINDS:
        return
    columns = _columns(table)
    parts = [each.values for each in columns if each.meaning in ("equal_or_blank", "part")]
    for each in columns:
        known: dict[tuple[object, ...], bool] = {}
        lines = zip(table.rows, amounts, each.values, *parts, strict=True)
        is_equal_fine = each.meaning.startswith("equal") and each.unit == table.unit
        for row, amount, value, *shares in lines if each.meaning != "part" else ():
            if is_equal_fine and amount == value and type(amount) is float:
                continue
            key = (type(amount), amount, type(value), value, *shares)
            if key not in known:
                known[key] = _contradicts(each, amount, value, table.unit) and not (
                    each.meaning == "equal_or_blank" and _add_up(amount, shares, table.unit)
                )
            if known[key]:
                said = {"column": each.heading, "text": excerpt(value)}
                table.doubts.setdefault(row, Doubt("other_amount", each.column, said))


@dataclass(frozen=True)
class _Column:
    """A further column of money: what it means, and the unit in which it is."""

    column: int
    heading: str
    values: list[object]
    meaning: str
    unit: str


def _columns(table: Table) -> list[_Column]:
    found: list[_Column] = []
    meanings = label_index("other_money")
    for (column, heading), values in zip(table.header.unmapped.items(), table.extras.values(), strict=False):
        meaning = meanings.get(normalise(heading).partition("(")[0], "")
        is_twin = column in table.header.twins.get("amount", ())
        # A column that nobody filled in says nothing.
        if not meaning or is_twin or all(map(is_blank, set(values))):
            continue
        if meaning != "outgoing" or table.kind == "donations":
            found.append(_Column(column, heading, values, meaning, heading_unit(heading) or table.unit))
    return found


def _add_up(amount: object, shares: list[object], unit: str) -> bool:
    """True where the amount is the sum of its parts in cash and in goods."""
    try:
        total = sum(parse_amount(share, unit).fen for share in shares if str(share).strip() not in _NOTHING)
        return total == parse_amount(amount, unit).fen
    except UnreadableCell:
        return False


def _contradicts(column: _Column, amount: object, value: object, unit: str) -> bool:
    meaning = column.meaning
    if str(value).strip() in _NOTHING:
        return meaning == "equal" and not isinstance(value, bool)
    if isinstance(value, bool):
        return False
    try:
        other = parse_amount(value, column.unit)
    except UnreadableCell:
        return any(character.isdigit() for character in str(value))
    if meaning in ("nothing", "outgoing"):
        return True
    try:
        return not parse_amount(amount, unit).agrees_with(other)
    except UnreadableCell:
        return False  # held for its amount
