"""The first paragraph: what came in, what went out, for whom, and what these figures leave out."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.analysis.figures import Figure, count_rows, sum_amounts
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.money import format_halfwidth_yuan
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Pieces, Quoted, paragraph
from charity_analysis.report.narrative.programmes import say_people
from charity_analysis.report.narrative.wording import say, sentence
from charity_analysis.rules import programmes


def render_overview(report: HalfYear) -> Iterator[Block]:
    """What came in and went out in one paragraph, what is left out in another."""
    people = say_people(report, report.disbursements, "overview-people")
    clauses = (_programmes(report), say("overview_people", people=people) if people else ())
    yield paragraph(*sentence(_received(report)), *sentence(_paid(report)), *sentence(*clauses))
    held = held_rows(report)
    if held.value:
        yield paragraph(*sentence(say("overview_held", count=held)))


def held_rows(report: HalfYear) -> Figure:
    """How many rows of the period were held back and are in no figure."""
    held = in_period(report.ledger.held, str(report.period))
    return count_rows(held["row_id"], "held-rows", "暂不计入的行")


def _received(report: HalfYear) -> Pieces:
    period, figures, rows = report.period.label(), report.figures, report.donations
    count = count_rows(rows["row_id"], "received-rows", "捐赠笔数")
    if count.value is None:
        return say("overview_received_none", period=period)
    amount = figures["received"]
    if amount.value is None:
        return say("overview_received_unvalued", period=period, count=count)
    clauses = say("overview_received", period=period, amount=amount, count=count) + _precision(amount)
    share = report.key_figures["K3"]
    if figures["received_restricted"].value and share.value is not None:
        clauses += say("overview_restricted", amount=figures["received_restricted"], share=share)
    uncertain = figures["received_uncertain"]
    return clauses + say("overview_uncertain", amount=uncertain) if uncertain.value else clauses


def _paid(report: HalfYear) -> Pieces:
    figures = report.figures
    count = count_rows(report.disbursements["row_id"], "paid-rows", "支出笔数")
    if count.value is None:
        return say("overview_paid_none")
    amount = figures["paid"]
    if amount.value is None:
        return say("overview_paid_unvalued", count=count)
    clauses = say("overview_paid", amount=amount, count=count) + _precision(amount)
    uncertain = figures["paid_uncertain"]
    return clauses + say("overview_uncertain", amount=uncertain) if uncertain.value else clauses


def _precision(amount: Figure) -> Pieces:
    precision = format_halfwidth_yuan(int(amount.halfwidth))
    return say("overview_precision", halfwidth=Quoted(precision)) if precision else ()


def _programmes(report: HalfYear) -> Pieces:
    """To how many programmes the money went, and which got most; what is for no programme is none."""
    programme = report.disbursements["programme"]
    rows = report.disbursements[programme.notna() & programme.ne(programmes()["general"].names["zh"])]
    lines = [line for line in each_row(total_by(rows, "programme")) if line.label != NOT_STATED]
    if not lines or lines[0].amount_fen <= 0:
        return ()
    ids = tuple(rows["row_id"])
    count = Figure("programmes-count", "有支出的项目", "count", len(lines), 0, ids, "不同的项目逐个计数")
    largest = rows[rows["programme"] == lines[0].label]
    name = str(lines[0].label)
    amount = sum_amounts(largest, f"programme-{name}", f"支出：{name}", f"项目为“{name}”的拨付相加")
    return say("overview_programmes", count=count, programme=Quoted(name), amount=amount)
