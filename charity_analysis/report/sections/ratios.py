"""What the law asks for: each rule in force at the period's end, what the books give, and the verdict in words."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import pandas as pd

from charity_analysis.analysis.figures import Figure, subtract, sum_amounts
from charity_analysis.analysis.law.statutory import Pace, Verdict, spending_pace
from charity_analysis.analysis.scope import each_row
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.cards import fold
from charity_analysis.report.elements import Fragment, Part, chart, join, notice, paragraphs, quoted, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.pace_chart import PaceLinks, plot_pace
from charity_analysis.report.sections.tables import column_of

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
    verdicts = report.verdicts
    if not verdicts:
        return notice("info", "本期期末没有适用的法定比例。")
    return join(_table(report, verdicts), _open(report, verdicts), _reasons(verdicts), _pace(report, verdicts))


def _table(report: HalfYear, verdicts: Sequence[Verdict]) -> Fragment:
    lines = [
        {
            "规定": verdict.name,
            "结论": STATUS_WORDS[verdict.status],
            "要求": required_of(verdict),
            "实际": _actual(report, verdict),
            "条款": verdict.article or "—",
            "施行日": verdict.effective_from.isoformat() if verdict.effective_from else "未施行（草案）",
        }
        for verdict in verdicts
    ]
    return table(pd.DataFrame(lines), "法定比例", numeric=["实际"], quotes=["规定", "结论", "要求", "条款", "施行日"])


def required_of(verdict: Verdict) -> str:
    """The line in words, such as "不低于 70%"; "—" where it is not known."""
    if verdict.required is None:
        return "—"
    return f"{_SIDES[verdict.direction]} {verdict.required * 100:.10g}%"


def _actual(report: HalfYear, verdict: Verdict) -> Part:
    return "—" if verdict.actual.value is None else report.cite(actual_of(verdict), shown_share(verdict))


def actual_of(verdict: Verdict) -> Figure:
    """The share of `verdict` as the report cites it, wherever it stands."""
    return verdict.actual.named(f"law-{verdict.rule_id}-{verdict.status}", f"{verdict.name}（{verdict.article}）")


def shown_share(verdict: Verdict) -> str:
    """The share in percent, with as many digits as keep it from looking like the line where it is not."""
    share, line = float(verdict.actual.value or 0), verdict.required
    for decimals in (1, 2, 4, 6):
        shown = f"{share * 100:.{decimals}f}"
        if line is None or share == line or float(shown) != round(line * 100, 10):
            break
    return f"{shown}%"


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
    return notice("warning", paragraphs(map(quoted, lines)))


def _is_told(why: str | None, verdicts: Sequence[Verdict]) -> bool:
    return why is not None and any(verdict.status == "undecidable" and why in verdict.why for verdict in verdicts)


def _reasons(verdicts: Sequence[Verdict]) -> Fragment:
    told = [verdict for verdict in verdicts if verdict.status != "undecidable"]
    lines = [f"{verdict.name}（{verdict.article}）：{verdict.why}。出处：{verdict.source}。" for verdict in told]
    return fold("各项结论的算法与出处", paragraphs(map(quoted, lines))) if lines else join()


def _pace(report: HalfYear, verdicts: Sequence[Verdict]) -> Fragment:
    pace = spending_pace(report.ledger, str(report.period))
    if pace is None:
        figure = report.key_figures["K10"]
        if report.period.half == 2 or figure.value is not None or _is_told(figure.why_missing, verdicts):
            return join()
        return notice("info", quoted(f"离年度支出要求还差多少（K10）不能给出：{figure.why_missing}。"))
    verdict = next((verdict for verdict in verdicts if verdict.rule_id == pace.rule_id), None)
    return join(_words(report, pace, verdict), _picture(report, pace))


def line_figure(pace: Pace) -> Figure:
    """What must be spent in the year: the law's share of its base."""
    formula = f"{_percent(pace)} × {pace.base_name}，不足一分的进为一分"
    halfwidth = ceil(pace.required * pace.base.halfwidth)
    return Figure(
        "pace-line", "全年须支出", "fen", pace.line_fen, halfwidth, pace.base.row_ids, formula, made_of=(pace.base,)
    )


