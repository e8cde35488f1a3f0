"""Who benefited and at what cost, by unit of count: 人, 人次 and 户 are never added together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from charity_analysis.analysis.figures import Figure, sum_counts
from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.money import Agreement, Money, judge_difference
from charity_analysis.rules import label_names

NO_UNIT = "单位未载明"
# In these goods are counted: fifty coats paid out are not fifty who benefited.
_GOODS_UNITS = ("item", "box")


def beneficiaries_by_unit(disbursements: pd.DataFrame) -> tuple[Figure, ...]:
    """One count per unit (人, 人次, 户 …) in the order of the rules; rows without a unit stand apart.

    Counts of goods (件, 箱) are left out: they say what was given, not to how many.
    """
    names = label_names("unit")
    stated = _of_beneficiaries(disbursements)
    units = sorted(stated["beneficiary_unit"].dropna().unique(), key=lambda unit: [*names, unit].index(unit))
    groups = {names.get(unit, unit): stated[stated["beneficiary_unit"] == unit] for unit in units}
    unnamed = stated[stated["beneficiary_unit"].isna()]
    if len(unnamed):
        groups[NO_UNIT] = unnamed
    return tuple(sum_counts(rows, "beneficiary_count", unit, f"受益对象（{unit}）") for unit, rows in groups.items())


def _of_beneficiaries(disbursements: pd.DataFrame) -> pd.DataFrame:
    """The payments that state how many benefited."""
    is_goods = disbursements["beneficiary_unit"].isin(_GOODS_UNITS)
    return disbursements[disbursements["beneficiary_count"].notna() & ~is_goods]


def actual_count(programme: str | None, unit: str | None, disbursements: pd.DataFrame) -> Figure:
    """How many of `unit` the payments under `programme` reached."""
    rows = disbursements[(disbursements["programme"] == programme) & (disbursements["beneficiary_unit"] == unit)]
    return sum_counts(rows, "beneficiary_count", "actual", "实际数")


def unit_costs(disbursements: pd.DataFrame) -> pd.DataFrame:
    """What one person, person-time or household cost: one row per programme and unit, in the order of amounts.

    Columns: programme, unit, count, amount_fen, halfwidth_fen, cost_fen, row_ids. Only payments that state both count
    and amount; `cost_fen` is amount ÷ count in whole fen, for display, and missing where the counts add up to nothing.
    """
    counted = _of_beneficiaries(disbursements)
    rows = counted[counted["amount_fen"].notna()]
    names = label_names("unit")
    table = (
        rows.assign(
            programme=rows["programme"].fillna(NOT_STATED),
            unit=rows["beneficiary_unit"].fillna(NO_UNIT).map(lambda unit: names.get(unit, unit)),
        )
        .groupby(["programme", "unit"], sort=False)
        .agg(
            count=("beneficiary_count", "sum"),
            amount_fen=("amount_fen", "sum"),
            halfwidth_fen=("amount_halfwidth_fen", "sum"),
            row_ids=("row_id", tuple),
        )
        .reset_index()
        .sort_values(["amount_fen", "programme", "unit"], ascending=[False, True, True], ignore_index=True)
    )
    costs = [_cost_of_one(line.amount_fen, line.count_) for line in each_row(table.rename(columns={"count": "count_"}))]
    table.insert(5, "cost_fen", pd.Series(costs, dtype="Int64"))
    return table


def _cost_of_one(amount_fen: int, count: int) -> int | None:
    """amount ÷ count rounded half up; None where nobody was counted."""
    return (2 * int(amount_fen) + int(count)) // (2 * int(count)) if count > 0 else None


@dataclass(frozen=True)
class ProductCheck:
    """One payment that states how many and how much for each: count × standard beside the amount that it states."""

    row_id: str
    product: Money
    amount: Money
    verdict: Agreement


def check_unit_costs(disbursements: pd.DataFrame) -> tuple[ProductCheck, ...]:
    """One check per payment with count, standard and amount, to the amount's printed precision.

    A refund takes the same product back, so signs do not count.
    """
    rows = disbursements.dropna(subset=["beneficiary_count", "unit_amount_fen", "amount_fen"])
    checks = []
    for row in each_row(rows):
        product = Money(int(row.beneficiary_count) * int(row.unit_amount_fen))
        amount = Money(int(row.amount_fen), int(row.amount_halfwidth_fen))
        stated = Money(abs(amount.fen), amount.halfwidth_fen)
        checks.append(ProductCheck(row.row_id, product, amount, judge_difference(product - stated)))
    return tuple(checks)
