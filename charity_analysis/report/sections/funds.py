"""The funds: what each had at the start, what came in and went out, what was moved, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from charity_analysis.analysis.figures import Figure, each_once, missing
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.ledger.accounts.fund_periods import FundPeriod
from charity_analysis.money import Money
from charity_analysis.report.elements import Fragment, Part, join, notice, quoted, table
from charity_analysis.report.half_year import HalfYear

_RESTRICTED = {True: "限定", False: "非限定"}
_COLUMNS = {"opening": "期初", "received": "收入", "paid": "支出", "reclassified": "调整", "closing": "期末"}
_CLOSING = "期初＋收入－支出±调整"


def render_funds(report: HalfYear) -> Fragment:
    """One line per fund, their sum last; a balance that is not known is said with what follows from the rows."""
    funds = report.books.funds
    if not funds:
        return notice("info", "本期没有资金记录。")
    figures = [fund_parts(one) for one in funds]
    lines = [_line(report, one, parts) for one, parts in zip(funds, figures, strict=True)]
    lines.append({"资金": "合计", **{name: _sum(report, key, figures) for key, name in _COLUMNS.items()}, "限定性": ""})
    shown = pd.DataFrame(lines)
    if not any(one.reclassified.fen for one in funds):
        shown = shown.drop(columns=_COLUMNS["reclassified"])
    numeric = [name for name in _COLUMNS.values() if name in shown]
    note = "期末 ＝ 期初 ＋ 收入 － 支出 ± 调整；“—”表示没有这类记录。"
    quotes = ["资金", "限定性"]
    caption = "各项资金的结转（元）"
    return join(
        table(shown, caption, numeric=numeric, quotes=quotes, total=True, stacked=True, note=note),
        _unknown(report, funds),
    )


def fund_count(report: HalfYear, funds: Sequence[FundPeriod]) -> Fragment | str:
    """How many funds these are, leading to the rows of all of them."""
    rows = each_once(row for one in funds for row in one.row_ids)
    if not rows:
        return quoted(f"{len(funds):,}")
    key = "funds" if len(funds) == len(report.books.funds) else f"funds-{len(funds)}"
    return report.cite(Figure(key, "资金的项数", "count", len(funds), 0, rows, "有期初、收支或调整的资金逐项计数"))


def fund_parts(one: FundPeriod) -> dict[str, Figure]:
    """What the fund had, what came in, went out and was moved, and what is left, each with its rows."""
    movement = one.movement
    entries = tuple(entry.row_id for entry in one.entries)
    opening = _money(one, "opening", one.opening, one.opening_ids, "原表写明" if one.basis == "stated" else "上期期末")
    received = _money(one, "received", movement.received, movement.received_ids, "本期各笔相加")
    paid = _money(one, "paid", movement.paid, movement.paid_ids, "本期各笔相加")
    moved = _money(one, "reclassified", one.reclassified, entries if one.reclassified.fen else (), "原表写明")
    parts = (opening, received, paid, moved)
    closing = _money(one, "closing", one.closing, one.row_ids, _CLOSING)
    made_of = tuple(part for part in parts if part.value is not None)
    return dict(zip(_COLUMNS, (*parts, replace(closing, made_of=made_of)), strict=True))


def _money(one: FundPeriod, key: str, amount: Money | None, rows: tuple[str, ...], formula: str) -> Figure:
    identifier, name = f"fund-{key}-{one.fund}", f"{one.fund}{_COLUMNS[key]}{'余额' if key == 'closing' else ''}"
    if amount is None:
        return missing(identifier, name, "fen", NOT_STATED, formula)
    if not rows:
        return missing(identifier, name, "fen", "—", formula)
    return Figure(identifier, name, "fen", amount.fen, amount.halfwidth_fen, each_once(rows), formula)


def _line(report: HalfYear, one: FundPeriod, parts: dict[str, Figure]) -> dict[str, Part]:
    return {
        "资金": one.fund,
        **{_COLUMNS[key]: _cell(report, figure) for key, figure in parts.items() if key != "closing"},
        _COLUMNS["closing"]: _closing(report, one, parts),
        "限定性": NOT_STATED if one.is_restricted is None else _RESTRICTED[one.is_restricted],
    }


def _cell(report: HalfYear, figure: Figure) -> Part:
    return figure.why_missing or NOT_STATED if figure.value is None else report.cite(figure)


def _closing(report: HalfYear, one: FundPeriod, parts: dict[str, Figure]) -> Part:
    if parts["closing"].value is not None or one.opening is not None:
        return _cell(report, parts["closing"])
    least = one.change.fen - one.change.halfwidth_fen
    if least <= 0 or one.movement.unvalued or not one.own_ids:
        return NOT_STATED
    return join(f"{NOT_STATED}（至少 ", report.cite(_bound(one, least, parts)), "）")


def _bound(one: FundPeriod, fen: int, parts: dict[str, Figure]) -> Figure:
    """What follows from the period's rows alone: no fund can be below nought."""
    made_of = tuple(parts[key] for key in ("received", "paid", "reclassified") if parts[key].value is not None)
    words = (
        "收入－支出±调整，再减精度" if fen == one.change.fen - one.change.halfwidth_fen else "支出－收入∓调整，再减精度"
    )
    return Figure(f"fund-bound-{one.fund}", f"{one.fund}至少", "fen", fen, 0, one.own_ids, words, made_of=made_of)


def _sum(report: HalfYear, key: str, figures: Sequence[dict[str, Figure]]) -> Part:
    """The sum of a column; not stated where any of it is not known."""
    column = [parts[key] for parts in figures]
    if any(one.value is None and one.why_missing != "—" for one in column):
        return NOT_STATED
    given = tuple(one for one in column if one.value is not None)
    if not given:
        return "—"
    value, halfwidth = sum(int(one.value or 0) for one in given), sum(int(one.halfwidth) for one in given)
    rows = each_once(row for one in given for row in one.row_ids)
    name = f"各项资金{_COLUMNS[key]}合计"
    formula = "各项资金相加"
    return report.cite(Figure(f"funds-{key}", name, "fen", value, halfwidth, rows, formula, made_of=given))


def _unknown(report: HalfYear, funds: Sequence[FundPeriod]) -> Fragment:
    """What is not known and why, and what the rows say all the same: no fund can be below nought."""
    unknown = [one for one in funds if one.closing is None]
    if not unknown:
        return join()
    reasons: dict[str, list[FundPeriod]] = {}
    for one in unknown:
        reasons.setdefault(one.why, []).append(one)
    told: list[Part] = []
    for why, own in reasons.items():
        told += [fund_count(report, own), " 项资金的期末余额不能给出（", quoted(why), "），不按 0 计。"]
    short = [one for one in unknown if one.opening is None]
    lines = [line for one in short if (line := _least_opening(report, one))]
    if lines:
        told.append("由明细可知：")
        told += [piece for number, line in enumerate(lines) for piece in (("；", line) if number else (line,))]
        told.append("。")
    if short:
        told.append("请在基金期初余额表中补上期初数。")
    return notice("warning", join(*told))


def _least_opening(report: HalfYear, one: FundPeriod) -> Part:
    """What the fund must have held at the start, since more was paid than came in; "" where nothing follows."""
    least = -one.change.fen - one.change.halfwidth_fen
    if least <= 0 or one.movement.unvalued:
        return ""
    figure = _bound(one, least, fund_parts(one))
    return join(quoted(one.fund), "本期支出多于收入，期初至少有 ", report.cite(figure), " 元")
