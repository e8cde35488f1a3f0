"""What makes two rows the same: date, party and amount, an amount in 万元 being as good as it was printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_candidates import Holders
from charity_analysis.ledger.repeats.repeat_evidence import NAMED, WEAK
from charity_analysis.ledger.repeats.repeat_names import is_anonymous
from charity_analysis.ledger.repeats.repeat_pairs import Pairs, align, pair_up
from charity_analysis.ledger.repeats.repeat_rows import Rows, combine, compact

if TYPE_CHECKING:
    import numpy as np


@dataclass
class Keys:
    """Numbers of what the rows say: `key` for date, party and amount; rows that say the same have the same number."""

    rows: Rows

    @cached_property
    def key(self) -> np.ndarray:
        """One number a row."""
        return combine(self.who, compact(_settled_amounts(self.rows, self.who)))

    @cached_property
    def who(self) -> np.ndarray:
        """Numbers of date and party."""
        return combine(compact(self.rows.day), self.rows.party)

    @cached_property
    def others(self) -> np.ndarray:
        """The columns that tell rows apart, one line each; −1 where a row does not fill one in."""
        import numpy as np

        columns = [self.rows.codes(column)[0] for column in self.rows.identity.others]
        return np.array([column for column in columns if column.max(initial=-1) >= 0]).reshape(-1, self.rows.count)

    @cached_property
    def exact(self) -> np.ndarray:
        """`key` and all of `others` in one number."""
        code = self.key
        for column in self.others:
            code = combine(code, column)
        return code

    @cached_property
    def numbers(self) -> np.ndarray:
        """The receipt's or voucher's number of each row, −1 for none; empty where rows of this kind have none."""
        import numpy as np

        column = self.rows.identity.number
        return self.rows.codes(column)[0] if column else np.full(self.rows.count, -1)

    @cached_property
    def shared(self) -> np.ndarray:
        """Rows whose like stands in another list too, in order."""
        import numpy as np

        key, list_of = self.key, self.rows.list_of
        first, last = np.full(key.max(initial=0) + 1, len(self.rows.lists)), np.full(key.max(initial=0) + 1, -1)
        np.minimum.at(first, key, list_of)
        np.maximum.at(last, key, list_of)
        return np.flatnonzero(first[key] != last[key])

    @cached_property
    def holders(self) -> Holders:
        """Which lists hold the shared rows' keys."""
        shared = self.shared
        return Holders(self.key[shared], self.rows.list_of[shared], self.most_weight[shared], len(self.rows.lists))

    @cached_property
    def most_weight(self) -> np.ndarray:
        """What each row can weigh at most; of use for shared rows only."""
        import numpy as np

        return np.where(self._is_named | (self.numbers >= 0), NAMED, WEAK)

    @cached_property
    def _is_named(self) -> np.ndarray:
        import numpy as np

        names, parties = self.rows.party_names, self.rows.party
        is_named = np.zeros(len(names) + 1, dtype=bool)
        used = np.unique(parties[self.shared])
        is_named[used] = [party >= 0 and not is_anonymous(names[party]) for party in used.tolist()]
        of_rows: np.ndarray = is_named[parties]
        return of_rows

    @cached_property
    def _is_single(self) -> np.ndarray:
        """True for shared rows that no row of their own list is equal to."""
        import numpy as np

        is_single = np.zeros(self.rows.count, dtype=bool)
        is_single[self.shared] = self.holders.is_single
        return is_single

    def pair(self, later: np.ndarray, earlier: np.ndarray) -> Pairs:
        """The rows of `later` and of `earlier` that say the same, most alike first, each row at most once."""
        import numpy as np

        first, second = pair_up(self.exact[later], self.exact[earlier])
        if not self._is_single[later[first]].all():
            first, second = align(later, earlier, self.exact)
        rest, others = np.delete(later, first), np.delete(earlier, second)
        left, right = pair_up(self.key[rest], self.key[others])
        agree = self._agree(rest[left], others[right])
        found = np.concatenate((later[first], rest[left[agree]]))
        partners = np.concatenate((earlier[second], others[right[agree]]))
        order = np.argsort(found)
        found, partners = found[order], partners[order]
        return Pairs(found, partners, self._weigh(found, partners))

    def _agree(self, later: np.ndarray, earlier: np.ndarray) -> np.ndarray:
        """True where no column that both rows fill in tells them apart."""
        import numpy as np

        first, second = self.others[:, later], self.others[:, earlier]
        agree: np.ndarray = np.all((first == second) | (first < 0) | (second < 0), axis=0)
        return agree

    def _weigh(self, found: np.ndarray, partners: np.ndarray) -> np.ndarray:
        import numpy as np

        is_strong = self._is_named[found] & self._is_single[found] & self._is_single[partners]
        stated = self.numbers[found]
        is_strong |= (stated >= 0) & (stated == self.numbers[partners])
        is_first = np.zeros(len(found), dtype=bool)
        is_first[np.unique(self.key[found], return_index=True)[1]] = True
        return np.where(is_strong, NAMED, np.where(is_first, WEAK, 0))


def _settled_amounts(rows: Rows, who: np.ndarray) -> np.ndarray:
    """Amounts in fen, where one printed in 万元 is taken for the nearest finer one of the same date and party."""
    import numpy as np

    coarse = np.flatnonzero(rows.halfwidth_fen > 0)
    if len(coarse) == 0 or len(rows.lists) < 2:
        return rows.fen
    settled = rows.fen.copy()
    alike = np.flatnonzero(np.isin(who, who[coarse]))
    groups: dict[int, list[int]] = {}
    for row in alike[np.argsort(rows.halfwidth_fen[alike], kind="stable")].tolist():
        groups.setdefault(int(who[row]), []).append(row)
    for members in groups.values():
        if len(set(rows.list_of[members].tolist())) > 1:
            _settle(rows, members, settled)
    return settled


def _settle(rows: Rows, members: list[int], settled: np.ndarray) -> None:
    """Take each coarse amount of one date and party, finest first, for one that another list has more often still."""
    counts: Counter[tuple[int, int]] = Counter()
    precision: dict[tuple[int, int], int] = {}
    for row in members:
        own, fen, halfwidth = int(rows.list_of[row]), int(rows.fen[row]), int(rows.halfwidth_fen[row])
        near = [
            (abs(amount - fen), amount)
            for (holder, amount), half in precision.items()
            if holder != own
            and halfwidth
            and abs(amount - fen) <= halfwidth + half
            and counts[own, amount] < counts[holder, amount]
        ]
        amount = min(near)[1] if near else fen
        settled[row] = amount
        counts[own, amount] += 1
        precision.setdefault((own, amount), halfwidth)
