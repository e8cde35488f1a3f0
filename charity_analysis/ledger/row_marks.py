"""Rows that say of themselves that they lower the total, or do not count: refunds, pledges, void receipts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.raw_table import Doubt
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.mark_wording import (
    arrival_day,
    find_marked,
    is_refund_alone,
    marks_in,
    names_other_side,
    stated_fen,
)
from charity_analysis.money import Money, format_yuan
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import column_rules, normalise

# Columns that speak of their row; in names of people, bodies, programmes and activities a mark may be part of the name.
_STATEMENTS = frozenset({"note", "form", "channel", "purpose"})
_STATUS_HEADING = re.compile(
    r"状态|情况|类型|类别|性质|方式|形式|说明|备注|摘要|附注|批注|标记|标识|是否|有效|结果|到账|退|废|冲|认捐|币|^[a-z]{1,3}列$"
)
_REFUNDS = frozenset({"refund", "done", "doubtful"})
_MARKED_KINDS = frozenset({"donations", "disbursements", "agency"})
_SCANNED_TYPES = frozenset({"text", "label", "count_text"})


@dataclass(frozen=True)
class Marks:
    """What the rows of one table say of themselves, by position in the table.

    `refunds`: rows whose amount is written as positive and lowers the total; `explained`: rows whose negative amount
    is a refund by their own words.
    """

    refunds: frozenset[int] = frozenset()
    explained: frozenset[int] = frozenset()
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Statement:
    """What one cell says of its row; `is_clear` where its column is one for such statements."""

    column: int
    name: str
    text: str
    marks: frozenset[str]
    is_clear: bool


def find_marks(table: Table, parsed: dict[str, list[Any]]) -> Marks:
    """The refunds of `table`; rows that do not count, or can be read two ways, become doubts of the table.

    Only rows that hold one of the characters of a mark are looked at.
    """
    amounts = parsed.get("amount", [None] * len(table.rows))
    explained: set[int] = set()
    lowered: set[int] = set()
    findings: list[Finding] = []
    for position, statements in sorted(_find_statements(table).items()):
        amount = amounts[position] if isinstance(amounts[position], Money) else None
        rule, said = _rule_for(table.kind, statements, amount)
        row, values = table.rows[position], {"text": excerpt(said.text)}
        if not rule and table.kind in ("donations", "agency") and "date" in parsed:
            late = _find_other_arrival(statements, getattr(parsed["date"][position], "day", None))
            if late is not None:
                rule, said, periods = late
                values = {"text": excerpt(said.text), **periods}
        if rule == "refund" and amount is not None:
            explained.add(position)
            if amount.fen > 0:
                lowered.add(position)
                values["amount"] = format_yuan(amount.fen)
                findings.append(Finding(rule, sheet=table.sheet, cell=table.cell("amount", row), values=values))
        elif rule:
            table.doubts.setdefault(row, Doubt(rule, said.column, values))
    return Marks(frozenset(lowered), frozenset(explained), findings)


def _find_statements(table: Table) -> dict[int, list[_Statement]]:
    """What the cells of each row say of it, by position; rows that say nothing are left out."""
    statements: dict[int, list[_Statement]] = {}
    for number, name, heading, values, is_clear in _columns(table):
        for position in find_marked(values, heading, is_clear):
            text = str(values[position])
            said = marks_in(text, heading)
            if said:
                statements.setdefault(position, []).append(_Statement(number, name, text, said, is_clear))
    return statements


def lower_refunds(parsed: dict[str, list[Any]], marks: Marks) -> None:
    """Turn the amounts of the refunds negative: what was paid back lowers the total."""
    for position in marks.refunds:
        amount: Money = parsed["amount"][position]
        parsed["amount"][position] = Money(-amount.fen, amount.halfwidth_fen)


def _rule_for(kind: str, statements: list[_Statement], amount: Money | None) -> tuple[str, _Statement]:
    """The rule that a row falls under by what it says, "" where it counts as it stands; and the cell that says so."""
    clear = [statement for statement in statements if statement.is_clear]
    for statement in statements:
        if "void" in statement.marks:
            return "void_row", statement
    for statement in clear if kind in _MARKED_KINDS else ():
        if "foreign" in statement.marks:
            return "foreign_amount", statement
    telling = [statement for statement in clear if statement.name != "purpose"]
    stopped = _rule_of_state(kind, telling, amount)
    if stopped is not None:
        return stopped
    pledging = [s for s in telling if s.marks & {"pledge", "arrived", "not_arrived"}]
    if kind in ("donations", "agency") and _is_pledged(pledging, amount):
        return "pledge_not_received", next(s for s in pledging if s.marks & {"pledge", "not_arrived"})
    refunding = [s for s in statements if s.marks & _REFUNDS or ("cancelled" in s.marks and s in telling)]
    if kind not in _MARKED_KINDS or not refunding or not amount or not amount.fen:
        return "", statements[0]
    if amount.fen < 0:
        # The sign says that it is taken off; a word that leaves it open explains nothing.
        is_explained = all("doubtful" not in s.marks for s in refunding)
        return ("refund" if is_explained else ""), refunding[0]
    return ("refund" if _is_plain_refund(kind, refunding, amount) else "unclear_refund"), refunding[0]


def _rule_of_state(kind: str, telling: list[_Statement], amount: Money | None) -> tuple[str, _Statement] | None:
    """The rule of a row that was cancelled, or never paid, and the cell that says so; None where it stands."""
    if kind not in _MARKED_KINDS:
        return None
    # A negative amount takes off what was cancelled: both rows together come to nothing.
    is_taken_off = amount is not None and amount.fen < 0
    is_taken_back = is_taken_off and any(s.marks & {"refund", "done"} for s in telling)
    for statement in telling:
        if "cancelled" in statement.marks and not is_taken_off:
            return "cancelled_row", statement
        if "invalid" in statement.marks and not is_taken_back:
            return "cancelled_row", statement
        is_unpaid = statement.marks & {"not_paid", "not_arrived"} and not statement.marks & _REFUNDS
        if kind == "disbursements" and is_unpaid and not is_taken_off:
            return "not_paid", statement
    return None


def _find_other_arrival(
    statements: list[_Statement], stated: date | None
) -> tuple[str, _Statement, dict[str, str]] | None:
    """The cell of a pledge that says it came in during another period than the row's date, with both periods."""
    if stated is None:
        return None
    for statement in statements:
        if statement.is_clear and {"pledge", "arrived"} <= statement.marks:
            arrived = arrival_day(statement.text, stated)
            periods = {"dated": str(ReportingPeriod.of(arrived)), "stated": str(ReportingPeriod.of(stated))}
            if periods["dated"] != periods["stated"]:
                return "arrival_in_other_period", statement, periods
    return None


