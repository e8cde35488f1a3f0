"""Which values organisation.toml may hold: the first that it may not, how it is to be written, and unknown keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from charity_analysis.ingest.findings import excerpt
from charity_analysis.periods import ReportingPeriod

# Of the annual accounts, in yuan as text so that no fen is lost.
ANNUAL_KEYS = (
    "net_assets_yuan",
    "restricted_not_yet_usable_yuan",
    "released_from_time_restriction_yuan",
)
_MOST_CHARACTERS, _HIGHEST_THRESHOLD = 100, 1_000_000
_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2099
_YUAN = re.compile(r"-?[0-9]{1,13}([.][0-9]{1,2})?")


def _is_text(value: object) -> bool:
    """True for one line of text that a heading has room for."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable() and len(value) <= _MOST_CHARACTERS


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_threshold(value: object) -> bool:
    # A flag is a number to Python, and is none to people.
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _HIGHEST_THRESHOLD


def _is_day(value: object) -> bool:
    """True for a date without a time of day; a text is none, so that no form of writing dates is guessed."""
    return type(value) is date and _EARLIEST_YEAR <= value.year <= _LATEST_YEAR


def _is_yuan(value: object) -> bool:
    return isinstance(value, str) and _YUAN.fullmatch(value) is not None


def _is_period(name: str) -> bool:
    with suppress(ValueError):
        ReportingPeriod.parse(name)
        return True
    return False


def _is_year(name: str) -> bool:
    return re.fullmatch("(19|20)[0-9]{2}", name) is not None


@dataclass(frozen=True)
class _Value:
    """What one key may hold, and an example of how it is written."""

    is_right: Callable[[object], bool]
    example: str


@dataclass(frozen=True)
class _Section:
    """A table of tables: how each is named, an example of its heading, and the keys that it may hold."""

    is_name: Callable[[str], bool]
    example: str
    keys: Mapping[str, _Value]


_VALUES: dict[str, _Value] = {
    "name": _Value(_is_text, 'name = "示例区慈善总会"'),
    "kind": _Value(_is_text, 'kind = "association"'),
    "public_fundraising": _Value(_is_flag, "public_fundraising = true"),
    "disclosure_threshold": _Value(_is_threshold, "disclosure_threshold = 10"),
}
_SECTIONS: dict[str, _Section] = {
    "periods": _Section(
        _is_period,
        "[periods.2020H1]",
        {
            "signed_on": _Value(_is_day, "signed_on = 2020-07-10"),
            "published_on": _Value(_is_day, "published_on = 2020-07-20"),
            "disclosure_channel": _Value(_is_text, 'disclosure_channel = "全国慈善信息公开平台"'),
        },
    ),
    "years": _Section(
        _is_year, "[years.2019]", {key: _Value(_is_yuan, f'{key} = "5120000.00"') for key in ANNUAL_KEYS}
    ),
    "documents": _Section(
        _is_text,
        '[documents."示办〔2020〕8号"]',
        {"addressed_to": _Value(_is_text, 'addressed_to = "示例区红十字会"')},
    ),
}
KNOWN_KEYS = (*_VALUES, *(f"{name}（{'、'.join(section.keys)}）" for name, section in _SECTIONS.items()))


@dataclass(frozen=True)
class Miswritten:
    """A key whose value cannot be used: what is written there, and an example of what could be."""

    key: str
    written: str
    example: str


def find_miswritten(content: Mapping[str, object]) -> Miswritten | None:
    """The first value that its key may not hold; None where every known key holds what it may."""
    return next(_miswritten(content), None)


def find_unknown_keys(content: Mapping[str, object]) -> tuple[str, ...]:
    """Keys that nothing is known of, those within a section with the section's name before them."""
    unknown = [excerpt(key) for key in content if key not in _VALUES and key not in _SECTIONS]
    for section, name, table in _tables(content):
        keys = (key for key in table if key not in _SECTIONS[section].keys)
        unknown += [f"{section}.{excerpt(name)}.{excerpt(key)}" for key in keys]
    return tuple(unknown)


def without_unknown_keys(content: Mapping[str, object]) -> dict[str, object]:
    """What is known of `content`; it has been found to be well written."""
    known = {key: content[key] for key in _VALUES if key in content}
    known |= {section: {} for section in _SECTIONS if section in content}
    for section, name, table in _tables(content):
        own = {key: value for key, value in table.items() if key in _SECTIONS[section].keys}
        known[section][name] = own  # type: ignore[index]
    return known


def _miswritten(content: Mapping[str, object]) -> Iterator[Miswritten]:
    for key, value in _VALUES.items():
        if key in content and not value.is_right(content[key]):
            yield Miswritten(key, _shown(content[key]), value.example)
    for key, section in _SECTIONS.items():
        tables = content.get(key, {})
        if not isinstance(tables, dict):
            yield Miswritten(key, _shown(tables), section.example)
            continue
        for name, table in tables.items():
            if not section.is_name(name) or not isinstance(table, dict):
                yield Miswritten(f"{key}.{excerpt(name)}", _shown(table), section.example)
    for section_name, name, table in _tables(content):
        for key, value in _SECTIONS[section_name].keys.items():
            if key in table and not value.is_right(table[key]):
                yield Miswritten(f"{section_name}.{excerpt(name)}.{key}", _shown(table[key]), value.example)


def _shown(value: object) -> str:
    """`value` as the file has it, shortened: a text in its quotes, so that it is told from a number or a day."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"[{'、'.join(excerpt(key) for key in list(value)[:3])}]"
    return f'"{excerpt(value)}"' if isinstance(value, str) else excerpt(value)


def _tables(content: Mapping[str, object]) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Section, name and content of each table in a section, of those that are tables."""
    for section in _SECTIONS:
        tables = content.get(section, {})
        for name, table in tables.items() if isinstance(tables, dict) else ():
            if isinstance(table, dict):
                yield section, name, table
