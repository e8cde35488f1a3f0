"""What the law asks for: each rule in force at the period's end, what the books give, and the verdict in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from charity_analysis.analysis.statutory import Pace, Verdict, spending_pace, statutory_verdicts
from charity_analysis.money import format_yuan
from charity_analysis.report.cards import fold
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, paragraphs, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.pace_chart import plot_pace

STATUS_WORDS = {
    "met": "✓ 达到",
    "not_met": "✗ 未达到",
    "undecidable": "？ 无法判定",
    "exempt": "○ 不受限制",
    "draft": "草案，不判定",
    "not_due": "… 年末判定",
}
_SIDES = {"at_least": "不低于", "at_most": "不高于"}


def render_ratios(report: HalfYear) -> Fragment:
    """The verdicts in a table with their reasons, then the year's pace towards what must be spent."""
    verdicts = statutory_verdicts(report.ledger, str(report.period))
    if not verdicts:
        return notice("info", "本期期末没有适用的法定比例。")
    return join(_table(report, verdicts), _open(report, verdicts), _reasons(verdicts), _pace(report, verdicts))


def _table(report: HalfYear, verdicts: Sequence[Verdict]) -> Fragment:
    lines = [
        {
            "规定": verdict.name,
            "结论": STATUS_WORDS[verdict.status],
            "要求": _required(verdict),
            "实际": _actual(report, verdict),
            "条款": verdict.article or "—",
            "施行日": verdict.effective_from.isoformat() if verdict.effective_from else "未施行（草案）",
        }
        for verdict in verdicts
    ]
    return table(pd.DataFrame(lines), "法定比例", numeric=["实际"])


def _required(verdict: Verdict) -> str:
    if verdict.required is None:
        return "—"
    return f"{_SIDES[verdict.direction]} {verdict.required * 100:.10g}%"


def _actual(report: HalfYear, verdict: Verdict) -> Part:
    if verdict.actual.value is None:
        return "—"
    named = verdict.actual.named(f"law-{verdict.rule_id}-{verdict.status}", f"{verdict.name}（{verdict.article}）")
    return report.cite(named)


def _open(report: HalfYear, verdicts: Sequence[Verdict]) -> Fragment:
    undecidable = [verdict for verdict in verdicts if verdict.status == "undecidable"]
    if not undecidable:
        return join()
    # What is missing is often the same for all: it is said once.
    reasons: dict[str, list[str]] = {}
    for verdict in undecidable:
        reasons.setdefault(verdict.why, []).append(verdict.name)
    left = report.key_figures["K10"]
    lines = [f"{'、'.join(names)}：{why}。" for why, names in reasons.items()]
    if _is_told(left.why_missing, undecidable):
        lines.append(f"{left.name}（K10）因此也不能给出。")
    return notice("warning", paragraphs(lines))


def _is_told(why: str | None, verdicts: Sequence[Verdict]) -> bool:
    return why is not None and any(verdict.status == "undecidable" and why in verdict.why for verdict in verdicts)


def _reasons(verdicts: Sequence[Verdict]) -> Fragment:
    told = [verdict for verdict in verdicts if verdict.status != "undecidable"]
    lines = [f"{verdict.name}（{verdict.article}）：{verdict.why}。出处：{verdict.source}。" for verdict in told]
    return fold(f"各项结论的算法与出处（{len(lines)} 项）", paragraphs(lines)) if lines else join()


def _pace(report: HalfYear, verdicts: Sequence[Verdict]) -> Fragment:
    pace = spending_pace(report.ledger, str(report.period))
    if pace is None:
        figure = report.key_figures["K10"]
        if report.period.half == 2 or figure.value is not None or _is_told(figure.why_missing, verdicts):
            return join()
        return notice("info", f"离年度支出要求还差多少（K10）不能给出：{figure.why_missing}。")
    return join(_words(report, pace), _picture(pace))


def _words(report: HalfYear, pace: Pace) -> Fragment:
    percent = f"{pace.required * 100:.10g}%"
    parts: list[Part] = [f"按“{pace.name}”，全年慈善活动支出不低于{pace.base_name}的 {percent}，即 "]
    parts += [f"{format_yuan(pace.line_fen)} 元；本年至今已支出 "]
    parts += [report.cite(pace.spent.named("pace-spent", pace.spent.name)), " 元"]
    if pace.left.value:
        parts += ["，年底前还须支出 ", report.cite(pace.left.named("pace-left", pace.left.name)), " 元。"]
    else:
        parts.append("，已经达到。")
    return paragraphs([join(*parts)])


def _picture(pace: Pace) -> Fragment:
    percent = f"{pace.required * 100:.10g}%"
    last = pace.by_month.iloc[-1]
    spent = f"至 {last['month']} 累计支出 {format_yuan(int(last['spent_fen']))} 元"
    note = ""
    if pace.undated.value:
        note = f"另有 {format_yuan(int(pace.undated.value))} 元支出没有写明拨付日，不在线上，但已计入本年支出。"
    return chart(
        plot_pace(pace.by_month, pace.line_fen, int(pace.spent.value or 0)),
        f"离 {percent} 还差多少？",
        f"折线图：{spent}，全年须支出 {format_yuan(pace.line_fen)} 元。",
        pace.by_month,
        note,
    )
