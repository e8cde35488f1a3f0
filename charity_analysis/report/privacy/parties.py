"""Who the parties of a ledger are, and which of them a public edition must not name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.ledger.donor_names import is_anonymous
from charity_analysis.report.privacy.finder import plain_name
from charity_analysis.report.privacy.name_kinds import is_called_person, is_organisation, names_nobody
from charity_analysis.rules import normalise, programme_index, public_columns

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

_INDIVIDUAL = frozenset({"individual", "related_individual"})
# A supplier may be a person who works on his own; other bodies are what their kind says.
_MAY_BE_A_PERSON = frozenset({"supplier"})
# Who gave stands behind these as behind no kind at all.
_SAYS_NOTHING = frozenset({"general_public"})


@dataclass
class Party:
    """One name of the ledger, and everything that its rows say of it. `spellings` are as written."""

    name: str
    role: str
    kinds: set[str] = field(default_factory=set)
    spellings: set[str] = field(default_factory=set)
    funds: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """The name as figures tell names apart."""
        return normalise(self.name)


def find_parties(ledger: Ledger) -> tuple[list[Party], frozenset[str]]:
    """Every name in a column of parties, by their first rows, and the plain names of who asked not to be named."""
    parties: dict[str, Party] = {}
    for role, name, kind, fund in _named_cells(ledger):
        party = parties.setdefault(normalise(name), Party(name, role))
        party.spellings.add(name)
        party.kinds |= {kind} if kind else set()
        party.funds |= {fund} if fund else set()
    return list(parties.values()), _declined(ledger.donations)


def _named_cells(ledger: Ledger) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Role, name, kind and fund of every distinct cell of a party, in the order of tables and rows."""
    for (table, column), treatment in public_columns().items():
        if treatment not in ("donor", "payee"):
            continue
        rows = ledger.tables[table]
        names = [column, *(name for name in (f"{column}_kind", "fund") if name in rows.columns)]
        for cells in rows[names].drop_duplicates().to_dict("records"):
            name, kind, fund = (_text(cells.get(key)) for key in (column, f"{column}_kind", "fund"))
            if name and normalise(name):
                yield treatment, name, kind, fund if treatment == "donor" else None


def _declined(donations: pd.DataFrame) -> frozenset[str]:
    """Plain names of donors of whom any row says that they are not to be published."""
    rows = donations[donations["consents_to_publish"].eq(False).fillna(False)]
    return frozenset(plain_name(name) for name in rows["donor"].dropna().unique())


def must_be_masked(party: Party, kinds: Iterable[str], declined: frozenset[str]) -> bool:
    """True where a public edition does not name `party`; `kinds` are those of all its spellings.

    A person is never named; who is of no stated kind is named only where the name is clearly a body's; a name that
    names nobody stays, since figures tell such names from others.
    """
    if party.key in programme_index():
        return False
    if plain_name(party.name) in declined:
        return not names_nobody(party.name)
    known = set(kinds) - _SAYS_NOTHING
    if known & _INDIVIDUAL:
        return not names_nobody(party.name)
    if known and not known <= _MAY_BE_A_PERSON:
        return _shows_a_person(party.name)
    if known:
        return is_called_person(party.name)
    return not names_nobody(party.name) and not is_organisation(party.name)


def _shows_a_person(name: str) -> bool:
    """True for what names nobody properly, and yet shows a part of a name: 张**, 不愿透露姓名的张先生."""
    return is_anonymous(name) and not names_nobody(name) and not is_organisation(name)


def label_of(party: Party, kinds: Iterable[str]) -> str:
    """Which word stands for `party`. Source: labels.csv, domain pseudonym."""
    known = set(kinds) - _SAYS_NOTHING
    if is_anonymous(party.name):
        return "anonymous"
    if party.role == "payee":
        return "supplier" if known and not known & _INDIVIDUAL else "payee"
    bodies = known - _INDIVIDUAL or (not known and is_organisation(party.name))
    return "declined" if bodies and not known & _INDIVIDUAL else "donor"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
