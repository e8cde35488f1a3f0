"""Key figures of donors: concentration, retention, mean and median gift (K17–K19)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.donors import (
    concentration,
    donor_totals,
    named_donors,
    rows_of_named,
    single_gifts,
    top_share,
)
from charity_analysis.analysis.figures import Figure, count_rows, missing, sum_amounts
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.medians import middle

_TOP = (("top1", "最大一位具名捐赠人占比", 1), ("top5", "最大五位具名捐赠人占比", 5))
_NO_PREVIOUS = "上一个半年没有台账，不知道上期的捐赠人"


def _concentration(rule: KeyRule, books: Books) -> Figure:
    totals = donor_totals(books.donations)
    if not totals:
        return rule.missing("本期没有写明金额的捐赠")
    row_ids = tuple(row for donor in totals for row in donor.row_ids)
    try:
        hhi = concentration(totals)
        parts = tuple(_top(key, name, top_share(totals, count)) for key, name, count in _TOP)
    except ValueError:
        return rule.missing("捐赠合计不大于 0，或不大于其取整误差，不计算份额")
    unnamed = sum(not donor.is_named for donor in totals)
    formula = rule.formula
    if unnamed:
        formula += f"；{unnamed} 个名称背后是多人或不知何人：下限按人数无穷多，上限按各为一人"
    took_back = sum(donor.amount.fen < 0 for donor in totals)
    if took_back:
        formula += f"；{took_back} 个捐赠人退款多于捐赠，不计份额"
    whole = Figure(rule.id, rule.name, "share", hhi.middle, hhi.halfwidth, row_ids, formula)
    return Figure(**{**vars(whole), "parts": (*parts, whole.named("hhi", "HHI"))})


def _top(key: str, name: str, share: tuple[float, float, tuple[str, ...]] | None) -> Figure:
    formula = "具名捐赠人的捐赠 ÷ 全部捐赠（含未具名的）"
    if share is None:
        return missing(key, name, "share", "本期没有具名的捐赠人", formula)
    return Figure(key, name, "share", *share, formula)


def _retention(rule: KeyRule, books: Books) -> Figure:
    before = books.previous()
    if before is None:
        return rule.missing(_NO_PREVIOUS)
    earlier, now = named_donors(before.donations), named_donors(books.donations)
    if not earlier:
        return rule.missing("上一个半年没有具名的捐赠人")
    row_ids = (*rows_of_named(before.donations), *rows_of_named(books.donations))
    formula = f"{rule.formula}；只计具名的捐赠人：{len(earlier & now)} ÷ {len(earlier)}"
    return Figure(rule.id, rule.name, "share", len(earlier & now) / len(earlier), 0, row_ids, formula)


def _mean_and_median(rule: KeyRule, books: Books) -> Figure:
    rows = single_gifts(books.donations)
    left_out = len(books.donations) - len(rows)
    if rows.empty:
        return rule.missing("本期没有单笔的捐赠：各行都是多人合计、没有金额或是退款")
    formula = rule.formula + (f"；{left_out} 行不是单笔捐赠（多人合计、没有金额或退款），未计入" if left_out else "")
    mean, median = _mean(rows), _median(rows)
    row_ids = tuple(rows["row_id"])
    made_of = (sum_amounts(rows, "sum", "单笔捐赠合计"), count_rows(row_ids, "count", "单笔捐赠的笔数"))
    parts = (
        Figure("mean", "笔均捐赠", "fen", *mean, row_ids, f"合计 ÷ {len(rows)} 笔", made_of=made_of),
        Figure(
            "median",
            "中位捐赠",
            "fen",
            *median,
            row_ids,
            f"{len(rows)} 笔按金额排序的中间一笔（偶数笔取中间两笔的平均）",
        ),
    )
    return Figure(rule.id, rule.name, "fen", *mean, row_ids, formula, parts=parts, made_of=made_of)


def _mean(rows: pd.DataFrame) -> tuple[int, int]:
    """Fen, rounded half to even, and how far it can be off by that and by the rounding of the rows."""
    count = len(rows)
    exact = Fraction(int(rows["amount_fen"].sum()), count)
    return _rounded(exact, Fraction(int(rows["amount_halfwidth_fen"].sum()), count))


def _median(rows: pd.DataFrame) -> tuple[int, int]:
    """Fen, and how far it can be off: the median lies between those of all lowest and of all highest amounts."""
    amounts = [int(fen) for fen in rows["amount_fen"]]
    halfwidths = [int(fen) for fen in rows["amount_halfwidth_fen"]]
    exact = middle(amounts)
    lowest = middle([fen - half for fen, half in zip(amounts, halfwidths, strict=True)])
    highest = middle([fen + half for fen, half in zip(amounts, halfwidths, strict=True)])
    return _rounded(exact, max(exact - lowest, highest - exact))


def _rounded(exact: Fraction, off: Fraction) -> tuple[int, int]:
    value = round(exact)  # a Fraction is rounded half to even
    return value, ceil(abs(exact - value) + off)


FIGURES: dict[str, Compute] = {
    "K17": _concentration,
    "K18": _retention,
    "K19": _mean_and_median,
}
