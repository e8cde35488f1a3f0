"""The summary: tiles for the eye, and the same in sentences."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.funds import fund_table
from charity_analysis.analysis.period_figures import programme_figure, purpose_figure
from charity_analysis.analysis.planning.plans import PlanAnswer, answer_plans
from charity_analysis.analysis.scope import each_row, in_period, purpose_axis
from charity_analysis.analysis.totals import NOT_STATED, total_by
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.elements import Fragment, Part, Tile, join, paragraphs, tiles
from charity_analysis.report.half_year import HalfYear, show_value
from charity_analysis.report.sections.law_in_summary import broken_line_tiles, law_sentence
from charity_analysis.report.sections.plans import difference_word
from charity_analysis.rules import label_names

# The summary quotes so many plans; all stand in their own section.
_MOST_PLANS = 4


def render_tiles(report: HalfYear) -> Fragment:
    """The headline figures; what is not known is shown as such."""
    figures, key = report.figures, report.key_figures
    people = beneficiaries_by_unit(report.disbursements)
    # A count stays with its unit when the line breaks.
    counts = "、".join(f"{show_value(part)}\N{NO-BREAK SPACE}{part.id}" for part in people)
    items = [
        _money_tile(report, figures["paid"], _of_which(figures["paid_uncertain"], "账务归属待核实")),
        _money_tile(report, figures["received"], _of_which(figures["received_period_unknown"], "可能属于以前期间")),
        Tile("受益对象", counts or "—", "", "人、人次、户分别计数，不相加", _first_anchor(report, people)),
        _money_tile(report, figures["agency"], "物资等，不计入收支合计", "受托代理（账外）"),
    ]
    items.append(_closing_tile(report))
    for identifier, unit in (("K14", ""), ("K10", "元")):
        figure = key[identifier]
        if figure.value is not None:
            items.append(Tile(figure.name, show_value(figure), unit, figure.formula, report.anchor(figure)))
    items += broken_line_tiles(report)
    held = in_period(report.ledger.held, str(report.period))
    amount = format_yuan(int(held["amount_fen"].sum()))
    note = f"其中能识别的金额 {amount} 元，不在以上数字里" if len(held) else "全部数据行都已计入"
    items.append(Tile("暂不计入的行", f"{len(held):,}", "行", note))
    return tiles(items)


def _closing_tile(report: HalfYear) -> Tile:
    """What all funds hold at the end, or what is missing for it."""
    funds = in_period(fund_table(report.ledger), str(report.period))
    if funds.empty:
        return Tile("期末余额", "—", "", "没有资金记录")
    unknown = funds[funds["closing_fen"].isna()]
    if len(unknown):
        why = "、".join(unknown["why"].dropna().unique())
        return Tile("期末余额", "—", "", f"{len(unknown)} 项资金不能给出（{why}），不按 0 计")
    rows = tuple(dict.fromkeys(row for ids in funds["row_ids"] for row in ids))
    amount, halfwidth = int(funds["closing_fen"].sum()), int(funds["closing_halfwidth_fen"].sum())
    name = f"{len(funds)} 项资金的期末余额"
    figure = Figure("funds-closing", name, "fen", amount, halfwidth, rows, "各项资金期末余额相加")
    return _money_tile(report, figure, f"{len(funds)} 项资金相加", "期末余额")


def _money_tile(report: HalfYear, figure: Figure, note: str, label: str = "") -> Tile:
    if figure.value is None:
        return Tile(label or figure.name, "—", "", figure.why_missing or "")
    precision = format_halfwidth_yuan(int(figure.halfwidth))
    notes = "；".join(part for part in (note, f"原表精度 {precision}" if precision else "") if part)
    return Tile(label or figure.name, show_value(figure), "元", notes, report.anchor(figure))


def _of_which(figure: Figure, words: str) -> str:
    return f"其中 {show_value(figure)} 元{words}" if figure.value else ""


def _first_anchor(report: HalfYear, parts: tuple[Figure, ...]) -> str:
    anchors = [report.anchor(part.named(f"people-{part.id}", part.name)) for part in parts]
    return anchors[0] if anchors else ""


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
    held = in_period(report.ledger.held, str(report.period))
    if held.empty:
        return ""
    amount = format_yuan(int(held["amount_fen"].sum()))
    return f"以下数字不含暂不计入的 {len(held):,} 行，其中能识别的金额合计 {amount} 元；原因见“数据质量”。"


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
    return f"另有 {'、'.join(clauses)}；见“数据质量”。" if clauses else ""


def _paid(report: HalfYear) -> Part:
    figures = report.figures
    if report.disbursements.empty:
        return f"{report.period.label()}没有支出记录。"
    if figures["paid"].value is None:
        return f"{report.period.label()}的 {len(report.disbursements):,} 笔支出都没有估值，金额不能给出，不按 0 计。"
    sentence = [f"{report.period.label()}，{report.name}支出 ", report.cite(figures["paid"]), " 元"]
    if figures["paid_uncertain"].value:
        sentence += ["，其中 ", report.cite(figures["paid_uncertain"]), " 元账务归属待核实（不含这部分为 "]
        sentence += [report.cite(figures["paid_certain"]), " 元）"]
    return join(*sentence, _unvalued(report.disbursements), "。")


def _unvalued(rows: pd.DataFrame) -> str:
    """What the sum leaves out because nobody has valued it."""
    count = int(rows["amount_fen"].isna().sum())
    return f"；另有 {count:,} 笔没有估值，不在其中" if count else ""


def _received(report: HalfYear) -> Part:
    figures = report.figures
    if report.donations.empty:
        return "本期没有捐赠收入记录。"
    if figures["received"].value is None:
        return f"收到的 {len(report.donations):,} 笔捐赠都没有估值，金额不能给出，不按 0 计。"
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
    return join("收到捐赠 ", report.cite(figures["received"]), " 元", of_which, _unvalued(report.donations), "。")


def _with_commas(clauses: list[Part], mark: str = "，") -> list[Part]:
    return [piece for number, clause in enumerate(clauses) for piece in ((mark, clause) if number else (clause,))]


def _programmes(report: HalfYear) -> Part:
    clauses: list[Part] = [
        join(f"{line.label} ", report.cite(programme_figure(report.disbursements, line.label)), " 元")
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
        amount = format_yuan(int(others["amount_fen"].sum()))
        under = "、".join(sorted(others["programme"].dropna().unique()))
        total = report.cite(purpose_figure(rows, purpose))
        sentences.append(join(f"按用途，{purpose}合计 ", total, f" 元，其中 {amount} 元列在{under}项目下。"))
    return join(*sentences) if sentences else ""


def _plans(report: HalfYear) -> Part:
    units = label_names("unit")
    sentences: list[Part] = []
    for plan in answer_plans(report.ledger, str(report.period)):
        # What dates from earlier periods stands with the plans, not in the summary.
        if plan.planned_count is None or plan.period != str(report.period):
            continue
        unit = units.get(plan.unit or "", plan.unit or "")
        planned = Figure(f"plan-{plan.row_id}", f"{plan.item}（计划）", "count", plan.planned_count, 0, (plan.row_id,))
        sentence: list[Part] = [f"{plan.item}：计划 ", report.cite(planned), f" {unit}"]
        if plan.actual_count is not None:
            done = plan.actual_count.named(f"done-count-{plan.row_id}", f"{plan.item}（实际数）")
            sentence += ["，实际 ", report.cite(done), f" {unit}{_gap_words(plan, unit)}"]
            if plan.gap is not None and plan.gap.fen > 0:
                sentence.append(f"、{difference_word(plan, plan.gap.fen)} {format_yuan(plan.gap.fen)} 元")
        elif plan.why:
            sentence.append(f"，{plan.why}")
        sentences.append(join(*sentence, "。"))
    return join(*sentences[:_MOST_PLANS]) if sentences else ""


def _gap_words(plan: PlanAnswer, unit: str) -> str:
    gap = plan.gap_count
    return f"，{difference_word(plan, gap)} {abs(gap):,} {unit}" if gap else ""


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
