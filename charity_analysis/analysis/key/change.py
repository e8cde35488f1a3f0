"""The key figure of change on the year (K24)."""

from __future__ import annotations

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, share
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.totals import NO_COMPARISON


def _change_on_year(rule: KeyRule, books: Books) -> Figure:
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


FIGURES: dict[str, Compute] = {
    "K24": _change_on_year,
}
