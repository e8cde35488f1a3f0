"""Which counts of people a public edition leaves out, so that none under the threshold can be worked out.

The payments of one half-year, one kind of books and one unit are parted into blocks, and only sums of whole blocks are
shown. All that can be worked out from such sums, by whatever adding and subtracting, are sums of whole blocks again;
so no count under the threshold can, where every block reaches it. 人, 人次 and 户 are never added, so each unit is
parted by itself; and every half-year by itself, so that its blocks are the same in later reports.

Not covered: what is known from elsewhere, earlier editions with other figures, and that each payment reached at least
one: where as many payments reached as many people, all of a group large enough, anybody may guess one each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from charity_analysis.analysis.scope import COUNTED_BOOKS, each_row
from charity_analysis.report.privacy.count_blocks import Block, CountedRow, build_blocks
from charity_analysis.rules import label_names

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.analysis.figures import Figure
    from charity_analysis.ledger.ledger import Ledger

# Why a count is not shown: itself under the threshold, or one under it could be worked out with it.
Reason = Literal["few", "subtraction"]


@dataclass(frozen=True)
class CountProtection:
    """What is hidden of the counts of people in a ledger, up to the end of one half-year.

    `payments` are those that reached people, by row; `plans` those with a planned count, by row.
    """

    threshold: int
    payments: dict[str, CountedRow] = field(default_factory=dict)
    plans: dict[str, CountedRow] = field(default_factory=dict)

    def hides(self, figure: Figure) -> bool:
        """True where the figure is a count of people that must not be shown, or would give one away.

        Such are a sum of counts, its gap to a plan, a share of a planned count, an average: not amounts, nor how
        many payments there are.
        """
        if any(self.hides(one) for one in getattr(figure, "made_of", ())):
            return True
        return bool(figure.value) and self._is_about_people(figure) and self.hides_rows(figure.row_ids)

    def hides_rows(self, row_ids: Iterable[str]) -> bool:
        """True where the count of these disbursements together must not be shown."""
        return self.why_hidden(row_ids) is not None

    def why_hidden(self, row_ids: Iterable[str]) -> Reason | None:
        """Why the count of these disbursements together must not be shown; None where it may."""
        rows = {row for row in row_ids if row in self._block_of}
        touched = {id(block): block for block in map(self._block_of.__getitem__, rows)}
        if all(block.is_open and block.row_ids <= rows for block in touched.values()):
            return None
        total = sum(self.payments[row].count for row in rows)
        return "few" if total < self.threshold else "subtraction"

    def hides_standard(self, row_id: str) -> bool:
        """True where the amount per person of this payment must not be shown.

        So where its count is hidden, and where its standard divides the amount of a payment under the same programme or
        for the same purpose whose count is hidden. Of a plan's row: its planned count may stand, but then neither its
        standard nor its planned amount.
        """
        if self.hides_rows((row_id,)):
            return True
        row = self.payments.get(row_id) or self.plans.get(row_id)
        if row is None or not row.standard:
            return False
        amounts = {amount for key in row.company for amount in self._hidden_amounts.get(key, ())}
        return any(amount % row.standard == 0 for amount in amounts)

    def _is_about_people(self, figure: Figure) -> bool:
        """True where the figure's value is made of the counts of its rows; where in doubt it is."""
        rows = [self.payments[row] for row in dict.fromkeys(figure.row_ids) if row in self.payments]
        people = sum(row.count for row in rows)
        if not people or figure.value is None or figure.counts_rows:
            return False
        planned = sum(self.plans[row].count for row in dict.fromkeys(figure.row_ids) if row in self.plans)
        if figure.unit == "count":
            return figure.value == people or planned > 0 or figure.value != len(figure.row_ids)
        if figure.unit == "share":
            return bool(planned) and abs(figure.value - people / planned) < 1e-9
        amount = sum(row.amount or 0 for row in rows)
        is_average = abs(figure.value * people - amount) <= people
        return figure.unit == "fen" and is_average and figure.value != amount

    @cached_property
    def _block_of(self) -> dict[str, Block]:
        """The block of each payment that reached anybody; a count of 0 is no secret."""
        groups: dict[tuple[str, ...], list[CountedRow]] = {}
        for payment in self.payments.values():
            if payment.count:
                groups.setdefault(payment.account, []).append(payment)
        blocks = [block for group in groups.values() for block in build_blocks(group, self.threshold)]
        return {row: block for block in blocks for row in block.row_ids}

    @cached_property
    def _hidden_amounts(self) -> dict[tuple[str, str, str], set[int]]:
        """The amounts of payments with hidden counts, by period and programme, and by period and purpose."""
        amounts: dict[tuple[str, str, str], set[int]] = {}
        for payment in self.payments.values():
            if payment.amount and self.hides_rows((payment.row_id,)):
                for key in payment.company:
                    amounts.setdefault(key, set()).add(abs(payment.amount))
        return amounts


def protect_counts(ledger: Ledger, period: str) -> CountProtection:
    """The protection of `period` and what was before it, under the organisation's threshold."""
    paid = counted_rows(ledger.disbursements, "beneficiary_count", "beneficiary_unit")
    planned = counted_rows(ledger.plans, "planned_count", "unit")
    return CountProtection(
        ledger.organisation.disclosure_threshold,
        {row.row_id: row for row in paid if row.account[0] <= period},
        {row.row_id: row for row in planned},
    )


def counts_people(unit: str) -> bool:
    """True where `unit` counts people, or nobody knows what it counts."""
    return unit not in label_names("unit") or unit in label_names("people_unit")


def counted_rows(table: pd.DataFrame, count: str, unit: str) -> Iterator[CountedRow]:
    """The rows of `table`, disbursements or plans, that state a count of people."""
    rows = table[table[count].notna()]
    rows = rows.astype(object).where(rows.notna(), None)
    for row in each_row(rows.rename(columns={count: "count_", unit: "unit_"})):
        if not counts_people(row.unit_ or ""):
            continue
        books = getattr(row, "books", "own")
        yield CountedRow(
            row.row_id,
            int(row.count_),
            row.amount_fen,
            row.unit_amount_fen,
            (row.period, "in totals" if books in COUNTED_BOOKS else books, row.unit_ or ""),
            # What has no amount is in no average: it stands apart from what has.
            (
                row.programme or "",
                "" if row.amount_fen is None else "valued",
                getattr(row, "purpose", None) or "",
                getattr(row, "activity", None) or "",
            ),
        )
