"""An outlook for a half-year that an analyst can follow: the same half of earlier years, and its past error."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, each_once, missing
from charity_analysis.analysis.medians import middle
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.trends import trend_limit

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving

RECEIVED, PAID = "received", "paid"
_NAMES = {RECEIVED: "捐赠收入", PAID: "总支出"}


@dataclass(frozen=True)
class Outlook:
    """What is to be expected of `period`, and what that rests on.

    `figure`: the median of the base in fen, with the lowest, the highest and the past error as parts; or why there is
    none. `base`: one row per earlier year with its sum. `past`: one row per year in which the same outlook could have
    been made, with what it would have said and what then came.
    """

    period: str
    figure: Figure
    base: pd.DataFrame
    past: pd.DataFrame


def make_outlook(giving: Giving, table: str = RECEIVED, period: str | None = None) -> Outlook:
    """The outlook for `period`, the half-year after the ledger's last where none is named; `table`: received or paid.

    The outlook is the median of the same half of earlier years with their lowest and highest beside it.
    The past error is what the same outlook made in each earlier year from the years before it was off by ÷ what then
    came.
    It is refused where fewer earlier years are in the ledger than trend_limits.csv asks for (outlook_years), and no
    past error is given where it could never have been tried. Nothing is made up: no trend, no season but the half.
    Raises: ValueError where `table` is neither.
    """
    if table not in _NAMES:
        raise ValueError(f"table is {RECEIVED!r} or {PAID!r}, not {table!r}")
    period = period or str(ReportingPeriod.parse(giving.periods[-1]).next)
    half = ReportingPeriod.parse(period)
    earlier = [one for one in map(ReportingPeriod.parse, giving.periods) if one.half == half.half and one < half]
    sums = [_sum_of(giving, str(one), table) for one in earlier]
    base = pd.DataFrame(
        [(str(one), total.value, total.halfwidth, _held(giving, str(one), table), total.row_ids)
         for one, total in zip(earlier, sums, strict=True)],
        columns=["period", "amount_fen", "halfwidth_fen", "held_count", "row_ids"],
    )  # fmt: skip
    past = _try_before([total for total in sums if total.value is not None])
    return Outlook(period, _figure(table, [total for total in sums if total.value is not None], past), base, past)


def _sum_of(giving: Giving, period: str, table: str) -> Figure:
    books = Books(giving.ledger, period)
    total = books.received if table == RECEIVED else books.paid
    return replace(total, id=period, name=f"{period} {_NAMES[table]}")


def _held(giving: Giving, period: str, table: str) -> int:
    """How many rows are held back from the sum, which is then not whole."""
    held = giving.ledger.held
    kind = "donations" if table == RECEIVED else "disbursements"
    return int((held["period"].eq(period) & held["kind"].eq(kind)).sum())


def _try_before(sums: list[Figure]) -> pd.DataFrame:
    """One row per year with enough years before it: what those would have said, what came, and the error."""
    lines: list[dict[str, Any]] = []
    for number in range(trend_limit("error_years"), len(sums)):
        known, actual = [_fen(total) for total in sums[:number]], _fen(sums[number])
        expected = round(middle(known))
        lines.append(
            {
                "period": sums[number].id,
                "year_count": number,
                "expected_fen": expected,
                "actual_fen": actual,
                "error_share": None if actual <= 0 else (expected - actual) / actual,
                "is_within_range": min(known) <= actual <= max(known),
            }
        )
    columns = ["period", "year_count", "expected_fen", "actual_fen", "error_share", "is_within_range"]
    return pd.DataFrame(lines, columns=columns).astype({"error_share": "Float64"})


def _figure(table: str, sums: list[Figure], past: pd.DataFrame) -> Figure:
    identifier, name, least = f"outlook-{table}", f"展望：{_NAMES[table]}", trend_limit("outlook_years")
    formula = f"以前同一个半年（{'、'.join(total.id for total in sums)}）的中位数"
    if len(sums) < least:
        return missing(
            identifier, name, "fen", f"以前同一个半年只有 {len(sums)} 个，少于 {least} 个，不作展望", formula
        )
    row_ids = each_once(row_id for total in sums for row_id in total.row_ids)
    lowest, highest = min(sums, key=_fen), max(sums, key=_fen)
    parts = (
        lowest.named("lowest", "最低", lowest.id),
        highest.named("highest", "最高", highest.id),
        _error(past, row_ids),
    )
    off = max(int(total.halfwidth) for total in sums)
    exact = middle([_fen(total) for total in sums])
    off += exact != round(exact)
    return Figure(identifier, name, "fen", round(exact), off, row_ids, formula, parts=parts)


def _error(past: pd.DataFrame, row_ids: tuple[str, ...]) -> Figure:
    """The median of the past errors, without their signs."""
    errors = [abs(float(error)) for error in past["error_share"].dropna()]
    formula = "既往各年的（展望 － 实际）÷ 实际，取绝对值的中位数"
    if not errors:
        return missing("past_error", "既往误差", "share", "台账太短，从没有可以检验的展望", formula)
    return Figure("past_error", "既往误差", "share", median(errors), 0, row_ids, f"{formula}；共 {len(errors)} 次")


def _fen(total: Figure) -> int:
    return int(total.value or 0)
