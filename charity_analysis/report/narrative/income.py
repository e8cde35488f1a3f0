"""What was received: by channel, by kind of donor, from whom most, in goods, and income that is no gift."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from charity_analysis.analysis.figures import sum_amounts
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Pieces, Quoted, paragraph
from charity_analysis.report.narrative.designated import Designated
from charity_analysis.report.narrative.wording import in_turn, say, sentence, words

_MOST_PARTS, _MOST_DONORS = 5, 3
# Persons are not named for the size of their gifts, and a crowd is no donor.
_UNNAMED_KINDS = ("individual", "related_individual", "general_public")


def render_income(report: HalfYear, designated: Designated) -> Iterator[Block]:
    """One paragraph of what was received, and one of the designated gifts that no programme told of."""
    rows = report.donations
    other = sum_amounts(report.books.other_income, "other-income", "非捐赠收入")
    besides = sentence(say("income_other", amount=other)) if other.value else ()
    if rows.empty:
        yield paragraph(*say("income_none"), *besides)
        return
    figures = report.figures
    total = say("income_total", amount=figures["received"]) if figures["received"].value is not None else ()
    goods = say("income_goods", amount=figures["received_goods"]) if figures["received_goods"].value else ()
    channels = _by(rows, "channel", "", "income_channels")
    kinds = _by(rows, "donor_kind", "donor_kind", "income_kinds")
    yield paragraph(*sentence(total, goods), *sentence(channels, kinds), *sentence(_donors(rows)), *besides)
    rest = designated.say_rest()
    if rest:
        yield paragraph(*rest)


def _by(rows: pd.DataFrame, column: str, domain: str, key: str) -> Pieces:
    """The parts of the income, the largest first; nothing where no row says which it is."""
    lines = [line for line in each_row(total_by(rows, column, domain or None)) if line.amount_fen]
    if all(line.label == NOT_STATED for line in lines):
        return ()
    parts = [_part(rows, line, key) for line in lines[:_MOST_PARTS]]
    if len(lines) > _MOST_PARTS:
        ids = [row for line in lines[_MOST_PARTS:] for row in line.row_ids]
        rest = sum_amounts(rows[rows["row_id"].isin(ids)], f"{key}-rest", "其他捐赠收入")
        parts.append(say("income_part", label=words("income_rest"), amount=rest))
    return say(key, parts=in_turn(parts))


def _part(rows: pd.DataFrame, line: object, key: str) -> Pieces:
    label, ids = str(line.label), line.row_ids  # type: ignore[attr-defined]
    amount = sum_amounts(rows[rows["row_id"].isin(ids)], f"{key}-{label}", f"捐赠收入：{label}")
    if label == NOT_STATED:
        return say("income_part_unstated", amount=amount)
    return say("income_part", label=Quoted(label), amount=amount)


def _donors(rows: pd.DataFrame) -> Pieces:
    named = rows[rows["donor"].notna() & ~rows["donor_kind"].isin(_UNNAMED_KINDS) & rows["donor_kind"].notna()]
    lines = [line for line in each_row(total_by(named, "donor").head(_MOST_DONORS)) if line.amount_fen > 0]
    parts = [_part(named, line, "income_donors") for line in lines]
    return say("income_donors", parts=in_turn(parts)) if parts else ()
