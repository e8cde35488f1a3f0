"""Key figures of publication: items published on time, printed figures that rows bear out (K25, K26)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.beneficiaries import check_unit_costs
from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, missing
from charity_analysis.analysis.key.rule import Compute, KeyRule, distinct_keys
from charity_analysis.analysis.scope import each_row, in_period
from charity_analysis.ledger.due_days import stated_day
from charity_analysis.periods import ReportingPeriod

_BORNE_OUT = ("exact", "within_rounding")


def _published_on_time(rule: KeyRule, books: Books) -> Figure:
    """Items whose due day lies in the period, whenever they were published; each is a part: how many days late.

    An item of which nothing says that it was published is not on time. One whose due day, or day of publication,
    cannot be read leaves the share open.
    """
    items = _due_items(books)
    if items.empty:
        why = "台账没有登记本期应公开的事项；请在“计划与承诺”表登记：性质写“信息公开”，时间写应公开日，里程碑写公开日"
        return rule.missing(why)
    keys = distinct_keys(items["item"])
    parts = tuple(_days_late(item, key) for key, item in zip(keys, each_row(items), strict=True))
    unread = [item for item in each_row(items) if _is_unreadable(item)]
    on_time = sum(part.value == 0 for part in parts)
    if unread:
        names = "、".join(f"“{item.item}”" for item in unread)
        judged = f"其余 {len(items) - len(unread)} 项中 {on_time} 项按时"
        return rule.missing(f"{names}的应公开日或公开日不是完整日期，不能判断；{judged}；请改写为完整日期", parts)
    return Figure(
        rule.id, rule.name, "share", on_time / len(items), 0, tuple(items["row_id"]), rule.formula, parts=parts
    )


def _due_items(books: Books) -> pd.DataFrame:
    """Rows of the register whose due day lies in the period; where it cannot be read, those registered for it."""
    plans = books.ledger.plans
    register = plans[plans["plan_kind"].eq("disclosure").fillna(False)]
    period = ReportingPeriod.parse(books.period)
    days = [stated_day(window) for window in register["window"]]
    is_due = [
        day in period if day is not None else registered == books.period
        for day, registered in zip(days, register["period"], strict=True)
    ]
    return register[is_due]


def _is_unreadable(item: Any) -> bool:
    """True where what the register says of a day is none: the due day, or what stands for the day of publication."""
    says_published = isinstance(item.milestone, str) and bool(item.milestone.strip())
    return stated_day(item.window) is None or (says_published and stated_day(item.milestone) is None)


def _days_late(item: Any, identifier: str) -> Figure:
    """Days from its due day to its publication; 0 where it was on time, however early."""
    due, published = stated_day(item.window), stated_day(item.milestone)
    key, name = f"{identifier}（迟公开天数）", f"{item.item}（迟公开天数）"
    if due is None:
        return missing(key, name, "days", f"应公开日“{_shown(item.window)}”不是完整日期")
    if published is None:
        why = "没有登记公开日，按未按时公开计" if not _is_unreadable(item) else "公开日不是完整日期"
        return missing(key, name, "days", f"应于 {due.isoformat()} 公开；{why}")
    formula = f"{published.isoformat()} 公开，应于 {due.isoformat()}；按时为 0"
    return Figure(key, name, "days", max(0, (published - due).days), 0, (item.row_id,), formula)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else "空白"


def _recomputable(rule: KeyRule, books: Books) -> Figure:
    """Printed totals that their rows bear out, and printed counts × standards that give the amount, in all of both."""
    totals = in_period(books.ledger.tables["totals"], books.period) if "totals" in books.ledger.tables else None
    verdicts: dict[str, str] = {} if totals is None else dict(zip(totals["row_id"], totals["verdict"], strict=True))
    products: dict[str, str] = {check.row_id: check.verdict for check in check_unit_costs(books.disbursements)}
    if not verdicts and not products:
        return rule.missing("本期台账没有小计、合计，也没有写明数目和标准的支出，无数字可复算")
    printed = ((verdicts, "totals", "小计与合计"), (products, "products", "数目 × 标准"))
    parts = tuple(_share_borne_out(found, part, name) for found, part, name in printed if found)
    whole = _share_borne_out({**verdicts, **products}, rule.id, rule.name)
    return Figure(rule.id, rule.name, "share", whole.value, 0, whole.row_ids, rule.formula, parts=parts)


def _share_borne_out(verdicts: dict[str, str], identifier: str, name: str) -> Figure:
    borne_out = sum(verdict in _BORNE_OUT for verdict in verdicts.values())
    formula = f"{borne_out} ÷ {len(verdicts)}"
    return Figure(identifier, name, "share", borne_out / len(verdicts), 0, tuple(verdicts), formula)


FIGURES: dict[str, Compute] = {
    "K25": _published_on_time,
    "K26": _recomputable,
}
