"""Each fund from period to period: opening + received − paid ± reclassified = closing; what is not known stays so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from charity_analysis.ledger.accounts.fund_periods import NO_FUND, NOTHING, Entry, FundPeriod, Movement, fund_key
from charity_analysis.money import Money
from charity_analysis.periods import ReportingPeriod


@dataclass
class _Known:
    """What a fund has been so far."""

    fund: str
    is_registered: bool = False
    is_restricted: bool | None = None
    founder: str | None = None
    flags: set[bool] = field(default_factory=set)
    last: FundPeriod | None = None


def roll_forward(
    entries: Iterable[Entry], movements: Iterable[Movement], periods: Iterable[str], filed: Iterable[str]
) -> tuple[FundPeriod, ...]:
    """One entry per fund and period, from the fund's first period on; by period, then by fund.

    `periods` are those with data; a closing is carried only out of a period that is among `filed`, that is one with
    ledgers of its own, into the one right after it.
    """
    register = _by_key(entries)
    moved: dict[tuple[str, str], Movement] = {}
    for movement in movements:
        place = (movement.period, fund_key(movement.fund))
        moved[place] = moved[place] + movement if place in moved else movement
    known: dict[str, _Known] = {}
    with_ledgers = frozenset(filed)
    rolled: list[FundPeriod] = []
    for period in sorted({*periods, *(period for period, _ in (*moved, *register))}):
        for place in sorted({*moved, *register}):
            if place[0] == period and place[1] not in known:
                known[place[1]] = _Known(_first_name(register.get(place, ()), moved.get(place)))
        for key in sorted(known):
            one = _next(known[key], period, register.get((period, key), ()), moved.get((period, key)), with_ledgers)
            known[key].last = one
            rolled.append(one)
    return tuple(rolled)


def _by_key(entries: Iterable[Entry]) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
    found: dict[tuple[str, str], tuple[Entry, ...]] = {}
    for entry in sorted(entries, key=lambda entry: entry.row_id):
        place = (entry.period, fund_key(entry.fund))
        found[place] = (*found.get(place, ()), entry)
    return found


def _first_name(entries: tuple[Entry, ...], movement: Movement | None) -> str:
    """The fund's name as its register spells it, else as its rows do: whichever order they come in."""
    return min((entry.fund for entry in entries), default=movement.fund if movement else NO_FUND)


def _next(
    known: _Known, period: str, entries: tuple[Entry, ...], movement: Movement | None, filed: frozenset[str]
) -> FundPeriod:
    movement = movement or Movement(known.fund, period)
    _learn(known, entries, movement)
    last = known.last
    follows = last is not None and str(ReportingPeriod.parse(last.period).next) == period and last.period in filed
    before = last if follows else None
    opening, basis, why = _opening(entries, before, last)
    return FundPeriod(
        known.fund,
        period,
        opening,
        basis,
        movement,
        entries,
        sum((entry.reclassified for entry in entries if entry.reclassified), NOTHING),
        before.closing if before else None,
        _floor(before) if opening is None else NOTHING,
        known.is_restricted if known.is_registered else _agreed(known.flags),
        known.founder,
        _opening_ids(entries, before, basis),
        why or ("有物资没有估值" if movement.unvalued else ""),
    )


def _learn(known: _Known, entries: tuple[Entry, ...], movement: Movement) -> None:
    """Take up what this period's rows say of the fund; the latest register counts, and gifts where it says nothing."""
    known.flags |= movement.flags
    stated = {entry.is_restricted for entry in entries if entry.is_restricted is not None}
    if stated:
        known.is_registered, known.is_restricted = True, _agreed(stated)
    founders = sorted(entry.founder for entry in entries if entry.founder)
    known.founder = founders[0] if founders else known.founder


def _agreed(flags: set[bool]) -> bool | None:
    return next(iter(flags)) if len(flags) == 1 else None


def _opening(
    entries: tuple[Entry, ...], before: FundPeriod | None, last: FundPeriod | None
) -> tuple[Money | None, str, str]:
    """The opening, its basis, and why it is not known."""
    stated = [entry.opening for entry in entries if entry.opening is not None]
    if len(stated) == 1:
        return stated[0], "stated", ""
    if stated:
        return None, "unknown", "期初余额登记了不止一次"
    if before is not None and before.closing is not None:
        return before.closing, "carried", ""
    if last is not None and before is None:
        return None, "unknown", "与上一个有台账的期间不相连，期初余额未载明"
    if before is not None and before.opening is not None:
        return None, "unknown", "上期有物资没有估值，期末余额不能给出"
    return None, "unknown", "期初余额未载明"


def _opening_ids(entries: tuple[Entry, ...], before: FundPeriod | None, basis: str) -> tuple[str, ...]:
    if basis == "carried" and before is not None:
        return before.row_ids
    return tuple(entry.row_id for entry in entries if entry.opening is not None) if basis == "stated" else ()


def _floor(before: FundPeriod | None) -> Money | None:
    """The least that a fund of unknown balance must hold: what came in since and was not paid out.

    None from goods without a value on: what was paid later may have come out of them.
    """
    if before is None:
        return NOTHING
    if before.movement.unvalued or before.floor is None:
        return None
    left = before.closing or before.floor + before.change
    return left if left.fen > 0 else NOTHING
