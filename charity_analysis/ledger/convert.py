"""One raw table → its ledger rows, its held rows, and what was found: nothing is lost, nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.subtotals import total_findings
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.cells import NOT_GIVEN, parse_amount_column, parse_column
from charity_analysis.ledger.checks import check_rows
from charity_analysis.ledger.column_names import letters_by_name
from charity_analysis.ledger.columns import Source, clean_columns, held_columns, source_columns
from charity_analysis.ledger.problems import find_problems
from charity_analysis.ledger.row_marks import find_marks, lower_refunds
from charity_analysis.ledger.total_checks import check_totals, total_columns
from charity_analysis.ledger.value_doubts import doubt_values
from charity_analysis.money import Money
from charity_analysis.rules import column_rules

# A row's number in its sheet is read where rows are counted; the ledger has numbers of its own.
_NOT_KEPT = frozenset({"serial_no"})


@dataclass
class Converted:
    """One table's part of the ledger, column by column, with one entry per clean (or held) row."""

    kind: str
    sheet: str
    clean: dict[str, list[Any]] = field(default_factory=dict)
    held: dict[str, list[Any]] = field(default_factory=dict)
    totals: dict[str, list[Any]] = field(default_factory=dict)
    held_cells: list[str] = field(default_factory=list)
    ignored: int = 0
    is_refused: bool = False
    findings: list[Finding] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)

    @property
    def clean_count(self) -> int:
        """Rows that count."""
        return len(self.clean.get("row_id", []))

    @property
    def held_count(self) -> int:
        """Rows that were held back."""
        return len(self.held.get("row_id", []))

    @property
    def clean_fen(self) -> int:
        """Sum of the clean rows' amounts in fen; amounts that the source does not give add nothing."""
        column = "opening_balance_fen" if self.kind == "funds" else "amount_fen"
        return sum(fen for fen in self.clean.get(column, []) if fen is not None)


def convert_table(table: Table, source: Source) -> Converted:
    """The ledger rows and held rows of `table`, which stands in the file and period of `source`."""
    result = Converted(table.kind, table.sheet, ignored=table.ignored.total(), findings=list(table.findings))
    result.is_refused = table.is_refused
    if table.is_refused:
        result.held = held_columns(table, source, {position: [] for position in range(len(table.rows))}, {})
    else:
        parsed = _parse(table)
        marks = find_marks(table, parsed)
        lower_refunds(parsed, marks)
        doubt_values(table, parsed, source.period)
        found: list[Finding] = []
        problems = dict(find_problems(table, parsed, found))
        result.findings += [_with_row(table, source, finding) for finding in found]
        amounts = _amounts(parsed)
        if table.subtotals:
            totals = check_totals(table, dict(zip(table.rows, amounts, strict=True)))
            result.findings += total_findings(table, totals)
            result.totals = total_columns(table, source, totals)
        kept = [position for position in range(len(table.rows)) if position not in problems]
        result.clean = clean_columns(table, source, parsed, amounts, kept)
        result.held = held_columns(table, source, problems, dict(enumerate(amounts)))
        result.held_cells = [cell for cells in problems.values() for cell, _ in cells]
        result.findings += marks.findings
        result.findings += check_rows(table, result.clean, frozenset(table.rows[at] for at in marks.explained))
        result.letters = letters_by_name(table)
    result.findings = [
        finding.at(file=source.file, organisation=source.organisation, period=source.period)
        for finding in result.findings
    ]
    return result


def _with_row(table: Table, source: Source, finding: Finding) -> Finding:
    """A finding about a cell of a row that counts, with its row's id; held rows are listed by themselves."""
    if finding.severity == "error" or finding.row_ids or finding.cell is None:
        return finding
    row_ids = source_columns(table, source, [cell_position(finding.cell)[0]])["row_id"]
    return finding.at(row_ids=tuple(row_ids))


def _parse(table: Table) -> dict[str, list[Any]]:
    rules = column_rules(table.kind)
    parsed: dict[str, list[Any]] = {}
    for name, values in table.columns.items():
        if name in _NOT_KEPT:
            continue
        heading = table.header.headings[table.header.columns[name]]
        parsed[name] = parse_column(values, rules[name].type, table.unit, heading)
    if "money_unit" in parsed and "amount" in parsed:
        units = [unit if isinstance(unit, str) else None for unit in parsed["money_unit"]]
        parsed["amount"] = parse_amount_column(table.columns["amount"], units)
    return parsed


def _amounts(parsed: dict[str, list[Any]]) -> list[Money | None]:
    """Each row's amount with its precision; None where it has none that can be read."""
    column = parsed.get("amount", parsed.get("opening_balance"))
    if column is None:
        column = [None] * len(next(iter(parsed.values()), []))
    if "precision" not in parsed:
        return [value if type(value) is Money else _unreadable_amount(value) for value in column]
    return [
        Money(value.fen, precision if isinstance(precision, int) else value.halfwidth_fen)
        if isinstance(value, Money)
        else _unreadable_amount(value)
        for value, precision in zip(column, parsed["precision"], strict=True)
    ]


def _unreadable_amount(value: Any) -> Money | None:
    # An amount that the source does not give (未估值) takes no part in a sum: it counts as nothing, known.
    return Money(0) if value is NOT_GIVEN else None
