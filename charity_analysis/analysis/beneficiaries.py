"""Who benefited, by unit of count, and how far what was planned was done: 人, 人次 and 户 are never added together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.analysis.figures import Figure, missing, sum_counts
from charity_analysis.analysis.scope import each_row
from charity_analysis.rules import label_names

if TYPE_CHECKING:
    import pandas as pd


def beneficiaries_by_unit(disbursements: pd.DataFrame) -> tuple[Figure, ...]:
    """One count per unit (人, 人次, 户 …) in the order of the rules; rows without a unit stand apart."""
    names = label_names("unit")
    stated = disbursements[disbursements["beneficiary_count"].notna()]
    units = sorted(stated["beneficiary_unit"].dropna().unique(), key=lambda unit: [*names, unit].index(unit))
    groups = {names.get(unit, unit): stated[stated["beneficiary_unit"] == unit] for unit in units}
    unnamed = stated[stated["beneficiary_unit"].isna()]
    if len(unnamed):
        groups["单位未载明"] = unnamed
    return tuple(sum_counts(rows, "beneficiary_count", unit, f"受益对象（{unit}）") for unit, rows in groups.items())


def plan_completion(plans: pd.DataFrame, disbursements: pd.DataFrame) -> tuple[Figure, ...]:
    """Actual ÷ planned for each plan that states a count: what was done under its programme, in its own unit."""
    parts = []
    for plan in each_row(plans[plans["planned_count"].notna()]):
        done = actual_count(plan.programme, plan.unit, disbursements)
        if done.value is None or plan.planned_count == 0:
            why = "没有同一项目、同一计量单位的支出记录" if done.value is None else "计划数为 0"
            parts.append(missing(plan.item, plan.item, "share", why))
            continue
        row_ids = (plan.row_id, *done.row_ids)
        value = float(done.value / plan.planned_count)
        parts.append(Figure(plan.item, plan.item, "share", value, 0, row_ids, f"{done.value} ÷ {plan.planned_count}"))
    return tuple(parts)


def actual_count(programme: str | None, unit: str | None, disbursements: pd.DataFrame) -> Figure:
    """How many of `unit` the payments under `programme` reached."""
    rows = disbursements[(disbursements["programme"] == programme) & (disbursements["beneficiary_unit"] == unit)]
    return sum_counts(rows, "beneficiary_count", "actual", "实际数")
