"""Plans and promises of a period, and those of earlier ones that are still open, each answered by the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.planning.plan_answers import PlanAnswer, answer_plan
from charity_analysis.analysis.scope import each_row
from charity_analysis.ledger.due_days import last_day
from charity_analysis.periods import ReportingPeriod

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

__all__ = ["PlanAnswer", "answer_plans"]


def answer_plans(ledger: Ledger, period: str) -> tuple[PlanAnswer, ...]:
    """The period's plans and promises in the order of their rows, then those of earlier periods that are still open.

    Still open are promises without a target, each listed once; promises with one, however late, and plans that fall
    due in this period or later, where they were not met at the end of an earlier one: they are answered by the rows
    since the half-year that they were for. A plan whose window still runs competes with the period's own.
    Items due for publication are not here.
    """
    plans = ledger.plans[ledger.plans["plan_kind"].ne("disclosure").fillna(True)]
    own, earlier = plans[plans["period"] == period], plans[plans["period"] < period]
    still_open = _still_open(earlier, ledger, period)
    asked = pd.concat([own, still_open])
    answers = tuple(
        answer_plan(plan, _beside(plan, plans, still_open, period), ledger, period) for plan in each_row(asked)
    )
    return answers + _promises_still_open(earlier, own, ledger, period)


def _still_open(earlier: pd.DataFrame, ledger: Ledger, period: str) -> pd.DataFrame:
    """Rows of `earlier` that are still asked for in `period`: what was met at the end of a half-year stays met."""
    has_target = earlier[["planned_count", "amount_fen"]].notna().any(axis=1)
    targeted = earlier[has_target]
    still = _chosen(earlier, [False] * len(earlier))
    for end in sorted({*targeted["period"], *(known for known in ledger.periods if known < period)}):
        following = str(ReportingPeriod.parse(end).next)
        asked = pd.concat([still, targeted[targeted["period"] == end]])
        goes_on = [
            bool(plan.plan_kind == "pledge" or _is_running(plan, following))
            and answer_plan(plan, _beside(plan, earlier, still, end), ledger, end).status != "met"
            for plan in each_row(asked)
        ]
        still = _chosen(asked, goes_on)
    return still


def _beside(plan: Any, plans: pd.DataFrame, still_open: pd.DataFrame, period: str) -> pd.DataFrame:
    """What may be answered by the same rows as `plan`, itself among it.

    The period's own plans stand beside those whose window still runs; an older one beside all since, and all open ones.
    """
    if plan.period == period:
        running = _chosen(still_open, [_is_running(each, period) for each in each_row(still_open)])
        return pd.concat([running, plans[plans["period"] == period]])
    since = plans[(plans["period"] >= plan.period) & (plans["period"] <= period)]
    beside: pd.DataFrame = pd.concat([still_open, since]).drop_duplicates("row_id")
    return beside


def _chosen(rows: pd.DataFrame, is_chosen: list[bool]) -> pd.DataFrame:
    # A list without an entry would choose columns.
    chosen: pd.DataFrame = rows[pd.Series(is_chosen, index=rows.index, dtype="bool")]
    return chosen


def _is_running(plan: Any, period: str) -> bool:
    due = last_day(plan.window if isinstance(plan.window, str) else None, plan.period)
    return due is not None and due >= ReportingPeriod.parse(period).start


def _promises_still_open(
    earlier: pd.DataFrame, own: pd.DataFrame, ledger: Ledger, period: str
) -> tuple[PlanAnswer, ...]:
    """Promises of earlier periods without a target, each once: nothing in the ledger can say that they were kept."""
    has_none = earlier["planned_count"].isna() & earlier["amount_fen"].isna()
    promises = earlier[has_none & earlier["plan_kind"].eq("pledge").fillna(False) & ~earlier["item"].isin(own["item"])]
    latest = promises.drop_duplicates(["item", "target"], keep="last")
    return tuple(answer_plan(plan, latest, ledger, period) for plan in each_row(latest))
