"""Key figures of income: donations, all income, and the restricted share (K1–K3)."""

from __future__ import annotations

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.key.rule import Compute, KeyRule


def _donation_income(rule: KeyRule, books: Books) -> Figure:
    return books.received.named(rule.id, rule.name, rule.formula)


def _total_income(rule: KeyRule, books: Books) -> Figure:
    """K2: gifts + grants, fees, services, interest and other, with a part for each of the two.

    Missing where the period's ledger has no income but gifts: a federation that has money in a bank has interest, so
    that a ledger without any was kept of gifts alone. Rows of the other half-year prove nothing of this one, and a
    figure must not rest on rows that it does not cite.
    """
    other = sum_amounts(books.other_income, "其他收入", "其他收入")
    if other.value is None:
        return rule.missing("台账中没有拨入、服务、利息等其他收入的记录，不能认定为 0")
    if books.received.value is None:
        return rule.missing(f"捐赠收入：{books.received.why_missing}", (other,))
    received = books.received.named("捐赠收入", "捐赠收入")
    return Figure(
        rule.id,
        rule.name,
        rule.unit,
        books.received.value + other.value,
        books.received.halfwidth + other.halfwidth,
        (*books.received.row_ids, *other.row_ids),
        rule.formula,
        parts=(received, other),
        made_of=(received, other),
    )


def _restricted_share(rule: KeyRule, books: Books) -> Figure:
    unknown = books.donations[books.donations["is_restricted"].isna()]
    if len(unknown):
        return rule.missing(f"有 {len(unknown)} 笔捐赠没有写明是否限定")
    designated = books.donations[books.donations["is_restricted"].fillna(False)]
    restricted = sum_amounts(designated, rule.id, "限定性捐赠")
    if restricted.value is None and books.received.value is not None:
        # Every gift is stated to be unrestricted: the share is 0 by what the ledger says, and all of them prove it.
        restricted = Figure(rule.id, "限定性捐赠", "fen", 0, 0, books.received.row_ids)
    figure = share(restricted, books.received, rule.id, rule.name, rule.formula)
    if figure.value is not None and not 0 <= figure.value <= 1:
        return rule.missing("退款多于捐赠，限定或非限定捐赠合计为负，不计算比例")
    return figure


FIGURES: dict[str, Compute] = {
    "K1": _donation_income,
    "K2": _total_income,
    "K3": _restricted_share,
}
