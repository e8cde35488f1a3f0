"""The rows of one kind over all lists as numbers to compare: who, when, how much, and what tells gifts apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_lists import IDENTITIES, Listing
from charity_analysis.ledger.repeats.repeat_names import fold_all

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

# Stands for the amount that a source does not give: such rows are alike in that, and weigh nothing.
NO_AMOUNT = -(2**62)


# Gaps in the numbers are cheaper than telling them apart, up to this width.
_CLOSE = 1 << 20


class Rows:
    """All rows of one kind, list after list; one number a row in each array."""

    def __init__(self, kind: str, lists: Sequence[Listing]) -> None:
        import numpy as np
        import pyarrow as pa

        self.identity = IDENTITIES[kind]
        self.lists = lists
        self.table = pa.concat_tables([listing.rows for listing in lists])
        self.starts = np.cumsum([0, *(listing.rows.num_rows for listing in lists)])
        self.count = int(self.starts[-1])
        self.list_of = np.repeat(np.arange(len(lists)), np.diff(self.starts))

    @cached_property
    def fen(self) -> np.ndarray:
        """Amounts in fen; NO_AMOUNT where the source gives none."""
        return self._integers(self.identity.amount, NO_AMOUNT)

    @cached_property
    def halfwidth_fen(self) -> np.ndarray:
        """The precision each amount was printed with."""
        return self._integers(self.identity.amount.replace("_fen", "_halfwidth_fen"), 0)

    @cached_property
    def is_dated(self) -> np.ndarray:
        """True where the row has a day of its own."""
        import numpy as np

        return self.day >= np.iinfo(np.int32).min

    @cached_property
    def day(self) -> np.ndarray:
        """Days since 1970; an undated row counts in its folder's period, and is dated alike with its fellows there."""
        import numpy as np

        periods, undated = self.codes("folder_period")[0], np.iinfo(np.int64).min // 2
        if not self.identity.date:
            return undated + periods
        milliseconds = self._integers(self.identity.date, undated)
        return np.where(milliseconds == undated, undated + periods, milliseconds // 86_400_000)

    @cached_property
    def party(self) -> np.ndarray:
        """Who gave or received, spelt without regard to blanks and widths; −1 for nobody."""
        return self._party[0]

    @cached_property
    def party_names(self) -> list[str]:
        """Names as they are compared, by the numbers of `party`: of two parties the first."""
        return self._party[1]()

    @cached_property
    def _party(self) -> tuple[np.ndarray, Callable[[], list[str]]]:
        first, *more = self.identity.parties
        codes, values = self.codes(first)
        if not more:
            return codes, values.to_pylist
        every = codes
        for column in more:
            every = combine(every, self.codes(column)[0])
        firsts = dict(zip(every.tolist(), codes.tolist(), strict=True))
        return every, lambda: [values[at].as_py() if at >= 0 else "" for at in firsts.values()]

    def codes(self, column: str) -> tuple[np.ndarray, pa.Array]:
        """A number for each distinct value of `column`, −1 where there is none, and the values by number.

        Texts are spelt as they are compared where there are several lists; within one they are spelt alike.
        """
        import numpy as np
        import pyarrow as pa

        encoded = self.table[column].combine_chunks().dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        values = encoded.dictionary
        if len(self.lists) == 1 or not pa.types.is_large_string(values.type):
            return codes, values
        folded = pa.array(fold_all(values.to_pylist()), pa.large_string()).dictionary_encode()
        return np.append(folded.indices.to_numpy(zero_copy_only=False).astype(np.int64), -1)[codes], folded.dictionary

    def _integers(self, column: str, missing: int) -> np.ndarray:
        import numpy as np
        import pyarrow as pa

        values = self.table[column].cast(pa.int64()).fill_null(missing)
        integers: np.ndarray = values.to_numpy().astype(np.int64, copy=False)
        return integers

    @cached_property
    def _sheet_rows(self) -> np.ndarray:
        return self._integers("source_row", 0)

    @cached_property
    def _row_ids(self) -> pa.Array:
        return self.table["row_id"].combine_chunks()

    def row_ids(self, at: np.ndarray) -> list[str]:
        """The ledger's names of the rows `at`."""
        ids: list[str] = self._row_ids.take(at).to_pylist()
        return ids

    def places(self, at: np.ndarray) -> list[str]:
        """Where each of the rows `at` stands, for people."""
        spots = zip(self.list_of[at].tolist(), self._sheet_rows[at].tolist(), strict=True)
        return [self.lists[listing].place_of(row) for listing, row in spots]

    def cells(self, at: np.ndarray, column: str) -> list[str | None]:
        """Addresses of the cells of rows `at` in the ledger's `column`; None where its sheet has no such column."""
        spots = zip(self.list_of[at].tolist(), self._sheet_rows[at].tolist(), strict=True)
        letters = {listing: self.lists[listing].letters.get(column) for listing in set(self.list_of[at].tolist())}
        return [f"{letter}{row}" if (letter := letters[listing]) else None for listing, row in spots]


def combine(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """A number from 0 for each distinct pair of numbers (−1 and above), in the order in which they first stand."""
    return number((first + 1) * (int(second.max(initial=-1)) + 2) + second + 1)


def compact(values: np.ndarray) -> np.ndarray:
    """A number from 0 for each distinct integer; quick where they lie close together, as days do."""
    low = values.min(initial=0)
    return values - low if values.max(initial=0) - low < _CLOSE else number(values)


def number(values: np.ndarray) -> np.ndarray:
    """A number from 0 for each distinct integer, in the order in which they first stand."""
    import numpy as np
    import pyarrow as pa

    numbers: np.ndarray = pa.array(values).dictionary_encode().indices.to_numpy().astype(np.int64)
    return numbers