def _percent(pace: Pace) -> str:
    return f"{pace.required * 100:.10g}%"


def _words(report: HalfYear, pace: Pace, verdict: Verdict | None) -> Fragment:
    law = f"按“{pace.name}”，全年慈善活动支出不低于{pace.base_name}的 {_percent(pace)}"
    parts: list[Part] = [quoted(law), "，即 ", report.cite(line_figure(pace)), " 元；本年至今已支出 "]
    parts += [report.cite(pace.spent.named("pace-spent", pace.spent.name)), " 元"]
    precision = format_halfwidth_yuan(int(pace.left.halfwidth))
    is_over = report.period.half == 2
    if pace.left.value:
        name = "比全年要求少支出" if is_over else pace.left.name
        parts += ["，比要求少 " if is_over else "，年底前还须支出 "]
        parts += [report.cite(pace.left.named("pace-left", name)), " 元", quoted(precision and f"（{precision}）")]
    elif precision:
        parts += ["，按现有数额已经达到，但数额未定", quoted(f"（{precision}）")]
    else:
        parts.append("，按台账现有记录已经达到")
    return paragraphs([join(*parts, _beside_the_verdict(pace, verdict), "。")])


def _beside_the_verdict(pace: Pace, verdict: Verdict | None) -> str:
    """What keeps the verdict from saying the same as the year's amount beside the plain base."""
    if verdict is not None and verdict.status == "met" and pace.left.value:
        return f"；按{verdict.base_name}计算则已达到，见上表"
    return "；是否达到尚不能判定，原因见上" if verdict is not None and verdict.status == "undecidable" else ""


def _picture(report: HalfYear, pace: Pace) -> Fragment:
    last = pace.by_month.iloc[-1]
    spent = f"至 {last['month']} 累计支出 {format_yuan(int(last['spent_fen']))} 元"
    note: Part = ""
    if pace.undated.value:
        undated = report.cite(pace.undated.named("pace-undated", "本年支出中没有写明拨付日的"))
        note = join("另有 ", undated, " 元支出没有写明拨付日，不在线上，但已计入本年支出。")
    line, total = line_figure(pace), pace.spent.named("pace-spent", pace.spent.name)
    gap = subtract(line, total, "pace-gap", "与全年须支出之差")
    links = PaceLinks(*map(report.anchor, (line, total, gap)))
    return chart(
        plot_pace(pace.by_month, pace.line_fen, int(pace.spent.value or 0), links),
        join("离 ", quoted(_percent(pace)), " 还差多少？"),
        f"折线图：{spent}，全年须支出 {format_yuan(pace.line_fen)} 元。",
        pace.by_month.assign(spent_fen=column_of(_cumulated(report, pace))),
        note,
    )


def _cumulated(report: HalfYear, pace: Pace) -> list[Part]:
    """What each month's sum is made of: the year's spending up to its end; "—" where there is none yet."""
    rows = report.ledger.disbursements
    spent = rows[rows["row_id"].isin(pace.spent.row_ids) & rows["date_basis"].isin(("stated", "as_of"))]
    days = spent["paid_date"].dt.strftime("%Y-%m")
    cells: list[Part] = []
    for line in each_row(pace.by_month):
        own = spent[days.le(line.month).fillna(False) & days.ge(f"{line.month[:4]}-01").fillna(False)]
        figure = sum_amounts(own, f"pace-{line.month}", f"本年至 {line.month} 累计支出")
        is_same = figure.value == line.spent_fen
        cells.append(report.cite(figure) if is_same and line.spent_fen else quoted(format_yuan(line.spent_fen)))
    return cells
