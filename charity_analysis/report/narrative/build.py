"""The whole narrative of a half-year as blocks, written by fixed rules from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.balances import render_funds
from charity_analysis.report.narrative.beside import render_beside
from charity_analysis.report.narrative.blocks import Block, Narrative, Pieces, Quoted, heading, paragraph
from charity_analysis.report.narrative.designated import Designated
from charity_analysis.report.narrative.gaps import render_gaps
from charity_analysis.report.narrative.income import render_income
from charity_analysis.report.narrative.overview import render_overview
from charity_analysis.report.narrative.own_texts import OwnText, read_own_text
from charity_analysis.report.narrative.planning import next_plans, render_answers, render_plans
from charity_analysis.report.narrative.programmes import render_programmes
from charity_analysis.report.narrative.wording import say, words


def build_narrative(report: HalfYear) -> Narrative:
    """The narrative of the report's edition: the organisation's own texts around what the ledger tells."""
    opening, closing = (read_own_text(report.raw, place, str(report.period)) for place in ("opening", "closing"))
    own = _as_published(report, opening), _as_published(report, closing)
    said = own[0].blocks or (paragraph(*_default_opening(report)),)
    return Narrative(_title(report), said, tuple(_body(report, own)), own[1].blocks)


def _body(report: HalfYear, texts: tuple[OwnText, ...]) -> Iterator[Block]:
    yield heading(1, say("heading_overview"))
    yield from render_overview(report)
    designated = Designated(report)
    if len(report.disbursements):
        yield heading(1, say("heading_programmes"))
        yield from render_programmes(report, designated)
    yield heading(1, say("heading_income"))
    yield from render_income(report, designated)
    yield from render_beside(report)
    yield heading(1, say("heading_funds"))
    yield from render_funds(report)
    yield heading(1, say("heading_answers"))
    yield from render_answers(report)
    yield heading(1, say("heading_gaps"))
    yield from render_gaps(report, texts)
    yield from render_plans(report)


def _title(report: HalfYear) -> Pieces:
    name, period = Quoted(report.name), report.period.label()
    if next_plans(report).empty:
        return say("title_alone", organisation=name, period=period)
    following = report.period.next.label().removeprefix(f"{report.period.year}年")
    return say("title_with_plans", organisation=name, period=period, next=following)


def _default_opening(report: HalfYear) -> Pieces:
    return say("opening", organisation=Quoted(report.name), period=report.period.label())


def _as_published(report: HalfYear, text: OwnText) -> OwnText:
    """The text as this edition may show it: in a public one without persons, or not at all."""
    if not report.is_public or not text.blocks:
        return text
    redact = report.secrets.redact if report.secrets else None
    if redact is None:
        return OwnText(text.file, refusal=words("refused_not_redacted"))
    return replace(text, blocks=tuple(_redacted(block, redact) for block in text.blocks))


def _redacted(block: Block, redact: Callable[[str], str]) -> Block:
    pieces = (replace(piece, text=redact(piece.text)) if isinstance(piece, Quoted) else piece for piece in block.pieces)
    return replace(block, pieces=tuple(pieces))
