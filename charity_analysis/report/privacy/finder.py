"""Finds many names in a text at one pass, however they are spelt: blanks, dots, brackets, widths, traditional forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from charity_analysis.rules import normalise

# Set between the characters of a name, or around a part of it, they make it no other name.
_BETWEEN = frozenset("·•‧・∙⋅()[]{}【】〔〕《》〈〉“”\"'‘’「」『』")
_SHORTEST = 2


@lru_cache(maxsize=1 << 16)
def _plain(character: str) -> str:
    plain = normalise(character)
    return "" if plain in _BETWEEN else plain


def plain_name(name: str) -> str:
    """`name` as it is looked for: `normalise`, without dots, quotes and brackets."""
    return "".join(map(_plain, name))


class NameFinder:
    """Looks for names; where several begin at one place, the longest is meant."""

    def __init__(self, names: Iterable[str]) -> None:
        """`names` as plain_name gives them; those of one character are in every text and are not looked for."""
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names), key=lambda name: (-len(name), name)):
            if len(name) >= _SHORTEST:
                self._by_start[name[:_SHORTEST]].append(name)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and plain name of what is found in `text`, from left to right, never overlapping."""
        plain, places = _with_places(text)
        at = 0
        while at < len(plain) - 1:
            name = next((one for one in self._starting(plain, at) if _is_whole(text, places, at, one)), None)
            if name is None:
                at += 1
                continue
            yield places[at], places[at + len(name) - 1] + 1, name
            at += len(name)

    def _starting(self, plain: str, at: int) -> Iterator[str]:
        names = self._by_start.get(plain[at : at + _SHORTEST], ())
        return (name for name in names if plain.startswith(name, at))


def _with_places(text: str) -> tuple[str, list[int]]:
    """`text` as names are looked for in it, and for each character the place that it comes from."""
    pieces = [(_plain(character), place) for place, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [place for piece, place in pieces for _ in piece]


def _is_whole(text: str, places: list[int], at: int, name: str) -> bool:
    """False where Latin letters or digits go on: B1 is not B12, Li is not Lily."""
    before, after = places[at] - 1, places[at + len(name) - 1] + 1
    goes_on = after < len(text) and _is_latin(name[-1]) and _is_latin(_plain(text[after])[:1])
    came_from = before >= 0 and _is_latin(name[0]) and _is_latin(_plain(text[before])[-1:])
    return not goes_on and not came_from


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
