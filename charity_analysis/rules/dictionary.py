"""The data dictionary: what each column of the ledger and of the hand-over files means. Source: dictionary.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from charity_analysis.rules import ANY_KIND, _rows, _split, label_names

_LABELS = "label:"


@dataclass(frozen=True)
class ColumnMeaning:
    """One column: its names and its meaning per language, its unit ("" where it has none), and its only values.

    `unit` is fen, yuan, count, date, or "by unit" where another column of the row says it. `values` are codes with
    their wording per language, empty where any value may stand.
    """

    column: str
    names: dict[str, str]
    meanings: dict[str, str]
    unit: str
    values: dict[str, dict[str, str]]


@cache
def column_meanings(table: str) -> dict[str, ColumnMeaning]:
    """The columns that the dictionary knows of `table`, by name; its own meaning goes before one for all tables."""
    found: dict[str, ColumnMeaning] = {}
    for row in sorted(_rows("dictionary"), key=lambda row: row["table"] != ANY_KIND):
        if row["table"] == ANY_KIND or table in _split(row["table"]):
            found[row["column"]] = ColumnMeaning(
                row["column"],
                {"zh": row["name_zh"], "en": row["name_en"]},
                {"zh": row["meaning_zh"], "en": row["meaning_en"]},
                row["unit"],
                _values(row["values"]),
            )
    return found


def _values(cell: str) -> dict[str, dict[str, str]]:
    if cell.startswith(_LABELS):
        domain = cell.removeprefix(_LABELS)
        chinese, english = label_names(domain), label_names(domain, "en")
        return {code: {"zh": chinese[code], "en": english[code]} for code in chinese}
    pairs = (value.partition("=") for value in _split(cell))
    return {code: {"zh": chinese, "en": code.replace("_", " ")} for code, _, chinese in pairs}
