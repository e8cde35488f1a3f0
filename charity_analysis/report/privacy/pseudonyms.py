"""What stands in a public edition for each name that it must not show: one pseudonym a name, wherever it stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.ledger.donor_names import is_collective
from charity_analysis.report.privacy.finder import NameFinder, plain_name
from charity_analysis.report.privacy.name_kinds import is_place_like, names_nobody, persons_beside, persons_in
from charity_analysis.report.privacy.parties import Party, find_parties, label_of, must_be_masked
from charity_analysis.report.privacy.short_names import short_names
from charity_analysis.rules import label_names, normalise, programme_index

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

# Keeps a name of several one of several, as figures tell them: 张三等3人.
_OF_SEVERAL = "等多家"
# A name of two characters beside a body's may as well be a word: it is taken out there and not looked for elsewhere.
_LIKE_A_WORD = 2
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
        if persons := persons_beside(party.name):
            whole[party.key] = f"{_without(persons, party.name)}{len(whole)}"
            within |= {plain: _REMOVED for one in persons if len(plain := plain_name(one)) > _LIKE_A_WORD}
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
        several = _OF_SEVERAL if is_collective(party.name, None) else ""
        whole[party.key] = f"{words[label]}{counts[label]}{several}"
    return whole


def _parts_to_hide(party: Party, ledger: Ledger) -> list[str]:
    """Names of persons within a masked name, and how funds shorten the name of a body that is masked."""
    persons = [name for name in persons_in(party.name) if not names_nobody(name)]
    first, others = persons[:1], [name for name in persons[1:] if not is_place_like(name)]
    return [*first, *others, *short_names(party, ledger)]


def _without(persons: list[str], name: str) -> str:
    """The name of a body without the persons named beside it."""
    for start, end, _ in reversed(list(NameFinder(map(plain_name, persons)).find(name))):
        name = name[:start] + _REMOVED + name[end:]
    return name