def _is_pledged(statements: list[_Statement], amount: Money | None) -> bool:
    """True where a row's money was promised, and has not come in as the row states it."""
    said = frozenset[str]().union(*(s.marks for s in statements))
    if "not_arrived" in said or ("pledge" in said and "arrived" not in said):
        return True
    return "pledge" in said and not _names_only(statements, amount)


def _is_plain_refund(kind: str, statements: list[_Statement], amount: Money) -> bool:
    """True where the words of a row with a positive amount can only mean that this amount went back."""
    for statement in statements:
        # Money that goes back to a donor is paid out, and money that comes back from a payee is no gift undone.
        if (kind == "disbursements" and statement.name == "purpose") or names_other_side(kind, statement.text):
            return False
        if "refund" not in statement.marks or not (statement.is_clear or is_refund_alone(statement.text)):
            return False
    return _names_only(statements, amount)


def _names_only(statements: list[_Statement], amount: Money | None) -> bool:
    """True where `statements` name no other amount of money than the row's own."""
    stated = [fen for statement in statements for fen in stated_fen(statement.text)]
    return not stated or (amount is not None and all(fen == abs(amount.fen) for fen in stated))


def _columns(table: Table) -> Iterator[tuple[int, str, str, list[object], bool]]:
    """Columns that may say something of their rows: number, name, heading, values, and whether they are for that."""
    rules = column_rules(table.kind)
    for name, values in table.columns.items():
        if rules[name].type.partition(":")[0] in _SCANNED_TYPES and name != "serial_no":
            number = table.header.columns[name]
            yield number, name, table.header.headings[number], values, name in _STATEMENTS
    for (number, heading), values in zip(table.header.unmapped.items(), table.extras.values(), strict=False):
        yield number, "", heading, values, _STATUS_HEADING.search(normalise(heading)) is not None
