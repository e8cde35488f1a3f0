"""The summary: tiles for the eye, and the same in sentences."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit
from charity_analysis.analysis.figures import Figure, sum_amounts
from charity_analysis.analysis.period_figures import programme_figure, purpose_figure
from charity_analysis.analysis.planning.plans import PlanAnswer
from charity_analysis.analysis.scope import each_row, purpose_axis
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.money import format_halfwidth_yuan
from charity_analysis.report.elements import Fragment, Part, Tile, join, paragraphs, quoted, tiles
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.funds import fund_count
from charity_analysis.report.sections.law_in_summary import broken_line_tiles, law_sentence
from charity_analysis.report.sections.plans import count_words, money_gap

# The summary quotes so many plans; all stand in their own section.
_MOST_PLANS = 4


def render_tiles(report: HalfYear) -> Fragment:
    """The headline figures; what is not known is shown as such."""
    figures, key = report.figures, report.key_figures
    uncertain = _of_which(report, figures["paid_uncertain"], "账务归属待核实")
    unknown = _of_which(report, figures["received_period_unknown"], "可能属于以前期间")
    items = [
        _money_tile(report, figures["paid"], uncertain),
        _money_tile(report, figures["received"], unknown),
        _people_tile(report),
        _money_tile(report, figures["agency"], "物资等，不计入收支合计", "受托代理（账外）"),
    ]
    items.append(_closing_tile(report))
    for identifier, unit in (("K14", ""), ("K10", "元")):
        figure = key[identifier]
        if figure.value is not None:
            items.append(Tile(figure.name, report.cite(figure), unit, quoted(figure.formula)))
    items += broken_line_tiles(report)
    if report.held.empty:
        items.append(Tile("暂不计入的行", "无", "", "全部数据行都已计入"))
    else:
        count, amount = report.held_words()
        items.append(Tile("暂不计入的行", count, "行", join(amount, "，不在以上数字里")))
    return tiles(items)


def _people_tile(report: HalfYear) -> Tile:
    # A count stays with its unit when the line breaks.
    counts: list[Part] = [
        join(report.cite(part.named(f"people-{part.id}", part.name)), f"\N{NO-BREAK SPACE}{part.id}")
        for part in beneficiaries_by_unit(report.disbursements)
    ]
    value = join(*_with_commas(counts, "、")) if counts else "—"
    return Tile("受益对象", value, "", "人、人次、户分别计数，不相加")


def _closing_tile(report: HalfYear) -> Tile:
    """What all funds hold at the end, or what is missing for it."""
    figure = report.key_figures["K11"]
    if not figure.parts:
        return Tile("期末余额", "—", "", "没有资金记录")
    unknown = [part for part in figure.parts if part.value is None]
    funds = fund_count(report, [one for one in report.books.funds if one.closing is None or not unknown])
    if unknown:
        why = "、".join(dict.fromkeys(part.why_missing or "" for part in unknown))
        return Tile("期末余额", "—", "", join(funds, " 项资金不能给出（", quoted(why), "），不按 0 计"))
    return _money_tile(report, figure, join(funds, " 项资金相加"), "期末余额")


def _money_tile(report: HalfYear, figure: Figure, note: Part, label: str = "") -> Tile:
    if figure.value is None:
        return Tile(label or figure.name, "—", "", quoted(figure.why_missing))
    precision = format_halfwidth_yuan(int(figure.halfwidth))
    told: list[Part] = [part for part in (note, quoted(f"原表精度 {precision}") if precision else "") if part]
    return Tile(label or figure.name, report.cite(figure), "元", join(*_with_commas(told, "；")))


def _of_which(report: HalfYear, figure: Figure, words: str) -> Part:
    return join("其中 ", report.cite(figure), f" 元{words}") if figure.value else ""


def render_sentences(report: HalfYear) -> Fragment:
    """What happened in the period, in sentences whose every figure leads to its rows."""
    parts = [
        _held(report),
        _left_out(report),
        _paid(report),
        _received(report),
        _programmes(report),
        _purposes(report),
        _plans(report),
        law_sentence(report),
        _beside(report),
    ]
    return paragraphs([part for part in parts if part])


def _held(report: HalfYear) -> Part:
    """What the figures leave out, before any of them is read."""
    if report.held.empty:
        return ""
    count, amount = report.held_words()
    return join("以下数字不含暂不计入的 ", count, " 行，", amount, "；原因见“数据质量”。")


def _left_out(report: HalfYear) -> Part:
    """Whole files and sheets of which nothing is in the figures."""
    period = str(report.period)
    files = [file for file in report.ledger.manifest["document"]["files"] if file["period"] == period]
    refused = sum(file["status"] == "rejected" for file in files)
    hidden = sum(finding["rule"] == "hidden_sheet" for file in files for finding in file["findings"])
    clauses = [
        words
        for count, words in ((refused, f"{refused} 个文件未能计入"), (hidden, f"{hidden} 个隐藏的工作表未计入"))
        if count
    ]
    # Files and sheets have no rows to lead to.
    return join("另有 ", quoted("、".join(clauses)), "；见“数据质量”。") if clauses else ""


def _paid(report: HalfYear) -> Part:
    figures = report.figures
    if report.disbursements.empty:
        return f"{report.period.label()}没有支出记录。"
    if figures["paid"].value is None:
        count = report.count(report.disbursements["row_id"], "paid-count", "支出笔数")
        return join(f"{report.period.label()}的 ", count, " 笔支出都没有估值，金额不能给出，不按 0 计。")
    sentence: list[Part] = [
        f"{report.period.label()}，",
        quoted(report.name),
        "支出 ",
        report.cite(figures["paid"]),
        " 元",
    ]
    if figures["paid_uncertain"].value:
        sentence += ["，其中 ", report.cite(figures["paid_uncertain"]), " 元账务归属待核实（不含这部分为 "]
        sentence += [report.cite(figures["paid_certain"]), " 元）"]
    return join(*sentence, _unvalued(report, report.disbursements, "paid"), "。")


def _unvalued(report: HalfYear, rows: pd.DataFrame, side: str) -> Part:
    """What the sum leaves out because nobody has valued it."""
    unvalued = rows.loc[rows["amount_fen"].isna(), "row_id"]
    if unvalued.empty:
        return ""
    return join("；另有 ", report.count(unvalued, f"{side}-unvalued", "没有估值的笔数"), " 笔没有估值，不在其中")


def _received(report: HalfYear) -> Part:
    figures = report.figures
    if report.donations.empty:
        return "本期没有捐赠收入记录。"
    if figures["received"].value is None:
        count = report.count(report.donations["row_id"], "received-count", "捐赠笔数")
        return join("收到的 ", count, " 笔捐赠都没有估值，金额不能给出，不按 0 计。")
    clauses: list[Part] = [
        join(report.cite(figures[identifier]), words)
        for identifier, words in (
            ("received_uncertain", " 元账务归属待核实"),
            ("received_period_unknown", " 元到账日期未载明、可能属于以前期间"),
            ("received_no_day", " 元没有写明到账日（含前一项）"),
            ("received_goods", " 元为物资折价"),
        )
        if figures[identifier].value
    ]
    of_which = join("，其中 ", *_with_commas(clauses)) if clauses else ""
    return join(
        "收到捐赠 ",
        report.cite(figures["received"]),
        " 元",
        of_which,
        _unvalued(report, report.donations, "received"),
        "。",
    )


def _with_commas(clauses: list[Part], mark: str = "，") -> list[Part]:
    return [piece for number, clause in enumerate(clauses) for piece in ((mark, clause) if number else (clause,))]


def _programmes(report: HalfYear) -> Part:
    clauses: list[Part] = [
        join(quoted(line.label), " ", report.cite(programme_figure(report.disbursements, line.label)), " 元")
        for line in each_row(total_by(report.disbursements, "programme"))
        if line.label != NOT_STATED
    ]
    return join("按项目：", *_with_commas(clauses, "、"), "。") if clauses else ""


def _purposes(report: HalfYear) -> Part:
    """Purposes that reach across programmes; where the two axes agree there is nothing to add."""
    rows = report.disbursements
    axis = purpose_axis(rows)
    crossing = rows[axis.notna() & axis.ne(rows["programme"]).fillna(False)]
    sentences: list[Part] = []
    for purpose in axis[crossing.index].unique():
        others = crossing[axis[crossing.index] == purpose]
        under = quoted("、".join(sorted(others["programme"].dropna().unique())))
        total = report.cite(purpose_figure(rows, purpose))
        amount = report.cite(sum_amounts(others, f"crossing-{purpose}", f"用于{purpose}、列在其他项目下的"))
        of_which = join(" 元，其中 ", amount, " 元列在", under, "项目下。")
        sentences.append(join("按用途，", quoted(purpose), "合计 ", total, of_which))
    return join(*sentences) if sentences else ""


def _plans(report: HalfYear) -> Part:
    # What dates from earlier periods stands with the plans, not in the summary.
    counted = [plan for plan in report.plans if plan.planned_count is not None and plan.period == str(report.period)]
    return join(*(_plan(report, plan) for plan in counted[:_MOST_PLANS])) if counted else ""


def _plan(report: HalfYear, plan: PlanAnswer) -> Part:
    sentence: list[Part] = [quoted(plan.item), "：", count_words(report, plan)]
    if plan.actual_count is not None:
        gap = money_gap(report, plan) if plan.gap is not None and plan.gap.fen > 0 else ""
        sentence += ["、", gap] if gap else []
    elif plan.why:
        sentence += ["，", quoted(plan.why)]
    return join(*sentence, "。")


def _beside(report: HalfYear) -> Part:
    figures = report.figures
    clauses: list[Part] = [
        join(f"{figures[key].name} ", report.cite(figures[key]), " 元")
        for key in ("agency", "partner")
        if figures[key].value is not None
    ]
    if figures["unvalued_goods"].value:
        clauses.append(join("未估值物资 ", report.cite(figures["unvalued_goods"]), " 件（个）"))
    return join("不计入以上合计：", *_with_commas(clauses, "、"), "。") if clauses else ""
