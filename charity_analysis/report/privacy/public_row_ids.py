"""Ids of rows whose file or sheet is not named in public: the usual id is a digest of its name, which a guess fits."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_PLACE = ["folder_period", "source_file", "source_sheet"]
# A kind's letter, the sheet's digest, the row's number. Source: ledger/columns.py.
_ID = re.compile(r"([A-Z]+-)([0-9a-f]{10})([0-9a-f]{6})")


def with_public_row_ids(
    before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame], organisation: str
) -> dict[str, pd.DataFrame]:
    """`after`, the masked tables of `before`, where rows of a masked file or sheet are called by its public name."""
    changed: dict[str, str] = {}
    for name, table in after.items():
        if "source_row" in table.columns:
            is_masked = table[_PLACE].fillna("").ne(before[name][_PLACE].fillna("")).any(axis=1)
            for row_id, *place in table.loc[is_masked, ["row_id", *_PLACE]].itertuples(index=False):
                if found := _ID.fullmatch(row_id):
                    changed.setdefault(found[2], _digest(organisation, *map(str, place), str(len(changed))))
    if not changed:
        return after
    return {name: _renamed(table, changed) for name, table in after.items()}


def _digest(*address: str) -> str:
    # The number of the sheet keeps tables that stand side by side in one sheet apart.
    return hashlib.sha256("\0".join(address).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _renamed(table: pd.DataFrame, changed: dict[str, str]) -> pd.DataFrame:
    def rename(ids: object) -> object:
        if not isinstance(ids, str):
            return ids
        return _ID.sub(lambda found: found[1] + changed.get(found[2], found[2]) + found[3], ids)

    columns = [name for name in ("row_id", "row_ids") if name in table.columns]
    return table.assign(**{name: table[name].map(rename).astype(table[name].dtype) for name in columns})
