"""Pairs of names that may be one donor under two spellings, with what speaks for it; a person decides, no score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.scope import each_row
from charity_analysis.analysis.trends.name_cores import NameCore, is_abbreviation, name_core
from charity_analysis.rules import normalise
from charity_analysis.rules.trends import trend_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from charity_analysis.ledger.aliases import Alias

_PERSONS = ("individual", "related_individual")
_COLUMNS = ("alias", "donor", "score", "kind")
_EVIDENCE = ("gifts", "fen", "periods", "row_ids")
# In names this long two characters may differ, in shorter ones one.
_LONG = 10
# Of longer names the first characters are compared.
_LONGEST = 24

Pair = tuple[str, str]


@dataclass(frozen=True)
class _Donor:
    """One donor: the name as written first, and the evidence of the gifts."""

    name: str
    core: NameCore
    is_organisation: bool
    gifts: int
    fen: int
    periods: tuple[str, ...]
    row_ids: tuple[str, ...]


def find_candidates(given: pd.DataFrame, aliases: Iterable[Alias] = ()) -> pd.DataFrame:
    """Pairs of names that may be one donor and are not decided in `aliases`; the likeliest first.

    One row per pair: alias and donor (the one with more gifts), score (likeness of the whole names, 0–100), kind
    (legal_form, place_or_bracket, abbreviation, contained, spelling), and of either how many gifts, their sum in fen,
    the periods and the rows. No score tells same from different: 福能 and 福耀 reach 90, 建设银行 and 建行 62.
    `given` are gifts with the columns of `Giving.given`.
    """
    from rapidfuzz import fuzz

    donors = _donors(given)
    settled = _settled(aliases)
    rows = []
    for pair, kind in _pairs(donors).items():
        if frozenset(pair) not in settled:
            alias, donor = sorted((donors[key] for key in pair), key=lambda one: (one.gifts, one.fen, one.core.name))
            score = round(fuzz.ratio(alias.core.name, donor.core.name))
            evidence = (getattr(one, name) for one in (alias, donor) for name in _EVIDENCE)
            rows.append((alias.name, donor.name, score, kind, *evidence))
    columns = [*_COLUMNS, *(f"{side}_{name}" for side in ("alias", "donor") for name in _EVIDENCE)]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["score", "alias", "donor"], ascending=[False, True, True], ignore_index=True)


def _donors(given: pd.DataFrame) -> dict[str, _Donor]:
    """Donors by their key. Row by row, as grouping costs more where nearly every row is another donor."""
    rows_of: dict[str, list[Any]] = defaultdict(list)
    for row in each_row(given[["donor_key", "donor", "donor_kind", "amount_fen", "period", "row_id"]]):
        rows_of[row.donor_key].append(row)
    return {key: _donor(name_core(key), rows) for key, rows in rows_of.items()}


def _donor(core: NameCore, rows: list[Any]) -> _Donor:
    kinds = {row.donor_kind for row in rows if isinstance(row.donor_kind, str)}
    return _Donor(
        min(row.donor for row in rows),
        core,
        core.is_organisation or bool(kinds.difference(_PERSONS)),
        len(rows),
        sum(int(row.amount_fen) for row in rows if not pd.isna(row.amount_fen)),
        tuple(sorted({row.period for row in rows})),
        tuple(sorted(row.row_id for row in rows)),
    )


def _settled(aliases: Iterable[Alias]) -> set[frozenset[str]]:
    """Pairs of names that are decided to be two donors; what is decided to be one has one name already."""
    donor_of = {normalise(alias.alias): normalise(alias.donor) for alias in aliases if alias.is_same}
    return {frozenset(donor_of.get(name, name) for name in alias.pair) for alias in aliases if not alias.is_same}


def _pairs(donors: dict[str, _Donor]) -> dict[Pair, str]:
    """Pairs of keys with the first kind of likeness that holds."""
    everyone = list(donors.values())
    organisations = [donor.core for donor in everyone if donor.is_organisation]
    found: dict[Pair, str] = {}
    kinds = (
        ("legal_form", _same_core(donor.core for donor in everyone)),
        ("place_or_bracket", _same_stem(donor.core for donor in everyone)),
        ("abbreviation", _abbreviated(organisations)),
        ("contained", _contained(organisations)),
        ("spelling", _spelt_alike(organisations)),
    )
    for kind, pairs in kinds:
        for one, other in pairs:
            found.setdefault((min(one, other), max(one, other)), kind)
    return found


def _same_core(cores: Iterable[NameCore]) -> Iterator[Pair]:
    """Names that differ in legal form, punctuation or traditional characters."""
    groups: dict[str, list[str]] = defaultdict(list)
    for core in cores:
        groups[core.core].append(core.name)
    for names in groups.values():
        yield from combinations(names, 2)


def _same_stem(cores: Iterable[NameCore]) -> Iterator[Pair]:
    """Names of which one states a place, or something in brackets, and the other none: two places are two donors."""
    groups: dict[str, list[NameCore]] = defaultdict(list)
    for core in cores:
        groups[core.stem].append(core)
    for stem, group in groups.items():
        bare = [core for core in group if core.core == stem]
        yield from ((one.name, other.name) for one in bare for other in group if one is not other)


def _abbreviated(cores: Sequence[NameCore]) -> Iterator[Pair]:
    """Short names whose characters stand in a long one between the same first and last."""
    ends: dict[tuple[str, str], list[NameCore]] = defaultdict(list)
    for core in cores:
        ends[core.stem[0], core.stem[-1]].append(core)
    for short in cores:
        if 1 < len(short.stem) <= trend_limit("short_characters"):
            for core in ends[short.stem[0], short.stem[-1]]:
                if core.numbers == short.numbers and is_abbreviation(short.stem, core.stem):
                    yield short.name, core.name


def _contained(cores: Sequence[NameCore]) -> Iterator[Pair]:
    """Names of which one begins or ends with all that is left of the other: a branch, or a name with its place."""
    known: dict[str, list[NameCore]] = defaultdict(list)
    for core in cores:
        known[core.core].append(core)
    least = trend_limit("spelling_characters")
    for core in cores:
        text = core.core
        parts = {text[:end] for end in range(least, len(text))} | {
            text[start:] for start in range(1, len(text) - least + 1)
        }
        for part in parts & known.keys():
            yield from ((core.name, other.name) for other in known[part] if other.numbers == core.numbers)


def _spelt_alike(cores: Sequence[NameCore]) -> Iterator[Pair]:
    """Names of which nearly the same is left; names whose numerals differ are different names."""
    least = trend_limit("spelling_score")
    blocks: dict[tuple[str, str], list[NameCore]] = defaultdict(list)
    for core in cores:
        if len(core.stem) >= trend_limit("spelling_characters"):
            for key in _shortened(core.stem[:_LONGEST]):
                blocks[core.numbers, key].append(core)
    seen: set[Pair] = set()
    for block in blocks.values():
        for one, other in combinations(block, 2):
            pair = one.name, other.name
            if pair not in seen:
                seen.add(pair)
                if one.stem != other.stem and min(_likeness(one, other)) >= least:
                    yield pair


def _likeness(one: NameCore, other: NameCore) -> tuple[float, float]:
    """0–100, without their places and with them."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one.stem, other.stem), fuzz.ratio(one.core, other.core)


def _shortened(text: str) -> set[str]:
    """`text` and what is left of it without one character, or two of a long one: names that share one are alike."""
    places = range(len(text))
    left = {text} | {text[:place] + text[place + 1 :] for place in places}
    if len(text) >= _LONG:
        left |= {text[:a] + text[a + 1 : b] + text[b + 1 :] for a, b in combinations(places, 2)}
    return left
