"""Sheets that are no ledger of gifts or payments: payroll, lists of beneficiaries, bank statements and the like."""

from __future__ import annotations

from collections.abc import Iterable

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.headers import Header
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import OtherSheetRule, normalise, other_sheet_rules, table_rules

_FEWEST_HEADINGS = 2
_LONGEST_HEADING = 16
_ROWS_LOOKED_AT, _FEWEST_CELLS = 30, 3


def find_other_sheet(sheet: Sheet, titles: list[str], header: Header | None, file_stem: str) -> Finding | None:
    """The finding not_a_ledger where a table is plainly something else by its `titles` and headings; else None.

    `header` is the header that was found for it, None where none was.
    """
    words = [normalise(text) for text in (sheet.name, *titles)]
    kinds = table_rules()
    named = [kind for kind, rule in kinds.items() if _mentions(words, rule.title_words)]
    if not named:
        words.append(normalise(file_stem))
        named = [kind for kind, rule in kinds.items() if _mentions(words, rule.title_words)]
    if header is not None and kinds[header.kind].needs_title:
        return None  # a register that is known by its title is what it says
    headings = _headings(sheet, header)
    for rule in other_sheet_rules():
        if (rule.applies == "untitled" and named) or (rule.applies != "always" and _is_gifts(header)):
            continue
        if rule.applies == "incomplete" and header is not None and not header.missing:
            continue
        found = [text for text in headings if _says(rule, text)]
        title = next((word for word in rule.title_words if any(word in text for text in words)), "")
        if title or len(found) >= _FEWEST_HEADINGS:
            detail = "、".join(excerpt(text) for text in ([title] if title else found[:3]))
            values = {"looks_like": rule.labels["zh"], "detail": detail}
            return Finding("not_a_ledger", sheet=sheet.name, values=values)
    return None


def _is_gifts(header: Header | None) -> bool:
    """True for a whole header of gifts: whatever else it says of its donors, it is a ledger."""
    if header is None or header.kind != "donations" or header.missing:
        return False
    return not header.party_is_of_both  # 姓名 may head those who are helped


def _mentions(words: list[str], title_words: Iterable[str]) -> bool:
    return any(title in word for word in words for title in title_words)


def _says(rule: OtherSheetRule, text: str) -> bool:
    word = normalise(text).partition("(")[0]
    return word in rule.headings


def _headings(sheet: Sheet, header: Header | None) -> list[str]:
    """The texts of the header, or of the first rows that may be one, each once."""
    first, end = (header.first_row, header.last_row + 1) if header is not None else (0, _ROWS_LOOKED_AT)
    texts: dict[str, None] = {}
    for row in sheet.rows[first:end]:
        filled = [value for value in row if not is_blank(value)]
        if len(filled) >= _FEWEST_CELLS and all(isinstance(value, str) for value in filled):
            texts.update((str(value), None) for value in filled if len(str(value)) <= _LONGEST_HEADING)
    return list(texts)
