"""What was done under each programme: its payments one by one, or where they are many by activity and the largest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from charity_analysis.analysis.beneficiaries import NO_UNIT, beneficiaries_by_unit
from charity_analysis.analysis.figures import Figure, count_rows, sum_amounts
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Pieces, Quoted, heading, paragraph
from charity_analysis.report.narrative.designated import Designated
from charity_analysis.report.narrative.events import COLUMNS, find_events
from charity_analysis.report.narrative.payments import say_event
from charity_analysis.report.narrative.wording import in_turn, numbered, say, sentence
from charity_analysis.rules import programmes


@dataclass(frozen=True)
class _Breadth:
    """How much is told of one programme: with more events than `events` it is told by activity and `largest`."""

    events: int
    largest: int
    groups: int


# A half-year of many payments is told more shortly, so that the whole can still be read.
_MANY_PAYMENTS = 40
_FULL, _SHORT = _Breadth(6, 2, 4), _Breadth(3, 1, 3)


def render_programmes(report: HalfYear, designated: Designated) -> Iterator[Block]:
    """Each programme under its own heading, in the order of the rules, then of their first day."""
    # Every choice of rows copies all columns that there are.
    rows = report.disbursements[list(COLUMNS)]
    breadth = _SHORT if len(rows) > _MANY_PAYMENTS else _FULL
    for programme in _in_order(rows):
        own = rows[rows["programme"].isna()] if programme == NOT_STATED else rows[rows["programme"] == programme]
        yield heading(2, say("no_programme") if programme == NOT_STATED else (Quoted(programme),))
        yield from _programme(report, programme, own, breadth)
        chains = designated.say_programme(programme)
        if chains:
            yield paragraph(*chains)


def _in_order(rows: pd.DataFrame) -> list[str]:
    """The programmes of the rules in their order, then others as they first appear by day, then 未载明."""
    ordered = rows.sort_values("paid_date", kind="stable", na_position="last")
    found = list(dict.fromkeys(ordered["programme"].fillna(NOT_STATED)))
    known = [rule.names["zh"] for rule in programmes().values()]
    places = {name: place for place, name in enumerate(known)}
    return sorted(found, key=lambda name: (name == NOT_STATED, places.get(name, len(known))))


def _programme(report: HalfYear, programme: str, rows: pd.DataFrame, breadth: _Breadth) -> Iterator[Block]:
    events = find_events(rows) if len(rows) <= breadth.events * 4 else ()
    total = sum_amounts(rows, f"programme-{programme}", f"支出：{programme}", f"项目为“{programme}”的拨付相加")
    if not events or len(events) > breadth.events:
        yield paragraph(*_many(report, programme, rows, total, breadth))
        return
    matters = [say_event(report, event) for event in events]
    closing = sentence(say("programme_total", amount=total)) if len(rows) > 1 and total.value is not None else ()
    yield paragraph(*numbered(matters), *closing)


def _many(report: HalfYear, programme: str, rows: pd.DataFrame, total: Figure, breadth: _Breadth) -> Pieces:
    count = count_rows(rows["row_id"], f"programme-rows-{programme}", f"支出笔数：{programme}")
    if total.value is None:
        return sentence(say("programme_unvalued", count=count))
    head = say("programme_many", amount=total, count=count) + _people(report, programme, rows)
    groups = say("programme_groups", groups=in_turn(_groups(programme, rows, breadth.groups)))
    largest = rows[rows["amount_fen"].notna()].sort_values("amount_fen", ascending=False, kind="stable")
    matters = [say_event(report, event) for event in find_events(largest.head(breadth.largest))]
    return (*sentence(head), *sentence(groups), *say("programme_largest"), *numbered(matters))


def _people(report: HalfYear, programme: str, rows: pd.DataFrame) -> Pieces:
    people = say_people(report, rows, f"programme-people-{programme}")
    return say("programme_people", people=people) if people else ()


def say_people(report: HalfYear, rows: pd.DataFrame, key: str) -> Pieces:
    """How many these payments reached, unit by unit; what an edition must not show is left out."""
    shown = []
    for part in beneficiaries_by_unit(rows):
        figure = part.named(f"{key}-{part.id}", part.name)
        if not figure.value or report.hides(figure):
            continue
        if part.id == NO_UNIT:
            shown.append(say("people_part_no_unit", count=figure))
        else:
            shown.append(say("people_part", count=figure, unit=Quoted(part.id)))
    return in_turn(shown)


def _groups(programme: str, rows: pd.DataFrame, most: int) -> list[Pieces]:
    """The activities by amount, the largest by name and all others together; a purpose stands in for one not stated."""
    activities = rows["activity"].fillna(rows["purpose"])
    lines = list(each_row(total_by(rows.assign(activity=activities), "activity")))
    rest = lines[most:] if len(lines) > most + 1 else []
    parts = []
    for number, line in enumerate(lines[: len(lines) - len(rest)]):
        name = say("group_no_activity") if line.label == NOT_STATED else (Quoted(line.label),)
        group = rows[rows["row_id"].isin(line.row_ids)]
        parts.append(say("group_part", activity=name, **_sum(group, f"{programme}-{number}", str(line.label))))
    if rest:
        ids = [row for line in rest for row in line.row_ids]
        parts.append(say("group_other", **_sum(rows[rows["row_id"].isin(ids)], f"{programme}-other", "其他")))
    return parts


def _sum(rows: pd.DataFrame, key: str, name: str) -> dict[str, Figure]:
    return {
        "amount": sum_amounts(rows, f"group-{key}", f"支出：{name}"),
        "count": count_rows(rows["row_id"], f"group-rows-{key}", f"支出笔数：{name}"),
    }
