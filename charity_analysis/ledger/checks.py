"""Checks of clean rows, from a plain list: each names the cell, and none changes a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.schema import LEDGER_NAMES
from charity_analysis.money import format_yuan
from charity_analysis.rules import column_rules, label_names, programmes

Rows = dict[str, list[Any]]


def check_rows(table: Table, clean: Rows, explained: frozenset[int] = frozenset()) -> list[Finding]:
    """What the clean rows of `table` leave unsaid or do not bear out, in the order of the checks.

    `explained` are the 0-based rows whose amount is a refund by their own words. A column in which all is well is
    only counted over, not gone through row by row.
    """
    found = [finding for check in CHECKS for finding in check(table, clean)]
    found += _check_signs(table, clean, explained)
    return [finding.at(sheet=table.sheet) for finding in found]


def _cell(table: Table, clean: Rows, column: str, position: int) -> str:
    return table.cell(column, clean["source_row"][position] - 1)


def _check_dates(table: Table, clean: Rows) -> Iterator[Finding]:
    rules = {"not_stated": "date_not_stated", "period": "date_within_period"}
    bases, periods, folders = clean.get("date_basis", []), clean.get("period", []), clean.get("folder_period", [])
    unstated = rules.keys() & set(bases)
    is_elsewhere = bool(bases) and set(periods) != set(folders)
    for position, basis in enumerate(bases) if unstated or is_elsewhere else ():
        dated, folder = periods[position], folders[position]
        if basis not in rules and dated == folder:
            continue
        cell, row_ids = _cell(table, clean, "date", position), (clean["row_id"][position],)
        if basis in rules:
            yield Finding(rules[basis], cell=cell, row_ids=row_ids)
        if dated != folder:
            yield Finding("out_of_period", cell=cell, values={"dated": dated, "folder": folder}, row_ids=row_ids)


def _check_programmes(table: Table, clean: Rows) -> Iterator[Finding]:
    known = {programme.names["zh"] for programme in programmes().values()}
    if "programme" in table.columns:
        yield from _first_of_each_unknown(table, clean, "programme", "programme", known, "unknown_programme")


def _check_labels(table: Table, clean: Rows) -> Iterator[Finding]:
    for name, rule in column_rules(table.kind).items():
        column_type, _, domain = rule.type.partition(":")
        target = LEDGER_NAMES.get(table.kind, {}).get(name, name)
        # Flags have lost their wording by now: an unknown one is a missing value.
        if column_type == "label" and name in table.columns and domain not in ("restricted", "consent"):
            yield from _first_of_each_unknown(table, clean, name, target, set(label_names(domain)), "unknown_label")


def _first_of_each_unknown(
    table: Table, clean: Rows, name: str, target: str, known: set[str], rule: str
) -> Iterator[Finding]:
    heading = table.header.headings[table.header.columns[name]]
    rows_of: dict[str, list[int]] = {}
    unknown = set(clean.get(target, [])) - known - {None}
    for position, value in enumerate(clean[target]) if unknown else ():
        if value in unknown:
            rows_of.setdefault(value, []).append(position)
    for value, positions in rows_of.items():
        yield Finding(
            rule,
            cell=_cell(table, clean, name, positions[0]),
            values={"text": excerpt(value), "column": heading},
            row_ids=tuple(clean["row_id"][position] for position in positions),
        )


def _check_products(table: Table, clean: Rows) -> Iterator[Finding]:
    columns = ("beneficiary_count", "unit_amount_fen", "amount_fen", "amount_halfwidth_fen")
    if not all(column in clean for column in columns):
        return
    lines = zip(*(clean[column] for column in columns), strict=True)
    # A refund of what was paid to so many at so much is the same product, taken back.
    wrong = [
        (position, count * unit, fen)
        for position, (count, unit, fen, halfwidth) in enumerate(lines)
        if count is not None and unit is not None and fen is not None and abs(count * unit - abs(fen)) > halfwidth
    ]
    for position, product, fen in wrong:
        values = {"product": format_yuan(product), "amount": format_yuan(fen)}
        cell = _cell(table, clean, "amount", position)
        yield Finding("product_mismatch", cell=cell, values=values, row_ids=(clean["row_id"][position],))


def _check_signs(table: Table, clean: Rows, explained: frozenset[int]) -> Iterator[Finding]:
    amounts = clean.get("amount_fen", [])
    for position in [at for at, fen in enumerate(amounts) if fen is not None and fen < 0]:
        if clean["source_row"][position] - 1 not in explained:
            cell = _cell(table, clean, "amount", position)
            yield Finding("negative_amount", cell=cell, row_ids=(clean["row_id"][position],))


def _check_counts(table: Table, clean: Rows) -> Iterator[Finding]:
    for position in [at for at, count in enumerate(clean.get("receipt_count", [])) if count is None]:
        text = clean["receipt_count_text"][position]
        cell = _cell(table, clean, "receipt_count", position)
        row_ids = (clean["row_id"][position],)
        yield Finding("vague_count", cell=cell, values={"text": excerpt(text)}, row_ids=row_ids)


CHECKS: tuple[Callable[[Table, Rows], Iterator[Finding]], ...] = (
    _check_dates,
    _check_programmes,
    _check_labels,
    _check_products,
    _check_counts,
)
