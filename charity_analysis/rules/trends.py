"""Rules of the trends of giving: definitions, campaigns, size bands, limits, and the parts of names of donors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from charity_analysis.rules import _rows, _split, normalise

_LATEST_YEAR = 9999


@dataclass(frozen=True)
class Definition:
    """One term of the trends: its name and what it means, per language."""

    term: str
    names: dict[str, str]
    definitions: dict[str, str]


@dataclass(frozen=True)
class Campaign:
    """One window of a campaign, both ends included, in the years it holds for; or the normalised words that name it."""

    code: str
    names: dict[str, str]
    first_year: int
    last_year: int
    from_day: str
    to_day: str
    words: tuple[str, ...]

    def window(self, year: int) -> tuple[date, date] | None:
        """The first and the last day of the campaign that belongs to `year`; None where it has no window then."""
        if not self.from_day or not self.first_year <= year <= self.last_year:
            return None
        first, last = (_day(text, year) for text in (self.from_day, self.to_day))
        return first, last


@dataclass(frozen=True)
class SizeBand:
    """Gifts of at least `from_fen`, up to the next band."""

    code: str
    names: dict[str, str]
    from_fen: int


def _day(text: str, year: int) -> date:
    """A day of every year is written 09-05, one of a single year in full."""
    return date.fromisoformat(text if len(text) > len("09-05") else f"{year:04d}-{text}")


@cache
def trend_definitions() -> dict[str, Definition]:
    """Definitions by term, in the order in which they are read. Source: trend_definitions.csv."""
    return {
        row["term"]: Definition(
            row["term"],
            {"zh": row["zh"], "en": row["en"]},
            {"zh": row["definition_zh"], "en": row["definition_en"]},
        )
        for row in _rows("trend_definitions")
    }


@cache
def campaigns() -> tuple[Campaign, ...]:
    """Campaigns in their order, one entry for each window. Source: campaigns.csv."""
    return tuple(
        Campaign(
            row["code"],
            {"zh": row["zh"], "en": row["en"]},
            int(row["first_year"] or 0),
            int(row["last_year"] or _LATEST_YEAR),
            row["from_day"],
            row["to_day"],
            tuple(normalise(word) for word in _split(row["words"])),
        )
        for row in _rows("campaigns")
    )


@cache
def size_bands() -> tuple[SizeBand, ...]:
    """Bands from the smallest gifts to the largest; the first begins at 0. Source: size_bands.csv."""
    return tuple(
        SizeBand(row["code"], {"zh": row["zh"], "en": row["en"]}, int(row["from_yuan"]) * 100)
        for row in _rows("size_bands")
    )


@cache
def trend_limit(key: str) -> int:
    """A limit of the trends. Source: trend_limits.csv.

    Raises: KeyError where there is no such limit.
    """
    return {row["key"]: int(row["value"]) for row in _rows("trend_limits")}[key]


@cache
def name_characters() -> dict[int, str]:
    """Traditional character → simplified one, of those that names are written with. Source: name_characters.csv.

    Those of traditional.csv are folded wherever texts are compared; these only where likeness of names is looked for.
    """
    return {ord(row["traditional"]): row["simplified"] for row in _rows("name_characters")}


@cache
def name_parts(part: str) -> tuple[str, ...]:
    """Words of one part of names, normalised, the longest first. Source: donor_name_parts.csv."""
    words = {normalise(row["word"]) for row in _rows("donor_name_parts") if row["part"] == part}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
