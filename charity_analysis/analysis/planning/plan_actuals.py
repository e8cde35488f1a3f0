"""Which rows of the ledger answer a plan, or why none can be said to: nothing is shared out by guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from charity_analysis.analysis.scope import counted, gifts
from charity_analysis.rules import label_names, normalise

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class Actuals:
    """Rows that answer a plan. `rows` is None where it cannot be said which do; `why` says so, or what is left out.

    `is_received` tells gifts from payments; `is_silent` that the ledger has nothing at all where it would stand;
    `left_out` are payments of its programme that may answer it too, as they name no unit.
    """

    rows: pd.DataFrame | None
    why: str = ""
    is_received: bool = False
    is_silent: bool = False
    left_out: int = 0


def find_actuals(plan: Any, plans: pd.DataFrame, ledger: Ledger, periods: frozenset[str]) -> Actuals:
    """What answers `plan` in `periods`; `plans` are those of the same time, itself among them.

    A pledge to a fund is answered by its founder's gifts into it, a plan to raise money by the gifts of its programme,
    any other by the payments under its programme in its own unit of count.
    """
    if is_fund_pledge(plan, ledger):
        return _gifts_of_founder(plan, plans, ledger, periods)
    if not isinstance(plan.programme, str):
        return Actuals(None, "计划没有写明项目，无从对照；请在计划表补填项目")
    rivals = [other for other in plans.itertuples(index=False) if _competes(plan, other, ledger)]
    if rivals:
        names = "、".join(f"“{other.item}”" for other in rivals)
        return Actuals(None, f"与{names}同属一个项目、同一计量单位，明细没有写明各属哪一项，不能分开")
    if plan.programme in label_names("raised_programme").values():
        rows = _received(ledger, "programme", plan.programme, periods)
        return Actuals(rows, is_received=True, is_silent=rows.empty)
    paid = counted(ledger.disbursements[ledger.disbursements["period"].isin(periods)])
    return _payments(plan, paid[paid["programme"] == plan.programme])


def _received(ledger: Ledger, column: str, value: str, periods: frozenset[str]) -> pd.DataFrame:
    """The gifts of `periods` whose `column` says `value`; these few are taken first, gifts are most of a ledger."""
    rows = ledger.donations[ledger.donations[column].eq(value).fillna(False)]
    return gifts(counted(rows[rows["period"].isin(periods)]))


def is_fund_pledge(plan: Any, ledger: Ledger) -> bool:
    """True where a promise names a fund of the ledger as its target: money that its founder is to give."""
    return plan.plan_kind == "pledge" and any(
        table["fund"].eq(plan.target).any() for table in (ledger.funds, ledger.donations)
    )


def _competes(plan: Any, other: Any, ledger: Ledger) -> bool:
    """True where the same rows could answer both: one programme, and one unit or none."""
    if other.row_id == plan.row_id or other.programme != plan.programme or is_fund_pledge(other, ledger):
        return False
    units = {unit for unit in (plan.unit, other.unit) if isinstance(unit, str)}
    return len(units) < 2


def _gifts_of_founder(plan: Any, plans: pd.DataFrame, ledger: Ledger, periods: frozenset[str]) -> Actuals:
    if len(plans[plans["plan_kind"].eq("pledge") & plans["target"].eq(plan.target)]) > 1:
        return Actuals(None, f"对“{plan.target}”有不止一项承诺，捐赠没有写明履行哪一项，不能分开")
    # One founder may be written in several ways, here and among the gifts.
    founders = {normalise(name) for name in ledger.funds[ledger.funds["fund"] == plan.target]["founder"].dropna()}
    if len(founders) != 1:
        why = "没有写明设立人" if len(founders) == 0 else "写有不止一位设立人"
        return Actuals(None, f"基金期初余额表对“{plan.target}”{why}，无从对照；请核对设立人")
    given = _received(ledger, "fund", plan.target, periods)
    rows = given[given["donor"].map(normalise, na_action="ignore").isin(founders)]
    return Actuals(rows, is_received=True, is_silent=rows.empty)


def _payments(plan: Any, paid: pd.DataFrame) -> Actuals:
    if plan.plan_kind == "pledge" and not isinstance(plan.unit, str):
        return Actuals(None, "承诺的对象不是台账中的基金，没有写明计量单位，不能判断由哪些收支履行")
    if paid.empty:
        return Actuals(paid, f"台账中没有“{plan.programme}”的支出记录", is_silent=True)
    if not isinstance(plan.unit, str):
        return Actuals(paid)
    names = label_names("unit")
    same = paid[paid["beneficiary_unit"] == plan.unit]
    unnamed = int(paid["beneficiary_unit"].isna().sum())
    if same.empty:
        others = "、".join(names.get(unit, unit) for unit in paid["beneficiary_unit"].dropna().unique())
        stated = f"按“{others}”登记" if others else "没有写明计量单位"
        return Actuals(None, f"该项目支出{stated}，计划按“{names.get(plan.unit, plan.unit)}”，不能对照")
    why = f"另有 {unnamed} 笔该项目支出没有写明计量单位，未算在内" if unnamed else ""
    return Actuals(same, why, left_out=unnamed)
