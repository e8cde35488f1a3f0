"""Whom money came from and whom it went to: related donors, lists that name nobody, transfers without an approval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.approvals import states_approval
from charity_analysis.ledger.donor_names import is_collective
from charity_analysis.ledger.row_checks.rows import Rows
from charity_analysis.rules import label_index, label_names


def check_related_parties(rows: Rows) -> Iterator[Finding]:
    """Gifts of those who direct the organisation. Source: DIS26, related-party transactions."""
    if rows.kind in ("donations", "agency"):
        yield from rows.find("related_party", "donor", rows.one_of("donor_kind", ["related_individual"]))


def check_unlisted_donors(rows: Rows) -> Iterator[Finding]:
    """Gifts in one sum of donors who are not listed: the sum cannot be recomputed from gifts."""
    import pyarrow.compute as pc

    if rows.kind == "donations":
        named = rows.matching("donor", _looks_collective(), lambda name: is_collective(name, None))
        yield from rows.find("donors_not_listed", "donor", pc.or_(named, rows.one_of("donor_kind", ["general_public"])))


@cache
def _looks_collective() -> str:
    """What a name must hold at the least to be one of several donors, for RE2: names may have serial numbers."""
    index = label_index("collective")
    within, counted = (
        "|".join(re.escape(word) for word, found in index.items() if found == code) for code in ("within", "counted")
    )
    return rf"\p{{Nd}}\s*[余餘多]?\s*(?:{counted})|等|{within}"


def check_approvals(rows: Rows) -> Iterator[Finding]:
    """Transfers to bodies without an approval number; neither refunds nor what the office itself costs need one."""
    import pyarrow.compute as pc

    if rows.kind != "disbursements":
        return
    bodies = rows.one_of("payee_kind", label_names("payee_kind").keys() - {"individual"})
    granted = pc.or_(rows.missing("cost_class"), rows.one_of("cost_class", ["programme"]))
    granted = pc.and_(granted, pc.fill_null(pc.greater(rows.part.clean["amount_fen"], 0), True))
    none = rows.matching("approval_no", ".", lambda text: not states_approval(text))
    missing = pc.or_(rows.missing("approval_no"), none)
    unapproved = pc.and_(pc.and_(bodies, missing), pc.and_(granted, rows.counting()))
    if rows.is_kept("approval_no"):
        yield from rows.find("approval_missing", "approval_no", unapproved)
    else:
        yield from rows.find("approval_not_kept", "payee", unapproved)


def check_beneficiaries(rows: Rows) -> Iterator[Finding]:
    """Payments to individuals that do not say to how many."""
    import pyarrow.compute as pc

    if rows.kind == "disbursements":
        paid = pc.fill_null(pc.greater(rows.part.clean["amount_fen"], 0), True)
        individuals = pc.and_(rows.one_of("payee_kind", ["individual"]), paid)
        uncounted = pc.and_(individuals, rows.missing("beneficiary_count"))
        column = "beneficiary_count" if rows.is_kept("beneficiary_count") else "payee"
        yield from rows.find("beneficiaries_not_stated", column, uncounted)
