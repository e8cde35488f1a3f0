"""What the dated rules of law say of a period: met or not, not due, exempt, or what is missing to decide it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from charity_analysis.analysis.figures import Figure, missing
from charity_analysis.analysis.law.extents import Extent, judge, ratio
from charity_analysis.analysis.law.pace import Pace, left_to_spend, spending_pace
from charity_analysis.analysis.law.statutory_amounts import base_of, measured, three_year_mean
from charity_analysis.analysis.law.statutory_scope import Applicable, applicable_rules, draft_rules
from charity_analysis.analysis.law.statutory_wording import percent_of, reason_of
from charity_analysis.analysis.law.years import Year
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.statutory import CERTAINTIES, FEN_PER_YUAN, Direction, Law, RatioRule

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

__all__ = ["Pace", "Verdict", "spending_pace", "statutory_verdicts"]

Status = Literal["met", "not_met", "undecidable", "exempt", "draft", "not_due"]


@dataclass(frozen=True)
class Verdict:
    """One line of the law against what the books say. `required` and `actual` are shares (0–1); `why` is for people.

    `effective_from` is inclusive, `effective_to` exclusive; both are None for a draft. `required` is None where it
    is not known which line holds.
    """

    rule_id: str
    article: str
    name: str
    status: Status
    required: float | None
    direction: Direction
    actual: Figure
    base_name: str
    why: str
    effective_from: date | None
    effective_to: date | None
    source: str


def statutory_verdicts(ledger: Ledger, period: str) -> tuple[Verdict, ...]:
    """One verdict per line in force at the period's end for the organisation, then one per draft.

    Yearly lines are judged at the year's end: in a first half they are not due. Where kind, right to raise funds or
    band is not configured, there is one undecidable verdict per measure. No line in force: drafts alone.
    """
    applicable = applicable_rules(ledger, period)
    year = Year.up_to(ledger, period)
    is_due = ReportingPeriod.parse(period).half == 2
    decide = _decide if is_due else _not_due
    return (
        *_open(applicable),
        *(decide(rule, year) for rule in applicable.rules),
        *(_draft(rule, year) for rule in draft_rules()),
    )


def _open(applicable: Applicable) -> tuple[Verdict, ...]:
    """One verdict per measure whose line is not known."""
    by_measure = {rule.measure: rule for rule in reversed(applicable.open)}
    verdicts = []
    for rule in sorted(by_measure.values(), key=applicable.open.index):
        actual = missing(rule.law.id, rule.name, "share", applicable.gap)
        verdicts.append(
            Verdict(
                rule.law.id,
                "",
                rule.name,
                "undecidable",
                None,
                rule.direction,
                actual,
                "",
                f"无法判定：{applicable.gap}",
                rule.law.effective_from,
                rule.law.effective_to,
                _source(rule.law, rule.law.certainty),
            )
        )
    return tuple(verdicts)


def _decide(rule: RatioRule, year: Year) -> Verdict:
    """The verdict at a year's end: met where any base says so, not met where none does.

    The mean of three years may stand in where the books and the configuration give it: it is the organisation's to
    claim and to prove, so that where it is not known, the last year decides, and what the mean lacks is said.
    """
    part, bases = measured(rule.measure, year), _bases(rule, year)
    limit = None if rule.exempt_below_yuan is None else rule.exempt_below_yuan * FEN_PER_YUAN
    if part.fen is not None and limit is not None and part.high is not None and part.high < limit:
        why = f"当年{part.name} {format_yuan(part.fen)} 元，低于 {format_yuan(limit, 0)} 元，不受比例限制（第十一条）"
        return _verdict(rule, "exempt", part, bases[0], why)
    answers = {base.name: judge(part, base, rule.percent, rule.direction) for base in bases}
    met = next((base for base in bases if answers[base.name] == "met"), None)
    if met is not None:
        return _verdict(rule, "met", part, met, reason_of(rule, part, met, "met"))
    reasons = [reason_of(rule, part, base, answers[base.name]) for base in bases]
    if part.fen is None or bases[0].fen is None:
        # What the last year lacks, the mean of three years lacks too.
        reasons = [f"{one.name}：{one.why_missing}" for one in (part, bases[0]) if one.fen is None]
    # A cost that may be under the limit is exempt in that case, so that nothing can be said against it.
    if limit is not None and part.fen is not None and part.low < limit:
        reasons.append(f"{part.name}是否低于 {format_yuan(limit, 0)} 元（第十一条）不能确定")
    elif all(answers[base.name] == "not_met" or (base.fen is None and base is not bases[0]) for base in bases):
        return _verdict(rule, "not_met", part, bases[0], "；".join(reasons))
    return _verdict(rule, "undecidable", part, bases[0], f"无法判定：{'；'.join(reasons)}")


def _not_due(rule: RatioRule, year: Year) -> Verdict:
    """The verdict in a first half: how far it has come, and what is left to spend."""
    part, base = measured(rule.measure, year), _bases(rule, year)[0]
    why = ["年度比例，到 12 月 31 日按全年判定"]
    why += [f"{one.name}：{one.why_missing}" for one in (part, base) if one.fen is None]
    if part.fen is not None and base.fen is not None and base.low > 0:
        share = percent_of(part.fen, base.fen, rule.percent)
        why.append(
            f"截至上半年末，{part.name} {format_yuan(part.fen)} 元 ÷ {base.name} {format_yuan(base.fen)} 元 = {share}"
        )
    if base.fen is not None and base.low <= 0:
        why.append(f"{base.name}为 0 或为负，不计算比例")
    elif rule.direction == "at_least":
        left = left_to_spend(rule, base, part)
        if left.value is not None:
            precision = format_halfwidth_yuan(int(left.halfwidth))
            why.append(f"年底前还须支出 {format_yuan(int(left.value))} 元{precision and f'（{precision}）'}")
    return _verdict(rule, "not_due", part, base, "；".join(why))


def _draft(rule: RatioRule, year: Year) -> Verdict:
    """A proposed line: the present figure beside it, and no judgement."""
    why = "征求意见稿，尚未施行，不作判定，仅列出本年至今的数值供参考"
    return _verdict(rule, "draft", measured(rule.measure, year), _bases(rule, year)[0], why)


def _bases(rule: RatioRule, year: Year) -> tuple[Extent, ...]:
    """The rule's base, then the mean of three years where it may stand in."""
    mean = (three_year_mean(rule.base, year),) if rule.three_year_mean else ()
    return (base_of(rule.base, year), *mean)


def _verdict(rule: RatioRule, status: Status, part: Extent, base: Extent, why: str) -> Verdict:
    formula = f"{part.name} ÷ {base.name}"
    return Verdict(
        rule.id,
        rule.article,
        rule.name,
        status,
        rule.percent / 100,
        rule.direction,
        ratio(part, base, rule.id, rule.name, formula),
        base.name,
        why,
        rule.law.effective_from,
        rule.law.effective_to,
        _source(rule.law, rule.certainty),
    )


def _source(law: Law, certainty: str) -> str:
    return f"《{law.title}》，{law.source}（{CERTAINTIES[certainty]}）"
