"""What stands in a public edition for each name that it must not show: one pseudonym a name, wherever it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.ledger.donor_names import is_anonymous, is_collective
from charity_analysis.report.privacy.finder import NameFinder, plain_name
from charity_analysis.report.privacy.name_kinds import is_place_like, names_nobody, parts_of, persons_beside, persons_in
from charity_analysis.report.privacy.parties import Party, find_parties, label_of, must_be_masked
from charity_analysis.report.privacy.short_names import short_names
from charity_analysis.rules import label_names, normalise, programme_index

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

# Keeps a name of several one of several, as figures tell them: 张三等3人.
_OF_SEVERAL = "等多家"
# A name of two characters beside a body's may as well be a word: it is taken out there and not looked for elsewhere.
_LIKE_A_WORD = 2
_SHORTEST_BODY = 4
_DECLINED = label_names("pseudonym")["declined"]
_REMOVED = label_names("redacted")["name"]


@dataclass(frozen=True)
class Pseudonyms:
    """`whole`: by key of a name, what stands for it. `within`: by plain name, what stands for it in other texts.

    `spellings` are all ways in which a masked name is written; `published` are whole names that stand as they are.
    """

    whole: dict[str, str]
    within: dict[str, str]
    spellings: frozenset[str]
    published: frozenset[str]

    @cached_property
    def finder(self) -> NameFinder:
        """Finds masked names and, so that no part of one is taken for a masked name, published ones."""
        kept = {plain_name(name) for name in (*self.published, *programme_index())}
        return NameFinder({*self.within, *kept})

    def of(self, name: str) -> str | None:
        """What stands for `name` as a whole; None where it is not masked."""
        return self.whole.get(normalise(name))


def give_pseudonyms(ledger: Ledger) -> Pseudonyms:
    """A pseudonym for every party that must not be named, numbered in the order of first rows."""
    parties, declined = find_parties(ledger)
    kinds: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        kinds[plain_name(party.name)] |= party.kinds
    masked = [one for one in parties if must_be_masked(one, kinds[plain_name(one.name)], declined)]
    whole = _numbered(masked, kinds)
    within: dict[str, str] = {}
    for party in masked:
        within.setdefault(plain_name(party.name), whole[party.key])
    for party in masked:
        for part in _parts_to_hide(party, ledger):
            within.setdefault(plain_name(part), whole[party.key])
    kept = [one for one in parties if one.key not in whole]
    for party in kept:
        persons = {plain_name(name): _REMOVED for name in persons_beside(party.name)}
        shown = _with_replaced(party.name, persons | _masked_in(party.name, within))
        if _reads_otherwise(party.name, shown):
            shown = _with_replaced(party.name, dict.fromkeys((*persons, *_masked_in(party.name, within)), _REMOVED))
        if shown != party.name:
            whole[party.key] = _told_apart(shown, whole)
            within |= {name: word for name, word in persons.items() if len(name) > _LIKE_A_WORD}
    published = {name for one in kept if one.key not in whole for name in one.spellings}
    spellings = {name for party in masked for name in party.spellings} | set(within)
    return Pseudonyms(whole, within, frozenset(spellings), frozenset({*published, ledger.organisation.name}))


def _numbered(masked: list[Party], kinds: dict[str, set[str]]) -> dict[str, str]:
    words = label_names("pseudonym")
    counts: Counter[str] = Counter()
    whole = {}
    for party in masked:
        label = label_of(party, kinds[plain_name(party.name)])
        counts[label] += 1
        several = _OF_SEVERAL if party.role == "donor" and is_collective(party.name, None) else ""
        whole[party.key] = f"{words[label]}{counts[label]}{several}"
    return whole


def _parts_to_hide(party: Party, ledger: Ledger) -> list[str]:
    """Names of persons within a masked name, and how funds shorten the name of a body that is masked."""
    persons = [name for name in persons_in(party.name) if not names_nobody(name)]
    first, others = persons[:1], [name for name in persons[1:] if not is_place_like(name)]
    return [*first, *others, *short_names(party, ledger)]


def _told_apart(shown: str, whole: dict[str, str]) -> str:
    """`shown`, numbered where it stands for another name already."""
    taken = {normalise(other) for other in whole.values()}
    numbered = (shown, *(f"{shown}({number})" for number in range(2, len(taken) + 3)))
    return next(one for one in numbered if normalise(one) not in taken)


def _reads_otherwise(name: str, shown: str) -> bool:
    """True where figures would take `shown` for another kind of name."""
    return is_anonymous(name) != is_anonymous(shown) or is_collective(name, None) != is_collective(shown, None)


def _masked_in(name: str, within: dict[str, str]) -> dict[str, str]:
    """Masked names within the name of a body that is not: each part that is one, and bodies in any place.

    张三 in 张三丰酒业公司 is nobody; 正祥集团 in 正祥集团(代付) is who asked not to be named.
    """
    parts = {plain_name(part) for part in parts_of(name)} & within.keys()
    plain = plain_name(name)
    bodies = (one for one, word in within.items() if word.startswith(_DECLINED) and len(one) >= _SHORTEST_BODY)
    return {one: within[one] for one in (*parts, *(body for body in bodies if body in plain))}


def _with_replaced(name: str, hidden: dict[str, str]) -> str:
    """`name` with the plain names of `hidden` replaced by what stands for them."""
    for start, end, plain in reversed(list(NameFinder(hidden).find(name)) if hidden else []):
        name = name[:start] + hidden[plain] + name[end:]
    return name
