"""The annexes of the Word file: the payments, the funds, and where each figure of the text comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.funds import fund_table
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.docx.tables import Column
from charity_analysis.report.half_year import HalfYear, show_value
from charity_analysis.report.narrative.blocks import Block, Unsigned
from charity_analysis.report.narrative.wording import words
from charity_analysis.report.sections.dates import show_date

_MOST_PAYMENTS, _MOST_SOURCES = 300, 200
# Of one sheet so many stretches of rows are named.
_MOST_STRETCHES = 6


# File, sheet (None where a file has none) and row.
_Place = tuple[str, str | None, int]


@dataclass(frozen=True)
class Annex:
    """One annex: its name, a remark under it ("" for none), and its table."""

    name: str
    remark: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def make_annexes(report: HalfYear, blocks: Iterable[Block]) -> tuple[Annex, ...]:
    """The annexes that have anything in them, in their order; `blocks` are the text whose figures are traced."""
    annexes = _payments(report), _funds(report), _sources(report, blocks)
    return tuple(annex for annex in annexes if annex.rows)


def _payments(report: HalfYear) -> Annex:
    rows = report.disbursements
    remark = ""
    if len(rows) > _MOST_PAYMENTS:
        remark = words("annex_payments_limit", count=f"{len(rows):,}", most=f"{_MOST_PAYMENTS:,}")
        rows = rows.nlargest(_MOST_PAYMENTS, "amount_fen")
    ordered = rows.sort_values("paid_date", kind="stable", na_position="last")
    lines = [_payment(row) for row in each_row(ordered.astype(object).where(ordered.notna(), None))]
    total = report.figures["paid"]
    if lines and total.value is not None:
        lines.append((words("cell_total"), "", show_value(total), "", ""))
    columns = (
        Column(words("column_day"), 2.5),
        Column(words("column_payee"), 3.5),
        Column(words("column_amount"), 3, is_number=True),
        Column(words("column_programme"), 2.6),
        Column(words("column_approval"), 3.1),
    )
    return Annex(words("annex_payments"), remark, columns, tuple(lines))


def _payment(row: Any) -> tuple[str, ...]:
    unknown = words("cell_unknown")
    amount = words("cell_unvalued") if row.amount_fen is None else format_yuan(int(row.amount_fen))
    day = show_date(row.paid_date, row.date_basis)
    return day, row.payee or unknown, amount, row.programme or unknown, row.approval_no or unknown


def _funds(report: HalfYear) -> Annex:
    funds = in_period(fund_table(report.ledger), str(report.period))
    names = ["opening", "received", "paid", "reclassified", "closing"]
    if not funds["reclassified_fen"].fillna(0).any():
        names.remove("reclassified")
    lines = tuple(
        (str(line["fund"]), *(_yuan(line[f"{name}_fen"]) for name in names)) for line in funds.to_dict("records")
    )
    numbers = (Column(words(f"column_{name}"), 2.9, is_number=True) for name in names)
    return Annex(words("annex_funds"), "", (Column(words("column_fund"), 3), *numbers), lines)


def _yuan(fen: Any) -> str:
    return words("cell_unknown") if pd.isna(fen) else format_yuan(int(fen))


def _sources(report: HalfYear, blocks: Iterable[Block]) -> Annex:
    """Each figure of the text once, in its order: what it is, its value, and the rows that it is made of."""
    figures: dict[tuple[Any, ...], Figure] = {}
    for piece in (piece for block in blocks for piece in block.pieces):
        figure = piece.figure if isinstance(piece, Unsigned) else piece
        # How many rows there are is seen from the rows.
        if isinstance(figure, Figure) and not figure.counts_rows and figure.value and not report.hides(figure):
            figures.setdefault((figure.name, figure.value, figure.row_ids), figure)
    chosen = list(figures.values())
    most = f"{_MOST_SOURCES:,}"
    remark = words("annex_sources_limit", most=most) if len(chosen) > _MOST_SOURCES else ""
    columns = (
        Column(words("column_figure"), 4),
        Column(words("column_value"), 2.8, is_number=True),
        Column(words("column_source"), 6),
    )
    rows = _rows(report)
    lines = tuple((one.name, _value(one), _places(rows, one)) for one in chosen[:_MOST_SOURCES])
    return Annex(words("annex_sources"), remark, columns, lines)


def _value(figure: Figure) -> str:
    precision = format_halfwidth_yuan(int(figure.halfwidth)) if figure.unit == "fen" else ""
    return f"{show_value(figure)}{f'（{precision}）' if precision else ''}"


def _rows(report: HalfYear) -> dict[str, _Place]:
    """Where each ledger row stands, by row_id: file, sheet, row."""
    sources = report.sources
    files = sources["folder_period"] + "/" + sources["source_file"]
    sheets = (sheet or None for sheet in sources["source_sheet"])
    return dict(zip(sources.index, zip(files, sheets, sources["source_row"], strict=True), strict=True))


def _places(rows: dict[str, _Place], figure: Figure) -> str:
    """The sheets and stretches of rows that the figure is made of."""
    sheets: dict[tuple[str, str | None], list[int]] = {}
    for row in map(rows.get, figure.row_ids):
        if row is not None:
            sheets.setdefault(row[:2], []).append(row[2])
    if not sheets:
        return words("source_configured")
    parts, before = [], ""
    for (file, sheet), numbers in sheets.items():
        # A file is named once for all of its sheets that follow one another.
        where = place(file, sheet, None) if file != before else sheet or place(file, None, None)
        parts.append(words("source_place", place=where, rows=_stretches(sorted(numbers))))
        before = file
    return "；".join(parts)


def _stretches(numbers: list[int]) -> str:
    """Runs of consecutive row numbers: [4, 5, 6, 9] → "4–6、9"; of many the first and their number."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number <= runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = "、".join(f"{first}–{last}" if last > first else f"{first}" for first, last in runs[:_MOST_STRETCHES])
    return shown if len(runs) <= _MOST_STRETCHES else words("source_more", rows=shown, count=f"{len(numbers):,}")
