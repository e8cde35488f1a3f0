"""Findings as a public edition words them: the rule's own words, and of the values only what is no text of a sheet."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from functools import cache

from charity_analysis.ingest.addresses import place
from charity_analysis.ingest.layout.heading_meanings import is_known_heading
from charity_analysis.report.privacy.person_spans import person_spans
from charity_analysis.rules import finding_rules, label_names, normalise, reason_texts

# Values that are sums, days, counts of rows or tables: none of them is a text of a sheet, none counts people.
_OPEN = frozenset({
    "rows", "amount", "stated", "computed", "difference", "precision", "tables", "signed", "published", "first", "last",
    "days", "dated", "gifts", "receipts", "missing", "period",
})  # fmt: skip
_NUMERIC = r"(?:[±-]?[0-9][0-9,.H-]{0,20}(?: \+ —)?|—)"
# Values that may be names of funds and programmes: the name by which the edition shows them stands for them.
_NAMES = frozenset({"fund", "programme", "purpose"})
# Beside a number of people that was planned, the money that is lacking tells how many they are.
_COUNTS = frozenset({"planned", "done", "gap"})


def public_message(
    rule: str,
    message: str,
    language: str,
    where: tuple[str | None, str | None, str | None],
    name_of: Callable[[str], str | None],
) -> str:
    """`message` without values that may be of a person: place, what is the matter, what to do.

    `where` is its file, sheet and cell as they are shown; `name_of` gives the shown name of a fund or programme.
    """
    template = finding_rules()[rule].messages[language]
    match = _reader(rule, language).search(message)
    values = match.groupdict() if match else {}
    colon, stop = (": ", "; ") if language == "en" else ("：", "；")
    text = template.format_map(_shown(template, values, language, name_of))
    told = public_remedy(rule, language)
    at = place(*where)
    return (f"{at}{colon}" if at else "") + text + (f"{stop}{told}" if told else "")


def public_remedy(rule: str, language: str) -> str:
    """What to do about a finding of `rule`, without any value."""
    template = finding_rules()[rule].remedies[language]
    return template.format_map(_shown(template, {}, language, lambda _: None))


def _shown(
    template: str, values: Mapping[str, str], language: str, name_of: Callable[[str], str | None]
) -> dict[str, str]:
    hidden = label_names("redacted", language)["value"]
    names = _placeholders(template)
    shown_as_is = {"period"} if _COUNTS & set(names) else _OPEN
    return {
        key: values[key]
        if key in values
        and ((key in shown_as_is and not person_spans(values[key])) or _is_known(key, values[key], language))
        else (name_of(values[key]) if key in _NAMES and key in values else None) or hidden
        for key in names
    }


def _is_known(key: str, value: str, language: str) -> bool:
    """True for words that the rules themselves give: a heading, a reason."""
    return (key == "column" and is_known_heading(normalise(value))) or (
        key == "reason" and value in reason_texts(language).values()
    )


def _placeholders(template: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]


@cache
def _reader(rule: str, language: str) -> re.Pattern[str]:
    """Reads the values back out of a message of `rule`."""
    pattern, seen = "", set()
    for literal, name, _, _ in string.Formatter().parse(finding_rules()[rule].messages[language]):
        pattern += re.escape(literal)
        if name is not None:
            value = _NUMERIC if name in _OPEN else ".{0,120}?"
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{value})"
            seen.add(name)
    return re.compile(pattern + "(?=$|；|;)" if pattern else pattern, re.DOTALL)
