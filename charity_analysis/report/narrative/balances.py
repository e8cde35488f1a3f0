"""What the funds hold at the end of the period, where that is known, and why it is not where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.analysis.figures import Figure, each_once
from charity_analysis.ledger.accounts.fund_periods import FundPeriod
from charity_analysis.money import Money
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Pieces, Quoted, paragraph
from charity_analysis.report.narrative.wording import in_turn, say, sentence, words

# So few funds are named one by one.
_MOST_FUNDS = 4


def render_funds(report: HalfYear) -> Iterator[Block]:
    """One paragraph."""
    funds = report.books.funds
    if not funds:
        yield paragraph(*say("funds_none"))
        return
    known = [one for one in funds if one.closing is not None]
    unknown = [one for one in funds if one.closing is None]
    yield paragraph(*sentence(_known(known), _unknown(unknown)))


def _known(funds: list[FundPeriod]) -> Pieces:
    closings = [one.closing for one in funds if one.closing is not None]
    if not closings:
        return ()
    if len(funds) == 1:
        return say("funds_closing_one", fund=Quoted(funds[0].fund), amount=_closing(funds[0], closings[0]))
    rows = each_once(row for one in funds for row in one.row_ids)
    fen, halfwidth = sum(one.fen for one in closings), sum(one.halfwidth_fen for one in closings)
    parts = [_closing(one, closing) for one, closing in zip(funds, closings, strict=True)]
    name, formula = f"{len(funds)} 项资金的期末结余", "各项资金期末余额相加"
    amount = Figure("funds-known", name, "fen", fen, halfwidth, rows, formula, made_of=tuple(parts))
    count = Figure("funds-known-count", "能给出期末结余的资金", "count", len(funds), 0, rows, "不同的资金逐个计数")
    told = say("funds_closing", count=count, amount=amount)
    if len(funds) > _MOST_FUNDS:
        return told
    named = zip(funds, parts, strict=True)
    details = [say("funds_part", fund=Quoted(one.fund), amount=part) for one, part in named]
    return (*told, words("comma"), *say("funds_parts", parts=in_turn(details)))


def _closing(one: FundPeriod, closing: Money) -> Figure:
    formula = "期初＋收入－支出±调整"
    name = f"期末结余：{one.fund}"
    return Figure(f"fund-end-{one.fund}", name, "fen", closing.fen, closing.halfwidth_fen, one.row_ids, formula)


def _unknown(funds: list[FundPeriod]) -> Pieces:
    rows = each_once(row for one in funds for row in one.row_ids)
    if not rows:
        return ()
    count = Figure("funds-unknown", "不能给出期末结余的资金", "count", len(funds), 0, rows, "不同的资金逐个计数")
    why = "、".join(dict.fromkeys(one.why for one in funds if one.why))
    return say("funds_unknown", count=count, why=Quoted(why))
