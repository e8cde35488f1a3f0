"""How a ledger shortens the name of a body: 正祥集团 gives to the fund 临洮·正祥."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from charity_analysis.report.privacy.finder import plain_name
from charity_analysis.report.privacy.name_kinds import is_organisation
from charity_analysis.rules import label_index, programme_index

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger
    from charity_analysis.report.privacy.parties import Party

_SHORTEST, _SHORTEST_STEM = 2, 4
_LEGAL_FORM = re.compile(r"(?:股份|集团|控股)?(?:有限)?(?:责任)?公司$")
_MOST_DONORS = 2


def short_names(party: Party, ledger: Ledger) -> list[str]:
    """A body's name without its legal form, and what it has in common with each fund that it gave to nearly alone.

    No word that says little is one.
    """
    if not is_organisation(party.name):
        return []
    name = plain_name(party.name)
    shared = {_longest_shared(name, plain_name(fund)) for fund in party.funds if _is_of_few(fund, ledger)}
    own = plain_name(ledger.organisation.name)
    stem = _LEGAL_FORM.sub("", name)
    shared |= {stem} if len(stem) >= _SHORTEST_STEM and stem != name else set()
    return sorted(word for word in shared if len(word) >= _SHORTEST and word not in own and not _says_little(word))


def _is_of_few(fund: str, ledger: Ledger) -> bool:
    gifts = ledger.donations
    return gifts[gifts["fund"].eq(fund).fillna(False)]["donor"].nunique() <= _MOST_DONORS


def _says_little(word: str) -> bool:
    known = (*label_index("organisation_name"), *label_index("nameless"), *programme_index())
    return any(word in plain_name(one) for one in known)


def _longest_shared(one: str, other: str) -> str:
    """The longest run of characters that both hold."""
    runs = (one[start:end] for start in range(len(one)) for end in range(len(one), start, -1))
    return max((run for run in runs if run in other), key=len, default="")
