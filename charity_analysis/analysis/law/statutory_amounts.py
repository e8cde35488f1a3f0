"""The amounts that statutory ratios are made of: what is measured in a year, and the bases it is measured against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from charity_analysis.analysis.law.cost_classes import charitable, of_class, unclassed
from charity_analysis.analysis.law.extents import Extent, extent_of, unknown
from charity_analysis.analysis.law.years import Year

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

NO_SUCH_COST = "台账中没有这类费用的记录，不能认定为 0"
MEAN_YEARS = 3
ANNUAL_WORDS = {
    "net_assets_yuan": "年末净资产",
    "restricted_not_yet_usable_yuan": "当年尚不得使用的限定性收入",
    "released_from_time_restriction_yuan": "当年解除时间限制的净资产",
}
# Measure → class of cost (None: all that counts as charitable) and its name.
_MEASURED: dict[str, tuple[str | None, str]] = {
    "charitable_spending": (None, "慈善活动支出"),
    "management_cost": ("management", "管理费用"),
    "fundraising_cost": ("fundraising", "募捐成本"),
}
# The bases that art. 10 lets the mean of three years stand in for.
_YEARLY: dict[str, str] = {"adjusted_income": "收入", "net_assets": "年末净资产"}


def measured(measure: str, year: Year) -> Extent:
    """Charitable spending, management cost or fundraising cost of `year` in fen; payments without a class stand apart.

    Source: EXP16 art. 4, 5.
    """
    cost_class, name = _MEASURED[measure]
    rows = year.disbursements
    chosen = charitable(rows) if cost_class is None else of_class(rows, cost_class)
    lacking = year.lacks("disbursements") or (NO_SUCH_COST if cost_class is not None and chosen.empty else None)
    if lacking:
        return unknown(name, lacking)
    return extent_of(chosen, name, unclassed(rows), year.held("disbursements"))


def base_of(base: str, year: Year) -> Extent:
    """The base of a ratio of `year` in fen: of the year itself, or of the year before."""
    ledger, before = year.ledger, year.year - 1
    if base in _YEARLY:
        return _BY_YEAR[base](ledger, before)
    table = "disbursements" if base == "total_spending" else "donations"
    name = "当年总支出" if base == "total_spending" else "当年募捐收入"
    rows = year.disbursements if base == "total_spending" else year.donations
    lacking = year.lacks(table)
    return unknown(name, lacking) if lacking else extent_of(rows, name, held=year.held(table))


def adjusted_income(ledger: Ledger, year: int) -> Extent:
    """Income of `year` as art. 10 adjusts it, in fen: what it may be measured by in the year that follows.

    All income rows of both halves, less restricted income not yet usable in that year, plus net assets released from
    time restriction in it; the latter two are configured, and where they are not, nothing is assumed.

    Source: EXP16 art. 10.
    """
    name, accounts = f"{year} 年调整后收入", Year(ledger, year)
    keys = ("restricted_not_yet_usable_yuan", "released_from_time_restriction_yuan")
    not_usable, released = (ledger.organisation.annual_fen(year, key) for key in keys)
    absent = [key for key, value in zip(keys, (not_usable, released), strict=True) if value is None]
    lacking = accounts.lacks("donations")
    if lacking or not_usable is None or released is None:
        return unknown(name, "；".join(gap for gap in (lacking, absent and not_configured(year, *absent)) if gap))
    actual = extent_of(accounts.income, name, held=accounts.held("donations"))
    if actual.fen is None:
        return actual
    return replace(actual, fen=actual.fen - not_usable + released)


def net_assets(ledger: Ledger, year: int) -> Extent:
    """Net assets at the end of `year` in fen, as configured; no row of the ledger states them."""
    name = f"{year} 年末净资产"
    fen = ledger.organisation.annual_fen(year, "net_assets_yuan")
    return Extent(name, fen, why_missing=not_configured(year, "net_assets_yuan"))


def three_year_mean(base: str, year: Year) -> Extent:
    """The mean of the three years before `year` in fen, which may stand in for the last; rounded to ± 1 fen.

    Art. 10 speaks of the mean income; we take each of the three years as the same article adjusts it.

    Source: EXP16 art. 10.
    """
    years = range(year.year - MEAN_YEARS, year.year)
    name = f"{years[0]}—{years[-1]} 年平均{_YEARLY[base]}"
    each = [_BY_YEAR[base](year.ledger, one) for one in years]
    absent = "、".join(str(one) for one, extent in zip(years, each, strict=True) if extent.fen is None)
    if absent:
        what = "台账收入或 organisation.toml 中的数额" if base == "adjusted_income" else "organisation.toml 中的数额"
        return unknown(name, f"缺 {absent} 年的{what}，不能计算")
    total, halfwidth = sum(one.fen or 0 for one in each), sum(one.halfwidth_fen for one in each)
    # Where the sum does not divide by three, the mean lies within a fen of what is given.
    rounding = 1 if total % MEAN_YEARS else 0
    return Extent(
        name,
        total // MEAN_YEARS,
        -(-halfwidth // MEAN_YEARS) + rounding,
        tuple(row for one in each for row in one.row_ids),
        may_add_fen=-(-sum(one.may_add_fen for one in each) // MEAN_YEARS),
        may_take_fen=-(-sum(one.may_take_fen for one in each) // MEAN_YEARS),
        unvalued_count=sum(one.unvalued_count for one in each),
        uncertain_fen=sum(one.uncertain_fen for one in each) // MEAN_YEARS,
        doubts=tuple(doubt for one in each for doubt in one.doubts),
    )


def not_configured(year: int, *keys: str) -> str:
    """What to add to organisation.toml, in words."""
    words = "、".join(f"{key}（{ANNUAL_WORDS[key]}）" for key in keys)
    return f"organisation.toml 的 [years.{year}] 未填写 {words}，请补充"


_BY_YEAR: dict[str, Callable[[Ledger, int], Extent]] = {"adjusted_income": adjusted_income, "net_assets": net_assets}
