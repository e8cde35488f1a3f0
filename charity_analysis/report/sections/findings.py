"""What was found in the data, the gravest first: what it is, what to do, and where."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.scope import each_row
from charity_analysis.ingest.addresses import place
from charity_analysis.report.cards import Card, cards, fold
from charity_analysis.report.elements import Fragment, join, notice, paragraphs, quoted
from charity_analysis.report.half_year import HalfYear
from charity_analysis.rules import finding_rules

SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
# Each error wants mending, and each date moves money to another half-year; of the rest one stands for all.
_EACH_SHOWN = frozenset({"out_of_period"})
_MOST_CARDS, _MOST_PLACES = 40, 6
# So many are read at once, and every error; the rest is folded.
_FIRST_CARDS = 6


def render_findings(report: HalfYear) -> Fragment:
    """Errors and warnings as cards, what was assumed or done folded below."""
    rows = period_findings(report)
    if rows.empty:
        return notice("info", "没有发现问题。")
    counts = rows["severity"].value_counts()
    told = "、".join(f"{SEVERITIES[name]} {counts[name]:,} 条" for name in SEVERITIES if name in counts)
    grave, light = rows[rows["severity"] != "info"], rows[rows["severity"] == "info"]
    # How many were found is proved by the cards: findings are no rows.
    parts = [paragraphs([join("共 ", quoted(told), "。同一类的只列一张，其余各处列在“还有”里。")])]
    if len(grave):
        parts.append(_cards(grave, "错误与提醒"))
    if len(light):
        parts.append(fold("说明：处理时假定或做了什么", _cards(light, "说明")))
    return join(*parts)


def period_findings(report: HalfYear) -> pd.DataFrame:
    """The findings of the period and of the organisation, gravest first, otherwise in the order of the ledger."""
    rows = report.ledger.findings
    rows = rows[rows["period"].isna() | (rows["period"] == str(report.period))]
    order = rows["severity"].map(list(SEVERITIES).index)
    return rows.iloc[order.argsort(kind="stable")]


def without_remedy(message: str, rule: str) -> str:
    """`message` without its last clause where that is what to do."""
    return message.rsplit("；", 1)[0] if finding_rules()[rule].remedies["zh"] else message


def _cards(rows: pd.DataFrame, label: str) -> Fragment:
    is_single = (rows["severity"] == "error") | rows["rule"].isin(_EACH_SHOWN)
    cases = pd.Series(range(len(rows)), index=rows.index).where(is_single, -1)
    groups = [group for _, group in rows.groupby([rows["rule"], cases], sort=False)]
    rest = sum(map(len, groups[_MOST_CARDS:]))
    first = max(_FIRST_CARDS, sum(group["severity"].iloc[0] == "error" for group in groups[:_MOST_CARDS]))
    shown = cards(map(_card, groups[:first]), label)
    if more := groups[first:_MOST_CARDS]:
        shown = join(shown, fold("其余各类", cards(map(_card, more), f"{label}（续）")))
    note = f"另有 {rest:,} 条没有列出，见 charity clean --json 或笔记本 01_data_quality。"
    return join(shown, paragraphs([quoted(note)])) if rest else shown


def _card(group: pd.DataFrame) -> Card:
    first = next(each_row(group))
    count = f" {len(group):,} 条" if len(group) > 1 else ""
    lines = [("怎么办", first.remedy_zh)] if isinstance(first.remedy_zh, str) and first.remedy_zh else []
    if more := _more(group):
        lines.append(("还有", more))
    message = first.message_zh.removesuffix(f"；{first.remedy_zh}")
    badge = f"{SEVERITIES[first.severity]}{count}"
    quotes = tuple((name, quoted(text)) for name, text in lines)
    return Card(quoted(message), quoted(badge), first.severity, rows=quotes)


def _more(group: pd.DataFrame) -> str:
    """Where else the same was found; the first stands in the message."""
    first, *others = [_place(row) for row in each_row(group)]
    places = [where for where in dict.fromkeys(others) if where and where != first]
    more = f" 等 {len(places)} 处" if len(places) > _MOST_PLACES else ""
    return "；".join(places[:_MOST_PLACES]) + more


def _place(row: Any) -> str:
    if not isinstance(row.source_file, str):
        return ""
    sheet, cell = (value if isinstance(value, str) else None for value in (row.source_sheet, row.cell))
    return place(row.source_file, sheet, cell)
