"""What the roll-forward of the funds brings to light: balances that do not fit, are below 0, or have no source."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book, row_ids
from charity_analysis.ledger.accounts.fund_periods import NO_FUND, NOTHING, FundPeriod, fund_key
from charity_analysis.money import Money, format_halfwidth_yuan, format_yuan
from charity_analysis.periods import ReportingPeriod

_MOST_NAMED = 5


def check_funds(book: Book) -> Iterator[Finding]:
    """Findings of every fund and period, in the order of the checks."""
    for check in _CHECKS:
        for one in book.funds:
            yield from check(book, one)
    yield from _check_registrations(book)
    yield from _check_origins(book)
    yield from _check_reclassifications(book)


def _amount(money: Money) -> str:
    """In yuan, with its precision where it has one: 105,250.00 (± 1,000)."""
    precision = format_halfwidth_yuan(money.halfwidth_fen).removesuffix(" 元")
    return f"{format_yuan(money.fen)} ({precision})" if precision else format_yuan(money.fen)


def _finding(rule: str, one: FundPeriod, ids: tuple[str, ...], **values: str) -> Finding:
    told = {"period": one.period, "fund": excerpt(one.fund), **values}
    return Finding(rule, values=told, period=one.period, row_ids=ids[:MOST_ROWS])


def _own_rows(book: Book, one: FundPeriod) -> tuple[str, ...]:
    """This period's rows of the fund: its register's, received, paid."""
    where = {"fund": one.fund, "period": one.period}
    return (
        *(entry.row_id for entry in one.entries),
        *row_ids(book.donations, **where),
        *row_ids(book.disbursements, **where),
    )


def _check_opening(_: Book, one: FundPeriod) -> Iterator[Finding]:
    stated = tuple(entry.row_id for entry in one.entries if entry.opening is not None)
    if len(stated) > 1:
        yield _finding("opening_repeated", one, stated, rows=str(len(stated)))
    if one.basis != "stated" or one.opening is None:
        return
    if one.carried is not None and not one.opening.agrees_with(one.carried):
        difference = _amount(one.opening - one.carried)
        values = {"stated": _amount(one.opening), "computed": _amount(one.carried), "difference": difference}
        yield _finding("opening_differs", one, stated, **values)
    if one.opening.fen < -one.opening.halfwidth_fen:
        yield _finding("opening_negative", one, stated, amount=_amount(one.opening))


def _check_closing(book: Book, one: FundPeriod) -> Iterator[Finding]:
    closing = one.closing
    if closing is None:
        return
    if closing.fen < -closing.halfwidth_fen:
        yield _finding("fund_negative", one, _own_rows(book, one), amount=_amount(closing))
    for entry in one.entries:
        if entry.closing is not None and not entry.closing.agrees_with(closing):
            values = {"stated": _amount(entry.closing), "computed": _amount(closing)}
            difference = _amount(entry.closing - closing)
            yield _finding("closing_mismatch", one, _own_rows(book, one), difference=difference, **values)


def _check_source(book: Book, one: FundPeriod) -> Iterator[Finding]:
    shortfall = one.shortfall
    if shortfall is not None:
        paid = row_ids(book.disbursements, fund=one.fund, period=one.period)
        yield _finding("source_not_stated", one, paid, amount=_amount(shortfall), paid=_amount(one.movement.paid))


def _check_restriction(book: Book, one: FundPeriod) -> Iterator[Finding]:
    stated = {entry.is_restricted for entry in one.entries} - {None}
    flag = one.is_restricted
    is_contradicted = flag is not None and (not flag) in one.movement.flags
    if len(stated) > 1:
        ids = tuple(entry.row_id for entry in one.entries)
        yield _finding("restriction_conflict", one, ids, rows=str(len(ids)))
    elif is_contradicted:
        gifts = row_ids(book.donations, fund=one.fund, period=one.period, is_restricted=not flag)
        yield _finding("restriction_conflict", one, gifts, rows=str(len(gifts)))


def _check_registrations(book: Book) -> Iterator[Finding]:
    """Each fund once, in the first period that has a register to look it up in."""
    told: set[str] = set()
    for one in book.funds:
        registered = {fund_key(entry.fund) for entry in book.entries if entry.period <= one.period}
        key = fund_key(one.fund)
        if registered and key not in registered | told | {NO_FUND}:
            told.add(key)
            yield _finding("fund_not_registered", one, _own_rows(book, one))


def _check_origins(book: Book) -> Iterator[Finding]:
    """Openings of funds that the register and the ledgers of the half-year before do not know: money from nowhere.

    A fund that was renamed would be counted under both names.
    """
    by_period: dict[str, list[FundPeriod]] = {}
    for one in book.funds:
        by_period.setdefault(one.period, []).append(one)
    for period, funds in by_period.items():
        before = by_period.get(str(ReportingPeriod.parse(period).previous), [])
        if not before or before[0].period not in book.filed or not any(one.entries for one in before):
            continue
        known = {fund_key(one.fund) for one in before}
        for one in funds:
            if one.basis == "stated" and one.opening and one.opening.fen > 0 and fund_key(one.fund) not in known:
                values = {"amount": _amount(one.opening), "others": _left_out(funds)}
                yield _finding("opening_unfounded", one, one.opening_ids, **values)


def _left_out(funds: list[FundPeriod]) -> str:
    """The funds whose balance was carried since their period's register does not state it, the first of them."""
    carried = [(one.fund, one.opening) for one in funds if one.basis == "carried" and one.opening and one.opening.fen]
    named = [f"{excerpt(fund)} {_amount(opening)}" for fund, opening in carried[:_MOST_NAMED]]
    return "、".join([*named, *(["…"] if len(carried) > _MOST_NAMED else [])]) or "—"


def _check_reclassifications(book: Book) -> Iterator[Finding]:
    """What one fund gives another receives: over all funds of a period it comes to nothing."""
    for period in sorted({one.period for one in book.funds}):
        moved = [entry for one in book.funds if one.period == period for entry in one.entries if entry.reclassified]
        total = sum((entry.reclassified for entry in moved if entry.reclassified), NOTHING)
        if not total.agrees_with(NOTHING):
            ids = tuple(entry.row_id for entry in moved)
            values = {"period": period, "amount": _amount(total), "funds": str(len(moved))}
            yield Finding("reclassification_unbalanced", values=values, period=period, row_ids=ids)


_CHECKS: tuple[Callable[[Book, FundPeriod], Iterator[Finding]], ...] = (
    _check_opening,
    _check_closing,
    _check_source,
    _check_restriction,
)
