"""What the ledger leaves open, so that whoever signs knows it: rows held back, days and approvals not stated."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from charity_analysis.analysis.figures import Figure, count_rows, each_once, sum_amounts
from charity_analysis.analysis.scope import NO_STATED_DAY
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Pieces, Quoted
from charity_analysis.report.narrative.overview import held_rows
from charity_analysis.report.narrative.own_texts import OwnText
from charity_analysis.report.narrative.wording import say, sentence


def render_gaps(report: HalfYear, texts: tuple[OwnText, ...]) -> Iterator[Block]:
    """One numbered item for each thing that is open, or one that says that nothing is."""
    open_matters = [matter for matter in (*_matters(report), *_refusals(texts)) if matter]
    if not open_matters:
        yield Block("paragraph", say("gap_none"))
    for matter in open_matters:
        yield Block("number", sentence(matter))


def _matters(report: HalfYear) -> Iterator[Pieces]:
    paid, received, figures = report.disbursements, report.donations, report.figures
    held = held_rows(report)
    yield say("gap_held", count=held) if held.value else ()
    unvalued = count_rows(paid[paid["amount_fen"].isna()]["row_id"], "paid-unvalued", "没有写明金额的支出")
    yield say("gap_unvalued_paid", count=unvalued) if unvalued.value else ()
    yield _counted("gap_no_day_paid", paid[paid["date_basis"].isin(NO_STATED_DAY)], "没有写明日期的支出")
    yield _counted("gap_no_approval", paid[paid["approval_no"].isna()], "没有写明批准文号的支出")
    no_day = _counted("gap_no_day_received", received[received["date_basis"].isin(NO_STATED_DAY)], "没有到账日的捐赠")
    earlier = figures["received_period_unknown"]
    yield no_day + say("gap_period_unknown", amount=earlier) if no_day and earlier.value else no_day
    doubtful = figures["received_uncertain"]
    yield say("gap_uncertain_received", amount=doubtful) if doubtful.value else ()
    uncertain = figures["paid_uncertain"]
    yield say("gap_uncertain", amount=uncertain) if uncertain.value else ()
    goods = figures["unvalued_goods"]
    yield say("gap_unvalued_goods", count=goods) if goods.value else ()
    yield _openings(report)


def _counted(key: str, rows: pd.DataFrame, name: str) -> Pieces:
    amount = sum_amounts(rows, key, name)
    if amount.value is None:
        return ()
    return say(key, count=count_rows(rows["row_id"], f"{key}-rows", f"{name}（笔）"), amount=amount)


def _openings(report: HalfYear) -> Pieces:
    unknown = [one for one in report.books.funds if one.opening is None]
    rows = each_once(row for one in unknown for row in one.row_ids)
    if not rows:
        return ()
    count = Figure("funds-no-opening", "没有写明期初余额的资金", "count", len(unknown), 0, rows, "不同的资金逐个计数")
    return say("gap_no_opening", count=count)


def _refusals(texts: tuple[OwnText, ...]) -> Iterator[Pieces]:
    for text in texts:
        if text.refusal:
            yield say("gap_text_refused", file=Quoted(text.file), reason=Quoted(text.refusal))
