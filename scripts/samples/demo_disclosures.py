"""The demo's register of items due for publication: when each was due, and when it was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from samples.demo_records import PERIODS, DisclosureItem

# The Charity Law is in force since September 2016: nothing was due in the first half-year.
_FIRST = PERIODS[1]
# Published late, and never: by due day.
_LATE = {date(2018, 7, 31): date(2018, 8, 9)}
_NEVER = frozenset({date(2019, 10, 31)})


def build_disclosures() -> tuple[DisclosureItem, ...]:
    """Every three months the public fundraising of a quarter, and by 31 May the annual report; by due day."""
    return tuple(item for period in PERIODS if period >= _FIRST for item in _items_due(period))


def _items_due(period: str) -> Iterator[DisclosureItem]:
    year = int(period[:4])
    if period.endswith("H1"):
        yield _item(period, f"{year - 1}年第四季度公开募捐情况", date(year, 1, 31))
        yield _item(period, f"{year}年第一季度公开募捐情况", date(year, 4, 30))
        yield annual_report(period)
    else:
        yield _item(period, f"{year}年第二季度公开募捐情况", date(year, 7, 31))
        yield _item(period, f"{year}年第三季度公开募捐情况", date(year, 10, 31))


def annual_report(period: str) -> DisclosureItem:
    """The report on the year before `period`, a first half, published in time."""
    year = int(period[:4])
    return _item(period, f"{year - 1}年度工作报告和财务会计报告", date(year, 5, 31))


def _item(period: str, item: str, due: date) -> DisclosureItem:
    """Usually published a few days before its due day."""
    published = None if due in _NEVER else _LATE.get(due, due.replace(day=20 + due.year % 5 + due.month % 4))
    return DisclosureItem(period, item, due, published)
