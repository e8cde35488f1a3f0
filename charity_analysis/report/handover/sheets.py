"""What stands on each sheet of the workbook: listings in 元 and in words, with the formulas that add them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from charity_analysis.ingest.addresses import column_letters
from charity_analysis.report.handover.column_dictionary import dictionary_rows
from charity_analysis.report.handover.figure_rows import SUM, balance_rows, key_figure_rows, sum_rows
from charity_analysis.report.handover.finding_rows import finding_rows
from charity_analysis.report.handover.ledger_rows import ledger_rows, place_of
from charity_analysis.report.handover.listings import Listing, Value, in_yuan
from charity_analysis.rules import handover_texts

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

# A title, a line for the sum, and the heads stand above the rows.
HEAD_ROW = 3
_LISTS = ("disbursements", "donations", "agency")
_SOURCE = ("source_file", "source_sheet", "source_row")


@dataclass(frozen=True)
class Formula:
    """What a spreadsheet computes, and what comes out, for those that only show it."""

    text: str
    value: Decimal


Shown = Value | Decimal | Formula


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, its rows as shown, which of them are sums, and the sum above them by column."""

    name: str
    listing: Listing
    rows: list[tuple[Shown, ...]]
    sums: dict[int, Formula] = field(default_factory=dict)
    is_sum: frozenset[int] = frozenset()


def build_sheets(report: HalfYear) -> list[Sheet]:
    """Every sheet with rows of its own, in order; the dictionary of their columns last."""
    texts = handover_texts("zh")
    sheets = [
        _figures(texts["sheet_figures"], key_figure_rows(report)),
        _totals(texts["sheet_totals"], sum_rows(report)),
        _plain(texts["sheet_funds"], balance_rows(report)),
        *(_list(texts[f"sheet_{table}"], ledger_rows(report, table)) for table in _LISTS),
        _plain(texts["sheet_findings"], finding_rows(report)),
    ]
    own_name = texts["sheet_dictionary"]
    dictionary = dictionary_rows({sheet.name: sheet.listing for sheet in sheets}, own_name, in_words=True)
    return [*sheets, _plain(own_name, dictionary)]


def _plain(name: str, listing: Listing) -> Sheet:
    shown = _as_shown(listing)
    return Sheet(name, shown, list(shown.rows))


def _list(name: str, listing: Listing) -> Sheet:
    """A list of amounts with their sum above, which follows a filter."""
    sheet = _plain(name, listing)
    place = sheet.listing.columns.index("amount_yuan")
    if not sheet.rows:
        return sheet
    letters, last = column_letters(place), HEAD_ROW + len(sheet.rows)
    total = sum((cell for row in sheet.rows if isinstance(cell := row[place], Decimal)), Decimal(0))
    formula = Formula(f"ROUND(SUBTOTAL(109,{letters}{HEAD_ROW + 1}:{letters}{last}),2)", total)
    return Sheet(name, sheet.listing, sheet.rows, {place: formula})


def _totals(name: str, listing: Listing) -> Sheet:
    """Each dimension is closed by a formula of its sum, and by how far that is from what the report says."""
    sheet = _plain(name, Listing("sums", listing.columns, listing.rows))
    columns = (*sheet.listing.columns, "difference_yuan")
    amount, control = (columns.index(column) for column in ("amount_yuan", "control_yuan"))
    rows: list[tuple[Shown, ...]] = []
    first, sums = HEAD_ROW + 1, set()
    for number, row in enumerate(sheet.rows, start=HEAD_ROW + 1):
        if row[1] != SUM or row[control] is None:
            rows.append((*row, None))
            continue
        cells, total, should_be = column_letters(amount), row[amount], row[control]
        assert isinstance(total, Decimal) and isinstance(should_be, Decimal)
        added = Formula(f"ROUND(SUM({cells}{first}:{cells}{number - 1}),2)", total)
        off = Formula(f"ROUND({cells}{number}-{column_letters(control)}{number},2)", total - should_be)
        rows.append((*row[:amount], added, *row[amount + 1 :], off))
        sums.add(number - HEAD_ROW - 1)
        first = number + 1
    return Sheet(name, Listing("sums", columns, []), rows, is_sum=frozenset(sums))


def _figures(name: str, listing: Listing) -> Sheet:
    """Figures in 元, shares and counts, with the ends of their intervals instead of the precision."""
    place = {column: number for number, column in enumerate(listing.columns)}
    rows: list[tuple[Shown, ...]] = []
    for row in listing.rows:
        value, half, unit = (row[place[column]] for column in ("value", "halfwidth", "unit"))
        given: tuple[Shown, ...] = (None, None, None)
        if isinstance(value, int | float) and isinstance(half, int | float):
            show = _yuan if unit == "fen" else _same
            given = show(value), show(value - half), show(value + half)
        word = listing.meaning("unit").values[str(unit)]["zh"]
        rows.append((*row[:2], given[0], word, *given[1:], *row[place["formula"] :]))
    columns = ("id", "name", "value", "unit", "lowest", "highest", "formula", "why_missing", "evidence_count")
    return Sheet(name, Listing("figures", columns, []), rows)


def _yuan(fen: float) -> Decimal:
    return in_yuan(int(fen))


def _same(value: float) -> float:
    return value


def _as_shown(listing: Listing) -> Listing:
    """`listing` as people read it: amounts in 元, codes in words, and the place of a row in one column."""
    columns: list[str] = []
    values: list[Sequence[object]] = []
    by_name = dict(zip(listing.columns, zip(*listing.rows, strict=True), strict=True)) if listing.rows else {}
    for name in listing.columns:
        column = by_name.get(name, ())
        if name == _SOURCE[0] and _SOURCE[1] in listing.columns and _SOURCE[2] in listing.columns:
            columns.append("place")
            values.append(
                [place_of(*source) for source in zip(*(by_name.get(each, ()) for each in _SOURCE), strict=True)]
            )
        elif name not in _SOURCE or "cell" in listing.columns:
            columns.append(_shown_name(listing, name))
            values.append(list(_shown_values(listing, name, column)))
    rows = list(zip(*values, strict=True))
    return Listing(listing.table, tuple(columns), rows)


def _shown_name(listing: Listing, name: str) -> str:
    return name.removesuffix("_fen") + "_yuan" if listing.meaning(name).unit == "fen" else name


def _shown_values(listing: Listing, name: str, column: Sequence[Value]) -> Iterator[object]:
    meaning = listing.meaning(name)
    words = {code: word["zh"] for code, word in meaning.values.items()}
    for value in column:
        if isinstance(value, bool):
            yield words["true" if value else "false"]
        elif meaning.unit == "fen" and isinstance(value, int):
            yield in_yuan(value)
        else:
            yield words.get(value, value) if isinstance(value, str) else value
