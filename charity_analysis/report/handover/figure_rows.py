"""The key figures, the sums by class, and the funds' roll-forward, as rows of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, SupportsInt

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.funds import fund_table
from charity_analysis.analysis.scope import in_period, income_classes
from charity_analysis.analysis.totals import total_by, total_by_month
from charity_analysis.report.handover.listings import Listing, Value, listing_of

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

SUM = "合计"
_FIGURE_COLUMNS = ("id", "name", "value", "unit", "halfwidth", "formula", "why_missing", "evidence_count")
_SUM_COLUMNS = ("dimension", "label", "amount_fen", "halfwidth_fen", "row_count", "control_fen")
_BALANCE_COLUMNS = ("fund", "opening_fen", "opening_basis", "received_fen", "paid_fen", "reclassified_fen",
                    "closing_fen", "closing_halfwidth_fen", "is_restricted", "why")  # fmt: skip
HIDDEN_WHY = "人数少于规定的数，或会由相减得出，不公布"


def shown_figures(report: HalfYear) -> tuple[Figure, ...]:
    """K1–K27 as this edition shows them: a count that it hides is missing, and says why."""
    return tuple(_shown(report, figure) for figure in report.key_figures.values())


def _shown(report: HalfYear, figure: Figure) -> Figure:
    parts = tuple(_shown(report, part) for part in figure.parts)
    if report.hides(figure):
        return Figure(figure.id, figure.name, figure.unit, formula=figure.formula, why_missing=HIDDEN_WHY, parts=parts)
    return replace(figure, parts=parts)


def key_figure_rows(report: HalfYear) -> Listing:
    """One row per key figure, each followed by one per part; `value` and `halfwidth` in the figure's own unit."""
    rows = []
    for figure in shown_figures(report):
        rows.append(_figure_row(figure, figure.id))
        rows += [_figure_row(part, f"{figure.id}/{part.id}") for part in figure.parts]
    return Listing("figures", _FIGURE_COLUMNS, rows)


def _figure_row(figure: Figure, identifier: str) -> tuple[Value, ...]:
    is_given = figure.value is not None
    amounts = (figure.value, figure.unit, figure.halfwidth if is_given else None)
    return identifier, figure.name, *amounts, figure.formula, figure.why_missing, len(figure.row_ids) or None


def sum_rows(report: HalfYear) -> Listing:
    """One row per class of each dimension, largest first, each dimension closed by its sum beside what it should be."""
    rows: list[tuple[Value, ...]] = []
    for dimension, table, control in _dimensions(report):
        if table.empty:
            continue
        lines = zip(table["label"], table["amount_fen"], table["halfwidth_fen"], table["row_count"], strict=True)
        rows += [
            (dimension, str(label), int(fen), _whole(half), _whole(count), None) for label, fen, half, count in lines
        ]
        whole = int(table["amount_fen"].sum())
        rows.append((dimension, SUM, whole, _sum(table["halfwidth_fen"]), _sum(table["row_count"]), control))
    return Listing("sums", _SUM_COLUMNS, rows)


def _dimensions(report: HalfYear) -> Iterator[tuple[str, pd.DataFrame, int]]:
    """Each dimension: what it is called, its classes, and what they must add up to, in fen."""
    received, paid, other = report.donations, report.disbursements, report.books.other_income
    own = {"收入": _control(report, "received"), "支出": _control(report, "paid")}
    yield "捐赠收入按项目", total_by(received, "programme"), own["收入"]
    yield "捐赠收入按渠道", total_by(received, "channel"), own["收入"]
    yield "捐赠收入按捐赠人类别", total_by(received, "donor_kind", "donor_kind"), own["收入"]
    yield "捐赠收入按形式", total_by(received, "form", "form"), own["收入"]
    yield "支出按项目", total_by(paid, "programme"), own["支出"]
    yield "支出按收款方类别", total_by(paid, "payee_kind", "payee_kind"), own["支出"]
    yield "支出按费用类别", total_by(paid, "cost_class", "cost_class"), own["支出"]
    months = total_by_month(received, paid, str(report.period)).rename(columns={"month": "label"})
    # Neither is known by month.
    months = months.assign(halfwidth_fen=None, row_count=None)
    for word, column, rows in (("收入", "received_fen", received), ("支出", "paid_fen", paid)):
        if len(rows):
            title = "捐赠收入按月" if word == "收入" else "支出按月"
            yield title, months.rename(columns={column: "amount_fen"}), own[word]
    classed = other.assign(income_class=income_classes(other))
    yield (
        "其他收入按类别（不是捐赠）",
        total_by(classed, "income_class", "income_class"),
        int(other["amount_fen"].sum()),
    )


def _whole(number: object) -> int | None:
    return int(number) if isinstance(number, SupportsInt) and not pd.isna(number) else None  # type: ignore[call-overload]


def _sum(numbers: pd.Series[int]) -> int | None:
    return int(numbers.sum()) if numbers.notna().all() else None


def _control(report: HalfYear, identifier: str) -> int:
    """The report's own total; nothing where it has none, since then there are no amounts to add up."""
    return int(report.figures[identifier].value or 0)


def balance_rows(report: HalfYear) -> Listing:
    """One row per fund: opening, what came in and went out, closing; what is not known is empty and says why."""
    funds = in_period(fund_table(report.ledger), str(report.period))
    return listing_of("balances", funds, _BALANCE_COLUMNS)
