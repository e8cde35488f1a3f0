"""Columns of raw cells → typed values, by the type that rules/headings.csv gives each column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from charity_analysis.ingest.cells.amount_columns import usual_fens
from charity_analysis.ingest.cells.amounts import is_unvalued, parse_amount, parse_count, usual_fen
from charity_analysis.ingest.cells.approval_numbers import normalise_approval_numbers
from charity_analysis.ingest.cells.cell_values import is_plain, written_text
from charity_analysis.ingest.cells.dates import parse_date
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.layout.units import heading_unit
from charity_analysis.ingest.sheets import is_blank
from charity_analysis.money import UNIT_FEN, Money
from charity_analysis.rules import label_index, normalise

_NUMBERS = frozenset({int, float, bool})
# What a cell says where the source does not give a figure: the figure is missing, never 0.
_NOT_STATED = frozenset({"未载明", "未载明(本期内)"})


@dataclass(frozen=True)
class Problem:
    """Why one cell cannot be read: a code of rules/reasons.csv."""

    reason: str


class NotGiven:
    """The source says that it does not give this figure (未估值, 未载明)."""


NOT_GIVEN = NotGiven()


def parse_column(values: list[object], column_type: str, unit: str, heading: str) -> list[Any]:
    """Each value of one column parsed: a typed value, None where blank, NOT_GIVEN, or a Problem.

    `column_type` is the type of rules/headings.csv; `unit` the table's unit of money, `heading` the column's own.
    """
    kinds = set(map(type, values))
    if column_type == "text" and kinds == {str} and is_plain("".join(values)):  # type: ignore[arg-type]
        return [text or None for text in map(str.strip, values)]  # type: ignore[arg-type]
    parse = _parser(column_type, unit, heading)
    is_in_yuan = column_type in ("amount", "yuan") and (heading_unit(heading) or unit) == "元"
    fens = usual_fens(values) if is_in_yuan and kinds == {float} else None  # type: ignore[arg-type]
    if fens is not None:
        read = zip(fens, values, strict=True)
        return [Money(fen) if fen is not None else _parse_or_problem(parse, value) for fen, value in read]
    if len(kinds & _NUMBERS) < 2:
        distinct = set(values)
        known: dict[object, Any] = {}
        if is_in_yuan:
            # As most amounts are written: read without a call more than it takes.
            known = {value: Money(fen) for value in distinct if (fen := usual_fen(value)) is not None}
        known |= {value: _parse_or_problem(parse, value) for value in distinct if value not in known}
        return [known[value] for value in values]
    # Numbers of equal value but another type (1, 1.0, True) must not share an entry.
    apart = {(type(value), value) for value in values}
    seen = {(kind, value): _parse_or_problem(parse, value) for kind, value in apart}
    return [seen[type(value), value] for value in values]


def parse_amount_column(values: list[object], units: list[str | None]) -> list[Any]:
    """Amounts of a table whose rows carry their own unit; a row without one cannot be read."""
    parsers = {unit: _amount_parser(unit) for unit in set(units) if unit}
    return [
        _parse_or_problem(parsers[unit], value) if unit else Problem("unit_missing")
        for value, unit in zip(values, units, strict=True)
    ]


def _parse_or_problem(parse: Callable[[object], Any], value: object) -> Any:
    try:
        return None if is_blank(value) else parse(value)
    except UnreadableCell as error:
        return Problem(error.reason)


def _parser(column_type: str, unit: str, heading: str) -> Callable[[object], Any]:
    name, _, domain = column_type.partition(":")
    if name == "label":
        return _label_parser(domain)
    if name in ("amount", "yuan"):
        return _amount_parser(heading_unit(heading) or unit)
    return _PARSERS[name]


def _amount_parser(unit: str) -> Callable[[object], Any]:
    def parse(value: object) -> Any:
        return NOT_GIVEN if is_unvalued(value) or _says_not_stated(value) else parse_amount(value, unit)

    return parse


def _label_parser(domain: str) -> Callable[[object], str]:
    index = label_index(domain)

    def parse(value: object) -> str:
        # An unknown label keeps its own name; the finding for it is made where its place is known.
        return index.get(normalise(str(value)), written_text(value))

    return parse


def _halfwidth(value: object) -> int:
    return abs(parse_amount(str(value).replace("±", ""), "元").fen)


def _count_as_written(value: object) -> tuple[str, int | None]:
    try:
        return written_text(value), parse_count(value)
    except UnreadableCell:
        return written_text(value), None


def _money_unit(value: object) -> str:
    unit = normalise(str(value)).removeprefix("人民币")
    if unit not in UNIT_FEN:
        raise UnreadableCell("unknown_unit")
    return unit


def _says_not_stated(value: object) -> bool:
    return isinstance(value, str) and normalise(value) in _NOT_STATED


_PARSERS: dict[str, Callable[[object], Any]] = {
    "text": written_text,
    "date": parse_date,
    "count": parse_count,
    "count_text": _count_as_written,
    "approval": lambda value: normalise_approval_numbers(written_text(value)),
    "precision": _halfwidth,
    "unit": _money_unit,
}
