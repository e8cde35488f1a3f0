"""The key figures K1–K27 of one period: each computed from rows, or with the reason why it cannot be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.analysis.beneficiaries import beneficiaries_by_unit, plan_completion
from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.scope import counted, each_row, in_period
from charity_analysis.analysis.totals import NO_COMPARISON, total_by
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import figure_rules

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.ledger.ledger import Ledger

NOT_YET = "本版本尚不计算这一指标"


@dataclass(frozen=True)
class _Rule:
    """What rules/figures.csv says of one key figure."""

    id: str
    name: str
    unit: str
    formula: str

    def missing(self, why: str, parts: tuple[Figure, ...] = ()) -> Figure:
        return Figure(self.id, self.name, self.unit, formula=self.formula, why_missing=why, parts=parts)


@dataclass(frozen=True)
class _Books:
    """The rows that key figures of one period are made of."""

    ledger: Ledger
    period: str

    @cached_property
    def donations(self) -> pd.DataFrame:
        return counted(in_period(self.ledger.donations, self.period))

    @cached_property
    def disbursements(self) -> pd.DataFrame:
        return counted(in_period(self.ledger.disbursements, self.period))

    @cached_property
    def received(self) -> Figure:
        return sum_amounts(self.donations, "received", "捐赠收入")

    @cached_property
    def paid(self) -> Figure:
        return sum_amounts(self.disbursements, "paid", "总支出")

    def one_year_before(self) -> _Books | None:
        """The same half of the year before, where the ledger has data for it."""
        before = str(ReportingPeriod.parse(self.period).year_before)
        return _Books(self.ledger, before) if before in self.ledger.periods else None


def key_figures(ledger: Ledger, period: str) -> tuple[Figure, ...]:
    """Exactly one figure for each of K1–K27, in their order. Source: rules/figures.csv."""
    books = _Books(ledger, period)
    return tuple(
        _compute(_Rule(row["id"], row["name_zh"], row["unit"], row["formula_zh"]), books) for row in figure_rules()
    )


def _compute(rule: _Rule, books: _Books) -> Figure:
    compute = _COMPUTED.get(rule.id)
    return compute(rule, books) if compute else rule.missing(NOT_YET)


def _donation_income(rule: _Rule, books: _Books) -> Figure:
    return books.received.named(rule.id, rule.name, rule.formula)


def _restricted_share(rule: _Rule, books: _Books) -> Figure:
    unknown = books.donations[books.donations["is_restricted"].isna()]
    if len(unknown):
        return rule.missing(f"有 {len(unknown)} 笔捐赠没有写明是否限定")
    restricted = sum_amounts(books.donations[books.donations["is_restricted"].fillna(False)], rule.id, rule.name)
    return share(restricted, books.received, rule.id, rule.name, rule.formula)


def _charitable_spending(rule: _Rule, books: _Books) -> Figure:
    rows = books.disbursements
    # A payment that names a programme and no cost class is the programme's.
    programme = rows["cost_class"].eq("programme") | (rows["cost_class"].isna() & rows["programme"].notna())
    return sum_amounts(rows[programme.fillna(False)], rule.id, rule.name, rule.formula)


def _total_spending(rule: _Rule, books: _Books) -> Figure:
    return books.paid.named(rule.id, rule.name, rule.formula)


def _cost_share(cost_class: str) -> Callable[[_Rule, _Books], Figure]:
    def compute(rule: _Rule, books: _Books) -> Figure:
        rows = books.disbursements[books.disbursements["cost_class"].eq(cost_class).fillna(False)]
        if rows.empty:
            return rule.missing("台账中没有这类费用的记录，不能认定为 0")
        return share(sum_amounts(rows, rule.id, rule.name), books.paid, rule.id, rule.name, rule.formula)

    return compute


def _coverage(table: str, column: str) -> Callable[[_Rule, _Books], Figure]:
    def compute(rule: _Rule, books: _Books) -> Figure:
        rows: pd.DataFrame = getattr(books, table)
        if rows.empty:
            return rule.missing("本期没有这类记录")
        covered = int(rows[column].notna().sum())
        return Figure(rule.id, rule.name, "share", covered / len(rows), 0, tuple(rows["row_id"]), rule.formula)

    return compute


def _goods_valued(rule: _Rule, books: _Books) -> Figure:
    goods = books.donations[books.donations["form"].eq("goods").fillna(False)]
    if goods.empty:
        return rule.missing("本期账内没有物资捐赠")
    valued = int(goods["amount_fen"].notna().sum())
    return Figure(rule.id, rule.name, "share", valued / len(goods), 0, tuple(goods["row_id"]), rule.formula)


def _beneficiaries(rule: _Rule, books: _Books) -> Figure:
    parts = beneficiaries_by_unit(books.disbursements)
    return rule.missing("计量单位不同，不能相加；见分项" if parts else "本期没有写明受益对象数", parts)


def _shares(column: str, domain: str | None) -> Callable[[_Rule, _Books], Figure]:
    def compute(rule: _Rule, books: _Books) -> Figure:
        rows = books.disbursements
        table = total_by(rows, column, domain)
        parts = tuple(
            share(_line(rows, line.label, line.row_ids), books.paid, line.label, line.label, rule.formula)
            for line in each_row(table)
        )
        return rule.missing("构成比例，见分项" if parts else "本期没有支出记录", parts)

    return compute


def _line(rows: pd.DataFrame, label: str, row_ids: tuple[str, ...]) -> Figure:
    return sum_amounts(rows[rows["row_id"].isin(row_ids)], label, label)


def _plan_completion(rule: _Rule, books: _Books) -> Figure:
    parts = plan_completion(in_period(books.ledger.plans, books.period), books.disbursements)
    given = [part for part in parts if part.value is not None]
    if len(given) == 1:
        only = given[0]
        return Figure(rule.id, rule.name, "share", only.value, 0, only.row_ids, rule.formula, parts=parts)
    return rule.missing("计划项目不止一个，见分项" if given else "本期没有写明目标数的计划", parts)


def _change_on_year(rule: _Rule, books: _Books) -> Figure:
    before = books.one_year_before()
    if before is None:
        return rule.missing(NO_COMPARISON)
    parts = tuple(
        _change(now, base, name)
        for name, now, base in (
            ("捐赠收入", books.received, before.received),
            ("总支出", books.paid, before.paid),
        )
    )
    return rule.missing("分收入与支出两项，见分项", parts)


def _change(now: Figure, base: Figure, name: str) -> Figure:
    ratio = share(now, base, name, name, "本期 ÷ 上年同期 － 1")
    if ratio.value is None:
        return ratio
    return Figure(name, name, "share", ratio.value - 1, ratio.halfwidth, ratio.row_ids, ratio.formula)


_COMPUTED: dict[str, Callable[[_Rule, _Books], Figure]] = {
    "K1": _donation_income,
    "K3": _restricted_share,
    "K4": _charitable_spending,
    "K5": _total_spending,
    "K8": _cost_share("management"),
    "K15": _coverage("disbursements", "approval_no"),
    "K16": _coverage("donations", "receipt_no"),
    "K20": _beneficiaries,
    "K21": _shares("programme", None),
    "K22": _goods_valued,
    "K23": _plan_completion,
    "K24": _change_on_year,
    "K27": _shares("payee_kind", "payee_kind"),
}
