"""What the summary says of the law: a line that is not met is read first, and none is passed over in silence."""

from __future__ import annotations

from charity_analysis.analysis.law.statutory import Verdict
from charity_analysis.money import format_halfwidth_yuan
from charity_analysis.report.elements import Part, Tile, join, quoted
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.ratios import STATUS_WORDS, actual_of, required_of, shown_share


def broken_line_tiles(report: HalfYear) -> list[Tile]:
    """One tile for each line in force that is not met at the year's end."""
    return [
        Tile(
            verdict.name,
            report.cite(actual_of(verdict), shown_share(verdict)),
            "",
            quoted(f"{STATUS_WORDS['not_met']}：须{required_of(verdict)}（{verdict.article}）"),
        )
        for verdict in _in_force(report)
        if verdict.status == "not_met"
    ]


def law_sentence(report: HalfYear) -> Part:
    """Each line in force with its verdict at a year's end; in a first half what is left to spend, where it is known."""
    if report.period.half == 1:
        left = report.key_figures["K10"]
        if left.value is None:
            return ""
        precision = format_halfwidth_yuan(int(left.halfwidth))
        amount = join(report.cite(left), " 元", quoted(precision and f"（{precision}）"))
        return join("为达到年度慈善活动支出要求，年底前还须支出 ", amount, "，见“法定比例”。")
    clauses = [_clause(report, verdict) for verdict in _in_force(report)]
    spaced = [piece for number, clause in enumerate(clauses) for piece in (("；" if number else "", clause))]
    return join("法定比例：", *spaced, "。") if clauses else ""


def _clause(report: HalfYear, verdict: Verdict) -> Part:
    status = STATUS_WORDS[verdict.status][2:]
    if verdict.status == "undecidable" or verdict.actual.value is None:
        return f"{verdict.name}{status}，原因见“法定比例”"
    share = report.cite(actual_of(verdict), shown_share(verdict))
    if verdict.status == "exempt":
        return join(f"{verdict.name} ", share, f"，{status}")
    return join(f"{verdict.name} ", share, f"，{status}", quoted(f"（须{required_of(verdict)}）"))


def _in_force(report: HalfYear) -> list[Verdict]:
    return [verdict for verdict in report.verdicts if verdict.status not in ("draft", "not_due")]
