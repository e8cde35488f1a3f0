"""Lines about names that cannot stand together: an alias of an alias, two donors for one alias, same and different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

# Row, alias, donor (both as names are compared), and whether they are one donor.
Line = tuple[int, str, str, bool]


def find_entangled(lines: Sequence[Line]) -> dict[int, str]:
    """Row → why it is not used, a key of rules/messages.csv; of a contradiction every line, as none is known right."""
    same = [line for line in lines if line[3]]
    chained = _chained(same)
    straight = [line for line in same if line[0] not in chained]
    return {**chained, **_contradicted(straight, [line for line in lines if not line[3]])}


def _chained(same: Sequence[Line]) -> dict[int, str]:
    """Lines of one alias with several donors, and lines whose donor is an alias itself, with what hangs on them."""
    donors: dict[str, set[str]] = defaultdict(set)
    for _, alias, donor, _ in same:
        donors[alias].add(donor)
    found: dict[int, str] = {}
    for row, alias, donor, _ in same:
        if len(donors[alias]) > 1:
            found[row] = "alias_two_donors"
        elif donor in donors or any(alias in named for named in donors.values()):
            found[row] = "alias_chain"
    return found


def _contradicted(same: Sequence[Line], different: Sequence[Line]) -> dict[int, str]:
    """Lines that make one donor of two names which another line calls different."""
    donor_of = {alias: donor for _, alias, donor, _ in same}
    found: dict[int, str] = {}
    for row, alias, donor, _ in different:
        one, other = donor_of.get(alias, alias), donor_of.get(donor, donor)
        if one == other:
            found[row] = "alias_contradiction"
            concerned = {alias, donor}
            found.update((line[0], "alias_contradiction") for line in same if line[1] in concerned)
    return found
