"""The data dictionary of the files that are handed over: every column of every one, as rows of its own."""

from __future__ import annotations

from collections.abc import Mapping

from charity_analysis.report.handover.listings import Listing, Value

_COLUMNS = ("table", "column", "name_zh", "name_en", "meaning_zh", "meaning_en", "unit", "values")
_OWN = "dictionary"


def dictionary_rows(listings: Mapping[str, Listing], own_name: str = _OWN, *, in_words: bool = False) -> Listing:
    """One row per column of `listings`, by the name of each file or sheet; the dictionary's own columns last.

    `in_words`: the files show words where the ledger has codes.
    """
    named = {**listings, own_name: Listing(_OWN, _COLUMNS, [])}
    rows = [_row(name, listing, column, in_words) for name, listing in named.items() for column in listing.columns]
    return Listing(_OWN, _COLUMNS, rows)


def _row(name: str, listing: Listing, column: str, in_words: bool) -> tuple[Value, ...]:
    meaning = listing.meaning(column)
    values = [words["zh"] if in_words else f"{code}={words['zh']}" for code, words in meaning.values.items()]
    names, meanings = meaning.names, meaning.meanings
    return (
        name,
        column,
        names["zh"],
        names["en"],
        meanings["zh"],
        meanings["en"],
        meaning.unit or None,
        "；".join(values) or None,
    )
